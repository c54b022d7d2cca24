"""McNemar, Stuart-Maxwell, marginal homogeneity: published examples, brute force, refusals."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from small_samples import PAIRS, agrees, generator, split

from wavework.statistics import paired_categories as pt


def from_table(table):
    before, after = zip(*(pair for pair, count in table.items() for _ in range(count)), strict=True)
    return np.array(before, dtype=float), np.array(after, dtype=float)


def stuart(before, after):
    """Stuart's statistic from its definition, with numpy's pseudo-inverse."""
    categories = sorted({*before, *after})
    table = np.array([[sum((before == a) & (after == b)) for b in categories] for a in categories], dtype=float)
    d = table.sum(axis=1) - table.sum(axis=0)
    s = -(table + table.T)
    np.fill_diagonal(s, table.sum(axis=1) + table.sum(axis=0) - 2 * np.diag(table))
    return float(d @ np.linalg.pinv(s) @ d)


def test_mcnemar_of_a_published_table():
    # airway hyper-responsiveness of 21 children (Fagerland, Lydersen & Laake 2013, table 1): one lost, seven gained
    before, after = from_table({(1, 1): 1, (1, 0): 1, (0, 1): 7, (0, 0): 12})
    exact, mid = pt.mcnemar(before, after), pt.mcnemar(before, after, mid_p=True)
    assert exact.p == pytest.approx(18 / 256)  # 0.0703
    assert mid.p == pytest.approx(10 / 256)  # 0.0391
    assert exact.estimate == pytest.approx(6 / 21)
    # Bonett & Price: (8 − 2)/23 ± 1.96·sqrt((8 + 2)/23 − (6/23)²)/sqrt(23)
    half = 1.959963984540054 * np.sqrt((10 / 23 - (6 / 23) ** 2) / 23)
    assert (exact.low, exact.high) == pytest.approx((6 / 23 - half, 6 / 23 + half))


def test_mid_p_where_both_changes_are_as_frequent():
    before, after = from_table({(1, 0): 3, (0, 1): 3, (0, 0): 2})
    assert pt.mcnemar(before, after).p == 1
    assert pt.mcnemar(before, after, mid_p=True).p == pytest.approx(1 - 0.5 * 20 / 64)


@given(PAIRS)
def test_ordered_test_is_the_enumeration_of_flips(ps):
    before, after = split(ps)
    d = after - before
    sums = [abs(np.dot(signs, d)) for signs in product([-1, 1], repeat=d.size)]
    found = pt.ordered_marginal_homogeneity(before, after)
    assert found.p == pytest.approx(np.mean([s >= abs(d.sum()) for s in sums]))
    assert found.estimate == pytest.approx(d.mean())


@given(PAIRS)
def test_unordered_test_is_the_enumeration_of_flips(ps):
    before, after = split(ps)
    observed = stuart(before, after)
    flipped = [
        stuart(np.where(flip, after, before), np.where(flip, before, after))
        for flip in product([False, True], repeat=before.size)
    ]
    found = pt.marginal_homogeneity(before, after, generator=generator())
    assert found.p == pytest.approx(np.mean([s >= observed - 1e-9 for s in flipped]))
    assert found.p_error == 0
    assert pt.stuart_maxwell(before, after).estimate == pytest.approx(observed, abs=1e-9)


def test_many_pairs_are_drawn_and_agree_with_the_listed_cases(monkeypatch):
    rng = np.random.default_rng(8)
    before = rng.integers(1, 5, 16).astype(float)
    after = np.clip(before + rng.integers(-1, 3, 16), 1, 4)
    listed = pt.marginal_homogeneity(before, after, generator=generator())
    monkeypatch.setattr(pt, "LARGEST_ENUMERATION", 1)
    drawn = pt.marginal_homogeneity(before, after, generator=generator(), resamples=20_000)
    assert agrees(drawn, listed)
    assert drawn.p_error == pytest.approx(np.sqrt(listed.p * (1 - listed.p) / 20_000), rel=0.1)
    assert drawn == pt.marginal_homogeneity(before, after, generator=generator(), resamples=20_000)


def test_distance_of_the_margins_by_hand():
    # before 3, 1, 0; after 1, 1, 2: two of four would have to move
    found = pt.marginal_homogeneity([1, 1, 1, 2], [1, 2, 3, 3], generator=generator())
    assert found.estimate == pytest.approx(0.5)


def test_stuart_maxwell_of_a_small_table_is_marked():
    few = pt.stuart_maxwell([1, 2, 3, 1], [2, 3, 3, 3])
    assert "warning=" in few.detail
    assert np.isnan(few.p_error)
    before, after = from_table({(1, 2): 20, (2, 1): 8, (2, 3): 9, (3, 3): 4})
    assert "warning" not in pt.stuart_maxwell(before, after).detail


@given(PAIRS)
def test_p_does_not_depend_on_the_direction_of_time(ps):
    before, after = split(ps)
    one = pt.ordered_marginal_homogeneity(before, after)
    back = pt.ordered_marginal_homogeneity(after, before)
    assert (back.p, back.estimate) == pytest.approx((one.p, -one.estimate))
    there = pt.marginal_homogeneity(before, after, generator=generator())
    here = pt.marginal_homogeneity(after, before, generator=generator())
    assert (here.p, here.estimate) == pytest.approx((there.p, there.estimate))
