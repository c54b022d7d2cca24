"""Content that depends on what there is, in Quarto's own syntax, nestable, for blocks and what they include:

    ::: {.content-visible when-meta="has.change"}
    :::

The booleans stand in `_has.yml` (top key `has`), which `_quarto.yml` names under `metadata-files`. Conditions of one
block hold together: `when-meta`, `unless-meta`, `when-format`, `unless-format`.
"""

from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import Any

FORMATS = ("html", "typst", "docx", "pptx")
META, FORMAT = ("when-meta", "unless-meta"), ("when-format", "unless-format")


def truth(metadata: Mapping[str, Any], key: str) -> bool | None:
    """What is said under `has.change`; None where nothing is, or where it is neither true nor false."""
    value: Any = metadata
    for part in key.split("."):
        value = value.get(part) if isinstance(value, Mapping) else None
    return value if isinstance(value, bool) else None


def truths(metadata: Mapping[str, Any], above: str = "") -> Iterator[str]:
    """Every key under which true or false stands."""
    for key, value in metadata.items():
        if isinstance(value, Mapping):
            yield from truths(value, f"{above}{key}.")
        elif isinstance(value, bool):
            yield f"{above}{key}"


def near(metadata: Mapping[str, Any], key: str) -> str:
    """The keys most like one that there is not, as the end of a sentence; empty where none is like it."""
    names = get_close_matches(key, truths(metadata), n=3)
    return f", such as {', '.join(names)}" if names else ""


def is_conditional(classes: Sequence[str]) -> bool:
    """Whether an element with these classes is shown on a condition."""
    return "content-visible" in classes or "content-hidden" in classes


def is_shown(classes: Sequence[str], pairs: Mapping[str, str], metadata: Mapping[str, Any], condition: str) -> bool:
    """Whether an element shows in a format (`html` for slides too); an unknown key is as good as false."""
    when, unless = pairs.get("when-meta"), pairs.get("unless-meta")
    holds = (
        (when is None or truth(metadata, when) is True)
        and (unless is None or truth(metadata, unless) is not True)
        and pairs.get("when-format", condition) == condition
        and pairs.get("unless-format") != condition
    )
    return holds if "content-visible" in classes else not holds if "content-hidden" in classes else True
