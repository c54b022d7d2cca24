"""One question with one answer per unit, a tile each."""

import pandas as pd

from wavework.exhibits.kind import Kind
from wavework.exhibits.kinds.stacked_shares import choices, scale_length
from wavework.exhibits.labels import Labels
from wavework.known import BOUNDS, NOTHING
from wavework.language.numbers import from_to


def described(table: pd.DataFrame, labels: Labels) -> str:
    """In each panel how many gave each of the answers, or can have given it."""
    words, parts = labels.words["alt"], []
    for panel, rows in table[table["n"] > 0].groupby("panel_label", sort=False):
        if "known" in rows and (rows["known"] == NOTHING).any():
            parts.append(labels.of_panel(panel, words["nothing"]))
            continue
        if "known" in rows and (rows["known"] == BOUNDS).any():
            said = [
                words["choice"].format(
                    count=from_to(row, labels.words["chart"], 0),
                    n=labels.language.number(row["n"], 0),
                    answer=row["answer_label"],
                )
                for _, row in rows.iterrows()
            ]
            parts.append(labels.of_panel(panel, labels.language.listed(said)))
            continue
        said = [
            words["choice"].format(count=int(row["count"]), n=int(row["n"]), answer=row["answer_label"])
            for row in rows[rows["count"] > 0].to_dict("records")
        ]
        parts.append(labels.of_panel(panel, labels.language.listed(said)))
    return labels.sentence(parts)


KIND = Kind(
    choices,
    described,
    "single_choice",
    values=("count",),
    tables=("prevalence", "possible_answers"),
    items=True,
    one_scale=True,
    own_options=scale_length,
)
