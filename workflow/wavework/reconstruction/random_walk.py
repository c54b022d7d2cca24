"""A Metropolis walk over the answer tables of one component, for components too entangled to count (`exact`).

State: one table per chain, all chains at once. A proposal gives one, two or three cells a random allowed answer each,
or swaps the answers of two cells. All chains propose for the same cells, chosen at random without looking at any table,
so each chain by itself is a walk with random proposals and given the choices of cells the chains are independent. Both
kinds of proposals are symmetric, and one is accepted if and only if all bounds still hold (integers only), so the
stationary distribution is uniform on the tables the walk can reach. With weights of tables (`urns`) it is then accepted
with the ratio of the weights, if that is below one.

The walk reaches every table wherever changes of three cells suffice to pass between tables: so for a count, a sum or
an order, where a second or third cell makes up for the first. Tables whose rows and columns are both fixed need four
cells at a time and may fall into parts that no move joins. Chains therefore start from random tables, and the
tests compare the walk with enumeration and with exact counting on the systems of this study.
"""

import numpy as np
import numpy.typing as npt

from wavework.reconstruction.count_prior import Urns
from wavework.reconstruction.feasibility import satisfied, table
from wavework.reconstruction.inequalities import Component, Flags, Integers

SWEEPS = 40  # proposals per cell; tests agree with counting after 20 (toy) and 30 (the study's data battery)
DESCENT_SWEEPS = 40  # proposals per cell, at most, to reach a first table without violation
PROGRAMS = 50  # starts from a mixed-integer program, at most; further chains start where another one does
MOVES = (1, 2, 3)  # cells that a proposal changes


class InfeasibleError(RuntimeError):
    """The component has no table."""


def walk(
    component: Component, draws: int, rng: np.random.Generator, sweeps: int = SWEEPS, urns: Urns | None = None
) -> npt.NDArray[np.int8]:
    """`draws` tables, (draws, cells) positions of answers, one from each of as many independent chains.

    urns: the weights of tables, alike without them. Raises InfeasibleError if the component has no table.
    """
    chains = _Chains(component, draws, rng)
    chains.descend()
    if urns is not None:
        chains.weigh(urns)
    for _ in range(sweeps * len(component.cells)):
        chains.propose()
    return np.ascontiguousarray(chains.answers.T)


