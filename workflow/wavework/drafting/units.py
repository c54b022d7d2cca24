"""Which column names the units, and whom it names."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import pandas as pd

from wavework.answers import reasons_to_drop
from wavework.codebook import Codebook
from wavework.exports import Column, Export

RIVAL = 0.5  # ASSUME share of named cells from which a second column could be the units' as well


@dataclass(frozen=True)
class Units:
    """The unit column ("" if none), the share of its cells that name a unit, and whom they name.

    unknown: name -> rows of the file; elsewhere: unit -> its region, of units of another region than the wave's;
    twice: unit -> rows, of units with several responses; rivals: other columns that name units; coded: columns whose
    labels name units though their cells are codes.
    """

    column: str
    share: float
    units: tuple[str, ...] = ()
    unknown: dict[str, tuple[int, ...]] = field(default_factory=dict)
    elsewhere: dict[str, str] = field(default_factory=dict)
    twice: dict[str, tuple[int, ...]] = field(default_factory=dict)
    rivals: tuple[str, ...] = ()
    coded: tuple[str, ...] = ()


def responses_that_count(export: Export) -> pd.Series:
    """Whether each row is a finished response of a respondent, as `wavework.answers` decides by default."""
    return pd.Series([not reason for reason in reasons_to_drop(export.respondents)], dtype=bool)


def named_units(export: Export, columns: Sequence[Column], answered: pd.Series, book: Codebook, region: str) -> Units:
    """Find the column whose cells name most units; of equals the one that names most different units, or the first."""
    found = []
    for column in columns:
        cells = export.cells.loc[answered, column.code]
        given = cells[cells.str.strip() != ""]
        named = given.map(book.unit_named)
        if (named != "").any():
            found.append((float((named != "").mean()), named[named != ""].nunique(), -column.position, column.code))
    found.sort(reverse=True)
    coded = tuple(c.code for c in columns if _labels_name_units(export, c.code, book))
    if not found:
        return Units("", 0.0, coded=coded)
    share, _, _, column_code = found[0]
    cells = export.cells.loc[answered, column_code]
    rows = pd.Series(export.rows, index=export.cells.index)[answered]
    units = cells.map(book.unit_named)
    known = rows[units != ""].groupby(units[units != ""])
    unknown = rows[units == ""].groupby(cells[units == ""])
    return Units(
        column=column_code,
        share=share,
        units=tuple(sorted(set(units) - {""})),
        unknown={str(name): tuple(group) for name, group in unknown},
        elsewhere={unit: book.region_of[unit] for unit in sorted(set(units) - {""}) if book.region_of[unit] != region},
        twice={str(unit): tuple(group) for unit, group in known if len(group) > 1},
        rivals=tuple(code for other, _, _, code in found[1:] if other >= RIVAL),
        coded=coded,
    )


def _labels_name_units(export: Export, column: str, book: Codebook) -> bool:
    texts = [text for said in export.labels.get(column, {}).values() for text in said.values()]
    return bool(texts) and sum(bool(book.unit_named(text)) for text in texts) * 2 > len(texts)
