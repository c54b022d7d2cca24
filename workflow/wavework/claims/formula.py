"""What a claim demands of answers, as a formula of linear inequalities, and when it follows from facts.

A formula is built of atoms (bounds on a sum over cells) by "at least so many of these", of which "all" and "any" are
the ends; its opposite is again one (De Morgan). In disjunctive normal form it is a list of conjunctions, each a set of
inequalities that a system of facts (`reconstruction.system`) can be asked for: a formula holds in no table if none of
its conjunctions has one (`refuted`), and in every table if none of its opposite's has.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import combinations
from math import ceil, floor, gcd, lcm

import numpy as np

from wavework.reconstruction.system import Flags, Inequality, Integers, System
from wavework.statistics.spread import Extent

LIMIT = 2_000  # conjunctions above which a proof is not tried
Weights = tuple[Fraction, ...]  # of the answers to a cell, by position


@dataclass(frozen=True)
class Atom:
    """`lower` <= sum over cells of weights[its answer] <= `upper`, in the smallest whole numbers; None: no such end.

    weights: cell of the system -> (answers,).
    """

    weights: Mapping[int, tuple[int, ...]] = field(hash=False)
    lower: int | None
    upper: int | None


@dataclass(frozen=True)
class AtLeast:
    """At least `needed` of the formulas hold."""

    needed: int
    of: tuple["Formula", ...]


Formula = Atom | AtLeast
Conjunction = tuple[Atom, ...]

TRUE, FALSE = AtLeast(0, ()), AtLeast(1, ())


def every(*of: Formula) -> Formula:
    """All of them hold."""
    return AtLeast(len(of), of)


def some(*of: Formula) -> Formula:
    """One of them holds, or several."""
    return AtLeast(1, of)


@dataclass(frozen=True, eq=False)
class Sum:
    """A number that is linear in the answers: a constant, and for each cell a weight by its answer.

    Collected answers are part of the constant. Weights are exact.
    """

    weights: Mapping[int, Weights] = field(default_factory=dict)
    constant: Fraction = Fraction(0)

    def __add__(self, other: "Sum") -> "Sum":
        together = dict(self.weights)
        for cell, weights in other.weights.items():
            mine = together.get(cell, (Fraction(0),) * len(weights))
            together[cell] = tuple(a + b for a, b in zip(mine, weights, strict=True))
        return Sum(together, self.constant + other.constant)

    def __sub__(self, other: "Sum") -> "Sum":
        return self + other.times(-1)

    def times(self, factor: Fraction | int) -> "Sum":
        """Every weight and the constant, multiplied."""
        scaled = {cell: tuple(weight * factor for weight in weights) for cell, weights in self.weights.items()}
        return Sum(scaled, self.constant * factor)

    def between(self, lower: Fraction | int | None = None, upper: Fraction | int | None = None) -> Formula:
        """The sum is at least `lower` and at most `upper`."""
        return self._bounded(lower, upper, strict=False)

    def below(self, upper: Fraction | int, lower: Fraction | int | None = None) -> Formula:
        """The sum is below `upper`, and at least `lower`."""
        return self._bounded(lower, upper, strict=True)

    def above(self, lower: Fraction | int) -> Formula:
        """The sum is above `lower`."""
        return self.times(-1).below(-Fraction(lower))

    @property
    def fixed(self) -> Extent:
        """The extent of a sum that does not depend on answers."""
        return Extent(float(self.constant), float(self.constant))

    def of(self, extent: Extent, atom: "Atom") -> Extent:
        """The extent of the sum from that of the whole numbers of an atom which it made."""
        factor = self.worth(atom)
        ends = [float(self.constant + factor * round(end)) for end in (extent.lowest, extent.highest)]
        return replace(extent, lowest=ends[0], highest=ends[1])

    def worth(self, atom: "Atom") -> Fraction:
        """What one whole number of an atom that the sum made is worth in it."""
        cell, weights = next((cell, weights) for cell, weights in atom.weights.items() if any(weights))
        place = next(place for place, weight in enumerate(weights) if weight)
        return self.weights[cell][place] / weights[place]

    def _bounded(self, lower: Fraction | int | None, upper: Fraction | int | None, strict: bool) -> Formula:
        low, high = (None if end is None else Fraction(end) - self.constant for end in (lower, upper))
        used = {cell: weights for cell, weights in self.weights.items() if any(weights)}
        if not used:
            fits = (low is None or low <= 0) and (high is None or (high > 0 if strict else high >= 0))
            return TRUE if fits else FALSE
        whole, scale = _whole(used)
        most = None
        if high is not None:
            most = ceil(high * scale) - 1 if strict else floor(high * scale)
        return Atom(whole, None if low is None else ceil(low * scale), most)


def _whole(weights: Mapping[int, Weights]) -> tuple[dict[int, tuple[int, ...]], Fraction]:
    """The weights in the smallest whole numbers, and what they were multiplied by."""
    each = [weight for of_cell in weights.values() for weight in of_cell]
    scale = lcm(*(weight.denominator for weight in each))
    divisor = gcd(*(int(weight * scale) for weight in each)) or 1
    factor = Fraction(scale, divisor)
    return {cell: tuple(int(weight * factor) for weight in of_cell) for cell, of_cell in weights.items()}, factor


def opposite(formula: Formula) -> Formula:
    """What holds where the formula does not."""
    if isinstance(formula, AtLeast):
        return AtLeast(len(formula.of) - formula.needed + 1, tuple(opposite(one) for one in formula.of))
    ends = [] if formula.lower is None else [Atom(formula.weights, None, formula.lower - 1)]
    ends += [] if formula.upper is None else [Atom(formula.weights, formula.upper + 1, None)]
    return some(*ends)


def refuted(
    formula: Formula, has_table: Callable[[Conjunction], bool], limit: int = LIMIT
) -> tuple[bool | None, list[Conjunction]]:
    """Whether no table meets the formula, and the conjunctions that cover it, none of which has a table.

    has_table: whether one meets a conjunction. The disjunctive normal form is made from left to right, and a
    conjunction without a table is not drawn out further. False, and no conjunctions, if one has a table; None if more
    than `limit` were asked.
    """
    covering: list[Conjunction] = []
    left: list[tuple[tuple[Formula, ...], Conjunction, bool]] = [((formula,), (), True)]
    asked = 0
    while left:
        pending, chosen, known = left.pop()
        while pending and (isinstance(pending[0], Atom) or pending[0].needed <= 0):
            if isinstance(pending[0], Atom):
                chosen, known = (*chosen, pending[0]), False
            pending = pending[1:]
        if not known:
            asked += 1
            if asked > limit:
                return None, []
            if not has_table(chosen):
                covering.append(chosen)
                continue
        if not pending:
            return False, []
        first = pending[0]
        assert isinstance(first, AtLeast)
        left += [((*few, *pending[1:]), chosen, True) for few in combinations(first.of, first.needed)][::-1]
    return True, covering


def conjunctions(formula: Formula) -> Iterator[Conjunction]:
    """The disjunctive normal form, one conjunction after the other."""
    pending: list[tuple[tuple[Formula, ...], Conjunction]] = [((formula,), ())]
    while pending:
        left, chosen = pending.pop()
        if not left:
            yield chosen
        elif isinstance(left[0], Atom):
            pending.append((left[1:], (*chosen, left[0])))
        else:
            pending += [((*few, *left[1:]), chosen) for few in combinations(left[0].of, max(left[0].needed, 0))][::-1]


def inequality(atom: Atom, answers: int, name: str = "") -> Inequality:
    """The atom as an inequality of a system whose cells have up to `answers` answers; an end that it lacks cannot be
    passed."""
    cells = np.array(sorted(atom.weights), dtype=np.int64)
    weights = np.zeros((len(cells), answers), dtype=np.int64)
    for row, cell in enumerate(cells.tolist()):
        weights[row, : len(atom.weights[cell])] = atom.weights[cell]
    lower = int(weights.min(axis=1).sum()) if atom.lower is None else atom.lower
    upper = int(weights.max(axis=1).sum()) if atom.upper is None else atom.upper
    return Inequality(name, 0, cells, weights, lower, upper)


def weights_of(chosen: Sequence[Atom], system: System) -> Integers:
    """The weights of the atoms (atoms, cells of the system, answers)."""
    weights = np.zeros((len(chosen), *system.allowed.shape), dtype=np.int64)
    for number, atom in enumerate(chosen):
        for cell, of_cell in atom.weights.items():
            weights[number, cell, : len(of_cell)] = of_cell
    return weights


def atoms(formula: Formula) -> list[Atom]:
    """All atoms of the formula, in their order."""
    return [formula] if isinstance(formula, Atom) else [atom for one in formula.of for atom in atoms(one)]


def holds(formula: Formula, totals: Sequence[Integers]) -> Flags:
    """Whether the formula holds: totals, of each of its `atoms` the sums (any shape, all alike)."""
    shape = np.shape(totals[0]) if len(totals) else ()
    found, used = _holds(formula, totals, shape)
    assert used == len(totals)
    return found


def _holds(formula: Formula, totals: Sequence[Integers], shape: tuple[int, ...]) -> tuple[Flags, int]:
    if isinstance(formula, Atom):
        met = np.ones(shape, dtype=bool)
        if formula.lower is not None:
            met &= totals[0] >= formula.lower
        if formula.upper is not None:
            met &= totals[0] <= formula.upper
        return met, 1
    count, used = np.zeros(shape, dtype=np.int64), 0
    for one in formula.of:
        met, more = _holds(one, totals[used:], shape)
        count, used = count + met, used + more
    return count >= formula.needed, used
