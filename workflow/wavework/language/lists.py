"""How a language joins a list (`a, b and c`), and in which order its names stand in one."""

import re
import unicodedata
from collections.abc import Mapping, Sequence

DECIMAL_COMMA = re.compile(r"\d,\d")
# Begins with the sound i, no other vowel after it: Spanish joins it by "e" (Chile e India, but nieve y hielo).
BEFORE_I = re.compile(r"\W*[Hh]?[IiÍí](?![aeouáéóú])")


def listed(parts: Sequence[str], join: Mapping[str, str], decimal: str) -> str:
    """The parts as a list by the language's `join` words; parted by semicolons where parts hold decimal commas."""
    commas = join["comma"].startswith(decimal) and any(map(DECIMAL_COMMA.search, parts))
    first = join["semicolon" if commas else "comma"].join(parts[:-1])
    last = join["last_before_i" if parts and BEFORE_I.match(parts[-1]) else "last"]
    return last.join(filter(None, [first, *parts[-1:]]))


def alphabetical(text: str) -> tuple[str, str]:
    """The place of a text in an alphabet: accents and case are folded (É beside E), and decide among equals."""
    plain = "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))
    return plain.casefold(), text
