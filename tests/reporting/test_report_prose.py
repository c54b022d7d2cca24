"""The sentences of the report: composed of tiny tables in three languages, and no mould said over and over."""

import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
import yaml
from tests.conftest import REPO
from tests.reporting.small_inputs import LABELS, STUDY, small_inputs

from wavework.language.language import language_of
from wavework.reporting.inputs import Inputs
from wavework.reporting.values.answer_words import kind_of
from wavework.reporting.values.answers import battery_said, battery_silence, item_said
from wavework.reporting.values.finding_sentences import Found, worded
from wavework.reporting.values.places import of_pair, of_waves, place, places
from wavework.reporting.values.variables import Origin

NB = "\u00a0"
LANGUAGES = ("en", "fr", "es")
SAID = {
    "full": ("is in place|are in place", "est en place|sont en place", "está en uso|están en uso"),
    "half": ("is half done|are half done", "est à moitié fait|sont à moitié faits", "está a medias|están a medias"),
    "none": ("is missing|are missing", "manque|manquent", "falta|faltan"), "dont_know": ("", "", ""),
}  # fmt: skip
WITHIN = {"N": {"en": "in the North", "fr": "dans le Nord", "es": "en el Norte"}}
# Of 3 services: at least 2 in place; at most 1 in place.
MOST, FEW = ((2, 3, 2, 3), (0, 1, 2, 3), (0, 1, 3, 3)), ((0, 1, 0, 1), (0, 3, 0, 3), (0, 3, 3, 3))


def inputs_in(language: str, *, facts: dict | None = None, constraints: pd.DataFrame | None = None) -> Inputs:
    """The three services of the small study, in a language, with verbs for its scale and a place for one region."""
    names = {"en": "service", "fr": "service", "es": "servicio"}
    regions = {
        "N": {**dict.fromkeys(LANGUAGES, "North"), "within": WITHIN["N"]},
        "S": dict.fromkeys(LANGUAGES, "South"),
    }
    study = {
        "study": {"title": names, "unit": names, "units": {code: f"{name}s" for code, name in names.items()}},
        "regions": regions,
    }
    inputs = small_inputs(
        study=study, facts=facts or {}, constraints=pd.DataFrame() if constraints is None else constraints
    )
    scales = inputs.book.scales
    for at, column in enumerate(LABELS):
        scales[column.replace("label", "said")] = [SAID[answer][at] for answer in scales["answer"]]
    batteries = inputs.book.batteries.assign(title_fr="Le tablier", title_es="El tablero")
    book = replace(inputs.book, scales=scales, batteries=batteries)
    return replace(inputs, language=language_of({**STUDY, **study}, language), book=book)


@pytest.mark.parametrize(
    ("language", "said", "silent"),
    [
        (
            "en",
            f"By what is published, in the North (2022, 3 services), “Rail” is in place in most (at least 2 of{NB}3).",
            "Nothing is published of “Lamp” in the North and of “Rail” and “Lamp” in the region “South” (2022, 2 "
            "services).",
        ),
        (
            "fr",
            f"D’après ce qui est publié, dans le Nord (2022, 3 services), «{NB}Rail{NB}» est en place dans "
            f"la plupart (au moins 2 sur{NB}3).",
            f"Rien n’est publié sur «{NB}Lamp{NB}» dans le Nord et sur «{NB}Rail{NB}» et «{NB}Lamp{NB}» dans la région "
            f"«{NB}South{NB}» (2022, 2 services).",
        ),
        (
            "es",
            f"Según lo publicado, en el Norte (2022, 3 servicios), «Rail» está en uso en la mayoría (al menos 2 "
            f"de{NB}3).",
            "Nada se ha publicado sobre «Lamp» en el Norte y sobre «Rail» y «Lamp» en la región «South» (2022, 2 "
            "servicios).",
        ),
    ],
)  # fmt: skip
def test_what_is_known_of_a_battery_and_what_is_not(language: str, said: str, silent: str) -> None:
    inputs = inputs_in(language, facts={("n22", "rail"): MOST})
    asked = {"n22": ["rail", "lamp"], "s22": ["rail", "lamp"]}
    assert battery_said(inputs, asked).replace(NB, " ") == said.replace(NB, " ")
    assert battery_silence(inputs, asked) == silent


def test_items_that_share_an_answer_and_a_number_share_a_clause() -> None:
    inputs = inputs_in("en", facts={("n22", "rail"): FEW, ("n22", "lamp"): FEW})
    said = battery_said(inputs, {"n22": ["rail", "lamp"]}).replace(NB, " ")
    assert (
        said
        == "By what is published, in the North (2022, 3 services), “Rail” and “Lamp” are in place in at most 1 of 3."
    )
    assert battery_silence(inputs, {"n22": ["rail", "lamp"]}) == ""


def test_an_order_that_is_published_and_the_units_that_are_named() -> None:
    rows = [
        {"wave": "n22", "kind": "order", "items": "rail|lamp", "answers": "full|half", "units": ""},
        {"wave": "n22", "kind": "named", "items": "rail", "answers": "full", "units": "b"},
    ]  # fmt: skip
    inputs = inputs_in("en", constraints=pd.DataFrame(rows))
    said = battery_said(inputs, {"n22": ["rail", "lamp"]})
    where = "in the North (2022, 3 services)"
    assert said == f"By what is published, {where}, “Rail” is in place or half done in more services than “Lamp”."
    named = inputs_in("en", facts={("n22", "rail"): MOST}, constraints=pd.DataFrame(rows[1:]))
    assert "“Rail” (B)" in item_said(named, ["n22"], "rail")


