"""What each kind of rule demands, as a formula over the cells of reconstructed waves (`formula`).

The formula holds in a table if and only if the rule does (`rules`, `association`): the two are written apart, one for
proofs and one for numbers, and tests hold them against each other. Answers of collected waves are constants. Every
cell of a reconstructed wave is answered, so the base of a share or mean is the number of the wave's units.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

import numpy as np

from wavework.cells import Cells
from wavework.claims.association import Choices, items_scored, ranks
from wavework.claims.declarations import Claim, Rule, listed
from wavework.claims.formula import FALSE, TRUE, AtLeast, Atom, Formula, Sum, atoms, every, some
from wavework.claims.rules import RELATIONS, needed
from wavework.codebook import Codebook
from wavework.reconstruction.system import System
from wavework.scores import OVERALL
from wavework.statistics.ranking import MINIMUM, doubled_ranks


@dataclass(frozen=True)
class Demand:
    """parts: one formula per part of a rule. estimates: of each part the number that `Part.estimate` is, None where it
    is not linear."""

    parts: Sequence[Formula]
    estimates: Sequence[Sum | None]


@dataclass(frozen=True, eq=False)
class Ground:
    """What a rule is read on: cells of the system where it holds the wave, otherwise the answers of `cells`."""

    system: System
    cells: Cells
    book: Codebook
    choices: Choices

    def unknown(self, wave: str) -> bool:
        """Whether the answers of the wave are cells of the system."""
        return wave in self.system.units

    def units(self, wave: str) -> Sequence[str]:
        """In the order of the columns."""
        return self.system.units[wave] if self.unknown(wave) else self.cells.units[wave]

    def count(self, wave: str, item: str, answers: Sequence[str], unit: str) -> Sum:
        """1 where the unit gives one of the answers, 0 where not."""
        if not self.unknown(wave):
            given = self.cells.gives(wave, item, answers) & self.cells.answered(wave, item)
            return Sum(constant=Fraction(int(given[0, self._column(wave, unit)])))
        return self._cell(wave, item, unit, [Fraction(code in answers) for code in self.system.codes[item]])

    def value(self, wave: str, item: str, unit: str) -> Sum | None:
        """The number of the unit's answer; None where it has none."""
        if not self.unknown(wave):
            value = float(self.cells.values(wave, item)[0, self._column(wave, unit)])
            return None if np.isnan(value) else Sum(constant=Fraction(str(value)))
        return self._cell(wave, item, unit, [value or Fraction(0) for value in self.system.values[item]])

    def answered(self, wave: str, item: str) -> int:
        """Units that gave an answer."""
        return len(self.units(wave)) if self.unknown(wave) else int(self.cells.answered(wave, item).sum())

    def level(self, wave: str, item: str, answers: Sequence[str] | None) -> tuple[Sum, int]:
        """The count of the answers, or the sum of the values, and the units behind it."""
        units = self.units(wave)
        if answers is not None:
            return added(self.count(wave, item, answers, unit) for unit in units), self.answered(wave, item)
        values = [value for unit in units if (value := self.value(wave, item, unit)) is not None]
        return added(values), len(values)

    def score(self, wave: str, items: Sequence[str], unit: str) -> tuple[Sum | None, bool]:
        """The unit's mean score over the items, None if too few are answered; and whether any applies to it."""
        given: list[Sum] = []
        applicable = 0
        for item in items:
            scores = self.cells.items[item].scores
            if self.unknown(wave):
                applicable += 1
                may = self.system.allowed[self.system.block[wave, item].start, : len(scores)]
                if np.isnan(scores[may]).any():
                    return None, True
                weights = [Fraction(0) if np.isnan(score) else Fraction(str(score)) for score in scores.tolist()]
                given.append(self._cell(wave, item, unit, weights))
                continue
            column = self._column(wave, unit)
            applicable += int(self.cells.applies(wave, item)[0, column])
            score = float(self.cells.scores(wave, item)[0, column])
            given += [] if np.isnan(score) else [Sum(constant=Fraction(str(score)))]
        if not given or len(given) < self.choices.minimum_answered * applicable:
            return None, applicable > 0
        return added(given).times(Fraction(1, len(given))), True

    def _cell(self, wave: str, item: str, unit: str, weights: Sequence[Fraction]) -> Sum:
        cell = self.system.block[wave, item].start + self.system.units[wave].index(unit)
        return Sum({cell: tuple(weights)})

    def _column(self, wave: str, unit: str) -> int:
        return self.cells.units[wave].index(unit)


def added(sums: Iterable[Sum]) -> Sum:
    """The sum of all; of nothing it is 0."""
    weights: dict[int, list[Fraction]] = {}
    constant = Fraction(0)
    for one in sums:
        constant += one.constant
        for cell, more in one.weights.items():
            mine = weights.setdefault(cell, [Fraction(0)] * len(more))
            weights[cell] = [a + b for a, b in zip(mine, more, strict=True)]
    return Sum({cell: tuple(of_cell) for cell, of_cell in weights.items()}, constant)


