"""A survey of three services and three items, small enough to count by hand, and exports of it."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from wavework.codebook import Codebook
from wavework.exports import Column, Export
from wavework.exports.export import respondents_table
from wavework.exports.texts import Texts

FILES = {name: f"codebook/{name}.csv" for name in ("items", "scales", "units", "crosswalk", "corrections")}
ITEMS = [
    {"item": "portal", "scale": "stage", "dimension": "front_office", "scored": "yes"},
    {"item": "app", "scale": "stage", "dimension": "front_office", "scored": "yes"},
    {"item": "phone", "scale": "tick", "dimension": "", "scored": "no"},
]
# scale, answer, position, value, score, status, code, label_en, aliases
SCALES = [
    ("stage", "fully", 1, 2, 100, "answered", "A1", "Yes, fully", "Sí|Ja"),
    ("stage", "development", 2, 1, 50, "answered", "A2", "In development", ""),
    ("stage", "not_planned", 3, 0, 0, "answered", "A3", "No", "Non"),
    ("stage", "dont_know", 4, None, None, "dont_know", "A9", "Don’t know", "NSP"),
    ("stage", "not_applicable", 5, None, None, "not_applicable", "", "Does not apply", ""),
    ("tick", "ticked", 1, 1, None, "answered", "Y", "Selected", ""),
    ("tick", "unticked", 2, 0, None, "answered", "N", "Not selected", ""),
]
UNITS = [
    {"unit": "KOR", "country": "KOR", "region": "AP", "label_en": "Korea", "aliases": "Republic of Korea|Corée"},
    {"unit": "VNM", "country": "VNM", "region": "AP", "label_en": "Viet Nam", "aliases": "Vietnam"},
    {"unit": "CHN", "country": "CHN", "region": "AP", "label_en": "China", "aliases": ""},
]
CHOICES: dict[str, Any] = {
    "region": "AP", "year": 2022, "unit_column": "country", "incomplete": "drop", "duplicates": "refuse",
}  # fmt: skip


def book(crosswalk: Sequence[Mapping[str, str]] = (), corrections: Sequence[Mapping[str, str]] = ()) -> Codebook:
    """The codebook: columns B1, B2 and M1 of wave w hold the three items, unless a crosswalk says otherwise."""
    rows = list(crosswalk) or [entry("B1", "portal"), entry("B2", "app"), entry("M1", "phone")]
    scales = pd.DataFrame(
        SCALES, columns=["scale", "answer", "position", "value", "score", "status", "code", "label_en", "aliases"]
    )
    fixes = pd.DataFrame(
        corrections, columns=["wave", "unit", "item", "found", "corrected", "reason", "source"], dtype="str"
    )
    return Codebook(
        files=FILES,
        items=pd.DataFrame(ITEMS),
        scales=scales,
        units=pd.DataFrame(UNITS),
        crosswalk=pd.DataFrame(rows),
        corrections=fixes,
    )


def entry(column: str, item: str, comparable: str = "yes", recode: str = "", reason: str = "") -> dict[str, str]:
    """A row of the crosswalk of wave w."""
    return {"wave": "w", "column": column, "item": item, "comparable": comparable, "recode": recode, "reason": reason}


def fix(unit: str, item: str, found: str, corrected: str) -> dict[str, str]:
    """A row of the corrections of wave w."""
    return {"wave": "w", "unit": unit, "item": item, "found": found, "corrected": corrected,
            "reason": "misread", "source": "the service"}  # fmt: skip


def export(
    *rows: Sequence[str],
    columns: Sequence[str] = ("country", "B1", "B2", "M1"),
    states: Mapping[tuple[int, str], str] | None = None,
    complete: Sequence[bool | None] | None = None,
    kind: Sequence[str] | None = None,
    submitted: Sequence[str] | None = None,
) -> Export:
    """An export with these rows of texts; the first stands in row 2. A cell is an answer if it is not empty, unless
    `states` says otherwise: (place of the row, column) -> state."""
    cells = pd.DataFrame(list(rows), columns=list(columns), dtype="str")
    told = cells.map(lambda text: "answer" if text else "no_answer")
    for (place, column), state in (states or {}).items():
        told.loc[place, column] = state
    n = len(cells)
    numbers = range(2, n + 2)
    return Export(
        path=Path("raw/w.csv"),
        platform="plain",
        layout="made by hand",
        encoding="utf-8",
        delimiter=",",
        columns=tuple(Column(i, code, code, "question") for i, code in enumerate(columns, start=1)),
        texts={code: Texts.of(cells[code]) for code in cells},
        said={code: Texts.of(told[code]) for code in told},
        rows=tuple(numbers),
        respondents=respondents_table(numbers, [f"r{i}" for i in range(n)], complete, kind, submitted),
        notes=(),
        labels={},
    )
