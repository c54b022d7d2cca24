"""processed/scores.csv: maturity per unit, wave and dimension."""

from wavework.jobs import logged
from wavework.scores import maturity_scores
from wavework.tables import read_numbers, read_table, write_table

if __name__ == "__main__":
    with logged(snakemake.log[0]):
        scores = maturity_scores(
            read_table(snakemake.input.answers),
            read_table(snakemake.input.item_table[0]),
            read_numbers(snakemake.input.scale_table[0], ["position", "value", "score"]),
            development=snakemake.params.development,
            minimum_answered=snakemake.params.minimum_answered,
        )
        write_table(scores, snakemake.output[0])
