"""The page in a browser: each view shows the numbers of the tables, by address, keyboard and ear, loading nothing.

Needs Debian's chromium (marker `browser`).
"""

import csv
from io import StringIO
from pathlib import Path

import pytest
from playwright.sync_api import Page, sync_playwright
from tests.explore.small_study import TABLES, made
from tests.rendering.test_renderer_browser import CHROMIUM, violations

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not Path(CHROMIUM).exists(), reason="needs Debian's package chromium"),
]
STATES = ["view=scatter", "view=shares&wave=n1", "view=change", "view=contrast"]


@pytest.fixture(scope="module")
def shown(tmp_path_factory):
    """shown(address, …): the page at an address; at the end nothing was requested but files, and no error was said."""
    folder, told, asked = tmp_path_factory.mktemp("explore"), [], []
    files = {language: made(folder, language) for language in ("en", "fr")}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM)
        pages: dict[tuple, Page] = {}

        def at(address: str, language: str = "en", width: int = 1280, scheme: str = "light") -> Page:
            key = (language, width, scheme)
            if key not in pages:
                options = {"color_scheme": scheme, "reduced_motion": "reduce"}
                pages[key] = browser.new_page(viewport={"width": width, "height": 900}, **options)
                pages[key].on("pageerror", lambda error: told.append(str(error)))
                pages[key].on("console", lambda message: told.append(message.text))
                pages[key].on("request", lambda request: asked.append(request.url))
            pages[key].goto("about:blank")
            pages[key].goto(f"{files[language].as_uri()}#{address}")
            pages[key].wait_for_selector("#chart[data-drawn] svg")
            return pages[key]

        yield at
        browser.close()
    assert told == []
    assert [url for url in asked if not url.startswith(("file:", "data:", "blob:", "about:"))] == []


def table(page: Page) -> list[list[str]]:
    cells = "rows => rows.map(row => [...row.cells].map(cell => cell.textContent))"
    return page.locator("#table tbody tr").evaluate_all(cells)


def rows(name: str, **chosen: str) -> list[dict[str, str]]:
    found = csv.DictReader(StringIO(TABLES[name]))
    return [row for row in found if all(row[key] == value for key, value in chosen.items())]


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_and_nothing_is_wider_than_the_screen(shown, scheme, width):
    for state in STATES:
        page = shown(f"{state}&country=KOR", "fr" if scheme == "dark" else "en", width, scheme)
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_scatter_shows_the_index_and_the_measure(shown):
    page = shown("view=scatter&wave=m2")
    ranks = {row["country"]: f"{float(row['rank']):.0f}" for row in rows("egdi")}
    values = {row["unit"]: f"{float(row['value']) + 1e-9:.3f}" for row in rows("measured", wave="m2")}
    names = {"KOR": "Korea", "JPN": "Japan", "PER": "Peru", "CHL": "Chile"}
    cells = {row[0]: (row[2], row[4]) for row in table(page)}
    assert cells == {names[unit]: (ranks[unit], values[unit]) for unit in values}
    finding = "Spearman correlation with the rank: 0.76 [0.44, 0.91], n = 4."
    assert page.locator("#finding").inner_text().startswith(finding)
    assert "4 lights in 2022." in page.locator("#about").inner_text()
    assert "Published values." in page.locator("#about").inner_text()


def test_a_region_is_chosen_by_a_filter_alone(shown):
    assert [row[0] for row in table(shown("view=scatter&wave=m2&region=south"))] == ["Chile", "Peru"]


def test_shares_show_counts_bounds_and_intervals(shown):
    assert table(shown("view=shares&wave=n2&item=law")) == [["Yes", "2", "100% [34, 100]", "2"], ["No", "0", "0%", "2"]]
    page = shown("view=shares&wave=n1")
    cells = [row[1:] if row[0] == "Money" else row for row in table(page)]
    assert [row[:2] for row in cells] == [["Yes", "0 to 1"], ["No", "1 to 2"]]
    assert "What the published facts allow." in page.locator("#about").inner_text()


