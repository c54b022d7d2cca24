"""How alike two wordings are.

Equal means the same words: case, accents, punctuation, HTML and a number in front do not count. Everything short of
that is a likeness between 0 and 1, and a likeness is never more than a reason to look.
"""

import re
from difflib import SequenceMatcher
from functools import cache

from wavework.codebook import matching_text

LIKELY = 0.75  # ASSUME likeness from which two wordings may be meant as the same
HELD = 0.8  # ASSUME likeness of a heading that holds a whole label of two words or more among others

_NUMBER = re.compile(r"[a-z]{0,2}\d{1,3}[a-z]?")  # of a question or row: "12", "b02", "3a"


@cache
def words(text: str) -> str:
    """The words of a text for comparing; a number in front of other words is left out."""
    found = re.findall(r"\w+", matching_text(text))
    while len(found) > 1 and _NUMBER.fullmatch(found[0]):
        found = found[1:]
    return " ".join(found)


@cache
def likeness(first: str, second: str) -> float:
    """Likeness of two texts of `words`; 0 below LIKELY."""
    if not first or not second:
        return 0.0
    if first == second:
        return 1.0
    matcher = SequenceMatcher(None, first, second, autojunk=False)
    ratio = 0.0
    if matcher.real_quick_ratio() >= LIKELY and matcher.quick_ratio() >= LIKELY:
        ratio = min(matcher.ratio(), 0.99)
    held = " " in second and f" {second} " in f" {first} "
    return max(ratio if ratio >= LIKELY else 0.0, HELD if held else 0.0)
