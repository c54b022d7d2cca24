"""The numbers that answers have in the files of statistics programs, and the typed missing values beside them."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

# Why there is no answer -> its letter in Stata (`.a`) and its number, user-missing, in SPSS: both programs leave these
# out of what they compute. `not_public`: somebody answered, the answer is not public, and nothing stands in its place.
NOT_PUBLIC = "not_public"
MISSING = ("dont_know", "not_applicable", "no_answer", "not_asked", NOT_PUBLIC)
STATA = dict(zip(MISSING, "abcde", strict=True))
SPSS = {status: -1 - place for place, status in enumerate(MISSING)}
LONGEST_NAME = 32  # of a variable in Stata
RESERVED = {
    *("all", "and", "by", "eq", "ge", "gt", "le", "lt", "ne", "not", "or", "to", "with"),  # SPSS
    *("byte", "double", "float", "if", "in", "int", "long", "using"),  # Stata
}


def codes_of(scale: pd.DataFrame) -> dict[str, int]:
    """Answer -> its number: of the answers that say something their value in scales.csv where all of them have whole
    ones, none below zero and no two alike, otherwise their place in the scale.

    scale: rows of scales.csv of one scale.
    """
    said = scale[scale["status"] == "answered"].sort_values("position")
    value = said["value"]
    whole = value.notna().all() and (value == value.round()).all() and (value >= 0).all() and value.is_unique
    numbers = value if whole else said["position"]
    return dict(zip(said["answer"], numbers.astype(int).tolist(), strict=True))


def variable_names(ids: list[str]) -> dict[str, str]:
    """Id of an item or measure -> the name of its variable, which both programs take: itself, where they do."""
    names: dict[str, str] = {}
    for each in ids:
        name = f"{each}_" if each in RESERVED else each[:LONGEST_NAME]
        taken, number = set(names.values()), 1
        while name in taken:
            number += 1
            name = f"{each[: LONGEST_NAME - len(str(number)) - 1]}_{number}"
        names[each] = name
    return names


def missing_labels(labels: Mapping[str, str], scale: pd.DataFrame, label: str) -> dict[str, str]:
    """Why there is no answer -> how it is said: as the scale does, in its column `label`, or as `labels` do."""
    found: dict[str, Any] = dict(labels)
    for status, rows in scale[scale["status"] != "answered"].sort_values("position").groupby("status"):
        found[str(status)] = " / ".join(rows[label])
    return found
