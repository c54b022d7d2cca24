"""All exhibits in one workbook (.xlsx): a sheet each, with title, notes, basis and source above the table."""

import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd
from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from wavework.deposit.same_bytes_zip import unzipped, zipped

LONGEST_NAME = 31  # of a sheet
FORBIDDEN = re.compile(r"[\[\]:*?/\\]")
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet may take for the start of one
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")  # not in XML
NUMBER = re.compile(r"-?(0|[1-9]\d*)(\.\d+)?")
BOLD = Font(bold=True)
WIDTHS = (28, 60)


@dataclass(frozen=True)
class Sheet:
    """One exhibit: its id, title, notes, basis, source and table (cells as text)."""

    name: str
    title: str
    notes: str
    basis: str
    source: str
    table: pd.DataFrame


def sheet_names(names: Iterable[str], taken: Iterable[str] = ()) -> dict[str, str]:
    """Name -> what its sheet is called: at most 31 signs, none that is forbidden, no two alike in any case."""
    found: dict[str, str] = {}
    used = {name.casefold() for name in taken}
    for name in names:
        plain = FORBIDDEN.sub("-", name).strip("'") or "sheet"
        sheet, number = plain[:LONGEST_NAME], 1
        while sheet.casefold() in used:
            number += 1
            end = f"~{number}"
            sheet = plain[: LONGEST_NAME - len(end)] + end
        used.add(sheet.casefold())
        found[name] = sheet
    return found


def workbook(sheets: list[Sheet], left_out: Mapping[str, str], words: Mapping[str, str], title: str) -> bytes:
    """The workbook's bytes, the same each time. left_out: title of an exhibit that is not shown -> why.

    words: `workbook` of the words of a language. Numbers are numbers; a text is never a formula.
    """
    book = Workbook(write_only=True)
    contents = book.create_sheet(words["contents"][:LONGEST_NAME])
    names = sheet_names([sheet.name for sheet in sheets], [contents.title, "History"])  # a name that Excel keeps
    _widths(contents)
    contents.append(_row(contents, [title], bold=True))
    contents.append([])
    contents.append(_row(contents, [words["sheet"], words["title"], words["basis"]], bold=True))
    for sheet in sheets:
        cells = _row(contents, [names[sheet.name], sheet.title, sheet.basis])
        cells[0].hyperlink = f"#'{names[sheet.name]}'!A1"
        contents.append(cells)
    for name, reason in left_out.items():
        contents.append(_row(contents, [words["left_out"], name, reason]))
    for sheet in sheets:
        _fill(book.create_sheet(names[sheet.name]), sheet, words)
    content = io.BytesIO()
    book.save(content)
    return _without_clock(content.getvalue())


def _fill(page: Worksheet, sheet: Sheet, words: Mapping[str, str]) -> None:
    _widths(page)
    page.append(_row(page, [sheet.title], bold=True))
    for key in ("notes", "basis", "source"):
        name, text = _row(page, [words[key]], bold=True), _row(page, [getattr(sheet, key)])
        page.append([*name, *text])
    page.append([])
    page.append(_row(page, [str(column) for column in sheet.table], bold=True))
    for cells in sheet.table.itertuples(index=False):
        page.append(_row(page, cells))


def _widths(page: Worksheet) -> None:
    for letter, width in zip("AB", WIDTHS, strict=True):
        page.column_dimensions[letter].width = width


def _row(page: Worksheet, texts: Iterable[Any], *, bold: bool = False) -> list[Cell]:
    cells = []
    for text in map(str, texts):
        if NUMBER.fullmatch(text) and not bold:
            cell = WriteOnlyCell(page, float(text) if "." in text else int(text))
        else:
            cell = WriteOnlyCell(page, CONTROL.sub("", text))
            if text:
                cell.data_type = "s"  # also of what begins with "="
            if text.startswith(FORMULA):
                cell.quotePrefix = True  # stays a text when a person edits the cell
        if bold:
            cell.font = BOLD
        cells.append(cell)
    return cells


def _without_clock(content: bytes) -> bytes:
    """The workbook without the times that its library writes into it."""
    files = unzipped(content)
    times = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*")
    files["docProps/core.xml"] = times.sub(rb"\g<1>1980-01-01T00:00:00Z", files["docProps/core.xml"])
    return zipped(files)
