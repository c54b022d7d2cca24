"""What is known of each claim: its verdict; of one that stays open the share of the tables in which it holds.

Columns: claim_label, claim_order; share (0-100, a bar, never written as 0 or 100; empty where none is shown);
verdict_label; verdict_order (1 = best supported; colour and mark follow it, the same in every figure).
Optional: section_label, section_order (headed blocks); reason (text in place of the bar where share is empty);
low, high (0-100, Monte Carlo interval of the share); other_share (0-100, the share if tables are weighed otherwise:
a stroke across the bar).
Options: none of its own.
Words: x_axis, percent, not_available; other_share if there is one.
"""

from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from wavework.charts import style
from wavework.charts.axes import axis_height, value_axis
from wavework.charts.chart_checks import Spec, Words, chart, problems_in
from wavework.charts.rowgrid import Place, RowGrid, height_of_text, text_instead
from wavework.charts.shape import shape
from wavework.charts.sheet import Entry
from wavework.charts.text import block_height, block_width, text_width, wrapped
from wavework.problems import Problem

BAR = 0.15
MARK = 0.2  # width of the mark before the verdict's name
VERDICT = 1.35  # widest line of a verdict's name


def _marks() -> tuple[tuple[str, str, Any], ...]:
    """Colour, marker and its filling by verdict, from best supported on; told apart by filling and shape in grey."""
    most, much = style.house().sequential[:2]
    return (
        (most, "o", "full"),  # reproduced
        (much, "o", "left"),  # supported by published values
        (most, "D", "full"),  # follows
        (much, "s", "left"),  # partly
        (style.UNDECIDED, "s", "none"),  # open
        (style.UNDECIDED, "o", "none"),  # not testable
        (style.alarm(), "D", "none"),  # excluded
        (style.alarm(), "X", "none"),  # not reproduced
        (style.alarm(), "X", "full"),  # contradicted by published values
    )


def _problems(data: pd.DataFrame, spec: Spec, file: str) -> list[Problem]:
    """Shares outside 0 … 100."""
    problems = []
    for name in ("share", "other_share"):
        if name in data:
            bad = data[(data[name] < 0) | (data[name] > 100)]
            problems += problems_in(bad, name, f"share {{{name}:g}}", "0 to 100", file)
    return problems


@chart(
    columns="claim_label claim_order share verdict_label verdict_order",
    key="claim_order",
    numeric="share low high other_share",
    words="x_axis percent not_available",
    check=_problems,
)
def draw(data: pd.DataFrame, spec: Spec, words: Words) -> Figure:
    """Draw the figure; see the module for columns, options and words."""
    reason = data["reason"] if "reason" in data else pd.Series("", index=data.index)
    data = data.rename(columns={f"section_{part}": f"claim_group_{part}" for part in ("label", "order")}).assign(
        instead=reason.where(reason != "", words["not_available"]).where(data["share"].isna(), ""),
        verdict_label=[wrapped(label, VERDICT - MARK, style.SMALL) for label in data["verdict_label"]],
    )
    column = MARK + max(block_width(label, style.SMALL) for label in data["verdict_label"])
    number = text_width(words.open_percent(1), style.SMALL) + 0.12
    aside, foot = number + column + 0.1, axis_height(words["x_axis"])
    grid = RowGrid(data, "claim", least=_least, labels=0.5, aside=aside, foot=foot)
    if "other_share" not in data:
        data = data.assign(other_share=float("nan"))
    other = data["other_share"].notna().any()
    entries: list[Entry] = [(words["other_share"], {"colour": style.INK, "marker": "|", "size": 9})] if other else []
    return grid.draw(spec, words, entries, lambda place: _panel(place, number, words))


def _least(row: pd.DataFrame, width: float) -> float:
    verdict = block_height(max(row["verdict_label"], key=len), style.SMALL) + 0.1 * shape().air
    return max(0.17 + 0.1 * shape().air, verdict, height_of_text(max(row["instead"], key=len), width))


def _panel(place: Place, number: float, words: Words) -> None:
    axes, marks = value_axis(place, (0, 100), words["x_axis"]), _marks()
    for row, centre, _ in place.centres():
        cell = row.iloc[0]
        place_of = int(cell["verdict_order"]) - 1 if cell["verdict_order"] == cell["verdict_order"] else len(marks) - 1
        colour, marker, filling = marks[min(max(place_of, 0), len(marks) - 1)]
        if cell["instead"]:
            text_instead(axes, 0, centre, cell["instead"], place.width)
        else:
            axes.barh(centre, 100, BAR, color=style.FAINT, edgecolor=style.RULE, linewidth=0.5, zorder=1)
            axes.barh(centre, cell["share"], BAR, color=colour, zorder=2)
            if {"low", "high"} <= set(row) and row[["low", "high"]].notna().all(axis=None):
                axes.plot([cell["low"], cell["high"]], [centre] * 2, color=style.BLACK, linewidth=0.9, zorder=3)
            if cell.get("other_share", float("nan")) >= 0:
                axes.plot(cell["other_share"], centre, "|", color=style.INK, ms=13, mew=1.3, zorder=4, clip_on=False)
            place.beside(0.08, centre, words.open_percent(cell["share"] / 100))
        filled = {"fillstyle": filling, "markerfacecoloralt": style.WHITE}
        right = place.left + place.width + 0.08 + number
        place.sheet.mark(right + 0.05, place.top + centre, colour, marker, **filled)
        place.sheet.text(right + MARK - 0.04, place.top + centre, cell["verdict_label"], "center", style.SMALL)
