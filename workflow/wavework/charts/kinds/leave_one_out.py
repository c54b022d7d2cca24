"""How far an estimate moves when each unit in turn is left out.

Columns: row_label, row_order (one estimate each); unit_label (the unit left out; empty for all units); estimate
(empty = not computable); role: full | left_out | influential (the one whose absence moves the estimate most;
labelled).
Optional, of what is possible (see `known_marks`): known, lowest, highest, central_low, central_high; nothing is
influential then, and the spans of all units and of one left out (the widest of them) lie one under the other.
Options: reference (number), limits (pair), digits.
Words: x_axis, full, left_out, influential, not_available.
"""

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from wavework.charts import known_marks, style
from wavework.charts.axes import axis_height, limits_of, value_axis
from wavework.charts.chart_checks import Spec, Words, chart
from wavework.charts.rowgrid import Place, RowGrid, text_instead
from wavework.charts.sheet import Entry, Limits, row_text
from wavework.charts.text import text_width
from wavework.known import NOTHING
from wavework.language.numbers import from_to

LANE = 0.19


@chart(
    columns="row_label row_order unit_label estimate role",
    key="row_order unit_label",
    numeric="estimate",
    words="x_axis full left_out influential not_available",
    options={"reference": None, "limits": None, "digits": 2},
)
def draw(data: pd.DataFrame, spec: Spec, words: Words) -> Figure:
    """Draw the figure; see the module for columns, options and words."""
    grammar = known_marks.legend(data, words)
    widest = max(text_width(_range(row, spec, words), style.SMALL) for _, row in data.groupby("row_order"))
    grid = RowGrid(data, "row", least=0.42, aside=widest + 0.15, foot=axis_height(words["x_axis"]))
    limits = limits_of(data[["estimate", *known_marks.SPANS]], spec["limits"], spec["reference"])
    entries: list[Entry] = [
        (words["full"], {"colour": style.accent(), "marker": "o"}),
        (words["left_out"], {"colour": style.GREY, "marker": "|", "size": 8}),
        (words["influential"], {"colour": style.alarm(), "marker": "|", "size": 10}),
    ]
    if known_marks.is_span(data["known"]).any():  # then no single one stands out
        spans: list[Entry] = [(words[name], {"colour": look[0], "marker": look[1]}) for name, look in _looks().items()]
        entries = spans if known_marks.is_span(data["known"]).all() else [*entries, *spans[1:]]
    return grid.draw(spec, words, [*entries, *grammar], lambda place: _panel(place, limits))


def _estimates(row: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    """The estimate with all units, and those without each."""
    full = row["role"] == "full"
    return row.loc[full, "estimate"].dropna(), row.loc[~full, "estimate"].dropna()


def _widest(row: pd.DataFrame, full: bool) -> pd.Series | None:
    """What is possible with all units, or with one left out: the widest over them; None where nothing is."""
    spans = row[known_marks.is_span(row["known"]) & ((row["role"] == "full") == full)]
    if spans.empty:
        return None
    low, high = spans[["lowest", "central_low"]].min(), spans[["highest", "central_high"]].max()
    return pd.concat([low, high, pd.Series({"known": max(spans["known"])})])


def _range(row: pd.DataFrame, spec: Spec, words: Words) -> str:
    """The estimate and, in brackets, the range over the units left out."""
    spans = [cell for cell in (_widest(row, True), _widest(row, False)) if cell is not None]
    if spans:
        return max((from_to(cell, words, spec["digits"]) for cell in spans), key=len)
    full, others = _estimates(row)
    text = words.number(full.iloc[0], spec["digits"]) if len(full) else ""
    if len(others):
        low, high = (words.number(end, spec["digits"]) for end in (others.min(), others.max()))
        text += f" ({low} \u2026 {high})"
    return text


def _panel(place: Place, limits: Limits) -> None:
    spec, words = place.sheet.spec, place.sheet.words
    axes = value_axis(place, limits, words["x_axis"], spec["reference"])
    inch = (limits[1] - limits[0]) / place.width
    for row, centre, _ in place.centres():
        if known_marks.is_span(row["known"]).any():
            _spans(axes, row, centre, place)
            continue
        full, others = _estimates(row)
        if full.empty and others.empty:
            word = words["nothing" if (row["known"] == NOTHING).any() else "not_available"]
            text_instead(axes, limits[0], centre, word, place.width)
            continue
        if len(others):
            axes.plot(
                [others.min(), others.max()], [centre] * 2, color=style.house().sequential[2], linewidth=5, zorder=1
            )
            axes.plot(others, [centre] * len(others), "|", color=style.GREY, ms=8, mew=0.9, zorder=2)
        if len(full):
            axes.plot(full, [centre], "o", ms=6.5, mfc=style.accent(), mec=style.WHITE, mew=0.7, zorder=4)
        for _, unit in row[(row["role"] == "influential") & row["estimate"].notna()].iterrows():
            axes.plot(unit["estimate"], centre, "|", color=style.alarm(), ms=10, mew=1.8, zorder=3)
            half = text_width(unit["unit_label"], style.SMALL) / 2 * inch
            at = min(max(unit["estimate"], limits[0] + half), limits[1] - half)
            row_text(axes, at, centre - 0.16, unit["unit_label"], color=style.alarm(), ha="center")
        place.beside(0.12, centre, _range(row, spec, words))


def _looks() -> dict[str, tuple[str, str]]:
    """Colour and marker of spans."""
    return {"full": (style.accent(), "o"), "left_out": (style.GREY, "s")}


def _spans(axes: Axes, row: pd.DataFrame, centre: float, place: Place) -> None:
    """What is possible with all units, and under it with one left out."""
    for (name, (colour, marker)), side in zip(_looks().items(), (-1, 1), strict=True):
        cell, y = _widest(row, name == "full"), centre + side * LANE / 2
        if cell is not None:
            place.sheet.mark(place.left - 0.08, place.top + y, colour, marker, 4)
            known_marks.span(axes, cell, y, colour)
            place.beside(0.12, y, from_to(cell, place.sheet.words, place.sheet.spec["digits"]))
