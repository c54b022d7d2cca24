"""Change, contrast and scale quality where one wave is not known: held against a list of every table of its answers."""

from itertools import product

import numpy as np
import pandas as pd
import pytest
from change import SCORES, changes
from contrast import contrasts
from scale_quality import scale_qualities
from tests.toy_books import book, stages, table

from wavework.agreeing_tables import agreeing
from wavework.reconstruction.constraints import COLUMNS
from wavework.statistics import contingency_tables, paired_categories, paired_differences, reliability, two_groups
from wavework.statistics.resampling import rng

UNITS, OTHERS = ("A", "B", "C", "D"), ("X", "Y", "Z")
STAGES, WORTH = ("fully", "development", "planned"), np.array([100.0, 50.0, 0.0])
ITEMS = ("q1", "q2", "yes")
BOOK = book(
    table(
        "item battery dimension scale scored",
        ("q1", "data", "data", "stage", "yes"),
        ("q2", "data", "data", "stage", "yes"),
        ("yes", "", "", "yes_no", "no"),
    ),
    [*stages("stage", *STAGES), ("yes_no", "yes", 1, 1, None, "answered"), ("yes_no", "no", 2, 0, None, "answered")],
    dict.fromkeys(("old", "new", "other"), ITEMS),
)
GIVEN = {  # wave -> item -> answers by position, as read
    "old": {"q1": [0, 1, 2, 1], "q2": [1, 1, 2, 0], "yes": [0, 1, 1, 1]},
    "new": {"q1": [0, 0, 1, 2], "q2": [0, 1, 1, 2], "yes": [0, 0, 1, 1]},
    "other": {"q1": [0, 1, 2], "q2": [2, 2, 0], "yes": [0, 1, 0]},
}
# Of the new wave is known: two units have q1 fully, A has q2 at least in development, three say yes.
FACTS = (
    {"constraint": "two", "kind": "count", "items": "q1", "answers": "fully", "relation": "=", "bound": "2"},
    {"constraint": "a", "kind": "named", "items": "q2", "answers": "fully|development", "units": "A"},
    {"constraint": "three", "kind": "count", "items": "yes", "answers": "yes", "relation": "=", "bound": "3"},
)
CHOICES = {"seed": 1, "resamples": 99, "alpha": 0.2, "minimum_answered": 0.5}


def tables(basis="reconstructed", draws=60):
    rows = [
        {
            "wave": wave, "region": "R" if wave != "other" else "S", "unit": unit, "country": unit, "item": item,
            "status": "answered", "answer": (("yes", "no") if item == "yes" else STAGES)[place], "value": "",
            "comparable": "yes", "basis": basis if wave == "new" else "collected",
        }
        for wave, given in GIVEN.items()
        for item, positions in given.items()
        for unit, place in zip(OTHERS if wave == "other" else UNITS, positions, strict=True)
    ]  # fmt: skip
    constraints = pd.DataFrame([{**dict.fromkeys(COLUMNS, ""), "wave": "new", **fact} for fact in FACTS])
    return agreeing(pd.DataFrame(rows), BOOK, development=50, constraints=constraints, draws=draws, seed=1)


def every(item):
    """(tables, units) of positions: every way in which the facts let the new wave answer the item."""
    found = np.array(list(product(range(2 if item == "yes" else 3), repeat=len(UNITS))))
    holds = {"q1": (found == 0).sum(axis=1) == 2, "q2": found[:, 0] < 2, "yes": (found == 0).sum(axis=1) == 3}
    return found[holds[item]]


def scores():
    """(tables, units): every score of the new wave."""
    return np.array([(WORTH[one] + WORTH[two]) / 2 for one in every("q1") for two in every("q2")])


def old(item):
    return np.array(GIVEN["old"][item])


def found_changes():
    return changes(tables(), pairs=[{"from": "old", "to": "new"}], **CHOICES)


def test_the_mean_change_of_an_item_runs_over_all_tables():
    found = found_changes()[0].set_index(["item", "method"])
    for item in ("q1", "q2"):
        # a value falls as its position grows
        moved = (old(item) - every(item)).mean(axis=1)
        row = found.loc[(item, "mean change of the score")]
        assert [row["lowest"], row["highest"]] == pytest.approx([moved.min(), moved.max()])
        assert row["known"] == "bounds"
        assert row["lowest"] <= row["central_low"] <= row["median"] <= row["central_high"] <= row["highest"]
        assert np.isnan([row["estimate"], row["low"], row["high"], row["p"]]).all()
        assert 0 <= row["significant"] <= 1
    shares = found.loc[("yes", "difference of paired shares")]
    assert set(shares["known"]) == {"fixed"}  # three say yes in every table, one did
    assert shares["estimate"].tolist() == [0.5, 0.5]
    assert set(found.index.get_level_values("method")) & {"Stuart-Maxwell statistic"} == set()


