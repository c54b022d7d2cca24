"""Items in a given order: bars of counts in one wave, or dots joined over two waves.

Columns: item_label, item_order (the order of the rows); wave_label, wave_order; value; n.
Options: measure: count (bars from 0 to n, labelled "7 of 11"; waves one above the other) or score (dots,
labelled with the score; the first wave hollow, the last filled); limits (pair, for score); digits.
Optional, of what is possible (see `known_marks`): known, lowest, highest: a count is solid to its lowest and striped to
its highest, a score is a striped bar without a dot; the value is then empty.
A missing value is written as its cell of the optional column `reason`, or as words["not_available"].
Words: x_axis, of, not_available.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from wavework.charts import known_marks, style
from wavework.charts.axes import axis_height, instead, limits_of, span_or_dot, value_axis, with_room
from wavework.charts.chart_checks import Spec, Words, chart, ordered, problems_in
from wavework.charts.rowgrid import Place, RowGrid, text_instead
from wavework.charts.shape import shape
from wavework.charts.sheet import row_text
from wavework.charts.text import text_width
from wavework.known import BOUNDS, NOTHING
from wavework.language.numbers import from_to
from wavework.problems import Problem

BAR = 0.17
MARKERS = ("o", "s", "^", "D")  # of waves, from the last but one on


def _problems(data: pd.DataFrame, spec: Spec, file: str) -> list[Problem]:
    """Counts outside 0 … n."""
    bad = data[(data["value"] < 0) | (data["value"] > data["n"])] if spec["measure"] == "count" else data[:0]
    return problems_in(bad, "value", "{value:g} of n = {n:g}", "a count from 0 to n", file)


@chart(
    columns="item_label item_order wave_label wave_order value n",
    key="item_order wave_order",
    numeric="value n",
    words="of not_available",
    options={"measure": "count", "limits": None, "digits": 1},
    check=_problems,
)
def draw(data: pd.DataFrame, spec: Spec, words: Words) -> Figure:
    """Draw the figure; see the module for columns, options and words."""
    waves = ordered(data, "wave")
    grammar = known_marks.legend(data, words)
    scores = spec["measure"] == "score"
    grid = RowGrid(
        data,
        "item",
        least=(lambda row, width: _dots_height(row)) if scores else 0.1 * shape().air + BAR * len(waves),
        labels=0.45,
        foot=axis_height(words.get("x_axis", "")) if scores else 0.0,
    )
    colours = [style.accent()] if len(waves) == 1 else style.scale_colours(len(waves) + 1)[: len(waves)][::-1]
    keys: list[dict[str, Any]] = [
        {"colour": style.accent(), "marker": _marker(before), "hollow": before > 0} if scores else {"colour": colour}
        for before, colour in zip(range(len(waves))[::-1], colours, strict=True)
    ]
    entries = [(label, key) for (_, label), key in zip(waves, keys, strict=True)] if len(waves) > 1 else []
    sheet = grid.sheet(spec, words, [*entries, *grammar])
    for place in grid.places(sheet):
        if scores:
            _dots(place, [order for order, _ in waves], spec, words)
        else:
            _bars(place, dict(zip([order for order, _ in waves], colours, strict=True)), words)
    return sheet.figure


def _marker(before: int) -> str:
    """The shape of a wave with so many after it: the first waves are hollow, and told apart by it."""
    return MARKERS[max(before - 1, 0) % len(MARKERS)]


def _bars(place: Place, colours: Mapping[float, str], words: Words) -> None:
    """A bar for each wave from 0 to its count, on a faint track to n, so that the whole is seen too."""
    most = place.panel["n"].max()
    texts = [words.of(n, n) for n in place.panel["n"].dropna()]
    for _, cell in place.panel[place.panel["known"] == BOUNDS].iterrows():
        texts.append(words["of"].format(count=from_to(cell, words, 0), n=words.number(cell["n"])))
    room = max((text_width(text, style.SMALL) for text in texts), default=0.0) + 0.12
    end = most / (1 - room / place.width) if most > 0 else 1.0
    axes = place.axes((0, end))
    for row, centre, _ in place.centres():
        for lane, (wave, colour) in enumerate(colours.items()):
            y = centre + (lane - (len(colours) - 1) / 2) * BAR
            cell = _cell(row, wave)
            value, n, known = cell["value"], cell["n"], cell["known"]
            if known == NOTHING:
                axes.barh(y, n, BAR - 0.03, color=style.WHITE, edgecolor=style.HATCH, linewidth=0.5)
                text_instead(axes, 0.08 * end / place.width, y, words["nothing"], place.width)
                continue
            if not ((value == value or known == BOUNDS) and n > 0):
                text_instead(axes, 0, y, instead(cell, words), place.width)
                continue
            axes.barh(y, n, BAR - 0.03, color=style.FAINT, edgecolor=style.RULE, linewidth=0.5)
            axes.barh(y, cell["lowest"] if known == BOUNDS else value, BAR - 0.03, color=colour, zorder=2)
            text = words.of(value, n) if value == value else ""
            if known == BOUNDS:
                look: dict[str, Any] = {"edgecolor": colour, "linewidth": 0.5, "zorder": 2}
                ends = cell["lowest"], cell["highest"]
                known_marks.bar(axes, ends, y, BAR - 0.03, (style.WHITE, colour), **look)
                text = words["of"].format(count=from_to(cell, words, 0), n=words.number(n))
            row_text(axes, n + 0.07 * end / place.width, y, text)


def _cell(row: pd.DataFrame, wave: float) -> Any:
    """The row's cell of a wave; empty where there is none."""
    cell = row[row["wave_order"] == wave]
    nan = float("nan")
    return cell.iloc[0] if len(cell) else {"value": nan, "n": nan, "known": ""}


