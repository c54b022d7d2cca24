"""What the tests of small samples share: samples of answers, and the enumerations that define the exact tests."""

import shutil
import subprocess
from functools import partial
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from hypothesis import strategies as st

from wavework.statistics.rank_correlation import rank_correlation

spearman, kendall_tau_b = partial(rank_correlation, "spearman"), partial(rank_correlation, "kendall")
ANSWERS = st.integers(1, 4)
PAIRS = st.lists(st.tuples(ANSWERS, ANSWERS), min_size=3, max_size=7).filter(lambda ps: any(a != b for a, b in ps))
GROUP = st.lists(ANSWERS, min_size=2, max_size=5)
TWO_GROUPS = st.tuples(GROUP, GROUP).filter(lambda xy: len({*xy[0], *xy[1]}) > 1)
EGDI = [7, 127, 43, 105, 77, 14, 125, 89, 3, 12, 86, 98, 49, 36, 70, 56, 84, 62, 94, 59, 41, 79, 126, 155, 82, 108, 35]
REGION = ["AP"] * 11 + ["LAC"] * 16
REFERENCE = Path(__file__).parents[1] / "reference"


def needs_r(test):
    """A test that runs R, where there is one."""
    return pytest.mark.r(pytest.mark.skipif(not shutil.which("Rscript"), reason="R is not installed")(test))


def run_r(script, target):
    """Have R make the file or folder of a script of tests/reference again."""
    subprocess.run(["Rscript", "--vanilla", REFERENCE / f"{script}.R", target], check=True, capture_output=True)


def generator():
    return np.random.default_rng(11)


def split(pairs):
    """The values before and those after."""
    return np.array([a for a, _ in pairs], dtype=float), np.array([b for _, b in pairs], dtype=float)


def allocations(x, y):
    """Every way to hand the values at hand to two groups of these sizes."""
    pooled = np.array([*x, *y], dtype=float)
    for chosen in combinations(range(pooled.size), len(x)):
        first = np.isin(np.arange(pooled.size), chosen)
        yield pooled[first], pooled[~first]


def share_reaching(values, observed):
    """The share of the values that are at least as large as the observed one, which may be infinite."""
    return np.mean([v >= observed - 1e-9 if np.isfinite(observed) else v == observed for v in values])


def agrees(drawn, listed):
    """Whether a p from drawn cases says so, and lies within five of its errors of that from all cases."""
    said = "exact" in listed.p_method and "Monte Carlo" in drawn.p_method
    return said and drawn.p_error > 0 and abs(drawn.p - listed.p) <= 5 * drawn.p_error
