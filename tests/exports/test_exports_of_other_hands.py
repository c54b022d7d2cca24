"""Exports as publishers and other programs leave them: blanked, pasted together, saved by R, spelled otherwise."""

import json

import pytest
from export_files import read_rows

from wavework.problems import InputError

LIMESURVEY = ["id", "submitdate", "lastpage", "startlanguage", "Q1"]
DAY = "2022-05-01 10:00:00"

# ---- NA of R in the platform's own columns


def test_na_is_no_date_of_submission(tmp_path):
    read = read_rows(tmp_path, LIMESURVEY, ["1", DAY, "5", "en", "A1"], ["2", "NA", "1", "NA", "NA"])
    assert read.respondents["complete"].tolist() == [True, False]
    assert read.respondents["language"].tolist() == ["en", ""]
    assert read.cells["Q1"].tolist() == ["A1", "NA"]  # of an answer a person decides


def test_na_is_no_status_of_a_form(tmp_path):
    head = ["record_id", "age", "why___1", "why___2", "baseline_complete"]
    read = read_rows(tmp_path, head, ["R1", "34", "1", "0", "2"], ["R2", "NA", "0", "0", "NA"])
    assert read.platform == "redcap"
    assert read.respondents["complete"].tolist() == [True, None]
    assert read.states["why___2"].tolist() == ["unticked", "not_shown"]


def test_na_is_no_time_of_submission(tmp_path):
    head = ["start", "q1", "_id", "_uuid", "_submission_time"]
    read = read_rows(tmp_path, head, ["NA", "a", "1", "u1", DAY], ["NA", "b", "2", "u2", "NA"])
    assert read.respondents["submitted"].tolist() == [DAY, ""]


# ---- Qualtrics

TAGS = ["StartDate", "EndDate", "Status", "Finished", "ResponseId", "Q1"]
TEXTS = ["Start Date", "End Date", "Response Type", "Finished", "Response ID", "Q one"]
IDS = ["startDate", "endDate", "status", "finished", "_recordId", "QID1"]
QUALTRICS = [TAGS, TEXTS, [json.dumps({"ImportId": id}) for id in IDS]]


def test_columns_that_a_publisher_blanked_are_not_told(tmp_path):
    read = read_rows(tmp_path, *QUALTRICS, ["", "", "", "True", "", "a"], ["", "", "", "False", "", "b"])
    assert read.respondents["response_id"].tolist() == ["row 4", "row 5"]
    assert read.respondents["complete"].tolist() == [True, False]
    assert any("no status" in note for note in read.notes)


def test_one_blank_status_among_others_is_refused(tmp_path):
    with pytest.raises(InputError, match="row 5, column Status: an empty cell is no known status"):
        read_rows(tmp_path, *QUALTRICS, [DAY, DAY, "0", "1", "R_1", "a"], [DAY, DAY, "", "1", "R_2", "b"])


@pytest.mark.parametrize("again", [[0, 1, 2], [1]])
def test_exports_that_were_pasted_together(tmp_path, again):
    people = [[DAY, DAY, "0", "1", f"R_{i}", "ab"[i % 2]] for i in range(6)]
    with pytest.raises(InputError) as refused:
        read_rows(tmp_path, *QUALTRICS, *people[:3], *(QUALTRICS[k] for k in again), *people[3:])
    told = [(problem.row, problem.found) for problem in refused.value.problems]
    assert told == [(7 + k, "the row repeats the header") for k in range(len(again))]


def test_tags_that_repeat_in_the_legacy_form(tmp_path):
    tags = [*(f"V{i}" for i in range(1, 11)), "q_1", "q_2", "q_1", "q_2"]
    texts = "ResponseID ResponseSet Name ExternalDataReference EmailAddress IPAddress Status StartDate EndDate Finished"
    person = ["Default Response Set", "", "", "", "", "0", DAY, DAY, "1"]
    rows = [["R_1", *person, "1", "", "", "1"], ["R_2", *person, "", "1", "1", ""]]
    read = read_rows(tmp_path, tags, [*texts.split(), "First-A", "First-B", "Second-A", "Second-B"], *rows)
    assert read.cells["q_1"].tolist() == ["1", ""]
    assert read.cells["q_1 #2"].tolist() == ["", "1"]
    assert read.column("q_2 #2").text == "Second-B"
    assert any("#2" in note for note in read.notes)


# ---- Other platforms


def test_options_of_limesurvey_behind_an_underscore(tmp_path):
    head = [*LIMESURVEY, "Q2_SQ001", "Q2_SQ002", "Q2_other", "Q3_SQ001", "Q3_SQ002"]
    rows = [
        ["1", DAY, "5", "en", "A1", "Y", "", "", "A1", "A2"],
        ["2", DAY, "5", "en", "A2", "Y", "Y", "fax", "A3", ""],
    ]
    read = read_rows(tmp_path, head, *rows)
    assert read.states["Q2_SQ001"].tolist() == ["ticked", "ticked"]
    assert read.states["Q2_SQ002"].tolist() == ["unticked", "ticked"]
    assert read.states["Q2_other"].tolist() == ["no_answer", "answer"]
    assert read.states["Q3_SQ002"].tolist() == ["answer", "no_answer"]  # an array
    assert (read.column("Q2_SQ002").question, read.column("Q2_SQ002").option) == ("Q2", "SQ002")


