"""Change of categories within the same units: the margins of a paired square table.

All functions take `before` and `after`, shape (n,), one category code per unit in the same order; NaN is missing
and drops the pair. Under the null hypothesis the two answers of a unit are exchangeable, so that each changed pair
(a, b) is as likely to have been (b, a); every exact p here is over these flips. A category that nobody uses adds
nothing, so the codes of the scale need not be passed.
"""

import numpy as np
from numpy.random import Generator
from numpy.typing import ArrayLike
from scipy.special import chdtrc

from wavework.conventions import MIN_PAIRS
from wavework.statistics.intervals import around_a_difference
from wavework.statistics.null_distributions import (
    CLOSE,
    LARGEST_ENUMERATION,
    P,
    binomial_p,
    binomial_pmf,
    distinct_rows,
    flip_p_many,
    sign_flip_p,
    sign_flip_p_many,
    smallest_p,
    tail,
)
from wavework.statistics.resampling import RESAMPLES, Floats, Integers
from wavework.statistics.result import NAN, Result
from wavework.statistics.sample_arrays import (
    as_integers,
    changes,
    check_pairs,
    check_yes_no,
    complete_pairs,
    details,
    differences,
)
from wavework.statistics.statistic import Estimates, statistic

FEW_CHANGES = 25  # discordant pairs below which the χ² approximation is not relied on (Fagerland et al. 2013)
MCNEMAR_SOURCE = "McNemar 1947; Fagerland, Lydersen & Laake 2013; interval: Bonett & Price 2012"
HOMOGENEITY_SOURCE = "Agresti 2013, 11.3; flips within pairs: Pesarin & Salmaso 2010"


@statistic("difference of paired shares", MCNEMAR_SOURCE)
def mcnemar(before: ArrayLike, after: ArrayLike, *, mid_p: bool = False) -> Result:
    """McNemar's test of a yes/no answer (1 or 0), exact or mid-p.

    Estimate: share of yes after − share of yes before, with the Bonett-Price interval (Wald with one pair added to
    each kind of change; measured coverage at n = 6 to 16: mean 0.968 to 0.981, 5 % of the tables below 0.945 to
    0.951, lowest 0.913). p: binomial over the changed pairs, two-sided; mid_p counts the observed table half.
    Mid-p is less conservative but not exact: its level, by complete enumeration, stays below 0.05 at n = 6 and 9
    and, while at most 60 % of the pairs change, at n = 11 and 16; if all change it is 0.065 at n = 11 and 0.077 at
    n = 16.
    Not computable: fewer than three pairs, or no pair changed. Raises ValueError for values other than 0, 1, NaN.
    """
    first, second = complete_pairs(before, after)
    check_yes_no(first, second)
    check_pairs(first != second)
    n, gained, lost = first.size, int((second > first).sum()), int((second < first).sum())
    changed = gained + lost
    up, down = (gained + 1) / (n + 2), (lost + 1) / (n + 2)
    low, high = around_a_difference(up - down, (up + down - (up - down) ** 2) / (n + 2))
    return Result(
        estimate=(gained - lost) / n,
        low=low,
        high=high,
        n=n,
        interval_method="Bonett-Price",
        **P(_mcnemar_p(gained, lost, mid_p)).told("McNemar mid-p, two-sided" if mid_p else "McNemar exact, two-sided"),
        detail=details(gained=gained, lost=lost, smallest_p=smallest_p(changed) / (2 if mid_p else 1)),
    )


@mcnemar.over_tables
def mcnemar_many(before: Floats, after: Floats, *, mid_p: bool = False) -> Estimates:
    """Difference of the shares and p of many tables (tables, n), exact (or mid-p)."""
    check_yes_no(*(values[~np.isnan(values)] for values in (before, after)))
    change = after - before
    gained, lost, n = (change > 0).sum(axis=1), (change < 0).sum(axis=1), (~np.isnan(change)).sum(axis=1)
    p = np.empty(len(change))
    for rows, (up, down) in distinct_rows(np.column_stack([gained, lost])):
        p[rows] = _mcnemar_p(int(up), int(down), mid_p)
    known = (n >= MIN_PAIRS) & (gained + lost > 0)
    return Estimates(np.where(known, (gained - lost) / np.maximum(n, 1), NAN), n, np.where(known, p, NAN))


