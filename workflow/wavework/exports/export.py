"""What an export is once it is read: its columns, its cells as text, and what the platform says of each cell."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Literal

import pandas as pd

from wavework.exports.cells import Book, Table, matching_text
from wavework.problems import InputError, Problem

Kind = Literal["question", "system", "personal"]

# States of a cell. Platforms tell different things apart; what they tell apart stays apart.
ANSWER = "answer"  # an answer stands in the cell
TICKED = "ticked"  # option of a multiple choice, chosen
UNTICKED = "unticked"  # option that was not chosen by somebody who is known to have answered or seen the question
NO_ANSWER = "no_answer"  # empty, and the platform does not say why
SEEN_UNANSWERED = "seen_unanswered"  # empty, and the platform says that the question was shown
NOT_SHOWN = "not_shown"  # empty, and the platform says that the question was not shown or not reached
USER_MISSING = "user_missing"  # a code that the file itself declares as missing (SPSS, Stata); the text keeps it
STATES = (ANSWER, TICKED, UNTICKED, NO_ANSWER, SEEN_UNANSWERED, NOT_SHOWN, USER_MISSING)

Labels = dict[str, dict[str, dict[str, str]]]  # column code -> answer code -> language ("" if unknown) -> label


@dataclass(frozen=True)
class Column:
    """A column of an export.

    position: place in the file, 1 = first; an option split out of a cell has the place of that cell.
    code: the platform's name of the column, unique in the export. Where the platform has none it is the heading,
    repeated headings told apart by " #2", " #3". A column asked for by its id or heading has that as its code.
    text: the heading that people read, without HTML. question, option: codes of the question and of its row or
    option where the platform has them. id: the platform's internal id (ImportId of Qualtrics), "" if none.
    """

    position: int
    code: str
    text: str
    kind: Kind
    question: str = ""
    option: str = ""
    id: str = ""


@dataclass(frozen=True)
class Export:
    """An export as text cells.

    cells: text of every cell as answered, index 0..n-1, columns = codes of the columns that are returned;
    states: same shape, one of STATES. `columns` lists all columns of the file, also those whose cells are not
    returned (personal ones always, others when an allow-list was given).
    rows: row number of each response in the file, as a spreadsheet counts (1 = first header row).
    respondents: one row per response: response_id; complete (True, False, or None where the file does not tell);
    kind: normal, test, preview, spam or rejected; submitted: raw text, "" if none; language: code or "".
    labels: column code -> answer code -> language -> label, from a structure file or the export itself.
    notes: what was detected and how, for the log; never holds an answer.
    """

    path: Path
    platform: str
    layout: str
    encoding: str
    delimiter: str
    columns: tuple[Column, ...]
    cells: pd.DataFrame
    states: pd.DataFrame
    rows: tuple[int, ...]
    respondents: pd.DataFrame
    notes: tuple[str, ...]
    labels: Labels

    def column(self, name: str) -> Column:
        """The column with this code, id, or exact heading if unique. Raises InputError with near matches."""
        found = find_column(self.columns, name)
        if isinstance(found, Problem):
            raise InputError(_in_file(found, str(self.path)))
        return found


@dataclass
class Reading:
    """What a platform's reader hands to `reader`: columns, and per column its texts and states."""

    platform: str
    layout: str
    columns: list[Column]
    texts: list[list[str]]
    states: list[list[str]]
    rows: list[int]
    respondents: pd.DataFrame
    table: Table | None = None  # the table of the responses; None for files that are no tables
    first: int = 0  # index of the first response in table.cells; above it are the header rows
    notes: list[str] = field(default_factory=list)
    labels: Labels = field(default_factory=dict)
    choices: dict[str, dict[str, dict[str, str]]] = field(default_factory=dict)  # of multiple choices in one cell
    separators: tuple[str, ...] = (",",)  # between the options of a multiple choice in one cell
    free_text_option: bool = False  # a free text may stand behind the options in a multiple choice's one cell
    unique_ids: bool = False  # the platform never gives two responses one id


@dataclass(frozen=True)
class Platform:
    """How exports of one platform are recognised and read.

    recognise: why a file is an export of this platform, "" if it is not. expected: what such a file has, for messages.
    structures: endings of the platform's questionnaire files.
    """

    name: str
    recognise: Callable[[Book], str]
    read: Callable[[Book, Path | None], Reading]
    expected: str
    structures: tuple[str, ...] = ()


def respondents_table(
    response_id: Sequence[str],
    complete: Sequence[bool | None],
    kind: Sequence[str] | None = None,
    submitted: Sequence[str] | None = None,
    language: Sequence[str] | None = None,
) -> pd.DataFrame:
    """The respondents of an export; see Export.respondents. Absent columns are "normal" and ""."""
    n = len(response_id)
    return pd.DataFrame(
        {
            "response_id": pd.Series(list(response_id), dtype="str"),
            "complete": pd.Series(list(complete), dtype="object"),
            "kind": pd.Series(list(kind) if kind is not None else ["normal"] * n, dtype="str"),
            "submitted": pd.Series(list(submitted) if submitted is not None else [""] * n, dtype="str"),
            "language": pd.Series(list(language) if language is not None else [""] * n, dtype="str"),
        }
    )


