"""From bytes to text cells: strict decoding, a CSV tokenizer that keeps quoting, the delimiter by parsing.

Nothing here guesses in silence: what cannot be decided is an InputError that names the setting which decides it.
"""

import codecs
import html
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from wavework.problems import SHOWN, InputError, Problem

DELIMITERS = (",", ";", "\t")
SAMPLE = 400  # records that are parsed with each delimiter to choose one
NAMES = {",": "comma", ";": "semicolon", "\t": "tab", "": "none", "|": "bar", "^": "caret", " ": "blank"}
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_UTF8_PAIR = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_LATIN = re.compile(r"(cp|windows-?)125\d|iso-?8859-?\d+|latin-?\d+|l1")
# UTF-8 that was once read as cp1252: an accented letter or a typographic quote in its two or three wrong signs
_MOJIBAKE = re.compile(
    "[ÃÂ][\u0080-\u00bf\u0152\u0153\u0160\u0161\u017d\u017e\u2018-\u2022€™]|â€[\u0098-\u009d™œ˜“”¦]|ï»¿"
)
_SCRIPT = re.compile(r"<(script|style)\b.*?(</\1\s*>|\Z)", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"</?[A-Za-z][^<>]*>|<!--.*?-->", re.DOTALL)


@dataclass(frozen=True)
class Table:
    """One sheet or one text file as text cells: every row has as many cells as the first; blank rows are left out.

    rows: number of each row in the file as a spreadsheet counts. quoted: whether each field stood in quotes
    (text files only). dates, formulas, errors: (row, column) indexes of cells that a workbook holds as such;
    merged: (row, column, height, width) of merged cells.
    """

    name: str
    cells: list[list[str]]
    rows: list[int]
    quoted: list[tuple[bool, ...]] | None = None
    hidden: bool = False
    dates: frozenset[tuple[int, int]] = frozenset()
    formulas: frozenset[tuple[int, int]] = frozenset()
    errors: frozenset[tuple[int, int]] = frozenset()
    merged: tuple[tuple[int, int, int, int], ...] = ()

    @property
    def width(self) -> int:
        return len(self.cells[0]) if self.cells else 0


@dataclass(frozen=True)
class Book:
    """A file as tables. kind: text, xlsx, xls, ods, sav, dta or parquet."""

    path: Path
    kind: str
    tables: tuple[Table, ...]
    encoding: str = ""
    delimiter: str = ""
    notes: tuple[str, ...] = ()

    @property
    def file(self) -> str:
        return str(self.path)


@dataclass
class _Record:
    row: int
    fields: list[str]
    quoted: tuple[bool, ...]


@dataclass
class _Parse:
    """Records of a text under one delimiter, and what was wrong."""

    delimiter: str
    records: list[_Record] = field(default_factory=list)
    blank: list[int] = field(default_factory=list)
    ends: set[str] = field(default_factory=set)  # ways in which records end
    fault: Problem | None = None

    @property
    def width(self) -> int:
        return len(self.records[0].fields) if self.records else 0

    @property
    def ragged(self) -> list[_Record]:
        return [record for record in self.records if len(record.fields) != self.width]


