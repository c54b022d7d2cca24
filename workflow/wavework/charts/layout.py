"""Geometry that all kinds share: measured and wrapped text, rows, legends, labels that keep off each other.

All lengths are inches, from the top left corner of the sheet downwards.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg, RendererAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.patches import Rectangle
from matplotlib.text import Text

from wavework.charts import style

LINE = 1.25  # line height in units of the type size
CAP = 0.73  # height of capitals in units of the type size
FOOT = 0.14  # space between a chart and what is written under it
_FINE = 720  # dots per inch at which text is measured


@cache
def text_width(text: str, size: float, bold: bool = False) -> float:
    """Width of one line of text in inches."""
    font = FontProperties(family=[style.FONT], size=size, weight="bold" if bold else "normal")
    width, _, _ = _ruler().get_text_width_height_descent(text, font, ismath=False)
    return float(width) / _FINE


@cache
def _ruler() -> RendererAgg:
    return RendererAgg(1, 1, _FINE)


def line_height(size: float) -> float:
    """Height of one line of text in inches."""
    return size * LINE / 72


def wrapped(text: str, width: float, size: float, bold: bool = False, even: bool = False) -> str:
    """Text broken into lines of at most `width`: at spaces (never at no-break spaces), within a word if need be.

    even: lines of a like length, as many as are needed anyway; otherwise each line is filled.
    """
    lines = _filled(text, width, size, bold)
    narrow, wide = 0.0, width
    if even and len(lines) > 1:
        for _ in range(8):
            trial = _filled(text, (narrow + wide) / 2, size, bold)
            if len(trial) > len(lines):
                narrow = (narrow + wide) / 2
            else:
                wide, lines = (narrow + wide) / 2, trial
    return "\n".join(lines)


def _filled(text: str, width: float, size: float, bold: bool) -> list[str]:
    lines: list[str] = []
    line = ""
    for word in text.split(" "):
        longer = f"{line} {word}" if line else word
        if text_width(longer, size, bold) <= width:
            line = longer
            continue
        if line:
            lines.append(line)
        while text_width(word, size, bold) > width and len(word) > 1:
            fits = next(k for k in range(len(word) - 1, 0, -1) if k == 1 or text_width(word[:k], size, bold) <= width)
            lines.append(word[:fits])
            word = word[fits:]
        line = word
    return [*lines, line]


def block_width(text: str, size: float, bold: bool = False) -> float:
    """Width of the longest line of a text."""
    return max(text_width(line, size, bold) for line in text.split("\n"))


def block_height(text: str, size: float) -> float:
    """Height of a text of one or more lines."""
    return line_height(size) * (text.count("\n") + 1)


@dataclass(frozen=True)
class Rows:
    """Labelled rows, one under the other: wrapped labels, centres and heights, total height, label width."""

    labels: list[str]
    centres: np.ndarray
    heights: np.ndarray
    total: float
    label_width: float


def rows_of(
    labels: Sequence[str],
    widest: float,
    least: float | Sequence[float] = 0.27,
    gap: float = 0.09,
    before: Sequence[float] | None = None,
    size: float = style.BASE,
) -> Rows:
    """Lay out rows: labels wrapped to `widest`, each row as high as its label needs but at least `least`.

    gap: white space that belongs to each row. before: extra space over each row (for headings).
    """
    texts = [wrapped(label, widest, size, even=True) for label in labels]
    heights = np.maximum(least, [block_height(text, size) + gap for text in texts])
    spaces = np.zeros(len(texts)) if before is None else np.asarray(before, dtype=float)
    centres = np.cumsum(heights + spaces) - heights / 2
    width = max((block_width(text, size) for text in texts), default=0.0)
    return Rows(texts, centres, heights, float((heights + spaces).sum()), width)


class Sheet:
    """A figure measured in inches from its top left corner, with its basis and note under the body."""

    def __init__(self, body: float, spec: Mapping[str, Any], words: Mapping[str, str], width: float = style.WIDE):
        basis = spec.get("basis")
        mark = words[f"basis_{basis}"] if basis else ""
        self.width = width
        self.inner = width - 2 * style.MARGIN
        mark = wrapped(mark, self.inner - 0.14, style.SMALL, bold=True) if mark else ""
        note = wrapped(spec["note"], self.inner, style.SMALL) if spec.get("note") else ""
        foot = sum(block_height(text, style.SMALL) for text in (mark, note) if text)
        self.height = body + (foot + FOOT if foot else 0) + 2 * style.MARGIN
        self.figure = Figure(figsize=(width, self.height))
        FigureCanvasAgg(self.figure)
        top = style.MARGIN + body + FOOT
        if mark:
            # The reader must not take drawn answers for collected ones: the mark has a bar in the alarm colour.
            colour = style.ALARM if basis == "reconstructed" else style.GREY
            high = block_height(mark, style.SMALL)
            self.box(style.MARGIN, top, 0.045, high, colour)
            self.text(style.MARGIN + 0.1, top, mark, size=style.SMALL, color=colour, weight="bold", va="top")
            top += high
        if note:
            self.text(style.MARGIN, top, note, size=style.SMALL, color=style.GREY, va="top")

    def axes(self, left: float, top: float, width: float, height: float) -> Axes:
        """Axes at a place of the sheet."""
        bottom = self.height - top - height
        place = (left / self.width, bottom / self.height, width / self.width, height / self.height)
        return self.figure.add_axes(place)

    def text(
        self, left: float, top: float, text: str, va: str = "top", size: float = style.BASE, **options: Any
    ) -> list[Text]:
        """Text at a place of the sheet, a `Text` for each line.

        va: what `top` is of the block: its top, center or bottom. Lines stand on baselines of their own, so that
        neither accents nor descenders shift a label against its neighbours.
        """
        lines = text.split("\n")
        start = top - {"top": 0.0, "center": 0.5, "bottom": 1.0}[va] * line_height(size) * len(lines)
        return [
            self.figure.text(
                left,
                self.height - start - (place + 0.5) * line_height(size) - CAP / 2 * size / 72,
                line,
                va="baseline",
                size=size,
                transform=self.figure.dpi_scale_trans,
                **options,
            )
            for place, line in enumerate(lines)
        ]

    def upright_text(self, centre: float, bottom: float, text: str, size: float = style.SMALL, **options: Any) -> Text:
        """One line of text that runs upwards from `bottom`, its capitals centred on `centre`."""
        baseline = centre + CAP / 2 * size / 72
        options = {"rotation": 90, "rotation_mode": "anchor", "va": "baseline", "ha": "left", **options}
        place: dict[str, Any] = {"transform": self.figure.dpi_scale_trans}
        return self.figure.text(baseline, self.height - bottom, text, size=size, **place, **options)

    def box(self, left: float, top: float, width: float, height: float, colour: str, **options: Any) -> Rectangle:
        """A filled rectangle at a place of the sheet."""
        box = Rectangle(
            (left, self.height - top - height),
            width,
            height,
            facecolor=colour,
            transform=self.figure.dpi_scale_trans,
            **{"linewidth": 0, **options},
        )
        self.figure.add_artist(box)
        return box

    def row_labels(self, rows: Rows, left: float, top: float, size: float = style.BASE, **options: Any) -> None:
        """The labels of rows, left-aligned, each centred in its row."""
        for label, centre in zip(rows.labels, rows.centres, strict=True):
            self.text(left, top + centre, label, size=size, va="center", **options)


def row_axes(sheet: Sheet, rows: Rows, left: float, top: float, width: float, limits: tuple[float, float]) -> Axes:
    """Axes over rows: y is inches from the top of the first row, x runs over `limits`; no frame."""
    axes = sheet.axes(left, top, width, rows.total)
    axes.set_ylim(rows.total, 0)
    axes.set_xlim(*limits)
    axes.set_xticks([])
    axes.set_yticks([])
    axes.spines[:].set_visible(False)
    return axes


def row_text(axes: Axes, x: float, y: float, text: str, size: float = style.SMALL, **options: Any) -> Text:
    """One line of text in axes over rows, its capitals centred on y.

    ground=True puts white behind it, so that grid and reference lines do not strike through it.
    """
    if options.pop("ground", False):
        options["bbox"] = {"facecolor": style.WHITE, "edgecolor": "none", "pad": 0.7}
    return axes.text(x, y + CAP / 2 * size / 72, text, size=size, **{"va": "baseline", **options})


def panel_lines(panels: int, width: float, least: float, gap: float, most: int = 4) -> tuple[float, list[list[int]]]:
    """Panels side by side in as few lines as keep each at least `least` wide: (width of each, panels per line)."""
    columns = max(1, min(panels, most, int((width + gap) / (least + gap))))
    columns = -(-panels // -(-panels // columns))  # even lines: 2 and 2, not 3 and 1
    each = (width - gap * (columns - 1)) / columns
    return each, [list(range(first, min(first + columns, panels))) for first in range(0, panels, columns)]


@dataclass(frozen=True)
class Legend:
    """Entries placed in lines of at most a given width: (left, line number) of each, and the height of all."""

    places: list[tuple[float, int]]
    labels: list[str]
    height: float
    line: float


SWATCH = 0.2  # width of a key and the space after it


def legend_of(labels: Sequence[str], width: float, size: float = style.SMALL, gap: float = 0.2) -> Legend:
    """Place legend entries from the left, in reading order, breaking lines where the width is used up."""
    places, texts = [], []
    left, line, most = 0.0, 0, 1
    for label in labels:
        text = wrapped(label, width - SWATCH, size)
        needed = SWATCH + block_width(text, size)
        if left > 0 and left + needed > width:
            left, line = 0.0, line + 1
        places.append((left, line))
        texts.append(text)
        most = max(most, text.count("\n") + 1)
        left += needed + gap
    high = line_height(size) * most + 0.03
    return Legend(places, texts, high * (line + 1), high)


def draw_legend(
    sheet: Sheet, legend: Legend, keys: Sequence[Mapping[str, Any]], left: float, top: float, size: float = style.SMALL
) -> None:
    """Draw a legend. A key is {colour, hatch} for a box; with `marker` (and `hollow`) a point, with `line` a line."""
    for (x, line), label, key in zip(legend.places, legend.labels, keys, strict=True):
        middle = top + (line + 0.5) * legend.line
        centre = left + x + SWATCH / 2 - 0.03
        if "line" in key:
            ends = [left + x, left + x + SWATCH - 0.06]
            _point(sheet, ends, [middle] * 2, color=key["colour"], linestyle=key["line"], linewidth=1.2)
        if "marker" in key:
            face = style.WHITE if key.get("hollow") else key["colour"]
            _point(
                sheet, [centre], [middle], color=key["colour"], marker=key["marker"], markerfacecolor=face,
                markersize=key.get("size", 6), linestyle="none",
            )  # fmt: skip
        if not {"line", "marker"} & set(key):
            box_of_answer(sheet, left + x, middle - 0.055, 0.14, 0.11, key)
        sheet.text(left + x + SWATCH, middle, label, size=size, va="center")


def _point(sheet: Sheet, xs: Sequence[float], ys: Sequence[float], **options: Any) -> None:
    from matplotlib.lines import Line2D

    up = [sheet.height - y for y in ys]
    sheet.figure.add_artist(Line2D(list(xs), up, transform=sheet.figure.dpi_scale_trans, **options))


def line(sheet: Sheet, xs: Sequence[float], ys: Sequence[float], colour: str, width: float) -> None:
    """A thin line through places of the sheet."""
    _point(sheet, xs, ys, color=colour, linewidth=width)


def mark(sheet: Sheet, left: float, top: float, colour: str, marker: str, filling: Any, size: float = 6) -> None:
    """A marker at a place of the sheet; `filling` is a fill style of matplotlib."""
    _point(
        sheet, [left], [top], color=colour, marker=marker, markersize=size, fillstyle=filling,
        markerfacecoloralt=style.WHITE, linestyle="none",
    )  # fmt: skip


def box_of_answer(sheet: Sheet, left: float, top: float, width: float, height: float, key: Mapping[str, Any]) -> None:
    """A box in an answer's colour; pale ones have an outline so that they show on white."""
    sheet.box(left, top, width, height, key["colour"], hatch=key.get("hatch"), edgecolor=style.HATCH, linewidth=0.5)


def spread(wanted: Sequence[float], gap: float, low: float, high: float) -> np.ndarray:
    """Positions as near as possible to those wanted, in their order, at least `gap` apart, within low … high.

    Least squares: subtracting the gaps turns it into isotonic regression (pool adjacent violators), and the
    bounded solution is the unbounded one clipped. If there is no room for all, the gap shrinks evenly.
    """
    values = np.asarray(wanted, dtype=float)
    if len(values) == 0:
        return values
    if len(values) > 1:
        gap = min(gap, (high - low) / (len(values) - 1))
    order = np.argsort(values, kind="stable")
    steps = gap * np.arange(len(values))
    pools: list[tuple[float, int]] = []
    for value in values[order] - steps:
        total, size = float(value), 1
        while pools and pools[-1][0] / pools[-1][1] > total / size:
            before, many = pools.pop()
            total, size = total + before, size + many
        pools.append((total, size))
    level = np.concatenate([np.full(size, total / size) for total, size in pools])
    placed = np.clip(level, low, high - steps[-1]) + steps
    result = np.empty_like(placed)
    result[order] = placed
    return result
