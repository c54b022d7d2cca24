"""processed/prevalence.csv and possible_answers.csv: how often each answer occurs, and who can have given which."""

from wavework.agreeing_tables import tables_of_job
from wavework.jobs import logged
from wavework.prevalence import possible_answers, prevalence
from wavework.tables import read_table, write_table

if __name__ == "__main__":
    with logged(snakemake.log[0]):
        tables = tables_of_job(snakemake)[0]
        write_table(prevalence(read_table(snakemake.input.answers), tables), snakemake.output.prevalence)
        write_table(possible_answers(tables), snakemake.output.possible)
