"""Assumptions as inequalities, against the same statement tested on every table of a made-up study."""

from itertools import product

import numpy as np
import pytest
from toy_system import COUNT, cells_of, row, tables_of, toy

from wavework.problems import InputError
from wavework.reconstruction.assumptions import ALIKE, AT_LEAST, KEEPS, assumption_inequalities
from wavework.reconstruction.bounds import Bounds
from wavework.reconstruction.exact_counting import diagram
from wavework.reconstruction.feasibility import irreducible

PORTAL, BEFORE, PHONE = ("second", "portal"), ("first", "portal"), ("second", "phone")
GRADE, GRADE_BEFORE = ("second", "grade_a"), ("first", "grade_a")
GROUPS = {"AAA": 1, "BBB": 2, "DDD": 2, "CCC": 4}  # best first; there is no third group

CASES = [  # kind, waves, items, blocks, what it says of their answers; better is fully 0 > planned 1 > never 2, 3 > 1
    (KEEPS, ["first", "second"], ["portal"], [BEFORE, PORTAL], lambda t: all(t[3 + u] <= t[u] for u in range(3))),
    (KEEPS, ["first", "second"], ["grade_a"], [GRADE_BEFORE, GRADE], lambda t: all(t[3 + u] >= t[u] for u in range(3))),
    (ALIKE, ["second"], ["portal"], [PORTAL], lambda t: t[1] == t[3]),
    (ALIKE, ["second"], ["portal", "phone"], [PORTAL, PHONE], lambda t: t[1] == t[3] and t[5] == t[7]),
    (AT_LEAST, ["second"], ["portal"], [PORTAL], lambda t: t[0] <= min(t[1], t[3]) and max(t[1], t[3]) <= t[2]),
    (AT_LEAST, ["second"], ["grade_a"], [GRADE], lambda t: t[0] >= max(t[1], t[3]) and min(t[1], t[3]) >= t[2]),
    (AT_LEAST, ["first", "second"], ["portal"], [BEFORE], lambda t: t[0] <= t[1] <= t[2]),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "waves", "items", "blocks", "statement"), CASES)
def test_an_assumption_allows_exactly_the_tables_it_states(kind, waves, items, blocks, statement) -> None:
    system = toy()
    more = system.with_inequalities(assumption_inequalities(system, "assumed", kind, waves, items, GROUPS))
    everything = product(range(3), repeat=len(cells_of(system, blocks)))
    expected = {table for table in everything if statement(table)}
    assert {tuple(table) for table in tables_of(more, blocks).tolist()} == expected
    # and the diagrams, which leave out what other inequalities imply, know the same tables
    parts = [part for part in more.components if np.isin(part.cells, cells_of(system, blocks)).any()]
    counted = [diagram(part) for part in parts]
    others = sum(len(part.cells) for part in parts) - len(cells_of(system, blocks))
    assert 10 ** sum(one.log10_tables for one in counted if one) == pytest.approx(len(expected) * 3**others, rel=1e-9)


def test_units_in_no_group_are_free() -> None:
    system = toy()
    groups = {"AAA": 2, "DDD": 1, "ELSEWHERE": 1}
    (one, two) = assumption_inequalities(system, "a", AT_LEAST, ["second"], ["portal"], groups)
    units = {system.cells[cell].unit for cell in (*one.cells, *two.cells)}
    assert units == {"AAA", "DDD"}
    assert assumption_inequalities(system, "a", ALIKE, ["second"], ["portal"], groups) == []


def test_without_items_all_that_can_be_compared() -> None:
    system = toy()

    def items(kind: str, waves: list[str]) -> set[str]:
        found = assumption_inequalities(system, "a", kind, waves, (), GROUPS)
        return {system.cells[cell].item for one in found for cell in one.cells}

    assert items(KEEPS, ["first", "second"]) == {"grade_a", "portal"}
    assert items(ALIKE, ["second"]) == {"portal", "phone", "letter", "grade_a", "grade_b", "colour"}
    assert items(AT_LEAST, ["second"]) == {"portal", "phone", "letter", "grade_a", "grade_b"}  # a colour is no better


def test_a_conflict_names_the_assumption_and_the_facts() -> None:
    """Two of the four have fully now; had three before, they would have kept it."""
    before = row("named", "portal", "fully", units="AAA|BBB|CCC", wave="first")
    system = toy(row("mean", "grade_a", "", "=", "2.3"), COUNT, before)
    kept = assumption_inequalities(system, "kept", KEEPS, ["first", "second"])
    assert irreducible(system, kept) == ("c1", "c2")
    more = toy(COUNT).with_inequalities(assumption_inequalities(toy(COUNT), "alike", ALIKE, ["second"], (), GROUPS))
    assert more.constraints == ("c0", "alike")
    assert irreducible(more, []) is None


def test_an_assumption_narrows_bounds() -> None:
    """Two of four have fully; ordered by group these are AAA with one of BBB and DDD."""
    system = toy(COUNT)
    more = system.with_inequalities(assumption_inequalities(system, "order", AT_LEAST, ["second"], ["portal"], GROUPS))
    possible = Bounds(more).possible()[cells_of(system, [PORTAL])]
    assert possible[:, 0].tolist() == [True, True, False, True]
    assert possible[0].tolist() == [True, False, False, False]


@pytest.mark.parametrize(
    ("change", "column", "words"),
    [
        ({"kind": "likely"}, "kind", "'likely'"),
        ({"waves": ["first"]}, "waves", "an earlier and a later wave"),
        ({"waves": ["first", "third"]}, "waves", "first>third"),
        ({"waves": ["first", "first"]}, "waves", "first>first"),
        ({"kind": ALIKE, "groups": None}, "kind", "without groups"),
        ({"items": ["porthole"]}, "items", "'porthole'"),
        ({"kind": AT_LEAST, "waves": ["second"], "items": ["colour"]}, "items", "have an order"),
    ],
)
def test_an_assumption_that_does_not_fit_says_where(change, column, words) -> None:
    given = {"kind": KEEPS, "waves": ["first", "second"], "items": ["portal"], "groups": GROUPS, "row": 7, **change}
    with pytest.raises(InputError) as caught:
        assumption_inequalities(toy(), "assumed", **given)
    (problem,) = caught.value.problems
    assert (problem.file, problem.row, problem.column) == ("assumptions.csv", 7, column)
    assert words in str(problem)
    assert "assumed" in str(problem)
