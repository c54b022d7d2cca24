"""Assumptions that no source states, as further inequalities of a system; taken one at a time, by their name.

`keeps`: what a unit of two waves had in the first it still has in the second. `alike`: units of a wave in the same
group answer alike. `at_least`: no unit of a group answers worse than a unit of a group below it (a monotone response,
as in Manski 1997, Econometrica 65, 1311-1334). Better is the higher value of the scale.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise

import numpy as np

from wavework.problems import Problem, collected_problems
from wavework.reconstruction.inequalities import Inequality, Integers, System

KEEPS, ALIKE, AT_LEAST = "keeps", "alike", "at_least"
KINDS = (KEEPS, ALIKE, AT_LEAST)
FILE = "assumptions.csv"

Pairs = Iterator[tuple[Integers, Integers, int, int]]  # cells, weights (cells, answers), lower, upper


def assumption_inequalities(
    system: System,
    name: str,
    kind: str,
    waves: Sequence[str],
    items: Sequence[str] = (),
    groups: Mapping[str, int] | None = None,
    row: int = 0,
) -> list[Inequality]:
    """What the assumption `name` says, for `System.with_inequalities`; a conflict names it.

    kind: one of `KINDS`. waves: for `keeps` the earlier and the later one, else each on its own. items: where empty,
    all that these waves ask and that have an order (for `alike`: all); whether waves asked them comparably is for the
    caller to know. groups: unit -> its group, 1 the best, as `alike` and `at_least` need it; units in none are free.
    Raises InputError for a kind, wave or item that does not fit, naming `row` of assumptions.csv.
    """
    with collected_problems() as problems:
        for column, found, expected in _misfits(system, kind, waves, items, groups):
            problems.append(Problem(FILE, f"{name}: {found}", expected, "correct it", row=row or None, column=column))
    stated: Callable[..., Pairs] = {KEEPS: _keeps, ALIKE: _alike, AT_LEAST: _at_least}[kind]
    chosen = items or [item for item in system.items[waves[0]] if kind == ALIKE or _ordered(system, waves, item)]
    sets = [tuple(waves)] if kind == KEEPS else [(wave,) for wave in waves]
    return [
        _inequality(name, row, *terms)
        for waves_of in sets
        for item in chosen
        if all(item in system.items[wave] for wave in waves_of)
        for terms in stated(system, waves_of, item, groups or {})
    ]


def _misfits(
    system: System, kind: str, waves: Sequence[str], items: Sequence[str], groups: Mapping[str, int] | None
) -> Iterator[tuple[str, str, str]]:
    """Column, what is found, what is expected."""
    if kind not in KINDS:
        yield "kind", repr(kind), f"one of {', '.join(KINDS)}"
        return
    unknown = [wave for wave in waves if wave not in system.units]
    if unknown or len(set(waves)) < (2 if kind == KEEPS else 1) or (kind == KEEPS and len(waves) != 2):
        expected = "an earlier and a later wave" if kind == KEEPS else "one or more waves"
        yield "waves", repr(">".join(waves)), f"{expected} of {', '.join(system.units)}"
        return
    if kind != KEEPS and not groups:
        yield "kind", f"{kind} without groups", "units whose group is known"
    for item in items:
        if not any(item in system.items[wave] for wave in waves):
            yield "items", repr(item), "items that these waves ask"
        elif kind != ALIKE and not _ordered(system, waves, item):
            yield "items", repr(item), "items whose answers have an order, that is values"


def _ordered(system: System, waves: Sequence[str], item: str) -> bool:
    """Whether all answers that a cell of the item may have in these waves have values."""
    return all(
        value is not None or not system.allowed[system.block[wave, item], position].any()
        for wave in waves
        if item in system.items[wave]
        for position, value in enumerate(system.values[item])
    )


def _ranks(system: System, item: str) -> Integers:
    """(answers,) of each answer the number of lower values on its scale; 0 where it has none."""
    values = sorted({value for value in system.values[item] if value is not None})
    ranks = np.zeros(system.allowed.shape[1], dtype=np.int64)
    for position, value in enumerate(system.values[item]):
        ranks[position] = 0 if value is None else values.index(value)
    return ranks


def _cells(system: System, wave: str, item: str, units: Sequence[str]) -> list[int]:
    return [system.block[wave, item].start + system.units[wave].index(unit) for unit in units]


def _keeps(system: System, waves: Sequence[str], item: str, _: Mapping[str, int]) -> Pairs:
    both = [unit for unit in system.units[waves[0]] if unit in system.units[waves[1]]]
    ranks = _ranks(system, item)
    before, after = (_cells(system, wave, item, both) for wave in waves)
    for then, now in zip(before, after, strict=True):
        yield np.array([then, now]), np.stack([-ranks, ranks]), 0, int(ranks.max())


def _grouped(system: System, wave: str, item: str, groups: Mapping[str, int]) -> list[list[int]]:
    """Cells of each group that has units in the wave, the best group first."""
    units = system.units[wave]
    found = sorted({groups[unit] for unit in units if unit in groups})
    return [_cells(system, wave, item, [unit for unit in units if groups.get(unit) == group]) for group in found]


def _alike(system: System, waves: Sequence[str], item: str, groups: Mapping[str, int]) -> Pairs:
    place = np.arange(system.allowed.shape[1], dtype=np.int64)
    for cells in _grouped(system, waves[0], item, groups):
        for one, other in pairwise(cells):  # a chain is enough
            yield np.array([one, other]), np.stack([place, -place]), 0, 0


def _at_least(system: System, waves: Sequence[str], item: str, groups: Mapping[str, int]) -> Pairs:
    """If a unit of a group reaches a rank, all units of the next better group do: their number times its indicator.

    In this form all pairs of units need only the counts of the better group, so a diagram stays small.
    """
    ranks = _ranks(system, item)
    for better, worse in pairwise(_grouped(system, waves[0], item, groups)):
        for reached in range(1, int(ranks.max()) + 1):
            reaches = (ranks >= reached).astype(np.int64)
            for cell in worse:
                weights = np.stack([*(reaches for _ in better), -len(better) * reaches])
                yield np.array([*better, cell]), weights, 0, len(better)


def _inequality(name: str, row: int, cells: Integers, weights: Integers, lower: int, upper: int) -> Inequality:
    order = np.argsort(cells)
    return Inequality(name, row, cells[order], weights[order], lower, upper)
