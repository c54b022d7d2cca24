"""SurveyMonkey, Google Forms, REDCap, EUSurvey: real files against counts from the raw text, and files made here."""

import re

import pytest
from export_files import raw_rows, read_rows, sample, workbook

from wavework.exports import read_export
from wavework.problems import InputError

STARWARS = "surveymonkey/data__StarWars.csv"
STEAK = "surveymonkey/data__steak-risk-survey.csv"
EVERSE = "eusurvey/EVERSE-landscape__Content_Export_EVERSElandscaping_Survey_results_16-10-2024_nopersonal.xls"


# ---- SurveyMonkey


def test_surveymonkey_multiple_choice_ranking_and_matrix():
    path = sample(STARWARS)
    rows = raw_rows(path, encoding="mac_roman")
    read = read_export(path, encoding="mac_roman")
    assert (read.platform, read.layout) == ("surveymonkey", "2 header rows")
    assert read.cells.to_numpy().tolist() == rows[2:]
    assert len(read.cells) == 1186
    films = [read.columns[i].code for i in range(3, 9)]
    assert all(re.fullmatch(r"Which of the following .* \[Star Wars: Episode .*\]", code) for code in films)
    some = [any(row[3:9]) for row in rows[2:]]
    ticked = [[bool(text) for text in row[3:9]] for row in rows[2:]]
    expected = [
        ["ticked" if yes else "unticked" if seen else "no_answer" for yes in row]
        for row, seen in zip(ticked, some, strict=True)
    ]
    assert read.states[films].to_numpy().tolist() == expected
    assert 0 < sum(some) < 1186
    ranks = read.states[[read.columns[i].code for i in range(9, 15)]].to_numpy()
    assert set(ranks.ravel()) == {"answer", "no_answer"}


def test_surveymonkey_needs_the_encoding_of_an_old_mac_file():
    with pytest.raises(
        InputError, match=r"row 1: byte 0x8C is not UTF-8.*\n.*as mac_roman: .*\n.*encoding in config.yaml"
    ):
        read_export(sample(STARWARS))


def test_surveymonkey_single_questions():
    path = sample(STEAK)
    rows = raw_rows(path)
    read = read_export(path)
    assert read.cells.to_numpy().tolist() == rows[2:]
    assert len(read.cells) == 550
    assert [c.code for c in read.columns][2:] == rows[0][2:]
    assert read.column("RespondentID").kind == "system"
    assert "<br>" not in read.columns[1].text  # HTML of the heading


SM = ["Respondent ID", "Collector ID", "Start Date", "End Date", "IP Address", "Email Address", "First Name"]
SM_DATA = ["111", "9", "06/08/2020 10:36:30 AM", "06/08/2020 10:46:30 AM", "192.0.2.9", "a@example.org", "CANARYNAME"]


def test_surveymonkey_three_rows_with_codes(tmp_path):
    codes = [*[""] * 7, "q1", "q2", "q2", "q3"]
    texts = [*SM, "Country?", "Which?", "Which?", "Why?"]
    choices = [*[""] * 7, "Response", "Portal", "Chat", "Open-Ended Response"]
    read = read_rows(tmp_path, codes, texts, choices, [*SM_DATA, "Chile", "", "Chat", "none"])
    assert [c.code for c in read.columns[7:]] == ["q1", "q2 [Portal]", "q2 [Chat]", "q3"]
    assert read.states[["q2 [Portal]", "q2 [Chat]"]].to_numpy().tolist() == [["unticked", "ticked"]]
    assert read.column("Which? [Chat]").code == "q2 [Chat]"
    assert read.cells["q3"].tolist() == ["none"]
    assert [c.code for c in read.columns if c.kind == "personal"] == SM[4:]
    assert "CANARYNAME" not in repr((read.cells.to_dict(), read.respondents.to_dict(), read.notes, read.columns))
    assert read.rows == (4,)


