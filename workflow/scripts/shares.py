"""processed/statistics/shares.csv: how many services gave each answer, and the mean of scores, with intervals."""

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from wavework.basis import weakest
from wavework.findings import finding, findings_table
from wavework.jobs import logged
from wavework.scores import self_reported_ranges
from wavework.statistics.shares import mean, share
from wavework.tables import read_numbers, read_table, write_table

INTERVALS = ("wilson", "clopper_pearson")
SCORE_RANGE = (0.0, 100.0)


def shares(answers: pd.DataFrame, scores: pd.DataFrame, items: pd.DataFrame, scales: pd.DataFrame) -> pd.DataFrame:
    """Share of each answer per item and wave (of all units asked), and mean score per measure and dimension.

    answers, scores: processed/*.csv; items, scales: the codebook's, for the range of self-reported maturity.
    `outcome` is the answer, `maturity` for means.
    """
    answered = scales[scales["status"] == "answered"].groupby("scale")["answer"].agg(list)
    of_item = dict(zip(items["item"], items["scale"].map(answered), strict=True))
    return findings_table([*_shares(answers, of_item), *_means(scores, self_reported_ranges(items, scales))])


def _shares(answers: pd.DataFrame, possible: Mapping[str, list[str]]) -> Iterator[dict[str, Any]]:
    """Shares of every answer of the item's scale, also of those that nobody gave: 0 of 11 has an interval too."""
    asked = answers[answers["status"] != "not_asked"]
    for (wave, item), rows in asked.groupby(["wave", "item"], sort=True):
        given = rows.loc[rows["answer"] != "", "answer"].value_counts()
        counts = given.reindex(sorted({*given.index, *possible[str(item)]}), fill_value=0)
        keys = {"wave": str(wave), "item": str(item), "region": rows["region"].iloc[0], "basis": weakest(rows["basis"])}
        for answer, count in counts.items():
            for interval in INTERVALS:
                result = share(int(count), len(rows), interval=interval)
                yield finding(result, question="share", outcome=str(answer), measure=interval, **keys)


def _means(scores: pd.DataFrame, reported: Mapping[str, tuple[float, float]]) -> Iterator[dict[str, Any]]:
    for (wave, measure, dimension), rows in scores.groupby(["wave", "measure", "dimension"], sort=True):
        low, high = reported[str(dimension)] if measure == "self_reported" else SCORE_RANGE
        yield finding(
            mean(rows["score"].to_numpy(), low=low, high=high),
            question="mean", outcome="maturity", measure=str(measure), dimension=str(dimension), wave=str(wave),
            region=rows["region"].iloc[0], basis=weakest(rows["basis"]),
        )  # fmt: skip


if __name__ == "__main__":
    with logged(snakemake.log[0]):
        table = shares(
            read_table(snakemake.input.answers),
            read_numbers(snakemake.input.scores, ["score"]),
            read_table(snakemake.input.item_table[0]),
            read_numbers(snakemake.input.scale_table[0], ["position", "value", "score"]),
        )
        write_table(table, snakemake.output[0])
