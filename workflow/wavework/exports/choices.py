"""Multiple choices that stand in one cell, split against the list of their choices.

Labels hold commas and semicolons, so a separator is never guessed: a cell is split only where its choices are known
and only one reading of it exists.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from wavework.exports.export import ANSWER, TICKED, UNTICKED, Column
from wavework.problems import Problem

Choices = Mapping[str, Mapping[str, str]]  # choice code -> language -> label
OTHER = "other"  # code of the free text behind the choices


@dataclass(frozen=True)
class Split:
    """Option columns of one multiple choice, with their texts and states."""

    columns: list[Column]
    texts: list[list[str]]
    states: list[list[str]]
    note: str


@dataclass(frozen=True)
class _Cell:
    chosen: frozenset[str]
    rest: str


def split_choices(
    column: Column,
    texts: Sequence[str],
    states: Sequence[str],
    rows: Sequence[int],
    choices: Choices,
    separators: Sequence[str],
    free_text: bool,
    file: str,
) -> Split | list[Problem]:
    """Split the cells of a multiple choice into one column per choice, coded `column/choice`.

    A choice is ticked or unticked where the cell holds an answer; elsewhere it has the cell's own state. With
    free_text what stands behind the choices goes to `column/other`. Returns problems where a cell cannot be split,
    or can be split in more than one way.
    """
    vocabularies = _vocabularies(choices)
    answered = [place for place, state in enumerate(states) if state == ANSWER]
    readings: dict[tuple[_Cell, ...], str] = {}
    failures: list[list[Problem]] = []
    for separator in separators:
        for words in vocabularies:
            cells, problems = _read_all(texts, answered, words, separator, free_text, rows, column.code, file)
            if problems:
                failures.append(problems)
            else:
                readings.setdefault(tuple(cells), separator)
    if not readings:
        return min(failures, key=len)
    fewest = min(sum(1 for cell in reading if cell.rest) for reading in readings)
    best = {reading: sep for reading, sep in readings.items() if sum(1 for c in reading if c.rest) == fewest}
    if len(best) > 1:
        known = ", ".join(repr(separator) for separator in dict.fromkeys(best.values()))
        return [
            Problem(
                file,
                f"the cells can be split in {len(best)} ways (separators {known})",
                "one reading of each cell",
                "give the exact list as the wave's choices in config.yaml, or export with one column per choice",
                column=column.code,
            )
        ]
    reading, separator = next(iter(best.items()))
    of = dict(zip(answered, reading, strict=True))
    codes = list(choices)
    others = fewest > 0
    split = Split([], [], [], f"{column.code}: {len(codes)} choices split at {separator!r}")
    for code in codes + ([OTHER] if others else []):
        label = next((word for word in choices.get(code, {}).values() if word), code)
        split.columns.append(
            Column(
                column.position,
                f"{column.code}/{code}",
                f"{column.text} [{label}]",
                column.kind,
                column.question or column.code,
                code,
                f"{column.id}/{code}" if column.id else "",
            )
        )
        said, told = [], []
        for place, state in enumerate(states):
            cell = of.get(place)
            if cell is None:
                said.append("")
                told.append(state)
            elif code == OTHER and others and code not in choices:
                said.append(cell.rest)
                told.append(ANSWER if cell.rest else UNTICKED)
            else:
                said.append(label if code in cell.chosen else "")
                told.append(TICKED if code in cell.chosen else UNTICKED)
        split.texts.append(said)
        split.states.append(told)
    return split


def _vocabularies(choices: Choices) -> list[dict[str, str]]:
    """Texts of a cell -> choice code: once the codes, once the labels of each language."""
    languages = list(dict.fromkeys(language for words in choices.values() for language in words))
    found = [{code: code for code in choices}]
    for language in languages:
        labels = {words[language]: code for code, words in choices.items() if words.get(language)}
        if len(labels) == len(choices) and labels not in found:
            found.append(labels)
    return found


def _read_all(
    texts: Sequence[str],
    answered: Sequence[int],
    words: Mapping[str, str],
    separator: str,
    free_text: bool,
    rows: Sequence[int],
    code: str,
    file: str,
) -> tuple[list[_Cell], list[Problem]]:
    cells, problems = [], []
    for place in answered:
        found = _readings(texts[place], words, separator, free_text)
        if len(found) == 1:
            cells.append(found.pop())
            continue
        problems.append(
            Problem(
                file,
                "the cell can be split in more than one way" if found else "the cell holds a text that is no choice",
                f"choices joined by {separator!r}: " + " | ".join(words),
                "give the exact list as the wave's choices in config.yaml, or export with one column per choice",
                row=rows[place],
                column=code,
            )
        )
    return cells, problems


def _readings(text: str, words: Mapping[str, str], separator: str, free_text: bool) -> set[_Cell]:
    """All ways to read a cell as choices joined by the separator, each choice at most once.

    With free text, the readings that leave the shortest free text behind the choices.
    """
    text = text.strip()
    gap = separator.strip() or separator
    if gap == ";":
        text = text.removesuffix(gap)
    found: set[_Cell] = set()
    open_ends: list[tuple[int, frozenset[str]]] = [(0, frozenset())]
    seen = set(open_ends)
    while open_ends:
        start, chosen = open_ends.pop()
        for word, code in words.items():
            if code in chosen or not text.startswith(word, start):
                continue
            end, now = start + len(word), chosen | {code}
            if end == len(text):
                found.add(_Cell(now, ""))
            elif text.startswith(separator, end) and (end + len(separator), now) not in seen:
                seen.add((end + len(separator), now))
                open_ends.append((end + len(separator), now))
    if found or not free_text:
        return found
    furthest = max(start for start, _ in seen)
    return {_Cell(chosen, text[start:]) for start, chosen in seen if start == furthest and text[start:].strip()}
