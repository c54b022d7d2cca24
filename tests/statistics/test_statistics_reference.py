"""Agreement with R (coin, exactRankTests, psych, survey, base): values and their scripts in tests/reference."""

import numpy as np
import pandas as pd
import pytest
from small_samples import REFERENCE, generator, needs_r, run_r

from wavework.statistics import (
    contingency_tables,
    paired_categories,
    paired_differences,
    rank_change,
    reliability,
    share_intervals,
    two_groups,
)

EXACT = 1e-10
SCRIPTS = ["change", "contrast", "rank_change", "shares", "scale_quality", "survey_weights"]
DRAWS = 100_000  # resamples of coin's approximate distributions


def cases(name):
    """Name of a case -> its rows in the file."""
    return dict(iter(pd.read_csv(REFERENCE / f"{name}.csv").groupby("case", sort=False)))


def reference(name):
    return {case: dict(zip(rows["quantity"], rows["value"], strict=True)) for case, rows in cases(name).items()}


def columns(name, *wanted):
    return {case: tuple(rows[column].to_numpy() for column in wanted) for case, rows in cases(name).items()}


def groups_of_two():
    groups = {case: rows.groupby("group")["value"] for case, rows in cases("cases_groups").items()}
    return {case: tuple(values.get_group(group).to_numpy() for group in "xy") for case, values in groups.items()}


def item_matrices():
    return {
        case: value.reshape(item.max(), unit.max()).T
        for case, (unit, item, value) in columns("cases_items", "unit", "item", "value").items()
    }


PAIRS, GROUPS, ITEMS = columns("cases_pairs", "before", "after"), groups_of_two(), item_matrices()


def monte_carlo(p, p_error=0.0):
    """Five standard errors of the difference of a p and one that coin drew."""
    return 5 * np.hypot(np.sqrt(p * (1 - p) / DRAWS), p_error) + 2 / DRAWS


def test_the_cases_cover_the_sizes_of_the_study():
    assert {before.size for before, _ in PAIRS.values()} == {6, 9, 11, 16}
    assert {x.size + y.size for x, y in GROUPS.values()} == {11, 15, 20, 27}
    assert set(reference("change")) == set(PAIRS)
    assert set(reference("contrast")) == set(GROUPS)
    assert set(reference("scale_quality")) == set(reference("rank_change")) == set(ITEMS)


@pytest.mark.parametrize("case", PAIRS)
def test_signed_ranks_signs_and_shift(case):
    before, after = PAIRS[case]
    r = reference("change")[case]
    pratt = paired_differences.signed_rank(before, after, zeros="pratt")
    wilcox = paired_differences.signed_rank(before, after, zeros="wilcox")
    assert pratt.p == pytest.approx(r["pratt_p"], abs=EXACT)
    assert wilcox.p == pytest.approx(r["wilcox_p"], abs=EXACT)
    assert wilcox.p == pytest.approx(r["exact_p"], abs=EXACT)
    assert wilcox.estimate == pytest.approx(r["exact_v"], abs=EXACT)
    signs = paired_differences.sign_test(before, after)
    found = [signs.p, signs.estimate, signs.low, signs.high]
    expected = [r["sign_p"], r["sign_share"], r["sign_low"], r["sign_high"]]
    np.testing.assert_allclose(found, expected, rtol=0, atol=EXACT)
    shift = paired_differences.shift(before, after)
    assert shift.estimate == pytest.approx(r["shift"], abs=1e-9)
    if r["shift_low"] == r["shift_high"]:
        assert np.isnan([shift.low, shift.high]).all()
    else:
        assert [shift.low, shift.high] == pytest.approx([r["shift_low"], r["shift_high"]], abs=1e-9)
        assert f"confidence={r['shift_confidence']:.6g}" in shift.detail
    if "base_p" in r:
        assert wilcox.p == pytest.approx(r["base_p"], abs=EXACT)
        base = [r["base_shift"], r["base_low"], r["base_high"]]
        assert [shift.estimate, shift.low, shift.high] == pytest.approx(base, abs=1e-9)


@pytest.mark.parametrize("case", [case for case, r in reference("change").items() if "stuart" in r])
def test_paired_categories(case):
    before, after = PAIRS[case]
    r = reference("change")[case]
    stuart = paired_categories.stuart_maxwell(before, after)
    assert [stuart.estimate, stuart.p] == pytest.approx([r["stuart"], r["stuart_p"]], abs=EXACT)
    assert paired_categories.ordered_marginal_homogeneity(before, after).p == pytest.approx(r["ordered_p"], abs=EXACT)
    exact = paired_categories.marginal_homogeneity(before, after, generator=generator())
    assert exact.p == pytest.approx(r["homogeneity_p"], abs=monte_carlo(exact.p))
    if "mcnemar_p" in r:
        assert paired_categories.mcnemar(before, after).p == pytest.approx(r["mcnemar_p"], abs=EXACT)
        mid = paired_categories.mcnemar(before, after, mid_p=True)
        assert mid.p == pytest.approx(r["mcnemar_mid_p"], abs=EXACT)
        # on two categories both tests of marginal homogeneity are McNemar's
        assert exact.p == pytest.approx(r["mcnemar_p"], abs=EXACT)


