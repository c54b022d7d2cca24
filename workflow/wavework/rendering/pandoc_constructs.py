"""Pandoc's tree of a text (its JSON form): walking it, and the constructs that a report may use."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from wavework.problems import Problem
from wavework.rendering.conditional_content import FORMAT, FORMATS, META, is_conditional, is_shown, near, truth

Node = Mapping[str, Any]

CLASSES = re.compile(
    r"callout-(note|tip|warning|caution|important)|panel-tabset|content-(visible|hidden)|exhibit(-notes)?|"
    r"columns?|notes|allow-digits|narrow|(mark|report)-[a-z0-9-]+"
)
REFERENCE = re.compile(r"(fig|tbl|sec)-[A-Za-z0-9]+(-[A-Za-z0-9]+)*")
MARK = "\ue000"
MARKED_ROW = re.compile("\ue000[^\ue001]*#(\\d+)\ue001")
WHERE_IT_IS = '::: {.content-visible when-meta="has.…"}'


def nodes(tree: Any, left_out: Callable[[Node], bool] = lambda _: False) -> Iterator[Node]:
    """Every node of a tree or a list of trees, each before what is in it, in reading order.

    left_out: of which nodes neither they nor what is in them.
    """
    waiting = [tree]
    while waiting:
        part = waiting.pop()
        if isinstance(part, list):
            waiting += reversed(part)
        elif isinstance(part, dict):
            if "t" in part:
                if left_out(part):
                    continue
                yield part
            waiting += reversed(part.values())


def attributes(node: Node) -> tuple[str, list[str], dict[str, str]]:
    """Id, classes and other attributes of a node; empty where its kind has none."""
    content = node.get("c")
    if node["t"] == "Header":
        content = content[1:] if content else content
    if node["t"] in ("Header", "Div", "Span", "Code", "CodeBlock", "Link", "Image", "Figure", "Table"):
        identifier, classes, pairs = content[0]  # type: ignore[index]
        return identifier, classes, dict(pairs)
    return "", [], {}


def text_of(tree: Any) -> str:
    """The running text of a tree, without code and formulas."""
    parts = []
    for node in nodes(tree):
        if node["t"] == "Str":
            parts.append(node["c"])
        elif node["t"] in ("Space", "SoftBreak", "LineBreak"):
            parts.append(" ")
    return "".join(parts)


@dataclass
class Names:
    """Ids that a text defines and uses, with the file and row of each use."""

    numbered: Counter[str] = field(default_factory=Counter)
    anchors: set[str] = field(default_factory=set)
    references: list[tuple[str, int | None, str]] = field(default_factory=list)
    links: list[tuple[str, int | None, str]] = field(default_factory=list)


class Constructs:
    """The check of one file's tree: constructs outside the set become problems, ids are gathered.

    metadata: what conditions ask. What a condition hides in every format names nothing and needs no image.
    unmet: problems only of a text that is shown. hidden_rows: of the shortcodes and includes that are hidden.
    """

    def __init__(
        self, project: Path, file: str, lines: Sequence[str], generated: bool, metadata: Mapping[str, Any] | None = None
    ):
        self.project, self.file, self.lines, self.generated = project, file, lines, generated
        self.metadata = metadata or {}
        self.problems: list[Problem] = []
        self.unmet: list[Problem] = []
        self.names = Names()
        self.hidden: set[int] = set()  # of nodes, by their identity in memory
        self.hidden_rows: set[int] = set()
        self.cited: Counter[str] = Counter()

    def check(self, tree: Iterable[Node]) -> None:
        whole = list(tree)
        for div in nodes(whole):
            if div["t"] == "Div" and self._is_hidden(div):
                self.hidden |= {id(node) for node in nodes(div["c"][1])}
        for node in nodes(whole):
            kind = node["t"]
            identifier, classes, pairs = attributes(node)
            getattr(self, f"_{kind.lower()}", lambda *_: None)(node)
            if kind[:3] == "Raw" and not (kind == "RawBlock" and self.generated and node["c"][0] == "html"):
                self._problem(node["c"][1].strip()[:60], "raw HTML or TeX", "markdown", "escape it, or write markdown")
            if kind in ("Div", "Span"):
                self._classes(kind, classes, pairs)
            elif is_conditional(classes):
                self._problem("content-", "a condition on what is no block", "::: around the block")
            if "panel-tabset" in classes:
                self._tabs(node)
            if any(MARK in text for text in (*pairs.values(), *classes, identifier)):
                self._problem("{{<", "a shortcode in an attribute", "shortcodes in running text only")
            if identifier and id(node) not in self.hidden:
                self.names.anchors.add(identifier)

    def _is_hidden(self, div: Node) -> bool:
        _, classes, pairs = attributes(div)
        return is_conditional(classes) and not any(
            is_shown(classes, pairs, self.metadata, condition) for condition in FORMATS
        )

    def row(self, text: str, times: int = 1) -> int | None:
        """The line that holds `text` for the first time, or a later one: the tree itself knows no lines."""
        word = re.compile(re.escape(text) + r"(?![\w-])" if text[:1] == "@" else re.escape(text))
        rows = (row for row, line in enumerate(self.lines, 1) for _ in word.finditer(line) if text)
        return next(islice(rows, times - 1, None), None)

    def _problem(self, near: str, found: str, expected: str, remedy: str = "") -> None:
        shown = f": {near}" if near else ""
        self.problems.append(Problem(self.file, f"{found}{shown}", expected, remedy, row=self.row(near.split("\n")[0])))

    def _str(self, node: Node) -> None:
        if id(node) in self.hidden:
            self.hidden_rows |= {int(row) for row in MARKED_ROW.findall(node["c"])}

    def _classes(self, kind: str, classes: Sequence[str], pairs: Mapping[str, str]) -> None:
        for name in classes:
            if not CLASSES.fullmatch(name):
                self._problem(f".{name}", "a class outside the set", "see rendering/constructs.py, CLASSES")
        if is_conditional(classes):
            self._condition(kind, next(name for name in classes if is_conditional([name])), pairs)

    def _condition(self, kind: str, name: str, pairs: Mapping[str, str]) -> None:
        formats = [pairs[key] for key in FORMAT if key in pairs]
        asked = [pairs[key] for key in META if key in pairs]
        if (not formats and not asked) or not set(formats) <= set(FORMATS):
            expected = f"when-meta, unless-meta, or when-format, unless-format, one of {', '.join(FORMATS)}"
            self._problem(name, "a condition that not both renderers know", expected)
        if asked and kind != "Div":
            remedy = f"{WHERE_IT_IS} around a block"
            self._problem(asked[0], "a condition on what there is inside a line", "it around a block", remedy)
        for key in asked:
            if truth(self.metadata, key) is None:
                expected = f"a key of _has.yml that is true or false{near(self.metadata, key)}"
                self._problem(key, "unknown condition", expected, "correct the key, or write it with the pipeline")

    def _tabs(self, node: Node) -> None:
        for heading in (block for block in node["c"][1] if block["t"] == "Header"):
            if "unnumbered" not in attributes(heading)[1]:
                self._problem(
                    text_of(heading["c"][2]), "a tab with a section's number", "{.unnumbered}", "Quarto counts it"
                )

    def _header(self, node: Node) -> None:
        identifier, classes, _ = attributes(node)
        for name in set(classes) - {"unnumbered", "unlisted", "smaller"}:
            self._problem(f".{name}", "a class outside the set on a heading", "unnumbered, unlisted")
        if identifier.startswith("sec-"):
            self._numbered(node, identifier, "unnumbered" not in classes)

    def _table(self, node: Node) -> None:
        identifier = attributes(node)[0]
        if identifier:
            self._numbered(node, identifier, identifier.startswith("tbl-"), "tbl-")

    def _figure(self, node: Node) -> None:
        identifier = attributes(node)[0]
        if identifier:
            self._numbered(node, identifier, identifier.startswith("fig-"), "fig-")
            if sum(inner["t"] == "Image" for inner in nodes(node["c"][2])) != 1:
                self._problem(identifier, "a figure that is not one single image", "one image", "number each image")

    def _numbered(self, node: Node, identifier: str, right: bool, kind: str = "") -> None:
        if not REFERENCE.fullmatch(identifier):
            self._problem(identifier, "an id that not every format takes", "fig-, tbl- or sec-, letters, digits and -")
        elif right:
            self.names.numbered[identifier] += id(node) not in self.hidden
        elif kind:
            self._problem(identifier, f"an id that does not start with {kind}", f"{{#{kind}…}}")

    def _cite(self, node: Node) -> None:
        citations = node["c"][0]
        first = citations[0]
        name, plain = first["citationId"], not (first["citationPrefix"] or first["citationSuffix"])
        mode = first["citationMode"]["t"]
        if not REFERENCE.fullmatch(name):
            self._problem(f"@{name}", "a citation", "@fig-x, @tbl-x or @sec-x", "a plain @ is written \\@")
        elif len(citations) > 1 or not plain or mode not in ("AuthorInText", "SuppressAuthor"):
            self._problem(f"@{name}", "a reference with more around it", "@fig-x or [-@fig-x] alone")
        self.cited[name] += 1
        if id(node) not in self.hidden:
            self.names.references.append((self.file, self.row(f"@{name}", self.cited[name]), name))

    def _link(self, node: Node) -> None:
        target = unquote(node["c"][2][0])
        parts = urlsplit(target)
        if MARK in target:
            self._problem("{{<", "a shortcode in the address of a link", "the address itself")
        elif target.startswith("#"):
            if id(node) in self.hidden:
                return
            self.names.links.append((self.file, self.row(target), target[1:]))
        elif parts.scheme not in ("http", "https", "mailto", "") or target.startswith("/"):
            self._problem(target[:60], "an address outside the set", "#id, https:, mailto: or a relative path")

    def _image(self, node: Node) -> None:
        _, _, pairs = attributes(node)
        target = unquote(node["c"][2][0])
        path = (self.project / target).resolve()
        if urlsplit(target).scheme or target.startswith("//") or not path.is_relative_to(self.project):
            self._problem(target[:60], "an image from elsewhere", "a path inside the project", "copy the file there")
            return
        if not (pairs.get("fig-alt") or "").strip():
            self._problem(target, "an image without alternative text", 'fig-alt="…"', "say what it shows")
        endings = {"": (".svg", ".png"), ".svg": (".svg", ".png")}.get(path.suffix, (path.suffix,))
        for missing in (path.with_suffix(end) for end in endings if not path.with_suffix(end).is_file()):
            remedy = "HTML and PDF take the .svg, DOCX and PPTX the .png: run the pipeline"
            if id(node) not in self.hidden:
                row = self.row(target)
                self.unmet.append(Problem(self.file, f"{missing.name} is missing: {target}", "a file", remedy, row=row))

    def _math(self, node: Node) -> None:
        if MARK in node["c"][1]:
            self._problem("$", "a shortcode in a formula", "the whole formula in the variable")

    def _code(self, node: Node) -> None:
        if MARK in node["c"][1]:
            self._problem("{{<", "a shortcode in code", "shortcodes in running text only")

    def _codeblock(self, node: Node) -> None:
        for name in attributes(node)[1]:
            if not re.fullmatch(r"[A-Za-z][\w+-]*", name):
                self._problem(name, "a block of code that a kernel would run", "a language's plain name")
