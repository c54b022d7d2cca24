"""drafts/<wave>/preview.html: the wave as it will look, counted by hand, everything escaped, nothing of persons."""

import csv
import re
import wave as script
from collections import Counter
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import new_waves as made
import pytest
from test_wave_confirm import WAVE, edit
from test_wave_draft import COLUMNS, QUESTION, export

Page = Callable[..., str]
BEFORE = "ilo_ap_2022"
ITEM = "bo_strategy"


@pytest.fixture
def page(study: Path, tmp_path: Path) -> Page:
    def of(path: Path | None = None, **named: str) -> str:
        path = path or export(tmp_path / "x.csv", made.AP)
        return (script.draft(str(path), WAVE, "AP", 2024, **named) / "preview.html").read_text("utf-8")

    return of


class Tags(HTMLParser):
    """Every tag that is opened or closed, and every address."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.addresses += [value or "" for name, value in attrs if name in ("src", "href", "action", "onclick")]
        assert tag != "script"
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def rows(page: str, item: str) -> list[str]:
    """The rows under an item's name: the wave, and the region's wave before."""
    label = made.ITEMS[item]["label_en"]
    [part] = re.findall(rf"<th colspan='3'>{re.escape(label)} (.*?)(?=<tr><th|</table>)", page)
    return re.findall(r"<tr><td>(.*?)</td>.*?<td>([^<]*)</td></tr>", part)


def test_each_item_has_its_answers_as_they_will_be_read(page: Page) -> None:
    counts = Counter(made.given(ITEM, service)["label_en"] for service in range(len(made.AP)))
    told = "; ".join(f"{row['label_en']} {counts[row['label_en']]}" for row in made.answers_of(ITEM)
                     if counts[row["label_en"]])  # fmt: skip
    text = page()
    assert rows(text, ITEM) == [(WAVE, f"{told} (of 11)")]
    width = 100 * counts[made.answers_of(ITEM)[0]["label_en"]] / 11
    assert f"<span style='width:{width:.2f}%;background:#0b4f6c'></span>" in text
    assert f"<h2>{len(COLUMNS)} items</h2><p>{len(COLUMNS)} comparable.</p>" in text
    assert f"Of {BEFORE} no answers are shown: they are not collected, or no run has read them yet." in text
    assert (
        "<h2>11 services</h2><p>Australia, China, Indonesia, India, Japan, Cambodia, Republic of Korea, Nepal, " in text
    )


def test_the_wave_before_stands_beside_it_as_the_last_run_has_it(page: Page, study: Path) -> None:
    """What is not collected as what is possible: from the least to the most."""
    head = "wave,item,comparable,status,answer,units,lowest,highest,n,known,basis"
    (study / "processed").mkdir()
    (study / "processed/prevalence.csv").write_text(
        f"{head}\n{BEFORE},{ITEM},yes,answered,fully,,3,7,11,bounds,reconstructed\n"
        f"{BEFORE},{ITEM},yes,answered,planned,2,2,2,11,fixed,reconstructed\n"
        f"{BEFORE},{ITEM},yes,no_answer,,0,0,0,11,fixed,reconstructed\n", "utf-8",
    )  # fmt: skip
    assert rows(page(), ITEM)[1] == (BEFORE, "Yes, fully in place 3 to 7; No, but concrete plans 2 (of 11)")


def test_a_collected_wave_before_is_read_where_there_was_no_run(page: Page, study: Path) -> None:
    registry = study / "raw/sources.yaml"
    text = registry.read_text("utf-8")
    entry = text.index("file: surveys/ilo_ap_2022/export.csv")
    registry.write_text(text[:entry] + text[entry:].replace("basis: reconstructed", "basis: collected", 1), "utf-8")
    [_, (wave, told)] = rows(page(), ITEM)
    with (study / "raw/surveys/ilo_ap_2022/export.csv").open(encoding="utf-8-sig", newline="") as file:
        responses = [row for row in csv.DictReader(file, delimiter=";") if row["submitdate"]]
    column = next(row["column"] for row in made.codebook("crosswalk") if (row["wave"], row["item"]) == (BEFORE, ITEM))
    codes = Counter(row[column] for row in responses)
    fully = codes["A1"] + codes["Yes, fully in place"]
    assert wave == BEFORE
    assert told.endswith("(of 11)")
    assert (f"Yes, fully in place {fully}" in told) == bool(fully)


def test_what_is_not_read_is_named(page: Page, tmp_path: Path) -> None:
    def cell(item: str, service: int) -> str:
        return ("High", "Low")[service % 2] if item == ITEM else made.label("en")(item, service)

    path = made.limesurvey(tmp_path / "y.csv", made.AP, COLUMNS, cell, heads={"id": "Response ID"})
    text = page(path)
    assert "<h2>Not read: the answers are others than the item&#x27;s (1)</h2><ul><li>" in text
    assert "<h2>Not read: no item (1)</h2><ul><li>remarks</li></ul>" in text
    assert f"Asked in {BEFORE}, and not in this wave (87)" in text
    assert rows(text, made.items_of("back_office")[1])


def test_texts_that_are_no_answers_are_counted_and_not_shown(page: Page, tmp_path: Path) -> None:
    def cell(item: str, service: int) -> str:
        return "Perhaps" if item == ITEM and service < 2 else made.label("en")(item, service)

    text = page(made.limesurvey(tmp_path / "y.csv", made.AP, COLUMNS, cell, heads={"id": "Response ID"}))
    assert rows(text, ITEM)[0][1].endswith("not an answer of the scale 2 (of 11)")
    assert "recoded" in text
    assert "Perhaps" not in text


def test_nothing_of_persons_is_on_the_page(page: Page) -> None:
    text = page(units="country")
    assert [canary for canary in made.CANARY.values() if canary in text] == []


def test_the_page_is_whole_escaped_and_asks_nothing_of_the_net(page: Page, study: Path, tmp_path: Path) -> None:
    """Whatever stands in a heading, a title or the codebook is text."""
    evil = "<script>alert(1)</script><img src=x onerror=alert(2)>"
    edit(study / "workflow/codebook/items.csv", "Case management system", "Case <b>management</b> & system")
    columns = [*COLUMNS, ("E1", f"A question {evil} &amp; more", ITEM)]
    columns += [("E2", f"{QUESTION} [Case <b>management</b> & system]", "bo_case_management")]
    path = made.limesurvey(tmp_path / "y.csv", made.AP, columns, made.label("en"), heads={"id": "Response ID"})
    text = page(path, title=f"Wave {evil}")
    tags = Tags()
    tags.feed(text)
    assert tags.open == []
    assert tags.addresses == []
    assert "<script" not in text
    assert "<img" not in text
    assert "Wave &lt;script&gt;alert(1)" in text
    assert "Case &lt;b&gt;management&lt;/b&gt; &amp; system" in text
