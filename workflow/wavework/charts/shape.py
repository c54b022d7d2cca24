"""What a picture is drawn for: a page, a phone, a slide. One `Shape` says all that differs; no kind asks which it is.

Lengths and type sizes of a drawing are those of the page in every shape: a smaller sheet of them, enlarged as a whole,
is what keeps text, marks and lines in proportion. `zoom` enlarges the file; the sheet is as wide and, at most, as high
as the shape is in lengths of the page.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from math import inf


@dataclass(frozen=True)
class Shape:
    """A sheet: its width and greatest height (inches, before `zoom`), and how a kind arranges what it shows on it.

    labels: of rows, `beside` their bars or `above` them; share: of the width that they may take in any case. names: of
    points, `all` beside them, `listed` under the chart by numbers at the points, or `few`: as many as keep off each
    other. least: smallest type size, in points before `zoom`. narrow: the part of its least width on a page that a
    panel needs. base: type size of row labels and titles, beside the small one of 7.5 points. air: the part of the
    white space between rows and round charts that is left. lines: of a text under a chart, the last of which is cut.
    """

    width: float
    zoom: float = 1.0
    height: float = inf
    labels: str = "beside"
    share: float = 0.0
    names: str = "all"
    least: float = 0.0
    narrow: float = 1.0
    base: float = 8.5
    air: float = 1.0
    lines: float = inf


# Text of 7.5 points becomes 11 CSS pixels (8.25 points) on a phone 360 wide, and 18 points on a slide of 13.33 x 7.5
# inches, of which 12.3 x 5.6 are free under the title.
PAGE = Shape(7.2)
PHONE = Shape(3.75 / 1.1, 1.1, labels="above", names="listed", least=7.5, narrow=0.75)
SLIDE = Shape(12.3 / 2.4, 2.4, 5.6 / 2.4, share=0.4, names="few", least=7.5, narrow=0.5, base=7.5, air=0.4, lines=1)
SHAPES = {"page": PAGE, "phone": PHONE, "slide": SLIDE}

_CHOSEN: ContextVar[Shape] = ContextVar("shape", default=PAGE)


def shape() -> Shape:
    """The shape that is drawn."""
    return _CHOSEN.get()


@contextmanager
def shaped(chosen: Shape) -> Iterator[None]:
    """Charts in a shape."""
    token = _CHOSEN.set(chosen)
    try:
        yield
    finally:
        _CHOSEN.reset(token)