def test_surveymonkey_one_row_and_repeated_question_texts(tmp_path):
    one = read_rows(tmp_path, [*SM, "Which?", "Which?"], [*SM_DATA, "Portal", "Chat"])
    assert [c.code for c in one.columns[7:]] == ["Which?", "Which? #2"]
    assert one.layout == "1 header row"
    repeated = read_rows(tmp_path, [*SM, "Which?", "Which?"], [*[""] * 7, "Portal", "Chat"], [*SM_DATA, "", "Chat"])
    assert [c.code for c in repeated.columns[7:]] == ["Which? [Portal]", "Which? [Chat]"]


def test_surveymonkey_title_line_and_system_names_in_the_second_row(tmp_path):
    blank = [""] * 8
    titled = read_rows(
        tmp_path, ["Survey 2019", *blank], [*SM, "Which?", ""], [*SM, "Portal", "Chat"], [*SM_DATA, "Portal", "Chat"]
    )
    assert [c.code for c in titled.columns[6:]] == ["First Name", "Which? [Portal]", "Which? [Chat]"]
    assert titled.rows == (4,)


def test_surveymonkey_numbers_of_choices_are_ticks_not_scores(tmp_path):
    head = [*SM, "Which?", "", ""], [*[""] * 7, "Portal", "Chat", "Phone"]
    people = [[f"{100 + i}", *SM_DATA[1:], "1", "" if i % 2 else "2", "3" if i == 3 else ""] for i in range(8)]
    read = read_rows(tmp_path, *head, *people)
    assert read.states["Which? [Phone]"].tolist() == ["unticked"] * 3 + ["ticked"] + ["unticked"] * 4
    assert any("no score" in note for note in read.notes)
    few = read_rows(tmp_path, *head, *people[:2])  # too few to tell from a matrix
    assert set(few.states["Which? [Portal]"]) == {"answer"}


def test_surveymonkey_status(tmp_path):
    head = [*SM, "Response Status", "Q?"], [*[""] * 8, "Response"]
    words = enumerate(("Completed", "Partial", "Disqualified"), start=1)
    people = [[str(id), *SM_DATA[1:], word, "a"] for id, word in words]
    read = read_rows(tmp_path, *head, *people)
    assert read.respondents["complete"].tolist() == [True, False, False]
    assert read.respondents["kind"].tolist() == ["normal", "normal", "rejected"]


# ---- Google Forms


@pytest.mark.parametrize(
    ("name", "delimiter", "n"), [("google_forms/r_2019_es.csv", ",", 338), ("google_forms/r_2018_es.tsv", "\t", 295)]
)
def test_google_forms_cells(name, delimiter, n):
    path = sample(name)
    rows = raw_rows(path, delimiter)
    read = read_export(path)
    assert (read.platform, read.delimiter, len(read.cells)) == ("google_forms", delimiter, n)
    assert len(rows) - 1 == n
    positions = [read.column(code).position - 1 for code in read.cells.columns]
    assert read.cells.to_numpy().tolist() == [[row[i] for i in positions] for row in rows[1:]]
    emails = [i for i in range(len(rows[0])) if any(re.fullmatch(r"\S+@\S+\.\w+", row[i]) for row in rows[1:])]
    assert not set(emails) & set(positions)
    empty = [i for i in range(len(rows[0])) if not any(row[i] for row in rows)]
    assert len(positions) == len(rows[0]) - len(emails) - len(empty)


def test_google_forms_repeated_headings():
    path = sample("google_forms/r_2019_es.csv")
    heads = [" ".join(text.split()) for text in raw_rows(path)[0]]
    read = read_export(path)
    assert len({c.code for c in read.columns}) == len(heads) == 52
    assert [c.code for c in read.columns if re.search(r" #\d$", c.code)] == [
        f"{text} #{heads[: i + 1].count(text)}" for i, text in enumerate(heads) if text in heads[:i]
    ]


@pytest.mark.parametrize(
    ("cell", "time"), [("Portal;Chat, fax", "2020/06/05 11:34:01 AM EST"), ("Portal, Chat, fax", "12/13/2019 12:02:32")]
)
def test_google_forms_multiple_choice_with_either_separator(tmp_path, cell, time):
    rows = [
        ["Timestamp", "Email Address", "Which?", "Rate [Portal]"],
        [time, "x@example.org", cell, "3"],
        [time, "y@example.org", "", "4"],
    ]
    read = read_rows(tmp_path, *rows, choices={"Which?": ["Portal", "Chat, fax", "Phone"]})
    assert read.states[["Which?/Portal", "Which?/Chat, fax", "Which?/Phone"]].to_numpy().tolist() == [
        ["ticked", "ticked", "unticked"],
        ["no_answer"] * 3,
    ]
    assert read.column("Rate [Portal]").option == "Portal"
    assert "Email Address" not in read.cells.columns


