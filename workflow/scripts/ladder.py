"""processed/ladder.csv: each open claim under each assumption of the codebook, one at a time."""

from typing import Any

import pandas as pd

from wavework.claims.assumption_ladder import ladder, read_assumptions
from wavework.claims.evidence import evidence_of_job, open_claims
from wavework.jobs import logged
from wavework.tables import read_table, write_table
from wavework.what_a_study_has import Presence


def rungs(verdicts: pd.DataFrame, assumed: str, **study: Any) -> pd.DataFrame:
    """Columns of wavework.claims.assumption_ladder.COLUMNS.

    verdicts: processed/claims.csv. assumed: path of assumptions.csv. study: the arguments of
    `wavework.claims.evidence.study_evidence`.
    """
    claims, evidence = open_claims(verdicts, **study)
    there = Presence(**study.get("presence") or {})
    rows = read_assumptions(assumed, evidence, there, study.get("languages", ("en",)))
    return ladder(claims, rows, evidence)


if __name__ == "__main__":
    with logged(snakemake.log[0]):
        inputs = snakemake.input
        table = rungs(read_table(inputs.verdicts), inputs.assumed, **evidence_of_job(snakemake))
        write_table(table, snakemake.output.table)
