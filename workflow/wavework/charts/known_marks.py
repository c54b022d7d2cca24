"""What is possible, drawn the same way in every kind: solid is known, striped or a span is possible, blank is unknown.

Columns that any table may have beside those of its kind: known ("" for an ordinary value; fixed: the same in all that
agrees with what is published; bounds: from `lowest` to `highest`; reached: at least that far, with the middle 95 % of
the tables from `central_low` to `central_high`; nothing: nothing is published of it). A kind finds them all in its
table: of a table of ordinary values they are empty.
Words: fixed, possible, between, reached, central, nothing, from_to, at_least.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path

from wavework.charts import style
from wavework.charts.text import line_height, text_width
from wavework.known import BOUNDS, FIXED, NOTHING, REACHED

SPANS = ("lowest", "highest", "central_low", "central_high")
WORDS = ("fixed", "possible", "between", "reached", "central", "nothing", "from_to", "at_least")
PERIOD, DENSE = 0.07, 0.035  # of stripes, in inches

Box = tuple[float, float, float, float]  # left, bottom, width, height
Cell = Mapping[str, Any] | pd.Series


def with_spans(data: pd.DataFrame) -> pd.DataFrame:
    """The table with the columns of what is possible; of a table of ordinary values they are empty."""
    return data.assign(
        known=data.get("known", ""), **{name: data.get(name, float("nan")) for name in SPANS if name not in data}
    )


def legend(
    data: pd.DataFrame, words: Mapping[str, str], possible: str = "possible"
) -> list[tuple[str, dict[str, Any]]]:
    """The entries that explain the grammar, on a line of their own; none for a table of ordinary values, or of
    values that are all known.

    possible: the word for what is striped.
    """
    if (data["known"] == "").all():
        return []
    looks: list[tuple[str, Sequence[str], dict[str, Any]]] = [
        ("fixed", ["", FIXED], {"colour": style.GREY}),
        (possible, [BOUNDS], {"colour": style.WHITE, "stripes": style.GREY}),
        ("reached", [REACHED], {"colour": style.GREY, "line": "-"}),
        ("central", [REACHED], {"colour": style.WHITE, "stripes": style.GREY, "period": DENSE}),
        ("nothing", [NOTHING], {"colour": style.WHITE}),
    ]
    shown = [(word, key) for word, known, key in looks if data["known"].isin(known).any()]
    entries = [] if [word for word, _ in shown] == ["fixed"] else [(words[word], key) for word, key in shown]
    return [(label, key | ({"first": True} if place == 0 else {})) for place, (label, key) in enumerate(entries)]


def bands(width: float, height: float, period: float = PERIOD) -> Path:
    """Diagonal stripes over a box of inches, as wide as the gaps between them, cut off at its edges."""
    found = []
    for start in np.arange(-height - period, width, period):
        corners = [(0, 0), (period / 2, 0), (period / 2 + height, height), (height, height)]
        band: np.ndarray = np.array(corners, dtype=float) + np.array([start, 0])
        for edge, sign in ((0.0, 1), (width, -1)):
            band = _cut(band, edge, sign)
        if len(band) > 2:
            found.append(Path(np.vstack([band, band[:1]]), closed=True))
    return Path.make_compound_path(*found) if found else Path(np.zeros((0, 2)))


def _cut(polygon: np.ndarray, edge: float, sign: int) -> np.ndarray:
    """The part of a convex polygon on one side of an upright line. Sutherland & Hodgman (1974), CACM 17(1)."""
    kept = []
    for one, other in zip(polygon, np.roll(polygon, -1, axis=0), strict=True):
        here, there = sign * (one[0] - edge) >= 0, sign * (other[0] - edge) >= 0
        if here:
            kept.append(one)
        if here != there:
            kept.append(one + (other - one) * (edge - one[0]) / (other[0] - one[0]))
    return np.array(kept)


def striped(
    box: Box, inches: tuple[float, float], colours: tuple[str, str], period: float = PERIOD, **options: Any
) -> list[Artist]:
    """A box striped in two colours, as artists to be added. inches: its width and height on the sheet.

    options: of the outline (edgecolor, linewidth) and of all parts (transform, zorder, clip_on).
    """
    left, bottom, width, height = box
    outline = {name: options.pop(name) for name in ("edgecolor", "linewidth") if name in options}
    path = bands(*inches, period)
    vertices = np.asarray(path.vertices) * np.array([width / max(inches[0], 1e-9), height / max(inches[1], 1e-9)])
    scaled = Path(vertices + np.array([left, bottom]), path.codes)
    parts: list[Artist] = [Rectangle((left, bottom), width, height, facecolor=colours[0], linewidth=0, **options)]
    if len(vertices):
        parts.append(PathPatch(scaled, facecolor=colours[1], linewidth=0, **options))
    if outline:
        parts.append(Rectangle((left, bottom), width, height, fill=False, **outline, **options))
    return parts


def bar(
    axes: Axes,
    ends: tuple[float, float],
    y: float,
    high: float,
    colours: tuple[str, str],
    period: float = PERIOD,
    **options: Any,
) -> None:
    """A striped bar in axes over rows (y in inches), from one end to the other."""  # fmt: skip
    inch = _inches_per_unit(axes, 0)
    low, wide = ends[0], ends[1] - ends[0]
    for part in striped((low, y - high / 2, wide, high), (wide * inch, high), colours, period, **options):
        axes.add_artist(part)


def ground(axes: Axes, x: float, y: float, text: str, size: float) -> None:
    """White under a text that is centred on a striped box."""
    along, up = inches(axes)
    wide, high = (text_width(text, size) + 0.05) / along, (line_height(size) + 0.01) / up
    box = (x - wide / 2, y - high / 2), wide, high
    axes.add_artist(Rectangle(*box, facecolor=style.WHITE, linewidth=0, zorder=2.5, clip_on=False))


def span(axes: Axes, cell: Cell, y: float, colour: str, high: float = 0.1) -> None:
    """What is possible of a value: a striped bar; where only reached a line, densely striped over the middle 95 %."""
    limits = axes.get_xlim()
    low, high_end = (min(max(cell[name], min(limits)), max(limits)) for name in ("lowest", "highest"))
    look: dict[str, Any] = {"edgecolor": colour, "linewidth": 0.6, "zorder": 2, "clip_on": False}
    if cell["known"] != REACHED:
        bar(axes, (low, high_end), y, high, (style.WHITE, colour), **look)
        return
    axes.plot([low, high_end], [y, y], color=colour, linewidth=0.9, zorder=2, clip_on=False)
    axes.plot([low, high_end], [y, y], "|", color=colour, ms=4.5, mew=0.9, zorder=2, clip_on=False)
    middle = cell["central_low"], cell["central_high"]
    if middle[0] == middle[0] and middle[1] == middle[1]:
        bar(axes, middle, y, high, (style.WHITE, colour), DENSE, **look)


def _inches_per_unit(axes: Axes, side: int) -> float:
    place, figure = axes.get_position(), axes.get_figure(root=True)
    size = 1.0 if figure is None else float(figure.get_size_inches()[side])
    low, high = (axes.get_xlim, axes.get_ylim)[side]()
    return float((place.width, place.height)[side] * size / abs(high - low))


def inches(axes: Axes) -> tuple[float, float]:
    """Inches of a unit of the axes, along and up."""
    return _inches_per_unit(axes, 0), _inches_per_unit(axes, 1)


def is_span(known: pd.Series) -> pd.Series:
    """Whether a value is drawn as what is possible of it."""
    return known.isin([BOUNDS, REACHED])
