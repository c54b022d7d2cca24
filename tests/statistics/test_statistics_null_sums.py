"""Null distributions against complete enumeration, and the arrays they work on."""

from collections import Counter
from itertools import combinations, product
from math import comb

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wavework.statistics import null_distributions, sample_arrays

weights = st.lists(st.integers(1, 9), min_size=1, max_size=7).map(lambda w: np.array(w, dtype=np.int64))
totals = st.lists(st.integers(1, 4), min_size=1, max_size=4).map(lambda t: np.array(t, dtype=np.int64))


@given(weights, st.sampled_from([0.5, 0.2, 0.9]))
def test_sign_flip_pmf_is_the_enumeration(w, up):
    expected = np.zeros(w.sum() + 1)
    for signs in product([0, 1], repeat=w.size):
        expected[int(np.dot(signs, w))] += up ** sum(signs) * (1 - up) ** (w.size - sum(signs))
    np.testing.assert_allclose(null_distributions.sign_flip_pmf(w, up), expected, atol=1e-14)


@given(weights, st.data())
def test_subset_sum_p_is_the_enumeration(w, data):
    size = data.draw(st.integers(1, w.size))
    chosen = data.draw(st.permutations(range(w.size)))[:size]
    observed = int(w[chosen].sum())
    centre = size * w.sum()
    sums = [w.size * sum(subset) - centre for subset in combinations(w.tolist(), size)]
    expected = sum(abs(s) >= abs(w.size * observed - centre) for s in sums) / len(sums)
    assert null_distributions.subset_sum_p(w, size, observed) == pytest.approx(expected, abs=1e-13)


@given(totals, st.data())
def test_two_row_tables_are_the_allocations(t, data):
    size = data.draw(st.integers(0, int(t.sum())))
    owners = np.repeat(np.arange(t.size), t)
    expected = Counter(
        tuple(np.bincount(owners[list(units)], minlength=t.size).tolist())
        for units in combinations(range(owners.size), size)
    )
    rows, probabilities = null_distributions.two_row_tables(t, size)
    assert [tuple(row) for row in rows.tolist()] == sorted(expected)
    assert null_distributions.number_of_tables(t, size) == len(expected)
    allocations = comb(owners.size, size)
    for row, probability in zip(rows.tolist(), probabilities, strict=True):
        assert probability == pytest.approx(expected[tuple(row)] / allocations, rel=1e-12)


def test_probabilities_of_tables_too_large_for_whole_numbers():
    t = np.array([40, 35, 30], dtype=np.int64)
    rows = np.array([[20, 17, 13], [1, 19, 30]])
    expected = [comb(40, a) * comb(35, b) * comb(30, c) / comb(105, 50) for a, b, c in rows.tolist()]
    np.testing.assert_allclose(null_distributions.table_probabilities(rows, t, 50), expected, rtol=1e-11)


def test_monte_carlo_p_counts_the_observed_arrangement():
    assert null_distributions.drawn_p(0, 99)[:2] == pytest.approx((0.01, np.sqrt(0.01 * 0.99 / 100)))


def test_at_least_counts_rounding_and_the_infinite():
    assert null_distributions.at_least(np.array([1.0 - 1e-13, 0.99, np.inf]), 1.0).tolist() == [True, False, True]
    assert null_distributions.at_least(np.array([1e9, np.inf]), np.inf).tolist() == [False, True]


@pytest.mark.parametrize("n", [1, 6, 1500])
def test_fair_coin(n):
    pmf = null_distributions.binomial_pmf(n)
    assert pmf.size == n + 1
    assert pmf[n // 2] == pytest.approx(comb(n, n // 2) / 2**n, rel=1e-10)


def test_midranks_by_hand():
    # 1, 2 and 3 share ranks 2, 3, 4 between the equal ones
    assert sample_arrays.doubled_midranks(np.array([5.0, 2.0, 5.0, 1.0, 5.0])).tolist() == [8, 4, 8, 2, 8]
    rows = sample_arrays.doubled_midranks_in_rows(np.array([[3.0, 1.0, 3.0], [2.0, 2.0, 2.0]]))
    assert rows.tolist() == [[5, 2, 5], [4, 4, 4]]


def test_differences_that_differ_in_their_last_bits_tie():
    change = sample_arrays.differences([0.1, 33.3, np.nan], [0.3, 33.5, 4.0])
    assert change.tolist() == [change[0]] * 2 == pytest.approx([0.2, 0.2])
    assert (0.3 - 0.1) != (33.5 - 33.3)


def test_scores_as_whole_numbers():
    whole, unit = sample_arrays.as_integers(np.array([0.0, 100 / 3, 50.0, 100.0]))
    assert whole.tolist() == [0, 100, 150, 300]
    assert unit == pytest.approx(1 / 3)
    with pytest.raises(ValueError, match="common denominator"):
        sample_arrays.as_integers(np.array([0.0, np.pi]))


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: sample_arrays.present([[1.0]]), "dimension"),
        (lambda: sample_arrays.present([np.inf]), "infinite"),
        (lambda: sample_arrays.complete_pairs([1, 2], [1]), "one length"),
        (lambda: sample_arrays.complete_rows([1, 2]), "dimension"),
    ],
)
def test_arrays_of_the_wrong_kind_are_refused(call, words):
    with pytest.raises(ValueError, match=words):
        call()
