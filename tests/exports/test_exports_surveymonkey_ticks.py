"""Ticks of SurveyMonkey: the file itself tells the coding, a column's choice and the only value that stands in it."""

import pytest
from export_files import read_rows

SYSTEM = ["Respondent ID", "Collector ID", "Start Date", "End Date"]
CHOICES = ["Don't know", "Portal", "Chat", "Phone", "Other (please explain)"]
TICKED = [(0,), (1, 2), (1,), (2, 3), (1, 2, 3), (3,), (0,), (1, 3), (), (2,)]  # indexes of the choices of ten people
WROTE = {1: "by fax", 5: "letters", 8: "through the embassy"}


def table(value, option=lambda i: CHOICES[i], other=True, codes=False):
    """Header rows and ten people; value(i): what a tick of choice i is."""
    shown = [option(i) for i in range(4)] + ([CHOICES[4]] if other else [])
    head = [[*SYSTEM, "Which channels?", *[""] * (len(shown) - 1), "Country?"], [*[""] * 4, *shown, "Response"]]
    if codes:
        head.insert(0, [*[""] * 4, "q1", *[""] * (len(shown) - 1), "q2"])
    rows = []
    for person, ticked in enumerate(TICKED):
        cells = [value(i) if i in ticked else "" for i in range(4)]
        wrote = [WROTE.get(person, "")] if other else []
        times = ["06/08/2020 10:36:30 AM", "06/08/2020 10:46:30 AM"]
        rows.append([str(118091742000 + person), "446360289", *times, *cells, *wrote, "Chile"])
    return [*head, *rows]


def expected(other=True):
    """By hand: an empty cell is unticked where the person ticked or wrote something."""
    return [
        [
            "ticked" if i in ticked else "unticked" if ticked or (other and person in WROTE) else "no_answer"
            for i in range(4)
        ]
        for person, ticked in enumerate(TICKED)
    ]


VALUES = {
    "texts": lambda i: CHOICES[i],
    "numbers from 1": lambda i: str(i + 1),
    "numbers from 0, for Don't know comes first": lambda i: str(i),
    "Don't know as the last number": lambda i: str(i or 9),
    "Don't know as a negative number": lambda i: str(i or -1),
    "texts that the publisher shortened": lambda i: ["DK", "P", "C", "T"][i],
}


@pytest.mark.parametrize("heading", ["Other (please explain)", "Other (please specify)", "Something else"])
@pytest.mark.parametrize("values", list(VALUES)[:3])
def test_what_one_person_wrote_is_no_tick(tmp_path, values, heading, monkeypatch):
    monkeypatch.setattr(f"{__name__}.WROTE", {1: "by fax"})
    monkeypatch.setattr(f"{__name__}.CHOICES", [*CHOICES[:4], heading])
    read = read_rows(tmp_path, *table(VALUES[values]))
    [free] = [c.code for c in read.columns if c.option == heading]
    assert read.states[free].tolist().count("answer") == 1
    assert set(read.states[free]) == {"answer", "no_answer"}
    assert "ticked" in set(read.states["Which channels? [Portal]"])


@pytest.mark.parametrize("codes", [False, True])
@pytest.mark.parametrize("other", [False, True])
@pytest.mark.parametrize("values", VALUES)
def test_each_coding_is_ticks(tmp_path, values, other, codes):
    read = read_rows(tmp_path, *table(VALUES[values], other=other, codes=codes))
    options = [c.code for c in read.columns if c.option in CHOICES[:4]]
    assert read.states[options].to_numpy().tolist() == expected(other)
    if other:
        [free] = [c.code for c in read.columns if c.option == CHOICES[4]]
        assert [text for text in read.cells[free] if text] == list(WROTE.values())
        assert set(read.states[free]) == {"answer", "no_answer"}


def test_other_is_a_tick_of_its_own_beside_its_text(tmp_path):
    """Some exports have a column for the tick of "other" and one for what was written."""
    head = [[*SYSTEM, "Which?", "", "", ""], [*[""] * 4, "Portal", "Chat", "Other", "Other (please tell us)"]]
    start = ["446360289", "06/08/2020 10:36:30 AM", "06/08/2020 10:46:30 AM"]
    people = [["118091742001", *start, "Portal", "", "", ""], ["118091742002", *start, "", "Chat", "Other", "fax"]]
    read = read_rows(tmp_path, *head, *people)
    assert read.states[["Which? [Portal]", "Which? [Chat]", "Which? [Other]"]].to_numpy().tolist() == [
        ["ticked", "unticked", "unticked"],
        ["unticked", "ticked", "ticked"],
    ]
    assert read.cells["Which? [Other (please tell us)]"].tolist() == ["", "fax"]


@pytest.mark.parametrize(
    "value", [lambda row, answer: answer, lambda row, answer: {"Never": "1", "Often": "2"}[answer]]
)
def test_a_matrix_with_a_column_for_each_row_and_answer(tmp_path, value):
    cells = [(row, answer) for row in ("Portal", "Chat") for answer in ("Never", "Often")]
    head = [[*SYSTEM, "How often?", "", "", ""], [*[""] * 4, *(f"{row} - {answer}" for row, answer in cells)]]
    said = [("Never", "Often"), ("Often", "Often"), ("Often", "Never")] * 4
    people = []
    for i, answers in enumerate(said):
        ticks = [
            value(row, answer) if answers[("Portal", "Chat").index(row)] == answer else "" for row, answer in cells
        ]
        people.append([str(118091742000 + i), "446360289", "06/08/2020", "06/08/2020", *ticks])
    read = read_rows(tmp_path, *head, *people)
    states = read.states[[c.code for c in read.columns if c.option]].to_numpy().tolist()
    assert states[:2] == [["ticked", "unticked", "unticked", "ticked"], ["unticked", "ticked", "unticked", "ticked"]]


# ---- what is no tick


def matrix(rows):
    """A matrix with the given answers, row by row."""
    head = [
        [*SYSTEM, "How often?", *[""] * (len(rows[0]) - 1)],
        [*[""] * 4, *(f"Row {i}" for i in range(len(rows[0])))],
    ]
    start = ["446360289", "06/08/2020 10:36:30 AM", "06/08/2020 10:46:30 AM"]
    return [*head, *([str(118091742000 + i), *start, *row] for i, row in enumerate(rows))]


@pytest.mark.parametrize(
    "rows",
    [
        [["1", "2", "3"], ["1", "2", "2"], ["1", "2", "3"], ["1", "1", "3"]],  # a scale
        [["1", "2", "3"]] * 3,  # too few to tell
        [["Never", "Often", "Always", "Never", "Often"], ["Never", "Often", "Always", "Often", "Never"]] * 3,
        [["2", "1", "3"], ["3", "2", "1"], ["1", "2", "3"], ["3", "1", "2"]],  # a ranking
        [["Never", "Never"]] * 9,
    ],
)
def test_a_matrix_or_ranking_stays_answers(tmp_path, rows):
    read = read_rows(tmp_path, *matrix(rows))
    assert {state for c in read.columns if c.option for state in read.states[c.code]} == {"answer"}


def test_what_cannot_be_told_is_noted(tmp_path):
    read = read_rows(tmp_path, *matrix([["1", "2", "3"]] * 3))
    assert any("too few answers to tell ticks from numbers of a scale: How often?" in note for note in read.notes)
