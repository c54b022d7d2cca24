"""Rank association: enumeration by brute force, invariances, many outcomes at once, hostile input."""

import itertools
import math

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy import stats
from small_samples import EGDI, REGION, kendall_tau_b, spearman

from wavework.statistics.rank_correlation import (
    better_rank_positive,
    correlation_many,
    leave_one_out,
    partial_spearman,
    permutation_p_many,
)
from wavework.statistics.rank_scores import doubled_ranks
from wavework.statistics.resampling import rng

BOTH = pytest.mark.parametrize(
    ("method", "function", "scipy"),
    [("spearman", spearman, stats.spearmanr), ("kendall", kendall_tau_b, stats.kendalltau)],
    ids=["spearman", "kendall"],
)
levels = st.integers(1, 4)


def varied(*variables):
    assume(all(len(set(variable)) > 1 for variable in variables))


@BOTH
@settings(deadline=None, max_examples=15)
@given(st.lists(st.tuples(levels, st.integers(1, 9)), min_size=5, max_size=6))
def test_exact_p_is_that_of_all_permutations(method, function, scipy, pairs):
    x, y = zip(*pairs, strict=True)
    varied(x, y)
    result = function(x, y, generator=rng(1, "unused"), bootstrap=0)
    observed = scipy(x, y)[0]
    everything = [scipy(x, order)[0] for order in itertools.permutations(y)]
    assert result.estimate == pytest.approx(observed, abs=1e-12)
    # the mean is 0 without strata
    assert result.p == pytest.approx(np.mean(np.abs(everything) >= abs(observed) - 1e-9), abs=1e-12)
    assert result.p_error == 0
    farthest = np.max(np.abs(everything))
    smallest = np.mean(np.abs(everything) >= farthest - 1e-9)
    assert result.detail == f"smallest possible p={smallest:.6g}"


@BOTH
@settings(deadline=None, max_examples=15)
@given(st.lists(st.tuples(levels, st.integers(1, 9)), min_size=7, max_size=7), st.permutations(["a"] * 3 + ["b"] * 4))
def test_exact_p_within_strata_is_that_of_all_permutations_within(method, function, scipy, pairs, strata):
    x, y = (np.array(each) for each in zip(*pairs, strict=True))
    varied(x.tolist(), y.tolist())
    result = function(x, y, strata=strata, generator=rng(1, "unused"), bootstrap=0)
    first, second = (np.flatnonzero(np.array(strata) == label) for label in "ab")
    everything = []
    for one, other in itertools.product(itertools.permutations(first), itertools.permutations(second)):
        shuffled = y.copy()
        shuffled[first], shuffled[second] = y[list(one)], y[list(other)]
        everything.append(scipy(x, shuffled)[0])
    assert result.estimate == pytest.approx(scipy(x, y)[0], abs=1e-12)
    far = np.abs(np.array([scipy(x, y)[0], *everything]) - np.mean(everything))
    assert result.p == pytest.approx(np.mean(far[1:] >= far[0] - 1e-9), abs=1e-12)
    assert result.p_method.endswith("within strata")
    between = float(result.detail.split("between strata=")[1])
    assert between == pytest.approx(np.mean(everything), abs=1e-5)


@BOTH
def test_monte_carlo_p_agrees_with_complete_enumeration(method, function, scipy):
    x, y = EGDI[:8], [3, 1, 2, 4, 2, 3, 1, 2]
    strata = [1, 1, 1, 1, 2, 2, 2, 2]
    for groups in (None, strata):
        exact = function(x, y, strata=groups, generator=rng(1, "unused"), bootstrap=0)
        drawn = function(x, y, strata=groups, generator=rng(1, "drawn"), bootstrap=0, exact_limit=0)
        assert exact.p_error == 0
        assert "Monte Carlo" in drawn.p_method
        assert drawn.p_error == pytest.approx(math.sqrt(exact.p * (1 - exact.p) / 1e5), rel=0.05)
        assert drawn.p == pytest.approx(exact.p, abs=5 * drawn.p_error)


