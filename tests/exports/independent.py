"""Exports read by other means than the reader's, and compared with it cell by cell.

Nothing here imports wavework. Bytes become cells by csv, xlrd, pandas or pyreadstat; what each row and cell
is follows from the platform's documentation and is said in the function of its layout.
"""

import ast
import csv
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import pandas as pd
import pyreadstat
import pytest

ANSWER, TICKED, UNTICKED, EMPTY, MISSING = "answer", "ticked", "unticked", "empty", "user_missing"
NOT_SHOWN, SEEN = "not_shown", "seen_unanswered"
EITHER = "unticked or empty"  # nothing ticked, but a free text was written: both readings are right
ALIKE = {
    EMPTY: {"no_answer", SEEN, NOT_SHOWN},
    EITHER: {UNTICKED, "no_answer"},
}  # where the file does not say why a cell is empty, any reason is right

Key = int | tuple[int, str]  # place of a column (1 = first); an option inside a cell: (place, code)
Records = list[tuple[int, list[str]]]  # number as a spreadsheet counts, fields


@dataclass
class Own:
    """An independent reading. Texts and states by column, over the respondents; persons: places that must stay out."""

    rows: list[int]
    cells: dict[Key, list[str]]
    states: dict[Key, list[str]]
    complete: list[bool | None]
    persons: set[int] = field(default_factory=set)

    def tick(self, places: Iterable[int], yes: Mapping[int, str], also: Iterable[int] = ()) -> None:
        """Columns of a multiple choice whose unticked options are empty. also: free texts of the same question."""
        places, also = list(places), list(also)
        for row in range(len(self.rows)):
            some = any(self.cells[p][row] and self.cells[p][row] == yes[p] for p in places)
            wrote = any(self.cells[p][row] for p in also)
            for p in places:
                text = self.cells[p][row]
                self.states[p][row] = (
                    TICKED if text == yes[p] and text else UNTICKED if some else EITHER if wrote else EMPTY
                )


def own(records: Records, first: int, complete: Sequence[bool | None] | None = None) -> Own:
    """Records from `first` on are respondents, each cell an answer or empty."""
    body = records[first:]
    width = len(records[first - 1][1]) if first else 0
    cells: dict[Key, list[str]] = {p + 1: [fields[p] for _, fields in body] for p in range(width)}
    states = {p: [ANSWER if text else EMPTY for text in texts] for p, texts in cells.items()}
    return Own([row for row, _ in body], cells, states, list(complete or [None] * len(body)))


# ---- bytes -> records


def text_records(path: Path, delimiter: str = ",", encoding: str = "utf-8-sig", quoted: bool = True) -> Records:
    """Records of a text file by Python's csv module; blank ones are left out but counted."""
    csv.field_size_limit(10**9)
    with path.open(encoding=encoding, newline="") as file:
        quoting = csv.QUOTE_MINIMAL if quoted else csv.QUOTE_NONE
        read = list(csv.reader(file, delimiter=delimiter, quoting=quoting))
    return [(row, fields) for row, fields in enumerate(read, start=1) if any(fields)]


