"""Every page of the study's report in a browser: accessible in light and dark, as wide as the screen, not too long."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page
from tests.finished_report.conftest import LANGUAGES
from tests.rendering.test_renderer_browser import PHONE, WIDE, browser, violations  # noqa: F401
from tests.rendering.test_renderer_browser import pytestmark as of_browser
from tests.rendering.test_site_browser import LONGEST

pytestmark = [*of_browser, pytest.mark.report]
EACH_PICTURE = """() => Promise.all([...document.images].map(image => {
  image.loading = 'eager';
  return image.decode().catch(() => {});
}))"""
SIZE = "[document.documentElement.scrollWidth, document.documentElement.scrollHeight]"
Opened = Callable[..., Iterator[Page]]


@pytest.fixture
def opened(browser, finished: Callable[[str, str], Path]) -> Iterator[Opened]:  # noqa: F811
    """Opens each page in turn, the slides where they are asked for; at the end no error was said."""
    said: list[str] = []

    def walk(language: str, viewport: dict[str, int], scheme: str, *, slides: bool = False) -> Iterator[Page]:
        context = browser.new_context(viewport=viewport, color_scheme=scheme, reduced_motion="reduce")
        page = context.new_page()
        page.on("pageerror", lambda error: said.append(f"{page.url}: {error}"))
        page.on("console", lambda line: said.append(f"{page.url}: {line.text}") if line.type == "error" else None)
        for path in sorted(finished(language, "index.html").parent.glob("*.html")):
            if slides or path.stem != "slides":
                page.goto(path.as_uri())
                yield page
        context.close()

    yield walk
    assert said == []


def name(page: Page) -> str:
    return page.url.rsplit("/", 1)[1]


# The pages of the languages differ in their words: one way of seeing them in each of two; the rest is slow.
SEEN = {"light phone": ("light", PHONE), "dark wide": ("dark", WIDE)}
SOON = {(LANGUAGES[0], "dark wide"), (LANGUAGES[1], "light phone")}


def case(language: str, seen: str):
    marks = [pytest.mark.slow] if (language, seen) not in SOON else []
    return pytest.param(language, *SEEN[seen], marks=marks, id=f"{language} {seen}")


@pytest.mark.parametrize(
    ("language", "scheme", "viewport"), [case(language, seen) for language in LANGUAGES for seen in SEEN]
)
def test_axe_finds_nothing_on_any_page(opened: Opened, language, scheme, viewport) -> None:
    found = {name(page): violations(page) for page in opened(language, viewport, scheme, slides=True)}
    assert {page: said for page, said in found.items() if said} == {}
    assert len(found) > 20


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_is_as_wide_as_the_screen_and_not_too_long(opened: Opened, language) -> None:
    amiss = []
    for page in opened(language, WIDE, "light"):
        for width in (360, 390, 768, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            page.evaluate(EACH_PICTURE)
            if name(page) == "explore.html":
                page.wait_for_timeout(400)  # it waits until the width stays
            wide, long = page.evaluate(SIZE)
            if wide > width or (width == 1280 and long > LONGEST):
                amiss.append((name(page), width, wide, long))
    assert amiss == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_picture_is_there_and_says_what_it_shows(opened: Opened, language) -> None:
    bad = "images => images.filter(image => !image.naturalWidth || !image.alt && !image.closest('[aria-hidden]'))"
    for page in opened(language, PHONE, "light"):
        page.evaluate(EACH_PICTURE)
        sources = f"images => ({bad})(images).map(image => image.currentSrc.slice(-80))"
        assert (name(page), page.locator("img").evaluate_all(sources)) == (name(page), [])
