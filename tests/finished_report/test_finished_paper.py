"""The report on paper, measured in the PDF: a report and an annex, pages that are filled, running heads, links that
lead somewhere, type that can be read."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pypdf
import pytest
from tests.conftest import RUN
from tests.finished_report.conftest import LANGUAGES

pytestmark = pytest.mark.report
FOOT, HEAD = 60, 60  # points below and above the text


@dataclass(frozen=True)
class Text:
    """A run of text on a page: distance of its line from the top of the page, size (points), and what it says."""

    top: float
    size: float
    said: str


def texts_of(page: pypdf.PageObject) -> list[Text]:
    found, height = [], float(page.mediabox.height)

    def keep(text: str, matrix: list[float], line: list[float], font: object, size: float) -> None:
        if text.strip():
            scale = abs(line[2] * matrix[1] + line[3] * matrix[3])
            top = height - (line[4] * matrix[1] + line[5] * matrix[3] + matrix[5])
            found.append(Text(top, scale * size, text.strip()))

    page.extract_text(visitor_text=keep)
    return found


@pytest.fixture(
    scope="module", params=[pytest.param(code, marks=pytest.mark.xdist_group(f"paper {code}")) for code in LANGUAGES]
)
def paper(request: pytest.FixtureRequest, finished: Callable[[str, str], Path]) -> pypdf.PdfReader:
    return pypdf.PdfReader(finished(request.param, "index.pdf"))


@pytest.fixture
def participation(paper: pypdf.PdfReader) -> str:
    """The title of the figure of participation."""
    texts = json.loads((RUN / "processed/figures/participation.json").read_text("utf-8"))
    return texts[paper.trailer["/Root"]["/Lang"][:2]]["title"]


@pytest.fixture(scope="module")
def read(paper: pypdf.PdfReader) -> list[list[Text]]:
    """The texts of each page, read once."""
    return [texts_of(page) for page in paper.pages]


def chapters(paper: pypdf.PdfReader) -> Iterator[tuple[str, int]]:
    """Title and first page, from 0, of each chapter in the reader's outline."""
    for entry in paper.outline:
        if not isinstance(entry, list):
            yield str(entry.title), paper.get_destination_page_number(entry)


def annex(paper: pypdf.PdfReader) -> int:
    """The first page of the annex."""
    return [page for _, page in chapters(paper)][-1]


def test_a_report_of_about_thirty_pages_and_an_annex(paper: pypdf.PdfReader) -> None:
    assert 22 <= annex(paper) <= 34
    assert 15 <= len(paper.pages) - annex(paper) <= 40


def test_no_page_but_the_last_of_a_part_is_half_empty(paper: pypdf.PdfReader, read: list[list[Text]]) -> None:
    ends = {annex(paper) - 1, len(paper.pages) - 1}
    # where the paper is turned a part begins on a page of its own
    widths = [float(page.mediabox.width) for page in paper.pages]
    ends |= {at for at, (one, other) in enumerate(pairwise(widths)) if one != other}
    half_empty = []
    for number, page in enumerate(paper.pages):
        height = float(page.mediabox.height)
        lowest = max(text.top for text in read[number] if text.top < height - FOOT)
        if lowest < height / 2 and number not in ends:
            half_empty.append(number + 1)
    assert half_empty == []


def test_running_heads_name_the_chapter_and_the_study(paper: pypdf.PdfReader, read: list[list[Text]]) -> None:
    beginning: dict[int, list[str]] = {}
    for title, page in chapters(paper):
        beginning.setdefault(page, []).append(title)
    current = last = ""
    for number, page in enumerate(paper.pages):
        here = beginning.get(number, [last])
        current, last = here[0], here[-1]
        head = " ".join(text.said for text in read[number] if text.top < HEAD).replace("\u00a0", " ")
        foot = " ".join(text.said for text in read[number] if text.top > float(page.mediabox.height) - FOOT)
        assert f"{number + 1} / {len(paper.pages)}" in foot
        if number and current:
            assert paper.metadata.title.replace("'", "’") in head
            assert current.split(" ", 1)[1].split()[0].replace("'", "’") in head, (number + 1, head)


def test_type_can_be_read(paper: pypdf.PdfReader, read: list[list[Text]]) -> None:
    for number in range(len(paper.pages)):
        least = 9 if number < annex(paper) else 7
        small = [text for text in read[number] if text.size < least - 0.05 and len(text.said) > 3]
        assert small == [], number + 1


def test_links_lead_to_pages_and_figures_are_listed(paper: pypdf.PdfReader, participation: str) -> None:
    names, links = paper.named_destinations, 0
    for page in paper.pages:
        for note in page.get("/Annots", []):
            keys = note.get_object()
            if keys.get("/Subtype") != "/Link" or "/URI" in keys.get("/A", {}):
                continue
            target = keys.get("/Dest") or keys["/A"]["/D"]
            assert target in names if isinstance(target, str) else target[0].get_object()["/Type"] == "/Page"
            links += 1
    assert links > 150
    listed = [title for title, _ in chapters(paper)]
    assert len(listed) >= 8
    contents = " ".join(page.extract_text() for page in paper.pages[:3])
    assert participation in " ".join(contents.split())


def test_it_stays_a_tagged_pdf(paper: pypdf.PdfReader) -> None:
    root = paper.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert "pdfuaid" in paper.xmp_metadata.rdf_root.toxml()
