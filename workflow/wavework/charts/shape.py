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

    labels: of rows, `beside` their bars or `above` them. names: of points, `all` beside them, `listed` under the chart
    by numbers at the points, or `few`: as many as keep off each other. least: smallest type size, in points before
    `zoom`. narrow: how much narrower than on a page a panel may become.
    """

    width: float
    zoom: float = 1.0
    height: float = inf
    labels: str = "beside"
    names: str = "all"
    least: float = 0.0
    narrow: float = 1.0


# Text of 7.5 points becomes 11 CSS pixels (8.25 points) on a phone 360 wide, and 18 points on a slide of 13.33 x 7.5
# inches, of which 12.3 x 5.6 are free under the title.
PAGE = Shape(7.2)
PHONE = Shape(3.75 / 1.1, 1.1, labels="above", names="listed", least=7.5, narrow=0.7)
SLIDE = Shape(12.3 / 2.4, 2.4, 5.6 / 2.4, names="few", least=7.5, narrow=0.7)
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
