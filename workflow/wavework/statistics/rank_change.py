"""Importance of k items (drivers, obstacles) as the same services see it, and how its order changed.

Matrices are services × items, shape (n, k); a larger value means more important. Values are replaced by their
mid-ranks within a service, so only the order that a service gives counts. A service with a missing value is left
out (listwise): a rank among fewer items is not the same rank.
"""

import math
from itertools import permutations

import numpy as np
from numpy.random import Generator
from numpy.typing import ArrayLike
from scipy.special import chdtrc

from wavework.conventions import MIN_RANKED_ITEMS, MIN_RATERS
from wavework.statistics.null_distributions import (
    LARGEST_ENUMERATION,
    P,
    drawn_p,
    flip_p_many,
    sign_flip_p,
    sign_flip_p_many,
)
from wavework.statistics.resampling import RESAMPLES, Floats, Integers
from wavework.statistics.result import NAN, NotComputableError, Result
from wavework.statistics.sample_arrays import TIE_DECIMALS, complete_rows, details, doubled_midranks_in_rows
from wavework.statistics.statistic import Estimates, statistic

EXACT_SERVICES = 17  # changed services whose 2^(n-1) flips are listed
BLOCK_CELLS = 2_000_000  # cells of one block of drawn permutations: bounds the memory
CHANGE_SOURCE = "sign flips: Pesarin & Salmaso 2010"


@statistic("Kendall's W", "Friedman 1937; Kendall & Babington Smith 1939")
def friedman(ratings: ArrayLike, *, generator: Generator, resamples: int = RESAMPLES) -> Result:
    """Do the services agree on an order of the items? Kendall's W with the permutation p of Friedman's test.

    ratings: (n, k). Estimate: W corrected for ties, 0 (no common order) to 1 (all give the same). p: the share of
    all permutations within services whose statistic is as large, exact while the rank sums can be listed (three or
    four items at any n of the study, five up to some eight services), otherwise from `resamples` draws. The detail
    holds Friedman's χ² with ties and its asymptotic p, which R's `friedman.test` gives; at n = 6 to 16 it is a poor
    guide.
    Not computable: fewer than three complete services or items, or every service rates all items alike.
    """
    rows = complete_rows(ratings)
    n, k = rows.shape
    _check(n, k)
    ranks = doubled_midranks_in_rows(rows)
    largest = _largest_spread(ranks)
    if largest == 0:
        raise NotComputableError("every service rates all items alike", n)
    observed = _spread(ranks.sum(axis=0)[None, :], n)[0]
    w = float(observed / largest)
    exact = _exact_friedman_p(ranks, int(observed))
    p = _drawn_friedman_p(ranks, int(observed), generator, resamples) if exact is None else P(exact)
    chi_squared = n * (k - 1) * w
    return Result(
        estimate=w,
        n=n,
        **p.told("{how} over permutations within services"),
        detail=details(items=k, chi_squared=chi_squared, df=k - 1, asymptotic_p=float(chdtrc(k - 1, chi_squared))),
    )


@friedman.over_tables
def friedman_many(ratings: Floats) -> Estimates:
    """Kendall's W of many tables (tables, n, k). No p: Friedman's is that of one table, and comes with it."""
    complete, k = np.asarray(~np.isnan(ratings).any(axis=2)), ratings.shape[2]
    ranks = doubled_midranks_in_rows(np.round(ratings, TIE_DECIMALS).reshape(-1, k)).reshape(ratings.shape)
    away = np.where(complete[:, :, None], ranks - (k + 1), 0)
    services = complete.sum(axis=1)
    largest = services * (away**2).sum(axis=(1, 2))
    known = (services >= MIN_RATERS) & (largest > 0) & (k >= MIN_RANKED_ITEMS)
    w = (away.sum(axis=1) ** 2).sum(axis=1) / np.maximum(largest, 1)
    return Estimates(np.where(known, w, NAN), services)


