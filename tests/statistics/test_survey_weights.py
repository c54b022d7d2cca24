"""Weighted shares and means: against R's survey, against the jackknife, and what must not change them."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from small_samples import REFERENCE

from wavework.statistics.share_intervals import share
from wavework.statistics.survey_weights import design, weighted_mean, weighted_share

CASES = dict(iter(pd.read_csv(REFERENCE / "cases_design.csv").groupby("case", sort=False)))
R = {
    case: dict(zip(rows["quantity"], rows["value"], strict=True))
    for case, rows in pd.read_csv(REFERENCE / "survey_weights.csv").groupby("case")
}
FEW = settings(max_examples=25)
WEIGHTS = st.lists(st.floats(0.1, 50), min_size=8, max_size=20)


def design_of(case, **changed):
    """The design of a case: a part that has no column is None."""
    columns = {name: None if case[name].isna().all() else case[name].to_numpy() for name in ("stratum", "cluster")}
    return design(changed.get("weights", case["weight"]), columns["stratum"], columns["cluster"])


def told(found):
    """The named numbers of a result's detail."""
    return {name: float(value) for name, value in (part.split("=") for part in found.detail.split("; "))}


@pytest.mark.parametrize("case", CASES)
def test_means_are_those_of_r_survey(case):
    found, r = weighted_mean(CASES[case]["value"], design_of(CASES[case])), R[case]
    expected = [r["mean"], r["mean_low"], r["mean_high"]]
    np.testing.assert_allclose([found.estimate, found.low, found.high], expected, rtol=1e-10)
    assert told(found)["df"] == r["mean_df"]
    assert told(found)["se"] == pytest.approx(r["mean_se"], rel=1e-5)


@pytest.mark.parametrize("case", CASES)
def test_shares_are_those_of_r_survey(case):
    found, r = weighted_share(CASES[case]["yes"], design_of(CASES[case])), R[case]
    assert found.estimate == pytest.approx(r["share"], rel=1e-10)
    assert told(found)["df"] == r["share_df"]
    if "logit_low" in r:
        assert [found.low, found.high] == pytest.approx([r["xlogit_low"], r["xlogit_high"]], rel=1e-9)
        assert [found.low, found.high] == pytest.approx([r["logit_low"], r["logit_high"]], rel=1e-6)
    else:  # R has no interval there
        assert found.interval_method == "Korn-Graubard"


def test_reference_has_cases_of_each_kind():
    assert set(CASES) == set(R)
    assert sum("logit_low" in r for r in R.values()) >= 8
    designs = {tuple(rows[name].notna().any() for name in ("stratum", "cluster")) for rows in CASES.values()}
    assert len(designs) == 4


@FEW
@given(st.lists(st.sampled_from([0.0, 25.0, 50.0, 100.0]), min_size=3, max_size=20), st.floats(0.01, 1000))
def test_equal_weights_are_no_weights(values, weight):
    found, n = weighted_mean(values, design(np.full(len(values), weight))), len(values)
    assert found.estimate == pytest.approx(np.mean(values))
    assert told(found)["effective_n"] == pytest.approx(n, rel=1e-5)
    if len(set(values)) > 1:
        expected = stats.t.interval(0.95, n - 1, np.mean(values), stats.sem(values))
        assert [found.low, found.high] == pytest.approx(expected)


@FEW
@given(st.integers(2, 30), st.booleans(), st.floats(0.01, 1000))
def test_equal_weights_that_all_say_one_thing_have_the_exact_interval(n, yes, weight):
    found = weighted_share(np.full(n, float(yes)), design(np.full(n, weight)))
    exact = share(n * yes, n, interval="clopper_pearson")
    assert [found.estimate, found.low, found.high] == pytest.approx([exact.estimate, exact.low, exact.high])


@FEW
@given(WEIGHTS, st.floats(1e-6, 1e6), st.integers(0, 2**20))
def test_weights_times_a_number_are_the_same_weights(weights, factor, seed):
    generator, n = np.random.default_rng(seed), len(weights)
    values, strata = generator.integers(0, 2, n).astype(float), np.arange(n) % 2
    for estimate in (weighted_share, weighted_mean):
        one, other = (estimate(values, design(np.array(weights) * by, strata)) for by in (1, factor))
        assert [other.estimate, other.low, other.high] == pytest.approx([one.estimate, one.low, one.high], nan_ok=True)
        assert other.interval_method == one.interval_method


