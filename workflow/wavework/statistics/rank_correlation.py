"""Rank association of two variables over few units: Spearman's rho and Kendall's tau-b (scores: `rank_scores`).

**Sign.** A rank of 1 is the best. "A higher value goes with a better (smaller) rank" is reported as positive: pass
`better_rank_positive(ranks)` in the place of the ranks. Nothing else in this room turns a sign.

**p.** Two-sided: the share of arrangements whose statistic is at least as far from its permutation mean, in either
direction (as R's coin; twice the smaller tail is the same without ties). Exact where all distinct arrangements can
be listed, Monte Carlo above. With strata, units are shuffled within their stratum only: the estimate is that of the
pooled sample, p asks what is left of it inside the strata, and `detail` names the part that the strata alone make.

**Missing.** NaN is missing; a unit enters with both values or not at all.
"""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from wavework.conventions import MIN_BOOTSTRAPPED, MIN_CORRELATED
from wavework.statistics.rank_scores import (
    Method,
    PermutationTest,
    aligned,
    complete_units,
    doubled_ranks,
    p_method,
    pair_signs,
    ratio,
    weighted,
)
from wavework.statistics.resampling import (
    BCA_SOURCE,
    BOOTSTRAP,
    EXACT_LIMIT,
    P_SOURCE,
    RESAMPLES,
    SAME,
    Floats,
    Integers,
    bca_interval,
    bootstrap_weights,
    count_arrangements,
    jackknife_weights,
    no_interval,
    p_value,
    shuffles,
    stratum_codes,
)
from wavework.statistics.result import NotComputableError, Result, not_computable
from wavework.statistics.statistic import statistic

NAMES = {"spearman": "Spearman's rho", "kendall": "Kendall's tau-b"}
SOURCES = {
    "spearman": "Spearman 1904; Kendall & Gibbons 1990, Rank Correlation Methods",
    "kendall": "Kendall 1945, doi:10.1093/biomet/33.3.239",
}
PARTIAL_SOURCE = "Freedman & Lane 1983, doi:10.1080/07350015.1983.10509354, on ranks"
WIDEST = 1_600  # outcomes up to which blocks of shuffles shrink: products of few rows with many columns are slow
MANY_CELLS = 4_000_000  # cells of the score tables of many outcomes at once


def better_rank_positive(ranks: ArrayLike) -> Floats:
    """Turn ranks of which 1 is the best, so that association with them is positive when more goes with better."""
    return -np.asarray(ranks, dtype=np.float64)


# ---------------------------------------------------------------- one pair of variables


def rank_correlation(
    method: Method,
    x: ArrayLike,
    y: ArrayLike,
    *,
    generator: np.random.Generator,
    strata: ArrayLike | None = None,
    resamples: int = RESAMPLES,
    bootstrap: int = BOOTSTRAP,
    exact_limit: int = EXACT_LIMIT,
) -> Result:
    """Spearman's rho (midranks for ties) or Kendall's tau-b of x and y (n,) with a permutation p and a BCa interval.

    strata: one label per unit; units are shuffled and resampled within them. resamples: permutations where
    exact enumeration is out of reach; bootstrap: samples of the interval (0: no interval). `detail`: smallest p
    that is possible with these ties, or the part that the strata make. Not computable with fewer than five
    complete units, a constant variable or an infinite value; no interval with fewer than eight, the reason in
    `interval_method`. Raises ValueError for unequal lengths.
    """
    name, source = NAMES[method], f"{SOURCES[method]}; p: {P_SOURCE}; interval: {BCA_SOURCE}"
    (first, second), groups, reason = complete_units([x, y], strata)
    n = len(groups)
    if reason:
        return not_computable(reason, n, name, source)
    if count_arrangements(second, groups) < count_arrangements(first, groups):
        first, second = second, first  # the statistic is symmetric: shuffle what has fewer arrangements
    test = PermutationTest(method, second[np.newaxis, :], groups)
    order = shuffles(first, groups, generator=generator, resamples=resamples, exact_limit=exact_limit, cells=test.cells)
    p, error, smallest = test.run(order)

    def coefficient(weights: Floats) -> Floats:
        return weighted(method, weights, first, second)

    estimate = float(coefficient(np.ones((1, n)))[0])
    detail = [f"smallest possible p={smallest[0]:.6g}"] if order.exact else []
    if groups.any():
        detail.append(f"between strata={test.between(first):.6g}")
    return Result(
        estimate=estimate,
        p=float(p[0]),
        p_error=float(error[0]),
        n=n,
        method=name,
        p_method=p_method(order),
        source=source,
        detail="; ".join(detail),
        **_interval(estimate, coefficient, groups, generator, bootstrap),
    )


