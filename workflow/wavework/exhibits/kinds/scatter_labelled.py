"""Rank in the e-government index and implementation score of each unit."""

import pandas as pd

from wavework.exhibits import tables_of_measures
from wavework.exhibits.figure_inputs import ENDS, Declaration, Results, places
from wavework.exhibits.kind import Kind, ends, points
from wavework.exhibits.known_columns import counted, with_known
from wavework.exhibits.labels import Labels

SCORE_RANGE = (0, 100)


def scatter(declaration: Declaration, results: Results) -> pd.DataFrame:
    """Overall implementation score and EGDI rank per unit: unit, region, region_order, egdi_rank, score; with lowest,
    highest, known of the score where answers are not collected."""
    scores = results.overall_scores(declaration.waves)
    years = {wave: results.study["waves"][wave]["year"] for wave in declaration.waves}
    rank_of = pd.concat(results.ranks(year).assign(wave=wave) for wave, year in years.items())
    table = (
        scores.merge(rank_of, on=["wave", "country"], how="left", validate="many_to_one")
        .assign(region_order=lambda t: t["region"].map(places(results.study["regions"])))
        .rename(columns={"rank": "egdi_rank"})
        .sort_values(["region_order", "unit"], ignore_index=True)
    )
    return with_known(table, ["unit", "region", "region_order", "egdi_rank", "score"], *ENDS)


def described(table: pd.DataFrame, labels: Labels) -> str:
    """The units with the highest and the lowest score; of how many something is published if not collected."""
    known, words = table.dropna(subset=["egdi_rank", "score"]), labels.words["alt"]
    if "known" in table:
        return words["scatter_possible"].format(findings=counted(table, labels, "unit"))
    if known.empty:
        return words["scatter"].format(findings="").strip()
    found = words["scatter_top"].format(**ends(known, "score", "unit", labels.language.number))
    return words["scatter"].format(findings=labels.sentence([found]))


SCORES = Kind(
    scatter,
    described,
    "scatter_labelled",
    one_by_one=True,
    values=("score",),
    tables=("egdi", "scores"),
    needs=("egdi",),
    empty="no_ranks",
    axes={"x": "egdi_rank", "y": "score"},
    label=points("egdi_rank", "score"),
    options={"x_better": "low", "x_digits": 0, "y_digits": 0, "scale": SCORE_RANGE},
)
KINDS = {"": SCORES, "measure": tables_of_measures.SCATTER}
