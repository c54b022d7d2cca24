"""Refusing a file: the one-problem error, and the mistakes that several readers meet."""

from collections import Counter
from collections.abc import Sequence

from wavework.problems import InputError, Problem

WIDEST = 2**14  # columns of an export: what a sheet of a workbook can hold


def refusal(
    file: str, found: str, expected: str, remedy: str, row: int | None = None, column: str = "", sheet: str = ""
) -> InputError:
    """The error of a file that has one problem and cannot be read on."""
    return InputError(Problem(file, found, expected, remedy, row, column or None, sheet or None))


def refuse_too_wide(width: int, file: str, row: int | None) -> None:
    """Raise InputError for more columns than any survey has: they would fill the memory before they told anything."""
    if width > WIDEST:
        remedy = "export it again: its lines have run together, or it is turned on its side"
        raise refusal(file, f"{width} columns", f"at most {WIDEST}", remedy, row=row)


def repeated(names: Sequence[str]) -> dict[str, int]:
    """Names that stand more than once, in order of first appearance, and how often."""
    return {name: count for name, count in Counter(names).items() if count > 1 and name}


def require_distinct(names: Sequence[str], file: str, row: int, what: str, expected: str, remedy: str) -> None:
    """Raise InputError naming every column whose name (what: "code", "tag" …) another column of the row has too."""
    twice = repeated(names).items()
    if twice:
        found = [(name, f"{count} columns have this {what}") for name, count in twice]
        raise InputError([Problem(file, told, expected, remedy, row=row, column=name) for name, told in found])
