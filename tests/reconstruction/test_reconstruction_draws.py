"""Draws against enumeration: uniform on exactly the tables that satisfy the rows, counted and walked alike."""

import re
from collections import Counter
from itertools import product
from math import factorial, prod

import numpy as np
import pytest
from scipy.stats import chi2
from toy_system import COUNT, UNITS, cells_of, row, toy

from wavework.problems import InputError
from wavework.reconstruction import feasibility
from wavework.reconstruction.draws import COUNTS, Draws, draw, draw_without
from wavework.reconstruction.exact_counting import diagram
from wavework.reconstruction.inequalities import Component, System
from wavework.reconstruction.random_walk import walk

DRAWS = 12_000
MEAN = row("mean", "grade_a", "", "=", "2.3")
INCREASE = row("increase", "grade_a", "", ">", "first")
ORDER = row("order", "portal|phone", "fully|planned", ">")
NAMED = row("named", "portal", "fully", units="AAA")
AT_MOST = row("count", "portal", "never", "<=", "1")
UNIT = row("unit_count", "portal|phone", "fully", ">=", "1", units="AAA|BBB")
PORTAL, PHONE, GRADE = ("second", "portal"), ("second", "phone"), ("second", "grade_a")

SYSTEMS = {  # rows, cells that they bind, what they say about a table of these cells
    "equality": ([COUNT], [PORTAL], lambda t: t.count(0) == 2),
    "named": ([COUNT, NAMED], [PORTAL], lambda t: t.count(0) == 2 and t[0] == 0),
    "mean": ([MEAN], [GRADE], lambda t: sum(t) + 4 == 9),
    "waves": ([MEAN, INCREASE], [("first", "grade_a"), GRADE], lambda t: sum(t[3:]) == 5 and 4 * sum(t[:3]) < 5 * 3),
    "rows and columns": (
        [COUNT, AT_MOST, ORDER, UNIT],
        [PORTAL, PHONE],
        lambda t: (
            t[:4].count(0) == 2
            and t[:4].count(2) <= 1
            and 4 - t[:4].count(2) > 4 - t[4:].count(2)
            and (t[0] == 0 or t[4] == 0)
            and (t[1] == 0 or t[5] == 0)
        ),
    ),
}
COUNTED_OR_WALKED = pytest.mark.parametrize("states", [60_000, 1], ids=["counted", "walked"])


def enumerated(blocks: list[tuple[str, str]], statement) -> set[tuple[int, ...]]:
    cells = sum(len(UNITS[wave]) for wave, _ in blocks)
    return {table for table in product(range(3), repeat=cells) if statement(table)}


def drawn(draws: Draws, blocks: list[tuple[str, str]]) -> Counter[tuple[int, ...]]:
    table = np.hstack([draws.answers(wave, item) for wave, item in blocks])
    return Counter(map(tuple, table.tolist()))


def assert_uniform(found: Counter[tuple[int, ...]], expected: set[tuple[int, ...]]) -> None:
    assert_weights(found, dict.fromkeys(expected, 1))


def assert_weights(found: Counter[tuple[int, ...]], weights: dict[tuple[int, ...], int]) -> None:
    assert set(found) <= set(weights)
    tables = sorted(weights)
    counts, expected = np.array([found[table] for table in tables]), np.array([weights[table] for table in tables])
    expected = expected * counts.sum() / expected.sum()
    rare = expected < 5
    if rare.any():  # all together
        counts, expected = (np.append(one[~rare], one[rare].sum()) for one in (counts, expected))
    statistic = ((counts - expected) ** 2 / expected).sum()
    # both tails: a walk that repeats itself is too even or too uneven
    low, high = chi2.ppf([0.0005, 0.9995], len(expected) - 1)
    assert low < statistic < high, (statistic, len(expected))


def weight(blocks: list[tuple[str, str]], table: tuple[int, ...]) -> int:
    """Product of the factorials of the counts of each block: one over the tables with its counts, but for a factor."""
    ends = np.cumsum([len(UNITS[wave]) for wave, _ in blocks])
    parts = [table[end - len(UNITS[wave]) : end] for (wave, _), end in zip(blocks, ends, strict=True)]
    return prod(factorial(part.count(answer)) for part in parts for answer in range(3))


@pytest.mark.parametrize("name", SYSTEMS)
@COUNTED_OR_WALKED
def test_draws_are_uniform_on_the_tables_that_satisfy_the_rows(name: str, states: int) -> None:
    rows, blocks, statement = SYSTEMS[name]
    expected = enumerated(blocks, statement)
    assert 1 < len(expected) < DRAWS / 5
    result = draw(toy(*rows), DRAWS, seed=1, name=name, states=states)
    assert bool(result.walked) == (states == 1)
    assert_uniform(drawn(result, blocks), expected)


