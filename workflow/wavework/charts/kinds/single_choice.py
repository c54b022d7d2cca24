"""One question with one answer per service: a tile per service in the scale's order, with counts.

Columns: answer_label, answer_order; status; count; n. Optional: panel_label, panel_order (one line of tiles each).
Above n = 60 the tiles become one bar. A panel that was not asked (status; one row, without answer_order) says so.
Optional, of what is possible (see `known_marks`): known, lowest, highest: tiles up to `lowest` are solid, from there to
`highest` striped; count is then empty unless it is known.
Options: palette (single: the accent for every answer; sequential | diverging), scale_length.
Words: n, of, percent.
"""

from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from wavework.charts import known_marks, style
from wavework.charts.answer_scale import SMALL_N, Answer, answers_of, problems_of_counts, with_n
from wavework.charts.chart_checks import Spec, Words, chart
from wavework.charts.rowgrid import Place, RowGrid, text_instead
from wavework.charts.shape import shape
from wavework.charts.text import text_width
from wavework.known import BOUNDS, NOTHING
from wavework.language.numbers import from_to
from wavework.tables import records

TILE = 0.26
TILES = 60  # above it a tile is too narrow to be counted


@chart(
    columns="answer_label answer_order status count n",
    key="panel_order answer_order",
    numeric="count n",
    words="n of percent not_available",
    options={"palette": "single", "scale_length": 0, "ordered": True},
    check=problems_of_counts,
)
def draw(data: pd.DataFrame, spec: Spec, words: Words) -> Figure:
    """Draw the figure; see the module for columns, options and words."""
    entries = known_marks.legend(data, words)
    answers = answers_of(data, spec)
    place_of = {answer.order: place for place, answer in enumerate(answers)}
    data = _rows_of_all(data.assign(answer_order=data["answer_order"].map(place_of)))
    said = [_said(row, words) for _, row in data.iterrows()]
    aside = max(text_width(text, shape().base) for text in said) + 0.12
    grid = RowGrid(with_n(data.assign(said=said), words), "answer", least=TILE + 0.06 * shape().air, aside=aside)
    return grid.draw(spec, words, entries, lambda place: _tiles(place, answers, words))


def _rows_of_all(data: pd.DataFrame) -> pd.DataFrame:
    """The table with the answers of the others as the rows of a panel that was not asked."""
    absent, rows = data["answer_order"].isna(), data.dropna(subset="answer_order").drop_duplicates("answer_order")
    own = data[absent].drop(columns=["answer_order", "answer_label"])
    panels = [rows.assign(**row) for row in records(own)]
    return pd.concat([data[~absent], *panels], ignore_index=True)


def _said(row: pd.Series, words: Words) -> str:
    if row["known"] == BOUNDS:
        return words["of"].format(count=from_to(row, words, 0), n=words.number(row["n"]))
    if not (row["n"] > 0 and row["count"] == row["count"]):
        return ""
    text = words.of(row["count"], row["n"])
    return f"{text} ({words.percent(row['count'] / row['n'])})" if row["n"] >= SMALL_N else text


def _tiles(place: Place, answers: list[Answer], words: Words) -> None:
    """A row of n tiles for each answer; its own services are filled, where its part of the whole lies."""
    n = place.panel["n"].max()
    axes = place.axes((0, place.width))
    many = not n <= TILES
    tile = place.width / n if many else min(TILE, place.width / max(n, 1))
    high, gap = 0.86 * TILE, 0.0 if many else 0.14 * tile
    if (place.panel["known"] == NOTHING).any():
        text_instead(axes, 0, place.rows.total / 2, words["nothing"], place.width)
        return
    if not n > 0:
        text_instead(axes, 0, place.rows.total / 2, words["not_available"], place.width)
        return
    spans = known_marks.is_span(place.panel["known"]).any()  # then every answer starts at the first tile
    before = 0.0
    for (row, centre, _), answer in zip(place.centres(), answers, strict=False):
        if row.empty or not row["said"].iloc[0]:
            text_instead(axes, 0, centre, words["not_available"], place.width)
            continue
        cell = row.iloc[0]
        count = cell["lowest"] if cell["known"] == BOUNDS else cell["count"]
        starts = [0.0] if many else [at * tile for at in range(int(n))]
        width = n * tile if many else tile - gap
        axes.barh(centre, width, high, left=starts, color=style.FAINT, edgecolor=style.RULE, linewidth=0.5)
        filled = [before * tile] if many else [at * tile for at in range(int(n)) if before <= at < before + count]
        if count > 0:
            look: dict[str, Any] = {"color": answer.colour, "hatch": answer.hatch or None, "edgecolor": style.HATCH}
            width = count * tile if many else tile - gap
            axes.barh(centre, width, high, left=filled, linewidth=0.5, clip_on=False, **look)
        if cell["known"] == BOUNDS:
            ends = (
                [(count, cell["highest"])] if many else [(at, at + 1) for at in range(int(count), int(cell["highest"]))]
            )
            for low, end in ends:
                look = {"edgecolor": answer.colour, "linewidth": 0.5, "clip_on": False}
                side = low * tile, end * tile - gap
                known_marks.bar(axes, side, centre, high, (style.WHITE, answer.colour), **look)
        place.sheet.text(place.left + n * tile + 0.1, place.top + centre, row["said"].iloc[0], "center", shape().base)
        before += 0 if spans else count
