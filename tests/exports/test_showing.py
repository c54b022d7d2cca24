"""Which cells may be printed: answers that show themselves as offered, and nothing that one person wrote."""

import pytest
from tests.exports.export_files import read_rows

from wavework.exports.what_may_be_shown import printable, shown

TIMES = [f"6/1/2024 12:{k // 60:02d}:{k % 60:02d}" for k in range(99)]


def printed(folder, *cells, heading="Remarks of the office", **more):
    rows = [[cell, *(others[place] for others in more.values())] for place, cell in enumerate(cells)]
    read = read_rows(folder, ["Timestamp", heading, *more], *([TIMES[k], *row] for k, row in enumerate(rows)))
    return sorted(printable(read)[heading])


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (["Yes", "Yes", "No", "No"], ["No", "Yes"]),
        (["1", "1", "2", "2", "3"], ["1", "2"]),  # what one gave stays unsaid
        (["Yes", "No"], []),
        (["Yes"] * 4, []),  # one text: a remark that was copied down
        (["no", "no", "none", "none", *"abcde"], []),  # a free text in which some wrote the same
        ([text for k in range(13) for text in [f"x{k}"] * 2], []),  # more than a question offers
        (["Canaria Piepmatz"] * 3 + ["Juan de la Cruz"] * 3 + ["Yes"] * 2, ["Yes"]),
        (["PIEPMATZ, CANARIA"] * 3 + ["Élodie Durand"] * 3 + ["Ana von Berg", "Ana von Berg"], []),
        (["a@example.org"] * 2 + ["ask a@example.org"] * 2 + ["Yes"] * 5 + ["No"] * 5, ["No", "Yes"]),
        (
            ["+41 22 799 61 11"] * 2 + ["022 799 61 11"] * 2 + ["3001234567"] * 2 + ["Yes"] * 7 + ["No"] * 2,
            ["No", "Yes"],
        ),
        (["I would rather not say who it is that I asked"] * 2 + ["Yes"] * 2, ["Yes"]),
    ],
)
def test_few_repeated_answers(tmp_path, cells, expected):
    assert printed(tmp_path, *cells) == expected


def test_what_has_the_form_of_a_name_must_stand_in_another_column_of_the_question(tmp_path):
    scale = ["Very Good", "Very Good", "Rather Bad", "Rather Bad"]
    rows = {"Rate [Web]": scale, "Rate [Desk]": scale[::-1]}
    assert printed(tmp_path, *scale, heading="Rate", Other=scale) == []
    read = read_rows(
        tmp_path, ["Timestamp", *rows], *(["6/1/2024 12:00:00", *row] for row in zip(*rows.values(), strict=True))
    )
    assert sorted(printable(read)["Rate [Web]"]) == ["Rather Bad", "Very Good"]


def test_a_row_that_stands_twice_is_one_respondent(tmp_path):
    """Two exports pasted together: what one person wrote has not been given by two."""
    rows = [["Ana", "ask Ana"], ["Bo", "ask Bo"], ["Cy", "see Cy"]]
    assert not any(printable(read_rows(tmp_path, ["unit", "Remarks"], *rows, *rows)).values())


def test_two_columns_of_one_respondent_are_not_two_respondents(tmp_path):
    rows = [[TIMES[9], "ask Ana", "ask Ana"], *([TIMES[k], "Yes", "No"] for k in range(4))]
    read = read_rows(tmp_path, ["Timestamp", "Rate [Web]", "Rate [Desk]"], *rows)
    assert "ask Ana" not in printable(read)["Rate [Web]"]


@pytest.mark.parametrize(
    ("text", "state", "told"),
    [
        ("Yes", "answer", "Yes"), ("Canaria Piepmatz", "answer", "text of 16 characters"), ("12.5", "answer", "number"),
        ("1,500", "answer", "number"), ("2024-05-03 10:20", "answer", "date"), ("", "no_answer", "-"),
        ("", "not_shown", "not shown"), ("Y", "ticked", "ticked"), ("", "unticked", "not ticked"),
        ("", "seen_unanswered", "seen, empty"), ("99", "user_missing", "missing: number"),
    ],
)  # fmt: skip
def test_what_may_not_be_printed_is_told_by_its_kind(text, state, told):
    assert shown(text, state, frozenset({"Yes"})) == told
