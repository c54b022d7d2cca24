"""Whatever the headline's coefficient is: no sentence of any language names one and gives the number of the other."""

import re
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest
from small_inputs import LABELS, STUDY, small_inputs, statistics
from tests.conftest import REPO

from wavework.language.language import language_of
from wavework.reporting.inputs import Inputs
from wavework.reporting.tables.measures import measure_tables
from wavework.reporting.tables.statistics import statistics_tables
from wavework.reporting.values.claim_sentences import evidence_number, on_public_answers
from wavework.reporting.values.comparisons import add_comparisons
from wavework.reporting.values.findings import add_findings
from wavework.reporting.values.measures import add_measures, newest_association
from wavework.reporting.values.over_waves import add_composed
from wavework.reporting.values.variables import Values

LANGUAGES = ("en", "fr", "es")
NB = "\u00a0"
RHO, TAU, PARTIAL = "Spearman's rho", "Kendall's tau-b", "partial Spearman's rho"
NUMBERS = {RHO: 0.61, TAU: 0.42, PARTIAL: 0.33}  # by which a text tells of which method it speaks
EFFECTS = {"spearman": 0.55, "kendall": 0.44}
NAMES = {RHO: r"Spearman|ρ", TAU: r"Kendall|τ", PARTIAL: r"Spearman|ρ"}


def in_languages(names: Any) -> Any:
    if isinstance(names, dict):
        return (
            dict.fromkeys(LANGUAGES, names["en"]) if "en" in names else {k: in_languages(v) for k, v in names.items()}
        )
    return names


def found(question: str, *wheres: dict[str, str]) -> list[dict[str, Any]]:
    common = {"question": question, "low": 0.1, "high": 0.8, "p": 0.3, "p_holm": 0.6, "n": 27.0}
    return [{**common, **where, "method": method, "estimate": number} for where in wheres
            for method, number in NUMBERS.items()]  # fmt: skip


def told(coefficient: str, language: str) -> Inputs:
    waves = {f"g{year - 2000}": {"title": dict.fromkeys(LANGUAGES, "G"), "year": year} for year in (2020, 2022)}
    study = in_languages(STUDY) | {"measured": waves, "egdi": {"wave_year": "latest"}}
    study["statistics"] = STUDY["statistics"] | {"coefficient": coefficient}
    overall = {"measure": "common", "dimension": "overall"}
    rows = found("association", overall | {"wave": "n22+s22"}, overall | {"wave": "n22", "measure": "implementation"})
    rows += found("measure association", *({"measure": "sites", "wave": wave, "region": "pooled"} for wave in waves))
    stable = RHO if coefficient == "spearman" else TAU
    rows += [row | {"wave_from": "g20"} for row in found("measure stability", {"measure": "sites", "wave": "g22",
             "region": "pooled"}) if row["method"] == stable]  # fmt: skip
    power = [{"design": "association", "wave": "n22+s22", "wave_from": "", "test": test, "effect": effect, "n": 27.0,
              "n_second": "", "method": "", "detail": "", "status": "ok", "reason": "", "seed": "1"}
             for test, effect in EFFECTS.items()]  # fmt: skip
    measured = [{"wave": wave, "unit": "a", "country": "a", "region": "N", "measure": "sites", "status": "ok",
                 "value": 0.5, "comparable": "yes", "basis": "published"} for wave in waves]  # fmt: skip
    tables = {"statistics": statistics(*rows), "power": pd.DataFrame(power), "measured": pd.DataFrame(measured)}
    inputs = small_inputs(tables=tables, study=study)
    one = {"measure": "sites", "minimum": "0", "maximum": "1", "decimals": "2", "better": "higher", "level": "interval",
           "part_of": "", **dict.fromkeys(LABELS, "Sites")}  # fmt: skip
    columns = pd.DataFrame(columns=["wave", "measure", "reason"])
    batteries = inputs.book.batteries.assign(title_fr="Le tablier", title_es="El tablero")
    book = replace(inputs.book, measures=pd.DataFrame([one]), measure_columns=columns, batteries=batteries)
    return replace(inputs, language=language_of(study, language), book=book)


def values_of(inputs: Inputs) -> dict[str, str]:
    values = Values()
    add_findings(values, inputs)
    add_measures(values, inputs)
    add_comparisons(values, inputs)
    add_composed(values, inputs)
    return {name: values[name] for name in values}


