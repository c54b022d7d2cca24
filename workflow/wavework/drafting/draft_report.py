"""What a drafted wave tells the person who must confirm it, and the drafts themselves as texts."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd
import yaml

from wavework.codebook import NO_ANSWER, Codebook, near_units
from wavework.drafting.answer_matching import OPEN
from wavework.drafting.column_matching import MATCHES, Match, Shown, shown_recode
from wavework.drafting.units import Units
from wavework.exports.personal import is_contact
from wavework.exports.what_may_be_shown import LONGEST
from wavework.included_responses import Response
from wavework.tables import records

UNREAD = "not proposed; without a row in crosswalk.csv they are not read."


@dataclass(frozen=True)
class Draft:
    """What is proposed for a wave.

    several: units with several responses -> these; rows: the crosswalk (matching.MATCHES), in the order of the file;
    found: the matches behind it; shown: column -> its unknown answers; unmatched: columns that fit no item, as
    `code: heading`; misfits: matches whose heading fits but not the answers, no part of rows; moved: columns that held
    another item in the region's wave before; missing: items of no column; before: the region's wave before, "" if none;
    choices: lists that part multiple choices in one cell; notes: what was detected in the file.
    """

    wave: str
    units: Units
    several: Mapping[str, Sequence[Response]]
    rows: pd.DataFrame
    found: Sequence[Match]
    shown: Mapping[str, Shown]
    unmatched: tuple[str, ...]
    misfits: tuple[Match, ...]
    moved: tuple[str, ...]
    missing: tuple[str, ...]
    before: str
    choices: Mapping[str, Sequence[str]]
    notes: tuple[str, ...]


def report_lines(draft: Draft, book: Codebook) -> Iterator[str]:
    """What a person must look at before the draft is confirmed; first what stops it, last what is only told."""
    yield f"Draft of wave {draft.wave}"
    yield ""
    yield from _unit_lines(draft.units, book)
    yield from _several_lines(draft.several)
    yield ""
    rows = records(draft.rows)
    certain = [row for row in rows if row["comparable"] == "yes"]
    yield f"Items: {len(rows)} columns matched, {len(certain)} of them with certainty (comparable: yes)."
    yield from _looks(draft, book)
    yield from _blank_lines(draft.found)
    if draft.moved:
        yield ""
        yield f"Columns that held another item in {draft.before} ({len(draft.moved)}); their headings decided:"
        yield from (f"  {line}" for line in draft.moved)
    if draft.misfits:
        yield ""
        yield from _misfit_lines(draft, book)
    if draft.unmatched:
        yield ""
        yield f"Columns without an item ({len(draft.unmatched)}): {UNREAD}"
        yield from (f"  {column}" for column in draft.unmatched)
    yield ""
    yield from _missing_lines(draft, book)
    yield ""
    yield "The file:"
    yield from (f"  {note}" for note in draft.notes)


def _looks(draft: Draft, book: Codebook) -> Iterator[str]:
    """The columns in doubt, those with the same doubts together."""
    groups: dict[tuple[str, ...], list[Match]] = {}
    for match in draft.found:
        if match.look:
            groups.setdefault(match.look, []).append(match)
    if not groups:
        yield "None of them is in doubt."
        return
    yield f"Look at {sum(map(len, groups.values()))} of them; {OPEN} in crosswalk.csv is what you decide:"
    for why, members in groups.items():
        yield f"  {'; '.join(why)} ({len(members)}):"
        for match in members:
            heading = "" if match.column.text == match.column.code else f" ({match.column.text})"
            items = " or ".join((match.item, *match.open))
            yield f"    look: {match.column.code}{heading} -> {items}, score {match.score:.2f}"
            yield from _answer_lines(match.column.code, match.item, draft, book)
    if any("code" in reason for why in groups for reason in why):
        yield "  The questionnaire file tells what codes mean: draft again with STRUCTURE=…, or export texts."


def _misfit_lines(draft: Draft, book: Codebook) -> Iterator[str]:
    """The columns whose answers are others than the item's, each with the row to fill in if it is the item."""
    yield f"Columns whose heading fits an item but not their answers ({len(draft.misfits)}): {UNREAD}"
    yield "If one is the item on another scale, take its row over and write an answer of the scale for each ?;"
    yield "if it is another question, it gets an item of its own (A new question, in docs/adding-a-wave.md)."
    for match in draft.misfits:
        code = match.column.code
        heading = "" if match.column.text == code else f" ({match.column.text})"
        yield f"  look: {code}{heading} -> {' or '.join((match.item, *match.open))}: {'; '.join(match.fit.why)}"
        yield from _answer_lines(code, match.item, draft, book)
        hidden = draft.shown[code].hidden if code in draft.shown else frozenset()
        recode = shown_recode(match.fit.recode, hidden) or f"…>{OPEN}"
        yield f"      {_csv_line([draft.wave, code, match.item, 'recoded', recode, f'{OPEN} how its answers differ'])}"


def _csv_line(cells: Sequence[str]) -> str:
    """A row of the drafted crosswalk.csv."""
    out = io.StringIO()
    csv.writer(out, lineterminator="").writerow([*cells, *("" for _ in MATCHES[len(cells) :])])
    return out.getvalue()