def test_scores_and_their_change_run_over_all_tables():
    found, paired_scores = found_changes()
    before, after = (WORTH[old("q1")] + WORTH[old("q2")]) / 2, scores()
    overall = paired_scores[paired_scores["dimension"] == "overall"].set_index("unit")
    assert overall["score_from"].tolist() == before.tolist()
    assert overall["score_to"].isna().all()
    np.testing.assert_allclose(overall["lowest_to"], after.min(axis=0))
    np.testing.assert_allclose(overall["highest_to"], after.max(axis=0))
    assert overall["known"].tolist() == ["bounds", "nothing", "nothing", "nothing"]
    all_before = np.tile(before, (len(after), 1))
    for name, statistic, options in (
        ("Hodges-Lehmann shift", paired_differences.shift, {}),
        ("Wilcoxon signed-rank V, zeros: wilcox", paired_differences.signed_rank, {"zeros": "wilcox"}),
        ("matched-pairs rank-biserial, zeros: pratt", paired_differences.rank_biserial, {}),
    ):
        (row,) = found[(found["dimension"] == "overall") & (found["method"] == name)].to_dict("records")
        possible = statistic.many(all_before, after, **options).value
        assert row["known"] == "reached"
        assert np.nanmin(possible) <= row["lowest"] <= row["central_low"]
        assert row["central_high"] <= row["highest"] <= np.nanmax(possible)
    # the tables where the mean rises and falls most are among those that were looked at
    (row,) = found[(found["dimension"] == "overall") & found["method"].str.startswith("Hodges")].to_dict("records")
    far = after[[after.mean(axis=1).argmin(), after.mean(axis=1).argmax()]]
    assert row["lowest"] <= paired_differences.shift(before, far[0]).estimate
    assert row["highest"] >= paired_differences.shift(before, far[1]).estimate


def test_a_contrast_runs_over_all_tables():
    found = contrasts(tables(), pairs=[{"first": "new", "second": "other"}], **CHOICES)
    values = found[found["item"] != ""].set_index(["item", "outcome"])
    for item in ("q1", "q2"):
        other = np.array(GIVEN["other"][item])
        differences = other.mean() - every(item).mean(axis=1)
        row = values.loc[(item, "answer")]
        assert [row["lowest"], row["highest"]] == pytest.approx([differences.min(), differences.max()])
        fully = (every(item) == 0).mean(axis=1) - (other == 0).mean()
        row = values.loc[(item, "fully")]
        assert [row["lowest"], row["highest"]] == pytest.approx([fully.min(), fully.max()])
    assert values.loc[("yes", "yes"), "estimate"] == pytest.approx(3 / 4 - 2 / 3)
    assert "Cramér's V" not in set(found["method"])
    assert "maturity, Brunner-Munzel" not in set(found["outcome"])
    (row,) = found[(found["dimension"] == "overall") & (found["method"] == "Cliff's delta")].to_dict("records")
    other = (WORTH[GIVEN["other"]["q1"]] + WORTH[GIVEN["other"]["q2"]]) / 2
    possible = two_groups.cliffs_delta_many(scores(), np.tile(other, (len(scores()), 1)), generator=rng(1, "d")).value
    assert possible.min() <= row["lowest"] <= row["highest"] <= possible.max()


def test_alpha_and_the_ends_of_the_scale_run_over_tables_and_a_collected_wave_has_its_numbers():
    found = scale_qualities(tables(), minimum_answered=0.5).set_index(["wave", "method", "dimension"])
    row = found.loc[("new", "ceiling share", "overall")]
    assert [row["lowest"], row["highest"], row["known"]] == [0, 0.5, "reached"]  # two have q1 fully, and may have q2 so
    assert np.isnan(found.loc[("new", "Cronbach's alpha", "data"), "estimate"])
    assert "McDonald's omega total" not in set(found.loc["new"].index.get_level_values("method"))
    own = 3 - np.column_stack([GIVEN["old"]["q1"], GIVEN["old"]["q2"]])
    alpha = found.loc[("old", "Cronbach's alpha", "data")]
    assert (alpha["estimate"], alpha["known"]) == (reliability.cronbach_alpha(own).estimate, "")
    assert ("old", "McDonald's omega total", "data") in found.index


def test_with_collected_answers_the_numbers_are_those_of_one_table():
    collected = tables("collected")
    found, paired_scores = changes(collected, pairs=[{"from": "old", "to": "new"}], **CHOICES)
    assert list(paired_scores.columns) == SCORES
    assert paired_scores[["score_from", "score_to"]].notna().all(axis=None)
    assert set(paired_scores["known"]) == {""}
    assert set(found["tables"]) == {1}
    new = {item: np.array(positions) for item, positions in GIVEN["new"].items()}
    rows = found.set_index(["item", "method", "measure"])
    classical = paired_categories.ordered_marginal_homogeneity(3 - old("q1"), 3 - new["q1"])
    assert rows.loc[("q1", classical.method, ""), ["estimate", "p"]].tolist() == [classical.estimate, classical.p]
    classical = paired_categories.mcnemar(1 - old("yes"), 1 - new["yes"], mid_p=True)
    assert rows.loc[("yes", classical.method, "mid-p"), "p"] == classical.p
    found = contrasts(collected, pairs=[{"first": "new", "second": "other"}], **CHOICES)
    classical = contingency_tables.boschloo(new["q2"] == 0, np.array(GIVEN["other"]["q2"]) == 0)
    (row,) = found[(found["item"] == "q2") & (found["outcome"] == "fully")].to_dict("records")
    assert (row["estimate"], row["p"]) == (classical.estimate, classical.p)


def test_waves_without_common_units_and_waves_that_are_not_there_have_no_change():
    for pair in ({"from": "old", "to": "other"}, {"from": "old", "to": "absent"}):
        found, paired_scores = changes(tables("collected"), pairs=[pair], **CHOICES)
        assert found.empty
        assert list(paired_scores.columns) == SCORES
    assert contrasts(tables("collected"), pairs=[{"first": "old", "second": "absent"}], **CHOICES).empty
