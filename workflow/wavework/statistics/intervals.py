"""What the intervals in closed form share: their level, and bounds found by bisection."""

from collections.abc import Callable

import numpy as np

Z = 1.959963984540054  # standard normal quantile of 0.975


def boundary(inside: float, outside: float, holds: Callable[[float], bool]) -> float:
    """Where a condition stops that holds at `inside` and not at `outside`: the last value that holds, to 1e-12."""
    for _ in range(40):
        middle = (inside + outside) / 2
        inside, outside = (middle, outside) if holds(middle) else (inside, middle)
    return inside


def around_a_difference(centre: float, variance: float) -> tuple[float, float]:
    """Wald's 95 % interval of a difference of two shares, cut off at −1 and 1."""
    half = Z * float(np.sqrt(variance))
    return max(-1.0, centre - half), min(1.0, centre + half)
