"""Published against reproduced values: two dots per row, the values, and whether they agree.

Columns: panel_label, panel_order (one panel per unit of measurement, each with its own axis); row_label,
row_order; published, reproduced (empty = missing); verdict: pass | fail | open | empty (not compared).
Optional, of what is possible (`known_marks`): known, lowest, highest of the reproduced value: a striped bar, no dot.
Optional: published_text, reproduced_text (the values as they should be written, e.g. a bound "≥ 6").
Options: digits.
Words: published, reproduced, pass, fail, not_available.
"""

from itertools import accumulate
from math import inf

import pandas as pd
from matplotlib.figure import Figure

from wavework.charts import known_marks, style
from wavework.charts.axes import limits_of, value_axis
from wavework.charts.chart_checks import Spec, Words, chart
from wavework.charts.rowgrid import Place, RowGrid, text_instead
from wavework.charts.shape import shape
from wavework.charts.sheet import SWATCH, Entry
from wavework.charts.text import line_height, text_width
from wavework.known import BOUNDS, FIXED, NOTHING, REACHED
from wavework.language.numbers import from_to

SIGNS = {"pass": "\u2713", "fail": "\u2717", "open": "?"}
SIDES = ("published", "reproduced")


@chart(
    columns="panel_label panel_order row_label row_order published reproduced verdict",
    key="panel_order row_order",
    numeric="published reproduced",
    words="published reproduced pass fail not_available",
    options={"digits": 1},
)
def draw(data: pd.DataFrame, spec: Spec, words: Words) -> Figure:
    """Draw the figure; see the module for columns, options and words."""
    grammar = known_marks.legend(data, words)
    data = data.assign(row_order=data["panel_order"].rank(method="dense") * 1e6 + data["row_order"])
    texts = {side: [_written(row, side, spec, words) for _, row in data.iterrows()] for side in SIDES}
    data = data.assign(**{f"{side}_said": texts[side] for side in SIDES})
    columns = [max(text_width(text, style.SMALL) for text in [*texts[side], words[side]]) + 0.15 for side in SIDES]
    aside = sum(columns) + 0.25
    line = line_height(style.SMALL)
    grid = RowGrid(data, "row", least=0.16 + 0.08 * shape().air, labels=0.4, aside=aside, head=line + 0.04, foot=line)
    entries: list[Entry] = [
        (words["published"], {"colour": style.accent(), "marker": "o", "hollow": True, "size": 7}),
        (words["reproduced"], {"colour": style.accent(), "marker": "D", "size": 4}),
    ]
    used = ["pass", "fail", *(["open"] if (data["verdict"] == "open").any() else [])]
    marks = [(verdict, f"{SIGNS[verdict]} {words[verdict]}") for verdict in used]
    first = [*entries, *marks, *(grammar if shape().lines != inf else [])]  # on a slide its line is never a whole one
    beside = sum(text_width(label, style.SMALL) + SWATCH + 0.2 for label, _ in first)
    if beside > shape().width - 2 * style.MARGIN:  # no room for them on the legend's first line
        entries += [(words[verdict], {"colour": _ink(verdict), "sign": SIGNS[verdict]}) for verdict in used]
        marks = []
    sheet = grid.sheet(spec, words, [*entries, *grammar])
    right = shape().width - style.MARGIN
    for verdict, text in reversed(marks):
        sheet.text(right, style.MARGIN, text, size=style.SMALL, color=_ink(verdict), ha="right")
        right -= text_width(text, style.SMALL) + 0.2
    for index, place in enumerate(grid.places(sheet)):
        _panel(place, columns, first=index == 0)
    return sheet.figure


def _ink(verdict: str) -> str:
    return {"pass": style.accent(), "fail": style.alarm()}.get(verdict, style.GREY)


def _written(row: pd.Series, side: str, spec: Spec, words: Words) -> str:
    text = row.get(f"{side}_text", "")
    if text:
        return str(text)
    value, digits = row[side], spec["digits"]
    if side == "reproduced" and row["known"] not in ("", FIXED):
        return from_to(row, words, digits)
    return words.number(value, digits) if value == value else "\u2013"


def _panel(place: Place, columns: list[float], first: bool) -> None:
    """The panel's dots on its own axis, and its values as a small table at the right."""
    sheet, words = place.sheet, place.sheet.words
    known = place.panel[[*SIDES, "lowest", "highest"]]
    limits = limits_of(known)
    axes = value_axis(place, limits, "") if known.notna().any(axis=None) else place.axes(limits)
    edges = list(accumulate(columns))
    for side, edge in zip(SIDES if first else (), edges, strict=first):
        right = place.left + place.width + edge
        sheet.text(right, place.top - 0.03, words[side], "bottom", style.SMALL, color=style.GREY, ha="right")
    for row, centre, _ in place.centres():
        cell = row.iloc[0]
        values = cell[list(SIDES)]
        colour = style.alarm() if cell["verdict"] == "fail" else style.accent()
        axes.plot(values, [centre] * 2, color=colour, linewidth=1.4, alpha=0.6, zorder=2)
        axes.plot(cell["published"], centre, "o", ms=8, mfc=style.WHITE, mec=colour, mew=1.2, zorder=3, clip_on=False)
        if cell["known"] in (BOUNDS, REACHED):
            known_marks.span(axes, cell, centre, colour)
        elif cell["known"] == NOTHING:
            ends = cell["highest"] - cell["lowest"]
            axes.barh(centre, ends, 0.1, left=cell["lowest"], color=style.WHITE, edgecolor=style.HATCH, linewidth=0.6)
        axes.plot(cell["reproduced"], centre, "D", ms=4, color=colour, zorder=4, clip_on=False)
        if values.isna().all() and not any(cell.get(f"{side}_text", "") for side in SIDES):
            text_instead(axes, axes.get_xlim()[0], centre, words["not_available"], place.width)
        for side, edge in zip(SIDES, edges, strict=True):
            place.beside(edge, centre, cell[f"{side}_said"], ha="right")
        if sign := SIGNS.get(cell["verdict"]):
            right = place.left + place.width + edges[-1] + 0.1
            sheet.text(
                right, place.top + centre, sign, "center", shape().base, color=_ink(cell["verdict"]), weight="bold"
            )
