"""Which columns leave the reader: the allow-list, and multiple choices split into options."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from wavework.exports.export import Choices, Column, Platform, Reading, find_column
from wavework.exports.joined_choices import split_choices
from wavework.exports.text_cells import Book
from wavework.problems import Problem

_NO_PERSONS = "take the column out of the codebook; if it holds no personal data, give it another heading at the source"
_ONE_NAME = "keep one of them in the crosswalk"


def split_options(
    reading: Reading,
    platform: Platform,
    file: str,
    columns: Sequence[str] | None,
    choices: Mapping[str, Sequence[str]] | None,
) -> list[Problem]:
    """Add the option columns of multiple choices that stand in one cell, where their choices are known.

    With an allow-list only those are split of which an option or the choices were given. Returns problems of such
    questions that cannot be split; a question that nobody asked for gets a note.
    """
    problems: list[Problem] = []
    lists: dict[str, Choices] = dict(reading.choices)
    wanted: set[str] = set()
    for name, options in (choices or {}).items():
        column = find_column(reading.columns, name, file)
        if isinstance(column, Problem):
            problems.append(column)
        else:
            lists[column.code] = {option: {"": option} for option in options}
            wanted.add(column.code)
    wanted |= {code for code in lists if any(name.startswith(f"{code}/") for name in columns or ())}
    for code, known in lists.items():
        i = next(i for i, column in enumerate(reading.columns) if column.code == code)
        if reading.columns[i].kind == "personal" or (columns is not None and code not in wanted):
            continue
        found = split_choices(reading, i, known, platform, file)
        if code in wanted:
            problems += found
        elif found:
            reading.notes.append(f"{code}: {len(found)} cells cannot be split into the known choices")
    return problems


def asked_columns(reading: Reading, book: Book, names: Sequence[str] | None) -> tuple[list[str] | None, list[Problem]]:
    """The codes of the allow-list (None: no list), and a problem for each that is missing, personal or named twice.

    A column asked for by id or heading takes that name as its code.
    """
    if names is None:
        return None, []
    asked: dict[str, str] = {}
    problems: list[Problem] = []
    for name in dict.fromkeys(names):
        column = find_column(reading.columns, name, book.file, book.first_row)
        if isinstance(column, Problem):
            problems.append(column)
        elif column.kind == "personal":
            found, remedy = "the column holds data of persons and is never read", _NO_PERSONS
            problems.append(Problem(book.file, found, "a question's column", remedy, book.first_row, name))
        elif column.code in asked:
            found, remedy = f"the column is asked for twice, as {asked[column.code]!r} and {name!r}", _ONE_NAME
            problems.append(Problem(book.file, found, "one name per column", remedy, book.first_row, name))
        else:
            asked[column.code] = name
    for i, column in enumerate(reading.columns):
        reading.columns[i] = _renamed(column, asked, reading)
    return list(asked.values()), problems


def _renamed(column: Column, asked: Mapping[str, str], reading: Reading) -> Column:
    name = asked.get(column.code, column.code)
    if name != column.code and column.code in reading.labels:
        reading.labels[name] = reading.labels.pop(column.code)
    return replace(column, code=name)
