"""Statistics of measures against brute force, SciPy, and numbers worked by hand."""

from itertools import product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from measure_statistics import measure_findings
from scipy import stats

from wavework.problems import InputError
from wavework.statistics.many_units import LARGE, correlation, mean, mean_change

RNG = np.random.default_rng


@given(st.lists(st.integers(-9, 9), min_size=5, max_size=9).filter(any))
def test_p_of_a_mean_change_is_that_of_all_sign_flips(changes):
    found = mean_change([0] * len(changes), changes, generator=RNG(0), bootstrap=99)
    flips = [
        abs(sum(s * c for s, c in zip(signs, changes, strict=True))) for signs in product([-1, 1], repeat=len(changes))
    ]
    assert found.p == pytest.approx(np.mean([flip >= abs(sum(changes)) for flip in flips]))
    assert found.p_error == 0
    assert found.estimate == pytest.approx(np.mean(changes))


def test_p_of_many_changes_agrees_with_scipy_on_its_own_draws():
    changes = RNG(3).normal(0.3, 1, 40)
    found = mean_change(np.zeros(40), changes, generator=RNG(1), resamples=19_999)
    theirs = stats.permutation_test(
        (changes,), lambda x, axis: x.mean(axis=axis), permutation_type="samples", n_resamples=19_999, vectorized=True,
        rng=RNG(2),
    ).pvalue  # fmt: skip
    assert found.p == pytest.approx(theirs, abs=5 * found.p_error)
    assert found.p_error > 0


def test_rises_falls_and_missing_pairs_are_counted():
    found = mean_change([1, 2, 3, 4, 5, np.nan, 7], [2, 1, 3, 9, 9, 1, np.nan], generator=RNG(0))
    assert (found.n, found.detail) == (5, "rises=3; falls=1; unchanged=1")
    assert found.estimate == pytest.approx((1 - 1 + 0 + 5 + 4) / 5)
    assert "at least 8" in found.interval_method


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [([1, 2, 3, 4], [2, 3, 4, 5], "4 complete pairs; at least 5 are needed"), ([1] * 6, [1] * 6, "no pair changed")],
)
def test_what_cannot_be_computed_says_why(before, after, reason):
    found = mean_change(before, after, generator=RNG(0))
    assert (found.status, found.reason) == ("not computable", reason)


def test_a_mean_has_the_bootstrap_interval_of_scipy():
    values = RNG(5).gamma(2, 1, 60)
    found = mean(values, generator=RNG(1), bootstrap=19_999)
    theirs = stats.bootstrap((values,), np.mean, method="BCa", n_resamples=19_999, rng=RNG(2)).confidence_interval
    assert found.estimate == pytest.approx(values.mean())
    assert (found.low, found.high) == pytest.approx(tuple(theirs), abs=0.02)


@pytest.mark.parametrize("method", ["spearman", "kendall"])
def test_many_units_get_the_coefficients_and_p_values_of_scipy(method):
    x = RNG(1).integers(0, 40, 180).astype(float)
    y = np.where(RNG(2).random(180) < 0.05, np.nan, x + RNG(3).normal(0, 30, 180))
    known = ~np.isnan(y)
    theirs = {"spearman": stats.spearmanr, "kendall": stats.kendalltau}[method](x[known], y[known])
    found = correlation(method, x, y, generator=RNG(0))
    assert found.estimate == pytest.approx(theirs.statistic)
    assert found.p == pytest.approx(theirs.pvalue)
    assert found.n == known.sum() > LARGE
    assert found.p_method == "asymptotic, two-sided"
    assert found.low < found.estimate < found.high


def test_few_units_keep_their_permutations():
    x = np.arange(LARGE, dtype=float)
    found = correlation("spearman", x, RNG(1).permutation(x), generator=RNG(0), resamples=199, bootstrap=199)
    assert found.p_method.startswith("Monte Carlo permutation")


BOOK = pd.DataFrame(
    {
        "measure": ["index", "delay", "stars"], "dimension": "", "minimum": "0", "maximum": "60",
        "better": ["higher", "lower", "higher"], "level": ["interval", "interval", "ordinal"],
        "part_of": "",
    }
)  # fmt: skip
UNITS = [*"abcdefghij"]
CHOICES = {
    "waves": {"w1": 2020, "w2": 2022, "w3": 2024}, "contrasted": ["w2"], "wave_year": "latest_up_to_wave", "seed": 1,
    "coefficient": "spearman", "resamples": 99, "bootstrap": 99,
}  # fmt: skip


def measured(values):
    """measure, wave -> values by unit; units a to e are of region x, f to i of y, j of none."""
    region = dict(zip(UNITS, [*"xxxxxyyyy", ""], strict=True))
    rows = [
        {"wave": wave, "region": region[unit], "unit": unit, "country": unit.upper(), "measure": measure,
         "status": "answered", "value": value, "comparable": "yes", "basis": "published"}
        for (measure, wave), of_units in values.items()
        for unit, value in zip(UNITS, of_units, strict=True)
        if value is not None
    ]  # fmt: skip
    return pd.DataFrame(rows).astype({"value": float})


EGDI = pd.DataFrame({"country": [unit.upper() for unit in UNITS] * 2, "year": [2020] * 10 + [2022] * 10,
                     "rank": [*range(1, 11), *range(10, 0, -1)]}).astype({"rank": float})  # fmt: skip
