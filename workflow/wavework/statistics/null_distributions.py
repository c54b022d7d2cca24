"""Exact null distributions of rank and score sums, and the two-sided p read from them.

All statistics are sums of whole numbers (doubled mid-ranks, integer scores), so "at least as extreme" is
decided without rounding, ties included. Distributions are built by the shift algorithm of Streitberg & Röhmel
1986, whose cost grows with the sum of the scores and not with the number of permutations.
"""

from collections.abc import Callable, Iterator
from functools import lru_cache
from math import comb
from typing import Any, NamedTuple

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray
from scipy.special import gammaln

from wavework.statistics.resampling import Floats, Integers, p_value

LARGEST_ENUMERATION = 1_000_000  # tables or states that are listed; above, permutations are drawn
SHUFFLES = 1_999  # ASSUME enough where one set is drawn for thousands of tables: the error of p = 0.05 is 0.005
LISTED_UNITS = 12  # whose 2,048 flips (all signs turned being the same) are listed for all tables
SUMS_AT_ONCE = 1_000_000  # bounds the memory: 8 MB
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


def sign_flip_p_many(weights: Integers, up_sums: Integers) -> Floats:
    """`sign_flip_p` of each row of weights (tables, m) and its sum (tables,): one distribution per set of weights."""
    p = np.empty(len(weights))
    for rows, kept in distinct_rows(np.sort(weights, axis=1)):
        p[rows] = _sign_flip_tails(tuple(kept[kept > 0].tolist()))[up_sums[rows]]
    return p


@lru_cache(maxsize=20_000)
def _sign_flip_tails(weights: tuple[int, ...]) -> Floats:
    """Two-sided p of each sum from 0 to that of the weights."""
    below = np.cumsum(sign_flip_pmf(np.array(weights, dtype=np.int64)))  # the distribution is symmetric
    return np.minimum(1.0, 2 * np.minimum(below, below[::-1]))


def distinct_rows(matrix: Integers) -> Iterator[tuple[Integers, Integers]]:
    """Each distinct row (k,) of a matrix (n, k), after the places (m,) where it stands."""
    if not len(matrix):
        return
    order = np.lexsort(matrix.T[::-1])
    ordered = matrix[order]
    starts = np.flatnonzero(np.r_[True, (np.diff(ordered, axis=0) != 0).any(axis=1)])
    yield from zip(np.split(order, starts[1:]), ordered[starts], strict=True)


