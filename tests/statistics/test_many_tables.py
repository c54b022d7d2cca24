"""Statistics of many tables at once: row by row the classical function's numbers, ties and missing values included."""

from inspect import signature

import numpy as np
import pytest
from scipy import stats
from small_samples import EGDI, REGION

from wavework.known import NOTHING
from wavework.statistics import (
    contingency_tables,
    paired_categories,
    paired_differences,
    rank_change,
    reliability,
    two_groups,
)
from wavework.statistics.over_many_tables import Extent
from wavework.statistics.rank_correlation import (
    correlation_many,
    leave_one_out,
    leave_one_out_many,
)
from wavework.statistics.resampling import level_codes, rng, tie_places
from wavework.statistics.specification_curve import Specification, grid, specification_curve, specification_spreads

NAN = np.nan
TABLES = 40


def thirds(generator, n):
    """Scores of three or seven answers, some missing, in two tables hardly any or all alike."""
    values = np.where(generator.random((TABLES, n)) < 0.5, 100 / 3, 100 / 7) * generator.integers(0, 4, (TABLES, n))
    values[generator.random(values.shape) < 0.1] = NAN
    values[0, 2:], values[1] = NAN, 50.0
    return values


def answers(generator, n):
    values = generator.integers(0, 4, (TABLES, n)).astype(float)
    values[generator.random(values.shape) < 0.1] = NAN
    values[0, 1:], values[1] = NAN, 2.0
    return values


def yes(generator, n):
    return np.where(np.isnan(values := answers(generator, n)), NAN, values > 1)


def matrices(generator, n):
    values = generator.integers(1, 4, (TABLES, n, 4)).astype(float)
    values[generator.random((TABLES, n)) < 0.1, 1] = NAN
    values[0, 2:], values[1], values[2, :, 2] = NAN, 2.0, 3.0
    return values


OPTIONS = {"generator": rng(1, "where nothing is drawn"), "resamples": 9}
OF_PAIRS = {
    "signed rank": (paired_differences.signed_rank, thirds, {}),
    "signed rank, zeros dropped": (paired_differences.signed_rank, thirds, {"zeros": "wilcox"}),
    "sign test": (paired_differences.sign_test, thirds, {}),
    "shift": (paired_differences.shift, thirds, {}),
    "rank-biserial": (paired_differences.rank_biserial, thirds, {"zeros": "wilcox"}),
    "mcnemar": (paired_categories.mcnemar, yes, {}),
    "mcnemar, mid-p": (paired_categories.mcnemar, yes, {"mid_p": True}),
    "ordered": (paired_categories.ordered_marginal_homogeneity, answers, {}),
    "unordered": (paired_categories.marginal_homogeneity, answers, {}),
    "rank change": (rank_change.rank_change, matrices, {}),
}
OF_GROUPS = {
    "mann-whitney": (two_groups.mann_whitney, thirds, {}),
    "delta": (two_groups.cliffs_delta, thirds, {}),
    "linear by linear": (contingency_tables.linear_by_linear, answers, {}),
    "boschloo": (contingency_tables.boschloo, yes, {}),
}
OF_ONE = {
    "w": (rank_change.friedman, matrices, {}),
    "alpha": (reliability.cronbach_alpha, matrices, {}),
    "ceiling": (reliability.ceiling, thirds, {"low": 0, "high": 100}),
    "floor": (reliability.floor, thirds, {"low": 0, "high": 100}),
}


def taken(function, options):
    return {name: each for name, each in (OPTIONS | options).items() if name in signature(function).parameters}


def row_by_row(statistic, samples, options):
    many = statistic.many(*samples, **taken(statistic.many, options))
    computable = 0
    for table in range(TABLES):
        one = statistic(*(sample[table] for sample in samples), **taken(statistic, options))
        assert many.n[table] == one.n
        assert many.value[table] == pytest.approx(one.estimate, rel=1e-12, abs=1e-12, nan_ok=True)
        if many.p is not None:
            assert many.p[table] == pytest.approx(one.p, rel=1e-12, abs=1e-12, nan_ok=True)
        computable += one.status == "ok"
    assert computable > TABLES / 2


@pytest.mark.parametrize("n", [6, 9, 12])
@pytest.mark.parametrize("case", OF_PAIRS)
def test_pairs(case, n):
    statistic, sample, options = OF_PAIRS[case]
    generator = rng(n, case)
    row_by_row(statistic, (sample(generator, n), sample(generator, n)), options)


