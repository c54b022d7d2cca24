"""Level of the tests and coverage of the intervals at the study's sizes: the numbers that docstrings state.

Where the answers can be listed, the probabilities are sums over all of them; the rest is simulated with fixed seeds.
"""

from functools import cache, partial

import numpy as np
import pytest
from scipy.special import gammaln, xlogy

from wavework.statistics import (
    contingency_tables,
    paired_categories,
    paired_differences,
    rank_change,
    reliability,
    share_intervals,
    two_groups,
)

pytestmark = pytest.mark.slow
SIZES_OF_GROUPS = pytest.mark.parametrize(("n1", "n2"), [(5, 6), (6, 9), (9, 11), (11, 16)])
SHAPES = {
    "flat": [0.25] * 4,
    "low": [0.5, 0.3, 0.15, 0.05],
    "high": [0.05, 0.15, 0.3, 0.5],
    "lowest": [0.8, 0.15, 0.04, 0.01],
    "highest": [0.01, 0.04, 0.15, 0.8],
    "split": [0.45, 0.05, 0.05, 0.45],
}


@cache
def compositions(n, k):
    """All counts (cases, k) of n answers on k points."""
    if k == 1:
        return np.array([[n]])
    parts = ((i, compositions(n - i, k - 1)) for i in range(n + 1))
    return np.vstack([np.column_stack([np.full(len(rest), i), rest]) for i, rest in parts])


def probabilities(counts, shape):
    n = counts.sum(axis=1)
    return np.exp(gammaln(n + 1) - gammaln(counts + 1).sum(axis=1) + xlogy(counts, np.asarray(shape)).sum(axis=1))


def assert_levels_are_kept(tests, samples):
    """A share of p ≤ level that is above the level, over the samples of a test, is within three standard errors."""
    for name, test in tests.items():
        p = np.array([test(*sample).p for sample in samples])
        p = p[~np.isnan(p)]
        assert p.size > 300
        for level in (0.05, 0.2):
            assert np.mean(p <= level) - 3 * np.sqrt(level * (1 - level) / p.size) <= level, name


@pytest.mark.parametrize("n", [6, 9, 11, 16])
def test_paired_tests_keep_their_level(n):
    rng = np.random.default_rng(n)
    tests = {
        "signed": partial(paired_differences.signed_rank, zeros="wilcox"),
        "pratt": partial(paired_differences.signed_rank, zeros="pratt"),
        "sign": paired_differences.sign_test,
        "ordered": paired_categories.ordered_marginal_homogeneity,
        "unordered": partial(paired_categories.marginal_homogeneity, generator=rng),
    }
    assert_levels_are_kept(tests, rng.choice(4, p=SHAPES["low"], size=(1500, 2, n)))


@pytest.mark.parametrize(("n1", "n2"), [(6, 5), (6, 9), (9, 11), (11, 16)])
def test_tests_of_two_groups_keep_their_level(n1, n2):
    rng = np.random.default_rng(n1 * n2)
    tests = {
        "ranks": two_groups.mann_whitney,
        "studentised": partial(two_groups.brunner_munzel, generator=rng),
        "ordered": partial(contingency_tables.linear_by_linear, generator=rng),
        "unordered": partial(contingency_tables.fisher_freeman_halton, generator=rng),
    }
    drawn = rng.choice(4, p=SHAPES["low"], size=(700, n1 + n2))
    assert_levels_are_kept(tests, [np.split(answers, [n1]) for answers in drawn])


def test_brunner_munzel_keeps_its_level_where_only_the_spreads_differ():
    rng = np.random.default_rng(5)
    wide, narrow = SHAPES["split"], [0.05, 0.45, 0.45, 0.05]
    studentised, ranks = [], []
    for _ in range(1500):
        x, y = rng.choice(4, p=wide, size=6), rng.choice(4, p=narrow, size=9)
        studentised.append(two_groups.brunner_munzel(x, y, generator=rng).p)
        ranks.append(two_groups.mann_whitney(x, y).p)
    assert np.mean(np.array(studentised) <= 0.05) < 0.07
    assert np.mean(np.array(ranks) <= 0.05) > 0.12  # the reason to have the other test


def test_p_is_uniform_without_ties():
    rng = np.random.default_rng(77)
    signed = [paired_differences.signed_rank(*rng.normal(size=(2, 16))).p for _ in range(2000)]
    ranks = [two_groups.mann_whitney(rng.normal(size=11), rng.normal(size=16)).p for _ in range(2000)]
    for p in (signed, ranks):
        for level in (0.05, 0.25, 0.5, 0.75):
            assert np.mean(np.array(p) <= level) == pytest.approx(level, abs=4 * np.sqrt(0.25 / 2000))


