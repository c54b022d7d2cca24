"""Charts made of labelled rows: panels side by side over the same rows, or one under the other over their own."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from wavework.charts import layout, style
from wavework.charts.contract import ordered
from wavework.charts.layout import Rows, Sheet
from wavework.language.numbers import number

BELOW = 0.14  # space under a line of panels
HEADING = layout.line_height(style.BASE) + 0.16  # a heading among rows, with the space above it


@dataclass(frozen=True)
class Line:
    """Panels that stand side by side: their numbers, the rows they share and the headings among these."""

    panels: list[int]
    orders: list[float]
    rows: Rows
    headings: list[tuple[float, str]]


@dataclass(frozen=True)
class Place:
    """Where one panel's rows are: the panel's table, its rows, and its axes' place on the sheet."""

    panel: pd.DataFrame
    orders: list[float]
    rows: Rows
    left: float
    top: float
    width: float

    def centres(self) -> Iterator[tuple[pd.DataFrame, float, float]]:
        """Of each row: the panel's rows of the table, centre and height in inches from the top of the axes."""
        for order, centre, height in zip(self.orders, self.rows.centres, self.rows.heights, strict=True):
            yield self.panel[self.panel["_row"] == order], centre, height


@dataclass(frozen=True)
class RowGrid:
    """Panels and rows laid out: titles, lines of panels, place and width of the panels, total height."""

    frames: list[pd.DataFrame]
    titles: list[str]
    lines: list[Line]
    first: float
    width: float
    aside: float
    gap: float
    head: float
    foot: float

    @property
    def height(self) -> float:
        return sum(self.head + line.rows.total + self.foot + BELOW for line in self.lines) - BELOW

    def places(self, sheet: Sheet, top: float) -> Iterator[Place]:
        """Draw row labels, headings and panel titles, and tell where each panel's axes belong."""
        for line in self.lines:
            start = top + self.head
            sheet.row_labels(line.rows, style.MARGIN, start)
            for y, heading in line.headings:
                sheet.text(style.MARGIN, start + y, heading, va="center", weight="bold", color=style.ACCENT)
            for column, panel in enumerate(line.panels):
                left = self.first + column * (self.width + self.aside + self.gap)
                sheet.text(left, start - 0.05, self.titles[panel], weight="bold", va="bottom")
                yield Place(self.frames[panel], line.orders, line.rows, left, start, self.width)
            top = start + line.rows.total + self.foot + BELOW


def row_grid(
    data: pd.DataFrame,
    row: str,
    *,
    title: Callable[[str, pd.DataFrame], str] = lambda label, panel: label,
    least: Callable[[pd.DataFrame, float], float] | float = 0.27,
    group: str = "",
    labels: float = 0.34,
    narrowest: float = 1.5,
    gap: float = 0.22,
    aside: float = 0.0,
    head: float = 0.0,
    foot: Callable[[float], float] | float = 0.0,
) -> RowGrid:
    """Lay out a table with `<row>_label`, `<row>_order` and, optionally, panels and groups of rows.

    title: panel's label and table -> its title. least: least height of a row, or a function of the row's part of
    the table and the panel's width. group: name of the columns that head blocks of rows. labels: largest share of
    the sheet for row labels. narrowest: least width of a panel. aside: space at the right of each panel.
    head: least space over the rows. foot: space under them, or a function of the panel's width.
    """
    data = data.assign(_row=data[f"{row}_order"])
    panels = ordered(data, "panel") if "panel_order" in data else [(1.0, "")]
    frames = [data[data["panel_order"] == order] if "panel_order" in data else data for order, _ in panels]
    apart = any(set(frame["_row"]) != set(frames[0]["_row"]) for frame in frames) and not _overlap(frames)
    inner = style.WIDE - 2 * style.MARGIN
    label_width = layout.rows_of([label for _, label in ordered(data, row)], labels * inner).label_width
    first = style.MARGIN + label_width + 0.15
    room = style.WIDE - style.MARGIN - first
    width, lines = layout.panel_lines(1 if apart else len(panels), room, narrowest + aside, gap)
    width -= aside
    if apart:
        lines = [[panel] for panel in range(len(panels))]
    titles = [
        layout.wrapped(title(label, frame), width + aside, style.BASE, True)
        for (_, label), frame in zip(panels, frames, strict=True)
    ]
    head = max(head, *(layout.block_height(text, style.BASE) + 0.06 if text else 0.0 for text in titles))
    return RowGrid(
        frames,
        titles,
        [_line(data, frames, line, row, group, least, labels * inner, width) for line in lines],
        first,
        width,
        aside,
        gap,
        head,
        foot(width) if callable(foot) else foot,
    )


def _overlap(frames: Sequence[pd.DataFrame]) -> bool:
    """Whether any two panels share a row: then all stand side by side over all rows."""
    rows = [set(frame["_row"]) for frame in frames]
    return any(rows[i] & rows[j] for i in range(len(rows)) for j in range(i))


