"""Scores, shares and means over all tables that agree: held against a list of every table."""

import numpy as np
import pytest
from drawn_study import FACTS, ITEMS, LEVELS, UNITS, WORTH, drawn, every_table
from shares import shares

from scores import scores
from wavework.scores import common


def test_a_unit_s_score_runs_over_all_tables():
    every = WORTH[every_table()].mean(axis=1)  # (tables, units): the mean of both items
    found = scores(drawn(*FACTS)[1], compared=[], minimum_answered=0.5)
    for place, unit in enumerate(UNITS):
        for _, row in found[found["unit"] == unit].iterrows():
            low, high = every[:, place].min(), every[:, place].max()
            assert [row["lowest"], row["highest"]] == pytest.approx([low, high])
            assert row["known"] == ("fixed" if high == low else "nothing" if high - low == 100 else "bounds")
            assert np.isnan(row["score"]) == (high > low)


def test_shares_and_means_run_over_all_tables_and_the_draws_lie_within():
    every = every_table()
    given, tables = drawn(*FACTS)
    found = shares(given, tables, compared=[], minimum_answered=0.5)
    share = found[found["question"] == "share"].drop_duplicates("statistic").set_index(["item", "outcome", "measure"])
    for item, of_item in zip(ITEMS, every.transpose(1, 0, 2), strict=True):
        for place, level in enumerate(LEVELS):
            of_tables = (of_item == place).mean(axis=1)
            row = share.loc[(item, level, "wilson")]
            assert [row["lowest"], row["highest"]] == pytest.approx([of_tables.min(), of_tables.max()])
            assert row["central_low"] >= row["lowest"]
            assert row["central_high"] <= row["highest"]
            assert np.isnan(row["low"]) == (row["known"] != "fixed")  # an interval only of what is the same in all
    means = WORTH[every].mean(axis=(1, 2))
    for _, row in found[found["question"] == "mean"].iterrows():
        assert [row["lowest"], row["highest"]] == pytest.approx([means.min(), means.max()])
        assert np.isnan(row["estimate"])
        assert np.isnan(row["p"])


def test_a_collected_wave_has_its_numbers_beside_one_that_is_drawn():
    given, tables = drawn(*FACTS, lac="fully planned")
    rows = shares(given, tables, compared=[["ap", "lac"]], minimum_answered=0.5)
    own = rows[(rows["wave"] == "lac") & (rows["question"] == "mean")]
    assert set(own["estimate"]) == {50}
    assert set(own.loc[own["measure"] == "implementation", "known"]) == {""}
    of_both = common(tables.cells, tables.book, ["ap", "lac"], minimum_answered=0.5)
    first, second = (next(each for each in of_both[wave] if each.dimension == "overall") for wave in ("ap", "lac"))
    (extent,) = tables.extents([first.mean(UNITS) - second.mean(["L0", "L1"])])
    every = WORTH[every_table()].mean(axis=(1, 2)) - 50
    assert [extent.lowest, extent.highest] == pytest.approx([every.min(), every.max()])
    two = tables.extremes(first.mean(UNITS))
    ends = common(two, tables.book, ["ap", "lac"], minimum_answered=0.5)["ap"][-1].values.mean(axis=1)
    assert ends.tolist() == pytest.approx([every.min() + 50, every.max() + 50])
