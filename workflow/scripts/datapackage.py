"""processed/datapackage.json: what each table of processed/ holds, as Frictionless metadata with hashes."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from wavework.jobs import logged
from wavework.sources import sha256
from wavework.tables import read_table, write_json

DESCRIPTIONS = {
    "sources": "Raw files that the study takes, as the registry has them, verified.",
    "answers": "One row per wave, unit and item: typed status, answer in the study's code, ordinal value.",
    "prevalence": "How often each status and answer occurs per item and wave.",
    "possible_answers": "Which answers each unit can have given to each item.",
    "comparability": "What of each item and wave is comparable; where change is computed, and why not.",
    "cleaning_log": "Every row dropped and value changed, with the reason.",
    "scores": "Maturity per wave, unit, dimension and measure.",
    "egdi": "E-Government Development Index per country and year; rank 1 is the best.",
    "covariates": "Income per head of the countries of each wave, with the year that it is of.",
    "measured": "Scores that come as they are: one row per wave, unit and measure.",
    "statistics": "Every finding with interval, p, adjusted p, n, method, source, seed and basis.",
    "leave_one_out": "The association with each unit left out.",
    "measure_leave_one_out": "The association of a measure with each unit left out.",
    "specifications": "One row per specification of the specification curve.",
    "paired_scores": "Scores of the units of both waves on the items that both asked comparably.",
    "power": "Smallest effect that each test could have found.",
    "newcomers": "Panel and newcomers of each pair of waves by EGDI rank.",
    "published_comparison": "Each published value beside what this run gives.",
    "claims": "The verdict on each conclusion.",
    "ladder": "Each open conclusion under each further assumption, one at a time.",
    "what_would_settle": "Which export, item or few services would decide each open conclusion.",
    "wave_exhibits": "Which figures show each wave, which do not, and why.",
    "exhibits": "Every exhibit with its files, basis, n and script, and why it is left out.",
}


def datapackage(tables: Sequence[str], *, title: str) -> dict[str, Any]:
    """Metadata of the tables: path, columns with type, rows, bytes, SHA-256. Empty cells are missing values."""
    return {
        "profile": "tabular-data-package",
        "name": "processed",
        "title": title,
        "resources": [_resource(Path(path)) for path in sorted(tables)],
    }


def _resource(path: Path) -> dict[str, Any]:
    table = read_table(path)
    return {
        "name": "-".join(path.with_suffix("").parts[1:]).replace("_", "-").lower(),
        "path": Path(*path.parts[1:]).as_posix(),
        "profile": "tabular-data-resource",
        "description": DESCRIPTIONS.get(path.stem, ""),
        "format": "csv",
        "encoding": "utf-8",
        "bytes": path.stat().st_size,
        "hash": f"sha256:{sha256(path)}",
        "rows": len(table),
        "schema": {
            "missingValues": [""],
            "fields": [{"name": str(name), "type": _type(table[name])} for name in table.columns],
        },
    }


def _type(column: pd.Series) -> str:
    given = column[column != ""]
    numbers = pd.to_numeric(given, errors="coerce")
    if given.empty or numbers.isna().any():
        return "string"
    return "integer" if (numbers == numbers.round()).all() and not given.str.contains(r"\.").any() else "number"


if __name__ == "__main__":
    with logged(snakemake.log[0]):
        write_json(datapackage(snakemake.input.tables, title=snakemake.params.title), snakemake.output[0])
