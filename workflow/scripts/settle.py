"""processed/what_would_settle.csv: which wave, item or few services would decide each open claim."""

from typing import Any

import pandas as pd

from wavework.claims.evidence import evidence_of_job, open_claims
from wavework.claims.what_would_settle_table import what_would_settle
from wavework.jobs import logged
from wavework.tables import read_table, write_table


def settle(verdicts: pd.DataFrame, **study: Any) -> pd.DataFrame:
    """Columns of wavework.claims.what_would_settle_table.COLUMNS.

    verdicts: processed/claims.csv. study: the arguments of `wavework.claims.evidence.study_evidence`.
    """
    return what_would_settle(*open_claims(verdicts, **study))


if __name__ == "__main__":
    with logged(snakemake.log[0]):
        table = settle(read_table(snakemake.input.verdicts), **evidence_of_job(snakemake))
        write_table(table, snakemake.output.table)
