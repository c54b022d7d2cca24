"""The picture of a figure that has nothing to show: the sentence that says why, and no result."""

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from wavework.charts.shape import shape
from wavework.charts.style import GREY, HATCH, MARGIN, WHITE, look
from wavework.charts.text import line_height, wrapped

LEAST = 0.9  # inches: a low strip, that nobody takes for a finding


def nothing(sentence: str) -> Figure:
    """A low frame that holds the sentence alone."""
    width, base = shape().width, shape().base
    with look():
        lines = wrapped(sentence, width - 2 * MARGIN - 0.6, base, even=True).split("\n")
        height = max(LEAST, line_height(base) * len(lines) + 2 * MARGIN + 0.4)
        figure = Figure(figsize=(width, height))
        FigureCanvasAgg(figure)
        frame = (MARGIN, MARGIN), width - 2 * MARGIN, height - 2 * MARGIN
        place = figure.dpi_scale_trans
        dashes = (0, (4, 3))
        figure.add_artist(
            Rectangle(*frame, facecolor=WHITE, edgecolor=HATCH, linewidth=0.8, linestyle=dashes, transform=place)
        )
        for number, line in enumerate(lines):
            y = height / 2 + line_height(base) * ((len(lines) - 1) / 2 - number)
            figure.text(width / 2, y, line, ha="center", va="center", fontsize=base, color=GREY, transform=place)
    return figure
