"""The integer scores behind rank correlations, and their permutation test.

Spearman's rho and Kendall's tau-b are one thing (Daniels 1944, doi:10.1093/biomet/33.2.129): give each variable scores
and take their correlation about 0. For rho the scores are the centred doubled midranks 2 R_i - (n + 1), the number
of units below i minus the number above; for tau-b they are the signs of all pairwise differences. Scores are
integers, so that "at least as far from its mean as observed" is decided without rounding, and shuffling units costs
one matrix product.
"""

import math
from collections.abc import Sequence
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from wavework.conventions import MIN_CORRELATED
from wavework.statistics.resampling import Floats, Integers, Shuffles, level_codes, p_value, stratum_codes, tie_places

Method = Literal["spearman", "kendall"]
METHODS: tuple[Method, ...] = ("spearman", "kendall")


def headline_first(headline: Method) -> list[Method]:
    """Both coefficients: that of the headline (`statistics.coefficient` of config.yaml), and the one beside it."""
    return sorted(METHODS, key=lambda method: method != headline)


def doubled_ranks(values: ArrayLike) -> Integers:
    """Centred doubled midranks 2 R - (m + 1) of the m values present, along the last axis of (n,) or (d, n).

    0 where a value is missing (NaN). Raises ValueError for infinite values.
    """
    below, upto = tie_places(values)
    present = below >= 0
    return np.where(present, below + upto - present.sum(axis=-1, keepdims=True), 0)


def pair_signs(values: ArrayLike) -> Floats:
    """Signs of v_i - v_j for all pairs i < j: (…, n) to (…, n (n - 1) / 2); NaN where one is missing."""
    numbers = np.asarray(values, dtype=np.float64)
    first, second = np.triu_indices(numbers.shape[-1], 1)
    return np.sign(numbers[..., first] - numbers[..., second])


def scores(method: Method, ranks: NDArray) -> Floats:
    """The integer scores of a method from doubled ranks (…, n) without missing values: (…, f)."""
    return np.asarray(ranks, dtype=np.float64) if method == "spearman" else pair_signs(ranks)


def complete_units(variables: Sequence[ArrayLike], strata: ArrayLike | None) -> tuple[list[Integers], Integers, str]:
    """The doubled ranks of the units that have all variables (n,), sorted by stratum; their strata; why not, if not.

    The reason is empty where a coefficient can be computed; otherwise: an infinite value, too few units, no variation.
    Raises ValueError for unequal lengths.
    """
    arrays = [np.asarray(variable, dtype=np.float64) for variable in variables]
    if any(array.ndim != 1 or array.shape != arrays[0].shape for array in arrays):
        raise ValueError(f"variables of one length expected, found shapes {[array.shape for array in arrays]}")
    groups = stratum_codes(strata, len(arrays[0]))
    if any(np.isinf(array).any() for array in arrays):
        return [np.zeros(0, dtype=np.int64)] * len(arrays), groups, "a value is infinite"
    use = ~np.isnan(np.array(arrays)).any(axis=0)
    order = np.flatnonzero(use)[np.argsort(groups[use], kind="stable")]
    ranks = [doubled_ranks(array[order]) for array in arrays]
    groups = np.unique(groups[order], return_inverse=True)[1].astype(np.int64)
    n, names = len(order), ["first", "second", "third"]
    if n == 0:
        return ranks, groups, "no unit has all values"
    if n < MIN_CORRELATED:
        return ranks, groups, f"{n} complete units; at least {MIN_CORRELATED} are needed"
    constant = [name for name, each in zip(names, ranks, strict=False) if not each.any()]
    reason = f"the {' and the '.join(constant)} variable is the same for all {n} units" if constant else ""
    return ranks, groups, reason


def aligned(x: ArrayLike, outcomes: ArrayLike) -> tuple[Floats, Floats]:
    """x repeated and outcomes (d, n) as level codes, NaN in both where either is missing."""
    codes_x, table = level_codes(x).astype(np.float64), np.asarray(outcomes, dtype=np.float64)
    if table.ndim != 2 or table.shape[1:] != codes_x.shape:
        raise ValueError(f"outcomes: shape (draws, {len(codes_x)}) expected, found {table.shape}")
    codes_y = level_codes(table).astype(np.float64)
    missing = (codes_y < 0) | (codes_x < 0)
    return np.where(missing, np.nan, codes_x), np.where(missing, np.nan, codes_y)


