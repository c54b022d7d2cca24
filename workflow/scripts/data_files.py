"""data/<language>/: the cleaned answers and measures as files of Stata, SPSS and Parquet, labels in one language."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from wavework.codebook import read_codebook
from wavework.deposit.data_files import write_dta, write_parquet, write_sav
from wavework.deposit.data_sets import DataSet, data_sets
from wavework.jobs import logged
from wavework.tables import read_table


def cleaned_data(
    tables: Sequence[str], study: Mapping[str, Any], found: Mapping[str, pd.DataFrame], language: str
) -> list[DataSet]:
    """The data sets of the study. tables: of the codebook; found: see `data_sets`."""
    return data_sets(study, read_codebook(tables, study["languages"]), found, language)


def written(sets: Iterable[DataSet], folder: Path, day: date) -> None:
    """Write each data set in the three forms. day: what their headers hold, the date of the newest raw file."""
    for data in sets:
        write_dta(data, folder / f"{data.name}.dta", day)
        write_sav(data, folder / f"{data.name}.sav", day)
        write_parquet(data, folder / f"{data.name}.parquet")


if __name__ == "__main__":
    with logged(snakemake.log[0]):
        inputs: Any = snakemake.input
        names = ("variables", "categories", "answers", "possible_answers", "measured")
        given = {name: inputs.get(name) for name in names}
        found = {name: read_table(path) if path else pd.DataFrame() for name, path in given.items()}
        sets = cleaned_data(inputs.codebook, snakemake.params.study, found, snakemake.params.language)
        newest = max(read_table(inputs.sources)["date"])
        written(sets, Path(snakemake.output[0]).parent, date.fromisoformat(newest))
