"""Whether further inequalities leave a table, and which facts exclude it, against every table of a made-up study."""

from itertools import product

import numpy as np
import pytest
from toy_system import COUNT, cells_of, row, toy

from wavework.reconstruction import feasibility
from wavework.reconstruction.feasibility import feasible, irreducible
from wavework.reconstruction.inequalities import Inequality, System

PORTAL, PHONE = ("second", "portal"), ("second", "phone")
ROWS = [
    COUNT,  # fully: portal = 2
    row("count", "portal", "never", "<=", "1"),
    row("order", "portal|phone", "fully", ">"),
    row("count", "phone", "fully|planned", ">=", "3"),
    row("named", "phone", "never", units="AAA"),
    row("mean", "grade_a", "", "=", "2.3"),
]
COUNTED_OR_NOT = pytest.mark.parametrize("counted", [feasibility.COUNTED, 0], ids=["counted", "program"])


def number(system: System, blocks: list[tuple[str, str]], position: int, low: int, high: int) -> Inequality:
    """Between `low` and `high` answers at this position in these blocks."""
    cells = np.array(cells_of(system, blocks))
    weights = np.zeros((len(cells), system.allowed.shape[1]), dtype=np.int64)
    weights[:, position] = 1
    return Inequality("claim", 0, cells, weights, low, high)


def statements(kept: set[int], table: tuple[int, ...]) -> bool:
    portal, phone = table[:4], table[4:]
    return (
        (0 not in kept or portal.count(0) == 2)
        and (1 not in kept or portal.count(2) <= 1)
        and (2 not in kept or portal.count(0) > phone.count(0))
        and (3 not in kept or phone.count(2) <= 1)
        and (4 not in kept or phone[0] == 2)
    )


@COUNTED_OR_NOT
@pytest.mark.parametrize("position", [0, 1, 2])
@pytest.mark.parametrize(("low", "high"), [(0, 1), (2, 3), (4, 5), (6, 8)])
@pytest.mark.parametrize("both", [False, True])
def test_what_excludes_further_inequalities(monkeypatch, counted: int, position: int, low: int, high: int, both: bool):
    monkeypatch.setattr(feasibility, "COUNTED", counted)
    system = toy(*ROWS)
    blocks = [PORTAL, PHONE] if both else [PHONE]
    extra = [number(system, blocks, position, low, high)]

    def possible(kept: set[int]) -> bool:
        return any(
            statements(kept, table) and low <= table[0 if both else 4 :].count(position) <= high
            for table in product(range(3), repeat=8)
        )

    found = irreducible(system, extra)
    assert feasible(system, extra) == possible({0, 1, 2, 3, 4}) == (found is None)
    if found is not None:
        names = {int(name[1:]) for name in found}
        assert not possible(names)
        assert all(possible(names - {name}) for name in names)


def test_what_contradicts_itself_needs_no_fact() -> None:
    system = toy(*ROWS)
    extra = [number(system, [("second", "letter")], 0, 3, 4), number(system, [("second", "letter")], 2, 2, 4)]
    assert not feasible(system, extra)
    assert irreducible(system, extra) == ()
    assert irreducible(system, extra[:1]) is None


def test_a_part_that_is_already_impossible_elsewhere_is_not_looked_at() -> None:
    """Only what the further inequalities touch is decided: of the system itself it is known."""
    system = toy(COUNT, row("mean", "grade_a", "", "=", "1.7"))
    assert not feasible(system)
    assert feasible(system, [number(system, [PORTAL], 1, 0, 2)])


def test_the_extra_inequalities_become_constraints_of_a_new_system() -> None:
    system = toy(COUNT | {"claim": "one"})
    more = system.with_inequalities([number(system, [PORTAL], 1, 2, 2)])
    assert more.constraints == ("c0", "claim")
    assert more.stating("one") == ("c0",)
    assert more.without(["claim"]).inequalities == system.inequalities
    assert irreducible(more, [number(system, [PORTAL], 2, 1, 1)]) == ("c0", "claim")


def test_a_program_that_does_not_end_in_time_excludes_nothing(monkeypatch) -> None:
    monkeypatch.setattr(feasibility, "COUNTED", 0)
    system = toy(*ROWS)
    extra = [number(system, [PORTAL], 0, 3, 4)]
    assert not feasible(system, extra)
    undecided = feasibility.Solved(None, np.nan, False)
    monkeypatch.setattr(feasibility, "solve", lambda *_, **__: undecided)
    assert feasible(system, extra)
    assert irreducible(system, extra) is None
