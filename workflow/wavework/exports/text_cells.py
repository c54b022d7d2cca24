"""Tables of text cells, and the forms in which headings and labels are compared."""

import html
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any, overload

import numpy as np

from wavework.exports.texts import Flags, Texts

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
class Quoting:
    """What stood in quotes in a text file, of its columns in order.

    bare: per column the rows whose cell holds a text without quotes, None where none does; nulls: per column the rows
    whose cell is empty and without quotes.
    """

    bare: list[Flags | None]
    nulls: list[Flags]

    def columns(self, kept: Sequence[int]) -> "Quoting":
        """Of these columns alone."""
        return Quoting([self.bare[i] for i in kept], [self.nulls[i] for i in kept])

    def rows(self, kept: Flags | slice) -> "Quoting":
        """Of these rows alone."""
        bare = [None if flags is None else flags[kept] for flags in self.bare]
        return Quoting(bare, [flags[kept] for flags in self.nulls])


def quoting_of(cells: Sequence[Sequence[str]], quoted: Sequence[Sequence[bool]]) -> Quoting:
    """The quoting of rows of cells. quoted: whether each stood in quotes."""
    bare = ~np.array(quoted, dtype=bool)
    filled = np.array([[bool(text) for text in row] for row in cells], dtype=bool)
    each = range(bare.shape[1])
    alone = bare & filled
    return Quoting([alone[:, i] if alone[:, i].any() else None for i in each], [(bare & ~filled)[:, i] for i in each])


class Rows(Sequence[list[str]]):
    """The rows of a table, each made when it is asked for."""

    def __init__(self, columns: Sequence[Texts], count: int):
        self._columns, self._count = columns, count

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, place: int) -> list[str]: ...
    @overload
    def __getitem__(self, place: slice) -> list[list[str]]: ...
    def __getitem__(self, place: Any) -> Any:
        if isinstance(place, slice):
            return [[*row] for row in zip(*(texts[place] for texts in self._columns), strict=True)]
        return [texts[place] for texts in self._columns]

    def __iter__(self) -> Iterator[list[str]]:
        return map(list, zip(*self._columns, strict=True))

    def __eq__(self, other: object) -> bool:
        return [*self] == other

    def __hash__(self) -> int:
        return id(self)


@dataclass(frozen=True)
class Table:
    """One sheet or one text file as columns of texts, the headings among them; blank rows are left out.

    rows, places: number of each row and column in the file as a spreadsheet counts; no places = 1, 2, 3 …
    quoting: of text files only. dates, formulas, errors: (row, column) indexes of cells that a workbook holds as such;
    merged: (row, column, height, width) of merged cells.
    """

    name: str
    columns: tuple[Texts, ...]
    rows: list[int]
    quoting: Quoting | None = None
    hidden: bool = False
    dates: frozenset[tuple[int, int]] = frozenset()
    formulas: frozenset[tuple[int, int]] = frozenset()
    errors: frozenset[tuple[int, int]] = frozenset()
    merged: tuple[tuple[int, int, int, int], ...] = ()
    places: tuple[int, ...] = ()

    @classmethod
    def of(cls, name: str, cells: Sequence[Sequence[str]], rows: list[int], **more: Any) -> "Table":
        """The table of rows of cells."""
        return cls(name, tuple(map(Texts.of, zip(*cells, strict=True))), rows, **more)

    @property
    def cells(self) -> Rows:
        """The rows of the table."""
        return Rows(self.columns, len(self.rows))

    @property
    def width(self) -> int:
        return len(self.columns)

    def without(self, row: int) -> "Table":
        """The table without the row of this number in the file."""
        if row not in self.rows:
            return self
        at = self.rows.index(row)

        def moved(places: frozenset[tuple[int, int]]) -> frozenset[tuple[int, int]]:
            return frozenset((i - (i > at), j) for i, j in places if i != at)

        others = np.arange(len(self.rows)) != at
        return replace(
            self,
            columns=tuple(Texts(texts.codes[others], texts.distinct) for texts in self.columns),
            rows=self.rows[:at] + self.rows[at + 1 :],
            quoting=self.quoting and self.quoting.rows(others),
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
            columns=tuple(self.columns[i] for i in kept),
            quoting=self.quoting and self.quoting.columns(kept),
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
    def head(self) -> Sequence[list[str]]:
        """Rows of the first table; empty for files that are no tables."""
        return self.tables[0].cells if self.tables else []

    def below(self, i: int) -> Texts:
        """The cells of a column of the first table under its first row."""
        return self.tables[0].columns[i][1:]

    @property
    def first_row(self) -> int | None:
        """Number of the first row in the file."""
        return self.tables[0].rows[0] if self.tables and self.tables[0].rows else None


def without_idle_columns(book: Book) -> tuple[Book, list[str]]:
    """The book without columns that hold nothing and without the numbers of rows that R and pandas put first."""
    tables, empty, numbered = [], 0, False
    for table in book.tables:
        marked = {j for _, j in table.formulas | table.errors}
        kept = [i for i in range(table.width) if i in marked or not table.columns[i].is_idle]
        empty += table.width - len(kept)
        if len(kept) > 1 and _numbers_rows(table.columns[kept[0]]):
            numbered, kept = True, kept[1:]
        tables.append(table.with_columns(kept) if len(kept) < table.width else table)
    notes = [f"{empty} columns without heading and cells left out"] if empty else []
    notes += ["the first column numbers the rows, as R and pandas write them, and is left out"] if numbered else []
    return replace(book, tables=tuple(tables)) if notes else book, notes


def _numbers_rows(texts: Sequence[str]) -> bool:
    """Whether a column has no heading and numbers that grow from row to row."""
    if texts[0].strip() not in _UNNAMED:
        return False
    numbers = [text.strip() for text in texts[1:]]
    return (
        len(numbers) > 1
        and all(text.isascii() and text.isdigit() for text in numbers)
        and all(int(one) < int(other) for one, other in pairwise(numbers))
    )


def without_na(texts: Texts) -> Texts:
    """Cells of a system column: what other tools write for an empty cell is no date, status or language."""
    return texts.without(texts.isin(EMPTY_OF))


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
