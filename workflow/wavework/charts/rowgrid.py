"""Charts made of labelled rows: panels side by side over the same rows, or one under the other over their own."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from wavework.charts import style
from wavework.charts.chart_checks import Spec, Words, ordered
from wavework.charts.shape import shape
from wavework.charts.sheet import Entry, Limits, Rows, Sheet, around, panel_lines, row_text, rows_of
from wavework.charts.text import block_height, line_height, text_width, wrapped
from wavework.known import NOTHING

INDENT = 0.1  # of bars under their labels: room for the marks of groups
Parts = Mapping[float, pd.DataFrame]  # order of a row -> its part of a panel's table
Least = Callable[[pd.DataFrame, float], float] | float


@dataclass(frozen=True)
class Line:
    """Panels that stand side by side: their numbers, the rows they share and the headings among these."""

    panels: list[int]
    orders: list[float]
    rows: Rows
    headings: list[tuple[float, str]]


@dataclass(frozen=True)
class Place:
    """Where one panel's rows are: the sheet, the panel's table, its rows, and its axes' place on the sheet."""

    sheet: Sheet
    panel: pd.DataFrame
    parts: Parts
    orders: list[float]
    rows: Rows
    left: float
    top: float
    width: float

    def axes(self, limits: Limits) -> Axes:
        """Axes over the rows: y is inches from the top of the first row, x runs over `limits`."""
        return self.sheet.axes(self.left, self.top, self.width, self.rows.total, limits, (self.rows.total, 0))

    def centres(self) -> Iterator[tuple[pd.DataFrame, float, float]]:
        """Of each row: the panel's rows of the table, centre and height in inches from the top of the axes."""
        for order, centre, height in zip(self.orders, self.rows.centres, self.rows.heights, strict=True):
            yield self.parts.get(order, self.panel[:0]), centre, height

    def beside(self, away: float, centre: float, text: str, size: float = style.SMALL, **options: Any) -> None:
        """Text in a row, `away` inches from the right edge of the panel."""
        self.sheet.text(self.left + self.width + away, self.top + centre, text, "center", size, **options)


