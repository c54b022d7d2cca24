"""Which assumption would decide which claim that stays open."""

import pandas as pd

from wavework.exhibits.figure_inputs import Declaration, Results, places
from wavework.exhibits.kind import Kind
from wavework.exhibits.labels import Labels, labelled
from wavework.tables import select

COLUMNS = ["claim", "claim_order", "assumption", "assumption_order", "verdict", "share"]


def ladder(declaration: Declaration, results: Results) -> pd.DataFrame:
    """Each open claim under each assumption, one at a time: claim, assumption, orders, verdict, share (per cent)."""
    table = results.table("ladder")
    if table.empty:
        return pd.DataFrame(columns=COLUMNS)
    position = results.table("claims").set_index("claim")["position"]
    if declaration.claim_sections:
        table = select(
            table, claim=list(select(results.table("claims"), section=list(declaration.claim_sections))["claim"])
        )
    return (
        table.assign(
            claim_order=table["claim"].map(position),
            assumption_order=table["assumption"].map(places(table["assumption"])),
            share=100 * table["share"],
        )
        .sort_values(["claim_order", "assumption_order"], ignore_index=True)
        .loc[:, COLUMNS]
    )


def named(table: pd.DataFrame, labels: Labels) -> pd.DataFrame:
    """With the texts of the claims and of the assumptions."""
    return labelled(table, labels, {"claim": labels.of_claim.get, "assumption": labels.assumption})


def described(table: pd.DataFrame, labels: Labels) -> str:
    """Under each assumption how many claims follow and how many are excluded."""
    words, parts = labels.words["alt"], []
    for assumption, rows in table.groupby("assumption_label", sort=False):
        found = {name: int((rows["verdict"] == name).sum()) for name in ("follows", "excluded", "contradicts")}
        name = "ladder_contradicts" if found["contradicts"] == len(rows) else "ladder_row"
        parts.append(words[name].format(assumption=assumption, **found))
    return words["ladder"].format(n=table["claim"].nunique(), findings=labels.sentence(parts))


KIND = Kind(
    ladder,
    described,
    "ladder",
    tables=("claims", "ladder"),
    needs=("claims", "reconstructed"),
    empty="nothing_open",
    label=named,
)