SOME = row("count", "portal", "fully", "=", "1", units="AAA|BBB")  # half of a block: its other cells depend on it
OTHERS = row("named", "portal", "fully|planned", units="CCC")
ONE_ANSWER = row("named", "portal", "never", units="DDD")
PRIOR_SYSTEMS = {
    **SYSTEMS,
    "half": ([SOME], [PORTAL], lambda t: t[:2].count(0) == 1),
    "named": ([SOME, OTHERS], [PORTAL], lambda t: t[:2].count(0) == 1 and t[2] != 2),
    "one answer": ([ONE_ANSWER], [PORTAL], lambda t: t[3] == 2),
    "nothing": ([], [PORTAL], lambda t: True),
}


@pytest.mark.parametrize("name", PRIOR_SYSTEMS)
@COUNTED_OR_WALKED
def test_under_the_other_prior_each_vector_of_counts_weighs_alike(name: str, states: int) -> None:
    rows, blocks, statement = PRIOR_SYSTEMS[name]
    expected = {table: weight(blocks, table) for table in enumerated(blocks, statement)}
    result = draw(toy(*rows), DRAWS // 3, seed=2, name=name, states=states, prior=COUNTS)
    assert_weights(drawn(result, blocks), expected)
    if states > 1:
        assert not result.walked
    elif name in SYSTEMS:
        assert result.walked


def test_counts_of_free_answers_are_uniform_under_the_other_prior() -> None:
    result = draw(toy(), DRAWS, seed=1, name="free", prior=COUNTS)
    answers = result.answers(*PORTAL)
    counts = Counter(tuple(row.count(answer) for answer in range(3)) for row in answers.tolist())
    assert_uniform(counts, {table for table in product(range(5), repeat=3) if sum(table) == 4})
    # and blocks are independent
    pair = zip((answers == 0).sum(axis=1).tolist(), (result.answers(*GRADE) == 2).sum(axis=1).tolist(), strict=True)
    assert_weights(Counter(pair), {(a, b): (5 - a) * (5 - b) for a in range(5) for b in range(5)})


def test_leaving_out_a_constraint_keeps_the_prior() -> None:
    system = toy(COUNT, MEAN)
    base = draw(system, 400, seed=3, name="x", prior=COUNTS)
    left = draw_without(base, ["c0"], seed=3)
    assert (left.table == draw(system.without(["c0"]), 400, seed=3, name="x", prior=COUNTS).table).all()
    assert (base.answers(*GRADE) == left.answers(*GRADE)).all()
    assert np.isnan(base.log10_tables)


def test_there_are_two_priors() -> None:
    with pytest.raises(ValueError, match="tables, counts"):
        draw(toy(), 5, seed=1, name="x", prior="jeffreys")


def test_a_conflict_is_named_under_the_other_prior() -> None:
    with pytest.raises(InputError, match="no table of answers satisfies 'c0' together with c1"):
        draw(toy(COUNT, {**COUNT, "bound": "3"}), 10, seed=1, name="x", prior=COUNTS)
    with pytest.raises(InputError, match="no table of answers satisfies 'c0' together with c1"):
        draw(toy(NAMED, {**NAMED, "answers": "never"}), 10, seed=1, name="x", prior=COUNTS)


@pytest.mark.parametrize("name", SYSTEMS)
def test_the_number_of_tables_is_the_number_enumerated(name: str) -> None:
    rows, blocks, statement = SYSTEMS[name]
    system = toy(*rows)
    cells = cells_of(system, blocks)
    counted = [diagram(part) for part in system.components if np.isin(part.cells, cells).any()]
    assert all(counted)
    found = sum(one.log10_tables for one in counted if one)
    assert 10**found == pytest.approx(len(enumerated(blocks, statement)), rel=1e-12)


def test_free_cells_are_uniform_and_independent() -> None:
    result = draw(toy(), DRAWS, seed=1, name="free")
    first, second = result.answers(*PORTAL)[:, 0], result.answers("second", "phone")[:, 0]
    pair = Counter(zip(first.tolist(), second.tolist(), strict=True))
    assert_uniform(pair, set(product(range(3), repeat=2)))
    assert_uniform(Counter((a,) for a in result.answers("second", "colour")[:, 3].tolist()), {(0,), (1,)})


def test_successive_draws_do_not_depend_on_each_other() -> None:
    rows, blocks, statement = SYSTEMS["mean"]
    result = draw(toy(*rows), DRAWS, seed=5, name="pairs")
    table = np.hstack([result.answers(*block) for block in blocks])
    number = {answers: i for i, answers in enumerate(sorted(enumerated(blocks, statement)))}
    index = [number[tuple(row)] for row in table.tolist()]
    pairs = Counter(zip(index[::2], index[1::2], strict=True))
    assert_uniform(pairs, set(product(range(len(number)), repeat=2)))


def test_another_seed_or_name_gives_other_draws() -> None:
    system = toy(COUNT)
    one = draw(system, 50, seed=1, name="a").table
    assert (one == draw(system, 50, seed=1, name="a").table).all()
    assert (one != draw(system, 50, seed=2, name="a").table).any()
    assert (one != draw(system, 50, seed=1, name="b").table).any()


def test_leaving_out_a_constraint_redraws_only_what_it_touched() -> None:
    system = toy(COUNT, MEAN)
    base = draw(system, 400, seed=3, name="x")
    left = draw_without(base, ["c0"], seed=3)
    assert (base.answers(*PORTAL) != left.answers(*PORTAL)).any()
    assert set(((left.answers(*PORTAL) == 0).sum(axis=1)).tolist()) == {0, 1, 2, 3, 4}
    for block in set(system.block) - {PORTAL}:
        assert (base.answers(*block) == left.answers(*block)).all()
    assert (left.table == draw(system.without(["c0"]), 400, seed=3, name="x").table).all()
    assert ((base.answers(*PORTAL) == 0).sum(axis=1) == 2).all()  # the base is as it was


def test_leaving_out_one_of_two_keeps_the_other() -> None:
    base = draw(toy(COUNT, AT_MOST), 400, seed=3, name="x")
    left = draw_without(base, ["c0"], seed=3).answers(*PORTAL)
    assert ((left == 2).sum(axis=1) <= 1).all()
    assert len(set((left == 0).sum(axis=1).tolist())) > 1


def test_values_of_drawn_answers() -> None:
    result = draw(toy(MEAN), 30, seed=3, name="x")
    assert (result.values("second", "grade_a").sum(axis=1) == 9).all()
    assert np.isnan(result.values("second", "colour")).all()
    assert result.codes("portal") == ("fully", "planned", "never", "dont_know")


def conflicting(system: System) -> list[set[str]]:
    with pytest.raises(InputError) as caught:
        feasibility.check(system)
    assert all(problem.file == "constraints.csv" for problem in caught.value.problems)
    found = [set(re.findall(r"\bc\d\b", problem.found)) for problem in caught.value.problems]
    return [names for number, names in enumerate(found) if names not in found[:number]]


@pytest.mark.parametrize(
    ("rows", "conflicts"),
    [
        ([COUNT, MEAN, {**COUNT, "relation": ">=", "bound": "3"}, AT_MOST], [{"c0", "c2"}]),
        (  # at least two answer never, at most one does not answer fully: only three together conflict
            [
                {**COUNT, "answers": "fully", "relation": ">=", "bound": "2"},
                {**COUNT, "answers": "planned", "relation": ">=", "bound": "1"},
                {**COUNT, "answers": "never", "relation": ">=", "bound": "2"},
                AT_MOST | {"bound": "3"},
            ],
            [{"c0", "c1", "c2"}],
        ),
        (  # two conflicts are both named
            [COUNT, {**COUNT, "bound": "4"}, NAMED, {**MEAN, "bound": "3.0"}, {**MEAN, "bound": "1.0"}],
            [{"c0", "c1"}, {"c3", "c4"}],
        ),
        ([NAMED, {**NAMED, "answers": "never"}], [{"c0", "c1"}]),  # on one cell
        ([{**COUNT, "bound": "5"}], [{"c0"}]),  # one row that nothing satisfies
        ([{**MEAN, "bound": "1.7"}], [{"c0"}]),
    ],
)
def test_a_conflict_is_named_and_irreducible(rows, conflicts) -> None:
    assert conflicting(toy(*rows)) == conflicts


@COUNTED_OR_WALKED
def test_drawing_from_a_conflict_names_it(states: int) -> None:
    with pytest.raises(InputError, match="no table of answers satisfies 'c0' together with c1"):
        draw(toy(COUNT, {**COUNT, "bound": "3"}), 10, seed=1, name="x", states=states)


def test_no_conflict_no_error() -> None:
    feasibility.check(toy(COUNT, MEAN, INCREASE, ORDER, UNIT))


def only_part(system: System) -> Component:
    (part,) = (part for part in system.components if part.constraints)
    return part


def test_chains_have_forgotten_their_start_long_before_they_stop() -> None:
    """Chains from random starts agree with exact counting after a third of their usual length already."""
    rows, _, _ = SYSTEMS["rows and columns"]
    part = only_part(toy(*rows))
    exact = diagram(part)
    assert exact is not None
    walked = walk(part, 5_000, np.random.default_rng(7), sweeps=20)
    counted = exact.draw(20_000, np.random.default_rng(1))
    for answer in range(3):
        found, expected = (walked == answer).mean(axis=0), (counted == answer).mean(axis=0)
        error = np.sqrt(expected * (1 - expected) * (1 / 5_000 + 1 / 20_000))
        assert (np.abs(found - expected) < 4.5 * error + 1e-9).all()


def test_a_start_that_descent_misses_comes_from_the_program(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wavework.reconstruction.random_walk.DESCENT_SWEEPS", 0)
    part = only_part(toy(COUNT, {**COUNT, "answers": "planned"}))
    tables = walk(part, 20, np.random.default_rng(7), sweeps=0)
    assert ((tables == 0).sum(axis=1) == 2).all()
    assert ((tables == 1).sum(axis=1) == 2).all()
