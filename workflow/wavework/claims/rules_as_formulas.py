"""What each kind of rule demands, as a formula over the cells of reconstructed waves (`formula`).

The formula holds in a table if and only if the rule does (`rules`, `association`): the two are written apart, one for
proofs and one for numbers, and tests hold them against each other. Answers of collected waves are constants. Every
cell of a reconstructed wave is answered, so the base of a share or mean is the number of the wave's units.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from itertools import pairwise
from operator import add

import numpy as np

from wavework.answer_arrays import Cells, Sum
from wavework.claims.answer_rules import RELATIONS, needed, of_all, stands
from wavework.claims.association_rule import Choices, implementation, ranks
from wavework.claims.declarations import Claim, Rule, listed
from wavework.claims.formula import FALSE, TRUE, AtLeast, Formula, atoms, between, every, some
from wavework.codebook import Codebook
from wavework.conventions import MIN_CORRELATED
from wavework.reconstruction.inequalities import Flags, Linear, System
from wavework.scores import Scored
from wavework.statistics.rank_scores import doubled_ranks


@dataclass(frozen=True)
class Demand:
    """parts: one formula per part of a rule. estimates: of each part the number that `Part.estimate` is, None where it
    is not linear."""

    parts: Sequence[Formula]
    estimates: Sequence[Sum | None]


@dataclass(frozen=True, eq=False)
class Ground:
    """What a rule is read on: cells of the system. cells: one table of answers, of which those of the system's waves
    are any that can be; those of the others are constant."""

    system: System
    cells: Cells
    book: Codebook
    choices: Choices

    def linear(self, total: Sum) -> Linear:
        """The sum over the cells of the system."""
        return total.on(self.system, self.cells)

    def between(
        self, total: Sum, lower: Fraction | int | None = None, upper: Fraction | int | None = None, strict: bool = False
    ) -> Formula:
        """The sum is at least `lower` and at most `upper`, or below it if `strict`."""
        return between(self.linear(total), lower, upper, strict)

    def above(self, total: Sum, other: Sum) -> Formula:
        """The sum is above the other."""
        return self.between(other - total, upper=0, strict=True)

    def count(self, wave: str, item: str, answers: Sequence[str], units: Collection[str] | None = None) -> Sum:
        """How many of the units, of all if None, give one of the answers, "don't know" being none."""
        scale = self.cells.items[item]
        substantive = np.array(scale.codes)[scale.substantive]
        return self.cells.count(wave, item, [code for code in answers if code in substantive], units)

    def level(self, wave: str, item: str, answers: Sequence[str] | None) -> tuple[Sum, int]:
        """The count of the answers, or the sum of the values, and the units behind it."""
        if answers is not None:
            return self.count(wave, item, answers), int(self.cells.answered(wave, item).sum())
        return self.cells.total_value(wave, item), int((~np.isnan(self.cells.values(wave, item))).sum())


def demand(claim: Claim, ground: Ground) -> tuple[Formula | None, list[Linear | None]]:
    """The formula of the claim, None if it has none that is linear; and the estimate of each part that is linear."""
    formulas: list[Formula | None] = []
    estimates: list[Sum | None] = []
    for rule in claim.rules:
        found = DEMANDS[rule["kind"]](rule, ground)
        formulas.append(None if found is None else AtLeast(needed(rule, found.parts), tuple(found.parts)))
        estimates += [None] if found is None else found.estimates
    linear = [formula for formula in formulas if formula is not None]
    known = [None if each is None else ground.linear(each) for each in estimates]
    return (every(*linear) if len(linear) == len(formulas) else None), known


def cells_of(claim: Claim, ground: Ground) -> Flags:
    """(cells of the system,): the claim looks at the cell."""
    formula, estimates = demand(claim, ground)
    read = [*([] if formula is None else atoms(formula)), *estimates, *(maturity(rule, ground) for rule in claim.rules)]
    looked_at = np.zeros(len(ground.system.cells), dtype=bool)
    for one in read:
        looked_at |= False if one is None else one.weights.any(axis=1)
    return looked_at


def _share(rule: Rule, ground: Ground) -> Demand:
    wave = rule["wave"]
    parts, estimates = [], []
    for item in listed(rule["items"], wave, ground.book):
        count, n = ground.level(wave, item, rule["answers"])
        parts.append(_among(ground, count, stands(rule, np.arange(n + 1), np.full(n + 1, n))))
        estimates.append(_mean(count, n))
    return Demand(parts, estimates)


def _distribution(rule: Rule, ground: Ground) -> Demand:
    """The k-th largest count lies in a range: at least k counts reach its lower end, all but k - 1 stay within the
    upper one."""
    wave, item = rule["wave"], rule["item"]
    scale = ground.cells.items[item]
    codes = np.array(scale.codes)[scale.substantive].tolist()
    n = int(ground.cells.answered(wave, item).sum())
    counts = [ground.count(wave, item, [code]) for code in codes]
    parts: list[Formula] = []
    for place, percent in enumerate(sorted(rule["percents"], reverse=True), start=1):
        fits = np.flatnonzero(RELATIONS["percent"](np.arange(n + 1), np.full(n + 1, n), Fraction(percent)))
        if place > len(codes) or not len(fits):
            parts.append(TRUE if place > len(codes) and 0 in fits else FALSE)
            continue
        low, high = int(fits[0]), int(fits[-1])
        reach = AtLeast(place, tuple(ground.between(count, low) for count in counts))
        within = AtLeast(len(codes) - place + 1, tuple(ground.between(count, None, high) for count in counts))
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
            first, second = x.over(n or 1), y.over(m or 1)
            parts.append(ground.above(first, second) if n and m else FALSE)
            estimates.append(first - second if n and m else None)
    return Demand(parts, estimates)


def _means(rule: Rule, ground: Ground) -> Demand:
    parts, estimates = [], []
    for item, expected in rule["means"].items():
        total, n = ground.level(rule["wave"], item, None)
        tenths = round(10 * expected)  # rounded half up: a tenth stands for [it - 1/20, it + 1/20)
        low, high = (Fraction(2 * tenths * n + sign * n, 20) for sign in (-1, 1))
        parts.append(ground.between(total, low, high, strict=True) if n else FALSE)
        estimates.append(_mean(total, n))
    return Demand(parts, estimates)


def _increase(rule: Rule, ground: Ground) -> Demand:
    cells, waves = ground.cells, [rule["from"], rule["to"]]
    panel = [unit for unit in cells.units[rule["to"]] if unit in cells.units[rule["from"]]]
    parts, estimates = [], []
    for item in rule["items"]:
        known = [~np.isnan(cells.values(wave, item)[0, cells.columns(wave, panel)]) for wave in waves]
        units = [unit for unit, *both in zip(panel, *known, strict=True) if all(both)]
        before, after = (cells.total_value(wave, item, units) for wave in waves)
        parts.append(ground.above(after, before))
        estimates.append(_mean(after - before, len(units)))
    return Demand(parts, estimates)


def _named(rule: Rule, ground: Ground) -> Demand:
    wave, cells = rule["wave"], ground.cells
    items = listed(rule["items"], wave, ground.book)
    wanted = of_all(rule["needed"], len(items))
    answered = np.sum([cells.answered(wave, item)[0] for item in items], axis=0)
    counts = {
        unit: reduce(add, (ground.count(wave, item, rule["answers"], [unit]) for item in items))
        for unit in cells.units[wave]
    }
    parts = [ground.between(counts[unit], wanted) for unit in rule["units"]]
    of_units = zip(rule["units"], cells.columns(wave, rule["units"]), strict=True)
    estimates = [_mean(counts[unit], int(answered[column])) for unit, column in of_units]
    if rule["only"]:
        others = [count for unit, count in counts.items() if unit not in rule["units"]]
        none = every(*(ground.between(count, None, wanted - 1) for count in others))
        return Demand([*parts, none], [*estimates, None])
    return Demand(parts, estimates)


def _respondents(rule: Rule, ground: Ground) -> Demand:
    found = set.intersection(*(set(ground.cells.units[wave]) for wave in rule["waves"]))
    return Demand([TRUE if len(found) == rule["number"] else FALSE], [Sum({}, constant=len(found))])


def _association(rule: Rule, ground: Ground) -> Demand | None:
    """Not one to one: some unit ranks better and has the lower score than another. A rank correlation and its p are
    not linear in the answers, so `positive` has no formula."""
    placed = _placed(rule, ground)
    if rule["expected"] != "not_one_to_one" or placed is None:
        return None
    if len(placed) < MIN_CORRELATED:
        return Demand([FALSE], [None])
    levels = [[score for at, score in placed if at == rank] for rank in sorted({rank for rank, _ in placed})]
    # a pair against the order is there if and only if one of neighbouring ranks is: scores between levels are a chain
    against = [
        ground.above(worse, better) for ahead, behind in pairwise(levels) for better in ahead for worse in behind
    ]
    return Demand([some(*against)], [None])


def maturity(rule: Rule, ground: Ground) -> Linear | None:
    """The sum of the units' scores, each times how far its rank is better than the mean rank; None if not linear."""
    placed = _placed(rule, ground) if rule["kind"] == "association" else None
    if not placed:
        return None
    centred = doubled_ranks([-rank for rank, _ in placed]).tolist()
    return ground.linear(reduce(add, (score.times(place) for place, (_, score) in zip(centred, placed, strict=True))))


