"""Change of each row between two waves: a hollow dot (from), a filled dot (to), an arrow-like line between.

Columns: panel_label, panel_order; row_label, row_order (a unit or a dimension); value_from, value_to (empty =
missing: the other dot is drawn, with words["not_available"]); summary: yes for the group's row (its median),
which is set apart below the others. Optional: n (services in both waves), written at the right.
Optional, of what is possible (see `known_marks`): known_from, lowest_from, highest_from, and the same with _to: two
striped bars, the first wave's above that of the second; known: of the two together.
Options: limits (pair), digits.
Words: x_axis, from, to, not_available; n if there is a column n.
"""

from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from wavework.charts import known_marks, style
from wavework.charts.axes import axis_height, limits_of, span_or_dot, value_axis, with_room
from wavework.charts.chart_checks import Spec, Words, chart, is_yes
from wavework.charts.rowgrid import Place, RowGrid, text_instead
from wavework.charts.shape import shape
from wavework.charts.sheet import Limits, Sheet, row_text
from wavework.charts.text import text_width

DOT = 6.5
LANE = 0.17
REACH = ("lowest_from", "highest_from", "lowest_to", "highest_to")


@chart(
    columns="panel_label panel_order row_label row_order value_from value_to summary",
    key="panel_order row_order",
    numeric="value_from value_to n lowest_from highest_from lowest_to highest_to",
    words="x_axis from to not_available",
    options={"limits": None, "digits": 0},
)
def draw(data: pd.DataFrame, spec: Spec, words: Words) -> Figure:
    """Draw the figure; see the module for columns, options and words."""
    last = data["row_order"].max()
    summary = is_yes(data["summary"])
    data = data.assign(summary=summary, row_order=data["row_order"] + summary * (last + 1))
    grammar = known_marks.legend(data, words)
    ends = [name for name in ("value_from", "value_to", *REACH) if name in data]
    values = data[ends].to_numpy().ravel()
    written = [words.number(value, spec["digits"]) for value in values if value == value]
    label = max((text_width(text, style.SMALL) for text in written), default=0.0) + 0.1
    has_n = "n" in data
    aside = max((text_width(words.n(n), style.SMALL) for n in data["n"]), default=0) + 0.1 if has_n else 0.0
    lanes = 1 if (data["known"] == "").all() else 2
    least = LANE * lanes + 0.08 * shape().air + 0.02 * (lanes - 1)
    grid = RowGrid(data, "row", least=least, aside=aside, foot=axis_height(words["x_axis"]))
    limits = limits_of(values, spec["limits"])
    dot: dict[str, Any] = {"colour": style.accent(), "marker": "o"}
    sheet = grid.sheet(spec, words, [(words["from"], {**dot, "hollow": True}), (words["to"], dot), *grammar])
    for place in grid.places(sheet):
        _panel(place, with_room(limits, label, place.width))
        for row, centre, _ in place.centres():
            if has_n and not row.empty:
                place.beside(aside, centre, words.n(row["n"].iloc[0]), color=style.GREY, ha="right")
    return sheet.figure


def _panel(place: Place, limits: Limits) -> None:
    spec, words = place.sheet.spec, place.sheet.words
    axes = value_axis(place, limits, words["x_axis"])
    inch = (limits[1] - limits[0]) / place.width
    for row, centre, height in place.centres():
        if row.empty:
            continue
        start, end, summary = row["value_from"].iloc[0], row["value_to"].iloc[0], bool(row["summary"].iloc[0])
        if (row["known"] != "").any():
            _spans(axes, row.iloc[0], centre, place)
            continue
        colour, marker = (style.INK, "D") if summary else (style.accent(), "o")
        if summary:
            edge = centre - height / 2
            axes.plot(limits, [edge, edge], color=style.GREY, linewidth=0.7, clip_on=False)
        axes.plot([start, end], [centre, centre], color=colour, linewidth=1.8, alpha=0.45, zorder=2)
        size = DOT - 0.5 if summary else DOT
        axes.plot(start, centre, marker, ms=size, mfc=style.WHITE, mec=colour, mew=1.2, zorder=3, clip_on=False)
        axes.plot(end, centre, marker, ms=size - 0.3, color=colour, zorder=4, clip_on=False)
        low, high = sorted((start, end))
        if not low <= high:
            _missing(axes, centre, start, end, inch, place.sheet)
            continue
        look: dict[str, Any] = {"weight": "bold" if summary else "normal", "ground": not summary}
        first, last = (words.number(value, spec["digits"]) for value in (low, high))
        if first != last:
            row_text(axes, low - 0.08 * inch, centre, first, ha="right", **look)
        row_text(axes, high + 0.08 * inch, centre, last, ha="left", **look)


def _spans(axes: Axes, row: pd.Series, centre: float, place: Place) -> None:
    """What is possible at the first wave, and under it at the second; a dot where it is known."""
    colour = style.INK if row["summary"] else style.accent()
    for side, face, lane in (("from", style.WHITE, -1), ("to", colour, 1)):
        y = centre + lane * LANE / 2
        place.sheet.mark(place.left - 0.08, place.top + y, colour, "o", 3.8, markerfacecolor=face)
        cell = {name: row.get(f"{name}_{side}", "") for name in ("value", "known", "lowest", "highest")}
        span_or_dot(axes, place, y, cell, (colour, face), 0.08, DOT)


def _missing(axes: Axes, centre: float, start: float, end: float, inch: float, sheet: Sheet) -> None:
    """The value that is there, and in words that the other is not, on the side with more room."""
    limits, said = axes.get_xlim(), sheet.words["not_available"]
    known = [value for value in (start, end) if value == value]
    if not known:
        text_instead(axes, limits[0], centre, said, 9.0)
        return
    missing = sheet.words["from" if start != start else "to"]
    said = f"{sheet.words.number(known[0], sheet.spec['digits'])} ({missing} {said})"
    if known[0] + 0.1 * inch > sum(limits) / 2:
        text_instead(axes, known[0] - 0.1 * inch, centre, said, 9.0, ha="right")
    else:
        text_instead(axes, known[0] + 0.1 * inch, centre, said, 9.0)
