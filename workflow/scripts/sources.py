"""processed/sources.csv: every raw file, checked against the registry."""

from wavework.jobs import logged
from wavework.sources import verified_sources
from wavework.tables import write_table

if __name__ == "__main__":
    with logged(snakemake.log[0]):
        write_table(verified_sources(snakemake.input.registry), snakemake.output[0])