class RowGrid:
    """A table with `<row>_label`, `<row>_order` and, optionally, panels and `<row>_group` that heads rows, laid out.

    least: least height of a row, or a function of the row's part of the table and the panel's width. labels: largest
    share of the sheet for row labels. aside: space at the right of each panel. head: least space over the rows.
    foot: space under them, or a function of the panel's width; panels with an axis there stand further apart.
    """

    def __init__(
        self,
        data: pd.DataFrame,
        row: str,
        *,
        least: Least,
        labels: float = 0.34,
        aside: float = 0.0,
        head: float = 0.0,
        foot: Callable[[float], float] | float = 0.0,
    ):
        self.row, self.least, self.aside, self.below = row, least, aside, 0.14 * shape().air
        data = data.assign(_row=data[f"{row}_order"])
        panels = ordered(data, "panel") if "panel_order" in data else [(1.0, "")]
        self.frames = [data[data["panel_order"] == order] if "panel_order" in data else data for order, _ in panels]
        self.parts: list[Parts] = [
            {float(str(order)): part for order, part in frame.groupby("_row")} for frame in self.frames
        ]
        apart = any(set(parts) != set(self.parts[0]) for parts in self.parts) and not self._overlap()
        narrowest, self.gap = (1.9, 0.35) if callable(foot) else (1.5, 0.22)
        inner = shape().width - 2 * style.MARGIN
        self.above = shape().labels == "above"
        self.widest = inner if self.above else max(labels, shape().share) * inner
        names = [text for _, text in ordered(data, row)]
        self.first = style.MARGIN + (INDENT if self.above else rows_of(names, self.widest).label_width + 0.15)
        room = shape().width - style.MARGIN - self.first
        least_wide = shape().narrow * narrowest + aside
        width, lines = panel_lines(1 if apart else len(panels), room, least_wide, self.gap)
        self.width = width - aside
        if apart:
            lines = [[panel] for panel in range(len(panels))]
        self.apart = apart
        self.titles = [wrapped(label, width, shape().base, True) for _, label in panels]
        self.head = max(
            head,
            *(
                block_height(text, shape().base) + 0.06 * (0.5 + shape().air / 2) if text else 0.0
                for text in self.titles
            ),
        )
        self.foot = foot(self.width) if callable(foot) else foot
        self.shown = [self.frames[line[0]] if apart else data for line in lines]
        self.lines = [self._line(line, shown) for line, shown in zip(lines, self.shown, strict=True)]
        self.more = 0  # rows that the shape has no room for, counted under the row labels

    @property
    def height(self) -> float:
        """Height of all lines of panels."""
        return sum(self.head + line.rows.total + self.foot + self.below for line in self.lines) - self.below

    def sheet(self, spec: Spec, words: Words, entries: Sequence[Entry] = ()) -> Sheet:
        """The sheet, with the legend's entries; where the shape is too low for all rows, for the first of them."""
        if self.height > around(spec, words, entries).room:
            spec = self._shortened(spec, words, entries)
        return Sheet(self.height, spec, words, entries)

    def _shortened(self, spec: Spec, words: Words, entries: Sequence[Entry]) -> Spec:
        """Leave out rows until what is left fits, and count them: under the row labels, or in the note where these are
        too narrow for a line."""
        more, note = words["more_rows"].format(n=words.number(99)), spec.get("note", "")
        if text_width(more, style.SMALL) <= self.first - style.MARGIN - 0.1:
            self.foot = max(self.foot, line_height(style.SMALL) + 0.03)
            self._leave_out(around(spec, words, entries).room)
            return spec
        self._leave_out(around({**spec, "note": f"{more}. {note}"}, words, entries).room)
        counted, self.more = words["more_rows"].format(n=words.number(self.more)), 0
        return {**spec, "note": f"{counted}. {note}" if note else counted}

    def _leave_out(self, room: float) -> None:
        """Of the longest line of panels the last row, those of which nothing is published before all others."""
        before = [len(line.orders) for line in self.lines]
        while self.height > room:
            k = max(range(len(self.lines)), key=lambda k: (len(self.lines[k].orders), k))
            line = self.lines[k]
            if len(line.orders) > 1:
                gone = max(line.orders, key=lambda order: (self._silent(order), line.orders.index(order)))
                self.shown[k] = self.shown[k][self.shown[k]["_row"] != gone]
                self.lines[k] = self._line(line.panels, self.shown[k])
            elif len(self.lines) > 1:
                self.lines.pop()
            else:
                break  # the sheet says so
        after = [len(line.orders) for line in self.lines] + [0] * (len(before) - len(self.lines))
        cut = [one - other for one, other in zip(before, after, strict=True)]
        self.more = sum(cut) if self.apart else max(cut)

    def _silent(self, order: float) -> bool:
        """Whether nothing is published of a row in any panel."""
        found = pd.concat([parts[order] for parts in self.parts if order in parts])
        told = found[found["count"] > 0] if "count" in found else found
        return bool((told["known"] == NOTHING).all() and len(told))

    def places(self, sheet: Sheet) -> Iterator[Place]:
        """Draw row labels, headings and panel titles, and tell where each panel's axes belong."""
        top = sheet.top
        for line in self.lines:
            start = top + self.head
            sheet.row_labels(line.rows, style.MARGIN, start)
            for y, heading in line.headings:
                sheet.text(style.MARGIN, start + y, heading, va="center", weight="bold", color=style.accent())
            for column, panel in enumerate(line.panels):
                left = self.first + column * (self.width + self.aside + self.gap)
                sheet.text(left, start - 0.05, self.titles[panel], weight="bold", va="bottom")
                yield Place(
                    sheet, self.frames[panel], self.parts[panel], line.orders, line.rows, left, start, self.width
                )
            top = start + line.rows.total + self.foot + self.below
        if self.more:
            under = top - self.foot - self.below + 0.03
            more = sheet.words["more_rows"].format(n=sheet.words.number(self.more))
            sheet.text(style.MARGIN, under, more, size=style.SMALL, color=style.GREY)

    def draw(self, spec: Spec, words: Words, entries: Sequence[Entry], panel: Callable[[Place], None]) -> Figure:
        """The figure: a sheet with the legend's entries, and on it each panel."""
        sheet = self.sheet(spec, words, entries)
        for place in self.places(sheet):
            panel(place)
        return sheet.figure

    def _overlap(self) -> bool:
        """Whether any two panels share a row: then all stand side by side over all rows."""
        return any(set(one) & set(other) for one, other in combinations(self.parts, 2))

    def _line(self, panels: list[int], shown: pd.DataFrame) -> Line:
        """A line of panels; shown: the part of the table whose rows they have."""
        row, least = self.row, self.least
        names = ordered(shown, row)
        before, headings = [0.0] * len(names), [""] * len(names)
        if f"{row}_group_order" in shown:
            group_of = shown.drop_duplicates("_row").set_index("_row")
            names.sort(key=lambda name: (group_of.at[name[0], f"{row}_group_order"], name[0]))
            groups = [str(group_of.at[order, f"{row}_group_label"]) for order, _ in names]
            headings = [label if label != last else "" for label, last in zip(groups, ["", *groups], strict=False)]
            over = line_height(shape().base) + 0.16 * shape().air  # a heading among rows, with the space above it
            before = [
                (over if k else over - 0.1 * shape().air) if heading else 0.0 for k, heading in enumerate(headings)
            ]
        orders = [order for order, _ in names]
        high = [
            max(least(parts.get(order, shown[:0]), self.width) for parts in self.parts) if callable(least) else least
            for order in orders
        ]
        rows = rows_of([label for _, label in names], self.widest, high, before=before, above=self.above)
        tops = rows.starts - 0.04 - line_height(shape().base) / 2
        return Line(panels, orders, rows, [(top, text) for top, text in zip(tops, headings, strict=True) if text])


def text_instead(axes: Axes, x: float, centre: float, text: str, width: float, **options: Any) -> None:
    """Text in place of a picture, wrapped to `width` and centred in its row."""
    lines = wrapped(text, width, style.SMALL).split("\n")
    high = line_height(style.SMALL)
    for place, line in enumerate(lines):
        y = centre + (place - (len(lines) - 1) / 2) * high
        row_text(axes, x, y, line, **{"color": style.GREY, "style": "italic", "ground": True, **options})


def height_of_text(text: str, width: float) -> float:
    """Height of a row that holds `text_instead`."""
    return block_height(wrapped(text, width, style.SMALL), style.SMALL) + 0.08 * shape().air
