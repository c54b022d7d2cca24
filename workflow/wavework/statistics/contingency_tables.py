"""Two independent groups of services on categories: exact tests of 2 × k and 2 × 2 tables.

All functions take the two groups `x` and `y`, shapes (n1,) and (n2,), as one code per service; NaN is missing and
is left out. Codes are scores in the ordered test and mere names in the unordered one. A category that nobody
uses adds nothing, so the codes of the scale need not be passed.
"""

from functools import lru_cache
from math import comb

import numpy as np
from numpy.random import Generator
from numpy.typing import ArrayLike

from wavework.conventions import MIN_GROUP
from wavework.statistics.intervals import around_a_difference
from wavework.statistics.null_distributions import (
    P,
    distinct_rows,
    first_rows,
    subset_sum_p_many,
    table_probabilities,
    tail,
)
from wavework.statistics.resampling import RESAMPLES, Floats
from wavework.statistics.result import NAN, Result
from wavework.statistics.sample_arrays import as_integers, check_yes_no, details, present, two_groups
from wavework.statistics.statistic import Estimates, statistic
from wavework.statistics.two_groups import pooled_table

AS_PROBABLE = 1 + 1e-7  # tables of equal probability are equal in spite of rounding, as in R's fisher.test
GRID = 10_001  # values of the nuisance parameter in [0, 1] before refinement


@statistic("difference of mean scores", "Cochran 1954; Armitage 1955; exact: Agresti 1992")
def linear_by_linear(x: ArrayLike, y: ArrayLike, *, generator: Generator, resamples: int = RESAMPLES) -> Result:
    """Exact test of an ordered 2 × k table (linear-by-linear, Cochran-Armitage); the codes are the scores.

    Estimate: mean score of x − mean score of y. p: two-sided, P(|S − E S| ≥ |s − E S|) for the score sum S of x
    over all allocations; exact while the distinct tables are at most a million, otherwise from `resamples`
    draws. On two categories it is Fisher's test with this definition of two-sided.
    Not computable: a group of fewer than two values, or all values equal.
    """
    first, second = two_groups(x, y)
    n = first.size + second.size
    scores, totals, row = pooled_table(first, second)
    centred = (scores - (scores * totals).sum() / n) / np.ptp(scores)
    rows, probabilities = first_rows(totals, first.size, generator, resamples)
    p = tail(np.abs(rows @ centred), abs(float(row @ centred)), probabilities)
    return Result(
        estimate=float(first.mean() - second.mean()),
        n=n,
        **p.told("linear-by-linear, {how} over allocations, two-sided"),
        detail=details(n_x=first.size, n_y=second.size, categories=scores.size),
    )


@linear_by_linear.over_tables
def linear_by_linear_many(x: Floats, y: Floats) -> Estimates:
    """Difference of mean scores and p of many tables (tables, n1) and (tables, n2), exact.

    Raises ValueError for scores without a common denominator up to 1,000: p is found from sums of whole numbers.
    """
    pooled = np.column_stack([x, y])
    missing = np.isnan(pooled)
    different, place = np.unique(pooled[~missing], return_inverse=True)
    whole, unit = as_integers(different - different.min(initial=0.0))
    weights = np.full(pooled.shape, -1, dtype=np.int64)
    weights[~missing] = whole[place]
    of_first = np.maximum(weights[:, : x.shape[1]], 0).sum(axis=1)
    n1, n2 = ((~np.isnan(group)).sum(axis=1) for group in (x, y))
    lowest = np.where(missing, np.inf, weights).min(axis=1, initial=np.inf)
    known = (np.minimum(n1, n2) >= MIN_GROUP) & (weights.max(axis=1, initial=-1) > lowest)
    with np.errstate(divide="ignore", invalid="ignore"):
        value = unit * (of_first / n1 - np.maximum(weights[:, x.shape[1] :], 0).sum(axis=1) / n2)
    return Estimates(
        np.where(known, value, NAN), n1 + n2, np.where(known, subset_sum_p_many(weights, n1, of_first), NAN)
    )


@statistic("Cramér's V", "Fisher 1935; Freeman & Halton 1951")
def fisher_freeman_halton(x: ArrayLike, y: ArrayLike, *, generator: Generator, resamples: int = RESAMPLES) -> Result:
    """Exact test of an unordered 2 × k table: Fisher's test beyond 2 × 2.

    Estimate: Cramér's V, 0 to 1 (biased upwards in small tables: read it with p). p: the probability of all tables
    with the same margins that are at most as probable as the one found; exact while the distinct tables are at
    most a million, otherwise from `resamples` draws.
    Not computable: a group of fewer than two values, or all values equal.
    """
    first, second = two_groups(x, y)
    n = first.size + second.size
    values, totals, row = pooled_table(first, second)
    rows, probabilities = first_rows(totals, first.size, generator, resamples)
    own = table_probabilities(rows, totals, first.size)
    observed = float(table_probabilities(row[None, :], totals, first.size)[0])
    rarity, reference = -np.log(own), -np.log(observed * AS_PROBABLE)
    p = tail(rarity, float(reference), probabilities)
    expected = totals * first.size / n
    chi_squared = float(((row - expected) ** 2 / expected).sum()) * n / second.size
    return Result(
        estimate=float(np.sqrt(chi_squared / n)),
        n=n,
        **p.told("Fisher-Freeman-Halton, {how}"),
        detail=details(n_x=first.size, n_y=second.size, categories=values.size),
    )


