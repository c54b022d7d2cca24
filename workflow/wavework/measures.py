"""Measures: scores that come as they are, one number a unit and wave, from a table of a person's or a producer's.

A wave's file may hold several waves (`rows` in config.yaml says which rows are this one's), and may have one row for
each unit or one for each unit and measure (`long`). `measure_columns.csv` is an allow-list, as the crosswalk is for
items. Every row of the wave is used or logged with the reason why not.
"""

import logging
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import Any

import pandas as pd

from wavework.codebook import Codebook, near_units, told_near, unit_text
from wavework.exports import Export
from wavework.problems import InputError, Problem, collected_problems, row_number
from wavework.tables import records

log = logging.getLogger("wavework.measures")

COLUMNS = ["wave", "region", "unit", "country", "measure", "status", "value", "comparable", "basis"]
LOG_COLUMNS = ["wave", "file", "row", "unit", "action", "item", "before", "after", "reason", "source"]
NO_RANK = "no EGDI rank"
NUMBER = re.compile(r"[+-]?\d+(\.\d+)?([eE][+-]?\d+)?")


def wave_measures(
    export: Export, wave: str, choices: Mapping[str, Any], book: Codebook, basis: str
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The measures of one wave and the log of the rows that are not used.

    export: cells of the file; choices: the wave's block of config.yaml; basis: the file's registered basis.
    Returns COLUMNS, one row per unit and measure of measure_columns.csv, sorted; `value` in the measure's own unit,
    NaN with status `no_answer` where the cell is empty; `region` is that of the wave, or else of the unit ("" for
    none). And the log, LOG_COLUMNS. Raises InputError naming every column that is missing, unit that is unknown or
    double, cell that is no number, and value outside the measure's range.
    """
    file = str(export.path)
    asked = book.measure_columns[book.measure_columns["wave"] == wave]
    unused: list[dict[str, Any]] = []
    rows = _rows_of_the_wave(export, wave, choices, file)
    units = _units(export, rows, choices, book, wave, unused)
    cells = _long(export, units, choices, asked, unused) if "long" in choices else _wide(export, units, asked, file)
    table = _values(cells, book, file)
    known = book.units.set_index("unit")
    complete = (
        pd.MultiIndex.from_product([sorted(set(units.values())), asked["measure"]], names=["unit", "measure"])
        .to_frame(index=False)
        .merge(table, on=["unit", "measure"], how="left", validate="one_to_one")
        .merge(asked[["measure", "comparable"]], on="measure", validate="many_to_one")
        .assign(
            wave=wave, basis=basis,
            region=lambda t: choices.get("region") or t["unit"].map(known["region"]),
            country=lambda t: t["unit"].map(known["country"]),
            status=lambda t: t["value"].notna().map({True: "answered", False: "no_answer"}),
        )
        .sort_values(["unit", "measure"], ignore_index=True)[COLUMNS]
    )  # fmt: skip
    used = len(rows) - len(unused)
    log.info("%s: %s rows of the wave = %s used and %s logged", file, len(rows), used, len(unused))
    unrated = sorted({*units.values()} & set(known.index[known["egdi"] == "unrated"]) if "egdi" in known else set())
    unused += [{"unit": unit, "action": NO_RANK, "reason": "the United Nations do not rate it"} for unit in unrated]
    return complete, pd.DataFrame(unused, columns=LOG_COLUMNS).assign(wave=wave, file=file)


def _rows_of_the_wave(export: Export, wave: str, choices: Mapping[str, Any], file: str) -> list[int]:
    """Positions of the wave's rows. None at all is an error: `rows` would be mistyped."""
    wanted: Mapping[str, str] = choices.get("rows", {})
    kept = [
        position
        for position in range(len(export.rows))
        if all(export.cells[column].iloc[position].strip() == text for column, text in wanted.items())
    ]
    if not kept:
        there = {column: sorted(set(export.cells[column]))[:6] for column in wanted}
        found = "; ".join(f"{column} holds {', '.join(map(repr, texts))}" for column, texts in there.items())
        asked = ", ".join(f"{column} {text!r}" for column, text in wanted.items())
        raise InputError(
            Problem(file, found or "no row", f"rows with {asked}" if asked else "a row for each unit",
                    f"correct waves.{wave}.rows in config.yaml")
        )  # fmt: skip
    return kept


def _units(
    export: Export, rows: Sequence[int], choices: Mapping[str, Any], book: Codebook, wave: str,
    unused: list[dict[str, Any]],
) -> dict[int, str]:  # fmt: skip
    """Position of each row that is a unit's -> the unit. What not_units.csv names is logged; any other name is an
    error with the nearest known ones."""
    column, names = choices["unit_column"], book.unit_names
    others = book.not_units[book.not_units["wave"] == wave]
    reasons = dict(zip(others["found"].map(unit_text), others["reason"], strict=True))
    units: dict[int, str] = {}
    met: set[str] = set()
    with collected_problems() as problems:
        for position in rows:
            found = export.cells[column].iloc[position]
            name = unit_text(found)
            if unit := names.get(name, ""):
                units[position] = unit
            elif name in reasons:
                met.add(name)
                unused.append(_dropped(export.rows[position], found, reasons[name]))
            else:
                told = f"{found!r} is no known unit; {told_near(near_units(found, book))}"
                remedy = "add it there as an alias or a new unit, or to not_units.csv with the reason if it is none"
                expected = f"a name or alias in {book.files['units']}"
                row = export.rows[position]
                problems.append(Problem(str(export.path), told, expected, remedy, row, column))
        for index, found in others["found"].items():
            if unit_text(found) not in met:
                file, expected = book.files["not_units"], f"a cell of column {column} in {export.path}"
                remedy = "take the row out"
                problems.append(Problem(file, f"{found!r} is not there", expected, remedy, row_number(index), "found"))
    return units


def _dropped(row: int, found: str, reason: str) -> dict[str, Any]:
    return {"row": row, "action": "row dropped", "before": found, "reason": reason}


def _wide(export: Export, units: Mapping[int, str], asked: pd.DataFrame, file: str) -> pd.DataFrame:
    """One row a unit: row, unit, measure, column, text."""
    with collected_problems() as problems:
        first: dict[str, int] = {}
        for position, unit in units.items():
            if first.setdefault(unit, position) != position:
                problems.append(_twice(file, unit, "", export.rows[first[unit]], export.rows[position]))
    found = [
        (export.rows[position], unit, entry["measure"], entry["column"], export.cells[entry["column"]].iloc[position])
        for entry in records(asked)
        for position, unit in units.items()
    ]
    return pd.DataFrame(found, columns=["row", "unit", "measure", "column", "text"])


def _long(
    export: Export, units: Mapping[int, str], choices: Mapping[str, Any], asked: pd.DataFrame,
    unused: list[dict[str, Any]],
) -> pd.DataFrame:  # fmt: skip
    """One row a unit and measure; a measure that measure_columns.csv does not name is logged."""
    name_column, value_column = choices["long"]["name"], choices["long"]["value"]
    measure_of = dict(zip(asked["column"], asked["measure"], strict=True))
    found: list[tuple[int, str, str, str, str]] = []
    first: dict[tuple[str, str], int] = {}
    with collected_problems() as problems:
        for position, unit in units.items():
            name, row = export.cells[name_column].iloc[position].strip(), export.rows[position]
            if name not in measure_of:
                unused.append(_dropped(row, name, "a measure that is not asked for") | {"unit": unit})
                continue
            if first.setdefault((unit, name), row) != row:
                problems.append(_twice(str(export.path), unit, name, first[unit, name], row))
            found.append((row, unit, measure_of[name], value_column, export.cells[value_column].iloc[position]))
        for name in sorted(set(measure_of) - {name for _, name in first}):
            there = sorted(set(export.cells[name_column]))
            near = get_close_matches(name, there, n=3) or there[:5]
            problems.append(
                Problem(str(export.path), f"no row of the wave has {name!r}", f"one of {', '.join(near)}",
                        "correct the column in measure_columns.csv", column=name_column)
            )  # fmt: skip
    return pd.DataFrame(found, columns=["row", "unit", "measure", "column", "text"])


def _twice(file: str, unit: str, measure: str, first: int, again: int) -> Problem:
    what = f"{unit}, {measure}" if measure else unit
    remedy = "take one of the rows out at the source, or let `rows` in config.yaml tell the waves apart"
    return Problem(file, f"{what} stands in rows {first} and {again}", "one row a unit and wave", remedy, row=again)


def _values(cells: pd.DataFrame, book: Codebook, file: str) -> pd.DataFrame:
    """unit, measure, value: the texts as numbers within the range of their measure."""
    ranges = book.measures.set_index("measure")[["minimum", "maximum"]].astype(float)
    values: list[float] = []
    with collected_problems() as problems:
        for cell in records(cells):
            text, place = cell["text"].strip(), {"row": cell["row"], "column": cell["column"]}
            low, high = ranges.loc[cell["measure"]]
            if text and not NUMBER.fullmatch(text):
                remedy = "write a number with a decimal point, or leave the cell empty where there is none"
                problems.append(
                    Problem(file, f"{text!r} is no number", f"a value of {cell['measure']}", remedy, **place)
                )
            elif text and not low <= float(text) <= high:
                remedy = f"correct the cell at its source, or the range in {book.files['measures']}"
                problems.append(Problem(file, f"{text} of {cell['measure']}", f"{low:g} to {high:g}", remedy, **place))
            values.append(float(text) if NUMBER.fullmatch(text) else math.nan)
    return cells.assign(value=values)[["unit", "measure", "value"]]


def groups_of(table: pd.DataFrame) -> Iterator[tuple[str, pd.DataFrame]]:
    """The groups of units that measures are told of: name, rows.

    `pooled`: all units of a region; each region; `all`: every unit, where some have no region. Where no unit has one,
    `all` alone.
    """
    inside = table[table["region"] != ""]
    if len(inside):
        yield "pooled", inside
        if len(set(inside["region"])) > 1:
            yield from ((str(region), rows) for region, rows in inside.groupby("region", sort=True))
    if len(inside) < len(table):
        yield "all", table
