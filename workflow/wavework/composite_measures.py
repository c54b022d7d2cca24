"""The measures of all waves together, with those that are the mean of their parts."""

from collections.abc import Sequence

import pandas as pd

from wavework.measures import COLUMNS


def all_measures(waves: Sequence[pd.DataFrame], measures: pd.DataFrame) -> pd.DataFrame:
    """The measures of all waves in one table, with those that are the mean of their parts.

    waves: the tables of `wave_measures`; measures: the codebook's. A mean of parts takes each part from 0 (its
    minimum) to 1 (its maximum), turned round where lower is better; it is missing where a part is. Where a wave brings
    it itself it is taken as it comes. Returns COLUMNS, sorted by wave, measure in the codebook's order, and unit.
    """
    table = pd.concat(waves, ignore_index=True).astype({"value": float})
    parts = measures[measures["part_of"] != ""]
    given = pd.MultiIndex.from_frame(table[["wave", "measure"]].drop_duplicates())
    rows = table.merge(parts, on="measure", validate="many_to_one")
    rows = rows[~pd.MultiIndex.from_frame(rows[["wave", "part_of"]]).isin(given)]
    low, high = rows["minimum"].astype(float), rows["maximum"].astype(float)
    scaled = (rows["value"] - low) / (high - low)
    means = (
        rows.assign(value=scaled.where(rows["better"] == "higher", 1 - scaled))
        .groupby(["wave", "region", "unit", "country", "part_of", "basis"], as_index=False)
        .agg(value=("value", lambda values: values.mean(skipna=False)), comparable=("comparable", _weakest))
        .rename(columns={"part_of": "measure"})
        .assign(status=lambda t: t["value"].notna().map({True: "answered", False: "no_answer"}))
    )
    order = {measure: place for place, measure in enumerate(measures["measure"])}
    return pd.concat([table, means])[COLUMNS].sort_values(
        ["wave", "measure", "unit"], key=lambda c: c.map(order) if c.name == "measure" else c, ignore_index=True
    )


def _weakest(comparable: pd.Series) -> str:
    """A mean of parts is as comparable as its least comparable part."""
    return "no" if (comparable == "no").any() else "yes"
