"""Workbooks (XLSX, XLS, ODS) as text cells, by python-calamine, after a look at what the file could do to us.

A zip is measured before it is opened; formulas and error values, whose cells calamine gives as empty or as a cached
result, are found in the sheets' XML, so that none is lost in silence.
"""

import io
import json
import re
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from wavework.exports import sheets
from wavework.exports.common_refusals import refusal
from wavework.exports.text_cells import Table
from wavework.problems import InputError

LARGEST = 512 * 2**20  # bytes of an unpacked workbook; the largest real export seen has 40 MB
DENSEST = 200  # unpacked bytes per packed byte; sheets of real exports reach 50
MOST_CELLS = 30_000_000
BROKEN = "it is damaged, or made to fill the memory"
PATIENCE = 600  # seconds for opening a workbook
_CELL = re.compile(rb"<(?:\w+:)?c\b([^>]*?)(/>|>)")
_REF = re.compile(rb'\br="([A-Z]{1,3})(\d{1,7})"')
_ERROR = re.compile(rb'\bt="e"')
_FORMULA = re.compile(rb"<(?:\w+:)?f[ >/]")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OFFICE = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def workbook_kind(data: bytes, file: str) -> str:
    """xlsx, xls or ods; "" for bytes of another kind. Raises InputError for archives and Office files that are none."""
    if data.startswith(b"PK"):
        return _zip_kind(data, file)
    return _ole_kind(data, file) if data.startswith(_OLE) else ""


def _zip_kind(data: bytes, file: str) -> str:
    """xlsx or ods. Raises InputError for other archives, damaged ones, and ones that unpack to too much."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        names = set(archive.namelist())
        _measure(archive, file)
        if broken := archive.testzip():
            raise zipfile.BadZipFile(f"checksum of {broken}")
        if "xl/workbook.xml" in names:
            return "xlsx"
        if "mimetype" in names and b"opendocument.spreadsheet" in archive.read("mimetype")[:100]:
            return "ods"
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, zlib.error, OSError, ValueError) as error:
        raise refusal(
            file, f"the workbook or archive is damaged: {error}", "a whole file", "export or copy it again"
        ) from error
    if "xl/workbook.bin" in names:
        raise refusal(file, "a binary workbook (XLSB)", "XLSX, XLS or ODS", "save it as XLSX")
    inside = ", ".join(sorted(names)[:3])
    raise refusal(file, f"a ZIP archive ({inside})", "the export itself", "unpack the archive and name the file inside")


def _measure(archive: zipfile.ZipFile, file: str) -> None:
    total = sum(entry.file_size for entry in archive.infolist())
    packed = max(1, sum(entry.compress_size for entry in archive.infolist()))
    if total > LARGEST or (total > 2**24 and total > DENSEST * packed):
        raise refusal(
            file,
            f"the file would unpack to {total // 2**20} MB from {packed // 1024} KB",
            f"at most {LARGEST // 2**20} MB and {DENSEST} times its size",
            "do not open it: it may be made to fill the memory; ask its sender for a CSV",
        )


def _ole_kind(data: bytes, file: str) -> str:
    """xls. Raises InputError for password-protected workbooks and other compound files."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise _protected(file)
    if "Workbook".encode("utf-16-le") in data or "Book".encode("utf-16-le") in data:
        return "xls"
    raise refusal(file, "an old Office file that is no workbook", "XLSX, XLS, ODS or CSV", "export it again")


def _protected(file: str) -> InputError:
    remedy = "open it, remove the password (File, Info), and save it; or export CSV"
    return refusal(file, "the workbook is protected by a password", "a workbook without password", remedy)


def workbook_tables(data: bytes, kind: str, file: str, sheet: str | None = None) -> tuple[list[Table], list[str]]:
    """Tables of the sheets, visible ones first in the workbook's order, and notes. sheet: take that one alone.

    Empty sheets are left out. Raises InputError if the workbook cannot be read or has no such sheet.
    """
    marks = _scan(data, file) if kind == "xlsx" else {}
    sheets = _opened(data, file)
    wanted = [found for found in sheets if sheet in (None, found["name"])]
    if not wanted:
        names = ", ".join(found["name"] for found in sheets)
        raise refusal(file, f"no sheet {sheet!r}", f"one of: {names}", "correct the wave's sheet in config.yaml")
    tables = [_table(found, *marks.get(found["name"], (set(), set()))) for found in wanted]
    filled = [table for table in tables if table.cells]
    filled.sort(key=lambda table: table.hidden)
    if not filled:
        raise refusal(file, "the workbook holds no cells", "a header row and responses", "export it again")
    shown = ", ".join(f"{t.name}{' (hidden)' if t.hidden else ''}" for t in filled)
    return filled, [f"{kind} workbook, sheets with cells: {shown}"]


