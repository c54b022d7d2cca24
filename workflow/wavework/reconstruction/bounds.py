"""Sharp bounds: how far a number can go over all tables of answers that satisfy a system.

A number that is linear in the answers (a count, a share, a mean, a difference or change of these) is a sum over cells,
so its lowest and highest value are those of each independent part, added up. A part that can be counted is a decision
diagram of all its tables, and its bounds are shortest and longest paths in integers (`exact`): proven, and taken by
some table. A part too entangled to count is left to HiGHS; where that reaches its time limit, the best value found
stands, and is called not sharp. Bounds without any assumption on how tables are drawn: Manski 2003, Partial
Identification of Probability Distributions.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from wavework.reconstruction import feasibility
from wavework.reconstruction.exact_counting import STATES, Diagram, diagram
from wavework.reconstruction.inequalities import Component, Flags, Integers, Linear, System, extremes
from wavework.statistics.over_many_tables import Extent

TOLERANCE = 1e-6  # of HiGHS: how far its bound of a whole number may be off
ONE, NONE = Fraction(1), Fraction(0)


@dataclass(frozen=True, eq=False)
class Extents:
    """Lowest and highest value of k sums over all tables, (k,) each.

    sharp: both ends are proven; elsewhere they are the widest found, so "at least from … to …".
    free_lowest, free_highest: what the answers that each wave can yield at all would allow.
    """

    lowest: Integers
    highest: Integers
    sharp: Flags
    free_lowest: Integers
    free_highest: Integers

    @property
    def nothing(self) -> Flags:
        """(k,) where the facts leave all that the scale allows."""
        return (self.lowest == self.free_lowest) & (self.highest == self.free_highest)

    def extent(self, number: int = 0, worth: Fraction = ONE, constant: Fraction = NONE) -> Extent:
        """The extent of constant + worth (above 0) * one of the sums, exact until it is a float."""
        return Extent(
            float(constant + worth * int(self.lowest[number])),
            float(constant + worth * int(self.highest[number])),
            bool(self.sharp[number]),
            bool(self.nothing[number]),
        )


class Bounds:
    """Bounds over all tables of a system; the diagrams of its parts are compiled when asked for, once.

    states: of a diagram, at most; a part with more goes to HiGHS, with `seconds` for each of its programs. diagrams:
    key of a part -> its diagram, of those that are compiled already (`sampler.Draws`).
    Raises InputError naming the conflicting constraints where a part that is asked for has no table.
    """

    def __init__(
        self,
        system: System,
        states: int = STATES,
        seconds: float = feasibility.SECONDS,
        diagrams: Mapping[str, Diagram] | None = None,
    ):
        self.system, self.states, self.seconds = system, states, seconds
        self._diagrams: dict[str, Diagram | None] = dict(diagrams or {})
        self._tables: dict[str, Integers] = {}
        self._part_of = np.zeros(len(system.cells), dtype=np.int64)
        for number, part in enumerate(system.components):
            self._part_of[part.cells] = number

    def of(self, system: System) -> "Bounds":
        """The bounds of another system; parts that both have are compiled once."""
        other = Bounds(system, self.states, self.seconds)
        other._diagrams, other._tables = self._diagrams, self._tables
        return other

    def extents(self, sums: Sequence[Linear]) -> list[Extent]:
        """How far each of these numbers can go."""
        if not sums:
            return []
        found = self.linear(np.stack([each.weights for each in sums]))
        return [found.extent(number, each.worth, each.constant) for number, each in enumerate(sums)]

    def linear(self, weights: Integers) -> Extents:
        """The extents of k sums of weights (k, cells, answers), whole numbers."""
        self._check(weights)
        sums = np.zeros((2, len(weights)), dtype=np.int64)
        sharp = np.ones(len(weights), dtype=bool)
        for part, own in self._touched(weights):
            which = np.flatnonzero(own.any(axis=(1, 2)))
            counted = self._diagram(part)
            if counted is not None:
                best = counted.highest(np.concatenate([-own[which], own[which]])).reshape(2, -1)
                sums[:, which] += [[-1], [1]] * best
                continue
            for number in which.tolist():
                for end, sign in enumerate((-1, 1)):
                    found, proven = self._program(part, sign * own[number])
                    sums[end, number] += own[number][np.arange(len(found)), found].sum()
                    sharp[number] &= proven
        least, most = extremes(np.moveaxis(weights, 0, 2), self.system.allowed)
        return Extents(sums[0], sums[1], sharp, least.sum(axis=0), most.sum(axis=0))

    def tables(self, weights: Integers) -> tuple[npt.NDArray[np.int8], npt.NDArray[np.int8]]:
        """Tables (…, cells) of positions of answers with the lowest, and with the highest, sum of weights
        (…, cells, answers), whole numbers; the best found where HiGHS reaches its time limit.

        Cells that no weight depends on hold some table, the same in each.
        """
        shape = weights.shape[:-1]
        flat = weights.reshape(-1, *weights.shape[-2:])
        self._check(flat)
        ends = np.zeros((2, *flat.shape[:2]), dtype=np.int8)
        touched = dict.fromkeys(np.unique(self._part_of[flat.any(axis=(0, 2))]).tolist())
        for number, part in enumerate(self.system.components):
            if number not in touched:
                ends[:, :, part.cells] = self._table(part)
        for part, own in self._touched(flat):
            counted = self._diagram(part)
            for end, sign in enumerate((-1, 1)):
                if counted is not None:
                    ends[end][:, part.cells] = counted.highest_tables(sign * own)
                else:
                    ends[end][:, part.cells] = [self._program(part, sign * one)[0] for one in own]
        return ends[0].reshape(shape), ends[1].reshape(shape)

    def possible(self) -> Flags:
        """(cells, answers) which answers each cell has in at least one table.

        Exact; where HiGHS reaches its time limit, answers that it did not exclude count as possible.
        """
        found = np.zeros(self.system.allowed.shape, dtype=bool)
        for part in self.system.components:
            counted = self._diagram(part)
            found[part.cells] = self._covered(part) if counted is None else counted.possible()
        return found

    def _check(self, weights: Integers) -> None:
        wanted = self.system.allowed.shape
        if weights.ndim != 3 or weights.shape[1:] != wanted or not np.issubdtype(weights.dtype, np.integer):
            raise ValueError(f"weights {weights.shape} of {weights.dtype}: whole numbers (k, {wanted[0]}, {wanted[1]})")

    def _touched(self, weights: Integers) -> list[tuple[Component, Integers]]:
        """The parts on which some weight is not zero, with the weights (k, cells of the part, answers)."""
        numbers = np.unique(self._part_of[weights.any(axis=(0, 2))]).tolist()
        parts = [self.system.components[number] for number in numbers]
        return [(part, weights[:, part.cells]) for part in parts]

    def _diagram(self, part: Component) -> Diagram | None:
        if part.key not in self._diagrams:
            self._diagrams[part.key] = diagram(part, self.states)
        found = self._diagrams[part.key]
        if found is not None and not found.feasible:
            self._refuse(part)
        return found

    def _refuse(self, part: Component) -> None:
        feasibility.check(self.system)
        raise RuntimeError(f"counting and HiGHS disagree on {', '.join(part.constraints)}")

    def _table(self, part: Component) -> Integers:
        """Some table of the part."""
        counted = self._diagram(part)
        if counted is not None:
            return counted.table().astype(np.int64)
        if part.key not in self._tables:
            found = feasibility.table(part)
            if found is None:
                feasibility.check(self.system)
                raise RuntimeError(f"no table satisfies {', '.join(part.constraints)}")
            self._tables[part.key] = found
        return self._tables[part.key]

    def _program(self, part: Component, weights: Integers) -> tuple[Integers, bool]:
        """A table of the part with the highest sum of weights (cells, answers), and whether that is proven."""
        found = feasibility.solve(part, -weights, self.seconds)
        chosen = self._table(part) if found.table is None else found.table
        value = int(weights[np.arange(len(chosen)), chosen].sum())
        return chosen, bool(np.floor(-found.bound + TOLERANCE) <= value)  # NaN: not proven

    def _covered(self, part: Component) -> Flags:
        """Answers of an uncounted part that some table has: tables that show as many new ones as possible, one after
        the other, until it is proven that no table shows any."""
        cells = np.arange(len(part.cells))
        unseen = part.allowed.copy()
        while unseen.any():
            found, proven = self._program(part, unseen.astype(np.int64))
            shown = unseen[cells, found].any()
            unseen[cells, found] = False
            if not shown:
                return part.allowed & ~unseen if proven else part.allowed
        return part.allowed
