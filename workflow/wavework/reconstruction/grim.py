"""Whether a published mean or percentage is possible at all with so many units, and the samples that a mean leaves.

The test of means is GRIM (Brown & Heathers 2017, Social Psychological and Personality Science 8, 363-369), taken over
the sums that answers of the scale can have; the samples are those that CLOSURE finds for a mean (Heathers et al. 2018,
SPRITE, PeerJ Preprints 6:e26968), here without a standard deviation.

A value exactly between two printed ones may have been rounded up or to the even digit: sources do either.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import floor


@dataclass(frozen=True)
class Consistency:
    """possible: some answers of so many units print so. nearest: the printed value, or where it is not possible the
    nearest that is, in as many decimals. totals: the sums (of percentages: the counts) that print `nearest`."""

    possible: bool
    nearest: str
    totals: tuple[Fraction, ...]


def mean_consistency(printed: str, n: int, values: Sequence[Fraction | int]) -> Consistency:
    """Of the mean `printed` of n answers with these values. Raises ValueError for a text that is no number or n < 1."""
    return _consistency(printed, n, sorted(_sums(n, values)), Fraction(1, n) if n > 0 else Fraction(0))


def percentage_consistency(printed: str, n: int) -> Consistency:
    """Of the percentage `printed` (without its sign) of n units. Raises ValueError as `mean_consistency`."""
    return _consistency(
        printed, n, [Fraction(count) for count in range(n + 1)], Fraction(100, n) if n > 0 else Fraction(0)
    )


def samples(printed: str, n: int, values: Sequence[Fraction | int]) -> Iterator[tuple[int, ...]]:
    """How often each value occurs, (values,), in each sample of n answers whose mean prints so, without their order.

    ASSUME: rounded half up, as in the constraint `mean`.
    """
    decimals = _decimals(printed)
    for counts in _compositions(n, len(values)):
        total = sum(count * Fraction(value) for count, value in zip(counts, values, strict=True))
        if _roundings(Fraction(total) / n, decimals)[0] == Fraction(printed):
            yield counts


def _consistency(printed: str, n: int, totals: Sequence[Fraction], of_one: Fraction) -> Consistency:
    decimals = _decimals(printed)
    if n < 1 or not totals:
        raise ValueError(f"{printed} of {n} units")
    wanted = Fraction(printed)
    prints = {total: _roundings(total * of_one, decimals) for total in totals}
    # of two that are equally near the lower one
    distance, nearest = min((abs(one - wanted), one) for pair in prints.values() for one in pair)
    so = tuple(total for total, pair in prints.items() if nearest in pair)
    return Consistency(not distance, _text(nearest, decimals), so)


def _sums(n: int, values: Sequence[Fraction | int]) -> set[Fraction]:
    sums = {Fraction(0)}
    for _ in range(n):
        sums = {total + value for total in sums for value in values}
    return sums


def _compositions(n: int, parts: int) -> Iterator[tuple[int, ...]]:
    if parts == 1:
        yield (n,)
        return
    for first in range(n + 1):
        for rest in _compositions(n - first, parts - 1):
            yield (first, *rest)


def _decimals(printed: str) -> int:
    whole, _, decimals = printed.removeprefix("-").partition(".")
    if not whole.isdecimal() or not (decimals.isdecimal() or printed.count(".") == 0):
        raise ValueError(f"{printed!r} is no number in decimals")
    return len(decimals)


def _roundings(value: Fraction, decimals: int) -> tuple[Fraction, Fraction]:
    """Rounded half up, and half to even."""
    unit = 10**decimals
    return Fraction(floor(value * unit + Fraction(1, 2)), unit), Fraction(round(value * unit), unit)


def _text(value: Fraction, decimals: int) -> str:
    scaled = int(value * 10**decimals)
    sign, digits = "-" if scaled < 0 else "", f"{abs(scaled):0{decimals + 1}d}"
    return sign + (f"{digits[:-decimals]}.{digits[-decimals:]}" if decimals else digits)
