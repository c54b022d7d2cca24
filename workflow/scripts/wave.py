"""Adding a wave: drafts for a person to confirm (`make wave`), then their confirmation (`make wave-confirm`)."""

import argparse
import json
import re
import shutil
import sys
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import pandas as pd
import yaml

from wavework.answers import wave_answers
from wavework.codebook import Codebook, check_against_study, read_codebook
from wavework.drafting import (
    config_block,
    drafted_wave,
    earlier_waves,
    proposed_choices,
    registry_entries,
    report_lines,
)
from wavework.drafting.confirmation import crosswalk_rows, source_entries, wave_block
from wavework.drafting.entering import with_entries, with_rows, with_wave
from wavework.exhibits.declarations import read_declarations
from wavework.exports import Export, read_export
from wavework.presence import presence_of
from wavework.problems import InputError, Problem, collected_problems
from wavework.schemas import read_yaml
from wavework.sources import sha256
from wavework.study import FILE, validated_study
from wavework.tables import write_json, write_table, write_text, written_whole

TABLES = ("items", "batteries", "scales", "units", "crosswalk", "corrections")
DRAFTS = Path("drafts")
EDITED = ("wave.yaml", "crosswalk.csv", "sources.yaml")  # what a person works on
READING = ("platform", "encoding", "delimiter", "sheet")  # keys of config.yaml that tell how a file is read
DECLARED = (*READING, "choices")


def draft(
    export: str, wave: str, region: str, year: int, *, structure: str = "", title: str = "", producer: str = "",
    licence: str = "", received: str = "", **reading: str,
) -> Path:  # fmt: skip
    """Write drafts/<wave>/ and return it. Nothing else is touched.

    export, structure: files as received; reading: the keys READING where the file leaves a choice; producer, licence,
    received (a date): for the registry, left open where not given. Raises InputError for a wave or region that cannot
    be, files that cannot be read, and drafts that were edited since.
    """
    study, _ = _study()
    _require_possible(study, wave, region, year)
    folder = DRAFTS / wave
    _require_unedited(folder)
    book = _codebook(study)
    files = {"export": _file(export)} | ({"structure": _file(structure)} if structure else {})
    options: dict[str, Any] = {key: reading[key] for key in READING if reading.get(key)}
    cells, choices = _read(files, options, book)
    before = earlier_waves(study["waves"], region, year, _earlier_headings(study, book))
    found = drafted_wave(cells, wave, book, before, choices)
    if not found.units.column:
        raise InputError(_no_unit(export, found.units.coded, book))
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
    entries = [
        {
            "file": target.relative_to(registry.parent).as_posix(),
            "producer": producer,
            "title": f"{kind} of wave {wave}",
            "wave": wave,
            "licence": licence,
            "date": received,
            "sha256": sha256(files[kind]),
            "basis": "collected",
            "note": f"received as {files[kind].name}",
        }
        for kind, target in targets.items()
    ]
    write_text(config_block(found, keys), folder / "wave.yaml")
    write_table(found.rows, folder / "crosswalk.csv")
    write_text(registry_entries(entries), folder / "sources.yaml")
    write_text("\n".join(report_lines(found, book)) + "\n", folder / "report.txt")
    told = {
        "files": {
            kind: {"from": str(path), "to": targets[kind].as_posix(), "sha256": sha256(path)}
            for kind, path in files.items()
        },
        "drafted": {name: sha256(folder / name) for name in EDITED},
    }
    write_json(told, folder / "drafted.json")
    return folder


