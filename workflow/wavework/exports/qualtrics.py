"""Qualtrics: CSV, TSV and XLSX with the current three header rows, the 2016 form, the legacy two rows, or fewer.

System columns are known by their ImportId, never by the words of the second row, which follow the account's
language. A column's code is its export tag (first row); where a tag repeats, the ImportId stands for it.
"""

import json
import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from wavework.exports.common_refusals import repeated, require_distinct
from wavework.exports.export import (
    SEEN_UNANSWERED,
    Column,
    Kind,
    Marks,
    Platform,
    Reading,
    header_rows,
    heading_marks,
    plain_states,
    respondents_table,
    spellings,
    texts_of,
    unique_codes,
)
from wavework.exports.header_rows import repeated_headers
from wavework.exports.qsf import Questionnaire, read_qsf
from wavework.exports.text_cells import Book, Table, matching_text, without_html
from wavework.exports.texts import Texts, either
from wavework.exports.ticked_options import grouped, option_states
from wavework.problems import Problem, collected_problems

SEEN = "-99"  # written where "recode seen but unanswered questions" was chosen, also among choice texts
_PERSONAL_NAMES = (
    "ipAddress recipientLastName recipientFirstName recipientEmail externalDataReference locationLatitude "
    "locationLongitude PROLIFIC_PID"
)
PERSONAL = frozenset(_PERSONAL_NAMES.split())
_SYSTEM_NAMES = (
    "startDate endDate status progress duration finished recordedDate _recordId distributionChannel userLanguage "
    "responseSet locationAccuracy"
)
SYSTEM = frozenset(_SYSTEM_NAMES.split())
_TAGS = {  # names in the first or second row of forms without ImportId, in lower case without blanks
    "startdate": "startDate", "enddate": "endDate", "status": "status", "ipaddress": "ipAddress",
    "progress": "progress", "duration(inseconds)": "duration", "finished": "finished",
    "recordeddate": "recordedDate", "responseid": "_recordId", "recipientlastname": "recipientLastName",
    "recipientfirstname": "recipientFirstName", "recipientemail": "recipientEmail",
    "externalreference": "externalDataReference", "externaldatareference": "externalDataReference",
    "locationlatitude": "locationLatitude", "locationlongitude": "locationLongitude",
    "distributionchannel": "distributionChannel", "userlanguage": "userLanguage",
    "responseset": "responseSet", "locationaccuracy": "locationAccuracy",
    "name": "recipientLastName", "emailaddress": "recipientEmail",
}  # fmt: skip
_LEGACY_IDS = "_recordId responseSet recipientLastName externalDataReference recipientEmail ipAddress status startDate "
_LEGACY_IDS += "endDate finished"
_LEGACY = {f"V{i}": id for i, id in enumerate(_LEGACY_IDS.split(), start=1)}
_MARKS = {"startDate", "endDate", "status", "finished", "recordedDate", "_recordId", "progress", "distributionChannel"}
_OLD_IDS = {"ResponseID": "_recordId", "ResponseSet": "responseSet"}
_IMPORT = re.compile(r"\{\s*([\"'])ImportId\1\s*:\s*([\"'])(.*?)\2")
_TIMING = re.compile(r"_(FIRST_CLICK|LAST_CLICK|PAGE_SUBMIT|CLICK_COUNT|BROWSER|VERSION|OS|RESOLUTION)$")
_KINDS = (  # how a status says what kind of response it is; texts follow the account's language
    ("preview", {"1", "9", "17"}, re.compile(r"preview|vorschau|vista previa|aperçu|pr[ée]-?visual|anteprima", re.I)),
    ("test", {"2"}, re.compile(r"\btest|prueba|teste\b", re.I)),
    ("spam", {"8", "12"}, re.compile(r"spam|no deseado", re.I)),
    (
        "normal",
        {"0", "4", "16", "32", "40", "48"},
        re.compile(r"\bIP\b|IP-|import|offline|sin conexión|hors ligne|fora de linha", re.I),
    ),
)
_TRUE = {"1", "true", "wahr", "verdadero", "vrai", "verdadeiro", "vero", "yes"}
_FALSE = {"0", "false", "falsch", "falso", "faux", "no"}


