"""How often each answer occurs and who can have given which: counted by hand, and over all tables of a toy study."""

from itertools import product

import numpy as np
import pandas as pd
import pytest
from small_scores import answers, tables

from wavework.agreeing import Agreeing, agreeing
from wavework.codebook import Codebook
from wavework.possible import COUNTS, possible_answers, prevalence
from wavework.reconstruction.constraints import COLUMNS

UNITS = ("KOR", "JPN", "IND")
LEVELS = ("fully", "development", "planned")
SCALES = pd.DataFrame(
    [("stage", name, place, 4 - place, 150 - 50 * place, "answered") for place, name in enumerate(LEVELS, start=1)],
    columns=["scale", "answer", "position", "value", "score", "status"],
)
ITEMS = pd.DataFrame(
    [(name, "data", "data", "stage", "yes") for name in ("a1", "a2")],
    columns=["item", "battery", "dimension", "scale", "scored"],
)
CROSSWALK = pd.DataFrame(
    [("ap", name, name, "yes", "", "") for name in ("a1", "a2")],
    columns=["wave", "column", "item", "comparable", "recode", "reason"],
)
BOOK = Codebook(
    files={name: f"{name}.csv" for name in ("items", "scales", "crosswalk")},
    items=ITEMS, scales=SCALES, crosswalk=CROSSWALK,
)  # fmt: skip


def fact(name: str, kind: str, item: str, **cells: str) -> dict[str, str]:
    return {**dict.fromkeys(COLUMNS, ""), "constraint": name, "wave": "ap", "kind": kind, "items": item, **cells}


def drawn(*facts: dict[str, str]) -> tuple[pd.DataFrame, Agreeing]:
    given = answers({("ap", unit): {"a1": "planned", "a2": "planned"} for unit in UNITS}).assign(basis="reconstructed")
    constraints = pd.DataFrame(facts, columns=list(COLUMNS))
    return given, agreeing(given, BOOK, development=50, constraints=constraints, draws=20, seed=1)


def test_the_prevalence_of_collected_answers_is_their_count():
    given = answers(
        {("ap", "KOR"): {"a1": "fully"}, ("ap", "JPN"): {"a1": "fully"}, ("ap", "IND"): {"a1": "dont_know"}}
    )
    found = prevalence(given, tables(given))
    assert list(found.columns) == COUNTS
    shown = found[["item", "status", "answer", "units", "lowest", "highest", "n", "known"]].to_numpy().tolist()
    assert shown == [
        ["a1", "answered", "fully", 2, 2, 2, 3, ""],
        ["a1", "answered", "development", 0, 0, 0, 3, ""],
        ["a1", "answered", "planned", 0, 0, 0, 3, ""],
        ["a1", "dont_know", "dont_know", 1, 1, 1, 3, ""],
    ]
    assert found["at_least_lowest"].tolist()[:3] == [2, 2, 2]


@pytest.mark.parametrize(
    ("facts", "allowed"),
    [
        ([fact("two", "count", "a1", answers="fully|development", relation="=", bound="2")],
         lambda row: sum(x < 2 for x in row) == 2),
        ([fact("most", "count", "a1", answers="planned", relation=">=", bound="2"),
          fact("korea", "named", "a1", answers="fully", units="KOR")],
         lambda row: sum(x == 2 for x in row) >= 2 and row[0] == 0),
    ],
)  # fmt: skip
def test_counts_and_cells_run_over_all_tables_that_agree(facts, allowed):
    every = np.array([row for row in product(range(3), repeat=3) if allowed(row)])
    given, agree = drawn(*facts)
    order = list(agree.cells.units["ap"])
    every = every[:, [UNITS.index(unit) for unit in order]]
    rows = prevalence(given, agree).set_index(["item", "answer"])
    for place, level in enumerate(LEVELS):
        counts, least = (every == place).sum(axis=1), (every <= place).sum(axis=1)
        row = rows.loc[("a1", level)]
        assert [row["lowest"], row["highest"]] == [counts.min(), counts.max()]
        assert [row["at_least_lowest"], row["at_least_highest"]] == [least.min(), least.max()]
        assert (row["known"] == "fixed") == (counts.min() == counts.max())
        assert rows.loc[("a2", level), "known"] == "nothing"
    cells = possible_answers(agree).set_index(["item", "unit"])
    for place, unit in enumerate(order):
        assert cells.loc[("a1", unit), "answers"] == "|".join(LEVELS[x] for x in sorted(set(every[:, place])))
        assert cells.loc[("a2", unit), "known"] == "nothing"
