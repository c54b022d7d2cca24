"""What is known of each claim, and in what share of the tables that agree with what is published it holds."""

import pandas as pd

from wavework.exhibits.figure_inputs import Declaration, Results, places
from wavework.exhibits.kind import Kind
from wavework.exhibits.labels import Labels, labelled
from wavework.tables import select

# From the best supported to the worst.
VERDICTS = ("reproduced", "supported_published", "follows", "partly", "open", "not_testable", "excluded",
            "not_reproduced", "contradicted_published")  # fmt: skip
OPEN = "open"
PROVEN = {"follows": "in_every", "excluded": "in_none"}  # -> what is said in the place of a share
COLUMNS = ["claim", "claim_order", "share", "low", "high", "verdict", "verdict_order", "section", "section_order",
           "other_share", "reason"]  # fmt: skip


def verdicts(declaration: Declaration, results: Results) -> pd.DataFrame:
    """Verdict of each claim on answers that are not collected: claim, verdict, section; of those that stay open share,
    low, high (per cent of the tables in which it holds) and other_share (if tables are weighed otherwise); of the
    others reason, the key of the words in place of a share."""
    table = results.table("claims")
    table = table[table["share_of_draws"].notna() | table["verdict"].isin([OPEN, *PROVEN])]
    if declaration.claim_sections:
        table = select(table, section=list(declaration.claim_sections))
    shares = {"share": "share_of_draws", "low": "share_low", "high": "share_high", "other_share": "share_of_counts"}
    left_open = table["verdict"] == OPEN
    return (
        table.assign(
            claim_order=table["position"],
            **{name: (100 * table[column]).where(left_open) for name, column in shares.items()},
            verdict_order=table["verdict"].map(places(VERDICTS)),
            section_order=table["section"].map(places(results.table("claims")["section"])),
            reason=table["verdict"].map(PROVEN).fillna("decided").where(~left_open, ""),
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
    """How many claims follow, are excluded, stay open, and how many of these hold in at least half of the tables."""
    verdict = table["verdict"].value_counts()
    slots = {name: int(verdict.get(name, 0)) for name in (OPEN, *PROVEN)}
    half = int((table["share"] >= 50).sum())
    return labels.words["alt"]["verdicts"].format(n=len(table), half=half, **slots)


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
