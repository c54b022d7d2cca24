"""Qualtrics' older form beside its .qsf: no ImportIds, so that columns are told by tag, text and order."""

import json

import pytest
from tests.exports.export_files import csv_bytes, write

from wavework.exports import read_export

SYSTEM = ["ResponseID", "ResponseSet", "Name", "ExternalDataReference", "EmailAddress", "IPAddress", "Status",
          "StartDate", "EndDate", "Finished"]  # fmt: skip
SCALE = {"1": "Fully", "2": "Partly", "3": "Not"}
ROWS = {"1": "Portal", "2": "Desk", "4": "Phone"}


def question(id, tag, text, kind="MC", selector="SAVR", sub="TX", choices=SCALE, answers=None, recode=None, tags=None):
    display = lambda words: {key: {"Display": label} for key, label in (words or {}).items()}  # noqa: E731
    payload = {
        "QuestionID": id, "DataExportTag": tag, "QuestionText": text, "QuestionType": kind, "Selector": selector,
        "SubSelector": sub, "Choices": display(choices), "Answers": display(answers), "RecodeValues": recode or {},
        "ChoiceDataExportTags": tags or False,
    }  # fmt: skip
    return {"Element": "SQ", "Payload": payload}


MATRIX = {"kind": "Matrix", "selector": "Likert", "sub": "SingleAnswer", "choices": ROWS, "answers": SCALE}
SURVEY = [
    question("QID9", "Q1", "Is there a <b>plan</b>?", recode={"1": "11", "2": "12", "3": "13"}),
    question("QID2", "Q2", "Which channels?", selector="MAVR", choices=ROWS),
    question("QID5", "Q10", "How far is each channel?", **MATRIX),
    question("QID6", "Q11", "How good is each channel?", **MATRIX, tags={"1": "web-site", "2": "desk", "4": "phone"}),
    question("QID7", "Q12", "Which are used by whom?", **MATRIX | {"sub": "MultipleAnswer"}),
    question("QID8", "Q3", "Say more", kind="TE", selector="SL", choices={}),
]
COLUMNS = [  # tag in the export, text, cells, and what the survey file says: question's id with choice, labels, states
    ("Q1", "Is there a plan?", "12", "QID9", {"11": "Fully", "12": "Partly", "13": "Not"}, "answer"),
    ("Q2_1", "Which channels?-Portal", "1", "QID2_1", None, "ticked"),
    ("Q2_2", "Which channels?-Desk", "", "QID2_2", None, "unticked"),
    ("Q2_4", "Which channels?-Phone", "1", "QID2_4", None, "ticked"),
    ("Q10_1", "How far is each channel?-Portal", "1", "QID5_1", SCALE, "answer"),
    ("Q10_4", "How far is each channel?-Phone", "3", "QID5_4", SCALE, "answer"),
    ("web_site", "How good is each channel?-Portal", "2", "QID6_1", SCALE, "answer"),
    ("phone", "How good is each channel?-Phone", "2", "QID6_4", SCALE, "answer"),
    ("Q12_1_2", "Which are used by whom?-Portal-Partly", "1", "QID7_1_2", {}, "answer"),
    ("Q3", "Say more", "well", "QID8", {}, "answer"),
]


def read(folder, columns=COLUMNS, survey=SURVEY, texts=True):
    top = [[*(f"V{k + 1}" for k in range(len(SYSTEM))), *(column[0] for column in columns)],
           [*SYSTEM, *(column[1] if texts else column[0] for column in columns)]]  # fmt: skip
    row = ["R_1", "Default", "", "", "", "", "0", "2014-05-02 10:00:00", "2014-05-02 10:01:00", "1"]
    path = write(folder / "x.csv", csv_bytes([*top, [*row, *(column[2] for column in columns)]]))
    content = {"SurveyEntry": {"SurveyLanguage": "EN"}, "SurveyElements": survey}
    return read_export(path, structure=write(folder / "x.qsf", json.dumps(content)))


def told(export, code):
    labels = {key: words["en"] for key, words in export.labels.get(code, {}).items()}
    return export.column(code).id, labels, export.states[code].tolist()


@pytest.mark.parametrize("texts", [True, False])
def test_columns_are_told_by_their_tags(tmp_path, texts):
    """Whether texts stand above them or the tags again."""
    export = read(tmp_path, texts=texts)
    for code, _, _, id, labels, state in COLUMNS:
        found = told(export, code)
        assert (found[0], found[2]) == (id, [state]), code
        if labels is not None:
            assert found[1] == labels, code
    assert (export.column("Q10_4").question, export.column("Q10_4").option) == ("Q10", "4")


def test_columns_whose_tags_were_changed_are_told_by_their_texts(tmp_path):
    renamed = {"Q1": "plan", "Q2_1": "A_1", "Q2_2": "A_2", "Q2_4": "A_4", "Q10_1": "B_1", "Q10_4": "B_4"}
    export = read(tmp_path, [(renamed.get(column[0], column[0]), *column[1:]) for column in COLUMNS])
    for code, _, _, id, labels, state in COLUMNS[:6]:
        found = told(export, renamed[code])
        assert (found[0], found[2]) == (id, [state]), code
        assert labels is None or found[1] == labels, code


def test_a_tag_that_another_question_has_now_is_not_believed_against_the_text(tmp_path):
    """Questions were numbered anew after the export: Q1 of the file is what the survey calls Q7."""
    survey = [question("QID9", "Q7", "Is there a plan?"), question("QID1", "Q1", "Which year?", choices={"1": "2014"})]
    export = read(tmp_path, COLUMNS[:1], survey)
    assert told(export, "Q1")[:2] == ("QID9", SCALE)


def test_questions_of_one_text_are_told_by_their_order_if_there_are_as_many(tmp_path):
    columns = [("a", "How far?", "1"), ("b", "How far?", "2")]
    survey = [question("QID3", "x", "How far?", choices={"1": "Yes"}), question("QID4", "y", "How far?")]
    export = read(tmp_path, columns, survey)
    assert [export.column(code).id for code in "ab"] == ["QID3", "QID4"]
    export = read(tmp_path, [*columns, ("c", "How far?", "1")], survey)
    assert [export.column(code).id for code in "abc"] == ["", "", ""]
