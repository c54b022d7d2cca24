"""From cells to answers: each status, what is recoded, corrected, dropped, and what is refused."""

import pytest
from small_survey import CHOICES, book, entry, export, fix

from wavework.answers import COLUMNS, LOG_COLUMNS, wave_answers
from wavework.problems import InputError


def answers(table, codebook=None, **choices):
    return wave_answers(table, "w", {**CHOICES, **choices}, codebook or book(), "collected")


def told(table):
    """unit, item -> (status, answer)."""
    return {(row["unit"], row["item"]): (row["status"], row["answer"]) for row in table.to_dict("records")}


def refused(table, codebook=None, **choices):
    with pytest.raises(InputError) as error:
        answers(table, codebook, **choices)
    return [str(problem) for problem in error.value.problems]


def test_every_status_has_its_row():
    table, log = answers(
        export(
            ["Korea", "A1", "A9", "Y"],
            ["Viet Nam", "Does not apply", "", ""],
            ["China", "", "No", ""],
            states={(1, "M1"): "unticked", (1, "B2"): "seen_unanswered", (2, "B1"): "not_shown", (0, "M1"): "ticked"},
        )
    )
    assert told(table) == {
        ("KOR", "portal"): ("answered", "fully"),
        ("KOR", "app"): ("dont_know", "dont_know"),
        ("KOR", "phone"): ("answered", "ticked"),
        ("VNM", "portal"): ("not_applicable", "not_applicable"),
        ("VNM", "app"): ("no_answer", ""),
        ("VNM", "phone"): ("answered", "unticked"),
        ("CHN", "portal"): ("not_applicable", ""),  # the platform says that routing hid the question
        ("CHN", "app"): ("answered", "not_planned"),
        ("CHN", "phone"): ("no_answer", ""),
    }
    assert log.empty
    assert list(log.columns) == LOG_COLUMNS


def test_columns_order_and_values():
    table, _ = answers(export(["Viet Nam", "A1", "A2", ""], ["China", "A3", "A9", ""]))
    assert list(table.columns) == COLUMNS
    assert list(zip(table["unit"], table["item"], strict=True)) == [
        (unit, item) for unit in ("CHN", "VNM") for item in ("app", "phone", "portal")
    ]
    values = dict(zip(zip(table["unit"], table["item"], strict=True), table["value"].fillna(-1), strict=True))
    assert values["VNM", "portal"] == 2
    assert values["VNM", "app"] == 1
    assert values["CHN", "portal"] == 0
    assert values["CHN", "app"] == -1  # don't know has no value
    assert set(table["wave"]) == {"w"}
    assert set(table["region"]) == {"AP"}
    assert set(table["basis"]) == {"collected"}
    assert table["country"].tolist() == table["unit"].tolist()


@pytest.mark.parametrize("text", ["fully", "A1", "a1", "Yes, fully", " YES,  FULLY ", "Sí", "SI", "ja", "<b>Ja</b>"])
def test_an_answer_is_known_by_code_label_and_alias(text):
    table, _ = answers(export(["Korea", text, "No", ""]))
    assert told(table)["KOR", "portal"] == ("answered", "fully")


@pytest.mark.parametrize("name", ["KOR", "Korea", "republic of KOREA ", "Coree", "Corée"])
def test_a_unit_is_known_by_id_label_and_alias(name):
    table, _ = answers(export([name, "A1", "A1", ""]))
    assert set(table["unit"]) == {"KOR"}


