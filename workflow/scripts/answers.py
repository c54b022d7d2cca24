"""processed/answers.csv: the answers of all waves together."""

from wavework.answers import all_answers
from wavework.jobs import logged
from wavework.tables import read_table, write_table

if __name__ == "__main__":
    with logged(snakemake.log[0]):
        tables = dict(zip(snakemake.params.waves, map(read_table, snakemake.input.answers), strict=True))
        write_table(all_answers(tables, read_table(snakemake.input.item_table[0])), snakemake.output[0])
