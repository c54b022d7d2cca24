"""A header row again among the responses, and people who ticked everything, which is no such row."""

import pytest
from export_files import csv_bytes, read_rows, write

from wavework.exports import read_export
from wavework.problems import InputError

PORTAL, CHAT, PHONE = "Portal, open at all hours", "Chat (live)", "Phone"
MORE = tuple(f"Channel {letter}" for letter in "ABCDEFGH")
SYSTEM = ["Respondent ID", "Collector ID", "Start Date", "End Date"]
SURVEYMONKEY = [
    [*SYSTEM, "Country?", "Which channels?", *[""] * 10, "Why?"],
    [*[""] * 4, "Response", PORTAL, CHAT, PHONE, *MORE, "Open-Ended Response"],
]
FLAT = [["unit", PORTAL, CHAT, PHONE, *MORE, "score"]]


def surveymonkey(number, country, *ticks, why=""):
    times = ["06/08/2020 10:36:30 AM", "06/08/2020 10:46:30 AM"]
    return [str(118091742000 + number), "446360289", *times, country, *ticks, why]


EVERYTHING = (PORTAL, CHAT, PHONE, *MORE)
NOTHING = [""] * len(MORE)
LAYOUTS = {
    "SurveyMonkey": [
        *SURVEYMONKEY,
        surveymonkey(1, "Chile", *EVERYTHING, why="fast"),
        surveymonkey(2, "", *EVERYTHING),
        surveymonkey(3, "Peru", "", CHAT, "", *NOTHING),
    ],
    "SurveyMonkey, codes above": [
        [*[""] * 4, "q1", "q2", *[""] * 10, "q3"],
        *SURVEYMONKEY,
        surveymonkey(1, "Chile", *EVERYTHING),
        surveymonkey(2, "Peru", PORTAL, "", "", *NOTHING),
    ],
    "SurveyMonkey, system names in each header row": [
        SURVEYMONKEY[0],
        [*SYSTEM, *SURVEYMONKEY[1][4:]],
        surveymonkey(1, "Chile", *EVERYTHING),
        surveymonkey(2, "Peru", "", "", PHONE, *NOTHING),
    ],
    "one heading for each choice": [*FLAT, ["Chile", *EVERYTHING, "3"], ["Peru", PORTAL, "", PHONE, *NOTHING, "4"]],
    "Google Forms, one column for each choice": [
        ["Timestamp", PORTAL, CHAT, PHONE, *MORE],
        ["2020/06/05 11:34:01 AM EST", *EVERYTHING],
        ["2020/06/05 11:35:01 AM EST", "", CHAT, "", *NOTHING],
    ],
    "REDCap-like labels": [
        ["record_id", PORTAL, CHAT, "phone_complete"],
        ["1", PORTAL, CHAT, "2"],
        ["2", "", CHAT, "0"],
    ],
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_whoever_ticks_everything_is_a_response(tmp_path, layout):
    rows = LAYOUTS[layout]
    people = [row for row in rows if row[0] not in ("", rows[0][0], *SYSTEM)]
    read = read_rows(tmp_path, *rows)
    assert len(read.rows) == len(people)
    for heading in (PORTAL, CHAT):
        i = next(i for row in rows for i, text in enumerate(row) if text == heading)
        assert read.cells[next(c.code for c in read.columns if c.position == i + 1)].tolist() == [p[i] for p in people]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_header_row_again_is_refused_also_beside_ticks(tmp_path, layout):
    rows = LAYOUTS[layout]
    header = [row for row in rows if row[0] in ("", rows[0][0], *SYSTEM)]
    for again in header:
        if not any(again[:4]) and again[5] != PORTAL:
            continue  # a row of codes alone
        path = write(tmp_path / "again.csv", csv_bytes([*rows, again]))
        with pytest.raises(InputError, match=f"row {len(rows) + 1}: the row repeats the header"):
            read_export(path)


def test_a_table_of_ticks_alone(tmp_path):
    read = read_rows(tmp_path, EVERYTHING, ["", CHAT, PHONE, *MORE], [PORTAL, CHAT, "", *NOTHING])
    assert len(read.rows) == 2
