"""Ways to break the tiny study, each with the message that it must give.

A case is a function on the study's folder (the working directory) and the exact text of the problems it causes.
"""

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

Case = tuple[str, Callable[[], None], str]
CASES: list[Case] = []
EXPORT, REGISTRY = Path("raw/visit_2024.csv"), Path("raw/sources.yaml")


def case(name: str, message: str) -> Callable[[Callable[[], None]], Callable[[], None]]:
    """Enter a way to break the study into CASES."""

    def enter(spoil: Callable[[], None]) -> Callable[[], None]:
        CASES.append((name, spoil, message.strip("\n")))
        return spoil

    return enter


def replace(path: str | Path, old: str, new: str) -> None:
    """Replace a text that stands exactly once in a file."""
    text = Path(path).read_text("utf-8")
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {path}"
    Path(path).write_text(text.replace(old, new), "utf-8")


def registered(content: bytes) -> None:
    """Another export, registered as it is: only what stands in it is wrong."""
    before = sha256(EXPORT.read_bytes()).hexdigest()
    EXPORT.write_bytes(content)
    replace(REGISTRY, before, sha256(content).hexdigest())


def export(old: str, new: str) -> None:
    """Replace a text of the export and register it."""
    text = EXPORT.read_text("utf-8")
    assert text.count(old) == 1, old
    registered(text.replace(old, new).encode())


# -- the registry ------------------------------------------------------------------------------------------------------


@case(
    "changed raw file",
    """
raw/visit_2024.csv: changed: SHA-256 2edc986847e209b4016e141a6dc8716d3207350f416969382d431539bf292e4a
  Expected: SHA-256 {sha256}, as registered in raw/sources.yaml
  To do: restore the file as received; if it is a new version, register its new hash and date
""",
)
def _() -> None:
    EXPORT.write_bytes(b"a")


