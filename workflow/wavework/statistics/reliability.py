"""Quality of a scale made of several items: reliability, item-rest correlations, ceiling and floor.

`items` is a matrix of services × items, shape (n, k), of values that all point the same way; NaN is missing.
Missing values: listwise. A service with a gap leaves the analysis, and `n` says how many remained; with pairwise
deletion every correlation would speak of other services, and the matrix need not be a correlation matrix at all.
Items that all services answer alike carry no information on reliability; they are left out and counted in the detail.

At n = 9 to 16 these numbers are vague, which is what their intervals are there to show.
"""

from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import fdtri

from wavework.conventions import ALPHA, CEILING_SHARE, MIN_FACTOR_ITEMS, MIN_SCALE_UNITS
from wavework.statistics.intervals import Z
from wavework.statistics.resampling import TIES, Floats
from wavework.statistics.result import NAN, NotComputableError, Result
from wavework.statistics.sample_arrays import complete_rows, details
from wavework.statistics.share_intervals import share
from wavework.statistics.statistic import Estimates, statistic

END_SOURCE = "Terwee et al. 2007"


@statistic("Cronbach's alpha", "Cronbach 1951; interval: Feldt 1965")
def cronbach_alpha(items: ArrayLike) -> Result:
    """Cronbach's alpha from the covariances of the items, with Feldt's interval.

    Feldt's (1965) F interval is exact for normal, parallel items. For four-point answers, simulated at n = 6 to 16, it
    covered 0.93 to 0.96 where the answers spread over the scale, but 0.86 to 0.93 where most sit at one end; a BCa
    bootstrap covered less in the same cases (0.81 to 0.94).
    A negative alpha means that the items do not move together; it is reported as it is.
    Not computable: fewer than four complete services, fewer than two items that vary, or a total that does not vary.
    """
    rows, dropped = _varying(items)
    n, k = rows.shape
    _check(n, k, 2)
    covariance = np.cov(rows, rowvar=False)
    total = float(covariance.sum())
    if total <= 1e-12 * float(np.trace(covariance)):
        raise NotComputableError("the items cancel out: their sum does not vary", n)
    alpha = k / (k - 1) * (1 - float(np.trace(covariance)) / total)
    degrees = (n - 1, (n - 1) * (k - 1))
    return Result(
        estimate=alpha,
        low=1 - (1 - alpha) * float(fdtri(*degrees, 1 - ALPHA / 2)),
        high=1 - (1 - alpha) * float(fdtri(*degrees, ALPHA / 2)),
        n=n,
        interval_method="Feldt",
        detail=details(items=k, constant_items=dropped),
    )


@cronbach_alpha.over_tables
def cronbach_alpha_many(items: Floats) -> Estimates:
    """Cronbach's alpha of many tables (tables, n, k)."""
    complete = np.asarray(~np.isnan(items).any(axis=2))
    n = complete.sum(axis=1)
    mean = np.where(complete[:, :, None], items, 0.0).sum(axis=1, keepdims=True) / np.maximum(n, 1)[:, None, None]
    away = np.where(complete[:, :, None], items - mean, 0.0)
    # an item that does not vary is nowhere away from its mean, and enters neither sum
    vary = np.abs(away).max(axis=1) > TIES * np.abs(mean[:, 0])
    k, own = vary.sum(axis=1), (away**2).sum(axis=(1, 2))
    total = (away.sum(axis=2) ** 2).sum(axis=1)
    known = (n >= MIN_SCALE_UNITS) & (k >= 2) & (total > 1e-12 * own)
    with np.errstate(divide="ignore", invalid="ignore"):
        alpha = k / (k - 1) * (1 - own / total)
    return Estimates(np.where(known, alpha, NAN), n)


@statistic("McDonald's omega total", "McDonald 1999; minres: Harman & Jones 1966")
def mcdonald_omega(items: ArrayLike) -> Result:
    """McDonald's omega total of the standardised items from one factor, without an interval.

    The loadings minimise the squared residuals of the correlations (minres): (Σλ)²/((Σλ)² + Σ(1 − λ²)). Chosen over
    the ordinal alpha, whose polychoric correlations are mostly undefined or not positive definite at n = 11 with
    four answers. No interval is given: a bootstrap of ten services often has no solution, and leaving those samples
    out would make the rest look better than it is.
    Not computable: fewer than four complete services, fewer than three items that vary, a loading of 1 or more
    (Heywood case), an iteration that does not settle, or items that point different ways (a negative loading:
    a reversed item, or no common factor).
    """
    rows, dropped = _varying(items)
    n, k = rows.shape
    _check(n, k, MIN_FACTOR_ITEMS)
    loadings, problem = _one_factor(np.asarray(np.corrcoef(rows, rowvar=False), dtype=np.float64))
    if problem:
        raise NotComputableError(problem, n)
    lowest, highest = float(loadings.min()), float(loadings.max())
    common, unique = float(loadings.sum()) ** 2, float((1 - loadings**2).sum())
    return Result(
        estimate=common / (common + unique),
        n=n,
        interval_method="none: too few services for a bootstrap of a factor",
        detail=details(items=k, constant_items=dropped, loading_min=lowest, loading_max=highest),
    )


