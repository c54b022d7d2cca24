"""Weighted shares and means of a sample, with intervals that follow from its design: weights, strata and clusters.

An estimate is a ratio of two weighted sums. Its variance is that of the linearised values (Taylor), summed over the
clusters of each stratum as if clusters were drawn with replacement (Binder 1983): what R's `survey` computes for
`svydesign(ids, strata, weights, nest = TRUE)` (Lumley 2004). Units without a value are left out as a domain is: their
clusters stay in the design. Multiplying all weights by a number changes nothing.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from numpy.typing import ArrayLike
from scipy.special import expit, logit, stdtrit

from wavework.conventions import ALPHA
from wavework.statistics.resampling import Floats
from wavework.statistics.result import NAN, NotComputableError, Result
from wavework.statistics.sample_arrays import details
from wavework.statistics.statistic import statistic

SOURCE = "Binder 1983; Lumley 2004"
Places = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Design:
    """How the units of a wave were drawn.

    weights: (units,) numbers of at least 0. clusters: (units,) places of their clusters, from 0; stratum_of: those of
    the strata of the clusters, (clusters,). A cluster lies in one stratum.
    """

    weights: Floats
    clusters: Places
    stratum_of: Places

    def lonely(self) -> Places:
        """The places of units whose stratum has one cluster only, of which no variance can be estimated."""
        alone = np.bincount(self.stratum_of) == 1
        return np.flatnonzero(alone[self.stratum_of[self.clusters]])


def design(weights: ArrayLike, strata: ArrayLike | None = None, clusters: ArrayLike | None = None) -> Design:
    """The design of units (n,) with these weights; without strata all are one, without clusters each unit is one.

    strata, clusters: names or numbers. Clusters of one name in two strata are two. Raises ValueError for weights that
    are missing, infinite, negative or all zero, and for arrays of another length.
    """
    values = np.asarray(weights, dtype=np.float64)
    n = values.size
    if values.ndim != 1 or not np.isfinite(values).all() or (values < 0).any() or not values.sum() > 0:
        raise ValueError("weights are numbers of at least 0, not all of them 0")
    given = [np.zeros(n) if strata is None else strata, np.arange(n) if clusters is None else clusters]
    stratum, cluster = (np.unique(np.asarray(each), return_inverse=True)[1] for each in given)
    if stratum.shape != values.shape or cluster.shape != values.shape:
        raise ValueError("a weight, a stratum and a cluster for each unit")
    _, first, places = np.unique(
        stratum.astype(np.int64) * (cluster.max(initial=0) + 1) + cluster, return_index=True, return_inverse=True
    )
    return Design(values, places, stratum[first].astype(np.int64))


@statistic("weighted share", SOURCE)
def weighted_share(gives: ArrayLike, design: Design) -> Result:
    """The weighted share of the units that give an answer, with the interval of its logit (t, 95 %).

    gives: (units,) 1 (yes) or 0; NaN: not asked. The interval is that of R's `svyciprop(method = "logit")`, with as
    many degrees of freedom as the units that entered have clusters less strata. Where all or none of the weight gives
    the answer a logit has no interval: it is Clopper and Pearson's at the effective number of units (Kish 1965),
    adjusted for the degrees of freedom (Korn & Graubard 1998). No interval where there is no degree of freedom.
    Not computable: no unit, or none with a weight. Raises ValueError for another value.
    """
    values = _values(gives, design)
    if not np.isin(values[~np.isnan(values)], [0.0, 1.0]).all():
        raise ValueError("a yes/no answer is 1 or 0")
    found = _ratio(values, design)
    share = found.estimate
    low, high, name = NAN, NAN, "none: no more clusters than strata"
    if found.df > 0 and found.error > 0:
        half = found.quantile * found.error / (share * (1 - share))
        low, high = (float(expit(logit(share) + sign * half)) for sign in (-1, 1))
        name = "logit, design-based"
    elif found.df > 0 and share in (0.0, 1.0):
        quantile = float(stdtrit(max(found.n - 1, 1), 1 - ALPHA / 2))
        size = min(found.n, found.effective * (quantile / found.quantile) ** 2)
        missed = (ALPHA / 2) ** (1 / size)  # the probability of all that is still possible
        low, high = (0.0, 1 - missed) if share == 0 else (missed, 1.0)
        name = "Korn-Graubard"
    elif found.df > 0:
        name = "none: no spread between clusters"
    return Result(
        estimate=share, low=low, high=high, n=found.n, interval_method=name,
        detail=details(effective_n=found.effective, se=found.error, df=found.df),
    )  # fmt: skip


@statistic("weighted mean", SOURCE)
def weighted_mean(values: ArrayLike, design: Design, *, low: float = -np.inf, high: float = np.inf) -> Result:
    """The weighted mean of values on a scale from `low` to `high`, with the interval of Student's t (95 %).

    values (units,), NaN is missing. The interval is that of R's `confint(svymean(…), df = degf(…))`, cut off at the
    ends of the scale; none where there is no degree of freedom or no spread between clusters.
    Not computable: no value, or none with a weight. Raises ValueError if a value lies outside the scale.
    """
    given = _values(values, design)
    if np.nanmin(given, initial=np.inf) < low or np.nanmax(given, initial=-np.inf) > high:
        raise ValueError(f"a value outside the scale {low:g} to {high:g}")
    found = _ratio(given, design)
    bounds, name = (NAN, NAN), "none: no more clusters than strata"
    if found.df > 0 and found.error > 0:
        half = found.quantile * found.error
        bounds, name = (max(low, found.estimate - half), min(high, found.estimate + half)), "t, design-based"
    elif found.df > 0:
        name = "none: no spread between clusters"
    return Result(
        estimate=found.estimate, low=bounds[0], high=bounds[1], n=found.n, interval_method=name,
        detail=details(effective_n=found.effective, se=found.error, df=found.df),
    )  # fmt: skip


@dataclass(frozen=True)
class _Ratio:
    """A weighted mean and its standard error; n: units that entered; effective: (Σw)² / Σw² of them."""

    estimate: float
    error: float
    n: int
    effective: float
    n_clusters: int
    n_strata: int

    @property
    def df(self) -> int:
        return self.n_clusters - self.n_strata

    @property
    def quantile(self) -> float:
        return float(stdtrit(self.df, 1 - ALPHA / 2))


def _values(values: ArrayLike, design: Design) -> Floats:
    array = np.asarray(values, dtype=np.float64)
    if array.shape != design.weights.shape:
        raise ValueError(f"{array.shape} values for {design.weights.shape} weights")
    return array


def _ratio(values: Floats, design: Design) -> _Ratio:
    """The weighted mean of the values that are there, as a ratio of two sums over the whole design."""
    there = ~np.isnan(values)
    weights = np.where(there, design.weights, 0.0)
    n, total = int(there.sum()), float(weights.sum())
    if total <= 0:
        raise NotComputableError("nobody answered" if n == 0 else "no unit that answered has a weight", n)
    filled = np.where(there, values, 0.0)
    estimate = float(weights @ filled) / total
    ends = filled[weights > 0]
    if ends.min() == ends.max():  # what a sum of rounded products need not come to
        estimate = float(ends[0])
    linearised = weights * (filled - estimate) / total
    of_clusters = np.bincount(design.clusters, linearised, minlength=design.stratum_of.size)
    sizes = np.bincount(design.stratum_of)
    means = np.bincount(design.stratum_of, of_clusters) / sizes
    squares = np.bincount(design.stratum_of, (of_clusters - means[design.stratum_of]) ** 2)
    if (sizes == 1).any():
        raise NotComputableError("a stratum has one cluster, which tells no variance", n)
    variance = float((squares * sizes / (sizes - 1)).sum())
    entered = np.bincount(design.clusters, weights > 0, minlength=design.stratum_of.size) > 0
    return _Ratio(
        estimate, np.sqrt(variance) if variance > 0 else 0.0, n, total**2 / float(weights @ weights),
        int(entered.sum()), int((np.bincount(design.stratum_of, entered) > 0).sum()),
    )  # fmt: skip