def confirm(wave: str) -> list[str]:
    """Take the drafts over: copy the files into raw/, add to registry, crosswalk and config.yaml. Returns what it did.

    Everything is checked first, the answers of the wave included; only then is anything written, config.yaml last, so
    that a confirmation that was interrupted can be repeated. Raises InputError with all that must be mended.
    """
    study, config = _study()
    folder = DRAFTS / wave
    if wave in study["waves"]:
        raise InputError(Problem(FILE, f"wave {wave} is declared: it was confirmed", "a wave to confirm", "run make"))
    missing = [name for name in (*EDITED, "drafted.json") if not (folder / name).is_file()]
    if missing:
        found = f"no {', '.join(missing)}" if folder.is_dir() else "there are no drafts"
        raise InputError(Problem(str(folder), found, "what make wave drafted", f"make wave ID={wave} EXPORT=…"))
    files = json.loads((folder / "drafted.json").read_text(encoding="utf-8"))["files"]
    registry, book = Path(study["registry"]), _codebook(study)
    with collected_problems() as problems:
        for file in files.values():
            problems += _file_problems(file["from"], file["to"], file["sha256"])
    block, entered = wave_block(folder / "wave.yaml", wave)
    digests = {Path(file["to"]).relative_to(registry.parent).as_posix(): file["sha256"] for file in files.values()}
    rows, declared = None, None
    with collected_problems() as problems:  # of all three drafts together
        anew = _kept(problems, lambda: with_wave(config, entered, wave, _pair(study, wave, block), FILE))
        if anew:
            declared = _kept(problems, lambda: _declared(anew, wave, files))
        if declared:
            rows = _kept(problems, lambda: _rows(folder, wave, declared["waves"][wave], files, book))
        entries = _kept(problems, lambda: source_entries(folder / "sources.yaml", digests))
    assert declared is not None  # otherwise its problems were raised
    assert rows is not None
    assert entries is not None
    crosswalk = Path(study["codebook"]) / "crosswalk.csv"
    others = book.crosswalk[book.crosswalk["wave"] != wave]  # an interrupted confirmation may have left its rows
    widened = replace(book, crosswalk=pd.concat([others, rows], ignore_index=True))
    _require_readable(files, wave, declared, widened)
    texts = {
        Path(FILE): anew,
        registry: with_entries(registry.read_bytes().decode("utf-8"), entries[1], str(registry)),
        crosswalk: with_rows(crosswalk.read_bytes().decode("utf-8"), rows, str(crosswalk)),
    }
    done = [_copied(Path(file["from"]), Path(file["to"])) for file in files.values()]
    with ExitStack() as stack:  # all are written beside before the first is renamed; the last entered is renamed first
        for path, text in texts.items():
            beside = stack.enter_context(written_whole(path))
            beside.write_bytes(text.encode("utf-8"))
    return [*done, *(f"added to {path.as_posix()}" for path in reversed(texts))]


def _study() -> tuple[dict[str, Any], str]:
    return validated_study(read_yaml(FILE)), Path(FILE).read_bytes().decode("utf-8")


def _codebook(study: Mapping[str, Any]) -> Codebook:
    return read_codebook([f"{study['codebook']}/{table}.csv" for table in TABLES], study["languages"])


def _require_possible(study: Mapping[str, Any], wave: str, region: str, year: int) -> None:
    with collected_problems() as problems:
        if not re.fullmatch(r"[a-z][a-z0-9_]*", wave):
            problems.append(Problem("ID", repr(wave), "small letters, digits and _, a letter first", "name it so"))
        if wave in study["waves"]:
            problems.append(Problem(FILE, f"there is a wave {wave} already", "a new id", "choose another ID"))
        if region not in study["regions"]:
            known = ", ".join(study["regions"])
            problems.append(
                Problem(FILE, f"region {region!r} is not declared", f"one of {known}", "declare it under regions first")
            )
        if not 1990 <= year <= 2100:
            problems.append(Problem("YEAR", str(year), "the year of fieldwork", "correct it"))


def _require_unedited(folder: Path) -> None:
    told = folder / "drafted.json"
    if not told.is_file():
        return
    drafted = json.loads(told.read_text(encoding="utf-8"))["drafted"]
    edited = [name for name in EDITED if (folder / name).is_file() and sha256(folder / name) != drafted[name]]
    if edited:
        raise InputError(
            Problem(
                str(folder),
                f"{', '.join(edited)} was edited since it was drafted",
                "drafts as they were made, or none",
                f"confirm them, or delete {folder}/ to draft anew",
            )
        )


def _file(path: str) -> Path:
    found = Path(path).expanduser()
    if not found.is_file():
        raise InputError(Problem(path, "no such file", "the export as received", "correct the path"))
    return found


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
        options = {key: choices[key] for key in ("structure", *DECLARED) if key in choices}
        columns = list(book.crosswalk.loc[book.crosswalk["wave"] == wave, "column"])
        try:
            export = read_export(choices["export"], columns=columns, **options)
        except InputError:
            continue  # the run says what is wrong with it; here its headings are an additional witness only
        found.update({(wave, column.code): column.text for column in export.columns})
    return found


def _no_unit(export: str, coded: tuple[str, ...], book: Codebook) -> Problem:
    names = f"names of {book.files['units']}"
    if coded:
        remedy = "export it with full answers (choice texts)"
        return Problem(export, f"column {', '.join(coded)} holds codes of units", names, remedy, column=coded[0])
    return Problem(export, "no column names a unit of the study", names, "add the units there first")


def _target(path: Path, kind: str, wave: str, registry: Path) -> Path:
    """Where a file goes: below raw/surveys/<wave>/, or where it is if that is in raw/ already."""
    raw = registry.parent
    if path.resolve().is_relative_to(raw.resolve()):
        return raw / path.resolve().relative_to(raw.resolve())
    return raw / "surveys" / wave / f"{kind}{path.suffix.lower()}"


def _file_problems(source: str, target: str, digest: str) -> list[Problem]:
    path = Path(source)
    if not path.is_file():
        return [Problem(source, "the file is not there any more", "the file that was drafted", "put it back")]
    if sha256(path) != digest:
        return [Problem(source, "it changed since it was drafted", f"SHA-256 {digest}", "draft the wave again")]
    if Path(target).exists() and sha256(target) != digest:
        return [Problem(target, "another file stands there", "no file", "take it away, or choose another ID")]
    return []


