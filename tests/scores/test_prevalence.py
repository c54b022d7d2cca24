"""How often each answer occurs and who can have given which: counted by hand, and over all tables of a toy study."""

import numpy as np
from drawn_study import FACTS, ITEMS, LEVELS, UNITS, drawn, every_table
from small_scores import answers, tables

from wavework.prevalence import COUNTS, possible_answers, prevalence


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


def test_counts_and_cells_run_over_all_tables_that_agree():
    every = every_table()
    given, agree = drawn(*FACTS)
    rows = prevalence(given, agree).set_index(["item", "answer"])
    cells = possible_answers(agree).set_index(["item", "unit"])
    for item, of_item in zip(ITEMS, every.transpose(1, 0, 2), strict=True):
        for place, level in enumerate(LEVELS):
            counts, least = (of_item == place).sum(axis=1), (of_item <= place).sum(axis=1)
            row = rows.loc[(item, level)]
            assert [row["lowest"], row["highest"]] == [counts.min(), counts.max()]
            assert [row["at_least_lowest"], row["at_least_highest"]] == [least.min(), least.max()]
            assert (row["known"] == "fixed") == (counts.min() == counts.max())
        for place, unit in enumerate(UNITS):
            seen = [LEVELS[position] for position in np.unique(of_item[:, place])]
            assert cells.loc[(item, unit), "answers"] == "|".join(seen)
    assert cells.loc[("a1", "KOR"), "known"] == "fixed"


def test_where_nothing_is_published_counts_and_cells_say_so():
    given, agree = drawn()
    assert set(prevalence(given, agree)["known"]) == {"nothing"}
    assert set(possible_answers(agree)["known"]) == {"nothing"}
