"""The one door to exports: detect the platform, read it, keep what is asked for, refuse what is damaged."""

import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from wavework.exports import (
    eusurvey,
    google_forms,
    kobo,
    limesurvey,
    microsoft_forms,
    plain,
    qualtrics,
    redcap,
    statistics_packages,
    surveymonkey,
)
from wavework.exports.column_selection import asked_columns, split_options
from wavework.exports.common_refusals import refusal, refuse_too_wide
from wavework.exports.completeness import mark_complete
from wavework.exports.damaged_cells import damage, heading_notes, heading_problems
from wavework.exports.export import Export, Marks, Platform, Reading, clean_labels
from wavework.exports.files import open_book, require_file
from wavework.exports.header_rows import label_texts, repeated_headers, without_label_row, without_title
from wavework.exports.missing_codes import column_codes, notes_of
from wavework.exports.personal import headings_of_persons, mark_personal
from wavework.exports.text_cells import Book, without_idle_columns
from wavework.problems import InputError, Problem

log = logging.getLogger("wavework.exports")

LABEL_ROWS = 5  # at most, under the codes: more are responses that are all alike

PLATFORMS: dict[str, Platform] = {
    platform.name: platform
    for platform in (
        limesurvey.PLATFORM,
        qualtrics.PLATFORM,
        kobo.PLATFORM,
        surveymonkey.PLATFORM,
        google_forms.PLATFORM,
        microsoft_forms.PLATFORM,
        redcap.PLATFORM,
        eusurvey.PLATFORM,
        statistics_packages.SPSS,
        statistics_packages.STATA,
        plain.PLATFORM,
    )
}


def read_export(
    path: str | Path,
    *,
    platform: str | None = None,
    structure: str | Path | None = None,
    encoding: str | None = None,
    delimiter: str | None = None,
    sheet: str | None = None,
    columns: Sequence[str] | None = None,
    choices: Mapping[str, Sequence[str]] | None = None,
    header_rows: int | None = None,
    within: str | Path | None = None,
) -> Export:
    """Read an export of a survey platform as text cells.

    platform: one of PLATFORMS; found from the file if None. structure: the platform's questionnaire file (.lss,
    .qsf, XLSForm, REDCap dictionary). encoding: only for files that are neither UTF-8 nor have a byte order mark.
    delimiter, sheet: only where the file leaves a choice. columns: allow-list of codes (or ids, or unique headings):
    cells of other columns are dropped; None keeps all, open answers included, and is for proposing a crosswalk only.
    Columns of persons are never returned. choices: column -> its choices, for multiple choices that stand in one
    cell. header_rows: how many rows stand above the first response, only where the file leaves it open.
    within: folder that the files must not leave.

    Raises InputError with all problems of the file. What is wrong with the cells of a column that was asked for is
    an error; in a column that nobody asked for, or where no allow-list was given, it is a note.
    """
    book = open_book(Path(path), encoding=encoding, delimiter=delimiter, sheet=sheet, within=within)
    found, book, reading = _read(replace(book, header_rows=header_rows), platform, structure, within)
    if problems := list(headings_of_persons(book, reading)):
        raise InputError(problems)
    problems += [*heading_problems(book, reading, encoding), *_response_problems(book, reading)]
    reading.notes += heading_notes(reading)
    mark_personal(reading, columns)
    if not found.only_submitted:
        mark_complete(reading)
    problems += split_options(reading, found, book.file, columns, choices)
    asked, missing = asked_columns(reading, book, columns)
    problems += missing
    for column, problem in damage(book, reading):
        if column is None or (asked is not None and column.code in asked):
            problems.append(problem)
        else:
            reading.notes.append(f"column {problem.column}, from row {problem.row}: {problem.found}")
    if problems:
        raise InputError(problems)
    kept = [i for i, c in enumerate(reading.columns) if c.kind == "question" and (asked is None or c.code in asked)]
    codes = (column_codes(reading.columns[i].code, reading.texts[i], reading.states[i]) for i in kept)
    reading.notes += notes_of([code for found in codes for code in found])
    for note in reading.notes:
        log.info("%s: %s", book.file, note)
    return _export(book, found.name, reading, asked)


def _read(
    book: Book, declared: str | None, structure: str | Path | None, within: str | Path | None
) -> tuple[Platform, Book, Reading]:
    """The platform, the book without title and rows of labels, and its reading. declared: the platform, if it was."""
    book, notes = without_title(book)
    book, idle = without_idle_columns(book)
    notes += idle
    refuse_too_wide(max((table.width for table in book.tables), default=0), book.file, book.first_row)
    while True:
        platform, why = _platform(book, declared, structure)
        reading = platform.read(book, _structure(structure, platform, within))
        found = without_label_row(book, reading) if len(book.labels) < LABEL_ROWS else None
        if found is None:
            break
        book, note = found
        notes.append(note)
    for labels in book.labels:
        reading.columns = label_texts(reading.columns, labels)
    reading.notes[:0] = [*book.notes, *notes, *why]
    return platform, book, reading


