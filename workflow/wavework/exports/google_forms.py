"""Google Forms: the form's own CSV, and CSV, TSV or XLSX of the linked sheet. One header row, no codes, no ids."""

import re
from pathlib import Path

from wavework.exports.cells import Book, matching_text
from wavework.exports.export import Column, Kind, Platform, Reading, respondents_table, texts_of
from wavework.exports.files import only_table
from wavework.exports.headed import headed_columns

# ASSUME Google's words in these languages; in another one the table is read as plain
_TIMESTAMPS = re.compile(
    "timestamp|zeitstempel|horodateur|marca temporal|marca de tiempo|carimbo de data/hora|"
    "informazioni cronologiche|tijdstempel|sygnatura czasowa",
    re.IGNORECASE,
)
_PERSONAL = re.compile(
    "email address|username|e-mail-adresse|nutzername|adresse e-mail|nom d'utilisateur|dirección de correo electrónico|"
    "nombre de usuario|endereço de e-mail|nome de usuário|indirizzo email|nome utente|e-mailadres",
    re.IGNORECASE,
)
_SYSTEM = frozenset({"score", "punktzahl", "puntuación", "pontuação", "punteggio"})
_TIME = re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}[ ,T].*\d:\d\d.*|\d{5}\.\d+")


def recognise(book: Book) -> str:
    """Why the file is a Google Forms export, or ""."""
    if len(book.head) < 2:
        return ""
    head = matching_text(book.head[0][0])
    times = [row[0] for row in book.head[1:]]
    if _TIMESTAMPS.fullmatch(head) and all(_TIME.fullmatch(text) for text in times if text):
        return f"first heading {head!r} over times"
    return ""


def read(book: Book, structure: Path | None) -> Reading:
    """Read the one table of the book. The code of a column is its heading."""
    table = only_table(book)
    notes: list[str] = []
    columns = []
    for i, code, head in headed_columns(table, notes):
        grid = re.fullmatch(r"(.+?) ?\[([^\[\]]+)\](?: #\d+)?", code)
        question, option = grid.groups() if grid else (code, "")
        columns.append(Column(i + 1, code, head, _kind(i, head), question, option))
    texts = texts_of(columns, table, 1)
    zoned = any(re.search(r"[AP]M [A-Z]", text) for text in texts[0])
    notes += [
        "the form's own CSV (times with AM/PM and zone; several answers joined by ;)"
        if zoned
        else "linked sheet (times in the sheet's locale, day and month in an order that the file does not tell)",
        "no codes and no ids: headings are codes, row numbers are ids; a renamed question is another column",
    ]
    if any(re.search(r" #\d+$", column.code) for column in columns):
        notes.append("repeated headings got #2, #3 … in the order of the columns")
    people = respondents_table(table.rows[1:], submitted=texts[0])
    return Reading("1 header row", columns, texts, people, table, 1, notes)


def _kind(i: int, head: str) -> Kind:
    word = matching_text(head).casefold()
    if _PERSONAL.fullmatch(word):
        return "personal"
    return "system" if i == 0 or word in _SYSTEM else "question"


PLATFORM = Platform(
    "google_forms",
    recognise,
    read,
    "a first column Timestamp with times",
    separators=(";", ", "),
    free_text_option=True,
)
