"""processed/scores.csv: maturity per unit, wave and dimension."""

from collections.abc import Sequence

import pandas as pd

from wavework.agreeing_tables import Agreeing, tables_of_job
from wavework.jobs import logged
from wavework.scores import every_score, scores_table
from wavework.tables import write_table


def scores(tables: Agreeing, *, compared: Sequence[Sequence[str]], minimum_answered: float) -> pd.DataFrame:
    """Scores of every wave on what it asked, and of the waves that are compared on what they asked alike.

    compared: groups of waves. See wavework.scores for columns and measures.
    """
    return scores_table(tables, every_score(tables, compared, minimum_answered))


if __name__ == "__main__":
    with logged(snakemake.log[0]):
        tables, params = tables_of_job(snakemake)
        write_table(scores(tables, **params), snakemake.output[0])
