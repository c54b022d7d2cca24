"""Axes: limits, round numbers, grid lines, numbers and titles."""

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from wavework.charts import known_marks, style
from wavework.charts.chart_checks import Words
from wavework.charts.rowgrid import Place, text_instead
from wavework.charts.sheet import Limits, Sheet, row_text
from wavework.charts.text import block_height, line_height, text_width, wrapped
from wavework.known import BOUNDS, NOTHING, REACHED


def limits_of(
    values: Sequence[float] | np.ndarray | pd.Series | pd.DataFrame,
    given: Sequence[float] | None = None,
    reference: float | None = None,
) -> Limits:
    """Limits of an axis: those given, or all values, and a reference, with a little room."""
    if given is not None:
        return float(given[0]), float(given[1])
    known = np.append(np.ravel(values), [] if reference is None else [reference]).astype(float)
    known = known[np.isfinite(known)]
    if len(known) == 0:
        return 0.0, 1.0
    low, high = float(known.min()), float(known.max())
    room = 0.05 * (high - low) or 0.5
    return low - room, high + room


def axis_height(title: str) -> Callable[[float], float]:
    """Height of tick labels and the title of an axis, as a function of the width to which the title is wrapped."""
    numbers = line_height(style.SMALL) + 0.03

    def height(width: float) -> float:
        return numbers + 0.02 + block_height(wrapped(title, width, style.SMALL), style.SMALL)

    return height if title else lambda width: numbers


def value_axis(place: Place, limits: Limits, title: str, reference: float | None = None) -> Axes:
    """Axes over a panel's rows, with grid lines behind these, numbers and the axis' title under them, and a stronger
    line at a reference."""
    axes = place.axes(limits)
    sheet, (low, high) = place.sheet, axes.get_xlim()
    inch = place.width / (high - low)
    bottom = place.rows.total
    ticks, texts = _numbered_ticks(low, high, place.width, sheet.words)
    for tick, text in zip(ticks, texts, strict=True):
        axes.plot([tick, tick], [0, bottom], color=style.RULE, linewidth=0.6, zorder=0, clip_on=False)
        half = text_width(text, style.SMALL) / 2
        at = min(place.left + (tick - low) * inch, sheet.width - half - 0.02)
        sheet.text(at, place.top + bottom + 0.03, text, size=style.SMALL, color=style.GREY, ha="center")
    if reference is not None and low <= reference <= high:
        axes.plot([reference] * 2, [0, bottom], color=style.INK, linewidth=0.9, zorder=1, dashes=(3, 2))
    text = wrapped(title, place.width, style.SMALL)
    under = place.top + bottom + 0.05 + line_height(style.SMALL)
    sheet.text(place.left + place.width / 2, under, text, size=style.SMALL, color=style.GREY, ha="center")
    return axes


def with_room(limits: Limits, label: float, width: float) -> Limits:
    """Limits widened so that a number of `label` inches fits outside the first and the last dot."""
    room = (limits[1] - limits[0]) * label / (width - 2 * label)
    return limits[0] - room, limits[1] + room


def span_or_dot(
    axes: Axes,
    place: Place,
    y: float,
    cell: known_marks.Cell,
    look: tuple[str, str],
    away: float,
    size: float,
    indent: float = 0.0,
    marker: str = "o",
) -> None:
    """What is possible of a value, with its ends in numbers; a dot where it is known; words where there is none.

    cell: value, known, lowest, highest. look: colour of the outline and of the filling. away: inches from a dot or an
    end to its number. size: of the dot. indent: of the words, in inches.
    """
    words, digits, inch = place.sheet.words, place.sheet.spec["digits"], known_marks.inches(axes)[0]
    if cell["known"] in (BOUNDS, REACHED):
        known_marks.span(axes, cell, y, look[0])
        for end, side, ha in ((cell["lowest"], -away, "right"), (cell["highest"], away, "left")):
            row_text(axes, end + side / inch, y, words.number(end, digits), ha=ha)
    elif cell["value"] == cell["value"]:
        axes.plot(cell["value"], y, marker, ms=size, mfc=look[1], mec=look[0], mew=1.2, zorder=3, clip_on=False)
        row_text(axes, cell["value"] + away / inch, y, words.number(cell["value"], digits))
    else:
        word = words["nothing"] if cell["known"] == NOTHING else instead(cell, words)
        text_instead(axes, axes.get_xlim()[0] + indent / inch, y, word, place.width)


def instead(cell: known_marks.Cell, words: Words) -> str:
    """What stands for a value that is missing: its `reason` if one is told."""
    return str(cell.get("reason", "") or words["not_available"])


def value_gutter(
    sheet: Sheet, right: float, top: float, height: float, limits: Limits, ticks: Sequence[float], texts: Sequence[str]
) -> None:
    """Numbers of an upright axis, ending at `right`. limits: the values at its bottom and its top."""
    for tick, text in zip(ticks, texts, strict=True):
        y = top + height * (limits[1] - tick) / (limits[1] - limits[0])
        sheet.text(right, y, text, "center", style.SMALL, color=style.GREY, ha="right")


def grid_lines(axes: Axes, x: Sequence[float] = (), y: Sequence[float] = ()) -> None:
    """Grid lines behind all that is drawn."""
    for tick in y:
        axes.axhline(tick, color=style.RULE, linewidth=0.6, zorder=0)
    for tick in x:
        axes.axvline(tick, color=style.RULE, linewidth=0.6, zorder=0)


def ticks_of(low: float, high: float, most: int, whole: bool = False) -> list[float]:
    """Round numbers between two limits, at most `most` steps; whole: no fractions."""
    steps = [1, 2, 2.5, 5, 10] if whole else [1, 2, 5, 10]
    ticks = MaxNLocator(nbins=most, steps=steps, integer=whole, min_n_ticks=1).tick_values(low, high)
    room = 1e-9 * (high - low)
    return [float(tick) for tick in ticks if low - room <= tick <= high + room]


def rank_ticks(low: float, high: float, most: int) -> list[float]:
    """Whole numbers between two limits of a rank: the first is 1, not 0."""
    ticks = ticks_of(low, high, most, whole=True)
    return [1.0, *(tick for tick in ticks if tick > 1 + (high - low) / 25)] if low <= 1 else ticks


def _numbered_ticks(low: float, high: float, width: float, words: Words) -> tuple[list[float], list[str]]:
    """Ticks and their numbers, as many as have room beside each other."""
    for most in range(max(2, int(width / 0.45)), 0, -1):
        ticks = ticks_of(low, high, most)
        texts = [words.number(tick, _digits(ticks)) for tick in ticks]
        widest = max((text_width(text, style.SMALL) for text in texts), default=0.0)
        if len(ticks) < 2 or (ticks[1] - ticks[0]) / (high - low) * width > widest + 0.12:
            break
    return ticks, texts


def _digits(ticks: Sequence[float]) -> int:
    """Decimals that the numbers of an axis need."""
    return next((d for d in range(6) if all(abs(round(tick, d) - tick) < 1e-9 for tick in ticks)), 6)
