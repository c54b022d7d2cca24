"""A statistic over many tables of answers: what is the same in all, how far it can go, how it lies in the draws.

Partial identification (Manski 2003, Partial Identification of Probability Distributions; Tamer 2010,
doi:10.1146/annurev.economics.050708.143401): published facts leave a set of tables of answers, and a statistic the set
of its values on them. Its ends are bounds. How the draws lie between them depends on how tables are drawn, which is a
choice and no knowledge (`reconstruction.sampler`).
"""

from dataclasses import dataclass, fields, replace

import numpy as np
from numpy.typing import ArrayLike

from wavework.conventions import CONFIDENCE
from wavework.known import BOUNDS, FIXED, NOTHING, REACHED
from wavework.statistics.resampling import SAME
from wavework.statistics.result import NAN, Result, not_computable


@dataclass(frozen=True)
class Extent:
    """Lowest and highest value of a number over all tables that agree with the facts.

    sharp: both are proven and taken by some table; otherwise the widest that were found, "at least from … to …".
    nothing: the scale alone gives the same, no fact narrows it.
    """

    lowest: float
    highest: float
    sharp: bool = True
    nothing: bool = False

    @property
    def known(self) -> str:
        """One of `result.KNOWN`."""
        if not self.sharp:
            return REACHED
        if self.highest - self.lowest <= SAME:
            return FIXED
        return NOTHING if self.nothing else BOUNDS


def spread(
    estimates: ArrayLike,
    *,
    n: int,
    method: str,
    source: str = "",
    alpha: float = NAN,
    p: ArrayLike | None = None,
    extent: Extent | None = None,
    reached: ArrayLike = (),
) -> Result:
    """What is known of a statistic: estimates (tables,), NaN in a table where it is not computable.

    p: (tables,), of each its two-sided p, for the share below alpha. extent: its bounds; without them the widest of
    the estimates and of `reached`, values on further tables that agree. n: units. Shares are of all tables: where it is
    not computable it is neither above zero nor significant; `detail` says in how many. Not computable if it is so in
    every table.
    """
    values = np.asarray(estimates, dtype=np.float64)
    found = values[~np.isnan(values)]
    if not len(found):
        return not_computable("computable in none of the tables that agree with what is published", n, method, source)
    if extent is None:
        far = np.concatenate([found, np.asarray(reached, dtype=np.float64).ravel()])
        extent = Extent(float(np.nanmin(far)), float(np.nanmax(far)), sharp=False)
    tail = (1 - CONFIDENCE) / 2
    low, median, high = np.quantile(found, [tail, 0.5, 1 - tail])
    below = NAN
    if p is not None:
        tested = np.asarray(p, dtype=np.float64)
        below = NAN if np.isnan(tested).all() else float((tested < alpha).mean())
    return Result(
        estimate=extent.lowest if extent.known == FIXED else NAN,
        n=n,
        method=method,
        source=source,
        detail="" if len(found) == len(values) else f"computable in {len(found)} of {len(values)} tables",
        tables=len(values),
        known=extent.known,
        lowest=extent.lowest,
        highest=extent.highest,
        median=float(median),
        central_low=float(low),
        central_high=float(high),
        positive=float((found > SAME).sum() / len(values)),
        significant=below,
    )


def filled(found: Result, ordinary: Result) -> Result:
    """What is the same in every table, with the ordinary result of it: its interval and its names."""
    over = [field.name for field in fields(Result)]
    own = {name: getattr(found, name) for name in over[over.index("tables") :]}
    return replace(ordinary, **own)
