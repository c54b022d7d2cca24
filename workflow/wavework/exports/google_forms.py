"""Google Forms: the form's own CSV, and CSV, TSV or XLSX of the linked sheet. One header row, no codes, no ids."""

import re
from collections.abc import Sequence
from pathlib import Path

from wavework.exports.export import Column, Kind, Marks, Platform, Reading, respondents_table, texts_of
from wavework.exports.files import only_table
from wavework.exports.system_headings import headed_columns
from wavework.exports.text_cells import Book, matching_text

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
_TIME = re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}[ ,T].*\d[:.]\d\d.*|\d{5}\.\d+")


def recognise(book: Book) -> Marks:
    """The mark of Google Forms: Timestamp among the first headings (programs put an index before it), over times."""
    i = _timestamp(book.head)
    if i is None:
        return Marks()
    times = {*book.below(i).held} - {""}
    sure = i < 3 and bool(times) and all(_TIME.fullmatch(text) for text in times)
    return Marks(f"heading {book.head[0][i]!r}{' over times' if sure else ''}", 1 + sure, sure)


def _timestamp(rows: Sequence[Sequence[str]]) -> int | None:
    """Index of the column of times."""
    return next(
        (i for row in rows[:1] for i, text in enumerate(row) if _TIMESTAMPS.fullmatch(matching_text(text))), None
    )


def read(book: Book, structure: Path | None) -> Reading:
    """Read the one table of the book. The code of a column is its heading."""
    table = only_table(book)
    notes: list[str] = []
    columns = []
    time = _timestamp(table.cells)
    for i, code, head in headed_columns(table):
        grid = re.fullmatch(r"(.+?) ?\[([^\[\]]+)\](?: #\d+)?", code)
        question, option = grid.groups() if grid else (code, "")
        columns.append(Column(i + 1, code, head, _kind(i == time, head), question, option))
    texts = texts_of(columns, table, 1)
    submitted: Sequence[str] = next(
        (cells for column, cells in zip(columns, texts, strict=True) if column.position - 1 == time), []
    )
    zoned = any(re.search(r"[AP]M [A-Z]", text) for text in {*submitted})
    notes += [
        "the form's own CSV (times with AM/PM and zone; several answers joined by ;)"
        if zoned
        else "linked sheet (times in the sheet's locale, day and month in an order that the file does not tell)",
        "no codes and no ids: headings are codes, row numbers are ids; a renamed question is another column",
    ]
    if any(re.search(r" #\d+$", column.code) for column in columns):
        notes.append("repeated headings got #2, #3 … in the order of the columns")
    people = respondents_table(table.rows[1:], submitted=submitted)
    return Reading("1 header row", columns, texts, people, table, 1, notes)


def _kind(is_time: bool, head: str) -> Kind:
    word = matching_text(head).casefold()
    if _PERSONAL.fullmatch(word):
        return "personal"
    return "system" if is_time or word in _SYSTEM else "question"


PLATFORM = Platform(
    "google_forms",
    recognise,
    read,
    "a first column Timestamp with times",
    separators=(";", ", "),
    free_text_option=True,
    only_submitted=True,
)
