"""Rows of constraints.csv against the same statements tested directly on every table."""

from itertools import product
from math import floor

import pytest
from toy_system import UNITS, Toy

from wavework.problems import InputError
from wavework.reconstruction.system import System


def allows(system: System, blocks: list[tuple[str, str]], answers: tuple[int, ...]) -> bool:
    """Whether all inequalities allow this table of the blocks; each is summed term by term."""
    cells = [cell for block in blocks for cell in range(system.block[block].start, system.block[block].stop)]
    given = dict(zip(cells, answers, strict=True))
    for one in system.inequalities:
        total = sum(int(one.weights[row, given[cell]]) for row, cell in enumerate(one.cells.tolist()))
        if not one.lower <= total <= one.upper:
            return False
    return True


HAVE = (3, 1, 0)  # values of fully, planned, never; their positions are 0, 1, 2
PORTAL, PHONE, LETTER = ("second", "portal"), ("second", "phone"), ("second", "letter")


@pytest.mark.parametrize(
    ("row", "blocks", "statement"),
    [
        (
            {"kind": "count", "items": "portal", "answers": "fully|planned", "relation": "=", "bound": "2"},
            [PORTAL],
            lambda t: sum(answer != 2 for answer in t) == 2,
        ),
        (
            {"kind": "count", "items": "portal|phone", "answers": "never", "relation": ">=", "bound": "3"},
            [PORTAL, PHONE],
            lambda t: sum(a == 2 for a in t[:4]) >= 3 and sum(a == 2 for a in t[4:]) >= 3,
        ),
        (
            {
                "kind": "count",
                "items": "portal",
                "answers": "never",
                "units": "AAA|DDD",
                "relation": "<=",
                "bound": "0",
            },
            [PORTAL],
            lambda t: t[0] != 2 and t[3] != 2,
        ),
        (
            {"kind": "named", "items": "portal|phone", "answers": "fully", "units": "BBB"},
            [PORTAL, PHONE],
            lambda t: t[1] == 0 and t[5] == 0,
        ),
        (
            {"kind": "mean", "items": "grade_a", "relation": "=", "bound": "1.8"},
            [("second", "grade_a")],
            # half up at one decimal: 1.75 is printed 1.8
            lambda t: floor(10 * (sum(t) + 4) / 4 + 0.5) == 18,
        ),
        (
            {"kind": "mean", "items": "grade_a", "relation": "=", "bound": "1.5"},
            [("second", "grade_a")],
            lambda t: floor(10 * (sum(t) + 4) / 4 + 0.5) == 15,
        ),
        (
            {"kind": "order", "items": "portal|phone|letter", "answers": "fully", "relation": ">"},
            [PORTAL, PHONE, LETTER],
            lambda t: t[:4].count(0) > t[4:8].count(0) > t[8:].count(0),
        ),
        (
            {"kind": "order", "items": "portal|phone", "answers": "fully|planned", "relation": ">="},
            [PORTAL, PHONE],
            lambda t: 4 - t[:4].count(2) >= 4 - t[4:].count(2),
        ),
        (
            {"kind": "mean_order", "items": "portal|phone", "relation": ">"},
            [PORTAL, PHONE],
            lambda t: sum(HAVE[a] for a in t[:4]) > sum(HAVE[a] for a in t[4:]),
        ),
        (
            {"kind": "increase", "items": "grade_a", "relation": ">", "bound": "first"},
            [("second", "grade_a"), ("first", "grade_a")],
            lambda t: sum(t[:4]) / 4 > sum(t[4:]) / 3 + 1e-9,
        ),
        (
            {
                "kind": "unit_count",
                "items": "battery:channels",
                "answers": "fully",
                "units": "AAA|CCC",
                "relation": ">=",
                "bound": "2",
            },
            [PORTAL, PHONE, LETTER],
            lambda t: (t[0], t[4], t[8]).count(0) >= 2 and (t[2], t[6], t[10]).count(0) >= 2,
        ),
    ],
)
def test_a_row_allows_exactly_the_tables_it_states(toy: Toy, row, blocks, statement) -> None:
    cells = sum(len(UNITS[wave]) for wave, _ in blocks)
    tables = list(product(range(3), repeat=cells))[:: 1 if cells < 12 else 53]
    expected = {answers for answers in tables if statement(answers)}
    assert 0 < len(expected) < len(tables)
    system = toy(row)
    assert {answers for answers in tables if allows(system, blocks, answers)} == expected


def test_a_mean_that_so_few_units_cannot_have(toy: Toy) -> None:
    system = toy({"kind": "mean", "items": "grade_a", "relation": "=", "bound": "1.7"})
    assert not any(allows(system, [("second", "grade_a")], table) for table in product(range(3), repeat=4))


def test_a_placeholder_stands_for_its_assumption(toy: Toy) -> None:
    row = {"kind": "count", "items": "portal", "answers": "@mostly", "relation": "=", "bound": "3"}
    one, two = toy(row, mostly="planned"), toy(row, mostly="planned|fully")
    for table in product(range(3), repeat=4):
        assert allows(one, [PORTAL], table) == (table.count(1) == 3)
        assert allows(two, [PORTAL], table) == (table.count(2) == 1)


def test_dont_know_is_never_drawn(toy: Toy) -> None:
    system = toy()
    assert system.codes["portal"][3] == "dont_know"
    assert not system.allowed[system.block[PORTAL], 3].any()
    assert system.allowed[system.block[PORTAL], :3].all()


@pytest.mark.parametrize(
    ("row", "column", "words"),
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
def test_a_row_that_cannot_be_read_says_where(toy: Toy, row, column, words) -> None:
    good = {"kind": "count", "items": "portal", "answers": "fully", "relation": "=", "bound": "2"}
    with pytest.raises(InputError) as caught:
        toy(good, {**good, **row})
    (problem,) = caught.value.problems
    assert (problem.file, problem.row, problem.column) == ("constraints.csv", 3, column)
    assert words in str(problem)


def test_all_bad_rows_are_told_together(toy: Toy) -> None:
    good = {"kind": "count", "items": "portal", "answers": "fully", "relation": "=", "bound": "2"}
    with pytest.raises(InputError) as caught:
        toy({**good, "wave": "x"}, good, {**good, "units": "x"}, {**good, "constraint": "c1"})
    assert [problem.row for problem in caught.value.problems] == [2, 4, 5]


def test_a_constraint_that_is_not_there_cannot_be_left_out(toy: Toy) -> None:
    system = toy({"kind": "count", "items": "portal", "answers": "fully", "relation": "=", "bound": "2"})
    assert system.without(["c0"]).inequalities == ()
    with pytest.raises(InputError, match="no constraint 'c9'"):
        system.without(["c9"])


def test_the_constraints_of_a_claim(toy: Toy) -> None:
    good = {"kind": "count", "items": "portal", "answers": "fully", "relation": "=", "bound": "2"}
    system = toy({**good, "claim": "one|two"}, {**good, "claim": "two"}, good)
    assert (system.stating("two"), system.stating("one"), system.stating("none")) == (("c0", "c1"), ("c0",), ())
