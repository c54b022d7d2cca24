"""A CSV or TSV file of any size as columns, read once, in pieces that end where a record ends.

What a piece holds is what the tokenizer of `delimited` finds in it. A piece that keeps every rule of RFC 4180 Arrow
reads for it, many times faster; any other one the tokenizer reads itself, and tells its slips with their rows. So the
memory is that of the columns, as codes into their distinct texts, and of a few pieces.
"""

import codecs
import re
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv

from wavework.exports.common_refusals import refuse_too_wide
from wavework.exports.delimited import (
    DELIMITERS,
    SAMPLE,
    Parse,
    Record,
    best_of,
    layout_notes,
    no_text,
    record_problems,
    tokens,
    trial,
)
from wavework.exports.text_cells import Quoting, Table
from wavework.exports.texts import Flags, Texts, looked_up, narrow
from wavework.problems import InputError

PIECE = 2**23  # bytes
HEAD, LONGEST_HEAD = 2**20, 2**26  # bytes in which the sample of records is looked for
THREADS = 2
NULL = -1  # the code of an empty cell without quotes
_SIGNS = {",": ",", ";": ";", "\t": r"\t", "|": r"\|", "^": r"\^"}


class NotHere(Exception):
    """The file is not one that is read in pieces: in another encoding, damaged, or without a delimiter."""


@dataclass
class _Piece:
    """Some records of the file.

    rows: their numbers. columns: of each the distinct texts, and of each record the code, NULL for an empty cell
    without quotes. bare: of each the records with a text without quotes; True where there are such somewhere.
    """

    rows: npt.NDArray[np.int64]
    columns: list[tuple[pa.Array, npt.NDArray[np.integer]]]
    bare: list[Flags] | bool = False


@dataclass
class _Found:
    """What was found in the file so far; see `delimited.Parse`."""

    pieces: list[_Piece] = field(default_factory=list)
    row: int = 0
    widths: Counter[int] = field(default_factory=Counter)
    ragged: list[tuple[int, int]] = field(default_factory=list)
    empty: list[int] = field(default_factory=list)
    ends: set[str] = field(default_factory=set)
    last: tuple[int, int] = (0, 0)


def read_pieces(path: Path, file: str, delimiter: str | None) -> tuple[Table, str, bool, list[str]]:
    """The table, its delimiter, whether there is a byte order mark, and notes.

    Raises InputError as `delimited.parse_text` does, and NotHere for a file that only the whole text shows.
    """
    with path.open("rb") as source:
        size = path.stat().st_size
        sample, has_bom, offset = _sample(source, size, file, delimiter)
        source.seek(offset)
        found, width = _Found(), sample.width
        _add_records(found, sample, width)
        fault = None
        with ThreadPoolExecutor(THREADS) as threads:
            strict = partial(_strict, delimiter=sample.delimiter, width=width)
            queue: deque[tuple[bytes, Future]] = deque()
            pieces = _cut(source)

            def next_piece() -> tuple[bytes, Future] | None:
                while len(queue) <= THREADS and (piece := next(pieces, b"")):
                    queue.append((piece, threads.submit(strict, piece)))
                return queue.popleft() if queue else None

            while fault is None and (ahead := next_piece()):
                piece, future = ahead
                if (arrow := future.result()) is not None:
                    _add_arrow(found, *arrow)
                    continue
                slips, more = _tokenised(piece, sample.delimiter, file, found.row), 1
                while slips.is_open and (ahead := next_piece()):
                    parts = [piece, ahead[0]]
                    parts += [other[0] for _ in range(more) if (other := next_piece())]
                    piece, more = b"".join(parts), 2 * more
                    slips = _tokenised(piece, sample.delimiter, file, found.row)
                fault = slips.fault
                _add_records(found, slips, width)
            queue.clear()
        source.seek(-1, 2)
        ends_open = source.read(1) not in (b"\n", b"\r")
    how = "declared" if delimiter else "the widest parse without ragged rows"
    notes = layout_notes(sample.delimiter, how, found.empty, ends_open, found.ends)
    first_row = sample.records[0].row
    if problems := record_problems(file, fault, width, first_row, found.widths, found.ragged, found.last, ends_open):
        raise InputError(problems)
    table = _table(found, width)
    if not table.rows:
        raise no_text(file)
    return table, sample.delimiter, has_bom, notes


