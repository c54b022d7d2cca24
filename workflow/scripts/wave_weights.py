"""processed/weights/<wave>.csv: weights, strata and clusters of the units of a wave, from the export as received."""

from wavework.codebook import read_codebook
from wavework.jobs import logged
from wavework.sources import basis_of, check_unchanged
from wavework.tables import read_table, write_table
from wavework.wave_weights import read_weights

if __name__ == "__main__":
    with logged(snakemake.log[0]):
        sources, export = read_table(snakemake.input.sources), snakemake.input.export
        book, wave = read_codebook(snakemake.input.codebook), snakemake.wildcards.wave
        weights = read_weights(wave, snakemake.params.wave, book, basis_of(sources, export))
        check_unchanged(sources, export)
        write_table(weights, snakemake.output[0])