def _interval(
    estimate: float,
    coefficient: Callable[[Floats], Floats],
    groups: Integers,
    generator: np.random.Generator,
    bootstrap: int,
) -> dict[str, Any]:
    """Of a Result: the BCa interval of a coefficient that is a function of weights (m, n). Empty if not asked for."""
    n = len(groups)
    if not bootstrap:
        return {}
    if n < MIN_BOOTSTRAPPED:
        interval = no_interval(f"{n} units; a bootstrap interval needs at least {MIN_BOOTSTRAPPED}")
    else:
        weights = bootstrap_weights(groups, generator=generator, resamples=bootstrap)
        interval = bca_interval(estimate, coefficient(weights), coefficient(jackknife_weights(n)), groups)
    return {"low": interval.low, "high": interval.high, "interval_method": interval.method}


# ---------------------------------------------------------------- many outcomes at once


def correlation_many(method: Method, x: ArrayLike, outcomes: ArrayLike) -> Floats:
    """The coefficient of x (n,) with each row of outcomes (d, n); (d,), NaN where it is not computable.

    Not computable: fewer than five complete units, or a constant variable among them. Count these before comparing:
    every comparison with NaN is false. Raises ValueError for infinite values and unequal lengths.
    """
    return _correlations(method, *aligned(x, outcomes))


def leave_one_out_many(x: ArrayLike, outcomes: ArrayLike, *, method: Method = "spearman") -> Floats:
    """The coefficient of x (n,) with each row of outcomes (d, n) without each unit in turn; (d, n).

    NaN where the unit is not complete, or where there is no coefficient without it. Raises as `correlation_many`.
    """
    of_x, of_y = aligned(x, outcomes)
    rank_x, rank_y = doubled_ranks(of_x), doubled_ranks(of_y)
    sums = np.empty((3, *of_y.shape))  # of products: of the scores of both, of the first, of the second
    for unit in range(of_y.shape[1]):
        # of each other unit: one below it less if this one is below, one above it less if it is above
        first, second = (np.nan_to_num(np.sign(each - each[:, [unit]])) for each in (of_x, of_y))
        if method == "spearman":
            first, second = rank_x - first, rank_y - second
            first[:, unit] = second[:, unit] = 0
        for place, product in enumerate((first * second, first * first, second * second)):
            sums[place, :, unit] = product.sum(axis=1)
    if method == "kendall":  # those were the pairs with the unit; each pair has two
        sums = sums.sum(axis=2, keepdims=True) / 2 - sums
    known = ~np.isnan(of_y)
    return np.where(known & (known.sum(axis=1, keepdims=True) > MIN_CORRELATED), ratio(*sums), np.nan)


