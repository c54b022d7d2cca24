"""A plain table (CSV, workbook, Parquet): one header row, the heading is the code, nothing is known about the cells."""

from pathlib import Path

from wavework.exports.export import Column, Marks, Platform, Reading, respondents_table, texts_of
from wavework.exports.files import only_table
from wavework.exports.system_headings import headed_columns
from wavework.exports.text_cells import Book


def recognise(book: Book) -> Marks:
    """Any table is a plain table, where it has the marks of no other platform."""
    return Marks("a table with one header row")


def read(book: Book, structure: Path | None) -> Reading:
    """Read the one table of the book; raises InputError if the workbook has several."""
    table = only_table(book)
    notes = ["a plain table says nothing about tests, or why a cell is empty"]
    columns = [Column(i + 1, code, head, "question", code) for i, code, head in headed_columns(table)]
    return Reading(
        "1 header row", columns, texts_of(columns, table, 1), respondents_table(table.rows[1:]), table, 1, notes
    )


PLATFORM = Platform("plain", recognise, read, "a table with one header row")