def _mcnemar_p(gained: int, lost: int, mid_p: bool) -> float:
    changed = gained + lost
    if not mid_p:
        return binomial_p(gained, changed)
    # both tails contain the observed table; at gained = lost they are the same table
    return binomial_p(gained, changed) - float(binomial_pmf(changed)[gained]) * (0.5 if gained == lost else 1.0)


@statistic("Stuart-Maxwell statistic", "Stuart 1955; Maxwell 1970")
def stuart_maxwell(before: ArrayLike, after: ArrayLike) -> Result:
    """Stuart-Maxwell test of equal margins of k unordered categories: the χ² approximation.

    Estimate: the statistic; p: upper tail of χ² with as many degrees of freedom as the covariance has rank (k − 1
    unless some categories never exchange members). It is asymptotic and given for comparison with other studies;
    with fewer than 25 changed pairs `warning` stands in the detail, and `marginal_homogeneity` is the test to
    report. Not computable: fewer than three pairs, or no pair changed.
    """
    counts = _square_table(before, after)
    inverse, freedom = _stuart_inverse(counts + counts.T)
    difference = counts.sum(axis=0) - counts.sum(axis=1)
    statistic = float(difference @ inverse @ difference)
    changed = int(counts.sum() - np.trace(counts))
    warning = {"warning": "asymptotic p of few changes"} if changed < FEW_CHANGES else {}
    return Result(
        estimate=statistic,
        p=float(chdtrc(freedom, statistic)),
        n=int(counts.sum()),
        p_method="asymptotic chi-squared",
        detail=details(df=freedom, changed=changed, **warning),
    )


@statistic("mean change of the score", HOMOGENEITY_SOURCE)
def ordered_marginal_homogeneity(before: ArrayLike, after: ArrayLike) -> Result:
    """Exact permutation test of equal margins on an ordered scale; the codes passed are its scores.

    Estimate: mean change of the score. p: two-sided, over all 2^m flips of the m changed pairs (the shift algorithm
    makes it exact at any n). With scores 0, 1, 2, 3 a step counts the same anywhere on the scale; other scores say
    otherwise and belong in the report. On two categories it is McNemar's exact test.
    Not computable: fewer than three pairs, or no pair changed. Raises ValueError for scores without a common
    denominator up to 1,000.
    """
    change = differences(before, after)
    check_pairs(change != 0)
    steps, _ = as_integers(change[change != 0])
    rises = int((steps > 0).sum())
    return Result(
        estimate=float(change.mean()),
        n=change.size,
        **P(sign_flip_p(np.abs(steps), int(steps[steps > 0].sum()))).told("exact over flips within pairs, two-sided"),
        detail=details(rises=rises, falls=steps.size - rises, smallest_p=smallest_p(steps.size)),
    )


@ordered_marginal_homogeneity.over_tables
def ordered_marginal_homogeneity_many(before: Floats, after: Floats) -> Estimates:
    """Mean change and p of many tables (tables, n), exact at any n."""
    change, _ = changes(before, after)
    n = (~np.isnan(change)).sum(axis=1)
    different, place = np.unique(np.nan_to_num(change), return_inverse=True)
    steps = as_integers(different)[0][place.reshape(change.shape)]
    p = sign_flip_p_many(np.abs(steps), np.maximum(steps, 0).sum(axis=1))
    known = (n >= MIN_PAIRS) & steps.any(axis=1)
    mean = np.nansum(change, axis=1) / np.maximum(n, 1)
    return Estimates(np.where(known, mean, NAN), n, np.where(known, p, NAN))


@statistic("distance of the margins", HOMOGENEITY_SOURCE)
def marginal_homogeneity(
    before: ArrayLike, after: ArrayLike, *, generator: Generator, resamples: int = RESAMPLES
) -> Result:
    """Permutation test of equal margins of k unordered categories, with the Stuart-Maxwell statistic.

    Estimate: half the summed absolute differences of the two margins, the share of units that at least would have
    to change category to make them equal. p: over all flips within pairs. Flips leave the covariance of the
    statistic alone, and only the numbers of flips per pair of categories count, so the 2^m flips come down to a
    product of binomials, which is listed up to a million cases (for four categories beyond 60 changed pairs);
    above, `resamples` random flips. Not computable: fewer than three pairs, or no pair changed.
    """
    counts = _square_table(before, after)
    exchanged = counts + counts.T
    inverse, _ = _stuart_inverse(exchanged)
    low, high = np.nonzero(np.triu(exchanged, 1))
    sizes = exchanged[low, high]
    reference = float(_stuart_statistics(counts[low, high][None, :], sizes, low, high, inverse)[0])
    cases = int(np.prod((sizes + 1).astype(np.float64)))
    if cases <= LARGEST_ENUMERATION:
        moved, probabilities = _all_flips(sizes)
    else:
        moved, probabilities = generator.binomial(sizes, 0.5, size=(resamples, sizes.size)), None
    p = tail(_stuart_statistics(moved, sizes, low, high, inverse), reference, probabilities)
    margins = np.abs(counts.sum(axis=0) - counts.sum(axis=1)).sum()
    return Result(
        estimate=float(margins) / 2 / counts.sum(),
        n=int(counts.sum()),
        **p.told("{how} over flips within pairs"),
        detail=details(changed=int(sizes.sum()), categories=len(counts)),
    )


