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

from wavework.statistics.ranking import Method, pair_signs
from wavework.statistics.resampling import EXACT_LIMIT, Floats, shuffles
from wavework.statistics.result import POWER, Result, not_computable

ALPHA = 0.05
SIMULATIONS = 20_000  # the standard error of a power of 0.8 is then 0.003
NULL_RESAMPLES = 999_999
STEP = 0.001  # effects are searched on this grid
BATCH_CELLS = 2_000_000
SOURCE = "Hoenig & Heisey 2001, doi:10.1198/000313001300339897"
NAMES = {"spearman": "Spearman's rho", "kendall": "Kendall's tau"}


# ---------------------------------------------------------------- rank correlation


def critical_value(
    n: int, *, generator: np.random.Generator, method: Method = "spearman", alpha: float = ALPHA
) -> Result:
    """The smallest |rho| or |tau| of n units without ties whose two-sided p is at most alpha.

    Kendall: exact for each n; Spearman: exact up to n = 10, one million random permutations above. `detail`: the level
    that is reached. Not computable where n is so small that no arrangement has a p of alpha or less.
    """
    name = f"critical |{NAMES[method]}|"
    critical, level, exact = _critical_score(n, method, alpha, generator)
    if math.isnan(critical):
        return not_computable(_too_few(n, alpha), n, name)
    how = "exact permutation" if exact else f"Monte Carlo permutation ({NULL_RESAMPLES})"
    return Result(
        critical / _largest_score(n, method),
        n=n,
        method=name,
        p_method=how,
        source="Kendall & Gibbons 1990, Rank Correlation Methods",
        detail=f"alpha={alpha:g}; level reached={level:.6g}",
    )


