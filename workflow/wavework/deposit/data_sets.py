"""The cleaned answers and measures as data sets for statistics programs: a wide one per wave, and long ones of all.

An answer that is not public is never there as an answer: its cell says so (`not_public`), and the long file holds
beside it what is known of it and which answers are possible. So nothing can be computed on a table that was drawn.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from wavework.basis import RECONSTRUCTED
from wavework.codebook import Codebook
from wavework.deposit.codebook_tables import ANSWERS
from wavework.deposit.missing_value_codes import MISSING, NOT_PUBLIC, codes_of
from wavework.language.language import Language, language_of
from wavework.language.names import Names
from wavework.tables import records, select


@dataclass(frozen=True)
class Missing:
    """A cell without a value, and why: one of `codes.MISSING`."""

    status: str


Cell = str | int | float | Missing | None  # None: empty, and nothing to say of it


@dataclass(frozen=True)
class Variable:
    """A column: its label; of coded answers what each number means, and each reason why there is none."""

    name: str
    label: str
    kind: str = "text"  # text, number or code
    values: Mapping[int, str] = field(default_factory=dict)
    missing: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class DataSet:
    """A table for statistics programs; each row has a cell for each variable."""

    name: str
    label: str
    variables: list[Variable]
    rows: list[list[Cell]]


class _Named(Names):
    def __init__(self, study: Mapping[str, Any], book: Codebook, language: Language):
        self.study, self.book, self.language = study, book, language
        self.words: dict[str, str] = language.shared["data_files"]


def data_sets(
    study: Mapping[str, Any], book: Codebook, tables: Mapping[str, pd.DataFrame], language: str
) -> list[DataSet]:
    """All data sets, in a language. tables: by name `variables` and `categories` of the codebook, and of processed/
    `answers`, `possible_answers` and `measured`; a study may lack answers or measures, whose tables are then empty."""
    names = _Named(study, book, language_of(study, language))
    found = []
    if len(tables["answers"]):
        found += [_wide_answers(wave, names, tables) for wave in study["waves"]]
        found.append(_long_answers(names, tables))
    if len(tables["measured"]):
        found += [_wide_measures(wave, names, tables) for wave in study["measured"]]
        found.append(_long_measures(names, tables))
    return found


KEYS = ("wave", "year", "unit", "unit_name", "country", "region")


def _keys(names: _Named) -> list[Variable]:
    return [Variable(key, names.words[key], "number" if key == "year" else "text") for key in KEYS]


def _key_cells(row: Mapping[str, Any], names: _Named) -> list[Cell]:
    wave, unit = str(row["wave"]), str(row["unit"])
    region = names.region(str(row["region"])) if row["region"] else ""
    year = int((names.waves | names.measured)[wave]["year"])
    return [wave, year, unit, names.of_unit.get(unit, ""), str(row["country"]), region]


def _text(key: str, names: _Named) -> Variable:
    return Variable(key, names.words[key])


def _wide_answers(wave: str, names: _Named, tables: Mapping[str, pd.DataFrame]) -> DataSet:
    """One row per unit, one variable per item that any wave asked, so that the files of several waves can be joined."""
    asked = select(tables["variables"], kind=ANSWERS).drop_duplicates("variable")
    label = f"label_{names.language.code}"
    values = _values(tables["categories"], label)
    order = {item: place for place, item in enumerate(names.book.items["item"])}
    listed = sorted(records(asked), key=lambda row: order[row["id"]])
    coded = [Variable(row["variable"], row[label], "code", *values[row["variable"]]) for row in listed]
    codes = {row["id"]: codes_of(names.book.answers_of(row["scale"])) for row in listed}
    mine = select(tables["answers"], wave=wave)
    rows = []
    for _, of_unit in mine.groupby("unit", sort=False):
        given = {row["item"]: row for row in records(of_unit)}
        first = next(iter(given.values()))
        cells = [_answer(given[row["id"]], codes[row["id"]]) for row in listed]
        rows.append([*_key_cells(first, names), *cells, str(first["basis"])])
    public = RECONSTRUCTED not in set(mine["basis"])
    title = names.words["answers_title" if public else NOT_PUBLIC].format(wave=names.short_name(wave))
    return DataSet(f"answers_{wave}", title, [*_keys(names), *coded, _text("basis", names)], rows)


def _values(categories: pd.DataFrame, label: str) -> dict[str, tuple[dict[int, str], dict[str, str]]]:
    """Variable -> what its numbers mean, and its reasons why there is none, over all waves."""
    found: dict[str, tuple[dict[int, str], dict[str, str]]] = {}
    for row in records(categories):
        values, missing = found.setdefault(row["variable"], ({}, {}))
        if row["status"] == "answered":
            values[int(row["code"])] = row[label]
        else:
            missing[row["status"]] = row[label]
    return found


def _answer(row: Mapping[str, Any], codes: Mapping[str, int]) -> Cell:
    """The number of an answer that somebody gave and that may be shown; otherwise why there is none."""
    if row["status"] == "not_asked":
        return Missing("not_asked")
    if row["basis"] == RECONSTRUCTED:
        return Missing(NOT_PUBLIC)
    return codes[row["answer"]] if row["status"] == "answered" else Missing(row["status"])


def _long_answers(names: _Named, tables: Mapping[str, pd.DataFrame]) -> DataSet:
    """One row per wave, unit and item. `status` is not_public where the answer is; then known and possible."""
    book, labels = names.book, names.of_answer
    codes = {scale: codes_of(book.answers_of(scale)) for scale in book.scales["scale"].unique()}
    value_of = {(row["scale"], row["answer"]): row["value"] for row in records(book.scales)}
    possible = {
        (row["wave"], row["unit"], row["item"]): (row["known"], row["answers"])
        for row in records(tables["possible_answers"])
        if row["known"]
    }
    said = {status: names.language.shared["statuses"][status] for status in MISSING}
    variables = [
        *_keys(names),
        *(_text(key, names) for key in ("item", "item_label", "status")),
        Variable("answer", names.words["answer"], "code", {}, said),
        _text("answer_label", names),
        Variable("value", names.words["value"], "number"),
        *(_text(key, names) for key in ("comparable", "known", "possible", "basis")),
    ]

    def rows() -> Iterator[list[Cell]]:
        for row in records(tables["answers"]):
            item, scale = row["item"], book.scale_of[row["item"]]
            cell = _answer(row, codes[scale])
            known, answers = "", ""
            if isinstance(cell, Missing):
                status, label, value = cell.status, "", None
                if cell.status == NOT_PUBLIC:
                    known, answers = possible.get((row["wave"], row["unit"], item), ("", ""))
            else:
                status, label, value = "answered", labels[scale, row["answer"]], value_of[scale, row["answer"]]
                value = None if value != value else value
            yield [
                *_key_cells(row, names), item, names.of_item[item], status, cell, label, value, row["comparable"],
                known, answers, row["basis"],
            ]  # fmt: skip

    return DataSet("answers_long", names.words["answers_long"], variables, list(rows()))


def _wide_measures(wave: str, names: _Named, tables: Mapping[str, pd.DataFrame]) -> DataSet:
    """One row per unit, one variable per measure of the wave."""
    mine = select(tables["measured"], wave=wave)
    label = f"label_{names.language.code}"
    listed = records(select(tables["variables"], wave=wave, kind="measure"))
    variables = [Variable(row["variable"], row[label], "number") for row in listed]
    rows = []
    for _, of_unit in mine.groupby("unit", sort=False):
        given = {row["measure"]: row for row in records(of_unit)}
        first = next(iter(given.values()))
        cells = [_score(given.get(row["id"])) for row in listed]
        rows.append([*_key_cells(first, names), *cells, str(first["basis"])])
    title = names.words["measures_title"].format(wave=names.short_name(wave))
    return DataSet(f"measures_{wave}", title, [*_keys(names), *variables, _text("basis", names)], rows)


def _score(row: Mapping[str, Any] | None) -> Cell:
    return float(row["value"]) if row and row["value"] else None


def _long_measures(names: _Named, tables: Mapping[str, pd.DataFrame]) -> DataSet:
    """One row per wave, unit and measure."""
    shown = ("measure", "measure_label", "status", "score", "comparable", "basis")
    variables = [Variable(key, names.words[key], "number" if key == "score" else "text") for key in shown]
    rows: list[list[Cell]] = [
        [*_key_cells(row, names), row["measure"], names.of_measure[row["measure"]], row["status"], _score(row),
         row["comparable"], row["basis"]]
        for row in records(tables["measured"])
    ]  # fmt: skip
    return DataSet("measures_long", names.words["measures_long"], [*_keys(names), *variables], rows)
