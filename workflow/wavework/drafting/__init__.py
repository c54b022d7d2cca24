"""A new wave: what its export holds, matched to the codebook, as drafts for a person to confirm.

Nothing here is used before it was confirmed, and nothing is guessed in silence. `matching` proposes, `report` tells,
`confirmation` holds what a person made of it against the codebook and the export.
"""

from collections.abc import Mapping
from typing import Any

from wavework.codebook import Codebook
from wavework.drafting.column_matching import Before, matches, proposed_rows, unknown_answers
from wavework.drafting.draft_report import Draft, config_block, registry_entries, report_lines
from wavework.drafting.joined_choices import is_open, proposed_choices
from wavework.drafting.units import named_units, responses_that_count
from wavework.exports import OTHER, Export
from wavework.included_responses import responses_of
from wavework.tables import records

__all__ = [
    "Draft",
    "config_block",
    "drafted_wave",
    "earlier_waves",
    "proposed_choices",
    "registry_entries",
    "report_lines",
]


def earlier_waves(
    waves: Mapping[str, Mapping[str, Any]], region: str, year: int, headings: Mapping[tuple[str, str], str]
) -> Before:
    """What the study's waves say of a new one. waves: of config.yaml; headings: (wave, column) -> heading."""
    newest = sorted(waves, key=lambda wave: (-waves[wave]["year"], wave))
    mine = [wave for wave in newest if waves[wave]["region"] == region and waves[wave]["year"] <= year]
    return Before(region, [*mine, *(wave for wave in newest if wave not in mine)], mine, headings)


def drafted_wave(
    export: Export,
    wave: str,
    book: Codebook,
    before: Before,
    choices: Mapping[str, list[str]] | None = None,
    units: str = "",
) -> Draft:
    """Match an export's columns to units and items of the codebook. See the modules of this package.

    choices: the lists of choices that were proposed for multiple choices in one cell, by column; units: the column
    of which a person said that it names the units, "" to have it found.
    """
    choices = choices or {}
    questions = [c for c in export.columns if c.kind == "question" and c.code in export.cells.columns]
    answered = responses_that_count(export)
    whose = named_units(export, questions, answered, book, before.region, units)
    parted = {whose.column, *choices, *(f"{column}/{OTHER}" for column in choices)}
    others = [column for column in questions if column.code not in parted]
    unread = frozenset(column.code for column in others if is_open(column, export, choices))
    found, misfits = matches(export, others, answered, book, before, unread)
    shown = unknown_answers([*found, *misfits], export, answered, book)
    matched = {match.column.code: match.item for match in found if not match.open}
    open_items = {item for match in found if match.open for item in (match.item, *match.open)}
    proposed = {match.column.code for match in found}
    last = before.region_waves[0] if before.region_waves else ""
    entries = records(book.entries_of(last))
    held = {entry["column"]: entry["item"] for entry in entries}
    headings = {c.code: c.code if c.text == c.code else f"{c.code}: {c.text}" for c in others}
    unfit = {match.column.code for match in misfits}
    rows = proposed_rows(found, wave, shown)
    recodes = dict(zip(rows["column"], rows["recode"], strict=True))
    return Draft(
        wave=wave,
        units=whose,
        several={unit: responses_of(export, places, recodes) for unit, places in whose.several.items()},
        rows=rows,
        found=found,
        shown=shown,
        unmatched=tuple(text for code, text in headings.items() if code not in proposed | unfit),
        misfits=tuple(misfits),
        moved=tuple(
            f"{code}: {held[code]} -> {item}" for code, item in matched.items() if held.get(code, item) != item
        ),
        missing=tuple(item for item in book.items["item"] if item not in open_items.union(matched.values())),
        before=last,
        choices=choices,
        notes=export.notes,
    )
