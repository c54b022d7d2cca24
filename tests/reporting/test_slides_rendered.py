"""The slides as PPTX and HTML: native titles, alternative texts, the basis on each slide, nothing beyond its edge."""

import re
import struct
import textwrap
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pptx
import pytest
from pptx.util import Emu
from test_slides import LANGUAGES, REPO, SLIDES
from tests.pages import Page
from tests.reporting.conftest import project_of

from wavework.rendering.renderer import render
from wavework.reporting.inputs import Inputs

CHROMIUM = "/usr/bin/chromium"
FIGURES = [figure for figure in SLIDES.values() if figure]
PUBLIC = {"participation", "governments-scatter", "governments-trajectories"}  # figures of what is published
UNRESOLVED = re.compile(r"\?var|\?@|\{\{<|>\}\}|[\ue000\ue001]|\bNone\b|\bnan\b")
# What a figure says that it rests on, and the answers of each slide without one.
ALLOWED = {
    "en": "What the published facts allow.",
    "fr": "Ce que permettent les faits publiés.",
    "es": "Lo que permiten los hechos publicados.",
}
PUBLISHED = {"en": "Published values.", "fr": "Valeurs publiées.", "es": "Valores publicados."}
OPEN = {"en": "published facts allow", "fr": "permettent les faits publiés", "es": "permiten los hechos publicados"}
# Of Calibri, in ems: the mean width of a character (0.44 was measured on these texts) and the height of a line.
WIDTH, LINE = 0.46, 1.2
INSET = 7.2  # points above and below a text together, and on each side of it


@dataclass(frozen=True)
class Made:
    """The slides of one language: what was rendered, and the figures' captions and alternative texts by id."""

    pptx: bytes
    html: Path
    texts: dict[str, dict[str, Any]]


def picture(width: int, height: int) -> bytes:
    """A white PNG."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress((b"\0" + b"\xff" * width) * height)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def rendered(inputs: Inputs, folder: Path) -> Made:
    language = inputs.language.code
    project = project_of(inputs, folder, REPO / "report" / language)
    for place, figure in enumerate(inputs.figures):
        (project / "_figures" / f"{figure}.png").write_bytes(picture(144, 30 + 5 * (place % 20)))
    made = render(project, folder / "out", language=language, formats=["pptx", "slides"], renderer="pandoc")
    texts = {figure: inputs.figures[figure][language] for figure in inputs.figures}
    return Made(made.files[0].read_bytes(), made.files[1], texts)


@pytest.fixture(scope="module")
def made(read_study: Callable[[str], Inputs], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Made]:
    return {code: rendered(read_study(code), tmp_path_factory.mktemp(code)) for code in LANGUAGES}


def presentation(made: Made, folder: Path) -> Any:
    path = folder / "slides.pptx"
    path.write_bytes(made.pptx)
    return pptx.Presentation(str(path))


def pages(made: Made, folder: Path) -> Iterator[tuple[str, str, Any]]:
    """Id, figure and slide of PPTX, without the first slide, which has the report's title."""
    slides = list(presentation(made, folder).slides)
    assert len(slides) == len(SLIDES) + 1
    for (identifier, figure), slide in zip(SLIDES.items(), slides[1:], strict=True):
        yield identifier, figure, slide


def texts(slide: Any) -> list[str]:
    """Every paragraph and cell of a slide."""
    found = [
        paragraph.text for shape in slide.shapes if shape.has_text_frame for paragraph in shape.text_frame.paragraphs
    ]
    tables = [shape.table for shape in slide.shapes if shape.has_table]
    return found + [cell.text for table in tables for row in table.rows for cell in row.cells]


