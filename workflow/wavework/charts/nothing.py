"""The picture of a figure that has nothing to show: the sentence that says why, and no result."""

from textwrap import fill

from matplotlib.figure import Figure

from wavework.charts.style import BASE, GREY, WIDE, look


def nothing(sentence: str) -> Figure:
    """A picture that holds the sentence alone."""
    with look():
        figure = Figure(figsize=(WIDE, 1))
        figure.text(0.5, 0.5, fill(sentence, 90), ha="center", va="center", fontsize=BASE, color=GREY)
    return figure
