"""Answers of every unit to every item: a coloured cell with a letter, so that it reads without colour.

Columns: unit_label, unit_order (columns of the picture, from the left); item_label, item_order (rows);
group_label, group_order (dimension of the item: a headed block of rows); code (one or two characters written in
the cell); answer_label, answer_order (position in the scale; empty where there is no answer); status (answered,
or dont_know, not_applicable, no_answer, not_asked). A unit and item without a row counts as not asked.
Optional, of what is possible (see `known_marks`): known; other_label, other_order: the last of the possible answers, of
which `answer` is the first: the cell is striped in the colours of the two. Items of which nothing is published of any
unit share a line under the others of their block, which says how many they are.
Options: scale_length; palette (sequential | diverging).
Words: not_asked (the empty cells; the rest of the legend is made from code and answer_label), more_items and
all_items if there is a column known.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from math import inf
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import ListedColormap
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from wavework.charts import known_marks, style
from wavework.charts.answer_scale import Answer, answers_of, legend_entries, problems_of_answers
from wavework.charts.chart_checks import Spec, Words, chart, ordered
from wavework.charts.shape import shape
from wavework.charts.sheet import Sheet, around
from wavework.charts.text import block_height, block_width, fitted, line_height, text_width, wrapped
from wavework.known import BOUNDS, NOTHING

LABELS = 0.42  # largest share of the sheet for the items' names
ROW, WIDEST, NARROWEST = 0.21, 0.42, 0.2  # of a row of one line; of a column
CODE = 6.5  # type size in the cells
MORE = line_height(style.SMALL) + 0.04  # the line that counts what has no room
GAP = float("nan")  # of a heading, where no item is

Line = tuple[float, str]  # a place of the grid: order of the unit or item, or GAP, and label


@chart(
    columns="unit_label unit_order item_label item_order group_label group_order code answer_label answer_order status",
    key="unit_order item_order",
    words="not_asked",
    options={"palette": "sequential", "scale_length": 0},
    check=problems_of_answers,
)
def draw(data: pd.DataFrame, spec: Spec, words: Words) -> Figure:
    """Draw the figure; see the module for columns, options and words."""
    grammar = known_marks.legend(data, words, "between")
    answers = answers_of(data, spec)
    data, blank = _gathered(data, words)
    columns = ordered(data, "unit")
    parts = _parts(columns)
    codes = _codes(data)
    named = zip(answers, legend_entries(answers), strict=True)
    entries = [(f"{codes[answer.order]}  {label}", key) for answer, (label, key) in named if answer.order in codes]
    numbers, _ = _cells(data, answers, [order for order, _ in _rows(data)], columns)
    if (numbers == len(answers)).any() and "" in set(data["known"]):
        entries.append((words["not_asked"], {"colour": style.FAINT}))
    entries += grammar
    room = around(spec, words, entries, gap=0.0).room
    grids = [_laid_out(data, part, room / len(parts), words, blank) for part in parts]
    sheet = Sheet(sum(grid.height for grid in grids), spec, words, entries, gap=0.0)
    top = sheet.top
    for grid in grids:
        _draw_grid(sheet, grid, data, answers, blank, top)
        top += grid.height
    return sheet.figure


@dataclass(frozen=True)
class Row:
    """A row of a grid, in inches from the grid's top: where its label and its cells begin, and where it ends.

    named: whether the names of the columns stand under it, a heading whose labels take a line each."""

    order: float
    label: str
    start: float
    cells: float
    end: float
    named: bool


@dataclass(frozen=True)
class Grid:
    """Rows and columns laid out: where the first column begins, how wide each is, how many items have no room."""

    rows: list[Row]
    columns: list[Line]
    left: float
    wide: float
    more: str

    @property
    def height(self) -> float:
        """Height with the columns' names, and the line that counts what has no room."""
        return self.rows[-1].end + (MORE if self.more else 0.0)


