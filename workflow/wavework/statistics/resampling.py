"""Seeds, permutations and bootstrap: everything random in the statistics comes from here.

A Monte Carlo p counts the observed arrangement among the shuffled ones, (b + 1) / (m + 1), so that it is never 0
(Phipson & Smyth 2010). Where all distinct arrangements can be listed, they are, and p is exact.
"""

import hashlib
import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from wavework.conventions import CONFIDENCE

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

RESAMPLES = 99_999  # permutations of one test; the standard error of p = 0.05 is then 0.0007
BOOTSTRAP = 9_999
EXACT_LIMIT = math.factorial(10)  # distinct arrangements that are still listed one by one
BLOCK_CELLS = 400_000  # cells of a block of arrangements: small enough for the processor's cache
UNDEFINED_SHARE = 0.05  # ASSUME above this share of resamples without a statistic an interval says nothing
SAME = 1e-12  # two statistics of ranks that differ by less are equal
# Values that differ by less than this share of the largest are level. The mean of a hundred answers is exact to about
# 1e-14 of it, and two means of other answers differ by 1e-5 of it or more.
TIES = 1e-12

P_SOURCE = "Phipson & Smyth 2010, doi:10.2202/1544-6115.1585"
BCA_SOURCE = "Efron 1987, doi:10.1080/01621459.1987.10478410"


def rng(root_seed: int, name: str) -> np.random.Generator:
    """The generator of one statistic: it depends on the root seed and the statistic's own name, on no order of calls.

    The name enters as the first 128 bits of its SHA-256, as the spawn key of numpy's SeedSequence.
    Raises ValueError if the root seed is negative or no integer.
    """
    if isinstance(root_seed, bool) or int(root_seed) != root_seed or root_seed < 0:
        raise ValueError(f"a root seed is an integer of 0 or more, not {root_seed!r}")
    digest = hashlib.sha256(name.encode("utf-8")).digest()
    key = tuple(int.from_bytes(digest[start : start + 4], "big") for start in range(0, 16, 4))
    return np.random.default_rng(np.random.SeedSequence(int(root_seed), spawn_key=key))


def tie_places(values: ArrayLike, size: ArrayLike | None = None) -> tuple[Integers, Integers]:
    """How many of the values of its row lie below each value, and how many below it or level with it: (…, n) both.

    Values are level that differ by less than TIES of `size` (…), by default the largest value of the row: means of the
    same answers that were added up in another order are ties, not neighbours. NaN is missing: counted nowhere, and -1
    in both. Raises ValueError for infinite values.
    """
    numbers = np.asarray(values, dtype=np.float64)
    if np.isinf(numbers).any():
        raise ValueError("a value is infinite")
    missing = np.isnan(numbers)
    largest = np.abs(np.where(missing, 0.0, numbers)).max(axis=-1, initial=0.0) if size is None else size
    order = np.argsort(numbers, axis=-1, kind="stable")  # missing ones last
    ascending = np.take_along_axis(numbers, order, axis=-1)
    n = numbers.shape[-1]
    if n == 0:
        return np.zeros(numbers.shape, dtype=np.int64), np.zeros(numbers.shape, dtype=np.int64)
    apart = np.ones((*numbers.shape[:-1], n + 1), dtype=np.bool_)  # whether a level begins at a place, the end included
    apart[..., 1:-1] = ~(np.diff(ascending, axis=-1) <= TIES * np.asarray(largest)[..., np.newaxis])
    place = np.arange(n + 1)
    first = np.maximum.accumulate(np.where(apart[..., :-1], place[:-1], 0), axis=-1)
    after = np.minimum.accumulate(np.where(apart[..., 1:], place[1:], n)[..., ::-1], axis=-1)[..., ::-1]
    below, upto = np.empty(numbers.shape, dtype=np.int64), np.empty(numbers.shape, dtype=np.int64)
    np.put_along_axis(below, order, first, axis=-1)
    np.put_along_axis(upto, order, after, axis=-1)
    below[missing] = upto[missing] = -1
    return below, upto


def level_codes(values: ArrayLike) -> Integers:
    """Dense integer codes 0, 1, … in the order of the values of each row (…, n), -1 where a value is missing (NaN).

    Values are level as in `tie_places`. Raises ValueError for infinite values.
    """
    below, _ = tie_places(values)
    taken = np.zeros((*below.shape[:-1], below.shape[-1] + 1), dtype=np.int64)  # a place that a level begins at
    np.put_along_axis(taken, np.where(below < 0, below.shape[-1], below), 1, axis=-1)
    codes = np.take_along_axis(np.cumsum(taken[..., :-1], axis=-1) - 1, np.maximum(below, 0), axis=-1)
    return np.where(below < 0, -1, codes)