def detectable_correlation(
    n: int,
    *,
    generator: np.random.Generator,
    method: Method = "spearman",
    power: float = POWER,
    alpha: float = ALPHA,
    simulations: int = SIMULATIONS,
) -> Result:
    """The smallest population rho or tau that the permutation test of n units detects.

    Model: bivariate normal with correlation r; rho = 6 / pi asin(r / 2), tau = 2 / pi asin(r). `detail` has r.
    """
    name = _named(NAMES[method], power, "bivariate normal, no ties")
    critical, _, _ = _critical_score(n, method, alpha, generator)
    if math.isnan(critical):
        return not_computable(_too_few(n, alpha), n, name, SOURCE)
    x, noise = generator.standard_normal((2, simulations, n))
    by_x = np.argsort(x, axis=1)
    x, noise = np.take_along_axis(x, by_x, axis=1), np.take_along_axis(noise, by_x, axis=1)

    def power_at(r: float) -> float:
        found = 0
        batch = max(1, BATCH_CELLS // n**2)
        for start in range(0, simulations, batch):
            rows = slice(start, start + batch)
            y = r * x[rows] + math.sqrt(1 - r * r) * noise[rows]
            found += int(np.count_nonzero(np.abs(_scores_of_sorted(y, method)) >= critical))
        return found / simulations

    r = smallest_effect(power_at, 1 - STEP, power)
    if r is None:
        return _beyond("a correlation of 0.999", power_at(1 - STEP), n, name)
    effect = 6 / math.pi * math.asin(r / 2) if method == "spearman" else 2 / math.pi * math.asin(r)
    return _detectable(effect, n, name, power, alpha, f"Pearson's r={r:g}; simulations={simulations}")


def _scores_of_sorted(y: Floats, method: Method) -> Floats:
    """The sum of products of scores (m,) of y (m, n) with units in the order of x."""
    n = y.shape[1]
    if method == "kendall":
        return -pair_signs(y).sum(axis=1)
    return (np.argsort(np.argsort(y, axis=1), axis=1) * 2.0 - (n - 1)) @ _doubled(n)


def _doubled(n: int) -> Floats:
    return np.arange(1 - n, n, 2, dtype=np.float64)


def _largest_score(n: int, method: Method) -> float:
    return n * (n * n - 1) / 3 if method == "spearman" else n * (n - 1) / 2


def _critical_score(n: int, method: Method, alpha: float, generator: np.random.Generator) -> tuple[float, float, bool]:
    """Smallest |score| with two-sided p of at most alpha (NaN if there is none), that p, and whether it is exact."""
    if method == "kendall":
        values, weights = _inversions(n)
        return *_critical(values, weights, alpha), True
    ranks = _doubled(n)
    order = shuffles(
        ranks, np.zeros(n, dtype=np.int64), generator=generator, resamples=NULL_RESAMPLES, exact_limit=EXACT_LIMIT
    )
    values, times = np.unique(np.concatenate([block @ ranks for block in order]), return_counts=True)
    weights = times.astype(np.float64)
    if not order.exact:
        # the observed arrangement counts among the random ones, as it does in the test
        values, weights = np.append(values, math.inf), np.append(weights, 1.0)
    return *_critical(values, weights, alpha), order.exact


def _critical(values: Floats, weights: Floats, alpha: float) -> tuple[float, float]:
    """The smallest |value| beyond which the null distribution has at most alpha, and how much it has there."""
    sizes, place = np.unique(np.abs(values), return_inverse=True)
    tail = np.cumsum(np.bincount(place, weights=weights)[::-1])[::-1] / weights.sum()
    small = np.flatnonzero((tail <= alpha * (1 + 1e-12)) & np.isfinite(sizes))
    return (float(sizes[small[0]]), float(tail[small[0]])) if len(small) else (math.nan, math.nan)


def _inversions(n: int) -> tuple[Floats, Floats]:
    """Kendall's score over all n! orders: values, and the probability of each (products of uniform 0 … i)."""
    chance = np.ones(1)
    for size in range(2, n + 1):
        chance = np.convolve(chance, np.full(size, 1 / size))
    return n * (n - 1) / 2 - np.arange(0, 2 * len(chance), 2, dtype=np.float64), chance


# ---------------------------------------------------------------- shifts


def detectable_paired_shift(
    n: int,
    *,
    generator: np.random.Generator,
    power: float = POWER,
    alpha: float = ALPHA,
    simulations: int = SIMULATIONS,
) -> Result:
    """The smallest mean change that the exact Wilcoxon signed-rank test detects, in standard deviations of the changes.

    Model: n normal changes with one mean, none of them 0.
    """
    name = _named("Wilcoxon signed-rank", power, "normal changes, no ties")
    chance = np.ones(1)
    for rank in range(1, n + 1):
        chance = np.convolve(chance, np.concatenate([[0.5], np.zeros(rank - 1), [0.5]]))
    critical, _ = _critical(_doubled(len(chance)), chance, alpha)
    if math.isnan(critical):
        return not_computable(_too_few(n, alpha), n, name, SOURCE)
    changes = generator.standard_normal((simulations, n))

    def power_at(shift: float) -> float:
        shifted = changes + shift
        ranks = np.argsort(np.argsort(np.abs(shifted), axis=1), axis=1) + 1.0
        return float(np.mean(np.abs((ranks * np.sign(shifted)).sum(axis=1)) >= critical))

    shift = smallest_effect(power_at, 10.0, power)
    if shift is None:
        return _beyond("a shift of 10 standard deviations", power_at(10.0), n, name)
    return _detectable(shift, n, name, power, alpha, f"simulations={simulations}")


def detectable_two_sample_shift(
    n1: int,
    n2: int,
    *,
    generator: np.random.Generator,
    test: Literal["mann_whitney", "brunner_munzel"] = "mann_whitney",
    power: float = POWER,
    alpha: float = ALPHA,
    simulations: int = SIMULATIONS,
) -> Result:
    """The smallest difference of means, in standard deviations, that a two-sample rank test detects.

    Model: normal samples of n1 and n2 with equal spread. Mann-Whitney: exact null distribution; Brunner-Munzel: its
    permutation distribution from random permutations. `detail`: the same effect as Cliff's delta.
    """
    label = {"mann_whitney": "Mann-Whitney", "brunner_munzel": "Brunner-Munzel"}[test]
    name, n = _named(label, power, "normal samples of equal spread, no ties"), n1 + n2
    if n1 < 2 or n2 < 2:
        return not_computable(f"samples of {n1} and {n2}; at least 2 each are needed", n, name, SOURCE)
    statistic = _centred_u if test == "mann_whitney" else _brunner_munzel
    if test == "mann_whitney":
        critical, _ = _critical(*_mann_whitney_null(n1, n2), alpha)
    else:
        null = np.abs(statistic(generator.permuted(np.tile(np.arange(n), (99_999, 1)), axis=1), n1))
        # infinity for the observed arrangement, which counts among the random ones
        critical, _ = _critical(np.append(np.minimum(null, 1e300), math.inf), np.ones(len(null) + 1), alpha)
    if math.isnan(critical):
        return not_computable(_too_few(n, alpha), n, name, SOURCE)
    samples = generator.standard_normal((simulations, n))

    def power_at(shift: float) -> float:
        shifted = samples.copy()
        shifted[:, n1:] += shift
        ranks = np.argsort(np.argsort(shifted, axis=1), axis=1)
        return float(np.mean(np.abs(statistic(ranks, n1)) >= critical))

    shift = smallest_effect(power_at, 10.0, power)
    if shift is None:
        return _beyond("a shift of 10 standard deviations", power_at(10.0), n, name)
    delta = 2 * float(ndtr(shift / math.sqrt(2))) - 1
    detail = f"Cliff's delta={delta:.3f}; n1={n1}; n2={n2}; simulations={simulations}"
    return _detectable(shift, n, name, power, alpha, detail)


def _centred_u(ranks: np.ndarray, n1: int) -> Floats:
    """Doubled U of the second sample minus its mean, from ranks (m, n) that start with 0 and have the n1 first."""
    n2 = ranks.shape[1] - n1
    return 2.0 * ranks[:, n1:].sum(axis=1) - n2 * (n2 - 1) - n1 * n2


def _mann_whitney_null(n1: int, n2: int) -> tuple[Floats, Floats]:
    """Doubled centred U of all choices of n2 among n1 + n2 ranks, and their probabilities."""
    ways = np.zeros((n2 + 1, n1 * n2 + 1))
    ways[0, 0] = 1.0
    for below in range(n1 + n2):
        # the unit of this rank joins the second sample as its k-th: above it stand below - (k - 1) of the first
        for k in range(min(below + 1, n2), 0, -1):
            added = below - (k - 1)
            if added <= n1:
                ways[k, added:] += ways[k - 1, : ways.shape[1] - added]
    return _doubled(n1 * n2 + 1), ways[n2] / ways[n2].sum()


def _brunner_munzel(ranks: np.ndarray, n1: int) -> Floats:
    """Brunner & Munzel's studentized statistic (m,) from ranks (m, n); infinite where the samples do not overlap."""
    n2 = ranks.shape[1] - n1
    first, second = ranks[:, :n1] + 1.0, ranks[:, n1:] + 1.0
    placed = [each - np.argsort(np.argsort(each, axis=1), axis=1) - 1 for each in (first, second)]
    spread = n1 * placed[0].var(axis=1, ddof=1) + n2 * placed[1].var(axis=1, ddof=1)
    difference = second.mean(axis=1) - first.mean(axis=1)
    with np.errstate(divide="ignore"):
        return n1 * n2 * difference / (n1 + n2) / np.sqrt(spread)


# ---------------------------------------------------------------- shares


def detectable_share_difference(
    n1: int,
    n2: int,
    *,
    base: float = 0.5,
    test: Literal["fisher", "boschloo"] = "fisher",
    power: float = POWER,
    alpha: float = ALPHA,
) -> Result:
    """The smallest difference of two independent shares (n1, n2 units) that an exact test detects; computed exactly.

    Model: binomial; the first sample's share is `base`, the second's lies above it (below, if base is above one half).
    Boschloo: the two-sided Fisher p as statistic, its probability maximised over a grid of common shares.
    Raises ValueError if base is not between 0 and 1.
    """
    if not 0 <= base <= 1:
        raise ValueError(f"base is a share from 0 to 1, not {base}")
    label = {"fisher": "Fisher's exact", "boschloo": "Boschloo"}[test]
    name, n = _named(label, power, f"binomial, first share {base:g}"), n1 + n2
    if n1 < 1 or n2 < 1:
        return not_computable(f"samples of {n1} and {n2}; at least 1 each is needed", n, name, SOURCE)
    p = _fisher_p(n1, n2) if test == "fisher" else _boschloo_p(n1, n2)
    rejected = (p <= alpha * (1 + 1e-9)).astype(np.float64)
    low = min(base, 1 - base)  # the mirror image has the same power
    weights = _binomial(n1, np.array([low]))[0] @ rejected

    def power_at(difference: float) -> float:
        return float(weights @ _binomial(n2, np.array([low + difference]))[0])

    difference = smallest_effect(power_at, 1 - low, power)
    if difference is None:
        return _beyond(f"a difference of {1 - low:g}", power_at(1 - low), n, name)
    return _detectable(difference, n, name, power, alpha, f"n1={n1}; n2={n2}; exact")


def _binomial(n: int, shares: Floats) -> Floats:
    """Probabilities (len(shares), n + 1) of 0 … n successes."""
    k = np.arange(n + 1)
    return comb(n, k) * shares[:, np.newaxis] ** k * (1 - shares[:, np.newaxis]) ** (n - k)


def _fisher_p(n1: int, n2: int) -> Floats:
    """Two-sided Fisher p of every table (n1 + 1, n2 + 1): the tables of its margin that are at most as likely."""
    likely = np.outer(comb(n1, np.arange(n1 + 1)), comb(n2, np.arange(n2 + 1)))
    p = np.empty(likely.shape)
    margin = np.add.outer(np.arange(n1 + 1), np.arange(n2 + 1))
    for total in range(n1 + n2 + 1):
        chance = likely[margin == total] / comb(n1 + n2, total)
        p[margin == total] = [chance[chance <= each * (1 + 1e-7)].sum() for each in chance]
    return p


def _boschloo_p(n1: int, n2: int) -> Floats:
    """Boschloo p of every table (n1 + 1, n2 + 1)."""
    fisher = np.round(_fisher_p(n1, n2), 10).ravel()
    shares = np.arange(1, 1000) / 1000
    order = np.argsort(fisher, kind="stable")
    tables = (_binomial(n1, shares)[:, :, np.newaxis] * _binomial(n2, shares)[:, np.newaxis, :]).reshape(999, -1)
    up_to = np.cumsum(tables[:, order], axis=1).max(axis=0)
    last = np.searchsorted(fisher[order], fisher, side="right") - 1  # equal Fisher p count together
    return up_to[last].reshape(n1 + 1, n2 + 1)


def detectable_paired_share(
    n: int, *, opposite: float = 0.0, mid_p: bool = False, power: float = POWER, alpha: float = ALPHA
) -> Result:
    """The smallest change of a share over n pairs that McNemar's exact test detects; computed exactly.

    Model: a pair turns to yes with probability opposite + change and to no with probability `opposite`; 0 is the
    best case. Raises ValueError if opposite is not from 0 to 0.5.
    """
    if not 0 <= opposite <= 0.5:
        raise ValueError(f"opposite is a share from 0 to 0.5, not {opposite}")
    name = _named("McNemar " + ("mid-p" if mid_p else "exact"), power, f"opposite changes {opposite:g}")
    if n < 1:
        return not_computable("no pair", n, name, SOURCE)
    turned = range(n + 1)
    pairs = [(up, down) for up in turned for down in range(n + 1 - up) if _mcnemar_p(up, down, mid_p) <= alpha]
    if not pairs:
        return not_computable(_too_few(n, alpha), n, name, SOURCE)

    def power_at(change: float) -> float:
        up_share, same = opposite + change, max(0.0, 1 - 2 * opposite - change)
        chances = (
            math.comb(n, up) * math.comb(n - up, down) * up_share**up * opposite**down * same ** (n - up - down)
            for up, down in pairs
        )
        return math.fsum(chances)

    change = smallest_effect(power_at, 1 - 2 * opposite, power)
    if change is None:
        return _beyond(f"a change of {1 - 2 * opposite:g}", power_at(1 - 2 * opposite), n, name)
    return _detectable(change, n, name, power, alpha, "exact")


def _mcnemar_p(up: int, down: int, mid_p: bool) -> float:
    few, changed = min(up, down), up + down
    tail = sum(math.comb(changed, k) for k in range(few + 1)) / 2**changed
    point = math.comb(changed, few) / 2**changed
    return min(1.0, 2 * tail - (point if mid_p else 0.0))


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


def _named(test: str, power: float, model: str) -> str:
    return f"smallest effect at {100 * power:.0f} % power: {test} ({model})"


def _too_few(n: int, alpha: float) -> str:
    return f"with n = {n} no result can have a p of {alpha:g} or less"


def _beyond(effect: str, power: float, n: int, name: str) -> Result:
    return not_computable(f"even {effect} would be found in only {100 * power:.0f} % of samples", n, name, SOURCE)


def _detectable(effect: float, n: int, name: str, power: float, alpha: float, detail: str) -> Result:
    return Result(effect, n=n, method=name, source=SOURCE, detail=f"power={power:g}; alpha={alpha:g}; {detail}")
