"""What a claim demands of answers, as a formula of linear inequalities, and when it follows from facts.

A formula is built of atoms (bounds on a sum over cells) by "at least so many of these", of which "all" and "any" are
the ends; its opposite is again one (De Morgan). In disjunctive normal form it is a list of conjunctions, each a set of
inequalities that a system of facts (`reconstruction.system`) can be asked for: a formula holds in no table if none of
its conjunctions has one (`refuted`), and in every table if none of its opposite's has.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

import numpy as np

from wavework.reconstruction.inequalities import Flags, Integers, Linear

LIMIT = 2_000  # conjunctions above which a proof is not tried


@dataclass(frozen=True, eq=False)
class Atom:
    """`lower` <= sum over cells of weights[cell, its answer] <= `upper`, in whole numbers; None: no such end.

    weights: (cells of the system, answers).
    """

    weights: Integers
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


def between(
    total: Linear, lower: Fraction | int | None = None, upper: Fraction | int | None = None, strict: bool = False
) -> Formula:
    """The number is at least `lower` and at most `upper`, or below it if `strict`."""
    least = None if lower is None else total.at_least(lower)
    most = None if upper is None else total.below(upper) if strict else total.at_most(upper)
    if total.weights.any():
        return Atom(total.weights, least, most)
    return TRUE if (least is None or least <= 0) and (most is None or most >= 0) else FALSE


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


def atoms(formula: Formula) -> list[Atom]:
    """All atoms of the formula, in their order."""
    return [formula] if isinstance(formula, Atom) else [atom for one in formula.of for atom in atoms(one)]


def holds(formula: Formula, total_of: Callable[[Atom], Integers]) -> Flags:
    """Whether the formula holds; total_of: the sums of an atom (any shape, all alike)."""
    if isinstance(formula, Atom):
        total = total_of(formula)
        met = np.ones(np.shape(total), dtype=bool)
        met &= True if formula.lower is None else total >= formula.lower
        met &= True if formula.upper is None else total <= formula.upper
        return met
    return np.asarray(np.sum([holds(one, total_of) for one in formula.of], axis=0) >= formula.needed)