def _opened(data: bytes, file: str) -> list[dict[str, Any]]:
    """The sheets as `sheets.py` gives them, from a process of its own: a hostile workbook can only end that one."""
    program = [sys.executable, "-I", str(Path(sheets.__file__))]
    answer: dict[str, Any]
    try:
        done = subprocess.run(program, input=data, capture_output=True, check=False, timeout=PATIENCE)
        answer = json.loads(done.stdout) if done.returncode == 0 else {"error": BROKEN}
    except (subprocess.TimeoutExpired, ValueError) as failure:
        answer = {"error": str(failure)}
    error = answer.get("error")
    if error == sheets.PASSWORD:
        raise _protected(file)
    if error:
        raise refusal(file, f"the workbook cannot be read: {error}", "a whole workbook", "export or copy it again")
    return list(answer["sheets"])


def _table(sheet: dict[str, Any], formulas: set[tuple[int, int]], errors: set[tuple[int, int]]) -> Table:
    """Blank rows, and blank columns at the right end, are left out."""
    texts = sheet["rows"]
    width = max((i + 1 for row in texts for i, text in enumerate(row) if text), default=0)
    width = max([width, *(column + 1 for _, column in formulas | errors)])
    marked = {row for row, _ in formulas | errors}
    kept = [i for i, row in enumerate(texts) if any(row) or i in marked]
    place = {old: new for new, old in enumerate(kept)}
    return Table.of(
        sheet["name"],
        [(texts[i] + [""] * width)[:width] for i in kept],
        [i + 1 for i in kept],
        hidden=sheet["hidden"],
        dates=frozenset((place[i], j) for i, j in sheet["dates"]),
        formulas=frozenset((place[i], j) for i, j in formulas if i in place),
        errors=frozenset((place[i], j) for i, j in errors if i in place),
        merged=tuple((place[top], left, height, wide) for top, left, height, wide in sheet["merged"] if top in place),
    )


def _scan(data: bytes, file: str) -> dict[str, tuple[set[tuple[int, int]], set[tuple[int, int]]]]:
    """Per sheet the (row, column) indexes of formulas and of error values. Refuses sheets with too many cells."""
    found = {}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name, part in _parts(archive):
            try:
                xml = archive.read(part)
            except KeyError:
                continue
            formulas, errors, height, width = set(), set(), 0, 0
            for cell in _CELL.finditer(xml):
                where = _REF.search(cell.group(1))
                if where is None:
                    continue
                row, column = int(where.group(2)) - 1, _column_index(where.group(1))
                height, width = max(height, row + 1), max(width, column + 1)
                if _ERROR.search(cell.group(1)):
                    errors.add((row, column))
                if cell.group(2) == b">" and _FORMULA.match(xml, cell.end()):
                    formulas.add((row, column))
            if height * width > MOST_CELLS:
                reach = f"the sheet reaches to row {height}, column {width}"
                remedy = "delete what stands far below or right of the responses, or export CSV"
                raise refusal(file, reach, f"at most {MOST_CELLS} cells", remedy, sheet=name)
            found[name] = (formulas, errors)
    return found


def _parts(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """Sheet names and their XML files. A workbook whose index is unusual is left to calamine, unscanned."""
    try:
        parts = [archive.read(name) for name in ("xl/workbook.xml", "xl/_rels/workbook.xml.rels")]
        if any(b"<!DOCTYPE" in part or b"<!ENTITY" in part for part in parts):
            return
        index, links = (ElementTree.fromstring(part) for part in parts)
    except (KeyError, ElementTree.ParseError):
        return
    targets = {link.get("Id"): str(link.get("Target")) for link in links}
    for sheet in index.iter():
        if sheet.tag.endswith("}sheet") and (target := targets.get(sheet.get(_OFFICE))):
            yield str(sheet.get("name")), target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def _column_index(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1
