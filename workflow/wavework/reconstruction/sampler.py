"""Draws from the uniform distribution on the answer tables that satisfy a system.

Target. Before anything is known every cell is uniform over the answers it may hold and independent of all others.
Conditioned on the constraints this is the uniform distribution on the tables that satisfy them all: the distribution
of largest entropy among those that agree with what is published, so a draw adds no knowledge of its own. What
follows from it, and must be said wherever draws are shown:
* nothing in a draw ties an answer to the country's EGDI rank, to other answers of the same PES or to the other wave,
  unless a published fact does;
* uniform on tables is not uniform on counts: many answers tend to the middle, so that a share of draws measures how
  far the published facts imply a claim from a flat start, and is no probability that the claim is true.

Method. Components of the system are independent and drawn apart; each is counted exactly (`exact`), so its draws are
independent and need neither burn-in nor a mixing argument. A component too entangled to count is walked (`walk`).

Seeds. A component's stream depends on the root seed, the name of the draw and the component's own content, never on
the order of calls: leaving out a constraint leaves the draws of untouched components as they are.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from wavework.reconstruction import feasibility
from wavework.reconstruction.exact import STATES, diagram
from wavework.reconstruction.system import Component, System
from wavework.reconstruction.walk import InfeasibleError, walk
from wavework.statistics.resampling import rng

Answers = npt.NDArray[np.int8]


@dataclass(frozen=True, eq=False)
class Draws:
    """Tables drawn from a system. table: (draws, cells of the system) positions of answers.

    log10_of: key of a component -> logarithm of the number of its tables, NaN if it was walked.
    """

    system: System
    name: str
    table: Answers
    log10_of: Mapping[str, float]

    @property
    def walked(self) -> tuple[Component, ...]:
        """The components that were walked rather than counted; empty if all draws are exact."""
        return tuple(part for part in self.system.components if np.isnan(self.log10_of[part.key]))

    @property
    def log10_tables(self) -> float:
        """Logarithm to base 10 of the number of tables that satisfy the system; NaN if a part was not counted."""
        return float(sum(self.log10_of[part.key] for part in self.system.components))

    def answers(self, wave: str, item: str) -> Answers:
        """(draws, units) positions in `codes(item)`, units in the order of `system.units[wave]`.

        Raises KeyError for an item that the wave did not ask.
        """
        return self.table[:, self.system.block[wave, item]]

    def codes(self, item: str) -> tuple[str, ...]:
        """Answer codes of the item by position."""
        return self.system.codes[item]

    def values(self, wave: str, item: str) -> npt.NDArray[np.float64]:
        """(draws, units) numbers of the answers; NaN where an answer has none."""
        numbers = [np.nan if value is None else float(value) for value in self.system.values[item]]
        return np.array(numbers)[self.answers(wave, item)]


def draw(system: System, draws: int, seed: int, name: str, states: int = STATES) -> Draws:
    """`draws` tables of the system under the root `seed`; `name` tells this use of the seed from others.

    Raises InputError naming the conflicting constraints if no table satisfies the system.
    """
    table = np.zeros((draws, len(system.cells)), dtype=np.int8)
    return _fill(Draws(system, name, table, {}), system.components, seed, states)


def draw_without(base: Draws, constraints: Collection[str], seed: int, states: int = STATES) -> Draws:
    """The draws with some constraints left out: components that they do not touch are taken over from `base`.

    With the seed of `base` the result is that of `draw(base.system.without(constraints), …)`.
    """
    system = base.system.without(constraints)
    fresh = [part for part in system.components if part.key not in base.log10_of]
    return _fill(replace(base, system=system, table=base.table.copy()), fresh, seed, states)


def _fill(base: Draws, parts: Collection[Component], seed: int, states: int) -> Draws:
    """Draw the components into the table of `base`."""
    log10_of = dict(base.log10_of)
    for part in parts:
        stream = rng(seed, f"{base.name}/{part.key}")
        counted = diagram(part, states)
        if counted is not None and not counted.feasible:
            feasibility.check(base.system)
            raise RuntimeError(f"counting and HiGHS disagree on {', '.join(part.constraints)}")
        try:
            drawn = walk(part, len(base.table), stream) if counted is None else counted.draw(len(base.table), stream)
        except InfeasibleError:
            feasibility.check(base.system)
            raise
        base.table[:, part.cells] = drawn
        log10_of[part.key] = np.nan if counted is None else counted.log10_tables
    return replace(base, log10_of=log10_of)
