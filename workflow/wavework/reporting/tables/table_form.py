"""The form that the tables of the report share: heads and caption from the words, one letter of alignment a column."""

from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from wavework.basis import weakest
from wavework.reporting.inputs import Inputs
from wavework.reporting.markdown import pipe_table

SIDES = {"l": "left", "c": "center", "r": "right"}


def table(
    inputs: Inputs,
    name: str,
    rows: Iterable[Sequence[object]],
    *,
    heads: Sequence[str] = (),
    caption: str = "",
    align: str = "",
    widths: Sequence[int] = (),
    table_id: str = "",
    **slots: object,
) -> str:
    """A table with the heads and the caption given, or those that the words have for `name`; empty without rows.

    align: l, c or r for each column (all l if empty); table_id: `name` if empty; slots: of the caption's words.
    """
    cells = list(rows)
    if not cells:
        return ""
    return pipe_table(
        heads or inputs.language.heads(f"table.{name}.heads"),
        cells,
        caption=caption or inputs.language.say(f"table.{name}.caption", **slots),
        table_id=f"tbl-{table_id or name}",
        align=[SIDES[letter] for letter in align],
        widths=widths,
    )


def by_reason(inputs: Inputs, told: pd.DataFrame, column: str, names: Mapping[str, str]) -> list[list[object]]:
    """Rows of what is told of several things (their ids in the column) of a wave for one reason."""
    return [
        [
            inputs.wave_title(str(wave)),
            inputs.language.listed(names[name] for name in group[column]),
            inputs.translated(str(reason)),
        ]
        for (wave, reason), group in told.groupby(["wave", "reason"], sort=False)
    ]


def with_basis(inputs: Inputs, caption: str, bases: Iterable[str]) -> str:
    """A caption that ends with what the numbers rest on, as the captions of figures do."""
    return f"{caption}. {inputs.language.shared['caption'][f'basis_{weakest(bases)}']}"
