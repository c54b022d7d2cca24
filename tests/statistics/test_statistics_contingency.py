"""Ordered and unordered 2 × k tables, Boschloo: brute force, SciPy, refusals."""

from math import comb

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from small_samples import TWO_GROUPS, agrees, allocations, generator

from wavework.statistics import contingency_tables as ct
from wavework.statistics import null_distributions


def yes(count, n):
    return [1] * count + [0] * (n - count)


@given(TWO_GROUPS)
def test_ordered_test_is_the_enumeration_of_allocations(groups):
    x, y = groups
    differences = [abs(a.mean() - b.mean()) for a, b in allocations(x, y)]
    found = ct.linear_by_linear(x, y, generator=generator())
    assert found.estimate == pytest.approx(np.mean(x) - np.mean(y))
    assert found.p == pytest.approx(np.mean([d >= abs(found.estimate) - 1e-9 for d in differences]))


@given(TWO_GROUPS)
def test_unordered_test_adds_the_tables_that_are_no_more_probable(groups):
    x, y = groups
    values = sorted({*x, *y})
    tables = [tuple(int((a == v).sum()) for v in values) for a, _ in allocations(x, y)]
    probability = {table: tables.count(table) / len(tables) for table in tables}
    own = probability[tuple(x.count(v) for v in values)]
    expected = sum(p for p in probability.values() if p <= own * (1 + 1e-9))
    assert ct.fisher_freeman_halton(x, y, generator=generator()).p == pytest.approx(expected)


def test_cramers_v_is_one_where_groups_share_no_category():
    found = ct.fisher_freeman_halton([1, 1, 2], [3, 4, 4, 3], generator=generator())
    assert found.estimate == pytest.approx(1)


@pytest.mark.parametrize("function", [ct.linear_by_linear, ct.fisher_freeman_halton])
def test_many_tables_are_drawn_and_agree_with_the_listed_ones(function, monkeypatch):
    x, y = [1, 2, 2, 3, 4, 4, 4, 3, 2], [1, 1, 2, 3, 1, 2, 2, 1, 1, 2, 4]
    listed = function(x, y, generator=generator())
    monkeypatch.setattr(null_distributions, "LARGEST_ENUMERATION", 1)
    drawn = function(x, y, generator=generator(), resamples=20_000)
    assert agrees(drawn, listed)


@given(TWO_GROUPS)
def test_swap_and_linear_scores(groups):
    x, y = groups
    one = ct.linear_by_linear(x, y, generator=generator())
    other = ct.linear_by_linear(50 * np.array(y), 50 * np.array(x), generator=generator())
    assert (other.p, other.estimate) == pytest.approx((one.p, -50 * one.estimate))
    names = {1: 9, 2: -4, 3: 7, 4: 0}
    renamed = ct.fisher_freeman_halton([names[v] for v in y], [names[v] for v in x], generator=generator())
    assert renamed.p == pytest.approx(ct.fisher_freeman_halton(x, y, generator=generator()).p)


def brute_boschloo(yes1, n1, yes2, n2, alternative):
    """Largest probability, over a plain grid, of the tables whose Fisher p (SciPy's) is at most the observed one."""
    tables = [[[[a, b], [n1 - a, n2 - b]] for b in range(n2 + 1)] for a in range(n1 + 1)]
    fisher = np.array([[stats.fisher_exact(table, alternative).pvalue for table in row] for row in tables])
    region = fisher <= fisher[yes1, yes2] * (1 + 1e-9)
    best = 0.0
    for share in np.linspace(0, 1, 2001):
        first = [comb(n1, a) * share**a * (1 - share) ** (n1 - a) for a in range(n1 + 1)]
        second = [comb(n2, b) * share**b * (1 - share) ** (n2 - b) for b in range(n2 + 1)]
        best = max(best, float((np.outer(first, second) * region).sum()))
    return best


@pytest.mark.parametrize("alternative", ["two-sided", "greater", "less"])
@pytest.mark.parametrize(("yes1", "n1", "yes2", "n2"), [(5, 6, 1, 5), (2, 6, 5, 9), (7, 9, 3, 11), (0, 3, 4, 4)])
def test_boschloo_is_the_largest_probability_on_a_grid(yes1, n1, yes2, n2, alternative):
    brute = brute_boschloo(yes1, n1, yes2, n2, alternative)
    found, nuisance = ct.boschloo_p(yes1, n1, yes2, n2, alternative=alternative)
    assert 0 <= nuisance <= 1
    assert brute - 1e-12 <= found <= brute + 1e-4  # the grid misses the top a little, from below


@pytest.mark.parametrize("alternative", ["greater", "less"])
def test_boschloo_agrees_with_scipy_on_one_side(alternative):
    for yes1, n1, yes2, n2 in [(9, 11, 6, 16), (3, 11, 4, 16), (5, 6, 1, 5), (8, 9, 5, 11)]:
        table = [[yes1, yes2], [n1 - yes1, n2 - yes2]]
        expected = stats.boschloo_exact(table, alternative=alternative, n=64).pvalue
        assert ct.boschloo_p(yes1, n1, yes2, n2, alternative=alternative)[0] == pytest.approx(expected, abs=1e-9)


@settings(max_examples=40)
@given(st.integers(2, 9), st.integers(2, 9), st.data())
def test_boschloo_is_never_above_fisher_and_knows_no_order(n1, n2, data):
    a, b = data.draw(st.integers(0, n1)), data.draw(st.integers(0, n2))
    if a + b in (0, n1 + n2):
        return
    found = ct.boschloo(yes(a, n1), yes(b, n2))
    assert found.p <= stats.fisher_exact([[a, b], [n1 - a, n2 - b]]).pvalue + 1e-9
    other = ct.boschloo(yes(b, n2), yes(a, n1))
    assert [other.p, other.estimate, other.low, other.high] == pytest.approx(
        [found.p, -found.estimate, -found.high, -found.low], abs=1e-9
    )
    negated = ct.boschloo(yes(n1 - a, n1), yes(n2 - b, n2))
    assert (negated.p, negated.estimate) == pytest.approx((found.p, -found.estimate), abs=1e-9)


def test_agresti_caffo_by_hand():
    # 8 of 11 and 4 of 16: shares 9/13 and 5/18 after one yes and one no more in each group
    found = ct.boschloo(yes(8, 11), yes(4, 16))
    half = 1.959963984540054 * np.sqrt(9 * 4 / 13**3 + 5 * 13 / 18**3)
    assert found.estimate == pytest.approx(8 / 11 - 4 / 16)
    assert (found.low, found.high) == pytest.approx((9 / 13 - 5 / 18 - half, 9 / 13 - 5 / 18 + half))