@pytest.mark.parametrize("fill", ["", "Unnamed: 2"])
def test_a_sheet_of_eusurvey_saved_as_text(tmp_path, fill):
    top = [["Alias", "sustainability_test", fill, ""], ["Export Date", "2023-03-20 12:44:55", "", ""], ["", "", "", ""]]
    head = ["Name of Company", "Country", "Sector", "What steps?"]
    read = read_rows(
        tmp_path, *top, head, ["Acme", "Denmark", "Energy", "We do, partly"], ["Beta", "France", "Food", "No"]
    )
    assert (read.platform, read.rows) == ("eusurvey", (5, 6))
    assert read.cells["Country"].tolist() == ["Denmark", "France"]


def test_an_empty_third_line_is_no_mark_of_eusurvey(tmp_path):
    read = read_rows(tmp_path, ["unit", "q"], ["Peru", "a"], ["", ""], ["Chile", "b"])
    assert read.platform == "plain"
    assert not any("eusurvey" in note for note in read.notes)


def test_names_of_kobo_in_small_letters(tmp_path):
    read = read_rows(
        tmp_path, ["q1", "x_id", "x_uuid", "x_submission_time"], ["a", "1", "u1", DAY], ["b", "2", "u2", DAY]
    )
    assert read.platform == "kobo"
    assert read.respondents["response_id"].tolist() == ["1", "2"]


def test_times_with_dots_of_google_forms(tmp_path):
    head = ["Informazioni cronologiche", "Quale?"]
    read = read_rows(tmp_path, head, ["12/03/2024 10.00.00", "a"], ["13/03/2024 9.30.10", "b"])
    assert read.platform == "google_forms"
    assert read.respondents["submitted"].tolist() == ["12/03/2024 10.00.00", "13/03/2024 9.30.10"]


# ---- Headings that platforms share are no news

SHARED = {
    "qualtrics": [
        ["StartDate", "IPAddress", "Status", "Finished", "ResponseId", "Q1"],
        ["Start Date", "IP Address", "Response Type", "Finished", "Response ID", "Q one"],
        [json.dumps({"ImportId": id}) for id in ("startDate", "ipAddress", "status", "finished", "_recordId", "QID1")],
        [DAY, "192.0.2.1", "0", "1", "R_1", "a"],
    ],
    "limesurvey": [[*LIMESURVEY, "startdate"], ["1", DAY, "5", "en", "A1", DAY]],
    "surveymonkey": [
        ["Respondent ID", "Collector ID", "Start Date", "End Date", "IP Address", "Which?"],
        ["", "", "", "", "", "Response"],
        ["1001", "7", "1/1/2020", "1/1/2020", "192.0.2.1", "a"],
    ],
}


@pytest.mark.parametrize("platform", SHARED)
def test_headings_that_platforms_share_are_no_marks_of_another(tmp_path, platform):
    read = read_rows(tmp_path, *SHARED[platform])
    assert read.platform == platform
    assert [note for note in read.notes if "marks of" in note] == []


# ---- Rows of labels in short files


def test_labels_of_kobo_that_repeat_its_names(tmp_path):
    head = ["start", "q1", "_id", "_uuid", "_submission_time"]
    labels = ["start", "Which country?", *head[2:]]
    read = read_rows(
        tmp_path, head, labels, ["2021-07-05T10:58:34.147+03:00", "Peru", "1", "u1", "2021-07-05T10:58:34"]
    )
    assert (read.platform, read.rows) == ("kobo", (3,))
    assert read.column("q1").text == "Which country?"


@pytest.mark.parametrize("count", [3, 30])
def test_words_over_the_only_column_of_numbers_are_asked_about(tmp_path, count):
    people = [[["Peru", "Chile", "Ecuador"][i % 3], "ab"[i % 2], str(20 + i)] for i in range(count)]
    rows = [["unit", "q1", "q2"], ["Name of country", "Which channel?", "How old are you?"], *people]
    with pytest.raises(InputError, match="a response or a second row of headings"):
        read_rows(tmp_path, *rows)
    read = read_rows(tmp_path, *rows, header_rows=2)
    assert len(read.rows) == count


def test_a_heading_again_under_itself_is_asked_about(tmp_path):
    people = [[f"2024-05-0{i + 1} 10:00:00", "ab"[i % 2]] for i in range(5)]
    with pytest.raises(InputError, match="a second row of headings"):
        read_rows(tmp_path, ["Timestamp", "q1"], ["Timestamp", "Which country?"], *people)
