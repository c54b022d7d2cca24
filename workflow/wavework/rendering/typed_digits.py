"""Digits in the prose: no result is typed into the text, so every digit comes from a variable.

What may hold digits: code, addresses, ids, `[…]{.allow-digits}`, generated fragments, and the phrases of a short
list, `_theme/allowed-digits.txt` beside the languages' projects: one phrase a line, `#` starts a comment that says
why the phrase is no result (a standard's name, a licence).
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from wavework.problems import Problem
from wavework.rendering.pandoc_constructs import Node, attributes

_MARKED = re.compile("V\ue000[^\ue001]*\ue001V")
_SHORTCODE = re.compile(r"\{\{<.*?>\}\}")
_WORD = re.compile(r"\S*\d\S*|\S*[²³¹⁰⁴-⁹¼½¾]\S*")
_UNREAD = ("Code", "CodeBlock", "RawInline", "RawBlock", "Cite", "ColWidth")
# Where the text starts in the content of a node: after its attributes (an id may hold digits), level or numbering.
_FIRST = {"Header": 2, "Span": 1, "Div": 1, "Link": 1, "Image": 1, "Figure": 1, "Table": 1, "OrderedList": 1}
_HEAD = ("title", "subtitle", "abstract", "description", "date", "author", "keywords")


def allowed_phrases(project: Path, given: Path | None = None) -> list[str]:
    """The phrases with digits that prose may hold, longest first."""
    candidates = (
        [given] if given else [folder / "_theme" / "allowed-digits.txt" for folder in (project, project.parent)]
    )
    path = next((path for path in candidates if path.is_file()), None)
    if path is None:
        return []
    phrases = (re.split(r"\s+#|^#", line)[0].strip() for line in path.read_text(encoding="utf-8").splitlines())
    return sorted({phrase for phrase in phrases if phrase}, key=lambda phrase: (-len(phrase), phrase))


class Prose:
    """Finds the digits of one file's text and front matter."""

    def __init__(self, file: str, lines: Sequence[str], allowed: Sequence[str]):
        self.file, self.lines, self.cursor = file, lines, 0
        alternatives = "|".join(map(re.escape, allowed))
        self.allowed = re.compile(rf"(?<![\w.,])(?:{alternatives})(?![\w]|[.,]\d)") if allowed else None

    def problems(self, tree: Iterable[Node], head: Mapping[str, Any]) -> list[Problem]:
        """One problem for each word with a digit in it."""
        texts = [str(text) for key in _HEAD for text in _strings(head.get(key))]
        texts += "".join(_visible(list(tree))).split("\n")
        return [self._problem(word) for text in texts for word in self._words(text)]

    def _words(self, text: str) -> list[str]:
        text = _SHORTCODE.sub(" ", _MARKED.sub(" ", text))
        if self.allowed:
            text = self.allowed.sub(" ", text)
        return _WORD.findall(text)

    def _problem(self, word: str) -> Problem:
        digits = re.search(r"[^\W\d_]*[\d²³¹⁰⁴-⁹¼½¾][\d.,]*", word)
        key = (digits[0] if digits else word).rstrip(".,")
        order = [*range(self.cursor, len(self.lines)), *range(self.cursor)]
        at = next((at for at in order if key in _SHORTCODE.sub("", self.lines[at])), None)
        self.cursor = at if at is not None else self.cursor
        return Problem(
            self.file,
            f"digits that no variable made: {word}",
            "{{< var name >}}",
            "write the number as a variable; a name goes into _theme/allowed-digits.txt or [name]{.allow-digits}",
            row=None if at is None else at + 1,
        )


def _strings(value: Any) -> list[Any]:
    if value is None:
        return []
    if isinstance(value, Mapping):
        return [text for inner in value.values() for text in _strings(inner)]
    return [text for inner in value for text in _strings(inner)] if isinstance(value, list) else [value]


def _visible(tree: Any) -> Iterator[str]:
    """The pieces of text in a tree that a reader sees as prose, with a line end after each paragraph."""
    if isinstance(tree, list):
        for inner in tree:
            yield from _visible(inner)
    elif isinstance(tree, Mapping) and "t" not in tree:
        yield from _visible(list(tree.values()))
    elif isinstance(tree, Mapping):
        kind, content = tree["t"], tree.get("c")
        _, classes, pairs = attributes(tree)
        if kind == "Str":
            yield str(content)
        elif kind in _UNREAD or content is None or "allow-digits" in classes or (kind == "Link" and "uri" in classes):
            yield " "
        elif kind == "Math":
            yield f" {content[1]} "
        else:
            yield from (f"{pairs[key]}\n" for key in ("title", "fig-alt") if key in pairs)
            yield from _visible(content[_FIRST.get(kind, 0) :])
            yield "\n" if kind in ("Para", "Plain", "Header") else ""
