"""A file that is read in pieces is the same table, with the same problems, as its text read whole by the tokenizer."""

import random
from pathlib import Path

import pytest
from tests.hostile.exports.mutations import mutated
from tests.hostile.exports.whole_exports import MAKERS

from wavework.exports import delimited, files, pieces, read_export
from wavework.problems import InputError

TEXT = [name for name, (ending, *_) in MAKERS.items() if ending in (".csv", ".tsv", ".txt")]


def told(path: Path, **arguments: str) -> object:
    """Everything that a reading says, or its problems."""
    try:
        read = read_export(path, **arguments)
    except InputError as error:
        return [str(problem) for problem in error.problems]
    people = read.respondents.astype(str).to_numpy().tolist()
    columns = {code: (list(read.texts[code]), list(read.said[code])) for code in read.texts}
    return read.columns, columns, read.rows, people, read.notes, read.labels, read.encoding, read.delimiter, read.layout


def grown(data: bytes, times: int) -> bytes:
    """The file with all its rows but the first so many times: ids stand twice, too."""
    head, *rows = data.splitlines(keepends=True) or [b""]
    return head + b"".join(rows) * times


@pytest.fixture
def in_pieces(monkeypatch):
    """Read in pieces of so many bytes whatever the size, and count the files that were."""
    done: list[str] = []
    reading = pieces.read_pieces

    def counted(path, file, delimiter):
        found = reading(path, file, delimiter)
        done.append(file)
        return found

    def set_up(size: int) -> list[str]:
        monkeypatch.setattr(files, "SHORT", 0)
        monkeypatch.setattr(files, "read_pieces", counted)
        monkeypatch.setattr(pieces, "PIECE", size)
        monkeypatch.setattr(pieces, "HEAD", 2 * size)
        return done

    return set_up


@pytest.mark.parametrize(
    "first", [0, 100, *(pytest.param(first, marks=pytest.mark.slow) for first in range(200, 2000, 100))]
)
def test_a_broken_export_is_the_same_in_pieces(tmp_path, monkeypatch, in_pieces, first):
    draw = random.Random(first)
    for module in (delimited, pieces):  # few records tell the delimiter, in both ways of reading
        monkeypatch.setattr(module, "SAMPLE", draw.choice((1, 2, 3)) if module is delimited else delimited.SAMPLE)
    cases = [(number, *mutated(number)) for number in range(first, first + 100)]
    paths = []
    for number, _, ending, data, arguments in cases:
        path = tmp_path / f"export_{number}{ending}"
        path.write_bytes(grown(data, draw.choice((1, 3))))
        if ending in (".csv", ".tsv", ".txt", ".tab"):
            paths.append((path, arguments))
    whole = [told(path, **arguments) for path, arguments in paths]
    done = in_pieces(draw.choice((60, 200, 1000)))
    for (path, arguments), expected in zip(paths, whole, strict=True):
        assert told(path, **arguments) == expected, path.name
    assert len(done) > len(paths) / 10  # a test in which no file is read in pieces tests nothing
