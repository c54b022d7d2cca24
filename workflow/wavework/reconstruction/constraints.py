"""Rows of constraints.csv as integer inequalities over the answers (grammar: docs/architecture.md)."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise
from math import lcm

import numpy as np
import pandas as pd

from wavework.codebook import Codebook, recode_pairs
from wavework.problems import InputError, Problem, collected_problems, row_number
from wavework.reconstruction.inequalities import Cell, Inequality, Integers, System, inequality, linear
from wavework.tables import number_text, records

COLUMNS = ("constraint", "wave", "kind", "items", "answers", "units", "relation", "bound", "claim", "source", "reading")
HALF = Fraction(1, 20)  # half of the last decimal of a published mean

KINDS = ("count", "named", "mean", "order", "mean_order", "increase", "unit_count")

Stated = Iterator[tuple[Integers, int | None, int | None]]  # weights (cells of the system, answers), lower, upper


def build_system(
    codebook: Codebook,
    constraints: pd.DataFrame,
    units: Mapping[str, Sequence[str]],
    assumptions: Mapping[str, str],
    file: str = "constraints.csv",
) -> System:
    """Build the system of all cells (wave, item of the crosswalk, unit) under all rows of `constraints`.

    constraints: the table as text, columns `COLUMNS`, index as read from `file`. units: wave -> the units that
    answered in it. assumptions: what a placeholder such as `@nature_73` stands for (an answer, or several with `|`).
    A cell may hold the answers of its item's scale that have status `answered` and that the wave's crosswalk can
    yield: "don't know" is no answer that could be drawn, it is the lack of one.
    Raises InputError with every row that names an unknown wave, item, unit, answer, kind, relation or bound.
    """
    scales = {scale: codebook.answers_of(scale) for scale in dict.fromkeys(codebook.scale_of.values())}
    answers_of = {item: scales[scale] for item, scale in codebook.scale_of.items()}
    codes = {item: tuple(answers["answer"]) for item, answers in answers_of.items()}
    possible = _possible(codebook, units, scales)
    items = {wave: tuple(item for item in codebook.items["item"] if (wave, item) in possible) for wave in units}
    cells = tuple(Cell(wave, item, unit) for wave in units for item in items[wave] for unit in units[wave])
    allowed = np.zeros((len(cells), max((len(one) for one in codes.values()), default=1)), dtype=bool)
    for number, cell in enumerate(cells):
        allowed[number, : len(codes[cell.item])] = np.isin(codes[cell.item], [*possible[cell.wave, cell.item]])
    base = System(
        file=file,
        units={wave: tuple(names) for wave, names in units.items()},
        items=items,
        codes=codes,
        values={item: tuple(map(_number, answers["value"])) for item, answers in answers_of.items()},
        cells=cells,
        allowed=allowed,
        inequalities=(),
        claims={},
    )
    found: list[Inequality] = []
    claims: dict[str, tuple[str, ...]] = {}
    with collected_problems() as problems:
        for index, record in zip(constraints.index, records(constraints[list(COLUMNS)]), strict=True):
            row = _Row(base, codebook, assumptions, row_number(index), record)
            try:
                if row.name in claims or not row.name:
                    raise row.wrong("constraint", "an id of its own for each row", "name the row otherwise")
                claims[row.name] = tuple(row.listed("claim"))
                found += row.inequalities()
            except InputError as error:
                problems += error.problems
    sources = dict(zip(constraints["constraint"], constraints["source"], strict=True))
    return replace(base, inequalities=tuple(found), claims=claims, sources=sources)


def _possible(
    codebook: Codebook, waves: Collection[str], scales: Mapping[str, pd.DataFrame]
) -> dict[tuple[str, str], set[str]]:
    """(wave, item asked in it) -> answers with status `answered` that it could give.

    A recode names all answers that its column had, so the others of the scale cannot come out of it. Raises InputError
    for a column of which no answer is left.
    """
    answered = {scale: set(rows.loc[rows["status"] == "answered", "answer"]) for scale, rows in scales.items()}
    possible: dict[tuple[str, str], set[str]] = {}
    for entry in records(codebook.crosswalk[codebook.crosswalk["wave"].isin(list(waves))]):
        answers = possible.setdefault((entry["wave"], entry["item"]), set(answered[codebook.scale_of[entry["item"]]]))
        if pairs := recode_pairs(entry["recode"]):
            answers &= {answer for _, answer in pairs}
    expected, remedy = "a recode to answers of its scale", "correct it"
    with collected_problems() as problems:
        problems += [
            Problem(codebook.files["crosswalk"], f"{item} has no answer in {wave}", expected, remedy)
            for (wave, item), answers in possible.items()
            if not answers
        ]
    return possible


def _number(value: float) -> Fraction | None:
    text = number_text(value)
    return Fraction(text) if text else None


@dataclass(frozen=True)
class _Row:
    """One row of constraints.csv while it is read."""

    system: System
    codebook: Codebook
    assumptions: Mapping[str, str]
    row: int
    record: Mapping[str, str]

    @property
    def name(self) -> str:
        return self.record["constraint"]

    def wrong(self, column: str, expected: str, remedy: str, found: str | None = None) -> InputError:
        shown = repr(self.record[column] if found is None else found)
        return InputError(Problem(self.system.file, shown, expected, remedy, row=self.row, column=column))

    def listed(self, column: str) -> list[str]:
        return [part.strip() for part in self.record[column].split("|") if part.strip()]

    def inequalities(self) -> Iterator[Inequality]:
        """The inequalities that the row states. Raises InputError naming the column that cannot be read."""
        kind, wave = self.record["kind"], self.record["wave"]
        if kind not in KINDS:
            raise self.wrong("kind", f"one of {', '.join(KINDS)}", "choose a kind of docs/architecture.md")
        if wave not in self.system.units:
            raise self.wrong("wave", f"one of {', '.join(self.system.units)}", "correct the name of the wave")
        for weights, lower, upper in getattr(self, f"_{kind}")():
            yield inequality(self.name, self.row, weights, lower, upper)

    # -- the columns ------------------------------------------------------------------------------------------

    def _items(self, at_least: int = 1) -> list[str]:
        wave, asked = self.record["wave"], self.system.items[self.record["wave"]]
        named = self.record["items"].strip()
        battery = named.removeprefix("battery:")
        if battery != named:
            members = self.codebook.items.loc[self.codebook.items["battery"] == battery, "item"]
            items = [item for item in members if item in asked]
        else:
            items = self.listed("items")
        for item in items:
            if item not in self.system.codes:
                raise self.wrong("items", "items of items.csv", "correct the name of the item", item)
            if item not in asked:
                remedy = f"give it a row in crosswalk.csv for {wave}, or take it from this constraint"
                raise self.wrong("items", f"items asked in {wave}", remedy, item)
        if len(set(items)) < at_least or len(set(items)) < len(items):
            raise self.wrong("items", f"{at_least} or more different items asked in {wave}", "name them")
        return items

    def _units(self, wave: str, required: bool = False) -> list[str]:
        units = self.listed("units")
        for unit in units:
            if unit not in self.system.units[wave]:
                expected = f"units that answered in {wave}: {', '.join(self.system.units[wave])}"
                raise self.wrong("units", expected, "correct the unit", unit)
        if required and not units:
            raise self.wrong("units", "one or more units", "name the units")
        return units or list(self.system.units[wave])

    def _answers(self, items: Sequence[str]) -> list[str]:
        answers: list[str] = []
        for answer in self.listed("answers"):
            if not answer.startswith("@"):
                answers.append(answer)
            elif answer[1:] in self.assumptions:
                answers += self.assumptions[answer[1:]].split("|")
            else:
                expected = f"an assumption of config.yaml: {', '.join(self.assumptions) or 'there is none'}"
                raise self.wrong("answers", expected, "add it to reconstruction.assumptions", answer)
        for item in items:
            for answer in answers:
                if answer not in self.system.codes[item]:
                    expected = f"answers of {item}: {', '.join(self.system.codes[item])}"
                    raise self.wrong("answers", expected, "correct the answer", answer)
        if not answers:
            raise self.wrong("answers", "one or more answers", "name the answers that are counted")
        return answers

    def _relation(self, *known: str) -> str:
        if self.record["relation"] not in known:
            kind = self.record["kind"]
            raise self.wrong("relation", f"{' or '.join(known)} for {kind}", "correct the relation")
        return self.record["relation"]

    def _sides(self, *relations: str) -> tuple[int | None, int | None]:
        """The lower and the upper bound that a whole number is in one of these relations."""
        relation, bound = self._relation(*relations), self.record["bound"]
        if not bound.isdecimal():
            raise self.wrong("bound", "a whole number", "write the count")
        return (None if relation == "<=" else int(bound)), (None if relation == ">=" else int(bound))

    # -- the kinds --------------------------------------------------------------------------------------------

    def _weighed(self, wave: str, item: str, units: Sequence[str], weights: Sequence[int]) -> Integers:
        """(cells of the system, answers): these weights of the answers of these units."""
        found = np.zeros(self.system.allowed.shape, dtype=np.int64)
        cells = [self.system.block[wave, item].start + self.system.units[wave].index(unit) for unit in units]
        found[cells, : len(weights)] = weights
        return found

    def _number(self, wave: str, item: str, units: Sequence[str], answers: Sequence[str]) -> Integers:
        """How many of the units give one of the answers."""
        return self._weighed(wave, item, units, [int(code in answers) for code in self.system.codes[item]])

    def _values(self, wave: str, items: Sequence[str], units: Sequence[str]) -> tuple[list[Integers], int]:
        """Of each item the sum of the values of the answers, and by what all are to be divided."""
        for item in items:
            numbers = self.system.values[item]
            may = self.system.allowed[self.system.block[wave, item].start, : len(numbers)]
            without = [self.system.codes[item][place] for place in np.flatnonzero(may) if numbers[place] is None]
            if without:
                expected = f"items whose answers have values; {item} has none for {', '.join(without)}"
                raise self.wrong("items", expected, "give the answers values in scales.csv", item)
        values = [[number or Fraction(0) for number in self.system.values[item]] for item in items]
        divisor = lcm(*(number.denominator for numbers in values for number in numbers))
        whole = [[int(number * divisor) for number in numbers] for numbers in values]
        return [self._weighed(wave, item, units, weights) for item, weights in zip(items, whole, strict=True)], divisor

    def _count(self) -> Stated:
        wave, items = self.record["wave"], self._items()
        units, answers = self._units(wave), self._answers(items)
        lower, upper = self._sides("=", ">=", "<=")
        for item in items:
            yield self._number(wave, item, units, answers), lower, upper

    def _named(self) -> Stated:
        wave, items = self.record["wave"], self._items()
        units, answers = self._units(wave, required=True), self._answers(items)
        for item in items:
            for unit in units:
                yield self._number(wave, item, [unit], answers), 1, None

    def _mean(self) -> Stated:
        wave, items = self.record["wave"], self._items()
        units = self._units(wave)
        self._relation("=")
        try:
            bound = Fraction(self.record["bound"])
        except (ValueError, ZeroDivisionError):
            raise self.wrong("bound", "a mean with one decimal", "write it as 3.2") from None
        if (bound * 10).denominator != 1:
            raise self.wrong("bound", "a mean with one decimal", "write it as it was published")
        # ASSUME: a printed mean was rounded half up, so that b stands for [b - 0.05, b + 0.05).
        values, divisor = self._values(wave, items, units)
        for each in values:
            mean = linear(each, divisor * len(units))
            yield mean.weights, mean.at_least(bound - HALF), mean.below(bound + HALF)

    def _order(self) -> Stated:
        wave, items = self.record["wave"], self._items(at_least=2)
        units, answers = self._units(wave), self._answers(items)
        least = 1 if self._relation(">", ">=") == ">" else 0
        for more, fewer in pairwise([self._number(wave, item, units, answers) for item in items]):
            yield linear(more - fewer).weights, least, None

    def _mean_order(self) -> Stated:
        wave, items = self.record["wave"], self._items(at_least=2)
        units = self._units(wave)
        self._relation(">")
        for more, less in pairwise(self._values(wave, items, units)[0]):
            yield linear(more - less).weights, 1, None

    def _increase(self) -> Stated:
        wave, before, items = self.record["wave"], self.record["bound"], self._items()
        self._relation(">")
        if before not in self.system.units or before == wave:
            others = [name for name in self.system.units if name != wave]
            raise self.wrong("bound", f"another wave: {', '.join(others)}", "name the earlier wave")
        now, then = self._units(wave), self._units(before)
        for item in items:
            if item not in self.system.items[before]:
                raise self.wrong("items", f"items asked in {wave} and in {before}", "take it out", item)
            (later,), (earlier,) = (
                self._values(name, [item], units)[0] for name, units in ((wave, now), (before, then))
            )
            # sum / n > sum' / n', cross-multiplied
            yield linear(later * len(then) - earlier * len(now)).weights, 1, None

    def _unit_count(self) -> Stated:
        wave, items = self.record["wave"], self._items()
        units, answers = self._units(wave, required=True), self._answers(items)
        lower, upper = self._sides(">=", "<=")
        for unit in units:
            yield np.sum([self._number(wave, item, [unit], answers) for item in items], axis=0), lower, upper
