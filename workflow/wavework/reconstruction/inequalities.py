"""A system of integer inequalities over the answers of all waves, and its independent parts."""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property
from math import ceil, floor
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from wavework.problems import Problem, collected_problems
from wavework.statistics.resampling import Integers

Flags = npt.NDArray[np.bool_]


class Cell(NamedTuple):
    """One answer to be found: what a unit answered to an item in a wave."""

    wave: str
    item: str
    unit: str


@dataclass(frozen=True, eq=False)
class Inequality:
    """`lower` <= sum over `cells` of weights[cell, its answer] <= `upper`, in integers.

    constraint, row: id and line in constraints.csv; one row can say several inequalities.
    cells: (m,) positions in `System.cells`, ascending. weights: (m, answers), 0 where nothing is counted.
    """

    constraint: str
    row: int
    cells: Integers
    weights: Integers
    lower: int
    upper: int


@dataclass(frozen=True, eq=False)
class Linear:
    """A number that is linear in the answers: constant + worth * sum over the cells of weights[cell, its answer].

    weights: (cells of the system, answers), the smallest whole numbers; all 0 where it depends on no answer.
    worth: above 0.
    """

    weights: Integers
    worth: Fraction
    constant: Fraction

    def at_least(self, end: Fraction | int) -> int:
        """The least sum of weights with which the number is `end` or more."""
        return ceil((end - self.constant) / self.worth)

    def at_most(self, end: Fraction | int) -> int:
        """The largest sum of weights with which the number is `end` or less."""
        return floor((end - self.constant) / self.worth)

    def below(self, end: Fraction | int) -> int:
        """The largest sum of weights with which the number is less than `end`."""
        return self.at_least(end) - 1


