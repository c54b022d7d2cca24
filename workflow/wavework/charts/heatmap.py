"""Answers of every unit to every item: a coloured cell with a letter, so that it reads without colour.

Columns: unit_label, unit_order (columns of the picture, from the left); item_label, item_order (rows);
group_label, group_order (dimension of the item: a headed block of rows); code (one or two characters written in
the cell); answer_label, answer_order (position in the scale; empty where there is no answer); status (answered,
or dont_know, not_applicable, no_answer, not_asked). A unit and item without a row is left empty.
Optional: unit_group_label, unit_group_order (regions: a gap and a heading over the units).
Options: scale_length; palette (sequential | diverging).
Words: not_asked (the empty cells; the rest of the legend is made from code and answer_label).
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.colors import ListedColormap
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from wavework.charts import layout, style
from wavework.charts.contract import chart, ordered
from wavework.charts.rowgrid import Place, row_grid
from wavework.charts.scale import Answer, answers_of, problems_of_answers

REQUIRED = (
    "unit_label",
    "unit_order",
    "item_label",
    "item_order",
    "group_label",
    "group_order",
    "code",
    "answer_label",
    "answer_order",
    "status",
)
ROW, WIDEST = 0.21, 0.42  # height of a row of one line, widest column
CODE = 6.5  # type size in the cells
REGION_GAP = 0.35  # between regions, in units of a column


@chart(
    required=REQUIRED,
    key=("unit_order", "item_order"),
    numeric=("unit_order", "item_order", "group_order", "answer_order", "unit_group_order"),
    words=("not_asked",),
    options={"palette": "sequential", "scale_length": 0},
    check=problems_of_answers,
)
def draw(data: pd.DataFrame, spec: Mapping[str, Any], words: Mapping[str, str]) -> Figure:
    """Draw the figure; see the module for columns, options and words."""
    answers = answers_of(data, spec)
    grid = row_grid(data, "item", least=ROW, group="group", labels=0.42, narrowest=1.0)
    units, columns = _columns(data)
    tile = min(WIDEST, grid.width / (columns[-1] + 1))
    codes = data.dropna(subset="answer_order").drop_duplicates("answer_order").set_index("answer_order")["code"]
    entries = [f"{codes[answer.order]}  {answer.label}" for answer in answers]
    keys: list[dict[str, Any]] = [{"colour": answer.colour, "hatch": answer.hatch or None} for answer in answers]
    if data["answer_order"].isna().any() or len(data) < data["unit_order"].nunique() * data["item_order"].nunique():
        entries, keys = [*entries, words["not_asked"]], [*keys, {"colour": style.FAINT}]
    legend = layout.legend_of(entries, style.WIDE - 2 * style.MARGIN)
    regions = ordered(data, "unit_group") if "unit_group_order" in data else []
    spans = _spans(data, units, columns)
    titles = [layout.wrapped(label, max(tile * spans[order][1], 0.9), style.SMALL, True) for order, label in regions]
    head = max((layout.block_height(title, style.SMALL) for title in titles), default=0) + (0.06 if titles else 0)
    names = max(layout.text_width(label, style.SMALL) for _, label in units) + 0.08
    first = grid.lines[0].rows
    lead = float(first.centres[0] - first.heights[0] / 2)  # names stand on the first cells, beside the first heading
    above = legend.height + 0.12 + head + max(names - lead, 0.0)
    sheet = layout.Sheet(above + grid.height, spec, words)
    layout.draw_legend(sheet, legend, keys, style.MARGIN, style.MARGIN)
    for place in grid.places(sheet, style.MARGIN + above):
        for (order, _), title in zip(regions, titles, strict=True):
            left = place.left + tile * spans[order][0]
            sheet.text(left, place.top + lead - names - 0.04, title, "bottom", style.SMALL, weight="bold")
        for (_, label), column in zip(units, columns, strict=True):
            sheet.upright_text(place.left + tile * (column + 0.5), place.top + lead - 0.05, label)
        _cells(sheet, place, [order for order, _ in units], columns, tile, answers)
    return sheet.figure


def _columns(data: pd.DataFrame) -> tuple[list[tuple[float, str]], list[float]]:
    """Units from the left, and the left edge of each one's column in units of a column; regions are set apart."""
    units = ordered(data, "unit")
    if "unit_group_order" not in data:
        return units, [float(k) for k in range(len(units))]
    group_of = data.drop_duplicates("unit_order").set_index("unit_order")["unit_group_order"]
    units.sort(key=lambda unit: (group_of[unit[0]], unit[0]))
    groups = [group_of[order] for order, _ in units]
    breaks = np.cumsum([k > 0 and groups[k] != groups[k - 1] for k in range(len(units))])
    return units, [float(k + REGION_GAP * gap) for k, gap in enumerate(breaks)]