@marginal_homogeneity.over_tables
def marginal_homogeneity_many(before: Floats, after: Floats, *, generator: Generator) -> Estimates:
    """Distance of the margins and p of many tables (tables, n), over the flips of `null_sums.flip_p_many`."""
    categories = np.unique(np.concatenate([before, after])[~np.isnan(np.concatenate([before, after]))])
    both = ~(np.isnan(before) | np.isnan(after))
    first, second = (values[:, :, None] == categories for values in (before, after))
    moved = np.where(
        both[:, :, None], second.astype(np.float64) - first, 0.0
    )  # (tables, n, k): the margins' differences
    inverse = np.linalg.pinv(np.einsum("tni,tnj->tij", moved, moved), rcond=1e-9, hermitian=True)
    observed = _quadratic(moved.sum(axis=1)[None], inverse)[0]
    least = observed - CLOSE * np.maximum(1.0, observed)
    p = flip_p_many(moved, lambda sums: _quadratic(sums, inverse) >= least, generator)
    n = both.sum(axis=1)
    known = (n >= MIN_PAIRS) & moved.any(axis=(1, 2))
    distance = np.abs(moved.sum(axis=1)).sum(axis=1) / 2 / np.maximum(n, 1)
    return Estimates(np.where(known, distance, NAN), n, np.where(known, p, NAN))


def _quadratic(differences_of_margins: Floats, inverse: Floats) -> Floats:
    """Stuart's statistic (flips, tables) of differences of margins (flips, tables, k)."""
    return np.einsum("fti,tij,ftj->ft", differences_of_margins, inverse, differences_of_margins, optimize=True)


def _square_table(before: ArrayLike, after: ArrayLike) -> Integers:
    """Counts (k, k) of the pairs of categories: rows before, columns after. Raises as `check_pairs`."""
    first, second = complete_pairs(before, after)
    check_pairs(first != second)
    categories, codes = np.unique(np.concatenate([first, second]), return_inverse=True)
    counts = np.zeros((categories.size, categories.size), dtype=np.int64)
    np.add.at(counts, (codes[: first.size], codes[first.size :]), 1)
    return counts


def _stuart_inverse(exchanged: Integers) -> tuple[Floats, int]:
    """Generalised inverse of the null covariance of the margins' differences, and its rank.

    exchanged (k, k): pairs between two categories, whichever way.
    """
    off = exchanged - np.diag(np.diag(exchanged))
    covariance = (np.diag(off.sum(axis=1)) - off).astype(np.float64)
    inverse = np.asarray(np.linalg.pinv(covariance, rcond=1e-9, hermitian=True), dtype=np.float64)
    return inverse, int(np.linalg.matrix_rank(covariance))


def _all_flips(sizes: Integers) -> tuple[Integers, Floats]:
    """All numbers of pairs (cases, types) that go the first way, and their probabilities under fair flips."""
    grids = np.meshgrid(*[np.arange(size + 1) for size in sizes.tolist()], indexing="ij")
    moved = np.column_stack([grid.ravel() for grid in grids]).astype(np.int64)
    probabilities = np.ones(len(moved))
    for column, size in enumerate(sizes.tolist()):
        probabilities *= binomial_pmf(size)[moved[:, column]]
    return moved, probabilities


def _stuart_statistics(moved: Integers, sizes: Integers, low: Integers, high: Integers, inverse: Floats) -> Floats:
    """Stuart's statistic (cases,) where `moved` of `sizes` pairs went from category `low` to `high`."""
    net = 2 * moved - sizes
    difference = np.zeros((len(moved), len(inverse)))
    for column in range(sizes.size):
        difference[:, high[column]] += net[:, column]
        difference[:, low[column]] -= net[:, column]
    return np.einsum("ci,ij,cj->c", difference, inverse, difference)
