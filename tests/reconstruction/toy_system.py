"""A made-up study, small enough to list every table of answers."""

from collections.abc import Sequence
from itertools import product

import numpy as np
import pandas as pd
from tests.toy_books import book, table

from wavework.codebook import Codebook
from wavework.reconstruction.bounds import Bounds, Extents
from wavework.reconstruction.constraints import COLUMNS, build_system
from wavework.reconstruction.inequalities import System

UNITS = {"first": ("AAA", "BBB", "CCC"), "second": ("AAA", "BBB", "CCC", "DDD")}


def toy_codebook() -> Codebook:
    scales = [
        ("have", "fully", 1, 3.0, None, "answered"), ("have", "planned", 2, 1.0, None, "answered"),
        ("have", "never", 3, 0.0, None, "answered"), ("have", "dont_know", 4, np.nan, None, "dont_know"),
        *(("grade", str(grade), grade, float(grade), None, "answered") for grade in (1, 2, 3)),
        ("colour", "red", 1, np.nan, None, "answered"), ("colour", "blue", 2, np.nan, None, "answered"),
    ]  # fmt: skip
    items = [("portal", "channels", "have"), ("phone", "channels", "have"), ("letter", "channels", "have")]
    items += [("grade_a", "grades", "grade"), ("grade_b", "grades", "grade"), ("colour", "", "colour")]
    asked = {"first": ("grade_a", "portal"), "second": ("portal", "phone", "letter", "grade_a", "grade_b", "colour")}
    return book(table("item battery scale", *items), scales, asked)


def constraint_table(rows: Sequence[dict[str, str]]) -> pd.DataFrame:
    empty = dict.fromkeys(COLUMNS, "")
    named = [{"constraint": f"c{number}", "wave": "second", **row} for number, row in enumerate(rows)]
    return pd.DataFrame([{**empty, **row} for row in named], columns=list(COLUMNS))


def row(kind: str, items: str, answers: str = "", relation: str = "", bound: str = "", **more: str) -> dict[str, str]:
    """A row of constraints.csv; what is not named is empty."""
    return {"kind": kind, "items": items, "answers": answers, "relation": relation, "bound": bound, **more}


COUNT = row("count", "portal", "fully", "=", "2")


def toy(*rows: dict[str, str], **assumptions: str) -> System:
    """The made-up study under these rows of constraints.csv."""
    return build_system(toy_codebook(), constraint_table(rows), UNITS, assumptions)


def cells_of(system: System, blocks: Sequence[tuple[str, str]]) -> list[int]:
    """The cells of these blocks (wave, item), one per unit, in their order."""
    return [cell for block in blocks for cell in range(system.block[block].start, system.block[block].stop)]


def tables_of(system: System, blocks: Sequence[tuple[str, str]]) -> np.ndarray:
    """(tables, cells of the blocks) every table of three answers that satisfies the inequalities on these blocks,
    found by trying them all; no inequality may bind them to other blocks."""
    cells = cells_of(system, blocks)
    tables = np.array(list(product(range(3), repeat=len(cells))), dtype=np.int64)
    for one in system.inequalities:
        if set(one.cells.tolist()) & set(cells):
            columns = [cells.index(cell) for cell in one.cells.tolist()]
            totals = one.weights[np.arange(len(columns)), tables[:, columns]].sum(axis=1)
            tables = tables[(totals >= one.lower) & (totals <= one.upper)]
    return tables


def counts(bounds: Bounds, wave: str, item: str) -> list[Extents]:
    """How many units give each answer of the item, and how many give it or one before it in the scale."""
    system, found = bounds.system, []
    answers = np.eye(len(system.codes[item]), system.allowed.shape[1], dtype=np.int64)
    for each in (answers, answers.cumsum(axis=0)):
        weights = np.zeros((len(each), *system.allowed.shape), dtype=np.int64)
        weights[:, system.block[wave, item]] = each[:, None]
        found.append(bounds.linear(weights))
    return found
