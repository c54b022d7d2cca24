"""Opening a file: what it really is (by its bytes, not its name), and its tables of text cells."""

import bz2
import codecs
import contextlib
import lzma
import re
import zlib
from pathlib import Path

from wavework.exports.common_refusals import refusal
from wavework.exports.decoding import decode, is_utf8_text, known_encoding
from wavework.exports.delimited import parse_text
from wavework.exports.pieces import NotHere, read_pieces
from wavework.exports.sheets import cell_text
from wavework.exports.text_cells import Book, Table
from wavework.exports.texts import Texts
from wavework.exports.workbooks import workbook_kind, workbook_tables
from wavework.problems import InputError, Problem

_MARKS = (  # first bytes -> what the file is
    (b"$FL2", "sav"),
    (b"$FL3", "sav"),
    (b"<stata_dta>", "dta"),
    (b"PAR1", "parquet"),
    (b"%PDF", "a PDF file"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\x89PNG", "a picture"),
    (b"SQLite format 3", "a database"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ", "an XZ archive"),
)
SHORT = 2**16  # bytes; a file that is no longer is read whole
_PACKED = 2**21  # bytes that are unpacked to see what a file is; a block of bzip2 has 900 kB
_OF_TEXT = (".csv", ".tsv", ".txt", ".tab")
_OF_DATA = (".sav", ".dta", ".parquet")
_WORKBOOKS = ("xlsx", "xls", "ods")
_ENDINGS = {  # kind -> endings that promise something else and are refused
    "text": (".xlsx", ".xlsm", ".ods", ".zsav", *_OF_DATA),
    **dict.fromkeys(_WORKBOOKS, (*_OF_TEXT, *_OF_DATA)),
}
_NAMES = {"text": "text", "xlsx": "an XLSX workbook", "xls": "an XLS workbook", "ods": "an ODS workbook"}


_FROM_R = (
    'in R: x <- readRDS("export.rds"), or load("export.RData") and the name of the table for x; then '
    'write.csv(x, "export.csv", row.names = FALSE, na = "", fileEncoding = "UTF-8")'
)


def require_file(path: Path, within: str | Path | None = None) -> None:
    """Raise InputError unless `path` is a file, inside the folder `within` if given (links followed)."""
    file = str(path)
    if within is not None and not path.resolve().is_relative_to(Path(within).resolve()):
        remedy = "copy the file into the study's raw folder and register it"
        raise refusal(file, "the path leads out of the study's folder", f"a file inside {within}", remedy)
    if path.is_dir():
        raise refusal(file, "a folder", "a file", "name the file itself")
    if not path.is_file():
        raise refusal(file, "no such file", "the export as received", "correct the path in config.yaml")


def open_book(
    path: Path,
    *,
    encoding: str | None = None,
    delimiter: str | None = None,
    sheet: str | None = None,
    within: str | Path | None = None,
) -> Book:
    """Open a file as tables of text cells; SPSS and Stata files are only recognised, their reader opens them.

    Raises InputError if the file is missing, empty, damaged, encrypted, too large unpacked, or not what its name says.
    """
    require_file(path, within)
    file, ending = str(path), path.suffix.lower()
    if encoding:
        known_encoding(encoding, file)
    read = _in_pieces(path, file, ending, encoding, delimiter, sheet)
    if read:
        return read
    try:
        data = path.read_bytes()
    except OSError as error:
        raise refusal(file, f"the file cannot be read: {error.strerror}", "a readable file", "") from error
    if not data:
        remedy = "export or copy the file again"
        raise refusal(file, "the file is empty (0 bytes)", "an export with a header row", remedy)
    kind = _kind(data, file, ending)
    if ending in _ENDINGS.get(kind, ()):
        raise refusal(
            file,
            f"the file is {_NAMES[kind]}, but its name ends in {path.suffix}",
            "a name that says what it is",
            "the file was renamed, not converted: give it its own ending back, or export in the other format",
        )
    notes = []
    if kind in _WORKBOOKS and ending != f".{kind}":
        notes.append(f"the name ends in {path.suffix or 'nothing'}, the file is {_NAMES[kind]} and read as such")
    if kind == "text" and ending == ".xls":
        notes.append("the name ends in .xls, the file is text and read as such")
    if kind == "text":
        if sheet:
            found = f"sheet {sheet!r} was asked for, but the file is text"
            raise refusal(file, found, "a workbook", "take the wave's sheet out of config.yaml")
        text, name, told = decode(data, file, encoding)
        _refuse_markup(text, file)
        table, delimiter, more = parse_text(text, file, delimiter)
        return Book(path, kind, (table,), name, delimiter, (*notes, *told, *more))
    if kind in ("sav", "dta"):
        return Book(path, kind, (), encoding or "", notes=(f"{kind} file",))
    if kind == "parquet":
        return Book(path, kind, (_parquet(path, file),), notes=("parquet file, every value as text",))
    tables, told = workbook_tables(data, kind, file, sheet)
    return Book(path, kind, tuple(tables), notes=(*notes, *told))


def _in_pieces(
    path: Path, file: str, ending: str, encoding: str | None, delimiter: str | None, sheet: str | None
) -> Book | None:
    """A text file that is longer than SHORT, read in pieces; None for any other, and where only the whole text tells
    what is wrong with it."""
    if sheet or ending in _ENDINGS["text"] or (encoding and codecs.lookup(encoding).name != "utf-8"):
        return None
    try:
        if path.stat().st_size <= SHORT:
            return None
        with path.open("rb") as opened:
            head = opened.read(_PACKED)
        if not is_utf8_text(head) or _kind(head, file, ending) != "text":
            return None
        _refuse_markup(head.decode("utf-8", "ignore").lstrip("\ufeff"), file)
        table, sign, has_bom, notes = read_pieces(path, file, delimiter)
    except (NotHere, OSError):
        return None
    except InputError:
        if not _is_text(path):
            return None  # worse than what was found first
        raise
    told = ["the name ends in .xls, the file is text and read as such"] if ending == ".xls" else []
    name, how = ("utf-8-sig", "byte order mark") if has_bom else ("utf-8", "strict decoding, no byte order mark")
    return Book(path, "text", (table,), name, sign, (*told, f"encoding {name} ({how})", *notes))


def _is_text(path: Path) -> bool:
    """Whether all of a file is UTF-8 without NUL characters."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        with path.open("rb") as opened:
            while block := opened.read(_PACKED):
                if "\0" in decoder.decode(block):
                    return False
            decoder.decode(b"", final=True)
    except (OSError, UnicodeDecodeError):
        return False
    return True


def structure_bytes(path: Path, expected: str) -> bytes:
    """The bytes of a questionnaire file. Raises InputError if it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise refusal(str(path), "the file cannot be read", expected, str(error.strerror)) from error


def only_table(book: Book) -> Table:
    """The table of a book that must have one. Raises InputError if several visible sheets hold cells."""
    visible = [table for table in book.tables if not table.hidden] or list(book.tables)
    if len(visible) > 1:
        names = ", ".join(table.name for table in visible)
        found = f"{len(visible)} sheets hold cells ({names})"
        raise refusal(book.file, found, "one sheet with the responses", "set the wave's sheet in config.yaml")
    return visible[0]


def _kind(data: bytes, file: str, ending: str) -> str:
    if kind := workbook_kind(data, file):
        return kind
    if made_by_r := _r_kind(data):
        expected = "CSV, TSV, XLSX, XLS, ODS, SAV, DTA or Parquet"
        raise refusal(file, f"the file is {made_by_r}, and only R can read it", expected, _FROM_R)
    kind = next((name for mark, name in _MARKS if data.startswith(mark)), "text")
    if kind == "text" and ending == ".dta" and data[:1] in (b"q", b"r", b"s") and data[1:2] in (b"\1", b"\2"):
        return "dta"  # Stata 8 to 12
    if kind in ("text", "sav", "dta", "parquet"):
        return kind
    raise refusal(file, f"the file is {kind}", "CSV, TSV, XLSX, XLS, ODS, SAV, DTA or Parquet", "export it again")


def _r_kind(data: bytes) -> str:
    """What of R the bytes are, packed or not; "" for anything else."""
    head = data[:4096]
    for unpack in (zlib.decompressobj(31), bz2.BZ2Decompressor(), lzma.LZMADecompressor()):
        with contextlib.suppress(zlib.error, lzma.LZMAError, OSError, EOFError):
            head = unpack.decompress(data[:_PACKED], 64) or head
    if re.match(rb"RD[AX]\d\n", head):
        return "an R workspace (.RData)"
    return "an R object (.rds)" if re.match(rb"X\n\0\0\0[\2\3]|[AB]\n[23]\n", head) else ""


def _refuse_markup(text: str, file: str) -> None:
    head = text.lstrip()[:200].lower()
    if head.startswith(("<!doctype", "<html", "<?xml", "<table")):
        remedy = "export again; a log-in page is often saved in place of the export"
        found = "the file is a web page or XML, not a table"
        raise refusal(file, found, "CSV, TSV or a workbook", remedy, row=1)


def _parquet(path: Path, file: str) -> Table:
    """A Parquet file as a table of text cells; a null is an empty cell. Row 1 is the header, as in a spreadsheet."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    def unreadable(error: Exception) -> InputError:
        return refusal(file, f"the Parquet file cannot be read: {error}", "a whole file", "export or copy it again")

    try:
        table = pq.read_table(path)
    except (pa.ArrowException, OSError) as error:
        raise unreadable(error) from error
    nested = [field.name for field in table.schema if pa.types.is_nested(field.type)]
    if nested:
        raise InputError(
            [Problem(file, "a column of lists or records", "a column of single values", column=name) for name in nested]
        )
    try:
        columns = [[cell_text(value, digits=17) for value in column.to_pylist()] for column in table.columns]
    except (pa.ArrowException, ValueError, OverflowError) as error:  # texts that are not UTF-8, dates beyond Python's
        raise unreadable(error) from error
    headed = [Texts.of([name, *cells]) for name, cells in zip(table.column_names, columns, strict=True)]
    return Table("", tuple(headed), list(range(1, table.num_rows + 2)))
