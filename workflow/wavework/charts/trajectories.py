"""Lines over time, one per unit, one panel per region, with direct labels at their ends.

Columns: panel_label, panel_order; unit_label; time (a year); value (empty = missing, the line has a gap there);
member: yes for units of both waves (solid, coloured), no for newcomers (dashed, grey).
Options: better (low | high): "low" inverts the axis so that a better rank is higher; digits of the end labels.
Words: y_axis, member, newcomer.
"""

from collections.abc import Mapping
from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from wavework.charts import layout, style
from wavework.charts.contract import chart, is_yes, ordered
from wavework.charts.rowgrid import limits_of, rank_ticks, ticks_of
from wavework.language.numbers import number

REQUIRED = ("panel_label", "panel_order", "unit_label", "time", "value", "member")
GAP = 0.3
LEADER = 0.22  # space between a line's end and its label


@chart(
    required=REQUIRED,
    key=("panel_order", "unit_label", "time"),
    numeric=("panel_order", "time", "value"),
    words=("y_axis", "member", "newcomer"),
    options={"better": "low", "digits": 0},
)
def draw(data: pd.DataFrame, spec: Mapping[str, Any], words: Mapping[str, str]) -> Figure:
    """Draw the figure; see the module for columns, options and words."""
    data = data.assign(member=is_yes(data["member"])).sort_values(["unit_label", "time"], kind="stable")
    panels = [(label, data[data["panel_order"] == order]) for order, label in ordered(data, "panel")]
    units = max(panel["unit_label"].nunique() for _, panel in panels)
    height = max(2.8, (units + 1) * layout.line_height(style.SMALL))
    low, high = limits_of(data["value"].to_numpy())
    ranks = spec["better"] == "low" and spec["digits"] == 0
    ticks = rank_ticks(low, high, 7) if ranks else ticks_of(low, high, 7, whole=spec["digits"] == 0)
    scale = max(layout.text_width(number(tick, 0, words), style.SMALL) for tick in ticks) + 0.08
    inner = style.WIDE - 2 * style.MARGIN
    width, lines = layout.panel_lines(len(panels), inner - scale, least=2.4, gap=GAP)
    entries, keys = _legend(data, words)
    legend = layout.legend_of(entries, inner)
    titles = [layout.wrapped(label, width, style.BASE, True) for label, _ in panels]
    head = max(layout.block_height(title, style.BASE) for title in titles) + 0.1
    foot = layout.line_height(style.SMALL) + 0.06
    axis = layout.wrapped(words["y_axis"], inner, style.SMALL)
    above = legend.height + layout.block_height(axis, style.SMALL) + 0.16
    sheet = layout.Sheet(above + len(lines) * (head + height + foot + 0.15) - 0.15, spec, words)
    layout.draw_legend(sheet, legend, keys, style.MARGIN, style.MARGIN)
    sheet.text(style.MARGIN, style.MARGIN + legend.height + 0.08, axis, size=style.SMALL, color=style.GREY)
    top = style.MARGIN + above + head
    for line in lines:
        for tick in ticks:
            y = top + height * _down(tick, low, high, spec)
            text = number(tick, 0, words)
            right = style.MARGIN + scale - 0.06
            sheet.text(right, y, text, "center", style.SMALL, color=style.GREY, ha="right")
        for column, index in enumerate(line):
            left = style.MARGIN + scale + column * (width + GAP)
            sheet.text(left, top - 0.08, titles[index], "bottom", weight="bold")
            _panel(sheet, panels[index][1], (left, top, width, height), (low, high), ticks, spec, words)
        top += height + foot + 0.15 + head
    return sheet.figure


def _legend(data: pd.DataFrame, words: Mapping[str, str]) -> tuple[list[str], list[dict[str, Any]]]:
    entries, keys = [], []
    for member, word in ((True, "member"), (False, "newcomer")):
        if (data["member"] == member).any():
            colour, dashes, _ = _style_of(member)
            entries.append(words[word])
            keys.append({"colour": colour, "line": dashes, "marker": "o", "hollow": not member, "size": 4})
    return entries, keys


def _style_of(member: bool) -> tuple[str, Any, float]:
    return (style.ACCENT, "-", 1.5) if member else (style.GREY, (0, (3, 1.6)), 1.1)


def _down(value: float, low: float, high: float, spec: Mapping[str, Any]) -> float:
    """How far down the axis a value lies, 0 at the top to 1: the better is higher."""
    share = (value - low) / (high - low)
    return share if spec["better"] == "low" else 1 - share


def _panel(
    sheet: layout.Sheet,
    panel: pd.DataFrame,
    place: tuple[float, float, float, float],
    limits: tuple[float, float],
    ticks: list[float],
    spec: Mapping[str, Any],
    words: Mapping[str, str],
) -> None:
    left, top, width, height = place
    times = sorted(panel["time"].unique())
    known = panel.dropna(subset="value")
    ends = known.drop_duplicates("unit_label", keep="last").reset_index(drop=True)
    numbers = [number(value, spec["digits"], words) for value in ends["value"]]
    column = max((layout.text_width(text, style.SMALL, True) for text in numbers), default=0.0)
    room = width - LEADER - column - 0.08
    labels = [layout.wrapped(label, 0.55 * width, style.SMALL).replace("\n", " ") for label in ends["unit_label"]]
    names = max((layout.text_width(text, style.SMALL, True) for text in labels), default=0.0)
    plot = max(0.35 * width, room - names)
    axes = sheet.axes(left, top, plot, height)
    axes.set_xlim((times[0], times[-1]) if len(times) > 1 else (times[0] - 1, times[0]))
    axes.set_ylim(limits[::-1] if spec["better"] == "low" else limits)
    axes.set_xticks([])
    axes.set_yticks([])
    axes.spines[:].set_visible(False)
    for tick in ticks:
        axes.axhline(tick, color=style.RULE, linewidth=0.6, zorder=0)
    for time in times:
        x = left + plot * ((time - times[0]) / (times[-1] - times[0]) if len(times) > 1 else 1)
        sheet.text(x, top + height + 0.05, f"{time:.0f}", size=style.SMALL, color=style.GREY, ha="center")
    for _, unit in panel.groupby("unit_label"):
        colour, dashes, strength = _style_of(bool(unit["member"].iloc[0]))
        axes.plot(unit["time"], unit["value"], color=colour, linestyle=dashes, linewidth=strength, clip_on=False)
        face = colour if unit["member"].iloc[0] else style.WHITE
        axes.plot(unit["time"], unit["value"], "o", ms=3.6, mfc=face, mec=colour, mew=0.9, zorder=3, clip_on=False)
    wanted = [height * _down(value, *limits, spec) for value in ends["value"]]
    half = layout.line_height(style.SMALL) / 2
    placed = layout.spread(wanted, 2 * half, 0.0, height)
    for (_, end), y, actual, label, text in zip(ends.iterrows(), placed, wanted, labels, numbers, strict=True):
        x = left + plot * ((end["time"] - times[0]) / (times[-1] - times[0]) if len(times) > 1 else 1)
        colour = _style_of(bool(end["member"]))[0]
        weight = "bold" if end["member"] else "normal"
        start = left + plot + LEADER
        leader = [x + 0.04, left + plot + 0.06, start - 0.03], [top + actual, top + actual, top + y]
        layout.line(sheet, *leader, style.GREY, 0.4)
        sheet.text(start + column, top + y, text, "center", style.SMALL, color=colour, weight=weight, ha="right")
        sheet.text(start + column + 0.06, top + y, label, "center", style.SMALL, color=colour, weight=weight)
