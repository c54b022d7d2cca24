"""SurveyMonkey: CSV and XLSX with one, two or three header rows.

The platform gives no codes. A column is called by its question's text, with its choice or row in brackets; where a
file has a row of codes (q1, q2 …), by that.
"""

import re
from collections.abc import Mapping, Sequence, Set
from itertools import pairwise
from pathlib import Path

from wavework.exports.export import (
    Column,
    Kind,
    Marks,
    Platform,
    Reading,
    header_rows,
    heading_marks,
    plain_states,
    respondents_table,
    texts_of,
    unique_codes,
)
from wavework.exports.files import only_table
from wavework.exports.system_headings import SystemNames
from wavework.exports.text_cells import Book, Table, matching_text, without_html
from wavework.exports.texts import Texts
from wavework.exports.ticked_options import empty_options, grouped, tick_states

_NAMES = SystemNames(
    id="respondent id|respondentid|id del encuestado|id de encuestado|identifiant du répondant|id du répondant|"
    "id do respondente|befragten-id",
    collector="collector id|collectorid",
    start="start date|startdate|date created",
    end="end date|enddate|date modified",
    ip="ip address|dirección ip|adresse ip|ip-adresse",
    email="email address",
    first="first name",
    last="last name",
    custom="custom data 1",
    status="response status",
    language="language",
)
_PERSONAL = {"ip", "email", "first", "last", "custom"}
# ASSUME SurveyMonkey's words in Spanish, French, Portuguese and German
_SINGLE = {"Response", "Respuesta", "Réponse", "Resposta", "Antwort", "Open-Ended Response", "Respuesta abierta"}
_SINGLE |= {"Réponse ouverte", "Resposta aberta", "Offene Antwort"}
_OTHER = ("Other (please specify", "Otro (especifique", "Autre (veuillez", "Outro (especifique", "Sonstiges (bitte")
_CODE = re.compile(r"[qQ]\d+\w*")
_ID = re.compile(r"\d{9,}")
_NUMBER = re.compile(r"-?\d+")


def recognise(book: Book) -> Marks:
    """The marks of SurveyMonkey: its system columns, numbers of nine digits or more as ids, a row of choices."""
    rows = book.head
    names = max((list(map(_NAMES.of, row)) for row in rows[:3]), key=lambda names: len({*names}))
    found = {*names} - {""}
    marks = _mark_row(rows)
    more = f"row {book.tables[0].rows[marks]} holds Response or choices" if marks is not None else ""
    more = more or (
        "ids of nine digits or more" if "id" in found and book.below(names.index("id")).hits(_ID.fullmatch) else ""
    )
    single = marks is not None and sum(1 for text in rows[marks] if matching_text(text) in _SINGLE) > 1
    sure = "id" in found and bool(more or found & {"collector"})
    own = found & {"id", "collector", "status", "custom"}
    known = (text for row in rows[:3] for text in row if _NAMES.of(text))
    return heading_marks({f"column {name}" for name in (found if own else ())}, sure or single, more, known)


def read(book: Book, structure: Path | None) -> Reading:
    """Read the one table of the book."""
    table = only_table(book)
    notes: list[str] = []
    code_row, text_row, choice_row, first = _header(book, table, notes)
    rows = table.cells
    heads = rows[:first]
    system = [next(filter(None, (_NAMES.of(row[i]) for row in heads)), "") for i in range(table.width)]
    stems = _filled_forward(rows[text_row], system)
    choices = rows[choice_row] if choice_row is not None else [""] * table.width
    codes_of = _filled_forward(rows[code_row], system) if code_row is not None else [""] * table.width
    names, parts, columns = [], [], []
    for i in range(table.width):
        stem, code = without_html(stems[i]), without_html(codes_of[i])
        choice = "" if system[i] else without_html(choices[i])
        option = "" if choice in _SINGLE or choice == stem else choice
        owned = code and codes_of.count(codes_of[i]) == 1  # the code is this column's own
        names.append(f"{code or stem} [{option}]" if option and not owned else code or stem or option)
        parts.append((f"{stem} [{option}]" if option else stem, stem or code, option))
    for i, (code, (text, group, option)) in enumerate(zip(unique_codes(names), parts, strict=True)):
        columns.append(Column(i + 1, code, text or code, _kind(system[i]), group, option))
    texts = texts_of(columns, table, first)
    of = {name: cells for name, cells in zip(system, texts, strict=True) if name}
    states = _states(columns, texts, notes)
    people = respondents_table(table.rows[first:], of.get("id"), submitted=of.get("end"), language=of.get("language"))
    return Reading(header_rows(first), columns, texts, people, table, first, notes, states)


