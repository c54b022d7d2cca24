"""SurveyMonkey: CSV and XLSX with one, two or three header rows.

The platform gives no codes. A column is called by its question's text, with its choice or row in brackets; where a
file has a row of codes (q1, q2 …), by that.
"""

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import Path

import pandas as pd

from wavework.exports.cells import Book, Table, filled_columns, matching_text, without_html
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
from wavework.exports.headed import SystemNames
from wavework.exports.options import grouped, option_states

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


def recognise(book: Book) -> Marks:
    """The marks of SurveyMonkey: its system columns, numbers of nine digits or more as ids, a row of choices."""
    rows = book.head
    names = max((list(map(_NAMES.of, row)) for row in rows[:3]), key=lambda names: len({*names}))
    found = {*names} - {""}
    marks = _mark_row(rows)
    ids = [row[names.index("id")] for row in rows[1:]] if "id" in found else []
    more = f"row {book.tables[0].rows[marks]} holds Response or choices" if marks is not None else ""
    more = more or ("ids of nine digits or more" if any(_ID.fullmatch(text) for text in ids) else "")
    single = marks is not None and sum(1 for text in rows[marks] if matching_text(text) in _SINGLE) > 1
    sure = "id" in found and bool(more or found & {"collector"})
    own = found & {"id", "collector", "status", "custom"}
    return heading_marks({f"column {name}" for name in (found if own else ())}, sure or single, more)


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
    kept = filled_columns(table, notes)
    names, parts, columns = [], [], []
    for i in kept:
        stem, code = without_html(stems[i]), without_html(codes_of[i])
        choice = "" if system[i] else without_html(choices[i])
        option = "" if choice in _SINGLE or choice == stem else choice
        owned = code and codes_of.count(codes_of[i]) == 1  # the code is this column's own
        names.append(f"{code or stem} [{option}]" if option and not owned else code or stem or option)
        parts.append((f"{stem} [{option}]" if option else stem, stem or code, option))
    for i, code, (text, group, option) in zip(kept, unique_codes(names), parts, strict=True):
        columns.append(Column(i + 1, code, text or code, _kind(system[i]), group, option))
    texts = texts_of(columns, table, first)
    of = {system[i]: cells for i, cells in zip(kept, texts, strict=True) if system[i]}
    states = _states(columns, texts, notes)
    people = _respondents(of, table.rows[first:], notes)
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


def _states(columns: Sequence[Column], texts: Sequence[Sequence[str]], notes: list[str]) -> list[list[str]]:
    """States; a question whose columns each hold only their own choice (text or number) is a multiple choice.

    Its number is the choice's place in the question, never a score. By numbers a question is believed to be a
    multiple choice only with three columns and ten ticks, so that a matrix with few answers is not taken for one.
    """
    states = [plain_states(column) for column in texts]
    by_number = 0
    groups = grouped(columns, lambda column: column.question if column.kind == "question" and column.option else None)
    for members in groups.values():
        named = [i for i in members if not columns[i].option.startswith(_OTHER)]
        ticked = [frozenset({text for text in texts[i] if matching_text(text) == columns[i].option}) for i in named]
        own = [set(texts[i]) - {""} <= ticked[j] for j, i in enumerate(named)]
        if not all(own) or not any(ticked):
            numbers = [frozenset({str(place)}) for place in range(1, len(named) + 1)]
            own = [set(texts[i]) - {""} <= numbers[j] for j, i in enumerate(named)]
            count = sum(1 for i in named for text in texts[i] if text)
            if not all(own) or len(named) < 3 or count < 10:
                continue
            ticked = numbers
            by_number += 1
        for i, said in zip(named, option_states([texts[i] for i in named], ticked), strict=True):
            states[i] = said
    if by_number:
        notes.append(f"{by_number} multiple choices hold the number of the choice: it marks a tick and is no score")
    return states


def _respondents(of: Mapping[str, list[str]], rows: Sequence[int], notes: list[str]) -> pd.DataFrame:
    complete: list[bool | None] | None = None
    kinds = None
    if "status" in of:
        words = [text.strip().lower() for text in of["status"]]
        complete = [word.startswith("complete") if word else None for word in words]
        kinds = ["rejected" if word.startswith("disqualified") else "normal" for word in words]
    else:
        notes.append("no response status in the file: partial responses cannot be told from complete ones")
    return respondents_table(rows, of.get("id"), complete, kinds, of.get("end"), of.get("language"))


PLATFORM = Platform(
    "surveymonkey", recognise, read, "a header row with Respondent ID, and below it Response, choices or responses"
)
