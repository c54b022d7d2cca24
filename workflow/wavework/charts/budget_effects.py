"""Effects on budgets: `stacked_shares` with a diverging palette (decreased, the same, increased).

Columns, options and words as in `stacked_shares`; panels are regions, items are the budgets.
"""

from collections.abc import Mapping
from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from wavework.charts import stacked_shares
from wavework.charts.contract import chart

REQUIRED = stacked_shares.REQUIRED


@chart(
    required=REQUIRED,
    key=stacked_shares.KEY,
    numeric=stacked_shares.NUMERIC,
    words=stacked_shares.WORDS,
    options={"palette": "diverging", "scale_length": 3},
)
def draw(data: pd.DataFrame, spec: Mapping[str, Any], words: Mapping[str, str]) -> Figure:
    """Draw the figure; see `stacked_shares`."""
    return stacked_shares.draw(data, spec, words)
