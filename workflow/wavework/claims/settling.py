"""What would settle an open claim: which wave, which item, or how few services, and how far each narrows the span.

Each of some drawn tables is taken for the truth in turn. What is asked is then known from it, and the claim is decided
if all tables of the rest that still agree with the facts say the same. That is proven: two of them that differ prove
that it stays open, bounds and a mixed-integer program that no table of the other kind is left.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import NamedTuple

import numpy as np

from wavework.claims.formula import Atom, Conjunction, Formula, Sum, atoms, conjunctions, holds, opposite, refuted
from wavework.claims.proofs import SECONDS, placed, scope
from wavework.reconstruction.feasibility import solve
from wavework.reconstruction.sampler import Draws
from wavework.reconstruction.system import Component, Flags, Integers, extremes

TRUTHS = 100  # tables that are taken for the truth; the standard error of a share is 0.05 at most
POOL = 1_000  # tables of the rest that are tried before a program is asked
TARGETS = 6  # best cases from which the fewest services are looked for
FAR = 2**60  # no sum comes so far


class Gain(NamedTuple):
    """settles: share of tables in which knowing it decides the claim; span: mean width of the bounds of the claim's
    estimate afterwards, NaN where no part has a linear one."""

    settles: float
    span: float


@dataclass(frozen=True, eq=False)
class Known:
    """Some cells are known, in a table that is taken for the truth. cells: (m,) of bool. totals: (sums,) of these cells;
    least, most: (sums,) what the others can add, their facts aside."""

    cells: Flags
    totals: Integers
    least: Integers
    most: Integers

    def bounds(self, lower: Integers, upper: Integers, sums: slice | list[int]) -> tuple[Integers, Integers]:
        """What is left of the bounds of these sums for the other cells, no wider than they can go plus one."""
        least, most, total = self.least[sums], self.most[sums], self.totals[sums]
        return np.clip(lower[sums] - total, least - 1, most + 1), np.clip(upper[sums] - total, least - 1, most + 1)


class Inquiry:
    """An open claim on the cells that it depends on, and on all that facts tie these to.

    formula: what the claim demands. estimates: of its parts, those that are linear. draws: without its own constraints.
    """

    def __init__(self, formula: Formula, estimates: Sequence[Sum], draws: Draws):
        self.formula, self.opposite = formula, opposite(formula)
        self.atoms, self.system = atoms(formula), draws.system
        linear = [(each, atom) for each in estimates if isinstance(atom := each.between(0), Atom)]
        sums = [dict(atom.weights) for atom in (*self.atoms, *(atom for _, atom in linear))]
        part = scope(draws.system, {cell for weights in sums for cell in weights})
        self.part, facts = part, len(part.lower)
        columns = np.stack([placed(weights, part) for weights in sums], axis=2) if sums else part.weights[:, :, :0]
        self.weights = np.concatenate([part.weights, columns], axis=2)
        self.facts, self.of_atoms = slice(0, facts), slice(facts, facts + len(self.atoms))
        self.column = {id(atom.weights): facts + place for place, atom in enumerate(self.atoms)}
        # of each estimate its column, and what one of its whole numbers is worth
        self.estimates = [(facts + len(self.atoms) + n, _worth(*each)) for n, each in enumerate(linear)]
        self.parts = len(estimates)
        free = [None] * len(linear)
        self.lower = np.array([*part.lower, *(_end(atom.lower, -FAR) for atom in self.atoms), *(-FAR for _ in free)])
        self.upper = np.array([*part.upper, *(_end(atom.upper, FAR) for atom in self.atoms), *(FAR for _ in free)])
        self.least, self.most = extremes(self.weights, part.allowed)
        drawn = draws.table[:POOL, part.cells].astype(np.int64)
        self.truths = drawn[:TRUTHS]
        self.pool = np.concatenate([drawn, *self._extreme_tables()])
        self.totals = self._totals(self.pool, np.ones(len(part.cells), dtype=bool))

    def _extreme_tables(self) -> Iterator[Integers]:
        """Tables of the lowest and of the highest value of each sum that the claim looks at."""
        for column in range(self.facts.stop, self.weights.shape[2]):
            for sign in (1, -1):
                found = solve(self.part, sign * self.weights[:, :, column], SECONDS).table
                if found is not None:
                    yield found[None, :]

    def _totals(self, tables: Integers, cells: Flags) -> Integers:
        """(tables, sums) over these cells."""
        found = np.zeros((len(tables), self.weights.shape[2]), dtype=np.int64)
        for cell in np.flatnonzero(cells):
            found += self.weights[cell][tables[:, cell]]
        return found

    # -- what is asked ------------------------------------------------------------------------------------------

    @cached_property
    def touched(self) -> Flags:
        """(m,): the claim itself looks at the cell."""
        return np.asarray((self.weights[:, :, self.facts.stop :] != 0).any(axis=(1, 2)))

    def cells(self, key: str, names: Sequence[str]) -> Flags:
        """(m,): the cell's wave, item or unit is one of these names."""
        found = [getattr(self.system.cells[cell], key) in names for cell in self.part.cells]
        return np.array(found, dtype=bool)

    def names(self, key: str) -> list[str]:
        """Waves, items or units of the cells that the claim looks at, in the system's order."""
        return list(dict.fromkeys(getattr(self.system.cells[cell], key) for cell in self.part.cells[self.touched]))

    # -- what it gives ------------------------------------------------------------------------------------------

    @cached_property
    def span(self) -> float:
        """Mean width of the bounds of the estimates that are linear, before anything is asked; NaN without one."""
        return self.gain(np.zeros(len(self.part.cells), dtype=bool)).span

    def gain(self, cells: Flags) -> Gain:
        """What knowing these cells gives, on average over the tables that are taken for the truth."""
        truths = self.truths if cells.any() else self.truths[:1]
        rest = self.totals - self._totals(self.pool, cells)
        proofs: dict[bytes, bool] = {}
        found = [self._one(known, rest, proofs) for known in self._known(truths, cells)]
        spans = [span for _, span in found]
        return Gain(float(np.mean([decided for decided, _ in found])), float(np.mean(spans)))

    def _known(self, tables: Integers, cells: Flags) -> list[Known]:
        least, most = self.least[~cells].sum(axis=0), self.most[~cells].sum(axis=0)
        return [Known(cells, totals, least, most) for totals in self._totals(tables, cells)]

    def _one(self, known: Known, rest: Integers, proofs: dict[bytes, bool]) -> tuple[bool, float]:
        """Whether the claim is decided, and the mean span. rest: (pool, sums) of the cells that are not known."""
        agree = self._agree(known.totals + rest)
        span = self._span(known, rest[agree])
        key = b"".join(end.tobytes() for end in known.bounds(self.lower, self.upper, slice(0, self.of_atoms.stop)))
        if key not in proofs:
            proofs[key] = self._decided(known, known.totals + rest[agree])
        return proofs[key], span

    def _agree(self, totals: Integers) -> Flags:
        """(tables,): the facts hold."""
        within = (totals >= self.lower) & (totals <= self.upper)
        return np.asarray(within[:, self.facts].all(axis=1))

    def _holds(self, totals: Integers) -> Flags:
        return np.broadcast_to(holds(self.formula, [*totals[:, self.of_atoms].T]), len(totals))

    def _decided(self, known: Known, totals: Integers) -> bool:
        """totals: of tables that agree with what is known and with the facts; that of the truth is among them."""
        found = self._holds(totals)
        if found.any() and not found.all():
            return False
        other = self.opposite if found.all() else self.formula
        return refuted(other, lambda conjunction: self._has_table(known, conjunction))[0] is True

    def _has_table(self, known: Known, conjunction: Conjunction) -> bool:
        """Whether a table agrees with what is known, the facts and the conjunction; yes if no program says no."""
        columns = [*range(self.facts.stop), *(self.column[id(atom.weights)] for atom in conjunction)]
        lower = np.array([*self.lower[self.facts], *(_end(atom.lower, -FAR) for atom in conjunction)], dtype=np.int64)
        upper = np.array([*self.upper[self.facts], *(_end(atom.upper, FAR) for atom in conjunction)], dtype=np.int64)
        total, least, most = known.totals[columns], known.least[columns], known.most[columns]
        lower, upper = lower - total, upper - total
        if (lower > most).any() or (upper < least).any():
            return False
        binds = (lower > least) | (upper < most)
        if binds.sum() <= 1 and not ((lower > least) & (upper < most)).any():
            return True  # at most one end binds: the table at the other end meets it
        chosen = [column for column, bound in zip(columns, binds.tolist(), strict=True) if bound]
        return not solve(self._rest(known, chosen, lower[binds], upper[binds]), seconds=SECONDS).infeasible

    def _rest(self, known: Known, columns: list[int], lower: Integers, upper: Integers) -> Component:
        """The cells that are not known, under what is left of the bounds of these sums."""
        left = ~known.cells
        weights = self.weights[left][:, :, columns]
        # a bound that no sum passes is no bound; HiGHS takes no number as large as FAR
        ends = [extremes(weights, self.part.allowed[left])[end].sum(axis=0) for end in (0, 1)]
        return Component(
            key="",
            cells=self.part.cells[left],
            allowed=self.part.allowed[left],
            weights=weights,
            lower=np.maximum(lower, ends[0]),
            upper=np.minimum(upper, ends[1]),
            constraints=self.part.constraints,
        )

    def _span(self, known: Known, rest: Integers) -> float:
        """Mean width of the bounds of the linear estimates; of one that does not depend on answers it is 0."""
        if not self.parts:
            return float("nan")
        return sum(worth * self._width(known, rest, column) for column, worth in self.estimates) / self.parts

    def _width(self, known: Known, rest: Integers, column: int) -> int:
        reached = [int(rest[:, column].min()), int(rest[:, column].max())]
        for end, (limit, sign) in enumerate(((known.least[column], 1), (known.most[column], -1))):
            if reached[end] != limit:
                reached[end] = self._solved(known, column, sign, reached[end])
        return reached[1] - reached[0]

    def _solved(self, known: Known, column: int, sign: int, reached: int) -> int:
        """The lowest (sign 1) or highest (-1) value of the sum over the cells that are not known."""
        lower, upper = known.bounds(self.lower, self.upper, self.facts)
        key = (known.cells.tobytes(), column, sign, lower.tobytes(), upper.tobytes())
        if key not in self._widths:
            columns = list(range(self.facts.stop))
            objective = sign * self.weights[~known.cells][:, :, column]
            found = solve(self._rest(known, columns, lower, upper), objective, SECONDS).table
            value = reached if found is None else sign * int(objective[np.arange(len(found)), found].sum())
            self._widths[key] = value
        return self._widths[key]

    @cached_property
    def _widths(self) -> dict[tuple[bytes, int, int, bytes, bytes], int]:
        return {}

    # -- how few services ---------------------------------------------------------------------------------------

    def fewest(self, holding: bool) -> list[str] | None:
        """The fewest services found whose answers can show that the claim holds (or fails), in the best case.

        From tables in which it clearly does, services are left out one after another, first those that matter least,
        as long as what the others answered still decides. None where no table was found in which it does.
        """
        best: list[str] | None = None
        for target in self._targets(self.formula if holding else self.opposite):
            table, push = target
            found = self._needed(table, push)
            best = found if best is None or len(found) < len(best) else best
        return best

    def _targets(self, formula: Formula) -> Iterator[tuple[Integers, Integers]]:
        """Tables that meet the formula as clearly as can be, each with the weights (cells, answers) that it minimises."""
        for conjunction in islice(conjunctions(formula), TARGETS):
            columns = [self.column[id(atom.weights)] for atom in conjunction]
            push = np.zeros(self.weights.shape[:2], dtype=np.int64)
            for column, atom in zip(columns, conjunction, strict=True):
                one_sided = (atom.lower is None) != (atom.upper is None)
                push += (1 if atom.lower is None else -1) * one_sided * self.weights[:, :, column]
            nothing = Known(np.zeros(len(push), dtype=bool), *np.zeros((3, self.weights.shape[2]), dtype=np.int64))
            lower = np.array([*self.lower[self.facts], *(_end(atom.lower, -FAR) for atom in conjunction)])
            upper = np.array([*self.upper[self.facts], *(_end(atom.upper, FAR) for atom in conjunction)])
            columns = [*range(self.facts.stop), *columns]
            found = solve(self._rest(nothing, columns, lower, upper), push, SECONDS).table
            if found is not None:
                yield found, push

    def _needed(self, table: Integers, push: Integers) -> list[str]:
        units = self.names("unit")
        worst = extremes(push, self.part.allowed)[1]
        gains = worst - push[np.arange(len(table)), table]
        of_unit = {unit: self.cells("unit", [unit]) for unit in units}
        asked = sorted(units, key=lambda unit: (-int(gains[of_unit[unit]].sum()), unit))
        for unit in asked[::-1]:
            fewer = [one for one in asked if one != unit]
            cells = np.any([of_unit[one] for one in fewer], axis=0) if fewer else np.zeros(len(table), dtype=bool)
            (known,) = self._known(table[None, :], cells)
            pool = np.concatenate([self.pool, table[None, :]])
            totals = known.totals + self._totals(pool, ~cells)
            if self._decided(known, totals[self._agree(totals)]):
                asked = fewer
        return asked


def _worth(estimate: Sum, atom: Atom) -> float:
    """What one whole number of the atom's sum is worth in the estimate."""
    cell, weights = next((cell, weights) for cell, weights in atom.weights.items() if any(weights))
    place = next(place for place, weight in enumerate(weights) if weight)
    return abs(float(estimate.weights[cell][place] / weights[place]))


def _end(end: int | None, far: int) -> int:
    return far if end is None else end
