"""Codes by which other tools write a missing answer: found and counted, never applied.

A platform's own rules for missing answers stand in its reader. What is found here are answers until a person says
that they are none.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from wavework.exports.export import ANSWER, Export

_OF_TOOLS = {  # as the tool writes it -> what it means there
    "NA": "an empty cell, written by R",
    "<NA>": "an empty cell, written by R",
    "NaN": "an empty cell, written by Python",
    "nan": "an empty cell, written by Python",
    "NaT": "an empty cell, written by Python",
    "NULL": "an empty cell, written by a database",
    "null": "an empty cell, written by a database",
    "\\N": "an empty cell, written by a database",
    "#NULL!": "an empty cell, written by SPSS",
    ".": "an empty cell, written by Stata or SAS",
    "#N/A": "an error value of a spreadsheet",
    "N/A": "not applicable, or an empty cell",
    "n/a": "not applicable, or an empty cell",
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
    """What may be missing codes among the answers that are returned, by column in the order of the file.

    Texts of other tools, and numbers such as -99 or 999 that lie apart from all other numbers of their column.
    """
    found = []
    for code in export.cells.columns:
        pairs = zip(export.cells[code], export.states[code], strict=True)
        counts = Counter(text.strip() for text, state in pairs if state == ANSWER)
        found += [
            MissingCode(code, text, meaning, counts[text], counts.total())
            for text, meaning in candidates(list(counts)).items()
        ]
    return found


def candidates(answers: Sequence[str]) -> dict[str, str]:
    """The texts among the distinct answers of a column that may mean missing -> what they mean."""
    found = {text: _OF_TOOLS[text] for text in answers if text in _OF_TOOLS}
    rest = [text for text in answers if text not in found]
    codes = [text for text in rest if _NUMBERS.fullmatch(text)]
    others = [float(text.replace(",", ".")) for text in rest if text not in codes and _NUMBER.fullmatch(text)]
    low, high = min(others, default=0), max(others, default=0)
    for text in codes:
        number = float(text)
        # a negative code lies below numbers that are not negative, a positive one far above a scale or among words
        if (number < 0 <= low) or (number > 0 and len(codes) < len(rest) and number > 3 * max(high, 10)):
            meaning = "a missing value, not applicable or don't know: a number apart from all others"
            found[text] = _OF_NUMBERS.get(text.split(".")[0], meaning)
    return found
