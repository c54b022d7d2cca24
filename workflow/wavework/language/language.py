"""One language: its words with the study's unit of analysis, and what it writes (see `numbers`, `lists`; dates here).

What is written here is plain text: it is escaped once, where it enters a file of the report.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Any

from babel.dates import format_date

from wavework.language.lists import listed
from wavework.language.numbers import SMALLEST_P, digits_of_p, is_grouped, number, percent, printed
from wavework.language.words import capital, report_words, with_unit, words_of

NO_BREAK = "\u00a0"
PIPELINE_NAMES = ("methods", "reasons", "cleaning", "power")  # groups of the words
NAMED_SLOT, NUMBER = re.compile(r"\\{(\w+)\\}"), r"(?P<\1>-?\\d+(?:\\.\\d+)?)"
LOCALES = {"en": "en_GB"}  # 22 November 2026


class Language:
    """One language: its words and its way to write. Depends on no locale of the machine."""

    def __init__(
        self, code: str, unit: str = "unit", units: str = "units", alpha: float = 0.05,
        measured: tuple[str, str] | None = None, sections: Mapping[str, str] | None = None,
    ):  # fmt: skip
        """unit, units: what the study calls its unit of analysis, in this language. alpha: the study's level, whose
        side every p value shows. measured: the unit, and units, that measures speak of where they are others.
        sections: of the report, that the study has beside those of the words, or under another title."""
        self.code, self.alpha = code, alpha
        names = {
            **_forms(unit, units),
            **{f"measured_{key}": name for key, name in _forms(*measured or (unit, units)).items()},
        }
        self.shared: dict[str, Any] = with_unit(words_of(code), names)
        self.shared["sections"] |= sections or {}
        self.slots = _forms(unit, units)
        self.measured = _forms(*measured or (unit, units))

    @cached_property
    def words(self) -> dict[str, Any]:
        """The report's own words; `shared` are those of charts and captions too."""
        return report_words(self.code)

    def _at(self, key: str) -> Any:
        found: Any = self.words
        for step in key.split("."):
            found = found[step]
        return found

    def say(self, key: str, **slots: object) -> str:
        """The report's words at `key` (groups joined by dots) with the slots filled; the name of the unit (`unit`,
        `units`, `Unit`, `Units`) always is. KeyError for an unknown key."""
        return str(self._at(key)).format(**{**self.slots, **slots})

    def heads(self, key: str) -> list[str]:
        """The heads of a table at `key`."""
        return [str(head).format(**self.slots) for head in self._at(key)]

    def known(self, group: str, text: str, otherwise: str = "") -> str:
        """What the pipeline names in English (a method, a reason), in this language where `group` has words for it.

        A name of the words may hold slots for numbers: `{n} units; at least {least} are needed`.
        """
        own: Mapping[str, str] = self.words.get(group, {})
        if text in own:
            return own[text].format(**self.slots)
        for name, pattern in self._with_numbers[group]:
            if found := pattern.fullmatch(text):
                return own[name].format(**self.slots, **{slot: self._again(n) for slot, n in found.groupdict().items()})
        return otherwise or text

    @cached_property
    def _with_numbers(self) -> Mapping[str, Sequence[tuple[str, re.Pattern[str]]]]:
        """Group of what the pipeline names -> its names with slots, and the texts that they stand for."""
        slotted = {group: [name for name in self.words.get(group, {}) if "{" in name] for group in PIPELINE_NAMES}
        return {
            group: [(name, re.compile(NAMED_SLOT.sub(NUMBER, re.escape(name)))) for name in names]
            for group, names in slotted.items()
        }

    def _again(self, number: str) -> str:
        """A number as the pipeline prints it, written by the language's rules."""
        return self.number(float(number), len(number.partition(".")[2]))

    def number(self, value: float, digits: int = 0, *, grouped: bool = True) -> str:
        """Fixed decimals, grouped thousands, a true minus, no -0. `digits`: decimals."""
        grouped = grouped and is_grouped(value, digits, self.shared["chart"])
        return number(value, digits, self.shared["chart"], grouped=grouped)

    def shortest(self, value: float) -> str:
        """A number with as many decimals as it was typed with."""
        return self.number(value, len(f"{value:g}".partition(".")[2]))

    def percent(self, share: float, digits: int = 0) -> str:
        """A share (0-1) in per cent, as the charts write it."""
        return percent(share, self.shared["chart"], digits)

    def printed(self, text: str) -> str:
        """Numbers as a source prints them, as this language writes them; a text with words in it as it is."""
        return text if re.search(r"[^\W\d_]", text) else printed(text, self.shared["chart"])

    def p(self, value: float) -> str:
        """A p value without its letter: two decimals; more where it is small, or where fewer would hide on which side
        of alpha it lies; `< 0.001` below that."""
        if value < SMALLEST_P:
            return f"<{NO_BREAK}{self.number(SMALLEST_P, 3)}"
        return self.number(value, digits_of_p(value, self.alpha))

    def p_said(self, value: float) -> str:
        """`p = 0.03` or `p < 0.001`."""
        text = self.p(value)
        return f"p{NO_BREAK}{text}" if text.startswith("<") else f"p{NO_BREAK}={NO_BREAK}{text}"

    def interval(self, low: float, high: float, digits: int = 2) -> str:
        """`[−0.37, 0.44]`."""
        return self.say("number.interval", low=self.number(low, digits), high=self.number(high, digits))

    def estimate(self, row: Mapping[Any, Any], digits: int = 2) -> str:
        """`0.07 [−0.37, 0.44]` of a row's estimate, low and high; without the interval where there is none."""
        text = self.number(row["estimate"], digits)
        return text if row["low"] != row["low"] else f"{text} {self.interval(row['low'], row['high'], digits)}"

    def share_interval(self, low: float, high: float) -> str:
        """`[10–57%]` of shares 0-1."""
        return self.say("number.share_interval", low=self.number(100 * low), high=self.percent(high))

    def count_of(self, count: float, n: float, interval: tuple[float, float] | None = None) -> str:
        """`8 of 11 [43–90 %]`; interval: of the share, left out where there is none."""
        text = self.say("number.of", count=self.number(count), n=self.number(n))
        return text if interval is None or interval[0] != interval[0] else f"{text} {self.share_interval(*interval)}"

    def date(self, iso: str) -> str:
        """`22 November 2026` of `2026-11-22`; any other text as it is. By Babel, from CLDR."""
        try:
            text = format_date(date.fromisoformat(iso), format="long", locale=LOCALES.get(self.code, self.code))
        except ValueError:
            return iso
        return text.replace("\u202f", NO_BREAK).replace(" ", NO_BREAK)

    def listed(self, parts: Iterable[str]) -> str:
        """`a, b and c`; parts that hold decimal commas are parted by semicolons."""
        return listed(list(parts), self.shared["join"], self.shared["chart"]["decimal"])

    def labelled(self, name: str, text: str) -> str:
        """`name: text`, with the space that the language puts before a colon."""
        return self.say("labelled", name=name, text=text)


def _forms(unit: str, units: str) -> dict[str, str]:
    return {"unit": unit, "units": units, "Unit": capital(unit), "Units": capital(units)}


def language_of(study: Mapping[str, Any], code: str) -> Language:
    """A language with the study's unit of analysis and its level of significance."""
    names = study["study"]
    unit, units = (names[key][code] for key in ("unit", "units"))
    measured = tuple(names.get(f"measured_{key}", names[key])[code] for key in ("unit", "units"))
    sections = {name: titles[code] for name, titles in study.get("sections", {}).items()}
    return Language(code, unit, units, float(study["statistics"]["alpha"]), measured, sections)
