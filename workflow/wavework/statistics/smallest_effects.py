"""What a test could have found: the smallest effect that it detects with 80 % power, two-sided at 5 %.

A test that finds nothing says little where only very large effects had a chance; every absent effect is to be worded
with the number from here. Power comes from the exact null distribution of the test where there is one, and from
simulated samples under the model, the same ones for each effect that is tried; for shares it is exact. The models of
the rank tests have no ties. Ties cost power as a rule, so each of their numbers is a best case: with answers on a few
points the smallest effect that could be found is larger. Nothing here looks at the study's results ("observed power"
would only repeat p: Hoenig & Heisey 2001).
"""

import math
from collections.abc import Callable
from typing import Literal

import numpy as np
from scipy.special import comb, ndtr

from wavework.conventions import ALPHA, POWER
from wavework.statistics.contingency_tables import fisher_p_values
from wavework.statistics.null_distributions import binomial_p, sign_flip_pmf, subset_sum_pmf
from wavework.statistics.rank_scores import Method, pair_signs
from wavework.statistics.resampling import Floats, shuffles
from wavework.statistics.result import NotComputableError, Result
from wavework.statistics.statistic import statistic

SIMULATIONS = 20_000  # the standard error of a power of 0.8 is then 0.003
NULL_RESAMPLES = 999_999
STEP = 0.001  # effects are searched on this grid
BATCH_CELLS = 2_000_000
LARGEST_SHIFT = 10.0  # standard deviations
SOURCE = "Hoenig & Heisey 2001, doi:10.1198/000313001300339897"
NAMES = {"spearman": "Spearman's rho", "kendall": "Kendall's tau"}
SMALLEST = f"smallest effect at {100 * POWER:.0f} % power: "
TESTS = {"fisher": "Fisher's exact", "boschloo": "Boschloo"}


# ---------------------------------------------------------------- rank correlation


@statistic("critical |{method}|", "Kendall & Gibbons 1990, Rank Correlation Methods", NAMES)
def critical_value(
    n: int, *, generator: np.random.Generator, method: Method = "spearman", alpha: float = ALPHA
) -> Result:
    """The smallest |rho| or |tau| of n units without ties whose two-sided p is at most alpha.

    Kendall: exact for each n; Spearman: exact up to n = 10, one million random permutations above. `detail`: the level
    that is reached. Not computable where n is so small that no arrangement has a p of alpha or less.
    """
    critical, level, exact = _critical_score(n, method, alpha, generator)
    return Result(
        critical / (n * (n * n - 1) / 3 if method == "spearman" else n * (n - 1) / 2),
        n=n,
        p_method="exact permutation" if exact else f"Monte Carlo permutation ({NULL_RESAMPLES})",
        detail=f"alpha={alpha:g}; level reached={level:.6g}",
    )