@pytest.mark.parametrize("case", GROUPS)
def test_two_groups(case):
    x, y = GROUPS[case]
    r = reference("contrast")[case]
    ranks = two_groups.mann_whitney(x, y)
    assert ranks.p == pytest.approx(r["coin_p"], abs=EXACT)
    assert ranks.p == pytest.approx(r["exact_p"], abs=EXACT)
    assert ranks.estimate * x.size * y.size == pytest.approx(r["u"], abs=EXACT)
    assert two_groups.cliffs_delta(x, y).estimate == pytest.approx(2 * r["u"] / (x.size * y.size) - 1, abs=EXACT)
    if "fisher_p" in r:
        unordered = contingency_tables.fisher_freeman_halton(x, y, generator=generator())
        assert unordered.p == pytest.approx(r["fisher_p"], abs=EXACT)
        assert unordered.estimate == pytest.approx(np.sqrt(r["chi_squared"] / (x.size + y.size)), abs=EXACT)
        ordered = contingency_tables.linear_by_linear(x, y, generator=generator())
        assert ordered.p == pytest.approx(r["scores_p"], abs=EXACT)


@pytest.mark.parametrize("case", ITEMS)
def test_friedman(case):
    r = reference("rank_change")[case]
    found = rank_change.friedman(ITEMS[case], generator=generator(), resamples=DRAWS)
    assert found.estimate == pytest.approx(r["w"], abs=EXACT)
    assert f"chi_squared={r['chi_squared']:.6g}" in found.detail
    assert f"asymptotic_p={r['p']:.6g}" in found.detail
    assert found.p == pytest.approx(r["permutation_p"], abs=monte_carlo(found.p, found.p_error))


def test_intervals_of_shares():
    for case, r in reference("shares").items():
        count, n = map(int, case.split("_"))
        exact, score = share_intervals.clopper_pearson(count, n), share_intervals.wilson(count, n)
        found = [*exact, *score]
        expected = [r[k + end] for k in ("exact_", "wilson_") for end in ("low", "high")]
        np.testing.assert_allclose(found, expected, rtol=0, atol=EXACT, err_msg=case)


@pytest.mark.parametrize("case", ITEMS)
def test_reliability(case):
    r = reference("scale_quality")[case]
    alpha = reliability.cronbach_alpha(ITEMS[case])
    expected = [r["alpha"], r["feldt_low"], r["feldt_high"]]
    np.testing.assert_allclose([alpha.estimate, alpha.low, alpha.high], expected, rtol=0, atol=EXACT)
    for j, found in enumerate(reliability.item_rest(ITEMS[case]), 1):
        expected = [r[f"r_drop_{j}"], r[f"r_low_{j}"], r[f"r_high_{j}"]]
        np.testing.assert_allclose([found.estimate, found.low, found.high], expected, rtol=0, atol=EXACT)
    omega = reliability.mcdonald_omega(ITEMS[case])
    if r["largest_loading"] >= 1:
        assert omega.status == "not computable"
        assert "Heywood" in omega.reason
    else:
        assert omega.estimate == pytest.approx(r["omega"], abs=1e-8)  # two optimisers
        assert omega.estimate == pytest.approx(r["psych_omega"], abs=1e-5)


@needs_r
@pytest.mark.parametrize("script", SCRIPTS)
def test_r_gives_the_committed_values_again(script, tmp_path):
    again = tmp_path / "again.csv"
    run_r(script, again)
    new, old = pd.read_csv(again), pd.read_csv(REFERENCE / f"{script}.csv")
    assert new[["case", "quantity"]].equals(old[["case", "quantity"]])
    # the Heywood case has no minimum: where its iteration stops is R's affair
    heywood = (old["case"] == "items_6_3") & old["quantity"].isin(["omega", "largest_loading", "psych_omega"])
    assert new.loc[~heywood, "value"].tolist() == pytest.approx(
        old.loc[~heywood, "value"].tolist(), rel=1e-7, abs=1e-10
    )


@needs_r
def test_r_gives_the_committed_cases_again(tmp_path):
    run_r("cases", tmp_path)
    for name in ("cases_pairs.csv", "cases_groups.csv", "cases_items.csv", "cases_design.csv"):
        assert (tmp_path / name).read_bytes() == (REFERENCE / name).read_bytes()
