"""What would decide most of the claims that stay open: the export of a wave, or the answers to one item."""

import pandas as pd

from wavework.exhibits.figure_inputs import Declaration, Results, places
from wavework.exhibits.kind import Kind
from wavework.exhibits.labels import Labels, labelled
from wavework.tables import select

ASKED = ("wave", "item")  # in this order
LEADING = 10  # items, of those that decide anything
SURELY = 1 - 1e-9
COLUMNS = ["row", "row_order", "row_group", "row_group_order", "sure", "most", "expected", "n"]


def what_would_settle(declaration: Declaration, results: Results) -> pd.DataFrame:
    """Each wave and the leading items: row (its id), row_group, orders, and how many of the n open claims it decides:
    sure (in every table), most (in some), expected (on average over the tables)."""
    table = results.table("what_would_settle")
    if table.empty:
        return pd.DataFrame(columns=COLUMNS)
    found = (
        select(table, ask=list(ASKED))
        .assign(sure=lambda t: t["settles"] >= SURELY, most=lambda t: t["settles"] > 0)
        .groupby(["ask", "what"], as_index=False, sort=False)
        .agg(sure=("sure", "sum"), most=("most", "sum"), expected=("settles", "sum"))
        .query("most > 0")
        .sort_values(["expected", "sure", "what"], ascending=[False, False, True])
    )
    found = pd.concat([found[found["ask"] == "wave"], found[found["ask"] == "item"].head(LEADING)], ignore_index=True)
    return found.assign(
        row=found["what"],
        row_order=range(1, len(found) + 1),
        row_group=found["ask"],
        row_group_order=found["ask"].map(places(ASKED)),
        n=table["claim"].nunique(),
    )[COLUMNS]


def named(table: pd.DataFrame, labels: Labels) -> pd.DataFrame:
    """With the names of waves and items, and of the two groups."""
    groups = labels.words["asks"]
    return labelled(table, labels, {"row": labels.asked_for, "row_group": groups.get})


def described(table: pd.DataFrame, labels: Labels) -> str:
    """In each group what decides most."""
    words, parts = labels.words["alt"], []
    for _, rows in table.groupby("row_group_order"):
        first = rows.iloc[0]
        whole = float(first["expected"]).is_integer()
        value = labels.language.number(first["expected"], 0 if whole else 1)
        parts.append(words["settles_most"].format(row=first["row_label"], value=value))
    return words["settles"].format(n=int(table["n"].iloc[0]), findings=labels.sentence(parts))


KIND = Kind(
    what_would_settle,
    described,
    "what_would_settle",
    tables=("claims", "what_would_settle"),
    needs=("claims", "reconstructed"),
    empty="nothing_open",
    axes={"x": "open_claims"},
    label=named,
)
