"""The site in a browser, opened from the disk: accessible, as wide as the screen, walked through by keys."""

import os

import pytest
from playwright.sync_api import expect
from tests.rendering.conftest import copied_sample
from tests.rendering.site_sample import as_site
from tests.rendering.test_renderer_browser import PHONE, WIDE, browser, pytestmark, violations  # noqa: F401

from wavework.rendering.renderer import render

PAGES = ["index", "short", "results", "rank", "method"]
LONGEST = 12_000  # pixels of a page at 1280


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("site")
    render(as_site(copied_sample(folder / "report") / "en"), folder / "out/en", language="en", formats=["html"],
           renderer="pandoc")  # fmt: skip
    return folder / "out/en"


@pytest.fixture
def walk(browser, site):  # noqa: F811
    """Opens a page; at the end no error was said, and nothing was asked of a network."""
    said, asked, contexts = [], [], []

    def opened(name="index", viewport=WIDE, scheme="light"):
        contexts.append(browser.new_context(viewport=viewport, color_scheme=scheme, reduced_motion="reduce"))
        page = contexts[-1].new_page()
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
        page.on("request", lambda request: asked.append(request.url))
        page.goto(f"{site.as_uri()}/{name}")
        return page

    yield opened
    for context in contexts:
        context.close()
    assert said == []
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []


def test_axe_finds_nothing_on_any_page(walk):
    for scheme in ("light", "dark"):
        page = walk("index.html", scheme=scheme)
        for name in PAGES:
            page.goto(page.url.rsplit("/", 1)[0] + os.sep + f"{name}.html")
            assert (name, scheme, violations(page)) == (name, scheme, [])


def test_every_page_is_as_wide_as_the_screen_and_not_too_long(walk):
    page = walk("index.html")
    for width in (360, 390, 768, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        for name in PAGES:
            page.goto(page.url.rsplit("/", 1)[0] + f"/{name}.html")
            wide, long = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.scrollHeight]")
            assert (name, wide <= width, width < 1280 or long <= LONGEST) == (name, True, True)


@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["wide", "phone"])
def test_search_finds_in_other_pages_by_keyboard(walk, viewport):
    page = walk("index.html", viewport)
    page.keyboard.press("/")
    page.keyboard.type("seen paint")
    found = page.locator("#search-found li a")
    expect(found.first).to_contain_text("Figure 2")
    box = page.locator("#search-found").bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= viewport["width"]
    assert violations(page) == []
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/rank.html#fig-rank")
    page.locator("#search").fill("nowhere at all")
    expect(page.locator("#search-found p")).to_have_text("Nothing found")
    page.keyboard.press("Escape")
    expect(page.locator("#search-found")).to_be_hidden()


def test_from_the_first_page_to_the_last_and_back(walk):
    page, seen = walk("index.html"), []
    while (following := page.locator("a[rel=next]")).count():
        following.click()
        seen.append(page.url.rsplit("/", 1)[1])
    assert seen == [f"{name}.html" for name in PAGES[1:]]
    for _ in seen:
        page.locator("a[rel=prev]").click()
    assert page.url.endswith("index.html")


def test_an_address_of_the_one_page_leads_to_the_page_that_has_it(walk):
    page = walk("index.html#fig-rank")
    page.wait_for_url("**/rank.html#fig-rank")


def test_a_long_table_is_filtered_and_saved(walk):
    page = walk("rank.html")
    tools, rows = page.locator("figure#tbl-long .table-tools"), page.locator("#tbl-long tbody tr:visible")
    expect(rows).to_have_count(33)
    tools.locator("input").fill("skellig")
    expect(rows).to_have_count(3)
    expect(tools.locator("output")).to_have_text("3 of 33 rows")
    with page.expect_download() as download:
        tools.locator("a").click()
    lines = download.value.path().read_text(encoding="utf-8-sig").splitlines()
    assert (download.value.suggested_filename, len(lines)) == ("tbl-long.csv", 4)
    assert lines[1].startswith('"Skellig",')


def test_a_wordy_table_is_cards_on_a_phone(walk):
    page = walk("rank.html", PHONE)
    cell = page.locator("#tbl-long tbody td").first
    assert cell.evaluate("cell => getComputedStyle(cell, '::before').content").startswith('"What the keeper wrote')
    assert cell.bounding_box()["width"] > 300
