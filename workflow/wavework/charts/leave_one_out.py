"""How far an estimate moves when each unit in turn is left out.

Columns: row_label, row_order (one estimate each); unit_label (the unit left out; empty for all units); estimate
(empty = not computable); role: full | left_out | influential (the one whose absence moves the estimate most;
labelled).
Options: reference (number), limits (pair), digits.
Words: x_axis, full, left_out, influential, not_available.
"""

from collections.abc import Mapping
from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from wavework.charts import layout, style
from wavework.charts.contract import chart
from wavework.charts.rowgrid import Place, axis_height, limits_of, row_grid, text_instead, value_axis
from wavework.language.numbers import number

REQUIRED = ("row_label", "row_order", "unit_label", "estimate", "role")


@chart(
    required=REQUIRED,
    key=("row_order", "unit_label"),
    numeric=("row_order", "estimate"),
    words=("x_axis", "full", "left_out", "influential", "not_available"),
    options={"reference": None, "limits": None, "digits": 2},
)
def draw(data: pd.DataFrame, spec: Mapping[str, Any], words: Mapping[str, str]) -> Figure:
    """Draw the figure; see the module for columns, options and words."""
    widest = max(layout.text_width(_range(row, spec, words), style.SMALL) for _, row in data.groupby("row_order"))
    grid = row_grid(data, "row", least=0.42, aside=widest + 0.15, foot=axis_height(words["x_axis"]))
    reference = [] if spec["reference"] is None else [float(spec["reference"])]
    limits = limits_of([*data["estimate"], *reference], spec["limits"])
    keys: list[dict[str, Any]] = [
        {"colour": style.ACCENT, "marker": "o"},
        {"colour": style.GREY, "marker": "|", "size": 8},
        {"colour": style.ALARM, "marker": "|", "size": 10},
    ]
    legend = layout.legend_of(
        [words[name] for name in ("full", "left_out", "influential")], style.WIDE - 2 * style.MARGIN
    )
    sheet = layout.Sheet(legend.height + 0.1 + grid.height, spec, words)
    layout.draw_legend(sheet, legend, keys, style.MARGIN, style.MARGIN)
    for place in grid.places(sheet, style.MARGIN + legend.height + 0.1):
        _panel(sheet, place, limits, spec, words)
    return sheet.figure


def _range(row: pd.DataFrame, spec: Mapping[str, Any], words: Mapping[str, str]) -> str:
    """The estimate and, in brackets, the range over the units left out."""
    full = row.loc[row["role"] == "full", "estimate"].dropna()
    others = row.loc[row["role"] != "full", "estimate"].dropna()
    text = number(full.iloc[0], spec["digits"], words) if len(full) else ""
    if len(others):
        low, high = (number(end, spec["digits"], words) for end in (others.min(), others.max()))
        text += f" ({low} \u2026 {high})"
    return text


def _panel(
    sheet: layout.Sheet,
    place: Place,
    limits: tuple[float, float],
    spec: Mapping[str, Any],
    words: Mapping[str, str],
) -> None:
    axes = layout.row_axes(sheet, place.rows, place.left, place.top, place.width, limits)
    value_axis(sheet, axes, place, words["x_axis"], words, spec["reference"])
    inch = (limits[1] - limits[0]) / place.width
    for row, centre, _ in place.centres():
        full = row.loc[row["role"] == "full", "estimate"].dropna()
        others = row.loc[row["role"] != "full", "estimate"].dropna()
        if full.empty and others.empty:
            text_instead(axes, limits[0], centre, words["not_available"], place.width)
            continue
        if len(others):
            axes.plot([others.min(), others.max()], [centre] * 2, color=style.SEQUENTIAL[2], linewidth=5, zorder=1)
            axes.plot(others, [centre] * len(others), "|", color=style.GREY, ms=8, mew=0.9, zorder=2)
        if len(full):
            axes.plot(full, [centre], "o", ms=6.5, mfc=style.ACCENT, mec=style.WHITE, mew=0.7, zorder=4)
        for _, unit in row[(row["role"] == "influential") & row["estimate"].notna()].iterrows():
            axes.plot(unit["estimate"], centre, "|", color=style.ALARM, ms=10, mew=1.8, zorder=3)
            half = layout.text_width(unit["unit_label"], style.SMALL) / 2 * inch
            at = min(max(unit["estimate"], limits[0] + half), limits[1] - half)
            layout.row_text(axes, at, centre - 0.16, unit["unit_label"], color=style.ALARM, ha="center")
        right = place.left + place.width + 0.12
        sheet.text(right, place.top + centre, _range(row, spec, words), "center", style.SMALL)