def test_a_recode_goes_before_the_scale_and_is_logged():
    crosswalk = [entry("B1", "portal", "recoded", "A3>development;Sí>not_planned", "three answers in this wave")]
    table, log = answers(export(["Korea", "A3", "", ""], ["China", "sí", "", ""], ["Vietnam", "A1", "", ""]),
                         book(crosswalk))  # fmt: skip
    assert told(table) == {
        ("KOR", "portal"): ("answered", "development"),
        ("CHN", "portal"): ("answered", "not_planned"),
        ("VNM", "portal"): ("answered", "fully"),
    }
    assert set(table["comparable"]) == {"recoded"}
    lines = log[["wave", "file", "row", "unit", "action", "item", "before", "after", "reason"]].to_numpy().tolist()
    assert sorted(lines) == [
        ["w", "raw/w.csv", 2, "KOR", "value recoded", "portal", "A3", "development", "three answers in this wave"],
        ["w", "raw/w.csv", 3, "CHN", "value recoded", "portal", "sí", "not_planned", "three answers in this wave"],
    ]


def test_what_is_no_response_is_dropped_and_logged():
    table, log = answers(
        export(
            ["nowhere", "A1", "A1", ""],
            ["Korea", "A3", "A3", ""],
            ["Korea", "A1", "A1", ""],
            ["China", "A2", "A2", ""],
            ["Viet Nam", "A2", "A2", ""],
            ["Testland", "rubbish", "", ""],
            complete=[True, False, True, True, None, True],
            kind=["test", "normal", "normal", "spam", "normal", "rejected"],
        )
    )
    assert told(table)["KOR", "portal"] == ("answered", "fully")
    assert set(table["unit"]) == {"KOR", "VNM"}
    assert log[["row", "unit", "action", "reason"]].to_numpy().tolist() == [
        [2, "", "row dropped", "test response"],
        [3, "KOR", "row dropped", "unfinished response"],
        [5, "CHN", "row dropped", "marked as spam"],
        [7, "", "row dropped", "rejected on the platform"],
    ]


def test_unfinished_responses_are_kept_where_the_config_says_so():
    table, log = answers(export(["Korea", "A1", "", ""], complete=[False]), incomplete="keep")
    assert told(table)["KOR", "portal"] == ("answered", "fully")
    assert log.empty


def test_two_responses_of_a_unit_are_refused():
    """What each holds is told, so that a person can say which one stands: here the earlier is the fuller."""
    table = export(
        ["Korea", "A1", "A1", "Y"],
        ["China", "A1", "A1", ""],
        ["Corée", "A2", "", ""],
        complete=[None, None, True],
        submitted=["2022-03-02 10:00:00", "", ""],
    )
    assert refused(table) == [
        "raw/w.csv: KOR answered 2 times (row 2: 3 answers, 2022-03-02 10:00:00, not told whether complete; "
        "row 4: 1 answer, no date, complete)\n  Expected: one complete response per unit (country)\n"
        "  To do: set waves.w.duplicates to fullest or latest; or name the row that stands under waves.w: "
        'responses: {KOR: {row: 2, reason: "…"}}; or give each one a unit of its own in units.csv'
    ]


THREE = {  # the first of Korea's is the fullest, the second the latest, the third unfinished
    "submitted": ["2022-03-02 10:00:00", "2022-03-05 09:00:00", "2022-03-01 23:00:00"],
    "complete": [True, True, False],
}


def three(**other):
    rows = ["Korea", "A1", "A1", "Y"], ["Korea", "A2", "A9", ""], ["Korea", "A3", "A1", "Y"]
    return export(*rows, **{**THREE, **other})


@pytest.mark.parametrize(
    ("choices", "answer", "log"),
    [
        (
            {"duplicates": "latest"},
            "development",
            [[2, "superseded by row 3 (answers: 3 here, 2 there)"], [4, "unfinished response"]],
        ),
        (
            {"duplicates": "fullest"},
            "fully",
            [[3, "superseded by row 2 (answers: 2 here, 3 there)"], [4, "unfinished response"]],
        ),
        (
            {"responses": {"KOR": {"row": 4, "reason": "the ministry's own; the others were drafts"}}},
            "not_planned",
            [
                [2, "superseded by row 4 (answers: 3 here, 3 there), as waves.w.responses says: the ministry's own; "
                    "the others were drafts"],
                [3, "superseded by row 4 (answers: 2 here, 3 there), as waves.w.responses says: the ministry's own; "
                    "the others were drafts"],
            ],
        ),
    ],
)  # fmt: skip
def test_which_of_several_responses_stands(choices, answer, log):
    table, changes = answers(three(), **choices)
    assert told(table)["KOR", "portal"] == ("answered", answer)
    assert sorted(changes[["row", "reason"]].to_numpy().tolist()) == log


