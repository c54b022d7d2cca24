"""processed/datapackage.json: what each table of processed/ holds, as Frictionless metadata with hashes."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from wavework.jobs import logged
from wavework.sources import sha256
from wavework.tables import read_table, write_json


def datapackage(tables: Sequence[str], *, title: str, descriptions: dict[str, str]) -> dict[str, Any]:
    """Metadata of the tables: path, columns with type, rows, bytes, SHA-256.

    descriptions: file name without ending -> what the table holds. Empty cells are missing values.
    """
    return {
        "profile": "tabular-data-package",
        "name": "processed",
        "title": title,
        "resources": [_resource(Path(path), descriptions.get(Path(path).stem, "")) for path in sorted(tables)],
    }


def _resource(path: Path, description: str) -> dict[str, Any]:
    table = read_table(path)
    return {
        "name": "-".join(path.with_suffix("").parts[1:]).replace("_", "-").lower(),
        "path": Path(*path.parts[1:]).as_posix(),
        "profile": "tabular-data-resource",
        "description": description,
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
        package = datapackage(
            snakemake.input.tables, title=snakemake.params.title, descriptions=snakemake.params.descriptions
        )
        write_json(package, snakemake.output[0])
