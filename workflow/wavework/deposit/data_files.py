"""Data sets as files of Stata (.dta), SPSS (.sav) and Parquet: the same bytes each time.

Stata's and SPSS's headers hold the time of writing; here it is the date given by the caller, at midnight.
"""

import json
import re
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pyreadstat

from wavework.deposit.data_sets import DataSet, Missing, Variable
from wavework.deposit.missing_value_codes import SPSS, STATA
from wavework.tables import written_whole

DTA_VERSION = 15  # of Stata: 14 and newer read it, all texts are UTF-8
LONGEST = {"dta": (80, 80, 32000), "sav": (64, 255, 120)}  # label of file, of a variable, of a value, in characters
DTA_TIME = re.compile(rb"(?<=<timestamp>\x11)\d\d \w{3} \d{4} \d\d:\d\d(?=</timestamp>)")
SAV_TIME = slice(92, 109)  # of the header: `dd mmm yy`, then `hh:mm:ss`
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")  # whatever the locale


def shortened(text: str, longest: int) -> str:
    """The text, cut with an ellipsis where the format takes no more; in bytes, as SPSS counts them."""
    if len(text.encode()) <= longest:
        return text
    return text.encode()[: longest - 3].decode("utf-8", "ignore").rstrip() + "…"


def write_dta(data: DataSet, path: Path, day: date) -> None:
    """Stata: `.a` to `.e` stand for the reasons why there is no value."""
    content = _by_pyreadstat(data, path, "dta", STATA, missing_user_values={
        variable.name: [STATA[status] for status in variable.missing] for variable in data.variables if variable.missing
    }, version=DTA_VERSION)  # fmt: skip
    content = DTA_TIME.sub(f"{day.day:02d} {MONTHS[day.month - 1]} {day.year} 00:00".encode(), content, count=1)
    with written_whole(path) as beside:
        beside.write_bytes(content)


def write_sav(data: DataSet, path: Path, day: date) -> None:
    """SPSS: negative numbers, declared as missing, stand for the reasons why there is no value."""
    numbers = sorted(SPSS.values())
    declared: dict[str, list[Any]] = {
        variable.name: [{"lo": numbers[0], "hi": numbers[-1]}] for variable in data.variables if variable.missing
    }
    measures = {"code": "ordinal", "number": "scale", "text": "nominal"}
    content = bytearray(_by_pyreadstat(
        data, path, "sav", SPSS, missing_ranges=declared,
        variable_measure={variable.name: measures[variable.kind] for variable in data.variables},
    ))  # fmt: skip
    content[SAV_TIME] = f"{day.day:02d} {MONTHS[day.month - 1]} {day.year % 100:02d}00:00:00".encode()
    with written_whole(path) as beside:
        beside.write_bytes(bytes(content))


def _by_pyreadstat(data: DataSet, path: Path, form: str, missing: Mapping[str, Any], **more: Any) -> bytes:
    """The file as pyreadstat writes it. missing: status -> what stands for it."""
    of_file, of_variable, of_value = LONGEST[form]
    columns = {
        variable.name: pd.Series(
            [_cell(row[place], variable, missing) for row in data.rows], dtype=_dtype(variable, form)
        )
        for place, variable in enumerate(data.variables)
    }
    labels = {
        variable.name: {
            **{number: shortened(label, of_value) for number, label in sorted(variable.values.items())},
            **{missing[status]: shortened(label, of_value) for status, label in variable.missing.items()},
        }
        for variable in data.variables
        if variable.values or variable.missing
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.draft")
    write: Callable[..., None] = getattr(pyreadstat, f"write_{form}")
    try:
        write(
            pd.DataFrame(columns),
            str(beside),
            file_label=shortened(data.label, of_file),
            column_labels=[shortened(variable.label, of_variable) for variable in data.variables],
            variable_value_labels=labels,
            **more,
        )
        return beside.read_bytes()
    finally:
        beside.unlink(missing_ok=True)


def _dtype(variable: Variable, form: str) -> str:
    if variable.kind == "text":
        return "object"
    return "object" if form == "dta" and variable.missing else "float64"  # letters stand among Stata's numbers


def _cell(cell: Any, variable: Variable, missing: Mapping[str, Any]) -> Any:
    if isinstance(cell, Missing):
        return missing[cell.status]
    if variable.kind == "text":
        return cell or ""
    return float("nan") if cell is None else float(cell)


def write_parquet(data: DataSet, path: Path) -> None:
    """Parquet: empty where there is no value; of coded answers a column `<name>_missing` beside it says why.

    Labels stand in the metadata: of the file `label`, of a column `label` and `values` (JSON).
    """
    fields, columns = [], []
    for place, variable in enumerate(data.variables):
        cells = [row[place] for row in data.rows]
        there = [None if isinstance(cell, Missing) else cell for cell in cells]
        kind = {"text": pa.string(), "code": pa.int16(), "number": pa.float64()}[variable.kind]
        told = {"label": variable.label}
        if variable.values:
            told["values"] = json.dumps({str(k): v for k, v in sorted(variable.values.items())}, ensure_ascii=False)
        fields.append(pa.field(variable.name, kind, metadata=told))
        columns.append(pa.array(there, kind))
        if variable.missing:
            said = json.dumps(dict(variable.missing), ensure_ascii=False)
            fields.append(pa.field(f"{variable.name}_missing", pa.string(), metadata={"values": said}))
            columns.append(
                pa.array([cell.status if isinstance(cell, Missing) else None for cell in cells], pa.string())
            )
    schema = pa.schema(fields, metadata={"label": data.label})
    with written_whole(path) as beside:
        pq.write_table(pa.Table.from_arrays(columns, schema=schema), beside)
