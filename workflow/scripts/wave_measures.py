"""processed/measured/<wave>.csv and its cleaning log, from the table of scores as received."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from wavework.answers import READING
from wavework.codebook import check_against_study, read_codebook
from wavework.exports import read_export
from wavework.jobs import logged
from wavework.measures import wave_measures
from wavework.sources import basis_of, check_unchanged
from wavework.tables import read_table, write_table


def measured_wave(
    export: str,
    wave: str,
    choices: Mapping[str, Any],
    codebook: Sequence[str],
    sources: pd.DataFrame,
    known: Mapping[str, Sequence[str]],
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Measures and cleaning log of one wave. See wavework.measures.wave_measures.

    known: the waves, regions and dimensions of config.yaml and those not taken, which are all that the codebook may
    name.
    """
    book = read_codebook(codebook)
    check_against_study(book, **known)
    named = book.measure_columns.loc[book.measure_columns["wave"] == wave, "column"]
    columns = [*choices.get("long", {}).values()] or [*named]
    cells = read_export(
        export,
        columns=[choices["unit_column"], *choices.get("rows", {}), *columns],
        **{key: choices[key] for key in READING if key in choices},
    )
    return wave_measures(cells, wave, choices, book, basis_of(sources, export))


if __name__ == "__main__":
    with logged(snakemake.log[0]):
        sources = read_table(snakemake.input.sources)
        measures, cleaning = measured_wave(
            snakemake.input.export,
            snakemake.wildcards.wave,
            snakemake.params.wave,
            snakemake.input.codebook,
            sources,
            snakemake.params.known,
        )
        check_unchanged(sources, snakemake.input.export)
        write_table(measures, snakemake.output.measures)
        write_table(cleaning, snakemake.output.cleaning)
