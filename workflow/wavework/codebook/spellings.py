"""Comparing texts that people and programs write differently; names and aliases, each of one unit or answer alone."""

import html
import re
import unicodedata
from collections.abc import Callable, Iterator

import pandas as pd

from wavework.problems import InputError, Problem, row_number

NO_ANSWER = "no_answer"  # in a recode: the text is no answer, as an empty cell is none
LANGUAGES = ("en", "fr", "es")  # of labels that name units and answers
TAG = re.compile(r"<[^<>]{1,200}>")


def matching_text(text: str) -> str:
    """`text` reduced to what matters for matching, never for showing.

    Unicode compatibility form, no HTML tags, one blank between words, straight quotes, no case, no accents.
    """
    plain = unicodedata.normalize("NFKD", TAG.sub(" ", html.unescape(text)))
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign))
    plain = plain.translate(str.maketrans("’‘“”–—", "''\"\"--"))
    return " ".join(plain.split()).casefold()


def unit_text(text: str) -> str:
    """`text` in its matching form and without punctuation: names of units are written with hyphens, points, brackets
    or none ("Viet-Nam", "Timor Leste")."""
    signs = (" " if unicodedata.category(sign).startswith("P") else sign for sign in matching_text(text))
    return " ".join("".join(signs).split())


def recode_pairs(cell: str) -> list[tuple[str, str]]:
    """`raw>answer;raw>answer` of the crosswalk as pairs (raw text, answer), in their order."""
    pairs = [pair.rsplit(">", 1) for pair in cell.split(";") if ">" in pair]
    return [(raw.strip(), answer.strip()) for raw, answer in pairs]


def recode_map(cell: str) -> dict[str, str]:
    """A recode of the crosswalk: matching form of the raw text -> answer."""
    return {matching_text(raw): answer for raw, answer in recode_pairs(cell)}


def unique_names(rows: pd.DataFrame, key: str, file: str, matching: Callable[[str], str]) -> Iterator[tuple[str, str]]:
    """(name in its matching form, whose it is) of every id, code, label and alias. InputError for one of two owners."""
    seen: dict[str, tuple[str, int]] = {}
    for index, record in rows.iterrows():
        texts = [record[key], record.get("code", "")]
        texts += [record.get(f"label_{language}", "") for language in LANGUAGES]
        texts += record.get("aliases", "").split("|")
        for name in {matching(text) for text in texts} - {""}:
            owner, row = seen.setdefault(name, (record[key], row_number(index)))
            if owner != record[key]:
                found = f"{name!r} names {record[key]} and, in row {row}, {owner}"
                expected, remedy = f"a name that belongs to one {key}", "take the name from one of them"
                raise InputError(Problem(file, found, expected, remedy, row_number(index)))
            yield name, record[key]
