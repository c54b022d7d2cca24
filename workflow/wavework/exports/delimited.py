"""CSV and TSV: a tokenizer that keeps quoting, and the delimiter by parsing with each.

Nothing here guesses in silence: what cannot be decided is an InputError that names the setting which decides it.
"""

import re
from collections import Counter
from collections.abc import Sequence, Set
from dataclasses import dataclass, field

from wavework.exports.common_refusals import refusal, refuse_too_wide
from wavework.exports.text_cells import Table, quoting_of
from wavework.problems import InputError, Problem

DELIMITERS = (",", ";", "\t", "|", "^")
SAMPLE = 400  # records that are parsed with each delimiter to choose one
OPEN = "a quoted field is never closed: the file was cut off, or a quote is missing"
NAMES = {",": "comma", ";": "semicolon", "\t": "tab", "": "none", "|": "bar", "^": "caret", " ": "blank"}


@dataclass
class Record:
    """A record: its number in the file, its fields, and whether each stood in quotes."""

    row: int
    fields: list[str]
    quoted: tuple[bool, ...]


@dataclass
class Parse:
    """Records of a text under one delimiter, and what was wrong."""

    delimiter: str
    records: list[Record] = field(default_factory=list)
    blank: list[int] = field(default_factory=list)
    ends: set[str] = field(default_factory=set)  # ways in which records end
    fault: Problem | None = None
    is_sample: bool = False
    row: int = 0  # number of the last record, blank ones counted
    end: int = 0  # place in the text where it ends

    @property
    def is_open(self) -> bool:
        """Whether the text ends within quotes."""
        return self.fault is not None and self.fault.found == OPEN

    @property
    def width(self) -> int:
        return len(self.records[0].fields) if self.records else 0

    @property
    def widths(self) -> Counter[int]:
        """How many records have so many fields."""
        return Counter(len(record.fields) for record in self.records)

    @property
    def ragged(self) -> list[Record]:
        return [record for record in self.records if len(record.fields) != self.width]


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
        raise no_text(file)
    if delimiter is None:
        parse, how = _detected(text, file, start)
    else:
        parse, how = trial(text, delimiter, file, start=start), "declared"
    refuse_too_wide(parse.width, file, start + 1)
    ragged = [(record.row, len(record.fields)) for record in parse.records if len(record.fields) != parse.width]
    last = [(record.row, len(record.fields)) for record in parse.records[-1:]]
    ends_open = not text.endswith(("\n", "\r"))
    first_row = parse.records[0].row if parse.records else start + 1
    if problems := record_problems(
        file, parse.fault, parse.width, first_row, parse.widths, ragged, last[0] if last else (0, 0), ends_open
    ):
        raise InputError(problems)
    records = [record for record in parse.records if any(record.fields)]
    if not records:
        raise no_text(file)
    empty = parse.blank + [record.row for record in parse.records if not any(record.fields)]
    notes += layout_notes(parse.delimiter, how, empty, ends_open, parse.ends)
    cells = [record.fields for record in records]
    quoting = quoting_of(cells, [record.quoted for record in records])
    table = Table.of("", cells, [record.row for record in records], quoting=quoting)
    return table, parse.delimiter, notes


def record_problems(
    file: str,
    fault: Problem | None,
    width: int,
    first_row: int,
    widths: Counter[int],
    ragged: Sequence[tuple[int, int]],
    last: tuple[int, int],
    ends_open: bool,
) -> list[Problem]:
    """What is wrong with the records of a file: the fault at which reading ended, a header of another width than most
    rows, every ragged row.

    width: of the header, in row `first_row`; widths: how many records have so many fields; ragged, last: row and
    fields of the records of another width and of the last one. ends_open: the last line has no line end.
    """
    problems = [fault] if fault else []
    usual, share = _usual_width(widths)
    if usual and usual != width and share > 0.5:
        found = f"the header has {width} fields, most rows have {usual}"
        remedy = "export the file again; the header must be the first row"
        problems.append(Problem(file, found, "as many in each row", remedy, first_row))
    for row, count in ragged if not problems else []:
        found, remedy = f"{count} fields", "export the file again"
        if (row, count) == last and count < width and ends_open:
            found += ", and the file ends there: it was cut off"
        else:
            remedy += "; if it was edited by hand, quote the field that holds the delimiter or a line break"
        problems.append(Problem(file, found, f"{width} fields, as in the header", remedy, row))
    return problems


def layout_notes(delimiter: str, how: str, empty: Sequence[int], ends_open: bool, ends: Set[str]) -> list[str]:
    """What is worth a line in the log. empty: rows that hold nothing; ends: ways in which records end."""
    notes = [f"delimiter {NAMES.get(delimiter, delimiter)} ({how})"]
    if empty:
        notes.append(f"{len(empty)} empty rows left out ({_span(sorted(empty))})")
    if ends_open:
        notes.append("the last line has no line end; if rows are missing, the file was cut off")
    if len(ends) > 1:
        notes.append("rows end in different ways (CRLF, LF, CR): the file was saved by more than one program")
    return notes


def no_text(file: str) -> InputError:
    return refusal(file, "the file holds no text", "a header row and responses", "export it again")


def _span(rows: Sequence[int]) -> str:
    return f"row {rows[0]}" if len(rows) == 1 else f"rows {rows[0]} to {rows[-1]}"


def _nul_problems(text: str, file: str, start: int) -> list[Problem]:
    remedy = "export the file again: it is damaged, or no text file at all"
    rows = (row for row, line in enumerate(text.split("\n"), start + 1) if "\0" in line)
    return [Problem(file, "NUL bytes", "text", remedy, row) for row in rows]


