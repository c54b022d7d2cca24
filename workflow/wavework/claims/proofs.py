"""Whether a claim follows from facts, is excluded by them or stays open, and which facts decide it.

All draws of a claim agree, or they do not. If they do not, there is a table of each kind, and the claim is open. If
they do, the draws prove nothing: a program looks for a table of the other kind, and where there is none, the claim
follows (or is excluded), and the facts that leave no room are named.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import numpy as np

from wavework.claims.formula import Conjunction, Formula, inequality, opposite, refuted
from wavework.reconstruction.feasibility import feasible, irreducible
from wavework.reconstruction.system import Component, Flags, Integers, System

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
        return feasible(system, _inequalities(conjunction, system, name), seconds)

    return refuted(formula, has_table)


def _deciding(
    formula: Formula, covering: Sequence[Conjunction], system: System, name: str, seconds: float
) -> tuple[str, ...]:
    """An irreducible set of constraints with which no table meets the formula.

    From the union of the irreducible sets of the conjunctions that cover it, one constraint after the other is left out
    as long as there still is none (deletion filter, as in `reconstruction.feasibility`).
    """
    extras = [_inequalities(conjunction, system, name) for conjunction in covering]
    found = {fact for extra in extras for fact in irreducible(system, extra, seconds) or ()}
    kept = [constraint for constraint in system.constraints if constraint in found]
    for constraint in tuple(kept):
        fewer = [one for one in kept if one != constraint]
        only = replace(system, inequalities=tuple(one for one in system.inequalities if one.constraint in fewer))
        if _refuted(formula, only, name, seconds)[0]:
            kept = fewer
    return tuple(kept)


def _inequalities(conjunction: Conjunction, system: System, name: str) -> list:
    return [inequality(atom, system.allowed.shape[1], name) for atom in conjunction]


# ------------------------------------------------------------------------------------------------ the cells of a claim


def scope(system: System, cells: Collection[int]) -> Component:
    """The parts of the system that hold these cells, as one component."""
    wanted = set(cells)
    return merged([part for part in system.components if wanted & set(part.cells.tolist())], system.allowed.shape[1])


def merged(parts: Sequence[Component], answers: int) -> Component:
    """Several components as one, their cells in ascending order."""
    cells = np.concatenate([part.cells for part in parts] or [np.zeros(0, dtype=np.int64)])
    order = np.argsort(cells, kind="stable")
    weights = np.zeros((len(cells), answers, sum(len(part.lower) for part in parts)), dtype=np.int64)
    row = column = 0
    for part in parts:
        weights[row : row + len(part.cells), :, column : column + len(part.lower)] = part.weights
        row, column = row + len(part.cells), column + len(part.lower)
    allowed = np.concatenate([part.allowed for part in parts] or [np.zeros((0, answers), dtype=bool)])
    bounds = [np.concatenate([getattr(part, end) for part in parts] or [np.zeros(0)]) for end in ("lower", "upper")]
    return Component(
        key="",
        cells=cells[order],
        allowed=allowed[order],
        weights=weights[order],
        lower=bounds[0].astype(np.int64),
        upper=bounds[1].astype(np.int64),
        constraints=tuple(dict.fromkeys(name for part in parts for name in part.constraints)),
    )


def placed(weights: dict[int, tuple[int, ...]], part: Component) -> Integers:
    """Weights of cells of the system as (cells, answers) of the component; cells that it does not hold are left out."""
    table = np.zeros(part.allowed.shape, dtype=np.int64)
    for place, cell in enumerate(part.cells.tolist()):
        of_cell = weights.get(cell, ())
        table[place, : len(of_cell)] = of_cell
    return table
