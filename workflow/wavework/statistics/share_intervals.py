"""Shares and means of answers with intervals that hold in small samples.

What an interval means here. The waves are near-censuses of a small population: all public employment services of
a region that could be asked, not a random sample of many. An interval is about the probability behind a count: the
services that answered are one outcome of a process that could have gone otherwise (another year, another respondent,
a service that narrowly had or had not finished a system). It stays wide even if every service answered; among the
services that exist the count is then the answer, without any interval. Non-response is not random; no interval covers
it.
"""

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import betaincinv

from wavework.conventions import ALPHA
from wavework.statistics.intervals import Z, boundary
from wavework.statistics.resampling import Floats
from wavework.statistics.result import NAN, NotComputableError, Result, not_computable
from wavework.statistics.sample_arrays import details, present
from wavework.statistics.statistic import statistic


def wilson(count: ArrayLike, n: ArrayLike) -> tuple[Floats, Floats]:
    """Wilson score interval without continuity correction, 95 %: low and high of the broadcast shape.

    count of n, whole numbers ≥ 0; NaN where n is 0. Raises ValueError if a count exceeds n or is no whole number.
    """
    x, size = _counts(count, n)
    with np.errstate(invalid="ignore", divide="ignore"):
        share = x / size
        squared = Z**2 / size
        centre = (share + squared / 2) / (1 + squared)
        half = np.sqrt(squared * share * (1 - share) + squared**2 / 4) / (1 + squared)
    return np.where(x == 0, share, centre - half), np.where(x == size, share, centre + half)


def clopper_pearson(count: ArrayLike, n: ArrayLike) -> tuple[Floats, Floats]:
    """Clopper-Pearson interval, 95 %: never covers less than that. Low and high of the broadcast shape.

    count of n, whole numbers ≥ 0; NaN where n is 0. Raises ValueError if a count exceeds n or is no whole number.
    """
    x, size = _counts(count, n)
    missed = size - x
    low = np.where(x > 0, betaincinv(np.maximum(x, 1), missed + 1, ALPHA / 2), 0.0)
    high = np.where(missed > 0, betaincinv(x + 1, np.maximum(missed, 1), 1 - ALPHA / 2), 1.0)
    return np.where(size > 0, low, NAN), np.where(size > 0, high, NAN)


def share(count: int, n: int, *, interval: str = "wilson") -> Result:
    """count / n with its interval: "wilson" (covers 95 % on average) or "clopper_pearson" (at least 95 %).

    A count of 0 or n has an interval too. Not computable: n = 0. Raises ValueError as `wilson`, and for another name
    of an interval.
    """
    if interval not in INTERVALS:
        raise ValueError(f"interval is one of {', '.join(INTERVALS)}, not {interval!r}")
    bounds, name, source = INTERVALS[interval]
    low, high = (float(bound) for bound in bounds(count, n))
    if n == 0:
        return not_computable("nobody answered", 0, "share", source)
    return Result(
        estimate=count / n,
        low=low,
        high=high,
        n=n,
        method="share",
        interval_method=name,
        source=source,
        detail=details(count=count),
    )


INTERVALS = {
    "wilson": (wilson, "Wilson", "Wilson 1927; Brown, Cai & DasGupta 2001"),
    "clopper_pearson": (clopper_pearson, "Clopper-Pearson", "Clopper & Pearson 1934"),
}


@statistic("mean", "Lang 2008")
def mean(values: ArrayLike, *, low: float, high: float) -> Result:
    """Mean of answers on a scale from `low` to `high` (for example 1 to 5) with a score interval.

    values (n,), NaN is missing. Interval: the means μ that a score test of the multinomial distribution of the
    answers does not reject at 5 %. It is Wilson's interval for a two-point scale, stays within the scale, and is
    honest where Student's t is not: if all answers are equal it has width. Measured coverage (exact, n = 6 to 16,
    eight shapes of a five-point answer): 0.932 to 1.000; Student's t: 0.844 to 1.000; BCa bootstrap: 0.84 to 1.00.
    Not computable: no value. Raises ValueError if a value lies outside the scale, or high ≤ low.
    """
    answers = present(values)
    if not high > low:
        raise ValueError("the scale's high end must lie above its low end")
    if answers.size and (answers.min() < low or answers.max() > high):
        raise ValueError(f"a value outside the scale {low:g} to {high:g}")
    if answers.size == 0:
        raise NotComputableError("nobody answered")
    scaled = (answers - low) / (high - low)
    bottom = 1.0 - _highest_mean(1.0 - scaled)
    top = _highest_mean(scaled)
    return Result(
        estimate=float(answers.mean()),
        low=low + bottom * (high - low),
        high=low + top * (high - low),
        n=answers.size,
        interval_method="multinomial score",
        detail=details(sd=float(answers.std(ddof=1))) if answers.size > 1 else "",
    )


def _counts(count: ArrayLike, n: ArrayLike) -> tuple[Floats, Floats]:
    x, size = np.broadcast_arrays(np.asarray(count, dtype=np.float64), np.asarray(n, dtype=np.float64))
    if not (np.all(x == np.floor(x)) and np.all(size == np.floor(size))):
        raise ValueError("counts are whole numbers")
    if np.any(x < 0) or np.any(x > size):
        raise ValueError("a count must lie between 0 and n")
    return x, size


def _highest_mean(scaled: Floats) -> float:
    """The largest mean of answers in [0, 1] whose score statistic is at most z², by bisection.

    The most likely distribution with a mean μ above the observed one weights each answer x by 1/(1 − t·x), with
    t growing from 0 to 1 as μ grows; beyond t = 1 the mass that is missing lies at the top end, 1. Pearson's
    statistic against it is n·λ²·variance, where λ = t/(1 − t·μ).
    """

    def tilted(t: float) -> tuple[float, float]:
        weights = 1 / (1 - t * scaled)
        weights /= weights.sum()
        mu = float(weights @ scaled)
        return mu, scaled.size * (t / (1 - t * mu)) ** 2 * float(weights @ (scaled - mu) ** 2)

    def beyond(mu: float) -> float:
        weights = (1 - mu) / (1 - scaled) / scaled.size
        variance = float(weights @ (scaled - mu) ** 2) + (1 - float(weights.sum())) * (1 - mu) ** 2
        return scaled.size * variance / (1 - mu) ** 2

    if scaled.min() == 1:
        return 1.0
    reaches_end = scaled.max() == 1
    if reaches_end or tilted(1.0)[1] > Z**2:
        return tilted(boundary(0.0, 1.0, lambda t: tilted(t)[1] <= Z**2))[0]
    return boundary(tilted(1.0)[0], 1.0, lambda mu: beyond(mu) <= Z**2)
