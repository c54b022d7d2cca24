"""Microsoft Forms: a workbook with the responses and a hidden sheet of ids, or a CSV saved from it."""

import re
from pathlib import Path

from wavework.exports.cells import Book, Table, filled_columns, matching_text, without_html
from wavework.exports.export import (
    Column,
    Kind,
    Platform,
    Reading,
    plain_states,
    respondents_table,
    unique_codes,
)
from wavework.exports.files import only_table

_HIDDEN = re.compile(r"_[0-9A-F]{20,}")
# ASSUME Microsoft's words in these languages; with the hidden sheet the first five columns are known by their place
_NAMES = {
    "id": "id",
    "start": "start time|startzeit|heure de début|hora de inicio|hora de início|ora di inizio",
    "end": "completion time|fertigstellungszeit|heure de fin|hora de finalización|hora de conclusão|"
    "ora di completamento",
    "email": "email|e-mail|adresse de messagerie|correo electrónico|email do respondente|posta elettronica",
    "name": "name|nom|nombre|nome",
    "changed": "last modified time|zeitpunkt der letzten änderung|heure de la dernière modification|"
    "hora de la última modificación",
    "points": "total points|gesamtpunktzahl|total des points|total de puntos",
    "feedback": "quiz feedback|feedback zum quiz|commentaires sur le quiz|comentarios de la prueba",
    "language": "language|sprache|langue|idioma",
}
_NAME_OF = {word: name for name, words in _NAMES.items() for word in words.split("|")}
_PLACES = ("id", "start", "end", "email", "name")


def recognise(book: Book) -> str:
    """Why the file is a Microsoft Forms export, or ""."""
    hidden = any(table.hidden and _HIDDEN.fullmatch(table.name) for table in book.tables)
    table = _responses(book)
    if table is None:
        return ""
    names = _named(table)
    if hidden and names[0] == "id":
        return "hidden sheet of form ids, first heading ID"
    return "headings ID, Start time, Completion time" if names[:3] == ["id", "start", "end"] else ""


def _responses(book: Book) -> Table | None:
    """The first visible sheet whose first heading is ID."""
    visible = [table for table in book.tables if not table.hidden and table.cells]
    return next((table for table in visible if _named(table)[:1] == ["id"]), None)


def _named(table: Table) -> list[str]:
    return [_NAME_OF.get(matching_text(text).casefold(), "") for text in table.cells[0]]


def read(book: Book, structure: Path | None) -> Reading:
    """Read the sheet of responses. The code of a column is its heading; e-mail and name are never returned."""
    table = _responses(book) or only_table(book)
    names = _named(table)
    system = [names[i] if i < 10 and names.index(names[i]) == i else "" for i in range(table.width)]
    hidden = any(other.hidden and _HIDDEN.fullmatch(other.name) for other in book.tables)
    if hidden and not {"start", "end"} & set(system):
        system[:5] = _PLACES[: table.width]
    heads = [without_html(text) for text in table.cells[0]]
    body = table.cells[1:]
    notes: list[str] = []
    kept = filled_columns(table, notes)
    columns = []
    for i, code in zip(kept, unique_codes([heads[i] for i in kept]), strict=True):
        columns.append(Column(i + 1, code, heads[i] or code, _kind(system[i], code), code))
    texts = [[row[i] for row in body] for i in kept]
    of = {system[i]: cells for i, cells in zip(kept, texts, strict=True) if system[i]}
    rows = table.rows[1:]
    if table.name:
        notes.append(f"sheet {table.name}; questions stand in the order in which they were made")
    notes.append("times are local to the form's owner, without zone")
    return Reading(
        "microsoft_forms",
        "1 header row",
        columns,
        texts,
        [plain_states(column) for column in texts],
        rows,
        respondents_table(
            of.get("id") or [f"row {row}" for row in rows],
            [bool(text) for text in of["end"]] if "end" in of else [None] * len(rows),
            submitted=of.get("end"),
            language=of.get("language"),
        ),
        table,
        1,
        notes,
        separators=(";",),
        free_text_option=True,
        unique_ids="id" in of,
    )


def _kind(system: str, code: str) -> Kind:
    if system in ("email", "name"):
        return "personal"
    return "system" if system or re.match(r"(Points|Feedback) - ", code) else "question"


PLATFORM = Platform("microsoft_forms", recognise, read, "a sheet with the headings ID, Start time, Completion time")