def stratum_codes(strata: ArrayLike | None, n: int) -> Integers:
    """Codes 0, 1, … of the strata (n,) in sorted order of their labels; all 0 without strata.

    Raises ValueError if there is not one label per unit.
    """
    if strata is None:
        return np.zeros(n, dtype=np.int64)
    labels = np.asarray(strata)
    if labels.shape != (n,):
        raise ValueError(f"strata: one label per unit expected ({n}), found shape {labels.shape}")
    return np.unique(labels.astype(str), return_inverse=True)[1].astype(np.int64)


# ---------------------------------------------------------------- permutations


def count_arrangements(values: Floats | Integers, strata: Integers) -> int:
    """How many distinct arrangements the values (n,) have when they are shuffled within the strata (n,)."""
    total = 1
    for stratum in np.unique(strata):
        times = np.unique(values[strata == stratum], return_counts=True)[1].tolist()
        total *= math.factorial(sum(times))
        for each in times:
            total //= math.factorial(each)
    return total


def distinct_arrangements(codes: Integers) -> NDArray[np.int16]:
    """All distinct arrangements of a multiset of codes 0, 1, … (n,), one per row, in lexicographic order.

    Without ties these are the n! permutations; each row stands for equally many permutations of the units.
    """
    left = np.bincount(codes).astype(np.int16)[np.newaxis, :]
    rows = np.empty((1, 0), dtype=np.int16)
    for _ in range(len(codes)):
        parent, taken = np.nonzero(left)
        rows = np.column_stack([rows[parent], taken.astype(np.int16)])
        left = left[parent]
        left[np.arange(len(parent)), taken] -= 1
    return rows


@dataclass(frozen=True)
class Shuffles:
    """Arrangements of values within strata: all distinct ones (`exact`), or `total` random ones.

    Iterating gives blocks (rows, n); the random ones advance the generator.
    """

    values: Floats
    strata: Integers
    exact: bool
    total: int
    block_rows: int
    generator: np.random.Generator

    def __iter__(self) -> Iterator[Floats]:
        places = [np.flatnonzero(self.strata == stratum) for stratum in np.unique(self.strata)]
        return self._all(places) if self.exact else self._random(places)

    def _all(self, places: list[Integers]) -> Iterator[Floats]:
        coded = [np.unique(self.values[place], return_inverse=True) for place in places]
        tables = [distinct_arrangements(codes) for _, codes in coded]
        sizes = tuple(len(table) for table in tables)
        for start in range(0, self.total, self.block_rows):
            wanted = np.arange(start, min(start + self.block_rows, self.total))
            rows = np.unravel_index(wanted, sizes)
            block = np.empty((len(wanted), len(self.values)))
            for place, (labels, _), table, row in zip(places, coded, tables, rows, strict=True):
                block[:, place] = labels[table[row]]
            yield block

    def _random(self, places: list[Integers]) -> Iterator[Floats]:
        for start in range(0, self.total, self.block_rows):
            block = np.tile(self.values, (min(self.block_rows, self.total - start), 1))
            if len(places) == 1:
                self.generator.permuted(block, axis=1, out=block)
            else:
                for place in places:
                    block[:, place] = self.generator.permuted(block[:, place], axis=1)
            yield block