@pytest.mark.parametrize(("n1", "n2"), [(3, 4), (5, 6), (6, 5)])
@pytest.mark.parametrize("case", OF_GROUPS)
def test_two_groups(case, n1, n2):
    statistic, sample, options = OF_GROUPS[case]
    generator = rng(n1, case)
    row_by_row(statistic, (sample(generator, n1), sample(generator, n2)), options)


@pytest.mark.parametrize("case", OF_ONE)
def test_one_sample(case):
    statistic, sample, options = OF_ONE[case]
    row_by_row(statistic, (sample(rng(3, case), 9),), options)


@pytest.mark.parametrize("zeros", ["pratt", "wilcox"])
def test_signed_ranks_are_exact_at_any_size(zeros):
    generator = rng(1, "large")
    before, after = generator.integers(0, 9, (2, TABLES, 30)) / 7
    row_by_row(paired_differences.signed_rank, (before, after), {"zeros": zeros})


def test_item_rank_changes():
    generator = rng(1, "items")
    before, after = matrices(generator, 8), matrices(generator, 8)
    many = rank_change.item_rank_changes_over_tables(before, after, alpha=0.3)
    ones = [rank_change.item_rank_changes(*pair) for pair in zip(before, after, strict=True)]
    for of_item, result in zip(zip(*ones, strict=True), many, strict=True):
        estimates = [one.estimate for one in of_item]
        assert (result.lowest, result.highest) == pytest.approx((np.nanmin(estimates), np.nanmax(estimates)))
        assert result.significant == pytest.approx(np.mean([one.p < 0.3 for one in of_item]))
    alone = rank_change.item_rank_changes_over_tables(before[5:6], after[5:6], alpha=0.3)
    np.testing.assert_equal([one.row() for one in alone], [one.row() for one in ones[5]])


def test_drawn_p_is_near_the_exact_one():
    generator = rng(1, "drawn")
    x, y = thirds(generator, 11)[2:], thirds(generator, 16)[2:]
    drawn = two_groups.mann_whitney_many(x, y, generator=rng(1, "shuffles")).p
    exact = np.array([two_groups.mann_whitney(*pair).p for pair in zip(x, y, strict=True)])
    assert (np.abs(drawn - exact) <= 5 * np.sqrt(exact * (1 - exact) / 2000) + 1e-3).all()
    before, after = matrices(generator, 14), matrices(generator, 14)
    drawn = rank_change.rank_change_many(before, after, generator=rng(1, "flips")).p[3:]
    exact = [rank_change.rank_change(*pair, generator=generator).p for pair in zip(before[3:], after[3:], strict=True)]
    assert (np.abs(drawn - exact) <= 5 * np.sqrt(np.multiply(exact, np.subtract(1, exact)) / 2000) + 1e-3).all()


# ---------------------------------------------------------------- one table, or many


def test_one_table_is_the_ordinary_result_and_many_are_spread():
    generator = rng(1, "of")
    before, after = thirds(generator, 9), thirds(generator, 9)
    alone = paired_differences.shift.of(before[3:4], after[3:4], alpha=0.05, extent=Extent(0, 1))
    assert alone.row() == paired_differences.shift(before[3], after[3]).row()
    many = paired_differences.signed_rank.of(before, after, zeros="wilcox", alpha=0.2)
    known = paired_differences.signed_rank_many(before, after, zeros="wilcox")
    assert (many.method, many.tables, many.known) == ("Wilcoxon signed-rank V, zeros: wilcox", TABLES, "reached")
    assert (many.lowest, many.highest) == (np.nanmin(known.value), np.nanmax(known.value))
    assert many.significant == np.mean(known.p < 0.2)
    assert many.n == known.n.max()
    assert np.isnan([many.estimate, many.low, many.high, many.p]).all()


def test_bounds_stand_where_they_are_known_and_further_tables_only_where_not():
    before, after = answers(rng(1, "b"), 6), answers(rng(2, "b"), 6)
    further = np.zeros((2, 6)), np.array([[3.0] * 6, [NAN] * 6])
    mean_change = paired_categories.ordered_marginal_homogeneity
    bounded = mean_change.of(before, after, extent=Extent(-3, 3, nothing=True), far=further)
    assert (bounded.known, bounded.lowest, bounded.highest) == (NOTHING, -3, 3)
    reached = mean_change.of(before, after, far=further)
    assert (reached.known, reached.highest) == ("reached", 3)
    assert reached.lowest > -3
    with pytest.raises(TypeError, match="Stuart-Maxwell statistic has no form over many tables"):
        paired_categories.stuart_maxwell.of(before, after)


