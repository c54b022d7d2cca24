"""Results in rows, each with its interval, its bounds or its span: what change and contrast show alike."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from wavework.exhibits.figure_inputs import CENTRAL, ENDS
from wavework.explore.sheets import Column, Tables
from wavework.explore.teller import Teller
from wavework.tables import records

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

    def chart(self) -> dict[str, Any]:
        """What the drawing takes."""
        return {
            "kind": "intervals", "axis": self.axis, "limits": self.limits, "reference": 0 if self.effects else None,
            "groups": self.groups, "percent": self.percent,
        }  # fmt: skip


def told(teller: Teller, found: pd.DataFrame, look: Look, digits: Digits) -> pd.DataFrame:
    """Findings as rows of a table of the page. found: row, row_label, group, group_label, estimate, low, high, n,
    status, reason, basis; where anything is not ordinary known, lowest, highest, central_low, central_high."""
    table = found.assign(**{name: found.get(name, float("nan")) for name in (*ENDS, *CENTRAL, "low", "high")})
    table = table.assign(known=table.get("known", pd.Series("", index=table.index)).fillna(""))
    table["known_label"] = table["known"].map(teller.known_names)
    table["basis_label"] = table["basis"].map(teller.basis_names)
    rows = records(table)
    table["value_text"] = [teller.written(row, digits(row), look.signed, look.percent) for row in rows]
    table["n_text"] = [teller.number(row["n"], 0) for row in rows]
    fixed = table["known"] == "fixed"
    table["estimate"] = table["estimate"].where(~fixed, table["lowest"])
    return table


def added(teller: Teller, tables: Tables, table: pd.DataFrame, look: Look) -> int:
    """The place of a table that `told` made."""
    heads, spans = teller.own["heads"], (table["known"] != "").any()
    grouped = table["group_label"].nunique() > 1
    columns: Sequence[Column] = [
        *(Column("row"), Column("row_label", look.head), Column("group")),
        Column("group_label", heads["wave" if look.groups == "waves" else "region"] if grouped else ""),
        *(Column(name) for name in ("estimate", "low", "high")),
        *(Column(name) for name in (*ENDS, *CENTRAL) if spans),
        *(Column("value_text", look.value, True), Column("n"), Column("n_text", heads["n"], True), Column("known")),
        *(Column("known_label", heads["known"] if spans else ""), Column("basis"), Column("basis_label", heads["basis"])),
        *(Column(name) for name in ("unit", "region") if name in table),
    ]  # fmt: skip
    return tables.add(table, columns)
