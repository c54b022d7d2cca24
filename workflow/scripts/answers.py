"""processed/answers.csv and prevalence.csv: all waves together."""

from wavework.answers import all_answers, prevalence
from wavework.jobs import logged
from wavework.tables import read_table, write_table

if __name__ == "__main__":
    with logged(snakemake.log[0]):
        tables = dict(zip(snakemake.params.waves, map(read_table, snakemake.input.answers), strict=True))
        answers = all_answers(tables, read_table(snakemake.input.item_table[0]))
        write_table(answers, snakemake.output.answers)
        write_table(prevalence(answers), snakemake.output.prevalence)