# ---------------------------------------------------------------- associations


@pytest.mark.parametrize("method", ["spearman", "kendall"])
def test_coefficients_and_those_without_a_unit(method):
    outcomes = np.concatenate([thirds(rng(1, "y"), 27), thirds(rng(2, "y"), 27)])
    x = np.array(EGDI, dtype=float)
    x[4] = NAN
    found, without = correlation_many(method, x, outcomes), leave_one_out_many(x, outcomes, method=method)
    scipy = {"spearman": stats.spearmanr, "kendall": stats.kendalltau}[method]
    for row, estimate, others in zip(outcomes, found, without, strict=True):
        both = ~np.isnan(x) & ~np.isnan(row)
        if both.sum() < 5 or np.ptp(row[both]) == 0:
            assert np.isnan([estimate, *others]).all()
            continue
        codes = level_codes(row)[both]
        assert estimate == pytest.approx(scipy(x[both], codes)[0], abs=1e-12)
        one = leave_one_out(x, row, REGION, method=method)
        assert others[both].tolist() == pytest.approx([value for _, value in one.estimates], abs=1e-12, nan_ok=True)
        assert np.isnan(others[~both]).all()


def test_no_unit_is_left_out_of_five():
    assert np.isnan(leave_one_out_many(np.arange(5), [[1, 2, 3, 4, 5]])).all()


# ---------------------------------------------------------------- ties and the curve


@pytest.mark.parametrize("size", [None, 100.0])
def test_places_by_counting(size):
    values = np.concatenate([thirds(rng(1, "ties"), 9), [[NAN] * 9, [0.0] * 9]])
    below, upto = tie_places(values * (1 + 1e-15 * rng(2, "ties").integers(-9, 9, values.shape)), size)
    for row, lower, until in zip(np.round(values, 6), below, upto, strict=True):
        expected = [((row < each).sum(), (row <= each).sum()) if each == each else (-1, -1) for each in row]
        assert list(zip(lower, until, strict=True)) == expected
    assert [places.shape for places in tie_places(np.empty((3, 0)))] == [(3, 0), (3, 0)]
    with pytest.raises(ValueError, match="infinite"):
        tie_places([[1.0, np.inf]])


def test_the_curve_in_each_table_is_that_of_the_table():
    outcomes = {"whole": thirds(rng(1, "curve"), 27), "half": thirds(rng(2, "curve"), 27)}
    years = {"one": -np.array(EGDI, dtype=float), "two": np.array(EGDI[::-1], dtype=float)}
    years["two"][3] = NAN
    samples = {"all": [], "some": [0, 1, 5], "nobody": list(range(24))}
    factors = {"year": list(years), "score": list(outcomes), "sample": list(samples), "rank": ["spearman", "kendall"]}
    choices = grid(factors)

    def build(choice, table=slice(None)):
        outcome = outcomes[choice["score"]][table].copy()
        outcome[..., samples[choice["sample"]]] = NAN
        return Specification(years[choice["year"]], outcome, choice["rank"])

    found = specification_spreads(choices, build)
    medians, positive = [], []
    for table in range(TABLES):
        curve = specification_curve(
            choices, lambda choice, table=table: build(choice, table), generator=rng(1, "c"), permutations=1
        )
        np.testing.assert_allclose(found.curves[table], curve.curves[0], rtol=0, atol=1e-12)
        estimates = np.nan_to_num(curve.curves[0][~np.isnan(found.curves).all(axis=0)])
        medians.append(np.median(estimates))
        positive.append((estimates > 1e-12).mean())
    table = found.table
    nobody = table["sample"] == "nobody"
    assert set(table.loc[nobody, "status"]) == {"not computable"}
    assert table.loc[nobody, "position"].isna().all()
    computable = table[~nobody].sort_values("position")
    assert computable["median"].is_monotonic_increasing
    assert computable[["estimate", "p"]].isna().all(axis=None)
    assert set(table.loc[table["sample"] == "all", "n"]) == {26}
    assert (found.joint["median estimate"].lowest, found.joint["median estimate"].highest) == pytest.approx(
        (min(medians), max(medians)), abs=1e-12
    )
    assert found.joint["share with the expected sign"].median == pytest.approx(np.median(positive))
    assert list(found.joint) == ["median estimate", "share with the expected sign"]
