"""Signed ranks, signs, shift, effect size: brute force, invariances, refusals."""

from fractions import Fraction
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from small_samples import PAIRS, split

from wavework.statistics import paired_differences

rules = pytest.mark.parametrize("zeros", ["pratt", "wilcox"])


def brute_signed_rank(d, zeros):
    """V and p by listing all sign flips, with ranks counted from their definition."""
    d = [x for x in d if x != 0 or zeros == "pratt"]
    ranks = [sum(abs(y) < abs(x) for y in d) + Fraction(1 + sum(abs(y) == abs(x) for y in d), 2) for x in d if x != 0]
    signs = [x > 0 for x in d if x != 0]
    v = sum((r for r, s in zip(ranks, signs, strict=True) if s), Fraction(0))
    centre = sum(ranks, Fraction(0)) / 2
    flips = [
        sum((r for r, s in zip(ranks, f, strict=True) if s), Fraction(0))
        for f in product([False, True], repeat=len(ranks))
    ]
    return float(v), sum(abs(t - centre) >= abs(v - centre) for t in flips) / len(flips)


@rules
@given(ps=PAIRS)
def test_signed_rank_is_the_enumeration_of_sign_flips(zeros, ps):
    before, after = split(ps)
    found = paired_differences.signed_rank(before, after, zeros=zeros)
    assert (found.estimate, found.p) == pytest.approx(brute_signed_rank((after - before).tolist(), zeros))


# Scores of three or seven items worth 0, 50 or 100, added up in any order: sixths and fourteenths of a hundred.
WORTH = st.sampled_from([0.0, 50.0, 100.0])
scores = st.sampled_from([3, 7]).flatmap(lambda k: st.lists(WORTH, min_size=k, max_size=k))
scored_pairs = st.lists(st.tuples(scores, scores), min_size=3, max_size=7)


def exact_mean(values):
    return sum(map(Fraction, values), Fraction(0)) / len(values)


@rules
@given(ps=scored_pairs.filter(lambda ps: any(exact_mean(a) != exact_mean(b) for a, b in ps)))
def test_equal_changes_of_means_are_ties(zeros, ps):
    # divided before they are added, so that means which are equal differ in their last bits
    before, after = (np.array([sum(score / len(pair[end]) for score in pair[end]) for pair in ps]) for end in (0, 1))
    result = paired_differences.signed_rank(before, after, zeros=zeros)
    v, p = brute_signed_rank([exact_mean(b) - exact_mean(a) for a, b in ps], zeros)
    assert result.estimate == v
    assert result.p == pytest.approx(p, abs=1e-12)


@pytest.mark.parametrize("parts", [3, 7])
def test_equal_changes_from_different_places_are_one_size(parts):
    before, after = (
        100 * np.array(each) / parts for each in ([0, parts, parts - 1, 0, 1, 0], [1, parts - 1, parts, 0, 1, 3])
    )
    assert len({*np.abs(after - before)[:3].tolist()}) > 1  # one part, in floats of several sizes
    result = paired_differences.signed_rank(before, after)
    # By hand: changes +1, -1, +1, 0, 0, +3 parts; mid-ranks 4, 4, 4, 1.5, 1.5, 6; V = 4 + 4 + 6 of 18. At least as far
    # from 9 as 14: sums of 14 or more, or of 4 or less. Those are 18 (once), 14 (the six and two of three fours: 3), 4
    # (3) and 0 (1) of the 16: p = 8/16.
    assert (result.estimate, result.p) == (14, 0.5)


def test_scipy_reads_the_wrong_table_under_ties_and_zeros():
    # five rises, one fall, three unchanged: the module's docstring says why SciPy's "exact" is not exact here
    before, after = [2, 3, 1, 4, 2, 2, 3, 3, 1], [3, 3, 2, 4, 4, 1, 3, 4, 3]
    v, p = brute_signed_rank((np.array(after) - np.array(before)).tolist(), "pratt")
    assert (v, p) == (33.5, 0.15625)
    assert paired_differences.signed_rank(before, after).p == p
    assert stats.wilcoxon(after, before, zero_method="pratt", method="exact").pvalue != pytest.approx(p)


