"""processed/published_comparison.csv: each published value beside what this run gives."""

from wavework.agreeing_tables import tables_of_job
from wavework.jobs import logged
from wavework.problems import collected_problems
from wavework.published import published_comparison, unknown_waves
from wavework.tables import read_table, write_table

if __name__ == "__main__":
    with logged(snakemake.log[0]):
        inputs, (tables, params) = snakemake.input, tables_of_job(snakemake)
        published = read_table(inputs.published)
        with collected_problems() as problems:
            problems += unknown_waves(published, {*tables.cells.units, *params["not_taken"]}, inputs.published)
        write_table(published_comparison(published, tables, **params), snakemake.output[0])
