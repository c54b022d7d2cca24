"""Pandoc's tree of a text (its JSON form): walking it, and the constructs that a report may use."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from wavework.problems import Problem

Node = Mapping[str, Any]

CLASSES = re.compile(
    r"callout-(note|tip|warning|caution|important)|panel-tabset|content-(visible|hidden)|exhibit(-notes)?|"
    r"columns?|notes|allow-digits|narrow|(mark|report)-[a-z0-9-]+"
)
REFERENCE = re.compile(r"(fig|tbl|sec)-[A-Za-z0-9]+(-[A-Za-z0-9]+)*")
CONDITIONS = ("html", "typst", "docx", "pptx")
MARK = "\ue000"


def nodes(tree: Any) -> Iterator[Node]:
    """Every node of a tree or a list of trees, each before what is in it, in reading order."""
    if isinstance(tree, Mapping):
        if "t" in tree:
            yield tree
        for value in tree.values():
            yield from nodes(value)
    elif isinstance(tree, list):
        for value in tree:
            yield from nodes(value)


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
    """The check of one file's tree: constructs outside the set become problems, ids are gathered."""

    def __init__(self, project: Path, file: str, lines: Sequence[str], generated: bool):
        self.project, self.file, self.lines, self.generated = project, file, lines, generated
        self.problems: list[Problem] = []
        self.names = Names()

    def check(self, tree: Iterable[Node]) -> None:
        for node in nodes(list(tree)):
            kind = node["t"]
            identifier, classes, pairs = attributes(node)
            getattr(self, f"_{kind.lower()}", lambda *_: None)(node)
            if kind[:3] == "Raw" and not (kind == "RawBlock" and self.generated and node["c"][0] == "html"):
                self._problem(node["c"][1].strip()[:60], "raw HTML or TeX", "markdown", "escape it, or write markdown")
            if kind in ("Div", "Span"):
                self._classes(classes, pairs)
            if "panel-tabset" in classes:
                self._tabs(node)
            if any(MARK in text for text in (*pairs.values(), *classes, identifier)):
                self._problem("{{<", "a shortcode in an attribute", "shortcodes in running text only")
            if identifier:
                self.names.anchors.add(identifier)

    def row(self, text: str) -> int | None:
        """The first line that holds `text`: the tree itself knows no lines."""
        return next((row for row, line in enumerate(self.lines, 1) if text and text in line), None)

    def _problem(self, near: str, found: str, expected: str, remedy: str = "") -> None:
        shown = f": {near}" if near else ""
        self.problems.append(Problem(self.file, f"{found}{shown}", expected, remedy, row=self.row(near.split("\n")[0])))

    def _classes(self, classes: Sequence[str], pairs: Mapping[str, str]) -> None:
        for name in classes:
            if not CLASSES.fullmatch(name):
                self._problem(f".{name}", "a class outside the set", "see rendering/constructs.py, CLASSES")
        conditions = [pairs.get("when-format"), pairs.get("unless-format")]
        conditional = {"content-visible", "content-hidden"} & set(classes)
        if conditional and not any(condition in CONDITIONS for condition in conditions):
            expected = f"when-format or unless-format, one of {', '.join(CONDITIONS)}"
            self._problem(next(iter(sorted(conditional))), "a condition that not both renderers know", expected)

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
            self._numbered(identifier, "unnumbered" not in classes)

    def _table(self, node: Node) -> None:
        identifier = attributes(node)[0]
        if identifier:
            self._numbered(identifier, identifier.startswith("tbl-"), "tbl-")

    def _figure(self, node: Node) -> None:
        identifier = attributes(node)[0]
        if identifier:
            self._numbered(identifier, identifier.startswith("fig-"), "fig-")
            if sum(inner["t"] == "Image" for inner in nodes(node["c"][2])) != 1:
                self._problem(identifier, "a figure that is not one single image", "one image", "number each image")

    def _numbered(self, identifier: str, right: bool, kind: str = "") -> None:
        if not REFERENCE.fullmatch(identifier):
            self._problem(identifier, "an id that not every format takes", "fig-, tbl- or sec-, letters, digits and -")
        elif right:
            self.names.numbered[identifier] += 1
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
        self.names.references.append((self.file, self.row(f"@{name}"), name))

    def _link(self, node: Node) -> None:
        target = unquote(node["c"][2][0])
        parts = urlsplit(target)
        if MARK in target:
            self._problem("{{<", "a shortcode in the address of a link", "the address itself")
        elif target.startswith("#"):
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
            self._problem(target, f"{missing.name} is missing", "a file", remedy)

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
