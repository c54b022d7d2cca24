"""The same responses in another kind of file, or saved again by another program, are read the same."""

import csv
import io
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from export_files import csv_bytes, sample
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from tests.exports.independent import text_records
from tests.exports.test_independent_readings import CASES

from wavework.exports import Export, read_export

Rows = list[list[str]]


def book(rows: Rows) -> bytes:
    """A workbook of text cells: a text that begins with = is no formula there."""
    made = openpyxl.Workbook(write_only=True)
    sheet = made.create_sheet()
    for row in rows:
        cells = [openpyxl.cell.WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", text) or None) for text in row]
        for cell in cells:
            cell.data_type = "s" if cell.value else "n"
        sheet.append(cells)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


SAVED: dict[str, tuple[str, Callable[[Rows], bytes]]] = {
    "semicolons": (".csv", lambda rows: csv_bytes(rows, ";")),
    "tabs in UTF-16": (".tsv", lambda rows: csv_bytes(rows, "\t").decode().encode("utf-16")),
    "all in quotes": (".csv", lambda rows: csv_bytes(rows, quoting=csv.QUOTE_ALL, bom=True)),
    "without the last line end": (".csv", lambda rows: csv_bytes(rows).rstrip(b"\r\n")),
    "empty rows and columns at the end": (
        ".csv",
        lambda rows: csv_bytes([*([*row, "", ""] for row in rows), *([[""] * (len(rows[0]) + 2)] * 3)]),
    ),
    "workbook": (".xlsx", book),
}
NAMES = [name for name in CASES if name.endswith((".csv", ".tsv"))]


def said(read: Export) -> dict[str, object]:
    """All that is read, but for why a cell is empty: quotes tell that in one kind of file and not in another."""
    empty = {"not_shown": "empty", "seen_unanswered": "empty", "no_answer": "empty"}
    return {
        "platform": read.platform,
        "columns": [(column.code, column.kind, column.text) for column in read.columns],
        "respondents": read.respondents.drop(columns="response_id").to_dict("list"),
        "cells": read.cells.to_dict("list"),
        "states": read.states.replace(empty).to_dict("list"),
    }


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("way", SAVED)
def test_an_export_that_was_saved_again_is_read_the_same(tmp_path: Path, name: str, way: str) -> None:
    path, (ending, save) = sample(name), SAVED[way]
    arguments = CASES[name].arguments
    read = read_export(path, **arguments)
    encoding = arguments.get("encoding", "utf-8-sig")
    records = [row for _, row in text_records(path, read.delimiter, encoding, quoted=path.suffix != ".tsv")]
    again = tmp_path / f"again{ending}"
    again.write_bytes(save(records))
    assert said(read_export(again)) == said(read)
