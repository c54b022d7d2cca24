"""Rows of labels under the header: a second header row that the platform's layout does not have.

Such a row is known by what it is: words stand in it where all others have numbers or dates, its texts are nobody
else's answers, or it repeats headings or the labels of the structure file.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from wavework.exports.common_refusals import refusal
from wavework.exports.export import Column, Reading, spelling
from wavework.exports.missing_codes import WORDS
from wavework.exports.text_cells import Book, Table, matching_text
from wavework.exports.texts import Texts
from wavework.problems import Problem

_SAMPLE = 100  # rows below the candidate that are looked at
_VALUE = re.compile(  # a number, a date or a time
    r"[-+<>≤≥~]?\d[\d.,:/ T+-]*(?:Z|%|[AP]M)?(?: [A-Z]{2,5})?|\d{1,2}[- ][^\W\d]{3,9}\.?[- ]\d{2,4}.*", re.IGNORECASE
)
_CODE = re.compile(r"[\w.:-]*\d[\w.:-]*")  # an id or the code of an answer: R_9RWr, A1, SQ002
_DIGIT = re.compile(r"\d")
_OTHER = "-oth-"  # LimeSurvey's code of a free text beside the answers


@dataclass
class _Evidence:
    """How many cells of a row speak for labels and for a response.

    words: where others have numbers or dates; new: where others give few answers and never this one; known: a label
    or heading of the column. values: numbers or dates where they belong; shared: an answer that others give too.
    rows: responses below it.
    """

    words: int = 0
    new: int = 0
    known: int = 0
    values: int = 0
    shared: int = 0
    rows: int = 0

    @property
    def is_label_row(self) -> bool | None:
        """None if it is not certain."""
        speaking, against = self.words + self.new + self.known, self.values + self.shared
        if not against and self.rows > 2 and (self.words + self.known > 1 or speaking > 3):
            return True
        if self.rows < 3:
            if against or max(self.words, self.known) < 2:
                return False
            return True if self.known > 2 else None
        strong = self.words + self.known > 1 or self.new > 3
        likely = not against and (self.known > 0 or (self.words > 0 and speaking > 1))
        lone = self.words == speaking == 1 and not against and self.rows > 2
        alike = not self.values and speaking > 5 and 2 * speaking >= against
        return None if (strong and speaking >= 2 * against) or alike or likely or lone else False

    def __str__(self) -> str:
        told = (
            (self.words, "words where others have numbers or dates"),
            (self.new, "texts that nobody else answers"),
            (self.known, "headings or labels again"),
            (self.values, "numbers or dates where others have them"),
            (self.shared, "answers that others give"),
        )
        return ", ".join(f"{what} in {count} columns" for count, what in told if count)


def without_title(book: Book) -> tuple[Book, list[str]]:
    """The book without a title: a text alone in the first row, over a row of headings."""
    table = next((table for table in book.tables if not table.hidden), None)
    if table is None or len(table.cells) < 3 or table.width < 3 or not table.cells[0][0] or any(table.cells[0][1:]):
        return book, []
    heads = [text for text in table.cells[1] if text]
    if len(heads) < 3 or 2 * sum(1 for text in heads if _VALUE.fullmatch(text.strip())) > len(heads):
        return book, []
    row = table.rows[0]
    return replace(book.without(row), labels=()), [f"row {row} is a title and left out"]


def without_label_row(book: Book, reading: Reading) -> tuple[Book, str] | None:
    """The book without the row of labels that stands below the header, and a note; None where there is none.

    A declared number of header rows decides; otherwise the row itself. Raises InputError where neither does.
    """
    table, first = reading.table, reading.first
    if not first or first >= len(table.cells):
        return None
    row, above = table.rows[first], book.above(table)
    if above is not None:
        if above < first:
            found = (
                f"header_rows is {book.header_rows}, but the headings of this layout end in row {table.rows[first - 1]}"
            )
            remedy = "correct the wave's header_rows in config.yaml, or leave it out"
            raise refusal(book.file, found, reading.layout, remedy)
        return (book.without(row), f"row {row} holds labels (declared)") if above > first else None
    evidence = _evidence(table, first, reading.columns)
    if evidence.is_label_row is None:
        found = f"the row is a response or a second row of headings: {evidence}"
        expected = "the number of rows above the first response, where it is not certain"
        remedy = f"set the wave's header_rows in config.yaml: {row} if it holds headings, {row - 1} if a response"
        raise refusal(book.file, found, expected, remedy, row)
    return (
        (book.without(row), f"row {row} holds labels and is no response: {evidence}") if evidence.is_label_row else None
    )


def repeated_headers(book: Book, table: Table, first: int) -> Iterator[Problem]:
    """Rows below the header that repeat one of its rows, or of the rows of labels below it."""
    remedy = "remove the row; if exports were pasted together, give each wave its own file"
    for row in _rows_like(table, first, (*table.cells[:first], *book.labels)):
        yield Problem(book.file, "the row repeats the header", "a response", remedy, row)


def _rows_like(table: Table, first: int, headings: Sequence[Sequence[str]]) -> list[int]:
    """Numbers of the rows from the index `first` on that repeat one of the headings."""
    body = [texts[first:] for texts in table.columns]
    found = []
    for heading in headings:
        alike = [first + k for k in _places_like(body, heading) if _looks_like(table.cells[first + k], heading)]
        # columns that cannot tick, looked for once: in a short questionnaire everybody may look like the header
        columns = enumerate(heading) if alike else ()
        others = [i for i, head in columns if not {*body[i].held} <= {"", head}]
        found += [table.rows[k] for k in alike if _repeats(table.cells[k], heading, others)]
    return found


def _places_like(body: Sequence[Texts], heading: Sequence[str]) -> list[int]:
    """The rows that hold two of the headings in their columns."""
    same = [texts.isin([head]) for texts, head in zip(body, heading, strict=True) if head and head in texts]
    return np.flatnonzero(np.sum(same, axis=0) >= 2).tolist() if len(same) > 1 else []


def _looks_like(row: Sequence[str], heading: Sequence[str], least: int = 2) -> bool:
    hits = sum(1 for text, head in zip(row, heading, strict=True) if text and text == head)
    return hits >= least and 2 * hits >= sum(1 for text in row if text)


def _repeats(row: Sequence[str], heading: Sequence[str], others: Sequence[int]) -> bool:
    """Whether a row that looks like a header row is one, and not the ticks of somebody who chose nearly everything.

    A tick can be the choice's own text, which is the heading. So only columns count that cannot be such ticks: ids,
    dates, single answers, whose other cells are not all equal to the heading (others: their indexes). Where they are
    empty, all cells decide.
    """
    if not any(row[i] for i in others):
        return list(row) == list(heading)
    return _looks_like([row[i] for i in others], [heading[i] for i in others], least=1)


def label_texts(columns: Sequence[Column], labels: Sequence[str]) -> list[Column]:
    """The columns with the labels of a label row as texts, where the header gives no more than a code."""
    texts = {column.position: matching_text(labels[column.position - 1]) for column in columns}
    return [
        replace(column, text=texts[column.position])
        if texts[column.position] and column.text == column.code
        else column
        for column in columns
    ]


def _evidence(table: Table, first: int, columns: Sequence[Column]) -> _Evidence:
    row = table.cells[first]
    filled = [column for column in columns if column.position <= table.width and row[column.position - 1].strip()]
    next_one = first + 3 if len(table.cells) > first + 7 else first + 1  # further rows of labels may lie below it
    above = table.cells[:first]
    below = [cells for cells in table.cells[next_one : next_one + _SAMPLE] if not _is_again(cells, row)]
    found = _Evidence(rows=len(below))
    for column in filled:
        i = column.position - 1
        text = row[i].strip()
        others = [cells[i].strip() for cells in below]
        others = [other for other in others if other and other.casefold() not in WORDS]
        distinct = set(others)
        if distinct <= {text} or text.casefold() in WORDS:
            continue  # ticks can be the choice's own text
        if _key(text) and _key(text) in {_key(column.text), *(_key(cells[i]) for cells in above)}:
            found.known += 1
        elif len(distinct) > 2 and not _DIGIT.search(text) and all(_CODE.fullmatch(other) for other in distinct):
            found.words += text != _OTHER
        elif all(_VALUE.fullmatch(other) for other in distinct):
            found.values += bool(_VALUE.fullmatch(text))
            found.words += not _VALUE.fullmatch(text)
        elif len(others) > 5 and 3 * len(distinct) <= len(others):
            found.shared += text in distinct
            found.new += text not in distinct
    return found


def _key(text: str) -> str:
    return spelling(matching_text(text))


def _is_again(cells: Sequence[str], row: Sequence[str]) -> bool:
    """Whether a row below repeats most of this one: labels that were pasted twice are no answers."""
    filled = [i for i, text in enumerate(row) if text]
    same = sum(1 for i in filled if cells[i] == row[i])
    return same > 2 and 5 * same >= 3 * len(filled)
