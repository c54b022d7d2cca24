"""What an export is once it is read: its columns, its cells as text, and what the platform says of each cell."""

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path
from typing import Literal

import pandas as pd

from wavework.exports.text_cells import Book, Table, matching_text, without_na
from wavework.exports.texts import Texts
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

TABULAR = ("text", "xlsx", "xls", "ods", "parquet")  # kinds of files that are opened as tables of text cells

Choices = dict[str, dict[str, str]]  # answer code -> language ("" if unknown) -> label
Labels = dict[str, Choices]  # by column code


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

    texts: of every column that is returned, by its code, the text of each cell as answered; said: the same of its
    state, one of STATES. `columns` lists all columns of the file, also those whose cells are not returned (personal
    ones always, others when an allow-list was given). cells, states: the same two as tables of pandas, for small
    exports: index 0..n-1, columns = codes.
    rows: row number of each response in the file, as a spreadsheet counts (1 = first header row).
    respondents: one row per response: response_id; complete (True, False, or None where the file does not tell);
    kind: normal, test, preview, spam or rejected; submitted: raw text, "" if none; language: code or "".
    labels: column code -> answer code -> language -> label, from a structure file or the export itself.
    notes: what was detected and how, for the log; never holds an answer. sheet: that of the responses, "" if none.
    """

    path: Path
    platform: str
    layout: str
    encoding: str
    delimiter: str
    columns: tuple[Column, ...]
    texts: Mapping[str, Texts]
    said: Mapping[str, Texts]
    rows: tuple[int, ...]
    respondents: pd.DataFrame
    notes: tuple[str, ...]
    labels: Labels
    sheet: str = ""

    @cached_property
    def cells(self) -> pd.DataFrame:
        """The texts of the columns that are returned."""
        return _frame(self.texts, len(self.rows))

    @cached_property
    def states(self) -> pd.DataFrame:
        """The states of these cells."""
        return _frame(self.said, len(self.rows))

    def column(self, name: str) -> Column:
        """The column with this code, id, or exact heading if unique. Raises InputError with near matches."""
        found = find_column(self.columns, name, str(self.path))
        if isinstance(found, Problem):
            raise InputError(found)
        return found


def _frame(columns: Mapping[str, Texts], rows: int) -> pd.DataFrame:
    found = {code: texts.series() for code, texts in columns.items()}
    return pd.DataFrame(found, index=pd.RangeIndex(rows), columns=list(columns))


@dataclass
class Reading:
    """What a platform's reader hands to `reader`: columns, and per column its texts and states.

    table: that of the responses; first: index of the first response in table.cells, above it are the header rows.
    states: by default what `plain_states` says. choices: of multiple choices in one cell. unique_ids: the platform
    never gives two responses one id.
    """

    layout: str
    columns: list[Column]
    texts: list[Texts]
    respondents: pd.DataFrame
    table: Table
    first: int
    notes: list[str]
    states: list[Texts] = field(default_factory=list)
    labels: Labels = field(default_factory=dict)
    choices: Labels = field(default_factory=dict)
    unique_ids: bool = False

    def __post_init__(self) -> None:
        self.texts = [Texts.of(texts) for texts in self.texts]
        self.states = [Texts.of(states) for states in self.states or map(plain_states, self.texts)]

    @property
    def rows(self) -> list[int]:
        """Row number of each response in the file."""
        return self.table.rows[self.first :]

    def add(self, column: Column, texts: Sequence[str], states: Sequence[str]) -> None:
        """Add a column that is no column of the file: an option split out of a cell."""
        self.columns.append(column)
        self.texts.append(Texts.of(texts))
        self.states.append(Texts.of(states))


@dataclass(frozen=True)
class Marks:
    """What in a file speaks for a platform.

    why: the marks, for people, "" if there are none; weight: how many headings and the like they are; sure: whether
    they tell the platform on their own. One heading never does: platforms share words such as ResponseID. headings:
    those among the marks; known: all headings of the file that are the platform's own; both as `spellings` has them.
    """

    why: str = ""
    weight: int = 0
    sure: bool = False
    headings: frozenset[str] = frozenset()
    known: frozenset[str] = frozenset()

    def are_those_of(self, other: "Marks") -> bool:
        """Whether these marks are headings that another platform has too, and no more."""
        return len(self.headings) == self.weight and self.headings <= other.known


@dataclass(frozen=True)
class Platform:
    """How exports of one platform are recognised and read.

    recognise: the marks of the platform in a file of one of the kinds; read: from the book and the questionnaire
    file. expected: what such a file has, for messages. structures: endings of the platform's questionnaire files.
    separators: between the options of a multiple choice in one cell; free_text_option: a free text may stand behind
    them. only_submitted: its exports hold no response that was not submitted.
    """

    name: str
    recognise: Callable[[Book], Marks]
    read: Callable[[Book, Path | None], Reading]
    expected: str
    structures: tuple[str, ...] = ()
    kinds: tuple[str, ...] = TABULAR
    separators: tuple[str, ...] = (",",)
    free_text_option: bool = False
    only_submitted: bool = False

    def recognised(self, book: Book) -> Marks:
        """The marks of this platform in the file."""
        return self.recognise(book) if book.kind in self.kinds else Marks()


def spelling(heading: str) -> str:
    """A heading as its spellings have it in common: ResponseId, Response ID, response_id."""
    return re.sub(r"[\W_]", "", heading).casefold()


def spellings(headings: Iterable[str]) -> frozenset[str]:
    """Each heading as its `spelling`."""
    return frozenset(map(spelling, headings))


def heading_marks(found: Collection[str], sure: bool, more: str = "", known: Iterable[str] = ()) -> Marks:
    """The marks of a platform by its headings that were found.

    more: a further mark, counted as two headings; known: further headings that are the platform's and no mark of it.
    """
    shown = ", ".join(sorted(found)[:4]) + (", …" if len(found) > 4 else "")
    words = [f"heading{'s' if len(found) > 1 else ''} {shown}" if found else "", more]
    headings = spellings(found)
    weight = len(found) + 2 * bool(more)
    return Marks(", ".join(filter(None, words)), weight, sure, headings, headings | spellings(known))


def respondents_table(
    rows: Sequence[int],
    response_id: Sequence[str] | None = None,
    complete: Sequence[bool | None] | None = None,
    kind: Sequence[str] | None = None,
    submitted: Sequence[str] | None = None,
    language: Sequence[str] | None = None,
) -> pd.DataFrame:
    """The respondents of an export; see Export.respondents. What is absent: the row, None, "normal" and ""."""
    n = len(rows)

    def texts(given: Sequence[str] | None, otherwise: str) -> pd.Series:
        return Texts.of(given).series() if given else Texts.alike(otherwise, n).series()

    return pd.DataFrame(
        {
            "response_id": texts(response_id or [f"row {row}" for row in rows], ""),
            "complete": pd.Series(list(complete or [None] * n), dtype="object"),
            "kind": texts(kind, "normal"),
            "submitted": texts(submitted, ""),
            "language": texts(language, ""),
        }
    )


def find_column(columns: Iterable[Column], name: str, file: str, row: int | None = None) -> Column | Problem:
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
        told = f"{len(found)} columns have this heading"
        expected = "a code that one column has: " + ", ".join(column.code for column in found[:5])
        return Problem(file, told, expected, "name the column by its code", row, name)
    known = sorted({text for column in columns for text in (column.code, column.id, column.text) if text})
    near = get_close_matches(name, known, n=3, cutoff=0.6)
    shown = near or [column.code for column in columns if column.kind == "question"][:5]
    expected = ("near it: " if near else "the file has: ") + (", ".join(shown) or "no question column")
    remedy = "export the file again with this question, or correct the name"
    return Problem(file, "the column is missing", expected, remedy, row, name)


def unique_codes(headings: Iterable[str]) -> list[str]:
    """Codes for headings of a platform without codes: the heading itself, repeated ones with " #2", " #3" …"""
    seen: dict[str, int] = {}
    codes = []
    for position, heading in enumerate(headings, start=1):
        code = " ".join(heading.split()) or f"column {position}"
        seen[code] = seen.get(code, 0) + 1
        codes.append(code if seen[code] == 1 else f"{code} #{seen[code]}")
    return codes


def texts_of(columns: Iterable[Column], table: Table, first: int) -> list[Texts]:
    """The cells of each column, by its place in the table, from the row with index `first` on."""
    cells = [(column, table.columns[column.position - 1][first:]) for column in columns]
    return [without_na(texts) if column.kind == "system" else texts for column, texts in cells]


def header_rows(count: int) -> str:
    """The layout of a file with so many header rows."""
    return f"{count} header row{'s' if count > 1 else ''}"


def plain_states(texts: Iterable[str]) -> Texts:
    """answer or no_answer: for columns of which the platform says nothing more."""
    return Texts.chosen([Texts.of(texts).filled], [ANSWER], NO_ANSWER)


def first_label(words: Mapping[str, str], default: str) -> str:
    """The label in the first language that has one. words: language -> label."""
    return next((label for label in words.values() if label), default)


def clean_labels(labels: Mapping[str, Mapping[str, Mapping[str, str]]]) -> Labels:
    """Labels without empty entries, in the order given."""
    kept: Labels = {}
    for code, answers in labels.items():
        inner = {answer: {lang: text for lang, text in words.items() if text} for answer, words in answers.items()}
        inner = {answer: words for answer, words in inner.items() if words}
        if inner:
            kept[code] = inner
    return kept
