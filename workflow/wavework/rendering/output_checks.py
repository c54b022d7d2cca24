"""What a rendered page must not hold: marks of something left out, and anything that it would load from elsewhere."""

import re
from collections.abc import Container
from html.parser import HTMLParser

from wavework.problems import Problem
from wavework.rendering.losses import IN_OUTPUT

_LOADING = {"src", "srcset", "data", "poster", "background", "action", "formaction", "manifest"}
_LOADING_LINKS = {
    "stylesheet",
    "icon",
    "preload",
    "prefetch",
    "modulepreload",
    "preconnect",
    "dns-prefetch",
    "manifest",
}
_IN_STYLE = re.compile(r"""(?:url\(\s*['"]?|@import\s+['"]?)\s*((?:https?:)?//[^'")\s]+)""", re.IGNORECASE)


def problems_in_output(html: str, *, file: str = "the page", beside: Container[str] = ()) -> list[Problem]:
    """Problems of a rendered page. Links in the text to the web are fine; resources that load are not, but for the
    files that lie beside the page.

    A page that shows such a mark as data (a label that reads `?var:x`) is reported too: better one question too many.
    """
    page = _Page(file, beside)
    page.feed(html)
    page.close()
    return list(dict.fromkeys(page.problems))


class _Page(HTMLParser):
    def __init__(self, file: str, beside: Container[str]):
        super().__init__(convert_charrefs=True)
        self.file, self.beside, self.inside = file, beside, ""
        self.problems: list[Problem] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self.inside = tag if tag in ("script", "style") else ""
        for name, value in values.items():
            loads = name in _LOADING or (name in ("href", "xlink:href") and tag in ("use", "image", "base"))
            loads |= tag == "link" and name == "href" and bool(_LOADING_LINKS & set(values.get("rel", "").split()))
            loads &= not re.match(r"\s*(data:|#|$)", value) and value not in self.beside
            if loads and not (tag == "object" and name != "data"):
                self._problem(f'<{tag} {name}="{value[:80]}"> loads a resource', "everything inside the page")
            if name == "style":
                self._style(value)
            if name in ("alt", "title", "aria-label", "content"):
                self._failures(value)

    def handle_endtag(self, tag: str) -> None:
        self.inside = ""

    def handle_data(self, data: str) -> None:
        if self.inside == "style":
            self._style(data)
        elif self.inside != "script":
            self._failures(data)

    def _style(self, text: str) -> None:
        for found in _IN_STYLE.finditer(text):
            self._problem(f"the style loads {found[1][:80]}", "everything inside the page")

    def _failures(self, text: str) -> None:
        for found in IN_OUTPUT.finditer(text):
            self._problem(f"the renderer left {found[0]!r} in the page", "a value, a reference", "mend the source")

    def _problem(self, found: str, expected: str, remedy: str = "") -> None:
        line = self.getpos()[0]
        self.problems.append(Problem(self.file, found, expected, remedy, row=line))
