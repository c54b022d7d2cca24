"""Alpha, omega, item-rest correlation, ceiling and floor: worked examples and refusals."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from wavework.statistics import reliability as sq

matrices = st.lists(st.lists(st.integers(1, 4), min_size=3, max_size=3), min_size=5, max_size=11).map(np.array)


def test_alpha_by_hand():
    # items 1, 2, 3, 4 and 1, 3, 2, 4: variances 5/3 each, variance of the sum 6; alpha = 2·(1 − (10/3)/6)
    found = sq.cronbach_alpha([[1, 1], [2, 3], [3, 2], [4, 4]])
    assert found.estimate == pytest.approx(8 / 9)
    assert found.low == pytest.approx(1 - (1 / 9) * stats.f.ppf(0.975, 3, 3))
    assert found.high == pytest.approx(1 - (1 / 9) * stats.f.ppf(0.025, 3, 3))


def test_parallel_items_are_perfectly_reliable():
    column = np.array([1, 2, 2, 4, 3, 1])
    assert sq.cronbach_alpha(np.column_stack([column, column, column])).estimate == pytest.approx(1)


def test_negative_alpha_is_shown():
    assert sq.cronbach_alpha([[1, 4], [2, 3], [3, 3], [4, 2]]).estimate < 0


def test_items_that_all_answer_alike_are_left_out():
    matrix = np.array([[1, 1], [2, 3], [3, 2], [4, 4]])
    with_constant = np.column_stack([matrix, [3, 3, 3, 3]])
    found = sq.cronbach_alpha(with_constant)
    assert found.estimate == pytest.approx(8 / 9)
    assert found.detail == "items=2; constant_items=1"
    rest = sq.item_rest(with_constant)
    assert [one.status for one in rest] == ["ok", "ok", "not computable"]
    assert rest[0].estimate == pytest.approx(0.8)


@given(matrices, st.randoms(use_true_random=False))
def test_order_and_unit_change_nothing(matrix, order):
    one = sq.cronbach_alpha(matrix)
    rows, columns = list(range(len(matrix))), [0, 1, 2]
    order.shuffle(rows)
    order.shuffle(columns)
    again = sq.cronbach_alpha(25.0 * (matrix[rows][:, columns] - 1))
    assert again.status == one.status
    if one.status == "ok":
        assert [again.estimate, again.low, again.high] == pytest.approx([one.estimate, one.low, one.high])
        assert one.low <= one.estimate <= one.high


def rows_with(correlations, n, seed):
    """Made-up values of n services that have exactly these correlations."""
    raw = np.random.default_rng(seed).normal(size=(n, len(correlations)))
    raw -= raw.mean(axis=0)
    white = raw @ np.linalg.inv(np.linalg.cholesky(np.cov(raw, rowvar=False))).T
    return white @ np.linalg.cholesky(correlations).T


def test_omega_of_exact_loadings():
    # three items: the loadings solve r12 = ab, r13 = ac, r23 = bc exactly; rows made to have these correlations
    loadings = np.array([0.9, 0.8, 0.6])
    wanted = np.outer(loadings, loadings)
    np.fill_diagonal(wanted, 1)
    found = sq.mcdonald_omega(rows_with(wanted, 11, seed=1))
    assert found.estimate == pytest.approx(2.3**2 / (2.3**2 + 3 - 0.81 - 0.64 - 0.36), abs=1e-7)
    assert "loading_min=0.6; loading_max=0.9" in found.detail
    assert np.isnan([found.low, found.high]).all()


def test_omega_says_when_there_is_no_factor():
    # r12 = r13 = 0.9, r23 = 0.63: the first loading would be sqrt(0.9·0.9/0.63) > 1
    wanted = np.array([[1, 0.9, 0.9], [0.9, 1, 0.63], [0.9, 0.63, 1]])
    heywood = sq.mcdonald_omega(rows_with(wanted, 9, seed=2))
    assert heywood.status == "not computable"
    assert "Heywood" in heywood.reason
    reversed_item = np.array([[1, 2, 4], [2, 2, 3], [3, 4, 2], [4, 3, 2], [4, 4, 1], [1, 1, 3]])
    assert "different ways" in sq.mcdonald_omega(reversed_item).reason


def test_item_rest_leaves_the_item_out_of_the_sum():
    matrix = np.array([[1, 2, 1], [2, 2, 3], [3, 4, 2], [4, 3, 4], [2, 1, 1]])
    for j, found in enumerate(sq.item_rest(matrix)):
        expected = stats.pearsonr(matrix[:, j], np.delete(matrix, j, axis=1).sum(axis=1))
        interval = expected.confidence_interval()
        assert [found.estimate, found.low, found.high] == pytest.approx([expected.statistic, *interval])


def test_a_perfect_correlation_has_no_interval():
    first, second = sq.item_rest([[1, 2], [2, 4], [3, 6], [4, 8], [1, 2]])
    assert first.estimate == second.estimate == 1
    assert np.isnan([first.low, first.high]).all()
    assert "perfect" in first.interval_method


@pytest.mark.parametrize("function", [sq.cronbach_alpha, sq.mcdonald_omega, lambda m: sq.item_rest(m)[0]])
def test_services_with_a_gap_drop_out(function):
    matrix = np.array(
        [[1, 1, 2], [2, 3, 3], [3, 2, 2], [4, 4, 3], [2, 2, 1], [np.nan, 4, 4], [3, 3, 4], [1, 2, 1], [4, 3, 4]]
    )
    found = function(matrix)
    assert (found.status, found.n) == ("ok", 8)
    assert found == function(np.delete(matrix, 5, axis=0))


@pytest.mark.parametrize(
    ("matrix", "words"),
    [
        (np.full((9, 4), np.nan), "0 complete services"),
        ([[1, 2, 3], [2, 3, 4], [4, 3, 2]], "3 complete services"),
        (np.full((9, 4), 3), "0 items that vary"),
        (np.empty((0, 3)), "0 complete services"),
    ],
)
def test_not_computable(matrix, words):
    for found in [sq.cronbach_alpha(matrix), sq.mcdonald_omega(matrix), *sq.item_rest(matrix)]:
        assert found.status == "not computable"
        assert words in found.reason
        assert np.isnan([found.estimate, found.low, found.high]).all()


def test_items_that_cancel_out():
    assert "cancel" in sq.cronbach_alpha([[1, 4], [2, 3], [3, 2], [4, 1]]).reason
    third = sq.item_rest([[1, 4, 2], [2, 3, 1], [3, 2, 4], [4, 1, 4]])[2]
    assert "does not vary" in third.reason


def test_ceiling_and_floor_by_counting():
    scores = [100, 100, 50, 0, np.nan, 62.5, 75]
    ceiling, floor = sq.ceiling(scores, low=0, high=100), sq.floor(scores, low=0, high=100)
    assert (ceiling.estimate, floor.estimate) == pytest.approx((2 / 6, 1 / 6))
    assert ceiling.n == floor.n == 6
    assert ceiling.detail == "count=2; above_15_percent=yes"
    # Wilson: the bounds solve |1/6 − π| = z·sqrt(π(1 − π)/6)
    for bound in (floor.low, floor.high):
        assert abs(1 / 6 - bound) / np.sqrt(bound * (1 - bound) / 6) == pytest.approx(stats.norm.ppf(0.975))
    assert sq.ceiling([1, 2, 3, 4, 2, 3, 2], low=1, high=5).detail == "count=0; above_15_percent=no"
    assert sq.ceiling([np.nan], low=0, high=100).status == "not computable"
    with pytest.raises(ValueError, match="outside"):
        sq.ceiling([101], low=0, high=100)
    with pytest.raises(ValueError, match="above"):
        sq.floor([1], low=1, high=1)
