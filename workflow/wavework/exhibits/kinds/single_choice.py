"""One question with one answer per unit, a tile each."""

import pandas as pd

from wavework.exhibits.kind import Kind
from wavework.exhibits.kinds.stacked_shares import counts, scale_length
from wavework.exhibits.labels import Labels


def described(table: pd.DataFrame, labels: Labels) -> str:
    """In each panel how many gave each of the answers."""
    words, parts = labels.words["alt"], []
    for panel, rows in table[table["n"] > 0].groupby("panel_label", sort=False):
        said = [
            words["choice"].format(count=int(row["count"]), n=int(row["n"]), answer=row["answer_label"])
            for row in rows[rows["count"] > 0].to_dict("records")
        ]
        parts.append(labels.of_panel(panel, labels.language.listed(said)))
    return labels.sentence(parts)


KIND = Kind(counts, described, "single_choice", items=True, one_scale=True, own_options=scale_length)
