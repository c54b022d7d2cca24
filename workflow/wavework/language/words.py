"""The words of a language: workflow/words/<language>.yaml, and in folders beside it those of the report and of the page
on which results are explored."""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from wavework.problems import InputError, Problem
from wavework.yaml_files import loaded

UNIT = re.compile(r"@((?:measured_)?[Uu]nits?)")
WORDS = Path(__file__).parents[2] / "words"


def words_of(language: str) -> dict[str, Any]:
    """Every word that charts, captions and tables write themselves, by group and key."""
    return _words(WORDS, language)


def report_words(language: str) -> dict[str, Any]:
    """Every further word of the report, by group and key."""
    return _words(WORDS / "report", language)


def explore_words(language: str) -> dict[str, Any]:
    """Every further word of the page on which results are explored."""
    return _words(WORDS / "explore", language)


@cache
def _words(folder: Path, language: str) -> dict[str, Any]:
    """Raises InputError where the language has no file."""
    path = folder / f"{language}.yaml"
    if not path.is_file():
        known = ", ".join(sorted(file.stem for file in folder.glob("*.yaml")))
        raise InputError(Problem(str(path), f"no words in {language!r}", known, "translate the file"))
    words: dict[str, Any] = loaded(path.read_text(encoding="utf-8"))
    return words


def with_unit(words: Any, names: Mapping[str, str]) -> Any:
    """The words with what the study calls its units in the place of @unit, @units, @Units, @measured_unit …"""
    if isinstance(words, Mapping):
        return {key: with_unit(text, names) for key, text in words.items()}
    return UNIT.sub(lambda found: names[found[1]], words)


def capital(word: str) -> str:
    """The word with its first letter as a capital, the others as they are."""
    return word[:1].upper() + word[1:]
