"""What the tests of the languages share: texts by their key, the slots in them, and slips of typography."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from string import Formatter
from typing import Any

import yaml

ROOT = Path(__file__).parents[2]
WORDS = ROOT / "workflow" / "words"
TRANSLATED = ("fr", "es")
# Names of what the pipeline says itself: English may show them as they are, another language names more of them.
OWN_NAMES = ("methods/", "reasons/", "cleaning/")
UNIT = {"unit", "units", "Unit", "Units"}  # filled in every text, whether a language needs it or not
NO_BREAK = "\u00a0"


def read_yaml(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def leaves(tree: Any, key: str = "") -> Iterator[tuple[str, str]]:
    """Each text with its key, groups joined by slashes; the length of a list counts as a text."""
    if isinstance(tree, Mapping):
        for name, inner in tree.items():
            yield from leaves(inner, f"{key}/{name}".strip("/"))
    elif isinstance(tree, list):
        yield f"{key}/length", str(len(tree))
        for place, inner in enumerate(tree):
            yield from leaves(inner, f"{key}/{place}")
    else:
        yield key, str(tree)


def slots(text: str) -> set[str]:
    """The names in braces, but those of the unit of analysis."""
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None} - UNIT


def differences(english: Mapping[str, Any], other: Mapping[str, Any]) -> list[str]:
    """Where a language has other keys, slots or emptiness than English."""
    first, second = dict(leaves(english)), dict(leaves(other))
    more = {key for key in second.keys() - first.keys() if key.startswith(OWN_NAMES)}
    found = [f"{key}: only in one language" for key in sorted((first.keys() ^ second.keys()) - more)]
    for key in first.keys() & second.keys():
        if slots(first[key]) != slots(second[key]):
            found.append(f"{key}: {sorted(slots(first[key]))} against {sorted(slots(second[key]))}")
        if bool(first[key]) != bool(second[key]):
            found.append(f"{key}: empty in one language")
        if key.endswith("/length") and first[key] != second[key]:
            found.append(f"{key}: {first[key]} against {second[key]}")
    return sorted(found)


def words_in(text: str) -> list[str]:
    """The words of a text without its slots, the unit of analysis and single letters (n, p)."""
    return re.findall(r"[^\W\d_]{2,}", re.sub(r"\{[^}]*\}|@[Uu]nits?", " ", text))


def slips(text: str, language: str) -> list[str]:
    """Slips of typography in a text of French or Spanish: pieces of it around each."""
    patterns = {
        "straight apostrophe or quote": r"\w'\w|\"",
        "decimal point": r"\d\.\d",
        "percent without no-break space": rf"(?<!^)(?<!{NO_BREAK})%",
    }
    if language == "fr":
        patterns |= {
            "no no-break space before": rf"[^{NO_BREAK}\s][;:!?»](?![:/\w])|[ \u202f][;:!?»]",
            "no no-break space after «": rf"«(?!{NO_BREAK})",
            "English quote": r"[“”]",
        }
    else:
        patterns |= {
            "space inside quotes or before": r"«\s|\s[»;:?!]",
            "question or exclamation not opened": r"^[^¿]*\?|^[^¡]*!",
            "English quote": r"[“”]",
        }
    return [
        f"{name}: {text[max(0, found.start() - 20) : found.end() + 10]!r}"
        for name, pattern in patterns.items()
        for found in re.finditer(pattern, text)
    ]