def _correlations(method: Method, of_x: Floats, of_y: Floats) -> Floats:
    """The coefficient (d,) of each pair of rows (d, n), which lack the same units (NaN)."""
    estimates = np.full(len(of_y), np.nan)
    rows = max(1, MANY_CELLS // max(1, of_y.shape[1] ** 2))
    for start in range(0, len(of_y), rows):
        part = slice(start, start + rows)
        if method == "spearman":
            first, second = (doubled_ranks(each[part]).astype(np.float64) for each in (of_x, of_y))
        else:
            first, second = (np.nan_to_num(pair_signs(each[part])) for each in (of_x, of_y))
        estimates[part] = ratio((first * second).sum(axis=1), (first**2).sum(axis=1), (second**2).sum(axis=1))
    estimates[(~np.isnan(of_y)).sum(axis=1) < MIN_CORRELATED] = np.nan
    return estimates


def permutation_p_many(
    method: Method,
    x: ArrayLike,
    outcomes: ArrayLike,
    *,
    generator: np.random.Generator,
    strata: ArrayLike | None = None,
    resamples: int = 9_999,
    exact_limit: int = EXACT_LIMIT,
) -> tuple[Floats, Floats]:
    """Two-sided permutation p (d,) of x (n,) with each row of outcomes (d, n), and its Monte Carlo error (d,).

    Outcomes with the same units missing share the same shuffles of x. NaN where not computable, as `correlation_many`.
    """
    ranks_x, ranks_y = aligned(x, outcomes)
    groups = stratum_codes(strata, ranks_x.shape[1])
    order = np.argsort(groups, kind="stable")
    ranks_x, ranks_y, groups = ranks_x[:, order], ranks_y[:, order], groups[order]
    p, error = np.full(len(ranks_y), np.nan), np.full(len(ranks_y), np.nan)
    patterns, pattern_of = np.unique(~np.isnan(ranks_y), axis=0, return_inverse=True)
    for number, use in enumerate(patterns):
        if use.sum() < MIN_CORRELATED:
            continue
        draws = np.flatnonzero(pattern_of == number)
        shuffled = doubled_ranks(ranks_x[draws[0], use])
        fixed = doubled_ranks(ranks_y[np.ix_(draws, use)])
        draws, fixed = draws[fixed.any(axis=1)], fixed[fixed.any(axis=1)]
        if not shuffled.any() or not len(draws):
            continue
        test = PermutationTest(method, fixed, groups[use])
        arrangements = shuffles(
            shuffled,
            groups[use],
            generator=generator,
            resamples=resamples,
            exact_limit=exact_limit,
            cells=min(test.cells, WIDEST),
        )
        p[draws], error[draws], _ = test.run(arrangements)
    return p, error


# ---------------------------------------------------------------- one covariate, one unit less


@statistic("partial Spearman's rho", f"{PARTIAL_SOURCE}; interval: {BCA_SOURCE}")
def partial_spearman(
    x: ArrayLike,
    y: ArrayLike,
    covariate: ArrayLike,
    *,
    generator: np.random.Generator,
    strata: ArrayLike | None = None,
    resamples: int = RESAMPLES,
    bootstrap: int = BOOTSTRAP,
    exact_limit: int = EXACT_LIMIT,
) -> Result:
    """Spearman's rho of x and y (n,) with a covariate (n,) held constant: the correlation of the ranks' residuals.

    p: the residuals of y's ranks on the covariate's are shuffled, added back and the model is fitted anew (Freedman
    & Lane); this is exact only as n grows, however many shuffles are listed. With strata, r less what the strata
    make of it is compared. Not computable as `rank_correlation`, and when the covariate orders the units just as
    x or y does: then the two cannot be told apart. `detail`: rho of the same units without the covariate.
    """
    (of_x, of_y, of_c), groups, reason = complete_units([x, y, covariate], strata)
    n = len(groups)
    if reason:
        raise NotComputableError(reason, n)
    left_x, left_y = (of_c @ of_c * each - each @ of_c * of_c for each in (of_x, of_y))  # residuals as integers
    for name, left in (("first", left_x), ("second", left_y)):
        if not left.any():
            raise NotComputableError(f"the covariate orders the {n} units exactly as the {name} variable does", n)
    order = shuffles(left_y, groups, generator=generator, resamples=resamples, exact_limit=exact_limit)
    inside = left_x - np.bincount(groups, weights=left_x)[groups] / np.bincount(groups)[groups]
    # distances are rounded, since these statistics are no integers and ties must stay ties
    distance = [np.round(np.abs(_freedman_lane(block, inside, left_x, of_c)), 10) for block in order]
    observed = order.values[np.newaxis, :]
    observed_distance = np.round(np.abs(_freedman_lane(observed, inside, left_x, of_c)), 10)
    p, error = p_value(sum(np.count_nonzero(each >= observed_distance) for each in distance), order.total, order.exact)

    def coefficient(weights: Floats) -> Floats:
        xy, xc, yc = (weighted("spearman", weights, *pair) for pair in ((of_x, of_y), (of_x, of_c), (of_y, of_c)))
        left = (1 - xc**2) * (1 - yc**2)
        return np.where(left > SAME, (xy - xc * yc) / np.sqrt(np.where(left > SAME, left, 1)), np.nan)

    estimate = float(_freedman_lane(observed, left_x, left_x, of_c)[0])
    plain = weighted("spearman", np.ones((1, n)), of_x, of_y)[0]
    return Result(
        estimate=estimate,
        p=float(p),
        p_error=float(error),
        n=n,
        p_method=f"Freedman-Lane, {p_method(order)}",
        detail=f"without the covariate={plain:.6g}",
        **_interval(estimate, coefficient, groups, generator, bootstrap),
    )


def without_covariate(found: Result, labels: Sequence[str], x: ArrayLike, y: ArrayLike, covariate: ArrayLike) -> Result:
    """A partial result whose `detail` names the units that were left out for want of the covariate alone."""
    known, has = ~np.isnan(np.array([x, y], dtype=np.float64)).any(axis=0), ~np.isnan(np.asarray(covariate, np.float64))
    lacking = [label for label, missing in zip(labels, known & ~has, strict=True) if missing]
    told = [found.detail, f"lacking the covariate={', '.join(lacking)}" if lacking else ""]
    return replace(found, detail="; ".join(filter(None, told)))


def _freedman_lane(residuals: Floats, factor: NDArray, left_x: Integers, covariate: Integers) -> Floats:
    """Partial r of each shuffled row of residuals (m, n), refitted on the covariate; 0 if the refit leaves nothing.

    factor (n,): left_x, or left_x centred in the strata for r less what the strata make of it.
    """
    own = (residuals**2).sum(axis=1)
    left = own - (residuals @ covariate) ** 2 / (covariate @ covariate)
    spread = np.sqrt(np.where(left > 1e-9 * own, left, np.inf) * float(left_x @ left_x))
    return np.clip(residuals @ factor / spread, -1, 1)


@dataclass(frozen=True)
class LeaveOneOut:
    """The coefficient with every unit, and without each of them.

    `estimates`: label to the coefficient without that unit, NaN where there is none. `most_influential`: the unit
    whose absence moves it most (the first in the given order if several do). All empty or NaN with a `reason`.
    """

    estimate: float = math.nan
    most_influential: str = ""
    estimates: tuple[tuple[str, float], ...] = ()
    reason: str = ""

    def rows(self) -> Iterator[dict[str, Any]]:
        """The coefficient with every unit (`full`), and without each; none with a reason."""
        if not self.reason:
            yield {"unit": "", "estimate": self.estimate, "role": "full"}
        for unit, estimate in self.estimates:
            role = "influential" if unit == self.most_influential else "left_out"
            yield {"unit": unit, "estimate": estimate, "role": role}


def leave_one_out(x: ArrayLike, y: ArrayLike, labels: Sequence[str], *, method: Method = "spearman") -> LeaveOneOut:
    """How much the association of x and y (n,) hangs on one unit; labels (n,) name the units.

    Missing values and what is not computable as in `rank_correlation`, here with one unit more. Raises ValueError
    for unequal lengths.
    """
    if len(labels) != len(np.asarray(x)):
        raise ValueError(f"labels: one per unit expected ({len(np.asarray(x))}), found {len(labels)}")
    (of_x, of_y), _, reason = complete_units([x, y], None)
    n = len(of_x)
    if not reason and n <= MIN_CORRELATED:
        reason = f"{n} complete units; at least {MIN_CORRELATED + 1} are needed to leave one out"
    if reason:
        return LeaveOneOut(reason=reason)
    complete = np.flatnonzero(~np.isnan(np.array([x, y], dtype=np.float64)).any(axis=0)).tolist()
    units = [str(labels[position]) for position in complete]
    estimate = float(weighted(method, np.ones((1, n)), of_x, of_y)[0])
    without = weighted(method, jackknife_weights(n), of_x, of_y)
    if np.isnan(without).all():
        return LeaveOneOut(reason="without one of the units a variable is constant")
    # rounded, so that equally influential units stay equal and the first one is named
    most = int(np.nanargmax(np.round(np.abs(without - estimate), 12)))
    return LeaveOneOut(estimate, units[most], tuple(zip(units, without.tolist(), strict=True)))
