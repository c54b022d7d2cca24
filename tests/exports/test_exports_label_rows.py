"""A second row of headings is no respondent, whatever the platform; where it is not certain, a person is asked."""

import pytest
import yaml
from export_files import csv_bytes, read_rows, workbook, write

from wavework.answers import wave_export
from wavework.exports import read_export
from wavework.problems import InputError
from wavework.study import validated_study

COUNTRIES = ["Chile", "Peru", "Chile", "Ecuador", "Peru", "Chile", "Ecuador", "Peru"]
FAR = ["Fully", "Planned", "Fully", "Fully", "Planned", "Planned", "Fully", "Planned"]


def people(*columns):
    """Eight responses: a date, a country, how far, a score; and the columns between, where given."""
    rows = enumerate(zip(COUNTRIES, FAR, strict=True), start=1)
    return [[f"2022-05-{i:02d} 10:00:00", country, far, str(i % 5 + 1)] for i, (country, far) in rows]


CODES = ["RecordedDate", "Q1", "Q2", "Q3_1"]
LABELS = ["Recorded Date", "Which country?", "How far are you?", "Rate it from 1 to 5"]


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_labels_under_the_codes_of_a_plain_table(tmp_path, ending):
    rows = [CODES, LABELS, *people()]
    read = read_export(workbook(tmp_path / "t.xlsx", *rows)) if ending == "xlsx" else read_rows(tmp_path, *rows)
    assert read.rows == tuple(range(3, 11))
    assert read.cells["Q1"].tolist() == COUNTRIES
    assert [c.text for c in read.columns] == LABELS
    assert any("row 2 holds labels" in note and "numbers or dates in 2 columns" in note for note in read.notes)


def test_two_rows_of_labels(tmp_path):
    read = read_rows(tmp_path, CODES, LABELS, ["Date", "Country", "HowFar", "Rate"], *people())
    assert read.cells["Q1"].tolist() == COUNTRIES
    assert read.column("Q1").text == "Which country?"


def test_labels_over_answers_that_are_all_words(tmp_path):
    """LimeSurvey, headings parted by hand into question and option: no column has numbers."""
    head, labels = ["What do you use?", "", "", "Where?"], ["Portal", "Chat", "Phone", "Country"]
    rows = [["Yes", "No", "Yes" if i % 3 else "No", country] for i, country in enumerate(COUNTRIES * 3)]
    read = read_rows(tmp_path, head, labels, *rows)
    assert read.cells["Where?"].tolist() == COUNTRIES * 3


def test_labels_pasted_a_second_time_are_refused(tmp_path):
    with pytest.raises(InputError, match="row 5: the row repeats the header"):
        read_rows(tmp_path, CODES, LABELS, *people()[:2], LABELS, *people()[2:])


PLATFORM_ROWS = {  # headings, labels below them, and a response, as each platform writes them
    "limesurvey": (
        ["id", "submitdate", "lastpage", "startlanguage", "Q1"],
        ["Response ID", "Date submitted", "Last page", "Start language", "Which country?"],
        lambda i: [str(i), f"2022-05-0{i} 10:00:00", "4", "en", COUNTRIES[i]],
    ),
    "kobo": (
        ["start", "country", "score", "_id", "_uuid", "_submission_time", "_index"],
        ["start", "Which country?", "Rate it", "ID", "UUID", "submission time", "index"],
        lambda i: [
            f"2022-05-0{i}T10:00:00.000+03:00",
            COUNTRIES[i],
            str(i),
            f"8{i}",
            f"u-{i}",
            f"2022-05-0{i}",
            str(i),
        ],
    ),
    "google_forms": (
        ["Timestamp", "Country", "Score of the service"],
        ["Time of the answer", "Which country?", "Rate it"],
        lambda i: [f"2020/06/0{i} 11:34:01 AM EST", COUNTRIES[i], str(i)],
    ),
    "microsoft_forms": (
        ["ID", "Start time", "Completion time", "Email", "Country"],
        ["Number", "Begin", "End", "Address", "Which country?"],
        lambda i: [str(i), f"2022-05-0{i} 10:00:00", f"2022-05-0{i} 10:09:00", "anonymous", COUNTRIES[i]],
    ),
    "redcap": (
        ["record_id", "country", "score", "survey_complete"],
        ["Record ID", "Which country?", "Rate it", "Complete?"],
        lambda i: [str(i), COUNTRIES[i], str(i), "2"],
    ),
    "qualtrics": (
        ["StartDate", "EndDate", "Status", "Finished", "ResponseId", "Q1"],
        ["Début", "Fin", "Type de réponse", "Terminé", "ID de réponse", "Quel pays ?"],
        lambda i: [f"2022-05-0{i} 10:00:00", f"2022-05-0{i} 10:09:00", "0", "1", f"R_{i}", COUNTRIES[i]],
    ),
}