TABLE = {
    ("index", "w1"): [10, 9, 8, 7, 6, 5, 4, 3, 2, 1],
    ("index", "w2"): [11, 9, 8, 7, 8, 5, 4, 3, None, 1],
    ("index", "w3"): [12, 9, 9, 7, 8, 5, 4, None, 2, 1],
    ("delay", "w2"): [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
    ("stars", "w2"): [0, 0, 1, 2, 2, 0, 1, 1, 3, 0],
}


def findings(changes=(), egdi=EGDI, **choices):
    return measure_findings(measured(TABLE), BOOK, egdi, changes=changes, **CHOICES | choices)


def one(table, **keys):
    rows = table[(table[list(keys)] == pd.Series(keys)).all(axis=1)]
    assert len(rows) == 1, rows
    return rows.iloc[0]


def test_associations_are_positive_where_a_better_rank_goes_with_the_better_end():
    table, left_out = findings()
    rho = {"question": "measure association", "method": "Spearman's rho"}
    assert one(table, measure="index", wave="w1", region="all", **rho)["estimate"] == 1  # rank 1 has the highest
    assert one(table, measure="index", wave="w2", region="x", **rho)["estimate"] < 0  # ranks of 2022 run the other way
    assert one(table, measure="delay", wave="w2", region="all", **rho)["estimate"] == -1  # rank 1, long delay
    assert one(table, measure="index", wave="w3", region="y", **rho)["reason"] != ""  # four units
    full = left_out[(left_out["role"] == "full") & (left_out["measure"] == "index") & (left_out["wave"] == "w1")]
    assert set(full["region"]) == {"all", "pooled"}
    assert set(left_out.loc[left_out["region"] == "pooled", "unit"]) == {"", *"abcdefghi"}


def test_an_ordinal_measure_is_told_by_order_and_by_what_lies_above_its_lowest_value():
    table, _ = findings()
    assert set(table.loc[table["measure"] == "stars", "question"]) == {
        "measure share", "measure association", "measure contrast",
    }  # fmt: skip
    assert one(table, question="measure share", region="all")["estimate"] == pytest.approx(6 / 10)
    assert one(table, question="measure share", region="x")["detail"] == "count=3"


def test_a_change_is_on_the_units_of_its_pair_or_of_all_waves():
    pairs = [{"from": "w1", "to": "w2"}, {"from": "w2", "to": "w3"}, {"from": "w1", "to": "w2", "panel": "all"}]
    table, _ = findings(pairs)
    change = {"question": "measure change", "measure": "index", "region": "all"}
    assert one(table, wave="w2", outcome="", **change)["detail"] == "rises=2; falls=0; unchanged=7"
    assert one(table, wave="w2", outcome="", **change)["estimate"] == pytest.approx(3 / 9)
    assert one(table, wave="w3", **change)["n"] == 8
    assert one(table, wave="w2", outcome="panel of all waves", **change)["detail"] == "rises=2; falls=0; unchanged=6"
    stable = one(table, question="measure stability", wave="w2", outcome="", region="all", measure="index")
    before, after = TABLE["index", "w1"], TABLE["index", "w2"]
    both = [(b, a) for b, a in zip(before, after, strict=True) if a is not None]
    assert stable["estimate"] == pytest.approx(stats.spearmanr(both).statistic)
    assert not (table["question"].isin(["measure change"]) & (table["measure"] == "delay")).any()


def test_what_is_not_comparable_has_no_change():
    table = measured(TABLE)
    table.loc[table["wave"] == "w2", "comparable"] = "no"
    found, _ = measure_findings(table, BOOK, EGDI, changes=[{"from": "w1", "to": "w2"}], **CHOICES)
    assert "measure change" not in set(found["question"])


def test_regions_of_one_wave_are_held_against_each_other():
    table, _ = findings()
    found = one(table, question="measure contrast", measure="index", method="Cliff's delta")
    assert (found["region"], found["wave"], found["n"]) == ("x+y", "w2", 8)  # not the unit without a region
    assert found["estimate"] == 1


def test_without_an_index_there_is_no_association():
    table, left_out = findings(egdi=None)
    assert "measure association" not in set(table["question"])
    assert left_out.empty


def test_a_wave_without_an_edition_is_told():
    with pytest.raises(InputError) as error:
        findings(egdi=EGDI[EGDI["year"] == 2022])
    assert str(error.value) == (
        "processed/egdi.csv: editions 2022\n  Expected: one that is not after 2020, the year of wave w1\n"
        "  To do: add its table under raw/ and to egdi.files, or correct the wave's year in config.yaml"
    )


def test_stability_and_leaving_one_out_are_of_the_headlines_coefficient():
    table, left_out = findings([{"from": "w1", "to": "w2"}], coefficient="kendall")
    both = [(b, a) for b, a in zip(TABLE["index", "w1"], TABLE["index", "w2"], strict=True) if a is not None]
    stable = one(table, question="measure stability", wave="w2", outcome="", region="all", measure="index")
    assert stable["method"] == "Kendall's tau-b"
    assert stable["estimate"] == pytest.approx(stats.kendalltau(*zip(*both, strict=True)).statistic)
    of_wave = table[(table["question"] == "measure association") & (table["wave"] == "w2") & (table["region"] == "all")]
    methods = of_wave.groupby("measure", sort=False)["method"].agg(list)
    assert set(map(tuple, methods)) == {("Kendall's tau-b", "Spearman's rho")}
    full = one(left_out, measure="stars", wave="w2", region="all", role="full")
    expected = stats.kendalltau(range(10, 0, -1), TABLE["stars", "w2"]).statistic  # the ranks of 2022, the best highest
    assert full["estimate"] == pytest.approx(-expected)
