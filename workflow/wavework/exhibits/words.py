"""The words of a language: workflow/words/<language>.yaml."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

WORDS = Path(__file__).parent.parent.parent / "words"


@cache
def words_of(language: str) -> dict[str, Any]:
    """Every word that charts, captions and tables write themselves, by group and key."""
    words: dict[str, Any] = yaml.safe_load((WORDS / f"{language}.yaml").read_text(encoding="utf-8"))
    return words


def study_words(study: Mapping[str, Any], language: str) -> dict[str, Any]:
    """The words of a language with the study's unit of analysis in the place of @unit, @units and @Units."""
    unit, units = (study["study"][key][language] for key in ("unit", "units"))

    def filled(words: Any) -> Any:
        if isinstance(words, Mapping):
            return {key: filled(text) for key, text in words.items()}
        return words.replace("@Units", units[:1].upper() + units[1:]).replace("@units", units).replace("@unit", unit)

    words: dict[str, Any] = filled(words_of(language))
    return words


def listed(parts: list[str], language: str) -> str:
    """`a, b and c` in the language."""
    join = words_of(language)["join"]
    return join["last"].join(filter(None, [join["comma"].join(parts[:-1]), *parts[-1:]]))


def number(value: float, language: str, digits: int = 2) -> str:
    """A number as the language writes it: fixed decimals, its decimal sign, a true minus, no -0."""
    text = f"{value:.{digits}f}"
    if float(text) == 0:
        text = text.lstrip("-")
    return text.replace("-", "\u2212").replace(".", words_of(language)["chart"]["decimal"])
