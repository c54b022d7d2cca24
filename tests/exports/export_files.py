"""Where the sample exports are, and small ways to read and write files without the code under test."""

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import openpyxl
import pytest

from wavework.exports import Export, read_export

SAMPLES = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "exports"


def sample(name: str) -> Path:
    """A sample export; the test is skipped where the samples are not."""
    path = SAMPLES / name
    if not path.exists():
        pytest.skip(f"no sample {name}")
    return path


def raw_rows(path: Path, delimiter: str = ",", encoding: str = "utf-8-sig") -> list[list[str]]:
    """All rows of a text file by Python's csv module, the reader's independent rival; blank lines left out."""
    with path.open(encoding=encoding, newline="") as file:
        return [row for row in csv.reader(file, delimiter=delimiter) if row]


def csv_bytes(
    rows: list[list[str]], delimiter: str = ",", quoting: int = csv.QUOTE_MINIMAL, bom: bool = False
) -> bytes:
    """A CSV as bytes, by Python's csv module."""
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, quoting=quoting, lineterminator="\r\n").writerows(rows)
    return out.getvalue().encode("utf-8-sig" if bom else "utf-8")


def write(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return path


def read_rows(folder: Path, *rows: Sequence[str], delimiter: str = ",", **arguments: Any) -> Export:
    """What is read of a CSV of these rows."""
    return read_export(write(folder / "rows.csv", csv_bytes([list(row) for row in rows], delimiter)), **arguments)


def workbook(path: Path, *rows: Sequence[Any], title: str = "Sheet", **sheets: Sequence[Sequence[Any]]) -> Path:
    """An XLSX workbook: the rows on its first sheet, and further sheets by name."""
    book = openpyxl.Workbook()
    book.active.title = title
    for sheet, lines in ((book.active, rows), *((book.create_sheet(name), lines) for name, lines in sheets.items())):
        for line in lines:
            sheet.append(list(line))
    book.save(path)
    return path


def lss(
    tables: Mapping[str, Sequence[Mapping[str, Any]]], languages: Sequence[str] = ("en", "fr"), version: int = 365
) -> str:
    """A LimeSurvey structure file of these tables; a row is its cells by name, texts as they are."""
    cells = lambda row: "".join(f"<{name}>{escape(str(cell))}</{name}>" for name, cell in row.items())  # noqa: E731
    inner = "".join(
        f"<{name}><rows>{''.join(f'<row>{cells(row)}</row>' for row in rows)}</rows></{name}>"
        for name, rows in {"surveys": [{"sid": "777", "language": languages[0]}], **tables}.items()
    )
    shown = "".join(f"<language>{language}</language>" for language in languages)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<document><LimeSurveyDocType>Survey</LimeSurveyDocType>'
        f"<DBVersion>{version}</DBVersion><languages>{shown}</languages>{inner}</document>"
    )