def test_of_equally_full_responses_the_latest_stands():
    table, _ = answers(three(complete=[True, None, True]), duplicates="fullest")
    assert told(table)["KOR", "portal"] == ("answered", "fully")  # of rows 2 and 4


def test_a_text_that_means_no_answer_does_not_make_a_response_fuller():
    crosswalk = [entry("B1", "portal"), entry("B2", "app", recode="NA>no_answer"), entry("M1", "phone")]
    given = export(["Korea", "A2", "NA", ""], ["Korea", "A1", "", ""])
    table, _ = answers(given, book(crosswalk), duplicates="fullest")
    assert told(table)["KOR", "portal"] == ("answered", "fully")  # one answer each: the last row


def test_a_row_that_is_named_and_is_not_the_unit_s_is_refused():
    named = {"KOR": {"row": 5, "reason": "x"}, "VNM": {"row": 2, "reason": "x"}}
    assert refused(three(), responses=named) == [
        "config.yaml: row 5 is no response of KOR, as waves.w.responses says\n"
        "  Expected: row 2: 3 answers, 2022-03-02 10:00:00, complete; row 3: 2 answers, 2022-03-05 09:00:00, complete\n"
        "  To do: name one of these rows, or take the unit out of responses",
        "config.yaml: row 2 is no response of VNM, as waves.w.responses says\n"
        "  Expected: a unit of which raw/w.csv has a response\n"
        "  To do: name one of these rows, or take the unit out of responses",
    ]


def test_a_test_response_cannot_be_named():
    table = three(kind=["normal", "normal", "test"])
    [problem] = refused(table, responses={"KOR": {"row": 4, "reason": "x"}})
    assert problem.startswith("config.yaml: row 4 is no response of KOR")


def test_without_times_the_last_row_stands():
    table, _ = answers(export(["Korea", "A1", "", ""], ["Korea", "A2", "", ""]), duplicates="latest")
    assert told(table)["KOR", "portal"] == ("answered", "development")


def test_an_unknown_unit_is_named_with_the_nearest():
    assert refused(export(["Viet Name", "A1", "", ""], ["Atlantis", "A1", "", ""])) == [
        "raw/w.csv, row 2, column country: 'Viet Name' is no known unit; nearest: VNM (Viet Nam: spelled like it)\n"
        "  Expected: a name or alias in codebook/units.csv\n"
        "  To do: add it there as an alias if it is VNM, or as a new unit",
        "raw/w.csv, row 3, column country: 'Atlantis' is no known unit; no known name is near it\n"
        "  Expected: a name or alias in codebook/units.csv\n  To do: add it there as an alias, or as a new unit",
    ]


def test_expected_units_are_held_against_those_found():
    problems = refused(export(["Korea", "A1", "", ""], ["China", "A1", "", ""]), units=["KOR", "VNM"])
    assert [problem.split("\n")[0] for problem in problems] == [
        "raw/w.csv: no complete response of VNM",
        "raw/w.csv: a response of CHN",
    ]
    table, _ = answers(export(["Korea", "A1", "", ""]), units=["KOR"])
    assert set(table["unit"]) == {"KOR"}


def test_a_unit_of_another_region_is_refused():
    [problem] = refused(export(["Korea", "A1", "", ""]), region="LAC")
    assert problem.startswith("raw/w.csv: a response of KOR, a unit of region 'AP'\n  Expected: units of region 'LAC'")


