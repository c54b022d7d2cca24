"""EUSurvey: XLS, XLSX and ODS of results. Header in row 4; columns beyond 254 stand on sheets Content1, Content2 …

With assigned values ("shortnames") the headings and the answers carry ids in brackets: `Title (ID4)`, `Yes(ID10)`.
"""

import re
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from wavework.exports.cells import Book, Table, matching_text, without_html
from wavework.exports.export import (
    ANSWER,
    TICKED,
    UNTICKED,
    Column,
    Kind,
    Labels,
    Platform,
    Reading,
    plain_states,
    respondents_table,
    unique_codes,
)
from wavework.problems import InputError, Problem

HEADER = 4  # row of the headings on every sheet
_META = {  # ASSUME the exporter's words in these languages
    "invitation": "invitation number|numéro d'invitation|número de invitación|einladungsnummer",
    "id": "contribution id|identifiant de la contribution|id de la contribución|beitrags-id",
    "user": "user name|nom d'utilisateur|nombre de usuario|benutzername",
    "created": "creation date|date de création|fecha de creación|erstellungsdatum",
    "updated": "last update|dernière mise à jour|última actualización|letzte aktualisierung",
    "language": "languages|langues|idiomas|lenguas|sprachen",
    "score": "total score|score total|puntuación total|gesamtpunktzahl",
}
_META_OF = {word: name for name, words in _META.items() for word in words.split("|")}
_HEAD_ID = re.compile(r"(.*\S)\s*\(([A-Za-z0-9_]+)\)", re.DOTALL)
_PART = re.compile(r"(.*?)\(([A-Za-z0-9_]+)\)(?:; ?|$)", re.DOTALL)


def recognise(book: Book) -> str:
    """Why the file is an EUSurvey export, or ""."""
    if book.kind not in ("xls", "xlsx", "ods"):
        return ""
    table = book.tables[0]
    if table.rows[:3] != [1, 2, HEADER]:
        return ""
    alias, date = table.cells[0], table.cells[1]
    if alias[0] == "Alias" and any(
        re.match(r"\d{4}-\d\d-\d\d|\d{1,2}[/.]\d{1,2}[/.]\d{4}", text) for text in date[1:2]
    ):
        return "Alias in row 1, Export Date in row 2, headings in row 4"
    return ""


def read(book: Book, structure: Path | None) -> Reading:
    """Read all sheets of the book side by side."""
    notes: list[str] = []
    tables = [table for table in book.tables if not table.hidden and table.rows[:3] == [1, 2, HEADER]]
    first = tables[0]
    rows = first.rows[3:]
    heads, cells = _side_by_side(book, tables, rows, notes)
    kept = [i for i in range(len(heads)) if heads[i].strip() or any(cells[i])]
    heads, texts = [without_html(heads[i]) for i in kept], [cells[i] for i in kept]
    meta = [_META_OF.get(matching_text(head).casefold(), "") for head in heads]
    ids = [match.group(2) if (match := _HEAD_ID.fullmatch(head)) else "" for head in heads]
    questions = [i for i, name in enumerate(meta) if not name]
    named = 10 * sum(1 for i in questions if ids[i]) >= 9 * len(questions) > 0
    if named:
        notes.append("assigned values are in the file: ids in brackets are the codes, and are taken off the answers")
        codes = unique_codes([ids[i] or head for i, head in enumerate(heads)])
    else:
        notes.append("no assigned values in the file: headings are codes; an export with them is safer")
        codes = unique_codes(heads)
    columns = []
    for place, (i, code) in enumerate(zip(kept, codes, strict=True)):
        match = _HEAD_ID.fullmatch(heads[place]) if named and ids[place] else None
        text = match.group(1) if match else heads[place]
        columns.append(Column(i + 1, code, text or code, _kind(meta[place]), code))
    states = [plain_states(column) for column in texts]
    reading = Reading(
        "eusurvey",
        f"headings in row {HEADER}, {len(tables)} sheets",
        columns,
        texts,
        states,
        rows,
        _respondents(meta, texts, rows, notes),
        first,
        3,
        notes,
        separators=("; ", ";"),
    )
    if named:
        _take_off_ids(reading)
    if any(set(column) - {""} <= {"Yes", "No"} and len(set(column) - {""}) == 2 for column in texts):
        notes.append(
            "columns of Yes and No: if multiple choices were split by EUSurvey, check them: an answer whose "
            "text ends like another one can be marked for both"
        )
    return reading


