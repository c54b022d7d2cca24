"""Results in rows, each with its interval, its bounds or its span: what change and contrast show alike."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from wavework.exhibits.figure_inputs import CENTRAL, ENDS
from wavework.explore.sheets import Column, Tables
from wavework.explore.teller import NUMBERS, Teller
from wavework.known import FIXED

NAN = float("nan")
Digits = Callable[[Mapping[str, Any]], int]


@dataclass(frozen=True)
class Look:
    """How a table of results is named and drawn. head: of its rows; axis: what is drawn along; effects: may be below
    zero, and are held against it; groups: `regions` or `waves`, whose colours the groups take."""

    head: str
    axis: str
    value: str
    effects: bool = False
    limits: tuple[float, float] | None = None
    groups: str = "regions"
    signed: bool = False
    percent: bool = False
    n: bool = True  # a row is more than one unit

    def chart(self) -> dict[str, Any]:
        """What the drawing takes."""
        return {
            "kind": "intervals", "axis": self.axis, "limits": self.limits, "reference": 0 if self.effects else None,
            "groups": self.groups, "percent": self.percent,
        }  # fmt: skip


def told(teller: Teller, found: Iterable[Mapping[str, Any]], look: Look, digits: Digits) -> list[dict[str, Any]]:
    """Findings as rows of a table of the page. found: row, row_label, n, status, reason, estimate, basis; where there
    are any group, group_label, low, high; where anything is not ordinary known, lowest, highest, central_low,
    central_high."""
    rows = []
    for each in found:
        row = {"group": "", "group_label": "", **dict.fromkeys((*NUMBERS, *CENTRAL), NAN), **each}
        row["known"] = row.get("known") or ""
        row["value_text"] = teller.written(row, digits(row), look.signed, look.percent)
        row["n_text"] = teller.number(row["n"], 0)
        row["known_label"] = teller.known_names[row["known"]]
        row["basis_label"] = teller.basis_names[row["basis"]]
        row["estimate"] = row["lowest"] if row["known"] == FIXED else row["estimate"]
        rows.append(row)
    return rows


def added(teller: Teller, tables: Tables, rows: Sequence[Mapping[str, Any]], look: Look) -> int:
    """The place of a table that `told` made."""
    heads, spans = teller.own["heads"], any(row["known"] for row in rows)
    grouped = len({row["group"] for row in rows}) > 1
    columns: Sequence[Column] = [
        *(Column("row"), Column("row_label", look.head), Column("group")),
        Column("group_label", heads["wave" if look.groups == "waves" else "region"] if grouped else ""),
        *(Column(name) for name in ("estimate", "low", "high")),
        *(Column(name) for name in (*ENDS, *CENTRAL) if spans),
        *(Column("value_text", look.value, True), Column("n"), Column("n_text", heads["n"] if look.n else "", True)),
        *(Column("known"), Column("known_label", heads["known"] if spans else "")),
        *(Column("basis"), Column("basis_label", heads["basis"])),
    ]  # fmt: skip
    return tables.add(rows, columns)
