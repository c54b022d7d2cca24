"""What a rule gives back: the parts that it demands, each with its numbers in every draw."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from wavework.answer_arrays import Flags
from wavework.statistics.resampling import Floats, Integers
from wavework.statistics.result import NAN

UNIVERSAL, EXISTENTIAL = "universal", "existential"


@dataclass(frozen=True, eq=False)
class Part:
    """One demand of a rule. Arrays have one element per draw; draw 0 of the observed table is what is reported.

    holds: the demand is met. estimate: in `unit` (share 0-1, mean, difference, units, rho, tau, percent); NaN without
    answers. n: units that answered. count: of them, those that are counted; NaN where nothing is counted.
    where: wave, item, other (item), unit, answer that it is about. interval: of draw 0, (low, high) 95 %.
    nearly: the demand is met by the estimate, but not beyond doubt. firm: False where what holds of those who
    answered is said of all and some did not answer. reach: whether a counterexample refutes it (`universal`) or an
    example proves it (`existential`), also where only some of the units were asked. extra: further named numbers.
    """

    holds: Flags
    estimate: Floats
    n: Integers
    unit: str
    where: Mapping[str, str]
    count: Floats | None = None
    interval: Callable[[], tuple[float, float]] = lambda: (NAN, NAN)
    nearly: Flags | None = None
    firm: bool = True
    reach: str = ""
    extra: Mapping[str, float] = field(default_factory=dict)

    @property
    def computable(self) -> bool:
        """In some draw it rests on at least one answer; of the observed table, in it."""
        return bool(((self.n > 0) & ~np.isnan(self.estimate)).any())


@dataclass(frozen=True, eq=False)
class Outcome:
    """The parts of all rules of a claim, and which of them make up the claim.

    demands: one per rule: its parts, and how many of them must hold.
    """

    demands: Sequence[tuple[Sequence[Part], int]]

    @property
    def parts(self) -> list[Part]:
        """All parts in the order of the rules."""
        return [part for parts, _ in self.demands for part in parts]

    @property
    def holds(self) -> Flags:
        """(draws,): every rule has as many parts that hold as it needs."""
        met = [np.sum([part.holds for part in parts], axis=0) >= needed for parts, needed in self.demands]
        return np.asarray(np.all(met, axis=0))

    @property
    def half(self) -> bool:
        """In the first draw at least half of what is needed holds, or holds nearly."""
        met = sum(min(needed, sum(_met(part) for part in parts)) for parts, needed in self.demands)
        return 2 * met >= sum(needed for _, needed in self.demands)

    @property
    def computable(self) -> bool:
        """Every part is."""
        return all(part.computable for part in self.parts)


def _met(part: Part) -> bool:
    return bool(part.holds[0] or (part.nearly is not None and part.nearly[0]))
