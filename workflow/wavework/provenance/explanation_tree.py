"""What is known of an origin as a tree, shown on a terminal or written as JSON."""

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

RESET, BOLD, DIM = "\x1b[0m", "\x1b[1m", "\x1b[2m"
COLOURS = {"raw": "\x1b[32m", "fact": "\x1b[32m", "step": "\x1b[36m", "changed": "\x1b[31m", "claim": "\x1b[1m"}
NARROWEST = 30
LONG, MANY = 90, 400  # characters of a detail, and of a list of several, that a terminal shows


@dataclass(frozen=True)
class Node:
    """A file, row, step or fact, and what it was made of.

    kind: number, row, file, step, raw, cells, fact, claim, choice or note; said: what is known of it, by its label.
    """

    kind: str
    title: str
    said: Mapping[str, Any] = field(default_factory=dict)
    below: Sequence["Node"] = ()

    def data(self) -> dict[str, Any]:
        """The tree for JSON, whole."""
        content: dict[str, Any] = {"kind": self.kind, "title": self.title}
        content |= {label: value for label, value in self.said.items() if value not in ("", None, [], {})}
        return content | ({"from": [node.data() for node in self.below]} if self.below else {})


def lines(node: Node, width: int, *, colours: bool = False) -> Iterator[str]:
    """The tree in lines of at most `width` characters. colours: ANSI colours, for a terminal."""
    yield from _lines(node, "", "", width, colours)


def _lines(node: Node, first: str, rest: str, width: int, colours: bool) -> Iterator[str]:
    def styled(text: str, style: str) -> str:
        return f"{style}{text}{RESET}" if colours and style else text

    room = max(width - len(rest), NARROWEST)
    bar = "│  " if node.below else "   "
    for at, text in enumerate(wrapped(node.title, room)):
        yield styled(first if at == 0 else rest, DIM) + styled(text, COLOURS.get(node.kind, "") or BOLD)
    for label, value in node.said.items():
        if value in ("", None, [], {}):
            continue
        style = COLOURS["changed"] if label == "changed" else DIM
        shown = wrapped(f"{label}: {brief(value)}", room - len(bar), indent="  ")
        yield from (styled(rest + bar, DIM) + styled(text, style) for text in shown)
    for at, child in enumerate(node.below):
        last = at == len(node.below) - 1
        yield from _lines(child, rest + ("└─ " if last else "├─ "), rest + ("   " if last else "│  "), width, colours)


def brief(value: Any) -> str:
    """A detail in words; what is long in a list of several is cut, JSON has it whole."""
    if isinstance(value, Mapping):
        return _cut("; ".join(f"{name} {_cut(brief(content), ' ')}" for name, content in value.items()), "; ", MANY)
    if isinstance(value, list | tuple):
        return _cut(", ".join(map(brief, value)), ", ", MANY)
    return str(value)


def _cut(text: str, between: str, length: int = LONG) -> str:
    return text if len(text) <= length else f"{text[:length].rpartition(between)[0] or text[:length]}{between}…"


def wrapped(text: str, width: int, indent: str = "") -> list[str]:
    """Lines of a text; a path or an id that is too long is cut where it must."""
    return textwrap.wrap(text, max(width, NARROWEST), subsequent_indent=indent, break_on_hyphens=False) or [""]
