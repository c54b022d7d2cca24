"""Items in a given order: bars of counts in one wave, or dots joined over two waves.

Columns: item_label, item_order (the order of the rows); wave_label, wave_order; value; n.
Optional: count (with measure score: services that named the item; written at the right as "count of n").
Options: measure: count (bars from 0 to n, labelled "7 of 11"; waves one above the other) or score (dots,
labelled with the score; the first wave hollow, the last filled); limits (pair, for score); digits.
A missing value is written as words["not_available"].
Words: x_axis, of, not_available.
"""

from collections.abc import Mapping
from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from wavework.charts import style
from wavework.charts.axes import axis_height, limits_of, value_axis
from wavework.charts.contract import Spec, Words, chart, ordered, problems_in
from wavework.charts.rowgrid import Place, RowGrid, text_instead
from wavework.charts.sheet import Sheet, row_text
from wavework.charts.text import line_height, text_width
from wavework.problems import Problem

BAR = 0.17


def _problems(data: pd.DataFrame, spec: Spec, file: str) -> list[Problem]:
    """Counts outside 0 … n."""
    column = "value" if spec["measure"] == "count" else "count"
    if column not in data:
        return []
    bad = data[(data[column] < 0) | (data[column] > data["n"])]
    return problems_in(bad, column, f"{{{column}:g}} of n = {{n:g}}", "a count from 0 to n", file)


@chart(
    columns="item_label item_order wave_label wave_order value n",
    key="item_order wave_order",
    numeric="value n count",
    words="of not_available",
    options={"measure": "count", "limits": None, "digits": 1},
    check=_problems,
)
def draw(data: pd.DataFrame, spec: Spec, words: Words) -> Figure:
    """Draw the figure; see the module for columns, options and words."""
    waves = ordered(data, "wave")
    scores = spec["measure"] == "score"
    with_counts = scores and "count" in data
    column = _column_width(data, waves, words) if with_counts else 0.0
    grid = RowGrid(
        data,
        "item",
        least=0.27 if scores else 0.1 + BAR * len(waves),
        labels=0.45,
        aside=column * len(waves),
        head=line_height(style.SMALL) + 0.03 if with_counts else 0.0,
        foot=axis_height(words.get("x_axis", "")) if scores else 0.0,
    )
    colours = [style.ACCENT] if len(waves) == 1 else style.scale_colours(len(waves) + 1)[: len(waves)][::-1]
    keys: list[dict[str, Any]] = [
        {"colour": style.ACCENT, "marker": "o", "hollow": wave < len(waves) - 1} if scores else {"colour": colour}
        for wave, colour in enumerate(colours)
    ]
    entries = [(label, key) for (_, label), key in zip(waves, keys, strict=True)] if len(waves) > 1 else []
    sheet = Sheet(grid.height, spec, words, entries)
    for place in grid.places(sheet):
        if scores:
            _dots(place, [order for order, _ in waves], spec, words)
        else:
            _bars(place, dict(zip([order for order, _ in waves], colours, strict=True)), words)
        if with_counts:
            _counts(place, waves, column, words)
    return sheet.figure


def _bars(place: Place, colours: Mapping[float, str], words: Words) -> None:
    """A bar for each wave from 0 to its count, on a faint track to n, so that the whole is seen too."""
    most = place.panel["n"].max()
    texts = [words.of(n, n) for n in place.panel["n"].dropna()]
    room = max((text_width(text, style.SMALL) for text in texts), default=0.0) + 0.12
    end = most / (1 - room / place.width) if most > 0 else 1.0
    axes = place.axes((0, end))
    for row, centre, _ in place.centres():
        for lane, (wave, colour) in enumerate(colours.items()):
            y = centre + (lane - (len(colours) - 1) / 2) * BAR
            cell = row[row["wave_order"] == wave]
            value, n = (cell["value"].iloc[0], cell["n"].iloc[0]) if len(cell) else (float("nan"), float("nan"))
            if not (value == value and n > 0):
                text_instead(axes, 0, y, words["not_available"], place.width)
                continue
            axes.barh(y, n, BAR - 0.03, color=style.FAINT, edgecolor=style.RULE, linewidth=0.5)
            axes.barh(y, value, BAR - 0.03, color=colour, zorder=2)
            text = words.of(value, n)
            row_text(axes, n + 0.07 * end / place.width, y, text)


def _dots(place: Place, waves: list[float], spec: Spec, words: Words) -> None:
    """A dot for each wave at its score; the first waves hollow, the last filled, joined by a line."""
    limits = limits_of(place.panel["value"].to_numpy(), spec["limits"])
    texts = [words.number(value, spec["digits"]) for value in place.panel["value"].dropna()]
    label = max((text_width(text, style.SMALL) for text in texts), default=0.0) + 0.12
    room = (limits[1] - limits[0]) * label / (place.width - 2 * label)
    axes = place.axes((limits[0] - room, limits[1] + room))
    value_axis(axes, place, words.get("x_axis", ""))
    inch = (limits[1] - limits[0] + 2 * room) / place.width
    for row, centre, _ in place.centres():
        values = row.set_index("wave_order")["value"].reindex(waves)
        known = values.dropna()
        if known.empty:
            text_instead(axes, limits[0], centre, words["not_available"], place.width)
            continue
        axes.plot(known, [centre] * len(known), color=style.ACCENT, linewidth=1.8, alpha=0.45, zorder=2)
        for wave, value in known.items():
            face = style.ACCENT if wave == waves[-1] else style.WHITE
            axes.plot(value, centre, "o", ms=6.3, mfc=face, mec=style.ACCENT, mew=1.2, zorder=3, clip_on=False)
        low, high = (words.number(end, spec["digits"]) for end in (known.min(), known.max()))
        row_text(axes, known.max() + 0.09 * inch, centre, high)
        if low != high:
            row_text(axes, known.min() - 0.09 * inch, centre, low, ha="right")


def _count_text(row: pd.Series, words: Words) -> str:
    if not (row["count"] == row["count"] and row["n"] > 0):
        return "\u2013"
    return words.of(row["count"], row["n"])


def _column_width(data: pd.DataFrame, waves: list[tuple[float, str]], words: Words) -> float:
    texts = [_count_text(row, words) for _, row in data.iterrows()] + [label for _, label in waves]
    return max(text_width(text, style.SMALL) for text in texts) + 0.15


def _counts(place: Place, waves: list[tuple[float, str]], column: float, words: Words) -> None:
    """The counts of each wave at the right, as in a table, under the wave's name."""
    options: dict[str, Any] = {"color": style.GREY, "ha": "right"}
    for k, (wave, label) in enumerate(waves):
        right = (k + 1) * column
        left = place.left + place.width + right
        place.sheet.text(left, place.top - 0.02, label, "bottom", style.SMALL, weight="bold", **options)
        for row, centre, _ in place.centres():
            for _, cell in row[row["wave_order"] == wave].iterrows():
                place.beside(right, centre, _count_text(cell, words), **options)
