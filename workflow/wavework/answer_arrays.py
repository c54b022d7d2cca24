"""Answers as arrays with a leading axis of tables: collected answers are one table, reconstructed ones many.

Scores, statistics and claims see nothing else, so that both go through the same code.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cache
from math import lcm

import numpy as np
import numpy.typing as npt
import pandas as pd

from wavework.answer_columns import WaveAnswers
from wavework.codebook import Codebook
from wavework.reconstruction.draws import Draws
from wavework.reconstruction.inequalities import Linear, System, linear
from wavework.statistics.resampling import Floats, Integers
from wavework.tables import number_text

Flags = npt.NDArray[np.bool_]
Positions = npt.NDArray[np.int8]

NO_ANSWER, HIDDEN = -1, -2  # in an array of positions: nothing was answered; the item does not apply to the unit


@dataclass(frozen=True)
class Item:
    """What a rule needs of an item: (answers,) in the scale's order.

    codes: the answers. substantive: status `answered` (not "don't know", not "not applicable"). applies: not
    "not applicable". values, scores: NaN where an answer has none.
    """

    codes: tuple[str, ...]
    substantive: Flags
    applies: Flags
    values: Floats
    scores: Floats


@dataclass(frozen=True, eq=False)
class Sum:
    """A weighted sum of answers, as counts, shares, means, scores, changes and differences are.

    weights: (wave, item) -> (units of the wave, answers of the item) whole numbers. divisor: of the sum and the
    constant.
    """

    weights: Mapping[tuple[str, str], Integers]
    divisor: int = 1
    constant: int = 0

    def times(self, factor: int) -> "Sum":
        """The sum so many times."""
        weights = {key: of_item * factor for key, of_item in self.weights.items()}
        return Sum(weights, self.divisor, self.constant * factor)

    def over(self, divisor: int) -> "Sum":
        """The sum divided by so much more."""
        return replace(self, divisor=self.divisor * divisor)

    def __add__(self, other: "Sum") -> "Sum":
        """The sum of both, over one divisor."""
        divisor = lcm(self.divisor, other.divisor)
        mine, theirs = (each.times(divisor // each.divisor) for each in (self, other))
        names = {**mine.weights, **theirs.weights}
        both = {name: np.asarray(mine.weights.get(name, 0) + theirs.weights.get(name, 0)) for name in names}
        return Sum(both, divisor, mine.constant + theirs.constant)

    def __sub__(self, other: "Sum") -> "Sum":
        """The difference of both, over one divisor."""
        return self + other.times(-1)

    def on(self, system: System, base: "Cells") -> Linear:
        """The sum over the cells of a system; what `base`, one table, holds of other waves is constant."""
        weights, constant = np.zeros(system.allowed.shape, dtype=np.int64), self.constant
        for (wave, item), of_item in self.weights.items():
            if wave in system.units:
                weights[system.block[wave, item], : of_item.shape[1]] += of_item
            else:
                given = base.position(wave, item)[0]
                there = np.flatnonzero(given >= 0)
                constant += int(of_item[there, given[there]].sum())
        return linear(weights, self.divisor, constant)


@dataclass(frozen=True, eq=False)
class Cells:
    """Answers of all waves in `draws` tables.

    units: wave -> units, in the order of the columns. items: item -> what its scale says.
    position: (wave, item) -> (draws, units) positions in the item's codes, NO_ANSWER or HIDDEN where there is none.
    asked: wave -> the items that it asked, in the codebook's order; comparable: (wave, item) that can be compared.
    regions: wave -> its region; countries: unit -> its country. drawn: the waves whose answers differ between tables;
    base: the answers as read, one table.
    """

    draws: int
    units: Mapping[str, tuple[str, ...]]
    items: Mapping[str, Item]
    position: Callable[[str, str], Positions]
    asked: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    comparable: Collection[tuple[str, str]] = ()
    regions: Mapping[str, str] = field(default_factory=dict)
    countries: Mapping[str, str] = field(default_factory=dict)
    drawn: Collection[str] = ()
    base: "Cells | None" = None

    def only(self, waves: Collection[str]) -> "Cells":
        """The answers for a statistic of these waves: one table where none of them is drawn."""
        return self if self.base is None or set(waves) & set(self.drawn) else self.base

    def with_development(self, worth: float) -> "Cells":
        """The same answers, where an item under development is worth this score (0-100)."""
        items = {
            name: replace(item, scores=np.where(np.array(item.codes) == "development", worth, item.scores))
            for name, item in self.items.items()
        }
        return replace(self, items=items, base=self.base and replace(self.base, items=items))

    @property
    def first(self) -> "Cells":
        """The first table alone."""
        return replace(self, draws=1, position=lambda wave, item: self.position(wave, item)[:1])

    def alike(self, waves: Sequence[str]) -> list[str]:
        """The items that each of the waves asked comparably, in the codebook's order."""
        return [item for item in self.asked[waves[0]] if all((wave, item) in self.comparable for wave in waves)]

    def count(self, wave: str, item: str, answers: Collection[str], units: Collection[str] | None = None) -> Sum:
        """How many of the units, of all if None, give one of the answers."""
        counted = [units is None or each in units for each in self.units[wave]]
        wanted = np.isin(self.items[item].codes, list(answers)).astype(np.int64)
        return Sum({(wave, item): np.outer(counted, wanted)})

    def total_value(self, wave: str, item: str, units: Collection[str] | None = None) -> Sum:
        """The sum of the numbers of the answers of the units, of all if None."""
        (of_answers,), unit = in_whole_numbers(self.items[item].values)
        counted = [units is None or each in units for each in self.units[wave]]
        return Sum({(wave, item): np.outer(counted, of_answers)}, unit)

    def gives(self, wave: str, item: str, answers: Collection[str]) -> Flags:
        """(draws, units): the unit gives one of the answers."""
        return self._looked_up(wave, item, np.isin(self.items[item].codes, list(answers)), False, False)

    def answered(self, wave: str, item: str) -> Flags:
        """(draws, units): the unit gives an answer that is neither "don't know" nor "not applicable"."""
        return self._looked_up(wave, item, self.items[item].substantive, False, False)

    def applies(self, wave: str, item: str) -> Flags:
        """(draws, units): the item applies to the unit, answered or not."""
        return self._looked_up(wave, item, self.items[item].applies, True, False)

    def values(self, wave: str, item: str) -> Floats:
        """(draws, units) numbers of the answers; NaN where there is none."""
        return self._looked_up(wave, item, self.items[item].values, np.nan, np.nan)

    def scores(self, wave: str, item: str) -> Floats:
        """(draws, units) contributions (0-100) of the answers to a score; NaN where there is none."""
        return self._looked_up(wave, item, self.items[item].scores, np.nan, np.nan)

    def names(self, wave: str, item: str) -> Floats:
        """(draws, units) the answers as mere names: their places in the alphabet; NaN where there is none."""
        return self._looked_up(wave, item, np.argsort(np.argsort(self.items[item].codes)).astype(float), np.nan, np.nan)

    def columns(self, wave: str, units: Sequence[str]) -> list[int]:
        """Where these units stand in the wave's arrays."""
        place = dict(zip(self.units[wave], range(len(self.units[wave])), strict=True))
        return [place[unit] for unit in units]

    def _looked_up(self, wave: str, item: str, table: npt.NDArray, no_answer: float, hidden: float) -> npt.NDArray:
        return np.append(table, np.array([hidden, no_answer], dtype=table.dtype))[self.position(wave, item)]


