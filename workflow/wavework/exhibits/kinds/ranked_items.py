"""Items by how many named them, or by the mean of their answers."""

from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pandas as pd

from wavework.exhibits.figure_inputs import ENDS, NOT_ASKED, Declaration, Results, places
from wavework.exhibits.kind import Kind, ends
from wavework.exhibits.known_columns import AT_LEAST, answers_of_items, counted, with_known
from wavework.exhibits.labels import Labels
from wavework.known import BOUNDS, FIXED, NOTHING
from wavework.statistics.resampling import SAME


def ranked(declaration: Declaration, results: Results) -> pd.DataFrame:
    """Items by their count or mean value, the highest of the last wave first: item, wave (ids), orders, value, n.

    Where answers are not collected, with lowest, highest, known, and in the order of the middle of these. Where an item
    has no value in a wave, with the reason: it was not asked, or nobody answered.
    """
    rows = results.asked(declaration)
    of_items = ["wave", "item"]
    if declaration.data == "count":
        counted = rows
        value = rows[rows["answer"].isin(list(declaration.answers))].groupby(of_items).size()
    else:
        counted = rows[rows["value"] != ""]
        value = pd.to_numeric(rows["value"]).groupby([rows["wave"], rows["item"]]).mean()
    table = (
        declaration.grid()
        .merge(value.rename("value").reset_index(), on=of_items, how="left", validate="one_to_one")
        .merge(counted.groupby(of_items).size().rename("n").reset_index(), on=of_items, how="left", validate="1:1")
        .rename(columns={"item_order": "codebook_order"})
    )
    if declaration.data == "count":
        table["value"] = table["value"].where(table["n"].isna(), table["value"].fillna(0))
    table = table.merge(_spans(declaration, results), on=of_items, how="left", validate="one_to_one")
    unknown = table["known"].fillna("") != ""
    table["value"] = table["value"].where(~unknown, table["lowest"].where(table["known"] == FIXED))
    table["n"] = table["n"].where(~unknown, table["asked"])
    last = table[table["wave"] == declaration.waves[-1]]
    last = last.assign(value=last["value"].fillna(last[[*ENDS]].mean(axis=1)))
    last = last.sort_values(["value", "codebook_order"], ascending=[False, True])
    table = table.assign(item_order=table["item"].map(places(last["item"])), n=table["n"].fillna(0)).sort_values(
        ["item_order", "wave_order"], ignore_index=True
    )
    columns = ["item", "item_order", "wave", "wave_order", "value", "n"]
    if (table["n"] == 0).any():
        asked = pd.MultiIndex.from_frame(table[of_items]).isin(pd.MultiIndex.from_frame(rows[of_items]))
        reason = pd.Series(asked, index=table.index).map({True: "no_answer", False: NOT_ASKED})
        table, columns = table.assign(reason=reason.where(table["n"] == 0, "")), [*columns, "reason"]
    return with_known(table, columns, *ENDS)


def _spans(declaration: Declaration, results: Results) -> pd.DataFrame:
    """wave, item, lowest, highest, known, asked: of the count, or of the mean, where answers are not collected.

    Of several answers that are counted together, and of a mean, the bounds are sums of bounds (a mean is the highest
    value less, for each step down the scale, the share who are below it): true, but not always sharp.
    """
    answers = answers_of_items(declaration, results)
    value_of = results.book.scales.set_index(["scale", "answer"])["value"].to_dict()
    found = []
    for (wave, item), rows in answers.groupby(["wave", "item"], sort=False):
        n = int(rows["n"].iloc[0])
        if declaration.data == "count":
            counted_rows = rows[rows["answer"].isin(list(declaration.answers))]
            low, high = int(counted_rows["lowest"].sum()), min(n, int(counted_rows["highest"].sum()))
            least, most = 0.0, float(n)
        else:
            values = [float(value_of[results.book.scale_of[str(item)], answer]) for answer in rows["answer"]]
            steps = [one - other for one, other in pairwise(values)]
            ends = [
                values[-1] + sum(step * at / n for step, at in zip(steps, rows[column], strict=False))
                for column in AT_LEAST
            ]
            low, high, least, most = min(ends), max(ends), min(values), max(values)
        known = FIXED if high - low < SAME else NOTHING if low <= least and high >= most else BOUNDS
        found.append((wave, item, low, high, known, n))
    return pd.DataFrame(found, columns=["wave", "item", *ENDS, "known", "asked"])


def described(table: pd.DataFrame, labels: Labels) -> str:
    """In each wave the first item and the last; of how many something is published where answers are not collected."""
    digits, parts = (0 if labels.declaration.data == "count" else 1), []
    if "known" in table:
        for wave, rows in table[table["known"] != ""].groupby("wave_label", sort=False):
            parts.append(labels.of_panel(wave, counted(rows, labels, "item")))
        table = table[table["known"] == ""]
    for wave, rows in table.dropna(subset="value").groupby("wave_label", sort=False):
        slots = ends(rows, "value", "item", lambda value: labels.language.number(value, digits))
        parts.append(labels.of_panel(wave, labels.words["alt"]["ranked"].format(**slots)))
    return labels.sentence(parts)


def scale_ends(declaration: Declaration, results: Results) -> Mapping[str, Any]:
    """The axis of means of answers runs over their scale."""
    values = results.scale_rows(declaration.items)["value"].dropna()
    return {"limits": (float(values.min()), float(values.max()))}


COUNTS = Kind(
    ranked,
    described,
    "ranked_count",
    values=("value",),
    tables=("prevalence", "possible_answers"),
    items=True,
    axes={"x": "count"},
    options={"measure": "count"},
)
KINDS = {
    "count": COUNTS,
    "mean_value": replace(
        COUNTS,
        caption="ranked_mean",
        one_scale=True,
        axes={"x": "mean_value"},
        options={"measure": "score", "digits": 1},
        own_options=scale_ends,
    ),
}
