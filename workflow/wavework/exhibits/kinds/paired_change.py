"""Change between two waves, over the units of both."""

import pandas as pd

from wavework.exhibits.figure_inputs import ENDS, Declaration, Results, places
from wavework.exhibits.kind import Kind
from wavework.exhibits.kinds.scatter_labelled import SCORE_RANGE
from wavework.exhibits.known_columns import counted, together, with_known
from wavework.exhibits.labels import Labels
from wavework.known import BOUNDS, FIXED, NOTHING
from wavework.scores import OVERALL
from wavework.statistics.resampling import SAME

SIDES = ("from", "to")
REACH = [f"{end}_{side}" for side in SIDES for end in ENDS]
COLUMNS = ["panel", "panel_order", "row", "row_order", "value_from", "value_to", "n", "summary"]


def paired_change(declaration: Declaration, results: Results) -> pd.DataFrame:
    """Median score per dimension in both waves of each declared pair, over the units of both.

    Where answers are not collected, with lowest_from … highest_to and known_from, known_to, known: a median of lowest
    scores is no higher than any median that is possible, nor one of highest scores lower. The ends are true, and sharp
    where the scores of the units do not hang on each other.
    """
    scores = results.table("paired_scores")[results.table("paired_scores")["measure"] == "implementation"]
    if "known" not in scores:
        scores = scores.assign(known="", **dict.fromkeys(REACH, float("nan")))
    ordinary = scores["known"].fillna("") == ""
    # both medians are those of the same units
    scores = scores[~ordinary | scores[["score_from", "score_to"]].notna().all(axis=1)]
    if scores.empty:
        return pd.DataFrame(columns=COLUMNS)
    for side in SIDES:  # a score that is known is its own lowest and highest
        for end in ENDS:
            scores[f"{end}_{side}"] = scores[f"{end}_{side}"].fillna(scores[f"score_{side}"])
    pairs = scores["wave_from"] + ">" + scores["wave"]
    medians = {name: (name, "median") for name in REACH}
    table = (
        scores.assign(panel=pairs)
        .groupby(["panel", "dimension"], as_index=False)
        .agg(n=("unit", "nunique"), known=("known", together), **medians)
        .rename(columns={"dimension": "row"})
        .assign(
            panel_order=lambda t: t["panel"].map(places(pairs)),
            row_order=lambda t: t["row"].map(results.dimensions),
            summary=lambda t: (t["row"] == OVERALL).map({True: "yes", False: "no"}),
        )
        .sort_values(["panel_order", "row_order"], ignore_index=True)
    )
    for side in SIDES:
        low, high = table[f"lowest_{side}"], table[f"highest_{side}"]
        fixed, whole = high - low < SAME, (low <= SCORE_RANGE[0]) & (high >= SCORE_RANGE[1])
        known = whole.map({True: NOTHING, False: BOUNDS}).where(~fixed, FIXED)
        table[f"known_{side}"] = known.where(table["known"] != "", "")
        table[f"value_{side}"] = low.where(fixed)
    sides = table[["known_from", "known_to"]]
    table["known"] = [together(pd.Series(pair)) for pair in sides.itertuples(index=False)]
    return with_known(table, COLUMNS, *REACH, "known_from", "known_to")


def described(table: pd.DataFrame, labels: Labels) -> str:
    """In each panel how many rows rise."""
    words, parts = labels.words["alt"], []
    for panel, rows in table[table["summary"] != "yes"].groupby("panel_label", sort=False):
        if "known" in rows and (rows["known"] != "").any():
            parts.append(labels.of_panel(panel, counted(rows, labels, "row")))
            continue
        known = rows.dropna(subset=["value_from", "value_to"])
        up = int((known["value_to"] > known["value_from"]).sum())
        parts.append(words["change_row"].format(panel=panel, up=up, n=len(known)))
    return words["change"].format(findings=labels.sentence(parts))


KIND = Kind(
    paired_change,
    described,
    "paired_change",
    values=("value_from", "value_to"),
    tables=("paired_scores",),
    needs=("change",),
    empty="no_panel",
    axes={"x": "score"},
    options={"limits": (0, 100), "digits": 0},
)
