"""REDCap: raw and label exports (CSV), with the data dictionary for labels, forms and identifiers.

A checkbox is 0 in the file also where its form was never opened, so 0 alone does not mean "not ticked".
"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from wavework.exports.common_refusals import require_distinct
from wavework.exports.export import (
    ANSWER,
    NO_ANSWER,
    NOT_SHOWN,
    TICKED,
    UNTICKED,
    Column,
    Kind,
    Marks,
    Platform,
    Reading,
    heading_marks,
    respondents_table,
    texts_of,
    unique_codes,
)
from wavework.exports.files import open_book
from wavework.exports.text_cells import Book, matching_text, without_html
from wavework.exports.texts import Texts
from wavework.exports.ticked_options import grouped
from wavework.problems import InputError, Problem

_KEYS = ("redcap_event_name", "redcap_repeat_instrument", "redcap_repeat_instance")
_KEY_LABELS = {
    "event name": _KEYS[0],
    "repeat instrument": _KEYS[1],
    "repeat instance": _KEYS[2],
    "data access group": "redcap_data_access_group",
    "survey identifier": "redcap_survey_identifier",
}
_STATUS = frozenset({"0", "1", "2", "", "NA", "Incomplete", "Unverified", "Complete"})
_FIELD = re.compile(r"[a-z][a-z0-9_]*")
_CHECKBOX = re.compile(r"(.+?)___(.+)")
_LABEL_CHECKBOX = re.compile(r"(.+) \(choice=(.+)\)")  # ASSUME REDCap's words in label exports; also Checked, Unchecked
_CHECKED, _UNCHECKED = frozenset({"1", "Checked"}), frozenset({"0", "Unchecked"})
_DICTIONARY = ("Variable / Field Name", "Form Name", "Field Type", "Field Label")


@dataclass(frozen=True)
class Field:
    """A field of the data dictionary. choices: code -> label."""

    name: str
    form: str
    type: str
    label: str
    choices: dict[str, str]
    is_identifier: bool


def recognise(book: Book) -> Marks:
    """The marks of REDCap: its own fields, statuses of forms, checkboxes; all headings of a raw export are names."""
    heads = [text.strip() for text in book.head[0]]
    found = {head for head in heads if head.startswith("redcap_") or head == "record_id"}
    found |= {head for head in heads if _LABEL_CHECKBOX.fullmatch(head)}
    found |= {head for i, head in enumerate(heads) if head.endswith("_complete") and {*book.below(i).held} <= _STATUS}
    raw = all(_FIELD.fullmatch(head) for head in heads)
    if raw:
        found |= {head for head in heads if _CHECKBOX.fullmatch(head) or head.endswith("_timestamp")}
    if heads[-1] == "Complete?":  # each form ends with its status, and so does the file
        last = {*map(str.strip, book.below(len(heads) - 1).held)}
        if last <= _STATUS and last - {"", "NA"}:
            return heading_marks(found, True, "last heading Complete? (label export)")
    own = any(head.startswith("redcap_") for head in found)
    other = any(head.endswith("_complete") or _CHECKBOX.fullmatch(head) for head in found)
    return heading_marks(found, raw and (own or (other and len(found) > 1)))


def read(book: Book, structure: Path | None) -> Reading:
    """Read the one table of the book. structure: the data dictionary (CSV)."""
    table = book.tables[0]
    fields = read_dictionary(structure) if structure else {}
    heads = [matching_text(text) for text in table.cells[0]]
    notes: list[str] = []
    labelled = "Complete?" in heads
    codes = _label_codes(heads, fields, notes) if labelled else heads
    require_distinct(codes, book.file, table.rows[0], "name", "one column per field", "export the file again")
    forms = _forms(codes, heads, fields)
    columns = []
    for i, (code, head) in enumerate(zip(codes, heads, strict=True)):
        match = _CHECKBOX.fullmatch(code) or _LABEL_CHECKBOX.fullmatch(head)
        name = match.group(1) if match else code
        field = fields.get(name)
        option = match.group(2) if match else ""
        text = field.label if field else head
        if option:
            text = f"{text if field else name} [{field.choices.get(option, option) if field else option}]"
        columns.append(Column(i + 1, code, text or code, _kind(code, head, i, field), name, option))
    texts = [list(own) for own in texts_of(columns, table, 1)]
    labels = {
        c.code: {answer: {"": label} for answer, label in fields[c.question].choices.items()}
        for c in columns
        if c.question in fields and not c.option
    }
    return Reading(
        "label export" if labelled else "raw export",
        columns,
        [Texts.of(own) for own in texts],
        _respondents(codes, heads, texts, table.rows[1:]),
        table,
        1,
        notes,
        _states(columns, texts, forms, notes),
        labels,
        unique_ids=True,
    )


def read_dictionary(path: Path) -> dict[str, Field]:
    """Fields of a data dictionary by name. Raises InputError if columns are missing."""
    table = open_book(path).tables[0]
    heads = [matching_text(text) for text in table.cells[0]]
    missing = [name for name in _DICTIONARY if name not in heads]
    if missing:
        expected, remedy = "a REDCap data dictionary with its 18 columns", "export the dictionary again (Project Setup)"
        raise InputError([Problem(str(path), "the column is missing", expected, remedy, 1, name) for name in missing])
    fields = {}
    for row in table.cells[1:]:
        cell = dict(zip(heads, row, strict=True))
        name, form, type, label = (cell[head] for head in _DICTIONARY)
        choices = next((cell[head] for head in heads if head.startswith("Choices")), "")
        known = _choices(choices) if type in ("radio", "dropdown", "checkbox") else {}
        is_identifier = cell.get("Identifier?", "").strip().lower() == "y"
        fields[name] = Field(name, form, type, without_html(label), known, is_identifier)
    return fields


def _choices(text: str) -> dict[str, str]:
    """`1, Label | 2, Label, with comma`: a code ends at the first comma."""
    pairs = [part.split(",", 1) for part in text.split("|") if part.strip()]
    return {pair[0].strip(): without_html(pair[-1]) for pair in pairs}


def _label_codes(heads: Sequence[str], fields: dict[str, Field], notes: list[str]) -> list[str]:
    """Codes of a label export: field names where the dictionary has a label exactly once, else the headings."""
    labels: dict[str, list[str]] = {}
    for field in fields.values():
        labels.setdefault(matching_text(field.label), []).append(field.name)
    codes = unique_codes([_KEY_LABELS.get(head.lower(), head) for head in heads])
    for i, head in enumerate(heads):
        match = _LABEL_CHECKBOX.fullmatch(head)
        names = labels.get(match.group(1) if match else head, [])
        if len(names) == 1 and (match or heads.count(head) == 1):
            option = ""
            if match:
                found = [code for code, label in fields[names[0]].choices.items() if label == match.group(2)]
                if len(found) != 1:
                    continue
                option = f"___{found[0]}"
            codes[i] = names[0] + option
    notes.append("label export: headings are not unique; a raw export is safer")
    return codes


def _forms(codes: Sequence[str], heads: Sequence[str], fields: dict[str, Field]) -> list[int | None]:
    """Per column the index of its form's status column: by the dictionary, else the next status to its right."""
    status = _status_columns(codes, heads)
    by_form = {codes[i].removesuffix("_complete"): i for i in status}
    found: list[int | None] = []
    for i, code in enumerate(codes):
        option = _CHECKBOX.fullmatch(code)
        field = fields.get(option.group(1) if option else code)
        at = bisect_left(status, i)
        following = status[at] if at < len(status) else None
        found.append(by_form.get(field.form, following) if field else following)
    return found