def test_friedman_and_rank_change_keep_their_level():
    rng = np.random.default_rng(9)
    drawn = rng.choice(3, size=(600, 2, 9, 4))
    tests = {
        "agreement": lambda before, _: rank_change.friedman(before, generator=rng),
        "changes": partial(rank_change.rank_change, generator=rng),
    }
    assert_levels_are_kept(tests, drawn)


@SIZES_OF_GROUPS
def test_boschloo_keeps_its_level_for_every_share(n1, n2):
    yes1, yes2 = np.meshgrid(np.arange(n1 + 1), np.arange(n2 + 1), indexing="ij")
    rejected = np.array(
        [[contingency_tables.boschloo_p(a, n1, b, n2)[0] <= 0.05 for b in range(n2 + 1)] for a in range(n1 + 1)]
    )
    ways = np.exp(
        gammaln(n1 + 1) - gammaln(yes1 + 1) - gammaln(n1 - yes1 + 1)
        + gammaln(n2 + 1) - gammaln(yes2 + 1) - gammaln(n2 - yes2 + 1)
    )  # fmt: skip
    levels = [
        (ways * share ** (yes1 + yes2) * (1 - share) ** (n1 + n2 - yes1 - yes2))[rejected].sum()
        for share in np.linspace(0, 1, 1001)
    ]
    assert 0.02 < max(levels) <= 0.05 + 1e-9


@pytest.mark.parametrize("n", [6, 9, 11, 16])
def test_mcnemars_level_and_the_coverage_of_its_interval(n):
    tables = compositions(n, 4)  # both, gained, lost, neither
    before = np.array([1, 0, 1, 0])
    after = np.array([1, 1, 0, 0])
    exact, mid, bounds = [], [], []
    for table in tables:
        one = paired_categories.mcnemar(np.repeat(before, table), np.repeat(after, table))
        exact.append(one.p <= 0.05)
        mid.append(paired_categories.mcnemar(np.repeat(before, table), np.repeat(after, table), mid_p=True).p <= 0.05)
        gained, lost = (table[1] + 1) / (n + 2), (table[2] + 1) / (n + 2)
        half = 1.959963984540054 * np.sqrt((gained + lost - (gained - lost) ** 2) / (n + 2))
        bounds.append((one.low, one.high) if one.status == "ok" else (gained - lost - half, gained - lost + half))
    bounds = np.array(bounds)
    rng = np.random.default_rng(1)
    for discordant in np.linspace(0.02, 0.98, 49):
        null = probabilities(tables, [(1 - discordant) / 2, discordant / 2, discordant / 2, (1 - discordant) / 2])
        assert null[exact].sum() <= 0.05
        assert null[mid].sum() <= (0.05 if n < 11 or discordant <= 0.6 else 0.077)
    covered = []
    for shape in rng.dirichlet([0.6] * 4, 300):
        difference = shape[1] - shape[2]
        inside = (bounds[:, 0] <= difference) & (difference <= bounds[:, 1])
        covered.append(probabilities(tables, shape)[inside].sum())
    assert np.mean(covered) > 0.965
    assert min(covered) > 0.91


@SIZES_OF_GROUPS
def test_coverage_of_cliffs_delta(n1, n2):
    first, second = compositions(n1, 4), compositions(n2, 4)
    below = np.tril(np.ones((4, 4)), -1) + np.eye(4) / 2
    theta = np.round(first @ below @ second.T / (n1 * n2), 12)
    values, place = np.unique(theta, return_inverse=True)
    bounds = np.array([two_groups.newcombe_interval(value, n1, n2) for value in values])[place]
    pairs = ["flat flat", "low low", "lowest lowest", "flat low", "split flat", "split lowest", "high low"]
    pairs += ["highest low", "highest lowest"]
    for x, y in (pair.split() for pair in pairs):
        true = np.array(SHAPES[x]) @ below @ np.array(SHAPES[y])
        weights = np.outer(probabilities(first, SHAPES[x]), probabilities(second, SHAPES[y]))
        inside = (bounds[..., 0] - 1e-9 <= true) & (true <= bounds[..., 1] + 1e-9)
        assert 0.939 <= weights[inside].sum() <= 0.998, (x, y)


