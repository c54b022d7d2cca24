"""Where Quarto is installed: the same text, references and figures come out of both renderers."""

import re
import shutil
from html.parser import HTMLParser
from pathlib import Path

import pytest

from wavework.rendering.renderer import render

needs_quarto = pytest.mark.skipif(shutil.which("quarto") is None, reason="Quarto is not on this machine")


class _Told(HTMLParser):
    """Headings, captions and paragraphs of a page's main part, without white space that no reader sees."""

    BLOCKS = frozenset({"h1", "h2", "h3", "h4", "p", "figcaption", "caption", "th", "td"})

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.inside = False
        self.told: list[str] = []
        self.alts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.inside = self.inside or tag == "main"
        if tag == "img" and self.inside:
            self.alts.append(dict(attrs).get("alt") or "")
        if tag in self.BLOCKS and self.inside:
            self.open.append(tag)
            self.told.append("")

    def handle_endtag(self, tag: str) -> None:
        self.inside = self.inside and tag != "main"
        if self.open and tag == self.open[-1]:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        if self.open:
            self.told[-1] += data


def told(page: Path) -> tuple[list[str], list[str]]:
    """Texts of the blocks of a page, and the alt texts of its figures."""
    reader = _Told()
    reader.feed(page.read_text(encoding="utf-8"))
    texts = [re.sub(r"[\s\u00a0\u200b]+", " ", text).strip() for text in reader.told]
    return [text for text in texts if text], reader.alts


@needs_quarto
@pytest.mark.parametrize("language", ["en", "fr"])
def test_both_renderers_tell_the_same(sample: Path, tmp_path: Path, language: str) -> None:
    pages = {}
    for name in ("pandoc", "quarto"):
        record = render(sample / language, tmp_path / name, language=language, formats=["html"], renderer=name)
        pages[name] = told(record.files[0])
    assert pages["pandoc"] == pages["quarto"]


def test_the_reader_of_pages_sees_headings_captions_and_alt_texts(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(
        "<p>menu</p><main><h2>1 Strategy</h2><p>n = <b>11</b></p><img alt='Bars.'>"
        "<figcaption>Figure 1:\n x</figcaption></main><p>foot</p>",
        encoding="utf-8",
    )
    assert told(page) == (["1 Strategy", "n = 11", "Figure 1: x"], ["Bars."])
