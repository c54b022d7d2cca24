"""Horizontal 100 % bars: one row per item, one panel per region or wave, segments in the scale's order.

Columns: panel_label, panel_order; item_label, item_order; answer_label, answer_order (position in the scale,
1 = fully, …, the same in every figure of the scale); status of the answer (answered, or dont_know,
not_applicable, no_answer: drawn pale and hatched after the others); count of services; n, the base of the row.
Give a row for every answer of the scale, zero counts too; of an item that was not asked one row with this status and
without answer_order. A panel and item without rows, or with n = 0 or count missing, is shown as words["not_available"]
(or its cell of the optional column `reason`).
Segments carry counts; percentages only where n >= 30.
Optional, of what is possible (`known_marks`): other_label, other_order: the answer at the other end, where a segment's
services gave one from `answer` to `other`: it is striped in the colours of the two. known: nothing where these are the
ends of the whole scale: the segment is blank, and the word stands in a row that is blank as a whole.
Options: palette (sequential | diverging), scale_length (number of answers if the table lacks the last one), ordered
(bool: the answers have an order; otherwise what is open is striped in grey).
Words: n, percent, not_available.
"""

from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from wavework.charts import known_marks, style
from wavework.charts.answer_scale import SMALL_N, Answer, answers_of, legend_entries, problems_of_counts, with_n
from wavework.charts.chart_checks import Spec, Words, chart
from wavework.charts.rowgrid import Place, RowGrid, height_of_text, text_instead
from wavework.charts.shape import shape
from wavework.charts.sheet import row_text
from wavework.charts.text import text_width
from wavework.house_style import luminance
from wavework.known import BOUNDS, NOTHING

BAR = 0.19


@chart(
    columns="panel_label panel_order item_label item_order answer_label answer_order status count n",
    key="panel_order item_order answer_order other_order",
    numeric="count n",
    words="n percent not_available",
    options={"palette": "sequential", "scale_length": 0, "ordered": True},
    check=problems_of_counts,
)
def draw(data: pd.DataFrame, spec: Spec, words: Words) -> Figure:
    """Draw the figure; see the module for columns, options and words."""
    entries = known_marks.legend(data[data["count"] > 0], words, "between" if spec["ordered"] else "possible")
    data = with_n(data.assign(instead=_instead(data, words), other_order=_other(data)), words)
    answers = answers_of(data, spec)
    grid = RowGrid(
        data,
        "item",
        least=lambda row, width: max(BAR + 0.08 * shape().air, height_of_text(_text_of(row, words), width)),
    )
    entries = [*legend_entries(answers), *entries]
    return grid.draw(spec, words, entries, lambda place: _bars(place, answers, words))


def _other(data: pd.DataFrame) -> pd.Series:
    """The answer at the other end of each segment; of an ordinary one it is the same."""
    other = data["other_order"] if "other_order" in data else pd.Series(float("nan"), index=data.index)
    return other.fillna(data["answer_order"])


def _instead(data: pd.DataFrame, words: Words) -> pd.Series:
    """The text that stands for an item's bar where it has no counts, else ""."""
    gone = ~(data["n"] > 0) | data["count"].isna()
    reason = data["reason"] if "reason" in data else pd.Series("", index=data.index)
    return reason.where(reason != "", words["not_available"]).where(gone, "")


def _text_of(row: pd.DataFrame, words: Words) -> str:
    return words["not_available"] if row.empty else max(row["instead"])


def _bars(place: Place, answers: list[Answer], words: Words) -> None:
    axes = place.axes((0, 1))
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
        # What the counts leave out of n stays an empty track: a bar must not look whole when it is not.
        axes.barh(centre, full, BAR - 0.02, color=style.WHITE, edgecolor=style.RULE, linewidth=0.6, zorder=0)
        shown = row[row["count"] > 0].sort_values(["answer_order", "other_order"], kind="stable")
        if len(shown) and (shown["known"] == NOTHING).all():
            _blank(axes, 0, centre, full)
            text_instead(axes, 0.08 / place.width, centre, words["nothing"], place.width)
            continue
        left = 0.0
        for _, cell in shown.iterrows():
            share = full * cell["count"] / n
            colour = _segment(axes, left, centre, share, cell, answers, place.sheet.spec["ordered"])
            text = words.number(cell["count"]) if n < SMALL_N else words.percent(cell["count"] / n)
            if text_width(text, style.SMALL) + 0.02 <= share * place.width:
                # In the ink that reads on the segment; on a hatched or striped one with a plain ground behind.
                ground = {"facecolor": colour[0], "edgecolor": "none", "pad": 0.6} if colour[1] else None
                if cell["known"] == BOUNDS:
                    known_marks.ground(axes, left + share / 2, centre, text, style.SMALL)
                options: dict[str, Any] = {"ha": "center", "bbox": ground, "zorder": 3}
                row_text(axes, left + share / 2, centre, text, color=style.ink_on(colour[0]), **options)
            left += share


def _blank(axes: Axes, left: float, centre: float, width: float) -> None:
    axes.barh(centre, width, BAR, left=left, color=style.WHITE, edgecolor=style.HATCH, linewidth=0.6, zorder=1)


def _segment(
    axes: Axes, left: float, centre: float, width: float, cell: pd.Series, answers: list[Answer], ordered: bool
) -> tuple[str, bool]:
    """Draw a segment; the ground for its number, and whether it has a pattern."""
    known = {answer.order: answer for answer in answers}
    answer, other = known[cell["answer_order"]], known[cell["other_order"]]
    if cell["known"] == NOTHING:
        _blank(axes, left, centre, width)
        return style.WHITE, False
    if answer.order != other.order:
        colours = (answer.colour, other.colour) if ordered else (style.WHITE, style.GREY)
        look: dict[str, Any] = {"edgecolor": style.WHITE if ordered else style.HATCH, "linewidth": 0.6, "zorder": 1.5}
        known_marks.bar(axes, (left, left + width), centre, BAR, colours, clip_on=False, **look)
        return style.WHITE, False
    _solid(axes, left, centre, width, answer)
    return answer.colour, bool(answer.hatch)


def _solid(axes: Axes, left: float, centre: float, width: float, answer: Answer) -> None:
    """A segment of a bar: a thin white edge parts it from its neighbours, a grey one shows a pale one on white."""
    pale = luminance(answer.colour) > 0.7
    edge, strength, above = (style.HATCH, 0.5, 1) if pale else (style.WHITE, 0.6, 2)
    look: dict[str, Any] = {"color": answer.colour, "hatch": answer.hatch or None, "edgecolor": edge}
    axes.barh(centre, width, BAR, left=left, linewidth=strength, zorder=above, clip_on=False, **look)
