"""processed/statistics.csv: every finding, with p values adjusted within families."""

from collections.abc import Collection, Mapping, Sequence

import pandas as pd

from wavework.finding_rows import COLUMNS, NUMBERS, family_of
from wavework.jobs import arguments, logged
from wavework.statistics.multiplicity import adjust
from wavework.statistics.sample_arrays import details
from wavework.tables import read_numbers, write_table

UNWEIGHTED = details(weights="not used")


def findings(
    tables: Sequence[pd.DataFrame], *, families: Mapping[str, Sequence[str]], weighted: Collection[str] = ()
) -> pd.DataFrame:
    """The tables of findings as one, with `family`, `p_holm` and `p_bh`. families: question -> columns of a family.

    A question that has no family in the config has one for each wave or comparison. weighted: the waves with weights;
    what does not use them says so in its detail.
    """
    table = pd.concat(tables, ignore_index=True)
    if weighted:
        waves = (table["wave_from"] + "+" + table["wave"]).str.split("+")
        of_weighted = waves.map(lambda names: bool(set(names) & set(weighted)))
        noted = of_weighted & (table["status"] == "ok") & ~table["method"].str.startswith("weighted ")
        table.loc[noted, "detail"] = [f"{own}; {UNWEIGHTED}".removeprefix("; ") for own in table.loc[noted, "detail"]]
    adjusted = adjust(table.assign(family=family_of(table, families)))
    place = COLUMNS.index("p_error") + 1
    return adjusted[[*COLUMNS[:place], "p_holm", "p_bh", "family", *COLUMNS[place:]]]


if __name__ == "__main__":
    with logged(snakemake.log[0]):
        tables = [read_numbers(path, NUMBERS) for path in snakemake.input.tables]
        write_table(findings(tables, **arguments(snakemake.params)), snakemake.output[0])
