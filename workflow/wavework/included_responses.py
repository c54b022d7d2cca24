"""Which responses of an export count, and whose they are; what is left out goes to the cleaning log with its reason."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from wavework.codebook import NO_ANSWER, Codebook, matching_text, near_units, recode_map, told_near
from wavework.exports import Export
from wavework.exports.texts import Texts, either
from wavework.problems import Problem, collected_problems

RESPONSES = "responses"  # as a wave's units: each response is a unit of its own
NOT_A_RESPONSE = {
    "test": "test response",
    "preview": "preview of the questionnaire",
    "spam": "marked as spam",
    "rejected": "rejected on the platform",
}


def reasons_to_drop(people: pd.DataFrame, incomplete: str = "drop") -> Texts:
    """Per response of Export.respondents why it does not count, "" if it does. incomplete: drop or keep."""
    codes, kinds = pd.factorize(people["kind"])
    told = Texts(codes, [NOT_A_RESPONSE.get(kind, "") for kind in kinds])
    if incomplete != "drop":
        return told
    unfinished = people["complete"].to_numpy() == False  # noqa: E712 -- of True, False and None
    return either(unfinished & ~told.filled, Texts.alike("unfinished response", len(told)), told)


Changes = list[dict[str, Any] | pd.DataFrame]  # lines of the cleaning log, one by one or many at once


def joined(changes: Changes) -> Iterator[pd.DataFrame]:
    """The changes as tables, in their order."""
    single: list[dict[str, Any]] = []
    for change in changes:
        if isinstance(change, dict):
            single.append(change)
            continue
        if single:
            yield pd.DataFrame(single)
            single = []
        yield change
    if single:
        yield pd.DataFrame(single)


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
                export.said[column][position] in ("answer", "ticked")
                and matching_text(export.texts[column][position]) not in texts
                for column, texts in blank.items()
            ),
            str(people["submitted"].iloc[position]).strip(),
            None if people["complete"].iloc[position] is None else bool(people["complete"].iloc[position]),
        )
        for position in positions
    ]


@dataclass(frozen=True)
class Kept:
    """The responses that count: their places in the export, ascending, and of each whose it is."""

    positions: npt.NDArray[np.int64]
    units: npt.NDArray[Any]


def responses_that_count(
    export: Export, wave: str, choices: Mapping[str, Any], book: Codebook, changes: Changes
) -> Kept:
    """The responses that count, and whose they are. What does not count is logged.

    Where the wave's units are its responses, each is named by its own text in the unit column and has no row in
    units.csv. A row that `responses` of the wave names for its unit counts though it is unfinished.
    """
    file, column = str(export.path), choices["unit_column"]
    own = choices.get("units") == RESPONSES
    people, names = export.respondents, export.texts[column]
    unit_of = names.stripped if own else names.map(book.unit_named)
    entries = book.entries_of(wave)
    recodes = dict(zip(entries["column"], entries["recode"], strict=True))
    named = choices.get("responses", {})
    reasons = reasons_to_drop(people, choices["incomplete"])
    counted = ~reasons.filled
    for unit, said in named.items():
        here = np.flatnonzero((np.array(export.rows) == said["row"]) & unit_of.isin([unit]))
        counted[[k for k in here if people["kind"].iloc[k] not in NOT_A_RESPONSE]] = True
    dropped = np.flatnonzero(~counted)
    if len(dropped):
        changes.append(
            pd.DataFrame(
                {"row": [export.rows[k] for k in dropped.tolist()], "unit": list(unit_of[dropped]),
                 "action": "row dropped", "reason": list(reasons[dropped])}
            )
        )  # fmt: skip
    with collected_problems() as problems:
        for k in np.flatnonzero(counted & ~unit_of.filled).tolist():
            problems.append(
                _no_name(file, export.rows[k], column) if own
                else _unknown_unit(file, export.rows[k], column, names[k], book)
            )  # fmt: skip
    places = np.flatnonzero(counted)
    codes = unit_of.codes[places]
    often = np.bincount(codes, minlength=len(unit_of.distinct)) > 1
    alone = ~often[codes] & ~unit_of.isin(list(named))[places]
    positions = [places[alone]]
    several: dict[str, list[int]] = {}
    for k in places[~alone].tolist():
        several.setdefault(unit_of[k], []).append(k)
    kept: dict[int, str] = {}
    with collected_problems() as problems:
        for unit in sorted({*several, *named}):
            mine = responses_of(export, several.get(unit, []), recodes)
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
        positions.append(np.array(list(kept), dtype=np.int64))
        found = np.sort(np.concatenate(positions))
        units: npt.NDArray[Any] = np.array(list(unit_of[found]), dtype=object)
        if not own:
            problems += _misplaced_units(sorted(units), file, wave, choices, book)
    return Kept(found, units)


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


def _no_name(file: str, row: int, column: str) -> Problem:
    expected = f"a text that names the response, as waves.….units: {RESPONSES} says"
    return Problem(file, "the cell is empty", expected, "export it again, or name another unit_column", row, column)


def _unknown_unit(file: str, row: int, column: str, found: str, book: Codebook) -> Problem:
    near = near_units(found, book)
    expected = f"a name or alias in {book.files['units']}"
    remedy = f"add it there as an alias{f' if it is {near[0].unit}' if near else ''}, or as a new unit"
    return Problem(file, f"{found!r} is no known unit; {told_near(near)}", expected, remedy, row, column)
