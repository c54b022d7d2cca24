"""From an export to drafts/<wave>/: what a person edits and confirms."""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from wavework.answers import wave_export
from wavework.codebook import Codebook
from wavework.drafting import (
    config_block,
    drafted_wave,
    earlier_waves,
    proposed_choices,
    registry_entries,
    report_lines,
)
from wavework.drafting.preview import preview_page
from wavework.drafting.study_as_it_stands import (
    DRAFTS,
    EDITED,
    codebook_of,
    received_file,
    settings_given,
    study_and_text,
)
from wavework.drafting.units import Units
from wavework.exports import Export, read_export
from wavework.problems import InputError, Problem, collected_problems
from wavework.sources import sha256
from wavework.study import FILE
from wavework.tables import write_json, write_table, write_text


def draft(
    export: str, wave: str, region: str, year: int, *, structure: str = "", title: str = "", producer: str = "",
    licence: str = "", received: str = "", units: str = "", **reading: str,
) -> Path:  # fmt: skip
    """Write drafts/<wave>/ and return it. Nothing else is touched.

    export, structure: files as received; reading: the keys SETTINGS where the file leaves a choice; producer, licence,
    received (a date): for the registry, left open where not given; units: the column that names the units, whose
    unknown names are told only where a person has said so. Raises InputError for a wave or region that cannot
    be, files that cannot be read, and drafts that were edited since.
    """
    study, _ = study_and_text()
    _require_possible(study, wave, region, year)
    folder = DRAFTS / wave
    _require_unedited(folder)
    book = codebook_of(study)
    files = {"export": received_file(export)} | ({"structure": received_file(structure)} if structure else {})
    options = settings_given(reading)
    cells, choices = _read(files, options, book)
    before = earlier_waves(study["waves"], region, year, _earlier_headings(study, book))
    found = drafted_wave(cells, wave, book, before, choices, units)
    if not found.units.column:
        raise InputError(_no_unit(export, found.units, book))
    registry = Path(study["registry"])
    targets = {kind: _target(path, kind, wave, registry) for kind, path in files.items()}
    keys = {
        "title": dict.fromkeys(study["study"]["title"], title or f"{region} {year}"),
        "region": region,
        "year": year,
        **{kind: path.as_posix() for kind, path in targets.items()},
        **options,
        "platform": cells.platform,
    }
    persons = sum(column.kind == "personal" for column in cells.columns)
    entries: list[dict[str, Any]] = [
        {
            "file": target.relative_to(registry.parent).as_posix(),
            "producer": producer,
            "title": f"{kind} of wave {wave}",
            "wave": wave,
            "licence": licence,
            "date": received,
            "sha256": sha256(files[kind]),
            "basis": "collected",
            "versioned": not persons,
            "note": f"received as {files[kind].name}",
        }
        for kind, target in targets.items()
    ]
    write_text(config_block(found, keys), folder / "wave.yaml")
    write_table(found.rows, folder / "crosswalk.csv")
    write_text(registry_entries(entries), folder / "sources.yaml")
    report = "\n".join([*report_lines(found, book), "", _version_control(persons)])
    write_text(f"{report}\n", folder / "report.txt")
    write_text(preview_page(found, cells, book, study, keys), folder / "preview.html")
    told = {
        "files": {
            kind: {"from": str(path), "to": targets[kind].as_posix(), "sha256": sha256(path)}
            for kind, path in files.items()
        },
        "drafted": {name: sha256(folder / name) for name in EDITED},
    }
    write_json(told, folder / "drafted.json")
    return folder


def _version_control(persons: int) -> str:
    """What git will keep, by the number of columns of persons."""
    if not persons:
        return "Version control: no column of persons is known; git keeps the file (versioned: true in sources.yaml)."
    what = "1 column is" if persons == 1 else f"{persons} columns are"
    return f"Version control: {what} of persons; git will leave the file out (versioned: false in sources.yaml)."


def _require_possible(study: Mapping[str, Any], wave: str, region: str, year: int) -> None:
    with collected_problems() as problems:
        if not re.fullmatch(r"[a-z][a-z0-9_]*", wave):
            problems.append(Problem("ID", repr(wave), "small letters, digits and _, a letter first", "name it so"))
        if wave in study["waves"]:
            problems.append(Problem(FILE, f"there is a wave {wave} already", "a new id", "choose another ID"))
        if region not in study["regions"]:
            found, known = f"region {region!r} is not declared", ", ".join(study["regions"])
            problems.append(Problem(FILE, found, f"one of {known}", "declare it under regions first"))
        if not 1990 <= year <= 2100:
            problems.append(Problem("YEAR", str(year), "the year of fieldwork", "correct it"))


def _require_unedited(folder: Path) -> None:
    told = folder / "drafted.json"
    if not told.is_file():
        return
    drafted = json.loads(told.read_text(encoding="utf-8"))["drafted"]
    edited = [name for name in EDITED if (folder / name).is_file() and sha256(folder / name) != drafted[name]]
    if edited:
        found = f"{', '.join(edited)} was edited since it was drafted"
        remedy = f"confirm them, or delete {folder}/ to draft anew"
        raise InputError(Problem(str(folder), found, "drafts as they were made, or none", remedy))


def _read(files: Mapping[str, Path], options: Mapping[str, Any], book: Codebook) -> tuple[Export, dict[str, list[str]]]:
    """The export, its multiple choices in one cell parted where a list of choices does it; and these lists."""
    structure = files.get("structure")
    export = read_export(files["export"], structure=structure, **options)
    choices: dict[str, list[str]] = {}
    for column, labels in proposed_choices(export, book):
        try:
            export = read_export(files["export"], structure=structure, choices={**choices, column: labels}, **options)
        except InputError:
            continue  # the cells hold something else; the column is told of as one without an item
        choices[column] = labels
    return export, choices


def _earlier_headings(study: Mapping[str, Any], book: Codebook) -> dict[tuple[str, str], str]:
    """(wave, column) -> heading in the earlier waves' exports; what cannot be read has none."""
    found = {}
    for wave, choices in study["waves"].items():
        columns = list(book.entries_of(wave)["column"])
        try:
            export = wave_export(choices, columns)
        except InputError:
            continue  # the run says what is wrong with it; here its headings are an additional witness only
        found.update({(wave, column.code): column.text for column in export.columns})
    return found


def _no_unit(export: str, units: Units, book: Codebook) -> Problem:
    names = f"names of {book.files['units']}"
    if units.coded:
        remedy = "export it with full answers (choice texts)"
        return Problem(
            export, f"column {', '.join(units.coded)} holds codes of units", names, remedy, column=units.coded[0]
        )
    few = "; ".join(f"{share:.0%} of {column}" for column, share in units.rivals[:5])
    remedy = "say which column names them (UNITS=…), or add the units there first"
    return Problem(
        export, f"no column names a unit of the study{few and f' in half of its cells ({few})'}", names, remedy
    )


def _target(path: Path, kind: str, wave: str, registry: Path) -> Path:
    """Where a file goes: below raw/surveys/<wave>/, or where it is if that is in raw/ already."""
    raw = registry.parent
    if path.resolve().is_relative_to(raw.resolve()):
        return raw / path.resolve().relative_to(raw.resolve())
    return raw / "surveys" / wave / f"{kind}{path.suffix.lower()}"
