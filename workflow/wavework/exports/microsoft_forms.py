"""Microsoft Forms: a workbook with the responses and a hidden sheet of ids, or a CSV saved from it."""

import re
from pathlib import Path

from wavework.exports.export import Column, Kind, Marks, Platform, Reading, heading_marks, respondents_table, texts_of
from wavework.exports.files import only_table
from wavework.exports.system_headings import SystemNames, headed_columns
from wavework.exports.text_cells import Book, Table

_HIDDEN = re.compile(r"_[0-9A-F]{20,}")
# ASSUME Microsoft's words in these languages; with the hidden sheet the first five columns are known by their place
_NAMES = SystemNames(
    id="id",
    start="start time|startzeit|heure de début|hora de inicio|hora de início|ora di inizio",
    end="completion time|fertigstellungszeit|heure de fin|hora de finalización|hora de conclusão|ora di completamento",
    email="email|e-mail|adresse de messagerie|correo electrónico|email do respondente|posta elettronica",
    name="name|nom|nombre|nome",
    changed="last modified time|zeitpunkt der letzten änderung|heure de la dernière modification|"
    "hora de la última modificación",
    points="total points|gesamtpunktzahl|total des points|total de puntos",
    feedback="quiz feedback|feedback zum quiz|commentaires sur le quiz|comentarios de la prueba",
    language="language|sprache|langue|idioma",
)
_PLACES = ("id", "start", "end", "email", "name")


def recognise(book: Book) -> Marks:
    """The marks of Microsoft Forms: a sheet that begins with ID, Start time, Completion time, a hidden one of ids."""
    table = _responses(book)
    hidden = _has_hidden_ids(book)
    found = {name for name in _named(table or book.tables[0])[:5] if name}
    times = {"id", "start", "end"} <= found
    return heading_marks(
        {f"column {name}" for name in found} if times else found - {"id", "name", "email", "language"},
        table is not None and (hidden or times),
        "hidden sheet of form ids" if hidden else "",
    )


def _has_hidden_ids(book: Book) -> bool:
    return any(table.hidden and _HIDDEN.fullmatch(table.name) for table in book.tables)


def _responses(book: Book) -> Table | None:
    """The first visible sheet whose first heading is ID."""
    return next((table for table in book.tables if not table.hidden and _named(table)[:1] == ["id"]), None)


def _named(table: Table) -> list[str]:
    return [_NAMES.of(text) for text in table.cells[0]]


def read(book: Book, structure: Path | None) -> Reading:
    """Read the sheet of responses. The code of a column is its heading; e-mail and name are never returned."""
    table = _responses(book) or only_table(book)
    names = _named(table)
    system = [names[i] if i < 10 and names.index(names[i]) == i else "" for i in range(table.width)]
    if _has_hidden_ids(book) and not {"start", "end"} & set(system):
        system[:5] = _PLACES[: table.width]
    notes: list[str] = []
    headed = headed_columns(table)
    columns = [Column(i + 1, code, head, _kind(system[i], code), code) for i, code, head in headed]
    texts = texts_of(columns, table, 1)
    of = {system[i]: cells for (i, _, _), cells in zip(headed, texts, strict=True) if system[i]}
    if table.name:
        notes.append(f"sheet {table.name}; questions stand in the order in which they were made")
    notes.append("times are local to the form's owner, without zone")
    people = respondents_table(
        table.rows[1:],
        of.get("id"),
        [bool(text) for text in of["end"]] if "end" in of else None,
        submitted=of.get("end"),
        language=of.get("language"),
    )
    return Reading("1 header row", columns, texts, people, table, 1, notes, unique_ids="id" in of)


def _kind(system: str, code: str) -> Kind:
    if system in ("email", "name"):
        return "personal"
    return "system" if system or re.match(r"(Points|Feedback) - ", code) else "question"


PLATFORM = Platform(
    "microsoft_forms",
    recognise,
    read,
    "a sheet with the headings ID, Start time, Completion time",
    separators=(";",),
    free_text_option=True,
    only_submitted=True,
)
