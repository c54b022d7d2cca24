"""Which responses of an export count, and whose they are; what is left out goes to the cleaning log with its reason."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from wavework.codebook import NO_ANSWER, Codebook, matching_text, near_units, recode_map, told_near
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


@dataclass(frozen=True)
class Response:
    """One response of a unit that may have several.

    position: its place in the export; row: in the file; answers: how many columns of the crosswalk hold an answer;
    submitted: when, as the platform writes it, "" if it does not tell; complete: None if it does not tell.
    """

    position: int
    row: int
    answers: int
    submitted: str
    complete: bool | None

    def __str__(self) -> str:
        done = {True: "complete", False: "unfinished", None: "not told whether complete"}[self.complete]
        counted = f"{self.answers} answer{'' if self.answers == 1 else 's'}"
        return f"row {self.row}: {counted}, {self.submitted or 'no date'}, {done}"


def responses_of(export: Export, positions: Iterable[int], recodes: Mapping[str, str]) -> list[Response]:
    """The responses at these places. recodes: column that is read -> its recode, which may call a text no answer."""
    people = export.respondents
    blank = {
        column: {text for text, answer in recode_map(recode).items() if answer == NO_ANSWER}
        for column, recode in recodes.items()
    }
    return [
        Response(
            position,
            export.rows[position],
            sum(
                export.states[column].iloc[position] in ("answer", "ticked")
                and matching_text(export.cells[column].iloc[position]) not in texts
                for column, texts in blank.items()
            ),
            str(people["submitted"].iloc[position]).strip(),
            None if people["complete"].iloc[position] is None else bool(people["complete"].iloc[position]),
        )
        for position in positions
    ]


def responses_that_count(
    export: Export, wave: str, choices: Mapping[str, Any], book: Codebook, changes: list[dict[str, Any]]
) -> dict[int, str]:
    """Position of each response that counts -> its unit. What does not count is logged.

    A row that `responses` of the wave names for its unit counts though it is unfinished.
    """
    file, column = str(export.path), choices["unit_column"]
    people, names = export.respondents, export.cells[column]
    entries = book.entries_of(wave)
    recodes = dict(zip(entries["column"], entries["recode"], strict=True))
    named = choices.get("responses", {})
    candidates: dict[str, list[int]] = {}
    with collected_problems() as problems:
        reasons = reasons_to_drop(people, choices["incomplete"])
        for position, (row, reason) in enumerate(zip(export.rows, reasons, strict=True)):
            unit = book.unit_named(names.iloc[position])
            is_named = people["kind"].iloc[position] not in NOT_A_RESPONSE and named.get(unit, {}).get("row") == row
            if reason and not is_named:
                changes.append({"row": row, "unit": unit, "action": "row dropped", "reason": reason})
            elif not unit:
                problems.append(_unknown_unit(file, row, column, names.iloc[position], book))
            else:
                candidates.setdefault(unit, []).append(position)
    kept: dict[int, str] = {}
    with collected_problems() as problems:
        for unit in sorted({*candidates, *named}):
            mine = responses_of(export, candidates.get(unit, []), recodes)
            if unit in named:
                standing = [response for response in mine if response.row == named[unit]["row"]]
                if not standing:
                    problems.append(_no_such_response(unit, mine, wave, named[unit]["row"], file))
                    continue
                why = f", as waves.{wave}.responses says: {named[unit]['reason']}"
            else:
                if len(mine) > 1 and choices["duplicates"] == "refuse":
                    problems.append(_several_responses(unit, mine, wave, column, file))
                # Submission times as the platform writes them sort as text; the row decides where they are equal.
                standing = sorted(mine, key=lambda response: (response.submitted, response.position))
                if choices["duplicates"] == "fullest":
                    standing.sort(key=lambda response: response.answers)  # of equally full ones the latest is last
                why = ""
            stands = standing[-1]
            for response in (response for response in mine if response != stands):
                held = f"answers: {response.answers} here, {stands.answers} there"
                reason = f"superseded by row {stands.row} ({held}){why}"
                changes.append({"row": response.row, "unit": unit, "action": "row dropped", "reason": reason})
            kept[stands.position] = unit
        problems += _misplaced_units(sorted(set(kept.values())), file, wave, choices, book)
    return kept


def _several_responses(unit: str, mine: Sequence[Response], wave: str, column: str, file: str) -> Problem:
    fullest = max(mine, key=lambda response: response.answers).row
    remedy = (
        f"set waves.{wave}.duplicates to fullest or latest; or name the row that stands under waves.{wave}: "
        f'responses: {{{unit}: {{row: {fullest}, reason: "…"}}}}; or give each one a unit of its own in units.csv'
    )
    found = f"{unit} answered {len(mine)} times ({'; '.join(map(str, mine))})"
    return Problem(file, found, f"one complete response per unit ({column})", remedy)


def _no_such_response(unit: str, mine: Sequence[Response], wave: str, row: int, file: str) -> Problem:
    found = f"row {row} is no response of {unit}, as waves.{wave}.responses says"
    expected = "; ".join(map(str, mine)) or f"a unit of which {file} has a response"
    return Problem("config.yaml", found, expected, "name one of these rows, or take the unit out of responses")


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
    near = near_units(found, book)
    expected = f"a name or alias in {book.files['units']}"
    remedy = f"add it there as an alias{f' if it is {near[0].unit}' if near else ''}, or as a new unit"
    return Problem(file, f"{found!r} is no known unit; {told_near(near)}", expected, remedy, row, column)
