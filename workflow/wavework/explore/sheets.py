"""What a page of views is made of: views, the states that each can be in, and the tables that these show rows of."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from wavework.tables import DECIMALS

AND, TO = "-and-", "-to-"  # join waves in an address: of different regions, and an earlier with a later one


@dataclass(frozen=True)
class Column:
    """One column: its name in the file, its head in the table of the page (none: it stands in the file alone)."""

    id: str
    head: str = ""
    right: bool = False  # holds numbers


@dataclass(frozen=True)
class Sheet:
    """One state of a view.

    at: a value for each of the view's fields, "" where a field says nothing there; table: the place of the table that
    it shows rows of, keep: column -> value of these rows; drawn: the table that is drawn where it is another;
    finding: what it shows, in a sentence; about: whom, how to read it, basis; chart: what the drawing takes.
    """

    at: Sequence[str]
    table: int
    title: str
    finding: str
    about: Sequence[str]
    chart: Mapping[str, Any]
    keep: Mapping[str, str] = field(default_factory=dict)
    drawn: int | None = None

    def row(self) -> dict[str, Any]:
        """The state as the page reads it."""
        told = {"at": list(self.at), "table": self.table, "title": self.title, "finding": self.finding}
        told |= {"about": [said for said in self.about if said], "chart": dict(self.chart), "keep": dict(self.keep)}
        return told | ({} if self.drawn is None else {"drawn": self.drawn})


@dataclass(frozen=True)
class View:
    """One way to look at the results. fields: what is chosen, in this order; start: the state that it opens with."""

    id: str
    fields: Sequence[str]
    sheets: Sequence[Sheet]
    start: int = 0

    def row(self) -> dict[str, Any]:
        """The view as the page reads it."""
        return {
            "id": self.id, "fields": list(self.fields), "start": self.start, "sheets": [s.row() for s in self.sheets],
        }  # fmt: skip


class Tables:
    """The tables of a page, each once."""

    def __init__(self) -> None:
        self.rows: list[dict[str, Any]] = []

    def add(self, rows: Iterable[Mapping[str, Any]], columns: Iterable[Column]) -> int:
        """The place of a table with these columns of some rows."""
        chosen = list(columns)
        cells = [[_cell(row.get(one.id)) for one in chosen] for row in rows]
        heads = [
            {"id": one.id} | ({"head": one.head} if one.head else {}) | ({"right": 1} if one.right else {})
            for one in chosen
        ]
        self.rows.append({"columns": heads, "rows": cells})
        return len(self.rows) - 1


def _cell(value: Any) -> Any:
    """A cell as JSON has it: text, a number as the tables write it, null where there is none."""
    if isinstance(value, str):
        return value
    if value is None or value is pd.NA or value != value:
        return None
    number = round(float(value), DECIMALS)
    return int(number) if number == int(number) else number


def each_once(views: Sequence[View]) -> dict[str, Any]:
    """The views as the page reads them, with each text on what is shown, and what each drawing takes, once: a state
    holds their places."""
    texts: dict[str, int] = {}
    charts: dict[str, int] = {}
    rows = [view.row() for view in views]
    for sheet in (sheet for row in rows for sheet in row["sheets"]):
        sheet["about"] = [texts.setdefault(said, len(texts)) for said in sheet["about"]]
        sheet["chart"] = charts.setdefault(json.dumps(sheet["chart"]), len(charts))
    return {"views": rows, "texts": list(texts), "charts": [json.loads(chart) for chart in charts]}