def _status_columns(codes: Sequence[str], heads: Sequence[str]) -> list[int]:
    pairs = enumerate(zip(codes, heads, strict=True))
    return [i for i, (code, head) in pairs if code.endswith("_complete") or head == "Complete?"]


def _kind(code: str, head: str, i: int, field: Field | None) -> Kind:
    if code == "redcap_survey_identifier" or (field and field.is_identifier):
        return "personal"
    is_system = code.startswith("redcap_") or code.endswith(("_complete", "_timestamp")) or head == "Complete?"
    return "system" if i == 0 or is_system else "question"


def _states(
    columns: Sequence[Column], texts: Sequence[Sequence[str]], forms: Sequence[int | None], notes: list[str]
) -> list[Texts]:
    """An empty status means that the form was never opened: its empty cells and zeros were not shown.

    A box that is not ticked counts as unticked where another box of the question is; otherwise an unanswered
    question cannot be told from one where nothing applied, or from a form that was never opened: no_answer.
    """
    groups = grouped(columns, lambda column: column.question if column.option else None)
    states: list[Texts] = []
    for column, cells, form in zip(columns, texts, forms, strict=True):
        said = []
        for row, text in enumerate(cells):
            unopened = form is not None and column.kind == "question" and not texts[form][row]
            is_zero = bool(column.option) and text in _UNCHECKED
            if column.option and text in _CHECKED:
                said.append(TICKED)
            elif is_zero and any(texts[k][row] in _CHECKED for k in groups[column.question]):
                said.append(UNTICKED)
            elif text and not is_zero:
                said.append(ANSWER)
            else:
                said.append(NOT_SHOWN if unopened else NO_ANSWER)
        states.append(Texts.of(said))
    if groups:
        notes.append(f"{len(groups)} checkbox questions: rows without any tick are no_answer, as 0 does not tell why")
    return states


def _respondents(
    codes: Sequence[str], heads: Sequence[str], texts: Sequence[list[str]], rows: Sequence[int]
) -> pd.DataFrame:
    """One row per record, event and repeat instance; complete if every form that was opened is."""
    of = dict(zip(codes, texts, strict=True))
    status = _status_columns(codes, heads)
    surveys = [cells for code, cells in of.items() if code.endswith("_timestamp")]
    complete: list[bool | None] = []
    for row in range(len(rows)):
        words = {texts[i][row] for i in status} - {""}
        complete.append(words <= {"2", "Complete"} if words else None)
        if any(cells[row] == "[not completed]" for cells in surveys):
            complete[-1] = False
    ids = list(texts[0])
    if len(set(ids)) < len(ids):
        keys = [of[key] for key in _KEYS if key in of]
        ids = ["/".join([id, *(key[row] for key in keys)]).rstrip("/") for row, id in enumerate(ids)]
    submitted = [next((cells[row] for cells in surveys[::-1] if cells[row]), "") for row in range(len(rows))]
    return respondents_table(rows, ids, complete, submitted=submitted)


PLATFORM = Platform(
    "redcap", recognise, read, "columns <form>_complete (raw export) or Complete? (label export)", (".csv",)
)