def flip_p_many(
    moved: Floats, reached: Callable[[Floats], NDArray[np.bool_]], generator: Generator, resamples: int = SHUFFLES
) -> Floats:
    """p (tables,) over flips of the signs of units, the same flips for all tables.

    moved (tables, n, k): what a unit adds to the k sums; reached: from sums (flips, tables, k) whether they are as
    extreme as those found, (flips, tables), where turning all signs makes no difference. Exact up to LISTED_UNITS
    units, from `resamples` drawn flips above.
    """
    tables, n, k = moved.shape
    exact = n <= LISTED_UNITS
    if exact:  # the first unit keeps its sign
        signs = 1.0 - 2 * ((np.arange(2 ** max(n - 1, 0))[:, None] << 1 >> np.arange(n)) & 1)
    else:
        signs = generator.choice([-1.0, 1.0], size=(resamples, n))
    by_unit = np.ascontiguousarray(moved.transpose(1, 0, 2)).reshape(n, tables * k)
    counts = np.zeros(tables, dtype=np.int64)
    at_once = max(1, SUMS_AT_ONCE // max(1, tables * k))
    for start in range(0, len(signs), at_once):
        some = signs[start : start + at_once]
        counts += reached((some @ by_unit).reshape(len(some), tables, k)).sum(axis=0)
    return p_value(counts, len(signs), exact)[0]


def subset_sum_pmf(weights: Integers, size: int) -> Floats:
    """Distribution of the sum of `size` of the whole weights (N,) ≥ 0 drawn without replacement, on 0 … Σ w.

    Cost: about N·size·Σ w; 0.01 s at N = 27, a second at N = 200.
    """
    ways = np.zeros((size + 1, int(weights.sum()) + 1))
    ways[0, 0] = 1.0
    reached = 0
    for drawn, weight in enumerate(weights.tolist()):
        most = min(drawn + 1, size)
        ways[1 : most + 1, weight : reached + weight + 1] += ways[:most, : reached + 1]
        reached += weight
    return np.asarray(ways[size] / ways[size].sum(), dtype=np.float64)


def subset_sum_p(weights: Integers, size: int, observed: int) -> float:
    """Two-sided p of the sum `observed` of `size` of the whole weights (N,) ≥ 0, drawn without replacement.

    p = P(|T − E T| ≥ |t − E T|), the definition of coin and exactRankTests; with ties and unequal groups the
    distribution need not be symmetric.
    """
    total, number = int(weights.sum()), weights.size
    distance = np.abs(number * np.arange(total + 1) - size * total)
    reached = distance >= abs(number * observed - size * total)
    return min(1.0, float(subset_sum_pmf(weights, size)[reached].sum()))


def subset_sum_p_many(weights: Integers, size: Integers, observed: Integers) -> Floats:
    """`subset_sum_p` of each row of weights (tables, N), -1 standing for a missing one; size, observed (tables,).

    One distribution per set of weights and size: meant for few distinct weights, such as the scores of a scale.
    """
    p = np.empty(len(weights))
    for rows, (drawn, *kept) in distinct_rows(np.column_stack([size, np.sort(weights, axis=1)])):
        p[rows] = _subset_sum_tails(int(drawn), tuple(int(each) for each in kept if each >= 0))[observed[rows]]
    return p


@lru_cache(maxsize=20_000)
def _subset_sum_tails(size: int, weights: tuple[int, ...]) -> Floats:
    """Two-sided p of each sum from 0 to that of the weights."""
    pmf = subset_sum_pmf(np.array(weights, dtype=np.int64), size)
    distance = np.abs(len(weights) * np.arange(pmf.size) - size * sum(weights))
    order = np.argsort(distance)
    further = np.cumsum(pmf[order][::-1])[::-1]
    return np.minimum(1.0, further[np.searchsorted(distance[order], distance, side="left")])


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


def first_rows(totals: Integers, size: int, rng: Generator, resamples: int) -> tuple[Integers, Floats | None]:
    """First rows (tables, k) of 2 × k tables: all with their probabilities, or `resamples` random ones with None.

    All of them while they are at most a million.
    """
    if number_of_tables(totals, size) <= LARGEST_ENUMERATION:
        return two_row_tables(totals, size)
    return np.asarray(rng.multivariate_hypergeometric(totals, size, size=resamples), dtype=np.int64), None


def binomial_pmf(n: int) -> Floats:
    """Probabilities of 0 … n heads of a fair coin."""
    heads = np.arange(n + 1)
    if n <= 1000:
        return np.array([comb(n, r) / 2**n for r in heads.tolist()])
    logs = gammaln(n + 1) - gammaln(heads + 1) - gammaln(n - heads + 1) - n * np.log(2.0)
    return np.asarray(np.exp(logs), dtype=np.float64)


def binomial_p(heads: int, n: int) -> float:
    """Two-sided p of so many heads of n tosses of a fair coin."""
    return min(1.0, 2 * float(binomial_pmf(n)[max(heads, n - heads) :].sum()))


def binomial_p_many(heads: Integers, n: Integers) -> Floats:
    """`binomial_p` of many counts (tables,) each."""
    p = np.empty(len(heads))
    for rows, (head, tosses) in distinct_rows(np.column_stack([heads, n])):
        p[rows] = binomial_p(int(head), int(tosses))
    return p


def smallest_p(changed: int) -> float:
    """The least two-sided p that the flips of so many changed pairs can give."""
    return min(1.0, 2.0 ** (1 - changed))


class P(NamedTuple):
    """p, its Monte Carlo standard error (0 where exact), and how it was found: "exact" or "Monte Carlo"."""

    p: float
    error: float = 0.0
    how: str = "exact"

    def told(self, method: str) -> dict[str, Any]:
        """Of a Result: p, its error, and the method, in which {how} stands for how it was found."""
        return {"p": self.p, "p_error": self.error, "p_method": method.format(how=self.how)}


def tail(statistics: Floats, observed: float, probabilities: Floats | None) -> P:
    """P(statistic ≥ observed) over listed cases with their probabilities, or over drawn ones (None).

    Equal to a relative 1e-9 counts as reached.
    """
    reached = at_least(statistics, observed)
    if probabilities is None:
        return drawn_p(int(reached.sum()), reached.size)
    return P(min(1.0, float(probabilities[reached].sum())))


def at_least(statistics: Floats, observed: float) -> NDArray[np.bool_]:
    """Which statistics reach the observed one, up to rounding in their last digits."""
    slack = CLOSE * max(1.0, abs(observed)) if np.isfinite(observed) else 0.0
    return np.asarray(statistics >= observed - slack)


def drawn_p(reached: int, resamples: int) -> P:
    """p from the number of drawn permutations that reach the observed value, see `resampling.p_value`."""
    p, error = p_value(reached, resamples, exact=False)
    return P(float(p), float(error), "Monte Carlo")