def value_text(value: Any) -> str:
    """A value as text: whole numbers without decimals, times in ISO form with milliseconds where there are any."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, datetime):
        return value.isoformat(" ", "milliseconds" if value.microsecond else "seconds")
    return str(value)


def plain_text(text: str) -> str:
    """A heading or label without tags and with single blanks."""
    return " ".join(re.sub(r"<[^<>]*>", " ", text).replace("&nbsp;", " ").replace("&amp;", "&").split())


# ---- LimeSurvey


def lime(records: Records, submitted: int | None = None) -> Own:
    """One header row. submitted: place of submitdate, empty where the response is incomplete.

    An option's heading ends in its code or text in brackets, and a question is a multiple choice if its options hold
    nothing but Yes, No and N/A, N/A among them (full answers), or nothing but Y and empty cells (codes). N/A is the
    word for not shown there and in yes/no questions.
    """
    read = own(records, 1)
    groups: dict[str, list[int]] = {}
    for p, head in enumerate(records[0][1], start=1):
        code = re.match(r"([A-Za-z]\w*)\[([^\]]*)\]", head)
        stem, option = code.groups() if code else head.rpartition("[")[::2]
        if stem and not re.match(r"(other|.*comment|sonstiges|otro)\]?$", option, re.IGNORECASE):
            groups.setdefault(stem.strip(), []).append(p)
    yes, full = {"Yes", "Ja", "Sí"}, {"Yes", "No", "Ja", "Nein", "Sí", "N/A"}
    options: set[int] = set()
    for places in groups.values():
        filled = {text for p in places for text in read.cells[p]}
        if filled == {"Y", ""}:
            read.tick(places, dict.fromkeys(places, "Y"))
        elif filled <= full and "N/A" in filled:
            options |= set(places)
    for p, texts in read.cells.items():
        hides = p in options or set(texts) <= full
        for k, text in enumerate(texts):
            if hides and text == "N/A":
                read.states[p][k], texts[k] = NOT_SHOWN, ""
            elif p in options and text:
                read.states[p][k] = TICKED if text in yes else UNTICKED
    if submitted:
        read.complete = [bool(text) for text in read.cells[submitted]]
    return read


# ---- Qualtrics

QUALTRICS_PERSONS = {
    "ipaddress", "recipientlastname", "recipientfirstname", "recipientemail", "externalreference",
    "externaldatareference", "locationlatitude", "locationlongitude", "name", "emailaddress", "prolific_pid",
}  # fmt: skip


def import_id(cell: str) -> str:
    """The ImportId of a header cell: JSON today, a Python dict in 2016."""
    try:
        found = json.loads(cell)
    except ValueError:
        try:
            found = ast.literal_eval(cell)
        except (ValueError, SyntaxError):
            return ""
    return str(found.get("ImportId", "")) if isinstance(found, dict) else ""


def qualtrics(records: Records, header: int = 3, names: int = 0, multiple: Iterable[Sequence[int]] = ()) -> Own:
    """Header rows of tags, texts, ImportIds (3), of V1… and names (legacy, 2, names=1), or of tags alone (1).

    names: the row whose words name the system columns. -99 in a question is seen but unanswered. NA among the header
    rows: R wrote the file, and NA is an empty cell. multiple: places of the options of a multiple choice that was
    exported with a column per option: what is filled is ticked.
    """
    heads = [fields for _, fields in records[:header]]
    words = [re.sub(r"\W", "", word).lower() for word in heads[names]]
    ids = [import_id(cell) for cell in heads[-1]]
    read = own(records, header)
    by_r = any(cell == "NA" for row in heads[1:] for cell in row)
    system = {
        "startdate", "enddate", "status", "progress", "durationinseconds", "finished", "recordeddate", "responseid",
        "distributionchannel", "userlanguage", "responseset", "locationaccuracy",
    } | QUALTRICS_PERSONS  # fmt: skip
    for p, texts in read.cells.items():
        for k, text in enumerate(texts):
            if text == "NA" and by_r:
                texts[k], read.states[p][k] = "", EMPTY
            if text == "-99" and words[p - 1] not in system:
                texts[k], read.states[p][k] = "", SEEN
    for places in multiple:
        labels = {p: next(iter(set(read.cells[p]) - {""}), "") for p in places}
        read.tick(places, labels)
    read.persons = {
        p
        for p in read.cells
        if words[p - 1] in QUALTRICS_PERSONS or re.sub(r"\W", "", ids[p - 1]).lower() in QUALTRICS_PERSONS
    }
    if "finished" in words:
        read.complete = [text.lower() in ("1", "true", "wahr") for text in read.cells[words.index("finished") + 1]]
    return read


# ---- SurveyMonkey

MONKEY_SINGLE = {"", "Response", "Open-Ended Response"}


def is_free_text(heading: str, texts: Sequence[str]) -> bool:
    """Whether a column beside options is what people wrote: by its heading, its cells differing nearly all."""
    asks = re.match(r"(other|otro|autre|sonstige|please).*(please|specify|explain|especif|precis|bitte)", heading, re.I)
    wrote = len(texts) > 3 and len(set(texts)) > len(texts) / 2
    return bool(texts) and (bool(asks and set(map(plain_text, texts)) != {heading}) or wrote)


def monkey(
    records: Records,
    question: int,
    choice: int | None,
    first: int,
    system: Sequence[int] = (1,),
    persons: Iterable[int] = (),
) -> Own:
    """question, choice: header records of question texts (once, then blanks) and of choices; first: first respondent.

    An option of a multiple choice holds one thing: its own choice's text (in a matrix `row - choice` the choice), or a
    number that no other option has. A column beside such options that holds many texts is the free text of "other".
    system: places of respondent id, dates and the like, where a question's text ends.
    """
    read = own(records, first)
    read.persons = set(persons)
    heads = records[question][1]
    choices = [plain_text(text) for text in records[choice][1]] if choice is not None else [""] * len(heads)
    groups: dict[int, list[int]] = {}
    start = 0
    for p, text in enumerate(heads, start=1):
        if p in system:
            start = 0
            continue
        if text.strip() and not (start and text == heads[start - 1]):
            start = p
        if start and choices[p - 1] not in MONKEY_SINGLE:
            groups.setdefault(start, []).append(p)
    for places in groups.values():
        texts = {p: [text for text in read.cells[p] if text] for p in places}
        free = [p for p in places if is_free_text(choices[p - 1], texts[p])]
        free += [p for p in places if p not in free and len(set(texts[p])) > 1]  # or what somebody coded of it later
        named = [p for p in places if p not in free]
        marks = {p: next(iter(texts[p]), "") for p in named}
        filled = {p: mark for p, mark in marks.items() if mark}
        by_text = all(f" - {choices[p - 1]}".endswith(f" - {plain_text(mark)}") for p, mark in filled.items())
        apart = {(choices[p - 1].rpartition(" - ")[0], mark) for p, mark in filled.items()}
        coded = len(apart) == len(filled) and len(named) > 2 and sum(len(texts[p]) for p in named) > 9
        if len(filled) > sum(1 for p in free if texts[p]) - (len(free) == 1) and (by_text or coded):
            read.tick(named, marks, free)
    return read


# ---- other tables


def redcap(records: Records, persons: Iterable[int] = ()) -> Own:
    """One header row of field names. field___code is a checkbox: 1 ticked; 0 not ticked where another is ticked.

    Elsewhere 0 also stands where the form was never opened, so it says nothing. <form>_complete: 2 complete; the form
    of a field is that of the next status column on its right; an empty status: the form was not opened.
    """
    heads = records[0][1]
    read = own(records, 1)
    read.persons = set(persons)
    boxes: dict[str, list[int]] = {}
    for p, head in enumerate(heads, start=1):
        if "___" in head:
            boxes.setdefault(head.split("___")[0], []).append(p)
    for places in boxes.values():
        for k in range(len(read.rows)):
            some = any(read.cells[p][k] == "1" for p in places)
            for p in places:
                box = read.cells[p][k]
                read.states[p][k] = TICKED if box == "1" else UNTICKED if box == "0" and some else EMPTY
    status = [p for p, head in enumerate(heads, start=1) if head.endswith("_complete")]
    for k in range(len(read.rows)):
        words = {read.cells[p][k] for p in status} - {""}
        read.complete[k] = words <= {"2"} if words else None
    return read


def eusurvey(path: Path) -> Own:
    """Headings in row 4, responses below; with assigned values each answer ends in its id in brackets.

    A cell of several answers, `A(ID1); B(ID2)`, has one option per id that occurs in its column.
    """
    xlrd = pytest.importorskip("xlrd")  # no dependency of the project
    book = xlrd.open_workbook(path)
    sheet = book.sheet_by_index(0)

    def text(cell: Any) -> str:
        is_date = cell.ctype == xlrd.XL_CELL_DATE
        return value_text(xlrd.xldate.xldate_as_datetime(cell.value, book.datemode) if is_date else cell.value)

    grid = [[text(cell) for cell in sheet.row(i)] for i in range(sheet.nrows)]
    records = [(i + 1, row) for i, row in enumerate(grid) if i >= 3 and any(row)]
    read = own(records, 1)
    part = re.compile(r"(.+?)\((\w+)\)(?:; |$)", re.DOTALL)
    for p in [p for p in read.cells if isinstance(p, int)]:
        filled = [answer for answer in read.cells[p] if answer]
        if not filled or any(part.sub("", answer) for answer in filled):
            continue
        found = [part.findall(answer) for answer in read.cells[p]]
        if all(len(parts) <= 1 for parts in found):
            read.cells[p] = [parts[0][0].strip() if parts else "" for parts in found]
            continue
        for code in {code for parts in found for _, code in parts}:
            label = next(answer.strip() for parts in found for answer, id in parts if id == code)
            said = [any(id == code for _, id in parts) for parts in found]
            read.cells[p, code] = [label if yes else "" for yes in said]
            read.states[p, code] = [
                EMPTY if not parts else TICKED if yes else UNTICKED for parts, yes in zip(found, said, strict=True)
            ]
    return read


def package(path: Path, encoding: str | None = None) -> Own:
    """SPSS by pyreadstat, Stata by pandas: codes as they are; rows are cases, 1 = first; declared missing codes."""
    missing: dict[str, list[Any]] = {}
    sets: dict[str, Any] = {}
    if path.suffix == ".dta":
        frame = pd.read_stata(path, convert_categoricals=False, convert_dates=True)
    else:
        frame, meta = pyreadstat.read_sav(path, user_missing=True, encoding=encoding)
        missing, sets = meta.missing_ranges or {}, meta.mr_sets or {}
    cells: dict[Key, list[str]] = {}
    states: dict[Key, list[str]] = {}
    for p, name in enumerate(frame.columns, start=1):
        values = [None if pd.isna(value) else value for value in frame[name]]
        cells[p] = [value_text(getattr(value, "item", lambda v=value: v)()) for value in values]
        states[p] = [ANSWER if text else EMPTY for text in cells[p]]
        for k, value in enumerate(values):
            for span in missing.get(name, []):
                if value is not None and type(span["lo"]) is type(value) and span["lo"] <= value <= span["hi"]:
                    states[p][k] = MISSING
    for found in sets.values():
        if found["is_dichotomy"]:
            for name in found["variable_list"]:
                p = list(frame.columns).index(name) + 1
                for k, text in enumerate(cells[p]):
                    if states[p][k] == ANSWER:
                        states[p][k] = TICKED if text.strip() == str(found["counted_value"]).strip() else UNTICKED
    return Own(list(range(1, len(frame) + 1)), cells, states, [None] * len(frame))


# ---- comparing


def same_number(text: str, mine: str) -> bool:
    """Whether two texts are one number, to the last bit: 1e-05 and 0.00001."""
    try:
        return "." in mine and float(text) == float(mine)
    except ValueError:
        return False


def differences(read: Any, mine: Own) -> tuple[int, list[str]]:
    """Cells compared, and what differs: rows, columns, completeness, texts, states, persons' columns that came out.

    read: an Export. Columns that it withholds are compared in nothing but that; an option that it made of a cell is
    compared where the independent reading has it.
    """
    found = []
    if list(read.rows) != mine.rows:
        return 0, [f"rows: {len(read.rows)} read, {len(mine.rows)} expected; first {read.rows[:3]}, {mine.rows[:3]}"]
    if list(read.respondents["complete"]) != mine.complete:
        wrong = sum(1 for a, b in zip(read.respondents["complete"], mine.complete, strict=True) if a != b)
        found.append(f"complete: {wrong} of {len(mine.rows)} differ")
    places = {column.position for column in read.columns}
    filled = {p for p, texts in mine.cells.items() if isinstance(p, int) and any(texts)}
    if lost := filled - places:
        found.append(f"columns lost: {sorted(lost)}")
    compared = 0
    shown: set[Key] = set()
    for column in read.columns:
        key: Key = column.position
        if key in shown or (column.position, column.option) in mine.cells:
            key = (column.position, column.option)
        shown.add(key)
        if column.code not in read.cells.columns or key not in mine.cells:
            continue
        if isinstance(key, int) and key in mine.persons:
            found.append(f"person's column returned: {column.position}")
        told = zip(read.cells[column.code], read.states[column.code], mine.cells[key], mine.states[key], strict=True)
        wrong_text = wrong_state = 0
        example = ""
        for row, (text, state, my_text, my_state) in zip(mine.rows, told, strict=True):
            compared += 1
            if text != my_text and not same_number(text, my_text):
                wrong_text += 1
                example = example or f"row {row}: {text!r} for {my_text!r}"
            elif state != my_state and state not in ALIKE.get(my_state, ()):
                wrong_state += 1
                example = example or f"row {row}: {state} for {my_state}"
        if wrong_text or wrong_state:
            found.append(f"column {key}: {wrong_text} texts, {wrong_state} states; {example}")
    return compared, found
