"""Estimates with intervals: a dot and a line per row and group, for regions, waves or a forest of effects.

Columns: row_label, row_order; group_label, group_order (one colour and marker each, at most four); estimate,
low, high (low/high may be missing: a dot alone); n; status ("ok", otherwise not computable); reason (text shown
in place of numbers where status is not ok, in the language of the figure).
Optional: panel_label, panel_order (panels side by side); row_group_label, row_group_order (headed blocks of rows).
Optional, of what is possible (see `known_marks`): known, lowest, highest, central_low, central_high: a striped bar for
bounds, a line with a striped middle where only reached, and no dot; the estimate is then empty.
Options: groups (regions | waves: the colours of the groups); reference (number: a line); limits (pair); digits;
numbers (bool: write estimate and interval at the right); signed (bool: write a plus sign).
Words: x_axis. A reference line is named by words["reference"] if given.
"""

from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from wavework.charts import known_marks, style
from wavework.charts.axes import axis_height, limits_of, value_axis
from wavework.charts.chart_checks import Spec, Words, chart, ordered
from wavework.charts.rowgrid import Place, RowGrid, height_of_text, text_instead
from wavework.charts.shape import shape
from wavework.charts.sheet import Entry, Limits
from wavework.charts.text import text_width
from wavework.known import BOUNDS, FIXED, NOTHING, REACHED
from wavework.language.numbers import from_to

LANE, LOWEST = 0.19, 0.08  # of a dot: on a page, and where no white is left around its numbers


@chart(
    columns="row_label row_order group_label group_order estimate low high n status reason",
    key="panel_order row_order group_order",
    numeric="estimate low high n",
    words="x_axis interval not_available",
    options={
        "reference": None,
        "limits": None,
        "digits": 2,
        "numbers": False,
        "signed": False,
        "groups": "regions",
    },
)
def draw(data: pd.DataFrame, spec: Spec, words: Words) -> Figure:
    """Draw the figure; see the module for columns, options and words."""
    groups = ordered(data, "group")
    lanes = [order for order, _ in groups]
    grammar = known_marks.legend(data, words)
    spans = known_marks.is_span(data["known"])
    ok = (data["status"] == "ok") & (data["estimate"].notna() | spans)
    reason = data["reason"].where(data["reason"] != "", words["not_available"])
    reason = reason.where(data["known"] != NOTHING, words.get("nothing", ""))
    data = data.assign(instead=reason.where(~ok, ""))
    data = data.assign(numbers=[_numbers(row, spec, words) for _, row in data.iterrows()])
    limits = limits_of(data.loc[ok, ["estimate", "low", "high", *known_marks.SPANS]], spec["limits"], spec["reference"])
    widest = max(text_width(text, style.SMALL) for text in data["numbers"])
    grid = RowGrid(
        data,
        "row",
        least=lambda row, width: 0.08 * shape().air + sum(_lane_heights(row, lanes, width)),
        aside=widest + 0.12 if widest else 0.0,
        foot=axis_height(words["x_axis"]),
    )
    entries: list[Entry] = []
    if len([label for _, label in groups if label]) > 1:
        for (_, label), (colour, marker) in zip(groups, _looks(spec, len(groups)), strict=True):
            entries.append((label, {"colour": colour, "marker": marker, "size": _size(marker)}))
    if spec["reference"] is not None and words.get("reference"):
        entries.append((words["reference"], {"colour": style.INK, "line": (0, (3, 2))}))
    return grid.draw(spec, words, [*entries, *grammar], lambda place: _panel(place, lanes, limits))


def _looks(spec: Spec, count: int) -> list[tuple[str, str]]:
    """Colour and marker of each group, no two alike: the two blues are for a pair of waves."""
    looks = style.waves() if spec["groups"] == "waves" and count <= len(style.waves()) else style.groups()
    every = len(looks)
    return [(looks[i % every][0], looks[(i + i // every) % every][1]) for i in range(count)]


def _size(marker: str) -> float:
    return {"o": 6.3, "^": 6.3}.get(marker, 5.4)  # shapes of the same number do not look the same size


def _numbers(row: pd.Series, spec: Spec, words: Words) -> str:
    """Estimate and interval as text, if there are any and the options ask for them."""
    if row["instead"] or not spec["numbers"]:
        return ""
    digits, signed = spec["digits"], spec["signed"]
    if row["known"] in (BOUNDS, REACHED):
        return from_to(row, words, digits, signed)
    text = words.number(row["estimate"], digits, signed)
    if row[["low", "high"]].notna().all():
        low, high = (words.number(row[end], digits, signed) for end in ("low", "high"))
        text += f" {words['interval'].format(low=low, high=high)}"
    return text


def _lane_heights(row: pd.DataFrame, lanes: list[float], width: float) -> list[float]:
    """Height of each group's lane in a row: that of a dot, or of the text in its place."""
    texts = row.set_index("group_order")["instead"].reindex(lanes).fillna("")
    lane = LOWEST + (LANE - LOWEST) * shape().air
    return [max(lane, height_of_text(text, width) - 0.04) if text else lane for text in texts]


def _panel(place: Place, lanes: list[float], limits: Limits) -> None:
    spec, words = place.sheet.spec, place.sheet.words
    axes = value_axis(place, limits, words["x_axis"], spec["reference"])
    looks = _looks(spec, len(lanes))
    for row, centre, _ in place.centres():
        heights = _lane_heights(row, lanes, place.width)
        y = centre - sum(heights) / 2
        for lane, (group, height) in enumerate(zip(lanes, heights, strict=True)):
            colour, marker = looks[lane]
            for _, cell in row[row["group_order"] == group].iterrows():
                middle = y + height / 2
                if len(lanes) > 1 and cell["known"] not in ("", FIXED):
                    # There is no dot whose shape tells the group: it stands beside the panel.
                    place.sheet.mark(place.left - 0.06, place.top + middle, colour, marker, 0.6 * _size(marker))
                if cell["known"] in (BOUNDS, REACHED) and not cell["instead"]:
                    known_marks.span(axes, cell, middle, colour)
                elif cell["instead"]:
                    text_instead(axes, limits[0], middle, cell["instead"], place.width)
                else:
                    interval(axes, cell, middle, colour, marker)
                place.beside(0.12, middle, cell["numbers"])
            y += height


def interval(axes: Any, cell: pd.Series, y: float, colour: str, marker: str) -> None:
    """A dot with its interval; an interval that leaves the axis ends in an arrow head."""
    low, high = axes.get_xlim()
    if cell[["low", "high"]].notna().all():
        ends = max(cell["low"], low), min(cell["high"], high)
        axes.plot(ends, [y, y], color=colour, linewidth=1.8, zorder=2, solid_capstyle="butt")
        for end, cut, head in ((low, cell["low"] < low, "<"), (high, cell["high"] > high, ">")):
            if cut:
                axes.plot(end, y, head, color=colour, ms=4, zorder=2, clip_on=False)
    axes.plot(
        cell["estimate"], y, marker, ms=_size(marker), mfc=colour, mec=style.WHITE, mew=0.7, zorder=3, clip_on=False
    )