def _platform(book: Book, declared: str | None, structure: str | Path | None) -> tuple[Platform, list[str]]:
    """The platform, and notes that say why: the one that was declared, or the one with most marks if they suffice.

    A questionnaire file that only one platform has is a mark too. Raises InputError if the declared platform is
    unknown or has no mark at all in the file, and if two platforms have as many.
    """
    marks = {name: found for name, p in PLATFORMS.items() if (found := p.recognised(book)).why}
    ending = Path(structure or "").suffix.lower()
    sure = [name for name, found in marks.items() if found.sure or ending in PLATFORMS[name].structures]
    sure.sort(key=lambda name: -marks[name].weight)
    if declared is not None:
        return _declared_platform(book, declared, marks, sure)
    if len(sure) > 1 and marks[sure[0]].weight == marks[sure[1]].weight:
        told = f"the file looks like {' and '.join(sure)}"
        raise refusal(book.file, told, "one platform", "set the wave's platform in config.yaml")
    chosen = sure[0] if sure else plain.PLATFORM.name
    notes = [f"platform {chosen}: {marks[chosen].why}"]
    for name, found in marks.items():
        if name not in (chosen, plain.PLATFORM.name) and not found.are_those_of(marks[chosen]):
            notes.append(f"marks of {name} are in the file too ({found.why}); if it is one, declare the platform")
    return PLATFORMS[chosen], notes


def _declared_platform(
    book: Book, declared: str, marks: Mapping[str, Marks], sure: Sequence[str]
) -> tuple[Platform, list[str]]:
    if declared not in PLATFORMS:
        remedy = "correct the wave's platform in config.yaml, or leave it out to have it found"
        raise refusal(book.file, f"platform {declared!r} is not known", ", ".join(PLATFORMS), remedy)
    chosen = PLATFORMS[declared]
    if declared not in marks:
        others = f"; it looks like {', '.join(sure)}" if sure else ""
        remedy = "export it again with its header rows, or correct the wave's platform in config.yaml"
        told = f"the file is no export of {declared}{others}"
        raise refusal(book.file, told, chosen.expected, remedy, row=book.first_row)
    notes = [f"platform {declared}: {marks[declared].why} (declared)"]
    if not marks[declared].sure and chosen is not plain.PLATFORM:
        notes.append(f"marks are missing, and the declaration is believed; expected are {chosen.expected}")
    return chosen, notes


def _structure(structure: str | Path | None, platform: Platform, within: str | Path | None) -> Path | None:
    if not structure:
        return None
    path = Path(structure)
    require_file(path, within)
    if path.suffix.lower() not in platform.structures:
        endings = " or ".join(platform.structures)
        raise refusal(
            str(path),
            f"a structure file ending in {path.suffix or 'nothing'}",
            f"for {platform.name}, " + (f"a file ending in {endings}" if endings else "no structure file"),
            "correct the wave's structure in config.yaml",
        )
    return path


def _response_problems(book: Book, reading: Reading) -> Iterator[Problem]:
    """No response, the header repeated among the responses, one id twice."""
    file, table, first = book.file, reading.table, reading.first
    if not reading.rows:
        remedy = "export it again; check the filter of the export"
        yield Problem(file, "the file has headings but no response", "a row per response", remedy)
    yield from repeated_headers(book, table, first)
    ids = reading.respondents["response_id"]
    places: dict[str, list[int]] = {}
    for k in np.flatnonzero(ids.duplicated(keep=False)).tolist():
        places.setdefault(ids.iloc[k], []).append(reading.rows[k])
    for id, rows in places.items():
        where = ", ".join(str(row) for row in rows[:10])
        if reading.unique_ids:
            found = f"{len(rows)} responses have {'one' if id else 'no'} id"
            remedy = "export the file again; two exports may have been pasted together"
            yield Problem(file, f"{found} (rows {where})", "one id per response", remedy, rows[1])
        else:
            reading.notes.append(f"one response id stands in {len(rows)} rows ({where})")


def _export(book: Book, platform: str, reading: Reading, asked: Sequence[str] | None) -> Export:
    kept = {
        column.code: i
        for i, column in enumerate(reading.columns)
        if column.kind != "personal" and (asked is None or column.code in asked)
    }
    return Export(
        book.path,
        platform,
        reading.layout,
        book.encoding,
        book.delimiter,
        tuple(replace(column, position=reading.table.place(column.position - 1)) for column in reading.columns),
        {code: reading.texts[i] for code, i in kept.items()},
        {code: reading.states[i] for code, i in kept.items()},
        tuple(reading.rows),
        reading.respondents,
        tuple(reading.notes),
        {code: labels for code, labels in clean_labels(reading.labels).items() if code in kept},
        reading.table.name,
    )
