"""Two numbers per unit, each point labelled directly; colour and marker by region.

Columns: unit_label; region_label, region_order; x; y. Units without x or y are named under the chart.
Options: x_better (low | high): "low" inverts x so that a better rank is on the right; x_digits, y_digits;
x_limits, y_limits (pairs); statistic: one line of text or a list of lines, shown above the chart.
Words: x_axis, y_axis; without_value (pattern "… {units}") if a unit lacks x or y.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from wavework.charts import layout, style
from wavework.charts.contract import chart, ordered
from wavework.charts.labels import place_labels, tie
from wavework.charts.rowgrid import limits_of, rank_ticks, ticks_of
from wavework.language.numbers import number

REQUIRED = ("unit_label", "region_label", "region_order", "x", "y")
HEIGHT = 4.3


@chart(
    required=REQUIRED,
    key=("unit_label", "region_order"),
    numeric=("region_order", "x", "y"),
    words=("x_axis", "y_axis"),
    options={
        "x_better": "low",
        "x_digits": 0,
        "y_digits": 0,
        "x_limits": None,
        "y_limits": None,
        "statistic": None,
    },
)
def draw(data: pd.DataFrame, spec: Mapping[str, Any], words: Mapping[str, str]) -> Figure:
    """Draw the figure; see the module for columns, options and words."""
    shown = data.dropna(subset=["x", "y"]).sort_values(["region_order", "unit_label"], kind="stable")
    regions = ordered(data, "region")
    spec = {**spec, "note": _note(data, spec, words)}
    x_limits, y_limits = (
        limits_of(shown["x"].to_numpy(), spec["x_limits"]),
        limits_of(shown["y"].to_numpy(), spec["y_limits"]),
    )
    inner = style.WIDE - 2 * style.MARGIN
    y_ticks = ticks_of(*y_limits, 7, whole=spec["y_digits"] == 0)
    scale = max(layout.text_width(number(tick, spec["y_digits"], words), style.SMALL) for tick in y_ticks) + 0.1
    legend = layout.legend_of([label for _, label in regions], inner)
    given = spec["statistic"] or []
    statistic = [layout.wrapped(text, inner, style.SMALL) for text in ([given] if isinstance(given, str) else given)]
    said = sum(layout.block_height(text, style.SMALL) for text in statistic) + (0.05 if statistic else 0)
    axis = layout.wrapped(words["y_axis"], inner, style.SMALL)
    under = layout.wrapped(words["x_axis"], inner - scale, style.SMALL)
    above = legend.height + said + layout.block_height(axis, style.SMALL) + 0.2
    foot = 0.1 + layout.line_height(style.SMALL) + layout.block_height(under, style.SMALL)
    sheet = layout.Sheet(above + HEIGHT + foot, spec, words)
    keys: list[dict[str, Any]] = [
        {"colour": colour, "marker": marker, "size": _size(marker)} for colour, marker in _groups(len(regions))
    ]
    layout.draw_legend(sheet, legend, keys, style.MARGIN, style.MARGIN)
    top = style.MARGIN + legend.height + 0.05
    for text in statistic:
        sheet.text(style.MARGIN, top, text, size=style.SMALL, weight="bold")
        top += layout.block_height(text, style.SMALL)
    top = style.MARGIN + above
    sheet.text(style.MARGIN, top - 0.1, axis, "bottom", style.SMALL, color=style.GREY)

    left, width = style.MARGIN + scale, inner - scale
    axes = sheet.axes(left, top, width, HEIGHT)
    axes.set_xlim(x_limits[::-1] if spec["x_better"] == "low" else x_limits)
    axes.set_ylim(y_limits)
    axes.set_xticks([])
    axes.set_yticks([])
    axes.spines[:].set_visible(False)
    for tick in y_ticks:
        axes.axhline(tick, color=style.RULE, linewidth=0.6, zorder=0)
        y = top + HEIGHT * (y_limits[1] - tick) / (y_limits[1] - y_limits[0])
        text = number(tick, spec["y_digits"], words)
        sheet.text(left - 0.06, y, text, "center", style.SMALL, color=style.GREY, ha="right")
    ranks = spec["x_better"] == "low" and spec["x_digits"] == 0
    for tick in rank_ticks(*x_limits, 8) if ranks else ticks_of(*x_limits, 8, whole=spec["x_digits"] == 0):
        axes.axvline(tick, color=style.RULE, linewidth=0.6, zorder=0)
        x = left + width * _along(tick, x_limits, spec["x_better"] == "low")
        text = number(tick, spec["x_digits"], words)
        sheet.text(x, top + HEIGHT + 0.05, text, size=style.SMALL, color=style.GREY, ha="center")
    under_at = top + HEIGHT + 0.06 + layout.line_height(style.SMALL)
    sheet.text(left + width / 2, under_at, under, size=style.SMALL, color=style.GREY, ha="center")
    for (order, _), (colour, marker) in zip(regions, _groups(len(regions)), strict=True):
        region = shown[shown["region_order"] == order]
        axes.plot(region["x"], region["y"], marker, color=colour, ms=_size(marker), mec=style.WHITE, mew=0.6)
    _labels(sheet, shown, (left, top, width), (x_limits, y_limits), spec)
    return sheet.figure


def _groups(regions: int) -> list[tuple[str, str]]:
    return [style.GROUPS[k % len(style.GROUPS)] for k in range(regions)]


def _size(marker: str) -> float:
    return 5.0 if marker == "D" else 6.0  # a diamond of the same number looks larger


def _note(data: pd.DataFrame, spec: Mapping[str, Any], words: Mapping[str, str]) -> str:
    """The note, with the units that have no point: nobody is dropped silently."""
    gone = sorted(data.loc[data[["x", "y"]].isna().any(axis=1), "unit_label"])
    said = words.get("without_value", "{units}").format(units=", ".join(gone)) if gone else ""
    return " ".join(text for text in (said, spec["note"]) if text)


def _along(value: float, limits: tuple[float, float], inverted: bool) -> float:
    share = (value - limits[0]) / (limits[1] - limits[0])
    return 1 - share if inverted else share


def _labels(
    sheet: layout.Sheet,
    shown: pd.DataFrame,
    place: tuple[float, float, float],
    limits: tuple[tuple[float, float], tuple[float, float]],
    spec: Mapping[str, Any],
) -> None:
    left, top, width = place
    inverted = spec["x_better"] == "low"
    points = np.array(
        [
            (width * _along(x, limits[0], inverted), HEIGHT * _along(y, limits[1], False))
            for x, y in zip(shown["x"], shown["y"], strict=True)
        ]
    ).reshape(-1, 2)
    texts = [layout.wrapped(label, 1.4, style.SMALL) for label in shown["unit_label"]]
    sizes = [(layout.block_width(text, style.SMALL) + 0.02, layout.block_height(text, style.SMALL)) for text in texts]
    corners = place_labels(points, sizes, (width, HEIGHT))
    for point, size, corner, text in zip(points, sizes, corners, texts, strict=True):
        end = tie(point, corner, size)
        if end is not None:
            xs, ys = [left + point[0], left + end[0]], [top + HEIGHT - point[1], top + HEIGHT - end[1]]
            layout.line(sheet, xs, ys, style.GREY, 0.5)
        sheet.text(left + corner[0] + 0.01, top + HEIGHT - corner[1], text, "bottom", style.SMALL)
