"""From answers to scores: maturity per unit, wave and dimension, in every table of answers at once."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby
from math import lcm

import numpy as np
import pandas as pd

from wavework.agreeing_tables import Agreeing
from wavework.answer_arrays import Cells, Flags, Positions, Sum, in_whole_numbers
from wavework.codebook import Codebook
from wavework.known import FIXED
from wavework.statistics.over_many_tables import Extent
from wavework.statistics.resampling import Floats, Integers, rng

COLUMNS = [
    "wave", "region", "unit", "country", "dimension", "measure", "score", "n_items", "n_answered", "basis",
    "lowest", "highest", "known",
]  # fmt: skip
OVERALL = "overall"
IMPLEMENTATION, SELF_REPORTED, COMMON = "implementation", "self_reported", "common"


MOST = 2**53  # whole numbers beyond are no longer exact


@dataclass(frozen=True, eq=False)
class Weights:
    """(units, answers) whole numbers: of each unit that answered its own factor times what each answer is worth."""

    of_units: Integers
    answered: Flags
    of_answers: Integers

    @property
    def whole(self) -> Integers:
        """All of them."""
        return np.outer(self.of_units * self.answered, self.of_answers)

    def of(self, factors: Integers) -> "Weights":
        """The same with other factors of the units."""
        return replace(self, of_units=factors)

    def at(self, position: Positions) -> Integers:
        """(tables, units): what the answers given are worth; 0 where nothing was answered."""
        return np.append(self.of_answers, [0, 0])[position]


@dataclass(frozen=True, eq=False)
class Scored:
    """Scores of a wave's units in one dimension, in the tables of `cells`.

    has: (units,) enough is answered for a score. n_items: (units,) items that apply; n_answered: of these.
    weights: item -> (units, answers) whole numbers, of which a unit's score is the sum, over `divisor`. means: (units,)
    the scores of one table instead, where so many units answer so many items that whole numbers would grow too large.
    """

    wave: str
    measure: str
    dimension: str
    cells: Cells
    has: Flags
    n_items: Integers
    n_answered: Integers
    weights: Mapping[str, Weights]
    divisor: int
    means: Floats | None = None

    @property
    def units(self) -> tuple[str, ...]:
        """Those of the wave."""
        return self.cells.units[self.wave]

    @cached_property
    def values(self) -> Floats:
        """(tables, units), NaN where there is no score."""
        return self.on(self.cells)

    def on(self, cells: Cells) -> Floats:
        """(tables, units): the scores in other tables of the same answers; NaN where there is none."""
        # ASSUME every answer of a scored item that can be drawn has a score, so that all tables miss the same ones.
        here, shape = cells.only([self.wave]), (cells.draws, len(self.units))
        if self.means is not None:
            return np.broadcast_to(self.means, shape)
        total = np.zeros((here.draws, len(self.units)), dtype=np.int64)
        for _, group in groupby(self.weights.items(), key=lambda pair: id(pair[1].of_units)):
            worth = np.zeros_like(total)
            for item, weights in group:
                worth += weights.at(here.position(self.wave, item))
            total += weights.of_units * worth
        return np.broadcast_to(np.where(self.has, total / self.divisor, np.nan), shape)

    def total(self, times: Mapping[str, int], divisor: int = 1) -> Sum:
        """The sum of the scores of these units, each so many times, over the divisor."""
        each = np.array([times.get(unit, 0) for unit in self.units], dtype=np.int64)
        weights = {
            (self.wave, item): of_item.of(of_item.of_units * each).whole for item, of_item in self.weights.items()
        }
        return Sum(weights, self.divisor * divisor)

    def each(self, units: Collection[str]) -> dict[str, Sum]:
        """Unit -> its score, of these units."""
        return {unit: self.total({unit: 1}) for unit in units}

    @property
    def known(self) -> list[str]:
        """The units that have a score."""
        return [unit for unit, has in zip(self.units, self.has, strict=True) if has]

    def mean(self, units: Collection[str]) -> Sum:
        """The mean score of the units."""
        return self.total(dict.fromkeys(units, 1), len(units))

    def of(self, units: Sequence[str]) -> Floats:
        """(tables, units): the scores of these units, in their order."""
        return self.values[:, [self.place[unit] for unit in units]]

    @cached_property
    def place(self) -> dict[str, int]:
        """Unit -> its place."""
        return dict(zip(self.units, range(len(self.units)), strict=True))


def scored(
    cells: Cells, book: Codebook, wave: str, *, minimum_answered: float, items: Collection[str] | None = None
) -> list[Scored]:
    """The scores of a wave's units, on the items that it asked, or on those of `items` that it asked.

    Measure `implementation` (0-100, mean over the scored items that apply) per dimension, by name, and `overall`, the
    mean of the dimensions; then `self_reported` (as answered), by name. minimum_answered: the share of a dimension's
    items that must be answered for a score.
    """
    cells = cells.only([wave])
    asked = [item for item in cells.asked[wave] if items is None or item in items]
    rows = book.items[book.items["item"].isin(asked)]
    found = [
        _dimension(cells, wave, str(dimension), list(of_dimension), minimum_answered)
        for dimension, of_dimension in rows[rows["scored"] == "yes"].groupby("dimension")["item"]
    ]
    reported = rows[rows["scored"] == "self_reported"]
    reported = reported.assign(dimension=reported["dimension"].replace("", OVERALL)).sort_values("dimension")
    own = [_reported(cells, wave, dimension, item) for dimension, item in reported[["dimension", "item"]].to_numpy()]
    return [*found, *([_overall(found)] if found else []), *own]


def common(cells: Cells, book: Codebook, waves: Sequence[str], *, minimum_answered: float) -> dict[str, list[Scored]]:
    """Wave -> implementation scores on the items that each of the waves asked comparably; measure `common`.

    Regions were asked different items, so what is compared or pooled over waves rests on these scores.
    """
    here, items = cells.only(waves), set(cells.alike(waves))
    return {
        wave: [
            replace(each, measure=COMMON, cells=here)
            for each in scored(here, book, wave, minimum_answered=minimum_answered, items=items)
            if each.measure == IMPLEMENTATION
        ]
        for wave in waves
    }


@dataclass(frozen=True, eq=False, kw_only=True)
class Compared:
    """Two waves that are held against each other, in all tables (one, or many), and how.

    minimum_answered: how items become scores. seed: root of the tests, of which `resamples` permutations are drawn.
    alpha: the level of a test.
    """

    tables: Agreeing
    waves: tuple[str, str]
    minimum_answered: float
    seed: int
    resamples: int
    alpha: float

    @property
    def cells(self) -> Cells:
        """The answers of both waves, in as many tables as the two need."""
        return self.tables.cells.only(self.waves)

    def whole(self, values: np.ndarray) -> np.ndarray:
        """Values (tables or 1, …) in all tables, also where a wave is the same in all."""
        return np.broadcast_to(values, (self.cells.draws, *values.shape[1:]))

    def generator(self, name: str) -> np.random.Generator:
        """Of one comparison of this name."""
        return rng(self.seed, "/".join([name, *self.waves]))

    def scored(self, wave: str, items: Collection[str] | None = None) -> list[Scored]:
        """The scores of a wave, see `scored`."""
        return scored(self.cells, self.tables.book, wave, minimum_answered=self.minimum_answered, items=items)


def matched(first: Iterable[Scored], second: Iterable[Scored]) -> dict[tuple[str, str], tuple[Scored, Scored]]:
    """(measure, dimension) -> the scores of two waves, sorted, where both have them."""
    one, other = ({(each.measure, each.dimension): each for each in found} for found in (first, second))
    return {name: (one[name], other[name]) for name in sorted(one.keys() & other.keys())}


def every_score(tables: Agreeing, compared: Iterable[Sequence[str]], minimum_answered: float) -> list[Scored]:
    """The scores of every wave on what it asked, and of the waves that are compared on what they asked alike."""
    cells, book = tables.cells, tables.book
    found = [each for wave in cells.units for each in scored(cells, book, wave, minimum_answered=minimum_answered)]
    alike = [common(cells, book, waves, minimum_answered=minimum_answered) for waves in compared]
    return found + [each for of_waves in alike for of_wave in of_waves.values() for each in of_wave]


def _dimension(cells: Cells, wave: str, dimension: str, items: Sequence[str], minimum_answered: float) -> Scored:
    first = cells.first
    answered = np.stack([~np.isnan(first.scores(wave, item)[0]) for item in items])
    n_items = np.stack([first.applies(wave, item)[0] for item in items]).sum(axis=0)
    n_answered = answered.sum(axis=0)
    has = (n_answered > 0) & (n_answered >= minimum_answered * n_items)
    whole, unit = in_whole_numbers(*(cells.items[item].scores for item in items))
    shared = lcm(*np.unique(n_answered[has]).tolist())
    if shared * sum(int(np.abs(each).max()) for each in whole) > MOST:
        total = np.nansum([first.scores(wave, item)[0] for item in items], axis=0)
        means = np.where(has, total / np.maximum(n_answered, 1), np.nan)
        return Scored(wave, IMPLEMENTATION, dimension, cells, has, n_items, n_answered, {}, 1, means)
    times = np.where(has, shared // np.maximum(n_answered, 1), 0)
    weights = {
        item: Weights(times, there, of_answers) for item, there, of_answers in zip(items, answered, whole, strict=True)
    }
    return Scored(wave, IMPLEMENTATION, dimension, cells, has, n_items, n_answered, weights, unit * shared)


def _overall(dimensions: Sequence[Scored]) -> Scored:
    # ASSUME the dimensions weigh the same, whatever their number of items; one without a score leaves none overall.
    first = dimensions[0]
    number = np.sum([each.n_items > 0 for each in dimensions], axis=0)
    has = (number > 0) & np.all([each.has | (each.n_items == 0) for each in dimensions], axis=0)
    n_items, n_answered = (sum(getattr(each, name) for each in dimensions) for name in ("n_items", "n_answered"))
    shared, unit = lcm(*np.unique(number[number > 0]).tolist()), lcm(*(each.divisor for each in dimensions))
    is_large = any(each.means is not None for each in dimensions)
    if is_large or 100 * len(dimensions) * shared * unit > MOST:
        total = np.nansum([each.values[0] for each in dimensions], axis=0)
        means = np.where(has, total / np.maximum(number, 1), np.nan)
        return Scored(first.wave, IMPLEMENTATION, OVERALL, first.cells, has, n_items, n_answered, {}, 1, means)
    times = np.where(has, shared // np.maximum(number, 1), 0)
    weights: dict[str, Weights] = {}
    for each in dimensions:
        factors = next(iter(each.weights.values())).of_units * times * (unit // each.divisor)
        weights |= {item: of_item.of(factors) for item, of_item in each.weights.items()}
    return Scored(first.wave, IMPLEMENTATION, OVERALL, first.cells, has, n_items, n_answered, weights, unit * shared)


def _reported(cells: Cells, wave: str, dimension: str, item: str) -> Scored:
    has = ~np.isnan(cells.first.values(wave, item)[0])
    (whole,), unit = in_whole_numbers(cells.items[item].values)
    weights = {item: Weights(np.ones(len(has), dtype=np.int64), has, whole)}
    return Scored(wave, SELF_REPORTED, dimension, cells, has, np.ones_like(has, int), has.astype(int), weights, unit)


def unit_scores(tables: Agreeing, each: Scored, units: Sequence[str]) -> dict[str, tuple[float, Extent | None]]:
    """Unit -> its score, NaN unless it is the same in every table, and its bounds; of those to whom the dimension
    applies."""
    there = [unit for unit in units if each.n_items[each.place[unit]] > 0]
    drawn = each.wave in tables.cells.drawn
    extents = tables.extents([*each.each(there).values()]) if drawn else [None] * len(there)
    return {
        unit: (score if extent is None or extent.known == FIXED else np.nan, extent)
        for unit, score, extent in zip(there, each.of(there)[0].tolist(), extents, strict=True)
    }


def scores_table(tables: Agreeing, found: Iterable[Scored]) -> pd.DataFrame:
    """processed/scores.csv: one row per score and unit to whom the dimension applies, columns COLUMNS.

    score: as answered, or the same in every table that agrees with what is published; NaN where there is none. lowest,
    highest, known: over these tables, see `statistics.result.KNOWN`; of collected answers NaN and "".
    """
    parts = []
    for each in found:
        scores = unit_scores(tables, each, each.units)
        units = list(scores)
        places = [each.place[unit] for unit in units]
        extents = [extent for _, extent in scores.values()]
        parts.append(pd.DataFrame({
            "wave": each.wave, "region": tables.cells.regions[each.wave], "unit": units,
            "country": [tables.cells.countries[unit] for unit in units], "dimension": each.dimension,
            "measure": each.measure, "score": [score for score, _ in scores.values()],
            "n_items": each.n_items[places], "n_answered": each.n_answered[places], "basis": tables.basis[each.wave],
            "lowest": [extent.lowest if extent else np.nan for extent in extents],
            "highest": [extent.highest if extent else np.nan for extent in extents],
            "known": [extent.known if extent else "" for extent in extents],
        }))  # fmt: skip
    keys = ["wave", "measure", "dimension", "unit"]
    table = pd.concat(parts)[COLUMNS] if parts else pd.DataFrame(columns=COLUMNS)
    return table.drop_duplicates(keys).sort_values(keys, ignore_index=True)


def self_reported_ranges(items: pd.DataFrame, scales: pd.DataFrame) -> dict[str, tuple[float, float]]:
    """Dimension (or `overall`) -> lowest and highest value of the scale on which units judge it themselves."""
    reported = items[items["scored"] == "self_reported"].merge(scales.dropna(subset="value"), on="scale")
    ranges = reported.groupby(reported["dimension"].replace("", OVERALL))["value"].agg(["min", "max"])
    return {str(name): (float(low), float(high)) for name, low, high in ranges.itertuples()}
