"""The other prior: each vector of counts of a block (how many units of a wave give each answer to an item) alike.

A table then weighs one over the number of tables with its counts, in each of its blocks: in proportion to the product
of the factorials of the counts. It is what an urn gives that holds each answer once, and takes back every answer drawn
with one more of its kind (Eggenberger & Pólya 1923; the Dirichlet-multinomial distribution with all parameters one),
so the next cell has an answer with weight one plus the number of cells that have it already.

Answers of a block that no inequality tells apart are one class here: a class of g answers begins with weight g, and
which of its answers a cell has is drawn afterwards, from the urn of these answers alone. So most blocks need no state.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from wavework.reconstruction.inequalities import Component, Flags, Integers

Answers = npt.NDArray[np.int8]
FAR = 2**40  # beyond every count


class Limits(NamedTuple):
    """Of sums after a cell, (inequalities,): within `sure` no cell ahead can break a bound, beyond `need` some must."""

    sure_low: Integers
    sure_high: Integers
    need_low: Integers
    need_high: Integers


@dataclass(frozen=True, eq=False)
class Urns:
    """blocks: (m,) the block of each cell, from 0. sizes: (blocks, classes) answers of a class, so its first weight."""

    blocks: Integers
    sizes: Integers
    touches: Flags  # (blocks, inequalities)

    def order(self, order: Callable[[Integers], Integers]) -> Integers:
        """The cells block by block, the blocks in the order that `order` finds for their inequalities."""
        of_blocks = order(self.touches[:, None, :].astype(np.int64))
        return np.concatenate([np.flatnonzero(self.blocks == block) for block in of_blocks])

    def last(self, order: Integers, number: int) -> bool:
        """Whether a block ends with this cell."""
        return number + 1 == len(order) or self.blocks[order[number]] != self.blocks[order[number + 1]]

    def factors(self, cell: int, counts: Integers) -> Integers:
        """(states, classes) weight of the cell's next answer, given the counts of its block so far."""
        return counts + self.sizes[self.blocks[cell]]

    def extended(self, cell: int, weights: Integers, limits: Limits, last: bool) -> tuple[Integers, Limits]:
        """Weights (classes, inequalities) and limits of one step, with a column for each count of the block: never
        bounded, known while the block is open (and has two classes at least), forgotten at its end."""
        classes = self.sizes.shape[1]
        forget = last or np.count_nonzero(self.sizes[self.blocks[cell]]) < 2
        sure = (0, FAR) if forget else (FAR, -1)
        more = [np.append(one, np.full(classes, bound)) for one, bound in zip(limits, (*sure, 0, FAR), strict=True)]
        return np.hstack([weights, np.eye(classes, dtype=np.int64)]), Limits(*more)

    def counts(self, tables: Answers) -> Integers:
        """(draws, blocks, classes) of tables (draws, cells)."""
        found = np.zeros((len(tables), *self.sizes.shape), dtype=np.int64)
        for cell, block in enumerate(self.blocks.tolist()):
            found[np.arange(len(tables)), block, tables[:, cell]] += 1
        return found


@dataclass(frozen=True, eq=False)
class Classed:
    """A component whose answers are classes, and the answers of each: class_of (blocks, answers), -1 for none."""

    component: Component
    urns: Urns
    class_of: Integers

    def answers(self, tables: Answers, rng: np.random.Generator) -> Answers:
        """(draws, cells) answers of tables of classes."""
        found = np.zeros(tables.shape, dtype=np.int8)
        for block, class_of in enumerate(self.class_of):
            counts = np.zeros((len(tables), len(class_of)), dtype=np.int64)
            for cell in np.flatnonzero(self.urns.blocks == block).tolist():
                weight = (counts + 1) * (class_of == tables[:, cell, None])
                up_to = weight.cumsum(axis=1)
                answer = (up_to <= rng.integers(0, up_to[:, -1])[:, None]).sum(axis=1)
                found[:, cell] = answer
                counts[np.arange(len(tables)), answer] += 1
        return found


def classed(component: Component, blocks: Integers) -> Classed:
    """The component in classes of answers. blocks: (m,) the block of each cell, any numbers."""
    _, block_of = np.unique(blocks, return_inverse=True)
    count, answers = int(block_of.max()) + 1, component.allowed.shape[1]
    class_of = np.full((count, answers), -1, dtype=np.int64)
    for block in range(count):
        cells = np.flatnonzero(block_of == block)
        kinds: dict[bytes, int] = {}
        for answer in np.flatnonzero(component.allowed[cells].any(axis=0)).tolist():
            kind = component.allowed[cells, answer].tobytes() + component.weights[cells, answer].tobytes()
            class_of[block, answer] = kinds.setdefault(kind, len(kinds))
    classes = int(class_of.max()) + 1
    member = class_of[:, :, None] == np.arange(classes)  # (blocks, answers, classes)
    first = member.argmax(axis=1)[block_of]  # (cells, classes) an answer of each
    cells = np.arange(len(block_of))[:, None]
    sizes = member.sum(axis=1)
    touches = np.stack([(component.weights[block_of == block] != 0).any(axis=(0, 1)) for block in range(count)])
    part = replace(
        component,
        allowed=component.allowed[cells, first] & (sizes > 0)[block_of],
        weights=component.weights[cells, first],
    )
    return Classed(part, Urns(block_of, sizes, touches), class_of)
