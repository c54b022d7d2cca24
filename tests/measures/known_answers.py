"""Known answers of the World Bank's data, typed from its own description: 27 countries, AP 11, LAC 16."""

import pandas as pd
import pytest

RHO, TAU, CHANGE = "Spearman's rho", "Kendall's tau-b", "mean change"
KNOWN = [  # measure, wave, method, 27 countries, AP 11, LAC 16
    ("gtmi", "govtech_2020", RHO, 0.7717, 0.8818, 0.7059),
    ("gtmi", "govtech_2022", RHO, 0.5244, 0.6091, 0.5088),
    ("gtmi", "govtech_2022", TAU, 0.3732, 0.4545, 0.3667),
    ("questionnaire", "govtech_2022", RHO, 0.5177, 0.5727, 0.5235),
    ("gtmi", "govtech_2022", CHANGE, 0.0089, 0.0027, 0.0131),
    ("gtmi", "govtech_2025", CHANGE, 0.0453, 0.0553, 0.0385),
]


def assert_known(statistics: pd.DataFrame) -> None:
    """The finished statistics of a study of the 27 countries hold them."""
    found = statistics[statistics["question"].isin(["measure association", "measure change"])]
    found = found[found["outcome"] != "panel of all waves"]
    for measure, wave, method, pooled, ap, lac in KNOWN:
        rows = found[(found["measure"] == measure) & (found["wave"] == wave) & (found["method"] == method)]
        given = dict(zip(rows["region"], rows["estimate"].astype(float), strict=True))
        # Half a unit of the fourth digit, and a little: 0.0553 is typed for what the data's own file makes 0.055247.
        assert given == pytest.approx({"pooled": pooled, "AP": ap, "LAC": lac}, abs=0.000054), (measure, wave, method)
    counts = found[(found["question"] == "measure change") & (found["region"] == "pooled")]["n"]
    assert set(counts.astype(float)) == {27}
