"""Texts of the data in other languages: every one that the main study's tables show has its translation."""

import csv
import dataclasses
from collections.abc import Callable, Sequence
from pathlib import Path

import pandas as pd
import pytest
from tests.conftest import REPO
from tests.exhibits.small_results import declared, results
from tests.reporting.small_inputs import small_inputs

from wavework.exhibits.kinds.participation import in_the_alphabet, participation
from wavework.exhibits.labels import Labels
from wavework.language.language import Language
from wavework.problems import InputError
from wavework.reporting.contents import report_tables, report_values
from wavework.reporting.inputs import Inputs, read_translations
from wavework.reporting.tables.claims import _printed
from wavework.reporting.tables.data import data_tables

FILE = REPO / "workflow/codebook/translations.csv"
# Ranges, bare numbers, addresses and the names of licences stand in every language as they are.
PLAIN = r"[\d.,–<>=+/() ]+|https?://.*|CC (BY|0)[-\dA-Z. ]*"


def texts(inputs: Inputs) -> dict[str, set[str]]:
    """Where from -> the texts that the tables take from there, read from the finished tables here."""
    crosswalk, compared, sources = inputs.book.crosswalk, inputs.table("published_comparison"), inputs.table("sources")
    log, claims = inputs.table("cleaning_log"), inputs.table("claims")
    others = compared[compared["verdict"] == ""]
    return {
        "crosswalk": set(crosswalk.loc[crosswalk["comparable"].isin(["no", "recoded"]), "reason"]),
        "measures": set(inputs.book.measure_columns["reason"]),
        "corrections": set(log.loc[log["action"] == "value corrected", "reason"]),
        "facts": set(inputs.constraints["source"]),
        "statements": set(compared["statement"]),
        "words": set(others["published_text"]) | {v for told in claims["published_value"] for v in told.split("; ")},
        "locators": set(others["locator"]),
        "registry": set(sources["title"]) | set(sources["producer"]) | set(sources["licence"]),
    }


def shown(inputs: Inputs, *, without: Sequence[str] = ()) -> set[str]:
    """All of `texts` that have words to translate."""
    found = pd.Series(sorted(set().union(*(of for name, of in texts(inputs).items() if name not in without))))
    return set(found[(found != "") & ~found.str.fullmatch(PLAIN)])


def rows() -> list[dict[str, str]]:
    with FILE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("language", ["fr", "es"])
def test_every_text_that_is_shown_is_translated(language: str, english: Inputs) -> None:
    known = {row["text"] for row in rows() if row[language].strip()}
    assert all(texts(english).values())
    # the one word of the deck's legend that the verdict is about
    assert sorted(shown(english) - known - {"Numérisation"}) == []


def test_every_row_is_used(english: Inputs) -> None:
    decks = {figure["deck"] for figure in english.figures.values() if figure["deck"]}
    assert sorted({row["text"] for row in rows()} - shown(english) - decks) == []


@pytest.mark.parametrize("language", ["fr", "es"])
def test_the_tables_show_the_translation_and_not_the_text(language: str, read_study: Callable[[str], Inputs]) -> None:
    inputs = read_study(language)
    made = report_tables(inputs, report_values(inputs))
    whole = "\n".join(made.values()).replace("\\", "")
    own = {row["text"]: row[language] for row in rows()}
    # A text of one word can stand in another one; those of an address show their host alone. What was corrected in
    # answers that nobody gave, and facts that decide nothing, are not told.
    told = {text for text in own if text.count(" ") > 1 and text in shown(inputs, without=["corrections", "facts"])}
    assert len(told) > 60
    assert [text for text in sorted(told) if text in whole and text not in own[text]] == []
    assert [text for text in sorted(told) if own[text] not in whole] == []


def test_without_a_translation_the_text_stands_as_it_is() -> None:
    assert small_inputs().translated("a reason") == "a reason"
    inputs = small_inputs(translations={"X": "Le X"})
    assert inputs.translated("X") == "Le X"
    assert "| Le X | Us | MIT |" in data_tables(inputs)["sources"]


def test_an_empty_cell_and_a_missing_language_leave_the_text(tmp_path: Path) -> None:
    path = tmp_path / "translations.csv"
    path.write_text("text,fr\na,un\nb,\n", "utf-8")
    assert read_translations(path, "fr") == {"a": "un"}
    assert read_translations(path, "es") == {}


@pytest.mark.parametrize(
    ("content", "said"), [("words,fr\na,b\n", "column text"), ("text,fr\na,b\nc,d\na,e\n", "each text once")]
)
def test_a_wrong_file_is_refused(content: str, said: str, tmp_path: Path) -> None:
    path = tmp_path / "translations.csv"
    path.write_text(content, "utf-8")
    with pytest.raises(InputError, match=said):
        read_translations(path, "fr")


@pytest.mark.parametrize(
    ("text", "said"),
    [("2.84", "2,84"), ("(3.2+3.0)/5", "(3,2+3,0)/5"), ("up", "en hausse"), ("v1.2", "v1.2"), ("", "")],
)
def test_what_a_source_prints_is_written_in_the_language(text: str, said: str) -> None:
    inputs = small_inputs(translations={"up": "en hausse"})
    french = dataclasses.replace(inputs, language=Language("fr", "service", "services"))
    assert _printed(french, text) == said


def test_the_chart_of_participation_has_the_alphabet_of_its_language() -> None:
    """French: Corée, Inde, Japon. The table behind the chart keeps the order of the study's main language."""
    own = declared("participation")
    labels = Labels(results(), own, "en")
    table = participation(own, labels.results).astype(str)  # as a chart reads it from its file
    assert list(dict.fromkeys(table.loc[table["region"] == "north", "unit"])) == ["IND", "JPN", "KOR"]
    labels.of_unit |= {"IND": "Inde", "JPN": "Japon", "KOR": "Corée", "CHL": "Équateur", "PER": "Fidji"}
    orders = in_the_alphabet(table, labels).drop_duplicates("unit").set_index("unit")["unit_order"]
    assert sorted(orders.index, key=lambda unit: orders[unit]) == ["KOR", "CHL", "PER", "IND", "JPN"]
