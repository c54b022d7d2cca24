"""processed/egdi.csv: the index of each country of the study and year."""

from collections.abc import Sequence

import pandas as pd

from wavework.codebook import read_codebook
from wavework.egdi_editions import egdi_table
from wavework.jobs import logged
from wavework.sources import basis_of, check_unchanged
from wavework.tables import read_table, write_table


def egdi(
    files: Sequence[str], sources: pd.DataFrame, codebook: Sequence[str], *, regions: Sequence[str]
) -> pd.DataFrame:
    """EGDI per year and country of the regions, from the registered files. See wavework.egdi_editions.egdi_table."""
    units = read_codebook(codebook).units
    return egdi_table([(file, basis_of(sources, file)) for file in files], units[units["region"].isin(list(regions))])


if __name__ == "__main__":
    with logged(snakemake.log[0]):
        sources = read_table(snakemake.input.sources)
        table = egdi(
            snakemake.input.files,
            sources,
            snakemake.input.codebook,
            regions=snakemake.params.regions,
        )
        check_unchanged(sources, *snakemake.input.files)
        write_table(table, snakemake.output[0])