def linear(weights: Integers, divisor: int = 1, constant: int = 0) -> Linear:
    """The sum of whole weights and a constant, over a divisor."""
    unit = int(np.gcd.reduce(weights, axis=None)) or 1
    return Linear(weights // unit, Fraction(unit, divisor), Fraction(constant, divisor))


def inequality(name: str, row: int, weights: Integers, lower: int | None, upper: int | None) -> Inequality:
    """The inequality on weights (cells of the system, answers); an end that is None cannot be passed."""
    cells = np.flatnonzero(weights.any(axis=1))
    own = weights[cells]
    least = int(own.min(axis=1).sum()) if lower is None else lower
    most = int(own.max(axis=1).sum()) if upper is None else upper
    return Inequality(name, row, cells, own, least, most)


@dataclass(frozen=True, eq=False)
class Component:
    """Cells that depend on each other only: (m,) positions, what each may answer, and what binds them.

    allowed: (m, answers). weights: (m, answers, inequalities). lower, upper: (inequalities,).
    key: digest of the content, so that the same part of two systems is the same part.
    """

    key: str
    cells: Integers
    allowed: Flags
    weights: Integers
    lower: Integers
    upper: Integers
    constraints: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class System:
    """All cells of a study and the inequalities that their answers satisfy.

    units: wave -> units in the order of the draws' columns. items: wave -> items asked, in the codebook's order.
    codes: item -> answer codes by position. values: item -> number of each answer, None if it has none.
    cells: wave by wave, item by item, unit by unit. allowed: (cells, answers), what a cell may answer at all.
    claims: constraint -> the claims that state the same thing. sources: constraint -> where it is published.
    """

    file: str
    units: Mapping[str, tuple[str, ...]]
    items: Mapping[str, tuple[str, ...]]
    codes: Mapping[str, tuple[str, ...]]
    values: Mapping[str, tuple[Fraction | None, ...]]
    cells: tuple[Cell, ...]
    allowed: Flags
    inequalities: tuple[Inequality, ...]
    claims: Mapping[str, tuple[str, ...]]
    sources: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def block(self) -> dict[tuple[str, str], slice]:
        """(wave, item) -> where its cells stand, one per unit of the wave."""
        blocks: dict[tuple[str, str], slice] = {}
        start = 0
        for wave, items in self.items.items():
            for item in items:
                blocks[wave, item] = slice(start, start + len(self.units[wave]))
                start += len(self.units[wave])
        return blocks

    @property
    def constraints(self) -> tuple[str, ...]:
        """Ids of the constraints in force, in the order of the file."""
        return tuple(dict.fromkeys(inequality.constraint for inequality in self.inequalities))

    def stating(self, claim: str) -> tuple[str, ...]:
        """Ids of the constraints that say the same as the claim."""
        return tuple(constraint for constraint, claims in self.claims.items() if claim in claims)

    def without(self, constraints: Collection[str]) -> "System":
        """The system with these constraints left out. Raises InputError for an id that it does not have."""
        with collected_problems() as problems:
            for name in sorted(set(constraints) - set(self.claims)):
                expected = f"one of {', '.join(self.claims)}"
                problems.append(Problem(self.file, f"no constraint {name!r}", expected, "correct the name"))
        left = tuple(one for one in self.inequalities if one.constraint not in constraints)
        claims = {name: claims for name, claims in self.claims.items() if name not in constraints}
        return replace(self, inequalities=left, claims=claims)

    def with_inequalities(self, extra: Sequence[Inequality]) -> "System":
        """The system under further inequalities; their constraints are new ids, which state no claim."""
        named = {one.constraint: () for one in extra if one.constraint not in self.claims}
        return replace(self, inequalities=(*self.inequalities, *extra), claims={**self.claims, **named})

    @cached_property
    def components(self) -> tuple[Component, ...]:
        """The parts that can be drawn independently of each other; together they hold every cell once.

        An inequality over one cell only narrows what the cell may answer; one that every answer satisfies binds
        nothing. Cells that nothing binds are grouped by wave and item.
        """
        return self._parts(whole_blocks=False)

    @cached_property
    def joined_components(self) -> tuple[Component, ...]:
        """As `components`, where the cells of one item in one wave are never in different parts."""
        return self._parts(whole_blocks=True)

    def _parts(self, whole_blocks: bool) -> tuple[Component, ...]:
        allowed = self.allowed.copy()
        for inequality in self.inequalities:
            if len(inequality.cells) == 1:
                weights = inequality.weights[0]
                allowed[inequality.cells[0]] &= (weights >= inequality.lower) & (weights <= inequality.upper)
        binding = [one for one in self.inequalities if len(one.cells) > 1 and _binds(one, allowed)]

        group = np.arange(len(self.cells))  # union-find over cells: each points towards the first of its group
        blocks = [np.arange(block.start, block.stop) for block in self.block.values()] if whole_blocks else []
        for together in [*(one.cells for one in binding), *blocks]:
            roots = {_root(group, cell) for cell in together.tolist()}
            group[list(roots)] = min(roots, default=0)
        roots_of = np.array([_root(group, cell) for cell in range(len(self.cells))], dtype=np.int64)

        bound: dict[int, list[Inequality]] = {}
        for inequality in binding:
            bound.setdefault(int(roots_of[inequality.cells[0]]), []).append(inequality)
        parts = [
            self._component(np.flatnonzero(roots_of == root), allowed, found) for root, found in sorted(bound.items())
        ]
        free = ~np.isin(roots_of, list(bound))
        for block in self.block.values():
            cells = np.arange(block.start, block.stop)[free[block]]
            if len(cells):
                parts.append(self._component(cells, allowed, []))
        return tuple(parts)

    def _component(self, cells: Integers, allowed: Flags, inequalities: Sequence[Inequality]) -> Component:
        weights = np.zeros((len(cells), allowed.shape[1], len(inequalities)), dtype=np.int64)
        for number, inequality in enumerate(inequalities):
            weights[np.searchsorted(cells, inequality.cells), :, number] = inequality.weights
        part = Component(
            key="",
            cells=cells,
            allowed=allowed[cells],
            weights=weights,
            lower=np.array([one.lower for one in inequalities], dtype=np.int64),
            upper=np.array([one.upper for one in inequalities], dtype=np.int64),
            constraints=tuple(dict.fromkeys(one.constraint for one in inequalities)),
        )
        content = hashlib.sha256("\n".join("\t".join(self.cells[cell]) for cell in cells).encode())
        content.update(part.allowed.astype("u1").tobytes())
        for numbers in (part.weights, part.lower, part.upper):
            content.update(numbers.astype("<i8").tobytes())
        return replace(part, key=content.hexdigest())


def _root(group: npt.NDArray[np.intp], cell: int) -> int:
    while group[cell] != cell:
        group[cell] = group[group[cell]]
        cell = int(group[cell])
    return cell


def extremes(weights: Integers, allowed: Flags) -> tuple[Integers, Integers]:
    """Smallest and largest weight that each cell can contribute: weights (m, answers, …) -> two of (m, …).

    A cell that may answer nothing contributes 0; whoever counts its answers finds none.
    """
    may = allowed.reshape(allowed.shape + (1,) * (weights.ndim - 2))
    least = np.where(may, weights, np.iinfo(np.int64).max).min(axis=1)
    most = np.where(may, weights, np.iinfo(np.int64).min).max(axis=1)
    some = may.any(axis=1)
    return np.where(some, least, 0), np.where(some, most, 0)


def _binds(inequality: Inequality, allowed: Flags) -> bool:
    least, most = extremes(inequality.weights, allowed[inequality.cells])
    return bool(least.sum() < inequality.lower or most.sum() > inequality.upper)
