"""A study of one battery of two items in two waves, small enough to list every table of its answers."""

from itertools import product

import numpy as np
import pandas as pd
from small_scores import answers
from tests.toy_books import book, stages, table

from wavework.agreeing_tables import Agreeing, agreeing
from wavework.reconstruction.constraints import COLUMNS

UNITS = ("IND", "JPN", "KOR")  # as the tables order them
LEVELS, WORTH = ("fully", "development", "planned"), np.array([100.0, 50.0, 0.0])
ITEMS = ("a1", "a2")
BOOK = book(
    table("item battery dimension scale scored", *((name, "data", "data", "stage", "yes") for name in ITEMS)),
    stages("stage", *LEVELS),
    dict.fromkeys(("ap", "lac"), ITEMS),
)


def fact(name: str, kind: str, item: str, **cells: str) -> dict[str, str]:
    """A row of constraints.csv on the wave ap."""
    return {**dict.fromkeys(COLUMNS, ""), "constraint": name, "wave": "ap", "kind": kind, "items": item, **cells}


# Of a1: two services have it, Korea fully; of a2: as many as possible are only planned.
FACTS = (
    fact("two", "count", "a1", answers="fully|development", relation="=", bound="2"),
    fact("korea", "named", "a1", answers="fully", units="KOR"),
    fact("most", "count", "a2", answers="planned", relation=">=", bound="2"),
)


def every_table() -> np.ndarray:
    """(tables, items, units) of positions: all that agree with FACTS, by trying each."""
    found = [np.array(row).reshape(2, 3) for row in product(range(3), repeat=6)]
    return np.stack([t for t in found if (t[0] < 2).sum() == 2 and t[0, 2] == 0 and (t[1] == 2).sum() >= 2])


def drawn(*facts: dict[str, str], lac: str = "", draws: int = 40) -> tuple[pd.DataFrame, Agreeing]:
    """Answers and tables of wave ap under the facts; with a wave lac, that was collected, where it has answers."""
    plan = {("ap", unit): dict.fromkeys(ITEMS, "planned") for unit in UNITS}
    plan |= {("lac", f"L{n}"): dict.fromkeys(ITEMS, answer) for n, answer in enumerate(lac.split())}
    given = answers(plan)
    given["basis"] = given["wave"].map({"ap": "reconstructed", "lac": "collected"})
    constraints = pd.DataFrame(facts, columns=list(COLUMNS))
    return given, agreeing(given, BOOK, development=50, constraints=constraints, draws=draws, seed=1)
