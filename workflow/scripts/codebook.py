"""processed/codebook/: the codebook as two tables, and as DDI-Codebook 2.5."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from wavework.codebook import read_codebook
from wavework.deposit.codebook_tables import categories, variables
from wavework.deposit.ddi import ddi
from wavework.jobs import logged
from wavework.tables import read_table, write_table, write_text


def codebook(
    tables: Sequence[str], study: Mapping[str, Any], found: Mapping[str, pd.DataFrame]
) -> tuple[pd.DataFrame, pd.DataFrame, str]:
    """Variables, categories, and the DDI document. tables: of the codebook; found: tables of processed/ by name, empty
    where the study has none."""
    book = read_codebook(tables, study["languages"])
    listed = variables(study, book, found["answers"], found["measured"])
    values = categories(study, book, listed, found["prevalence"])
    return listed, values, ddi(study, listed, values, found["sources"])


if __name__ == "__main__":
    with logged(snakemake.log[0]):
        inputs: Any = snakemake.input
        names = ("sources", "answers", "prevalence", "measured")
        given = {name: inputs.get(name) for name in names}
        found = {name: read_table(path) if path else pd.DataFrame() for name, path in given.items()}
        listed, values, document = codebook(inputs.codebook, snakemake.params.study, found)
        write_table(listed, snakemake.output.variables)
        write_table(values, snakemake.output.categories)
        write_text(document, snakemake.output.ddi)
