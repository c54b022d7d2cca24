"""Specification curve: sorted estimates above, the choices that made each of them below.

Source of the form: Simonsohn, Simmons & Nelson (2020), Nature Human Behaviour 4, 1208-1214.
Columns, one row per specification and choice: specification (its name or number); estimate, low, high, significant
(yes | no), main (yes for the study's own specification), the same in all rows of a specification;
choice_group_label, choice_group_order (the decision); choice_label, choice_order (the alternative taken).
Optional, of what is possible (see `known_marks`), the same in all rows of a specification: known, lowest, highest,
central_low, central_high, median (by which it is sorted then): a thin line, and a broad one over the middle 95 %.
Options: reference (number), limits (pair), digits.
Words: y_axis, significant, not_significant, main, specifications (pattern "{n} specifications").
"""

from itertools import accumulate
from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from wavework.charts import known_marks, style
from wavework.charts.axes import grid_lines, limits_of, ticks_of, value_gutter
from wavework.charts.chart_checks import Spec, Words, chart, is_yes, ordered
from wavework.charts.shape import shape
from wavework.charts.sheet import Entry, Limits, Sheet, around, rows_of
from wavework.charts.text import block_height, line_height, wrapped

HEIGHT, LEAST = 2.3, 1.1  # of the curve
ROW = 0.19


@chart(
    columns="specification estimate low high significant main "
    "choice_group_label choice_group_order choice_label choice_order",
    key="specification choice_group_order",
    numeric="estimate low high median",
    words="y_axis significant not_significant main specifications not_available",
    options={"reference": None, "limits": None, "digits": 1},
)
def draw(data: pd.DataFrame, spec: Spec, words: Words) -> Figure:
    """Draw the figure; see the module for columns, options and words."""
    data = data.assign(significant=is_yes(data["significant"]), main=is_yes(data["main"]))
    data = data.assign(at=data["estimate"].fillna(data["median"]) if "median" in data else data["estimate"])
    curve = data.drop_duplicates("specification").dropna(subset="at")
    curve = curve.sort_values(["at", "specification"], kind="stable").reset_index(drop=True)
    groups = [
        (label, ordered(data[data["choice_group_order"] == order], "choice"), order)
        for order, label in ordered(data, "choice_group")
    ]
    inner = shape().width - 2 * style.MARGIN
    choices = [label for _, alternatives, _ in groups for _, label in alternatives]
    lying = shape().labels == "above"
    names = max(
        rows_of(choices, 0.32 * inner, size=style.SMALL).label_width,
        rows_of([label for label, _, _ in groups], 0.32 * inner).label_width,
    )
    names = inner if lying else names
    limits = limits_of(curve[["estimate", "low", "high", *known_marks.SPANS]], spec["limits"], spec["reference"])
    gone = data["specification"].nunique() - len(curve)
    entries: list[Entry] = [
        (words["significant"], {"colour": style.accent(), "marker": "o", "size": 4.5}),
        (words["not_significant"], {"colour": style.GREY, "marker": "o", "size": 4.5, "hollow": True}),
        (words["main"], {"colour": style.alarm(), "marker": "D", "size": 5}),
    ]
    if not curve["main"].any():
        entries.pop()
    if known_marks.is_span(curve["known"]).all():
        entries = entries[2:]  # no p of its own
    if known_marks.is_span(curve["known"]).any():
        entries.append((words["reached"], {"colour": style.THIN, "line": "-"}))
        entries.append((words["central"], {"colour": style.house().sequential[2]}))
    axis = wrapped(words["y_axis"], inner, style.SMALL)
    above = block_height(axis, style.SMALL) + 0.08
    blocks = [
        rows_of([label for _, label in taken], names, ROW, 0.03, size=style.SMALL, above=lying)
        for _, taken, _ in groups
    ]
    titles = [wrapped(label, names, style.SMALL, True) for label, _, _ in groups]
    heads = [block_height(title, style.SMALL) + 0.08 for title in titles]
    said = line_height(style.SMALL) + 0.08
    room = around(spec, words, entries, gap=0.12).room - above - said
    under = [rows.total + head for rows, head in zip(blocks, heads, strict=True)]
    height = HEIGHT if HEIGHT + sum(under) <= room else max(LEAST, room - sum(under))
    kept = [k for k, end in enumerate(accumulate(under)) if height + end <= room]
    groups, more = groups[: len(kept)], len(groups) - len(kept)
    under = under[: len(kept)]
    height = min(HEIGHT, room - sum(under))
    # The numbers of the axis stand left of the curve, where no names do.
    left = style.MARGIN + (0.45 if lying or not groups else names + 0.2)
    width = shape().width - style.MARGIN - left
    sheet = Sheet(above + height + said + sum(under), spec, words, entries, gap=0.12)
    top = sheet.top + above
    sheet.text(style.MARGIN, top - 0.08, axis, "bottom", style.SMALL, color=style.GREY)
    _curve(sheet, curve, (left, top, width, height), limits, spec, words)
    count = words["specifications"].format(n=words.count(len(curve)))
    if gone:
        count += f"; {words['not_available']}: {gone}"
    if more:
        sheet.text(
            style.MARGIN, top + height + 0.05, words["more_rows"].format(n=more), size=style.SMALL, color=style.GREY
        )
    sheet.text(left + width, top + height + 0.05, count, size=style.SMALL, color=style.GREY, ha="right")
    top += height + said
    inks, mains = [_ink(row) for _, row in curve.iterrows()], curve.index[curve["main"]]
    for (_, alternatives, order), title, rows, head in zip(groups, titles, blocks, heads, strict=False):
        sheet.text(style.MARGIN, top + head - 0.03, title, "bottom", style.SMALL, weight="bold", color=style.accent())
        sheet.row_labels(rows, style.MARGIN, top + head, style.SMALL)
        axes = sheet.axes(left, top + head, width, rows.total, (-1, len(curve)), (rows.total, 0))
        taken = data[data["choice_group_order"] == order].set_index("specification")["choice_order"]
        taken = taken.reindex(curve["specification"])
        for (choice, _), centre in zip(alternatives, rows.centres, strict=True):
            axes.axhspan(centre - ROW / 2 + 0.02, centre + ROW / 2 - 0.02, color=style.FAINT, zorder=0)
            here = [k for k, other in enumerate(taken) if other == choice]
            main = [k for k in mains if k in here]
            axes.plot(main, [centre] * len(main), "D", color=style.alarm(), ms=4.5, mec=style.WHITE, mew=0.6, zorder=3)
            for ink in sorted({inks[k] for k in here}):
                at = [k for k in here if inks[k] == ink]
                axes.strokes(at, centre - 0.06, centre + 0.06, color=ink, linewidth=_stroke(width, len(curve)))
        top += head + rows.total
    return sheet.figure