def recognise(book: Book) -> Marks:
    """The marks of Qualtrics: a row of ImportIds, the legacy form's V1, V2 …, or system columns; R_… as ids."""
    rows = book.head
    if (k := _import_row(rows)) is not None:
        more, count = f"row {book.tables[0].rows[k]} holds ImportIds", sum(1 for text in rows[k] if text)
        return Marks(
            more, count, True, known=spellings(text for row in rows[: k + 1] for text in row if _system_id(text))
        )
    if _is_legacy(rows):
        known = spellings(text for text in rows[1] if _system_id(text))
        return Marks("first row V1, V2, …, with the columns of the legacy form", 10, True, known=known)
    found = {id: text for text in rows[0] if (id := _system_id(text)) in _MARKS}
    ids = book.below(rows[0].index(found["_recordId"])) if "_recordId" in found else None
    more = "ids that begin with R_" if ids is not None and ids.hits(_is_id, "^R_") else ""
    return heading_marks(found.values(), len(found) + 2 * bool(more) >= 4, more, filter(_system_id, rows[0]))


def read(book: Book, structure: Path | None) -> Reading:
    """Read the one table of the book. structure: a .qsf file, for labels and multiple choices in one cell."""
    table = book.tables[0]
    survey = read_qsf(structure) if structure else None
    notes: list[str] = []
    layout, first, tags, texts, ids = _header(table, book.above(table), notes)
    columns = _columns(book, table, tags, texts, ids, notes)
    columns = survey.identified(columns) if survey else columns
    cells = texts_of(columns, table, first)
    if any(text == "NA" for row in table.cells[1:first] for text in row):
        notes.append('NA in the header rows: the file was saved by R; the cells "NA" are empty cells')
        cells = [column.without(column.isin(["NA"])) for column in cells]
    questions = [i for i, column in enumerate(columns) if column.kind == "question"]
    if seen := sum(1 for i in questions if SEEN in cells[i]):
        notes.append(f"{SEEN} in {seen} columns read as seen but unanswered")
    if any("-88" in cells[i] for i in questions):
        notes.append("-88 stands in the file and is read as an answer; if it means not shown, say so in the crosswalk")
    states = [plain_states(column) for column in cells]
    for i in questions:
        is_seen = cells[i].isin([SEEN])
        states[i] = either(is_seen, Texts.alike(SEEN_UNANSWERED, len(is_seen)), states[i])
        cells[i] = cells[i].without(is_seen)
    groups = survey.split_options(columns) if survey else _own_labels(columns, cells)
    for group in groups:
        _tick(group, columns, cells, states, survey)
    if groups:
        notes.append(f"{len(groups)} multiple choices in one column per option")
    return Reading(
        layout,
        columns,
        cells,
        _respondents(book, columns, cells, table, first, notes),
        table,
        first,
        notes,
        states,
        survey.labels(columns) if survey else {},
        survey.choices_in_one_cell(columns) if survey else {},
        unique_ids=True,
    )


def _is_id(text: str) -> bool:
    return text.startswith("R_")


def _import_row(rows: Sequence[Sequence[str]]) -> int | None:
    for k, row in enumerate(rows[:4]):
        filled = [text for text in row if text and text != "NA"]
        if filled and 2 * sum(1 for text in filled if _IMPORT.match(text)) > len(filled):
            return k
    return None


def _is_legacy(rows: Sequence[Sequence[str]]) -> bool:
    """Whether V1 to V10 head the system columns, most of them are there, and what stands below them says so too."""
    own = [(i, _LEGACY[text]) for i, text in enumerate(rows[0]) if text in _LEGACY]
    if len(own) < 4 or len(rows) < 2:
        return False
    named = sum(1 for i, id in own if _system_id(rows[1][i]) == id)
    return 2 * named > len(own) or any(id == "_recordId" and rows[1][i].startswith("R_") for i, id in own)


def _system_id(text: str) -> str:
    return _TAGS.get(text.replace(" ", "").lower(), "")


