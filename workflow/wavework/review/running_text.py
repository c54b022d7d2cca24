"""The numbers in the running text of a rendered report, paragraph by paragraph, as a reader meets them."""

import re
from html.parser import HTMLParser

NUMBER = re.compile(r"[-−]?\d+(?:[.,\u202f\u00a0]\d+)*(?:[\u202f\u00a0]?%)?")
BLOCKS = {"p", "li", "dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote"}
# What is held elsewhere: figures and tables by their data, captions and alt texts by theirs.
ELSEWHERE = {"figure", "table", "details", "svg", "script", "style", "nav", "button"}
PLACES = {"header-section-number", "quarto-xref"}  # numbers that only count sections and exhibits
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


class _Text(HTMLParser):
    """Collects (section, numbers) of each block of text within <main>."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[tuple[str, bool]] = []  # tag, and whether what is in it is left out
        self.section = "top"
        self.text: list[str] = []
        self.blocks: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in VOID:
            self.text.append(" ")
            return
        given = dict(attrs)
        out = tag in ELSEWHERE or bool(PLACES & set((given.get("class") or "").split()))
        if tag in BLOCKS:
            self._end()
        if (tag in ("section", "h1", "h2", "h3", "h4") and given.get("id")) and not self._left_out():
            self.section = str(given["id"])
        self.open.append((tag, out))

    def handle_endtag(self, tag: str) -> None:
        if tag in BLOCKS:
            self._end()
        while self.open and any(tag == name for name, _ in self.open):
            if self.open.pop()[0] == tag:
                break

    def handle_data(self, data: str) -> None:
        if any(tag == "main" for tag, _ in self.open) and not self._left_out():
            self.text.append(data)

    def _left_out(self) -> bool:
        return any(out for _, out in self.open)

    def _end(self) -> None:
        if any(character.isdigit() for character in "".join(self.text)):
            self.blocks.append((self.section, "".join(self.text)))
        self.text = []


def numbers_of_text(html: str) -> list[tuple[str, int, str]]:
    """(section, which paragraph with a number in it, from 1, its numbers with blanks between) of a rendered page."""
    reader = _Text()
    reader.feed(html)
    counted: dict[str, int] = {}
    rows = []
    for section, text in reader.blocks:
        counted[section] = counted.get(section, 0) + 1
        rows.append((section, counted[section], " · ".join(NUMBER.findall(text))))
    return rows
