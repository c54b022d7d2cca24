"""The one door to exports: detect the platform, read it, keep what is asked for, refuse what is damaged."""

import logging
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pandas as pd

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
from wavework.exports.cells import Book
from wavework.exports.damage import damage, heading_notes, heading_problems
from wavework.exports.export import Column, Export, Platform, Reading
from wavework.exports.files import open_book, require_file
from wavework.exports.selection import asked_columns, mark_personal, split_options
from wavework.problems import InputError, Problem

log = logging.getLogger("wavework.exports")

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
    within: str | Path | None = None,
) -> Export:
    """Read an export of a survey platform as text cells.

    platform: one of PLATFORMS; found from the file if None. structure: the platform's questionnaire file (.lss,
    .qsf, XLSForm, REDCap dictionary). encoding: only for files that are neither UTF-8 nor have a byte order mark.
    delimiter, sheet: only where the file leaves a choice. columns: allow-list of codes (or ids, or unique headings):
    cells of other columns are dropped; None keeps all, open answers included, and is for proposing a crosswalk only.
    Columns of persons are never returned. choices: column -> its choices, for
    multiple choices that stand in one cell. within: folder that the files must not leave.

    Raises InputError with all problems of the file. What is wrong with the cells of a column that was asked for is
    an error; in a column that nobody asked for, or where no allow-list was given, it is a note.
    """
    book = open_book(Path(path), encoding=encoding, delimiter=delimiter, sheet=sheet, within=within)
    found, why = _platform(book, platform)
    reading = found.read(book, _structure(structure, found, within))
    reading.notes[:0] = [*book.notes, f"platform {reading.platform}: {why}"]
    problems = [*heading_problems(book, reading, encoding), *_response_problems(book, reading)]
    reading.notes += heading_notes(book, reading)
    mark_personal(reading)
    problems += split_options(reading, book.file, columns, choices)
    asked, missing = asked_columns(reading, book, columns)
    problems += missing
    for column, problem in damage(book, reading):
        if column is None or (asked is not None and column.code in asked):
            problems.append(problem)
        else:
            reading.notes.append(f"column {problem.column}, from row {problem.row}: {problem.found}")
    if problems:
        raise InputError(problems)
    for note in reading.notes:
        log.info("%s: %s", book.file, note)
    return _export(book, reading, asked)


def _platform(book: Book, declared: str | None) -> tuple[Platform, str]:
    """The platform and why. Raises InputError if it is unknown, not what was declared, or more than one."""
    plain_table = PLATFORMS["plain"]
    reasons = {name: why for name, p in PLATFORMS.items() if p is not plain_table and (why := p.recognise(book))}
    if declared is not None:
        if declared not in PLATFORMS:
            raise InputError(
                Problem(
                    book.file,
                    f"platform {declared!r} is not known",
                    ", ".join(PLATFORMS),
                    "correct the wave's platform in config.yaml, or leave it out to have it found",
                )
            )
        chosen = PLATFORMS[declared]
        why = chosen.recognise(book)
        if why:
            return chosen, f"{why} (declared)"
        others = f"; it looks like {', '.join(reasons)}" if reasons else ""
        row = book.tables[0].rows[0] if book.tables else None
        raise InputError(
            Problem(
                book.file,
                f"the file is no export of {declared}{others}",
                chosen.expected,
                "export it again with its header rows, or correct the wave's platform in config.yaml",
                row=row,
            )
        )
    if len(reasons) > 1:
        raise InputError(
            Problem(
                book.file,
                f"the file looks like {' and '.join(reasons)}",
                "one platform",
                "set the wave's platform in config.yaml",
            )
        )
    if reasons:
        name, why = next(iter(reasons.items()))
        return PLATFORMS[name], why
    return plain_table, "no platform's marks found: read as a plain table with one header row"


def _structure(structure: str | Path | None, platform: Platform, within: str | Path | None) -> Path | None:
    if not structure:
        return None
    path = Path(structure)
    require_file(path, within)
    if path.suffix.lower() not in platform.structures:
        expected = " or ".join(platform.structures)
        raise InputError(
            Problem(
                str(path),
                f"a structure file ending in {path.suffix or 'nothing'}",
                f"for {platform.name}, " + (f"a file ending in {expected}" if expected else "no structure file"),
                "correct the wave's structure in config.yaml",
            )
        )
    return path


def _response_problems(book: Book, reading: Reading) -> Iterator[Problem]:
    """No response, the header repeated among the responses, one id twice."""
    file = book.file
    if not reading.rows:
        yield Problem(
            file,
            "the file has headings but no response",
            "a row per response",
            "export it again; check the filter of the export",
        )
    table, first = reading.table, reading.first
    for row, cells in zip(reading.rows, table.cells[first:] if table else [], strict=False):
        if table and any(_repeats(cells, heading) for heading in table.cells[:first]):
            yield Problem(
                file,
                "the row repeats the header",
                "a response",
                "remove the row; if exports were pasted together, give each wave its own file",
                row=row,
            )
    places: dict[str, list[int]] = {}
    for row, id in zip(reading.rows, reading.respondents["response_id"], strict=True):
        places.setdefault(id, []).append(row)
    for id, rows in places.items():
        if len(rows) == 1:
            continue
        where = ", ".join(str(row) for row in rows[:10])
        if reading.unique_ids:
            found = f"{len(rows)} responses have the id {id!r}" if id else f"{len(rows)} responses have no id"
            yield Problem(
                file,
                f"{found} (rows {where})",
                "one id per response",
                "export the file again; two exports may have been pasted together",
                row=rows[1],
            )
        else:
            reading.notes.append(f"one response id stands in {len(rows)} rows ({where})")


def _repeats(row: Sequence[str], heading: Sequence[str]) -> bool:
    filled = [(text, head) for text, head in zip(row, heading, strict=True) if text]
    hits = sum(1 for text, head in filled if text == head)
    return hits >= 2 and 2 * hits >= len(filled)


def _export(book: Book, reading: Reading, asked: Sequence[str] | None) -> Export:
    def is_kept(column: Column) -> bool:
        return column.kind != "personal" and (asked is None or column.code in asked)

    kept = [i for i, column in enumerate(reading.columns) if is_kept(column)]
    index = pd.RangeIndex(len(reading.rows))
    codes = [reading.columns[i].code for i in kept]
    texts = {code: pd.Series(reading.texts[i], index=index, dtype="str") for code, i in zip(codes, kept, strict=True)}
    states = {code: pd.Series(reading.states[i], index=index, dtype="str") for code, i in zip(codes, kept, strict=True)}
    return Export(
        book.path,
        reading.platform,
        reading.layout,
        book.encoding,
        book.delimiter,
        tuple(reading.columns),
        pd.DataFrame(texts, index=index, columns=codes),
        pd.DataFrame(states, index=index, columns=codes),
        tuple(reading.rows),
        reading.respondents,
        tuple(reading.notes),
        {code: labels for code, labels in reading.labels.items() if code in codes},
    )