def in_whole_numbers(*numbers: Floats) -> tuple[list[Integers], int]:
    """Lists of numbers as their decimals say, and by what all are to be divided; 0 for NaN."""
    exact = [[Fraction(number_text(value) or 0) for value in each] for each in numbers]
    unit = lcm(*(value.denominator for each in exact for value in each))
    return [np.array([int(value * unit) for value in each], dtype=np.int64) for each in exact], unit


def observed(answers: pd.DataFrame, book: Codebook, development: float) -> Cells:
    """The answers as they are, one table.

    answers: processed/answers.csv. development: the score (0-100) of an item that is under development.
    """
    items = {item: _item(book, scale, development) for item, scale in book.scale_of.items()}
    asked = answers[answers["status"] != "not_asked"]
    units: dict[str, tuple[str, ...]] = {}
    given: dict[tuple[str, str], Positions] = {}
    for wave, rows in answers.groupby("wave", sort=True, observed=True):
        units[str(wave)] = tuple(sorted(rows["unit"].unique()))
        here = asked[asked["wave"] == wave]
        given |= {(str(wave), item): mine for item, mine in _positions(here, units[str(wave)], items)}

    def position(wave: str, item: str) -> Positions:
        # what a unit was not asked does not apply to it
        mine = given.get((wave, item))
        return np.full((1, len(units[wave])), HIDDEN, dtype=np.int8) if mine is None else mine[None]

    seen = asked[["wave", "item", "comparable"]].drop_duplicates()
    pairs = set(zip(seen["wave"], seen["item"], strict=True))
    return Cells(
        draws=1,
        units=units,
        items=items,
        position=position,
        asked={wave: tuple(item for item in book.scale_of if (wave, item) in pairs) for wave in units},
        comparable=set(seen.loc[seen["comparable"] != "no", ["wave", "item"]].itertuples(index=False, name=None)),
        regions=_last_of(answers, "wave", "region"),
        countries=_last_of(answers, "unit", "country"),
    )


