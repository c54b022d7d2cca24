"""Exact null distributions of rank and score sums, and the two-sided p read from them.

All statistics are sums of whole numbers (doubled mid-ranks, integer scores), so "at least as extreme" is
decided without rounding, ties included. Distributions are built by the shift algorithm of Streitberg & Röhmel
1986, whose cost grows with the sum of the scores and not with the number of permutations.
"""

from math import comb, exp

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray
from scipy.special import gammaln

from wavework.statistics.samples import Floats, Integers

LARGEST_ENUMERATION = 1_000_000  # tables or states that are listed; above, permutations are drawn
CLOSE = 1e-9  # relative: two computed statistics that differ by less are equal


def sign_flip_pmf(weights: Integers, up: float = 0.5) -> Floats:
    """Distribution of Σ wᵢ·Bᵢ, Bᵢ independent Bernoulli(up), on 0 … Σ wᵢ, for whole weights (m,) ≥ 0.

    With up = ½ and ranks for weights: the null distribution of the signed-rank sum. Exact in float64 for
    up = ½ and m ≤ 53 (all terms are multiples of 2⁻ᵐ), to about 1e-15 otherwise.
    """
    pmf = np.zeros(int(weights.sum()) + 1)
    pmf[0] = 1.0
    reached = 0
    for weight in weights.tolist():
        shifted = pmf[: reached + 1] * up
        pmf[: reached + 1] *= 1.0 - up
        pmf[weight : weight + reached + 1] += shifted
        reached += weight
    return pmf


def sign_flip_p(weights: Integers, up_sum: int) -> float:
    """Two-sided p of the sum `up_sum` of the weights with a positive sign, all 2ᵐ signs equally likely.

    The distribution is symmetric about Σ wᵢ/2, with and without ties: p = P(|T − Σ/2| ≥ |t − Σ/2|).
    """
    pmf = sign_flip_pmf(weights)
    total = pmf.size - 1
    distance = np.abs(2 * np.arange(total + 1) - total)
    return min(1.0, float(pmf[distance >= abs(2 * up_sum - total)].sum()))


def subset_sum_p(weights: Integers, size: int, observed: int) -> float:
    """Two-sided p of the sum `observed` of `size` of the whole weights (N,) ≥ 0, drawn without replacement.

    p = P(|T − E T| ≥ |t − E T|), the definition of coin and exactRankTests; with ties and unequal groups the
    distribution need not be symmetric. Cost: about N·size·Σ w; 0.01 s at N = 27, a second at N = 200.
    """
    total, number = int(weights.sum()), weights.size
    ways = np.zeros((size + 1, total + 1))
    ways[0, 0] = 1.0
    reached = 0
    for drawn, weight in enumerate(weights.tolist()):
        most = min(drawn + 1, size)
        ways[1 : most + 1, weight : reached + weight + 1] += ways[:most, : reached + 1]
        reached += weight
    pmf = ways[size] / ways[size].sum()
    distance = np.abs(number * np.arange(total + 1) - size * total)
    return min(1.0, float(pmf[distance >= abs(number * observed - size * total)].sum()))


def number_of_tables(totals: Integers, size: int) -> int:
    """How many 2 × k tables have the column totals `totals` (k,) and the first row's sum `size`."""
    ways = [1] + [0] * size
    for total in totals.tolist():
        ways = [sum(ways[max(0, s - total) : s + 1]) for s in range(size + 1)]
    return ways[size]


def two_row_tables(totals: Integers, size: int) -> tuple[Integers, Floats]:
    """Every first row (tables, k) of a 2 × k table with these column totals, and its probability (tables,).

    The probability is the hypergeometric one, that is, the share of the C(N, size) allocations of units to the
    first group that give the table. Order: lexicographic. Check `number_of_tables` first.
    """
    rows = np.zeros((1, 0), dtype=np.int64)
    left = np.array([size], dtype=np.int64)
    later = int(totals.sum())
    for total in totals.tolist():
        later -= total
        fewest, most = np.maximum(0, left - later), np.minimum(total, left)
        choices = most - fewest + 1
        parent = np.repeat(np.arange(len(rows)), choices)
        step = np.arange(parent.size) - np.repeat(np.cumsum(choices) - choices, choices)
        taken = fewest[parent] + step
        rows = np.column_stack([rows[parent], taken])
        left = left[parent] - taken
    return rows, table_probabilities(rows, totals, size)


def table_probabilities(rows: Integers, totals: Integers, size: int) -> Floats:
    """Hypergeometric probabilities of first rows (tables, k) of a 2 × k table."""
    number = int(totals.sum())
    if comb(number, size) < 2**53:
        largest = int(totals.max(initial=0))
        binomials = np.array([[comb(n, r) for r in range(largest + 1)] for n in totals.tolist()], dtype=float)
        ways = np.prod(binomials[np.arange(totals.size), rows], axis=1)
        return np.asarray(ways / comb(number, size), dtype=np.float64)
    logs = (gammaln(totals + 1) - gammaln(rows + 1) - gammaln(totals - rows + 1)).sum(axis=1)
    whole = gammaln(number + 1) - gammaln(size + 1) - gammaln(number - size + 1)
    return np.asarray(np.exp(logs - whole), dtype=np.float64)


def binomial_pmf(n: int) -> Floats:
    """Probabilities of 0 … n heads of a fair coin."""
    if n <= 1000:
        return np.array([comb(n, r) / 2**n for r in range(n + 1)])
    logs = [gammaln(n + 1) - gammaln(r + 1) - gammaln(n - r + 1) - n * np.log(2.0) for r in range(n + 1)]
    return np.array([exp(value) for value in logs])


def tail(statistics: Floats, observed: float, probabilities: Floats) -> float:
    """P(statistic ≥ observed) over listed cases (equal to a relative 1e-9 counts as reached)."""
    return min(1.0, float(probabilities[at_least(statistics, observed)].sum()))


def at_least(statistics: Floats, observed: float) -> NDArray[np.bool_]:
    """Which statistics reach the observed one, up to rounding in their last digits."""
    slack = CLOSE * max(1.0, abs(observed)) if np.isfinite(observed) else 0.0
    return np.asarray(statistics >= observed - slack)


def monte_carlo_p(reached: int, resamples: int) -> tuple[float, float]:
    """p and its Monte Carlo standard error from the number of drawn permutations that reach the observed value.

    The observed arrangement counts as one of the permutations (Phipson & Smyth 2010), so p is never 0 and the
    test is valid at any number of resamples.
    """
    p = (reached + 1) / (resamples + 1)
    return p, float(np.sqrt(p * (1 - p) / (resamples + 1)))


def draw_two_row_tables(totals: Integers, size: int, rng: Generator, resamples: int) -> Integers:
    """`resamples` first rows (resamples, k) of random allocations of units to the first group."""
    return np.asarray(rng.multivariate_hypergeometric(totals, size, size=resamples), dtype=np.int64)