def test_sign_a_better_rank_with_higher_maturity_is_positive():
    ranks, maturity = [3, 12, 43, 77, 105, 127], [90, 80, 60, 55, 40, 20]
    positive = spearman(better_rank_positive(ranks), maturity, generator=rng(1, "a"), bootstrap=0)
    assert positive.estimate == 1.0
    assert positive.p == pytest.approx(2 / math.factorial(6))
    assert kendall_tau_b(better_rank_positive(ranks), maturity, generator=rng(1, "a"), bootstrap=0).estimate == 1.0
    assert spearman(ranks, maturity, generator=rng(1, "a"), bootstrap=0).estimate == -1.0


@BOTH
@settings(deadline=None, max_examples=25)
@given(st.lists(st.tuples(st.integers(1, 200), levels), min_size=5, max_size=8), st.randoms(use_true_random=False))
def test_nothing_changes_with_the_order_or_a_monotone_transform_and_signs_flip(method, function, scipy, pairs, random):
    x, y = (np.array(each, dtype=float) for each in zip(*pairs, strict=True))
    varied(x.tolist(), y.tolist())
    strata = np.array([random.choice("ab") for _ in x])
    order = np.array(random.sample(range(len(x)), len(x)))

    def numbers(x, y, strata):
        result = function(x, y, strata=strata, generator=rng(1, "a"), bootstrap=0)
        return result.estimate, result.p

    for groups, shuffled in ((None, None), (strata, strata[order])):
        first = numbers(x, y, groups)
        assert numbers(x[order], y[order], shuffled) == first
        assert numbers(np.log(x), y**3 - 100, groups) == first
        assert numbers(y, x, groups) == first
        flipped = numbers(better_rank_positive(x), y, groups)
        assert flipped == (-first[0], first[1])


@BOTH
def test_the_interval_flips_with_the_sign_and_holds_the_estimate(method, function, scipy):
    y = np.array(EGDI) + np.tile([40, -60, 10], 9)
    one = function(EGDI, y, strata=REGION, generator=rng(1, "a"), resamples=99)
    other = function(better_rank_positive(EGDI), y, strata=REGION, generator=rng(1, "a"), resamples=99)
    assert one.low < one.estimate < one.high
    assert (other.low, other.high) == pytest.approx((-one.high, -one.low), abs=1e-12)
    assert one.interval_method == "BCa bootstrap"


@BOTH
def test_missing_units_are_left_out(method, function, scipy):
    x = [*EGDI[:9], math.nan, 5.0]
    y = [3, 1, 2, 4, 2, 3, 1, 2, 4, 2, math.nan]
    strata = [*"aabbaabba", "c", "c"]
    with_missing = function(x, y, strata=strata, generator=rng(1, "a"))
    assert with_missing == function(x[:9], y[:9], strata=strata[:9], generator=rng(1, "a"))
    assert with_missing.n == 9


@BOTH
@pytest.mark.parametrize(
    ("x", "y", "reason"),
    [
        ([1] * 9, range(9), "the first variable is the same for all 9 units"),
        (range(9), [2.5] * 9, "the second variable is the same for all 9 units"),
        ([1] * 9, [2] * 9, "the first and the second variable is the same for all 9 units"),
        ([math.nan] * 9, range(9), "no unit has all values"),
        ([], [], "no unit has all values"),
        ([1, 2, 3, 4, math.nan], [1, 2, 3, 4, 5], "4 complete units; at least 5 are needed"),
        ([1, 2, 3, 4, math.inf], [1, 2, 3, 4, 5], "a value is infinite"),
    ],
)
def test_what_cannot_be_computed_says_why_and_carries_no_number(method, function, scipy, x, y, reason):
    result = function(x, y, generator=rng(1, "a"))
    assert result.status == "not computable"
    assert result.reason == reason
    assert all(math.isnan(value) for value in (result.estimate, result.low, result.high, result.p, result.p_error))


