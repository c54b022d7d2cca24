"""Whether anything has changed since a run ended well: by what the disk says of each file, without opening any.

So `make` need not start Snakemake to find that there is nothing to do, and a figure can be looked at without it.
"""

import json
import os
import shutil
import sys
from base64 import urlsafe_b64encode
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from wavework import report_files

FINISHED = Path(".snakemake/finished.json")  # in the study's folder: what the last run that ended well left
RECORDS = Path(".snakemake/metadata")  # Snakemake's own, of each file that a run made
# Folders that no rule reads.
PASSED_OVER = {"__pycache__", "logs", "look", ".git", ".snakemake", ".venv", ".quarto"}
PASSED_OVER |= {".pytest_cache", ".mypy_cache", ".ruff_cache", ".hypothesis"}

Seen = dict[str, list[int]]  # path -> when it was changed, its size, its place on the disk


@dataclass(frozen=True)
class Finished:
    """What a run left that ended well: how it was started, the files, what `make` said at its end."""

    started: list[str]
    files: Seen
    said: list[str] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)


def how_started(command: Sequence[str]) -> list[str]:
    """What else decides what a run does: the command but for its cores, Python, and whether Quarto is there."""
    own = [word for before, word in zip(["", *command], command, strict=False) if before != "--cores"]
    return [*own, sys.version, str(shutil.which("quarto"))]


def files_seen(study: Path, pipeline: Path, outside: Sequence[str] = ()) -> Seen:
    """Every file of the study, of the pipeline's code and locks, and those outside that the study reads."""
    found: Seen = {}
    for path in outside:
        _note(path, found)
    waiting, linked = [str(study)], set[str]()
    if not pipeline.is_relative_to(study):
        waiting += [str(pipeline / name) for name in ("workflow", "envs", "report")]
        _note(str(pipeline / "Snakefile"), found)
    while waiting:
        with os.scandir(waiting.pop()) as entries:
            for entry in entries:
                if not entry.is_dir():
                    _note(entry.path, found)
                elif entry.name not in PASSED_OVER:
                    real = os.path.realpath(entry.path) if entry.is_symlink() else ""
                    if not real:
                        waiting.append(entry.path)
                    elif real not in linked and not Path(real).is_relative_to(study):
                        linked.add(real)
                        waiting.append(real)
    return found


def _note(path: str, found: Seen) -> None:
    try:
        told = os.stat(path)  # noqa: PTH116 -- thousands of files, before anything else is imported
    except OSError:
        found[path] = []
    else:
        found[path] = [told.st_mtime_ns, told.st_size, told.st_ino]


def state_after(before: Mapping[str, list[int]], study: Path, pipeline: Path, outside: Sequence[str]) -> Seen:
    """The files as a run that has ended knows them: what it made as it is now, all else as it was before it.

    What a person has changed while it ran it may have read before or after: that counts as changed since.
    """
    after = files_seen(study, pipeline, outside)
    kept = {path: told for path, told in after.items() if before.get(path) == told or _is_made(path, study)}
    return kept | {path: told for path, told in before.items() if path not in kept and not _is_made(path, study)}


def pages_gone(finished: Finished, files: Seen, study: Path) -> list[str]:
    """The languages of whose report a page is gone: Snakemake knows of the first one only."""
    output = study / report_files.REPORT / "_output"
    gone = (Path(path) for path, told in finished.files.items() if told and not files.get(path))
    return sorted({path.relative_to(output).parts[0] for path in gone if path.is_relative_to(output)})


def _is_made(path: str, study: Path) -> bool:
    """Whether a run made a file, or the folder that it is in."""
    place = Path(path)
    report = study / report_files.REPORT
    if place.is_relative_to(report) and (
        place.is_relative_to(report / "_output") or place.name in report_files.GENERATED or report_files.is_page(place)
    ):
        return True
    above = [part for part in (place, *place.parents) if part != study and part.is_relative_to(study)]
    names = (urlsafe_b64encode(part.relative_to(study).as_posix().encode()).decode() for part in above)
    return any((study / RECORDS / name).is_file() for name in names if len(name) < os.pathconf("/", "PC_NAME_MAX"))


def outside_of(study: Path, pipeline: Path) -> list[str]:
    """Files elsewhere that the study has read, by Snakemake's records: its config may name any."""
    found: set[str] = set()
    for record in (study / RECORDS).glob("*"):
        if record.is_file():
            found.update(
                path for path in json.loads(record.read_text("utf-8"))["input"] if path.startswith(("/", ".."))
            )
    homes = (study, pipeline)
    full = {str((study / path).resolve()) for path in found}
    return sorted(path for path in full if not any(Path(path).is_relative_to(home) for home in homes))


def keep(finished: Finished, study: Path) -> None:
    """Keep what a run left."""
    beside = study / FINISHED.with_suffix(".part")
    beside.write_text(json.dumps(asdict(finished)), encoding="utf-8")
    beside.replace(study / FINISHED)


def kept(study: Path) -> Finished | None:
    """What the last run left; None where none has ended well."""
    try:
        return Finished(**json.loads((study / FINISHED).read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def changed_since(finished: Finished, now: Mapping[str, list[int]]) -> list[str]:
    """The files that are others than the run left them, that are new, or gone."""
    files = finished.files
    return sorted(path for path in files.keys() | now.keys() if files.get(path) != now.get(path))
