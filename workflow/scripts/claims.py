"""processed/claims.csv: every conclusion of the study and what is known of it; claims.json: its parts."""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from wavework.claims.evidence import evidence_of_job, study_evidence
from wavework.claims.verdicts import verdicts
from wavework.jobs import logged
from wavework.tables import write_json, write_table


def claim_verdicts(
    answers: pd.DataFrame, codebook: Sequence[str], claims: str, constraints: str, **choices: Any
) -> tuple[pd.DataFrame, dict[str, Any]]:
    """The verdict on every claim of claims.yaml (columns of wavework.claims.verdicts.COLUMNS) and its details.

    Parameters and errors: those of `wavework.claims.evidence.study_evidence`. A claim for which the study has nothing
    has no row, and `left_out` with the reason in its details.
    """
    declared, left_out, evidence = study_evidence(answers, codebook, claims, constraints, other_prior=True, **choices)
    table, details = verdicts(declared, evidence)
    return table, details | {claim: {"left_out": reason} for claim, reason in left_out.items()}


if __name__ == "__main__":
    with logged(snakemake.log[0]):
        table, details = claim_verdicts(**evidence_of_job(snakemake))
        write_table(table, snakemake.output.table)
        write_json(details, snakemake.output.details)
