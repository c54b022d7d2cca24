"""Lines over time, one per unit, one panel per region, with direct labels at their ends.

Columns: panel_label, panel_order; unit_label; time (a year); value (empty = missing, the line has a gap there);
member: yes for units of both waves (solid, coloured), no for newcomers (dashed, grey).
Options: better (low | high): "low" inverts the axis so that a better rank is higher; digits of the end labels.
Words: y_axis, member, newcomer.
"""

from collections.abc import Sequence
from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from wavework.charts import style
from wavework.charts.axes import grid_lines, limits_of, rank_ticks, ticks_of, value_gutter
from wavework.charts.chart_checks import Spec, Words, chart, is_yes, ordered
from wavework.charts.label_placement import spread
from wavework.charts.shape import shape
from wavework.charts.sheet import Limits, Sheet, around, panel_lines
from wavework.charts.text import block_height, line_height, text_width, wrapped

GAP = 0.3
LEADER = 0.22  # space between a line's end and its label


@chart(
    columns="panel_label panel_order unit_label time value member",
    key="panel_order unit_label time",
    numeric="time value",
    words="y_axis member newcomer",
    options={"better": "low", "digits": 0},
)
def draw(data: pd.DataFrame, spec: Spec, words: Words) -> Figure:
    """Draw the figure; see the module for columns, options and words."""
    data = data.assign(member=is_yes(data["member"])).sort_values(["unit_label", "time"], kind="stable")
    panels = [(label, data[data["panel_order"] == order]) for order, label in ordered(data, "panel")]
    units = max(panel["unit_label"].nunique() for _, panel in panels)
    low, high = limits_of(data["value"].to_numpy())
    ranks = spec["better"] == "low" and spec["digits"] == 0
    ticks = rank_ticks(low, high, 7) if ranks else ticks_of(low, high, 7, whole=spec["digits"] == 0)
    numbers = [words.number(tick, min(spec["digits"], 1)) for tick in ticks]
    scale = max(text_width(text, style.SMALL) for text in numbers) + 0.08
    limits = (high, low) if spec["better"] == "low" else (low, high)
    inner = shape().width - 2 * style.MARGIN
    width, lines = panel_lines(len(panels), inner - scale, least=2.4 * max(shape().narrow, 0.75), gap=GAP)
    titles = [wrapped(label, width, shape().base, True) for label, _ in panels]
    head = max(block_height(title, shape().base) for title in titles) + 0.1
    foot = line_height(style.SMALL) + 0.06
    axis = wrapped(words["y_axis"], inner, style.SMALL)
    above = block_height(axis, style.SMALL) + 0.08
    least = max(2.8, (units + 1) * line_height(style.SMALL))
    more = {**spec, "note": f"{spec['note']} {words['more_names']}"}
    room = around(more, words, _legend(data, words), gap=0.08).room - above
    height = min(least, room / len(lines) - head - foot - 0.15)
    lacking = sum(len(_ends(panel)) - len(_named(_ends(panel), height, limits)) for _, panel in panels)
    if lacking:
        spec = {**spec, "note": f"{spec['note']} {words['more_names'].format(n=words.number(lacking))}".strip()}
    body = above + len(lines) * (head + height + foot + 0.15) - 0.15
    sheet = Sheet(body, spec, words, _legend(data, words), gap=0.08)
    sheet.text(style.MARGIN, sheet.top, axis, size=style.SMALL, color=style.GREY)
    top = sheet.top + above + head
    for line in lines:
        value_gutter(sheet, style.MARGIN + scale - 0.06, top, height, limits, ticks, numbers)
        for column, index in enumerate(line):
            left = style.MARGIN + scale + column * (width + GAP)
            sheet.text(left, top - 0.08, titles[index], "bottom", weight="bold")
            _panel(sheet, panels[index][1], (left, top, width, height), limits, ticks, spec, words)
        top += height + foot + 0.15 + head
    return sheet.figure


def _legend(data: pd.DataFrame, words: Words) -> list[tuple[str, dict[str, Any]]]:
    entries = []
    for member, word in ((True, "member"), (False, "newcomer")):
        if (data["member"] == member).any():
            colour, dashes, _ = _style_of(member)
            key = {"colour": colour, "line": dashes, "marker": "o", "hollow": not member, "size": 4}
            entries.append((words[word], key))
    return entries if len(entries) > 1 else []