def _line(
    data: pd.DataFrame,
    frames: Sequence[pd.DataFrame],
    panels: list[int],
    row: str,
    group: str,
    least: Callable[[pd.DataFrame, float], float] | float,
    widest: float,
    width: float,
) -> Line:
    shown = pd.concat([frames[panel] for panel in panels]) if len(panels) == 1 else data
    names = ordered(shown, row)
    before, headings = [0.0] * len(names), [""] * len(names)
    if group and f"{group}_order" in shown:
        group_of = shown.drop_duplicates("_row").set_index("_row")
        names.sort(key=lambda name: (group_of.at[name[0], f"{group}_order"], name[0]))
        groups = [str(group_of.at[order, f"{group}_label"]) for order, _ in names]
        headings = [label if label != last else "" for label, last in zip(groups, ["", *groups], strict=False)]
        before = [(HEADING if k else HEADING - 0.1) if heading else 0.0 for k, heading in enumerate(headings)]
    orders = [order for order, _ in names]
    high = [
        max(least(frame[frame["_row"] == order], width) for frame in frames) if callable(least) else least
        for order in orders
    ]
    rows = layout.rows_of([label for _, label in names], widest, high, before=before)
    tops = rows.centres - rows.heights / 2
    heads = [
        (top - 0.04 - layout.line_height(style.BASE) / 2, heading)
        for top, heading in zip(tops, headings, strict=True)
        if heading
    ]
    return Line(panels, orders, rows, heads)


def text_instead(axes: Axes, x: float, centre: float, text: str, width: float, **options: Any) -> None:
    """Text in place of a picture, wrapped to `width` and centred in its row."""
    lines = layout.wrapped(text, width, style.SMALL).split("\n")
    high = layout.line_height(style.SMALL)
    for place, line in enumerate(lines):
        y = centre + (place - (len(lines) - 1) / 2) * high
        layout.row_text(axes, x, y, line, **{"color": style.GREY, "style": "italic", "ground": True, **options})


def height_of_text(text: str, width: float) -> float:
    """Height of a row that holds `text_instead`."""
    return layout.block_height(layout.wrapped(text, width, style.SMALL), style.SMALL) + 0.08


def limits_of(values: Sequence[float] | np.ndarray, given: Sequence[float] | None = None) -> tuple[float, float]:
    """Limits of an axis: those given, or all values with a little room."""
    if given is not None:
        return float(given[0]), float(given[1])
    known = np.asarray(values, dtype=float)
    known = known[np.isfinite(known)]
    if len(known) == 0:
        return 0.0, 1.0
    low, high = float(known.min()), float(known.max())
    room = 0.05 * (high - low) or 0.5
    return low - room, high + room


def axis_height(title: str) -> Callable[[float], float]:
    """Height of tick labels and the title of an axis, as a function of the width to which the title is wrapped."""
    numbers = layout.line_height(style.SMALL) + 0.03

    def height(width: float) -> float:
        return numbers + 0.02 + layout.block_height(layout.wrapped(title, width, style.SMALL), style.SMALL)

    return height if title else lambda width: numbers


def value_axis(
    sheet: Sheet,
    axes: Axes,
    place: Place,
    title: str,
    words: Mapping[str, str],
    reference: float | None = None,
    digits: int | None = None,
) -> None:
    """Grid lines behind the rows, numbers and the axis' title under them, and a stronger line at a reference."""
    low, high = axes.get_xlim()
    inch = place.width / (high - low)
    bottom = place.rows.total
    ticks, texts = _numbered_ticks(low, high, place.width, words, digits)
    for tick, text in zip(ticks, texts, strict=True):
        axes.plot([tick, tick], [0, bottom], color=style.RULE, linewidth=0.6, zorder=0, clip_on=False)
        half = layout.text_width(text, style.SMALL) / 2
        at = min(place.left + (tick - low) * inch, sheet.width - half - 0.02)
        sheet.text(at, place.top + bottom + 0.03, text, size=style.SMALL, color=style.GREY, ha="center")
    if reference is not None and low <= reference <= high:
        axes.plot([reference] * 2, [0, bottom], color=style.INK, linewidth=0.9, zorder=1, dashes=(3, 2))
    text = layout.wrapped(title, place.width, style.SMALL)
    under = place.top + bottom + 0.05 + layout.line_height(style.SMALL)
    sheet.text(place.left + place.width / 2, under, text, size=style.SMALL, color=style.GREY, ha="center")


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


def _numbered_ticks(
    low: float, high: float, width: float, words: Mapping[str, str], digits: int | None
) -> tuple[list[float], list[str]]:
    """Ticks and their numbers, as many as have room beside each other."""
    for most in range(max(2, int(width / 0.45)), 0, -1):
        ticks = ticks_of(low, high, most)
        texts = [number(tick, _digits(ticks) if digits is None else digits, words) for tick in ticks]
        widest = max((layout.text_width(text, style.SMALL) for text in texts), default=0.0)
        if len(ticks) < 2 or (ticks[1] - ticks[0]) / (high - low) * width > widest + 0.12:
            break
    return ticks, texts


def _digits(ticks: Sequence[float]) -> int:
    """Decimals that the numbers of an axis need."""
    return next((d for d in range(6) if all(abs(round(tick, d) - tick) < 1e-9 for tick in ticks)), 6)