def _ink(row: pd.Series) -> str:
    return style.alarm() if row["main"] else style.accent() if row["significant"] else style.QUIET


def _stroke(width: float, many: int) -> float:
    """Width in points of a specification's stroke: most of its share of the axis, at most 3."""
    return min(3.0, 0.7 * width * 72 / (many + 1))


def _curve(
    sheet: Sheet,
    curve: pd.DataFrame,
    place: tuple[float, float, float, float],
    limits: Limits,
    spec: Spec,
    words: Words,
) -> None:
    left, top, width, height = place
    axes = sheet.axes(left, top, width, height, (-1, len(curve)), limits)
    ticks = ticks_of(*limits, 6)
    numbers = [words.number(tick, spec["digits"]) for tick in ticks]
    value_gutter(sheet, left - 0.06, top, height, limits, ticks, numbers)
    grid_lines(axes, y=ticks)
    if spec["reference"] is not None:
        axes.axhline(spec["reference"], color=style.INK, linewidth=0.9, dashes=(3, 2), zorder=1)
    size = min(4.5, max(1.6, 0.9 * width * 72 / (len(curve) + 1)))
    stroke, spans = _stroke(width, len(curve)), known_marks.is_span(curve["known"])
    for main, thin, broad, above in (
        (False, style.THIN, style.house().sequential[2], 1),
        (True, *[style.alarm()] * 2, 3),
    ):
        # What is possible under a specification: a thin line to the ends, a broad one over the middle 95 %.
        open_ones = curve[spans & (curve["main"] == main)]
        at, (low, high, *central) = open_ones.index, (open_ones[name] for name in known_marks.SPANS)
        axes.strokes(at, low, high, color=thin, linewidth=0.4 * stroke, zorder=above)
        axes.strokes(at, *central, color=broad, linewidth=stroke, zorder=above)
    for k, row in curve[~spans].iterrows():
        pale = style.house().sequential[2] if row["significant"] else style.RULE
        axes.plot([k, k], [row["low"], row["high"]], color=pale, linewidth=stroke, zorder=1)
        face = _ink(row) if row["significant"] or row["main"] else style.WHITE
        marker, larger = ("D", 1) if row["main"] else ("o", 0)
        look: dict[str, Any] = {"ms": size + 2.5 * larger, "mfc": face, "mew": 0.7, "zorder": 3 + larger}
        axes.plot(k, row["estimate"], marker, color=_ink(row), mec=style.WHITE if larger else _ink(row), **look)
