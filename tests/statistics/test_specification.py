"""The grid, the curve and its joint test: against the coefficients one by one and against listed permutations."""

import itertools
import math
from dataclasses import replace

import numpy as np
import pytest
from scipy import stats
from small_samples import spearman

from wavework.statistics.resampling import rng
from wavework.statistics.specification_curve import JOINT, Specification, grid, specification_curve

SCIPY = {"spearman": stats.spearmanr, "kendall": stats.kendalltau}
N = 12
STRATA = ["AP"] * 5 + ["LAC"] * 7
YEARS = {
    "matched": np.array([7, 127, 43, 105, 77, 98, 49, 36, 70, 56, 84, 62.0]),
    "latest": np.array([12, 120, 41, 99, 77, 103, 44, 42, 61, 56, 84, 64.0]),
}
OUTCOMES = {
    "mean": np.array([80, 20, 60, 30, 55, 10, 40, 70, 30, 35, 25, 45.0]),
    "count": np.array([4, 1, 3, 1, 2, 1, 2, 3, 2, 2, 1, 2.0]),
    "constant": np.full(N, 3.0),
}
SAMPLES = {"all": [], "without AP": [0, 1, 2, 3, 4], "without the first": [0], "nearly nobody": list(range(8))}
FACTORS = {"year": list(YEARS), "outcome": list(OUTCOMES), "sample": list(SAMPLES), "rank": list(SCIPY)}


def build(choice):
    outcome = OUTCOMES[choice["outcome"]].copy()
    outcome[SAMPLES[choice["sample"]]] = math.nan
    return Specification(-YEARS[choice["year"]], outcome, choice["rank"])


def curve(**options):
    options = {"build": build, "strata": STRATA, "permutations": 999, "generator": rng(1, "curve")} | options
    return specification_curve(grid(FACTORS), **options)


def test_grid_is_the_product_in_the_order_given():
    assert grid({"b": ["1", "2"], "a": ["x"]}) == [{"b": "1", "a": "x"}, {"b": "2", "a": "x"}]
    assert len(grid(FACTORS)) == 2 * 3 * 4 * 2
    for bad in ({"a": []}, {"a": ["x", "x"]}):
        with pytest.raises(ValueError, match="at least one option"):
            grid(bad)


def test_each_estimate_is_that_of_its_own_data():
    table = curve().table
    assert len(table) == 48
    for choice, row in zip(grid(FACTORS), table.itertuples(), strict=True):
        specification = build(choice)
        use = ~np.isnan(specification.outcome)
        assert row.n == use.sum()
        if row.status == "ok":
            expected = SCIPY[specification.method](specification.predictor[use], specification.outcome[use])[0]
            assert row.estimate == pytest.approx(expected, abs=1e-12)
            assert 0 < row.p <= 1
        else:
            assert choice["outcome"] == "constant" or choice["sample"] == "nearly nobody"
            assert math.isnan(row.estimate)
            assert math.isnan(row.p)
            assert math.isnan(row.position)
    reasons = set(table["reason"])
    same = {f"the outcome is the same for all {n} units" for n in (7, 11, 12)}
    assert reasons == {"", "4 complete units; at least 5 are needed"} | same
    computable = table[table["status"] == "ok"].sort_values("position")
    assert computable["position"].tolist() == list(range(1, 25))
    assert computable["estimate"].is_monotonic_increasing


def test_p_of_one_specification_is_that_of_its_own_test():
    whole = curve(permutations=20_000).table
    same_units = whole[(whole["sample"] == "all") & (whole["status"] == "ok") & (whole["rank"] == "spearman")]
    assert len(same_units) == 4
    for row in same_units.itertuples():
        one = spearman(-YEARS[row.year], OUTCOMES[row.outcome], strata=STRATA, generator=rng(1, "one"), bootstrap=0)
        assert row.p == pytest.approx(one.p, abs=5 * math.hypot(row.p_error, one.p_error))


