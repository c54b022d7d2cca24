"""From bytes to text: byte order mark, UTF-8, declared encoding, in this order and never by a guess."""

import codecs
import re

from wavework.exports.common_refusals import refusal
from wavework.problems import SHOWN, InputError, Problem

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


# Words that no language has, and signs that stand in no word: what a wrong one-byte encoding makes of letters
_IMPOSSIBLE = re.compile(
    "[\x80-\x9f]"  # control characters
    "|[a-z\u00df-\u00ff][\u00c0-\u00de\u0152\u0160\u0178\u017d]"  # a capital behind a small letter
    "|[A-Za-z][\u2020-\u2022\u2030\u2039\u203a\u20ac\u2122\u00a1-\u00a9\u00ac-\u00b3\u00b5-\u00b9\u00bc-\u00bf\u2202-\u22ff\u25ca\ufb01\ufb02][a-z]"
    "|[A-Za-z][\u0370-\u04ff]|[\u0370-\u04ff][A-Za-z]"  # two alphabets
    "|[a-z][\u2013\u2014\u201a-\u201e\u02c6\u02dc\u00b8\u00af\u02d8-\u02db\u0192][a-z]"
    "|[\u00c6\u00e6\u0152\u0153]{2}"  # two ligatures
    "|[\u00c0-\u00ff]{4}"  # only accents: another alphabet
)
# the encoding that may be right -> impossible words under the declared one from which on it is thought of
_ONE_BYTE = {"cp1252": 1, "mac_roman": 1, "cp1251": 5, "cp1250": 5, "cp850": 5}


def decode(data: bytes, file: str, encoding: str | None = None) -> tuple[str, str, list[str]]:
    """Text, name of its encoding, notes. Order: BOM, UTF-8, then the declared encoding; never a guess.

    Raises InputError naming every row that is not in the encoding (up to a limit).
    """
    declared = known_encoding(encoding, file) if encoding else ""
    for bom, name in _BOMS:
        if data.startswith(bom):
            if name == "utf-8-sig" and _utf8(data) is None:
                raise _not_utf8(data, file)
            text = _decoded(data, name, file)
            return text.lstrip("\ufeff"), name, [f"encoding {name} (byte order mark)"]
    if not declared.startswith(("utf-16", "utf-32")):
        if _looks_utf16(data):
            raise _lost_bom(data, file)
        read = _utf8(data)
        if read is not None:
            return _as_utf8(read, declared)
    if not declared:
        raise _not_utf8(data, file)
    if _LATIN.fullmatch(declared):
        _refuse_mixture(data, file, declared)
    text = _decoded(data, declared, file)
    _refuse_wrong(text, data, file, declared)
    return text, declared, [f"encoding {declared} (declared; the file is not UTF-8)"]


def _utf8(data: bytes) -> str | None:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _as_utf8(text: str, declared: str) -> tuple[str, str, list[str]]:
    notes = ["encoding utf-8 (strict decoding, no byte order mark)"]
    if declared not in ("", "utf-8", "ascii") and not text.isascii():
        notes.append(f"{declared} was declared, but the file is valid UTF-8 and was read as such")
    if text.startswith("ï»¿"):
        text = text.removeprefix("ï»¿")
        notes.append("the byte order mark stands there as three letters: the file was saved in a wrong encoding once")
    return text.lstrip("\ufeff"), "utf-8", notes


def is_utf8_text(head: bytes) -> bool:
    """Whether a file that begins so can be text in UTF-8: no other byte order mark, no workbook."""
    marks = [bom for bom, name in _BOMS if name != "utf-8-sig"]
    return not head.startswith((*marks, b"PK", b"\xd0\xcf\x11\xe0")) and not _looks_utf16(head)


def known_encoding(encoding: str, file: str) -> str:
    """The codec's own name of an encoding. Raises InputError if there is no such encoding."""
    try:
        return codecs.lookup(encoding).name
    except LookupError as error:
        remedy = "correct the wave's encoding in config.yaml"
        expected = "a name such as utf-8, cp1252, mac_roman, cp950"
        raise refusal(file, f"encoding {encoding!r} is not known", expected, remedy) from error


