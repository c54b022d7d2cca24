"""One question with one answer per unit, a tile each."""

from dataclasses import replace

import pandas as pd

from wavework.exhibits.kinds.stacked_shares import KIND as STACKED
from wavework.exhibits.kinds.stacked_shares import choices
from wavework.exhibits.labels import Labels
from wavework.known import BOUNDS, NOTHING
from wavework.language.numbers import from_to


def described(table: pd.DataFrame, labels: Labels) -> str:
    """In each panel how many gave each of the answers, or can have given it."""
    words, write, parts = labels.words["alt"], labels.language.number, []
    for panel, rows in table[table["n"] > 0].groupby("panel_label", sort=False):
        known = set(rows.get("known", ()))
        if BOUNDS in known:
            counts = [from_to(row, labels.words["chart"], 0) for _, row in rows.iterrows()]
        else:
            rows = rows[rows["count"] > 0]
            counts = [write(count, 0) for count in rows["count"]]
        said = [
            words["choice"].format(count=count, n=write(n, 0), answer=answer)
            for count, n, answer in zip(counts, rows["n"], rows["answer_label"], strict=True)
        ]
        parts.append(labels.of_panel(panel, words["nothing"] if NOTHING in known else labels.language.listed(said)))
    return labels.sentence(parts)


KIND = replace(STACKED, build=choices, describe=described, caption="single_choice", one_by_one=True)