def item_rest(items: ArrayLike) -> list[Result]:
    """Pearson correlation of each item with the sum of the others, in the order of the columns, with Fisher's interval.

    All complete services are the same for all items. Fisher's z assumes normal values; for four-point
    answers it covered 0.94 to 0.95 where they spread over the scale, 0.86 to 0.94 where most sit at one end.
    Not computable, for all or one item: fewer than four complete services, fewer than two items that vary, an item
    or its rest that does not vary. A correlation of ±1 has no interval.
    """
    rows = complete_rows(items)
    varying = int((np.ptp(rows, axis=0) > 0).sum()) if len(rows) else 0
    return [_item_rest(item, rows.sum(axis=1) - item, varying) for item in rows.T]


@statistic("item-rest correlation", "Nunnally & Bernstein 1994; interval: Fisher 1921")
def _item_rest(item: Floats, rest: Floats, varying: int) -> Result:
    n = item.size
    _check(n, varying, 2)
    if np.ptp(item) == 0:
        raise NotComputableError("all services give this item the same answer", n)
    if np.ptp(np.round(rest, 9)) == 0:
        raise NotComputableError("the sum of the other items does not vary", n)
    r = float(np.corrcoef(item, rest)[0, 1])
    perfect = abs(r) > 1 - 1e-12
    half = Z / float(np.sqrt(n - 3))
    return Result(
        estimate=float(np.sign(r)) if perfect else r,
        low=NAN if perfect else float(np.tanh(np.arctanh(r) - half)),
        high=NAN if perfect else float(np.tanh(np.arctanh(r) + half)),
        n=n,
        interval_method="none: perfect correlation" if perfect else "Fisher's z",
        detail=details(items=varying),
    )


@statistic("ceiling share", END_SOURCE)
def ceiling(scores: ArrayLike, *, low: float, high: float) -> Result:
    """Share of the present scores (n,) at the top of a scale, with its Wilson interval.

    The detail says `above_15_percent=yes` where the usual criterion calls it a ceiling effect; in fewer than seven
    services a single one is above it. Not computable: no score. Raises ValueError if a score lies outside the scale
    or high ≤ low.
    """
    return _end_share(ceiling_many(np.asarray(scores, dtype=np.float64)[None], low=low, high=high))


@ceiling.over_tables
def ceiling_many(scores: Floats, *, low: float, high: float) -> Estimates:
    """Share at the top of many tables (tables, n)."""
    return _at_end(scores, low, high, scores >= high - 1e-9)


@statistic("floor share", END_SOURCE)
def floor(scores: ArrayLike, *, low: float, high: float) -> Result:
    """Share of the present scores (n,) at the bottom of a scale; all else as `ceiling`."""
    return _end_share(floor_many(np.asarray(scores, dtype=np.float64)[None], low=low, high=high))


@floor.over_tables
def floor_many(scores: Floats, *, low: float, high: float) -> Estimates:
    """Share at the bottom of many tables (tables, n)."""
    return _at_end(scores, low, high, scores <= low + 1e-9)


def _at_end(scores: Floats, low: float, high: float, there: NDArray[np.bool_]) -> Estimates:
    if not high > low:
        raise ValueError("the scale's high end must lie above its low end")
    if ((scores < low - 1e-9) | (scores > high + 1e-9)).any():
        raise ValueError(f"a score outside the scale {low:g} to {high:g}")
    n = (~np.isnan(scores)).sum(axis=-1)
    return Estimates(np.where(n > 0, there.sum(axis=-1) / np.maximum(n, 1), NAN), n)


def _end_share(found: Estimates) -> Result:
    n = int(found.n[0])
    if n == 0:
        raise NotComputableError("nobody has a score")
    count = round(float(found.value[0]) * n)
    return replace(
        share(count, n), detail=details(count=count, above_15_percent="yes" if count / n > CEILING_SHARE else "no")
    )


def _varying(items: ArrayLike) -> tuple[Floats, int]:
    """The complete services' values of the items that vary, (n, k'), and how many items do not."""
    rows = complete_rows(items)
    if len(rows) == 0:
        return rows, 0
    vary = np.ptp(rows, axis=0) > 0
    return rows[:, vary], int((~vary).sum())


def _check(n: int, k: int, fewest_items: int) -> None:
    if n < MIN_SCALE_UNITS:
        raise NotComputableError(f"{n} complete services, at least {MIN_SCALE_UNITS} are needed", n)
    if k < fewest_items:
        raise NotComputableError(f"{k} items that vary, at least {fewest_items} are needed", n)


def _one_factor(correlations: Floats) -> tuple[Floats, str]:
    """Minres loadings (k,) of one factor, summing to a positive number, or the reason why there are none.

    Each loading in turn is the least-squares solution given the others: Σ rᵢⱼλⱼ/Σ λⱼ² over j ≠ i.
    """
    k = len(correlations)
    off = correlations - np.diag(np.diag(correlations))
    values, vectors = np.linalg.eigh(correlations)
    loadings = vectors[:, -1] * np.sqrt(values[-1])
    loadings = loadings * (-1.0 if loadings.sum() < 0 else 1.0)
    settled = False
    for _ in range(2000):
        before = loadings.copy()
        for i in range(k):
            others = float((loadings**2).sum() - loadings[i] ** 2)
            if others < 1e-12:
                return loadings, "no common factor: the loadings vanish"
            loadings[i] = float(off[i] @ loadings) / others
        settled = bool(np.abs(loadings - before).max() < 1e-12)
        if settled or np.abs(loadings).max() > 100:
            break
    if np.abs(loadings).max() >= 1:
        return loadings, "a loading of 1 or more (Heywood case)"
    if not settled:
        return loadings, "the factor solution does not settle"
    if loadings.min() < 0:
        return loadings, "items that point different ways: no common factor, or a reversed item"
    return loadings, ""
