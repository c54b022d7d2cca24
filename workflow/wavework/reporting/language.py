"""The report's own words in a language, and how the language writes numbers, dates and lists (CLDR, by Babel).

Words stand in `workflow/words/report/<language>.yaml`; a chart's words are shared with it. What is written here is
plain text: it is escaped once, where it enters a file of the report.
"""

import re
from collections.abc import Iterable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from babel.dates import format_date
from babel.numbers import format_decimal

from wavework.exhibits.words import WORDS, words_of
from wavework.problems import InputError, Problem

MINUS, NO_BREAK = "\u2212", "\u00a0"
LOCALES = {"en": "en_GB"}  # 22 November 2026
GROUPED_FROM = {"es": 10_000}  # CLDR, minimum grouping digits: Spanish writes 1234, and 12.345
SMALLEST_P = 0.001
DECIMAL_COMMA = re.compile(r"\d,\d")
# Begins with the sound i, no other vowel after it: Spanish joins it by "e" (Chile e India, but nieve y hielo).
BEFORE_I = re.compile(r"\W*[Hh]?[IiÍí](?![aeouáéóú])")


@cache
def report_words(language: str) -> dict[str, Any]:
    """Every word of the report by group and key. Raises InputError where the language has none."""
    path = WORDS / "report" / f"{language}.yaml"
    if not path.is_file():
        known = ", ".join(sorted(file.stem for file in path.parent.glob("*.yaml")))
        raise InputError(Problem(str(path), f"no words of the report in {language!r}", known, "translate the file"))
    words: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return words


def words_file(language: str) -> Path:
    """The file of the report's words in a language."""
    return WORDS / "report" / f"{language}.yaml"


class Language:
    """One language: its words and its way to write numbers. Depends on no locale of the machine."""

    def __init__(self, code: str, unit: str = "unit", units: str = "units"):
        """unit, units: what the study calls its unit of analysis, in this language."""
        self.code = code
        self.slots = {"unit": unit, "units": units, "Unit": _capital(unit), "Units": _capital(units)}
        self.locale = LOCALES.get(code, code)
        self.words = report_words(code)
        self.shared = words_of(code)

    def say(self, key: str, **slots: object) -> str:
        """The words at `key` (groups joined by dots) with the slots filled; the name of the unit (`unit`, `units`,
        `Unit`, `Units`) always is. KeyError for an unknown key."""
        text: Any = self.words
        for step in key.split("."):
            text = text[step]
        return str(text).format(**{**self.slots, **slots})

    def heads(self, key: str) -> list[str]:
        """The heads of a table at `key`."""
        heads: Any = self.words
        for step in key.split("."):
            heads = heads[step]
        return [str(head).format(**self.slots) for head in heads]

    def has(self, key: str) -> bool:
        """Whether there are words at `key`."""
        text: Any = self.words
        for step in key.split("."):
            if not isinstance(text, dict) or step not in text:
                return False
            text = text[step]
        return True

    def number(self, value: float, digits: int = 0, *, grouped: bool = True) -> str:
        """Fixed decimals, grouped thousands, a true minus, no -0. `digits`: decimals."""
        rounded = round(float(value), digits) + 0.0
        grouped = grouped and abs(rounded) >= GROUPED_FROM.get(self.code, 0)
        pattern = ("#,##0" if grouped else "0") + ("." + "0" * digits if digits else "")
        text = format_decimal(rounded, format=pattern, locale=self.locale)
        return _no_break(text.replace("-", MINUS))

    def percent(self, share: float, digits: int = 0) -> str:
        """A share (0-1) in per cent, as the charts write it."""
        return _no_break(self.shared["chart"]["percent"].format(value=self.number(100 * share, digits)))

    def p(self, value: float, *, alpha: float = 0.05) -> str:
        """A p value without its letter: two decimals; more where it is small, or where fewer would hide on which side
        of alpha it lies; `< 0.001` below that."""
        if value < SMALLEST_P:
            return f"<{NO_BREAK}{self.number(SMALLEST_P, 3)}"
        digits = 3 if value < 0.01 else 2
        while digits < 6 and value != alpha and round(value, digits) == round(alpha, digits):
            digits += 1
        return self.number(value, digits)

    def p_said(self, value: float, *, alpha: float = 0.05) -> str:
        """`p = 0.03` or `p < 0.001`."""
        text = self.p(value, alpha=alpha)
        return f"p{NO_BREAK}{text}" if text.startswith("<") else f"p{NO_BREAK}={NO_BREAK}{text}"

    def interval(self, low: float, high: float, digits: int = 2) -> str:
        """`[−0.37, 0.44]`."""
        return self.say("number.interval", low=self.number(low, digits), high=self.number(high, digits))

    def share_interval(self, low: float, high: float) -> str:
        """`[10–57%]` of shares 0-1."""
        return self.say("number.share_interval", low=self.number(100 * low), high=self.percent(high))

    def date(self, iso: str) -> str:
        """`22 November 2026` of `2026-11-22`; any other text as it is."""
        try:
            return _no_break(format_date(date.fromisoformat(iso), format="long", locale=self.locale))
        except ValueError:
            return iso

    def listed(self, parts: Iterable[str]) -> str:
        """`a, b and c`; parts that hold decimal commas are parted by semicolons."""
        told, join = list(parts), self.shared["join"]
        decimals = join["comma"].startswith(self.shared["chart"]["decimal"]) and any(map(DECIMAL_COMMA.search, told))
        first = join["semicolon" if decimals else "comma"].join(told[:-1])
        last = join["last_before_i" if told and BEFORE_I.match(told[-1]) else "last"]
        return last.join(filter(None, [first, *told[-1:]]))

    def labelled(self, name: str, text: str) -> str:
        """`name: text`, with the space that the language puts before a colon."""
        return self.say("labelled", name=name, text=text)


def _capital(word: str) -> str:
    return word[:1].upper() + word[1:]


def _no_break(text: str) -> str:
    """Spaces inside a number keep it on one line; narrow ones become the common kind, which every format shows."""
    return text.replace("\u202f", NO_BREAK).replace(" ", NO_BREAK)
