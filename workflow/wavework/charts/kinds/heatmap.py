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
from wavework.charts.sheet import Sheet
from wavework.charts.text import block_height, block_width, text_width, wrapped
from wavework.known import BOUNDS, NOTHING

LABELS = 0.42  # largest share of the sheet for the items' names
ROW, WIDEST = 0.21, 0.42  # height of a row of one line, widest column
CODE = 6.5  # type size in the cells
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
    inner = shape().width - 2 * style.MARGIN
    rows, columns = _rows(data), ordered(data, "unit")
    labels = [wrapped(label, LABELS * inner, style.SMALL, even=True) for _, label in rows]
    high = max(ROW, *(block_height(label, style.SMALL) + 0.05 for label in labels))
    left = style.MARGIN + max(block_width(label, style.SMALL, True) for label in labels) + 0.12
    wide = min(WIDEST, (shape().width - style.MARGIN - left) / len(columns))

    codes = _codes(data)
    named = zip(answers, legend_entries(answers), strict=True)
    entries = [(f"{codes[answer.order]}  {label}", key) for answer, (label, key) in named if answer.order in codes]
    numbers, written = _cells(data, answers, rows, columns)
    if (numbers == len(answers)).any() and "" in set(data["known"]):
        entries.append((words["not_asked"], {"colour": style.FAINT}))
    entries += grammar
    names = max(text_width(label, style.SMALL) for _, label in columns) + 0.05
    above = 0.12 + max(names - high, 0.0)  # names stand beside the first heading
    sheet = Sheet(above + high * len(rows), spec, words, entries, gap=0.0)
    top = sheet.top + above
    for k, (_, label) in enumerate(columns):
        sheet.upright_text(left + wide * (k + 0.5), top + high - 0.05, label)
    for k, ((order, _), label) in enumerate(zip(rows, labels, strict=True)):
        heading: dict[str, Any] = {"weight": "bold", "color": style.accent()} if order != order else {}
        sheet.text(style.MARGIN, top + high * (k + 0.5), label, "center", style.SMALL, **heading)
    axes = sheet.axes(left, top, wide * len(columns), high * len(rows))
    _draw_cells(axes, numbers, written, answers)
    _draw_possible(axes, data, rows, columns, answers)
    for k, (order, _) in enumerate(rows):
        if order in blank:
            ground = {"facecolor": style.WHITE, "edgecolor": "none", "pad": 1.0}
            options: dict[str, Any] = {"color": style.GREY, "style": "italic", "bbox": ground}
            sheet.text(left + 0.1, top + high * (k + 0.5), words["nothing"], "center", style.SMALL, **options)
    return sheet.figure


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
    data: pd.DataFrame, answers: Sequence[Answer], rows: Sequence[Line], columns: Sequence[Line]
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
    for row, (item, _) in enumerate(rows):
        for column, (unit, _) in enumerate(columns):
            if item == item:
                numbers[row, column], codes[row, column] = known.get((item, unit), (len(answers), ""))
    return numbers, codes


def _draw_cells(axes: Axes, numbers: np.ndarray, codes: np.ndarray, answers: Sequence[Answer]) -> None:
    """The cells with their codes, in the ink that reads on each; those beside the scale hatched."""
    colours = [*(answer.colour for answer in answers), style.FAINT]
    look: dict[str, Any] = {"vmin": -0.5, "vmax": len(colours) - 0.5, "linewidth": 0.8, "edgecolor": style.WHITE}
    axes.pcolormesh(np.ma.masked_invalid(numbers), cmap=ListedColormap(colours), **look)
    axes.set(xlim=(0, numbers.shape[1]), ylim=(numbers.shape[0], 0))
    for row, column in np.argwhere(np.isfinite(numbers)):
        number, code = int(numbers[row, column]), codes[row, column]
        ground = None
        if number < len(answers) and answers[number].hatch:
            hatch = answers[number].hatch * 2
            axes.add_artist(
                Rectangle((column, row), 1, 1, fill=False, hatch=hatch, edgecolor=style.WHITE, linewidth=0.8)
            )
            ground = {"facecolor": style.PALE, "edgecolor": "none", "pad": 0.4}
        place: dict[str, Any] = {"ha": "center", "va": "center_baseline", "size": CODE, "bbox": ground}
        axes.text(column + 0.5, row + 0.5, code, color=style.ink_on(colours[number]), **place)


def _draw_possible(
    axes: Axes, data: pd.DataFrame, rows: Sequence[Line], columns: Sequence[Line], answers: Sequence[Answer]
) -> None:
    """Over the grid the cells of which an answer is not known: striped in the ends of what is possible, or blank."""
    row_of = {order: k for k, (order, _) in enumerate(rows)}
    column_of = {order: k for k, (order, _) in enumerate(columns)}
    colours = {answer.order: answer.colour for answer in answers}
    for _, cell in data[data["known"].isin([BOUNDS, NOTHING])].iterrows():
        left, top = column_of[cell["unit_order"]], row_of[cell["item_order"]]
        look: dict[str, Any] = {"edgecolor": style.WHITE, "linewidth": 0.8, "zorder": 2.2}
        if cell["known"] == NOTHING:
            axes.add_artist(
                Rectangle((left, top), 1, 1, facecolor=style.WHITE, edgecolor=style.RULE, linewidth=0.6, zorder=2)
            )
            continue
        pair = colours[cell["answer_order"]], colours[cell["other_order"]]
        for part in known_marks.striped((left, top, 1, 1), known_marks.inches(axes), pair, **look):
            axes.add_artist(part)
        place: dict[str, Any] = {"ha": "center", "va": "center_baseline", "size": CODE, "zorder": 4}
        known_marks.ground(axes, left + 0.5, top + 0.5, cell["code"], CODE)
        axes.text(left + 0.5, top + 0.5, cell["code"], color=style.INK, **place)