def _blank_lines(found: Sequence[Match]) -> Iterator[str]:
    """What may mean no answer: each text with the columns that hold it, and how many cells."""
    columns: dict[tuple[str, str], dict[str, int]] = {}
    for match in found:
        for text, (meaning, count) in match.blanks.items():
            columns.setdefault((text, meaning), {})[match.column.code] = count
    if columns:
        yield ""
        yield f"What may mean no answer ({NO_ANSWER} in `recode`; take the pair out where it is an answer):"
    for (text, meaning), counts in columns.items():
        yield f"  {text} in {sum(counts.values())} cells: {meaning}"
        yield f"    {', '.join(f'{column} ({count})' for column, count in counts.items())}"


def _unit_lines(units: Units, book: Codebook) -> Iterator[str]:
    yield f"Units: column {units.column} names {len(units.units)} units ({units.share:.0%} of its cells name one)."
    for column, share in units.rivals:
        yield f"  look: column {column} names units as well ({share:.0%}); if it is the one, say UNITS='{column}'"
    if units.unknown and not units.is_said:
        places = sorted(row for rows in units.unknown.values() for row in rows)
        yield f"  not known: {len(units.unknown)} (row {', '.join(map(str, places))})"
        yield f"  What they are is shown once you say that the column names the services: UNITS='{units.column}'"
    for name, rows in units.unknown.items() if units.is_said else ():
        is_shown = len(name) <= LONGEST and not is_contact(name)
        told = (repr(name) if is_shown else "a text that is not shown here") if name.strip() else "no name at all"
        yield f"  not known: {told} (row {', '.join(map(str, rows))})"
        if is_shown and name.strip():
            near = near_units(name, book)
            yield from (f"    perhaps {each.unit}, which is {each.name}: {each.why}" for each in near)
            yield from () if near else ("    no known name is near it: perhaps a new unit",)
    if units.unknown:
        yield "  Add each to units.csv of the codebook, as an alias or as a new unit, then draft again."
    for unit, region in units.elsewhere.items():
        yield f"  {unit} is a unit of region {region or 'none'} in units.csv, not of the wave's"


def _several_lines(several: Mapping[str, Sequence[Response]]) -> Iterator[str]:
    """The responses of units that have several: what a person needs to say which one stands."""
    for unit, responses in several.items():
        yield f"  {unit} answered {len(responses)} times; which response stands, say in wave.yaml:"
        yield from (f"    {response}" for response in responses)
    if any(response.complete is False for responses in several.values() for response in responses):
        yield "  An unfinished response stands only where `responses` names it."


def _answer_lines(column: str, item: str, draft: Draft, book: Codebook) -> Iterator[str]:
    if column not in draft.shown:
        return
    shown = draft.shown[column]
    answers = book.answers_of(book.scale_of[item])
    known = " | ".join(f"{row['answer']} ({row['label_en']})" for row in records(answers))
    if shown.texts:
        yield "      not of the scale: " + " | ".join(map(repr, shown.texts))
    if shown.hidden:
        where = ", ".join(f"{row}, like {answer!r}" if answer else str(row) for row, answer in shown.rows.items())
        yield f"      not of the scale, and not shown since they may be free texts: {len(shown.hidden)} (row {where})"
    yield f"      scale {book.scale_of[item]}: {known}"


def _missing_lines(draft: Draft, book: Codebook) -> Iterator[str]:
    entries = book.entries_of(draft.before)
    lost = [item for item in draft.missing if item in set(entries["item"])]
    if draft.before:
        yield f"Items of {draft.before} that this wave does not hold ({len(lost)}): {', '.join(lost) or 'none'}"
    others = [item for item in draft.missing if item not in lost]
    yield f"Other items that it does not hold ({len(others)}): {', '.join(others) or 'none'}"


def config_block(draft: Draft, choices: Mapping[str, object]) -> str:
    """The wave's block of config.yaml, as it stands under `waves:`. choices: its keys from title to platform."""
    keys: dict[str, object] = {**choices}
    if draft.choices:
        keys["choices"] = {column: list(labels) for column, labels in draft.choices.items()}
    keys |= {"unit_column": draft.units.column, "units": list(draft.units.units)}
    lines = [f"  {draft.wave}:"]
    lines += [f"    {key}: {_flow(value)}" for key, value in keys.items()]
    if draft.several:
        lines.append("    # Several responses of one unit (report.txt): take the # away from one of these lines.")
        lines += ["    # duplicates: fullest", "    # duplicates: latest"]
        fullest = {unit: max(each, key=lambda one: one.answers) for unit, each in draft.several.items()}
        named = {unit: {"row": response.row, "reason": ""} for unit, response in fullest.items()}
        lines.append(f"    # responses: {_flow(named)}")
    return "\n".join(lines) + "\n"


def registry_entries(entries: Sequence[Mapping[str, object]]) -> str:
    """Entries of the registry, as they stand under `sources:`."""
    blocks = []
    for entry in entries:
        lines = [f"{key}: {_flow(value)}" for key, value in entry.items()]
        blocks.append("\n".join(f"  {'- ' if place == 0 else '  '}{line}" for place, line in enumerate(lines)))
    return "\n\n".join(blocks) + "\n"


def _flow(value: object) -> str:
    """A value on one line of YAML."""
    text = yaml.safe_dump(value, default_flow_style=True, allow_unicode=True, width=10**6, sort_keys=False)
    return text.removesuffix("\n").removesuffix("\n...")