@pytest.mark.parametrize("language", LANGUAGES)
def test_titles_are_native_and_nothing_is_unresolved(language: str, made: dict[str, Made], tmp_path: Path) -> None:
    for slide in presentation(made[language], tmp_path).slides:
        title = slide.shapes.title
        assert title is not None
        assert len(title.text_frame.text.split()) > 3, title.text_frame.text
        assert not [text for text in texts(slide) if UNRESOLVED.search(text)]
        if slide.has_notes_slide:
            assert not UNRESOLVED.search(slide.notes_slide.notes_text_frame.text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_picture_with_the_figures_own_alternative_text(
    language: str, made: dict[str, Made], tmp_path: Path
) -> None:
    for identifier, figure, slide in pages(made[language], tmp_path):
        pictures = [shape for shape in slide.shapes if shape.shape_type == 13]  # MSO_SHAPE_TYPE.PICTURE
        alternatives = [shape._element.nvPicPr.cNvPr.get("descr") for shape in pictures]
        assert alternatives == ([made[language].texts[figure]["alt"]] if figure else []), identifier


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_basis_stands_on_every_slide(language: str, made: dict[str, Made], tmp_path: Path) -> None:
    for identifier, figure, slide in pages(made[language], tmp_path):
        shown = "\n".join(texts(slide))
        if figure:
            assert (PUBLISHED if figure in PUBLIC else ALLOWED)[language] in shown, identifier
        elif identifier != "framework":  # which shows no number that was asked
            assert OPEN[language] in shown, identifier


def lines(text: str, size: float, width: float) -> int:
    return len(textwrap.wrap(text, int((width - 2 * INSET) / (WIDTH * size)))) or 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_longer_than_its_place(language: str, made: dict[str, Made], tmp_path: Path) -> None:
    """In points, with the sizes that the master gives: 18 for titles, 16 for text, 10.5 for captions, 12 in tables."""
    for identifier, figure, slide in pages(made[language], tmp_path):
        bottom = Emu(5143500).pt
        for shape in slide.shapes:
            left, top, right = (Emu(length).pt for length in (shape.left, shape.top, shape.left + shape.width))
            assert (left >= 0, top >= 0, right <= Emu(9144000).pt) == (True, True, True), identifier
            if shape == slide.shapes.title:
                needed = LINE * 18 * lines(shape.text_frame.text, 18, shape.width.pt) + INSET
                assert needed <= shape.height.pt, (identifier, shape.text_frame.text)
            elif shape.has_table:
                widths = [column.width.pt for column in shape.table.columns]
                rows = [
                    max(lines(cell.text, 12, width) for cell, width in zip(row.cells, widths, strict=True))
                    for row in shape.table.rows
                ]
                caption = max(Emu(other.top).pt for other in slide.shapes if other.has_text_frame)
                assert top + sum(LINE * 12 * count + INSET for count in rows) <= caption, identifier
            elif shape.has_text_frame:
                size = 10.5 if figure or any(other.has_table for other in slide.shapes) else 16
                needed = sum(
                    LINE * size * lines(each.text, size, shape.width.pt) + 0.2 * size
                    for each in shape.text_frame.paragraphs
                )
                assert top + needed + INSET <= bottom, (identifier, shape.text_frame.text)
            else:
                assert Emu(shape.top + shape.height).pt <= bottom, identifier


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_html_slides_hold_the_same(language: str, made: dict[str, Made]) -> None:
    page = Page(made[language].html)
    assert [each.get("id") for each in page.all("section") if "level2" in (each["class"] or "")] == list(SLIDES)
    alternatives = [image.get("alt") or image.get("aria-label") for image in page.all("img")]
    assert alternatives == [made[language].texts[figure]["alt"] for figure in FIGURES]
    assert page.text.count(ALLOWED[language]) == len(FIGURES) - len(PUBLIC)
    assert page.text.count(PUBLISHED[language]) == len(PUBLIC)
    assert "?var" not in page.text


def test_the_same_bytes_again(made: dict[str, Made], read_study: Callable[[str], Inputs], tmp_path: Path) -> None:
    again = rendered(read_study("fr"), tmp_path)
    assert again.pptx == made["fr"].pptx
    assert again.html.read_bytes() == made["fr"].html.read_bytes()


@pytest.mark.browser
@pytest.mark.skipif(not Path(CHROMIUM).exists(), reason="needs Debian's package chromium")
@pytest.mark.parametrize("language", LANGUAGES)
def test_in_a_browser_each_slide_fits_its_window(language: str, made: dict[str, Made]) -> None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM)
        heights = "all => all.map(each => [each.id, Math.round(each.getBoundingClientRect().height)])"
        page = browser.new_page(viewport={"width": 1280, "height": 720})
        page.goto(made[language].html.as_uri())
        slides = page.locator("main > section")
        assert [each for each in slides.evaluate_all(heights) if each[1] > 722] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= 1280
        beyond = "all => all.filter(each => each.scrollHeight > each.clientHeight + 2).map(each => each.id)"
        assert slides.evaluate_all(beyond) == []
        page.set_viewport_size({"width": 390, "height": 844})
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        browser.close()
