"""Smallest detectable effects: against the published critical values, SciPy's exact tests and closed forms."""

import itertools
import math
from functools import partial

import numpy as np
import pytest
from scipy import stats

from wavework.statistics.resampling import rng
from wavework.statistics.smallest_effects import (
    critical_value,
    detectable_correlation,
    detectable_paired_share,
    detectable_paired_shift,
    detectable_share_difference,
    detectable_two_sample_shift,
    smallest_effect,
)

RUNS = 2500
METHODS = ("spearman", "kendall")
WITHIN = 5 * math.sqrt(0.8 * 0.2 / RUNS)  # five standard errors of a power of 0.8


def assert_smallest(power, effect):
    """The effect is the first of the grid of 0.001 that is found in eighty percent."""
    assert power(effect) >= 0.8
    assert power(effect - 0.001) < 0.8


def number(detail, name):
    return float(detail.split(f"{name}=")[1].split(";")[0])


@pytest.mark.parametrize(("n", "published"), [(6, 0.89), (9, 0.70), (11, 0.62), (16, 0.50), (27, 0.38)])
def test_critical_rho_is_the_one_of_the_facts(n, published):
    result = critical_value(n, generator=rng(1, f"critical {n}"))
    assert result.estimate == pytest.approx(published, abs=0.005)
    assert number(result.detail, "level reached") <= 0.05


@pytest.mark.parametrize("n", [5, 7, 9, 16, 27])
def test_critical_tau_is_the_smallest_with_an_exact_p_of_five_percent(n):
    result = critical_value(n, method="kendall", generator=rng(1, "unused"))
    pairs = n * (n - 1) // 2
    discordant = round(pairs * (1 - result.estimate) / 2)

    def p(discordant_pairs):  # each number is put so many places before the end of the smaller ones
        order, left = [], discordant_pairs
        for largest in range(n):
            places = min(left, largest)
            order.insert(largest - places, largest)
            left -= places
        return stats.kendalltau(range(n), order, method="exact").pvalue

    assert p(discordant) <= 0.05 + 1e-12
    assert p(discordant) == pytest.approx(number(result.detail, "level reached"), rel=1e-4)
    assert p(discordant + 1) > 0.05


NOTHING = "no result can have a p of 0.05 or less"
ANY = {"generator": rng(1, "any")}


@pytest.mark.parametrize(
    ("call", "reason"),
    [
        *((partial(critical_value, 4, method=method, **ANY), f"with n = 4 {NOTHING}") for method in METHODS),
        *((partial(detectable_correlation, 4, method=method, **ANY), f"with n = 4 {NOTHING}") for method in METHODS),
        (partial(detectable_paired_shift, 5, **ANY), f"with n = 5 {NOTHING}"),
        (partial(detectable_two_sample_shift, 2, 2, **ANY), f"with n = 4 {NOTHING}"),
        (partial(detectable_two_sample_shift, 1, 20, **ANY), "samples of 1 and 20; at least 2 each are needed"),
        # fisher rejects 0 of 3 against 4 of 4 only (p = 1 / 35): at best found when none of the three says yes
        (partial(detectable_share_difference, 3, 4), "even a difference of 0.5 would be found in only 12 % of samples"),
        (partial(detectable_paired_share, 5), f"with n = 5 {NOTHING}"),
        (
            partial(detectable_paired_share, 6, opposite=0.1),
            "even a change of 0.8 would be found in only 53 % of samples",
        ),
    ],
)
def test_few_units_can_show_nothing(call, reason):
    result = call()
    assert (result.status, result.reason) == ("not computable", reason)


@pytest.mark.parametrize("n", [9, 16])
def test_the_detectable_tau_is_found_in_eighty_percent_by_scipy(n):
    result = detectable_correlation(n, method="kendall", generator=rng(1, "tau"))
    r = math.sin(math.pi / 2 * result.estimate)
    draws = np.random.default_rng(1).multivariate_normal([0, 0], [[1, r], [r, 1]], size=(RUNS, n))
    found = np.mean([stats.kendalltau(*pairs.T, method="exact").pvalue <= 0.05 for pairs in draws])
    assert found == pytest.approx(0.8, abs=WITHIN)
    assert r == pytest.approx(number(result.detail, "Pearson's r"), abs=1e-9)


def test_the_detectable_rho_is_found_in_eighty_percent():
    result = detectable_correlation(16, generator=rng(1, "rho"))
    r = 2 * math.sin(math.pi / 6 * result.estimate)
    draws = np.random.default_rng(1).multivariate_normal([0, 0], [[1, r], [r, 1]], size=(RUNS, 16))
    x, y = np.moveaxis(stats.zscore(stats.rankdata(draws, axis=1), axis=1), 2, 0)
    # 0.503: published critical value at n = 16 (Zar 1972)
    found = np.mean(abs((x * y).mean(axis=1)) >= 0.5029)
    assert found == pytest.approx(0.8, abs=WITHIN)