class _Chains:
    """answers: (cells, chains). totals: (inequalities, chains), and under urns counts with the sizes of the classes:
    (blocks, classes, chains); both are kept up with the answers."""

    def __init__(self, component: Component, draws: int, rng: np.random.Generator):
        self.part, self.rng, self.draws = component, rng, draws
        self.urns: Urns | None = None
        if not component.allowed.any(axis=1).all():
            raise InfeasibleError(f"no table satisfies {', '.join(component.constraints)}")
        self.choices = [np.flatnonzero(allowed).astype(np.int8) for allowed in component.allowed]
        touches = (component.weights != 0).any(axis=1)
        self.touched = [np.flatnonzero(one) for one in touches]  # inequalities of each cell
        self.near = [np.flatnonzero(touches[:, one].any(axis=1)) for one in self.touched]
        self.answers = np.stack([self.random_answer(cell) for cell in range(len(component.cells))])
        self.totals = self.summed()

    def summed(self) -> Integers:
        totals = np.zeros((self.part.weights.shape[2], self.draws), dtype=np.int64)
        for cell, answers in enumerate(self.answers):
            totals += self.part.weights[cell].T[:, answers]
        return totals

    def random_answer(self, cell: int) -> npt.NDArray[np.int8]:
        return self.choices[cell][self.rng.integers(0, len(self.choices[cell]), size=self.draws)]

    def proposal(self) -> tuple[list[int], list[npt.NDArray[np.int8]], Flags]:
        """Different cells, their new answers in each chain, and which chains propose something that is allowed."""
        size = min(MOVES[int(self.rng.integers(0, len(MOVES)))], len(self.part.cells))
        cells = [int(self.rng.integers(0, len(self.part.cells)))]
        while len(cells) < size:
            # every second time one that an inequality binds to the first, so that it can make up for it
            near = self.near[cells[0]]
            pool = near if len(near) > size and self.rng.integers(0, 2) else np.arange(len(self.part.cells))
            other = int(pool[self.rng.integers(0, len(pool))])
            if other not in cells:
                cells.append(other)
        valid = np.ones(self.draws, dtype=bool)
        if size == 2 and self.rng.integers(0, 2):
            new = [self.answers[cells[1]].copy(), self.answers[cells[0]].copy()]
            for cell, answer in zip(cells, new, strict=True):
                valid &= self.part.allowed[cell, answer]
        else:
            new = [self.random_answer(cell) for cell in cells]
        return cells, new, valid

    def moved(self, cells: list[int], new: list[npt.NDArray[np.int8]]) -> tuple[Integers, Integers]:
        """The inequalities that these cells touch, and their totals after the move."""
        touched = np.unique(np.concatenate([self.touched[cell] for cell in cells]))
        totals = self.totals[touched]
        for cell, answer in zip(cells, new, strict=True):
            weights = self.part.weights[cell][:, touched]
            change = (weights[None, :, :] - weights[:, None, :]).reshape(
                len(weights) ** 2, -1
            )  # from one answer to another
            totals += change.T.take(self.answers[cell].astype(np.intp) * len(weights) + answer, axis=1)
        return touched, totals

    def accept(
        self, cells: list[int], new: list[npt.NDArray[np.int8]], touched: Integers, totals: Integers, accepted: Flags
    ) -> None:
        for cell, answer in zip(cells, new, strict=True):
            np.copyto(self.answers[cell], answer, where=accepted)
        self.totals[touched] = np.where(accepted, totals, self.totals[touched])

    def propose(self) -> None:
        cells, new, valid = self.proposal()
        touched, totals = self.moved(cells, new)
        accepted = valid & (self.violation(touched, totals) == 0)
        if self.urns is not None:
            accepted &= self.weighed(self.urns, cells, new, accepted)
        self.accept(cells, new, touched, totals, accepted)

    def weigh(self, urns: Urns) -> None:
        """From here on tables have the weights of the urns."""
        self.urns, self.chain = urns, np.arange(self.draws)
        self.counts = np.moveaxis(urns.counts(self.answers.T) + urns.sizes, 0, 2).astype(np.float64, order="C")

    def weighed(self, urns: Urns, cells: list[int], new: list[npt.NDArray[np.int8]], valid: Flags) -> Flags:
        """Which of the valid moves are accepted for the weights; their counts are taken over."""
        ratio, counts = np.ones(self.draws), {block: self.counts[block].copy() for block in urns.blocks[cells].tolist()}
        for cell, after in zip(cells, new, strict=True):
            known = counts[int(urns.blocks[cell])]  # with the sizes, so weights
            before = self.answers[cell]
            for kind, one in enumerate(known):  # one answer out of the urn, then the other into it
                np.subtract(one, before == kind, out=one)
            ratio *= known.take(after.astype(np.intp) * self.draws + self.chain)
            ratio /= known.take(before.astype(np.intp) * self.draws + self.chain)
            for kind, one in enumerate(known):
                np.add(one, after == kind, out=one)
        accepted = valid & (self.rng.random(self.draws) < ratio)
        for block, known in counts.items():
            self.counts[block] = np.where(accepted, known, self.counts[block])
        return accepted

    def violation(self, touched: Integers, totals: Integers) -> Integers:
        """By how much the bounds of these inequalities together are passed, (chains,)."""
        below, above = self.part.lower[touched, None] - totals, totals - self.part.upper[touched, None]
        return (np.maximum(below, 0) + np.maximum(above, 0)).sum(axis=0)

    def descend(self) -> None:
        """First tables: from random ones, never increasing the violation; where that gets stuck, from a MILP."""
        everything = np.arange(len(self.totals))
        for step in range(DESCENT_SWEEPS * len(self.part.cells)):
            if not step % len(self.part.cells) and not self.violation(everything, self.totals).any():
                return
            cells, new, valid = self.proposal()
            touched, totals = self.moved(cells, new)
            before = self.violation(touched, self.totals[touched])
            self.accept(cells, new, touched, totals, valid & (self.violation(touched, totals) <= before))
        stuck = np.flatnonzero(self.violation(everything, self.totals))
        for chain in stuck[:PROGRAMS].tolist():
            found = table(self.part, seed=chain)
            if found is None:
                raise InfeasibleError(f"no table satisfies {', '.join(self.part.constraints)}")
            self.answers[:, chain] = found
        ready = np.setdiff1d(np.arange(self.draws), stuck[PROGRAMS:])
        self.answers[:, stuck[PROGRAMS:]] = self.answers[:, self.rng.choice(ready, size=len(stuck[PROGRAMS:]))]
        self.totals = self.summed()
        if not satisfied(self.part, self.answers.T).all():
            raise RuntimeError("a start breaks its own constraints")
