"""In what share of the reconstructions each claim holds."""

import pandas as pd

from wavework.exhibits.kind import Kind
from wavework.exhibits.labels import Labels, labelled
from wavework.exhibits.results import Declaration, Results, places
from wavework.tables import select

# From the best supported to the worst.
VERDICTS = ("reproduced", "supported_published", "partly", "assumed", "not_testable", "not_reproduced",
            "contradicted_published")  # fmt: skip
COLUMNS = ["claim", "claim_order", "share", "low", "high", "verdict", "verdict_order", "section", "section_order"]


def verdicts(declaration: Declaration, results: Results) -> pd.DataFrame:
    """Share of reconstructions in which each claim holds, in per cent: claim, share, low, high, verdict, section."""
    table = results.claims[results.claims["share_of_draws"].notna()]
    if declaration.claim_sections:
        table = select(table, section=list(declaration.claim_sections))
    return (
        table.assign(
            claim_order=table["position"],
            share=100 * table["share_of_draws"],
            low=100 * table["share_low"],
            high=100 * table["share_high"],
            verdict_order=table["verdict"].map(places(VERDICTS)),
            section_order=table["section"].map(places(results.claims["section"])),
        )
        .sort_values(["section_order", "claim_order"], ignore_index=True)
        .loc[:, COLUMNS]
    )


def named(table: pd.DataFrame, labels: Labels) -> pd.DataFrame:
    """With the texts of the claims, and the names of verdicts and sections."""
    words = labels.words
    names = {"claim": labels.of_claim.get, "verdict": words["verdicts"].get, "section": words["sections"].get}
    return labelled(table, labels, names)


def described(table: pd.DataFrame, labels: Labels) -> str:
    """How many claims hold in at least half of the reconstructions."""
    return labels.words["alt"]["verdicts"].format(n=len(table), count=int((table["share"] >= 50).sum()))


KIND = Kind(
    verdicts,
    described,
    "verdicts",
    tables=("claims",),
    needs=("claims", "reconstructed"),
    empty="not_drawn",
    axes={"x": "draws"},
    label=named,
)
