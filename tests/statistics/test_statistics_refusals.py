"""What every statistic of pairs and of two groups refuses, and what drops out of it."""

import numpy as np
import pytest
from small_samples import generator

from wavework.statistics import contingency_tables, paired_categories, paired_differences, two_groups

NAN = np.nan
OF_PAIRS = [
    paired_differences.signed_rank,
    paired_differences.sign_test,
    paired_differences.shift,
    paired_differences.rank_biserial,
    paired_categories.mcnemar,
    paired_categories.stuart_maxwell,
    paired_categories.ordered_marginal_homogeneity,
    lambda before, after: paired_categories.marginal_homogeneity(before, after, generator=generator()),
]
OF_GROUPS = [
    two_groups.mann_whitney,
    two_groups.cliffs_delta,
    lambda x, y: two_groups.brunner_munzel(x, y, generator=generator()),
    lambda x, y: contingency_tables.linear_by_linear(x, y, generator=generator()),
    lambda x, y: contingency_tables.fisher_freeman_halton(x, y, generator=generator()),
    contingency_tables.boschloo,
]
TOO_FEW = [  # before, after or x, y; how many values or pairs there are; words of the reason
    (OF_PAIRS, [], [], 0, "0 complete pairs"),
    (OF_PAIRS, [NAN] * 9, [1] * 9, 0, "0 complete pairs"),
    (OF_PAIRS, [0, 1], [1, 1], 2, "2 complete pairs"),
    (OF_PAIRS, [0, 1, NAN], [1, 1, 0], 2, "2 complete pairs"),
    (OF_PAIRS, [1, 0, 1, 1], [1, 0, 1, 1], 4, "no pair changed"),
    (OF_GROUPS, [], [], 0, "groups of 0 and 0"),
    (OF_GROUPS, [1, 0, 1], [NAN, NAN], 3, "groups of 3 and 0"),
    (OF_GROUPS, [1, NAN], [0, 1, 1], 4, "groups of 1 and 3"),
    (OF_GROUPS, [1, 1, 1], [1, 1], 5, "all values are equal"),
]


@pytest.mark.parametrize(
    ("function", "x", "y", "n", "words"), [(function, *case) for functions, *case in TOO_FEW for function in functions]
)
def test_not_computable(function, x, y, n, words):
    found = function(x, y)
    assert found.status == "not computable"
    assert words in found.reason
    assert found.n == n
    assert found.method
    assert found.source
    assert np.isnan([found.estimate, found.low, found.high, found.p]).all()


@pytest.mark.parametrize("function", OF_PAIRS)
def test_missing_pairs_drop_out(function):
    before, after = [1, 0, NAN, 0, 1, 1, 0], [0, 0, 1, 1, NAN, 1, 1]
    found = function(before, after)
    assert found.n == 5
    assert str(found) == str(function([1, 0, 0, 1, 0], [0, 0, 1, 1, 1]))


@pytest.mark.parametrize("function", OF_GROUPS)
def test_missing_values_drop_out(function):
    found = function([1, NAN, 0, 1], [0, 1, 1, NAN])
    assert str(found) == str(function([1, 0, 1], [0, 1, 1]))
    assert found.n == 6


def test_more_than_yes_and_no_is_ranked_with_values_missing():
    before, after = [1, 2, NAN, 2, 3, 1, 2], [2, 2, 3, 4, NAN, 3, 1]
    for function in OF_PAIRS[:4]:
        assert str(function(before, after)) == str(function([1, 2, 2, 1, 2], [2, 2, 4, 3, 1]))
    for function in OF_GROUPS[:3]:
        found = function([1, NAN, 3, 4], [2, 1, 1, NAN])
        assert found == function([1, 3, 4], [2, 1, 1])
        assert "n_x=3; n_y=3" in found.detail


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: paired_differences.signed_rank([1, 2, 3], [2, 3, 5], zeros="drop"), "zeros"),
        (lambda: paired_differences.shift([1, 2, 3], [1, 2]), "one length"),
        (lambda: paired_categories.mcnemar([1, 2, 0], [0, 1, 1]), "1 or 0"),
        (lambda: contingency_tables.boschloo([1, 2], [0, 1]), "1 or 0"),
        (lambda: contingency_tables.boschloo([2], [0, 1]), "1 or 0"),
        (lambda: contingency_tables.boschloo_p(1, 2, 1, 2, alternative="both"), "alternative"),
    ],
)
def test_wrong_words_and_values_are_mistakes_of_the_caller(call, words):
    with pytest.raises(ValueError, match=words):
        call()
