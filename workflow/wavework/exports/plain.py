"""A plain table (CSV, workbook, Parquet): one header row, the heading is the code, nothing is known about the cells."""

from pathlib import Path

from wavework.exports.cells import Book, filled_columns, without_html
from wavework.exports.export import Column, Platform, Reading, plain_states, respondents_table, unique_codes
from wavework.exports.files import only_table


def recognise(book: Book) -> str:
    """Any table is a plain table."""
    return "a table with one header row" if book.head else ""


def read(book: Book, structure: Path | None) -> Reading:
    """Read the one table of the book; raises InputError if the workbook has several."""
    table = only_table(book)
    heads = [without_html(text) for text in table.cells[0]]
    notes = ["a plain table says nothing about completeness, tests, or why a cell is empty"]
    kept = filled_columns(table, notes)
    codes = unique_codes([heads[i] for i in kept])
    columns = [Column(i + 1, code, heads[i] or code, "question", code) for i, code in zip(kept, codes, strict=True)]
    texts = [[row[i] for row in table.cells[1:]] for i in kept]
    rows = table.rows[1:]
    return Reading(
        "plain",
        "1 header row",
        columns,
        texts,
        [plain_states(column) for column in texts],
        rows,
        respondents_table([f"row {row}" for row in rows], [None] * len(rows)),
        table,
        1,
        notes,
    )


PLATFORM = Platform(
    "plain",
    recognise,
    read,
    "a table with one header row",
    (),
)
