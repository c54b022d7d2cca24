"""Geometry that all kinds share: measured and wrapped text, rows, legends, labels that keep off each other.

All lengths are inches, from the top left corner of the sheet downwards.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.text import Text

from wavework.charts import style
from wavework.charts.chart_checks import Spec, Words
from wavework.charts.known_marks import PERIOD, striped
from wavework.charts.panel import Panel
from wavework.charts.shape import shape
from wavework.charts.text import CAP, Line, block_height, block_width, line_height, wrapped
from wavework.problems import InputError, Problem

Limits = tuple[float, float]  # of an axis

FOOT = 0.14  # space between a chart and what is written under it


@dataclass(frozen=True)
class Rows:
    """Labelled rows, one under the other: wrapped labels and their centres, centres and heights of what is beside or
    under them, where each row begins (under its heading), total height, label width."""

    labels: list[str]
    label_centres: np.ndarray
    centres: np.ndarray
    heights: np.ndarray
    starts: np.ndarray
    total: float
    label_width: float
    above: bool = False

    @property
    def ends(self) -> np.ndarray:
        """Where each row ends."""
        return np.asarray(self.centres + self.heights / 2)

    def fitting(self, room: float) -> "Rows":
        """The rows that have room, one at least."""
        return self if self.total <= room else self.first(max(1, int((self.ends <= room).sum())))

    def first(self, many: int) -> "Rows":
        """The first of the rows."""
        total = float(self.ends[many - 1]) if many else 0.0
        return replace(
            self,
            labels=self.labels[:many],
            label_centres=self.label_centres[:many],
            centres=self.centres[:many],
            heights=self.heights[:many],
            starts=self.starts[:many],
            total=total,
        )


def rows_of(
    labels: Sequence[str],
    widest: float,
    least: float | Sequence[float] = 0.27,
    gap: float = 0.09,
    before: Sequence[float] | None = None,
    size: float | None = None,
    above: bool = False,
) -> Rows:
    """Lay out rows: labels wrapped to `widest`, each row as high as its label needs but at least `least`.

    gap: white space that belongs to each row. before: extra space over each row (for headings). above: labels stand
    over what they name, which is `least` high.
    """
    size, gap = size or shape().base, gap * shape().air
    texts = [wrapped(label, widest, size, even=not above) for label in labels]
    blocks = np.array([block_height(text, size) if text else 0.0 for text in texts])
    spaces = np.zeros(len(texts)) if before is None else np.asarray(before, dtype=float)
    heights = np.maximum(least, 0.0 if above else blocks + gap) + np.zeros(len(texts))
    over = blocks + 0.04 if above else np.zeros(len(texts))
    centres = np.cumsum(heights + spaces + over) - heights / 2
    starts = centres - heights / 2 - over
    label_centres = starts + 0.02 + blocks / 2 if above else centres
    width = max((block_width(text, size) for text in texts), default=0.0)
    return Rows(texts, label_centres, centres, heights, starts, float((heights + spaces + over).sum()), width, above)


Entry = tuple[str, Mapping[str, Any]]  # of a legend: label and key
SWATCH = 0.2  # width of a key and the space after it


@dataclass(frozen=True)
class Around:
    """What stands round a chart: its legend over it, the mark of its basis and its note under it."""

    entries: Sequence[Entry]
    legend: list[tuple[float, float, float, str]]  # left, top and height of each entry, its label
    above: float
    mark: str
    note: str

    @property
    def height(self) -> float:
        """Height of all that is not the chart."""
        foot = sum(block_height(text, style.SMALL) for text in (self.mark, self.note) if text)
        return self.above + (foot + FOOT * shape().air if foot else 0) + 2 * style.MARGIN * shape().air

    @property
    def room(self) -> float:
        """Height that the shape leaves for the chart."""
        return shape().height - self.height


def around(spec: Spec, words: Words, entries: Sequence[Entry] = (), gap: float = 0.1) -> Around:
    """What stands round a chart; see `Sheet`."""
    inner = shape().width - 2 * style.MARGIN
    mark = words[f"basis_{spec['basis']}"] if spec.get("basis") else ""
    mark = wrapped(mark, inner - 0.14, style.SMALL, bold=True) if mark else ""
    note = wrapped(spec["note"], inner, style.SMALL) if spec.get("note") else ""
    return Around(entries, *_legend(entries, gap), mark, note)


class Sheet:
    """A figure measured in inches from its top left corner: legend, body from `top` on, its basis and note under it."""

    def __init__(self, body: float, spec: Spec, words: Words, entries: Sequence[Entry] = (), gap: float = 0.1):
        """body: height under the legend, which has these entries, and `gap` under it.

        A key is {colour, hatch} for a box, or with `stripes`, their colour (and `period`); with `marker` (and `hollow`,
        `size`) a point, with `line` a line, with `sign` a sign. An entry with `first` begins a new line.
        """
        self.spec, self.words, self.width = spec, words, shape().width
        ground = around(spec, words, entries, gap)
        self.top = style.MARGIN * shape().air + ground.above
        self.height = body + ground.height
        if self.height > shape().height + 1e-6:
            found = f"the drawing is {self.height * shape().zoom:.1f} inches high, of which the shape has "
            found += f"{shape().height * shape().zoom:.1f}"
            remedy = "show less in one figure, or give its answers shorter names"
            raise InputError(Problem(f"figures/{spec['id']}.csv", found, "a drawing that fits", remedy))
        self.figure = Figure(figsize=(self.width, self.height))
        FigureCanvasAgg(self.figure)
        top = self.top + body + FOOT * shape().air
        if mark := ground.mark:
            # The reader must not take what is possible for what was collected: the mark is in the darkest ink.
            colour = style.INK if spec["basis"] == "reconstructed" else style.GREY
            high = block_height(mark, style.SMALL)
            self.box(style.MARGIN, top, 0.045, high, colour)
            self.text(style.MARGIN + 0.1, top, mark, size=style.SMALL, color=colour, weight="bold", va="top")
            top += high
        if ground.note:
            self.text(style.MARGIN, top, ground.note, size=style.SMALL, color=style.GREY, va="top")
        for (left, top, line, label), (_, key) in zip(ground.legend, entries, strict=True):
            self._draw_entry(left, top + line / 2, label, key)

    def axes(
        self, left: float, top: float, width: float, height: float, x: Limits = (0, 1), y: Limits = (0, 1)
    ) -> Panel:
        """Axes at a place of the sheet, x and y their limits: without frame or ticks, which `axes` draws."""
        bottom = self.height - top - height
        place = (left / self.width, bottom / self.height, width / self.width, height / self.height)
        axes = self.figure.add_axes(place, axes_class=Panel, xlim=x, ylim=y, xticks=[], yticks=[])
        axes.spines[:].set_visible(False)
        return cast(Panel, axes)

    def _draw_entry(self, left: float, middle: float, label: str, key: Mapping[str, Any]) -> None:
        colour = key["colour"]
        if "sign" in key:
            self.text(left, middle, key["sign"], "center", style.SMALL, color=colour)
        if "line" in key:
            self.line([left, left + SWATCH - 0.06], [middle] * 2, colour, linestyle=key["line"], linewidth=1.2)
        if "marker" in key:
            face = style.WHITE if key.get("hollow") else colour
            size = key.get("size", 6)
            self.mark(left + SWATCH / 2 - 0.03, middle, colour, key["marker"], size, markerfacecolor=face)
        if "stripes" in key:
            self.striped(left, middle - 0.055, 0.14, 0.11, (colour, key["stripes"]), key.get("period", PERIOD))
        elif not {"line", "marker", "sign"} & set(key):
            outline: dict[str, Any] = {"edgecolor": style.HATCH, "linewidth": 0.5}  # so that pale ones show
            self.box(left, middle - 0.055, 0.14, 0.11, colour, hatch=key.get("hatch"), **outline)
        self.text(left + SWATCH, middle, label, size=style.SMALL, va="center")

    def text(
        self, left: float, top: float, text: str, va: str = "top", size: float | None = None, **options: Any
    ) -> list[Text]:
        """Text at a place of the sheet, a `Text` for each line.

        va: what `top` is of the block: its top, center or bottom. Lines stand on baselines of their own, so that
        neither accents nor descenders shift a label against its neighbours.
        """
        size = size or shape().base
        lines = text.split("\n")
        start = top - {"top": 0.0, "center": 0.5, "bottom": 1.0}[va] * line_height(size) * len(lines)
        first = self.height - start - 0.5 * line_height(size) - CAP / 2 * size / 72
        return [
            self._line_of_text(left, first - place * line_height(size), line, size=size, **options)
            for place, line in enumerate(lines)
        ]

    def _line_of_text(self, x: float, y: float, text: str, **options: Any) -> Text:
        line = Line(x, y, text, transform=self.figure.dpi_scale_trans, **options)
        line.set_figure(self.figure)
        self.figure.texts.append(line)
        return line

    def upright_text(self, centre: float, bottom: float, text: str, size: float = style.SMALL, **options: Any) -> Text:
        """One line of text that runs upwards from `bottom`, its capitals centred on `centre`."""
        baseline = centre + CAP / 2 * size / 72
        options = {"rotation": 90, "rotation_mode": "anchor", "ha": "left", **options}
        return self._line_of_text(baseline, self.height - bottom, text, size=size, **options)

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

    def striped(
        self, left: float, top: float, width: float, height: float, colours: tuple[str, str], period: float = PERIOD
    ) -> None:
        """A striped rectangle at a place of the sheet."""
        outline = {"edgecolor": colours[1], "linewidth": 0.6, "transform": self.figure.dpi_scale_trans}
        box = (left, self.height - top - height, width, height)
        for part in striped(box, (width, height), colours, period, **outline):
            self.figure.add_artist(part)

    def line(self, xs: Sequence[float], ys: Sequence[float], colour: str, **options: Any) -> None:
        """A line through places of the sheet."""
        up = [self.height - y for y in ys]
        self.figure.add_artist(Line2D(list(xs), up, color=colour, transform=self.figure.dpi_scale_trans, **options))

    def mark(self, left: float, top: float, colour: str, marker: str, size: float = 6, **options: Any) -> None:
        """A marker at a place of the sheet."""
        self.line([left], [top], colour, marker=marker, markersize=size, linestyle="none", **options)

    def row_labels(self, rows: Rows, left: float, top: float, size: float | None = None, **options: Any) -> None:
        """The labels of rows, left-aligned, each centred in its row, or over it on white."""
        size = size or shape().base
        for label, centre in zip(rows.labels, rows.label_centres, strict=True):
            if rows.above and label:
                wide, high = block_width(label, size), block_height(label, size)
                self.box(left, top + centre - high / 2, wide + 0.04, high, style.WHITE)
            self.text(left, top + centre, label, size=size, va="center", **options)


def _legend(entries: Sequence[Entry], gap: float) -> tuple[list[tuple[float, float, float, str]], float]:
    """Left, top and height of each entry, and its wrapped label; height of all with `gap`.

    Entries are placed from the left, in reading order, and lines broken where the width is used up.
    """
    width = shape().width - 2 * style.MARGIN
    lines: list[list[tuple[float, str]]] = []
    left = 0.0
    for label, key in entries:
        text = wrapped(label, width - SWATCH, style.SMALL)
        needed = SWATCH + block_width(text, style.SMALL)
        if not lines or (left > 0 and (left + needed > width or (key.get("first") and shape().air == 1))):
            lines.append([])
            left = 0.0
        lines[-1].append((style.MARGIN + left, text))
        left += needed + 0.2
    places = []
    start = top = style.MARGIN * shape().air
    for line in lines:
        high = line_height(style.SMALL) * max(text.count("\n") + 1 for _, text in line) + 0.03
        places += [(left, top, high, text) for left, text in line]
        top += high
    return places, top - start + gap * shape().air if places else 0.0


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
