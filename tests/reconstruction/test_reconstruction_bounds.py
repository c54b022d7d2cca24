"""Bounds against every table of a made-up study: lowest and highest sums, tables that have them, possible answers."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from toy_system import COUNT, cells_of, counts, row, tables_of, toy

from wavework.known import BOUNDS, FIXED, NOTHING, REACHED
from wavework.problems import InputError
from wavework.reconstruction import feasibility
from wavework.reconstruction.bounds import Bounds, Extents
from wavework.reconstruction.exact_counting import STATES, diagram
from wavework.reconstruction.inequalities import Inequality, System
from wavework.statistics.over_many_tables import Extent

PORTAL, PHONE, GRADE = ("second", "portal"), ("second", "phone"), ("second", "grade_a")
CHANNELS, GRADES = [PORTAL, PHONE], [("first", "grade_a"), GRADE]
COUNTED_OR_NOT = pytest.mark.parametrize("states", [STATES, 0], ids=["counted", "program"])

relation = st.sampled_from(["<=", ">=", "="])
few = st.integers(0, 3).map(str)
channel = st.sampled_from(["portal", "phone"])
answers = st.sampled_from(["fully", "planned", "never", "fully|planned"])
unit = st.sampled_from(["AAA", "BBB", "AAA|DDD"])
rows = st.lists(
    st.one_of(
        st.builds(lambda i, a, r, b: row("count", i, a, r, b), channel, answers, relation, few),
        st.builds(lambda i, a, u: row("named", i, a, units=u), channel, answers, unit),
        st.builds(lambda a, r: row("order", "portal|phone", a, r), answers, st.sampled_from([">", ">="])),
        st.builds(lambda a, u: row("unit_count", "portal|phone", a, ">=", "1", units=u), answers, unit),
        st.just(row("mean_order", "phone|portal", "", ">")),
        st.builds(lambda b: row("mean", "grade_a", "", "=", b), st.sampled_from(["1.3", "2.0", "2.3", "2.8"])),
        st.just(row("increase", "grade_a", "", ">", "first")),
    ),
    max_size=5,
)  # fmt: skip


def of_each(extents: Extents) -> list[Extent]:
    return [extents.extent(number) for number in range(len(extents.lowest))]


def any_weights(system: System, k: int, seed: int) -> np.ndarray:
    return np.random.default_rng(seed).integers(-9, 10, size=(k, len(system.cells), system.allowed.shape[1]))


def sums(weights: np.ndarray, cells: list[int], tables: np.ndarray) -> np.ndarray:
    """(k, tables)"""
    return weights[:, cells, tables].sum(axis=2)


@COUNTED_OR_NOT
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=rows, seed=st.integers(0, 99))
def test_bounds_are_those_of_all_tables(states: int, rows: list[dict[str, str]], seed: int) -> None:
    system = toy(*rows)
    parts = {group: tables_of(system, blocks) for group, blocks in (("a", CHANNELS), ("b", GRADES))}
    bounds = Bounds(system, states=states)
    weights = any_weights(system, 2, seed)
    both = cells_of(system, CHANNELS + GRADES)
    weights[:, np.setdiff1d(np.arange(len(system.cells)), both)] = 0
    if not all(map(len, parts.values())):
        with pytest.raises(InputError, match="no table of answers satisfies"):
            bounds.linear(weights)
        return
    # the groups are independent: the extremes of a sum over both are those of each, added
    a, b = sums(weights, cells_of(system, CHANNELS), parts["a"]), sums(weights, cells_of(system, GRADES), parts["b"])
    lowest, highest = a.min(axis=1) + b.min(axis=1), a.max(axis=1) + b.max(axis=1)
    extents = bounds.linear(weights)
    assert extents.lowest.tolist() == lowest.tolist()
    assert extents.highest.tolist() == highest.tolist()
    assert extents.sharp.all()
    assert extents.free_lowest.tolist() == weights[:, both, :3].min(axis=2).sum(axis=1).tolist()
    assert extents.free_highest.tolist() == weights[:, both, :3].max(axis=2).sum(axis=1).tolist()

    possible = bounds.possible()
    for name, blocks in zip("ab", (CHANNELS, GRADES), strict=True):
        for column, cell in enumerate(cells_of(system, blocks)):
            assert set(np.flatnonzero(possible[cell])) == set(parts[name][:, column].tolist())
    free = np.setdiff1d(np.arange(len(system.cells)), both)
    assert (possible[free] == system.allowed[free]).all()

    for end, tables in zip((lowest, highest), bounds.tables(weights), strict=True):
        for name, blocks in zip("ab", (CHANNELS, GRADES), strict=True):
            known = set(map(tuple, parts[name].tolist()))
            assert all(tuple(table) in known for table in tables[:, cells_of(system, blocks)].tolist())
        assert sums(weights[:1], both, tables[:1][:, both])[0, 0] == end[0]
        assert sums(weights[1:], both, tables[1:][:, both])[0, 0] == end[1]
        assert system.allowed[np.arange(len(system.cells)), tables].all()


def test_counts_by_hand() -> None:
    """Fully = 2 of 4; of the other two at most one answers never."""
    bounds = Bounds(toy(COUNT, row("count", "portal", "never", "<=", "1")))
    each, at_least = counts(bounds, *PORTAL)
    assert list(zip(each.lowest.tolist(), each.highest.tolist(), strict=True)) == [(2, 2), (1, 2), (0, 1), (0, 0)]
    assert list(zip(at_least.lowest.tolist(), at_least.highest.tolist(), strict=True)) == [
        (2, 2),
        (3, 4),
        (4, 4),
        (4, 4),
    ]
    assert [one.known for one in of_each(each)] == [FIXED, BOUNDS, BOUNDS, FIXED]
    assert each.extent(1, Fraction(1, 4)).lowest == 0.25
    each, at_least = counts(bounds, *PHONE)
    assert [one.known for one in of_each(each)] == [NOTHING, NOTHING, NOTHING, FIXED]
    assert [one.known for one in of_each(at_least)] == [NOTHING, NOTHING, FIXED, FIXED]


def test_a_difference_between_waves_is_exact_until_the_last_division() -> None:
    """Mean of 4 now, printed 2.3 (sum 9), less the mean of 3 then, which was lower (sum at most 6)."""
    system = toy(row("mean", "grade_a", "", "=", "2.3"), row("increase", "grade_a", "", ">", "first"))
    weights = np.zeros((1, len(system.cells), system.allowed.shape[1]), dtype=np.int64)
    weights[0, system.block[GRADE], :3] = [3, 6, 9]
    weights[0, system.block["first", "grade_a"], :3] = [-4, -8, -12]
    extent = Bounds(system).linear(weights).extent(0, Fraction(1, 12))
    assert (extent.lowest, extent.highest) == (float(Fraction(9, 4) - 2), float(Fraction(9, 4) - 1))
    assert extent.known == BOUNDS


def test_several_shapes_of_weights() -> None:
    system = toy(COUNT)
    bounds, weights = Bounds(system), any_weights(system, 3, seed=4)
    lowest, highest = bounds.tables(weights)
    assert (bounds.tables(weights[1])[0] == lowest[1]).all()
    assert (bounds.tables(weights[1])[1] == highest[1]).all()
    with pytest.raises(ValueError, match="whole numbers"):
        bounds.linear(weights.astype(float))
    with pytest.raises(ValueError, match="whole numbers"):
        bounds.linear(weights[:, :2])
    with pytest.raises(ValueError, match="too large"):
        bounds.linear(weights * 2**58)


def test_large_weights_are_exact() -> None:
    system = toy(COUNT)
    bounds, weights = Bounds(system), any_weights(system, 3, seed=4)
    assert (
        bounds.linear(weights * 10**12 + 1).highest == bounds.linear(weights).highest * 10**12 + len(system.cells)
    ).all()


def test_another_system_takes_over_the_parts_that_both_have(monkeypatch) -> None:
    system = toy(COUNT, row("mean", "grade_a", "", "=", "2.3"))
    bounds = Bounds(system)
    bounds.possible()
    fewer = bounds.of(system.without(["c0"]))
    compiled = []
    from wavework.reconstruction import bounds as module

    monkeypatch.setattr(
        module, "diagram", lambda part, states, known=module.diagram: compiled.append(part) or known(part)
    )
    assert counts(fewer, *GRADE)[0].lowest.tolist() == counts(bounds, *GRADE)[0].lowest.tolist()
    assert not compiled
    assert counts(fewer, *PORTAL)[0].highest.tolist() == [4, 4, 4, 0]
    assert len(compiled) == 1


def test_a_program_without_an_answer_in_its_time_gives_the_widest_found_and_says_so() -> None:
    rows = [COUNT, row("order", "portal|phone", "fully|planned", ">")]
    sharp = counts(Bounds(toy(*rows), states=0), *PHONE)[0]
    assert sharp.sharp.all()
    hurried = Bounds(toy(*rows), states=0, seconds=1e-9)
    found = counts(hurried, *PHONE)[0]
    assert not found.sharp[:3].any()
    assert [one.known for one in of_each(found)[:3]] == [REACHED] * 3
    assert (sharp.lowest <= found.lowest).all()
    assert (found.highest <= sharp.highest).all()
    possible = hurried.possible()  # nothing is excluded without proof
    assert (possible >= Bounds(toy(*rows)).possible()).all()


def test_a_best_value_that_is_not_proven_is_not_sharp(monkeypatch) -> None:
    """HiGHS stops with a table and a bound beyond it."""
    solve = feasibility.solve

    def stopped(component, objective=None, seconds=None):
        found = solve(component, objective, seconds)
        return feasibility.Solved(found.table, found.bound - 1 if objective is not None else found.bound, False)

    monkeypatch.setattr(feasibility, "solve", stopped)
    found = counts(Bounds(toy(COUNT), states=0), *PORTAL)[0]
    assert (found.lowest.tolist()[:3], found.highest.tolist()[:3]) == ([2, 0, 0], [2, 2, 2])
    assert not found.sharp[:3].any()


@COUNTED_OR_NOT
def test_a_system_without_a_table_names_the_conflict(states: int) -> None:
    bounds = Bounds(toy(COUNT, {**COUNT, "bound": "3"}), states=states)
    for ask in (bounds.possible, lambda: counts(bounds, *PORTAL)):
        with pytest.raises(InputError, match="no table of answers satisfies 'c0' together with c1"):
            ask()
    assert counts(bounds, *PHONE)[0].highest.tolist() == [4, 4, 4, 0]


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_any_inequalities_leave_the_tables_that_satisfy_them(data: st.DataObject) -> None:
    """One-sided, two-sided and such as differ on the first cells only, where one takes the place of several."""
    system, cells = toy(), np.array(cells_of(toy(), [PORTAL, PHONE]))[:6]
    tail = data.draw(
        st.lists(st.sampled_from([(0, 0, 0), (1, 0, 0), (0, 1, 2), (1, 1, 0), (0, -1, 1)]), min_size=6, max_size=6)
    )
    found = []
    for number in range(data.draw(st.integers(1, 5))):
        own = data.draw(st.integers(0, 6))
        rows = [data.draw(st.sampled_from([(0, 0, 0), (2, 1, 0), (0, 0, -1)])) for _ in range(own)] + tail[own:]
        weights = np.zeros((6, system.allowed.shape[1]), dtype=np.int64)
        weights[:, :3] = rows
        low = data.draw(st.integers(-4, 5))
        high = data.draw(st.sampled_from([low, low + 2, 99]))
        sign = data.draw(st.sampled_from([1, -1]))
        found.append(Inequality(f"c{number}", 2, cells, sign * weights, *sorted((sign * low, sign * high))))
    more = system.with_inequalities(found)
    tables = tables_of(more, [PORTAL, PHONE])
    counted = [
        diagram(part) for part in more.components if np.isin(part.cells, cells_of(system, [PORTAL, PHONE])).any()
    ]
    assert 10 ** sum(one.log10_tables for one in counted if one) == pytest.approx(len(tables), rel=1e-9)
    if len(tables):
        weights = any_weights(system, 3, seed=1)
        weights[:, np.setdiff1d(np.arange(len(system.cells)), cells)] = 0
        sums_of = sums(weights, cells_of(system, [PORTAL, PHONE]), tables)
        assert Bounds(more).linear(weights).highest.tolist() == sums_of.max(axis=1).tolist()
        assert Bounds(more).linear(weights).lowest.tolist() == sums_of.min(axis=1).tolist()
