"""A made-up study for the claims: tables of answers written as letters, one string per draw, one letter per unit."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from tests.toy_books import book, table

from wavework.answer_arrays import HIDDEN, NO_ANSWER, Cells, Item, observed
from wavework.claims.association_rule import Choices
from wavework.codebook import Codebook

CODES = ("fully", "development", "planned", "not_planned", "dont_know")
HAVE, WITHOUT = ["fully", "development"], ["planned", "not_planned"]
UNITS = "ABCDEFGHIJKLMNOP"
LETTERS = {"f": 0, "d": 1, "p": 2, "n": 3, "?": 4, ".": NO_ANSWER, "x": HIDDEN}
DIGITS = {str(number): number - 1 for number in range(1, 6)} | {".": NO_ANSWER}
NAN = np.nan
IMPLEMENTATION = Item(
    CODES,
    np.array([True, True, True, True, False]),
    np.array([True] * 5),
    values=np.array([3.0, 2.0, 1.0, 0.0, NAN]),
    scores=np.array([100.0, 50.0, 0.0, 0.0, NAN]),
)
GRADE = Item(tuple("12345"), *np.ones((2, 5), dtype=bool), values=np.arange(1.0, 6.0), scores=np.full(5, NAN))
ITEMS = {
    "portal": "channels", "phone": "channels", "letter": "channels",
    "vision": "plans", "roadmap": "plans", "grade_a": "grades", "grade_b": "grades",
}  # fmt: skip
DIMENSIONS = {"channels": "front", "plans": "strategy", "grades": ""}


def toy_book(asked: Mapping[str, Sequence[str]] | None = None) -> Codebook:
    """The codebook of the made-up study. asked: wave -> items; all items in wave `w` if it is not given."""
    asked = asked or {"w": list(ITEMS)}
    items = [
        (item, battery, DIMENSIONS[battery], *(("grade", "no") if battery == "grades" else ("have", "yes")))
        for item, battery in ITEMS.items()
    ]
    scales = [
        ("have", code, place, 3.0 - place, (100.0, 50.0, 0.0, 0.0)[place], "answered")
        for place, code in enumerate(CODES[:4])
    ]
    scales += [("have", "dont_know", 4, NAN, NAN, "dont_know")]
    scales += [("grade", str(number), number, float(number), NAN, "answered") for number in range(1, 6)]
    units = table("unit country", *((unit, unit) for unit in UNITS))
    return book(table("item battery dimension scale scored", *items), scales, asked, units=units)


def toy_cells(units: Mapping[str, str], **answers: Sequence[str]) -> Cells:
    """Cells of waves with these units (a letter each). answers: `wave__item` -> one string per draw."""
    draws = len(next(iter(answers.values()), [""]))
    signs = LETTERS | DIGITS
    table = {
        tuple(name.split("__")): np.array([[signs[letter] for letter in draw] for draw in strings], dtype=np.int8)
        for name, strings in answers.items()
    }
    items = {item: GRADE if battery == "grades" else IMPLEMENTATION for item, battery in ITEMS.items()}
    of_wave = {wave: tuple(names) for wave, names in units.items()}
    asked = {wave: tuple(item for item in ITEMS if (wave, item) in table) for wave in of_wave}
    return Cells(draws, of_wave, items, lambda wave, item: table[wave, item], asked, set(table))


def toy_answers(book: Codebook, basis: str = "collected", **letters: str) -> pd.DataFrame:
    """processed/answers.csv of wave `w`. letters: item -> one letter per unit A, B, …; other items are not asked."""
    statuses = {"": "not_asked", ".": "no_answer", "x": "not_applicable", "?": "dont_know"}
    codes = dict(zip("fdpn?", CODES, strict=True)) | {number: number for number in "12345"}
    size = len(next(iter(letters.values())))
    rows = []
    for item in ITEMS:
        for unit, letter in zip(UNITS, letters.get(item, [""] * size), strict=False):
            given = [statuses.get(letter, "answered"), codes.get(letter, "")]
            rows.append(["w", "R", unit, unit, item, *given, "yes", basis])
    columns = ["wave", "region", "unit", "country", "item", "status", "answer", "comparable", "basis"]
    return pd.DataFrame(rows, columns=columns).assign(value="")


def toy_choices(**choices: Any) -> Choices:
    """A study without ranks and tests, and what is chosen otherwise."""
    return Choices(**{
        "years": {}, "regions": {}, "egdi": pd.DataFrame(), "wave_year": "", "minimum_answered": 0.5, "alpha": 0.05,
        "coefficient": "spearman", "resamples": 99, "bootstrap": 0, "statistics_seed": 1, "seed": 1, **choices,
    })  # fmt: skip


__all__ = ["HAVE", "WITHOUT", "observed", "toy_answers", "toy_book", "toy_cells", "toy_choices"]
