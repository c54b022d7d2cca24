"""The one way in which this project reads and writes tables.

CSV, UTF-8, LF, sorted by the caller, floats with six decimals at most, written beside and renamed,
so that a killed job never leaves half a file and two runs give the same bytes.
"""

import json
import os
from collections.abc import Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pandas as pd

from wavework.problems import InputError, Problem

DECIMALS = 6


@contextmanager
def written_whole(path: str | Path):
    """Yield a temporary path beside `path`; rename it into place only if the block succeeds."""
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        yield beside
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def read_table(path: str | Path, required: Sequence[str] = ()) -> pd.DataFrame:
    """Read a table of our own (UTF-8 CSV) with every cell as text; an empty cell is "".

    required: columns that must be there. Raises InputError naming file and column.
    """
    path = Path(path)
    try:
        table = pd.read_csv(path, dtype=str, keep_default_na=False, na_filter=False, encoding="utf-8")
    except UnicodeDecodeError as error:
        raise InputError(
            Problem(str(path), f"byte {error.start} is not UTF-8", "UTF-8 text", "save it again as CSV UTF-8")
        ) from error
    except pd.errors.EmptyDataError as error:
        raise InputError(Problem(str(path), "the file is empty", "a table with a header row")) from error
    except pd.errors.ParserError as error:
        raise InputError(
            Problem(str(path), str(error).strip(), "as many cells in each row as in the header")
        ) from error
    table.columns = table.columns.str.removeprefix("\ufeff")
    missing = [column for column in required if column not in table.columns]
    if missing:
        raise InputError(
            Problem(
                str(path),
                f"column {', '.join(missing)} is missing",
                f"columns {', '.join(required)}",
                "add it, or correct its name in the header",
            )
        )
    return table


def read_numbers(path: str | Path, numeric: Sequence[str]) -> pd.DataFrame:
    """Read a table of our own in which the columns `numeric` hold numbers; "" there is NaN."""
    table = read_table(path, required=numeric)
    for column in numeric:
        table[column] = pd.to_numeric(table[column].replace("", None))
    return table


def records(table: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of a table, column name -> cell."""
    return [{str(name): cell for name, cell in row.items()} for row in table.to_dict("records")]


def number_text(value: Any) -> str:
    """The one text form of a number in a table: no exponent, at most six decimals, no trailing zero, no -0."""
    if value is None or value is pd.NA or value != value:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    text = f"{float(value):.{DECIMALS}f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def write_table(table: pd.DataFrame, path: str | Path) -> None:
    """Write a table in the project's format; missing values become empty cells."""
    text = table.copy()
    for column in text.columns:
        if pd.api.types.is_bool_dtype(text[column]) or pd.api.types.is_numeric_dtype(text[column]):
            text[column] = text[column].map(number_text)
    with written_whole(path) as beside:
        text.to_csv(beside, index=False, lineterminator="\n", encoding="utf-8", na_rep="")


def write_json(content: Any, path: str | Path) -> None:
    """Write JSON with sorted keys, UTF-8, LF."""
    write_text(json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n", path)


def write_text(content: str, path: str | Path) -> None:
    """Write UTF-8 text with LF line ends, whole or not at all."""
    with written_whole(path) as beside:
        beside.write_text(content, encoding="utf-8", newline="\n")
