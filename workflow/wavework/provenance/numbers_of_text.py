"""The numbers of the report's running text, in the order in which a reader meets them, each with its variable.

The text names its variables in order; a number is told by its place in a section, `summary:3`. What stands in tables,
figures, captions and headings is not counted.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from wavework.problems import InputError, Problem
from wavework.provenance.finished_run import unknown
from wavework.rendering.conditional_content import is_conditional, is_shown
from wavework.rendering.pandoc_constructs import attributes
from wavework.rendering.project import configuration, fragments, is_generated, variables
from wavework.rendering.site import pieces

PLACE = re.compile(r"([\w-]+)(?::(\d+))?")
# Signs, groups of digits (a space that does not break, a comma, a point), decimals, a percentage.
NUMBER = re.compile(r"(?:(?<![\w])[−-])?\d+(?:[\u00a0\u202f.,]\d+)*(?:[\u00a0\u202f]?%)?")
MARKED = re.compile("V\ue000var:([^\ue001#]+)(?:#\\d+)?\ue001V")
ESCAPED = re.compile(r"\\([^\w\s])")
SECTION = re.compile(r"^#+ .*\{#sec-([\w-]+)", re.MULTILINE)
AROUND = 60  # characters of the sentence that are told with a number


@dataclass(frozen=True)
class Told:
    """A number of the running text: as printed, the words around it, and the variable that it is of."""

    text: str
    around: str
    variable: str


def numbers_of(project: Path, section: str) -> list[Told]:
    """The numbers of a section. Raises InputError for a section that is not there."""
    source = project / "index.qmd"
    texts = {name: plain(text) for name, text in variables(project).items()}
    by_text = sorted(((text, name) for name, text in texts.items() if len(text) > 20), reverse=True, key=_length)
    found: dict[str, list[Told]] = {}
    for name, paragraph in _paragraphs(project, source):
        found.setdefault(name, []).extend(_told(paragraph, texts, by_text))
    parts = [section] if section in found else _of_fragment(project, source, section)
    if not set(parts) & set(found):
        raise unknown(str(source), section, found, f"one of the sections {', '.join(found)}")
    return [told for part in parts for told in found.get(part, [])]


def _of_fragment(project: Path, source: Path, name: str) -> list[str]:
    """The sections that the file `_<name>.qmd` of the text holds."""
    for path in fragments(project, source):
        if path.stem == f"_{name}" and path.is_file() and not is_generated(project, path):
            return SECTION.findall(path.read_text(encoding="utf-8"))
    return []


def plain(text: Any) -> str:
    """The text of a variable without the marks of markdown."""
    return ESCAPED.sub(r"\1", str(text))


def number_at(project: Path, section: str, place: int) -> Told:
    """The number at a place (from 1) of a section. Raises InputError where the section has not so many."""
    told = numbers_of(project, section)
    if not 1 <= place <= len(told):
        listed = f"a place from 1 to {len(told)}; NUMBER={section} lists them"
        raise InputError(Problem(str(project / "index.qmd"), f"section {section} has no number {place}", listed))
    return told[place - 1]


def _length(pair: tuple[str, str]) -> int:
    return len(pair[0])


def _paragraphs(project: Path, source: Path) -> Iterator[tuple[str, str]]:
    """Section (the id of the last numbered heading, without `sec-`) and marked text of each paragraph that shows, of
    the start page and then of every chapter."""
    metadata = configuration(project, source, "html")
    for tree in pieces(project).values():
        section = ""
        for node in _blocks(tree, metadata):
            if node["t"] == "Header":
                identifier = attributes(node)[0]
                section = identifier.removeprefix("sec-") if identifier.startswith("sec-") else section
                yield section, ""
            else:
                yield section, _text(node["c"])


def _blocks(tree: Any, metadata: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Headings and paragraphs in reading order, without those of tables and figures and of what is hidden."""
    if isinstance(tree, list):
        for part in tree:
            yield from _blocks(part, metadata)
    elif isinstance(tree, Mapping):
        if tree.get("t") in ("Table", "Figure", "RawBlock", "CodeBlock"):
            return
        if tree.get("t") in ("Header", "Para", "Plain"):
            yield tree
            return
        if tree.get("t") == "Div":
            _, classes, pairs = attributes(tree)
            if is_conditional(classes) and not is_shown(classes, pairs, metadata, "html"):
                return
        yield from _blocks(list(tree.values()), metadata)


def _text(content: Any) -> str:
    """The words of inlines, references left out: their numbers are counted, not read."""
    if isinstance(content, list):
        return "".join(map(_text, content))
    if not isinstance(content, Mapping):
        return ""
    kind = content.get("t")
    if kind == "Str":
        return str(content["c"])
    if kind in ("Space", "SoftBreak", "LineBreak"):
        return " "
    if kind == "Quoted":
        return _text(content["c"][1])
    if kind in ("Cite", "Math", "RawInline", "Image"):
        return ""
    return _text(content.get("c", ""))


def _told(paragraph: str, texts: Mapping[str, str], by_text: list[tuple[str, str]]) -> Iterator[Told]:
    """The numbers of a paragraph with their variables. What the pipeline wrote whole names no variable: there a
    sentence is that of the variable whose text it is."""
    parts: list[tuple[str, str]] = []
    for at, part in enumerate(MARKED.split(paragraph)):
        if at % 2:
            parts.append((part, texts.get(part, "")))
        else:
            parts += _sentences(part, by_text)
    whole = "".join(text for _, text in parts)
    start = 0
    for name, text in parts:
        for number in NUMBER.finditer(text):
            first, last = start + number.start(), start + number.end()
            around = f"{whole[max(0, first - AROUND) : first]}[{number[0]}]{whole[last : last + AROUND]}"
            yield Told(number[0], f"…{around.strip()}…", name)
        start += len(text)


def _sentences(text: str, by_text: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """A text cut into those parts that a variable's text is, and the others, which have none."""
    if not NUMBER.search(text):
        return [("", text)]
    for known, name in by_text:
        if (at := text.find(known)) >= 0:
            rest = text[at + len(known) :]
            return [*_sentences(text[:at], by_text), (name, known), *_sentences(rest, by_text)]
    return [("", text)]