def _sample(source: BinaryIO, size: int, file: str, delimiter: str | None) -> tuple[Parse, bool, int]:
    """The first records, whether a byte order mark stands before them, and where they end."""
    length = HEAD
    while True:
        source.seek(0)
        head = source.read(length)
        start = 0
        while head.startswith(codecs.BOM_UTF8, start):
            start += len(codecs.BOM_UTF8)
        data = head[start : head.rfind(b"\n") + 1] if length < size else head[start:]
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError as error:
            raise NotHere from error
        if "\0" in text or text.startswith("ï»¿") or re.match('"?sep=', text, re.IGNORECASE) or not text.strip():
            raise NotHere
        trials = [trial(text, sign, file, SAMPLE) for sign in ([delimiter] if delimiter else DELIMITERS)]
        if all(each.is_sample or (each.fault and not each.is_open) for each in trials):
            break
        if length >= min(size, LONGEST_HEAD):
            raise NotHere
        length *= 4
    best = trials[0] if delimiter else best_of(trials, file, 0)
    if best is None or not best.is_sample or best.width < 2 or best.delimiter not in _SIGNS:
        raise NotHere
    refuse_too_wide(best.width, file, best.records[0].row)
    return best, start > 0, start + len(text[: best.end].encode())


def _cut(source: BinaryIO) -> Iterator[bytes]:
    """Pieces that end with a line end outside quotes, if quotes stand where they belong; the line ends at the end of
    the file, and a last record without one, are pieces of their own."""
    rest = b""
    while block := source.read(PIECE):
        rest = rest + block if rest else block
        if end := _outside(rest):
            yield rest[:end]
            rest = rest[end:]
    last = rest.rstrip(b"\r\n")
    while (stop := re.match(rb"\r\n|\n|\r", rest[len(last) :])) and last:
        yield rest[: len(last) + stop.end()]
        rest, last = rest[len(last) + stop.end() :], b""
    if rest:
        yield rest


def _outside(data: bytes) -> int:
    """Where the last line end that an even number of quotes precedes ends; 0 if there is none."""
    end = data.rfind(b"\n") + 1
    quotes = data.count(b'"', 0, end)
    while end and quotes % 2:
        before = data.rfind(b"\n", 0, end - 1) + 1
        quotes -= data.count(b'"', before, end)
        end = before
    return end


def _strict(piece: bytes, delimiter: str, width: int) -> tuple[_Piece, set[str]] | None:
    """The records of a piece that keeps every rule, and how they end; None for any other piece."""
    if delimiter == "\t" and b'"' in piece:
        raise NotHere  # quotes may have been typed there: all of the file decides
    if piece.startswith(codecs.BOM_UTF8):  # of a file that was pasted to another: Arrow would take it away
        return None
    ways = [("\n",)] if b"\r" not in piece else [("\r\n",), ("\r\n", "\n")]
    span = pa.py_buffer(np.array([0, len(piece)], dtype=np.int64))
    array = pa.Array.from_buffers(pa.large_binary(), 1, [None, span, pa.py_buffer(piece)])
    ends = next((way for way in ways if pc.match_substring_regex(array, _rules(delimiter, way))[0].as_py()), None)
    if ends is None:
        return None
    names = [str(i) for i in range(width)]
    try:
        table = csv.read_csv(
            pa.py_buffer(piece),
            csv.ReadOptions(use_threads=False, column_names=names, block_size=len(piece) + 1),
            csv.ParseOptions(delimiter=delimiter, newlines_in_values=True, ignore_empty_lines=False),
            csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.dictionary(pa.int32(), pa.string())),
                null_values=[""],
                strings_can_be_null=True,
                quoted_strings_can_be_null=False,
            ),
        )
    except pa.ArrowInvalid:  # another width, an empty line, not UTF-8
        return None
    columns, quotes = [], 0
    for column in table.columns:
        chunk = column.chunk(0)
        codes = narrow(chunk.indices.fill_null(NULL).to_numpy(), len(chunk.dictionary))
        columns.append((chunk.dictionary, codes))
        quotes += 2 * (len(codes) - chunk.null_count)
        held = chunk.dictionary.buffers()[2]
        if held and b'"' in held.to_pybytes():  # doubled in the file
            inside = pc.count_substring(chunk.dictionary, '"').to_numpy()
            quotes += 2 * int(inside[codes[codes >= 0]].sum())
    rows = np.arange(1, table.num_rows + 1, dtype=np.int64)
    return _Piece(rows, columns, piece.count(b'"') != quotes), set(ends) if piece.endswith(b"\n") else set()


