"""Seeds, arrangements, p-values and the BCa interval."""

import itertools
import math
import subprocess
import sys
from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from wavework.statistics.resampling import (
    bca_interval,
    bootstrap_weights,
    count_arrangements,
    distinct_arrangements,
    jackknife_weights,
    level_codes,
    p_value,
    rng,
    shuffles,
    stratum_codes,
)

ONE = np.zeros(27, dtype=np.int64)


def test_a_generator_depends_on_seed_and_name_only():
    first = rng(20240101, "association.spearman.overall").integers(2**62, size=4)
    rng(20240101, "something else").random(1000)
    assert (rng(20240101, "association.spearman.overall").integers(2**62, size=4) == first).all()
    assert (rng(20240102, "association.spearman.overall").integers(2**62, size=4) != first).any()
    assert (rng(20240101, "association.spearman.overal").integers(2**62, size=4) != first).any()


def test_a_generator_is_the_same_in_another_process_with_another_hash_seed():
    code = "from wavework.statistics.resampling import rng; print(rng(7, 'é').integers(2**62, size=3).tolist())"
    seen = set()
    for seed in ("1", "2"):
        env = {"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(sys.path)}
        seen |= {
            subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True).stdout
        }
    assert seen == {f"{rng(7, 'é').integers(2**62, size=3).tolist()}\n"}


@pytest.mark.parametrize(
    ("call", "words"),
    [
        *((lambda seed=seed: rng(seed, "name"), "root seed") for seed in (-1, 1.5, True)),
        (lambda: level_codes([1.0, math.inf]), "infinite"),
        (lambda: stratum_codes(["a"], 3), "one label per unit"),
        (lambda: shuffles(np.arange(20), ONE[:20], generator=rng(1, "c"), resamples=0), "at least one resample"),
    ],
)
def test_mistakes_of_the_caller_are_refused(call, words):
    with pytest.raises(ValueError, match=words):
        call()


def test_means_added_in_another_order_are_ties():
    assert 0.1 + 0.2 + 0.3 != 0.3 + 0.2 + 0.1
    assert level_codes([0.1 + 0.2 + 0.3, 0.3 + 0.2 + 0.1, 5.0, math.nan]).tolist() == [0, 0, 1, -1]


def test_level_codes_of_nothing_and_of_zeros():
    assert level_codes([]).tolist() == []
    assert level_codes([math.nan]).tolist() == [-1]
    assert level_codes([0.0, -0.0, 0.0]).tolist() == [0, 0, 0]


def test_strata_are_coded_in_the_order_of_their_labels():
    assert stratum_codes(["LAC", "AP", "LAC"], 3).tolist() == [1, 0, 1]


@settings(deadline=None, max_examples=40)
@given(st.lists(st.integers(0, 3), min_size=1, max_size=7))
def test_distinct_arrangements_are_those_of_itertools(values):
    codes = np.unique(values, return_inverse=True)[1]
    listed = [tuple(row) for row in distinct_arrangements(codes).tolist()]
    assert listed == sorted(set(itertools.permutations(codes.tolist())))
    assert len(listed) == count_arrangements(codes, ONE[: len(codes)])


def test_arrangements_within_strata_are_the_product_of_both():
    values, strata = np.array([1.0, 2.0, 2.0, 5.0, 6.0, 6.0, 6.0]), np.array([0, 0, 0, 1, 1, 1, 1])
    order = shuffles(values, strata, generator=rng(1, "unused"))
    expected = {
        first + second
        for first in itertools.permutations(values[:3].tolist())
        for second in itertools.permutations(values[3:].tolist())
    }
    listed = [tuple(row) for block in order for row in block.tolist()]
    assert order.exact
    assert order.total == len(listed) == len(expected) == 3 * 4
    assert set(listed) == expected


