"""processed/statistics.csv: every finding, with p values adjusted within families."""

from collections.abc import Mapping, Sequence

import pandas as pd

from wavework.finding_rows import COLUMNS, NUMBERS, family_of
from wavework.jobs import logged
from wavework.statistics.multiplicity import adjust
from wavework.tables import read_numbers, write_table


def findings(tables: Sequence[pd.DataFrame], *, families: Mapping[str, Sequence[str]]) -> pd.DataFrame:
    """The tables of findings as one, with `family`, `p_holm` and `p_bh`. families: question -> columns of a family.

    A question that has no family in the config has one for each wave or comparison.
    """
    table = pd.concat(tables, ignore_index=True)
    adjusted = adjust(table.assign(family=family_of(table, families)))
    place = COLUMNS.index("p_error") + 1
    return adjusted[[*COLUMNS[:place], "p_holm", "p_bh", "family", *COLUMNS[place:]]]


if __name__ == "__main__":
    with logged(snakemake.log[0]):
        tables = [read_numbers(path, NUMBERS) for path in snakemake.input.tables]
        write_table(findings(tables, families=snakemake.params.families), snakemake.output[0])
