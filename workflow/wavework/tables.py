"""The one way in which this project reads and writes tables.

CSV, UTF-8, LF, sorted by the caller, floats with six decimals at most, written beside and renamed,
so that a killed job never leaves half a file and two runs give the same bytes.
"""

import csv
import io
import json
import os
from collections.abc import Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from wavework.problems import InputError, Problem, collected_problems

DECIMALS = 6
PARQUET = ".parquet"
SIGNS = {";": "';'", "\t": "tabs", "|": "'|'"}


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
    """Read a table of our own (UTF-8 CSV, with or without BOM) with every cell as text; an empty cell is "".

    Of a Parquet file, in which large tables of a run are kept, the columns are of the kind `category`.

    required: columns that must be there. Raises InputError naming file, row and column; a row with more or fewer
    cells than the header is an error, for its cells could stand under wrong names.
    """
    path = Path(path)
    if path.suffix == PARQUET:
        return _read_parquet(path)
    header, rows = _rows(path)
    if other := next((mark for mark in SIGNS if len(header) == 1 and mark in header[0]), ""):
        found, remedy = f"the cells are separated by {SIGNS[other]}", "save the table again as CSV with commas"
        raise InputError(Problem(str(path), found, "cells separated by commas", remedy, row=1))
    with collected_problems() as problems:
        if "" in header:
            found, remedy = f"column {header.index('') + 1} has no name", "name it, or take the empty columns out"
            problems.append(Problem(str(path), found, "a name for each column", remedy, row=1))
        for column in dict.fromkeys(name for name in header if name and header.count(name) > 1):
            expected, remedy = "one column of a name", "rename or remove one"
            problems.append(Problem(str(path), "the column stands twice", expected, remedy, row=1, column=column))
        for number, row in enumerate(rows, start=2):
            if len(row) != len(header):
                expected = f"{len(header)} cells, as in the header"
                remedy = "complete the row; a cell that holds a comma stands in quotes"
                if len(row) > len(header):
                    remedy = "put the cell that holds a comma in quotes, and write a decimal point in numbers"
                problems.append(Problem(str(path), f"{len(row)} cells", expected, remedy, row=number))
    missing = [column for column in required if column not in header]
    if missing:
        raise InputError(
            Problem(
                str(path),
                f"column {', '.join(missing)} is missing",
                f"columns {', '.join(required)}",
                "add it, or correct its name in the header",
            )
        )
    return pd.DataFrame(rows, columns=header, dtype="str")


def _rows(path: Path) -> tuple[list[str], list[list[str]]]:
    """Header and rows as they stand, without empty lines."""
    rows: list[list[str]] = []
    try:
        content = path.read_bytes()
        if content.startswith((b"PK\x03\x04", b"\xff\xfe", b"\xfe\xff")):
            found = "a workbook or an archive" if content.startswith(b"PK") else "UTF-16 text"
            raise InputError(Problem(str(path), f"the file is {found}", "CSV in UTF-8", "save it again as CSV UTF-8"))
        rows += (row for row in csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True) if row)
    except FileNotFoundError as error:
        raise InputError(Problem(str(path), "there is no such file", "a CSV table")) from error
    except UnicodeDecodeError as error:
        row = error.object[: error.start].count(b"\n") + 1
        found = f"byte 0x{error.object[error.start]:02X} is not UTF-8"
        raise InputError(Problem(str(path), found, "UTF-8 text", "save it again as CSV UTF-8", row=row)) from error
    except csv.Error as error:
        found, remedy = f"not readable as CSV: {error}", "close the quotes; a quote inside of a cell is written twice"
        raise InputError(Problem(str(path), found, "comma-separated cells", remedy, row=len(rows) + 1)) from error
    if not rows:
        remedy = "restore the table, or take the file out where the study has no use for it"
        raise InputError(Problem(str(path), "the file is empty", "a table with a header row", remedy))
    return rows[0], rows[1:]