def test_ten_units_are_listed_and_eleven_are_not_unless_they_tie():
    def exact(values):
        return shuffles(np.array(values), ONE[: len(values)], generator=rng(1, "a"), resamples=9).exact

    assert exact(range(10))
    assert not exact(range(11))
    assert exact([1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4])
    # few arrangements, but of too many units to be held in memory
    assert not shuffles(np.arange(9000) // 8999, np.zeros(9000, dtype=np.int64), generator=rng(1, "a")).exact


def test_random_shuffles_stay_in_their_strata_and_are_uniform():
    values, strata = np.arange(7.0), np.array([0, 0, 0, 1, 1, 1, 1])
    order = shuffles(values, strata, generator=rng(3, "uniform"), resamples=60_000, exact_limit=0)
    rows = np.concatenate(list(order))
    assert not order.exact
    assert rows.shape == (60_000, 7)
    assert (np.sort(rows[:, :3], axis=1) == [0, 1, 2]).all()
    assert (np.sort(rows[:, 3:], axis=1) == [3, 4, 5, 6]).all()
    times = list(Counter(map(tuple, rows.tolist())).values())
    assert len(times) == 6 * 24
    assert stats.chisquare(times).pvalue > 1e-4


def test_shuffles_do_not_depend_on_the_size_of_the_blocks():
    blocks = [
        np.concatenate(list(shuffles(np.arange(27), ONE, generator=rng(1, "b"), resamples=5000, cells=cells)))
        for cells in (27, 351)
    ]
    assert (blocks[0] == blocks[1]).all()


def test_p_values():
    p, error = p_value([6, 24], 24, exact=True)
    assert p.tolist() == [0.25, 1.0]
    assert error.tolist() == [0.0, 0.0]
    p, error = p_value(0, 999, exact=False)
    assert p == 1 / 1000
    assert error == pytest.approx(math.sqrt(0.001 * 0.999 / 1000))


def test_bootstrap_weights_draw_each_stratum_in_its_size():
    strata = np.array([0, 1, 0, 1, 1])
    weights = bootstrap_weights(strata, generator=rng(1, "w"), resamples=20_000)
    assert (weights[:, strata == 0].sum(axis=1) == 2).all()
    assert (weights[:, strata == 1].sum(axis=1) == 3).all()
    assert weights.mean(axis=0) == pytest.approx(np.ones(5), abs=0.03)
    # a unit is missing from a sample of three with probability (2 / 3) ** 3
    assert (weights[:, 1] == 0).mean() == pytest.approx((2 / 3) ** 3, abs=0.02)


def test_bca_of_a_mean_agrees_with_scipy():
    values = stats.gamma.rvs(1.5, size=40, random_state=5)
    strata = np.zeros(40, dtype=np.int64)
    resampled = bootstrap_weights(strata, generator=rng(1, "mean"), resamples=40_000) @ values / 40
    interval = bca_interval(values.mean(), resampled, jackknife_weights(40) @ values / 39, strata)
    scipy = stats.bootstrap((values,), np.mean, n_resamples=40_000, rng=np.random.default_rng(2)).confidence_interval
    assert (interval.low, interval.high) == pytest.approx(tuple(scipy), abs=0.02)
    assert interval.method == "BCa bootstrap"


@pytest.mark.parametrize(
    ("resampled", "jackknife", "reason"),
    [
        (np.full(100, 1.0), np.ones(5), "every resample gives the same value"),
        (np.r_[np.full(10, math.nan), np.arange(90)], np.arange(5.0), "10 % of the resamples have no statistic"),
        (np.full(100, math.nan), np.arange(5.0), "100 % of the resamples have no statistic"),
        (np.linspace(2, 3, 100), np.arange(5.0), "the estimate lies outside all resamples"),
        (np.linspace(0, 3, 100), np.r_[math.nan, np.arange(4.0)], "without one of the units there is no statistic"),
    ],
)
def test_an_interval_that_cannot_be_computed_says_why(resampled, jackknife, reason):
    interval = bca_interval(1.0, resampled, jackknife, np.zeros(5, dtype=np.int64))
    assert math.isnan(interval.low)
    assert math.isnan(interval.high)
    assert interval.method == f"not computable: {reason}"
