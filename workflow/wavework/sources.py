"""The registry of raw files: every file is registered, there, and unchanged, or nothing runs."""

import hashlib
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from wavework.problems import InputError, Problem, collected_problems
from wavework.schemas import schema, schema_problems
from wavework.yaml_files import read_yaml, row_of

BLOCK = 1 << 20


def sha256(path: str | Path) -> str:
    """SHA-256 of a file, read in blocks."""
    digest = hashlib.sha256()
    with Path(path).open("rb") as file:
        while block := file.read(BLOCK):
            digest.update(block)
    return digest.hexdigest()


def read_registry(path: str | Path) -> list[dict[str, Any]]:
    """The entries of raw/sources.yaml. Raises InputError that names what is wrong with it."""
    path = Path(path)
    if not path.exists():
        raise InputError(
            Problem(str(path), "there is no registry", "a list of sources", "write one; see docs/adding-a-wave.md")
        )
    content = read_yaml(path)
    problems = schema_problems(content, schema("sources"), str(path))
    if problems:
        raise InputError(problems)
    return content["sources"]


def verified_sources(registry: str | Path) -> pd.DataFrame:
    """Check every file beside and below the registry against it.

    Returns one row per file: file, sha256, bytes, basis, wave, producer, title, licence, date, url; sorted by file.
    Raises InputError naming each unregistered, missing or changed file.
    """
    registry = Path(registry)
    listed = read_registry(registry)
    entries = {entry["file"]: entry for entry in listed}
    raw = registry.parent
    present = {
        path.relative_to(raw).as_posix()
        for path in raw.rglob("*")
        if path.is_file() and path != registry and not path.name.startswith(".") and path.name != "README.md"
    }
    with collected_problems() as problems:
        for name in sorted(entries):
            if (count := sum(entry["file"] == name for entry in listed)) > 1:
                places = [place for place, entry in enumerate(listed) if entry["file"] == name]
                row = row_of(str(registry), "sources", places[-1])
                found, expected = f"{name} has {count} entries", "one entry per file"
                problems.append(Problem(str(registry), found, expected, "remove the old ones", row))
        problems += _differences(raw, registry, entries, present)
    rows = [
        {
            "file": f"{raw.as_posix()}/{name}",
            "sha256": entry["sha256"],
            "bytes": (raw / name).stat().st_size,
            "basis": entry["basis"],
            "wave": entry.get("wave", ""),
            "producer": entry["producer"],
            "title": entry["title"],
            "licence": entry["licence"],
            "date": str(entry["date"]),
            "url": entry.get("url", ""),
        }
        for name, entry in sorted(entries.items())
    ]
    return pd.DataFrame(rows)


def _differences(raw: Path, registry: Path, entries: Mapping[str, Any], present: set[str]) -> Iterator[Problem]:
    # written from the study's folder in the place of raw/
    renamed = {name: name.removeprefix(f"{raw.name}/") for name in set(entries) - present}
    renamed = {name: below for name, below in renamed.items() if below in present - set(entries)}
    for name, below in sorted(renamed.items()):
        place = [entry == name for entry in entries].index(True)
        found, row = f"sources.{place}.file is {name!r}", row_of(str(registry), "sources", place, "file")
        yield Problem(str(registry), found, f"a path below {raw}/", f"write {below}", row)
    for name in sorted(present - set(entries) - set(renamed.values())):
        yield Problem(
            f"{raw}/{name}",
            "not registered",
            f"an entry in {registry}",
            f"register it (SHA-256 {sha256(raw / name)}) or take it out of {raw}/",
        )
    for name in sorted(set(entries) - present - set(renamed)):
        yield Problem(
            f"{raw}/{name}",
            "missing",
            f"the file that {registry} registers",
            "put it back, or remove its entry"
            if entries[name].get("versioned", True)
            else f"git does not keep it: ask whoever has it ({entries[name]['producer']}), or remove its entry",
        )
    for name in sorted(present & set(entries)):
        found, expected = sha256(raw / name), entries[name]["sha256"]
        if found != expected:
            yield Problem(
                f"{raw}/{name}",
                f"changed: SHA-256 {found}",
                f"SHA-256 {expected}, as registered in {registry}",
                "restore the file as received; if it is a new version, register its new hash and date",
            )


def basis_of(sources: pd.DataFrame, file: str) -> str:
    """The registered basis of a raw file. Raises InputError for a file that is not registered."""
    basis = sources.loc[sources["file"] == file, "basis"]
    if basis.empty:
        raise InputError(
            Problem(file, "not registered", "a file below raw/ with an entry in its registry", "register it there")
        )
    return str(basis.iloc[0])


def check_unchanged(sources: pd.DataFrame, *files: str) -> None:
    """Raise InputError for a raw file that is not what it was when the run started: what was read may be of both."""
    registered = dict(zip(sources["file"], sources["sha256"], strict=True))
    with collected_problems() as problems:
        for file in files:
            if registered.get(file) != sha256(file):
                found, remedy = (
                    "it has changed since the run started",
                    "put it back, or register what it is now, and run again",
                )
                problems.append(Problem(file, found, "the file that is registered", remedy))


def registered_anew(registry: str | Path, file: str) -> str:
    """The registry's text with the present hash of `file` (from the study's folder); all else as it stands.

    Raises InputError where the file has no entry.
    """
    registry = Path(registry)
    name = Path(file).relative_to(registry.parent).as_posix()
    text = registry.read_text(encoding="utf-8")
    entry = re.compile(
        rf"(- file: [\"']?{re.escape(name)}[\"']?\n(?:(?!\s*- file:).*\n)*?\s*sha256: [\"']?)[0-9a-f]{{64}}"
    )
    anew, found = entry.subn(rf"\g<1>{sha256(file)}", text)
    if not found:
        raise InputError(Problem(str(registry), f"no entry for {name}", "an entry with a sha256", "register the file"))
    return anew