def read_numbers(path: str | Path, numeric: Sequence[str]) -> pd.DataFrame:
    """Read a table of our own in which the columns `numeric` hold numbers; "" there is NaN."""
    table = read_table(path, required=numeric)
    for column in numeric:
        table[column] = pd.to_numeric(table[column].replace("", None))
    return table


def records(table: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of a table, column name -> cell."""
    return [{str(name): cell for name, cell in row.items()} for row in table.to_dict("records")]


def select(table: pd.DataFrame, **values: Any) -> pd.DataFrame:
    """The rows that have these values in the columns; any of several, where a list is given."""
    for column, value in values.items():
        table = table[table[column].isin(value if isinstance(value, list) else [value])]
    return table


def number_text(value: Any) -> str:
    """The one text form of a number in a table: no exponent, at most six decimals, no trailing zero, no -0."""
    if value is None or value is pd.NA or value != value:
        return ""
    if isinstance(value, bool | np.bool_):
        return "true" if value else "false"
    text = f"{float(value):.{DECIMALS}f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def _cell_text(value: Any) -> str:
    """A cell as it is written. A carriage return would end the row for other readers, so lines in a cell end in LF."""
    if isinstance(value, str):
        return value.replace("\r\n", "\n").replace("\r", "\n")
    return number_text(value)


def write_table(table: pd.DataFrame, path: str | Path) -> None:
    """Write a table in the project's format, or as Parquet if the name says so; missing values become empty cells."""
    if Path(path).suffix == PARQUET:
        return _write_parquet(table, path)
    text = table.apply(lambda column: column.map(_cell_text))
    with written_whole(path) as beside:
        text.to_csv(beside, index=False, lineterminator="\n", encoding="utf-8", na_rep="")


def _write_parquet(table: pd.DataFrame, path: str | Path) -> None:
    """The same cells as codes into the texts of each column."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    columns = {}
    for name, column in table.items():
        codes, found = (
            (column.cat.codes.to_numpy(), column.cat.categories) if _is_coded(column) else pd.factorize(column)
        )
        texts = [*map(_cell_text, found), *([""] if (codes < 0).any() else [])]
        own = np.where(codes < 0, len(texts) - 1, codes).astype(np.int32)
        columns[str(name)] = pa.DictionaryArray.from_arrays(pa.array(own), pa.array(texts, pa.string()))
    with written_whole(path) as beside:
        pq.write_table(pa.table(columns), beside, compression="zstd")


def _read_parquet(path: Path) -> pd.DataFrame:
    import pyarrow.parquet as pq

    table = pq.read_table(path, read_dictionary=pq.read_schema(path).names).unify_dictionaries()
    return table.to_pandas()


def _is_coded(column: pd.Series) -> bool:
    return isinstance(column.dtype, pd.CategoricalDtype)


def coded(texts: Sequence[str], codes: npt.NDArray[np.integer]) -> pd.Categorical:
    """A column of the kind `category`: the text at each code."""
    return pd.Categorical.from_codes(codes, pd.Index(list(texts), dtype="str"))


def sharing_texts(tables: Sequence[pd.DataFrame]) -> list[pd.DataFrame]:
    """The tables, where the columns that are of the kind `category` in one are so in all, and of the same texts."""
    coded = {name for table in tables for name in table if _is_coded(table[name])}
    kinds = {}
    for name in coded:
        texts = {text for table in tables if name in table for text in table[name].unique()}
        kinds[name] = pd.CategoricalDtype(pd.Index(sorted(texts), dtype="str"))
    return [table.astype({name: kind for name, kind in kinds.items() if name in table}) for table in tables]


def write_json(content: Any, path: str | Path) -> None:
    """Write JSON with sorted keys, UTF-8, LF."""
    write_text(json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n", path)


def write_text(content: str, path: str | Path) -> None:
    """Write UTF-8 text with LF line ends, whole or not at all."""
    with written_whole(path) as beside:
        beside.write_text(content, encoding="utf-8", newline="\n")
