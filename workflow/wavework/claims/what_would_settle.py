"""What would settle an open claim: which wave, which item, or how few services, and how far each narrows the span.

Each of some drawn tables is taken for the truth in turn. What is asked is then known from it, and the claim is decided
if all tables of the rest that still agree with the facts say the same. That is proven: two of them that differ prove
that it stays open, bounds and a mixed-integer program that no table of the other kind is left.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice
from typing import NamedTuple

import numpy as np

from wavework.claims.formula import Conjunction, Formula, atoms, conjunctions, holds, opposite, refuted
from wavework.claims.proofs import SECONDS, scope
from wavework.reconstruction.draws import Draws
from wavework.reconstruction.feasibility import Solved, solve
from wavework.reconstruction.inequalities import Component, Flags, Integers, Linear, extremes

TRUTHS = 100  # tables that are taken for the truth; the standard error of a share is 0.05 at most
SPANS = 4  # one in so many of them is taken for the spans, which vary less
LARGE, FEW = 500, 20  # cells above which so few are taken, and one best case is looked at: each takes a program a while
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
    """Some cells are known, from a table that is taken for the truth: cells, (m,) of bool. totals: (sums,) of these
    cells; least, most: (sums,) what the others can add, their facts aside."""

    cells: Flags
    totals: Integers
    least: Integers
    most: Integers

    def bounds(self, lower: Integers, upper: Integers) -> list[Integers]:
        """What is left of the bounds of all sums for the other cells, no further than one beyond where they can go."""
        return [np.clip(end - self.totals, self.least - 1, self.most + 1) for end in (lower, upper)]


class Inquiry:
    """An open claim on the cells that it depends on, and on all that facts tie these to.

    formula: what the claim demands. estimates: of its parts, those that are linear. draws: without its own constraints.
    """

    def __init__(self, formula: Formula, estimates: Sequence[Linear], draws: Draws):
        self.formula, self.opposite = formula, opposite(formula)
        self.atoms, self.system = atoms(formula), draws.system
        linear = [each for each in estimates if each.weights.any()]
        sums = [atom.weights for atom in self.atoms] + [each.weights for each in linear]
        part = scope(self.system, np.any([weights.any(axis=1) for weights in sums], axis=0))
        self.part, facts = part, len(part.lower)
        columns = [weights[part.cells][:, :, None] for weights in sums]
        self.weights = np.concatenate([part.weights, *columns], axis=2)
        self.facts = slice(0, facts)
        self.column = {id(atom.weights): facts + place for place, atom in enumerate(self.atoms)}
        # of each estimate its column, and what one of its whole numbers is worth
        self.estimates = [(facts + len(self.atoms) + n, float(each.worth)) for n, each in enumerate(linear)]
        self.parts = len(estimates)
        self.lower, self.upper = self._ends(())
        self.touches = (self.weights != 0).any(axis=1)  # (m, sums)
        self._solved: dict[bytes, Solved] = {}
        self.least, self.most = extremes(self.weights, part.allowed)
        drawn = draws.table[:POOL, part.cells].astype(np.int64)
        self.truths = drawn[: FEW if self.large else TRUTHS]
        self.clearest = {holding: list(self._clearest(holding)) for holding in (True, False)}
        clear = [table[None, :] for cases in self.clearest.values() for table, _ in cases]
        self.pool = np.concatenate([drawn, *clear, *(() if self.large else self._extreme_tables())])
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

    @property
    def large(self) -> bool:
        """Programs on so many cells take a while."""
        return len(self.part.cells) > LARGE

    # -- what is asked ------------------------------------------------------------------------------------------

    @cached_property
    def touched(self) -> Flags:
        """(m,): the claim itself looks at the cell."""
        return np.asarray((self.weights[:, :, self.facts.stop :] != 0).any(axis=(1, 2)))

    def cells(self, key: str, names: Sequence[str]) -> Flags:
        """(m,): the cell's wave, item or unit is one of these names."""
        found = [getattr(self.system.cells[cell], key) in names for cell in self.part.cells]
        return np.array(found, dtype=bool)

    def names(self, key: str, cells: Flags | bool = True) -> list[str]:
        """Waves, items or units of the cells that the claim looks at, among these, in the system's order."""
        looked_at = self.part.cells[self.touched & cells]
        return list(dict.fromkeys(getattr(self.system.cells[cell], key) for cell in looked_at))

    # -- what it gives ------------------------------------------------------------------------------------------

    @cached_property
    def span(self) -> float:
        """Mean width of the bounds of the estimates that are linear, before anything is asked; NaN without one."""
        (nothing,) = self._known(self.truths[:1], np.zeros(len(self.part.cells), dtype=bool))
        return self._span(nothing, self.totals[self._agree(self.totals)])

    def gain(self, cells: Flags) -> Gain:
        """What knowing these cells gives, on average over the tables that are taken for the truth."""
        rest = self.totals - self._totals(self.pool, cells)
        settled, spans = [], []
        for number, known in enumerate(self._known(self.truths, cells)):
            agree = self._agree(known.totals + rest)
            settled.append(self._decided(known, known.totals + rest[agree]))
            spans += [] if number % SPANS else [self._span(known, rest[agree])]
        return Gain(float(np.mean(settled)), float(np.mean(spans)))

    def _known(self, tables: Integers, cells: Flags) -> list[Known]:
        least, most = self.least[~cells].sum(axis=0), self.most[~cells].sum(axis=0)
        return [Known(cells, totals, least, most) for totals in self._totals(tables, cells)]

    def _agree(self, totals: Integers) -> Flags:
        """(tables,): the facts hold."""
        within = (totals >= self.lower) & (totals <= self.upper)
        return np.asarray(within[:, self.facts].all(axis=1))

    def _holds(self, totals: Integers) -> Flags:
        return np.broadcast_to(holds(self.formula, lambda atom: totals[:, self.column[id(atom.weights)]]), len(totals))

    def _decided(self, known: Known, totals: Integers) -> bool:
        """totals: of tables that agree with what is known and with the facts; that of the truth is among them."""
        found = self._holds(totals)
        if found.any() and not found.all():
            return False
        other = self.opposite if found.all() else self.formula
        return refuted(other, lambda conjunction: self._has_table(known, conjunction))[0] is True

    def _has_table(self, known: Known, conjunction: Conjunction) -> bool:
        """Whether a table agrees with what is known, the facts and the conjunction; yes if no program says no."""
        found = self._lowest(known, conjunction, np.zeros(self.weights.shape[:2], dtype=np.int64))
        return not found.infeasible

    def _lowest(self, known: Known, conjunction: Conjunction, objective: Integers) -> Solved:
        """Answers of the cells that are not known, with the lowest sum of the objective (m, answers).

        Only of those cells that hang together with the objective or the conjunction: the others have a table, that of
        the truth.
        """
        lower, upper = known.bounds(*self._ends(conjunction))
        if (lower > known.most).any() or (upper < known.least).any():
            return Solved(None, np.nan, infeasible=True)
        free, binding = ~known.cells, (lower > known.least) | (upper < known.most)
        mine = [self.column[id(atom.weights)] for atom in conjunction]
        cells = free & (objective.any(axis=1) | self.touches[:, mine].any(axis=1))
        columns = binding & False
        while (tied := binding & self.touches[cells].any(axis=0)).sum() > columns.sum():
            columns, cells = tied, cells | (free & self.touches[:, tied].any(axis=1))
        if not cells.any():
            return Solved(np.zeros(0, dtype=np.int64), 0.0, infeasible=False)
        ends = (lower[columns], upper[columns])
        key = b"".join(part.tobytes() for part in (cells, columns, *ends, objective[cells]))
        if key not in self._solved:
            self._solved[key] = solve(self._part(cells, columns, *ends), objective[cells], SECONDS)
        return self._solved[key]

    def _ends(self, conjunction: Conjunction) -> tuple[Integers, Integers]:
        """Bounds of all sums: those of the facts and of the conjunction."""
        lower, upper = (np.full(self.weights.shape[2], far) for far in (-FAR, FAR))
        lower[self.facts], upper[self.facts] = self.part.lower, self.part.upper
        for atom in conjunction:
            column = self.column[id(atom.weights)]
            lower[column] = max(lower[column], _end(atom.lower, -FAR))
            upper[column] = min(upper[column], _end(atom.upper, FAR))
        return lower, upper

    def _part(self, cells: Flags, columns: Flags, lower: Integers, upper: Integers) -> Component:
        """These cells under these bounds of sums; one that no sum passes is no bound (HiGHS takes none like FAR)."""
        least, most = (end[cells][:, columns].sum(axis=0) for end in (self.least, self.most))
        return replace(
            self.part,
            cells=self.part.cells[cells],
            allowed=self.part.allowed[cells],
            weights=self.weights[cells][:, :, columns],
            lower=np.maximum(lower, least),
            upper=np.minimum(upper, most),
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
                objective = np.where(known.cells[:, None], 0, sign * self.weights[:, :, column])
                found = self._lowest(known, (), objective)
                reached[end] = reached[end] if np.isnan(found.bound) else sign * round(found.bound)
        return reached[1] - reached[0]

    # -- how few services ---------------------------------------------------------------------------------------

    def fewest(self, holding: bool) -> list[str] | None:
        """The fewest services found whose answers can show that the claim holds (or fails), in the best case.

        From tables in which it clearly does, services are left out one after another, first those that matter least,
        as long as what the others answered still decides. None where no table was found in which it does.
        """
        best: list[str] | None = None
        for table, push in self.clearest[holding]:
            found = self._needed(table, push)
            best = found if best is None or len(found) < len(best) else best
            if len(best) <= 1:
                break
        return best

    def _clearest(self, holding: bool) -> Iterator[tuple[Integers, Integers]]:
        """Tables in which the claim holds (or fails) as clearly as can be, each with the weights (cells, answers) that
        it minimises."""
        cases = conjunctions(self.formula if holding else self.opposite)
        for conjunction in islice(cases, 1 if self.large else TARGETS):
            push = np.zeros(self.weights.shape[:2], dtype=np.int64)
            for atom in conjunction:
                one_sided = (atom.lower is None) != (atom.upper is None)
                push += (
                    (1 if atom.lower is None else -1) * one_sided * self.weights[:, :, self.column[id(atom.weights)]]
                )
            lower, upper = self._ends(conjunction)
            bound = (lower > -FAR) | (upper < FAR)
            part = self._part(np.ones(len(push), dtype=bool), bound, lower[bound], upper[bound])
            found = solve(part, push, SECONDS).table
            if found is not None:
                yield found, push

    def _needed(self, table: Integers, push: Integers) -> list[str]:
        units = self.names("unit")
        worst = extremes(push, self.part.allowed)[1]
        gains = worst - push[np.arange(len(table)), table]
        of_unit = {unit: self.cells("unit", [unit]) for unit in units}
        asked = sorted(units, key=lambda unit: (-int(gains[of_unit[unit]].sum()), unit))
        pool = np.concatenate([self.pool, table[None, :]])
        untried = step = len(asked)
        while untried:
            step = min(step, untried)
            fewer = asked[: untried - step] + asked[untried:]
            cells = np.any([of_unit[one] for one in fewer], axis=0) if fewer else np.zeros(len(table), dtype=bool)
            (known,) = self._known(table[None, :], cells)
            totals = known.totals + self._totals(pool, ~cells)
            if self._decided(known, totals[self._agree(totals)]):
                asked, untried, step = fewer, untried - step, 2 * step  # the more go at once
            elif step == 1:
                untried -= 1
            else:
                step //= 2
        return asked


def _end(end: int | None, far: int) -> int:
    return far if end is None else end
