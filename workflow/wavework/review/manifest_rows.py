"""What is expected of a run, or found of it: one row per thing, in text tables that read well as a diff.

A row says of an exhibit (figure id, name of a table, claim, key of a number …) what is held (its data, a picture, its
caption, a verdict …), in which language and file, and the value: a text, a number as written, or a SHA-256.
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from pathlib import Path

import pandas as pd

from wavework.problems import InputError, Problem
from wavework.tables import read_table, records, write_table

EXACT = "exact"
BYTES = "same bytes, on the same lock and platform"
LOOK = "ΔE*ab ≤ 2.3 in each of 12 × 12 fields"
TOLD = "told, and judged by what it changes"
SETTING = "told; decides whether bytes are compared"

# File of expected/ -> the kinds of rows that stand in it, in the order in which a reader goes through them.
FILES = {
    "figures.csv": ("figure",),
    "tables.csv": ("table", "result", "left out"),
    "claims.csv": ("claim",),
    "numbers.csv": ("number",),
    "text.csv": ("running text", "report"),
    "inputs.csv": ("raw", "config", "codebook", "code", "words", "text", "lock"),
    "steps.csv": ("step",),
    "software.csv": ("software", "setting"),
}
SOURCES = ("raw", "config", "codebook", "code", "words", "text", "lock")  # in the order of the way of the data
RESULTS = ("figure", "table", "result", "left out", "claim", "number", "running text", "report")


@dataclass(frozen=True, order=True)
class Row:
    """One thing that is expected or found. language: "" where it has none; file: where it is seen, "" if nowhere."""

    kind: str
    exhibit: str
    what: str
    language: str
    value: str
    file: str = ""
    tolerance: str = EXACT

    @property
    def key(self) -> tuple[str, str, str, str]:
        """By which an expected and an obtained row are held together."""
        return self.kind, self.exhibit, self.what, self.language


COLUMNS = [field.name for field in fields(Row)]


def by_key(rows: Iterable[Row]) -> dict[tuple[str, str, str, str], Row]:
    """The rows by their key, in their order."""
    return {row.key: row for row in rows}


def write_rows(rows: Iterable[Row], folder: Path) -> None:
    """Write the tables of `expected/`, each sorted; a table without rows is written too, so that none is missing."""
    listed = sorted(rows)
    for name, kinds in FILES.items():
        part = [asdict(row) for row in listed if row.kind in kinds]
        write_table(pd.DataFrame(part, columns=COLUMNS), folder / name)


def read_rows(folder: Path) -> list[Row]:
    """The rows of `expected/`. Raises InputError that names each table that is missing or has other columns."""
    missing = [name for name in FILES if not (folder / name).is_file()]
    if missing:
        remedy = "get the release whole, or write the expectations of a finished run: make expect"
        raise InputError(
            [Problem(f"{folder.name}/{name}", "there is no such file", "a table", remedy) for name in missing]
        )
    found = [row for name in FILES for row in records(read_table(folder / name, required=COLUMNS))]
    return [Row(**{column: row[column] for column in COLUMNS}) for row in found]
