"""Shares and means: published values, the definition of the bounds, refusals."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import optimize, stats

from wavework.statistics import share_intervals

Z = stats.norm.ppf(0.975)
counts = st.integers(1, 40).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@given(counts)
def test_wilson_bounds_are_where_the_score_test_stops_rejecting(pair):
    count, n = pair
    low, high = share_intervals.wilson(count, n)
    for bound in (float(low), float(high)):
        if 1e-9 < bound < 1 - 1e-9:
            assert abs(count / n - bound) / np.sqrt(bound * (1 - bound) / n) == pytest.approx(Z, rel=1e-9)
        else:
            assert bound == count / n


@given(counts)
def test_clopper_pearson_bounds_leave_a_fortieth_in_each_tail(pair):
    count, n = pair
    low, high = (float(bound) for bound in share_intervals.clopper_pearson(count, n))
    assert (low == 0) == (count == 0)
    assert (high == 1) == (count == n)
    if count:
        assert stats.binom.sf(count - 1, n, low) == pytest.approx(0.025)
    if count < n:
        assert stats.binom.cdf(count, n, high) == pytest.approx(0.025)


def test_intervals_of_many_shares_at_once():
    count, n = np.array([[0, 3], [11, 5]]), np.array([11, 11])
    low, high = share_intervals.clopper_pearson(count, n)
    assert low.shape == high.shape == (2, 2)
    assert low[0, 1] == share_intervals.clopper_pearson(3, 11)[0]
    assert np.isnan(share_intervals.clopper_pearson([0], [0])[0]).all()
    assert np.isnan(share_intervals.wilson([0], [0])[0]).all()


def test_share_of_the_deck():
    # nearly 45 %: 5 of 11; a quarter: 3 of 11 or 4 of 16
    found = share_intervals.share(5, 11)
    assert found.estimate == pytest.approx(0.4545, abs=1e-4)
    assert found.detail == "count=5"
    assert found.interval_method == "Wilson"
    assert np.isnan(found.p)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: share_intervals.share(4, 3), "between 0 and n"),
        (lambda: share_intervals.share(-1, 3), "between 0 and n"),
        (lambda: share_intervals.share(1.5, 3), "whole"),
        (lambda: share_intervals.share(1, 3, interval="wald"), "wald"),
        (lambda: share_intervals.mean([1, 5], low=1, high=4), "outside"),
        (lambda: share_intervals.mean([1, 5], low=5, high=1), "above"),
    ],
)
def test_impossible_shares_and_means_are_refused(call, words):
    with pytest.raises(ValueError, match=words):
        call()


def test_nobody_answered():
    assert share_intervals.share(0, 0).status == "not computable"
    found = share_intervals.mean([np.nan, np.nan], low=1, high=5)
    assert (found.status, found.reason, found.n) == ("not computable", "nobody answered", 0)


@given(counts.filter(lambda pair: pair[1] <= 20))
def test_mean_of_yes_and_no_has_wilsons_interval(pair):
    count, n = pair
    found = share_intervals.mean([1] * count + [0] * (n - count), low=0, high=1)
    assert (found.low, found.high) == pytest.approx([float(b) for b in share_intervals.wilson(count, n)], abs=1e-9)


def constrained_chi_squared(values, mu):
    """Pearson's statistic at the most likely distribution on 1 … 5 with mean mu, by a general optimiser."""
    scale = np.arange(1, 6)
    found = np.array([(np.array(values) == v).sum() for v in scale])
    n = found.sum()

    def minus_log_likelihood(p):
        return -(found[found > 0] * np.log(np.maximum(p[found > 0], 1e-12))).sum()

    constraints = [{"type": "eq", "fun": lambda p: p.sum() - 1}, {"type": "eq", "fun": lambda p: p @ scale - mu}]
    # a start inside the constraints: two points that average mu, mixed with a little of everything
    fit = optimize.minimize(
        minus_log_likelihood, np.full(5, 0.2), bounds=[(0, 1)] * 5, constraints=constraints, method="SLSQP",
        options={"ftol": 1e-14, "maxiter": 2000},
    )  # fmt: skip
    assert fit.success
    p = np.maximum(fit.x, 1e-12)
    return float(((found - n * p) ** 2 / (n * p))[(found > 0) | (p > 1e-7)].sum())


@pytest.mark.parametrize(
    "values", [[1, 2, 3, 3, 4, 4, 5, 2, 2], [4] * 11, [2, 2, 3, 3, 3, 2], [1, 1, 1, 1, 2, 1, 5, 1, 1, 1, 1]]
)
def test_mean_bounds_are_where_the_multinomial_score_test_stops_rejecting(values):
    found = share_intervals.mean(values, low=1, high=5)
    assert found.estimate == pytest.approx(np.mean(values))
    for bound in (found.low, found.high):
        assert constrained_chi_squared(values, bound) == pytest.approx(Z**2, rel=2e-3)


@given(st.lists(st.integers(1, 5), min_size=1, max_size=16))
def test_mean_lies_in_its_interval_within_the_scale_and_mirrors(values):
    found = share_intervals.mean(values, low=1, high=5)
    assert 1 <= found.low <= found.estimate + 1e-12
    assert found.estimate - 1e-12 <= found.high <= 5
    assert found.high - found.low > 0.1
    mirrored = share_intervals.mean([6 - v for v in values], low=1, high=5)
    assert (mirrored.low, mirrored.high) == pytest.approx((6 - found.high, 6 - found.low), abs=1e-9)
    percent = share_intervals.mean([(v - 1) * 25 for v in values], low=0, high=100)
    assert (percent.low, percent.high) == pytest.approx((25 * (found.low - 1), 25 * (found.high - 1)), abs=1e-7)


def test_missing_answers_drop_out_of_the_mean():
    assert share_intervals.mean([1, np.nan, 5, 2], low=1, high=5) == share_intervals.mean([1, 5, 2], low=1, high=5)
