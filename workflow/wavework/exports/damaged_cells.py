"""What Excel, other programs and wrong encodings did to cells, found by its traces.

Each finding names column and rows and never repeats a cell: notes go to logs, and cells may hold personal data.
"""

import codecs
import re
from collections.abc import Callable, Iterator, Sequence, Set

import numpy as np

from wavework.exports.decoding import is_mojibake
from wavework.exports.export import Column, Reading
from wavework.exports.text_cells import Book, Table
from wavework.exports.texts import DIGIT_BY_LETTER, LETTER_BY_PLUS, NOT_ASCII
from wavework.problems import Problem

_SCIENTIFIC = re.compile(r"\d(?:[.,]\d+)?E\+\d{2,}", re.IGNORECASE)
_MONTHS = (
    "jan|janv|ene|feb|fév|févr|mar|mär|mars|apr|avr|abr|may|mai|mayo|jun|juin|jul|juil|aug|août|ago|"
    "sep|sept|oct|okt|nov|dec|déc|dez|dic"
)
_DATE_LIKE = re.compile(rf"\d{{1,2}}[-. ](?:{_MONTHS})\.?|(?:{_MONTHS})\.?[- ]\d{{2}}", re.IGNORECASE)
_LONGEST_DATE = 20  # characters, blanks around it included
_SERIAL = re.compile(r"[34]\d{4}(?:[.,]\d+)?")
_AGAIN = "export the file again and do not save it in Excel before"
_LAST_DIGITS = "in scientific notation: their last digits are lost"
_AS_PLATFORMS = "as the platform writes them"
_AS_WRITTEN = "text as people wrote it"


def heading_problems(book: Book, reading: Reading, encoding: str | None) -> Iterator[Problem]:
    """Headings whose letters were broken by a wrong encoding; not where somebody says that UTF-8 is right."""
    if encoding and codecs.lookup(encoding).name == "utf-8":
        return
    remedy = "export the file again as UTF-8; if the text is right, declare the wave's encoding: utf-8"
    for row, cells in zip(reading.table.rows[: reading.first], reading.table.cells[: reading.first], strict=True):
        for i, text in enumerate(cells):
            if is_mojibake(text):
                found = f"the heading holds letters of a wrong encoding: {text[:60]!r}"
                yield Problem(book.file, found, _AS_WRITTEN, remedy, row, f"number {reading.table.place(i)}")


def heading_notes(reading: Reading) -> Iterator[str]:
    """What is worth a line in the log about the headings."""
    headings = reading.table.cells[: reading.first]
    marked = sum(1 for cells in headings for text in cells if re.search(r"<\w[^>]*>", text))
    if marked:
        yield f"HTML removed from {marked} headings"
    submitted = reading.respondents["submitted"]
    submitted = submitted[~submitted.str.match("[0-25-9]")]
    serial = sum(1 for text in submitted if _SERIAL.fullmatch(text.strip()))
    if serial:
        yield f"submission times of {serial} rows are Excel's day numbers: the file was saved in Excel"


def damage(book: Book, reading: Reading) -> Iterator[tuple[Column | None, Problem]]:
    """Findings with the column that they concern; None: the whole file (the ids of the responses)."""
    given = reading.respondents["response_id"]
    given = given[given.str.contains("+", regex=False)]
    ids = [reading.rows[k] for k, id in zip(given.index.tolist(), given, strict=True) if _is_number_cut(id)]
    if ids:
        found = f"the ids of responses are {_LAST_DIGITS}"
        yield None, _problem(book, found, f"ids {_AS_PLATFORMS}", ids, "response id")
    for column, texts in zip(reading.columns, reading.texts, strict=True):
        if column.kind == "personal":
            continue
        for is_hit, likely, alone, found, expected in _TRACES:
            hits = texts.hits(is_hit, likely)
            if hits and (alone or hits != set(texts.held) - {""}):
                rows = [reading.rows[k] for k in np.flatnonzero(texts.isin(hits)).tolist()]
                yield column, _problem(book, found, expected, rows, column.code)
    if book.kind in ("xlsx", "xls", "ods"):
        yield from _workbook_damage(book, reading, reading.table)


def _is_number_cut(text: str) -> bool:
    return "+" in text and bool(_SCIENTIFIC.fullmatch(text.strip()))


def _is_date_like(text: str) -> bool:
    return len(text) < _LONGEST_DATE and bool(_DATE_LIKE.fullmatch(text.strip()))


# what shows it in a cell, what every such cell has, whether it is damage also where every cell of the column shows it,
# found, expected
_TRACES: tuple[tuple[Callable[[str], bool], str, bool, str, str], ...] = (
    (_is_number_cut, LETTER_BY_PLUS, True, f"numbers {_LAST_DIGITS}", f"numbers {_AS_PLATFORMS}"),
    (
        _is_date_like,
        DIGIT_BY_LETTER,
        False,
        "dates such as 02-Oct among other answers: Excel made them of answers such as 2-10",
        "answers",
    ),
    (is_mojibake, NOT_ASCII, True, "letters of a wrong encoding", _AS_WRITTEN),
)
_FORMULA = "copy the cells and paste them as values, or export the file again"
_UNMERGE = "unmerge the cells, or export the file again"
_MADE_DATES = "dates among other answers: Excel makes them of answers such as 3-5"
_MERGED = "merged cells: only the first of them keeps its answer"


def _workbook_damage(book: Book, reading: Reading, table: Table) -> Iterator[tuple[Column | None, Problem]]:
    data = range(reading.first, len(table.cells))
    for column in reading.columns:
        j = column.position - 1
        if column.kind == "personal" or j >= table.width:
            continue

        def marked(cells: Set[tuple[int, int]], j: int = j) -> set[int]:
            return {i for i in data if (i, j) in cells}

        dates = marked(table.dates)
        others = any(table.cells[i][j] for i in data if i not in dates)
        merged = [(top, top + high) for top, left, high, wide in table.merged if left <= j < left + wide]
        for found, expected, remedy, places in (
            ("formulas: an export holds values only", "values", _FORMULA, marked(table.formulas)),
            ("error values such as #N/A or #NAME?, which read as empty", "answers", _AGAIN, marked(table.errors)),
            (_MADE_DATES, "answers of one kind", _AGAIN, dates if others else set()),
            (_MERGED, "one cell per answer", _UNMERGE, {i for i in data if any(top <= i < end for top, end in merged)}),
        ):
            if places:
                rows = [table.rows[i] for i in sorted(places)]
                yield column, _problem(book, found, expected, rows, column.code, remedy, table.name)


def _problem(
    book: Book, found: str, expected: str, rows: Sequence[int], column: str, remedy: str = _AGAIN, sheet: str = ""
) -> Problem:
    more = f" ({len(rows)} rows: {', '.join(map(str, rows[:10]))}{', …' if len(rows) > 10 else ''})" if rows[1:] else ""
    return Problem(book.file, found + more, expected, remedy, row=rows[0], column=column, sheet=sheet or None)
