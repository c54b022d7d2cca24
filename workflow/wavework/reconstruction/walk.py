"""A Metropolis walk over the answer tables of one component, for components too entangled to count (`exact`).

State: one table per chain, all chains at once. A proposal gives one, two or three random cells a random allowed
answer each, or swaps the answers of two cells. Both are symmetric, and a proposal is accepted if and only if all
bounds still hold (integers only), so the stationary distribution is uniform on the tables the walk can reach.

The walk reaches every table wherever changes of three cells suffice to pass between tables: so for a count, a sum or
an order, where a second or third cell makes up for the first. Tables whose rows and columns are both fixed need four
cells at a time and may fall into parts that no move joins. Each chain therefore starts from a random table of its
own, and the tests compare the walk with enumeration and with exact counting on the systems of this study.
"""

import numpy as np
import numpy.typing as npt

from wavework.reconstruction.feasibility import satisfied, table
from wavework.reconstruction.system import Component, Flags, Integers

SWEEPS = 60  # proposals per cell; tests agree with counting after 20 (toy) and 30 (the study's data battery)
DESCENT_SWEEPS = 40  # proposals per cell, at most, to reach a first table without violation
MOVES = (1, 2, 3)  # cells that a proposal changes


class InfeasibleError(RuntimeError):
    """The component has no table."""


def walk(component: Component, draws: int, rng: np.random.Generator, sweeps: int = SWEEPS) -> npt.NDArray[np.int8]:
    """`draws` tables, (draws, cells) positions of answers, one from each of as many independent chains.

    Raises InfeasibleError if the component has no table.
    """
    chains = _Chains(component, draws, rng)
    chains.descend()
    for _ in range(sweeps * len(component.cells)):
        chains.propose()
    return chains.answers.astype(np.int8)


class _Chains:
    def __init__(self, component: Component, draws: int, rng: np.random.Generator):
        self.part, self.rng, self.draws = component, rng, draws
        self.chain = np.arange(draws)
        self.choices = component.allowed.sum(axis=1)  # answers per cell
        if not self.choices.all():
            raise InfeasibleError(f"no table satisfies {', '.join(component.constraints)}")
        # the allowed answers of each cell first, so that a random number picks one
        self.answer_of = np.argsort(~component.allowed, axis=1, kind="stable")
        self.answers = np.empty((draws, len(component.cells)), dtype=np.int64)
        for cell in range(len(component.cells)):
            self.answers[:, cell] = self.random_answer(np.full(draws, cell))
        cells = np.arange(len(component.cells))
        self.totals = component.weights[cells[None, :], self.answers].sum(axis=1)

    def random_answer(self, cell: Integers) -> Integers:
        return self.answer_of[cell, self.rng.integers(0, self.choices[cell])]

    def proposal(self) -> tuple[list[Integers], list[Integers], Flags]:
        """Cells, their new answers, and which chains propose something that is allowed at all."""
        n = len(self.part.cells)
        size = MOVES[int(self.rng.integers(0, len(MOVES)))]
        cells = [self.rng.integers(0, n, size=self.draws) for _ in range(size)]
        valid = np.ones(self.draws, dtype=bool)
        for first in range(size):
            for second in range(first):
                valid &= cells[first] != cells[second]
        if size == 2 and self.rng.integers(0, 2):
            new = [self.answers[self.chain, cells[1]], self.answers[self.chain, cells[0]]]
            for cell, answer in zip(cells, new, strict=True):
                valid &= self.part.allowed[cell, answer]
        else:
            new = [self.random_answer(cell) for cell in cells]
        return cells, new, valid

    def moved(self, cells: list[Integers], new: list[Integers]) -> Integers:
        totals = self.totals.copy()
        for cell, answer in zip(cells, new, strict=True):
            totals += self.part.weights[cell, answer] - self.part.weights[cell, self.answers[self.chain, cell]]
        return totals

    def accept(self, cells: list[Integers], new: list[Integers], totals: Integers, accepted: Flags) -> None:
        who = np.flatnonzero(accepted)
        for cell, answer in zip(cells, new, strict=True):
            self.answers[who, cell[who]] = answer[who]
        self.totals[who] = totals[who]

    def propose(self) -> None:
        cells, new, valid = self.proposal()
        totals = self.moved(cells, new)
        self.accept(cells, new, totals, valid & (self.violation(totals) == 0))

    def violation(self, totals: Integers) -> Integers:
        """By how much all bounds together are passed, (draws,)."""
        below, above = self.part.lower - totals, totals - self.part.upper
        return (np.maximum(below, 0) + np.maximum(above, 0)).sum(axis=1)

    def descend(self) -> None:
        """First tables: from random ones, never increasing the violation; where that gets stuck, from a MILP."""
        left = self.violation(self.totals)
        for _ in range(DESCENT_SWEEPS * len(self.part.cells)):
            if not left.any():
                return
            cells, new, valid = self.proposal()
            totals = self.moved(cells, new)
            after = self.violation(totals)
            accepted = valid & (after <= left)
            self.accept(cells, new, totals, accepted)
            left = np.where(accepted, after, left)
        for chain in np.flatnonzero(left).tolist():
            found = table(self.part, seed=chain)
            if found is None:
                raise InfeasibleError(f"no table satisfies {', '.join(self.part.constraints)}")
            self.answers[chain] = found
            self.totals[chain] = self.part.weights[np.arange(len(found)), found].sum(axis=0)
        if not satisfied(self.part, self.answers).all():
            raise RuntimeError("a start breaks its own constraints")
