"""Mann-Whitney, Brunner-Munzel, Cliff's delta: brute force, SciPy, published values, refusals."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from small_samples import TWO_GROUPS, agrees, allocations, generator, share_reaching

from wavework.statistics import null_distributions, two_groups


def delta(x, y):
    return np.mean([(a > b) * 1.0 - (a < b) for a in x for b in y])


def studentised(x, y):
    """Brunner & Munzel's statistic from ranks, as their paper defines it; infinite without overlap."""
    n1, n2 = len(x), len(y)
    pooled = stats.rankdata([*x, *y])
    r1, r2 = pooled[:n1], pooled[n1:]
    s1 = ((r1 - stats.rankdata(x) - r1.mean() + (n1 + 1) / 2) ** 2).sum() / (n1 - 1)
    s2 = ((r2 - stats.rankdata(y) - r2.mean() + (n2 + 1) / 2) ** 2).sum() / (n2 - 1)
    difference, spread = r1.mean() - r2.mean(), n1 * s1 + n2 * s2
    if spread < 1e-9:
        return np.sign(difference) * np.inf
    return n1 * n2 * difference / ((n1 + n2) * np.sqrt(spread))


@given(TWO_GROUPS)
def test_mann_whitney_is_the_enumeration_of_allocations(groups):
    x, y = groups
    expected = share_reaching([abs(delta(a, b)) for a, b in allocations(x, y)], abs(delta(x, y)))
    assert two_groups.mann_whitney(x, y).p == pytest.approx(expected)
    assert two_groups.cliffs_delta(x, y).p == pytest.approx(expected)
    assert two_groups.cliffs_delta(x, y).estimate == pytest.approx(delta(x, y))


@given(TWO_GROUPS)
def test_brunner_munzel_is_the_enumeration_of_allocations(groups):
    x, y = groups
    expected = share_reaching([abs(studentised(a, b)) for a, b in allocations(x, y)], abs(studentised(x, y)))
    found = two_groups.brunner_munzel(x, y, generator=generator())
    assert found.p == pytest.approx(expected)
    assert found.p_error == 0


def test_brunner_munzel_statistic_is_that_of_scipy():
    x, y = [1, 2, 2, 3, 4, 4], [1, 1, 2, 3, 1, 2, 2]
    found = two_groups.brunner_munzel(x, y, generator=generator())
    assert f"statistic={stats.brunnermunzel(y, x).statistic:.6g}" in found.detail


def test_groups_apart_are_the_most_extreme_allocation():
    # two of the C(7, 3) allocations separate the groups
    for found in (
        two_groups.brunner_munzel([5, 6, 7], [1, 2, 3, 4], generator=generator()),
        two_groups.mann_whitney([5, 6, 7], [1, 2, 3, 4]),
    ):
        assert found.estimate == 1
        assert found.p == pytest.approx(2 / 35)
        assert found.low < 0.75 < found.high == 1


def test_many_distinct_values_are_drawn_and_agree_with_the_listed_ones(monkeypatch):
    rng = np.random.default_rng(6)
    x, y = rng.normal(0.9, 1, 8), rng.normal(0, 1, 9)
    listed = two_groups.brunner_munzel(x, y, generator=generator())
    monkeypatch.setattr(null_distributions, "LARGEST_ENUMERATION", 1)
    drawn = two_groups.brunner_munzel(x, y, generator=generator(), resamples=20_000)
    assert agrees(drawn, listed)
    assert drawn == two_groups.brunner_munzel(x, y, generator=generator(), resamples=20_000)


def test_groups_apart_when_drawn():
    x, y = np.arange(14.0) + 100, np.arange(14.0)
    found = two_groups.brunner_munzel(x, y, generator=generator(), resamples=2_000)
    assert found.p == pytest.approx(1 / 2001)


@given(TWO_GROUPS)
def test_swapping_the_groups_turns_the_sign(groups):
    x, y = groups
    one, other = two_groups.cliffs_delta(x, y), two_groups.cliffs_delta(y, x)
    assert [other.estimate, other.low, other.high, other.p] == pytest.approx(
        [-one.estimate, -one.high, -one.low, one.p]
    )
    this = two_groups.brunner_munzel(x, y, generator=generator())
    that = two_groups.brunner_munzel(y, x, generator=generator())
    assert (that.p, that.estimate) == pytest.approx((this.p, 1 - this.estimate))


@given(TWO_GROUPS, st.randoms(use_true_random=False))
def test_order_and_monotone_transforms_change_nothing(groups, order):
    x, y = groups
    shuffled = list(x)
    order.shuffle(shuffled)
    again = [np.exp(shuffled), np.exp(y)]
    assert two_groups.mann_whitney(*again) == two_groups.mann_whitney(x, y)
    one = two_groups.brunner_munzel(x, y, generator=generator())
    assert two_groups.brunner_munzel(*again, generator=generator()) == one


@given(TWO_GROUPS)
def test_the_interval_holds_the_estimate_and_has_width(groups):
    found = two_groups.cliffs_delta(*groups)
    assert -1 <= found.low <= found.estimate <= found.high <= 1
    assert found.high - found.low > 0.1


@pytest.mark.parametrize(("theta", "n1", "n2"), [(0.7, 9, 11), (0.5, 6, 5), (1.0, 6, 9), (0.02, 11, 16)])
def test_newcombe_bounds_solve_the_published_equation(theta, n1, n2):
    m = (n1 + n2) / 2 - 1
    for bound in two_groups.newcombe_interval(theta, n1, n2):
        if 1e-9 < bound < 1 - 1e-9:
            shape = (1 - bound) / (2 - bound) + bound / (1 + bound)
            z = abs(bound - theta) / np.sqrt(bound * (1 - bound) * (1 + m * shape) / (n1 * n2))
            assert z == pytest.approx(stats.norm.ppf(0.975), rel=1e-9)
        else:
            assert bound == pytest.approx(theta)