def _style_of(member: bool) -> tuple[str, Any, float]:
    return (style.accent(), "-", 1.5) if member else (style.GREY, (0, (3, 1.6)), 1.1)


def _written(times: Sequence[float], width: float) -> list[float]:
    """The years that are written under the chart: the last, and each before it that has room."""
    inch = width / max(times[-1] - times[0], 1)
    kept = [times[-1]]
    for time in times[-2::-1]:
        if (kept[-1] - time) * inch > text_width(f"{time:.0f}", style.SMALL) + 0.05:
            kept.append(time)
    return kept[::-1]


def _ends(panel: pd.DataFrame) -> pd.DataFrame:
    """The last known value of each unit, and how far it is from the first."""
    known = panel.dropna(subset="value")
    first = known.drop_duplicates("unit_label").set_index("unit_label")["value"]
    ends = known.drop_duplicates("unit_label", keep="last").reset_index(drop=True)
    return ends.assign(moved=(ends["value"] - ends["unit_label"].map(first)).abs())


def _named(ends: pd.DataFrame, height: float, limits: Limits) -> pd.DataFrame:
    """The units that are named at their ends: all, or where the height is too low those that moved most, members
    first, that keep off each other."""
    line = line_height(style.SMALL)
    room = 1 + int(height / line)
    if len(ends) <= room:
        return ends
    at = height * (limits[1] - ends["value"]) / (limits[1] - limits[0])
    kept: list[Any] = []
    for k in ends.sort_values(["member", "moved"], ascending=False, kind="stable").index:
        if len(kept) < room and all(abs(at[k] - at[other]) >= line / 2 for other in kept):
            kept.append(k)
    return ends.loc[sorted(kept)]


def _panel(
    sheet: Sheet,
    panel: pd.DataFrame,
    place: tuple[float, float, float, float],
    limits: Limits,
    ticks: list[float],
    spec: Spec,
    words: Words,
) -> None:
    left, top, width, height = place
    times = sorted(panel["time"].unique())
    ends = _named(_ends(panel), height, limits)
    numbers = [words.number(value, spec["digits"]) for value in ends["value"]]
    column = max((text_width(text, style.SMALL, True) for text in numbers), default=0.0)
    room = width - LEADER - column - 0.08
    labels = [wrapped(label, 0.55 * width, style.SMALL).replace("\n", " ") for label in ends["unit_label"]]
    names = max((text_width(text, style.SMALL, True) for text in labels), default=0.0)
    plot = max(0.35 * width, room - names)
    first, last = (times[0], times[-1]) if len(times) > 1 else (times[0] - 1, times[0])
    axes = sheet.axes(left, top, plot, height, (first, last), limits)
    grid_lines(axes, y=ticks)
    for time in _written(times, plot):
        x = left + plot * (time - first) / (last - first)
        sheet.text(x, top + height + 0.05, f"{time:.0f}", size=style.SMALL, color=style.GREY, ha="center")
    for _, unit in panel.groupby("unit_label"):
        colour, dashes, strength = _style_of(bool(unit["member"].iloc[0]))
        axes.plot(unit["time"], unit["value"], color=colour, linestyle=dashes, linewidth=strength, clip_on=False)
        face = colour if unit["member"].iloc[0] else style.WHITE
        axes.plot(unit["time"], unit["value"], "o", ms=3.6, mfc=face, mec=colour, mew=0.9, zorder=3, clip_on=False)
    wanted = [height * (limits[1] - value) / (limits[1] - limits[0]) for value in ends["value"]]
    half = line_height(style.SMALL) / 2
    placed = spread(wanted, 2 * half, 0.0, height)
    for (_, end), y, actual, label, text in zip(ends.iterrows(), placed, wanted, labels, numbers, strict=True):
        x = left + plot * (end["time"] - first) / (last - first)
        colour = _style_of(bool(end["member"]))[0]
        weight = "bold" if end["member"] else "normal"
        start = left + plot + LEADER
        leader = [x + 0.04, left + plot + 0.06, start - 0.03], [top + actual, top + actual, top + y]
        sheet.line(*leader, style.GREY, linewidth=0.4)
        sheet.text(start + column, top + y, text, "center", style.SMALL, color=colour, weight=weight, ha="right")
        sheet.text(start + column + 0.06, top + y, label, "center", style.SMALL, color=colour, weight=weight)
