"""Arrays as the tests want them: missing values out, ties recognised, ranks and scores as whole numbers."""

from fractions import Fraction
from math import lcm

import numpy as np
from numpy.typing import ArrayLike, NDArray

from wavework.conventions import MIN_GROUP, MIN_PAIRS
from wavework.statistics.resampling import TIES, Floats, Integers, tie_places
from wavework.statistics.result import NotComputableError

# ASSUME: values that agree to nine decimals are equal: a mean of scores may differ in its last bits only.
TIE_DECIMALS = 9
LARGEST_DENOMINATOR = 1000


def present(values: ArrayLike) -> Floats:
    """The values that are not missing, shape (n,), rounded so that ties are ties.

    NaN is missing. Raises ValueError if `values` is not one-dimensional or holds an infinite value.
    """
    array = _rounded(_finite(values, dimensions=1))
    return array[~np.isnan(array)]


def complete_pairs(before: ArrayLike, after: ArrayLike) -> tuple[Floats, Floats]:
    """Both values of the units that have both, shape (n,) each; units with a NaN on either side are left out.

    Raises ValueError if the two differ in length, are not one-dimensional or hold an infinite value.
    """
    first, second = (_finite(values, dimensions=1) for values in (before, after))
    _check_lengths(first, second)
    both = ~np.isnan(first) & ~np.isnan(second)
    return _rounded(first[both]), _rounded(second[both])


def check_pairs(changed: NDArray[np.bool_]) -> None:
    """Raise NotComputableError for fewer than three complete pairs, or where none of them (n,) changed."""
    if changed.size < MIN_PAIRS:
        raise NotComputableError(f"{changed.size} complete pairs, at least {MIN_PAIRS} are needed", changed.size)
    if not changed.any():
        raise NotComputableError("no pair changed", changed.size)


def two_groups(x: ArrayLike, y: ArrayLike) -> tuple[Floats, Floats]:
    """The values that are present in two groups, shapes (n1,) and (n2,).

    Raises NotComputableError for a group of fewer than two values, or where all values are equal.
    """
    first, second = present(x), present(y)
    n = first.size + second.size
    if min(first.size, second.size) < MIN_GROUP:
        reason = f"groups of {first.size} and {second.size} values, at least {MIN_GROUP} each are needed"
        raise NotComputableError(reason, n)
    if np.ptp(np.concatenate([first, second])) == 0:
        raise NotComputableError("all values are equal", n)
    return first, second


def check_yes_no(*samples: Floats) -> None:
    """Raise ValueError where a value is neither 1 (yes) nor 0."""
    if not np.isin(np.concatenate(samples), [0.0, 1.0]).all():
        raise ValueError("a yes/no answer is 1 or 0")


def differences(before: ArrayLike, after: ArrayLike) -> Floats:
    """after − before of the complete pairs, shape (n,); positive is a rise. Equal rises and falls are equal numbers.

    Values must come in full precision: of values that a table holds to six decimals equal changes need not be equal
    (66.666667 − 33.333333 and 33.333333 − 0).
    """
    first, second = (_finite(values, dimensions=1) for values in (before, after))
    _check_lengths(first, second)
    change, size = changes(first, second)
    change = change[~np.isnan(change)]
    sizes = np.abs(change)
    below, _ = tie_places(sizes, size)
    return np.sign(change) * np.sort(sizes)[below]


def changes(before: Floats, after: Floats) -> tuple[Floats, Floats]:
    """after − before (…, n), NaN where a value is missing and 0 where both are level; the largest value (…).

    The precision of a change is that of the values (see `resampling.tie_places`): the largest change may be tiny.
    """
    change = after - before
    both = ~np.isnan(change)
    largest = np.maximum(np.abs(before), np.abs(after))
    size = np.where(both, largest, 0.0).max(axis=-1, initial=0.0)
    return np.where(np.abs(change) <= TIES * size[..., np.newaxis], 0.0, change), size


def complete_rows(matrix: ArrayLike) -> Floats:
    """The rows without a missing value (listwise deletion), shape (n, k).

    Raises ValueError if `matrix` is not two-dimensional or holds an infinite value.
    """
    array = _rounded(_finite(matrix, dimensions=2))
    return array[~np.isnan(array).any(axis=1)]


def _finite(values: ArrayLike, dimensions: int) -> Floats:
    array = np.asarray(values, dtype=np.float64)
    if array.ndim != dimensions:
        raise ValueError(f"an array of {dimensions} dimension(s) is needed, not of {array.ndim}")
    if np.isinf(array).any():
        raise ValueError("infinite value in the data")
    return array


def _rounded(array: Floats) -> Floats:
    return np.round(array, TIE_DECIMALS) + 0.0  # + 0.0: no negative zero


def _check_lengths(first: Floats, second: Floats) -> None:
    if first.shape != second.shape:
        raise ValueError(f"pairs need two arrays of one length, not {first.size} and {second.size}")


def doubled_midranks(values: Floats) -> Integers:
    """Twice the mid-ranks of `values` (n,) among themselves: whole numbers, so that sums compare exactly."""
    _, place, ties = np.unique(values, return_inverse=True, return_counts=True)
    return (2 * np.cumsum(ties) - ties + 1)[place].astype(np.int64)


def doubled_midranks_in_rows(matrix: Floats) -> Integers:
    """Twice the mid-ranks of each row (n, k) within the row: 1 + 2·(smaller) + (equal)."""
    smaller = (matrix[:, None, :] < matrix[:, :, None]).sum(axis=2)
    equal = (matrix[:, None, :] == matrix[:, :, None]).sum(axis=2)
    return (2 * smaller + equal + 1).astype(np.int64)


def as_integers(values: Floats) -> tuple[Integers, float]:
    """Whole numbers w and a unit u with values = w·u, for exact arithmetic on scores such as 0, 33⅓, 50, 100.

    Raises ValueError if the values have no common denominator up to 1,000 (to nine decimals).
    """
    fractions = [Fraction(float(value)).limit_denominator(LARGEST_DENOMINATOR) for value in values]
    denominator = lcm(1, *(fraction.denominator for fraction in fractions))
    exact = all(
        abs(float(fraction) - value) < 10.0**-TIE_DECIMALS for fraction, value in zip(fractions, values, strict=True)
    )
    if not exact or denominator > LARGEST_DENOMINATOR:
        raise ValueError("scores without a common denominator up to 1,000")
    whole = np.array([int(fraction * denominator) for fraction in fractions], dtype=np.int64)
    return whole, 1.0 / denominator


def details(**values: object) -> str:
    """Named numbers in the one text form of `Result.detail`: `name=value; name=value`."""
    parts = []
    for name, value in values.items():
        shown = f"{value:.6g}" if isinstance(value, float) else str(value)
        parts.append(f"{name}={shown}")
    return "; ".join(parts)
