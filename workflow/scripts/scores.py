"""processed/scores.csv: maturity per unit, wave and dimension."""

from collections.abc import Sequence

import pandas as pd

from wavework.agreeing import Agreeing, read_agreeing
from wavework.jobs import arguments, logged
from wavework.scores import common, scored, scores_table
from wavework.tables import write_table


def scores(tables: Agreeing, *, compared: Sequence[Sequence[str]], minimum_answered: float) -> pd.DataFrame:
    """Scores of every wave on what it asked, and of the waves that are compared on what they asked alike.

    compared: groups of waves. See wavework.scores for columns and measures.
    """
    cells, book = tables.cells, tables.book
    found = [each for wave in cells.units for each in scored(cells, book, wave, minimum_answered=minimum_answered)]
    for waves in compared:
        for of_wave in common(cells, book, waves, minimum_answered=minimum_answered).values():
            found += of_wave
    return scores_table(tables, found)


if __name__ == "__main__":
    with logged(snakemake.log[0]):
        params = arguments(snakemake.params)
        tables = read_agreeing(snakemake.input, params.pop("tables"))
        write_table(scores(tables, **params), snakemake.output[0])
