"""Friedman, Kendall's W, rank change: brute force, hand counts, refusals."""

from itertools import permutations, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_samples import agrees, generator

from wavework.statistics import rank_change as rc


def matrices(n, k):
    row = st.lists(st.integers(1, 3), min_size=k, max_size=k)
    return st.lists(row, min_size=n, max_size=n).map(np.array)


def ranks(matrix):
    """Mid-ranks within rows, from their definition."""
    return np.array(
        [[sum(b < a for b in row) + (1 + sum(b == a for b in row)) / 2 for a in row] for row in matrix.tolist()]
    )


def spread(r):
    return ((r.sum(axis=0) - len(r) * (r.shape[1] + 1) / 2) ** 2).sum()


@settings(max_examples=30, deadline=None)
@given(matrices(3, 3))
def test_friedman_is_the_enumeration_of_permutations(matrix):
    r = ranks(matrix)
    if (r == 2).all():
        assert rc.friedman(matrix, generator=generator()).status == "not computable"
        return
    orders = [list(order) for order in permutations(range(3))]
    all_spreads = [
        spread(np.array([row[order] for row, order in zip(r, choice, strict=True)]))
        for choice in product(orders, repeat=3)
    ]
    found = rc.friedman(matrix, generator=generator())
    assert found.p == pytest.approx(np.mean([s >= spread(r) - 1e-9 for s in all_spreads]))
    assert found.p_error == 0


def test_complete_agreement_and_its_chance():
    # four services, one order of three items: W = 1; each of the other three agrees with chance 1/6
    found = rc.friedman([[1, 2, 3]] * 4, generator=generator())
    assert found.estimate == pytest.approx(1)
    assert found.p == pytest.approx(1 / 6**3)


def test_agreement_with_ties_still_reaches_one():
    assert rc.friedman([[1, 1, 2, 3]] * 5, generator=generator()).estimate == pytest.approx(1)


def test_drawn_permutations_agree_with_listed_ones(monkeypatch):
    matrix = np.random.default_rng(2).integers(1, 4, (9, 4)) + np.array([0, 0, 1, 1])
    listed = rc.friedman(matrix, generator=generator())
    monkeypatch.setattr(rc, "LARGEST_ENUMERATION", 1)
    monkeypatch.setattr(rc, "BLOCK_CELLS", 36 * 700)  # several blocks
    drawn = rc.friedman(matrix, generator=generator(), resamples=20_000)
    assert agrees(drawn, listed)


@given(matrices(4, 3), matrices(4, 3))
def test_rank_change_is_the_enumeration_of_swaps(before, after):
    moves = ranks(after) - ranks(before)
    found = rc.rank_change(before, after, generator=generator())
    if not moves.any():
        assert found.status == "not computable"
        return
    observed = (moves.sum(axis=0) ** 2).sum()
    swaps = [((np.array(signs) @ moves) ** 2).sum() for signs in product([-1, 1], repeat=4)]
    assert found.p == pytest.approx(np.mean([s >= observed - 1e-9 for s in swaps]))
    for item, one in enumerate(rc.item_rank_changes(before, after)):
        d = moves[:, item]
        if not d.any():
            assert one.status == "not computable"
            continue
        sums = [abs(np.dot(signs, d)) for signs in product([-1, 1], repeat=4)]
        assert one.estimate == pytest.approx(d.mean())
        assert one.p == pytest.approx(np.mean([s >= abs(d.sum()) - 1e-9 for s in sums]))


def test_every_order_turned_around():
    before = np.array([[1, 2, 3, 4]] * 6)
    found = rc.rank_change(before, before[:, ::-1], generator=generator())
    assert found.estimate == pytest.approx(1)
    assert found.p == pytest.approx(2 / 2**6)
    assert [one.estimate for one in rc.item_rank_changes(before, before[:, ::-1])] == [3, 1, -1, -3]


def test_many_services_are_drawn(monkeypatch):
    rng = np.random.default_rng(4)
    before, after = rng.integers(1, 4, (12, 5)), rng.integers(1, 4, (12, 5)) + np.array([0, 0, 0, 1, 1])
    listed = rc.rank_change(before, after, generator=generator())
    monkeypatch.setattr(rc, "EXACT_SERVICES", 3)
    drawn = rc.rank_change(before, after, generator=generator(), resamples=20_000)
    assert agrees(drawn, listed)


def test_a_gap_leaves_the_service_out():
    before = np.array([[1, 2, 3], [3, 2, 1], [1, 3, 2], [np.nan, 1, 2]])
    after = np.array([[2, 1, 3], [3, 1, 2], [2, 3, 1], [1, 2, 3]])
    found = rc.rank_change(before, after, generator=generator())
    assert found.n == 3
    assert found == rc.rank_change(before[:3], after[:3], generator=generator())
    assert rc.friedman(before, generator=generator()).n == 3


def test_any_increasing_change_of_the_values_changes_nothing():
    matrix = np.array([[1, 2, 3, 3], [2, 1, 4, 4], [1, 1, 2, 5]])
    assert rc.friedman(matrix**3 - 7, generator=generator()) == rc.friedman(matrix, generator=generator())


@pytest.mark.parametrize(
    ("matrix", "words"),
    [
        ([[1, 2], [2, 1], [1, 2]], "2 items"),
        ([[1, 2, 3], [3, 2, 1]], "2 complete services"),
        (np.full((5, 4), np.nan), "0 complete services"),
        (np.full((5, 4), 2), "all items alike"),
    ],
)
def test_friedman_not_computable(matrix, words):
    assert words in rc.friedman(matrix, generator=generator()).reason


def test_rank_change_not_computable():
    same = np.array([[1, 2, 3]] * 4)
    assert rc.rank_change(same, same, generator=generator()).reason == "no rank changed"
    assert {one.status for one in rc.item_rank_changes(same, same)} == {"not computable"}
    gaps = np.full((4, 3), np.nan)
    assert "0 complete services" in rc.rank_change(same, gaps, generator=generator()).reason
    with pytest.raises(ValueError, match="one shape"):
        rc.rank_change(same, same[:, :2], generator=generator())