def _side_by_side(
    book: Book, tables: Sequence[Table], rows: Sequence[int], notes: list[str]
) -> tuple[list[str], list[list[str]]]:
    """Headings and columns of all sheets, joined by row number."""
    heads: list[str] = []
    cells: list[list[str]] = []
    problems = []
    for table in tables:
        body = dict(zip(table.rows[3:], table.cells[3:], strict=True))
        extra = sorted(set(body) - set(rows))
        if extra:
            problems.append(
                Problem(
                    book.file,
                    f"{len(extra)} rows that the first sheet does not have",
                    f"the same responses on each sheet (rows {rows[0]} to {rows[-1]})" if rows else "responses",
                    "export the file again",
                    row=extra[0],
                    sheet=table.name,
                )
            )
        empty = [""] * table.width
        heads += table.cells[2]
        cells += [list(column) for column in zip(*(body.get(row, empty) for row in rows), strict=True)] or [
            [] for _ in table.cells[2]
        ]
    if problems:
        raise InputError(problems)
    if len(tables) > 1:
        notes.append(f"sheets joined side by side: {', '.join(table.name for table in tables)}")
    return heads, cells


def _kind(meta: str) -> Kind:
    return "question" if not meta else "personal" if meta in ("user", "invitation") else "system"


def _take_off_ids(reading: Reading) -> None:
    """`Yes(ID10)` becomes Yes, with ID10 among the labels; several answers become option columns `code/ID`."""
    labels: Labels = {}
    for i in range(len(reading.columns)):
        column, texts = reading.columns[i], reading.texts[i]
        parts = [_parts(text) for text in texts]
        filled = [found for found, text in zip(parts, texts, strict=True) if text]
        if column.kind != "question" or not filled or not all(filled):
            continue
        if len(filled) == 1 and not re.fullmatch(r"ID\d+", filled[0][0][1]):
            continue  # one cell like CERN(LHC) may be a text that somebody wrote
        words = {id: label.strip() for found in filled for label, id in found}
        labels[column.code] = {id: {"": words[id]} for id in sorted(words)}
        if all(len(found) == 1 for found in filled):
            reading.texts[i] = [found[0][0].strip() if found else "" for found in parts]
            continue
        for id in sorted(words):
            said = [any(own == id for _, own in found) for found in parts]
            reading.columns.append(
                Column(
                    column.position, f"{column.code}/{id}", f"{column.text} [{words[id]}]", "question", column.code, id
                )
            )
            reading.texts.append([words[id] if yes else "" for yes in said])
            reading.states.append(
                [
                    state if state != ANSWER else TICKED if yes else UNTICKED
                    for state, yes in zip(reading.states[i], said, strict=True)
                ]
            )
        reading.notes.append(
            f"{column.code}: {len(words)} choices found in the answers; a choice that nobody made is absent"
        )
    reading.labels = labels


def _parts(text: str) -> list[tuple[str, str]]:
    """The answers of a cell as (label, id); empty if the cell is not made of such answers alone."""
    found, end = [], 0
    for match in _PART.finditer(text):
        if match.start() != end or not match.group(1).strip():
            return []
        found.append((match.group(1), match.group(2)))
        end = match.end()
    return found if end == len(text) else []


def _respondents(
    meta: Sequence[str], texts: Sequence[list[str]], rows: Sequence[int], notes: list[str]
) -> pd.DataFrame:
    of = {name: cells for name, cells in zip(meta, texts, strict=True) if name}
    ids = of.get("id")
    if ids is None or set(ids) <= {"Anonymous", ""}:
        notes.append("no contribution id in the file: the row number stands for it")
        ids = [f"row {row}" for row in rows]
    return respondents_table(
        ids, [None] * len(rows), submitted=of.get("updated") or of.get("created"), language=of.get("language")
    )


PLATFORM = Platform("eusurvey", recognise, read, "Alias in row 1, Export Date in row 2, headings in row 4")
