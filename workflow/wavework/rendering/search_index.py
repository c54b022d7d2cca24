"""What the search of a site looks through: the text of its pages, piece by piece, each under an address of its own.

It is a script and no JSON: a page that is opened from a disk may load a script beside it, and nothing else.
"""

import json
import re
from collections.abc import Mapping
from html.parser import HTMLParser

SEARCH_FILE = "search.js"
_STARTS = ("h1", "h2", "h3", "h4", "figure")  # what has an address of its own, where it has an id
_UNREAD = ("nav", "script", "style", "svg", "button", "details", "form")  # what an exhibit folds is in its data
_LINES = ("p", "li", "td", "th", "div", "figcaption", "h1", "h2", "h3", "h4", "dt", "dd")


class _Pieces(HTMLParser):
    """(address, heading, text) of each piece of <main>."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[tuple[str, list[str], list[str]]] = []
        self.main, self.unread, self.heading = False, 0, ""
        self.folded: list[bool] = []  # of each open <details>, whether it is read: a callout's is, an exhibit's is not

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.main |= tag == "main"
        callout = tag == "details" and "callout" in (given.get("class") or "").split()
        self.folded += [callout] if tag == "details" else []
        self.unread += tag in _UNREAD and not callout
        if not self.main or self.unread:
            return
        address = given.get("id") or ""
        if (tag in _STARTS and (address or tag == "h1")) or (tag == "span" and address.startswith("claim-")):
            self.pieces.append((address, [], []))
            self.heading = "" if tag == "figure" else tag
        elif self.pieces and tag in _LINES:
            self.pieces[-1][2].append(" ")
            self.heading = tag if tag == "figcaption" else self.heading

    def handle_endtag(self, tag: str) -> None:
        callout = tag == "details" and self.folded.pop()
        self.unread -= tag in _UNREAD and not callout
        self.main &= tag != "main"
        self.heading = "" if tag == self.heading else self.heading

    def handle_data(self, data: str) -> None:
        if self.main and not self.unread and self.pieces:
            _, heading, text = self.pieces[-1]
            (heading if self.heading else text).append(data)


def search_index(pages: Mapping[str, str]) -> str:
    """The script that holds the text of all pages. pages: name -> HTML, in the order of the site."""
    found = []
    for name, html in pages.items():
        reader = _Pieces()
        reader.feed(html)
        pieces = [[address, _plain(heading), _plain(text)] for address, heading, text in reader.pieces]
        if pieces:
            found.append({"page": name, "title": pieces[0][1], "pieces": pieces})
    return f"window.reportSearch = {json.dumps(found, ensure_ascii=False, separators=(',', ':'))};\n"


def _plain(parts: list[str]) -> str:
    return re.sub(r"\s+", " ", "".join(parts)).strip()