@SIZES_OF_GROUPS
def test_coverage_of_the_difference_of_two_shares(n1, n2):
    yes1, yes2 = np.arange(n1 + 1), np.arange(n2 + 1)
    bounds = np.full((n1 + 1, n2 + 1, 2), np.nan)
    for a in yes1:
        for b in yes2:
            found = contingency_tables.boschloo([1] * a + [0] * (n1 - a), [1] * b + [0] * (n2 - b))
            bounds[a, b] = found.low, found.high
    bounds[0, 0] = bounds[n1, n2] = -1, 1  # not computable: counted as covering, as no interval is shown
    covered = []
    for p, q in np.random.default_rng(4).beta(0.7, 0.7, (500, 2)):
        weights = np.outer(
            probabilities(np.column_stack([yes1, n1 - yes1]), [p, 1 - p]),
            probabilities(np.column_stack([yes2, n2 - yes2]), [q, 1 - q]),
        )
        covered.append(weights[(bounds[..., 0] <= p - q) & (p - q <= bounds[..., 1])].sum())
    assert np.mean(covered) > 0.96
    assert min(covered) > 0.89


@pytest.mark.parametrize("n", [6, 9, 11, 16])
def test_coverage_of_the_mean(n):
    shapes = [
        [0.2] * 5, [0.05, 0.2, 0.5, 0.2, 0.05], [0.5, 0.25, 0.15, 0.07, 0.03], [0.8, 0.12, 0.04, 0.03, 0.01],
        [0.4, 0.08, 0.04, 0.08, 0.4], [0.02, 0.08, 0.2, 0.4, 0.3], [0, 0.5, 0.5, 0, 0], [0.9, 0, 0, 0, 0.1],
    ]  # fmt: skip
    counts, scale = compositions(n, 5), np.arange(1, 6)
    results = [share_intervals.mean(np.repeat(scale, row), low=1, high=5) for row in counts]
    low, high = np.array([found.low for found in results]), np.array([found.high for found in results])
    for shape in shapes:
        true = scale @ np.array(shape)
        inside = (low - 1e-9 <= true) & (true <= high + 1e-9)
        assert probabilities(counts, shape)[inside].sum() >= 0.9315, shape


@pytest.mark.parametrize("n", [6, 9, 11, 16])
def test_coverage_of_rank_biserial_and_shift(n):
    rng = np.random.default_rng(n)
    steps = np.arange(-3, 4)
    for shape in (
        [0.02, 0.08, 0.15, 0.5, 0.15, 0.08, 0.02],
        [0, 0.03, 0.12, 0.4, 0.3, 0.1, 0.05],
        [0, 0, 0.05, 0.75, 0.15, 0.05, 0],
        [0.1, 0, 0, 0.3, 0.5, 0.1, 0],
    ):
        effects, moved = [], []
        for d in rng.choice(steps, p=shape, size=(500, n)):
            effects.append(paired_differences.rank_biserial(np.zeros(n), d, zeros="wilcox"))
            moved.append(paired_differences.shift(np.zeros(n), d))
        effects = [found for found in effects if found.status == "ok"]
        moved = [found for found in moved if not np.isnan(found.low)]
        true = np.mean([found.estimate for found in effects])
        assert np.mean([found.low <= true <= found.high for found in effects]) >= 0.92, shape
        # the pseudomedian: the median of the average of two independent changes
        average = (steps[:, None] + steps[None, :]).ravel() / 2
        order = np.argsort(average, kind="stable")
        half = np.searchsorted(np.cumsum(np.outer(shape, shape).ravel()[order]), 0.5)
        pseudomedian = average[order][half]
        assert np.mean([found.low <= pseudomedian <= found.high for found in moved]) >= 0.93, shape


@pytest.mark.parametrize(("cuts", "lowest"), [([-0.8, 0, 0.8], 0.925), ([0.3, 0.9, 1.5], 0.86)])
@pytest.mark.parametrize("n", [9, 11, 16])
def test_coverage_of_alpha(cuts, lowest, n):
    rng = np.random.default_rng(n)
    loadings = np.full(5, 0.7)

    def services(number):
        common = rng.normal(size=(number, 1)) * loadings
        return np.searchsorted(cuts, common + rng.normal(size=(number, 5)) * np.sqrt(1 - loadings**2))

    true = reliability.cronbach_alpha(services(200_000)).estimate
    found = [reliability.cronbach_alpha(services(n)) for _ in range(1500)]
    covered = [one.low <= true <= one.high for one in found if one.status == "ok"]
    assert np.mean(covered) >= lowest