def test_google_forms_free_text_behind_the_choices(tmp_path):
    rows = [
        ["Timestamp", "Which?"],
        ["12/13/2019 12:02:32", "Portal, my own, way"],
        ["12/13/2019 12:03:32", "Portal, Chat"],
    ]
    read = read_rows(tmp_path, *rows, choices={"Which?": ["Portal", "Chat"]})
    assert read.cells["Which?/other"].tolist() == ["my own, way", ""]
    assert read.states["Which?/other"].tolist() == ["answer", "unticked"]


# ---- REDCap


def test_redcap_checkboxes():
    data = sample("redcap/REDCapR__checkboxes-1__data.csv")
    read = read_export(data, structure=sample("redcap/REDCapR__checkboxes-1__dictionary.csv"))
    one, two = [f"check_one___{c}" for c in "1234"], [f"check_two___{c}" for c in "abcde"]
    # what the file itself says should be in its rows (column desired_result)
    assert read.states[one].to_numpy().tolist() == [
        ["ticked", "unticked", "unticked", "unticked"],
        ["no_answer"] * 4,
        ["ticked"] * 4,
        ["no_answer"] * 4,
    ]
    assert read.states[two].to_numpy().tolist()[1] == ["unticked", "ticked", "unticked", "ticked", "unticked"]
    assert read.states[two].to_numpy().tolist()[2:] == [["no_answer"] * 5] * 2
    assert read.column("check_two___b").text == "check two [B]"
    assert read.respondents["complete"].tolist() == [False] * 4


def test_redcap_decimal_commas_stay_text_and_identifiers_stay_out():
    data = sample("redcap/REDCapR__decimal-comma-and-dot__data.csv")
    read = read_export(data, structure=sample("redcap/REDCapR__decimal-comma-and-dot__dictionary.csv"))
    assert read.cells["height_comma"].tolist() == ["1,54", "1,84", "1,95", "1,61"]
    assert read.cells["height_dot"].tolist() == ["1.54", "1.84", "1.95", "1.61"]
    assert read.column("name").kind == "personal"  # Identifier? = y
    assert "name" not in read.cells.columns


def test_redcap_longitudinal_forms_of_other_events_were_not_shown():
    path = sample("redcap/REDCapR__longitudinal__data.csv")
    dictionary = sample("redcap/REDCapR__longitudinal__dictionary.csv")
    rows = raw_rows(path)
    names = raw_rows(dictionary)
    read = read_export(path, structure=dictionary)
    assert len(read.cells) == 18
    assert len(set(read.respondents["response_id"])) == 18
    form_of = {row[0]: row[1] for row in names[1:]}
    for field in ("height", "pmq1", "vld1", "cpq13"):
        status = rows[0].index(f"{form_of[field]}_complete")
        cell = rows[0].index(field)
        assert read.states[field].tolist() == [
            "answer" if row[cell] else "not_shown" if not row[status] else "no_answer" for row in rows[1:]
        ]
    identifiers = {row[0] for row in names[1:] if row[10] == "y"}
    assert identifiers
    assert identifiers <= {c.code for c in read.columns if c.kind == "personal"}
    assert read.labels["sex"] == {"0": {"": "Female"}, "1": {"": "Male"}}


def test_redcap_label_export(tmp_path):
    rows = [
        ["Record ID", "check one (choice=one)", "check one (choice=two)", "Complete?"],
        ["1", "Checked", "Unchecked", "Complete"],
        ["2", "Unchecked", "Unchecked", ""],
    ]
    read = read_rows(tmp_path, *rows, structure=sample("redcap/REDCapR__checkboxes-1__dictionary.csv"))
    assert [c.code for c in read.columns][:3] == ["record_id", "check_one___1", "check_one___2"]
    assert read.states[["check_one___1", "check_one___2"]].to_numpy().tolist() == [
        ["ticked", "unticked"],
        ["not_shown", "not_shown"],
    ]


