"""processed/sources.csv: every raw file is checked against the registry; those that the study takes have a row."""

from wavework.jobs import logged
from wavework.sources import verified_sources
from wavework.tables import write_table

if __name__ == "__main__":
    with logged(snakemake.log[0]):
        every = verified_sources(snakemake.input.registry)
        taken = every["file"].isin(snakemake.params.named) | every["wave"].isin(snakemake.params.waves)
        write_table(every[taken], snakemake.output[0])
