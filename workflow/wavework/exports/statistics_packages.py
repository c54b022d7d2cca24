"""SPSS (.sav, .zsav) and Stata (.dta): codes as text, value labels, declared missing values, multiple response sets.

Decoding is by pyreadstat; for Stata 13 files without a declared encoding by pandas, with the codepage from the config.
"""

import os
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from wavework.exports.common_refusals import refusal
from wavework.exports.export import (
    NO_ANSWER,
    TICKED,
    UNTICKED,
    USER_MISSING,
    Column,
    Marks,
    Platform,
    Reading,
    plain_states,
    respondents_table,
)
from wavework.exports.sheets import cell_text
from wavework.exports.text_cells import Book, Table, without_html
from wavework.exports.texts import Texts
from wavework.problems import InputError

_FIRST_DAY = datetime(1582, 10, 14)  # SPSS counts seconds from here
_DAYS = ("DATE", "ADATE", "EDATE", "SDATE", "JDATE")
_MOMENTS: dict[str, Callable[[datetime], Any]] = {  # format of a variable -> what of a moment it holds
    **dict.fromkeys(_DAYS, datetime.date), "DATETIME": lambda moment: moment, "YMDHMS": lambda moment: moment,
    "TIME": datetime.time,
}  # fmt: skip


@dataclass
class _Data:
    """Columns of values, with what the file says of them."""

    frame: pd.DataFrame
    labels: dict[str, str | None]
    values: dict[str, dict[Any, str]]
    missing: dict[str, list[Any]] = field(default_factory=dict)
    sets: Mapping[str, Any] = field(default_factory=dict)
    encoding: str = ""


def read_spss(book: Book, structure: Path | None) -> Reading:
    """Read an SPSS file. Raises InputError if it is damaged or not in its declared encoding."""
    import pyreadstat

    notes = []
    try:
        _require_survival(pyreadstat.read_sav, book)
        try:
            frame, meta = pyreadstat.read_sav(book.path, user_missing=True, encoding=book.encoding or None)
        except OverflowError:  # a date that Python's calendar does not have
            notes.append("dates beyond the year 9999 stay the numbers that they are in the file")
            frame, meta = pyreadstat.read_sav(
                book.path, user_missing=True, encoding=book.encoding or None, disable_datetime_conversion=True
            )
            frame = frame.apply(lambda column: column.map(_moment(meta.original_variable_types[column.name])))
        _require_names(frame)
    except Exception as error:  # on damaged files pyreadstat fails in any way, TypeError and AttributeError too
        raise _unreadable(book, error) from error
    reading = _reading(_declared(frame, meta, meta.missing_ranges))
    reading.notes += notes
    return reading


def read_stata(book: Book, structure: Path | None) -> Reading:
    """Read a Stata file. Raises InputError if it is damaged, or its encoding is neither declared nor Latin."""
    import pyreadstat

    try:
        _require_survival(pyreadstat.read_dta, book)
        frame, meta = pyreadstat.read_dta(book.path, user_missing=True, encoding=book.encoding or None)
        _require_names(frame)
    except Exception as error:  # as above
        if re.search("convert|decod", str(error), re.IGNORECASE):
            return _reading(_by_pandas(book, error))
        raise _unreadable(book, error) from error
    if not book.encoding and _has_no_encoding(book.path) and not _is_ascii(frame, meta):
        raise _undeclared(book, "Stata 13 and older keep no encoding")
    return _reading(_declared(frame, meta, meta.missing_user_values))


def _require_survival(read: Callable[..., Any], book: Book) -> None:
    """Raise ValueError where reading the file ends the process: a few damaged files make pyreadstat's C code do so.

    A copy of this process reads it first, where the system can copy processes.
    """
    if not hasattr(os, "fork"):
        return
    if child := os.fork():
        if os.WIFSIGNALED(os.waitpid(child, 0)[1]):
            raise ValueError("what it says of its own parts does not agree")
        return
    try:
        read(book.path, user_missing=True, encoding=book.encoding or None, disable_datetime_conversion=True)
    finally:
        os._exit(0)


def _moment(format: str | None) -> Callable[[Any], Any]:
    """What makes a date or time of the seconds of a variable in this format; one beyond the calendar stays a number."""
    kind = re.sub(r"[\d.]+$", "", format or "")
    part = _MOMENTS.get(kind)

    def made(value: Any) -> Any:
        if part is None or pd.isna(value):
            return value
        try:
            return part(_FIRST_DAY + timedelta(seconds=value))
        except OverflowError:
            return value

    return made


def _require_names(frame: pd.DataFrame) -> None:
    """Raise ValueError if a variable has no name: pyreadstat gives NaN where the bytes of a name are damaged."""
    if not all(isinstance(name, str) for name in frame.columns):
        raise ValueError("a variable has no name")


def _declared(frame: pd.DataFrame, meta: Any, missing: Mapping[str, Any] | None) -> _Data:
    """The columns with what pyreadstat found in the file. Numbers of Stata's type float have 7 digits, and no more."""
    short = {name for name, type in meta.readstat_variable_types.items() if type == "float"}
    return _Data(
        frame.apply(lambda column: column.map(_as_float) if column.name in short else column),
        meta.column_names_to_labels,
        meta.variable_value_labels,
        {name: list(codes) for name, codes in (missing or {}).items()},
        meta.mr_sets or {},
        meta.file_encoding or "",
    )


def _as_float(value: Any) -> Any:
    return float(str(np.float32(value))) if isinstance(value, float) else value


def _has_no_encoding(path: Path) -> bool:
    """Stata up to 13 (release 117) writes texts in the codepage of the machine; later ones write UTF-8."""
    with path.open("rb") as file:
        head = file.read(80)
    release = re.search(rb"<release>(\d+)</release>", head)
    return int(release.group(1)) < 118 if release else True