def _decoded(data: bytes, encoding: str, file: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        row = _line(data, error.start, encoding)
        if error.end >= len(data) - 1:
            raise _cut_off(file, encoding, row) from error
        found, remedy = f"byte {error.start} is not {encoding}", "correct the wave's encoding in config.yaml"
        raise refusal(file, found, f"{encoding} text to the end", remedy, row=row) from error


def _cut_off(file: str, encoding: str, row: int) -> InputError:
    remedy = "export or copy the file again: it was cut off"
    return refusal(file, "the file ends in the middle of a character", f"{encoding} text to the end", remedy, row=row)


def _line(data: bytes, offset: int, encoding: str = "utf-8") -> int:
    wide = encoding.startswith(("utf-16", "utf-32"))
    return (data[:offset].decode(encoding, "ignore").count("\n") if wide else data.count(b"\n", 0, offset)) + 1


def _looks_utf16(data: bytes) -> bool:
    head = data[:4000]
    return len(head) > 3 and head.count(0) * 3 > len(head)


def _lost_bom(data: bytes, file: str) -> InputError:
    head = data[:4000]
    name = "utf-16-le" if head[1::2].count(0) >= head[0::2].count(0) else "utf-16-be"
    found = f"every other byte is zero, as in {name}, but the byte order mark is lost"
    remedy = f"set the wave's encoding in config.yaml to {name}, or export the file again"
    return refusal(file, found, "UTF-8, or UTF-16 with its byte order mark", remedy, row=1)


def _not_utf8(data: bytes, file: str) -> InputError:
    """A problem for each row with bytes that are not UTF-8, with the two commonest other readings."""
    if data and _is_cut(data):
        return _cut_off(file, "UTF-8", _line(data, len(data)))
    remedy = "set the wave's encoding in config.yaml to the one that reads right, or save the file as CSV UTF-8"
    problems = []
    for row, line in enumerate(data.split(b"\n"), start=1):
        try:
            line.decode("utf-8")
        except UnicodeDecodeError as error:
            word = _around(line, error.start)
            mixed = " (other words of the row are UTF-8: encodings are mixed)" if _UTF8_PAIR.search(line) else ""
            found = f"byte 0x{line[error.start]:02X} is not UTF-8{mixed}"
            readings = f"UTF-8. Read as cp1252: {_shown(word, 'cp1252')}; as mac_roman: {_shown(word, 'mac_roman')}"
            problems.append(Problem(file, found, readings, remedy, row))
            if len(problems) > SHOWN:
                break
    return InputError(problems)


def _around(line: bytes, place: int) -> bytes:
    """The letters that are not ASCII, with one on each side: enough to judge, too little to tell who answered."""
    end = place
    while end < len(line) and line[end] >= 0x80:
        end += 1
    start = place - 1 if place and line[place - 1 : place].isalpha() else place
    return line[start : end + 1 if line[end : end + 1].isalpha() else end]


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
        found = f"{text!r} stands there in UTF-8, while other rows are not UTF-8: encodings are mixed"
        expected = f"one encoding throughout ({declared} is declared)"
        remedy = "export the file again, or save the parts in one encoding before joining them"
        problems.append(Problem(file, found, expected, remedy, _line(data, match.start())))
        if len(problems) > SHOWN:
            break
    if problems:
        raise InputError(problems)


def _refuse_wrong(text: str, data: bytes, file: str, declared: str) -> None:
    """Refuse a declared encoding under which words become impossible, if another one reads them well.

    A one-byte encoding fits any file, so the words decide: a capital or a sign inside a word, two alphabets in one,
    control characters.
    """
    wrong = [match.start() for match in _IMPOSSIBLE.finditer(text)]
    if not wrong or len(text) != len(data):  # not one byte for each letter
        return
    for other in (name for name, least in _ONE_BYTE.items() if len(wrong) >= least):
        try:
            left = len(_IMPOSSIBLE.findall(data.decode(other)))
        except UnicodeDecodeError:
            continue
        if 4 * left < len(wrong):
            break
    else:
        return
    problems = []
    for start in wrong[: SHOWN + 1]:
        place = next(i for i in range(start, len(data)) if data[i] >= 0x80)
        word = _around(data, place)
        found = f"read as {declared}, a word holds {_shown(word, declared)}"
        remedy = f"correct the wave's encoding in config.yaml; {other} reads it as {_shown(word, other)}"
        problems.append(Problem(file, found, "letters as in a word", remedy, _line(data, start)))
    raise InputError(problems)


def is_mojibake(text: str) -> bool:
    """Whether a text holds UTF-8 that was once read as cp1252, or replacement characters."""
    return not text.isascii() and ("\ufffd" in text or bool(_MOJIBAKE.search(text)))