@pytest.mark.parametrize("platform", PLATFORM_ROWS)
def test_labels_under_the_headings_of_each_platform(tmp_path, platform):
    head, labels, person = PLATFORM_ROWS[platform]
    rows = [person(i) for i in range(1, 8)]
    read = read_rows(tmp_path, head, labels, *rows)
    assert (read.platform, len(read.rows)) == (platform, 7)
    assert [c.text for c in read.columns if c.code in ("Q1", "country", "Country")] in (
        ["Which country?"],
        ["Quel pays ?"],
    )
    plain = read_rows(tmp_path, head, *rows)
    assert plain.cells.to_numpy().tolist() == read.cells.to_numpy().tolist()


SM_HEAD = ["Serial", "Sample", "Respondent ID", "Collector ID", "Start Date", "Country?", "Which?", "", "Why?"]
SM_PEOPLE = [
    [str(i), "a", f"12735745{i}", "44", "05/06/2021 10:00", COUNTRIES[i], "Portal", "", "x"] for i in range(1, 8)
]


@pytest.mark.parametrize(
    "below",
    [
        [*[""] * 5, "Response", "Portal", "Chat", "Open-Ended Response"],
        [*SM_HEAD[:5], "Response", "Portal", "Chat", "Open-Ended Response"],
        [*SM_HEAD[:5], "Country?", "Portal", "Chat", "Why?"],
        ["", "", *SM_HEAD[2:5], "", "Portal", "Chat", ""],
    ],
)
@pytest.mark.parametrize("first", [0, 2])
def test_surveymonkey_whose_first_column_is_not_its_own(tmp_path, below, first):
    read = read_rows(tmp_path, SM_HEAD[first:], below[first:], *(row[first:] for row in SM_PEOPLE))
    assert (read.platform, read.layout, len(read.rows)) == ("surveymonkey", "2 header rows", 7)
    assert [c.code for c in read.columns][-4:] == ["Country?", "Which? [Portal]", "Which? [Chat]", "Why?"]
    assert set(read.states["Which? [Chat]"]) == {"unticked"}


def test_surveymonkey_without_its_system_columns(tmp_path):
    below = ["Response", "Portal", "Chat", "Open-Ended Response"]
    read = read_rows(tmp_path, SM_HEAD[5:], below, *(row[5:] for row in SM_PEOPLE))
    assert (read.platform, len(read.rows)) == ("surveymonkey", 7)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("padded", [True, False])
def test_a_title_over_the_headings(tmp_path, delimiter, padded):
    title = ["Survey 2019, public", *([""] * 3 if padded else [])]
    read = read_rows(tmp_path, title, CODES, *people(), delimiter=delimiter)
    assert list(read.cells.columns) == CODES
    assert read.rows == tuple(range(3, 11))
    assert any("row 1 is a title" in note for note in read.notes)
    both = read_rows(tmp_path, title, CODES, LABELS, *people(), delimiter=delimiter)
    assert both.rows == tuple(range(4, 12))


# ---- what is no row of labels


def test_a_first_response_with_words_for_a_number_stays(tmp_path):
    first = ["2022-05-01 09:00:00", "Brazil", "Not yet", "about four"]
    read = read_rows(tmp_path, CODES, first, *people())
    assert len(read.rows) == 9
    assert read.cells["Q3_1"].tolist()[0] == "about four"


