"""What would decide most of the open claims: a bar for each thing that could be asked for.

Columns: row_label, row_order; row_group_label, row_group_order (headed blocks); sure (claims that it decides whatever
it turns out to say), most (claims that it may decide), expected (claims that it decides on average over the tables,
written at the right), n (open claims).
Options: none of its own.
Words: x_axis, of, decides_surely, may_decide.
"""

import pandas as pd
from matplotlib.figure import Figure

from wavework.charts import known_marks, style
from wavework.charts.axes import axis_height, value_axis
from wavework.charts.chart_checks import Spec, Words, chart, problems_in
from wavework.charts.rowgrid import Place, RowGrid
from wavework.charts.shape import shape
from wavework.charts.sheet import Entry
from wavework.charts.text import text_width
from wavework.problems import Problem

BAR = 0.15


def _problems(data: pd.DataFrame, spec: Spec, file: str) -> list[Problem]:
    """Numbers that cannot be: sure <= expected <= most <= n."""
    order = (data["sure"] <= data["expected"] + 1e-6) & (data["expected"] <= data["most"] + 1e-6)
    bad = data[~order | (data["most"] > data["n"])]
    found = "sure {sure:g}, expected {expected:g}, most {most:g}, n {n:g}"
    return problems_in(bad, "expected", found, "a number not above the next", file)


@chart(
    columns="row_label row_order row_group_label row_group_order sure most expected n",
    key="row_group_order row_order",
    numeric="sure most expected n",
    words="x_axis of decides_surely may_decide",
    check=_problems,
)
def draw(data: pd.DataFrame, spec: Spec, words: Words) -> Figure:
    """Draw the figure; see the module for columns, options and words."""
    data = data.assign(said=[_said(row, words) for _, row in data.iterrows()])
    aside = max(text_width(text, style.SMALL) for text in data["said"]) + 0.12
    grid = RowGrid(
        data, "row", least=BAR + 0.1 * shape().air, labels=0.5, aside=aside, foot=axis_height(words["x_axis"])
    )
    entries: list[Entry] = [
        (words["decides_surely"], {"colour": style.accent()}),
        (words["may_decide"], {"colour": style.WHITE, "stripes": style.accent()}),
    ]
    return grid.draw(spec, words, entries, lambda place: _panel(place, float(data["n"].max()), words))


def _said(row: pd.Series, words: Words) -> str:
    whole = row["expected"] == round(row["expected"])
    return words["of"].format(count=words.number(row["expected"], 0 if whole else 1), n=words.number(row["n"]))


def _panel(place: Place, most: float, words: Words) -> None:
    axes = value_axis(place, (0, most), words["x_axis"])
    for row, centre, _ in place.centres():
        if row.empty:
            continue
        cell = row.iloc[0]
        axes.barh(centre, cell["sure"], BAR, color=style.accent(), zorder=2)
        if cell["most"] > cell["sure"]:
            ends, colours = (cell["sure"], cell["most"]), (style.WHITE, style.accent())
            known_marks.bar(axes, ends, centre, BAR, colours, edgecolor=style.accent(), linewidth=0.6, zorder=2)
        place.beside(0.12, centre, cell["said"])
