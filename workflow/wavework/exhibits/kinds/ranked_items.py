"""Items by how many named them, or by the mean of their answers."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from wavework.exhibits.kind import Kind, ends
from wavework.exhibits.labels import Labels
from wavework.exhibits.results import Declaration, Results, places


def ranked(declaration: Declaration, results: Results) -> pd.DataFrame:
    """Items by their count or mean value, the highest of the last wave first: item, wave (ids), orders, value, n."""
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
    last = table[table["wave"] == declaration.waves[-1]]
    last = last.sort_values(["value", "codebook_order"], ascending=[False, True])
    return (
        table.assign(item_order=table["item"].map(places(last["item"])), n=table["n"].fillna(0))
        .sort_values(["item_order", "wave_order"], ignore_index=True)
        .loc[:, ["item", "item_order", "wave", "wave_order", "value", "n"]]
    )


def described(table: pd.DataFrame, labels: Labels) -> str:
    """In each wave the first item and the last."""
    digits, parts = (0 if labels.declaration.data == "count" else 1), []
    for wave, rows in table.dropna(subset="value").groupby("wave_label", sort=False):
        slots = ends(rows, "value", "item", lambda value: labels.language.number(value, digits))
        parts.append(labels.of_panel(wave, labels.words["alt"]["ranked"].format(**slots)))
    return labels.sentence(parts)


def scale_ends(declaration: Declaration, results: Results) -> Mapping[str, Any]:
    """The axis of means of answers runs over their scale."""
    values = results.scales.loc[results.scales["scale"].isin(results.scales_of(declaration.items)), "value"].dropna()
    return {"limits": (float(values.min()), float(values.max()))}


KINDS = {
    "count": Kind(ranked, described, "ranked_count", items=True, axes={"x": "count"}, options={"measure": "count"}),
    "mean_value": Kind(
        ranked,
        described,
        "ranked_mean",
        items=True,
        one_scale=True,
        axes={"x": "mean_value"},
        options={"measure": "score", "digits": 1},
        own_options=scale_ends,
    ),
}
