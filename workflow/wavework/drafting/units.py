"""Which column names the units, and whom it names."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import pandas as pd

from wavework.codebook import Codebook
from wavework.exports import Column, Export
from wavework.included_responses import NOT_A_RESPONSE, reasons_to_drop
from wavework.problems import InputError, Problem

LIKELY_UNITS = 0.5  # ASSUME share of named cells from which a column could be that of the units


@dataclass(frozen=True)
class Units:
    """The unit column ("" if none), the share of its cells that name a unit, and whom they name.

    is_said: whether a person has said that the column names the units; what its cells hold is told only then, for
    else it may be what anybody wrote. unknown: name -> rows of the file; elsewhere: unit -> its region, of units of
    another region than the wave's; several: unit -> positions in the export, of units with several responses,
    unfinished ones among them; rivals: other columns that name units, and if none was found all that name any, with
    the share; coded: columns whose labels name units though their cells are codes.
    """

    column: str
    share: float
    is_said: bool = False
    units: tuple[str, ...] = ()
    unknown: dict[str, tuple[int, ...]] = field(default_factory=dict)
    elsewhere: dict[str, str] = field(default_factory=dict)
    several: dict[str, tuple[int, ...]] = field(default_factory=dict)
    rivals: tuple[tuple[str, float], ...] = ()
    coded: tuple[str, ...] = ()


def responses_that_count(export: Export) -> pd.Series:
    """Whether each row is a finished response of a respondent, as `wavework.answers` decides by default."""
    return pd.Series([not reason for reason in reasons_to_drop(export.respondents)], dtype=bool)


def named_units(
    export: Export, columns: Sequence[Column], answered: pd.Series, book: Codebook, region: str, said: str = ""
) -> Units:
    """The column that a person said, or the one whose cells name most units, at least LIKELY_UNITS of them; of equals
    the one that names most different units, or the first. Raises InputError if there is no such question.
    """
    found = []
    for column in columns:
        cells = export.cells.loc[answered, column.code]
        given = cells[cells.str.strip() != ""]
        named = given.map(book.unit_named)
        if (named != "").any():
            found.append((float((named != "").mean()), named[named != ""].nunique(), -column.position, column.code))
    found.sort(reverse=True)
    shares = {code: share for share, _, _, code in found}
    rivals: list[tuple[str, float]] = []
    if said:
        column_code = _said_column(export, columns, said)
    else:
        coded = tuple(c.code for c in columns if _labels_name_units(export, c.code, book))
        column_code = next((code for code, share in shares.items() if share >= LIKELY_UNITS), "")
        if not column_code:
            return Units("", 0.0, rivals=tuple(shares.items()), coded=coded)
        rivals = [other for other in shares.items() if other[0] != column_code and other[1] >= LIKELY_UNITS]
    cells = export.cells.loc[answered, column_code]
    rows = pd.Series(export.rows, index=export.cells.index)[answered]
    units = cells.map(book.unit_named)
    people = export.respondents["kind"].reset_index(drop=True)
    named = export.cells[column_code].reset_index(drop=True)[~people.isin(NOT_A_RESPONSE)].map(book.unit_named)
    unknown = rows[units == ""].groupby(cells[units == ""])
    return Units(
        column=column_code,
        share=shares.get(column_code, 0.0),
        is_said=bool(said),
        units=tuple(sorted(set(units) - {""})),
        unknown={str(name): tuple(group) for name, group in unknown},
        elsewhere={unit: book.region_of[unit] for unit in sorted(set(units) - {""}) if book.region_of[unit] != region},
        several={
            str(unit): tuple(places.index) for unit, places in named[named != ""].groupby(named) if len(places) > 1
        },
        rivals=tuple(rivals),
    )


def _said_column(export: Export, columns: Sequence[Column], said: str) -> str:
    column = export.column(said)
    if column.code not in {other.code for other in columns}:
        what = "data of persons, which are never read" if column.kind == "personal" else "no answers to a question"
        remedy = "name another column; if it is that of the services, give it another heading at the source"
        raise InputError(
            Problem(str(export.path), f"it holds {what}", "the column of the services", remedy, column=said)
        )
    return column.code


def _labels_name_units(export: Export, column: str, book: Codebook) -> bool:
    texts = [text for said in export.labels.get(column, {}).values() for text in said.values()]
    return bool(texts) and sum(bool(book.unit_named(text)) for text in texts) * 2 > len(texts)
