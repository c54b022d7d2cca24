"""processed/published_comparison.csv: each published value beside what this run gives."""

from wavework.jobs import logged
from wavework.published import published_comparison
from wavework.tables import read_table, write_table

if __name__ == "__main__":
    with logged(snakemake.log[0]):
        table = published_comparison(
            read_table(snakemake.input.published),
            read_table(snakemake.input.answers),
            read_table(snakemake.input.item_table[0]),
            assumptions=snakemake.params.assumptions,
        )
        write_table(table, snakemake.output[0])
