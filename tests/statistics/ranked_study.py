"""A made-up study of two regions, a wave of six services each, with four scored items and ranks of e-government."""

from collections.abc import Sequence
from itertools import combinations

import numpy as np
import pandas as pd
from tests.toy_books import book, stages, table

OF_DIMENSION = {"i0": "strategy", "i1": "strategy", "i2": "data", "i3": "data"}
ITEMS = table("item scale scored dimension", *((item, "s", "yes", name) for item, name in OF_DIMENSION.items()))
BOOK = book(ITEMS, stages("s", "fully", "development", "no"))
WAVES = {"a": 2020, "b": 2020}
UNITS = [f"u{n}" for n in range(12)]
WORTH = {"fully": 100, "development": 50, "no": 0}


def answers() -> pd.DataFrame:
    """processed/answers.csv, collected; drawn once."""
    generator = np.random.default_rng(1)
    rows = []
    for n, unit in enumerate(UNITS):
        region, wave = ("R", "a") if n < 6 else ("S", "b")
        for item in ITEMS["item"]:
            answer = str(generator.choice(["fully", "development", "no"]))
            rows.append((wave, region, unit, unit, item, "answered", answer, "", "yes", "collected"))
    return table("wave region unit country item status answer value comparable basis", *rows)


def ranks(newer: Sequence[str] = ()) -> pd.DataFrame:
    """processed/egdi.csv: service n has rank n + 1; newer: those that an edition after the waves ranks, in order."""
    rows = [(unit, 2020, n + 1) for n, unit in enumerate(UNITS)]
    return table("country year rank", *rows, *((unit, 2024, place) for place, unit in enumerate(newer, start=1)))


def scores() -> list[float]:
    """The overall score of each service, by hand: the mean of the means of its dimensions."""
    worth = answers().assign(dimension=lambda rows: rows["item"].map(OF_DIMENSION))
    worth["worth"] = worth["answer"].map(WORTH)
    of_dimension = worth.groupby(["unit", "dimension"])["worth"].mean()
    return [float(of_dimension[unit].mean()) for unit in UNITS]


def tau_b(x: Sequence[float], y: Sequence[float]) -> float:
    """Kendall's tau-b by counting pairs."""
    pairs = [(np.sign(a - c), np.sign(b - d)) for (a, b), (c, d) in combinations(zip(x, y, strict=True), 2)]
    alike = sum(first * second for first, second in pairs)
    untied = [sum(1 for pair in pairs if pair[side]) for side in (0, 1)]
    return float(alike / (untied[0] * untied[1]) ** 0.5)


def rho(x: Sequence[float], y: Sequence[float]) -> float:
    """Spearman's rho: Pearson's r of the midranks."""
    return float(np.corrcoef(pd.Series(x).rank(), pd.Series(y).rank())[0, 1])
