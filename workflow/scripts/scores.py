"""processed/scores.csv: maturity per unit, wave and dimension."""

from collections.abc import Sequence

import pandas as pd

from wavework.jobs import logged
from wavework.scores import common_scores, maturity_scores
from wavework.tables import read_numbers, read_table, write_table


def scores(
    answers: pd.DataFrame,
    items: pd.DataFrame,
    scales: pd.DataFrame,
    *,
    compared: Sequence[Sequence[str]],
    development: float,
    minimum_answered: float,
) -> pd.DataFrame:
    """Scores of every wave on what it asked, and of the waves that are compared on what they asked alike.

    compared: groups of waves. See wavework.scores for columns and measures.
    """
    rule = {"development": development, "minimum_answered": minimum_answered}
    parts = [maturity_scores(answers, items, scales, **rule)]
    parts += [common_scores(answers, items, scales, waves=waves, **rule) for waves in compared]
    keys = ["wave", "measure", "dimension", "unit"]
    return pd.concat(parts).drop_duplicates(keys).sort_values(keys, ignore_index=True)


if __name__ == "__main__":
    with logged(snakemake.log[0]):
        table = scores(
            read_table(snakemake.input.answers),
            read_table(snakemake.input.item_table[0]),
            read_numbers(snakemake.input.scale_table[0], ["position", "value", "score"]),
            **dict(snakemake.params.items()),
        )
        write_table(table, snakemake.output[0])
