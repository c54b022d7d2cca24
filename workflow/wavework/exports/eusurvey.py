"""EUSurvey: XLS, XLSX and ODS of results, and CSV saved from them. Header in row 4.

Columns beyond 254 stand on sheets Content1, Content2 …
With assigned values ("shortnames") the headings and the answers carry ids in brackets: `Title (ID4)`, `Yes(ID10)`.
"""

import re
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from wavework.exports.export import (
    ANSWER,
    TICKED,
    UNTICKED,
    Column,
    Kind,
    Marks,
    Platform,
    Reading,
    respondents_table,
    unique_codes,
)
from wavework.exports.system_headings import SystemNames
from wavework.exports.text_cells import Book, Table, without_html
from wavework.exports.texts import Texts
from wavework.exports.ticked_options import option_column
from wavework.problems import Problem, collected_problems

_YES_NO = (
    "columns of Yes and No: if multiple choices were split by EUSurvey, check them: an answer whose text ends like "
    "another one can be marked for both"
)
HEADER = 4  # row of the headings on every sheet
_NAMES = SystemNames(  # ASSUME the exporter's words in these languages
    invitation="invitation number|numéro d'invitation|número de invitación|einladungsnummer",
    id="contribution id|identifiant de la contribution|id de la contribución|beitrags-id",
    user="user name|nom d'utilisateur|nombre de usuario|benutzername",
    created="creation date|date de création|fecha de creación|erstellungsdatum",
    updated="last update|dernière mise à jour|última actualización|letzte aktualisierung",
    language="languages|langues|idiomas|lenguas|sprachen",
    score="total score|score total|puntuación total|gesamtpunktzahl",
)
_HEAD_ID = re.compile(r"(.*\S)\s*\(([A-Za-z0-9_]+)\)", re.DOTALL)
_DATE = re.compile(r"\d{4}-\d\d-\d\d|\d{1,2}[/.]\d{1,2}[/.]\d{4}")
_PART = re.compile(r"(.*?)\(([A-Za-z0-9_]+)\)(?:; ?|$)", re.DOTALL)


def recognise(book: Book) -> Marks:
    """The marks of EUSurvey: two rows of names and values, a blank one, then the headings."""
    table = book.tables[0]
    if table.rows[:3] != [1, 2, HEADER]:
        return Marks()
    alias, date = table.cells[0], table.cells[1]
    named = alias[0] == "Alias" and any(_DATE.match(text) for text in date[1:2])
    if book.kind == "text" and not named:  # any text may have an empty third line
        return Marks()
    return Marks("Alias in row 1, Export Date in row 2, headings in row 4" if named else "headings in row 4", 3, named)


def read(book: Book, structure: Path | None) -> Reading:
    """Read all sheets of the book side by side."""
    notes: list[str] = []
    tables = [table for table in book.tables if not table.hidden and table.rows[:3] == [1, 2, HEADER]]
    first = tables[0]
    rows = first.rows[3:]
    heads, cells = _side_by_side(book, tables, rows, notes)
    kept = [i for i in range(len(heads)) if heads[i].strip() or any(cells[i])]
    heads, texts = [without_html(heads[i]) for i in kept], [cells[i] for i in kept]
    meta = [_NAMES.of(head) for head in heads]
    matches = [_HEAD_ID.fullmatch(head) for head in heads]
    ids = [match.group(2) if match else "" for match in matches]
    questions = [i for i, name in enumerate(meta) if not name]
    named = 10 * sum(1 for i in questions if ids[i]) >= 9 * len(questions) > 0
    if named:
        notes.append("assigned values are in the file: ids in brackets are the codes, and are taken off the answers")
        codes = unique_codes([ids[i] or head for i, head in enumerate(heads)])
    else:
        notes.append("no assigned values in the file: headings are codes; an export with them is safer")
        codes = unique_codes(heads)
    columns = []
    for i, code, head, match, name in zip(kept, codes, heads, matches, meta, strict=True):
        text = match.group(1) if named and match else head
        columns.append(Column(i + 1, code, text or code, _kind(name), code))
    people = _respondents(meta, texts, rows, notes)
    reading = Reading(
        f"headings in row {HEADER}, {len(tables)} sheets", columns, [*map(Texts.of, texts)], people, first, 3, notes
    )
    if named:
        _take_off_ids(reading)
    if any(set(column) - {""} <= {"Yes", "No"} and len(set(column) - {""}) == 2 for column in texts):
        notes.append(_YES_NO)
    return reading


def _side_by_side(
    book: Book, tables: Sequence[Table], rows: Sequence[int], notes: list[str]
) -> tuple[list[str], list[list[str]]]:
    """Headings and columns of all sheets, joined by row number."""
    heads: list[str] = []
    cells: list[list[str]] = []
    with collected_problems() as problems:
        for table in tables:
            body = dict(zip(table.rows[3:], table.cells[3:], strict=True))
            if extra := sorted(set(body) - set(rows)):
                found = f"{len(extra)} rows that the first sheet does not have"
                expected = f"the same responses on each sheet (rows {rows[0]} to {rows[-1]})" if rows else "responses"
                remedy = "export the file again"
                problems.append(Problem(book.file, found, expected, remedy, row=extra[0], sheet=table.name))
            heads += table.cells[2]
            cells += [[body[row][i] if row in body else "" for row in rows] for i in range(table.width)]
    if len(tables) > 1:
        notes.append(f"sheets joined side by side: {', '.join(table.name for table in tables)}")
    return heads, cells


def _kind(meta: str) -> Kind:
    return "question" if not meta else "personal" if meta in ("user", "invitation") else "system"


def _take_off_ids(reading: Reading) -> None:
    """`Yes(ID10)` becomes Yes, with ID10 among the labels; several answers become option columns `code/ID`."""
    for i, (column, texts, states) in enumerate(list(zip(reading.columns, reading.texts, reading.states, strict=True))):
        parts = [_parts(text) for text in texts]
        filled = [found for found, text in zip(parts, texts, strict=True) if text]
        if column.kind != "question" or not filled or not all(filled):
            continue
        if len(filled) == 1 and not re.fullmatch(r"ID\d+", filled[0][0][1]):
            continue  # one cell like CERN(LHC) may be a text that somebody wrote
        words = {id: label.strip() for found in filled for label, id in found}
        reading.labels[column.code] = {id: {"": words[id]} for id in sorted(words)}
        if all(len(found) == 1 for found in filled):
            reading.texts[i] = Texts.of(found[0][0].strip() if found else "" for found in parts)
            continue
        for id in sorted(words):
            said = [any(own == id for _, own in found) for found in parts]
            ticks = [
                state if state != ANSWER else TICKED if yes else UNTICKED
                for state, yes in zip(states, said, strict=True)
            ]
            reading.add(option_column(column, id, words[id]), [words[id] if yes else "" for yes in said], ticks)
        reading.notes.append(
            f"{column.code}: {len(words)} choices found in the answers; a choice that nobody made is absent"
        )


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
        ids = None
    return respondents_table(rows, ids, submitted=of.get("updated") or of.get("created"), language=of.get("language"))


PLATFORM = Platform(
    "eusurvey",
    recognise,
    read,
    "Alias in row 1, Export Date in row 2, headings in row 4",
    separators=("; ", ";"),
    only_submitted=True,
)