def _mark_row(rows: Sequence[Sequence[str]]) -> int | None:
    """The last header row, known by Response and Open-Ended Response, or by blanks or the same under system names."""
    for k, row in enumerate(rows[:5]):
        if {matching_text(text) for text in row} & _SINGLE:
            return k
    for k, (row, below) in enumerate(pairwise(rows[:4])):
        names = list(map(_NAMES.of, row))
        system = [i for i, name in enumerate(names) if name]
        # a blank id alone can be a response that lost it; blanks in the row above are a question's further columns
        told = "id" in names and (len(system) > 1 or bool(below[system[0]]) or not all(row))
        if told and any(below) and all(below[i] in ("", row[i]) for i in system):
            return k + 1
    return None


def _header(book: Book, table: Table, notes: list[str]) -> tuple[int | None, int, int | None, int]:
    """Indexes of the rows of codes, texts and choices, and of the first response."""
    rows = table.cells
    above = book.above(table)
    marks = _mark_row(rows) if above is None else above - 1
    if not marks:
        notes.append("one header row: choices of a question cannot be told from questions")
        return None, 0, None, 1
    codes = marks - 2 if marks > 1 else None
    if codes is not None and not any(_CODE.fullmatch(matching_text(text)) for text in rows[codes]):
        codes = None
    return codes, marks - 1, marks, marks + 1


def _filled_forward(row: Sequence[str], system: Sequence[str]) -> list[str]:
    """A question's text stands once, over the first of its columns; it ends at the next text and at system columns."""
    filled, last = [], ""
    for text, name in zip(row, system, strict=True):
        last = "" if name else text if text.strip() else last
        filled.append(text if name else last)
    return filled


def _kind(system: str) -> Kind:
    return "question" if not system else "personal" if system in _PERSONAL else "system"


def _states(columns: Sequence[Column], texts: Sequence[Texts], notes: list[str]) -> list[Texts]:
    """States; the columns of a multiple choice each hold one thing: their own choice's text, or its number.

    Its number is the choice's own, never a score. Whoever wrote a text at "other" answered the question too.
    """
    states = [plain_states(column) for column in texts]
    by_value, unclear = 0, []
    groups = grouped(columns, lambda column: column.question if column.kind == "question" and column.option else None)
    for question, members in groups.items():
        filled = {i: set(texts[i].held) - {""} for i in members}
        ticks = {i: words for i, words in filled.items() if words and _is_own(words, columns[i].option)}
        others = [i for i in members if filled[i] and i not in ticks]
        if len(ticks) <= len(others) and not all(columns[i].option.startswith(_OTHER) for i in others):
            single = {i: w for i, w in filled.items() if len(w) == 1 and not columns[i].option.startswith(_OTHER)}
            numbers = {i: words for i, words in single.items() if all(map(_NUMBER.fullmatch, words))}
            ticks = numbers if 2 * len(numbers) > len(single) else single  # one text among numbers was written freely
            others = [i for i in others if i not in ticks]
            if not _is_coded(ticks, [filled[i] for i in others], columns):
                continue
            if len(members) - len(others) < 3 or sum(texts[i].filled.sum() for i in ticks) < 10:
                unclear.append(question)  # a matrix with few answers can look the same
                continue
            by_value += 1
        empty = empty_options([texts[i] for i in members], list(filled.values()))
        for i in members:
            if i in ticks or not filled[i]:
                states[i] = tick_states(texts[i], filled[i], frozenset(), empty)
    if by_value:
        told = "multiple choices hold the number of the choice, or a text that is not its heading"
        notes.append(f"{by_value} {told}: it marks a tick and is no score")
    if unclear:
        notes.append(
            f"{len(unclear)} questions have too few answers to tell ticks from numbers of a scale: {unclear[0]}"
        )
    return states


def _is_own(words: Set[str], option: str) -> bool:
    """Whether a column holds its own choice alone; in a matrix of choices the option is "row - choice"."""
    own = matching_text(option)
    return all(own == text or own.endswith(f" - {text}") for text in map(matching_text, words))


def _is_coded(ticks: Mapping[int, Set[str]], others: Sequence[Set[str]], columns: Sequence[Column]) -> bool:
    """Whether columns with one value each are a multiple choice: no two share a value (in a matrix: within a row).

    ticks: column -> its only value. Beside them one column of free texts may stand, and none of several numbers.
    """
    rows = [(columns[i].option.rpartition(" - ")[0], *words) for i, words in ticks.items()]
    free = all(sum(1 for text in words if not _NUMBER.fullmatch(text)) * 2 > len(words) for words in others)
    return 0 < len(rows) == len(set(rows)) and len(others) < 2 and free


PLATFORM = Platform(
    "surveymonkey", recognise, read, "a header row with Respondent ID, and below it Response, choices or responses"
)