def shuffles(
    values: Floats | Integers,
    strata: Integers,
    *,
    generator: np.random.Generator,
    resamples: int = RESAMPLES,
    exact_limit: int = EXACT_LIMIT,
    cells: int = 0,
) -> Shuffles:
    """The arrangements of values (n,) within strata (n,) that a permutation test looks at.

    All distinct ones if there are at most exact_limit (10! by default: n = 10 without ties, more units with ties),
    otherwise `resamples` random ones. cells: numbers that the caller makes of one arrangement (n if 0), which sets
    the size of the blocks. Raises ValueError if resamples < 1.
    """
    if resamples < 1:
        raise ValueError(f"at least one resample is needed, not {resamples}")
    n = len(values)
    arrangements = count_arrangements(values, strata)
    # the list of arrangements is held in memory, hence also a limit on its cells
    exact = arrangements <= exact_limit and arrangements * n <= 10 * EXACT_LIMIT
    return Shuffles(
        values=np.asarray(values, dtype=np.float64),
        strata=strata,
        exact=exact,
        total=arrangements if exact else resamples,
        block_rows=max(1, BLOCK_CELLS // max(cells, n, 1)),
        generator=generator,
    )


def p_value(extreme: ArrayLike, total: int, exact: bool) -> tuple[Floats, Floats]:
    """p and its Monte Carlo standard error from the number of arrangements as extreme as the observed one.

    Exact: extreme / total, error 0. Monte Carlo: (extreme + 1) / (total + 1), error sqrt(p (1 - p) / (total + 1)).
    """
    counted = np.asarray(extreme, dtype=np.float64)
    if exact:
        return counted / total, np.zeros_like(counted)
    p = (counted + 1) / (total + 1)
    return p, np.sqrt(p * (1 - p) / (total + 1))


# ---------------------------------------------------------------- bootstrap


@dataclass(frozen=True)
class Interval:
    """A 95 % interval; NaN bounds with the reason where it cannot be computed."""

    low: float
    high: float
    reason: str = ""

    @property
    def method(self) -> str:
        """What stands in a result's interval_method."""
        return f"not computable: {self.reason}" if self.reason else "BCa bootstrap"


def no_interval(reason: str) -> Interval:
    """An interval that says why it has no bounds."""
    return Interval(math.nan, math.nan, reason)


def bootstrap_weights(strata: Integers, *, generator: np.random.Generator, resamples: int = BOOTSTRAP) -> Floats:
    """How often each unit stands in each bootstrap sample (resamples, n); units are drawn within their stratum (n,)."""
    n = len(strata)
    weights = np.zeros((resamples, n))
    for stratum in range(int(strata.max(initial=0)) + 1):
        place = np.flatnonzero(strata == stratum)
        drawn = generator.integers(len(place), size=(resamples, len(place)))
        cells = drawn + np.arange(resamples)[:, np.newaxis] * len(place)
        weights[:, place] = np.bincount(cells.ravel(), minlength=resamples * len(place)).reshape(resamples, -1)
    return weights


def jackknife_weights(n: int) -> Floats:
    """The n samples that leave one unit out, as weights (n, n)."""
    return np.ones((n, n)) - np.eye(n)


def bca_interval(
    estimate: float, resampled: Floats, jackknife: Floats, strata: Integers, level: float = CONFIDENCE
) -> Interval:
    """Bias-corrected and accelerated bootstrap interval.

    resampled (m,): the statistic in each bootstrap sample, NaN where it has none; jackknife (n,): without each unit,
    in the order of strata (n,). Resamples equal to the estimate count half in the bias correction (as in SciPy; R's
    boot counts only those below, which shifts it where ranks tie). The acceleration takes the jackknife's values from
    their mean (Efron & Tibshirani 1993, eq. 14.15, as SciPy; boot takes them from the estimate, which matters at
    n = 9); with strata after Davison & Hinkley 1997, Bootstrap Methods and their Application, ch. 5.
    Not computable, with the reason: all resamples alike, the estimate at the edge of them, or too many undefined.
    """
    defined = resampled[~np.isnan(resampled)]
    undefined = len(resampled) - len(defined)
    if undefined > UNDEFINED_SHARE * len(resampled):
        return no_interval(f"{100 * undefined / len(resampled):.0f} % of the resamples have no statistic")
    if np.ptp(defined) < SAME:
        return no_interval("every resample gives the same value")
    if np.isnan(jackknife).any():
        return no_interval("without one of the units there is no statistic")
    below = np.count_nonzero(defined < estimate - SAME)
    equal = np.count_nonzero(np.abs(defined - estimate) <= SAME)
    share = (below + equal / 2) / len(defined)
    if share in (0.0, 1.0):
        return no_interval("the estimate lies outside all resamples")
    from scipy.special import ndtr, ndtri  # its import would cost every job that only draws a figure

    bias = float(ndtri(share))
    tails = np.array([(1 - level) / 2, (1 + level) / 2])
    shifted = bias + ndtri(tails)
    stretch = 1 - _acceleration(jackknife, strata) * shifted
    if (stretch <= 0).any():
        return no_interval("the acceleration is too large")
    low, high = np.quantile(defined, ndtr(bias + shifted / stretch))
    return Interval(float(low), float(high))


def _acceleration(jackknife: Floats, strata: Integers) -> float:
    squares = cubes = 0.0
    for stratum in range(int(strata.max(initial=0)) + 1):
        inside = jackknife[strata == stratum]
        influence = (len(inside) - 1) * (inside.mean() - inside) / len(inside)
        squares += float((influence**2).sum())
        cubes += float((influence**3).sum())
    return 0.0 if squares < SAME else cubes / (6 * squares**1.5)
