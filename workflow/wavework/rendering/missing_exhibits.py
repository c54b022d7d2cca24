"""Figures, tables and captions of a report's sources, counted in each file that was made of them.

The sources are read here on their own, not by the filter that numbers them, so that a mistake of it is seen too.
"""

import io
import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

from wavework.problems import Problem
from wavework.rendering.losses import IN_OUTPUT
from wavework.rendering.pandoc_constructs import Node, attributes
from wavework.rendering.project import QUARTO_FORMAT, THEME, Document, configuration, read_yaml
from wavework.rendering.site import KINDS, visible

SPACE = re.compile(r"\s+")
PDF_TEXT = rb"\((?:\\.|[^\\()]|\((?:\\.|[^\\()])*\))*\)|<[0-9A-Fa-f\s]*>"  # brackets in it may stand in pairs
PDF_ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


@dataclass
class Contents:
    """What a document shows in one format: its numbered figures and tables (`Figure 3:` -> id), the alternative texts
    of its images, the number of its tables and captions, and all text (of a file that was made). counted: which of the
    numbers a file tells."""

    labels: dict[str, str] = field(default_factory=dict)
    images: Counter[str] = field(default_factory=Counter)
    tables: int = 0
    captions: int = 0
    counted: tuple[str, ...] = ("tables", "captions")
    text: str = ""


def contents_of_sources(
    project: Path, document: Document, tree: Sequence[Node], numbers: Mapping[str, str] | None = None
) -> Contents:
    """What the sources of a document, read as `tree`, show in it.

    numbers: of figures and tables over all pages of a site; without it they are counted here."""
    options = configuration(project, document.source, QUARTO_FORMAT[document.output])
    words = read_yaml(project.parent / THEME / "words.yaml")[options["lang"]]
    contents, counts, crossref = Contents(), Counter[str](), options.get("crossref") or {}
    of_slides, slide = options.get("slides") is True, ""
    order = options.get(f"order-{options.get('slide-order', 'talk')}") if of_slides else None
    for node in visible(tree, options, QUARTO_FORMAT[document.output]):
        identifier, _, pairs = attributes(node)
        slide = identifier if node["t"] == "Header" else slide
        if order and slide not in order:
            continue
        kind = KINDS.get(node["t"])
        contents.tables += kind == "tbl"
        if node["t"] == "Image":
            contents.images[_plain(pairs["fig-alt"])] += 1
        if kind and node["c"][1][1]:
            contents.captions += 1
        if kind and identifier.startswith(f"{kind}-") and not of_slides:  # slides have no numbers
            counts[kind] += 1
            number = counts[kind] if numbers is None else numbers[identifier]
            title = crossref.get(f"{kind}-title", words[kind])
            contents.labels[_plain(f"{title} {number}{crossref.get('title-delim', ':')}")] = identifier
    return contents


def contents_of_file(content: bytes, output: str, typst: str = "") -> Contents:
    """What a file that was made holds. typst: what a PDF was made of, which has its text and its labels."""
    if output in ("html", "slides"):
        return _Page(content.decode("utf-8")).contents
    return _in_pdf(content, typst) if output == "pdf" else _in_office(content)


def missing(expected: Contents, found: Contents, file: str) -> list[Problem]:
    """What of the sources is not in a file, by name, and the marks of something left out that it holds."""
    problems = []
    for label, identifier in expected.labels.items():
        if label not in found.text and f"<to-{identifier}>" not in found.text:
            problems.append(Problem(file, f"{label.rstrip(' :')} ({identifier}) is missing", "every figure and table"))
    for alternative in (expected.images - found.images).elements():
        problems.append(Problem(file, f"an image, or its alternative text, is missing: {alternative}", "every image"))
    for kind in found.counted:
        there, wanted = getattr(found, kind), getattr(expected, kind)
        if there < wanted:
            problems.append(Problem(file, f"{there} {kind}", f"the {wanted} of the sources"))
    for mark in IN_OUTPUT.finditer(found.text):
        problems.append(Problem(file, f"the renderer left {mark[0]!r}", "a value, a reference", "mend the source"))
    return list(dict.fromkeys(problems))


def _plain(text: str) -> str:
    return SPACE.sub(" ", text).strip()


class _Page(HTMLParser):
    def __init__(self, html: str):
        super().__init__(convert_charrefs=True)
        self.contents, self.parts, self.inside = Contents(), [""], ""
        self.feed(html)
        self.contents.text = _plain("".join(self.parts))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.inside = tag if tag in ("script", "style", "svg") else self.inside
        if tag == "img" or (tag == "svg" and values.get("role") == "img"):
            self.contents.images[_plain(values.get("alt") or values.get("aria-label") or "")] += 1
        self.contents.tables += tag == "table"
        self.contents.captions += tag == "figcaption"

    def handle_endtag(self, tag: str) -> None:
        self.inside = "" if tag == self.inside else self.inside

    def handle_data(self, data: str) -> None:
        if not self.inside:
            self.parts.append(data)


def _in_office(content: bytes) -> Contents:
    """Of DOCX and PPTX: text, images with a description, tables. Captions are known by their labels alone."""
    found, parts = Contents(counted=("tables",)), list[str]()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            if re.fullmatch(r"word/document\.xml|ppt/slides/slide\d+\.xml", name):
                xml = archive.read(name).decode("utf-8")
                found.tables += len(re.findall(r"<(?:w|a):tbl>", xml))
                for alternative in re.findall(r'<(?:wp:docPr|p:cNvPr)\b[^>]*?\bdescr="([^"]*)"', xml):
                    found.images[_plain(unescape(alternative))] += 1
                parts += (unescape(text) for text in re.findall(r"<(?:w|a):t(?: [^>]*)?>([^<]*)<", xml))
    found.text = _plain("".join(parts))
    return found


def _in_pdf(content: bytes, typst: str) -> Contents:
    """Of a tagged PDF: its structure's figures with their alternative texts, tables and captions."""
    parts = [content]
    for start in re.finditer(rb"stream\r?\n", content):
        try:
            parts.append(zlib.decompressobj().decompress(content[start.end() :]))
        except zlib.error:
            continue  # a stream that is not packed in this way holds no structure
    found, whole = Contents(text=typst), b"\n".join(part for part in parts if b"/StructElem" in part)
    found.tables, found.captions = (len(re.findall(rb"/S\s*/%s\b" % kind, whole)) for kind in (b"Table", b"Caption"))
    for alternative in re.findall(rb"/Alt\s*(%s)" % PDF_TEXT, whole):
        found.images[_plain(_pdf_text(alternative))] += 1
    return found


def _pdf_text(written: bytes) -> str:
    """A text of a PDF, `(…)` or `<hexadecimal>`."""
    if written.startswith(b"<"):
        raw = bytes.fromhex(written[1:-1].decode("ascii"))
    else:
        raw = re.sub(rb"\\(.)", lambda found: PDF_ESCAPES.get(found[1], found[1]), written[1:-1], flags=re.DOTALL)
    return raw.decode("utf-16") if raw.startswith((b"\xfe\xff", b"\xff\xfe")) else raw.decode("latin-1")
