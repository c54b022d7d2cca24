"""Codebooks of made-up studies, from rows that are no longer than what they say."""

from collections.abc import Mapping, Sequence

import pandas as pd

from wavework.codebook import Codebook


def table(columns: str, *rows: tuple) -> pd.DataFrame:
    """A table from the names of its columns, with blanks between, and its rows."""
    return pd.DataFrame(list(rows), columns=columns.split())


def stages(scale: str, *answers: str) -> list[tuple]:
    """Rows of `scales`: answers from the best to the worst, worth 100 to 0, of values that fall to 1."""
    last = len(answers) - 1
    return [
        (scale, answer, place, last + 2 - place, 100 - 100 * (place - 1) / last, "answered")
        for place, answer in enumerate(answers, start=1)
    ]


def book(
    items: pd.DataFrame,
    scales: Sequence[tuple],
    asked: Mapping[str, Sequence[str]] | None = None,
    **tables: pd.DataFrame,
) -> Codebook:
    """asked: wave -> items, each in a column of its own name; scales: rows as of `stages`."""
    entries = [(wave, item, item, "yes", "", "") for wave, names in (asked or {}).items() for item in names]
    return Codebook(
        files={name: f"{name}.csv" for name in ("items", "scales", "crosswalk", "units")},
        items=items,
        scales=table("scale answer position value score status", *scales),
        crosswalk=table("wave column item comparable recode reason", *entries),
        **tables,
    )
