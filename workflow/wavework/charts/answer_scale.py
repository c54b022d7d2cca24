"""How the answers of a scale look: the same colour for the same answer in every figure, and its legend."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from wavework.charts import style
from wavework.charts.chart_checks import Spec, Words, problems_in
from wavework.problems import Problem

SMALL_N = 30  # below it a percentage says more than is known
HATCHES = ("////", "", "....")  # answers beside the scale: don't know, not applicable, no answer


@dataclass(frozen=True)
class Answer:
    """One answer: its order and label, and how it is drawn."""

    order: float
    label: str
    colour: str
    hatch: str


def answers_of(data: pd.DataFrame, spec: Spec) -> list[Answer]:
    """The answers that occur, in drawing order.

    Colour follows the position in the scale (answer_order 1 … length), not the answers that happen to occur;
    answers beside the scale (status other than answered) come last, pale and hatched.
    """
    if "other_order" in data:  # an answer may stand at the far end of what is possible only
        far = data.rename(columns={"answer_order": "near", "answer_label": "near_label"})
        far = far.rename(columns={"other_order": "answer_order", "other_label": "answer_label"})
        data = pd.concat([data, far], ignore_index=True)
    rows = data.dropna(subset="answer_order").drop_duplicates("answer_order").sort_values("answer_order")
    on_scale = rows[rows["status"] == "answered"]
    beside = rows[rows["status"] != "answered"]
    positions = [int(order) for order in on_scale["answer_order"]]
    length = max([int(spec.get("scale_length") or 0), *positions, 1])
    single = spec["palette"] == "single"
    colours = [style.accent()] * length if single else style.scale_colours(length, spec["palette"])
    return [
        *(
            Answer(order, label, colours[int(order) - 1], "")
            for order, label in zip(on_scale["answer_order"], on_scale["answer_label"], strict=True)
        ),
        *(
            Answer(order, label, style.PALE, HATCHES[place % len(HATCHES)])
            for place, (order, label) in enumerate(zip(beside["answer_order"], beside["answer_label"], strict=True))
        ),
    ]


def problems_of_answers(data: pd.DataFrame, spec: Spec, file: str) -> list[Problem]:
    """What is wrong with positions in the scale: they are whole numbers from 1, and no two answers share one."""
    rows = data.dropna(subset="answer_order")
    bad = rows[(rows["status"] == "answered") & ((rows["answer_order"] < 1) | (rows["answer_order"] % 1 > 0))]
    problems = [
        Problem(file, f"position {order:g} in the scale", "1, 2, 3, … from the first answer", column="answer_order")
        for order in sorted(set(bad["answer_order"]))
    ]
    for order, labels in rows.groupby("answer_order")["answer_label"]:
        if len(called := sorted(set(labels))) > 1:
            found = f"position {order:g} of the scale is called {' and '.join(called)}"
            problems.append(Problem(file, found, "one answer at each position", column="answer_label"))
    return problems


def problems_of_counts(data: pd.DataFrame, spec: Spec, file: str) -> list[Problem]:
    """`problems_of_answers`, and counts that are negative or add up to more than n within a panel and item."""
    problems = problems_of_answers(data, spec, file)
    problems += problems_in(data[data["count"] < 0], "count", "count {count:g}", "0 or more", file)
    places = [column for column in ("panel_order", "item_order") if column in data]
    groups = data.groupby(places, sort=True) if places else [((), data)]
    for _, rows in groups:
        if rows["count"].sum() > rows["n"].max():
            found = f"counts add up to {rows['count'].sum():g}, more than n = {rows['n'].max():g}"
            problems.append(Problem(file, found, "at most n", row=int(rows.index[0]) + 2, column="count"))
    return problems


def legend_entries(answers: Sequence[Answer]) -> list[tuple[str, dict[str, Any]]]:
    """Entries for the legend of a `Sheet`."""
    return [(answer.label, {"colour": answer.colour, "hatch": answer.hatch or None}) for answer in answers]


def with_n(data: pd.DataFrame, words: Words) -> pd.DataFrame:
    """The table with the number of services in the panels' names, a range where items differ."""
    if "panel_order" not in data:
        data = data.assign(panel_order=1.0, panel_label="")
    titles = {order: _title(rows, words) for order, rows in data.groupby("panel_order")}
    return data.assign(panel_label=data["panel_order"].map(titles))


def _title(panel: pd.DataFrame, words: Words) -> str:
    label, bases = str(panel["panel_label"].iloc[0]), panel.loc[panel["n"] > 0, "n"]
    if bases.empty:
        return label
    ends = [words.number(base) for base in sorted({bases.min(), bases.max()})]
    n = words["n"].format(n="\u2013".join(ends)).replace(" ", "\u00a0")
    return f"{label}, {n}" if label else n