def _header(table: Table, declared: int | None, notes: list[str]) -> tuple[str, int, list[str], list[str], list[str]]:
    """Layout, index of the first data row, tags, texts, ImportIds (system ids also where they are missing)."""
    rows = table.cells
    k = _import_row(rows)
    if k is not None:
        matches = [_IMPORT.match(text) for text in rows[k]]
        ids = [_OLD_IDS.get(match.group(3), match.group(3)) if match else "" for match in matches]
        old = any("{'ImportId'" in text for text in rows[k])
        if old:
            ids = [_TAGS.get(id.lower(), id.replace("-", "_")) for id in ids]
        zones = sorted({zone for text in rows[k] if (zone := _zone(text))})
        if zones:
            notes.append(f"times are in {', '.join(zones)} without offset")
        texts = rows[1] if k > 1 else rows[0]
        name = "2016 form" if old else "current form"
        return f"{name}, {header_rows(k + 1)}", k + 1, rows[0] if k else ids, texts if k else ids, ids
    if _is_legacy(rows):
        ids = [_LEGACY.get(tag) or (_system_id(tag) if tag.startswith("Location") else "") for tag in rows[0]]
        count = 2 if any(_system_id(text) == id for text, id in zip(rows[1], ids, strict=True) if id) else 1
        return f"legacy form, {header_rows(count)}", count, rows[0], rows[count - 1], ids
    ids = [_system_id(tag) for tag in rows[0]]
    notes.append("the row of ImportIds is missing: system columns found by their English tags, time zone unknown")
    count = 2 if len(rows) > 1 and _holds_labels(rows[1], ids) else 1
    if declared == 1:
        count = 1
    return f"{header_rows(count)} without ImportIds", count, rows[0], rows[count - 1], ids


def _zone(text: str) -> str:
    try:
        zone = json.loads(text).get("timeZone", "")
    except (ValueError, AttributeError):
        return ""
    return zone if isinstance(zone, str) and zone != "Z" else ""


def _holds_labels(row: Sequence[str], ids: Sequence[str]) -> bool:
    """Whether a second row labels the system columns: words stand in them and no value. Ids may have any form."""
    values = {
        "status": _kind_of_status,
        "finished": lambda text: _is_finished(text) is not None,
        **dict.fromkeys(("startDate", "endDate", "recordedDate", "progress"), lambda text: text[:1].isdigit()),
    }
    cells = [(id, text.strip()) for text, id in zip(row, ids, strict=True) if text.strip()]
    said = [bool(values[id](text)) for id, text in cells if id in values]
    said += [text.startswith("R_") for id, text in cells if id == "_recordId" and text.startswith(("R_", "Response"))]
    return bool(said) and not any(said)


def _columns(
    book: Book, table: Table, tags: Sequence[str], texts: Sequence[str], ids: Sequence[str], notes: list[str]
) -> list[Column]:
    names = [matching_text(tag) for tag in tags]
    twice = repeated(names)
    codes = [
        id if (name in twice or not name) and id else name or f"column {place}"
        for place, (name, id) in enumerate(zip(names, ids, strict=True), start=1)
    ]
    if repeated(codes) and _is_legacy(table.cells):  # it has no ImportIds, and repeats the tags of a block
        notes.append("repeated tags got #2, #3 … in the order of the columns")
        codes = unique_codes(codes)
    what, remedy = "tag and no ImportId tells them apart", "export the file again with the row of ImportIds"
    require_distinct(codes, book.file, table.rows[0], what, "one column per export tag", remedy)
    columns = []
    for i, code in enumerate(codes):
        match = re.fullmatch(r"(?:\d+_)?QID\d+_(.+)", ids[i])
        option = match.group(1) if match else ""
        question = code.removesuffix(f"_{option}") if option else code
        text = without_html(texts[i]) or code
        columns.append(Column(i + 1, code, text, _kind(ids[i], code), question, option, ids[i]))
    return columns


def _kind(id: str, code: str) -> Kind:
    if id in PERSONAL or code in PERSONAL:
        return "personal"
    return "system" if id in SYSTEM or _TIMING.search(id) else "question"


