"""Axes as charts need them: the sheet draws ticks, numbers and grid, and limits are given, so nothing moves them.

Matplotlib's own methods spend most of their time on arguments, units and limits that a chart never has.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

from wavework.charts.text import Line

SNAPPED = 300  # strokes of one line, so that matplotlib still sets each on whole pixels


class Panel(Axes):
    """Axes whose limits stay as they were given; its methods take less than matplotlib's, and give no containers."""

    def plot(self, x: Any, y: Any, marker: str = "", **options: Any) -> Line2D:  # type: ignore[override]
        """A line through points, or, with a marker, the points alone."""
        if marker:
            options |= {"marker": marker, "linestyle": "none"}
        line = Line2D(np.atleast_1d(np.asarray(x, float)), np.atleast_1d(np.asarray(y, float)), **options)
        self.add_artist(line)
        return line

    def barh(  # type: ignore[override]
        self, y: float, width: float, height: float, left: float | Sequence[float] = 0.0, **options: Any
    ) -> None:
        """Bars of one width and height, centred on y, one from each of `left`. options: those of a rectangle."""
        if "color" in options:
            options["facecolor"] = options.pop("color")
        for start in [left] if isinstance(left, (int, float)) else left:
            self.add_artist(Rectangle((start, y - height / 2), width, height, **options))

    def strokes(self, x: Any, low: Any, high: Any, **options: Any) -> None:
        """Upright strokes of one look, from low to high (numbers, or one for each), as few lines with gaps."""
        ends = np.broadcast_arrays(np.asarray(x, float), low, high, np.nan)
        points = np.stack([ends[0], ends[1], ends[0], ends[2], ends[0], ends[3]], axis=-1).reshape(-1, 3, 2)
        for start in range(0, len(points), SNAPPED):
            x_and_y = points[start : start + SNAPPED].reshape(-1, 2)
            self.add_artist(Line2D(*x_and_y.T, **options))

    def text(self, x: float, y: float, s: str, **options: Any) -> Line:  # type: ignore[override]
        """One line of text at a point."""
        line = Line(x, y, s, **{"transform": self.transData, "clip_on": False, **options})
        self.add_artist(line)
        return line
