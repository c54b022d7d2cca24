"""processed/measured.csv: the measures of all waves, with those that are the mean of their parts."""

from wavework.codebook import read_codebook
from wavework.composite_measures import all_measures
from wavework.jobs import logged
from wavework.tables import read_table, write_table

if __name__ == "__main__":
    with logged(snakemake.log[0]):
        tables = [read_table(path).replace({"value": {"": None}}) for path in snakemake.input.measures]
        write_table(all_measures(tables, read_codebook(snakemake.input.codebook).measures), snakemake.output[0])
