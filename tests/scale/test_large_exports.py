"""A generated export of ten thousand respondents against Python's own csv module; what is amiss in it, with its row."""

import csv
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from tests.scale.generated import export, item_names, study
from tests.scale.study_files import ANSWERS, write_study

from wavework.answer_arrays import of_one_wave
from wavework.answers import answers_by_item, read_wave, wave_export
from wavework.codebook import Codebook, read_codebook
from wavework.exports import pieces, read_export
from wavework.problems import InputError
from wavework.scores import scored

RESPONDENTS, ITEMS = 10_000, 21
TABLES = ("items", "batteries", "scales", "crosswalk", "corrections")


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    return study(tmp_path_factory.mktemp("large"), RESPONDENTS, ITEMS)


@pytest.fixture(scope="module")
def rows(folder) -> list[dict[str, str]]:
    """The responses as the csv module reads them."""
    with (folder / "raw/wave_1.csv").open(encoding="utf-8-sig", newline="") as file:
        return [row for row in csv.DictReader(file) if row["id"]]


@pytest.fixture(scope="module")
def book(folder) -> Codebook:
    return read_codebook(folder / f"codebook/{name}.csv" for name in TABLES)


def choices(path: Path) -> dict[str, str]:
    common = {"unit_column": "id", "region": "land", "units": "responses"}
    return common | {"export": str(path), "incomplete": "drop", "duplicates": "refuse"}


def test_cells_are_those_of_the_csv_module(folder, rows):
    read = read_export(folder / "raw/wave_1.csv")
    assert len(read.rows) == RESPONDENTS == len(rows)
    assert read.rows == tuple(range(2, RESPONDENTS + 2))
    for name in ("id", "Z1", "submitdate", *item_names(ITEMS)):
        assert list(read.texts[name]) == [row[name] for row in rows], name


def test_answers_and_scores_are_those_counted_by_hand(folder, rows, book):
    said = choices(folder / "raw/wave_1.csv")
    made, log = answers_by_item(wave_export(said), "wave_1", said, book, "collected")
    finished = {row["id"]: row for row in rows if row["submitdate"]}
    assert list(made.units) == sorted(finished)
    assert len(log) == RESPONDENTS - len(finished)
    column = item_names(ITEMS)[3]
    given = made.items["item_4"]
    counts = {answer: count for (_, answer), count in zip(given.given, given.counts.tolist(), strict=True) if answer}
    assert counts == {
        ANSWERS[code][0]: n for code, n in Counter(row[column] for row in finished.values()).items() if code
    }
    every = scored(of_one_wave(made, book, 50), book, "wave_1", minimum_answered=0.5)
    of = {(each.measure, each.dimension): each for each in every}
    trust = of["implementation", "trust"]  # the third battery: one question, the 21st
    worth = {code: score for code, (_, _, _, score, _, _) in ANSWERS.items()}
    for unit, value in zip(made.units[:500], trust.values[0][:500], strict=True):
        score = worth.get(finished[unit][item_names(ITEMS)[20]], "")
        assert value == score if score != "" else np.isnan(value)


def test_a_wide_table_is_the_tidy_one(folder, book):
    said = choices(folder / "raw/wave_1.csv")
    tidy, _ = read_wave("wave_1", said, book, "collected")
    assert len(tidy) == tidy["unit"].nunique() * ITEMS
    assert list(tidy["unit"]) == sorted(tidy["unit"])


def spoiled(path: Path, at: int, change) -> Path:
    """The file with its line `at` (from 1) changed; lines are rows here, for the open answer is left out."""
    lines = path.read_bytes().split(b"\n")
    lines[at - 1] = change(lines[at - 1])
    path.write_bytes(b"\n".join(lines))
    return path


@pytest.fixture
def plain(tmp_path) -> Path:
    """An export without line breaks in its cells."""
    path = export(tmp_path / "raw/wave_1.csv", 4000, 10)
    path.write_bytes(path.read_bytes().replace(b'"two\nlines"', b'"two lines"'))
    return path


@pytest.mark.parametrize(
    ("row", "change", "found"),
    [
        (3210, lambda line: line + b',"more"', "20 fields"),
        (3210, lambda line: line.replace(b'"', b'x"y"', 1), ""),  # a text without quotes around it may hold some
        (3999, lambda line: line.rpartition(b",")[0], "18 fields"),
        (2500, lambda line: line.replace(b'",', b'"z,', 1), "text stands after a closing quote"),
    ],
)
def test_a_bad_row_is_told_with_its_number(plain, monkeypatch, row, change, found):
    monkeypatch.setattr(pieces, "PIECE", 2**16)
    spoiled(plain, row, change)
    if not found:
        assert len(read_export(plain).rows) == 4000
        return
    with pytest.raises(InputError) as error:
        read_export(plain)
    assert [(problem.row, problem.found.split(":")[0]) for problem in error.value.problems] == [(row, found)]


def test_an_unknown_answer_is_told_with_each_of_its_rows(plain, tmp_path):
    write_study(tmp_path, item_names(10), {"wave_1.csv": ""}, "id")
    lines = enumerate(plain.read_bytes().split(b"\n"), 1)
    finished = [row for row, line in lines if b',"A1",' in line and b'",,' not in line[:12]]
    for row in (finished[5], finished[900]):
        spoiled(plain, row, lambda line: line.replace(b',"A1",', b',"A9",', 1))
    book = read_codebook(tmp_path / f"codebook/{name}.csv" for name in TABLES)
    with pytest.raises(InputError) as error:
        read_wave("wave_1", choices(plain), book, "collected")
    assert sorted(problem.row for problem in error.value.problems) == [finished[5], finished[900]]
    assert all("'A9' is no" in problem.found for problem in error.value.problems)


def test_no_more_than_some_pieces_are_held_at_once(folder, monkeypatch):
    """What is read of the file is never the file: its pieces are let go of, whatever its size."""
    monkeypatch.setattr(pieces, "PIECE", 2**14)
    held = []
    strict = pieces._strict

    def watched(piece, **options):
        held.append(len(piece))
        return strict(piece, **options)

    monkeypatch.setattr(pieces, "_strict", watched)
    read = read_export(folder / "raw/wave_1.csv")
    assert len(read.rows) == RESPONDENTS
    assert max(held) < 3 * 2**14
    assert len(held) > 50
    assert {read.texts[name].codes.itemsize for name in item_names(ITEMS)} == {1}  # a byte for each answer


def test_the_same_numbers_make_the_same_bytes(tmp_path):
    one, other = (export(tmp_path / name, 300, 12, seed=5).read_bytes() for name in ("one.csv", "other.csv"))
    assert one == other
    assert one != export(tmp_path / "third.csv", 300, 12, seed=6).read_bytes()
    assert b'"two\nlines"' in one
    assert b'""the portal""' in one