@statistic("difference of shares", "Boschloo 1970; interval: Agresti & Caffo 2000")
def boschloo(x: ArrayLike, y: ArrayLike) -> Result:
    """Boschloo's exact unconditional test of a yes/no answer (1 or 0) in two groups.

    Estimate: share of yes in x − share in y, with the Agresti-Caffo interval (one yes and one no added to each
    group; measured coverage at groups of 5 and 6 to 11 and 16: mean 0.962 to 0.967, 5 % of the pairs of shares
    below 0.935 to 0.944, lowest 0.900). p: two-sided, the largest probability over the common share π of all
    tables whose Fisher p (two-sided, by probability) is at most that of the table found; never above Fisher's p.
    π is searched on 10,001 points and then between the neighbours of the best. SciPy's `boschloo_exact` takes
    twice the smaller one-sided p instead, from 32 Sobol points and an optimiser; one-sided both agree to 1e-9.
    Not computable: a group of fewer than two values, or all values equal. Raises ValueError for values other
    than 0, 1, NaN.
    """
    check_yes_no(present(x), present(y))
    first, second = two_groups(x, y)
    n1, n2 = first.size, second.size
    yes1, yes2 = int(first.sum()), int(second.sum())
    p, nuisance = boschloo_p(yes1, n1, yes2, n2)
    share1, share2 = (yes1 + 1) / (n1 + 2), (yes2 + 1) / (n2 + 2)
    variance = share1 * (1 - share1) / (n1 + 2) + share2 * (1 - share2) / (n2 + 2)
    low, high = around_a_difference(share1 - share2, variance)
    return Result(
        estimate=yes1 / n1 - yes2 / n2,
        low=low,
        high=high,
        n=n1 + n2,
        interval_method="Agresti-Caffo",
        **P(p).told("Boschloo, two-sided"),
        detail=details(yes_x=yes1, n_x=n1, yes_y=yes2, n_y=n2, nuisance=nuisance),
    )


@boschloo.over_tables
def boschloo_many(x: Floats, y: Floats) -> Estimates:
    """Difference of shares and p of many tables (tables, n1) and (tables, n2), exact: each pair of counts once."""
    check_yes_no(*(values[~np.isnan(values)] for values in (x, y)))
    yes1, yes2 = (np.nansum(group, axis=1).astype(np.int64) for group in (x, y))
    n1, n2 = ((~np.isnan(group)).sum(axis=1) for group in (x, y))
    known = (np.minimum(n1, n2) >= MIN_GROUP) & (yes1 + yes2 > 0) & (yes1 + yes2 < n1 + n2)
    p = np.full(len(x), NAN)
    for rows, counts in distinct_rows(np.column_stack([yes1, n1, yes2, n2])):
        if known[rows[0]]:
            p[rows] = boschloo_p(*counts.tolist())[0]
    with np.errstate(divide="ignore", invalid="ignore"):
        value = yes1 / n1 - yes2 / n2
    return Estimates(np.where(known, value, NAN), n1 + n2, p)


@lru_cache(maxsize=10_000)
def boschloo_p(yes1: int, n1: int, yes2: int, n2: int, *, alternative: str = "two-sided") -> tuple[float, float]:
    """Boschloo's p and the common share at which it is reached.

    alternative: "two-sided", "greater" (first share larger) or "less". Raises ValueError for another word.
    """
    fisher = fisher_p_values(n1, n2, alternative)
    region = fisher <= fisher[yes1, yes2] * AS_PROBABLE
    # ways (n1 + n2 + 1,): tables of the region by their total of yes; P(π) = Σ ways·π^s·(1 − π)^(N − s)
    ways = [
        sum(comb(n1, a) * comb(n2, s - a) for a in range(n1 + 1) if 0 <= s - a <= n2 and region[a, s - a])
        for s in range(n1 + n2 + 1)
    ]
    weights = np.array(ways, dtype=np.float64)
    grid, terms = _whole_grid(weights.size)
    for _ in range(4):  # each round narrows the bracket a thousandfold or more
        values = terms @ weights
        best = int(np.argmax(values))
        low, high = grid[max(best - 1, 0)], grid[min(best + 1, grid.size - 1)]
        found, at = float(values[best]), float(grid[best])
        grid = np.linspace(low, high, 1001)
        terms = _terms(grid, weights.size)
    return min(1.0, found), at


@lru_cache(maxsize=20)
def _whole_grid(size: int) -> tuple[Floats, Floats]:
    grid = np.linspace(0.0, 1.0, GRID)
    return grid, _terms(grid, size)


def _terms(shares: Floats, size: int) -> Floats:
    """π^s·(1 − π)^(N − s) for each share π and s = 0 … N: (shares, size), size = N + 1."""
    powers = np.arange(size)
    return np.asarray(shares[:, None] ** powers * (1 - shares[:, None]) ** powers[::-1], dtype=np.float64)


@lru_cache(maxsize=100)
def fisher_p_values(n1: int, n2: int, alternative: str = "two-sided") -> Floats:
    """Fisher's p (n1 + 1, n2 + 1) of every 2 × 2 table with these group sizes; not to be written to."""
    if alternative not in ("two-sided", "greater", "less"):
        raise ValueError(f"alternative is 'two-sided', 'greater' or 'less', not {alternative!r}")
    p = np.ones((n1 + 1, n2 + 1))
    for total in range(n1 + n2 + 1):
        yes1 = np.arange(max(0, total - n2), min(n1, total) + 1)
        pmf = np.array([comb(n1, a) * comb(n2, total - a) / comb(n1 + n2, total) for a in yes1.tolist()])
        if alternative == "greater":
            values = np.cumsum(pmf[::-1])[::-1]
        elif alternative == "less":
            values = np.cumsum(pmf)
        else:
            values = np.array([pmf[pmf <= own * AS_PROBABLE].sum() for own in pmf])
        p[yes1, total - yes1] = values
    return p