def _spans(
    data: pd.DataFrame, units: list[tuple[float, str]], columns: list[float]
) -> dict[float, tuple[float, float]]:
    """First column and number of columns of each region."""
    if "unit_group_order" not in data:
        return {}
    group_of = data.drop_duplicates("unit_order").set_index("unit_order")["unit_group_order"]
    groups = pd.Series(columns, index=[group_of[order] for order, _ in units])
    return {order: (groups[[order]].min(), len(groups[[order]])) for order in dict.fromkeys(groups.index)}


def _cells(
    sheet: layout.Sheet,
    place: Place,
    units: list[float],
    columns: list[float],
    tile: float,
    answers: list[Answer],
) -> None:
    """The cells, drawn by seaborn block by block (items of a dimension, units of a region), with their letters."""
    index = {answer.order: number for number, answer in enumerate(answers)}
    table = place.panel.assign(number=place.panel["answer_order"].map(index))
    table = table.set_index(["_row", "unit_order"])
    everywhere = pd.MultiIndex.from_product([place.orders, units])
    shape = (len(place.orders), len(units))
    numbers = table["number"].reindex(everywhere).to_numpy(dtype=float).reshape(shape)
    codes = table["code"].reindex(everywhere).fillna("").to_numpy(dtype=object).reshape(shape)
    tops, heights = place.rows.centres - place.rows.heights / 2, place.rows.heights
    new_block = [
        k == 0 or abs(tops[k] - tops[k - 1] - heights[k - 1]) > 1e-9 or abs(heights[k] - heights[k - 1]) > 1e-9
        for k in range(len(tops))
    ]
    new_region = [k == 0 or columns[k] - columns[k - 1] > 1 + 1e-9 for k in range(len(columns))]
    for rows in _blocks(new_block):
        for across in _blocks(new_region):
            high = heights[rows].sum()
            left = place.left + tile * columns[across.start]
            axes = sheet.axes(left, place.top + tops[rows.start], tile * (across.stop - across.start), high)
            _block(axes, numbers[rows, across], codes[rows, across], answers)


def _blocks(starts: list[bool]) -> list[slice]:
    """Slices that begin where `starts` is true."""
    first = [k for k, start in enumerate(starts) if start]
    return [slice(start, end) for start, end in zip(first, [*first[1:], len(starts)], strict=True)]


def _block(axes: Axes, cells: np.ndarray, codes: np.ndarray, answers: list[Answer]) -> None:
    """A block of cells of one size; a cell without an answer on or beside the scale keeps the pale ground."""
    axes.set_facecolor(style.FAINT)
    sns.heatmap(
        cells,
        ax=axes,
        cmap=ListedColormap([answer.colour for answer in answers] or [style.PALE]),
        vmin=-0.5,
        vmax=max(len(answers), 1) - 0.5,
        cbar=False,
        linewidths=0.8,
        linecolor=style.WHITE,
        xticklabels=False,
        yticklabels=False,
    )
    axes.set(xlabel="", ylabel="")
    for (row, column), cell in np.ndenumerate(cells):
        answer = answers[int(cell)] if np.isfinite(cell) else None
        if answer and answer.hatch:
            box = Rectangle((column + 0.03, row + 0.03), 0.94, 0.94, fill=False, hatch=answer.hatch * 2, linewidth=0)
            axes.add_patch(box)
        ink = style.ink_on(answer.colour) if answer else style.GREY
        ground = {"facecolor": style.PALE, "edgecolor": "none", "pad": 0.4} if answer and answer.hatch else None
        place: dict[str, Any] = {"ha": "center", "va": "center_baseline", "bbox": ground}
        axes.text(column + 0.5, row + 0.5, str(codes[row, column]), size=CODE, color=ink, **place)
