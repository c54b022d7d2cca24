"""Tables of text cells, and the forms in which headings and labels are compared."""

import html
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

_SCRIPT = re.compile(r"<(script|style)\b.*?(</\1\s*>|\Z)", re.IGNORECASE | re.DOTALL)
_BLOCK = re.compile(r"</?(?:br|p|div|li|ul|ol|td|tr|table|h\d)\b[^<>]*>", re.IGNORECASE)  # these part words
_KEPT = 400  # characters of a text whose form for comparing is kept
# what stands in an empty cell -> which tool writes it
EMPTY_OF = {
    "NA": "R", "<NA>": "R", "NaN": "Python", "nan": "Python", "NaT": "Python",
    "NULL": "a database", "null": "a database",
}  # fmt: skip
_UNNAMED = frozenset({"", "Unnamed: 0", "...1"})  # how R and pandas head the numbers of rows
_TAG = re.compile(r"</?[A-Za-z][^<>]*>|<!--.*?-->", re.DOTALL)


@dataclass(frozen=True)
class Table:
    """One sheet or one text file as text cells: every row has as many cells as the first; blank rows are left out.

    rows, places: number of each row and column in the file as a spreadsheet counts; no places = 1, 2, 3 …
    quoted: whether each field stood in quotes (text files only). dates, formulas, errors: (row, column) indexes of
    cells that a workbook holds as such;
    merged: (row, column, height, width) of merged cells.
    """

    name: str
    cells: list[list[str]]
    rows: list[int]
    quoted: list[tuple[bool, ...]] | None = None
    hidden: bool = False
    dates: frozenset[tuple[int, int]] = frozenset()
    formulas: frozenset[tuple[int, int]] = frozenset()
    errors: frozenset[tuple[int, int]] = frozenset()
    merged: tuple[tuple[int, int, int, int], ...] = ()
    places: tuple[int, ...] = ()

    @property
    def width(self) -> int:
        return len(self.cells[0]) if self.cells else 0

    def without(self, row: int) -> "Table":
        """The table without the row of this number in the file."""
        if row not in self.rows:
            return self
        at = self.rows.index(row)

        def moved(places: frozenset[tuple[int, int]]) -> frozenset[tuple[int, int]]:
            return frozenset((i - (i > at), j) for i, j in places if i != at)

        return replace(
            self,
            cells=self.cells[:at] + self.cells[at + 1 :],
            rows=self.rows[:at] + self.rows[at + 1 :],
            quoted=self.quoted and self.quoted[:at] + self.quoted[at + 1 :],
            dates=moved(self.dates),
            formulas=moved(self.formulas),
            errors=moved(self.errors),
            merged=tuple((top - (top > at), left, high, wide) for top, left, high, wide in self.merged),
        )

    def with_columns(self, kept: Sequence[int]) -> "Table":
        """The table with the columns of these indexes alone."""
        index = {old: new for new, old in enumerate(kept)}

        def moved(places: frozenset[tuple[int, int]]) -> frozenset[tuple[int, int]]:
            return frozenset((i, index[j]) for i, j in places if j in index)

        parts = (
            (top, high, [index[j] for j in range(left, left + wide) if j in index])
            for top, left, high, wide in self.merged
        )
        return replace(
            self,
            cells=[[row[i] for i in kept] for row in self.cells],
            quoted=self.quoted and [tuple(row[i] for i in kept) for row in self.quoted],
            dates=moved(self.dates),
            formulas=moved(self.formulas),
            errors=moved(self.errors),
            merged=tuple((top, inner[0], high, len(inner)) for top, high, inner in parts if inner),
            places=tuple(self.place(i) for i in kept),
        )

    def place(self, i: int) -> int:
        """Number in the file of the column with this index."""
        return self.places[i] if i < len(self.places) else i + 1


@dataclass(frozen=True)
class Book:
    """A file as tables. kind: text, xlsx, xls, ods, sav, dta or parquet.

    header_rows: how many rows stand above the first response, None if nobody declared it; labels: rows of labels that
    were taken out of the first table.
    """

    path: Path
    kind: str
    tables: tuple[Table, ...]
    encoding: str = ""
    delimiter: str = ""
    notes: tuple[str, ...] = ()
    header_rows: int | None = None
    labels: tuple[list[str], ...] = ()

    def above(self, table: Table) -> int | None:
        """How many rows of the table are declared to stand above the first response."""
        return None if self.header_rows is None else sum(1 for row in table.rows if row <= self.header_rows)

    def without(self, row: int) -> "Book":
        """The book without the row of labels that has this number in each sheet."""
        labels = [
            cells
            for table in self.tables[:1]
            for number, cells in zip(table.rows, table.cells, strict=True)
            if number == row
        ]
        return replace(self, tables=tuple(table.without(row) for table in self.tables), labels=(*self.labels, *labels))

    @property
    def file(self) -> str:
        return str(self.path)

    @property
    def head(self) -> list[list[str]]:
        """Rows of the first table; empty for files that are no tables."""
        return self.tables[0].cells if self.tables else []

    @property
    def first_row(self) -> int | None:
        """Number of the first row in the file."""
        return self.tables[0].rows[0] if self.tables else None


def without_idle_columns(book: Book) -> tuple[Book, list[str]]:
    """The book without columns that hold nothing and without the numbers of rows that R and pandas put first."""
    tables, empty, numbered = [], 0, False
    for table in book.tables:
        marked = {j for _, j in table.formulas | table.errors}
        kept = [i for i in range(table.width) if i in marked or any(row[i].strip() for row in table.cells)]
        empty += table.width - len(kept)
        if len(kept) > 1 and _numbers_rows([row[kept[0]].strip() for row in table.cells]):
            numbered, kept = True, kept[1:]
        tables.append(table.with_columns(kept) if len(kept) < table.width else table)
    notes = [f"{empty} columns without heading and cells left out"] if empty else []
    notes += ["the first column numbers the rows, as R and pandas write them, and is left out"] if numbered else []
    return replace(book, tables=tuple(tables)) if notes else book, notes


def _numbers_rows(texts: Sequence[str]) -> bool:
    """Whether a column has no heading and numbers that grow from row to row."""
    numbers = texts[1:]
    return (
        texts[0] in _UNNAMED
        and len(numbers) > 1
        and all(text.isascii() and text.isdigit() for text in numbers)
        and all(int(one) < int(other) for one, other in pairwise(numbers))
    )


def without_na(texts: Sequence[str]) -> list[str]:
    """Cells of a system column: what other tools write for an empty cell is no date, status or language."""
    return ["" if text in EMPTY_OF else text for text in texts]


def matching_text(text: str) -> str:
    """A text in the form in which headings and labels are compared: NFC, no HTML, single spaces."""
    return _matching_text(text) if len(text) < _KEPT else _matching_text.__wrapped__(text)


@lru_cache(maxsize=8192)  # every platform looks at the same headings
def _matching_text(text: str) -> str:
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    return " ".join(without_html(text).split())


def without_html(text: str) -> str:
    """A heading or label without tags, scripts and entities. Cells of answers never pass through here."""
    if "<" in text:
        text = _TAG.sub("", _BLOCK.sub(" ", _SCRIPT.sub(" ", text)))
    if "&" in text:
        text = html.unescape(text)
    return " ".join(text.replace("\u200b", "").replace("\ufeff", "").split())
