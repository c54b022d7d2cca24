"""How each language writes numbers, dates and lists; the words that all languages have."""

import copy
import dataclasses

import pytest
from tests.exhibits.small_results import ITEMS, STUDY, UNITS, declared, results

from wavework.exhibits.captions import caption
from wavework.language.language import Language
from wavework.language.lists import alphabetical
from wavework.language.numbers import number
from wavework.language.words import report_words, words_of
from wavework.problems import InputError

NB = "\u00a0"


@pytest.mark.parametrize(
    ("code", "value", "digits", "text"),
    [
        ("en", 1204, 0, "1,204"), ("en", -0.3724, 2, "−0.37"), ("en", -0.0004, 2, "0.00"), ("en", 0.0000123, 2, "0.00"),
        ("fr", 1204, 0, f"1{NB}204"), ("fr", -0.3724, 2, "−0,37"), ("fr", 0.9902, 3, "0,990"),
        # CLDR groups Spanish numbers from five digits on.
        ("es", 9999, 0, "9999"), ("es", 9999.7, 0, "10.000"), ("es", -1204, 0, "−1204"), ("es", 1204.5, 2, "1204,50"),
        ("es", 12204, 0, "12.204"),
    ],
)  # fmt: skip
def test_numbers(code: str, value: float, digits: int, text: str) -> None:
    assert Language(code).number(value, digits) == text


@pytest.mark.parametrize(
    ("text", "french", "spanish"),
    [
        ("3.2", "3,2", "3,2"), ("25 %", f"25{NB}%", f"25{NB}%"), ("7.5%", f"7,5{NB}%", f"7,5{NB}%"),
        ("1,234.5", f"1{NB}234,5", "1.234,5"), ("6–11", "6–11", "6–11"), (">17.5", ">17,5", ">17,5"),
        ("2.4–3.2", "2,4–3,2", "2,4–3,2"), ("2022-10-01", "2022-10-01", "2022-10-01"), ("1.2.3", "1.2.3", "1.2.3"),
        ("10.1787/9789264", "10.1787/9789264", "10.1787/9789264"), ("8 in 10.5", "8 in 10.5", "8 in 10.5"),
        ("12, 3.5", "12, 3,5", "12, 3,5"), ("0.50", "0,50", "0,50"), ("", "", ""),
    ],
)  # fmt: skip
def test_numbers_as_a_source_prints_them(text: str, french: str, spanish: str) -> None:
    assert Language("fr").printed(text) == french
    assert Language("es").printed(text) == spanish
    assert Language("en").printed(text) == text.replace(" %", "%")


def test_a_number_that_is_a_name_is_not_grouped() -> None:
    assert Language("en").number(20221122, grouped=False) == "20221122"


@pytest.mark.parametrize(("value", "text"), [(0.25, "+0.2"), (-0.25, "−0.2"), (0.04, "0.0"), (-0.04, "0.0")])
def test_a_difference_can_have_its_sign(value: float, text: str) -> None:
    assert number(value, 1, {"decimal": "."}, signed=True) == text


@pytest.mark.parametrize(
    ("p", "text"),
    [
        (0.92, "0.92"), (1.0, "1.00"), (0.03, "0.03"), (0.0704, "0.07"), (0.0021, "0.002"), (0.0004, f"<{NB}0.001"),
        (0.0496, "0.0496"), (0.0504, "0.0504"), (0.0464, "0.046"), (0.0544, "0.054"), (0.001, "0.001"), (0.05, "0.05"),
    ],
)  # fmt: skip
def test_p_values_show_their_side_of_alpha(p: float, text: str) -> None:
    assert Language("en").p(p) == text


def test_the_side_is_that_of_the_studys_own_level() -> None:
    assert Language("en", alpha=0.1).p(0.0996) == "0.0996"
    assert Language("en", alpha=0.1).p(0.0496) == "0.05"
    assert Language("fr", alpha=0.1).shortest(0.1) == "0,1"


def test_p_in_running_text() -> None:
    assert Language("en").p_said(0.0004) == f"p{NB}<{NB}0.001"
    assert Language("fr").p_said(0.03) == f"p{NB}={NB}0,03"


def test_intervals_and_shares() -> None:
    nan, language = float("nan"), Language("en")
    assert language.interval(-0.3724, 0.4409) == "[−0.37, 0.44]"
    assert language.estimate({"estimate": 0.1, "low": -0.3724, "high": 0.4409}) == "0.10 [−0.37, 0.44]"
    assert language.estimate({"estimate": 0.1, "low": nan, "high": nan}) == "0.10"
    assert language.share_interval(0.0975, 0.5656) == "[10–57%]"
    assert language.count_of(3, 11, (0.0975, 0.5656)) == f"3 of{NB}11 [10–57%]"
    assert language.count_of(3, 11, (nan, nan)) == language.count_of(3, 11) == f"3 of{NB}11"


@pytest.mark.parametrize(
    ("code", "date"),
    [
        ("en", f"22{NB}November{NB}2026"),
        ("fr", f"22{NB}novembre{NB}2026"),
        ("es", f"22{NB}de{NB}noviembre{NB}de{NB}2026"),
    ],
)
def test_dates(code: str, date: str) -> None:
    assert Language(code).date("2026-11-22") == date
    assert Language(code).date("spring 2022") == "spring 2022"


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


@pytest.mark.parametrize(("code", "text"), [("en", "a: b"), ("fr", f"a{NB}: b"), ("es", "a: b")])
def test_a_colon_has_the_space_of_its_language(code: str, text: str) -> None:
    assert Language(code).labelled("a", "b") == text


def test_an_alphabet_folds_accents() -> None:
    names = ["Zambie", "Équateur", "Etat", "Chili", "chaise"]
    assert sorted(names, key=alphabetical) == ["chaise", "Chili", "Équateur", "Etat", "Zambie"]


def test_a_caption_joins_its_waves_as_the_language_does() -> None:
    study = copy.deepcopy(STUDY)
    study["study"] = {"unit": {"es": "oficina"}, "units": {"es": "oficinas"}}
    study["regions"] = {"north": {"es": "Norte"}, "south": {"es": "Iberia"}}
    of_figure = declared("stacked_shares", "d1", waves=("n2", "s2"))
    book = dataclasses.replace(results().book, items=ITEMS.assign(label_es="x"), units=UNITS.assign(label_es="x"))
    tables = dataclasses.replace(results(), study=study, book=book)
    text = caption(dataclasses.replace(of_figure, title={"es": "Título"}), tables, "collected", "es")
    assert text.startswith("Título, Norte, 2022 (3 oficinas) e Iberia, 2022 (2 oficinas). ")


def test_the_unit_has_the_name_that_the_study_gives_it() -> None:
    words = Language("en", "library", "libraries")
    assert words.say("table.missing.caption").endswith("a library was asked")
    assert words.heads("table.waves.heads")[3] == "Libraries"


def test_a_language_without_words_is_refused() -> None:
    with pytest.raises(InputError, match="no words in 'pt'"):
        report_words("pt")


def test_in_a_chart_thousands_stand_apart_where_nobody_takes_the_number_for_a_year() -> None:
    words = words_of("es")["chart"]
    assert [number(value, 0, words) for value in (2022, 9999, 91501, -91501)] == [
        "2022",
        "9999",
        "91.501",
        "\u221291.501",
    ]