@pytest.mark.parametrize(
    ("bounds", "kind"),
    [((11, 11), "all"), ((0, 0), "none"), ((3, 3), "exactly"), ((6, 11), "most"), ((5, 11), "at_least"),
     ((0, 5), "few"), ((0, 6), "at_most"), ((0, 1), "at_most"), ((3, 5), "between"), ((0, 11), "any")],
)  # fmt: skip
def test_a_number_of_eleven_is_called_what_it_is(bounds: tuple[int, int], kind: str) -> None:
    assert kind_of(*bounds, 11) == kind


@pytest.mark.parametrize(
    ("language", "pair", "waves", "both"),
    [
        ("en", "in the North from 2020 to 2022 (x)", "in the North and in the region “South” (2022; x)",
         "in the North (2020, 2 services; 2022, 3 services) and in the region “South” (2022, 2 services)"),
        ("fr", "dans le Nord de 2020 à 2022 (x)", f"dans le Nord et dans la région «{NB}South{NB}» (2022{NB}; x)",
         f"dans le Nord (2020, 2 services{NB}; 2022, 3 services) et dans la région «{NB}South{NB}» (2022, 2 services)"),
        ("es", "en el Norte de 2020 a 2022 (x)", "en el Norte y en la región «South» (2022; x)",
         "en el Norte (2020, 2 servicios; 2022, 3 servicios) y en la región «South» (2022, 2 servicios)"),
    ],
)  # fmt: skip
def test_where_and_when_inside_a_sentence(language: str, pair: str, waves: str, both: str) -> None:
    inputs = inputs_in(language)
    assert of_pair(inputs, "n20", "n22", "x") == pair
    assert of_waves(inputs, "n22+s22", "x") == waves
    assert places(inputs, dict.fromkeys(["n20", "n22", "s22"])) == both
    assert place(inputs, "s22", 1).endswith(f"(2022, 1 {'servicio' if language == 'es' else 'service'})")


def test_what_came_out_alike_is_one_sentence() -> None:
    origin = Origin("t.csv", "a")
    found = [Found("open", "here", origin), Found("none", "there", origin, "0.9"), Found("open", "beyond", origin)]
    assert worded(small_inputs(), "change", found, dimension="the score") == (
        "What is published does not decide whether the score rose or fell here and beyond. A change of the score "
        "cannot be told from chance there. A change would have to be about 0.9 standard deviations of the changes to "
        "be found with a probability of 80%."
    )


# How often the main study's text repeats itself

WORDS_OF_A_MOULD, TIMES = 6, 14  # what an answer is called is said of each item that got it
LONGEST = 500  # words of running text in a section by subject
VARIABLE = re.compile(r"\{\{< var ([\w.-]+) >\}\}")
SUBJECTS = (
    "strategy", "maturity", "drivers", "obstacles", "budgets", "back-office", "front-office", "data", "analytics",
    "organization", "youth", "egdi", "change", "contrast",
)  # fmt: skip


def running_text(source: Path, language: str, variables: dict) -> str:
    """A fragment with its variables, without fences, headings and includes; names (in quotes) and numbers are `x`."""

    def value(found: re.Match[str]) -> str:
        at = variables
        for key in found[1].split("."):
            at = at.get(key, {}) if isinstance(at, dict) else {}
        return at if isinstance(at, str) else ""

    lines = [
        line for line in source.read_text("utf-8").splitlines() if not line.startswith((":::", "#", "{{< include"))
    ]
    text = VARIABLE.sub(value, " ".join(lines)).replace("\\", "")
    return re.sub(r"[“«][^”»]*[”»]|−?\d[\d.,]*", "x", text.replace(NB, " "))


@pytest.fixture(scope="module", params=LANGUAGES)
def texts(request: pytest.FixtureRequest, read_study) -> dict[str, str]:
    from wavework.reporting.contents import report_values  # of the main study alone

    variables = yaml.safe_load(report_values(read_study(request.param)).yaml())
    return {
        name: running_text(REPO / f"report/{request.param}/_{name}.qmd", request.param, variables) for name in SUBJECTS
    }


def test_no_mould_is_said_over_and_over(texts: dict[str, str]) -> None:
    """A sequence of six words, outside names, numbers and places."""
    moulds: Counter[str] = Counter()
    for text in texts.values():
        words = re.sub(r"\([^)]*\)", "", text).split()
        moulds.update(" ".join(words[at : at + WORDS_OF_A_MOULD]) for at in range(len(words) - WORDS_OF_A_MOULD + 1))
    names = re.compile(r"Pacific|Pacífico|Pacifique|Latin|latine|Latina|Carib|Caraïbes")  # where it is, has to be said
    often = {mould: times for mould, times in moulds.items() if times > TIMES and not names.search(mould)}
    assert often == {}


def test_no_section_is_long(texts: dict[str, str]) -> None:
    lengths = {name: len(text.split()) for name, text in texts.items()}
    assert {name: n for name, n in lengths.items() if n > LONGEST} == {}
    assert min(lengths.values()) > 20
