"""Frictionless metadata of tables: datapackage.json beside them (Data Package, version 1)."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from wavework.sources import sha256
from wavework.tables import read_table, records

LABEL, ORDER = "_label", "_order"


@dataclass(frozen=True)
class Columns:
    """What columns hold: (table, column) -> description; the table is "" for every one that says nothing of its own."""

    told: Mapping[tuple[str, str], str]
    language: str = "the main language"

    def of(self, table: str, column: str) -> str:
        """The description; "" of a column that nobody has described."""
        for end, said in ((LABEL, f"`{{}}` in words, in {self.language}."), (ORDER, "Place of `{}` in the chart.")):
            if column.endswith(end):
                return said.format(column.removesuffix(end))
        text = re.sub(r"^(label|question)_[a-z]+$", r"\1", column)  # a column for each language
        return self.told.get((table, text)) or self.told.get(("", text), "")


@dataclass(frozen=True)
class Described:
    """A table to describe: its path, what it holds, and the name under which its columns are described."""

    path: Path
    description: str
    columns: str
    more: Mapping[str, Any] = field(default_factory=dict)


def read_columns(path: str | Path, language: str) -> Columns:
    """workflow/schemas/columns.csv. language: in which labels stand, by its code."""
    rows = records(read_table(path, ["table", "column", "description"]))
    return Columns({(row["table"], row["column"]): row["description"] for row in rows}, f"the language `{language}`")


def package(
    name: str, title: str, tables: Iterable[Described], columns: Columns, sources: pd.DataFrame, folder: Path
) -> dict[str, Any]:
    """Metadata of tables below `folder`: path, columns with type and description, rows, bytes, SHA-256.

    sources: processed/sources.csv. An empty cell is a missing value. Paths lead nowhere out of the folder, as the
    standard asks; a study's two folders of tables have a package each.
    """
    listed = [
        {"title": f"{row['title']} ({row['producer']})", **({"path": row["url"]} if row["url"] else {})}
        for row in records(sources)
    ]
    return {
        "profile": "tabular-data-package",
        "name": name,
        "title": title,
        "resources": [_resource(table, columns, folder) for table in sorted(tables, key=lambda each: each.path)],
        **({"sources": listed} if listed else {}),
    }


def _resource(described: Described, columns: Columns, folder: Path) -> dict[str, Any]:
    table, below = read_table(described.path), described.path.relative_to(folder)
    return {
        "name": "-".join(below.with_suffix("").parts).replace("_", "-").lower(),
        "path": below.as_posix(),
        "profile": "tabular-data-resource",
        "description": described.description,
        **described.more,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": described.path.stat().st_size,
        "hash": f"sha256:{sha256(described.path)}",
        "rows": len(table),
        "schema": {
            "missingValues": [""],
            "fields": [
                {"name": str(name), "type": _type(table[name]), "description": columns.of(described.columns, str(name))}
                for name in table.columns
            ],
        },
    }


def _type(column: pd.Series) -> str:
    texts = column.drop_duplicates().astype("str")
    given = texts[texts != ""]
    numbers = pd.to_numeric(given, errors="coerce")
    if given.empty or numbers.isna().any():
        return "string"
    return "integer" if (numbers == numbers.round()).all() and not given.str.contains(r"\.").any() else "number"
