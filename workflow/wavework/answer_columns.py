"""The answers of one wave by item: of each unit a code into the few answers that occur, however many units answered."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from wavework.codebook import Codebook
from wavework.tables import coded

COLUMNS = ["wave", "region", "unit", "country", "item", "status", "answer", "value", "comparable", "basis"]
MANY = 2_000_000  # rows from which on a column of the tidy table holds codes into its texts, as `category`


@dataclass
class ItemAnswers:
    """The answers to one item.

    given: the pairs (status, answer) that occur; the answer is "" where there is none, and both are where the cell
    holds no answer of the scale. codes: (units,) into them.
    """

    comparable: str
    given: list[tuple[str, str]]
    codes: npt.NDArray[np.integer]

    @property
    def counts(self) -> npt.NDArray[np.integer]:
        """How many units gave each."""
        return np.bincount(self.codes, minlength=len(self.given))

    def set(self, place: int, status: str, answer: str) -> None:
        """Give the unit at this place another answer."""
        if (status, answer) not in self.given:
            self.given = [*self.given, (status, answer)]
        self.codes = self.codes.copy()
        self.codes[place] = self.given.index((status, answer))


@dataclass
class WaveAnswers:
    """The answers of the units of a wave, sorted, to its items.

    countries: of each unit. items: item -> its answers.
    """

    wave: str
    region: str
    basis: str
    units: npt.NDArray[Any]
    countries: npt.NDArray[Any]
    items: Mapping[str, ItemAnswers]

    def table(self, book: Codebook) -> pd.DataFrame:
        """One row per unit and item, sorted by both: COLUMNS."""
        items = sorted(self.items)
        n, m = len(self.units), len(items)
        given = {pair: None for item in items for pair in self.items[item].given}
        place = {pair: k for k, pair in enumerate(given)}
        codes = np.empty((n, m), dtype=np.int16)
        for j, item in enumerate(items):
            mine = self.items[item]
            codes[:, j] = np.array([place[pair] for pair in mine.given], dtype=np.int16)[mine.codes]
        value_of = {(s, a): v for s, a, v in book.scales[["scale", "answer", "value"]].itertuples(index=False)}
        values = np.array([[value_of.get((book.scale_of[item], a), np.nan) for _, a in given] for item in items])
        of_item = np.tile(np.arange(m, dtype=np.int16), n)
        flat = codes.ravel()

        def column(texts: list[str], codes: npt.NDArray) -> pd.Series:
            names = list(dict.fromkeys(texts))
            own = np.array([names.index(text) for text in texts], dtype=np.int32)[codes] if texts else codes
            return _series(names, own, n * m)

        one = np.zeros(n * m, dtype=np.int8)
        return pd.DataFrame(
            {
                "wave": column([self.wave], one),
                "region": column([self.region], one),
                "unit": _series(list(self.units), np.repeat(np.arange(n, dtype=np.int32), m), n * m),
                "country": _of_units(self.countries, m),
                "item": column(items, of_item),
                "status": column([status for status, _ in given], flat),
                "answer": column([answer for _, answer in given], flat),
                "value": values[of_item, flat] if n and m else np.zeros(0),
                "comparable": column([self.items[item].comparable for item in items], of_item),
                "basis": column([self.basis], one),
            }
        )[COLUMNS]


def _of_units(texts: npt.NDArray[Any], times: int) -> pd.Series:
    codes, names = pd.factorize(texts)
    return _series(list(names), np.repeat(codes.astype(np.int32), times), len(texts) * times)


def _series(names: list[str], codes: npt.NDArray, rows: int) -> pd.Series:
    if rows < MANY:
        return pd.Series(np.array(names, dtype=object)[codes] if names else [], dtype="str")
    return pd.Series(coded(names, codes))
