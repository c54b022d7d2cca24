"""Whether a claim follows from facts, is excluded by them or stays open, and which facts decide it.

All draws of a claim agree, or they do not. If they do not, there is a table of each kind, and the claim is open. If
they do, the draws prove nothing: a program looks for a table of the other kind, and where there is none, the claim
follows (or is excluded), and the facts that leave no room are named.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from wavework.claims.formula import Conjunction, Formula, opposite, refuted
from wavework.reconstruction.feasibility import feasible, irreducible
from wavework.reconstruction.inequalities import Component, Flags, Inequality, System, inequality

FOLLOWS, EXCLUDED, OPEN = "follows", "excluded", "open"
SECONDS = 20.0  # that a program may take


@dataclass(frozen=True)
class Ruling:
    """verdict: FOLLOWS, EXCLUDED or OPEN. facts: ids of constraints that decide it, an irreducible set: without any
    one of them it would be open. proven: a table of each kind is known where it is open."""

    verdict: str
    facts: tuple[str, ...] = ()
    proven: bool = True


def ruling(
    formula: Formula | None, holds: Flags, system: System, name: str = "claim", seconds: float = SECONDS
) -> Ruling:
    """The ruling on a claim. formula: what it demands, None if that is not linear. holds: in which of the tables drawn
    from the system it does; empty where none could be drawn. name: of the claim. seconds: that a program
    may take; a claim of which nothing is proven then is open."""
    if holds.any() and not holds.all():
        return Ruling(OPEN)
    if formula is None:
        return Ruling(OPEN, proven=False)

    proven = True
    for verdict, other, may in ((FOLLOWS, opposite(formula), holds.all()), (EXCLUDED, formula, not holds.any())):
        if may:
            none, covering = _refuted(other, system, name, seconds)
            if none:
                return Ruling(verdict, _deciding(other, covering, system, name, seconds))
            proven &= none is False
    return Ruling(OPEN, proven=proven)


def _refuted(formula: Formula, system: System, name: str, seconds: float) -> tuple[bool | None, list[Conjunction]]:
    def has_table(conjunction: Conjunction) -> bool:
        return feasible(system, _inequalities(conjunction, name), seconds)

    return refuted(formula, has_table)


def _deciding(
    formula: Formula, covering: Sequence[Conjunction], system: System, name: str, seconds: float
) -> tuple[str, ...]:
    """An irreducible set of constraints with which no table meets the formula.

    From the union of the irreducible sets of the conjunctions that cover it, one constraint after the other is left out
    as long as there still is none (deletion filter, as in `reconstruction.feasibility`).
    """
    extras = [_inequalities(conjunction, name) for conjunction in covering]
    found = {fact for extra in extras for fact in irreducible(system, extra, seconds) or ()}
    kept = [constraint for constraint in system.constraints if constraint in found]
    for constraint in tuple(kept):
        fewer = [one for one in kept if one != constraint]
        only = replace(system, inequalities=tuple(one for one in system.inequalities if one.constraint in fewer))
        if _refuted(formula, only, name, seconds)[0]:
            kept = fewer
    return tuple(kept)


def _inequalities(conjunction: Conjunction, name: str) -> list[Inequality]:
    return [inequality(name, 0, atom.weights, atom.lower, atom.upper) for atom in conjunction]


def scope(system: System, cells: Flags) -> Component:
    """The parts of the system that hold some of these cells, as one component; its cells in ascending order."""
    parts = [part for part in system.components if cells[part.cells].any()]
    none = np.zeros(0, dtype=np.int64)
    chosen = np.sort(np.concatenate([none, *(part.cells for part in parts)]))
    lower, upper = (np.concatenate([none, *(getattr(part, end) for part in parts)]) for end in ("lower", "upper"))
    allowed = np.zeros((len(chosen), system.allowed.shape[1]), dtype=bool)
    weights = np.zeros((*allowed.shape, len(lower)), dtype=np.int64)
    column = 0
    for part in parts:
        rows, after = np.searchsorted(chosen, part.cells), column + len(part.lower)
        allowed[rows], weights[rows, :, column:after] = part.allowed, part.weights
        column = after
    names = dict.fromkeys(name for part in parts for name in part.constraints)
    return Component("", chosen, allowed, weights, lower, upper, tuple(names))
