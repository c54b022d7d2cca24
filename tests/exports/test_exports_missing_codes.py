"""Missing codes of other tools are found and counted in any platform's file, and stay answers."""

import pytest
from export_files import read_rows

from wavework.exports import missing_codes

FILES = {  # headings; what stands before the answers of person i
    "limesurvey": (["id", "submitdate", "lastpage"], lambda i: [str(i), "2022-05-01 10:00:00", "4"]),
    "qualtrics": (
        ["StartDate", "EndDate", "Finished", "ResponseId"],
        lambda i: ["2022-05-01 10:00:00", "2022-05-01 10:09:00", "1", f"R_{i}"],
    ),
    "kobo": (["_id", "_uuid", "_submission_time"], lambda i: [f"8{i}", f"u-{i}", "2022-05-01T10:00:00"]),
    "surveymonkey": (["Respondent ID", "Collector ID"], lambda i: [str(118091742000 + i), "446360289"]),
    "google_forms": (["Timestamp"], lambda i: [f"12/1{i}/2019 12:02:32"]),
    "microsoft_forms": (
        ["ID", "Start time", "Completion time"],
        lambda i: [str(i), "2022-05-01 10:00", "2022-05-01 10:09"],
    ),
    "redcap": (["record_id", "survey_complete"], lambda i: [str(i), "2"]),
    "plain": (["unit"], lambda i: [f"Unit {i}"]),
}
COUNTRY = ["Chile", "NA", "Peru", "NA", "Chile", "NA"]
SCORE = ["1", "2", "-99", "5", "-99", "4"]


@pytest.mark.parametrize("platform", FILES)
def test_codes_are_counted_by_column_and_stay_answers(tmp_path, platform):
    head, start = FILES[platform]
    rows = [[*start(i), country, score] for i, (country, score) in enumerate(zip(COUNTRY, SCORE, strict=True))]
    read = read_rows(tmp_path, [*head, "country", "points"], *rows)
    assert read.platform == platform
    found = {one.code: (one.column, one.count, one.answers) for one in missing_codes(read)}
    assert found.pop("NA") == ("country", 3, 6)
    assert read.cells["country"].tolist() == COUNTRY
    assert any(note.startswith("NA in 3 cells of 1 columns (country)") and "R" in note for note in read.notes)
    if platform == "qualtrics":  # its own code, by its own rule
        assert not found
        assert read.states["points"].tolist().count("seen_unanswered") == 2
    else:
        assert found == {"-99": ("points", 2, 6)}
        assert set(read.states["points"]) == {"answer"}
        assert "seen but unanswered" in next(one.meaning for one in missing_codes(read) if one.code == "-99")


@pytest.mark.parametrize(
    ("cells", "codes"),
    [
        (["1", "5", "99", "3"], ["99"]),
        (["1", "5", "999", "3"], ["999"]),
        (["1", "5", "-9", "-8"], ["-8", "-9"]),
        (["1.0", "5.0", "99.0", "3.0"], ["99.0"]),
        (["Yes", "No", "-77", "-88"], ["-77", "-88"]),
        (["12", "NaN", "#NULL!", "."], ["#NULL!", ".", "NaN"]),
        (["a", "NULL", "<NA>", "\\N"], ["<NA>", "NULL", "\\N"]),
        # a number that can be an answer, and words that people choose
        (["85", "92", "99", "40"], []),
        (["-5", "-9", "3", "12"], []),
        (["-3", "-1", "0", "3", "-2"], []),
        (["99", "98", "99"], []),
        (["fine", ".", "too slow"], []),
        (["None", "N/A", "Don't know", "-"], []),
        (["1", "2", "3", "9"], []),
    ],
)
def test_what_may_be_a_missing_code(tmp_path, cells, codes):
    read = read_rows(tmp_path, ["unit", "q"], *([f"Unit {i}", cell] for i, cell in enumerate(cells)))
    assert [one.code for one in missing_codes(read)] == codes


def test_nothing_is_told_of_columns_that_nobody_asked_for(tmp_path):
    read = read_rows(tmp_path, ["unit", "q", "r"], ["Chile", "NA", "1"], ["Peru", "NA", "2"], columns=["unit", "r"])
    assert missing_codes(read) == []
    assert not any("NA" in note for note in read.notes)


def test_not_shown_is_no_missing_code(tmp_path):
    """LimeSurvey's own N/A has its state, and no text any more."""
    head = ["id", "submitdate", "lastpage", "Q1[SQ1]", "Q1[SQ2]"]
    rows = [["1", "2022", "4", "Yes", "No"], ["2", "2022", "4", "N/A", "N/A"]]
    assert missing_codes(read_rows(tmp_path, head, *rows)) == []
