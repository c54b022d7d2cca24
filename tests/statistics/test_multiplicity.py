"""Adjusted p-values: counted by hand, properties, missing values, families (R's p.adjust: see the reference test)."""

import itertools
import math
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from wavework.statistics.multiplicity import adjust, benjamini_hochberg, holm

some_p = st.lists(st.floats(0, 1), min_size=1, max_size=8)


def test_missing_is_no_test():
    assert holm([math.nan, 0.02, math.nan, 0.03]) == pytest.approx([math.nan, 0.04, math.nan, 0.04], nan_ok=True)
    assert np.isnan(holm([math.nan, math.nan])).all()
    assert holm([]).shape == benjamini_hochberg([]).shape == (0,)


@given(some_p)
def test_holm_is_the_closed_test_of_bonferroni(p):
    # a hypothesis' adjusted p is the largest Bonferroni p of all sets of hypotheses that contain it
    expected = [
        max(
            min(1.0, size * min(p[i] for i in chosen))
            for size in range(1, len(p) + 1)
            for chosen in itertools.combinations(range(len(p)), size)
            if one in chosen
        )
        for one in range(len(p))
    ]
    assert holm(p) == pytest.approx(expected, abs=1e-12)


@given(some_p, st.floats(0.001, 0.999))
def test_benjamini_hochberg_rejects_by_the_step_up_rule(p, level):
    ascending = sorted(p)
    # exact arithmetic decides; a level within rounding of a threshold is no test of the rule
    steps = [Fraction(ascending[k - 1]) * len(p) / k for k in range(1, len(p) + 1)]
    assume(all(abs(step - Fraction(level)) > Fraction(1, 10**12) for step in steps))
    below = [k for k, step in enumerate(steps, start=1) if step <= level]
    threshold = ascending[below[-1] - 1] if below else -1
    assert ((benjamini_hochberg(p) <= level) == (np.array(p) <= threshold)).all()


@pytest.mark.parametrize("function", [holm, benjamini_hochberg])
def test_what_is_no_p_is_refused(function):
    for bad in ([0.5, -0.1], [1.2], [math.inf]):
        with pytest.raises(ValueError, match="outside 0 to 1"):
            function(bad)
    with pytest.raises(ValueError, match="one row"):
        function([[0.1, 0.2]])


def test_families_are_adjusted_apart_and_order_is_kept():
    families = ["change", "egdi", "change", "", "egdi", "egdi", None]
    p = [0.03, 0.01, 0.04, 0.001, math.nan, 0.02, 0.5]
    table = pd.DataFrame({"statistic": list("abcdefg"), "family": families, "p": p}, index=[9, 3, 5, 7, 1, 0, 2])
    adjusted = adjust(table)
    assert adjusted["statistic"].tolist() == list("abcdefg")
    assert adjusted.index.tolist() == table.index.tolist()
    nan = math.nan
    assert adjusted["p_holm"].tolist() == pytest.approx([0.06, 0.02, 0.06, nan, nan, 0.02, nan], nan_ok=True)
    assert adjusted["p_bh"].tolist() == pytest.approx([0.04, 0.02, 0.04, nan, nan, 0.02, nan], nan_ok=True)
    assert "p_holm" not in table.columns
    assert adjust(table.iloc[:0]).columns.tolist() == [*table.columns, "p_holm", "p_bh"]
    with pytest.raises(KeyError):
        adjust(table, family="kind")
