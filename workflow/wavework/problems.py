"""How this project says that something is wrong with its input.

A `Problem` names the place, what was found, what was expected and what to do.
Checks collect problems and raise them together, before anything is written.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

SHOWN = 50  # a broken file can have thousands of problems; the first ones tell


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong: where, what was found, what was expected, what to do."""

    file: str
    found: str
    expected: str = ""
    remedy: str = ""
    row: int | str | None = None
    column: str | None = None
    sheet: str | None = None

    def __str__(self) -> str:
        place = [self.file]
        if self.sheet:
            place.append(f"sheet {self.sheet}")
        if self.row is not None:
            place.append(f"row {self.row}")
        if self.column:
            place.append(f"{'key' if self.file.endswith('.yaml') else 'column'} {self.column}")
        lines = [f"{', '.join(place)}: {self.found}"]
        if self.expected:
            lines.append(f"  Expected: {self.expected}")
        if self.remedy:
            lines.append(f"  To do: {self.remedy}")
        return "\n".join(lines)


class InputError(Exception):
    """Input that must not be used. Its text is made for the person who can mend it."""

    def __init__(self, problems: Problem | Iterable[Problem]):
        self.problems = [problems] if isinstance(problems, Problem) else list(problems)
        super().__init__(self.problems)

    def __str__(self) -> str:
        shown = "\n".join(map(str, self.problems[:SHOWN]))
        rest = len(self.problems) - SHOWN
        return shown + (f"\n… and {rest} more problems" if rest > 0 else "")


@contextmanager
def collected_problems() -> Iterator[list[Problem]]:
    """Collect problems in the block and raise them together at its end."""
    found: list[Problem] = []
    yield found
    if found:
        raise InputError(found)


def did_you_mean(found: object, known: Iterable[object], otherwise: str) -> str:
    """What to do about a name that is not known: the nearest one that is, or `otherwise` where none is near. In YAML a
    name may be a number."""
    names = {str(name).casefold(): name for name in known}
    near = get_close_matches(str(found).casefold(), names, n=1)
    return f"did you mean {names[near[0]]}?" if near else otherwise


def row_number(index: Any) -> int:
    """The row of a file in which the row of its table with this index stands: below the header, counted from 1."""
    return int(index) + 2