def test_change_is_that_of_the_same_units_on_both_sides(shown):
    page = shown("view=change")
    assert table(page)[0][:3] == ["Index of lights", "+0.208 [+0.097, +0.421]", "3"]
    assert "3 lights, the same in both waves." in page.locator("#about").inner_text()
    units = {row[0] for row in table(shown("view=change&measure=index"))}
    both = {row["unit"] for row in rows("measured", wave="m1")} & {row["unit"] for row in rows("measured", wave="m2")}
    assert units == {"Korea", "Japan", "Peru"}
    assert len(units) == len(both)
    page = shown("view=change&pair=n1-to-n2&measure=implementation&dimension=data")
    assert table(page)[0][:3] == ["Korea", "2020", "20 to 80"]


def test_the_contrast_of_regions_says_how_far_it_is_known(shown):
    cells = table(shown("view=contrast"))[0]
    assert cells[:4] == ["Data", "at least −0.50 to 1.00", "4", "possible at least this far"]


def test_numbers_are_written_as_the_language_writes_them(shown):
    page = shown("view=scatter&wave=m2", "fr")
    assert "0,76 [0,44" in page.locator("#finding").inner_text()
    assert {"0,997", "0,905"} <= {row[4] for row in table(page)}


def test_an_address_leads_back_to_its_state(shown):
    page = shown("view=scatter&wave=m2")
    page.select_option("#choose-region", "north")
    page.select_option("#choose-x", "value")
    page.select_option("#choose-country", "KOR")
    address, finding = page.url.split("#")[1], page.locator("#finding").inner_text()
    assert address == "view=scatter&wave=m2&measure=index&region=north&x=value&country=KOR"
    assert "Korea: EGDI value 0.9529, 0.997." in finding
    assert shown(address).locator("#finding").inner_text() == finding
    page = shown("view=scatter&wave=m2")
    page.select_option("#choose-wave", "n2")
    page.go_back()
    page.wait_for_function("document.getElementById('choose-wave').value === 'm2'")
    page.go_forward()
    page.wait_for_function("document.getElementById('choose-wave').value === 'n2'")


def test_what_the_address_asks_for_and_is_not_there_is_told(shown):
    page = shown("view=scatter&wave=%3Cb%3Enix&country=XXX")
    assert "“<b>nix” (Wave)" in page.locator("#notice").inner_text()
    assert "“XXX” (Highlight)" in page.locator("#notice").inner_text()
    assert page.locator("#result-title").inner_text().endswith("Index 2022")
    assert not shown("view=scatter&wave=m2").locator("#notice").is_visible()


def test_by_keyboard_alone(shown):
    page = shown("view=scatter&wave=m2")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip-link"
    page.locator("#views a").nth(1).focus()
    page.keyboard.press("Enter")
    page.wait_for_function("location.hash.includes('view=shares')")
    page.locator("#choose-wave").focus()
    before = page.locator("#finding").inner_text()
    page.keyboard.press("ArrowDown")
    page.wait_for_function("before => document.getElementById('finding').textContent !== before", arg=before)
    assert page.evaluate("document.activeElement.id") == "choose-wave"
    assert page.locator("#finding").get_attribute("aria-live") == "polite"
    assert page.locator("#chart").get_attribute("role") == "img"


def test_table_and_picture_can_be_saved(shown):
    page = shown("view=scatter&wave=m2")
    with page.expect_download() as download:
        page.click("#save-csv")
    saved = list(csv.DictReader(StringIO(Path(download.value.path()).read_text("utf-8"))))
    assert {row["unit"]: float(row["value"]) for row in saved} == {
        row["unit"]: float(row["value"]) for row in rows("measured", wave="m2")
    }
    with page.expect_download() as download:
        page.click("#save-svg")
    picture = Path(download.value.path()).read_text("utf-8")
    assert download.value.suggested_filename == "scatter-m2-index.svg"
    assert "Korea" in picture
    assert "4 lights in 2022." in picture
