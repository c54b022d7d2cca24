"""The slides as PPTX and HTML: native titles and tables, notes, alternative texts, type for a room, nothing cut off."""

import re
import struct
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pptx
import pytest
from pptx.util import Emu
from test_slides import DECK, LANGUAGES, REPO, SLIDES
from tests.pages import Page
from tests.reporting.conftest import project_of

from wavework.problems import InputError
from wavework.rendering.renderer import render
from wavework.reporting.inputs import Inputs

CHROMIUM = "/usr/bin/chromium"
SILENT = {"drivers"}  # figures of which the sources of the study's waves print no value: what was asked stands there
FIGURES = [figure for figure in SLIDES.values() if figure and figure not in SILENT]
PUBLIC = {"participation", "governments-scatter", "governments-trajectories"}  # figures of what is published
UNRESOLVED = re.compile(r"\?var|\?@|\{\{<|>\}\}|[\ue000\ue001]|\bNone\b|\bnan\b")
PUBLISHED = {"en": "Published values.", "fr": "Valeurs publiées.", "es": "Valores publicados."}
ALLOWED = {
    "en": "What the published facts allow.",
    "fr": "Ce que permettent les faits publiés.",
    "es": "Lo que permiten los hechos publicados.",
}
BASIS = {"en": "Basis: ", "fr": "Base : ", "es": "Base: "}
# How a title says that a result is open, or what becomes of statements.
OPEN = {"en": "open", "fr": "ouvert|trancher", "es": "abierto|decidir"}
LEAST = 18  # points on a slide of 13.33 x 7.5 inches, of which 1280 x 720 CSS pixels are a picture: 24 of these


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


def project(inputs: Inputs, folder: Path) -> Path:
    made = project_of(inputs, folder, REPO / "report" / inputs.language.code)
    for place, figure in enumerate(inputs.figures):
        (made / "_figures/slide" / f"{figure}.png").write_bytes(picture(144, 30 + 5 * (place % 20)))
    return made


