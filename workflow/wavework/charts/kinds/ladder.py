"""Which assumption decides which claim: a row for each claim that one of them decides, a column for each of them.

Columns: claim_label, claim_order; assumption_label, assumption_order (one at a time, named by letters that are
explained under the grid); verdict: follows | excluded | open | contradicts (no table agrees with it); share (0-100 of
the tables in which an open claim holds; empty = not written).
Claims that stay open under every assumption have no row: how many they are is said under the grid.
Options: none of its own.
Words: follows, excluded, open, contradicts, percent, never_decided (pattern with {n}).
"""

from string import ascii_uppercase

import pandas as pd
from matplotlib.figure import Figure

from wavework.charts import style
from wavework.charts.chart_checks import Spec, Words, chart, ordered, problems_in
from wavework.charts.shape import shape
from wavework.charts.sheet import Entry, Rows, Sheet, around, rows_of
from wavework.charts.text import block_height, fitted, line_height, text_width
from wavework.problems import Problem
from wavework.tables import records

CELL, HIGH = 0.46, 0.24
VERDICTS = ("follows", "excluded", "open", "contradicts")


def _looks() -> dict[str, tuple[str, str, str]]:
    """Colour, sign, stripes of each verdict: told apart by sign and lightness in grey."""
    return {
        "follows": (style.house().sequential[0], "✓", ""),
        "excluded": (style.alarm(), "✗", ""),
        "open": (style.FAINT, "", ""),
        "contradicts": (style.WHITE, "!", style.GREY),
    }


def _problems(data: pd.DataFrame, spec: Spec, file: str) -> list[Problem]:
    """Verdicts that there are not."""
    bad = data[~data["verdict"].isin(VERDICTS)]
    return problems_in(bad, "verdict", "{verdict!r}", "one of " + ", ".join(VERDICTS), file)


@chart(
    columns="claim_label claim_order assumption_label assumption_order verdict share",
    key="claim_order assumption_order",
    numeric="share",
    words="follows excluded open contradicts percent never_decided",
    check=_problems,
)
def draw(data: pd.DataFrame, spec: Spec, words: Words) -> Figure:
    """Draw the figure; see the module for columns, options and words."""
    decided = data.groupby("claim_order")["verdict"].transform(lambda verdicts: (verdicts != "open").any())
    shown = data[decided]
    assumptions = ordered(data, "assumption")
    inner = shape().width - 2 * style.MARGIN
    claims = [label for _, label in ordered(shown, "claim")]
    above = shape().labels == "above"
    cell = min(CELL, inner * (1.0 if above else 0.6) / max(len(assumptions), 1))
    widest = inner if above else inner - cell * len(assumptions) - 0.15
    claims = [fitted(claim, widest, style.SMALL, 2 * shape().lines).replace("\n", " ") for claim in claims]
    rows = rows_of(claims, widest, HIGH + 0.04, 0.05, size=style.SMALL, above=above)
    names = [fitted(label, inner - 0.25, style.SMALL, shape().lines) for _, label in assumptions]
    left_open = data.loc[~decided, "claim_order"].nunique()
    said = words["never_decided"].format(n=words.number(left_open)) if left_open else ""
    head = line_height(style.SMALL) + 0.05 if claims else 0.0
    under = sum(block_height(name, style.SMALL) + 0.03 for name in names) + 0.1
    entries: list[Entry] = [
        (f"{sign} {words[verdict]}".strip(), {"colour": colour} | ({"stripes": stripes} if stripes else {}))
        for verdict, (colour, sign, stripes) in _looks().items()
        if (data["verdict"] == verdict).any()
    ]
    most = fitted(f"{words['more_rows']} {said}", inner, style.SMALL, shape().lines)
    rows = rows.fitting(around(spec, words, entries).room - head - under - block_height(most, style.SMALL))
    if more := len(claims) - len(rows.labels):
        said = f"{words['more_rows'].format(n=words.number(more))}. {said}".strip()
    said = fitted(said, inner, style.SMALL, shape().lines)
    under += block_height(said, style.SMALL) if said else 0
    sheet = Sheet(head + rows.total + under, spec, words, entries)
    left = style.MARGIN if above else shape().width - style.MARGIN - cell * len(assumptions)
    _grid(sheet, shown, rows, [order for order, _ in assumptions], (left, sheet.top + head, cell))
    top = sheet.top + head + rows.total + 0.1
    for k, name in enumerate(names):
        if claims:
            centre = left + cell * (k + 0.5)
            sheet.text(
                centre, sheet.top, _letter(k), size=style.SMALL, weight="bold", color=style.accent(), ha="center"
            )
        sheet.text(style.MARGIN, top, _letter(k), size=style.SMALL, weight="bold", color=style.accent())
        sheet.text(style.MARGIN + 0.25, top, name, size=style.SMALL)
        top += block_height(name, style.SMALL) + 0.03
    if said:
        sheet.text(style.MARGIN, top, said, size=style.SMALL, color=style.GREY, style="italic")
    return sheet.figure


def _letter(place: int) -> str:
    """A to Z, then A2, B2, …"""
    again, letter = divmod(place, len(ascii_uppercase))
    return ascii_uppercase[letter] + (str(again + 1) if again else "")


def _grid(
    sheet: Sheet, shown: pd.DataFrame, rows: Rows, assumptions: list[float], place: tuple[float, float, float]
) -> None:
    (left, top, wide), looks = place, _looks()
    cells = {(row["claim_order"], row["assumption_order"]): row for row in records(shown)}
    sheet.row_labels(rows, style.MARGIN, top, style.SMALL)
    for (claim, _), centre in zip(ordered(shown, "claim"), rows.centres, strict=False):
        for k, assumption in enumerate(assumptions):
            if (claim, assumption) not in cells:
                continue
            cell = cells[claim, assumption]
            colour, sign, stripes = looks[cell["verdict"]]
            box = (left + k * wide + 0.02, top + centre - HIGH / 2, wide - 0.04, HIGH)
            if stripes:
                sheet.striped(*box, (colour, stripes))
            else:
                sheet.box(*box, colour, edgecolor=style.RULE, linewidth=0.5)
            known = cell["verdict"] == "open" and cell["share"] == cell["share"]
            text = sheet.words.open_percent(cell["share"] / 100) if known else sign
            ink = style.INK if cell["verdict"] in ("open", "contradicts") else style.ink_on(colour)
            centre_x, size = left + (k + 0.5) * wide, style.SMALL if known else shape().base
            if stripes:
                half = text_width(text, size) / 2 + 0.03
                sheet.box(centre_x - half, top + centre - 0.075, 2 * half, 0.15, style.WHITE)
            sheet.text(centre_x, top + centre, text, "center", size, color=ink, ha="center")
