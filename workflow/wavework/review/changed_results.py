"""What changed between two results: numbers with the size of the change, verdicts, figures by their changed marks, and
the causes, as far as rows and steps tell them. Nothing is compared but what two finished runs have written."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from wavework.problems import InputError, Problem
from wavework.provenance.workflow_steps import recorded_steps
from wavework.review.first_causes import Cause, Told, causes
from wavework.review.manifest_rows import SOURCES, Row
from wavework.review.observed_rows import observed
from wavework.review.pass_or_fail import FAIL, PASS, Check, compared
from wavework.tables import number_text, read_table

NUMBER = re.compile(r"[-−]?\d[\d,]*(?:\.\d+)?")
COLUMNS = ["kind", "exhibit", "what", "old", "new", "change", "cause"]
# What is told of a row that is another; tables are told by their cells.
TOLD_OF = {
    "claim": ("verdict", "estimate", "low", "high", "count", "n", "share_of_draws", "basis"),
    "number": ("value",),
    "left out": ("why",),
    "figure": ("title", "caption", "alt", "basis"),
}
# Tables whose rows have names, and by which columns.
NAMED = {"statistics.csv": ("statistic",), "scores.csv": ("wave", "unit", "dimension", "measure")}
SHOWN_OF_TABLE = {"scores.csv": ("score", "lowest", "highest"), "statistics.csv": ("estimate", "low", "high", "p", "n")}


@dataclass(frozen=True)
class Change:
    """One thing that is another. size: new − old where both are numbers, else ""; file: where it stands."""

    kind: str
    exhibit: str
    what: str
    old: str
    new: str
    size: str
    file: str
    cause: str = ""


@dataclass(frozen=True)
class Results:
    """A study's folder with a finished run in it, and the folder of its pipeline."""

    study: Path
    pipeline: Path

    def rows(self) -> list[Row]:
        """What it is and what it made. Raises InputError where no run has ended in it."""
        if not (self.study / "processed/exhibits.csv").is_file():
            found = "no results: processed/exhibits.csv is not there"
            raise InputError(Problem(str(self.study), found, "a folder with a finished run", "run make there first"))
        return observed(self.study, self.pipeline)


@dataclass(frozen=True)
class Changes:
    """What changed between two finished runs. figures: those whose data or pictures are others, of either side;
    sources: what of the sources is another, whether or not a result is."""

    listed: Sequence[Change]
    causes: Sequence[Cause]
    figures: Sequence[str]
    sources: Sequence[Check]

    def __bool__(self) -> bool:
        return bool(self.listed or self.causes or self.sources)


def changes(old: Results, new: Results) -> Changes:
    """Hold two finished runs against each other. Raises InputError where a side has none."""
    before, after = old.rows(), new.rows()
    checks = compared(before, after)
    found = causes(checks, recorded_steps(new.study, new.pipeline), Told(product="no source of it has changed"))
    cause_of = {check.row.file: str(cause) for cause in found for check in cause.checks}
    other = [check for check in checks if check.verdict == FAIL]
    listed = [
        Change(
            check.row.kind, check.row.exhibit, f"{check.row.what} {check.row.language}".strip(), check.expected,
            check.obtained, size_of(check.expected, check.obtained), check.row.file, cause_of.get(check.row.file, ""),
        )
        for check in other
        if check.row.what in TOLD_OF.get(check.row.kind, ()) or check.row.what.startswith("n of ")
    ]  # fmt: skip
    for name, keys in NAMED.items():
        listed += _cells(old.study / "processed" / name, new.study / "processed" / name, keys, cause_of)
    figures = [c.row.exhibit for c in other if c.row.kind == "figure" and c.row.what in ("data", "svg", "colours")]
    sources = [check for check in checks if check.row.kind in SOURCES and check.verdict != PASS]
    return Changes(listed, found, list(dict.fromkeys(figures)), sources)


def size_of(old: str, new: str) -> str:
    """new − old of two numbers, or of the only numbers in two texts; "" where that means nothing."""
    one, other = (NUMBER.findall(text) for text in (old, new))
    if len(one) != 1 or len(other) != 1 or NUMBER.sub("", old) != NUMBER.sub("", new):
        return ""
    before, after = (float(found[0].replace(",", "").replace("−", "-")) for found in (one, other))
    return ("+" if after > before else "") + number_text(after - before)


def _cells(old: Path, new: Path, keys: Sequence[str], cause_of: Mapping[str, str]) -> Iterator[Change]:
    """The cells of a table with named rows that are others, or of rows that only one side has."""
    if not (old.is_file() and new.is_file()):
        return
    tables = [by_name(read_table(path), keys) for path in (old, new)]
    file = f"processed/{old.name}"
    for name in dict.fromkeys([*tables[0], *tables[1]]):
        before, after = (table.get(name, {}) for table in tables)
        for column in SHOWN_OF_TABLE[old.name]:
            one, other = before.get(column, ""), after.get(column, "")
            if one != other:
                what, said = column, cause_of.get(file, "")
                yield Change("result", " ".join(name), what, one, other, size_of(one, other), file, said)


def by_name(table: pd.DataFrame, keys: Sequence[str]) -> dict[tuple[str, ...], dict[str, str]]:
    """Rows by the columns that name them."""
    known = [key for key in keys if key in table]
    return {
        tuple(str(row[key]) for key in known if row[key]): {str(k): str(v) for k, v in row.items()}
        for row in table.to_dict("records")
    }


def marks(old: Path, new: Path) -> list[str]:
    """The marks of a figure that are others, by its data: `money · 2021: value 5 → 4`.

    A mark is a row; two rows are the same mark where the cells agree that hold names, not numbers. What an id is
    called, and what all rows have in common, tells no mark from another.
    """
    tables = [read_table(path) if path.is_file() else pd.DataFrame() for path in (old, new)]
    given = next((table for table in reversed(tables) if len(table.columns)), tables[1])
    called = {f"{column}_label" for column in given}
    texts = [str(column) for column in given if column not in called and not _numeric(given[column])]
    names = [name for name in texts if any(len(set(table.get(name, ()))) > 1 for table in tables)] or texts
    before, after = (by_name(table, names) for table in tables)
    told = []
    for name in dict.fromkeys([*before, *after]):
        one, other = before.get(name), after.get(name)
        if one is None or other is None:
            told.append(f"{' · '.join(name)}: {'new' if one is None else 'no longer there'}")
        elif one != other:
            cells = (f"{k} {one.get(k) or '–'} → {other.get(k) or '–'}" for k in other if one.get(k) != other[k])
            told.append(f"{' · '.join(name)}: {', '.join(cells)}")
    return told


def _numeric(column: pd.Series) -> bool:
    given = column[column != ""]
    return len(given) > 0 and bool(pd.to_numeric(given, errors="coerce").notna().all())


def table_of(found: Sequence[Change]) -> pd.DataFrame:
    """The changes as a table."""
    rows = [(c.kind, c.exhibit, c.what, c.old, c.new, c.size, c.cause) for c in found]
    return pd.DataFrame(rows, columns=COLUMNS)