def find_column(columns: Iterable[Column], name: str) -> Column | Problem:
    """The column called `name`: by code, then id, then heading if only one column has it; otherwise a problem."""
    columns = list(columns)
    for attribute in ("code", "id"):
        found = [column for column in columns if getattr(column, attribute) == name != ""]
        if len(found) == 1:
            return found[0]
    wanted = matching_text(name)
    found = [column for column in columns if wanted and matching_text(column.text) == wanted]
    if len(found) == 1:
        return found[0]
    if found:
        return Problem(
            "",
            f"{len(found)} columns have this heading",
            "a code that one column has: " + ", ".join(column.code for column in found[:5]),
            "name the column by its code",
            column=name,
        )
    known = sorted({text for column in columns for text in (column.code, column.id, column.text) if text})
    near = get_close_matches(name, known, n=3, cutoff=0.6)
    shown = near or [column.code for column in columns if column.kind == "question"][:5]
    return Problem(
        "",
        "the column is missing",
        ("near it: " if near else "the file has: ") + (", ".join(shown) or "no question column"),
        "export the file again with this question, or correct the name",
        column=name,
    )


def _in_file(problem: Problem, file: str) -> Problem:
    return Problem(file, problem.found, problem.expected, problem.remedy, problem.row, problem.column, problem.sheet)


def unique_codes(headings: Sequence[str], empty: str = "column") -> list[str]:
    """Codes for headings of a platform without codes: the heading itself, repeated ones with " #2", " #3" …"""
    seen: dict[str, int] = {}
    codes = []
    for position, heading in enumerate(headings, start=1):
        code = " ".join(heading.split()) or f"{empty} {position}"
        seen[code] = seen.get(code, 0) + 1
        codes.append(code if seen[code] == 1 else f"{code} #{seen[code]}")
    return codes


def repeated(headings: Sequence[str]) -> list[str]:
    """Headings that stand more than once, in order of first appearance."""
    counts: dict[str, int] = {}
    for heading in headings:
        counts[heading] = counts.get(heading, 0) + 1
    return [heading for heading, count in counts.items() if count > 1 and heading]


def option_states(
    texts: Sequence[Sequence[str]], ticked: Sequence[frozenset[str]], unticked: frozenset[str] = frozenset()
) -> list[list[str]]:
    """States of the option columns of one multiple choice on a platform that leaves unticked options empty.

    texts: per option column its cells; ticked: per column the texts that mean ticked. An empty cell is unticked if
    the same response ticked another option; otherwise nobody can tell unanswered from not shown: no_answer.
    """
    rows = range(len(texts[0]) if texts else 0)
    somewhere = [
        any(column[row] in yes for column, yes in zip(texts, ticked, strict=True) if column[row]) for row in rows
    ]
    return [
        [
            TICKED
            if text in yes and text
            else UNTICKED
            if text in unticked and text
            else ANSWER
            if text
            else UNTICKED
            if somewhere[row]
            else NO_ANSWER
            for row, text in enumerate(column)
        ]
        for column, yes in zip(texts, ticked, strict=True)
    ]


def plain_states(texts: Iterable[str]) -> list[str]:
    """answer or no_answer: for columns of which the platform says nothing more."""
    return [ANSWER if text else NO_ANSWER for text in texts]


_NAMED = re.compile(
    r"(?:your |contact |respondent(?:'s)? )?(?:first|last|middle|family|given|full)[ _.-]*name|surname|nachname|"
    r"vorname|nom de famille|prénom|apellidos?|nombres? y apellidos?|dob|date[ _]of[ _]birth|"
    r"(?:location)?[ _]?(?:latitude|longitude)",
    re.IGNORECASE,
)
_MAIL = re.compile(r"mail|courriel|correo", re.IGNORECASE)
_PHONE = re.compile(r"phone|telefon|téléphone|teléfono|telefone|mobile|celular|whatsapp", re.IGNORECASE)
_PHONE_VALUE = re.compile(r"\+\d[\d ()/.-]{6,}|0[\d ()/.-]{7,}|\(\d{2,4}\) ?\d[\d -]{4,}|\d{3}-\d{3,}[\d-]*")
_OCTET = r"(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)"  # 1.500.000.000 is a number
_PERSON_VALUE = re.compile(
    rf"[^@\s]{{1,64}}@[^@\s]+\.[A-Za-z]{{2,}}|(?:{_OCTET}\.){{3}}{_OCTET}|(?:[0-9a-f]{{1,4}}:){{7}}[0-9a-f]{{1,4}}|"
    r"(?=.*[0-9a-f])[0-9a-f:]*::[0-9a-f:]*",
    re.IGNORECASE,
)


def is_personal(heading: str, texts: Iterable[str]) -> bool:
    """Whether a column holds persons: by a heading that is a name field, by its cells, or by both.

    "E-mail" and "telephone" are also service channels that people rate and count, so such a heading is not enough:
    one e-mail address in the cells is, or half of them being telephone numbers. Half of the cells being e-mail or
    IP addresses is enough whatever the heading. Names and free texts are not found: against them stands the
    allow-list.
    """
    text = matching_text(heading)
    if _NAMED.fullmatch(text):
        return True
    counts = Counter(texts)
    filled = sum(count for cell, count in counts.items() if cell.strip())
    pattern = _PHONE_VALUE if _PHONE.search(text) else _PERSON_VALUE
    hits = sum(count for cell, count in counts.items() if pattern.fullmatch(cell.strip()))
    if _MAIL.search(text) and any(_PERSON_VALUE.fullmatch(cell.strip()) for cell in counts):
        return True
    return bool(hits) and 2 * hits >= filled


def clean_labels(labels: Mapping[str, Mapping[str, Mapping[str, str]]]) -> Labels:
    """Labels without empty entries, in the order given."""
    kept: Labels = {}
    for code, answers in labels.items():
        inner = {answer: {lang: text for lang, text in words.items() if text} for answer, words in answers.items()}
        inner = {answer: words for answer, words in inner.items() if words}
        if inner:
            kept[code] = inner
    return kept