def test_a_missing_column_is_named_with_the_nearest():
    problems = refused(export(["Korea", "A1", "A1"], columns=("country", "B1", "B2x")))
    assert [problem.split("\n")[:2] for problem in problems] == [
        [
            "raw/w.csv, column B2: the column is missing",
            "  Expected: a column B2 (codebook/crosswalk.csv, wave w); near it: B2x",
        ],
        ["raw/w.csv, column M1: the column is missing", "  Expected: a column M1 (codebook/crosswalk.csv, wave w)"],
    ]
    [problem] = refused(export(["Korea", "A1", "A1", ""], columns=("land", "B1", "B2", "M1")))
    assert "a column country (config.yaml, waves.w.unit_column)" in problem


def test_every_answer_outside_its_scale_is_named():
    problems = refused(export(["Korea", "A4", "A1", ""], ["China", "A1", "Maybe", "perhaps"]))
    assert [problem.split("\n")[0] for problem in problems] == [
        "raw/w.csv, row 2, column B1: 'A4' is not an answer of scale stage",
        "raw/w.csv, row 3, column B2: 'Maybe' is not an answer of scale stage",
        "raw/w.csv, row 3, column M1: 'perhaps' is not an answer of scale tick",
    ]
    assert "Expected: Yes, fully | In development | No | Don’t know | Does not apply" in problems[0]


def test_an_answer_of_one_scale_is_none_of_another():
    [problem] = refused(export(["Korea", "Selected", "A1", ""]))
    assert "'Selected' is not an answer of scale stage" in problem


def test_a_correction_changes_the_answer_it_found_and_is_logged():
    table, log = answers(
        export(["Korea", "A1", "A1", ""], ["China", "A1", "A1", ""]),
        book(corrections=[fix("KOR", "portal", "fully", "dont_know"), fix("CHN", "app", "fully", "")]),
    )
    assert told(table)["KOR", "portal"] == ("dont_know", "dont_know")
    assert told(table)["CHN", "portal"] == ("answered", "fully")
    assert told(table)["CHN", "app"] == ("no_answer", "")
    lines = log[["row", "unit", "action", "item", "before", "after", "reason", "source"]].to_numpy().tolist()
    assert lines == [
        [2, "KOR", "value corrected", "portal", "fully", "dont_know", "misread", "the service"],
        [3, "CHN", "value corrected", "app", "fully", "", "misread", "the service"],
    ]


def test_a_correction_that_matches_nothing_is_refused():
    fixes = [fix("KOR", "portal", "development", "fully"), fix("VNM", "portal", "fully", "development")]
    problems = refused(export(["Korea", "A1", "A1", ""]), book(corrections=fixes))
    assert problems == [
        "codebook/corrections.csv, row 2: KOR, portal: 'development' is not there (fully)\n"
        "  Expected: the answer as it stands in raw/w.csv\n"
        "  To do: remove the correction if the file was corrected, or correct its row",
        "codebook/corrections.csv, row 3: VNM, portal: 'fully' is not there (no such answer)\n"
        "  Expected: the answer as it stands in raw/w.csv\n"
        "  To do: remove the correction if the file was corrected, or correct its row",
    ]


def test_corrections_of_other_waves_do_not_matter():
    fixes = [{**fix("KOR", "portal", "development", "fully"), "wave": "other"}]
    table, log = answers(export(["Korea", "A1", "A1", ""]), book(corrections=fixes))
    assert told(table)["KOR", "portal"] == ("answered", "fully")
    assert log.empty


def test_the_order_of_rows_in_the_file_does_not_matter():
    rows = [["Korea", "A1", "A9", ""], ["China", "A3", "", "Y"], ["Viet Nam", "A2", "A1", "N"]]
    first, _ = answers(export(*rows))
    for order in ((2, 1, 0), (1, 2, 0)):
        again, _ = answers(export(*(rows[i] for i in order)))
        assert again.equals(first)