def test_missing_codes_of_the_first_response_are_no_labels(tmp_path):
    read = read_rows(tmp_path, CODES, ["NA", "NA", "n/a", "NA"], *people())
    assert len(read.rows) == 9


def test_two_responses_of_words_are_both_read(tmp_path):
    assert len(read_rows(tmp_path, ["unit", "q1", "q2"], ["Chile", "a", "b"], ["Peru", "c", "d"]).rows) == 2


# ---- where it is not certain

UNCERTAIN = [["unit", "score", "why"], ["Country", "Rate it", "Why so?"]]
ANSWERS = [[f"Region {i}", str(i), f"because of {i}"] for i in range(1, 8)]


def test_an_uncertain_row_is_asked_about_and_never_shown(tmp_path):
    with pytest.raises(InputError, match="row 2: the row is a response or a second row of headings") as error:
        read_rows(tmp_path, *UNCERTAIN, *ANSWERS)
    assert "set the wave's header_rows in config.yaml: 2 if it holds headings, 1 if a response" in str(error.value)
    assert "Rate it" not in str(error.value)
    asked = read_rows(tmp_path, *UNCERTAIN, *ANSWERS, header_rows=2)
    assert (len(asked.rows), asked.column("why").text) == (7, "Why so?")
    assert len(read_rows(tmp_path, *UNCERTAIN, *ANSWERS, header_rows=1).rows) == 8


def test_few_responses_cannot_tell(tmp_path):
    rows = [["date", "a", "b", "c"], ["Date", "How many?", "How old?", "Rate"], ["2022-05-01", "3", "40", "5"]]
    with pytest.raises(InputError, match="header_rows"):
        read_rows(tmp_path, *rows)
    assert len(read_rows(tmp_path, *rows, header_rows=2).rows) == 1


@pytest.mark.parametrize(("declared", "n"), [(1, 10), (2, 9), (3, 8)])
def test_the_declared_number_decides_also_against_the_marks(tmp_path, declared, n):
    more = ["Date", "Country", "HowFar", "Rate"]
    assert len(read_rows(tmp_path, CODES, LABELS, more, *people(), header_rows=declared).rows) == n


@pytest.mark.parametrize("declared", [1, 2])
def test_surveymonkey_and_qualtrics_take_the_declared_number(tmp_path, declared):
    below = ["", "", "", "", "Portal", "Chat", "Why so?"]
    sm = read_rows(tmp_path, SM_HEAD[2:], below, *(row[2:] for row in SM_PEOPLE), header_rows=declared)
    assert len(sm.rows) == 9 - declared
    head, labels, person = PLATFORM_ROWS["qualtrics"]
    labels = [*labels[:2], "0", "1", *labels[4:]]  # one row with words and with values
    q = read_rows(tmp_path, head, labels, person(1), person(2), header_rows=declared)
    assert len(q.rows) == 4 - declared


def test_a_declared_number_that_contradicts_the_layout_is_refused(tmp_path):
    ids = ['{"ImportId": "startDate"}', '{"ImportId": "QID1"}']
    with pytest.raises(InputError, match="header_rows is 2, but the headings of this layout end in row 3"):
        read_rows(tmp_path, ["StartDate", "Q1"], ["Start", "Which?"], ids, ["2022-01-01", "a"], header_rows=2)
    with pytest.raises(InputError, match="no response"):
        read_rows(tmp_path, ["unit", "q"], ["Chile", "a"], header_rows=2)


def test_a_wave_declares_it_in_its_block_of_the_config(tmp_path, repo):
    path = write(tmp_path / "wave.csv", csv_bytes([*UNCERTAIN, *ANSWERS]))
    assert len(wave_export({"export": path, "header_rows": 2}).rows) == 7
    config = yaml.safe_load((repo / "config.yaml").read_text("utf-8"))
    wave = next(iter(config["waves"].values()))
    wave["header_rows"] = 2
    assert validated_study(config)
    wave["header_rows"] = 0
    with pytest.raises(InputError, match="header_rows"):
        validated_study(config)