@FEW
@given(st.integers(0, 2**20))
def test_the_order_of_units_and_the_names_of_strata_and_clusters_do_not_matter(seed):
    case = CASES["both_missing_60"]
    order = np.random.default_rng(seed).permutation(len(case))
    again = case.iloc[order].assign(stratum=lambda c: "z" + c["stratum"], cluster=lambda c: -c["cluster"])
    one, other = (weighted_mean(each["value"], design_of(each)) for each in (case, again))
    assert [other.estimate, other.low, other.high] == pytest.approx([one.estimate, one.low, one.high])


def jackknife(case, column):
    """Standard error by leaving out each cluster of each stratum, the others of the stratum standing for it (JKn)."""
    case = case.assign(
        stratum=case["stratum"].fillna("all"), cluster=case["cluster"].fillna(pd.Series(range(len(case)), case.index))
    )

    def mean(rows, weights):
        there = rows[column].notna()
        return (rows[column] * weights)[there].sum() / weights[there].sum()

    full, variance = mean(case, case["weight"]), 0.0
    for stratum, rows in case.groupby("stratum"):
        clusters = rows["cluster"].unique()
        for cluster in clusters:
            own, left_out = case["stratum"] == stratum, (case["stratum"] == stratum) & (case["cluster"] == cluster)
            weights = case["weight"].where(~own, case["weight"] * len(clusters) / (len(clusters) - 1))
            variance += (len(clusters) - 1) / len(clusters) * (mean(case, weights.where(~left_out, 0)) - full) ** 2
    return np.sqrt(variance)


@pytest.mark.parametrize("case", ["equal_11", "strata_30", "clusters_40", "both_60", "both_missing_60"])
@pytest.mark.parametrize("column", ["yes", "value"])
def test_standard_errors_are_near_those_of_the_jackknife(case, column):
    found = weighted_mean(CASES[case][column], design_of(CASES[case]))
    assert told(found)["se"] == pytest.approx(jackknife(CASES[case], column), rel=0.25)


def test_effective_number_is_that_of_kish():
    assert told(weighted_mean([1, 2, 3, np.nan], design([1, 1, 2, 9])))["effective_n"] == pytest.approx(
        16 / 6, rel=1e-5
    )


@pytest.mark.parametrize("weights", [[1, np.nan, 2], [1, -1, 2], [0, 0, 0], [1, np.inf, 2], []])
def test_no_design_of_other_weights(weights):
    with pytest.raises(ValueError, match="weights are numbers of at least 0"):
        design(weights)


def test_a_stratum_of_one_cluster_has_no_variance():
    one = design([1, 1, 1, 1], ["a", "a", "b", "b"], [1, 2, 3, 3])
    assert one.lonely().tolist() == [2, 3]
    found = weighted_mean([1, 2, 3, 4], one)
    assert found.reason == "a stratum has one cluster, which tells no variance"


def test_what_cannot_be_said_is_not_said():
    assert weighted_mean([np.nan, np.nan], design([1, 2])).reason == "nobody answered"
    assert weighted_mean([1, np.nan], design([0, 2])).reason == "no unit that answered has a weight"
    alike = weighted_mean([5, 5, 5], design([1, 2, 3]))
    assert (alike.estimate, alike.interval_method) == (5, "none: no spread between clusters")
    single = weighted_share([1, np.nan], design([1, 2]))
    assert (single.estimate, single.interval_method) == (1, "none: no more clusters than strata")
    assert np.isnan([alike.low, alike.high, single.low, single.high]).all()


def test_an_interval_of_a_mean_stays_on_its_scale():
    found = weighted_mean([100, 100, 90], design([1, 1, 1]), low=0, high=100)
    assert found.high == 100
    assert found.low < 90
    with pytest.raises(ValueError, match="outside the scale"):
        weighted_mean([101], design([1]), low=0, high=100)
