"""The page in a browser: accessible after axe-core, readable on a phone, operable by keyboard, loading nothing.

Needs Debian's chromium (marker `browser`).
"""

from importlib.resources import files
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

CHROMIUM = "/usr/bin/chromium"
AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDE, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not Path(CHROMIUM).exists(), reason="needs Debian's package chromium"),
]


@pytest.fixture(scope="module")
def browser():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM)
        yield browser
        browser.close()


@pytest.fixture
def opened(browser: Browser, rendered):
    """Opens a rendered page; at the end nothing was requested but the file, and what lies beside it to be saved, and no
    error was said."""
    requests, errors, contexts = [], [], []

    def open_page(name="index", language="en", viewport=WIDE, scheme="light", **options) -> Page:
        context = browser.new_context(viewport=viewport, color_scheme=scheme, reduced_motion="reduce", **options)
        contexts.append(context)
        page = context.new_page()
        page.on("request", lambda request: requests.append(request.url))
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
        page.goto((rendered[language] / f"{name}.html").as_uri())
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert errors == []
    assert [url for url in requests if not url.startswith(("file:", "data:"))] == []
    assert len([url for url in requests if url.startswith("file:") and "/_figures/" not in url]) == len(contexts)


def violations(page: Page) -> list[str]:
    """What axe-core finds, as `rule: element` lines."""
    page.evaluate(AXE)  # not as a script element: the page's own policy would refuse it
    found = page.evaluate("tags => axe.run({runOnly: {type: 'tag', values: tags}})", TAGS)
    assert len(found["passes"]) > 15
    return [
        f"{rule['id']}: {node['target']} {node['failureSummary']}"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]


