"""Codes by which other tools write a missing answer: found and counted, never applied.

A platform's own rules for missing answers stand in its reader. What is found here are answers until a person says
that they are none.
"""

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass

from wavework.exports.export import ANSWER, Export
from wavework.exports.text_cells import EMPTY_OF
from wavework.exports.texts import Texts

_OF_TOOLS = {  # as the tool writes it -> what it means there
    **{text: f"an empty cell, written by {tool}" for text, tool in EMPTY_OF.items()},
    "\\N": "an empty cell, written by a database",
    "#NULL!": "an empty cell, written by SPSS",
    ".": "an empty cell, written by Stata or SAS",
    "#N/A": "an error value of a spreadsheet",
}
_OF_NUMBERS = {
    "-99": "seen but unanswered (Qualtrics), or a missing value declared in the study",
    "-88": "not shown, or a missing value declared in the study",
}
_NUMBERS = re.compile(r"-?(?:([7-9])\1{1,3}|9[5-8]|99[5-8])(?:\.0+)?|-[1-9](?:\.0+)?")  # 99, -77, 998, -9 …
_NUMBER = re.compile(r"-?\d+(?:[.,]\d+)?")
WORDS = frozenset({word.casefold() for word in _OF_TOOLS} | {"n/a", "n.a.", "none", "-", "--", "?", "x"})


@dataclass(frozen=True)
class MissingCode:
    """A text that may mean a missing answer. column: its code; count: how many cells, of `answers` that are filled."""

    column: str
    code: str
    meaning: str
    count: int
    answers: int


def missing_codes(export: Export) -> list[MissingCode]:
    """What may be missing codes among the answers of questions that are returned, by column as the file has them.

    Texts of other tools, and numbers such as -99 or 999 that lie apart from all other numbers of their column.
    """
    questions = [column.code for column in export.columns if column.kind == "question" and column.code in export.texts]
    return [found for code in questions for found in column_codes(code, export.texts[code], export.said[code])]


def column_codes(column: str, texts: Texts, states: Texts) -> list[MissingCode]:
    """The possible missing codes of one column."""
    meanings = _candidates(set(texts.held) - {""})
    if not meanings:
        return []
    answered = states.isin([ANSWER])
    counts = {text: int((texts.isin([text]) & answered).sum()) for text in meanings}
    total = int(answered.sum())
    return [MissingCode(column, text, what, counts[text], total) for text, what in meanings.items() if counts[text]]


def notes_of(found: Sequence[MissingCode]) -> list[str]:
    """A line for each code, with its cells and columns."""
    lines = []
    for code in dict.fromkeys(one.code for one in found):
        mine = [one for one in found if one.code == code]
        where = f"{sum(one.count for one in mine)} cells of {len(mine)} columns ({mine[0].column}"
        where += ", …)" if mine[1:] else ")"
        lines.append(f"{code} in {where} is read as an answer; it can mean {mine[0].meaning}: say so in the crosswalk")
    return lines


def _candidates(answers: Set[str]) -> dict[str, str]:
    """The texts among the distinct answers of a column that may mean missing -> what they mean."""
    found = {text: _OF_TOOLS[text.strip()] for text in sorted(answers) if text.strip() in _OF_TOOLS}
    if "." in found and not all(_NUMBER.fullmatch(text) for text in answers - set(found)):
        del found["."]  # somebody typed it
    codes = [text for text in sorted(answers) if _NUMBERS.fullmatch(text)]
    if not codes:
        return found
    rest = [text.replace(",", ".") for text in answers if text not in codes and text not in found]
    others = [float(text) for text in rest if _NUMBER.fullmatch(text)]
    low, high = min(others, default=0), max(others, default=0)
    both_sides = [text for text in codes if -high <= float(text) < 0]
    if len(both_sides) > 1:  # a scale such as -3 to 3
        codes = [text for text in codes if text not in both_sides]
    for text in codes:
        number = float(text)
        # a negative code lies below numbers that are not negative, a positive one far above a scale or among words
        if (number < 0 <= low) or (number > 0 and rest and number > 3 * max(high, 10)):
            meaning = "a missing value, not applicable or don't know: a number apart from all others"
            found[text] = _OF_NUMBERS.get(text.split(".")[0], meaning)
    return found
