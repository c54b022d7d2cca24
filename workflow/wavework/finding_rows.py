"""Results of statistics as rows of the study's tables: which statistic, of whom, in which family, on what basis."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from typing import Any

import pandas as pd

from wavework.statistics.result import Result

KEYS = ["statistic", "question", "outcome", "measure", "dimension", "item", "wave", "wave_from", "region"]
COLUMNS = [*KEYS, *(field.name for field in fields(Result)), "seed", "basis"]
NUMBERS = [
    "estimate", "low", "high", "p", "p_error", "n", "tables", "lowest", "highest", "median", "central_low",
    "central_high", "positive", "significant",
]  # fmt: skip


def finding(result: Result, *, question: str, basis: str, seed: int | str = "", **keys: str) -> dict[str, Any]:
    """One row: the result with the keys of KEYS that apply. `statistic`, a stable id, is made from them."""
    method = result.method
    parts = [question, *(keys.get(key, "") for key in KEYS[2:]), method]
    named = ".".join(part.replace(" ", "-").replace(".", "").replace(",", "") for part in parts if part)
    return {**dict.fromkeys(KEYS, ""), **keys, "statistic": named, "question": question, **result.row(), "seed": seed,
            "basis": basis}  # fmt: skip


def findings_table(rows: Iterable[Mapping[str, Any]]) -> pd.DataFrame:
    """The rows as a table with the columns COLUMNS, in the order in which they were found.

    Raises ValueError if two rows have the same id: a number that cannot be named cannot be cited.
    """
    table = pd.DataFrame(list(rows), columns=COLUMNS)
    twice = table["statistic"][table["statistic"].duplicated()]
    if len(twice):
        raise ValueError(f"two findings have the id {twice.iloc[0]!r}")
    return table


ALL_WAVES = "all_waves"  # in a family's columns: the waves are taken together


def family_of(table: pd.DataFrame, families: Mapping[str, Sequence[str]]) -> pd.Series:
    """The family of each row: its question, the values of the columns that the config names for the question, and the
    wave or the two that are compared.

    So a new wave leaves the families of the others as they are, but where the config names ALL_WAVES.
    """

    def family(row: pd.Series) -> str:
        named = families.get(row["question"], [])
        columns = [name for name in named if name != ALL_WAVES]
        own = [name for name in ("wave_from", "wave") if ALL_WAVES not in named and name not in columns and row[name]]
        return "/".join([row["question"], *(str(row[name]) for name in (*columns, *own))])

    return table.apply(family, axis=1)
