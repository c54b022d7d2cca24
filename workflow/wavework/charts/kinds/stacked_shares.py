"""Horizontal 100 % bars: one row per item, one panel per region or wave, segments in the scale's order.

Columns: panel_label, panel_order; item_label, item_order; answer_label, answer_order (position in the scale,
1 = fully, …, the same in every figure of the scale); status of the answer (answered, or dont_know,
not_applicable, no_answer: drawn pale and hatched after the others); count of services; n, the base of the row.
Give a row for every answer of the scale, zero counts too. A panel and item without rows, or with n = 0 or
count missing, is shown as words["not_available"] (or its cell of the optional column `reason`).
Segments carry counts; percentages only where n >= 30.
Options: palette (sequential | diverging), scale_length (number of answers if the table lacks the last one).
Words: n, percent, not_available.
"""

from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from wavework.charts import style
from wavework.charts.answer_scale import SMALL_N, Answer, answers_of, legend_entries, problems_of_counts, with_n
from wavework.charts.contract import Spec, Words, chart
from wavework.charts.rowgrid import Place, RowGrid, height_of_text, text_instead
from wavework.charts.sheet import Sheet, row_text
from wavework.charts.text import text_width

BAR = 0.19


@chart(
    columns="panel_label panel_order item_label item_order answer_label answer_order status count n",
    key="panel_order item_order answer_order",
    numeric="count n",
    words="n percent not_available",
    options={"palette": "sequential", "scale_length": 0},
    check=problems_of_counts,
)
def draw(data: pd.DataFrame, spec: Spec, words: Words) -> Figure:
    """Draw the figure; see the module for columns, options and words."""
    data = with_n(data.assign(instead=_instead(data, words)), words)
    answers = answers_of(data, spec)
    grid = RowGrid(data, "item", least=lambda row, width: max(0.27, height_of_text(_text_of(row, words), width)))
    sheet = Sheet(grid.height, spec, words, legend_entries(answers))
    for place in grid.places(sheet):
        _bars(place.axes((0, 1)), place, answers, words)
    return sheet.figure


def _instead(data: pd.DataFrame, words: Words) -> pd.Series:
    """The text that stands for an item's bar where it has no counts, else ""."""
    gone = ~(data["n"] > 0) | data["count"].isna()
    reason = data["reason"] if "reason" in data else pd.Series("", index=data.index)
    return reason.where(reason != "", words["not_available"]).where(gone, "")


def _text_of(row: pd.DataFrame, words: Words) -> str:
    return words["not_available"] if row.empty else max(row["instead"])


def _bars(axes: Axes, place: Place, answers: list[Answer], words: Words) -> None:
    bases = place.panel.loc[place.panel["n"] > 0, "n"]
    n_varies = not bases.empty and bases.min() < bases.max()
    aside = text_width(words.n(bases.max()), style.SMALL) + 0.06 if n_varies else 0
    full = 1 - aside / place.width
    for row, centre, _ in place.centres():
        if instead := _text_of(row, words):
            text_instead(axes, 0, centre, instead, place.width)
            continue
        n = row["n"].max()
        if n_varies:
            row_text(axes, 1, centre, words.n(n), color=style.GREY, ha="right")
        counts = row.set_index("answer_order")["count"]
        # What the counts leave out of n stays an empty track: a bar must not look whole when it is not.
        axes.barh(centre, full, BAR - 0.02, color=style.WHITE, edgecolor=style.RULE, linewidth=0.6, zorder=0)
        left = 0.0
        for answer in answers:
            count = counts.get(answer.order, 0)
            if not count > 0:
                continue
            share = full * count / n
            _segment(axes, left, centre, share, answer)
            text = words.number(count) if n < SMALL_N else words.percent(count / n)
            if text_width(text, style.SMALL) + 0.02 <= share * place.width:
                # In the ink that reads on the segment; on a hatched one with a plain ground behind.
                ground = {"facecolor": answer.colour, "edgecolor": "none", "pad": 0.6} if answer.hatch else None
                options: dict[str, Any] = {"ha": "center", "bbox": ground, "zorder": 3}
                row_text(axes, left + share / 2, centre, text, color=style.ink_on(answer.colour), **options)
            left += share


def _segment(axes: Axes, left: float, centre: float, width: float, answer: Answer) -> None:
    """A segment of a bar: a thin white edge parts it from its neighbours, a grey one shows a pale one on white."""
    pale = style.luminance(answer.colour) > 0.7
    edge, strength, above = (style.HATCH, 0.5, 1) if pale else (style.WHITE, 0.6, 2)
    look: dict[str, Any] = {"color": answer.colour, "hatch": answer.hatch or None, "edgecolor": edge}
    axes.barh(centre, width, BAR, left=left, linewidth=strength, zorder=above, clip_on=False, **look)
