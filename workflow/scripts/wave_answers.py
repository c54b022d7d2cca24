"""processed/answers/<wave>.csv and its cleaning log, from the export as received."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from wavework.answers import read_wave
from wavework.codebook import check_against_study, read_codebook
from wavework.jobs import logged
from wavework.sources import basis_of, check_unchanged
from wavework.tables import read_table, write_table


def cleaned_wave(
    export: str,
    wave: str,
    choices: Mapping[str, Any],
    codebook: Sequence[str],
    sources: pd.DataFrame,
    known: Mapping[str, Sequence[str]],
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Answers and cleaning log of one wave. See wavework.answers.read_wave.

    known: the waves, regions and dimensions of config.yaml and those not taken, which are all that the codebook may
    name.
    """
    book = read_codebook(codebook)
    check_against_study(book, **known)
    return read_wave(wave, choices, book, basis_of(sources, export), export=export)


if __name__ == "__main__":
    with logged(snakemake.log[0]):
        sources = read_table(snakemake.input.sources)
        answers, cleaning = cleaned_wave(
            snakemake.input.export,
            snakemake.wildcards.wave,
            snakemake.params.wave,
            snakemake.input.codebook,
            sources,
            snakemake.params.known,
        )
        check_unchanged(sources, snakemake.input.export)
        write_table(answers, snakemake.output.answers)
        write_table(cleaning, snakemake.output.cleaning)