def demand(claim: Claim, ground: Ground) -> tuple[Formula | None, list[Sum | None]]:
    """The formula of the claim, None if it has none that is linear; and the estimate of each part that is linear."""
    formulas: list[Formula | None] = []
    estimates: list[Sum | None] = []
    for rule in claim.rules:
        found = DEMANDS[rule["kind"]](rule, ground)
        formulas.append(None if found is None else AtLeast(needed(rule, found.parts), tuple(found.parts)))
        estimates += [None] if found is None else found.estimates
    linear = [formula for formula in formulas if formula is not None]
    return (every(*linear) if len(linear) == len(formulas) else None), estimates


def cells_of(claim: Claim, ground: Ground) -> set[int]:
    """The cells of the system that the claim looks at."""
    formula, estimates = demand(claim, ground)
    read: list[Atom | Sum] = [
        *([] if formula is None else atoms(formula)),
        *(one for one in estimates if one is not None),
    ]
    read += [total for rule in claim.rules if (total := maturity(rule, ground)) is not None]
    return {cell for one in read for cell in one.weights}


def _share(rule: Rule, ground: Ground) -> Demand:
    wave, value = rule["wave"], Fraction(str(rule.get("value", 0)))
    relation = RELATIONS[rule["relation"]]
    parts, estimates = [], []
    for item in listed(rule["items"], wave, ground.book):
        count, n = ground.level(wave, item, rule["answers"])
        every_count = np.arange(n + 1)
        parts.append(_among(count, relation(every_count, np.full(n + 1, n), value)))
        estimates.append(_mean(count, n))
    return Demand(parts, estimates)


def _distribution(rule: Rule, ground: Ground) -> Demand:
    """The k-th largest count lies in a range: at least k counts reach its lower end, all but k - 1 stay within the
    upper one."""
    wave, item = rule["wave"], rule["item"]
    scale = ground.cells.items[item]
    codes = np.array(scale.codes)[scale.substantive].tolist()
    n = ground.answered(wave, item)
    counts = [ground.level(wave, item, [code])[0] for code in codes]
    parts: list[Formula] = []
    for place, percent in enumerate(sorted(rule["percents"], reverse=True), start=1):
        fits = np.flatnonzero(RELATIONS["percent"](np.arange(n + 1), np.full(n + 1, n), Fraction(percent)))
        if place > len(codes) or not len(fits):
            parts.append(TRUE if place > len(codes) and 0 in fits else FALSE)
            continue
        low, high = int(fits[0]), int(fits[-1])
        reach = AtLeast(place, tuple(count.between(low) for count in counts))
        within = AtLeast(len(codes) - place + 1, tuple(count.between(None, high) for count in counts))
        parts.append(every(reach, within))
    return Demand(parts, [None] * len(parts))


def _order(rule: Rule, ground: Ground) -> Demand:
    wave, answers = rule["wave"], rule.get("answers")
    more = listed(rule["more"], wave, ground.book)
    fewer = [item for item in listed(rule["fewer"], wave, ground.book) if item not in more]
    parts, estimates = [], []
    for above in more:
        for below in fewer:
            (x, n), (y, m) = (ground.level(wave, item, answers) for item in (above, below))
            parts.append((x.times(m) - y.times(n)).above(0))
            first, second = _mean(x, n), _mean(y, m)
            estimates.append(None if first is None or second is None else first - second)
    return Demand(parts, estimates)


def _means(rule: Rule, ground: Ground) -> Demand:
    parts, estimates = [], []
    for item, expected in rule["means"].items():
        total, n = ground.level(rule["wave"], item, None)
        tenths = round(10 * expected)  # rounded half up: a tenth stands for [it - 1/20, it + 1/20)
        ends = [Fraction(2 * tenths * n + sign * n, 20) for sign in (-1, 1)]
        parts.append(total.below(ends[1], ends[0]) if n else FALSE)
        estimates.append(_mean(total, n))
    return Demand(parts, estimates)


def _increase(rule: Rule, ground: Ground) -> Demand:
    panel = [unit for unit in ground.units(rule["to"]) if unit in ground.units(rule["from"])]
    parts, estimates = [], []
    for item in rule["items"]:
        ends = [[ground.value(rule[end], item, unit) for end in ("from", "to")] for unit in panel]
        changes = [after - before for before, after in ends if before is not None and after is not None]
        change = added(changes)
        parts.append(change.above(0))
        estimates.append(_mean(change, len(changes)))
    return Demand(parts, estimates)


