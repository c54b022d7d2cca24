"""How a number is written, in charts, captions and report alike."""

import re
from collections.abc import Mapping
from typing import Any

import pandas as pd

from wavework.known import REACHED

MINUS = "\u2212"
# Decimals of scores, by measure: none out of 100, one on a scale such as 1 to 5.
DIGITS = {"implementation": 0, "common": 0, "self_reported": 1}
MORE_DIGITS = 2  # where two ends would look the same
SMALLEST_P = 0.001
NO_YEAR = 10_000  # from here on nobody takes a number for a year
# A number that stands alone, with thousands apart or not: no part of a version, an address or a date.
PRINTED = re.compile(
    r"(?<![\w.,/-])(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?P<percent>\s?%)?(?![\w/-]|[.,]\d)"
)


def number(
    value: float, digits: int, words: Mapping[str, str], signed: bool = False, *, grouped: bool | None = None
) -> str:
    """Fixed decimals, the language's decimal sign, a true minus, no -0.

    words: those of the charts, of which `decimal` and, for a grouped number, `thousands` are taken.
    signed: with a plus before what is above 0. grouped: with thousands apart; if nothing is said, from NO_YEAR on.
    """
    grouped = abs(float(value)) >= NO_YEAR if grouped is None else grouped
    text = f"{float(value):{'+' if signed else ''}{',' if grouped else ''}.{digits}f}"
    if not any(sign in text for sign in "123456789"):
        text = text.lstrip("+-")
    signs: dict[str, str | int | None] = {"-": MINUS, ",": words.get("thousands", ""), ".": words.get("decimal", ".")}
    return text.translate(str.maketrans(signs))


def is_grouped(value: float, digits: int, words: Mapping[str, Any]) -> bool:
    """Whether a language parts the thousands of a number that is written with `digits` decimals (`grouped_from`)."""
    return abs(round(float(value), digits)) >= float(words["grouped_from"])


def digits_of_p(p: float, alpha: float) -> int:
    """Decimals of a p value: two; three below 0.01; more where fewer would hide on which side of alpha it lies."""
    digits = 3 if p < 0.01 else 2
    while digits < 6 and p != alpha and round(p, digits) == round(alpha, digits):
        digits += 1
    return digits


def percent(share: float, words: Mapping[str, str], digits: int = 0) -> str:
    """A share in [0, 1] as per cent in the language's pattern (`percent` of the words)."""
    return words["percent"].format(value=number(100 * share, digits, words))


def printed(text: str, words: Mapping[str, str]) -> str:
    """A text of numbers as an English source prints it (`3.2`, `1,234`, `25 %`), by the language's rules."""
    signs = str.maketrans({",": words.get("thousands", ""), ".": words.get("decimal", ".")})

    def again(found: re.Match[str]) -> str:
        own = found["number"].translate(signs)
        return words["percent"].format(value=own) if found["percent"] else own

    return PRINTED.sub(again, text)


def from_to(row: Mapping[Any, Any] | pd.Series, words: Mapping[str, str], digits: int, signed: bool = False) -> str:
    """`-0.2 to 0.5` of the row's `lowest` and `highest`, `at least -0.2 to 0.5` where only reached (`known`); with more
    decimals where the ends would look the same."""
    for more in range(MORE_DIGITS + 1):
        low, high = (number(row[end], digits + more, words, signed) for end in ("lowest", "highest"))
        if low != high:
            return words["at_least" if row["known"] == REACHED else "from_to"].format(low=low, high=high)
    return number(row["lowest"], digits, words, signed)
