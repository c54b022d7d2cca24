"""Rank in the e-government index and implementation score of each unit."""

import pandas as pd

from wavework.exhibits import tables_of_measures
from wavework.exhibits.kind import Kind, ends
from wavework.exhibits.known_columns import counted, with_known
from wavework.exhibits.labels import Labels
from wavework.exhibits.results import ENDS, Declaration, Results, places

SCORE_RANGE = (0, 100)


def scatter(declaration: Declaration, results: Results) -> pd.DataFrame:
    """EGDI rank (x) and overall implementation score (y) per unit: unit, region, region_order, x, y; with lowest,
    highest, known of y where answers are not collected."""
    scores = results.overall_scores(declaration.waves)
    years = {wave: results.study["waves"][wave]["year"] for wave in declaration.waves}
    rank_of = pd.concat(results.ranks(year).assign(wave=wave) for wave, year in years.items())
    table = (
        scores.merge(rank_of, on=["wave", "country"], how="left", validate="many_to_one")
        .assign(region_order=lambda t: t["region"].map(places(results.study["regions"])))
        .rename(columns={"rank": "x", "score": "y"})
        .sort_values(["region_order", "unit"], ignore_index=True)
    )
    return with_known(table, ["unit", "region", "region_order", "x", "y"], *ENDS)


def described(table: pd.DataFrame, labels: Labels) -> str:
    """The units with the highest and the lowest score; of how many something is published if not collected."""
    known, words = table.dropna(subset=["x", "y"]), labels.words["alt"]
    if "known" in table:
        return words["scatter_possible"].format(findings=counted(table, labels, "unit"))
    if known.empty:
        return words["scatter"].format(findings="").strip()
    found = words["scatter_top"].format(**ends(known, "y", "unit", labels.language.number))
    return words["scatter"].format(findings=labels.sentence([found]))


SCORES = Kind(
    scatter,
    described,
    "scatter_labelled",
    values=("y",),
    tables=("egdi", "scores"),
    needs=("egdi",),
    empty="no_ranks",
    axes={"x": "egdi_rank", "y": "score"},
    options={"x_better": "low", "x_digits": 0, "y_digits": 0, "scale": SCORE_RANGE},
)
KINDS = {"": SCORES, "measure": tables_of_measures.SCATTER}
