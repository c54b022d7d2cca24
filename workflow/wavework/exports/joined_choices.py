"""Multiple choices that stand in one cell, split against the list of their choices.

Labels hold commas and semicolons, so a separator is never guessed: a cell is split only where its choices are known
and only one reading of it exists.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from wavework.exports.export import ANSWER, TICKED, UNTICKED, Choices, Column, Platform, Reading, first_label
from wavework.exports.ticked_options import option_column
from wavework.problems import Problem

OTHER = "other"  # code of the free text behind the choices
_REMEDY = "give the exact list as the wave's choices in config.yaml, or export with one column per choice"


@dataclass(frozen=True)
class _Cell:
    chosen: frozenset[str]
    rest: str


def split_choices(reading: Reading, i: int, choices: Choices, platform: Platform, file: str) -> list[Problem]:
    """Add to the reading a column per choice of the multiple choice in its column i, coded `column/choice`.

    A choice is ticked or unticked where the cell holds an answer; elsewhere it has the cell's own state. On a platform
    with a free text what stands behind the choices goes to `column/other`. Returns problems, and adds nothing, where a
    cell cannot be split, or can be split in more than one way.
    """
    column, states = reading.columns[i], reading.states[i]
    given = {k: text for k, (text, state) in enumerate(zip(reading.texts[i], states, strict=True)) if state == ANSWER}
    ways: dict[tuple[_Cell, ...], str] = {}
    failures: list[list[Problem]] = []
    for separator in platform.separators:
        for words in _vocabularies(choices):
            found = [_readings(text, words, separator, platform.free_text_option) for text in given.values()]
            unclear = [(k, cells) for k, cells in zip(given, found, strict=True) if len(cells) != 1]
            if unclear:
                expected = f"choices joined by {separator!r}: " + " | ".join(words)
                failures.append(
                    [_unclear(file, bool(cells), expected, reading.rows[k], column) for k, cells in unclear]
                )
            else:
                ways.setdefault(tuple(cells.pop() for cells in found), separator)
    if not ways:
        return min(failures, key=len)
    fewest = min(_free_texts(cells) for cells in ways)
    best = {cells: separator for cells, separator in ways.items() if _free_texts(cells) == fewest}
    if len(best) > 1:
        known = ", ".join(repr(separator) for separator in dict.fromkeys(best.values()))
        told = f"the cells can be split in {len(best)} ways (separators {known})"
        return [Problem(file, told, "one reading of each cell", _REMEDY, column=column.code)]
    [(cells, separator)] = best.items()
    cell_of = dict(zip(given, cells, strict=True))
    for code in [*choices, *([OTHER] if fewest else [])]:
        label = first_label(choices.get(code, {}), code)
        is_rest = fewest > 0 and code == OTHER and code not in choices
        texts: list[str] = []
        said: list[str] = []
        for k, state in enumerate(states):
            cell = cell_of.get(k)
            if cell is None:
                texts.append("")
                said.append(state)
            elif is_rest:
                texts.append(cell.rest)
                said.append(ANSWER if cell.rest else UNTICKED)
            else:
                texts.append(label if code in cell.chosen else "")
                said.append(TICKED if code in cell.chosen else UNTICKED)
        reading.add(option_column(column, code, label), texts, said)
    reading.notes.append(f"{column.code}: {len(choices)} choices split at {separator!r}")
    return []


def _unclear(file: str, has_ways: bool, expected: str, row: int, column: Column) -> Problem:
    found = "the cell can be split in more than one way" if has_ways else "the cell holds a text that is no choice"
    return Problem(file, found, expected, _REMEDY, row, column.code)


def _free_texts(cells: tuple[_Cell, ...]) -> int:
    return sum(1 for cell in cells if cell.rest)


def _vocabularies(choices: Choices) -> list[dict[str, str]]:
    """Texts of a cell -> choice code: once the codes, once the labels of each language."""
    languages = list(dict.fromkeys(language for words in choices.values() for language in words))
    found = [{code: code for code in choices}]
    for language in languages:
        labels = {words[language]: code for code, words in choices.items() if words.get(language)}
        if len(labels) == len(choices) and labels not in found:
            found.append(labels)
    return found


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