def _dots_height(row: pd.DataFrame) -> float:
    lanes = row["wave_order"].nunique() if _in_lanes(row) else 1
    return 0.1 * shape().air + BAR * max(lanes, 1)


def _in_lanes(row: pd.DataFrame) -> bool:
    """Whether the waves lie one under the other: spans, and words for a missing value. Dots stand side by side."""
    return bool((row["known"] != "").any() or row["value"].isna().any())


def _dots(place: Place, waves: list[float], spec: Spec, words: Words) -> None:
    """A dot for each wave at its score; the first waves hollow, the last filled, joined by a line."""
    ends = np.ravel(place.panel[["value", "lowest", "highest"]])
    limits = limits_of(ends, spec["limits"])
    texts = [words.number(value, spec["digits"]) for value in ends if value == value]
    label = max((text_width(text, style.SMALL) for text in texts), default=0.0) + 0.12
    axes = value_axis(place, with_room(limits, label, place.width), words.get("x_axis", ""))
    inch = 1 / known_marks.inches(axes)[0]
    for row, centre, _ in place.centres():
        if _in_lanes(row):
            _spans(axes, row, centre, waves, place)
            continue
        values = row.set_index("wave_order")["value"].reindex(waves)
        known = values.dropna()
        axes.plot(known, [centre] * len(known), color=style.accent(), linewidth=1.8, alpha=0.45, zorder=2)
        for wave, value in known.items():
            face = style.accent() if wave == waves[-1] else style.WHITE
            shape = _marker(len(waves) - 1 - waves.index(float(str(wave))))
            axes.plot(value, centre, shape, ms=6.3, mfc=face, mec=style.accent(), mew=1.2, zorder=3, clip_on=False)
        low, high = (words.number(end, spec["digits"]) for end in (known.min(), known.max()))
        row_text(axes, known.max() + 0.09 * inch, centre, high)
        if low != high:
            row_text(axes, known.min() - 0.09 * inch, centre, low, ha="right")


def _spans(axes: Any, row: pd.DataFrame, centre: float, waves: list[float], place: Place) -> None:
    """What is possible of a score, the waves one under the other; a dot where it is known."""
    for lane, wave in enumerate(waves):
        y = centre + (lane - (len(waves) - 1) / 2) * BAR
        face, shape = style.accent() if wave == waves[-1] else style.WHITE, _marker(len(waves) - 1 - lane)
        if len(waves) > 1:
            place.sheet.mark(place.left + 0.02, place.top + y, style.accent(), shape, 3.8, markerfacecolor=face)
        span_or_dot(axes, place, y, _cell(row, wave), (style.accent(), face), 0.09, 6.3, indent=0.12, marker=shape)
