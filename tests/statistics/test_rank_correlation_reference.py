"""Agreement with R: base, coin, boot, psych (tests/reference/associations.R makes associations.csv)."""

import math

import numpy as np
import pandas as pd
import pytest
from small_samples import REFERENCE, kendall_tau_b, needs_r, run_r, spearman

from wavework.statistics.multiplicity import benjamini_hochberg, holm
from wavework.statistics.rank_correlation import partial_spearman
from wavework.statistics.resampling import rng
from wavework.statistics.result import Result

EXACT = 1e-10
TABLE = pd.read_csv(REFERENCE / "associations.csv", keep_default_na=False, dtype=str)
ASSOCIATIONS = TABLE[TABLE["case"] != "adjusted"]
ADJUSTED = TABLE[TABLE["case"] == "adjusted"]


def numbers(text: str) -> np.ndarray:
    return np.array([float(part) for part in text.split("|")])


def ours(row: pd.Series) -> Result:
    x, y = numbers(row["x"]), numbers(row["y"])
    strata = row["strata"].split("|") if row["strata"] else None
    generator = rng(20240101, f"{row['case']}/{row['quantity']}")
    if row["quantity"].startswith("partial"):
        return partial_spearman(x, y, numbers(row["z"]), generator=generator, strata=strata)
    function = spearman if row["quantity"].startswith("rho") else kendall_tau_b
    return function(x, y, generator=generator, strata=strata)


@pytest.mark.parametrize("position", ASSOCIATIONS.index, ids=lambda i: f"{TABLE['case'][i]}, {TABLE['quantity'][i]}")
def test_association_agrees_with_r(position):
    row = ASSOCIATIONS.loc[position]
    expected, error, result = float(row["value"]), float(row["error"]), ours(row)
    quantity = row["quantity"]
    if quantity.endswith(" p"):
        # five standard errors of both Monte Carlo runs together; both 0 where exact
        assert result.p == pytest.approx(expected, abs=5 * math.hypot(error, result.p_error) + EXACT, rel=0)
    elif quantity.endswith((" low", " high")):
        bound = result.low if quantity.endswith(" low") else result.high
        assert bound == pytest.approx(expected, abs=3 * error, rel=0)
    elif quantity.endswith(" between"):
        # printed with six significant digits
        assert result.detail.split("between strata=")[1] == f"{expected:.6g}"
    else:
        assert result.estimate == pytest.approx(expected, abs=EXACT, rel=0)


def test_small_cases_are_exact_and_large_ones_say_their_error():
    for row in ASSOCIATIONS.loc[ASSOCIATIONS["quantity"].isin(["rho p", "tau p", "partial p"])].itertuples():
        result = ours(ASSOCIATIONS.loc[row.Index])
        listed = row.case not in {"sixteen", "sixteen tied", "twenty-seven", "strata", "partial sixteen"}
        assert ("exact" in result.p_method) == listed
        assert (result.p_error == 0) == listed


@pytest.mark.parametrize(("name", "function"), [("holm", holm), ("bh", benjamini_hochberg)])
def test_adjusted_p_agree_with_p_adjust(name, function):
    p = [0.01, 0.04, math.nan, 0.03, 0.005, 0.04, 0.9]
    adjusted = function(p)
    expected = ADJUSTED[ADJUSTED["quantity"].str.startswith(name)]
    assert len(expected) == 6
    for row in expected.itertuples():
        assert adjusted[int(row.quantity.split()[1]) - 1] == pytest.approx(float(row.value), abs=1e-14)
    assert math.isnan(adjusted[2])


@needs_r
def test_r_still_gives_the_reference(tmp_path):
    again = tmp_path / "associations.csv"
    run_r("associations", again)
    new = pd.read_csv(again, keep_default_na=False, dtype=str)
    pd.testing.assert_frame_equal(new.drop(columns=["value", "error"]), TABLE.drop(columns=["value", "error"]))
    tolerance = 6 * TABLE["error"].astype(float) + 1e-12
    assert ((new["value"].astype(float) - TABLE["value"].astype(float)).abs() <= tolerance).all()
