"""Ranks of the e-government index over time."""

import pandas as pd

from wavework.exhibits import tables_of_measures
from wavework.exhibits.figure_inputs import Declaration, Results
from wavework.exhibits.kind import Kind, ends
from wavework.exhibits.kinds.participation import participation
from wavework.exhibits.labels import Labels


def trajectories(declaration: Declaration, results: Results) -> pd.DataFrame:
    """EGDI rank by year: panel (region), unit, time, value, member (took part in every wave of its region)."""
    took_part = participation(declaration, results)
    member = took_part.drop_duplicates("unit").set_index("unit")["panel_member"]
    regions = took_part.drop_duplicates("region").set_index("region")["region_order"]
    return (
        results.book.units.merge(results.table("egdi"), on="country", how="inner", validate="many_to_many")
        .dropna(subset="rank")
        .query("unit in @member.index")
        .assign(
            panel_order=lambda t: t["region"].map(regions),
            value=lambda t: t["rank"],
            member=lambda t: t["unit"].map(member),
        )
        .rename(columns={"region": "panel", "year": "time"})
        .sort_values(["panel_order", "unit", "time"], ignore_index=True)
        .loc[:, ["panel", "panel_order", "unit", "time", "value", "member"]]
    )


def described(table: pd.DataFrame, labels: Labels) -> str:
    """In each region the best rank of the newest year and the last."""
    words, parts = labels.words["alt"], []
    for panel, rows in table.groupby("panel_label", sort=False):
        year = rows["time"].max()
        slots = ends(rows[rows["time"] == year], "value", "unit", int, lowest_first=True)  # rank 1 is the best
        parts.append(words["trajectory"].format(region=panel, year=int(year), **slots))
    return words["trajectories"].format(findings=labels.sentence(parts))


RANKS = Kind(
    trajectories,
    described,
    "trajectories",
    one_by_one=True,
    tables=("egdi",),
    needs=("egdi",),
    empty="no_ranks",
    axes={"y": "egdi_rank"},
    options={"better": "low", "digits": 0},
    bases=lambda declaration, results: results.table("egdi")["basis"],
)
KINDS = {"": RANKS, "measure": tables_of_measures.TRAJECTORIES}