# ---- EUSurvey


def everse_rows():
    """The rows of the workbook by xlrd, as texts, and a day number as xlrd reads it."""
    xlrd = pytest.importorskip("xlrd")
    sheet = xlrd.open_workbook(sample(EVERSE)).sheet_by_index(0)
    rows = [[str(cell) for cell in sheet.row_values(r)] for r in range(sheet.nrows)]
    return rows, lambda day: xlrd.xldate.xldate_as_datetime(float(day), 0).isoformat(" ", "seconds")


def test_eusurvey_against_xlrd():
    rows, time = everse_rows()
    read = read_export(sample(EVERSE))
    assert (read.platform, len(read.cells), read.rows) == ("eusurvey", 28, tuple(range(5, 33)))
    in_file = [c for c in read.columns if "/" not in c.code]
    assert len(in_file) == len(rows[3]) == 228
    ids = [re.search(r"\((\w+)\)$", text) for text in rows[3]]
    names = [m.group(1) if m else text for m, text in zip(ids, rows[3], strict=True)]
    names = [f"{n} #{names[: i + 1].count(n)}" if n in names[:i] else n for i, n in enumerate(names)]
    assert [c.code for c in in_file] == names
    # choice answers: label(ID) -> label; multi-selects, texts and ratings as they are
    for c in in_file:
        raw = [row[c.position - 1] for row in rows[4:]]
        if c.code == "Creation date":
            raw = [time(day) for day in raw]
        assert read.cells[c.code].tolist() in (raw, [re.sub(r"\(\w+\)$", "", text) for text in raw])
    assert read.cells["S1"].tolist().count("Yes") == sum(row[7] == "Yes(ID10)" for row in rows[4:]) > 0


def test_eusurvey_multiple_choice_counts():
    raw = [row[2] for row in everse_rows()[0][4:]]  # column C, P4: several answers
    read = read_export(sample(EVERSE))
    options = {c.option: c.code for c in read.columns if c.question == "P4" and c.option}
    assert set(options) == set(re.findall(r"\((\w+)\)(?:;|$)", "; ".join(raw)))
    for id, code in options.items():
        assert read.states[code].tolist().count("ticked") == sum(f"({id})" in text for text in raw)


def test_eusurvey_columns_beyond_254_on_further_sheets(tmp_path):
    def content(*heads):
        people = [[f"{head} {person}" for head in heads] for person in ("a", "b")]
        return [["Alias", "x"], ["Export Date", "2024-10-17 01:10:49"], [], heads, *people]

    second = content("Q three", "User Name", "Contribution Id")
    path = workbook(tmp_path / "eu.xlsx", *content("Q one", "Q two"), title="Content", Content1=second)
    read = read_export(path)
    assert list(read.cells.columns) == ["Q one", "Q two", "Q three", "Contribution Id"]
    assert read.cells["Q three"].tolist() == ["Q three a", "Q three b"]
    assert read.respondents["response_id"].tolist() == ["Contribution Id a", "Contribution Id b"]
    assert read.column("Q three").position == 3


def test_redcap_survey_that_was_not_finished(tmp_path):
    rows = [
        ["record_id", "svy_timestamp", "q", "svy_complete"],
        ["1", "2024-01-02 10:00", "a", "2"],
        ["2", "[not completed]", "b", "2"],
        ["3", "", "", ""],
    ]
    read = read_rows(tmp_path, *rows)
    assert read.respondents["complete"].tolist() == [True, False, None]
    assert read.respondents["submitted"].tolist()[0] == "2024-01-02 10:00"
    assert {c.code for c in read.columns if c.kind == "system"} == {"record_id", "svy_timestamp", "svy_complete"}
    assert read.states["q"].tolist() == ["answer", "answer", "not_shown"]


def test_a_column_called_complete_is_not_redcap(tmp_path):
    assert read_rows(tmp_path, ["unit", "is_complete", "q"], ["Chile", "1", "a"]).platform == "plain"
