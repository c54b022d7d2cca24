"""Planted truth: simulated full surveys, from which the same kinds of facts are published as of the study.

What was true lies within what the facts allow, every time.
"""

from fractions import Fraction
from math import floor

import numpy as np
from toy_system import UNITS, cells_of, counts, row, toy

from wavework.reconstruction.bounds import Bounds
from wavework.reconstruction.feasibility import feasible
from wavework.reconstruction.inequalities import System

SURVEYS = 200
CODES = dict.fromkeys(("portal", "phone", "letter"), ("fully", "planned", "never"))
GRADES = ("grade_a", "grade_b")
Survey = dict[tuple[str, str], list[int]]  # (wave, item) -> position of each unit's answer


def survey(rng: np.random.Generator) -> Survey:
    """Answers with a tendency of each item and each unit, so that they are neither flat nor independent."""
    blocks = [(wave, item) for wave, item in toy().block if item != "colour"]
    leaning = {unit: rng.normal() for unit in UNITS["second"]}
    return {
        (wave, item): [int(np.clip(round(1 + leaning[unit] + rng.normal()), 0, 2)) for unit in UNITS[wave]]
        for wave, item in blocks
    }


def printed_mean(answers: list[int]) -> str:
    tenths = floor(Fraction(10 * sum(answer + 1 for answer in answers), len(answers)) + Fraction(1, 2))
    return f"{tenths // 10}.{tenths % 10}"


def published(truth: Survey, rng: np.random.Generator) -> list[dict[str, str]]:
    """Counts, bounds, orders, names, means, a rise, and how many items a unit has: each published or not, by chance."""
    now = {item: answers for (wave, item), answers in truth.items() if wave == "second"}
    facts = []
    for item, codes in CODES.items():
        for position, code in enumerate(codes):
            number = now[item].count(position)
            facts.append(row("count", item, code, "=", str(number)))
            facts.append(row("count", item, code, "<=", str(number + int(rng.integers(0, 2)))))
            facts.append(row("count", item, code, ">=", str(max(number - int(rng.integers(0, 2)), 0))))
            holders = [unit for unit, answer in zip(UNITS["second"], now[item], strict=True) if answer == position]
            facts += [row("named", item, code, units=unit) for unit in holders[:1]]
        for other in CODES:
            if now[item].count(0) > now[other].count(0):
                facts.append(row("order", f"{item}|{other}", "fully", ">"))
    for item in GRADES:
        facts.append(row("mean", item, "", "=", printed_mean(now[item])))
    if sum(now["grade_a"]) > sum(now["grade_b"]):
        facts.append(row("mean_order", "grade_a|grade_b", "", ">"))
    before = truth["first", "grade_a"]
    if Fraction(sum(now["grade_a"]), 4) > Fraction(sum(before), 3):
        facts.append(row("increase", "grade_a", "", ">", "first"))
    for unit, answers in zip(UNITS["second"], zip(*(now[item] for item in CODES), strict=True), strict=True):
        facts.append(row("unit_count", "battery:channels", "fully", ">=", str(answers.count(0)), units=unit))
        facts.append(row("unit_count", "battery:channels", "fully", "<=", str(answers.count(0)), units=unit))
    chosen = rng.random(len(facts)) < rng.uniform(0.05, 0.5)
    return [fact for fact, taken in zip(facts, chosen, strict=True) if taken]


def difference(system: System) -> np.ndarray:
    """Twelve times the change of the mean grade, and the number of channels fully in place less those never."""
    weights = np.zeros((2, len(system.cells), system.allowed.shape[1]), dtype=np.int64)
    weights[0, system.block["second", "grade_a"], :3] = [3, 6, 9]
    weights[0, system.block["first", "grade_a"], :3] = [-4, -8, -12]
    for item in CODES:
        weights[1, system.block["second", item], :3] = [1, 0, -1]
    return weights


def test_the_truth_lies_within_the_bounds_every_time() -> None:
    narrowed = 0
    for number in range(SURVEYS):
        rng = np.random.default_rng(number)
        truth = survey(rng)
        system = toy(*published(truth, rng))
        assert feasible(system), number
        bounds = Bounds(system)
        possible = bounds.possible()
        table = np.zeros(len(system.cells), dtype=np.int64)
        for block, answers in truth.items():
            cells = cells_of(system, [block])
            table[cells] = answers
            assert possible[cells, answers].all(), (number, block)
            each, at_least = counts(bounds, *block)
            given = np.array([answers.count(position) for position in range(len(each.lowest))])
            assert ((each.lowest <= given) & (given <= each.highest)).all(), (number, block)
            up_to = given.cumsum()
            assert ((at_least.lowest <= up_to) & (up_to <= at_least.highest)).all(), (number, block)
            assert each.sharp.all()
            narrowed += int((~each.nothing).sum())
        weights = difference(system)
        found, true = bounds.linear(weights), weights[:, np.arange(len(table)), table].sum(axis=1)
        assert ((found.lowest <= true) & (true <= found.highest)).all(), number
    assert narrowed > 4 * SURVEYS  # the facts say something