def _own_labels(columns: Sequence[Column], cells: Sequence[Texts]) -> list[list[int]]:
    """Multiple choices in one column per option, told without a .qsf: each column holds its own label or nothing.

    The label is the end of the column's text ("Which channels? - Chat"). Numeric exports do not tell such columns
    from a matrix, so there the cells stay answers.
    """

    def question(column: Column) -> str | None:
        return column.id.split("_")[0] if column.kind == "question" and column.option.isdigit() else None

    found = []
    for group in grouped(columns, question).values():
        own = [{matching_text(text) for text in cells[i].held} - {"", SEEN} for i in group]
        labels = [next(iter(words)) for words in own if len(words) == 1]
        ends = all(
            columns[i].text.endswith(f" - {word}") for i, words in zip(group, own, strict=True) for word in words
        )
        if ends and len(set(labels)) >= 2 and len(labels) == sum(1 for words in own if words):
            found.append(group)
    return found


def _tick(
    group: Sequence[int],
    columns: Sequence[Column],
    cells: Sequence[Texts],
    states: list[Texts],
    survey: Questionnaire | None,
) -> None:
    """States of a multiple choice that was exported with one column per option."""
    ticked = [frozenset(survey.tick_texts(columns[i]) if survey else set(cells[i].held) - {""}) for i in group]
    for i, said in zip(group, option_states([cells[i] for i in group], ticked), strict=True):
        states[i] = either(states[i].isin([SEEN_UNANSWERED]), states[i], said)


def _respondents(
    book: Book, columns: Sequence[Column], cells: Sequence[Texts], table: Table, first: int, notes: list[str]
) -> pd.DataFrame:
    rows = table.rows[first:]
    # a column that is wholly empty, as publishers leave it, says no more than one that is not there
    of = {column.id: own for column, own in zip(columns, cells, strict=True) if column.id and own.filled.any()}
    names = {column.id: column.code for column in columns}
    kinds: Texts | None = None
    complete: list[bool | None] | None = None
    with collected_problems() as problems:
        if "status" in of:
            kinds = of["status"].map(_kind_of_status)
            expected = "0, 1, 2, 4, 8, 9, 12, 16, 17, IP Address, Survey Preview, Survey Test, Imported, Spam"
            remedy = "export the file again with numeric values"
            for k in np.flatnonzero(~kinds.filled).tolist():
                found = f"{_told(of['status'][k])} is no known status of a response"
                problems.append(Problem(book.file, found, expected, remedy, rows[k], names["status"]))
        else:
            notes.append("no status in the file: previews and tests cannot be told from responses")
        if "finished" in of:
            said = {text: _is_finished(text) for text in of["finished"].held}
            complete = list(map(said.__getitem__, of["finished"]))
            expected, remedy = "1, 0, True or False", "export the file again"
            for k in np.flatnonzero(
                of["finished"].isin([text for text, done in said.items() if done is None])
            ).tolist():
                found = f"{_told(of['finished'][k])} does not say whether the response is finished"
                problems.append(Problem(book.file, found, expected, remedy, rows[k], names["finished"]))
        elif "progress" in of:
            complete = of["progress"].holds(lambda text: text.strip() == "100").tolist()
            notes.append("no column Finished: complete means Progress 100")
        else:
            notes.append("neither Finished nor Progress in the file")
        if problems and (again := list(repeated_headers(book, table, first))):
            problems[:] = again  # a header row has no status
    if "_recordId" not in of:
        notes.append("no ResponseId in the file: the row number stands for it")
    submitted = of.get("recordedDate") or of.get("endDate")
    return respondents_table(rows, of.get("_recordId"), complete, kinds, submitted, of.get("userLanguage"))


def _told(text: str) -> str:
    """A cell as it may be told of: where columns are shifted, anything may stand in it."""
    return repr(text) if text.isdigit() and len(text) < 3 else "a text" if text else "an empty cell"


def _is_finished(text: str) -> bool | None:
    word = text.strip().lower()
    return True if word in _TRUE else False if word in _FALSE else None


def _kind_of_status(text: str) -> str:
    word = matching_text(text)
    for kind, numbers, pattern in _KINDS:
        if word in numbers or (not word.isdigit() and pattern.search(word)):
            return kind
    return ""


PLATFORM = Platform(
    "qualtrics",
    recognise,
    read,
    "a header row of tags (StartDate, Status, Finished, ResponseId …), then texts and ImportIds",
    (".qsf",),
)
