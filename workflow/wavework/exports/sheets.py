"""Opens a workbook with python-calamine, as a program of its own: bytes come in, JSON goes out.

A damaged or hostile workbook can make the library panic, or ask for all memory, which ends the process; so this runs
apart, with a limit on its memory. It imports nothing of this package.

Output: {"sheets": [{"name", "hidden", "rows": texts, "dates": [[row, column]], "merged": [[row, column, height,
width]]}]}, or {"error": what}.
"""

import contextlib
import io
import json
import sys
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

_WHOLE = 2**53  # up to here a float is a whole number without doubt
PASSWORD = "password"
MEMORY = 6 * 2**30  # bytes


def cell_text(value: Any, digits: int = 15) -> str:
    """The text of a value: whole numbers without decimals, dates in ISO form. digits: see `number_text`."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return number_text(value, digits)
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="milliseconds" if value.microsecond else "seconds")
    if isinstance(value, timedelta):
        minutes, seconds = divmod(round(value.total_seconds()), 60)
        return f"{minutes // 60}:{minutes % 60:02d}:{seconds:02d}"
    if isinstance(value, date | time):
        return value.isoformat()
    return "" if value is None else str(value)


def number_text(value: int | float, digits: int = 15) -> str:
    """A number without exponent, whole ones without decimals and with every digit that they have.

    digits: significant ones of fractions. A spreadsheet shows 15, and behind them 0.1 + 0.2 has a 4; a file of
    statistics keeps 17, of which as many are shown as tell the number from its neighbours.
    """
    if isinstance(value, int):
        return str(value)
    if value != value or value in (float("inf"), float("-inf")):
        return ""
    if value.is_integer() and abs(value) <= _WHOLE:
        return str(int(value))
    text = f"{Decimal(repr(value) if digits > 15 else f'{value:.{digits}g}'):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def opened(data: bytes) -> dict[str, Any]:
    """The sheets of a workbook, or what is wrong with it."""
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetVisibleEnum

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        found = []
        for meta in book.sheets_metadata:
            sheet = book.get_sheet_by_name(meta.name)
            rows = sheet.to_python(skip_empty_area=False) if sheet.start is not None else []
            found.append(
                {
                    "name": meta.name,
                    "hidden": meta.visible != SheetVisibleEnum.Visible,
                    "rows": [[cell_text(value) for value in row] for row in rows],
                    "dates": [
                        [i, j]
                        for i, row in enumerate(rows)
                        for j, value in enumerate(row)
                        if isinstance(value, date | time | timedelta)
                    ],
                    "merged": [
                        [top, left, bottom - top + 1, right - left + 1]
                        for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()
                    ],
                }
            )
    except PasswordError:
        return {"error": PASSWORD}
    except (CalamineError, OSError, ValueError) as error:
        return {"error": str(error)}
    return {"sheets": found}


def main() -> None:
    """Read a workbook from standard input and write its sheets to standard output."""
    with contextlib.suppress(ImportError, ValueError, OSError):  # no such limit outside Unix
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    sys.stdout.write(json.dumps(opened(sys.stdin.buffer.read())))


if __name__ == "__main__":
    main()