def weighted(method: Method, weights: Floats, x: Integers, y: Integers) -> Floats:
    """The coefficient (m,) in samples in which unit i stands weights[:, i] times (m, n); NaN where one is constant."""
    of_x = np.sign(x[:, np.newaxis] - x).astype(np.float64)
    of_y = np.sign(y[:, np.newaxis] - y).astype(np.float64)
    if method == "spearman":
        ranks_x, ranks_y = weights @ of_x, weights @ of_y  # units below minus units above, in each sample
        products = [ranks_x * ranks_y, ranks_x**2, ranks_y**2]
    else:
        products = [weights @ (of_x * of_y), weights @ of_x**2, weights @ of_y**2]
    return ratio(*((weights * product).sum(axis=1) for product in products))


def ratio(together: Floats, own_x: Floats, own_y: Floats) -> Floats:
    """The coefficient from the sums of products of scores: together / sqrt(own_x own_y), NaN where one is constant."""
    spread = own_x * own_y
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(spread > 0, np.clip(together / np.sqrt(spread), -1, 1), np.nan)


class PermutationTest:
    """Permutation test of one shuffled variable against d outcomes at once.

    The statistic T = sum of products of scores has under shuffling within strata the mean sum over classes c of
    X_c Y_c / n_c (c: a stratum for rho, a pair of different strata for tau, with sums X_c, Y_c of n_c scores).
    Centring the outcomes' scores in each class and multiplying by the least common multiple of the n_c keeps
    integers. # ASSUME below 2 ** 53, which holds for thousands of units; above it a tie could be lost.

    outcomes (d, n): doubled ranks; strata (n,) ascending. plain (d, f): their scores; weights / scale: centred ones.
    """

    def __init__(self, method: Method, outcomes: Integers, strata: Integers):
        self.method = method
        self.plain = scores(method, outcomes)
        self.cells = max(self.plain.shape)
        classes = strata
        if method == "kendall":
            first, second = np.triu_indices(len(strata), 1)
            classes = np.where(strata[first] == strata[second], -1, strata[first] * (strata.max() + 1) + strata[second])
        members = [np.flatnonzero(classes == each) for each in np.unique(classes[classes >= 0])]
        uneven = [place for place in members if self.plain[:, place].sum(axis=1).any()]
        self.scale = math.lcm(*(len(place) for place in uneven))
        self.weights = self.scale * self.plain
        for place in uneven:
            self.weights[:, place] -= self.scale // len(place) * self.plain[:, place].sum(axis=1, keepdims=True)

    def run(self, order: Shuffles) -> tuple[Floats, Floats, Floats]:
        """p, its error, and the smallest p that these arrangements allow (exact only), each (d,)."""
        values = scores(self.method, order.values)
        # whole numbers, whose sums are exact in single precision where it suffices
        largest_sum = np.abs(self.weights).sum(axis=1).max(initial=0) * np.abs(values).max(initial=0)
        precision = np.dtype(np.float32 if largest_sum < 2**24 else np.float64)
        weights = np.ascontiguousarray(self.weights.T, dtype=precision)
        observed = np.abs(values.astype(precision) @ weights)
        extreme = np.zeros(len(self.weights), dtype=np.int64)
        largest, times = np.zeros(len(self.weights)), np.zeros(len(self.weights), dtype=np.int64)
        for block in order:
            values = scores(self.method, block).astype(precision) @ weights
            np.abs(values, out=values)
            extreme += np.count_nonzero(values >= observed, axis=0)
            if order.exact:
                top = values.max(axis=0)
                times[top > largest] = 0
                largest = np.maximum(largest, top)
                times += np.count_nonzero(values == largest, axis=0)
        p, error = p_value(extreme, order.total, order.exact)
        return p, error, times / order.total

    def between(self, ranks: Integers) -> float:
        """The part of the first outcome's coefficient that the strata alone make: its mean when all is shuffled."""
        shuffled = scores(self.method, ranks)
        inside = shuffled @ self.weights[0] / self.scale
        return float(ratio(shuffled @ self.plain[0] - inside, (shuffled**2).sum(), (self.plain[0] ** 2).sum()))


def p_method(order: Shuffles) -> str:
    """The short name of a permutation p."""
    kind = f"exact permutation ({order.total})" if order.exact else f"Monte Carlo permutation ({order.total})"
    return kind + (" within strata" if order.strata.any() else "")
