"""What charts and captions say in French and Spanish: the coefficient of the headline, reasons, numbers of a source."""

from dataclasses import replace
from typing import Any

import pandas as pd
import pytest
from small_results import STUDY, declared, results

from wavework.exhibits.captions import caption
from wavework.exhibits.chart_options import chart_options, chart_words
from wavework.exhibits.figure_inputs import Results
from wavework.exhibits.kinds import KINDS
from wavework.exhibits.labels import Labels

LANGUAGES = ("en", "fr", "es")
TITLES = dict.fromkeys(LANGUAGES, "A title")


def in_languages(names: Any) -> Any:
    """The study's English names as those of each language."""
    if isinstance(names, dict):
        return (
            dict.fromkeys(LANGUAGES, names["en"]) if "en" in names else {k: in_languages(v) for k, v in names.items()}
        )
    return names


def tables(coefficient: str = "spearman", **found: pd.DataFrame) -> Results:
    study = in_languages(STUDY) | {"statistics": {"alpha": 0.05, "coefficient": coefficient}}
    known = results(**found)
    book = known.book
    both = {
        name: getattr(book, name).assign(**{f"label_{code}": getattr(book, name)["label_en"] for code in LANGUAGES})
        for name in ("items", "scales", "units")
    }
    return replace(known, study=study, book=replace(book, **both))


KENDALL = {
    "en": ("Kendall tau-b correlation (", "Kendall tau-b correlation of"),
    "fr": ("Tau-b de Kendall (", "Corrélation tau-b de Kendall entre"),
    "es": ("Correlación tau-b de Kendall (", "Correlación tau-b de Kendall entre"),
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("data", ["association", "leave_one_out"])
@pytest.mark.parametrize("basis", ["collected", "reconstructed"])
def test_axis_and_caption_name_the_coefficient_of_the_headline(language: str, data: str, basis: str) -> None:
    kind, of_kind = ("leave_one_out", "") if data == "leave_one_out" else ("dot_interval", data)
    declaration = replace(declared(kind, data=of_kind, waves=("n2",)), title=TITLES)
    for coefficient in ("spearman", "kendall"):
        known = tables(coefficient)
        words = chart_words(Labels(known, declaration, language), chart_options(declaration, known, basis))
        said = caption(declaration, known, basis, language)
        assert ("Spearman" in words["x_axis"], "Spearman" in said) == ((coefficient == "spearman"),) * 2
        if coefficient == "kendall":
            axis, correlation = KENDALL[language]
            assert words["x_axis"].startswith(axis)
            assert correlation in said


@pytest.mark.parametrize("coefficient", ["spearman", "kendall"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_axis_of_the_specification_curve_names_neither_for_it_shows_both(coefficient: str, language: str) -> None:
    declaration = replace(declared("specification_curve"), title=TITLES)
    known = tables(coefficient)
    words = chart_words(Labels(known, declaration, language), chart_options(declaration, known, "collected"))
    assert "Spearman" not in words["y_axis"]
    assert "Kendall" not in words["y_axis"]


FOUND = pd.DataFrame(
    [
        ("association", method, "maturity", "implementation", "data", "n2", "", estimate, status, reason)
        for method, estimate, status, reason in (
            ("Spearman's rho", 0.25, "ok", ""),
            ("Kendall's tau-b", None, "not computable", "3 complete units; at least 5 are needed"),
        )
    ],
    columns=[
        "question", "method", "outcome", "measure", "dimension", "wave", "wave_from", "estimate", "status", "reason",
    ],
).assign(low=float("nan"), high=float("nan"), n=3)  # fmt: skip


def test_a_figure_shows_the_rows_of_the_headline_and_says_in_its_language_why_there_is_no_number() -> None:
    declaration = replace(declared("dot_interval", data="association", waves=("n2",)), title=TITLES)
    kind = KINDS["dot_interval", "association"]
    assert kind.build(declaration, tables("spearman", statistics=FOUND))["estimate"].tolist() == [0.25]
    known = tables("kendall", statistics=FOUND)
    table = kind.build(declaration, known)
    assert table["reason"].tolist() == ["3 complete units; at least 5 are needed"]
    told = {code: kind.label(table, Labels(known, declaration, code))["reason"].tolist() for code in LANGUAGES}
    assert told == {
        "en": ["3 complete units; at least 5 are needed"],
        "fr": ["3 unités à valeurs complètes\u00a0; il en faut au moins 5"],
        "es": ["3 unidades con todos los valores; hacen falta al menos 5"],
    }


def test_published_values_beside_computed_ones_have_the_same_decimal_sign() -> None:
    published = pd.DataFrame(
        [("published-001", "mean", "own", "n2", 3.2, "3.2", 3.24, "pass"),
         ("published-002", "share", "d1", "n2", 0.25, "25 %", 0.255, "pass"),
         ("published-003", "count", "d1", "n2", None, "6–11", 7.0, "pass")],
        columns=["comparison", "unit", "item", "wave", "published", "published_text", "reproduced", "verdict"],
    )  # fmt: skip
    declaration = replace(declared("compared_values"), title=TITLES)
    known = tables(published_comparison=published)
    kind = KINDS["compared_values", ""]
    for code, mean, share in (("en", ("3.2", "3.2"), "25%"), ("fr", ("3,2", "3,2"), "25\u00a0%")):
        table = kind.label(kind.build(declaration, known), Labels(known, declaration, code))
        assert (table["published_text"].iloc[0], table["reproduced_text"].iloc[0]) == mean
        assert table["published_text"].tolist()[1:] == [share, "6–11"]