def test_the_joint_test_is_that_of_all_permutations_of_whole_rows():
    years = {"a": np.array([1, 2, 3, 4, 5, 6.0]), "b": np.array([2, 1, 3, 6, 5, 4.0])}
    outcomes = {"c": np.array([1, 1, 3, 2, 5, 3.0]), "d": np.array([2, 1, 3, 4, 5, math.nan])}
    choices = grid({"year": ["a", "b"], "outcome": ["c", "d"], "rank": ["spearman", "kendall"]})

    def small(choice):
        return Specification(years[choice["year"]], outcomes[choice["outcome"]], choice["rank"])

    def estimates(order):
        found = []
        for choice in choices:
            outcome, use = outcomes[choice["outcome"]], ~np.isnan(outcomes[choice["outcome"]])
            found.append(SCIPY[choice["rank"]](years[choice["year"]][list(order)][use], outcome[use])[0])
        return found

    everything = np.round([estimates(order) for order in itertools.permutations(range(6))], 9)
    far = np.abs(everything)  # without strata the mean over all permutations is 0
    p = (far[:, np.newaxis, :] <= far[np.newaxis, :, :] + 1e-9).mean(axis=1)
    expected = {
        "median estimate": np.abs(np.median(everything, axis=1)),
        "share with the expected sign": (everything > 0).mean(axis=1),
        # a level far from any p that occurs, so that Monte Carlo error moves none across it
        "share significant": (p < 0.092).mean(axis=1),
        "share significant with the expected sign": ((p < 0.092) & (everything > 0)).mean(axis=1),
    }
    assert np.abs(p - 0.092).min() > 0.002
    result = specification_curve(choices, small, permutations=60_000, alpha=0.092, generator=rng(1, "all"))
    assert list(result.joint) == list(JOINT)
    for name, values in expected.items():
        joint = result.joint[name]
        if name != "median estimate":
            assert joint.estimate == pytest.approx(values[0], abs=1e-9)
        assert joint.p == pytest.approx((values >= values[0] - 1e-9).mean(), abs=5 * joint.p_error + 1e-4), name
        assert 0 < joint.p < 1
    assert result.joint["median estimate"].estimate == pytest.approx(np.median(everything[0]), abs=1e-8)


def test_a_strong_link_is_found_and_the_expected_sign_matters():
    found = curve().joint
    assert found["median estimate"].p < 0.01
    assert found["share with the expected sign"].estimate == 1.0
    assert found["share significant"].estimate > 0.5
    assert found["share significant"].p < 0.01
    assert "not computable=24" in found["share significant"].detail
    other = curve(build=lambda choice: replace(build(choice), predictor=YEARS[choice["year"]])).joint
    assert other["share with the expected sign"].estimate == 0.0
    assert other["share with the expected sign"].p > 0.9


def test_a_link_that_the_strata_make_is_not_found():
    generator = rng(1, "between")
    group = np.repeat([0, 1], [10, 10])
    x, y = group * 100 + generator.normal(size=20), group * 100 + generator.normal(size=20)
    choices = grid({"rank": ["spearman", "kendall"]})

    def one(choice):
        return Specification(x, y, choice["rank"])

    blind = specification_curve(choices, one, generator=rng(1, "c"), permutations=1999)
    within = specification_curve(choices, one, strata=group, generator=rng(1, "c"), permutations=1999)
    assert blind.joint["median estimate"].p < 0.01
    assert within.joint["median estimate"].p > 0.05
    assert within.joint["median estimate"].p_method.endswith("within strata")


def test_units_without_a_predictor_are_left_out_of_all():
    years = {"a": np.r_[math.nan, YEARS["matched"][1:]], "b": YEARS["latest"]}

    def with_missing(choice):
        return Specification(years[choice["year"]], OUTCOMES["mean"], "spearman")

    table = specification_curve(grid({"year": ["a", "b"]}), with_missing, generator=rng(1, "c"), permutations=99).table
    assert table["n"].tolist() == [11, 11]
    assert table["estimate"][1] == pytest.approx(stats.spearmanr(years["b"][1:], OUTCOMES["mean"][1:])[0])


@pytest.mark.parametrize(
    ("predictor", "outcome", "reason"),
    [
        (YEARS["latest"], OUTCOMES["constant"], "the outcome is the same for all 12 units"),
        (np.full(N, math.nan), OUTCOMES["mean"], "0 complete units; at least 5 are needed"),
    ],
)
def test_a_curve_without_any_number_says_so(predictor, outcome, reason):
    result = specification_curve(
        grid({"year": ["matched", "latest"]}), lambda _: Specification(predictor, outcome, "kendall"),
        strata=STRATA, generator=rng(1, "c"), permutations=99,
    )  # fmt: skip
    assert result.table[["status", "reason"]].to_numpy().tolist() == [["not computable", reason]] * 2
    for joint in result.joint.values():
        assert (joint.status, joint.p_method) == ("not computable", "")
        assert joint.reason == "none of the 2 specifications can be computed"


def test_a_curve_is_the_same_again_and_does_not_depend_on_the_batches(monkeypatch):
    first = curve()
    again = curve()
    assert first.table.equals(again.table)
    assert first.joint == again.joint
    monkeypatch.setattr("wavework.statistics.specification_curve.SIGNS_CELLS", 3000)
    assert curve().table.equals(first.table)


def test_mistakes_of_the_caller_are_refused():
    one = grid({"year": ["matched"]})
    for choices, make, words in (
        ([], build, "at least one specification"),
        (grid({"p": ["1"]}), build, "cannot be called p"),
        (one, lambda _: Specification([1, 2], [1, 2, 3], "spearman"), "same units"),
    ):
        with pytest.raises(ValueError, match=words):
            specification_curve(choices, make, generator=rng(1, "c"))