def _is_ascii(frame: pd.DataFrame, meta: Any) -> bool:
    """Whether no text of the file depends on its encoding."""
    words = [str(name) for name in frame.columns] + [str(label) for label in meta.column_names_to_labels.values()]
    words += [str(label) for labels in meta.variable_value_labels.values() for label in labels.values()]
    cells = (value for name in frame.columns for value in frame[name] if isinstance(value, str))
    return all(word.isascii() for word in words) and all(cell.isascii() for cell in cells)


def _undeclared(book: Book, why: object) -> InputError:
    found = f"texts of the file are in an undeclared encoding ({why})"
    remedy = "set the wave's encoding in config.yaml, for example cp1252, cp1251, cp950 or gbk"
    return refusal(book.file, found, "a declared encoding", remedy)


def _unreadable(book: Book, error: Exception) -> InputError:
    remedy = "save it again; if its letters are of another encoding, set the wave's encoding in config.yaml"
    return refusal(book.file, f"the file cannot be read: {error}", "a whole SPSS or Stata file", remedy)


def _by_pandas(book: Book, error: Exception) -> _Data:
    """Stata 13 and older have no encoding in the file: pandas reads bytes as Latin-1, the codepage restores them."""
    if not book.encoding:
        raise _undeclared(book, error) from error
    try:
        with pd.io.stata.StataReader(book.path, convert_categoricals=False, convert_dates=False) as reader:
            frame, labels, sets = reader.read(), reader.variable_labels(), reader.value_labels()  # type: ignore[attr-defined]
            names = dict(zip(frame.columns, reader._lbllist, strict=True))  # type: ignore[attr-defined]
    except Exception as failure:  # on damaged files pandas fails in any way, KeyError and struct.error too
        raise _unreadable(book, failure) from failure

    def restored(text: str) -> str:
        try:
            return text.encode("latin-1").decode(book.encoding)
        except (UnicodeEncodeError, UnicodeDecodeError, LookupError) as failure:
            remedy = "correct the wave's encoding in config.yaml"
            found = f"texts of the file are not in {book.encoding}"
            raise refusal(book.file, found, "the encoding of the file", remedy) from failure

    frame = frame.map(lambda value: restored(value) if isinstance(value, str) else value)
    return _Data(
        frame,
        {name: restored(label) if label else None for name, label in labels.items()},
        {name: {k: restored(v) for k, v in sets[owner].items()} for name, owner in names.items() if owner in sets},
        encoding=book.encoding,
    )


def _reading(data: _Data) -> Reading:
    notes = ["row numbers are those of the data view (1 = first case)"]
    if data.encoding:
        notes.append(f"encoding {data.encoding} (as the file says, or declared)")
    columns, texts, states = [], [], []
    of_set = {name: (key, parts) for key, parts in data.sets.items() for name in parts.get("variable_list", [])}
    for place, name in enumerate(data.frame.columns, start=1):
        key, parts = of_set.get(name, (name, {}))
        text = without_html(str(data.labels.get(name) or name))
        columns.append(Column(place, name, text, "question", key, name if parts else ""))
        values = [None if pd.isna(value) else value for value in data.frame[name]]
        cells = [_value_text(value) for value in values]
        said = _dichotomy(cells, parts.get("counted_value")) if parts.get("is_dichotomy") else plain_states(cells)
        rules = data.missing.get(name, [])
        said = [
            USER_MISSING if cell and _is_missing(value, rules) else state
            for value, cell, state in zip(values, cells, said, strict=True)
        ]
        texts.append(cells)
        states.append(said)
    undeclared = sum(1 for name in data.values if name not in data.missing)
    if undeclared:
        notes.append(f"{undeclared} variables have labels but no declared missing values: don't know may be among them")
    if data.sets:
        notes.append(f"multiple response sets: {', '.join(sorted(data.sets))}")
    labels = {
        name: {_value_text(value): {"": without_html(str(label))} for value, label in words.items()}
        for name, words in data.values.items()
    }
    rows = list(range(1, len(data.frame) + 1))
    held, said_of = ([*map(Texts.of, each)] for each in (texts, states))
    table = Table("", tuple(held), rows)  # without header rows
    return Reading("variables", columns, held, respondents_table(rows), table, 0, notes, said_of, labels)


def _value_text(value: Any) -> str:
    if hasattr(value, "to_pydatetime"):
        value = value.to_pydatetime()
    if hasattr(value, "item"):
        value = float(str(value)) if isinstance(value, np.float32) else value.item()
    return cell_text(value, digits=17)


def _dichotomy(cells: Sequence[str], counted: Any) -> list[str]:
    """Ticked where the counted value stands; SPSS keeps it as text, whatever the variable's type."""
    wanted = _value_text(counted).strip()
    return [TICKED if cell.strip() == wanted else UNTICKED if cell else NO_ANSWER for cell in cells]


def _is_missing(value: Any, rules: Sequence[Any]) -> bool:
    """Whether a value is among the declared missing ones: single values, or ranges with lo and hi."""
    for rule in rules:
        low, high = (rule["lo"], rule["hi"]) if isinstance(rule, dict) else (rule, rule)
        if isinstance(value, str) == isinstance(low, str) and low <= value <= high:
            return True
    return False


SPSS = Platform(
    "spss", lambda book: Marks("SPSS system file", 1, True), read_spss, "an SPSS file (.sav, .zsav)", kinds=("sav",)
)
STATA = Platform("stata", lambda book: Marks("Stata file", 1, True), read_stata, "a Stata file (.dta)", kinds=("dta",))