@BOTH
@pytest.mark.parametrize(
    ("x", "y", "words"),
    [
        (range(9), range(9), "every resample gives the same value"),
        (EGDI[:7], [3, 1, 2, 4, 2, 3, 1], "7 units; a bootstrap interval needs at least 8"),
    ],
)
def test_a_p_without_an_interval_says_why(method, function, scipy, x, y, words):
    result = function(x, y, generator=rng(1, "a"))
    assert result.status == "ok"
    assert result.estimate == pytest.approx(scipy(x, y)[0])
    assert math.isnan(result.low)
    assert result.interval_method == f"not computable: {words}"


@BOTH
def test_a_perfect_association_has_two_arrangements(method, function, scipy):
    result = function(range(9), range(9), generator=rng(1, "a"), bootstrap=0)
    assert result.estimate == 1.0
    assert result.p == pytest.approx(2 / math.factorial(9))


def test_nothing_to_shuffle_within_strata_is_p_one():
    result = spearman([1, 1, 1, 2, 2, 2], [1, 2, 3, 4, 5, 6], strata=list("aaabbb"), generator=rng(1, "a"))
    assert result.p == 1.0
    assert "smallest possible p=1" in result.detail


def test_unequal_lengths_are_a_mistake_of_the_caller():
    with pytest.raises(ValueError, match="one length"):
        spearman([1, 2, 3], [1, 2], generator=rng(1, "a"))
    with pytest.raises(ValueError, match="draws, 3"):
        correlation_many("spearman", [1, 2, 3], [[1, 2]])


@settings(deadline=None, max_examples=50)
@given(st.lists(st.one_of(st.integers(-3, 3), st.just(math.nan)), max_size=9))
def test_doubled_ranks_count_units_below_minus_units_above(values):
    expected = [0 if v != v else sum(w < v for w in values) - sum(w > v for w in values) for v in values]
    assert doubled_ranks(values).tolist() == expected


def test_many_outcomes_agree_with_one_by_one():
    generator = rng(1, "draws")
    outcomes = generator.integers(1, 5, (40, 27)).astype(float)
    outcomes[5:20][generator.random((15, 27)) < 0.3] = math.nan
    outcomes[0] = 2.0
    outcomes[1] = math.nan
    outcomes[2, 4:] = math.nan
    x = np.array(EGDI, dtype=float)
    x[3] = math.nan
    estimates = correlation_many("spearman", x, outcomes)
    assert np.isnan(estimates[:3]).all()
    for estimate, outcome in zip(estimates[3:], outcomes[3:], strict=True):
        use = ~np.isnan(outcome) & ~np.isnan(x)
        assert estimate == pytest.approx(stats.spearmanr(x[use], outcome[use])[0], abs=1e-12)
    assert correlation_many("spearman", x, np.empty((0, 27))).shape == (0,)


@BOTH
@pytest.mark.parametrize("strata", [None, list("abababaab")])
def test_many_p_agree_with_one_by_one(method, function, scipy, strata):
    outcomes = rng(1, "draws").integers(1, 5, (12, 9)).astype(float)
    outcomes[4:8, 2] = math.nan
    outcomes[0] = 3.0
    outcomes[1, 3:] = math.nan
    p, error = permutation_p_many(method, EGDI[:9], outcomes, strata=strata, generator=rng(1, "unused"))
    assert np.isnan(p[:2]).all()
    assert np.isnan(error[:2]).all()
    assert (error[2:] == 0).all()
    for value, outcome in zip(p[2:], outcomes[2:], strict=True):
        one = function(EGDI[:9], outcome, strata=strata, generator=rng(1, "unused"), bootstrap=0)
        assert value == pytest.approx(one.p, abs=1e-12)


def test_many_monte_carlo_p_lie_within_their_error():
    outcomes = rng(1, "draws").integers(1, 5, (20, 11))
    exact, _ = permutation_p_many("kendall", EGDI[:11], outcomes, generator=rng(1, "u"), resamples=199_999)
    drawn, error = permutation_p_many("kendall", EGDI[:11], outcomes, generator=rng(1, "v"), resamples=4_999)
    assert (error[drawn < 1] > 0).all()
    assert (np.abs(drawn - exact) <= 5 * error + 1e-3).all()
    assert exact.std() > 0.1


