"""Responses that were not finished, on platforms and in files without a mark of completion."""

import pytest
from export_files import read_rows

HEAD = [f"q{i}" for i in range(1, 7)]
ANSWERS = [["a"] * 6, ["b", "c", "", "", "", ""], [""] * 6, ["a", "", "", "", "b", ""]]
STARTS = {
    "plain": (["unit"], lambda i: [f"Unit {i}"]),
    "surveymonkey": (["Respondent ID", "Collector ID"], lambda i: [str(118091742000 + i), "44"]),
    "limesurvey": (["id", "lastpage", "startlanguage"], lambda i: [str(i), "2", "en"]),
    "qualtrics": (
        ["StartDate", "Status", "DistributionChannel", "ResponseId"],
        lambda i: ["2022-05-01 10:00:00", "0", "anonymous", f"R_{i}"],
    ),
}


@pytest.mark.parametrize("platform", STARTS)
def test_responses_that_end_early_are_counted_and_named_by_row(tmp_path, platform):
    head, start = STARTS[platform]
    read = read_rows(tmp_path, [*head, *HEAD], *([*start(i), *answers] for i, answers in enumerate(ANSWERS)))
    assert read.platform == platform
    assert read.respondents["complete"].tolist() == [None] * 4
    [note] = [note for note in read.notes if "complete responses from partial ones" in note]
    assert note.endswith("2 of 4 answer nothing in the second half of the questions (rows 3, 4)")


@pytest.mark.parametrize(
    ("heading", "words"),
    [
        ("Status", ["Complete", "Partial", "Disqualified", ""]),
        ("Response Status", ["Completed", "In Progress", "Over Quota", ""]),
        ("Estado", ["Completa", "Parcial", "Descalificada", ""]),
        ("Statut", ["Terminé", "Incomplète", "Disqualifié", ""]),
        ("Status", ["Vollständig", "Abgebrochen", "Disqualifiziert", ""]),
        ("Estado", ["Concluído", "Em andamento", "Desclassificado", ""]),
    ],
)
@pytest.mark.parametrize("platform", STARTS)
def test_a_column_of_statuses_tells_it(tmp_path, platform, heading, words):
    head, start = STARTS[platform]
    if platform == "qualtrics" and heading == "Status":
        return  # its own column of that name says something else
    rows = [[*start(i), word, *ANSWERS[i]] for i, word in enumerate(words)]
    read = read_rows(tmp_path, [*head, heading, *HEAD], *rows)
    assert read.respondents["complete"].tolist() == [True, False, False, None]
    assert read.respondents["kind"].tolist() == ["normal", "normal", "rejected", "normal"]
    assert any("tells which responses are complete: 1 complete, 1 partial, 1 rejected" in note for note in read.notes)


@pytest.mark.parametrize("heading", ["Status of the strategy", "Status", "Is it complete?"])
def test_a_question_about_a_status_tells_nothing(tmp_path, heading):
    words = ["Complete", "Planned", "Partial"] if heading == "Status" else ["Complete", "Partial", "Partial"]
    read = read_rows(tmp_path, ["unit", heading], *([f"Unit {i}", word] for i, word in enumerate(words)))
    assert read.respondents["complete"].tolist() == [None] * 3
    assert read.cells[heading].tolist() == words


def test_platforms_that_export_what_was_submitted_say_nothing(tmp_path):
    read = read_rows(tmp_path, ["Timestamp", "a", "b", "c", "d"], ["12/13/2019 12:02:32", "x", "", "", ""])
    assert not any("partial" in note for note in read.notes)