@statistic("common rank change", CHANGE_SOURCE)
def rank_change(before: ArrayLike, after: ArrayLike, *, generator: Generator, resamples: int = RESAMPLES) -> Result:
    """Did the order of the items change between two waves, as seen by the same services?

    before, after: (n, k), the same services and items in the same order; only services complete in both count.
    Estimate: the sum over items of the squared mean rank change, divided by the largest it can be,
    k(k² − 1)/3: 0 = no common movement, 1 = every service turned the same full order around. p: under no change
    the two waves of a service are exchangeable; the share of the 2^n swaps whose sum is as large, exact up to 17
    changed services, otherwise from `resamples` draws.
    Not computable: fewer than three services or items, or no rank changed. Raises ValueError if shapes differ.
    """
    moves, n, k = _rank_moves(before, after)
    _check(n, k)
    if not moves.any():
        raise NotComputableError("no rank changed", n)
    observed = int((moves.sum(axis=0) ** 2).sum())
    changed = moves[moves.any(axis=1)]
    m = len(changed)
    if m <= EXACT_SERVICES:
        # the first service keeps its sign: turning all signs gives the same sum of squares
        flips = 1 - 2 * ((np.arange(2 ** (m - 1))[:, None] >> np.arange(m - 1)) & 1)
        sums = changed[0] + flips @ changed[1:]
        p = P(float(((sums**2).sum(axis=1) >= observed).mean()))
    else:
        flips = 1 - 2 * generator.integers(0, 2, size=(resamples, m))
        p = drawn_p(int((((flips @ changed) ** 2).sum(axis=1) >= observed).sum()), resamples)
    return Result(
        estimate=3 * observed / (4 * n**2 * k * (k**2 - 1)),
        n=n,
        **p.told("{how} over swaps of waves within services"),
        detail=details(items=k, changed=m),
    )


@rank_change.over_tables
def rank_change_many(before: Floats, after: Floats, *, generator: Generator) -> Estimates:
    """Common rank change and p of many tables (tables, n, k), over the flips of `null_sums.flip_p_many`."""
    moves, services = _rank_moves_many(before, after)
    k = moves.shape[2]
    observed = (moves.sum(axis=1) ** 2).sum(axis=1)
    p = flip_p_many(moves.astype(np.float64), lambda sums: (sums**2).sum(axis=2) >= observed, generator)
    known = (services >= MIN_RATERS) & moves.any(axis=(1, 2)) & (k >= MIN_RANKED_ITEMS)
    value = 3 * observed / (4 * np.maximum(services, 1) ** 2 * k * (k**2 - 1))
    return Estimates(np.where(known, value, NAN), services, np.where(known, p, NAN))


def item_rank_changes(before: ArrayLike, after: ArrayLike) -> list[Result]:
    """Mean change of each item's rank within the services, in the order of the columns, with its exact flip p.

    before, after: (n, k) as in `rank_change`. Estimate: mean of (rank after − rank before), positive = the item
    gained importance over the others; from −(k − 1) to k − 1. p: two-sided over the flips of the services where the
    item's rank changed; not adjusted for the k items. Not computable, for all or one item: fewer than three services
    or items, or no service changed the item's rank. Raises ValueError if shapes differ.
    """
    moves, n, k = _rank_moves(before, after)
    return [_item_rank_change(column, n, k) for column in moves.T]


def item_rank_changes_over_tables(before: Floats, after: Floats, *, alpha: float) -> list[Result]:
    """`item_rank_changes` of (tables, n, k): the ordinary results of one table, their spread over many."""
    if len(before) == 1:
        return item_rank_changes(before[0], after[0])
    moves, services = _rank_moves_many(before, after)
    return [
        _item_rank_change.spread(_item_moves(moves[:, :, item], services, moves.shape[2]), alpha=alpha)
        for item in range(moves.shape[2])
    ]


def _item_moves(moves: Integers, services: Integers, k: int) -> Estimates:
    known = (services >= MIN_RATERS) & moves.any(axis=1) & (k >= MIN_RANKED_ITEMS)
    p = sign_flip_p_many(np.abs(moves), np.maximum(moves, 0).sum(axis=1))
    mean = moves.sum(axis=1) / np.maximum(services, 1) / 2
    return Estimates(np.where(known, mean, NAN), services, np.where(known, p, NAN))


