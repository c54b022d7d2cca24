"""processed/what_would_settle.csv: which wave, item or few services would decide each open claim."""

from typing import Any

import pandas as pd

from wavework.claims.evidence import evidence_of_job, study_evidence
from wavework.claims.proofs import OPEN
from wavework.claims.settled import what_would_settle
from wavework.jobs import logged
from wavework.tables import read_table, select, write_table


def settle(verdicts: pd.DataFrame, **study: Any) -> pd.DataFrame:
    """Columns of wavework.claims.settled.COLUMNS.

    verdicts: processed/claims.csv. study: the arguments of `wavework.claims.evidence.study_evidence`.
    """
    declared, _, evidence = study_evidence(**study)
    left = set(select(verdicts, verdict=OPEN)["claim"])
    return what_would_settle([claim for claim in declared if claim.id in left], evidence)


if __name__ == "__main__":
    with logged(snakemake.log[0]):
        table = settle(read_table(snakemake.input.verdicts), **evidence_of_job(snakemake))
        write_table(table, snakemake.output.table)