def _detected(text: str, file: str, start: int) -> tuple[Parse, str]:
    best = best_of([trial(text, delimiter, file, SAMPLE, start) for delimiter in DELIMITERS], file, start)
    if best is None:
        return trial(text, "", file, start=start), "one column: no delimiter gives a table"
    best = trial(text, best.delimiter, file, start=start) if best.is_sample else best
    return best, "the widest parse without ragged rows"


def best_of(trials: Sequence[Parse], file: str, start: int) -> Parse | None:
    """The widest rectangular parse. A nearly rectangular one that is far wider wins too: its faults are then told.

    None where no delimiter gives a table. Raises InputError where two do.
    """
    usable = [each for each in trials if each.width > 1 and min(_usual_width(each.widths)) >= 0.5]
    whole = [each for each in usable if not each.ragged and not each.fault]
    if not usable:
        return None
    widest = max(usable, key=lambda each: each.width)
    best = max(whole, key=lambda each: each.width) if whole else widest
    if widest.width > 2 * best.width:
        best = widest
    rivals = [each for each in whole if each is not best and 2 * each.width > best.width]
    if rivals and best in whole:
        found = " and ".join(f"{NAMES[t.delimiter]} ({t.width} columns)" for t in [best, *rivals])
        remedy = "set the wave's delimiter in config.yaml"
        found = f"the file reads as a table both with {found}"
        raise refusal(file, found, "one delimiter that gives a table", remedy, row=start + 1)
    return best


def _usual_width(counts: Counter[int]) -> tuple[int, float]:
    """The commonest number of fields (0 if it is 1: no table) and the share of records that have it."""
    width, count = max(counts.items(), key=lambda pair: (pair[1], pair[0])) if counts else (0, 0)
    return (width if width > 1 else 0), count / max(1, counts.total())


def trial(text: str, delimiter: str, file: str, limit: int = 0, start: int = 0) -> Parse:
    """Parse with one delimiter, so many records if there is a limit.

    Tab files without quoting (Google Sheets) are read literally if that is what fits.
    """
    parse = _titled(tokens(text, delimiter, file, limit, start, literal=False))
    if delimiter == "\t" and '"' in text and (parse.fault or parse.ragged or _quotes_were_typed(parse)):
        plain = _titled(tokens(text, delimiter, file, limit, start, literal=True))
        if not plain.ragged:
            return plain
    return parse


def _quotes_were_typed(parse: Parse) -> bool:
    """Whether quotes around fields were typed by people, in a file whose program quotes nothing.

    A program quotes what needs it (a tab, a line break, a quote; for Excel also a comma), or every text of a column.
    """
    fields = [
        (i, text, quoted)
        for record in parse.records
        for i, (text, quoted) in enumerate(zip(record.fields, record.quoted, strict=True))
        if text
    ]
    inside = [text for _, text, quoted in fields if quoted]
    if not inside or any(sign in text for text in inside for sign in '"\t\r\n'):
        return False
    bare = [(i, text) for i, text, quoted in fields if not quoted]
    if any('"' in text for _, text in bare):
        return True
    if all("," in text for text in inside) and not any("," in text for _, text in bare):
        return False
    columns = {i for i, _, quoted in fields if quoted}
    return any(i in columns and re.search(r"[^\W\d_]", text) for i, text in bare)


def _titled(parse: Parse) -> Parse:
    """The parse with a title in the first line, over words as headings, as wide as the rest."""
    width, _ = _usual_width(parse.widths)
    if width > 2 and parse.width == 1 and len(parse.records) > 2:
        title, heads = parse.records[0], parse.records[1].fields
        filled = [text for text in heads if text]
        if len(heads) == width and 2 * sum(1 for text in filled if re.search(r"[^\W\d_]", text)) > len(filled):
            title.fields += [""] * (width - 1)
            title.quoted += (False,) * (width - 1)
    return parse


def tokens(text: str, delimiter: str, file: str, limit: int, start: int, literal: bool = False) -> Parse:
    """The tokenizer (RFC 4180): a field in quotes may hold delimiters, line breaks and doubled quotes."""
    stop = re.escape(delimiter) if delimiter else "(?!)"
    quoted = "(?!)()" if literal else r'"([^"]*+(?:""[^"]*+)*+)"'
    token = re.compile(rf"(?:{quoted}|([^{re.escape(delimiter)}\r\n]*+))({stop}|\r\n|\n|\r|\Z)")
    parse = Parse(delimiter)
    fields: list[str] = []
    flags: list[bool] = []
    row = parse.row = start
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
        parse.row, parse.end = row, match.end()
        if end:
            parse.ends.add(end)
        if fields == [""] and not flags[0]:
            parse.blank.append(row)
        else:
            parse.records.append(Record(row, fields, tuple(flags)))
        fields, flags = [], []
        if not end:
            break
        if limit and row - start >= limit:
            parse.is_sample = match.end() < len(text)
            break
    return parse


def _quote_fault(text: str, position: int, file: str, row: int, place: int) -> Problem:
    column = f"number {place}"
    if re.compile(r'"[^"]*+(?:""[^"]*+)*+"').match(text, position):
        remedy = "export the file again; if it was edited by hand, double the quote inside the field"
        found = "text stands after a closing quote"
        return Problem(file, found, "quotes inside a quoted field doubled", remedy, row, column)
    return Problem(file, OPEN, "a closing quote", "export or copy the file again", row, column)