def _placed(rule: Rule, ground: Ground) -> list[tuple[float, Sum]] | None:
    """Rank and score of each unit that has both; None if an answer without a score can be given."""
    found: list[tuple[float, Sum]] = []
    for wave in rule["waves"]:
        score = implementation(rule, ground.cells, wave, ground.book, ground.choices)
        known = {} if score is None or not _linear(wave, score, ground) else score.each(score.known)
        units = ground.cells.units[wave]
        for unit, rank in zip(units, ranks(units, wave, ground.book, ground.choices).tolist(), strict=True):
            if unit in known and not np.isnan(rank):
                found.append((rank, known[unit]))
            elif wave in ground.system.units and not np.isnan(rank):
                return None
    return found


def _linear(wave: str, score: Scored, ground: Ground) -> bool:
    """Whether every answer that can be given to its items has a score."""
    system, items = ground.system, ground.cells.items
    return wave not in system.units or not any(
        np.isnan(items[item].scores[system.allowed[system.block[wave, item].start, : len(items[item].scores)]]).any()
        for item in score.weights
    )


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


def _among(ground: Ground, count: Sum, fits: np.ndarray) -> Formula:
    """The count is one of those that fit, (n + 1,) of bool: some run of neighbours holds it."""
    places = np.flatnonzero(fits)
    runs = np.split(places, np.flatnonzero(np.diff(places) > 1) + 1) if len(places) else []
    last = len(fits) - 1
    # an end that no count can pass is no demand
    ranges = [
        ground.between(count, None if run[0] == 0 else int(run[0]), None if run[-1] == last else int(run[-1]))
        for run in runs
    ]
    return ranges[0] if len(ranges) == 1 else some(*ranges)


def _mean(total: Sum, n: int) -> Sum | None:
    return total.over(n) if n else None
