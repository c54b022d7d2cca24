"""Whether what stands on a slide has room there: a presentation is measured by its words, before anybody shows it.

The same texts stand on the slides in HTML, in the same sizes; there a browser measures them (the tests).
"""

import io
import math
import re
import zipfile
from collections.abc import Iterator, Sequence
from xml.etree import ElementTree

from wavework.problems import Problem
from wavework.rendering.office_styles import BODY, CAPTION, LEAST_SIZE, SLIDE, TEXT_SIZE, TITLE, TITLE_SIZE

POINT = 12700  # units of a presentation
WIDTH, BOLD = 0.46, 0.5  # of a character of Calibri, in ems (0.44 was measured on such texts)
LINE, TIGHT = 1.2, 1.08  # height of a line, and of one of a title
INSET = 7.2  # points on each side of a text
TITLE_LINES, CAPTION_LINES = 3, 2
_A, _P = (f"{{http://schemas.openxmlformats.org/{kind}ml/2006/main}}" for kind in ("drawing", "presentation"))


def problems_in_slides(presentation: bytes, file: str) -> list[Problem]:
    """Each slide that has no title, or whose title, text, table or line under a picture is longer than its place."""
    found = []
    with zipfile.ZipFile(io.BytesIO(presentation)) as archive:
        names = [name for name in archive.namelist() if re.fullmatch(r"ppt/slides/slide\d+\.xml", name)]
        for number, name in enumerate(sorted(names, key=lambda each: int(re.findall(r"\d+", each)[0])), start=1):
            tree = ElementTree.fromstring(archive.read(name))
            title = " ".join(_texts(shape) for shape in _shapes(tree, "title"))
            for what in _overflowing(tree, title, first=number == 1):
                where = f"slide {number} ({title[:60]}): {what}"
                found.append(Problem(file, where, "a slide that holds all its text", "shorten it, or make two of it"))
    return found


def _overflowing(tree: ElementTree.Element, title: str, *, first: bool) -> Iterator[str]:
    if not title.strip():
        yield "no title"
    if first:
        return
    if (lines := _lines(title, TITLE_SIZE, TITLE[2], BOLD)) > TITLE_LINES:
        yield f"a title of {lines} lines where {TITLE_LINES} have room"
    tables = list(tree.iter(f"{_A}tbl"))
    for shape in _shapes(tree, "text"):
        if (lines := _lines(_texts(shape), LEAST_SIZE, CAPTION[2], WIDTH)) > CAPTION_LINES:
            yield f"{lines} lines under a picture or a table where {CAPTION_LINES} have room"
    height = sum(_height_of_table(table) for table in tables)
    if not tables:
        paragraphs = [text for shape in _shapes(tree, "body") for text in _paragraphs(shape)]
        height = sum(
            _lines(text, TEXT_SIZE, BODY[2], WIDTH) * LINE * TEXT_SIZE + 0.2 * TEXT_SIZE for text in paragraphs
        )
    room = ((CAPTION[1] if tables else SLIDE[1]) - BODY[1]) / POINT
    if height > room:
        yield f"{height:.0f} points of text where {room:.0f} have room"


def _height_of_table(table: ElementTree.Element) -> float:
    widths, height = [int(column.get("w", 0)) for column in table.iter(f"{_A}gridCol")], 0.0
    for row in table.iter(f"{_A}tr"):
        cells = zip(row.iter(f"{_A}tc"), widths, strict=False)
        lines = max(_lines(_texts(cell), LEAST_SIZE, width, WIDTH) for cell, width in cells)
        height += lines * LINE * LEAST_SIZE + INSET
    return height


def _shapes(tree: ElementTree.Element, kind: str) -> Iterator[ElementTree.Element]:
    """The shapes of a slide: its `title`, its `body` (placeholders of text), or a `text` that is no placeholder."""
    for shape in tree.iter(f"{_P}sp"):
        place = shape.find(f".//{_P}ph")
        is_title = place is not None and place.get("type") in ("title", "ctrTitle")
        own = "title" if is_title else "text" if place is None else "body"
        if own == kind:
            yield shape


def _paragraphs(shape: ElementTree.Element) -> Sequence[str]:
    return ["".join(run.text or "" for run in each.iter(f"{_A}t")) for each in shape.iter(f"{_A}p")]


def _texts(shape: ElementTree.Element) -> str:
    return " ".join(_paragraphs(shape))


def _lines(text: str, size: float, width: int, character: float) -> int:
    """Lines that a text takes in a width of a presentation's units."""
    return max(1, math.ceil(len(text) * character * size / (width / POINT - 2 * INSET)))