def _kept(problems: list[Problem], made: Any) -> Any:
    """What `made` gives; None, and its problems added to the others, where it refuses."""
    try:
        return made()
    except InputError as error:
        problems += error.problems
        return None


def _pair(study: Mapping[str, Any], wave: str, block: Mapping[str, Any]) -> dict[str, str] | None:
    """The change that a new wave asks for: from the region's wave before it, or to the next where it is the first."""
    others = [(c["year"], name) for name, c in study["waves"].items() if c["region"] == block.get("region")]
    year = block.get("year")
    before = [other for other in others if isinstance(year, int) and other[0] < year]
    after = [other for other in others if isinstance(year, int) and other[0] > year]
    if before:
        return {"from": max(before)[1], "to": wave}
    return {"from": wave, "to": min(after)[1]} if after else None


def _declared(config: str, wave: str, files: Mapping[str, Mapping[str, str]]) -> dict[str, Any]:
    """The study with the new wave, validated; the wave's files are those that were drafted, and not there yet."""
    content = yaml.safe_load(config)
    choices = content["waves"][wave]
    with collected_problems() as problems:
        for kind in ("export", "structure"):
            found, expected = choices.get(kind), files[kind]["to"] if kind in files else None
            if found != expected:
                problems.append(
                    Problem(f"{DRAFTS / wave}/wave.yaml", f"{kind} is {found}", str(expected), "leave it as drafted")
                )
    there = content["registry"]  # stands in for files that are copied once all is well
    content["waves"][wave] = choices | dict.fromkeys(files, there)
    study = validated_study(content)
    study["waves"][wave] |= {kind: choices[kind] for kind in files}
    return study


def _rows(
    folder: Path, wave: str, choices: Mapping[str, Any], files: Mapping[str, Mapping[str, str]], book: Codebook
) -> pd.DataFrame:
    export = _export(files, choices)
    return crosswalk_rows(folder / "crosswalk.csv", wave, export, choices["unit_column"], book)


def _export(
    files: Mapping[str, Mapping[str, str]], choices: Mapping[str, Any], columns: list[str] | None = None
) -> Export:
    structure = files["structure"]["from"] if "structure" in files else None
    options = {key: choices[key] for key in DECLARED if key in choices}
    return read_export(files["export"]["from"], structure=structure, columns=columns, **options)


def _require_readable(
    files: Mapping[str, Mapping[str, str]], wave: str, study: Mapping[str, Any], book: Codebook
) -> None:
    """The wave's answers are read as a run will read them, and every figure that would show it can."""
    choices = study["waves"][wave]
    presence = presence_of(study)
    known = {key: list(study[key]) for key in ("waves", "regions", "dimensions")}
    check_against_study(book, **known, not_taken=[*presence.waves, *presence.regions])
    named = book.crosswalk.loc[book.crosswalk["wave"] == wave, "column"]
    export = _export(files, choices, [choices["unit_column"], *named])
    wave_answers(export, wave, choices, book, "collected")
    figures = Path(study["codebook"]) / "figures.yaml"
    if figures.exists():
        read_declarations(figures, book.items, book.crosswalk, {**study, "presence": asdict(presence)})


def _copied(source: Path, target: Path) -> str:
    if target.exists():
        return f"{target.as_posix()} stands there"
    with written_whole(target) as beside:
        shutil.copyfile(source, beside)
    return f"copied {source} to {target.as_posix()}"


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make wave")
    commands = parser.add_subparsers(dest="command", required=True)
    drafting = commands.add_parser("draft")
    for option in ("export", "id", "region"):
        drafting.add_argument(f"--{option}", required=True)
    drafting.add_argument("--year", required=True, type=int)
    for option in ("structure", "title", "producer", "licence", "received", *READING):
        drafting.add_argument(f"--{option}", default="")
    commands.add_parser("confirm").add_argument("--id", required=True)
    return parser.parse_args()


if __name__ == "__main__":
    given = vars(_arguments())
    command, wave = given.pop("command"), given.pop("id")
    try:
        if command == "draft":
            folder = draft(wave=wave, **given)
            print((folder / "report.txt").read_text(encoding="utf-8"))
            print(f"Drafts are in {folder}/. Correct them there, then: make wave-confirm ID={wave}")
        else:
            print("\n".join(confirm(wave)))
            print(f"Wave {wave} is declared, registered and mapped. Now: make")
    except InputError as error:
        settled = " ".join(f"{key.upper()}=…" for key in READING)
        hint = f"\nA wave that is being drafted has its keys from the command: make wave … {settled}"
        sys.exit(f"{error}{hint if command == 'draft' and 'config.yaml' in str(error) else ''}")
