"""A page or slides as a reader sees them, and everything in them that a reader would stumble over."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

VOID = {"meta", "link", "img", "br", "hr", "input", "col", "source", "wbr", "embed"}
UNSEEN = {"script", "style", "svg", "math", "head"}
BLOCKS = re.compile("h[1-6]|p|li|t[dhr]|div|section|br|caption|figcaption|figure|dt|dd|summary|title")
SHOWING = {"img", "table", "svg", "math"}
ADDRESS = re.compile("(?:sec|fig|tbl|claim)-")  # what a link names, wherever in the report it stands
RECONSTRUCTED = re.compile(r"\w*(?:reconstr[uúi]|reconstit)\w*", re.IGNORECASE)
# A value, a name or a reference that is not there; quotes and brackets around nothing; a sentence with a hole.
HOLES = re.compile(
    r"\?@|\?var|\?meta|\{\{<|\bnan\b|\bNaN\b|“\s*”|«\s*»|‘\s*’|''|\(\s*\)|\[\s*\]|\s,|: \.|\.\.(?!\.)|\bof ?[.;]"
)


@dataclass
class Heading:
    """A heading, and what stands below it before the next one."""

    level: int
    title: str = ""
    text: str = ""
    shows: bool = False


@dataclass
class Page(HTMLParser):
    """What stands in an HTML file: elements, headings with their content, ids, links, words, rows of tables."""

    path: Path
    elements: list[tuple[str, dict[str, str | None]]] = field(default_factory=list)
    headings: list[Heading] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.feed(self.path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.elements.append((tag, given))
        if name := given.get("id"):
            self.ids.append(name)
        if tag == "a" and (target := given.get("href")):
            self.links.append(target)
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(Heading(int(tag[1])))
        elif self.headings and tag in SHOWING:
            self.headings[-1].shows = True
        if tag == "table":
            self.rows.append(0)
        elif tag == "td" and self.rows:
            self.rows[-1] += 1
        if BLOCKS.fullmatch(tag):
            self.words.append(" ")
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if BLOCKS.fullmatch(tag):
            self.words.append(" ")
        while tag in self.open and self.open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        if UNSEEN & set(self.open):
            return
        self.words.append(data)
        if not self.headings:
            return
        if any(re.fullmatch("h[1-6]", tag) for tag in self.open):
            self.headings[-1].title += data
        else:
            self.headings[-1].text += data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        """The attributes of each element of this name."""
        return [given for name, given in self.elements if name == tag]

    @property
    def text(self) -> str:
        """All words, with one space where there is any."""
        return re.sub(r"\s+", " ", "".join(self.words))

    @property
    def titles(self) -> list[str]:
        """The headings without their numbers."""
        return [re.sub(r"^[\d.]+\s+", "", heading.title.strip()) for heading in self.headings]

    def problems(self, *, reconstructed: bool) -> list[str]:
        """All of it, [] for a page that reads well. reconstructed: whether any answer is, and the word may stand."""
        return [*self._of_links(), *self._of_headings(), *self._of_words(reconstructed)]

    def _of_links(self) -> Iterator[str]:
        for link in self.links:
            if link.startswith("#") and link != "#" and link[1:] not in self.ids and not link.startswith("#/"):
                yield f"a link to nowhere: {link}"
            elif not re.match(r"#|data:|https?:|mailto:", link):
                file, _, address = link.partition("#")
                if not (self.path.parent / file).exists():
                    yield f"a link to a file that is not there: {link}"
                elif address and not re.search(
                    rf'\bid="{re.escape(address)}"', (self.path.parent / file).read_text("utf-8")
                ):
                    yield f"a link to nowhere: {link}"
        yield from (f"an id twice: {name}" for name in sorted(set(self.ids)) if self.ids.count(name) > 1)

    def _of_headings(self) -> Iterator[str]:
        for heading, following in zip(self.headings, [*self.headings[1:], Heading(0)], strict=True):
            if not heading.title.strip():
                yield f"a heading without words above {heading.text.strip()[:40]!r}"
            if not heading.text.strip() and not heading.shows and following.level <= heading.level:
                yield f"a heading without content: {heading.title.strip()}"

    def _of_words(self, reconstructed: bool) -> Iterator[str]:
        text = self.text
        for found in HOLES.finditer(text):
            yield f"a hole: …{text[max(0, found.start() - 40) : found.end() + 40]}…"
        if not reconstructed:
            for found in RECONSTRUCTED.finditer(text):
                yield f"nothing was reconstructed: …{text[max(0, found.start() - 40) : found.end() + 40]}…"
        yield from ("a table without rows" for cells in self.rows if cells == 0)


@dataclass
class Site:
    """The pages of a report in reading order, name -> page, read as one; of a report of one page that one."""

    pages: dict[str, Page]

    @property
    def ids(self) -> list[str]:
        """Those of all pages; what every page has, such as `content`, once for each."""
        return [name for page in self.pages.values() for name in page.ids]

    @property
    def text(self) -> str:
        return " ".join(page.text for page in self.pages.values())

    @property
    def titles(self) -> list[str]:
        return [title for page in self.pages.values() for title in page.titles]

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [given for page in self.pages.values() for given in page.all(tag)]

    def problems(self, *, reconstructed: bool) -> list[str]:
        """Those of each page, and what leads to two places: an address of the report that stands on two pages."""
        found = [
            f"{name}: {problem}"
            for name, page in self.pages.items()
            for problem in page.problems(reconstructed=reconstructed)
        ]
        addresses = Counter(name for page in self.pages.values() for name in set(page.ids) if ADDRESS.match(name))
        return [*found, *(f"on two pages: {name}" for name, count in addresses.items() if count > 1)]


def site_page(folder: Path) -> Site:
    """The site in the folder of a language: `index.html`, and each page that follows by its link to the next."""
    pages: dict[str, Page] = {}
    following: str | None = "index.html"
    while following and following.removesuffix(".html") not in pages:
        page = pages[following.removesuffix(".html")] = Page(folder / following)
        following = next((given.get("href") for given in page.all("a") if given.get("rel") == "next"), None)
    return Site(pages)
