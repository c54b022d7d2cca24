"""Exports broken in a way that a number decides: the same number, the same file."""

import io
import random
import zipfile
import zlib

from tests.hostile.exports.whole_exports import MAKERS, seed

# ---- breaking bytes of any kind


def flip(data: bytes, draw: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(draw.choice((1, 1, 3, 20))):
        if changed:
            changed[draw.randrange(len(changed))] = draw.randrange(256)
    return bytes(changed)


def cut(data: bytes, draw: random.Random) -> bytes:
    return data[: draw.randrange(len(data) + 1)]


def lose(data: bytes, draw: random.Random) -> bytes:
    start = draw.randrange(len(data) + 1)
    return data[:start] + data[start + draw.choice((1, 8, 200)) :]


def insert(data: bytes, draw: random.Random) -> bytes:
    start = draw.randrange(len(data) + 1)
    what = draw.choice(
        (b"\0", b"\0" * 300, b'"', b"\xff\xfe", b"\xef\xbb\xbf", b"\r", b"\n", b"\x1a", draw.randbytes(40))
    )
    return data[:start] + what + data[start:]


def repeat(data: bytes, draw: random.Random) -> bytes:
    start = draw.randrange(len(data) + 1)
    return data[: start + draw.choice((30, 500))] + data[start:]


def start_otherwise(data: bytes, draw: random.Random) -> bytes:
    marks = (b"PK\3\4", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"$FL2", b"PAR1", b"<html>", b"sep=;\r\n", b"\xff\xfe")
    return draw.choice(marks) + data


def nothing(data: bytes, draw: random.Random) -> bytes:
    return draw.choice((b"", b"\n", b" ", b"\xef\xbb\xbf", b",,,\n,,,\n", b'"', b"\0", data[:1]))


PLATFORMS = (
    "limesurvey", "qualtrics", "kobo", "surveymonkey", "google_forms", "microsoft_forms", "redcap", "eusurvey", "spss",
    "stata", "plain",
)  # fmt: skip
ANY = (flip, flip, cut, lose, insert, repeat, start_otherwise, nothing)


# ---- breaking text


def lines_of(data: bytes) -> list[bytes]:
    return data.splitlines(keepends=True) or [b""]


def lines(data: bytes, draw: random.Random) -> bytes:
    """Lines lost, doubled, swapped, or the header again somewhere."""
    rows = lines_of(data)
    i, j = draw.randrange(len(rows)), draw.randrange(len(rows))
    match draw.randrange(4):
        case 0:
            del rows[i]
        case 1:
            rows.insert(j, rows[i])
        case 2:
            rows[i], rows[j] = rows[j], rows[i]
        case _:
            rows.insert(i, rows[0])
    return b"".join(rows)


def columns(data: bytes, draw: random.Random) -> bytes:
    """Columns swapped, lost or doubled by a split at the delimiter, in all rows or in one; quotes are not heeded."""
    sign = draw.choice((b",", b";", b"\t"))
    rows = [row.split(sign) for row in lines_of(data)]
    i, j, one = draw.randrange(12), draw.randrange(12), draw.choice((None, draw.randrange(len(rows))))
    kind = draw.randrange(3)
    for k, row in enumerate(rows):
        if one in (None, k) and max(i, j) < len(row):
            if kind == 0:
                row[i], row[j] = row[j], row[i]
            elif kind == 1:
                del row[i]
            else:
                row.insert(i, row[j])
    return b"".join(sign.join(row) for row in rows)


def cells(data: bytes, draw: random.Random) -> bytes:
    """One cell becomes something else: huge, wide, nothing, a formula, a date of Excel's, another row's."""
    what = draw.choice((
        b"x" * 300_000, b"," * 3000, b"", b"=cmd|' /C calc'!A0", b"02-Oct", b"1.23E+15", b"#N/A", b"NA", b"-99", b"N/A",
        b"\xc3\x83\xc2\xa9", "𝕏\u202e\u0000".encode(), b'""""', b"<script>", b"{'ImportId': 'QID1'}", b"Respondent ID",
        b"id", b"Timestamp", b"_uuid", b"redcap_event_name", b"ResponseId", b"9" * 400, b"1e999", b"(((((a)" * 40,
    ))  # fmt: skip
    start = draw.randrange(len(data) + 1)
    return data[:start] + what + data[start + draw.choice((0, 1, 10)) :]


def encode(data: bytes, draw: random.Random) -> bytes:
    text = data.decode("utf-16" if data[:2] == b"\xff\xfe" else "utf-8", "replace")
    name = draw.choice(
        ("utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "mac_roman", "cp950", "utf-7", "utf-8-sig")
    )
    return text.encode(name, "replace")


def signs(data: bytes, draw: random.Random) -> bytes:
    """One sign for another, everywhere or from a place on."""
    old, new = draw.sample((b",", b";", b"\t", b"|", b'"', b"'", b"\r\n", b"\n", b"\r", b" ", b"[", b"\\"), 2)
    start = draw.choice((0, draw.randrange(len(data) + 1)))
    return data[:start] + data[start:].replace(old, new)


def size(data: bytes, draw: random.Random) -> bytes:
    """Very many rows, very many columns, or one endless line."""
    kind = draw.randrange(3)
    if kind == 0:
        rows = lines_of(data)
        return b"".join(rows[:3]) + b"".join(rows[3:] or rows) * 300
    if kind == 1:
        return b"".join(row.rstrip(b"\r\n") + b",x" * 2000 + b"\n" for row in lines_of(data))
    return data.replace(b"\n", b"") * 50


TEXT = (*ANY, lines, lines, columns, columns, cells, cells, encode, signs, signs, size)


# ---- breaking what is inside a zip


def members(data: bytes, draw: random.Random) -> bytes:
    """A whole archive again, with one member broken, lost, doubled, renamed, or said to be larger than it is."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        names = old.namelist()
        chosen = draw.choice([name for name in names if name.endswith((".xml", ".rels"))] or names)
        kind = draw.randrange(5)
        for name in names:
            content = old.read(name)
            if name == chosen and kind < 3:
                content = draw.choice((flip, cut, lose, insert, repeat, xml, xml))(content, draw)
            if name != chosen or kind != 3:
                new.writestr(name + ("x" if name == chosen and kind == 4 else ""), content)
    return out.getvalue()


def xml(content: bytes, draw: random.Random) -> bytes:
    """Sheets' XML: other types of cells, far cells, entities, formulas, numbers that are none."""
    old, new = draw.choice((
        (b't="inlineStr"', b't="s"'), (b't="inlineStr"', b't="e"'), (b't="s"', b't="n"'),
        (b'r="A1"', b'r="XFD1048576"'),
        (b'r="B2"', b'r="A99999999999"'), (b"<v>", b"<f>1+1</f><v>"), (b"<v>1", b"<v>1e400"), (b"<row", b"<row r='0'"),
        (b"<sheetData>", b"<sheetData/><sheetData>"), (b"?>", b'?><!DOCTYPE a [<!ENTITY b "c">]>'), (b"<t>", b"<t>&b;"),
        (b"</worksheet>", b'<mergeCells><mergeCell ref="A1:XFD9"/></mergeCells></worksheet>'), (b"string", b"float"),
        (b"veryHidden", b"visible"), (b'sheetId="1"', b'sheetId="-1"'), (b"</t>", b"\xff</t>"),
    ))  # fmt: skip
    return content.replace(old, new, draw.choice((1, -1)))


ZIPPED = (*ANY, members, members, members, members)


def mutated(number: int) -> tuple[str, str, bytes, dict[str, str]]:
    """Name of the seed, ending, bytes, and arguments for the reader, of the file with this number."""
    draw = random.Random(f"mutated export {number}")
    name = draw.choice(list(MAKERS))
    ending, data = MAKERS[name][0], seed(name)
    kinds = TEXT if ending in (".csv", ".tsv") else ZIPPED if ending in (".xlsx", ".ods") else ANY
    for _ in range(draw.choice((1, 1, 1, 2, 3))):
        change = draw.choice(kinds)
        if change is not members or zipfile.is_zipfile(io.BytesIO(data)):
            try:
                data = change(data, draw)
            except (zipfile.BadZipFile, zlib.error, OSError, ValueError, EOFError, RuntimeError):
                continue  # an archive that was broken before cannot be opened to break it more
    arguments = {}
    if draw.random() < 0.15:
        platforms = (
            "limesurvey qualtrics kobo surveymonkey google_forms microsoft_forms redcap eusurvey spss stata plain"
        )
        key, values = draw.choice((
            ("platform", tuple(platforms.split())), ("encoding", ("cp1252", "utf-16", "mac_roman", "none such")),
            ("delimiter", (",", ";", "\t", "|")), ("sheet", ("Form1", "none such")),
        ))  # fmt: skip
        arguments[key] = draw.choice(values)
    if draw.random() < 0.05:
        ending = draw.choice((".csv", ".tsv", ".xlsx", ".xls", ".ods", ".sav", ".dta", ".parquet", ".txt", ""))
    return name, ending, data, arguments