@rules
@given(ps=PAIRS, order=st.randoms(use_true_random=False))
def test_signed_rank_does_not_depend_on_order_or_unit_and_turns_with_time(zeros, ps, order):
    before, after = split(ps)
    one = paired_differences.rank_biserial(before, after, zeros=zeros)
    shuffled = list(ps)
    order.shuffle(shuffled)
    again = paired_differences.rank_biserial(*(10 * side + 5 for side in split(shuffled)), zeros=zeros)
    assert again == one
    back = paired_differences.rank_biserial(after, before, zeros=zeros)
    assert [back.estimate, back.low, back.high, back.p] == pytest.approx([-one.estimate, -one.high, -one.low, one.p])


@rules
@given(ps=PAIRS)
def test_rank_biserial_interval_excludes_zero_where_the_test_rejects(zeros, ps):
    before, after = split(ps)
    effect = paired_differences.rank_biserial(before, after, zeros=zeros)
    assert effect.low <= effect.estimate <= effect.high
    assert (effect.low > 0 or effect.high < 0) == (effect.p <= 0.05)


def test_rank_biserial_by_hand():
    # changes 1, 2, −1, 0: without zeros the ranks are 1½, 3, 1½ and r = (4½ − 1½)/6; with Pratt's 2½, 4, 2½
    before, after = [1, 1, 2, 3], [2, 3, 1, 3]
    assert paired_differences.rank_biserial(before, after, zeros="wilcox").estimate == pytest.approx(3 / 6)
    assert paired_differences.rank_biserial(before, after, zeros="pratt").estimate == pytest.approx(4 / 9)


def test_all_up_leaves_room_below():
    # P(all six up | π) = π⁶ = 0.025
    effect = paired_differences.rank_biserial([0] * 6, [1, 2, 3, 4, 5, 6])
    assert effect.estimate == 1
    assert (effect.low, effect.high) == pytest.approx((2 * 0.025 ** (1 / 6) - 1, 1))


def test_sign_test_by_hand():
    # 5 rises, 1 fall: p = 2·(6 + 1)/64
    found = paired_differences.sign_test([0] * 8, [1, 1, 1, 1, 1, -1, 0, 0])
    assert found.p == pytest.approx(14 / 64)
    assert found.estimate == pytest.approx(5 / 6)
    assert found.n == 8
    assert found.detail == "rises=5; falls=1; unchanged=2; smallest_p=0.03125"


def test_smallest_p_can_be_reached():
    found = paired_differences.signed_rank([1, 1, 1, 1], [2, 4, 3, 1])
    assert found.p == 0.25
    assert "smallest_p=0.25" in found.detail


NONE = np.nan


@pytest.mark.parametrize(
    ("before", "after", "estimate", "low", "high", "words"),
    [
        # six changes of 2, five of 0: most Walsh averages are 1; unchanged pairs count
        ([1] * 11, [3] * 6 + [1] * 5, 1, 0, 2, "exact signed-rank, closed"),
        ([0] * 5, [1, 2, 3, 4, 5], 3, NONE, NONE, "none: no 95 % interval below 6 pairs"),
        ([0] * 6, [1, 2, 3, 4, 5, 6], 3.5, 1, 6, "exact signed-rank, closed"),
        ([1] * 9, [2] * 9, 1, NONE, NONE, "none: too few different changes, its ends would be equal"),
    ],
)
def test_shift_by_hand(before, after, estimate, low, high, words):
    found = paired_differences.shift(before, after)
    assert [found.estimate, found.low, found.high] == pytest.approx([estimate, low, high], nan_ok=True)
    assert found.interval_method == words
    if len(before) == 6:
        assert found.detail == "confidence=0.96875"


@given(ps=PAIRS)
def test_shift_lies_in_its_interval_and_turns_with_time(ps):
    before, after = split(ps)
    one, back = paired_differences.shift(before, after), paired_differences.shift(after, before)
    assert back.estimate == pytest.approx(-one.estimate)
    if not np.isnan(one.low):
        assert one.low <= one.estimate <= one.high
        assert (back.low, back.high) == pytest.approx((-one.high, -one.low))