def of_one_wave(answers: WaveAnswers, book: Codebook, development: float) -> Cells:
    """The answers of one wave by item, one table, as `observed` makes it of their rows."""
    items = {item: _item(book, book.scale_of[item], development) for item in answers.items}

    @cache
    def position(wave: str, item: str) -> Positions:
        place = {"not_applicable": HIDDEN} | {code: k for k, code in enumerate(items[item].codes)}
        given = answers.items[item]
        told = [place.get(answer or status, NO_ANSWER) for status, answer in given.given]
        return np.array(told, dtype=np.int8)[given.codes][None]

    asked = tuple(item for item in book.scale_of if item in items)
    return Cells(
        draws=1,
        units={answers.wave: tuple(answers.units)},
        items=items,
        position=position,
        asked={answers.wave: asked},
        comparable={(answers.wave, item) for item in asked if answers.items[item].comparable != "no"},
        regions={answers.wave: answers.region},
        countries=defaultdict(
            str, {unit: own for unit, own in zip(answers.units, answers.countries, strict=True) if own}
        ),
    )


def _last_of(answers: pd.DataFrame, key: str, column: str) -> dict[str, str]:
    """Of each text of the one column that of the other, in its last row."""
    last = answers[[key, column]].drop_duplicates(key, keep="last")
    return dict(zip(last[key], last[column], strict=True))


def _positions(rows: pd.DataFrame, units: Sequence[str], items: Mapping[str, Item]) -> Iterator[tuple[str, Positions]]:
    """Item -> (units,) positions of the answers in the rows of a wave."""
    of_unit, unit_names = pd.factorize(rows["unit"])
    of_item, item_names = pd.factorize(rows["item"])
    of_answer, answers = pd.factorize(rows["answer"])
    of_status, statuses = pd.factorize(rows["status"])
    place_of = dict(zip(units, range(len(units)), strict=True))
    places = np.array([place_of[unit] for unit in unit_names], dtype=np.int64)[of_unit]
    found = np.full((len(item_names), len(units)), HIDDEN, dtype=np.int8)
    told = np.empty((len(item_names), len(answers), len(statuses)), dtype=np.int8)
    for i, item in enumerate(item_names):
        place = {"not_applicable": HIDDEN} | {code: k for k, code in enumerate(items[item].codes)}
        told[i] = [[place.get(answer or status, NO_ANSWER) for status in statuses] for answer in answers]
    found[of_item, places] = told[of_item, of_answer, of_status]
    return zip(map(str, item_names), found, strict=True)


def reconstructed(base: Cells, draws: Draws) -> Cells:
    """The drawn answers of the waves that the draws hold; the other waves as observed, the same in every table."""

    def position(wave: str, item: str) -> Positions:
        if wave in draws.system.units:
            return draws.answers(wave, item)
        seen = base.position(wave, item)
        return np.broadcast_to(seen, (len(draws.table), seen.shape[1]))

    return replace(base, draws=len(draws.table), position=position, drawn=tuple(draws.system.units), base=base)


def _item(book: Codebook, scale: str, development: float) -> Item:
    answers = book.answers_of(scale)
    codes = tuple(answers["answer"])
    # as in wavework.scores: what an item under development is worth is a choice of the config
    scores = [
        development if code == "development" else score for code, score in zip(codes, answers["score"], strict=True)
    ]
    return Item(
        codes=codes,
        substantive=(answers["status"] == "answered").to_numpy(dtype=bool),
        applies=(answers["status"] != "not_applicable").to_numpy(dtype=bool),
        values=answers["value"].to_numpy(dtype=np.float64),
        scores=np.array(scores, dtype=np.float64),
    )
