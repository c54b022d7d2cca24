"""KoboToolbox and ODK: CSV and XLSX with XML names (or labels) as headings, groups, and select_multiple questions.

Facts of the layout: Kobo's exporter (formpack), ODK Central and Briefcase.
"""

import re
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from wavework.exports.common_refusals import require_distinct
from wavework.exports.export import (
    NO_ANSWER,
    Column,
    Kind,
    Marks,
    Platform,
    Reading,
    first_label,
    header_rows,
    heading_marks,
    plain_states,
    respondents_table,
    unique_codes,
)
from wavework.exports.files import only_table
from wavework.exports.text_cells import Book, Table, without_html, without_na
from wavework.exports.texts import Texts
from wavework.exports.ticked_options import tick_states
from wavework.exports.xlsform import LOCATIONS, FormQuestion, read_xlsform

_SYSTEM_NAMES = (
    "start end today audit _id _uuid _submission_time _validation_status _notes _status __version__ _version_ _tags "
    "rootUuid _index _parent_table_name _parent_index _submission__id _submission__uuid _submission__submission_time "
    "_submission__validation_status SubmissionDate KEY PARENT_KEY instanceID AttachmentsPresent AttachmentsExpected "
    "Status ReviewState DeviceID Edits FormVersion meta/rootUuid meta/instanceID meta-instanceID meta:instanceID "
    "formhub/uuid"
)
SYSTEM = frozenset(_SYSTEM_NAMES.split())
_PERSONAL_NAMES = (
    "deviceid username simserial subscriberid phonenumber email _submitted_by _geolocation SubmitterID SubmitterName "
    "DeviceID"
)
PERSONAL = frozenset(_PERSONAL_NAMES.split())
_MARKS = SYSTEM - {"start", "end", "today", "audit", "Status", "Edits"}  # words that everybody uses
_POINT = re.compile(r"-?\d{1,3}(?:\.\d+)? -?\d{1,3}(?:\.\d+)?(?: -?\d+(?:\.\d+)?){0,2}")
_YES = frozenset({"1", "1.0", "True", "TRUE", "true"})
_NO = frozenset({"0", "0.0", "False", "FALSE", "false"})
_REJECTED = frozenset({"not approved", "validation_status_not_approved", "rejected"})


def recognise(book: Book) -> Marks:
    """The marks of KoboToolbox (_uuid, _id, _submission_time …) or ODK (KEY, SubmissionDate …)."""
    found = {_system_name(text) for text in book.head[0]} & _MARKS
    kobo = "_uuid" in found and found & {"_submission_time", "_id", "_index", "__version__"}
    odk = "KEY" in found and found & {"SubmissionDate", "instanceID", *(f"meta{sign}instanceID" for sign in "-/:")}
    return heading_marks(found, bool(kobo or odk))


def read(book: Book, structure: Path | None) -> Reading:
    """Read the main table of the book. structure: the XLSForm, for labels and types."""
    notes: list[str] = []
    table = _main(book, notes)
    form = read_xlsform(structure, notes) if structure else []
    heads = [_system_name(text) for text in table.cells[0]]
    first = 1
    if len(table.cells) > 1 and _is_tag_row(table.cells[1]):
        first = 2
        notes.append("second row holds HXL tags and is left out")
    of_form = _match_form(heads, form, notes)
    if all(re.fullmatch(r"[\w./:-]+", head) for head in heads if head):  # names may not repeat; labels may, in groups
        remedy = "export again with group names in the headings"
        require_distinct(heads, book.file, table.rows[0], "name", "one column per XML name", remedy)
    codes = unique_codes(heads)
    texts = [own[first:] for own in table.columns]
    texts = [without_na(cells) if _is_system(head) else cells for head, cells in zip(heads, texts, strict=True)]
    parents = _parents(heads, codes, texts, form)
    columns, states = [], []
    for i, (head, code) in enumerate(zip(heads, codes, strict=True)):
        question = of_form.get(i)
        parent, option = parents.get(i, ("", ""))
        owner = of_form.get(codes.index(parent)) if parent in codes else question
        text = question.text if question else code
        if option:
            words = owner.choices.get(option, {}) if owner else {}
            text = f"{owner.text if owner else parent} [{first_label(words, option)}]"
        kind = _kind(head, question, i, heads, texts)
        id = question.name if question and question.name != code else ""
        columns.append(Column(i + 1, code, without_html(text), kind, parent or code, option, id))
        empty = Texts.alike(NO_ANSWER, len(texts[i]))
        states.append(tick_states(texts[i], _YES, _NO, empty) if option else plain_states(texts[i]))
    if any(option for _, option in parents.values()):
        notes.append("multiple choices: an empty option column means unanswered, or not in that version of the form")
    whole = {codes[i]: question for i, question in of_form.items() if i not in parents}
    with_options = {parent for parent, _ in parents.values()}
    return Reading(
        header_rows(first),
        columns,
        texts,
        _respondents(heads, texts, table.rows[first:], notes),
        table,
        first,
        notes,
        states,
        {code: question.choices for code, question in whole.items()},
        {
            code: {name: {} for name in question.choices}
            for code, question in whole.items()
            if question.is_multiple and code not in with_options
        },
    )