@statistic(SMALLEST + "{method} (bivariate normal, no ties)", SOURCE, NAMES)
def detectable_correlation(
    n: int, *, generator: np.random.Generator, method: Method = "spearman", alpha: float = ALPHA
) -> Result:
    """The smallest population rho or tau that the permutation test of n units detects.

    Model: bivariate normal with correlation r; rho = 6 / pi asin(r / 2), tau = 2 / pi asin(r). `detail` has r.
    """
    critical, _, _ = _critical_score(n, method, alpha, generator)
    x, noise = generator.standard_normal((2, SIMULATIONS, n))
    by_x = np.argsort(x, axis=1)
    x, noise = np.take_along_axis(x, by_x, axis=1), np.take_along_axis(noise, by_x, axis=1)

    def power_at(r: float) -> float:
        found = 0
        batch = max(1, BATCH_CELLS // n**2)
        for start in range(0, SIMULATIONS, batch):
            rows = slice(start, start + batch)
            y = r * x[rows] + math.sqrt(1 - r * r) * noise[rows]
            found += int(np.count_nonzero(np.abs(_scores_of_sorted(y, method)) >= critical))
        return found / SIMULATIONS

    r = _smallest_found(power_at, 1 - STEP, "a correlation of 0.999", n)
    effect = 6 / math.pi * math.asin(r / 2) if method == "spearman" else 2 / math.pi * math.asin(r)
    return _detectable(effect, n, alpha, f"Pearson's r={r:g}; simulations={SIMULATIONS}")


def _scores_of_sorted(y: Floats, method: Method) -> Floats:
    """The sum of products of scores (m,) of y (m, n) with units in the order of x."""
    n = y.shape[1]
    if method == "kendall":
        return -pair_signs(y).sum(axis=1)
    return (np.argsort(np.argsort(y, axis=1), axis=1) * 2.0 - (n - 1)) @ _doubled(n)


def _doubled(n: int) -> Floats:
    return np.arange(1 - n, n, 2, dtype=np.float64)


def _critical_score(n: int, method: Method, alpha: float, generator: np.random.Generator) -> tuple[float, float, bool]:
    """Smallest |score| with two-sided p of at most alpha, that p, and whether it is exact."""
    if method == "kendall":
        values, weights = _inversions(n)
        return *_critical(values, weights, alpha, n), True
    ranks = _doubled(n)
    order = shuffles(ranks, np.zeros(n, dtype=np.int64), generator=generator, resamples=NULL_RESAMPLES)
    values, times = np.unique(np.concatenate([block @ ranks for block in order]), return_counts=True)
    weights = times.astype(np.float64)
    if not order.exact:
        # the observed arrangement counts among the random ones, as it does in the test
        values, weights = np.append(values, math.inf), np.append(weights, 1.0)
    return *_critical(values, weights, alpha, n), order.exact


def _critical(values: Floats, weights: Floats, alpha: float, n: int) -> tuple[float, float]:
    """The smallest |value| beyond which the null distribution has at most alpha, and how much it has there.

    Raises NotComputableError if there is none.
    """
    sizes, place = np.unique(np.abs(values), return_inverse=True)
    tail = np.cumsum(np.bincount(place, weights=weights)[::-1])[::-1] / weights.sum()
    small = np.flatnonzero((tail <= alpha * (1 + 1e-12)) & np.isfinite(sizes))
    if not len(small):
        raise NotComputableError(_too_few(n, alpha), n)
    return float(sizes[small[0]]), float(tail[small[0]])


def _inversions(n: int) -> tuple[Floats, Floats]:
    """Kendall's score over all n! orders: values, and the probability of each (products of uniform 0 … i)."""
    chance = np.ones(1)
    for size in range(2, n + 1):
        chance = np.convolve(chance, np.full(size, 1 / size))
    return n * (n - 1) / 2 - np.arange(0, 2 * len(chance), 2, dtype=np.float64), chance


# ---------------------------------------------------------------- shifts


@statistic(SMALLEST + "Wilcoxon signed-rank (normal changes, no ties)", SOURCE)
def detectable_paired_shift(n: int, *, generator: np.random.Generator, alpha: float = ALPHA) -> Result:
    """The smallest mean change that the exact Wilcoxon signed-rank test detects, in standard deviations of the changes.

    Model: n normal changes with one mean, none of them 0.
    """
    chance = sign_flip_pmf(np.arange(1, n + 1))
    critical, _ = _critical(_doubled(len(chance)), chance, alpha, n)
    changes = generator.standard_normal((SIMULATIONS, n))

    def power_at(shift: float) -> float:
        shifted = changes + shift
        ranks = np.argsort(np.argsort(np.abs(shifted), axis=1), axis=1) + 1.0
        return float(np.mean(np.abs((ranks * np.sign(shifted)).sum(axis=1)) >= critical))

    shift = _smallest_found(power_at, LARGEST_SHIFT, f"a shift of {LARGEST_SHIFT:g} standard deviations", n)
    return _detectable(shift, n, alpha, f"simulations={SIMULATIONS}")


@statistic(SMALLEST + "Mann-Whitney (normal samples of equal spread, no ties)", SOURCE)
def detectable_two_sample_shift(n1: int, n2: int, *, generator: np.random.Generator, alpha: float = ALPHA) -> Result:
    """The smallest difference of means, in standard deviations, that the exact Mann-Whitney test detects.

    Model: normal samples of n1 and n2 with equal spread. `detail`: the same effect as Cliff's delta.
    """
    n = n1 + n2
    if n1 < 2 or n2 < 2:
        raise NotComputableError(f"samples of {n1} and {n2}; at least 2 each are needed", n)
    least = n2 * (n2 - 1) // 2  # of a sum of n2 of the ranks 0 … n - 1
    chance = subset_sum_pmf(np.arange(n), n2)[least : least + n1 * n2 + 1]
    critical, _ = _critical(_doubled(len(chance)), chance, alpha, n)
    samples = generator.standard_normal((SIMULATIONS, n))

    def power_at(shift: float) -> float:
        shifted = samples.copy()
        shifted[:, n1:] += shift
        ranks = np.argsort(np.argsort(shifted, axis=1), axis=1)
        doubled_u = 2.0 * (ranks[:, n1:].sum(axis=1) - least)
        return float(np.mean(np.abs(doubled_u - n1 * n2) >= critical))

    shift = _smallest_found(power_at, LARGEST_SHIFT, f"a shift of {LARGEST_SHIFT:g} standard deviations", n)
    delta = 2 * float(ndtr(shift / math.sqrt(2))) - 1
    return _detectable(shift, n, alpha, f"Cliff's delta={delta:.3f}; n1={n1}; n2={n2}; simulations={SIMULATIONS}")


# ---------------------------------------------------------------- shares


@statistic(SMALLEST + "{test} (binomial, first share {base:g})", SOURCE, TESTS)
def detectable_share_difference(
    n1: int, n2: int, *, base: float = 0.5, test: Literal["fisher", "boschloo"] = "fisher", alpha: float = ALPHA
) -> Result:
    """The smallest difference of two independent shares (n1, n2 units) that an exact test detects; computed exactly.

    Model: binomial; the first sample's share is `base`, the second's lies above it (below, if base is above one half).
    Boschloo: the two-sided Fisher p as statistic, its probability maximised over a grid of common shares.
    Raises ValueError if base is not between 0 and 1.
    """
    if not 0 <= base <= 1:
        raise ValueError(f"base is a share from 0 to 1, not {base}")
    n = n1 + n2
    if n1 < 1 or n2 < 1:
        raise NotComputableError(f"samples of {n1} and {n2}; at least 1 each is needed", n)
    p = fisher_p_values(n1, n2) if test == "fisher" else _boschloo_p(n1, n2)
    rejected = (p <= alpha * (1 + 1e-9)).astype(np.float64)
    low = min(base, 1 - base)  # the mirror image has the same power
    weights = _binomial(n1, np.array([low]))[0] @ rejected

    def power_at(difference: float) -> float:
        return float(weights @ _binomial(n2, np.array([low + difference]))[0])

    difference = _smallest_found(power_at, 1 - low, f"a difference of {1 - low:g}", n)
    return _detectable(difference, n, alpha, f"n1={n1}; n2={n2}; exact")


def _binomial(n: int, shares: Floats) -> Floats:
    """Probabilities (len(shares), n + 1) of 0 … n successes."""
    k = np.arange(n + 1)
    return comb(n, k) * shares[:, np.newaxis] ** k * (1 - shares[:, np.newaxis]) ** (n - k)


def _boschloo_p(n1: int, n2: int) -> Floats:
    """Boschloo p of every table (n1 + 1, n2 + 1)."""
    fisher = np.round(fisher_p_values(n1, n2), 10).ravel()
    shares = np.arange(1, 1000) / 1000
    order = np.argsort(fisher, kind="stable")
    tables = (_binomial(n1, shares)[:, :, np.newaxis] * _binomial(n2, shares)[:, np.newaxis, :]).reshape(999, -1)
    up_to = np.cumsum(tables[:, order], axis=1).max(axis=0)
    last = np.searchsorted(fisher[order], fisher, side="right") - 1  # equal Fisher p count together
    return up_to[last].reshape(n1 + 1, n2 + 1)


@statistic(SMALLEST + "McNemar exact (opposite changes {opposite:g})", SOURCE)
def detectable_paired_share(n: int, *, opposite: float = 0.0, alpha: float = ALPHA) -> Result:
    """The smallest change of a share over n pairs that McNemar's exact test detects; computed exactly.

    Model: a pair turns to yes with probability opposite + change and to no with probability `opposite`; 0 is the
    best case. Raises ValueError if opposite is not from 0 to 0.5.
    """
    if not 0 <= opposite <= 0.5:
        raise ValueError(f"opposite is a share from 0 to 0.5, not {opposite}")
    if n < 1:
        raise NotComputableError("no pair", n)
    turned = range(n + 1)
    pairs = [(up, down) for up in turned for down in range(n + 1 - up) if binomial_p(up, up + down) <= alpha]
    if not pairs:
        raise NotComputableError(_too_few(n, alpha), n)

    def power_at(change: float) -> float:
        up_share, same = opposite + change, max(0.0, 1 - 2 * opposite - change)
        chances = (
            math.comb(n, up) * math.comb(n - up, down) * up_share**up * opposite**down * same ** (n - up - down)
            for up, down in pairs
        )
        return math.fsum(chances)

    largest = 1 - 2 * opposite
    change = _smallest_found(power_at, largest, f"a change of {largest:g}", n)
    return _detectable(change, n, alpha, "exact")


# ---------------------------------------------------------------- common


def smallest_effect(power_at: Callable[[float], float], largest: float, power: float = POWER) -> float | None:
    """The smallest effect on a grid of 0.001 up to `largest` whose power is reached; None if not even there.

    power_at: the power of an effect, which must not fall as the effect grows (the search halves the grid).
    """
    if power_at(largest) < power:
        return None
    low, high = 0, math.ceil(largest / STEP - 1e-9)
    while high - low > 1:
        middle = (low + high) // 2
        if power_at(middle * STEP) >= power:
            high = middle
        else:
            low = middle
    return min(round(high * STEP, 3), largest)


def _smallest_found(power_at: Callable[[float], float], largest: float, named: str, n: int) -> float:
    """`smallest_effect`. Raises NotComputableError if even the largest, which is `named` so, is not found."""
    effect = smallest_effect(power_at, largest)
    if effect is None:
        reason = f"even {named} would be found in only {100 * power_at(largest):.0f} % of samples"
        raise NotComputableError(reason, n)
    return effect


def _too_few(n: int, alpha: float) -> str:
    return f"with n = {n} no result can have a p of {alpha:g} or less"


def _detectable(effect: float, n: int, alpha: float, detail: str) -> Result:
    return Result(effect, n=n, detail=f"power={POWER:g}; alpha={alpha:g}; {detail}")
