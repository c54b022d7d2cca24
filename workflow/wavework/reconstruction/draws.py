"""Draws from the uniform distribution on the answer tables that satisfy a system.

Target. Before anything is known every cell is uniform over the answers it may hold and independent of all others.
Conditioned on the constraints this is the uniform distribution on the tables that satisfy them all: the distribution
of largest entropy among those that agree with what is published, so a draw adds no knowledge of its own. What
follows from it, and must be said wherever draws are shown:
* nothing in a draw ties an answer to the country's EGDI rank, to other answers of the same PES or to the other wave,
  unless a published fact does;
* uniform on tables is not uniform on counts: many answers tend to the middle, so that a share of draws measures how
  far the published facts imply a claim from a flat start, and is no probability that the claim is true.

The other prior, `counts`, is uniform on the counts of each wave and item instead, and on the tables with the same
counts (`urns`); conditioned on the same constraints. What depends on which of the two is taken, the facts do not tell.

Method. Components of the system are independent and drawn apart; each is counted exactly (`exact`), so its draws are
independent and need neither burn-in nor a mixing argument. A component too entangled to count is walked (`walk`);
under `counts` that happens sooner, since all counts must be known at a time where inequalities run across items.

Seeds. A component's stream depends on the root seed, the name of the draw and the component's own content, never on
the order of calls: leaving out a constraint leaves the draws of untouched components as they are.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from wavework.reconstruction import feasibility
from wavework.reconstruction.count_prior import Urns, classed
from wavework.reconstruction.exact_counting import STATES, Diagram, diagram
from wavework.reconstruction.inequalities import Component, System
from wavework.reconstruction.random_walk import InfeasibleError, walk
from wavework.statistics.resampling import rng

Answers = npt.NDArray[np.int8]
TABLES, COUNTS = "tables", "counts"
PRIORS = (TABLES, COUNTS)
URN_STATES = 300_000  # states of a component above which it is walked under `counts`


@dataclass(frozen=True, eq=False)
class Draws:
    """Tables drawn from a system. table: (draws, cells of the system) positions of answers.

    prior: what is alike before anything is known, one of `PRIORS`. log10_of: key of a component -> logarithm of the
    number of its tables (under `counts`, of the sum of their weights), NaN if it was walked. diagrams: key of a
    component -> the diagram that it was drawn from, under `tables`, so that bounds need not compile it again.
    """

    system: System
    name: str
    table: Answers
    log10_of: Mapping[str, float]
    prior: str = TABLES
    diagrams: Mapping[str, Diagram] = field(default_factory=dict)

    @property
    def components(self) -> tuple[Component, ...]:
        """The parts that are drawn independently under the prior."""
        return self.system.components if self.prior == TABLES else self.system.joined_components

    @property
    def walked(self) -> tuple[Component, ...]:
        """The components that were walked rather than counted; empty if all draws are exact."""
        return tuple(part for part in self.components if np.isnan(self.log10_of[part.key]))

    @property
    def log10_tables(self) -> float:
        """Logarithm to base 10 of the number of tables that satisfy the system; NaN if a part was not counted, or if
        the prior is another than `tables`."""
        if self.prior != TABLES:
            return np.nan
        return float(sum(self.log10_of[part.key] for part in self.components))

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


def draw(system: System, draws: int, seed: int, name: str, states: int = STATES, prior: str = TABLES) -> Draws:
    """`draws` tables of the system under the root `seed`; `name` tells this use of the seed from others.

    prior: one of `PRIORS`. Raises InputError naming the conflicting constraints if no table satisfies the system.
    """
    if prior not in PRIORS:
        raise ValueError(f"prior {prior!r}: one of {', '.join(PRIORS)}")
    table = np.zeros((draws, len(system.cells)), dtype=np.int8)
    base = Draws(system, name, table, {}, prior)
    return _fill(base, base.components, seed, states)


def draw_without(base: Draws, constraints: Collection[str], seed: int, states: int = STATES) -> Draws:
    """The draws with some constraints left out: components that they do not touch are taken over from `base`.

    With the seed of `base` the result is that of `draw(base.system.without(constraints), …)`.
    """
    left = replace(base, system=base.system.without(constraints), table=base.table.copy())
    return _fill(left, [part for part in left.components if part.key not in base.log10_of], seed, states)


def _fill(base: Draws, parts: Collection[Component], seed: int, states: int) -> Draws:
    """Draw the components into the table of `base`."""
    log10_of, diagrams = dict(base.log10_of), dict(base.diagrams)
    name = base.name if base.prior == TABLES else f"{base.name}/{base.prior}"
    drawn = _tables if base.prior == TABLES else _by_counts
    for part in parts:
        try:
            found, log10, counted = drawn(base.system, part, len(base.table), rng(seed, f"{name}/{part.key}"), states)
        except InfeasibleError:
            feasibility.check(base.system)
            raise RuntimeError(f"counting and HiGHS disagree on {', '.join(part.constraints)}") from None
        base.table[:, part.cells] = found
        log10_of[part.key] = log10
        if counted is not None:
            diagrams[part.key] = counted
    return replace(base, log10_of=log10_of, diagrams=diagrams)


def _tables(
    system: System, part: Component, draws: int, generator: np.random.Generator, states: int
) -> tuple[Answers, float, Diagram | None]:
    """(draws, cells) each table alike, the logarithm of their number, NaN if they were walked, and their diagram."""
    counted = _counted(part, states, None)
    if counted is None:
        return walk(part, draws, generator), np.nan, None
    return counted.draw(draws, generator), counted.log10_tables, counted


def _by_counts(
    system: System, part: Component, draws: int, generator: np.random.Generator, states: int
) -> tuple[Answers, float, None]:
    """The same, each vector of counts alike; its diagrams are of classes of cells, which bounds have no use for."""
    starts = np.array([block.start for block in system.block.values()])
    classes = classed(part, np.searchsorted(starts, part.cells, side="right"))
    counted = _counted(classes.component, min(states, URN_STATES), classes.urns)
    if counted is None:
        found = walk(classes.component, draws, generator, urns=classes.urns)
    else:
        found = counted.draw(draws, generator)
    return classes.answers(found, generator), np.nan if counted is None else counted.log10_tables, None


def _counted(part: Component, states: int, urns: Urns | None) -> Diagram | None:
    if not part.allowed.any(axis=1).all():
        raise InfeasibleError
    counted = diagram(part, states, urns)
    if counted is not None and not counted.feasible:
        raise InfeasibleError
    return counted
