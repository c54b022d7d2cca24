"""Columns that hold nothing, and the numbers of rows that R and pandas write, are no columns on any platform."""

import time

import pytest
from export_files import read_rows, workbook

from wavework.exports import read_export

REDCAP = [
    ["record_id", "age", "why___1", "why___2", "baseline_complete"],
    ["R01", "34", "1", "0", "2"],
    ["R02", "41", "0", "0", "0"],
]
LIMESURVEY = [
    ["id", "submitdate", "lastpage", "startlanguage", "Q1"],
    ["7", "2022-05-01 10:00:00", "5", "en", "A1"],
    ["9", "2022-05-02 10:00:00", "5", "en", "A2"],
]
KOBO = [["Q1", "_id", "_uuid", "_submission_time"], ["a", "1", "u-1", "2022-05-01"], ["b", "2", "u-2", "2022-05-02"]]
PLAIN = [["unit", "q"], ["Peru", "a"], ["Chile", "b"]]
FILES = {"redcap": REDCAP, "limesurvey": LIMESURVEY, "kobo": KOBO, "plain": PLAIN}


@pytest.mark.parametrize("platform", FILES)
@pytest.mark.parametrize("heads", ["", "Unnamed: 0"])
def test_numbers_of_rows_before_the_first_heading(tmp_path, platform, heads):
    rows = FILES[platform]
    read = read_rows(tmp_path, [heads, *rows[0]], *([str(i), *row] for i, row in enumerate(rows[1:], start=1)))
    assert read.platform == platform
    assert [column.code for column in read.columns] == rows[0]
    assert [column.position for column in read.columns] == list(range(2, len(rows[0]) + 2))
    assert any("the first column numbers the rows" in note for note in read.notes)


def test_checkboxes_of_a_file_with_numbers_of_rows(tmp_path):
    read = read_rows(tmp_path, ["", *REDCAP[0]], ["1", *REDCAP[1]], ["2", *REDCAP[2]])
    assert read.states["why___1"].tolist() == ["ticked", "no_answer"]
    assert read.states["why___2"].tolist() == ["unticked", "no_answer"]
    assert read.respondents["response_id"].tolist() == ["R01", "R02"]


@pytest.mark.parametrize("platform", FILES)
@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_empty_columns_between_and_behind(tmp_path, platform, ending):
    rows = [[*row[:2], "", *row[2:], "", ""] for row in FILES[platform]]
    read = read_export(workbook(tmp_path / "t.xlsx", *rows)) if ending == "xlsx" else read_rows(tmp_path, *rows)
    assert read.platform == platform
    assert [column.code for column in read.columns] == FILES[platform][0]
    assert [column.position for column in read.columns] == [1, 2, *range(4, len(rows[0]) - 1)]


@pytest.mark.parametrize("cells", [["3", "1"], ["1", ""], ["5.5", "6.5"], ["a", "b"], ["1", "1"]])
def test_answers_without_heading_stay(tmp_path, cells):
    read = read_rows(tmp_path, ["", *PLAIN[0]], [cells[0], *PLAIN[1]], [cells[1], *PLAIN[2]])
    assert read.cells["column 1"].tolist() == cells


def test_many_responses_that_look_like_the_header_take_no_longer(tmp_path):
    """Ticks are the choice's own text: everybody looks like the header, and each was held against all others."""
    choices = [f"Choice {i}" for i in range(40)]
    head = [["Respondent ID", "Start Date", "Which?", *[""] * 39], ["", "", *choices]]
    people = [[str(10**9 + i), "1/1/2020", *choices[: 30 + i % 10], *[""] * (10 - i % 10)] for i in range(1500)]
    began = time.process_time()
    read = read_rows(tmp_path, *head, *people)
    assert len(read.rows) == 1500
    assert time.process_time() - began < 5