def test_partial_takes_the_covariate_out():
    generator = rng(1, "partial")
    income = generator.permutation(27)
    x, y = income + generator.normal(0, 3, 27), income + generator.normal(0, 3, 27)
    plain = spearman(x, y, generator=rng(1, "a"), bootstrap=0)
    partial = partial_spearman(x, y, income, generator=rng(1, "a"))
    assert plain.estimate > 0.8
    assert plain.p < 0.001
    assert abs(partial.estimate) < 0.4
    assert partial.p > 0.05
    assert partial.low < partial.estimate < partial.high
    assert partial.detail == f"without the covariate={plain.estimate:.6g}"


def test_partial_p_within_strata_is_that_of_all_permutations_within():
    x, y, z = [1, 5, 3, 8, 9, 2, 7], [2, 1, 4, 3, 4, 1, 2], [3, 1, 7, 5, 6, 2, 4]
    rx, ry, rz = (stats.rankdata(each) for each in (x, y, z))

    def residual(of):
        return of - np.polyval(np.polyfit(rz, of, 1), rz)

    fitted, left = ry - residual(ry), residual(ry)
    estimate = np.corrcoef(residual(rx), residual(ry))[0, 1]
    products, sizes = [], []
    for one, other in itertools.product(itertools.permutations(range(3)), itertools.permutations(range(3, 7))):
        again = residual(fitted + left[list(one + other)])
        products.append(residual(rx) @ again)
        sizes.append(np.linalg.norm(again))
    inside = np.abs(np.array(products) - np.mean(products)) / sizes
    result = partial_spearman(x, y, z, strata=list("aaabbbb"), generator=rng(1, "unused"), bootstrap=0)
    assert result.estimate == pytest.approx(estimate, abs=1e-12)
    assert result.p == pytest.approx(np.mean(inside >= inside[0] - 1e-9), abs=1e-12)
    assert 0 < result.p < 1
    assert result.p_error == 0


def test_partial_cannot_tell_apart_what_orders_alike():
    x, y, income = EGDI[:9], [3, 1, 2, 4, 2, 3, 1, 2, 4], -np.array(EGDI[:9])
    for variables, reason in (
        ([x, y, income], "the covariate orders the 9 units exactly as the first variable does"),
        ([y, x, income], "the covariate orders the 9 units exactly as the second variable does"),
        ([x, y, [7] * 9], "the third variable is the same for all 9 units"),
    ):
        assert partial_spearman(*variables, generator=rng(1, "a")).reason == reason


@BOTH
def test_leave_one_out_names_the_unit_that_matters(method, function, scipy):
    x = [*range(1, 9), 100, math.nan]
    y = [3, 1, 2, 4, 2, 3, 1, 2, 90, 5]
    labels = list("ABCDEFGHIJ")
    out = leave_one_out(x, y, labels, method=method)
    expected = {
        label: scipy(np.delete(x[:9], place), np.delete(y[:9], place))[0] for place, label in enumerate(labels[:9])
    }
    assert dict(out.estimates) == pytest.approx(expected, abs=1e-12)
    assert out.estimate == pytest.approx(scipy(x[:9], y[:9])[0], abs=1e-12)
    assert out.most_influential == "I"


def test_leave_one_out_of_too_few_or_constant():
    assert leave_one_out(range(5), range(5), list("ABCDE")).reason.startswith("5 complete units; at least 6")
    assert "is the same for all 8 units" in leave_one_out([1] * 8, range(8), list("ABCDEFGH")).reason
    # without H the outcome is constant: no coefficient there
    out = leave_one_out(range(8), [1] * 7 + [2], list("ABCDEFGH"))
    assert math.isnan(dict(out.estimates)["H"])
    with pytest.raises(ValueError, match="labels"):
        leave_one_out(range(8), range(8), ["A"])
