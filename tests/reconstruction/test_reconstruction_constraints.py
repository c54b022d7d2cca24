"""Rows of constraints.csv against the same statements tested directly on every table."""

from itertools import product
from math import floor

import pytest
from toy_system import COUNT, UNITS, cells_of, row, toy

from wavework.problems import InputError
from wavework.reconstruction.inequalities import System


def allows(system: System, blocks: list[tuple[str, str]], answers: tuple[int, ...]) -> bool:
    """Whether all inequalities allow this table of the blocks; each is summed term by term."""
    given = dict(zip(cells_of(system, blocks), answers, strict=True))
    for one in system.inequalities:
        total = sum(int(one.weights[row, given[cell]]) for row, cell in enumerate(one.cells.tolist()))
        if not one.lower <= total <= one.upper:
            return False
    return True


HAVE = (3, 1, 0)  # values of fully, planned, never; their positions are 0, 1, 2
PORTAL, PHONE, LETTER = ("second", "portal"), ("second", "phone"), ("second", "letter")
GRADE, GRADE_BEFORE = ("second", "grade_a"), ("first", "grade_a")


def printed(answers: tuple[int, ...]) -> int:
    """Tenths of the mean of grades as it is printed, rounded half up; the grades are the positions plus one."""
    return floor(10 * (sum(answers) + len(answers)) / len(answers) + 0.5)


@pytest.mark.parametrize(
    ("stated", "blocks", "statement"),
    [
        (row("count", "portal", "fully|planned", "=", "2"), [PORTAL], lambda t: sum(answer != 2 for answer in t) == 2),
        (
            row("count", "portal|phone", "never", ">=", "3"),
            [PORTAL, PHONE],
            lambda t: t[:4].count(2) >= 3 and t[4:].count(2) >= 3,
        ),
        (row("count", "portal", "never", "<=", "0", units="AAA|DDD"), [PORTAL], lambda t: t[0] != 2 and t[3] != 2),
        (row("named", "portal|phone", "fully", units="BBB"), [PORTAL, PHONE], lambda t: t[1] == 0 and t[5] == 0),
        (row("mean", "grade_a", "", "=", "1.8"), [GRADE], lambda t: printed(t) == 18),  # 1.75 is printed 1.8
        (row("mean", "grade_a", "", "=", "1.5"), [GRADE], lambda t: printed(t) == 15),
        (
            row("order", "portal|phone|letter", "fully", ">"),
            [PORTAL, PHONE, LETTER],
            lambda t: t[:4].count(0) > t[4:8].count(0) > t[8:].count(0),
        ),
        (
            row("order", "portal|phone", "fully|planned", ">="),
            [PORTAL, PHONE],
            lambda t: 4 - t[:4].count(2) >= 4 - t[4:].count(2),
        ),
        (
            row("mean_order", "portal|phone", "", ">"),
            [PORTAL, PHONE],
            lambda t: sum(HAVE[a] for a in t[:4]) > sum(HAVE[a] for a in t[4:]),
        ),
        (
            row("increase", "grade_a", "", ">", "first"),
            [GRADE, GRADE_BEFORE],
            lambda t: sum(t[:4]) / 4 > sum(t[4:]) / 3 + 1e-9,
        ),
        (
            row("unit_count", "battery:channels", "fully", ">=", "2", units="AAA|CCC"),
            [PORTAL, PHONE, LETTER],
            lambda t: (t[0], t[4], t[8]).count(0) >= 2 and (t[2], t[6], t[10]).count(0) >= 2,
        ),
    ],
)
def test_a_row_allows_exactly_the_tables_it_states(stated, blocks, statement) -> None:
    cells = sum(len(UNITS[wave]) for wave, _ in blocks)
    tables = list(product(range(3), repeat=cells))[:: 1 if cells < 12 else 53]
    expected = {answers for answers in tables if statement(answers)}
    assert 0 < len(expected) < len(tables)
    system = toy(stated)
    assert {answers for answers in tables if allows(system, blocks, answers)} == expected