def _system_name(text: str) -> str:
    """A heading; R's spelling of system names (X_uuid, X__version__) is undone."""
    text = " ".join(text.split())
    text = re.sub(r"^X\.U\.FEFF\.", "", text)
    return text[1:] if text[:2] in ("X_", "x_") and text[1:] in SYSTEM | PERSONAL else text


def _main(book: Book, notes: list[str]) -> Table:
    """The main sheet. Sheets of repeat groups have _parent_index and are left out with a note."""
    if len(book.tables) == 1:
        return book.tables[0]
    repeats = [t for t in book.tables if t.cells and {"_parent_index", "PARENT_KEY"} & set(t.cells[0])]
    if len(repeats) == len(book.tables) - 1 and book.tables[0] not in repeats:
        names = ", ".join(table.name for table in repeats)
        notes.append(f"repeat groups on further sheets are not read ({names}); to read one, name it as the sheet")
        return book.tables[0]
    return only_table(book)


def _is_tag_row(row: Sequence[str]) -> bool:
    filled = [text for text in row if text]
    return bool(filled) and all(re.match(r"#[a-z]", text) for text in filled)


def _match_form(heads: Sequence[str], form: Sequence[FormQuestion], notes: list[str]) -> dict[int, FormQuestion]:
    """Column index -> question of the form, by path (any group separator), by name, or by label if it is unique."""
    if not form:
        return {}
    found: dict[int, FormQuestion] = {}
    for key_of in (lambda q: [_flat(q.path)], lambda q: [_flat(q.name)], lambda q: [w for w in q.texts.values() if w]):
        keys: dict[str, list[FormQuestion]] = {}
        for question in form:
            for key in dict.fromkeys(key_of(question)):
                keys.setdefault(key, []).append(question)
        for i, head in enumerate(heads):
            for name in (_flat(head), without_html(head)):
                if i not in found and len(keys.get(name, [])) == 1:
                    found[i] = keys[name][0]
    notes.append(f"{len(found)} of {len(heads)} columns found in the XLSForm")
    return found


def _flat(path: str) -> str:
    return re.sub(r"[/.:-]", "/", path)


def _parents(
    heads: Sequence[str], codes: Sequence[str], texts: Sequence[Texts], form: Sequence[FormQuestion]
) -> dict[int, tuple[str, str]]:
    """Option columns: index -> (code of the question, choice).

    Without the form a column is an option only if the question's own column stands beside it: 1 and 0 in a group
    of columns may be anything.
    """
    multiple = {_flat(name): q for q in form if q.is_multiple for name in (q.path, q.name)}
    found = {}
    for i, head in enumerate(heads):
        for separator in "/.":
            stem, mark, option = head.rpartition(separator)
            if not mark or not stem or not set(texts[i].held) <= _YES | _NO | {""}:
                continue
            question = multiple.get(_flat(stem))
            if (question and option in question.choices) or (not form and stem in codes):
                found[i] = (stem, option)
                break
    return found


def _kind(head: str, question: FormQuestion | None, i: int, heads: Sequence[str], texts: Sequence[Texts]) -> Kind:
    name = head.rpartition("/")[2]
    if {head, name} & PERSONAL or re.search(r"_(latitude|longitude|altitude|precision)$", head):
        return "personal"
    if question and (question.type in LOCATIONS or question.type in PERSONAL):
        return "personal"
    filled = set(texts[i].held) - {""}
    if f"_{head}_latitude" in heads or (filled and all(_POINT.fullmatch(text) and " " in text for text in filled)):
        return "personal"
    return "system" if _is_system(head) else "question"


def _is_system(head: str) -> bool:
    return bool({head, head.rpartition("/")[2]} & SYSTEM)


def _respondents(heads: Sequence[str], texts: Sequence[Texts], rows: Sequence[int], notes: list[str]) -> pd.DataFrame:
    of = dict(zip(heads, texts, strict=True))
    ids = next(
        (of[name] for name in ("_id", "_uuid", "KEY", "meta/instanceID", "instanceID") if any(of.get(name, []))), None
    )
    if ids is None:
        notes.append("no _id, _uuid or KEY in the file: the row number stands for it")
    status = [
        text.strip().lower() for text in of.get("_validation_status") or of.get("ReviewState") or [""] * len(rows)
    ]
    kinds = ["rejected" if text in _REJECTED else "normal" for text in status]
    if "rejected" in kinds:
        notes.append(f"{kinds.count('rejected')} responses are marked as not approved")
    if held := sum(1 for text in status if "hold" in text or text == "hasissues"):
        notes.append(f"{held} responses are on hold: decide before they are used")
    uuids = [text for text in of.get("_uuid", []) if text]
    if len(set(uuids)) < len(uuids):
        notes.append(f"{len(uuids) - len(set(uuids))} responses were sent twice (same _uuid)")
    return respondents_table(rows, ids, kind=kinds, submitted=of.get("_submission_time") or of.get("SubmissionDate"))


PLATFORM = Platform(
    "kobo",
    recognise,
    read,
    "headings _uuid and _submission_time (KoboToolbox), or KEY and SubmissionDate (ODK)",
    (".xlsx", ".xls"),
    separators=(" ",),
    only_submitted=True,
)