@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["wide", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("name", ["index", "slides"])
def test_axe_finds_nothing(opened, name, language, scheme, viewport):
    page = opened(name, language, viewport, scheme)
    page.locator("details").evaluate_all("all => all.forEach(each => { each.open = true; })")
    assert violations(page) == []


def test_axe_finds_something_where_there_is_something(opened):
    page = opened()
    page.locator("img").first.evaluate(
        "image => { image.removeAttribute('alt'); image.removeAttribute('aria-label'); }"
    )
    page.locator("p").first.evaluate("p => { p.style.color = '#999'; p.style.background = '#fff'; }")
    rules = {line.split(":")[0] for line in violations(page)}
    assert {"image-alt", "color-contrast"} & rules


def test_without_script_everything_is_there(browser, rendered):
    context = browser.new_context(java_script_enabled=False, viewport=WIDE)
    page = context.new_page()
    page.goto((rendered["en"] / "index.html").as_uri())
    for text in ("Islands have keepers", "The coast has none", "Table of contents"):
        assert page.get_by_text(text).first.is_visible()
    context.close()


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("width", [320, 390, 768, 1099, 1100, 1280, 1920])
def test_the_page_never_scrolls_sideways(opened, language, width):
    page = opened(language=language, viewport={"width": width, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_wide_table_scrolls_in_its_own_box_by_keyboard(opened):
    page = opened(viewport=PHONE)
    box = page.locator("#tbl-wide .table-scroll")
    assert box.evaluate("box => box.scrollWidth > box.clientWidth")
    assert (
        page.evaluate("id => document.getElementById(id).textContent.length", box.get_attribute("aria-labelledby")) > 10
    )
    box.focus()
    page.keyboard.press("ArrowRight")
    expect(box).not_to_have_js_property("scrollLeft", 0)


def test_a_chart_scrolls_on_a_phone_and_not_on_a_wide_screen(opened):
    box = opened(viewport=PHONE).locator("#fig-rank .figure-scroll")
    assert box.evaluate("box => box.scrollWidth > box.clientWidth + 100")
    assert (box.get_attribute("role"), box.get_attribute("tabindex")) == ("region", "0")
    assert box.get_attribute("aria-label") == "Figure\xa02"
    assert opened().locator("#fig-rank .figure-scroll").get_attribute("role") is None


def test_the_skip_link_leads_to_the_text(opened):
    page = opened()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip-link"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"


def test_the_contents_stay_on_a_wide_screen_and_open_on_a_phone(opened):
    wide = opened()
    toc = wide.locator(".page-toc")
    wide.evaluate("scrollTo(0, 2500)")
    expect(toc.locator("a[aria-current]")).to_have_count(1)
    assert toc.bounding_box()["y"] == 0
    assert toc.get_by_role("link", name="3 Method").is_visible()
    phone = opened(viewport=PHONE)
    link = phone.locator(".page-toc").get_by_role("link", name="3 Method")
    assert not link.is_visible()
    phone.locator(".page-toc summary").focus()
    phone.keyboard.press("Enter")
    assert link.is_visible()
    link.focus()
    phone.keyboard.press("Enter")
    assert not link.is_visible()
    top = phone.locator("#sec-method").bounding_box()["y"]
    assert 40 <= top <= 200  # below the bar, which stays on top


def test_the_button_turns_light_and_dark_by_keyboard_and_remembers(opened):
    page = opened(scheme="light")
    paper = "getComputedStyle(document.body).backgroundColor"
    button = page.get_by_role("button", name="Dark")
    assert (button.get_attribute("aria-pressed"), page.evaluate(paper)) == ("false", "rgb(255, 255, 255)")
    button.focus()
    page.keyboard.press("Space")
    assert button.get_attribute("aria-pressed") == "true"
    dark = page.evaluate(paper)
    assert dark != "rgb(255, 255, 255)"
    assert page.evaluate("localStorage.getItem('theme')") == "dark"
    assert opened(scheme="dark").evaluate(paper) == dark
    assert violations(page) == []


def column(page: Page, at: int) -> list[str]:
    cells = page.locator(f"#tbl-claims tbody tr > :nth-child({at})")
    return [text.strip() for text in cells.all_inner_texts()]


def test_tables_sort_by_numbers_and_words(opened):
    page = opened(language="fr")
    head = page.locator("#tbl-claims th").nth(2)
    button = head.get_by_role("button", name="Estimation")
    button.focus()
    page.keyboard.press("Enter")
    assert (head.get_attribute("aria-sort"), column(page, 3)) == ("ascending", ["0,32", "0,4", "0,71", "0,9"])
    page.keyboard.press("Enter")
    assert (head.get_attribute("aria-sort"), column(page, 3)) == ("descending", ["0,9", "0,71", "0,4", "0,32"])
    page.locator("#tbl-claims th").nth(1).get_by_role("button").click()
    assert column(page, 2) == ["7", "9", "11", "1204"]
    assert head.get_attribute("aria-sort") is None
    page.locator("#tbl-claims th").nth(3).get_by_role("button").click()
    assert column(page, 4) == ["en partie", "indécidable", "non soutenue", "soutenue"]


def test_sorting_reads_the_numbers_of_the_language(opened):
    script = """cells => {
        const body = document.querySelector('#tbl-claims tbody'), row = body.rows[0];
        body.replaceChildren(...cells.map(() => row.cloneNode(true)));
        cells.forEach((cell, at) => { body.rows[at].cells[1].textContent = cell; });
    }"""
    for language, cells, expected in (
        ("fr", ["1\u202f204", "< 0,001", "–", "45 %", "−3"], ["−3", "< 0,001", "45 %", "1\u202f204", "–"]),
        ("en", ["1,204", "< 0.001", "–", "7 of 11", "−3"], ["−3", "< 0.001", "7 of 11", "1,204", "–"]),
    ):
        page = opened(language=language)
        page.evaluate(script, cells)
        page.locator("#tbl-claims th").nth(1).get_by_role("button").click()
        assert column(page, 2) == expected


def test_tabs_by_keyboard(opened):
    page = opened()
    first, second = page.get_by_role("tab", name="Islands"), page.get_by_role("tab", name="Coast")
    assert (first.get_attribute("aria-selected"), second.get_attribute("tabindex")) == ("true", "-1")
    assert page.get_by_role("tabpanel", name="Islands").is_visible()
    first.focus()
    page.keyboard.press("ArrowRight")
    assert second.get_attribute("aria-selected") == "true"
    assert page.get_by_text("The coast has none").is_visible()
    assert not page.get_by_text("Islands have keepers").is_visible()
    page.keyboard.press("ArrowRight")
    assert first.get_attribute("aria-selected") == "true"


def test_the_data_behind_a_figure_can_be_downloaded(opened):
    page = opened(accept_downloads=True)
    with page.expect_download() as download:
        page.locator(".exhibit:has(#fig-rank) a[download$=csv]").click()
    text = Path(download.value.path()).read_text("utf-8")
    assert download.value.suggested_filename == "rank.csv"
    assert text.splitlines()[:2] == ["rank,distance", "1,41"]


def test_the_picture_of_a_figure_opens_beside_the_page(opened):
    page = opened()
    page.locator(".exhibit:has(#fig-rank) a[download$=svg]").click()
    page.wait_for_url("**/_figures/rank.svg")
    picture = Path(__file__).parent / "sample/en/_figures/rank.svg"
    assert Path(page.url.removeprefix("file://")).read_bytes() == picture.read_bytes()


def test_what_stands_under_a_figure_unfolds_with_the_keyboard(opened):
    page = opened()
    summary = page.locator(".exhibit:has(#fig-rank) .exhibit-data summary")
    shown = page.locator(".exhibit:has(#fig-rank) .exhibit-data dl")
    assert not shown.is_visible()
    summary.focus()
    page.keyboard.press("Enter")
    assert shown.is_visible()


def test_paper_shows_everything_but_the_controls(opened):
    page = opened(viewport={"width": 794, "height": 1123})
    page.emulate_media(media="print", color_scheme="dark")
    for text in ("Islands have keepers", "The coast has none", "What the keeper wrote"):
        assert page.get_by_text(text).first.is_visible()
    for hidden in (".page-toc", ".page-bar", ".tab-list", ".exhibit-data"):
        assert not page.locator(hidden).first.is_visible()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") in (
        "rgb(255, 255, 255)",
        "rgba(0, 0, 0, 0)",
    )
    assert page.evaluate("document.documentElement.scrollWidth") <= 794


def test_targets_are_large_enough(opened):
    """WCAG 2.2, 2.5.8: controls of at least 24 by 24 pixels (links in running text excepted)."""
    page = opened(viewport=PHONE)
    page.locator(".page-toc summary").click()
    sizes = page.evaluate("""() => [...document.querySelectorAll('button, summary, .page-toc a, .page-links a')]
        .filter(each => each.checkVisibility()).map(each => [each.textContent, each.getBoundingClientRect().height])""")
    assert len(sizes) > 15
    assert [text for text, height in sizes if height < 24] == []


def test_slides_move_by_keys_and_buttons(opened):
    page = opened("slides")
    shown = page.locator(".slide-steps output")
    expect(shown).to_have_text("1 / 6")
    page.keyboard.press("ArrowRight")
    expect(shown).to_have_text("2 / 6")
    page.get_by_role("button", name="Next slide").click()
    expect(shown).to_have_text("3 / 6")
    assert abs(page.locator("section").nth(2).bounding_box()["y"]) < 5
    page.keyboard.press("End")
    expect(shown).to_have_text("6 / 6")
