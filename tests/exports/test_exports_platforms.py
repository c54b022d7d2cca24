"""Which platform a file is of: all marks are weighed, one heading never decides, a declared platform is believed."""

import pytest
from export_files import read_rows, workbook

from wavework.exports import read_export
from wavework.problems import InputError

# Headings as the platforms and other tools write them
QUALTRICS_2016 = ["ResponseID", "ResponseSet", "IPAddress", "StartDate", "EndDate", "Finished", "Status", "Q1", "Q2"]
PERSON_2016 = ["R_9RWrgh1F9m7488", "Default Response Set", "", "2016-07-20 12:49:00", "2016-07-20 12:50:00", "1", "0"]
IMPORT_2016 = ["responseID", "responseSet", "ipAddress", "startDate", "endDate", "finished", "status", "QID1", "QID2"]


def test_a_file_of_qualtrics_of_2016_is_not_limesurvey(tmp_path):
    """Its first heading is ResponseID, its third IPAddress: words that LimeSurvey has too."""
    texts = [*QUALTRICS_2016[:7], "Country?", "Why?"]
    ids = [f"{{'ImportId': '{id}'}}" for id in IMPORT_2016]
    read = read_rows(tmp_path, QUALTRICS_2016, texts, ids, [*PERSON_2016, "3", "because"])
    assert (read.platform, read.layout) == ("qualtrics", "2016 form, 3 header rows")
    assert read.respondents["response_id"].tolist() == ["R_9RWrgh1F9m7488"]
    assert read.column("Q1").text == "Country?"


@pytest.mark.parametrize("rows", [1, 2])
def test_qualtrics_without_its_row_of_ids(tmp_path, rows):
    head = [QUALTRICS_2016, [*QUALTRICS_2016[:7], "Country?", "Why?"]][:rows]
    read = read_rows(tmp_path, *head, [*PERSON_2016, "3", "because"])
    assert (read.platform, len(read.rows)) == ("qualtrics", 1)


@pytest.mark.parametrize("heading", ["ResponseID", "Response ID", "response_id", "Response Id"])
def test_one_heading_makes_no_platform(tmp_path, heading):
    read = read_rows(tmp_path, [heading, "Country", "Q5"], ["1", "Chile", "No"], ["2", "Peru", "N/A"])
    assert read.platform == "plain"
    assert read.states["Q5"].tolist() == ["answer", "answer"]
    assert any("marks of limesurvey" in note and heading in note and "declare" in note for note in read.notes)
    declared = read_rows(tmp_path, [heading, "Country"], ["1", "Chile"], platform="limesurvey")
    assert declared.respondents["response_id"].tolist() == ["1"]
    assert any("marks are missing" in note and "submitdate" in note for note in declared.notes)


def test_respondent_ids_alone_make_no_surveymonkey(tmp_path):
    assert read_rows(tmp_path, ["Respondent ID", "Country"], ["1", "Chile"], ["2", "Peru"]).platform == "plain"
    assert read_rows(tmp_path, ["RespondentID", "Country"], ["3292953864", "Chile"]).platform == "surveymonkey"


def test_one_status_makes_no_redcap(tmp_path):
    assert (
        read_rows(tmp_path, ["unit", "q", "task_complete"], ["Chile", "a", "1"], ["Peru", "b", "0"]).platform == "plain"
    )
    assert read_rows(tmp_path, ["record_id", "q", "task_complete"], ["7", "a", "1"]).platform == "redcap"


def test_a_declared_platform_wins_over_one_with_more_marks(tmp_path):
    rows = [["id", "submitdate", "lastpage", "_uuid", "Q1"], ["1", "2022-01-01 10:00:00", "4", "u-1", "A1"]]
    assert read_rows(tmp_path, *rows).platform == "limesurvey"
    assert any("marks of kobo" in note for note in read_rows(tmp_path, *rows).notes)
    assert read_rows(tmp_path, *rows, platform="kobo").platform == "kobo"


LACKING = {  # a declared platform reads a file from which people took some of its marks
    "limesurvey": ["submitdate", "country", "Q1[SQ001]"],
    "qualtrics": ["ResponseId", "country", "Q1"],
    "kobo": ["_submission_time", "country", "Q1"],
    "surveymonkey": ["Collector ID", "country", "Q1"],
    "google_forms": ["country", "Q1", "Score", "Q2", "Timestamp"],
    "microsoft_forms": ["Start time", "country", "Q1"],
    "redcap": ["country", "q1", "survey_complete"],
}


@pytest.mark.parametrize("platform", LACKING)
def test_a_declared_platform_says_what_is_missing(tmp_path, platform):
    head = LACKING[platform]
    read = read_rows(tmp_path, head, ["2022-01-01 10:00:00", "Chile", "1", "x", "y"][: len(head)], platform=platform)
    assert read.platform == platform
    assert any("marks are missing" in note for note in read.notes)
    assert len(read.rows) == 1


def test_without_any_mark_a_declared_platform_is_refused(tmp_path):
    with pytest.raises(InputError, match="the file is no export of kobo"):
        read_rows(tmp_path, ["country", "Q1"], ["Chile", "a"], platform="kobo")


def test_a_questionnaire_file_is_a_mark(tmp_path):
    (tmp_path / "s.lss").write_text("<document/>", encoding="utf-8")
    with pytest.raises(InputError, match="LimeSurveyDocType"):  # LimeSurvey's reader opened it
        read_rows(tmp_path, ["Response ID", "Q1"], ["1", "A1"], structure=tmp_path / "s.lss")


def test_google_forms_behind_an_index(tmp_path):
    path = workbook(
        tmp_path / "g.xlsx",
        ["", "Timestamp", "Which?"],
        [0, "12/13/2019 12:02:32", "a"],
        [1, "12/14/2019 12:02:32", "b"],
    )
    read = read_export(path)
    assert read.platform == "google_forms"
    assert read.respondents["submitted"].tolist() == ["12/13/2019 12:02:32", "12/14/2019 12:02:32"]
    assert read.column("Timestamp").kind == "system"
