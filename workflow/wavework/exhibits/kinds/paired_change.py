"""Change between two waves, over the units of both."""

import pandas as pd

from wavework.exhibits.kind import Kind
from wavework.exhibits.labels import Labels
from wavework.exhibits.results import Declaration, Results, places
from wavework.scores import OVERALL

COLUMNS = ["panel", "panel_order", "row", "row_order", "value_from", "value_to", "n", "summary"]


def paired_change(declaration: Declaration, results: Results) -> pd.DataFrame:
    """Median score per dimension in both waves of each declared pair, over the units of both."""
    scores = results.paired_scores[results.paired_scores["measure"] == "implementation"]
    scores = scores.dropna(subset=["score_from", "score_to"])  # both medians are those of the same units
    if scores.empty:
        return pd.DataFrame(columns=COLUMNS)
    pairs = scores["wave_from"] + ">" + scores["wave"]
    return (
        scores.assign(panel=pairs)
        .groupby(["panel", "dimension"], as_index=False)
        .agg(value_from=("score_from", "median"), value_to=("score_to", "median"), n=("unit", "nunique"))
        .rename(columns={"dimension": "row"})
        .assign(
            panel_order=lambda t: t["panel"].map(places(pairs)),
            row_order=lambda t: t["row"].map(results.dimensions),
            summary=lambda t: (t["row"] == OVERALL).map({True: "yes", False: "no"}),
        )
        .sort_values(["panel_order", "row_order"], ignore_index=True)
        .loc[:, COLUMNS]
    )


def described(table: pd.DataFrame, labels: Labels) -> str:
    """In each panel how many rows rise."""
    words, parts = labels.words["alt"], []
    for panel, rows in table[table["summary"] != "yes"].groupby("panel_label", sort=False):
        known = rows.dropna(subset=["value_from", "value_to"])
        up = int((known["value_to"] > known["value_from"]).sum())
        parts.append(words["change_row"].format(panel=panel, up=up, n=len(known)))
    return words["change"].format(findings=labels.sentence(parts))


KIND = Kind(
    paired_change,
    described,
    "paired_change",
    tables=("paired_scores",),
    needs=("change",),
    empty="no_panel",
    axes={"x": "score"},
    options={"limits": (0, 100), "digits": 0},
)