def test_a_mean_that_so_few_units_cannot_have() -> None:
    system = toy(row("mean", "grade_a", "", "=", "1.7"))
    assert not any(allows(system, [GRADE], table) for table in product(range(3), repeat=4))


def test_a_placeholder_stands_for_its_assumption() -> None:
    mostly = row("count", "portal", "@mostly", "=", "3")
    one, two = toy(mostly, mostly="planned"), toy(mostly, mostly="planned|fully")
    for table in product(range(3), repeat=4):
        assert allows(one, [PORTAL], table) == (table.count(1) == 3)
        assert allows(two, [PORTAL], table) == (table.count(2) == 1)


def test_dont_know_is_never_drawn() -> None:
    system = toy()
    assert system.codes["portal"][3] == "dont_know"
    assert not system.allowed[system.block[PORTAL], 3].any()
    assert system.allowed[system.block[PORTAL], :3].all()


@pytest.mark.parametrize(
    ("wrong", "column", "words"),
    [
        ({"wave": "third"}, "wave", "'third'"),
        ({"kind": "sum"}, "kind", "'sum'"),
        ({"items": "porthole"}, "items", "'porthole'"),
        ({"wave": "first", "items": "phone"}, "items", "asked in first"),
        ({"items": "battery:nothing"}, "items", "battery:nothing"),
        ({"units": "AAA|EEE"}, "units", "'EEE'"),
        ({"answers": "fully|sometimes"}, "answers", "'sometimes'"),
        ({"answers": "@mostly"}, "answers", "'@mostly'"),
        ({"answers": ""}, "answers", "one or more answers"),
        ({"relation": "<"}, "relation", "'<'"),
        ({"bound": "2.5"}, "bound", "'2.5'"),
        ({"bound": "-1"}, "bound", "whole number"),
        ({"kind": "mean", "bound": "much", "relation": "="}, "bound", "one decimal"),
        ({"kind": "mean", "bound": "2.45", "relation": "="}, "bound", "one decimal"),
        ({"kind": "mean", "items": "colour", "bound": "2.4", "relation": "="}, "items", "red"),
        ({"kind": "order", "relation": ">"}, "items", "2 or more"),
        ({"kind": "increase", "relation": ">", "bound": "second"}, "bound", "another wave: first"),
        ({"kind": "increase", "relation": ">", "bound": "first", "items": "grade_b"}, "items", "'grade_b'"),
        ({"kind": "named"}, "units", "one or more units"),
        ({"constraint": ""}, "constraint", "id of its own"),
    ],
)
def test_a_row_that_cannot_be_read_says_where(wrong, column, words) -> None:
    with pytest.raises(InputError) as caught:
        toy(COUNT, {**COUNT, **wrong})
    (problem,) = caught.value.problems
    assert (problem.file, problem.row, problem.column) == ("constraints.csv", 3, column)
    assert words in str(problem)


def test_all_bad_rows_are_told_together() -> None:
    with pytest.raises(InputError) as caught:
        toy({**COUNT, "wave": "x"}, COUNT, {**COUNT, "units": "x"}, {**COUNT, "constraint": "c1"})
    assert [problem.row for problem in caught.value.problems] == [2, 4, 5]


def test_a_constraint_that_is_not_there_cannot_be_left_out() -> None:
    system = toy(COUNT)
    assert system.without(["c0"]).inequalities == ()
    with pytest.raises(InputError, match="no constraint 'c9'"):
        system.without(["c9"])


def test_the_constraints_of_a_claim() -> None:
    system = toy({**COUNT, "claim": "one|two"}, {**COUNT, "claim": "two"}, COUNT)
    assert (system.stating("two"), system.stating("one"), system.stating("none")) == (("c0", "c1"), ("c0",), ())
