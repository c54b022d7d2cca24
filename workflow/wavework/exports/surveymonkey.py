"""SurveyMonkey: CSV and XLSX with one, two or three header rows, and a title line before them.

The platform gives no codes. A column is called by its question's text, with its choice or row in brackets; where a
file has a row of codes (q1, q2 …), by that.
"""

import re
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from wavework.exports.cells import Book, Table, filled_columns, matching_text, without_html
from wavework.exports.export import (
    Column,
    Kind,
    Platform,
    Reading,
    option_states,
    plain_states,
    respondents_table,
    unique_codes,
)
from wavework.exports.files import only_table

_SYSTEM_NAMES = {
    "respondent id": "id",
    "respondentid": "id",
    "collector id": "collector",
    "collectorid": "collector",
    "start date": "start",
    "startdate": "start",
    "end date": "end",
    "enddate": "end",
    "date created": "start",
    "date modified": "end",
    "ip address": "ip",
    "email address": "email",
    "first name": "first",
    "last name": "last",
    "custom data 1": "custom",
    "id del encuestado": "id",
    "id de encuestado": "id",
    "identifiant du répondant": "id",
    "id du répondant": "id",
    "id do respondente": "id",
    "befragten-id": "id",
    "dirección ip": "ip",
    "adresse ip": "ip",
    "ip-adresse": "ip",
    "response status": "status",
    "language": "language",
}
_PERSONAL = {"ip", "email", "first", "last", "custom"}
# ASSUME SurveyMonkey's words in Spanish, French, Portuguese and German
_SINGLE = {"Response", "Respuesta", "Réponse", "Resposta", "Antwort", "Open-Ended Response", "Respuesta abierta"}
_SINGLE |= {"Réponse ouverte", "Resposta aberta", "Offene Antwort"}
_OTHER = ("Other (please specify", "Otro (especifique", "Autre (veuillez", "Outro (especifique", "Sonstiges (bitte")
_CODE = re.compile(r"[qQ]\d+\w*")


def recognise(book: Book) -> str:
    """Why the file is a SurveyMonkey export, or ""."""
    rows = book.head
    if not rows:
        return ""
    for k, row in enumerate(rows[:3]):
        found = {_SYSTEM_NAMES.get(matching_text(text).lower(), "") for text in row}
        if "id" in found:
            marks = _mark_row(rows)
            if marks is not None and marks >= k:
                return f"heading Respondent ID, row {book.tables[0].rows[marks]} holds Response or choices"
            if found & {"collector", "start"} or matching_text(rows[k][0]).lower() == "respondentid":
                return "heading Respondent ID"
    return ""


def read(book: Book, structure: Path | None) -> Reading:
    """Read the one table of the book."""
    table = only_table(book)
    notes: list[str] = []
    title, code_row, text_row, choice_row, first = _header(table, notes)
    rows = table.cells
    system = [_system(rows, range(title, first), i) for i in range(table.width)]
    stems = _filled_forward(rows[text_row], system)
    choices = rows[choice_row] if choice_row is not None else [""] * table.width
    codes_of = _filled_forward(rows[code_row], system) if code_row is not None else [""] * table.width
    body = rows[first:]
    kept = filled_columns(table, notes)
    names, groups, options = [], [], []
    for i in kept:
        stem, code = without_html(stems[i]), without_html(codes_of[i])
        choice = "" if system[i] else without_html(choices[i])
        option = "" if choice in _SINGLE else choice
        groups.append(stem or code)
        options.append(option)
        owned = code and codes_of.count(codes_of[i]) == 1  # the code is this column's own
        names.append(f"{code or stem} [{option}]" if option and not owned else code or stem or option)
    columns, texts = [], [[row[i] for row in body] for i in kept]
    for place, (i, code) in enumerate(zip(kept, unique_codes(names), strict=True)):
        stem = without_html(stems[i])
        text = f"{stem} [{options[place]}]" if options[place] else stem
        columns.append(Column(i + 1, code, text or code, _kind(system[i]), groups[place], options[place]))
    states = _states(columns, texts, notes)
    return Reading(
        "surveymonkey",
        f"{first} header row{'s' if first > 1 else ''}{' with a title' if title else ''}",
        columns,
        texts,
        states,
        table.rows[first:],
        _respondents(kept, system, texts, table.rows[first:], notes),
        table,
        first,
        notes,
    )


def _mark_row(rows: Sequence[Sequence[str]]) -> int | None:
    """The last header row, known by Response and Open-Ended Response, or by a blank or the same under Respondent ID."""
    for k, row in enumerate(rows[:5]):
        if {matching_text(text) for text in row} & _SINGLE:
            return k
    for k, row in enumerate(rows[:3]):
        if _SYSTEM_NAMES.get(matching_text(row[0]).lower()) != "id" or len(rows) <= k + 1:
            continue
        if any(rows[k + 1]) and rows[k + 1][0] in ("", row[0]):
            return k + 1
    return None


def _header(table: Table, notes: list[str]) -> tuple[int, int | None, int, int | None, int]:
    """Indexes of the first header row (a title line lies before it), of codes, texts, choices, first response."""
    rows = table.cells
    title = 1 if len(rows) > 2 and sum(1 for text in rows[0] if text) == 1 and table.width > 2 else 0
    if title:
        notes.append("first row is a title and left out")
    marks = _mark_row(rows)
    if marks is None:
        notes.append("one header row: choices of a question cannot be told from questions")
        return title, None, title, None, title + 1
    if marks == title:
        return title, None, title, None, title + 1
    codes = marks - 2 if marks - 2 >= title else None
    if codes is not None and not any(_CODE.fullmatch(matching_text(text)) for text in rows[codes]):
        codes = None
    return title, codes, marks - 1, marks, marks + 1


def _system(rows: Sequence[Sequence[str]], heads: Sequence[int], i: int) -> str:
    for k in heads:
        if name := _SYSTEM_NAMES.get(matching_text(rows[k][i]).lower(), ""):
            return name
    return ""


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
    groups: dict[str, list[int]] = {}
    for i, column in enumerate(columns):
        if column.kind == "question" and column.option:
            groups.setdefault(column.question, []).append(i)
    by_number = 0
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
        found = option_states([texts[i] for i in named], ticked)
        for i, said in zip(named, found, strict=True):
            states[i] = said
    if by_number:
        notes.append(f"{by_number} multiple choices hold the number of the choice: it marks a tick and is no score")
    return states


def _respondents(
    kept: Sequence[int], system: Sequence[str], texts: Sequence[list[str]], rows: Sequence[int], notes: list[str]
) -> pd.DataFrame:
    of = {system[i]: cells for i, cells in zip(kept, texts, strict=True) if system[i]}
    complete: list[bool | None] = [None] * len(rows)
    kinds = ["normal"] * len(rows)
    if "status" in of:
        words = [text.strip().lower() for text in of["status"]]
        complete = [True if word.startswith("complete") else False if word else None for word in words]
        kinds = ["rejected" if word.startswith("disqualified") else "normal" for word in words]
    else:
        notes.append("no response status in the file: partial responses cannot be told from complete ones")
    return respondents_table(
        of.get("id") or [f"row {row}" for row in rows], complete, kinds, of.get("end"), of.get("language")
    )


PLATFORM = Platform(
    "surveymonkey", recognise, read, "a header row with Respondent ID, and below it Response, choices or responses"
)