def numbers_in(text: str) -> set[str]:
    """The methods whose numbers a text gives, in markdown or plain."""
    text = text.replace("\\", "")
    return {method for method, number in NUMBERS.items() if re.search(rf"{number:.2f}".replace(".", "[.,]"), text)}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("coefficient", ["spearman", "kendall"])
def test_no_sentence_names_one_coefficient_and_gives_the_number_of_the_other(coefficient: str, language: str) -> None:
    inputs = told(coefficient, language)
    texts = values_of(inputs)
    named = [name for name, text in texts.items() if numbers_in(text)]
    assert len(named) > 20
    for name in named:
        (method,) = numbers_in(texts[name])
        other = TAU if method != TAU else RHO
        assert re.search(NAMES[method], texts[name]), (name, texts[name])
        assert not re.search(NAMES[other], texts[name]), (name, texts[name])
    lines = [line for table in (statistics_tables(inputs) | measure_tables(inputs)).values() for line in
             table.splitlines() if numbers_in(line)]  # fmt: skip
    assert len(lines) >= 9
    for line in lines:
        (method,) = numbers_in(line)
        assert re.search(NAMES[method], line), line
        assert not re.search(NAMES[TAU if method != TAU else RHO], line), line


@pytest.mark.parametrize(
    ("coefficient", "letter", "headline", "beside"), [("spearman", "ρ", RHO, TAU), ("kendall", "τ", TAU, RHO)]
)
def test_what_says_the_headline_follows_the_config(coefficient: str, letter: str, headline: str, beside: str) -> None:
    inputs = told(coefficient, "en")
    texts = values_of(inputs)
    start, other = (f"{sign}{NB}={NB}{NUMBERS[method]:.2f} [" for sign, method in (
        (letter, headline), ("τ" if letter == "ρ" else "ρ", beside)))  # fmt: skip
    for name in ("assoc.pooled.overall", "measured.assoc.sites.newest.pooled", "measured.stability.sites.g22.pooled"):
        assert texts[name].startswith(start), name
    for name in ("other.pooled.overall", "measured.other.sites.newest.pooled"):
        assert texts[name].startswith(other), name
    for name in ("finding.assoc.pooled.overall", "main.association.overall", "every.association.overall",
                 "finding.measured.assoc.sites.newest.pooled", "measured.every.assoc.sites.pooled"):  # fmt: skip
        assert start in texts[name], name
    assert f"about {EFFECTS[coefficient]:.2f} " in texts["finding.assoc.pooled.overall"]
    assert texts["coefficient.letter"] == letter
    row = newest_association(inputs, "sites")
    assert start in on_public_answers(inputs, row)
    kind = {"ρ": "rho", "τ": "tau"}[letter]
    claim = {"claim": "c", "evidence": kind, "estimate": 0.5, "low": 0.1, "high": 0.8, "count": float("nan"), "n": 27}
    assert evidence_number(inputs, claim) == f"{letter}{NB}={NB}0.50 [0.10, 0.80], n{NB}={NB}27"
    measured = measure_tables(inputs)
    for name, rows in (("statistics-measured-association", 4), ("statistics-measured-stability", 1)):
        table = measured[name].replace("\\", "")
        assert f"{NUMBERS[headline]:.2f} " in table
        assert f"{NUMBERS[beside]:.2f} " not in table
        assert len([line for line in table.splitlines() if numbers_in(line)]) == rows


def test_the_texts_of_the_reports_name_no_coefficient_themselves() -> None:
    sources = [*REPO.glob("report/*/*.qmd"), *REPO.glob("workflow/standard_report/*/*.qmd")]
    assert len(sources) > 20
    named = {path: re.findall(r"Spearman|Kendall|ρ|τ|\.rho\.|\.tau\.|var kendall|\btau-b", path.read_text("utf-8"))
             for path in sources}  # fmt: skip
    assert {path: found for path, found in named.items() if found} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_name_a_coefficient_only_where_they_are_chosen_by_it(language: str) -> None:
    """Under the key of the coefficient, of its test, or of the method: else a config could not choose another."""
    own = re.compile(r"^\s*[\"']?(?:spearman|kendall|rho|tau|(?:partial )?Spearman's rho|Kendall's (?:tau-b|W))[\"']?:")
    for path in (f"workflow/words/{language}.yaml", f"workflow/words/report/{language}.yaml"):
        lines = (REPO / path).read_text("utf-8").splitlines()
        named = [line for line in lines if re.search(r"Spearman|Kendall|ρ|τ", line)]
        assert named
        assert [line for line in named if not own.match(line)] == []
