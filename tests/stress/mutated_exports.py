"""Broken exports: each is read, or refused with a message; anything else is a fault of the reader.

Told besides, and no fault: a message that names a person, where a column or line of persons was moved to the headings
or ids. The files come from tests/hostile/exports/mutations.py; a number makes its file again.
"""

from pathlib import Path

from tests.hostile.exports.mutations import mutated
from tests.hostile.exports.whole_exports import CANARY, MAIL

from wavework.exports import Export, read_export
from wavework.exports.export import STATES
from wavework.problems import InputError

GOOD = ("read", "refused", "names a person")


def outcome(number: int, folder: Path) -> str:
    """read, refused, names a person, or what went wrong."""
    _, ending, data, arguments = mutated(number)
    path = folder / f"export{ending}"
    path.write_bytes(data)
    try:
        said = checked(read_export(path, **arguments))
    except InputError as error:
        said = told_person(str(error)) or "refused"
    except Exception as error:
        said = f"{type(error).__name__}: {error}"[:200]
    path.unlink()
    return said


def checked(read: Export) -> str:
    """read, or what cannot be in an export that was read."""
    if not len(read.cells) == len(read.states) == len(read.rows) == len(read.respondents):
        return "tables of different lengths"
    if list(read.cells) != list(read.states) or not set(read.states.to_numpy().ravel()) <= set(STATES):
        return "cells without a known state"
    if list(read.rows) != sorted(set(read.rows)):
        return "rows out of order"
    return told_person("\n".join(read.notes)) or "read"


def told_person(text: str) -> str:
    """Whether a message or a note repeats what stood in a column of persons."""
    return "names a person" if CANARY in text or MAIL in text else ""