def _rules(delimiter: str, ends: Sequence[str]) -> str:
    sign = _SIGNS[delimiter]
    stop = "|".join([sign, *(end.replace("\r", r"\r").replace("\n", r"\n") for end in ends)])
    return rf'\A(?:(?:"[^"\x00]*(?:""[^"\x00]*)*"|[^"\r\n\x00{sign}]*)(?:{stop}))*\z'


def _tokenised(piece: bytes, delimiter: str, file: str, row: int) -> Parse:
    try:
        text = piece.decode("utf-8")
    except UnicodeDecodeError as error:
        raise NotHere from error
    if "\0" in text:
        raise NotHere
    return tokens(text, delimiter, file, 0, row)


def _add_arrow(found: _Found, piece: _Piece, ends: set[str]) -> None:
    piece.rows += found.row
    count, width = len(piece.rows), len(piece.columns)
    found.row += count
    found.widths[width] += count
    found.ends |= ends
    found.last = (found.row, width)
    _keep(found, piece)


def _add_records(found: _Found, parse: Parse, width: int) -> None:
    for record in parse.records:
        found.widths[len(record.fields)] += 1
        if len(record.fields) != width:
            found.ragged.append((record.row, len(record.fields)))
    found.row = parse.row
    found.ends |= parse.ends
    found.empty += parse.blank
    if parse.records:
        found.last = (parse.records[-1].row, len(parse.records[-1].fields))
    _keep(found, _piece([record for record in parse.records if len(record.fields) == width], width))


def _piece(records: Sequence[Record], width: int) -> _Piece:
    columns: list[tuple[pa.Array, npt.NDArray[np.integer]]] = []
    bare = []
    for i in range(width):
        texts = Texts.of(record.fields[i] for record in records)
        alone = np.array([not record.quoted[i] for record in records], dtype=bool)
        codes = texts.codes.astype(np.int32)
        codes[alone & ~texts.filled] = NULL
        columns.append((texts.array, codes))
        bare.append(alone & texts.filled)
    return _Piece(np.array([record.row for record in records], dtype=np.int64), columns, bare)


def _keep(found: _Found, piece: _Piece) -> None:
    """Add the piece without the records that hold nothing."""
    filled = np.zeros(len(piece.rows), dtype=bool)
    for distinct, codes in piece.columns:
        empty = pc.index(distinct, "").as_py()
        filled |= (codes != NULL) & (codes != (NULL if empty < 0 else empty))
        if filled.all():
            found.pieces.append(piece)
            return
    found.empty += piece.rows[~filled].tolist()
    columns = [(distinct, codes[filled]) for distinct, codes in piece.columns]
    bare = piece.bare if isinstance(piece.bare, bool) else [flags[filled] for flags in piece.bare]
    found.pieces.append(_Piece(piece.rows[filled], columns, bare))


def _table(found: _Found, width: int) -> Table:
    columns: list[Texts] = []
    nulls: list[Flags] = []
    bare: list[Any] = []
    is_quoted = not any(piece.bare is True for piece in found.pieces)
    for i in range(width):
        own = [piece.columns[i] for piece in found.pieces]
        columns.append(_joined(own))
        if is_quoted:
            nulls.append(np.concatenate([codes == NULL for _, codes in own]))
            flags = [np.zeros(len(p.rows), dtype=bool) if isinstance(p.bare, bool) else p.bare[i] for p in found.pieces]
            joined = np.concatenate(flags)
            bare.append(joined if joined.any() else None)
        for piece in found.pieces:
            piece.columns[i] = (pa.array([], pa.string()), np.zeros(0, dtype=np.int8))
    rows = np.concatenate([piece.rows for piece in found.pieces]).tolist()
    return Table("", tuple(columns), rows, Quoting(bare, nulls) if is_quoted else None)


def _joined(parts: Sequence[tuple[pa.Array, npt.NDArray[np.integer]]]) -> Texts:
    """One column of the codes of its parts, which have distinct texts of their own."""
    all_of = pa.concat_arrays([distinct for distinct, _ in parts]).dictionary_encode()
    distinct, places = all_of.dictionary, all_of.indices.to_numpy()
    empty = pc.index(distinct, "").as_py()
    if empty < 0 and any((codes == NULL).any() for _, codes in parts):
        distinct, empty = pa.concat_arrays([distinct, pa.array([""], distinct.type)]), len(distinct)
    made, start = [], 0
    for own, codes in parts:
        table = np.append(places[start : start + len(own)], empty)  # the last one is that of NULL
        made.append(looked_up(narrow(table, len(distinct)), codes))
        start += len(own)
    return Texts(np.concatenate(made), distinct)