@pytest.mark.parametrize("n", [6, 16])
def test_the_detectable_change_is_found_in_eighty_percent_by_scipy(n):
    shift = detectable_paired_shift(n, generator=rng(1, "change")).estimate
    draws = np.random.default_rng(2).normal(shift, 1, size=(RUNS, n))
    found = np.mean(stats.wilcoxon(draws, axis=1, method="exact").pvalue <= 0.05)
    assert found == pytest.approx(0.8, abs=WITHIN)


def test_the_detectable_difference_is_found_in_eighty_percent_by_scipy():
    result = detectable_two_sample_shift(11, 16, generator=rng(1, "difference"))
    generator = np.random.default_rng(3)
    first, second = generator.normal(0, 1, (RUNS, 11)), generator.normal(result.estimate, 1, (RUNS, 16))
    p = stats.mannwhitneyu(first, second, axis=1, method="exact").pvalue
    assert np.mean(p <= 0.05) == pytest.approx(0.8, abs=WITHIN)
    above = np.mean(second[:, :11] > first) - np.mean(second[:, :11] < first)
    assert number(result.detail, "Cliff's delta") == pytest.approx(above, abs=0.03)


def brute_power(p_of, n1, n2, first, second):
    """The probability that p_of the 2 x 2 table is at most 5 %."""
    return sum(
        stats.binom.pmf(a, n1, first) * stats.binom.pmf(b, n2, second)
        for a, b in itertools.product(range(n1 + 1), range(n2 + 1))
        if p_of(a, b) <= 0.05 + 1e-9
    )


@pytest.mark.parametrize("base", [0.1, 0.5, 0.8])
def test_the_detectable_share_has_exactly_eighty_percent_with_fisher(base):
    def fisher(a, b):
        return stats.fisher_exact([[a, 11 - a], [b, 16 - b]]).pvalue

    result = detectable_share_difference(11, 16, base=base)
    sign = 1 if base <= 0.5 else -1
    assert_smallest(lambda effect: brute_power(fisher, 11, 16, base, base + sign * effect), result.estimate)


def test_the_detectable_share_has_exactly_eighty_percent_with_boschloo():
    n1, n2, grid = 5, 6, np.arange(1, 1000) / 1000
    fisher = {
        (a, b): stats.fisher_exact([[a, n1 - a], [b, n2 - b]]).pvalue
        for a, b in itertools.product(range(n1 + 1), range(n2 + 1))
    }

    def boschloo(a, b):
        extreme = [table for table, p in fisher.items() if p <= fisher[a, b] + 1e-9]
        return max(sum(stats.binom.pmf(c, n1, grid) * stats.binom.pmf(d, n2, grid) for c, d in extreme))

    result = detectable_share_difference(n1, n2, base=0.05, test="boschloo")
    assert_smallest(lambda effect: brute_power(boschloo, n1, n2, 0.05, 0.05 + effect), result.estimate)


@pytest.mark.parametrize("n", [6, 9, 16])
def test_the_detectable_change_of_a_share_has_a_closed_form_without_opposite_changes(n):
    # all changes go one way: p = 2 / 2 ** k, so six changes are needed
    assert_smallest(lambda change: stats.binom.sf(5, n, change), detectable_paired_share(n).estimate)


def test_opposite_changes_are_counted():
    n, opposite = 16, 0.1
    change = detectable_paired_share(n, opposite=opposite).estimate

    def power(change):
        shares = [opposite + change, opposite, 1 - 2 * opposite - change]
        return sum(
            stats.multinomial.pmf([up, down, n - up - down], n, shares)
            for up in range(n + 1)
            for down in range(n + 1 - up)
            if up + down and stats.binomtest(up, up + down, 0.5).pvalue <= 0.05
        )

    assert_smallest(power, change)


def test_smallest_effect_searches_the_grid():
    assert smallest_effect(lambda effect: effect, 1.0, 0.8) == pytest.approx(0.8)
    assert smallest_effect(lambda effect: effect, 1.0, 0.1234) == pytest.approx(0.124)
    assert smallest_effect(lambda effect: effect, 0.5, 0.8) is None
    assert smallest_effect(lambda effect: 1.0 * (effect >= 0.9995), 0.9995, 0.8) == 0.9995


def test_shares_outside_are_refused():
    with pytest.raises(ValueError, match="base"):
        detectable_share_difference(5, 5, base=1.5)
    with pytest.raises(ValueError, match="opposite"):
        detectable_paired_share(5, opposite=0.7)
