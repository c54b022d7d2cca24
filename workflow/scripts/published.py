"""processed/published_comparison.csv: each published value beside what this run gives."""

from wavework.jobs import logged
from wavework.problems import collected_problems
from wavework.published import published_comparison, unknown_waves
from wavework.tables import read_table, write_table

if __name__ == "__main__":
    with logged(snakemake.log[0]):
        published, answers = read_table(snakemake.input.published), read_table(snakemake.input.answers)
        not_taken = snakemake.params.not_taken
        with collected_problems() as problems:
            problems += unknown_waves(published, {*answers["wave"], *not_taken}, snakemake.input.published)
        table = published_comparison(
            published,
            answers,
            read_table(snakemake.input.item_table[0]),
            assumptions=snakemake.params.assumptions,
            not_taken=not_taken,
        )
        write_table(table, snakemake.output[0])