def rendered(inputs: Inputs, folder: Path) -> Made:
    language = inputs.language.code
    formats = ["pptx", "slides"]
    made = render(project(inputs, folder), folder / "out", language=language, formats=formats, renderer="pandoc")
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
def test_titles_are_native_sentences_with_a_number_or_say_what_is_open(
    language: str, made: dict[str, Made], tmp_path: Path
) -> None:
    first, *others = presentation(made[language], tmp_path).slides
    assert first.shapes.title.text_frame.text
    titles = [slide.shapes.title.text_frame.text for slide in others]
    assert len({*titles}) == len(titles) == 19
    for title in titles:
        assert re.search(r"\d", title) or re.search(OPEN[language], title), title
        assert len(title.split()) > 6, title
        assert title[0].isupper() or title[0].isdigit(), title


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_unresolved_and_each_slide_has_notes(language: str, made: dict[str, Made], tmp_path: Path) -> None:
    for identifier, _, slide in pages(made[language], tmp_path):
        notes = slide.notes_slide.notes_text_frame.text
        assert not [text for text in [*texts(slide), notes] if UNRESOLVED.search(text)], identifier
        assert BASIS[language] in notes.replace("\u00a0", " "), identifier


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_picture_with_the_figures_own_alternative_text(
    language: str, made: dict[str, Made], tmp_path: Path
) -> None:
    for identifier, figure, slide in pages(made[language], tmp_path):
        pictures = [shape for shape in slide.shapes if shape.shape_type == 13]  # MSO_SHAPE_TYPE.PICTURE
        alternatives = [shape._element.nvPicPr.cNvPr.get("descr") for shape in pictures]
        assert alternatives == ([made[language].texts[figure]["alt"]] if figure in FIGURES else []), identifier
        tables = [shape for shape in slide.shapes if shape.has_table]
        assert len(tables) == identifier.startswith("conclusions-"), identifier
        shown = "\n".join(texts(slide))
        if figure in SILENT:
            assert [text for text in texts(slide) if text][1:-1] == made[language].texts[figure]["silent"]
            assert len(texts(slide)) >= 2 + 8  # the codebook has eight drivers
        if figure or tables:
            assert (PUBLISHED if figure in PUBLIC else ALLOWED)[language] in shown, identifier


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_slide_is_13_inches_wide_and_a_picture_fills_what_is_free(
    language: str, made: dict[str, Made], tmp_path: Path
) -> None:
    whole = presentation(made[language], tmp_path)
    assert (Emu(whole.slide_width).inches, Emu(whole.slide_height).inches) == (pytest.approx(13.333, abs=0.001), 7.5)
    for identifier, _, slide in pages(made[language], tmp_path):
        title = slide.shapes.title
        for shape in slide.shapes:
            edges = shape.left, shape.top, shape.left + shape.width, shape.top + shape.height
            assert edges[0] >= 0 <= edges[1], identifier
            assert edges[2] <= whole.slide_width, identifier
            assert edges[3] <= whole.slide_height or shape.has_table, identifier
            if shape.shape_type == 13:
                assert shape.top >= title.top + title.height, identifier
                wide, high = Emu(shape.width).inches, Emu(shape.height).inches
                assert wide == pytest.approx(12.3, abs=0.01) or high == pytest.approx(5.6, abs=0.01), identifier


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_below_18_points(language: str, made: dict[str, Made], tmp_path: Path) -> None:
    whole = presentation(made[language], tmp_path)
    sizes = [int(size) for size in re.findall(r'sz="(\d+)"', whole.slide_master.element.xml)]
    for layout in whole.slide_layouts:
        sizes += [int(size) for size in re.findall(r'sz="(\d+)"', layout.element.xml)]
    for slide in whole.slides:
        sizes += [int(size) for size in re.findall(r'sz="(\d+)"', slide._element.xml)]
    assert min(sizes) >= 100 * LEAST
    # the cells of tables are in no placeholder: 18 is what the format gives them where the presentation says nothing
    assert set(re.findall(r'<a:defRPr sz="(\d+)"', whole.part._element.xml)) <= {"1800"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_html_slides_hold_the_same(language: str, made: dict[str, Made]) -> None:
    page = Page(made[language].html)
    assert [each.get("id") for each in page.all("section") if "level2" in (each["class"] or "")] == list(SLIDES)
    alternatives = [image.get("alt") or image.get("aria-label") for image in page.all("img")]
    assert alternatives == [made[language].texts[figure]["alt"] for figure in FIGURES]
    assert "?var" not in page.text


def test_the_order_of_the_deck_is_an_option(read_study: Callable[[str], Inputs], tmp_path: Path) -> None:
    chosen = project(read_study("fr"), tmp_path)
    conditions = chosen / "_has.yml"
    conditions.write_text(conditions.read_text("utf-8").replace("slide-order: talk", "slide-order: deck"), "utf-8")
    made = render(chosen, tmp_path / "out", language="fr", formats=["pptx", "slides"], renderer="pandoc")
    page = Page(made.files[1])
    assert [each.get("id") for each in page.all("section") if "level2" in (each["class"] or "")] == list(DECK)
    assert len(list(pptx.Presentation(str(made.files[0])).slides)) == 20


def test_a_slide_that_overflows_is_named(read_study: Callable[[str], Inputs], tmp_path: Path) -> None:
    chosen = project(read_study("en"), tmp_path)
    source = chosen / "slides.qmd"
    long = "- a line that nobody in the last row can read, and that goes on and on over the whole width of it\n" * 12
    source.write_text(source.read_text("utf-8").replace("- {{< var claims.qualitative >}}", f"{long}- x"), "utf-8")
    with pytest.raises(InputError, match=r"slide 2 \(Of 50 findings.* points of text where"):
        render(chosen, tmp_path / "out", language="en", formats=["pptx"], renderer="pandoc")
    assert not (tmp_path / "out").exists()


@pytest.mark.slow  # .ci/run makes the whole report twice
def test_the_same_bytes_again(made: dict[str, Made], read_study: Callable[[str], Inputs], tmp_path: Path) -> None:
    again = rendered(read_study("fr"), tmp_path)
    assert again.pptx == made["fr"].pptx
    assert again.html.read_bytes() == made["fr"].html.read_bytes()


@pytest.mark.browser
@pytest.mark.skipif(not Path(CHROMIUM).exists(), reason="needs Debian's package chromium")
@pytest.mark.parametrize("language", LANGUAGES)
def test_in_a_browser_each_slide_fits_its_window_in_type_for_a_room(language: str, made: dict[str, Made]) -> None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM)
        page = browser.new_page(viewport={"width": 1280, "height": 720})
        page.goto(made[language].html.as_uri())
        slides = page.locator("main > section")
        assert slides.count() == 20
        beyond = """all => all.filter(each => each.scrollHeight > each.clientHeight + 2
            || each.scrollWidth > each.clientWidth + 2).map(each => each.id)"""
        assert slides.evaluate_all(beyond) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= 1280
        sizes = """all => all.filter(each => each.offsetParent && each.textContent.trim())
            .map(each => parseFloat(getComputedStyle(each).fontSize))"""
        shown = page.locator("main > section :is(h1, h2, p, li, td, th, figcaption)").evaluate_all(sizes)
        assert len(shown) > 60
        displays = "all => all.map(each => getComputedStyle(each).display)"
        heads = page.locator("main > section > h2").evaluate_all(displays)
        assert set(heads) == {"block"}  # a flexible one sets each phrase that must not break as a column
        assert min(shown) >= LEAST / 72 * 96 - 0.01  # CSS pixels, of which 96 are an inch of 13.33
        page.keyboard.press("End")
        page.wait_for_function("document.querySelector('.slide-steps output').textContent == '20 / 20'")
        page.keyboard.press("n")
        assert page.locator("main > section:last-of-type .notes").is_visible()
        page.set_viewport_size({"width": 390, "height": 844})
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        assert min(page.locator("main > section :is(h2, p, li, td)").evaluate_all(sizes)) >= 14
        over = """all => all.filter((each, at) => all[at + 1] && [...each.querySelectorAll('img, h2, p, figcaption')]
            .some(inner => inner.getBoundingClientRect().bottom > all[at + 1].getBoundingClientRect().top + 1))
            .map(each => each.id)"""
        assert slides.evaluate_all(over) == []
        ground = "getComputedStyle(document.body).backgroundColor"
        light = page.evaluate(ground)
        page.locator(".theme-button").click()
        assert page.evaluate(ground) != light
        assert page.evaluate("localStorage.getItem('theme')") == "dark"  # which the report's pages read and write too
        browser.close()
