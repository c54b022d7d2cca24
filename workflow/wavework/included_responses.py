"""Which responses of an export count, and whose they are; what is left out goes to the cleaning log with its reason."""

from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import Any

import pandas as pd

from wavework.codebook import Codebook, unit_text
from wavework.exports import Export
from wavework.problems import Problem, collected_problems

NOT_A_RESPONSE = {
    "test": "test response",
    "preview": "preview of the questionnaire",
    "spam": "marked as spam",
    "rejected": "rejected on the platform",
}


def reasons_to_drop(people: pd.DataFrame, incomplete: str = "drop") -> list[str]:
    """Per response of Export.respondents why it does not count, "" if it does. incomplete: drop or keep."""

    def reason(kind: str, complete: bool | None) -> str:
        unfinished = incomplete == "drop" and complete is not None and not complete
        return NOT_A_RESPONSE.get(kind, "unfinished response" if unfinished else "")

    return [reason(kind, complete) for kind, complete in zip(people["kind"], people["complete"], strict=True)]


def responses_that_count(
    export: Export, wave: str, choices: Mapping[str, Any], book: Codebook, changes: list[dict[str, Any]]
) -> dict[int, str]:
    """Position of each response that counts -> its unit. What does not count is logged."""
    file, column = str(export.path), choices["unit_column"]
    people, names = export.respondents, export.cells[column]
    candidates: dict[int, str] = {}
    with collected_problems() as problems:
        reasons = reasons_to_drop(people, choices["incomplete"])
        for position, (row, reason) in enumerate(zip(export.rows, reasons, strict=True)):
            unit = book.unit_named(names.iloc[position])
            if reason:
                changes.append({"row": row, "unit": unit, "action": "row dropped", "reason": reason})
            elif not unit:
                problems.append(_unknown_unit(file, row, column, names.iloc[position], book))
            else:
                candidates[position] = unit
    kept: dict[int, str] = {}
    with collected_problems() as problems:
        for unit in sorted(set(candidates.values())):
            mine = [position for position, owner in candidates.items() if owner == unit]
            if len(mine) > 1 and choices["duplicates"] == "refuse":
                rows = ", ".join(str(export.rows[position]) for position in mine)
                found = f"{unit} answered {len(mine)} times (rows {rows})"
                expected = f"one complete response per unit ({column})"
                remedy = f"set waves.{wave}.duplicates to latest, or give each one a unit of its own in units.csv"
                problems.append(Problem(file, found, expected, remedy))
            # Submission times as the platform writes them sort as text; the row decides where they are equal.
            mine.sort(key=lambda position: (str(people["submitted"].iloc[position]), position))
            for position in mine[:-1]:
                reason = f"superseded by row {export.rows[mine[-1]]}"
                changes.append({"row": export.rows[position], "unit": unit, "action": "row dropped", "reason": reason})
            kept[mine[-1]] = unit
        problems += _misplaced_units(sorted(set(kept.values())), file, wave, choices, book)
    return kept


def _misplaced_units(
    units: Sequence[str], file: str, wave: str, choices: Mapping[str, Any], book: Codebook
) -> Iterator[Problem]:
    """Units of another region than the wave's, and others than those that config.yaml expects."""
    for unit in units:
        if book.region_of[unit] != choices["region"]:
            found = f"a response of {unit}, a unit of region {book.region_of[unit]!r}"
            expected = f"units of region {choices['region']!r}, that of waves.{wave}"
            remedy = f"correct the region in {book.files['units']}, or give the region a wave of its own"
            yield Problem(file, found, expected, remedy)
    planned = choices.get("units", units)
    expected = f"the units of waves.{wave}.units in config.yaml"
    for unit in sorted(set(planned) - set(units)):
        remedy = "correct the list, or look for the response among those dropped"
        yield Problem(file, f"no complete response of {unit}", expected, remedy)
    for unit in sorted(set(units) - set(planned)):
        yield Problem(file, f"a response of {unit}", expected, "add the unit to the list if it took part")


def _unknown_unit(file: str, row: int, column: str, found: str, book: Codebook) -> Problem:
    near = get_close_matches(unit_text(found), list(book.unit_names), n=1)
    hint = f"; nearest: {book.unit_names[near[0]]}" if near else ""
    expected, remedy = f"a name or alias in {book.files['units']}", "add it there as an alias, or as a new unit"
    return Problem(file, f"{found!r} is no known unit{hint}", expected, remedy, row, column)