def _named(rule: Rule, ground: Ground) -> Demand:
    wave = rule["wave"]
    items = listed(rule["items"], wave, ground.book)
    wanted = len(items) // 2 + 1 if rule["needed"] == "most" else len(items)
    counts = {
        unit: added(ground.count(wave, item, rule["answers"], unit) for item in items) for unit in ground.units(wave)
    }
    parts: list[Formula] = [counts[unit].between(wanted) for unit in rule["units"]]
    estimates = [_mean(counts[unit], _items_answered(ground, wave, items, unit)) for unit in rule["units"]]
    if rule["only"]:
        others = [count for unit, count in counts.items() if unit not in rule["units"]]
        return Demand([*parts, every(*(count.between(None, wanted - 1) for count in others))], [*estimates, None])
    return Demand(parts, estimates)


def _items_answered(ground: Ground, wave: str, items: Sequence[str], unit: str) -> int:
    if ground.unknown(wave):
        return len(items)
    column = ground.cells.units[wave].index(unit)
    return sum(int(ground.cells.answered(wave, item)[0, column]) for item in items)


def _respondents(rule: Rule, ground: Ground) -> Demand:
    found = set.intersection(*(set(ground.units(wave)) for wave in rule["waves"]))
    return Demand([TRUE if len(found) == rule["number"] else FALSE], [Sum(constant=Fraction(len(found)))])


def _association(rule: Rule, ground: Ground) -> Demand | None:
    """Not one to one: some unit ranks better and has the lower score than another. A rank correlation and its p are
    not linear in the answers, so `positive` has no formula."""
    placed = _placed(rule, ground)
    if rule["expected"] != "not_one_to_one" or placed is None:
        return None
    if len(placed) < MINIMUM:
        return Demand([FALSE], [None])
    levels = [[score for at, score in placed if at == rank] for rank in sorted({rank for rank, _ in placed})]
    # a pair against the order is there if and only if one of neighbouring ranks is: scores between levels are a chain
    against = [(worse - better).above(0) for ahead, behind in pairwise(levels) for better in ahead for worse in behind]
    return Demand([some(*against)], [None])


def maturity(rule: Rule, ground: Ground) -> Sum | None:
    """The sum of the units' scores, each times how far its rank is better than the mean rank; None if not linear."""
    placed = _placed(rule, ground) if rule["kind"] == "association" else None
    if not placed:
        return None
    centred = doubled_ranks([-rank for rank, _ in placed]).tolist()
    return added(score.times(place) for place, (_, score) in zip(centred, placed, strict=True))


def _placed(rule: Rule, ground: Ground) -> list[tuple[float, Sum]] | None:
    """Rank and score of each unit that has both; None if an answer without a score can be given."""
    found: list[tuple[float, Sum]] = []
    of_dimension = items_scored(ground.book, rule["waves"])
    for wave in rule["waves"]:
        units = ground.units(wave)
        for unit, rank in zip(units, ranks(units, wave, ground.book, ground.choices).tolist(), strict=True):
            score = None if np.isnan(rank) else _score(ground, wave, unit, of_dimension, rule["dimension"])
            if score is not None:
                found.append((rank, score))
            elif ground.unknown(wave) and not np.isnan(rank):
                return None
    return found


def _score(
    ground: Ground, wave: str, unit: str, of_dimension: Mapping[str, Sequence[str]], dimension: str
) -> Sum | None:
    """The unit's score of a dimension; overall, the mean of the dimensions of which anything applies."""
    if dimension != OVERALL:
        return ground.score(wave, of_dimension[dimension], unit)[0] if dimension in of_dimension else None
    scores = [ground.score(wave, items, unit) for items in of_dimension.values()]
    of_applicable = [score for score, applies in scores if applies]
    known = [score for score in of_applicable if score is not None]
    if not known or len(known) < len(of_applicable):
        return None
    return added(known).times(Fraction(1, len(known)))


DEMANDS: Mapping[str, Callable[[Rule, Ground], Demand | None]] = {
    "share": _share,
    "distribution": _distribution,
    "order": _order,
    "means": _means,
    "increase": _increase,
    "named": _named,
    "respondents": _respondents,
    "association": _association,
}


def _among(count: Sum, fits: np.ndarray) -> Formula:
    """The count is one of those that fit, (n + 1,) of bool: some run of neighbours holds it."""
    places = np.flatnonzero(fits)
    runs = np.split(places, np.flatnonzero(np.diff(places) > 1) + 1) if len(places) else []
    last = len(fits) - 1
    # an end that no count can pass is no demand
    ranges = [
        count.between(None if run[0] == 0 else int(run[0]), None if run[-1] == last else int(run[-1])) for run in runs
    ]
    return ranges[0] if len(ranges) == 1 else some(*ranges)


def _mean(total: Sum, n: int) -> Sum | None:
    return total.times(Fraction(1, n)) if n else None
