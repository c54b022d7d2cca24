"""processed/statistics/shares.csv: how many services gave each answer, and the mean of scores, with intervals."""

from collections.abc import Iterator
from typing import Any

import pandas as pd

from wavework.basis import weakest
from wavework.findings import finding, findings_table
from wavework.jobs import logged
from wavework.statistics.shares import mean, share
from wavework.tables import read_numbers, read_table, write_table

INTERVALS = ("wilson", "clopper_pearson")
RANGE = {
    "implementation": (0.0, 100.0),
    "common": (0.0, 100.0),
    "self_reported": (1.0, 5.0),
}  # of a score, by its measure


def shares(answers: pd.DataFrame, scores: pd.DataFrame) -> pd.DataFrame:
    """Share of each answer per item and wave (of all services asked), and mean score per measure and dimension.

    answers: processed/answers.csv; scores: processed/scores.csv. `outcome` is the answer, `maturity` for means.
    """
    rows = [*_shares(answers), *_means(scores)]
    return findings_table(rows)


def _shares(answers: pd.DataFrame) -> Iterator[dict[str, Any]]:
    asked = answers[answers["status"] != "not_asked"]
    for (wave, item), rows in asked.groupby(["wave", "item"], sort=True):
        counts = rows.loc[rows["answer"] != "", "answer"].value_counts().sort_index()
        keys = {"wave": str(wave), "item": str(item), "region": rows["region"].iloc[0], "basis": weakest(rows["basis"])}
        for answer, count in counts.items():
            for interval in INTERVALS:
                result = share(int(count), len(rows), interval=interval)
                yield finding(result, question="share", outcome=str(answer), measure=interval, **keys)


def _means(scores: pd.DataFrame) -> Iterator[dict[str, Any]]:
    for (wave, measure, dimension), rows in scores.groupby(["wave", "measure", "dimension"], sort=True):
        low, high = RANGE[str(measure)]
        yield finding(
            mean(rows["score"].to_numpy(), low=low, high=high),
            question="mean", outcome="maturity", measure=str(measure), dimension=str(dimension), wave=str(wave),
            region=rows["region"].iloc[0], basis=weakest(rows["basis"]),
        )  # fmt: skip


if __name__ == "__main__":
    with logged(snakemake.log[0]):
        table = shares(read_table(snakemake.input.answers), read_numbers(snakemake.input.scores, ["score"]))
        write_table(table, snakemake.output[0])
