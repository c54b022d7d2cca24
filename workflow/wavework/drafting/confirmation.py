"""From confirmed drafts to the study: raw/, registry, crosswalk and config.yaml, all or nothing."""

import json
import shutil
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import yaml

from wavework.answers import read_wave, wave_export
from wavework.codebook import Codebook, check_against_study
from wavework.drafting.draft_checks import confirmed_rows, source_entries, wave_block
from wavework.drafting.study_as_it_stands import DRAFTS, EDITED, codebook_of, study_and_text
from wavework.drafting.study_file_edits import with_entries, with_ignored, with_rows, with_wave
from wavework.problems import InputError, Problem, collected_problems
from wavework.sources import sha256
from wavework.study import FILE, validated_study
from wavework.tables import written_whole
from wavework.what_a_study_has import presence_of

Check = Callable[[Mapping[str, Any], Codebook], None]


def confirm(wave: str, check_figures: Check) -> list[str]:
    """Take the drafts over: copy the files into raw/, add to registry, crosswalk and config.yaml. Returns what it did.

    check_figures: raises InputError where a figure of the study cannot show it (a room that stands above this one).
    Everything is checked first, the answers of the wave included; only then is anything written, config.yaml last, so
    that a confirmation that was interrupted can be repeated. Raises InputError with all that must be mended.
    """
    study, config = study_and_text()
    folder = DRAFTS / wave
    if wave in study["waves"]:
        raise InputError(Problem(FILE, f"wave {wave} is declared: it was confirmed", "a wave to confirm", "run make"))
    missing = [name for name in (*EDITED, "drafted.json") if not (folder / name).is_file()]
    if missing:
        found = f"no {', '.join(missing)}" if folder.is_dir() else "there are no drafts"
        raise InputError(Problem(str(folder), found, "what make wave drafted", f"make wave ID={wave} EXPORT=…"))
    files = json.loads((folder / "drafted.json").read_text(encoding="utf-8"))["files"]
    registry, book = Path(study["registry"]), codebook_of(study)
    with collected_problems() as problems:
        for file in files.values():
            problems += _file_problems(file["from"], file["to"], file["sha256"])
    block, entered = wave_block(folder / "wave.yaml", wave)
    digests = {Path(file["to"]).relative_to(registry.parent).as_posix(): file["sha256"] for file in files.values()}
    declared: Any = None
    rows: Any = None
    with collected_problems() as problems:  # of all three drafts together
        if anew := _kept(problems, with_wave, config, entered, _pair(study, wave, block), FILE):
            declared = _kept(problems, _declared, anew, wave, files)
        if declared:
            choices = declared["waves"][wave]
            export = _kept(problems, wave_export, choices, **_received(files))
            if export:
                unit_column = choices["unit_column"]
                rows = _kept(problems, confirmed_rows, folder / "crosswalk.csv", wave, export, unit_column, book)
        entries = _kept(problems, source_entries, folder / "sources.yaml", digests)
    crosswalk = Path(study["codebook"]) / "crosswalk.csv"
    others = book.crosswalk[book.crosswalk["wave"] != wave]  # an interrupted confirmation may have left its rows
    widened = replace(book, crosswalk=pd.concat([others, rows], ignore_index=True))
    _require_readable(files, wave, declared, widened)
    check_figures(declared, widened)
    ignore = registry.parent / ".gitignore"
    ignored = ignore.read_bytes().decode("utf-8") if ignore.is_file() else ""
    texts = {
        Path(FILE): anew,
        registry: with_entries(registry.read_bytes().decode("utf-8"), entries[1], str(registry)),
        crosswalk: with_rows(crosswalk.read_bytes().decode("utf-8"), rows, str(crosswalk)),
        ignore: with_ignored(ignored, entries[0]),
    }
    if not texts[ignore]:
        del texts[ignore]
    done = [_copied(Path(file["from"]), Path(file["to"])) for file in files.values()]
    with ExitStack() as stack:  # all are written beside before the first is renamed; the last entered is renamed first
        for path, text in texts.items():
            beside = stack.enter_context(written_whole(path))
            beside.write_bytes(text.encode("utf-8"))
    left_out = [entry["file"] for entry in entries[0] if not entry.get("versioned")]
    told = f"git leaves out {', '.join(left_out)}, and keeps what stands in {registry} with versioned: true"
    return [*done, *(f"added to {path.as_posix()}" for path in reversed(texts)), *([told] if left_out else [])]


def _file_problems(source: str, target: str, digest: str) -> list[Problem]:
    path = Path(source)
    if not path.is_file():
        return [Problem(source, "the file is not there any more", "the file that was drafted", "put it back")]
    if sha256(path) != digest:
        return [Problem(source, "it changed since it was drafted", f"SHA-256 {digest}", "draft the wave again")]
    if Path(target).exists() and sha256(target) != digest:
        return [Problem(target, "another file stands there", "no file", "take it away, or choose another ID")]
    return []


def _kept(problems: list[Problem], function: Callable[..., Any], *given: Any, **named: Any) -> Any:
    """What the function gives; None, and its problems added to the others, where it refuses."""
    try:
        return function(*given, **named)
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


def _received(files: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """The export and its structure where they were drafted from."""
    return {kind: file["from"] for kind, file in files.items()}


def _require_readable(
    files: Mapping[str, Mapping[str, str]], wave: str, study: Mapping[str, Any], book: Codebook
) -> None:
    """The wave's answers are read as a run will read them."""
    presence = presence_of(study)
    known = {key: list(study[key]) for key in ("waves", "regions", "dimensions")}
    check_against_study(book, **known, not_taken=[*presence.waves, *presence.regions])
    read_wave(wave, study["waves"][wave], book, "collected", **_received(files))


def _copied(source: Path, target: Path) -> str:
    if target.exists():
        return f"{target.as_posix()} stands there"
    with written_whole(target) as beside:
        shutil.copyfile(source, beside)
    return f"copied {source} to {target.as_posix()}"
