"""A study and its pipeline in a clean folder: the files that are handed out, and nothing that a run made."""

import os
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from wavework.report_files import GENERATED, is_standard

MADE = {
    "processed", "figures", "logs", ".snakemake", ".venv", ".git", "__pycache__", ".quarto", "drafts", ".pytest_cache",
    ".mypy_cache", ".ruff_cache", ".hypothesis", "ro-crate-metadata.json",
}  # fmt: skip

EXECUTOR = "snakemake_executor_plugin_wavework"  # what runs jobs as `make` does


@dataclass(frozen=True)
class Ran:
    """A run in a clean copy: whether it ended well, what it said, how long it took, its largest process (megabytes)."""

    ended: bool
    said: str
    seconds: float
    megabytes: int


@dataclass(frozen=True)
class Copy:
    """pipeline: the folder of the copy's Snakefile; study: the copy of the study, the same folder or another."""

    pipeline: Path
    study: Path


def clean_copy(pipeline: Path, study: Path, target: Path) -> Copy:
    """Copy what a run reads. In a checkout of git: the tracked files as they stand, and all raw files, which need not
    be tracked; elsewhere: every file but those that a run makes."""
    target.mkdir(parents=True)
    copy_pipeline = target / "pipeline"
    _copy(pipeline, copy_pipeline)
    inside = study.is_relative_to(pipeline)
    copy_study = copy_pipeline / study.relative_to(pipeline) if inside else target / "study"
    if not inside or not copy_study.is_dir():
        _copy(study, copy_study)
    environment = pipeline / ".venv"
    (copy_pipeline / ".venv").symlink_to(environment.resolve() if environment.is_dir() else sys.prefix)
    return Copy(copy_pipeline, copy_study)


def _copy(folder: Path, target: Path) -> None:
    for path in handed_out(folder):
        place = target / path.relative_to(folder)
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, place)
        if os.access(path, os.X_OK):
            place.chmod(0o755)


def handed_out(folder: Path) -> Iterator[Path]:
    """The files that make up a study or a pipeline, without what a run makes, sorted."""
    tracked = _tracked(folder)
    found = tracked if tracked is not None else set(_walked(folder))
    raw = (path for path in (folder / "raw").rglob("*") if path.is_file())
    yield from sorted(path for path in found | set(raw) if path.is_file())


def _tracked(folder: Path) -> set[Path] | None:
    """The files that git knows; None where the folder is no checkout."""
    listed = subprocess.run(["git", "-C", str(folder), "ls-files", "-z", "."], capture_output=True)
    names = [os.fsdecode(name) for name in listed.stdout.split(b"\0") if name]
    return {folder / name for name in names} if listed.returncode == 0 and names else None


def _walked(folder: Path) -> Iterator[Path]:
    written = {path.parent for path in folder.glob("report/*/_quarto.yml") if is_standard(path)}
    theme = {folder / "report" / "_theme"} if written and not (folder / "Snakefile").is_file() else set()
    for place, folders, names in os.walk(folder):
        here = Path(place)
        folders[:] = [name for name in folders if name not in MADE and not (here / name).is_symlink()]
        if here.is_relative_to(folder / "report"):
            folders[:] = [name for name in folders if name not in GENERATED]
            names = [name for name in names if name not in GENERATED]
        if here not in written and not any(here.is_relative_to(path) for path in theme):
            yield from (here / name for name in names if name not in MADE and not name.endswith(".pyc"))


def run(copy: Copy, targets: Sequence[str] = (), cores: str = "all") -> Ran:
    """Run the copy from raw alone, everything forced, and go on with what does not depend on a step that failed."""
    binaries = copy.pipeline / ".venv/bin"
    command = [
        str(binaries / "python"), "-m", "snakemake", "--snakefile", str(copy.pipeline / "Snakefile"),
        "--directory", str(copy.study),
        "--workflow-profile", str(copy.pipeline / "workflow/profiles/default"), "--cores", cores, "--keep-going",
        "--forceall", *targets,
    ]  # fmt: skip
    if (copy.pipeline / "workflow" / EXECUTOR).is_dir():  # an older revision has none
        command[3:3] = ["--executor", "wavework"]
    environment = os.environ | {
        "PYTHONDONTWRITEBYTECODE": "",
        "PYTHONPATH": str(copy.pipeline / "workflow"),
        "PATH": f"{binaries}:{os.environ.get('PATH', '')}",
    }
    start = time.monotonic()
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    seconds = time.monotonic() - start
    unit = 1 << 20 if sys.platform == "darwin" else 1 << 10  # macOS counts bytes, Linux kilobytes
    largest = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // unit
    return Ran(done.returncode == 0, done.stdout, seconds, largest)


def reason(said: str) -> str:
    """The first line of what a failed run said that tells why."""
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    telling = [line for line in lines if ": " in line and not line.startswith(("[", "rule", "Error in", "Logfile"))]
    named = [
        line for line in telling if "Error" in line or line.startswith(("raw/", "config", "workflow/", "codebook/"))
    ]
    return (named or telling or lines or ["it said nothing"])[0][:300]
