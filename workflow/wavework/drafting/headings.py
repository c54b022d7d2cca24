"""Headings of columns, taken apart into question and row, and compared with the words that items are known by."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from wavework.codebook import LANGUAGES, Codebook
from wavework.drafting.likeness import likeness, words
from wavework.tables import records

_ROW = re.compile(r"(.*?)\s*\[([^\[\]]*)\]", re.DOTALL)  # Question [Row]
_BREAK = re.compile(r" [-–—] |(?<=\w)-(?=[^\W\d_a-zß-ÿ])| ?: |\?[.:]? ?")  # Question - Row, Question-Row, Question: Row


def is_code(text: str) -> bool:
    """Whether a heading is no more than a column's code: Q14_3, B02[SQ001]."""
    text = text.strip()
    return not text or (" " not in text and any(sign in "[_0123456789" for sign in text))


def readings(heading: str) -> list[tuple[str, str]]:
    """The ways to read a heading as (question, row), each in the form of `words`; question "" for the whole."""
    found = [("", heading)]
    if match := _ROW.fullmatch(heading.strip()):
        found.append((match.group(1), match.group(2)))
    found += [(heading[: cut.end()], heading[cut.end() :]) for cut in _BREAK.finditer(heading)]
    pairs = [(words(question), words(row)) for question, row in found]
    return list(dict.fromkeys((question, row) for question, row in pairs if row))


@dataclass(frozen=True)
class Wording:
    """How an item may be worded over a column.

    rows: its labels, and the rows of earlier headings that were called comparable; questions: texts of its battery
    and of earlier headings; alone: headings that say all by themselves: whole ones of earlier waves, and the question
    of a battery of one item; other: rows of earlier headings that were called not comparable -> that wave.
    """

    rows: frozenset[str]
    questions: frozenset[str]
    alone: frozenset[str] = frozenset()
    other: Mapping[str, str] = field(default_factory=dict)


def wordings(book: Codebook, headings: Mapping[tuple[str, str], str]) -> dict[str, Wording]:
    """Item -> its wording. headings: (wave, column) -> heading in an earlier wave's export, or its code."""
    batteries = {row["battery"]: row for row in records(book.batteries)}
    size = book.items["battery"].value_counts()
    entries: dict[str, list[dict[str, str]]] = {}
    for entry in records(book.crosswalk):
        entries.setdefault(entry["item"], []).append(entry)
    found: dict[str, Wording] = {}
    for item in records(book.items):
        battery = batteries.get(item["battery"], {})
        asked = _texts(battery, "question")
        rows, questions = _texts(item, "label"), asked | _texts(battery, "title")
        alone = set(asked) if item["battery"] and size[item["battery"]] == 1 else set()
        other: dict[str, str] = {}
        for entry in entries.get(item["item"], []):
            heading = headings.get((entry["wave"], entry["column"]), entry["column"])
            if is_code(heading):
                continue
            question, row = _split(heading)
            if entry["comparable"] == "no":
                other[row] = entry["wave"]
            else:
                rows |= {row}
                questions |= {question} - {""}
                alone |= {words(heading)} if " " in words(heading) else set()  # one word can head many a question
        kept = {row: wave for row, wave in other.items() if row not in rows}
        found[item["item"]] = Wording(frozenset(rows), frozenset(questions), frozenset(alone), kept)
    return found


def _texts(row: Mapping[str, str], name: str) -> set[str]:
    return {words(row.get(f"{name}_{language}", "")) for language in LANGUAGES} - {""}


def _split(heading: str) -> tuple[str, str]:
    """Question and row of an earlier wave's heading: `Question [Row]`, `Question - Row`, or no row of its own."""
    if match := _ROW.fullmatch(heading.strip()):
        return words(match.group(1)), words(match.group(2))
    question, cut, row = heading.rpartition(" - ")
    return (words(question), words(row)) if cut and words(row) else ("", words(heading))


@dataclass(frozen=True)
class Heard:
    """What a heading says of an item.

    row: likeness of the row's words with the item's, 1.0 = equal; question: likeness of the question above it with the
    item's, 0 = another one, ABSENT where there is none; other: the earlier wave whose wording it has and which was not
    comparable, "" if none.
    """

    row: float
    question: float
    other: str = ""


ABSENT = 0.5  # a heading without a question says more than one under another question, and less than under a like one
NOTHING = Heard(0.0, ABSENT)


def heard(parts: Sequence[tuple[str, str]], wording: Wording) -> Heard:
    """The best that any reading of a heading says of an item."""
    return max(_heard(parts, wording), key=lambda h: (h.row, h.question, h.other), default=NOTHING)


def _heard(parts: Sequence[tuple[str, str]], wording: Wording) -> Iterator[Heard]:
    for question, row in parts:
        alone = _best(row, wording.alone)
        if alone and not question:
            yield Heard(alone, 1.0)
        like, other = _best(row, wording.rows), wording.other.get(row, "")
        if like < 1 and other:
            like = 1.0
        else:
            other = ""
        if like:
            yield Heard(like, _best(question, wording.questions) if question else ABSENT, other)


def _best(text: str, known: Iterable[str]) -> float:
    return max((likeness(text, other) for other in sorted(known)), default=0.0)
