"""Tables of text cells, and the forms in which headings and labels are compared."""

import html
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

_SCRIPT = re.compile(r"<(script|style)\b.*?(</\1\s*>|\Z)", re.IGNORECASE | re.DOTALL)
_BLOCK = re.compile(r"</?(?:br|p|div|li|ul|ol|td|tr|table|h\d)\b[^<>]*>", re.IGNORECASE)  # these part words
_TAG = re.compile(r"</?[A-Za-z][^<>]*>|<!--.*?-->", re.DOTALL)


@dataclass(frozen=True)
class Table:
    """One sheet or one text file as text cells: every row has as many cells as the first; blank rows are left out.

    rows: number of each row in the file as a spreadsheet counts. quoted: whether each field stood in quotes
    (text files only). dates, formulas, errors: (row, column) indexes of cells that a workbook holds as such;
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

    @property
    def width(self) -> int:
        return len(self.cells[0]) if self.cells else 0


@dataclass(frozen=True)
class Book:
    """A file as tables. kind: text, xlsx, xls, ods, sav, dta or parquet."""

    path: Path
    kind: str
    tables: tuple[Table, ...]
    encoding: str = ""
    delimiter: str = ""
    notes: tuple[str, ...] = ()

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


def filled_columns(table: Table, notes: list[str]) -> list[int]:
    """Indexes of the columns that have a heading or a cell; the others are artefacts of exporters, and noted."""
    kept = [i for i in range(table.width) if any(row[i].strip() for row in table.cells)]
    if len(kept) < table.width:
        notes.append(f"{table.width - len(kept)} columns without heading and cells left out")
    return kept


def matching_text(text: str) -> str:
    """A text in the form in which headings and labels are compared: NFC, no HTML, single spaces."""
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
