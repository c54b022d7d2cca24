"""One file for an archive: raw files, code, tables, figures, report and data, with a manifest and a list of licences.

Exports that researchers collected are not in it: they hold who answered, and whether they may be given away no program
can say. The manifest names them with their hashes, so that who has them can put them in their place.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Any

import pandas as pd

from wavework.basis import COLLECTED
from wavework.deposit.same_bytes_zip import zipped
from wavework.locked_packages import locked_versions
from wavework.report_files import GENERATED, is_page
from wavework.tables import records

# Parts of the repository and of a study's folder -> what they are. Nothing else is taken, whatever lies beside them.
CODE = {
    **dict.fromkeys(("Snakefile", "Makefile", "pyproject.toml", "workflow", "envs", "report", "tests"), "code"),
    **dict.fromkeys(("README.md", "CHANGELOG.md", "docs"), "documentation"),
    **dict.fromkeys(("LICENSE", "CITATION.cff", "codecheck.yml"), "metadata"),
}
STUDY = {
    "config.yaml": "code",
    "raw": "raw",
    "processed": "table",
    "figures": "figure",
    "report/_output": "report",
    "data": "data",
}
LEFT = re.compile(rf"(^|/)(\.[^/]*|__pycache__|{'|'.join(map(re.escape, GENERATED))})(/|$)|\.pyc$")
PACKED = frozenset({"png", "pdf", "docx", "pptx", "xlsx", "parquet"})
WITHHELD = "not in this deposit: collected answers; who may give them puts them here"
MANIFEST, LICENCES = "MANIFEST.csv", "LICENCES.csv"


def files_of(folder: Path, parts: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """(path below the folder, what it is) of every file of the parts that are there; nothing hidden, nothing cached."""
    for part, role in parts.items():
        found = folder / part
        for path in [found] if found.is_file() else sorted(found.rglob("*")):
            name = path.relative_to(folder).as_posix()
            if path.is_file() and not LEFT.search(name.removeprefix(part)) and not is_page(path):
                yield name, role


def manifest(files: Mapping[str, tuple[bytes, str]], sources: pd.DataFrame) -> pd.DataFrame:
    """path, role, bytes, sha256, note of every file, and of the raw ones that are kept out.

    files: path -> content and role; sources: processed/sources.csv.
    """
    rows = [
        {"path": name, "role": role, "bytes": len(content), "sha256": hashlib.sha256(content).hexdigest(), "note": ""}
        for name, (content, role) in files.items()
    ]
    kept_out = [
        {"path": row["file"], "role": "raw", "bytes": row["bytes"], "sha256": row["sha256"], "note": WITHHELD}
        for row in records(sources)
        if row["basis"] == COLLECTED
    ]
    table = pd.DataFrame([*rows, *kept_out], columns=["path", "role", "bytes", "sha256", "note"])
    return table.sort_values("path", ignore_index=True)


def licences(sources: pd.DataFrame, lock: str) -> pd.DataFrame:
    """kind, name, version, licence, note: of each raw file as the registry has it, and of each installed package of the
    lock as its own metadata has it."""
    data = [
        {"kind": "data", "name": row["file"], "licence": row["licence"], "note": row["producer"]}
        for row in records(sources)
    ]
    rows = [*data, *(row for row in map(_package, locked_versions(lock)) if row)]
    return pd.DataFrame(rows, columns=["kind", "name", "version", "licence", "note"]).fillna("")


def _first_line(text: str) -> str:
    return next((line.strip() for line in text.splitlines() if line.strip()), "")


def _package(name: str) -> dict[str, str]:
    """One package; nothing of one that this platform does not need."""
    try:
        told = distribution(name)
    except PackageNotFoundError:
        return {}
    meta: Any = told.metadata  # a message: its stubs lack `get`
    classified = [line.rpartition(" :: ")[2] for line in meta.get_all("Classifier") or [] if line.startswith("License")]
    licence = meta.get("License-Expression") or "; ".join(classified) or _first_line(meta.get("License") or "")
    if not licence:  # the metadata does not say, so the head of the text that the package brings
        texts = [file for file in told.files or [] if re.match(r"(?i)licen[cs]e|copying", file.name)]
        licence = _first_line(texts[0].read_text()) if texts else "not said in its metadata"
    return {
        "kind": "package",
        "name": name,
        "version": told.version,
        "licence": licence,
        "note": meta.get("Home-page") or "",
    }


def deposit(files: Mapping[str, tuple[bytes, str]], lists: Mapping[str, bytes]) -> bytes:
    """The zip: everything below a folder `deposit`, the lists (manifest, licences) first."""
    held = {f"deposit/{path}": content for path, content in lists.items()}
    held |= {f"deposit/{path}": content for path, (content, _) in sorted(files.items())}
    return zipped(held, PACKED)


def read_files(
    repository: Path, study: Path, sources: pd.DataFrame, also: Iterable[str] = ()
) -> dict[str, tuple[bytes, str]]:
    """Path in the deposit -> content and role. A study in a folder of its own lies below `study/`, beside the pipeline.

    also: further files or folders of the study, its codebook. Collected raw files are left out.
    """
    below = "" if study.resolve() == repository.resolve() else "study/"
    withheld = {row["file"] for row in records(sources) if row["basis"] == COLLECTED}
    files = {name: ((repository / name).read_bytes(), role) for name, role in files_of(repository, CODE)}
    parts = {**STUDY, **dict.fromkeys(also, "code")}
    for name, role in files_of(study, parts):
        if name not in withheld:
            files[below + name] = ((study / name).read_bytes(), role)
    return files