def matching_text(text: str) -> str:
    """A text in the form in which headings and labels are compared: NFC, no HTML, single spaces."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    return " ".join(without_html(text).split())


def without_html(text: str) -> str:
    """A heading or label without tags, scripts and entities. Cells of answers never pass through here."""
    if "<" in text:
        text = _TAG.sub(" ", _SCRIPT.sub(" ", text))
    if "&" in text:
        text = html.unescape(text)
    return " ".join(text.replace("\u200b", "").replace("\ufeff", "").split())


def decode(data: bytes, file: str, encoding: str | None = None) -> tuple[str, str, list[str]]:
    """Text, name of its encoding, notes. Order: BOM, UTF-8, then the declared encoding; never a guess.

    Raises InputError naming every row that is not in the encoding (up to a limit).
    """
    for bom, name in _BOMS:
        if data.startswith(bom):
            text = _decoded(data, name, file)
            return text.lstrip("\ufeff"), name, [f"encoding {name} (byte order mark)"]
    declared = _known(encoding, file) if encoding else ""
    wide = declared.startswith(("utf-16", "utf-32"))
    if not wide:
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError:
            text = ""
        else:
            found = "ascii" if text.isascii() else "utf-8"
            notes = [
                f"encoding {'utf-8' if declared in ('', 'utf-8') else found} (strict decoding, no byte order mark)"
            ]
            if declared not in ("", "utf-8", "ascii") and found == "utf-8":
                notes.append(f"{encoding} was declared, but the file is valid UTF-8 and was read as such")
            if _looks_utf16(data):
                raise InputError(_lost_bom(data, file))
            return text.lstrip("\ufeff"), "utf-8", notes
    if not declared:
        if _looks_utf16(data):
            raise InputError(_lost_bom(data, file))
        raise InputError(_not_utf8(data, file))
    if _LATIN.fullmatch(declared):
        _refuse_mixture(data, file, declared)
    return _decoded(data, declared, file), declared, [f"encoding {declared} (declared; the file is not UTF-8)"]


def _known(encoding: str, file: str) -> str:
    try:
        return codecs.lookup(encoding).name
    except LookupError as error:
        raise InputError(
            Problem(file, f"encoding {encoding!r} is not known", "a name such as utf-8, cp1252, mac_roman, cp950",
                    "correct the wave's encoding in config.yaml")
        ) from error  # fmt: skip


def _decoded(data: bytes, encoding: str, file: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        cut = error.end >= len(data) - 1
        raise InputError(
            Problem(
                file,
                "the file ends in the middle of a character" if cut else f"byte {error.start} is not {encoding}",
                f"{encoding} text to the end",
                "export or copy the file again: it was cut off"
                if cut
                else "correct the wave's encoding in config.yaml",
                row=_line(data, error.start, encoding),
            )
        ) from error


def _line(data: bytes, offset: int, encoding: str = "utf-8") -> int:
    wide = encoding.startswith(("utf-16", "utf-32"))
    return (data[:offset].decode(encoding, "ignore").count("\n") if wide else data.count(b"\n", 0, offset)) + 1


def _looks_utf16(data: bytes) -> bool:
    head = data[:4000]
    return len(head) > 3 and head.count(0) * 3 > len(head)


def _lost_bom(data: bytes, file: str) -> Problem:
    head = data[:4000]
    name = "utf-16-le" if head[1::2].count(0) >= head[0::2].count(0) else "utf-16-be"
    return Problem(
        file,
        f"every other byte is zero, as in {name}, but the byte order mark is lost",
        "UTF-8, or UTF-16 with its byte order mark",
        f"set the wave's encoding in config.yaml to {name}, or export the file again",
        row=1,
    )


def _not_utf8(data: bytes, file: str) -> list[Problem]:
    """A problem for each row with bytes that are not UTF-8, with the two commonest other readings."""
    if data and _is_cut(data):
        return [
            Problem(file, "the file ends in the middle of a character", "UTF-8 text to the end",
                    "export or copy the file again: it was cut off", row=_line(data, len(data)))
        ]  # fmt: skip
    problems = []
    for row, line in enumerate(data.split(b"\n"), start=1):
        try:
            line.decode("utf-8")
        except UnicodeDecodeError as error:
            word = line[max(0, error.start - 12) : error.start + 12]
            mixed = " (other words of the row are UTF-8: encodings are mixed)" if _UTF8_PAIR.search(line) else ""
            problems.append(
                Problem(
                    file,
                    f"byte 0x{line[error.start]:02X} is not UTF-8{mixed}",
                    f"UTF-8. Read as cp1252: {_shown(word, 'cp1252')}; as mac_roman: {_shown(word, 'mac_roman')}",
                    "set the wave's encoding in config.yaml to the one that reads right, or save the file as CSV UTF-8",
                    row=row,
                )
            )
            if len(problems) > SHOWN:
                break
    return problems


def _is_cut(data: bytes) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        decoder.decode(data, final=False)
    except UnicodeDecodeError:
        return False
    return True


def _shown(word: bytes, encoding: str) -> str:
    return repr(word.decode(encoding, "replace").replace("\r", " ").replace("\n", " "))


def _refuse_mixture(data: bytes, file: str, declared: str) -> None:
    """In a one-byte encoding of Western Europe, valid UTF-8 sequences of letters mean a mixture."""
    problems = []
    for match in _UTF8_PAIR.finditer(data):
        text = match.group().decode("utf-8", "ignore")
        if not text or not (text.isalpha() or text in "\u2018\u2019\u201c\u201d\u2013\u2014\u2026\u00a0«»¿¡"):
            continue
        problems.append(
            Problem(
                file,
                f"{text!r} stands there in UTF-8, while other rows are not UTF-8: encodings are mixed",
                f"one encoding throughout ({declared} is declared)",
                "export the file again, or save the parts in one encoding before joining them",
                row=_line(data, match.start()),
            )
        )
        if len(problems) > SHOWN:
            break
    if problems:
        raise InputError(problems)


def is_mojibake(text: str) -> bool:
    """Whether a text holds UTF-8 that was once read as cp1252, or replacement characters."""
    return not text.isascii() and ("\ufffd" in text or bool(_MOJIBAKE.search(text)))


def parse_text(text: str, file: str, delimiter: str | None = None) -> tuple[Table, str, list[str]]:
    """The table of a CSV or TSV text, its delimiter and notes.

    Raises InputError naming every row that is ragged or broken off, NUL characters, and ambiguous delimiters.
    """
    notes: list[str] = []
    start = 0
    if match := re.match(r'"?sep=(.)"?\r?\n', text, re.IGNORECASE):
        delimiter, start = delimiter or match.group(1), 1
        text = text[match.end() :]
        notes.append("first line sep= of Excel names the delimiter")
    if "\0" in text:
        raise InputError(_nul_problems(text, file, start))
    if not text.strip():
        raise InputError(Problem(file, "the file holds no text", "a header row and responses", "export it again"))
    if delimiter is None:
        parse, how = _detected(text, file, start)
    else:
        parse, how = _parse(text, delimiter, file, start=start), "declared"
    notes.append(f"delimiter {NAMES.get(parse.delimiter, parse.delimiter)} ({how})")
    problems = [parse.fault] if parse.fault else []
    last = parse.records[-1] if parse.records else None
    usual, share = _usual_width(parse)
    if usual != parse.width and share > 0.5:
        problems.append(
            Problem(file, f"the header has {parse.width} fields, most rows have {usual}", "as many in each row",
                    "export the file again; the header must be the first row", row=parse.records[0].row)
        )  # fmt: skip
    for record in parse.ragged if not problems else []:
        cut = record is last and len(record.fields) < parse.width and not text.endswith(("\n", "\r"))
        problems.append(
            Problem(
                file,
                f"{len(record.fields)} fields" + (", and the file ends there: it was cut off" if cut else ""),
                f"{parse.width} fields, as in the header",
                "export the file again" if cut else "export the file again; if it was edited by hand, quote the field "
                "that holds the delimiter or a line break",
                row=record.row,
            )
        )  # fmt: skip
    if problems:
        raise InputError(problems)
    records = [record for record in parse.records if any(record.fields)]
    empty = sorted(parse.blank + [record.row for record in parse.records if not any(record.fields)])
    if empty:
        notes.append(f"{len(empty)} empty rows left out ({_span(empty)})")
    if not text.endswith(("\n", "\r")):
        notes.append("the last line has no line end; if rows are missing, the file was cut off")
    if len(parse.ends) > 1:
        notes.append("rows end in different ways (CRLF, LF, CR): the file was saved by more than one program")
    table = Table("", [r.fields for r in records], [r.row for r in records], [r.quoted for r in records])
    return table, parse.delimiter, notes


def _span(rows: Sequence[int]) -> str:
    return f"row {rows[0]}" if len(rows) == 1 else f"rows {rows[0]} to {rows[-1]}"


def _nul_problems(text: str, file: str, start: int) -> list[Problem]:
    rows = sorted(Counter(line for line, part in enumerate(text.split("\n"), start + 1) if "\0" in part))
    return [
        Problem(file, "NUL bytes", "text", "export the file again: it is damaged, or no text file at all", row=row)
        for row in rows
    ]


def _detected(text: str, file: str, start: int) -> tuple[_Parse, str]:
    """The widest rectangular parse. A nearly rectangular one that is far wider wins too: its faults are then told."""
    trials = [_parse(text, delimiter, file, SAMPLE, start) for delimiter in DELIMITERS]
    usable = [trial for trial in trials if trial.width > 1 and min(_usual_width(trial)) >= 0.5]
    whole = [trial for trial in usable if not trial.ragged and not trial.fault]
    if not usable:
        return _parse(text, "", file, start=start), "one column: no delimiter gives a table"
    widest = max(usable, key=lambda trial: trial.width)
    best = max(whole, key=lambda trial: trial.width) if whole else widest
    if widest.width > 2 * best.width:
        best = widest
    rivals = [trial for trial in whole if trial is not best and 2 * trial.width > best.width]
    if rivals and best in whole:
        found = " and ".join(f"{NAMES[t.delimiter]} ({t.width} columns)" for t in [best, *rivals])
        raise InputError(
            Problem(file, f"the file reads as a table both with {found}", "one delimiter that gives a table",
                    "set the wave's delimiter in config.yaml", row=start + 1)
        )  # fmt: skip
    return _parse(text, best.delimiter, file, start=start), "the widest parse without ragged rows"


def _usual_width(parse: _Parse) -> tuple[int, float]:
    """The commonest number of fields (0 if it is 1: no table) and the share of records that have it."""
    counts = Counter(len(record.fields) for record in parse.records)
    width, count = max(counts.items(), key=lambda pair: (pair[1], pair[0])) if counts else (0, 0)
    return (width if width > 1 else 0), count / max(1, len(parse.records))


def _parse(text: str, delimiter: str, file: str, limit: int = 0, start: int = 0) -> _Parse:
    """Parse with one delimiter. Tab files without quoting (Google Sheets) are read literally if that is what fits."""
    parse = _tokens(text, delimiter, file, limit, start, literal=False)
    if delimiter == "\t" and (parse.fault or parse.ragged) and '"' in text:
        plain = _tokens(text, delimiter, file, limit, start, literal=True)
        if not plain.ragged:
            return plain
    return parse


def _tokens(text: str, delimiter: str, file: str, limit: int, start: int, literal: bool) -> _Parse:
    """The tokenizer (RFC 4180): a field in quotes may hold delimiters, line breaks and doubled quotes."""
    stop = re.escape(delimiter) if delimiter else "(?!)"
    quoted = "(?!)()" if literal else r'"([^"]*+(?:""[^"]*+)*+)"'
    token = re.compile(rf"(?:{quoted}|([^{re.escape(delimiter)}\r\n]*+))({stop}|\r\n|\n|\r|\Z)")
    parse = _Parse(delimiter)
    fields: list[str] = []
    flags: list[bool] = []
    row = start
    for match in token.finditer(text):
        inner, bare, end = match.groups()
        if inner is not None:
            fields.append(inner.replace('""', '"') if '"' in inner else inner)
            flags.append(True)
        else:
            if bare.startswith('"') and not literal:
                parse.fault = _quote_fault(text, match.start(), file, row + 1, len(fields) + 1)
                return parse
            fields.append(bare)
            flags.append(False)
        if end == delimiter and end:
            continue
        if not end and fields == [""] and not flags[0]:
            break  # nothing after the last line end
        row += 1
        if end:
            parse.ends.add(end)
        if fields == [""] and not flags[0]:
            parse.blank.append(row)
        else:
            parse.records.append(_Record(row, fields, tuple(flags)))
        fields, flags = [], []
        if not end or (limit and row - start >= limit):
            break
    return parse


def _quote_fault(text: str, position: int, file: str, row: int, place: int) -> Problem:
    closed = re.compile(r'"[^"]*+(?:""[^"]*+)*+"').match(text, position)
    if closed:
        return Problem(file, "text stands after a closing quote", "quotes inside a quoted field doubled",
                       "export the file again; if it was edited by hand, double the quote inside the field",
                       row=row, column=f"number {place}")  # fmt: skip
    return Problem(file, "a quoted field is never closed: the file was cut off, or a quote is missing",
                   "a closing quote", "export or copy the file again", row=row, column=f"number {place}")  # fmt: skip
