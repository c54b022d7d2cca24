"""processed/published_comparison.csv: each published value beside what this run gives."""

from wavework.agreeing import read_agreeing
from wavework.jobs import arguments, logged
from wavework.problems import collected_problems
from wavework.published import published_comparison, unknown_waves
from wavework.tables import read_table, write_table

if __name__ == "__main__":
    with logged(snakemake.log[0]):
        inputs, params = snakemake.input, arguments(snakemake.params)
        published, tables = read_table(inputs.published), read_agreeing(inputs, params.pop("tables"))
        with collected_problems() as problems:
            problems += unknown_waves(published, {*tables.cells.units, *params["not_taken"]}, inputs.published)
        write_table(published_comparison(published, tables, **params), snakemake.output[0])