@statistic("mean rank change", CHANGE_SOURCE)
def _item_rank_change(moves: Integers, n: int, k: int) -> Result:
    _check(n, k)
    if not moves.any():
        raise NotComputableError("no service changed the rank of this item", n)
    rises, falls = int((moves > 0).sum()), int((moves < 0).sum())
    return Result(
        estimate=float(moves.mean()) / 2,
        n=n,
        **P(sign_flip_p(np.abs(moves), int(moves[moves > 0].sum()))).told(
            "exact over swaps of waves within services, two-sided"
        ),
        detail=details(rises=rises, falls=falls, unchanged=n - rises - falls),
    )


def _check(n: int, k: int) -> None:
    if k < MIN_RANKED_ITEMS:
        raise NotComputableError(f"{k} items, at least {MIN_RANKED_ITEMS} are needed", n)
    if n < MIN_RATERS:
        raise NotComputableError(f"{n} complete services, at least {MIN_RATERS} are needed", n)


def _rank_moves(before: ArrayLike, after: ArrayLike) -> tuple[Integers, int, int]:
    """Doubled rank changes (n, k) of the services complete in both waves."""
    first, second = np.asarray(before, dtype=np.float64), np.asarray(after, dtype=np.float64)
    if first.shape != second.shape or first.ndim != 2:
        raise ValueError(f"two matrices of one shape are needed, not {first.shape} and {second.shape}")
    k = first.shape[1]
    both = complete_rows(np.column_stack([first, second]))
    moves = doubled_midranks_in_rows(both[:, k:]) - doubled_midranks_in_rows(both[:, :k])
    return moves, len(both), k


def _rank_moves_many(before: Floats, after: Floats) -> tuple[Integers, Integers]:
    """Doubled rank changes (tables, n, k), 0 of a service not complete in both waves; complete ones (tables,)."""
    complete = np.asarray(~(np.isnan(before) | np.isnan(after)).any(axis=2))
    first, second = (
        doubled_midranks_in_rows(np.round(values, TIE_DECIMALS).reshape(-1, values.shape[2])).reshape(values.shape)
        for values in (before, after)
    )
    return np.where(complete[:, :, None], second - first, 0), complete.sum(axis=1)


def _spread(sums: Integers, n: int) -> Integers:
    """Σ (doubled rank sum − its expectation n(k + 1))² for each row of `sums` (cases, k)."""
    return np.asarray(((sums - n * (sums.shape[1] + 1)) ** 2).sum(axis=1), dtype=np.int64)


def _largest_spread(ranks: Integers) -> float:
    """The spread of the rank sums at W = 1, reduced for ties as in the usual correction."""
    n, k = ranks.shape
    return n * float(((ranks - (k + 1)) ** 2).sum())


def _exact_friedman_p(ranks: Integers, observed: int) -> float | None:
    """P(spread ≥ observed) by adding one service at a time, or None where the rank sums are too many.

    The permutations of a service are equally likely, so sums that are a reordering of each other have the same
    future: they are kept once, sorted, with their joint probability.
    """
    n, k = ranks.shape
    arrangements = math.factorial(k)
    if arrangements > 120:
        return None
    orders = np.array(list(permutations(range(k))))
    states = np.zeros((1, k), dtype=np.int64)
    probabilities: Floats = np.ones(1)
    base = 2 * n * k + 1
    code = base ** np.arange(k - 1, -1, -1)  # k ≤ 5 digits of a few hundred fit in 64 bits
    for row in ranks:
        if len(states) * arrangements > LARGEST_ENUMERATION:
            return None
        sums = np.sort((states[:, None, :] + row[orders][None, :, :]).reshape(-1, k), axis=1)
        _, first, place = np.unique(sums @ code, return_index=True, return_inverse=True)
        shares = np.repeat(probabilities / arrangements, arrangements)
        probabilities = np.bincount(place, weights=shares).astype(np.float64)
        states = sums[first]
    return min(1.0, float(probabilities[_spread(states, n) >= observed].sum()))


def _drawn_friedman_p(ranks: Integers, observed: int, generator: Generator, resamples: int) -> P:
    n, k = ranks.shape
    block = max(1, BLOCK_CELLS // (n * k))
    reached = 0
    for start in range(0, resamples, block):
        drawn = np.broadcast_to(ranks, (min(block, resamples - start), n, k))
        sums = generator.permuted(drawn, axis=2).sum(axis=1)
        reached += int((_spread(sums, n) >= observed).sum())
    return drawn_p(reached, resamples)
