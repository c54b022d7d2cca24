"""Comparing texts that people and programs write differently."""

import html
import re
import unicodedata

NO_ANSWER = "no_answer"  # in a recode: the text is no answer, as an empty cell is none
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
