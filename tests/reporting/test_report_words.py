"""How each language writes numbers, dates and lists; the words that all languages have."""

import pytest
import yaml

from wavework.exhibits.labels import alphabetical
from wavework.exhibits.words import WORDS
from wavework.problems import InputError
from wavework.reporting import language as language_room
from wavework.reporting.language import Language

NB = "\u00a0"


@pytest.fixture
def language(monkeypatch: pytest.MonkeyPatch):
    """language("fr"): French numbers with English words, so that numbers are tested without the translations."""
    english, charts = language_room.report_words("en"), language_room.words_of("en")
    monkeypatch.setattr(language_room, "report_words", lambda code: english)
    monkeypatch.setattr(language_room, "words_of", lambda code: charts)
    return Language


@pytest.mark.parametrize(
    ("code", "thousands", "decimal"),
    [("en", "1,204", "−0.37"), ("fr", f"1{NB}204", "−0,37"), ("es", "12.204", "−0,37")],
)
def test_numbers(language, code: str, thousands: str, decimal: str) -> None:
    # CLDR groups Spanish numbers from five digits on.
    assert language(code).number(12204 if code == "es" else 1204) == thousands
    assert language(code).number(-0.3724, 2) == decimal


def test_no_negative_zero_and_no_exponent(language) -> None:
    assert language("en").number(-0.0004, 2) == "0.00"
    assert language("en").number(0.0000123, 2) == "0.00"
    assert language("en").number(20221122, grouped=False) == "20221122"


@pytest.mark.parametrize(
    ("p", "text"),
    [
        (0.92, "0.92"), (1.0, "1.00"), (0.03, "0.03"), (0.0704, "0.07"), (0.0021, "0.002"), (0.0004, f"<{NB}0.001"),
        (0.0496, "0.0496"), (0.0504, "0.0504"), (0.0464, "0.046"), (0.0544, "0.054"), (0.001, "0.001"), (0.05, "0.05"),
    ],
)  # fmt: skip
def test_p_values_show_their_side_of_alpha(language, p: float, text: str) -> None:
    assert language("en").p(p) == text


def test_p_in_running_text(language) -> None:
    assert language("en").p_said(0.0004) == f"p{NB}<{NB}0.001"
    assert language("fr").p_said(0.03) == f"p{NB}={NB}0,03"


def test_intervals_and_shares(language) -> None:
    assert language("en").interval(-0.3724, 0.4409) == "[−0.37, 0.44]"
    assert language("en").share_interval(0.0975, 0.5656) == "[10–57%]"
    assert language("fr").number(0.9902, 3) == "0,990"


@pytest.mark.parametrize(
    ("code", "date"),
    [
        ("en", f"22{NB}November{NB}2026"),
        ("fr", f"22{NB}novembre{NB}2026"),
        ("es", f"22{NB}de{NB}noviembre{NB}de{NB}2026"),
    ],
)
def test_dates(language, code: str, date: str) -> None:
    assert language(code).date("2026-11-22") == date
    assert language(code).date("spring 2022") == "spring 2022"


@pytest.mark.parametrize(
    ("code", "parts", "listed"),
    [
        ("en", ["a", "b", "c"], "a, b and c"),
        ("fr", ["a", "b", "c"], "a, b et c"),
        ("es", ["a", "b", "c"], "a, b y c"),
        ("es", ["a"], "a"),
        ("es", [], ""),
        # numbers with a decimal comma are parted by semicolons
        ("en", ["3.2", "1,204", "2.4"], "3.2, 1,204 and 2.4"),
        ("fr", ["3,2", "3,0", "2,4"], f"3,2{NB}; 3,0 et 2,4"),
        ("es", ["3,2", "3,0", "2,4"], "3,2; 3,0 y 2,4"),
        # Spanish: e before the sound i, but not before the diphthongs of hielo, ion
        ("es", ["Chile", "India"], "Chile e India"),
        ("es", ["a", "«Intercambio»"], "a e «Intercambio»"),
        ("es", ["Argentina", "hilo"], "Argentina e hilo"),
        ("es", ["datos", "IA"], "datos e IA"),
        ("es", ["nieve", "hielo"], "nieve y hielo"),
        ("es", ["India", "Chile"], "India y Chile"),
        ("fr", ["Chili", "Inde"], "Chili et Inde"),
        ("en", ["Chile", "India"], "Chile and India"),
    ],
)
def test_lists(code: str, parts: list[str], listed: str) -> None:
    assert Language(code).listed(parts) == listed


@pytest.mark.parametrize(
    ("number", "text"), [(9999, "9999"), (-1204, "−1204"), (10_000, "10.000"), (1204.5, "1204,50")]
)
def test_spanish_groups_from_five_digits_on(number: float, text: str) -> None:
    assert Language("es").number(number, 0 if number == int(number) else 2) == text


@pytest.mark.parametrize(("code", "text"), [("en", "a: b"), ("fr", f"a{NB}: b"), ("es", "a: b")])
def test_a_colon_has_the_space_of_its_language(code: str, text: str) -> None:
    assert Language(code).labelled("a", "b") == text


def test_an_alphabet_folds_accents() -> None:
    names = ["Zambie", "Équateur", "Etat", "Chili", "chaise"]
    assert sorted(names, key=alphabetical) == ["chaise", "Chili", "Équateur", "Etat", "Zambie"]


def test_the_unit_has_the_name_that_the_study_gives_it() -> None:
    words = Language("en", "library", "libraries")
    assert words.say("table.missing.caption").endswith("a library was asked")
    assert words.heads("table.waves.heads")[3] == "Libraries"


def test_a_language_without_words_is_refused() -> None:
    with pytest.raises(InputError, match="no words of the report in 'pt'"):
        language_room.report_words("pt")


def test_all_languages_have_the_same_words() -> None:
    def keys(content: object, above: str = "") -> set[str]:
        if not isinstance(content, dict):
            return {above}
        return {key for name, inner in content.items() for key in keys(inner, f"{above}.{name}")}

    # Words for what the pipeline names in English: a language has at least those that English writes differently.
    lookups = {"methods", "reasons", "cleaning"}
    files = sorted((WORDS / "report").glob("*.yaml"))
    assert [file.stem for file in files if file.stem == "en"] == ["en"]
    found = {file.stem: keys(yaml.safe_load(file.read_text("utf-8"))) for file in files}
    for language, own in found.items():
        assert found["en"] <= own, (language, found["en"] - own)
        assert {key.split(".")[1] for key in own - found["en"]} <= lookups, (language, own - found["en"])
