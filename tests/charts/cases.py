"""The cases of the gallery, which the tests draw as well: name -> function giving kind, data, spec and words."""

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd
from tests.charts import toy

Case = tuple[str, pd.DataFrame, Mapping[str, Any], Mapping[str, str]]
CASES: dict[str, Callable[[], Case]] = {}


def case(function: Callable[[], Case]) -> Callable[[], Case]:
    """Enter a case under its function's name."""
    CASES[function.__name__.replace("_", "-")] = function
    return function


RECONSTRUCTED = {"basis": "reconstructed", "note": toy.NOTE}


@case
def stacked_two_regions() -> Case:
    data = toy.shares(toy.ITEMS, [("Asia-Pacific", 11), ("Latin America and the Caribbean", 16)])
    return "stacked_shares", data, RECONSTRUCTED, toy.words()


@case
def stacked_french() -> Case:
    scale = [(c, fr, o, s) for (c, _, o, s), fr in zip(toy.SCALE, toy.SCALE_FR, strict=True)]
    data = toy.shares(toy.ITEMS_FR, [("Asie-Pacifique", 11), ("Amérique latine et Caraïbes", 16)], scale)
    return "stacked_shares", data, RECONSTRUCTED, toy.words("fr")


@case
def stacked_one_row() -> Case:
    return "stacked_shares", toy.shares(["Digital strategy"], [("Asia-Pacific", 11)]), {}, toy.words()


@case
def stacked_thirty_rows() -> Case:
    items = [f"{item} ({part})" for part in range(1, 5) for item in toy.ITEMS][:30]
    data = toy.shares(items, [("2019", 9), ("2022", 16), ("World", 69), ("Other", 40), ("More", 28)])
    gone = (data["item_order"] == 3) & (data["panel_order"] == 1)
    data.loc[(data["item_order"] == 5) & (data["panel_order"] == 2), "n"] = 0
    return "stacked_shares", data[~gone], RECONSTRUCTED, toy.words()


@case
def stacked_varying_n() -> Case:
    data = toy.shares(toy.ITEMS[:4], [("2019", 9), ("2022", 16)])
    smaller = toy.shares(toy.ITEMS[:4], [("2019", 7), ("2022", 14)])
    data = pd.concat([data[data["item_order"] != 2], smaller[smaller["item_order"] == 2]])
    return "stacked_shares", data, {"note": toy.NOTE}, toy.words()


@case
def stacked_hostile() -> Case:
    data = toy.shares(toy.HOSTILE, [("$p$ <b>AP</b>", 11), ("LAC", 16)])
    return "stacked_shares", data, {"note": "$n$ <i>note</i>"}, toy.words()


@case
def budgets() -> Case:
    scale = [
        ("decreased", "Decreased", 1, "answered"),
        ("same", "Stayed the same", 2, "answered"),
        ("increased", "Increased", 3, "answered"),
        ("dont_know", "Don’t know or not applicable", 4, "dont_know"),
    ]
    items = ["General budget", "Digitalization budget"]
    data = toy.shares(items, [("Asia-Pacific", 11), ("Latin America and the Caribbean", 16)], scale)
    return "budget_effects", data, RECONSTRUCTED, toy.words()
