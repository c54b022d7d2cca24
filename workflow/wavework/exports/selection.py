"""Which columns leave the reader: the allow-list, never a person's data, and multiple choices split into options."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from wavework.exports.cells import Book
from wavework.exports.choices import Split, split_choices
from wavework.exports.export import Column, Reading, find_column, is_personal
from wavework.problems import Problem


def mark_personal(reading: Reading) -> None:
    """Mark columns as personal whose heading or cells show persons, beside those that the platform knows."""
    for i, column in enumerate(reading.columns):
        if column.kind == "question" and is_personal(column.text, reading.texts[i]):
            reading.columns[i] = replace(column, kind="personal")
    personal = sum(1 for column in reading.columns if column.kind == "personal")
    if personal:
        reading.notes.append(f"{personal} columns hold personal data and are not returned")


def split_options(
    reading: Reading, file: str, columns: Sequence[str] | None, choices: Mapping[str, Sequence[str]] | None
) -> list[Problem]:
    """Add the option columns of multiple choices that stand in one cell, where their choices are known.

    With an allow-list only those are split of which an option or the choices were given. Returns problems of such
    questions that cannot be split; a question that nobody asked for gets a note.
    """
    problems: list[Problem] = []
    lists: dict[str, Mapping[str, Mapping[str, str]]] = dict(reading.choices)
    wanted: set[str] = set()
    for name, options in (choices or {}).items():
        column = find_column(reading.columns, name)
        if isinstance(column, Problem):
            problems.append(replace(column, file=file))
        else:
            lists[column.code] = {option: {"": option} for option in options}
            wanted.add(column.code)
    for code in lists:
        wanted |= {code for name in columns or () if name.startswith(f"{code}/")}
    for code, known in lists.items():
        i = next(i for i, column in enumerate(reading.columns) if column.code == code)
        column = reading.columns[i]
        if column.kind == "personal" or (columns is not None and code not in wanted):
            continue
        split = split_choices(
            column,
            reading.texts[i],
            reading.states[i],
            reading.rows,
            known,
            reading.separators,
            reading.free_text_option,
            file,
        )
        if isinstance(split, Split):
            reading.columns += split.columns
            reading.texts += split.texts
            reading.states += split.states
            reading.notes.append(split.note)
        elif code in wanted:
            problems += split
        else:
            reading.notes.append(f"{code}: {len(split)} cells cannot be split into the known choices")
    return problems


def asked_columns(reading: Reading, book: Book, names: Sequence[str] | None) -> tuple[list[str] | None, list[Problem]]:
    """The codes of the allow-list (None: no list), and a problem for each that is missing, personal or named twice.

    A column asked for by id or heading takes that name as its code.
    """
    if names is None:
        return None, []
    asked: dict[str, str] = {}
    problems: list[Problem] = []
    row = book.tables[0].rows[0] if book.tables else None
    for name in dict.fromkeys(names):
        column = find_column(reading.columns, name)
        if isinstance(column, Problem):
            problems.append(replace(column, file=book.file, row=row))
        elif column.kind == "personal":
            problems.append(
                Problem(
                    book.file,
                    "the column holds data of persons and is never read",
                    "a question's column",
                    "take the column out of the codebook; if it holds no personal data, give it another heading at "
                    "the source",
                    row=row,
                    column=name,
                )
            )
        elif column.code in asked:
            problems.append(
                Problem(
                    book.file,
                    f"the column is asked for twice, as {asked[column.code]!r} and {name!r}",
                    "one name per column",
                    "keep one of them in the crosswalk",
                    row=row,
                    column=name,
                )
            )
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
