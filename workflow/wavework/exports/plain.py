"""A plain table (CSV, workbook, Parquet): one header row, the heading is the code, nothing is known about the cells."""

from pathlib import Path

from wavework.exports.cells import Book, without_html
from wavework.exports.export import Column, Platform, Reading, plain_states, respondents_table, unique_codes
from wavework.exports.files import only_table



def recognise(book: Book) -> str:
    """Any table is a plain table."""
    return "a table with one header row" if book.tables and book.tables[0].cells else ""


def read(book: Book, structure: Path | None) -> Reading:
    """Read the one table of the book; raises InputError if the workbook has several."""
    table = only_table(book)
    heads = [without_html(text) for text in table.cells[0]]
    kept = [i for i in range(table.width) if heads[i] or any(row[i] for row in table.cells[1:])]
    codes = unique_codes([heads[i] for i in kept])
    columns = [
        Column(i + 1, code, heads[i] or code, "question", code)
        for i, code in zip(kept, codes, strict=True)
    ]
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
        table.cells[:1],
        ["a plain table says nothing about completeness, tests, or why a cell is empty"],
        places=list(range(1, len(table.cells))),
    )


PLATFORM = Platform(
    "plain",
    recognise,
    read,
    "a table with one header row",
    (),
)