def _parts(columns: list[Line]) -> list[list[Line]]:
    """The columns of each grid: of several, one under the other, where labels take no width and still all have none."""
    many = 1
    if shape().labels == "above":
        many = -(-len(columns) // max(1, int((shape().width - 2 * style.MARGIN) / NARROWEST)))
    each = -(-len(columns) // many)
    return [columns[first : first + each] for first in range(0, len(columns), each)]


def _laid_out(data: pd.DataFrame, columns: list[Line], room: float, words: Words, blank: set[float]) -> Grid:
    """A grid of all rows, or of the first ones that have room."""
    inner, lying, lines = shape().width - 2 * style.MARGIN, shape().labels == "above", _rows(data)
    widest = inner if lying else max(LABELS, shape().share) * inner
    if shape().lines != inf and not lying:  # room for the columns' names, a line of text each
        widest = min(widest, inner - 0.12 - len(columns) * block_height("X", style.SMALL))
    broken = partial(wrapped, even=not lying) if shape().lines == inf else partial(fitted, lines=shape().lines)
    labels = [broken(label, widest, style.SMALL) for _, label in lines]
    names = max(text_width(label, style.SMALL) for _, label in columns) + 0.05
    blocks = [block_height(label, style.SMALL) + (0.03 if lying else 0.05) for label in labels]
    high, aside = ROW, 0.0
    if not lying:
        high, aside = max(ROW, *blocks), max(block_width(label, style.SMALL, True) for label in labels) + 0.12
    end = 0.06 if lying else 0.12 + max(names - high, 0.0)  # names stand beside the first heading
    rows: list[Row] = []
    under = _named([order for order, _ in lines], blank)
    for (order, _), label, block, named in zip(lines, labels, blocks, under, strict=True):
        heading = order != order
        start = end + (0.0 if not lying else 0.12 if heading and rows else 0.04)
        cells = start + (block + (names if named else 0.0) if lying else 0.0)
        end = cells + (0.0 if lying and heading else high)
        rows.append(Row(order, label, start, cells, end, named))
    shown = rows[: max(2, sum(row.end <= room for row in rows))]
    if len(shown) < len(rows):
        shown = rows[: max(2, sum(row.end <= room - MORE for row in rows))]
    while len(shown) > 2 and shown[-1].order != shown[-1].order:  # a heading over nothing
        shown = shown[:-1]
    cut = sum(row.order == row.order for row in rows[len(shown) :])
    more = words["more_rows"].format(n=words.number(cut)) if cut else ""
    left = style.MARGIN + aside
    return Grid(shown, columns, left, min(WIDEST, (shape().width - style.MARGIN - left) / len(columns)), more)


def _named(orders: Sequence[float], blank: set[float]) -> list[bool]:
    """Of each row, whether it heads a block of which anything is known: there the names of the columns stand again."""
    named, known = [False] * len(orders), False
    for at in reversed(range(len(orders))):
        heading = orders[at] != orders[at]
        named[at], known = heading and known, not heading and (known or orders[at] not in blank)
    return named


def _draw_grid(
    sheet: Sheet, grid: Grid, data: pd.DataFrame, answers: Sequence[Answer], blank: set[float], top: float
) -> None:
    lying, start = shape().labels == "above", grid.rows[0].start
    for row in grid.rows:
        heading: dict[str, Any] = {"weight": "bold", "color": style.accent()} if row.order != row.order else {}
        if lying:
            sheet.text(style.MARGIN, top + row.start, row.label, size=style.SMALL, **heading)
        else:
            sheet.text(style.MARGIN, top + (row.start + row.end) / 2, row.label, "center", style.SMALL, **heading)
        if heading and (row.named if lying else row.start == start):
            for k, (_, name) in enumerate(grid.columns):
                sheet.upright_text(grid.left + grid.wide * (k + 0.5), top + row.end - 0.05, name)
    shown = data[data["unit_order"].isin([order for order, _ in grid.columns])]
    shown = shown[shown["item_order"].isin([row.order for row in grid.rows])]
    axes = sheet.axes(grid.left, top + start, grid.wide * len(grid.columns), grid.rows[-1].end - start)
    _draw_cells(axes, grid, *_cells(shown, answers, [row.order for row in grid.rows], grid.columns), answers)
    _draw_possible(axes, shown, grid, answers)
    for row in grid.rows:
        if row.order in blank:
            ground = {"facecolor": style.WHITE, "edgecolor": "none", "pad": 1.0}
            options: dict[str, Any] = {"color": style.GREY, "style": "italic", "bbox": ground}
            middle = top + (row.cells + row.end) / 2
            sheet.text(grid.left + 0.1, middle, sheet.words["nothing"], "center", style.SMALL, **options)
    if grid.more:
        sheet.text(style.MARGIN, top + grid.rows[-1].end + 0.03, grid.more, size=style.SMALL, color=style.GREY)


def _codes(data: pd.DataFrame) -> dict[float, str]:
    """The signs of the answers that cells show, known ones and the ends of what is possible."""
    shown = data[data["known"] != NOTHING].dropna(subset="answer_order")
    codes: dict[float, str] = {}
    for _, cell in shown.iterrows():
        if cell["known"] == BOUNDS:
            codes.setdefault(cell["other_order"], cell["code"][-1:])
            codes.setdefault(cell["answer_order"], cell["code"][:1])
        else:
            codes.setdefault(cell["answer_order"], cell["code"])
    return codes


def _gathered(data: pd.DataFrame, words: Words) -> tuple[pd.DataFrame, set[float]]:
    """The table with one line for all the items of a block of which nothing is published; the orders of these lines."""
    silent = data.groupby("item_order")["known"].transform(lambda known: (known == NOTHING).all())
    if not silent.any():
        return data, set()
    parts, blank = [data[~silent]], set()
    for _, block in data[silent].groupby("group_order"):
        order, many = float(block["item_order"].max()) + 0.5, block["item_order"].nunique()
        line = block.drop_duplicates("unit_order")
        alone = (data.loc[~silent, "group_order"] != block["group_order"].iloc[0]).all()
        word = words["all_items" if alone else "more_items"]
        label = word.format(n=words.number(many)) if many > 1 else block["item_label"].iloc[0]
        parts.append(line.assign(item_order=order, item_label=label))
        blank.add(order)
    return pd.concat(parts, ignore_index=True), blank


def _rows(data: pd.DataFrame) -> list[Line]:
    """Rows of the grid, block after block, each under its heading."""
    rows: list[Line] = []
    for order, label in ordered(data, "group"):
        rows += [(GAP, label), *ordered(data[data["group_order"] == order], "item")]
    return rows


def _cells(
    data: pd.DataFrame, answers: Sequence[Answer], rows: Sequence[float], columns: Sequence[Line]
) -> tuple[np.ndarray, np.ndarray]:
    """(rows, columns) number of the answer, that of all answers where not asked, NaN of headings; and the codes."""
    index = {answer.order: float(number) for number, answer in enumerate(answers)}
    sure = ~data["known"].isin([BOUNDS, NOTHING])
    known = {
        (row["item_order"], row["unit_order"]): (index.get(row["answer_order"], float(len(answers))), row["code"])
        for _, row in data[sure].iterrows()
    }
    numbers = np.full((len(rows), len(columns)), np.nan)
    codes = np.full(numbers.shape, "", dtype=object)
    for row, item in enumerate(rows):
        for column, (unit, _) in enumerate(columns):
            if item == item:
                numbers[row, column], codes[row, column] = known.get((item, unit), (len(answers), ""))
    return numbers, codes


def _draw_cells(axes: Axes, grid: Grid, numbers: np.ndarray, codes: np.ndarray, answers: Sequence[Answer]) -> None:
    """The cells with their codes, in the ink that reads on each; those beside the scale hatched."""
    colours, size = [*(answer.colour for answer in answers), style.FAINT], max(CODE, shape().least)
    look: dict[str, Any] = {"vmin": -0.5, "vmax": len(colours) - 0.5, "linewidth": 0.8, "edgecolor": style.WHITE}
    strips, edges = [], [grid.rows[0].start]
    for values, row in zip(numbers, grid.rows, strict=True):
        for strip, edge in ((np.full(len(values), np.nan), row.cells), (values, row.end)):
            if edge > edges[-1]:  # a label has no cells
                strips.append(strip)
                edges.append(edge)
    columns = np.arange(len(grid.columns) + 1)
    axes.pcolormesh(columns, edges, np.ma.masked_invalid(strips), cmap=ListedColormap(colours), **look)
    axes.set(xlim=(0, len(grid.columns)), ylim=(edges[-1], edges[0]))
    for place, column in np.argwhere(np.isfinite(numbers)):
        number, code = int(numbers[place, column]), codes[place, column]
        start, high = grid.rows[place].cells, grid.rows[place].end - grid.rows[place].cells
        ground = None
        if number < len(answers) and answers[number].hatch:
            hatch = answers[number].hatch * 2
            axes.add_artist(
                Rectangle((column, start), 1, high, fill=False, hatch=hatch, edgecolor=style.WHITE, linewidth=0.8)
            )
            ground = {"facecolor": style.PALE, "edgecolor": "none", "pad": 0.4}
        options: dict[str, Any] = {"ha": "center", "va": "center_baseline", "size": size, "bbox": ground}
        axes.text(column + 0.5, start + high / 2, code, color=style.ink_on(colours[number]), **options)


def _draw_possible(axes: Axes, data: pd.DataFrame, grid: Grid, answers: Sequence[Answer]) -> None:
    """Over the grid the cells of which an answer is not known: striped in the ends of what is possible, or blank."""
    row_of = {row.order: row for row in grid.rows}
    column_of = {order: k for k, (order, _) in enumerate(grid.columns)}
    size, (along, up) = max(CODE, shape().least), known_marks.inches(axes)
    colours = {answer.order: answer.colour for answer in answers}
    for _, cell in data[data["known"].isin([BOUNDS, NOTHING])].iterrows():
        left, row = column_of[cell["unit_order"]], row_of[cell["item_order"]]
        top, high = row.cells, row.end - row.cells
        look: dict[str, Any] = {"edgecolor": style.WHITE, "linewidth": 0.8, "zorder": 2.2}
        if cell["known"] == NOTHING:
            axes.add_artist(
                Rectangle((left, top), 1, high, facecolor=style.WHITE, edgecolor=style.RULE, linewidth=0.6, zorder=2)
            )
            continue
        pair = colours[cell["answer_order"]], colours[cell["other_order"]]
        for part in known_marks.striped((left, top, 1, high), (along, high * up), pair, **look):
            axes.add_artist(part)
        place: dict[str, Any] = {"ha": "center", "va": "center_baseline", "size": size, "zorder": 4}
        known_marks.ground(axes, left + 0.5, top + high / 2, cell["code"], size)
        axes.text(left + 0.5, top + high / 2, cell["code"], color=style.INK, **place)
