"""A revision of the repository in a folder of its own, with the environment of its own lock."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from wavework.locked_packages import LOCK
from wavework.problems import InputError, Problem
from wavework.review.certificate import write_certificate
from wavework.review.manifest_rows import read_rows
from wavework.review.verification import EXPECTED, Verification
from wavework.sources import sha256

VERIFY = "workflow/scripts/verify.py"


@contextmanager
def checked_out(pipeline: Path, revision: str) -> Iterator[Path]:
    """A folder with the files of a revision and a .venv of its lock: this one where the lock is the same, else a new
    one. Raises InputError for a revision that git does not know, or whose environment cannot be made."""
    with TemporaryDirectory(prefix="revision-") as name:
        folder, archive = Path(name, "repository"), Path(name, "revision.tar")
        folder.mkdir()
        command = ["git", "-C", str(pipeline), "archive", "--output", str(archive), revision]
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode:
            found = f"git cannot take it out: {(done.stderr.strip().splitlines() or ['no reason given'])[-1]}"
            raise InputError(Problem(f"revision {revision}", found, "a commit, tag or branch", "see git log"))
        shutil.unpack_archive(archive, folder, filter="data")
        _environment(pipeline, folder, revision)
        yield folder


def _environment(pipeline: Path, folder: Path, revision: str) -> None:
    if not (folder / LOCK).is_file():
        found = f"it has no {LOCK}"
        raise InputError(Problem(f"revision {revision}", found, "a revision with a lock", "take a later one"))
    if sha256(folder / LOCK) == sha256(pipeline / LOCK):
        (folder / ".venv").symlink_to(sys.prefix)
        return
    command = [sys.executable, "envs/environment.py", LOCK]
    done = subprocess.run(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode:
        said = (done.stdout.strip().splitlines() or ["it said nothing"])[-1]
        remedy = "look whether its packages can still be had"
        raise InputError(
            Problem(f"revision {revision}", f"cannot be built: {said}", "an environment of its lock", remedy)
        )


def verified_revision(pipeline: Path, study: Path, revision: str, exhibit: str, cores: str) -> bool:
    """Verify a revision by its own code and its own expectations; its certificate comes into the study's folder."""
    output = study / "report" / "_output"
    try:
        with checked_out(pipeline, revision) as folder:
            there = folder / study.relative_to(pipeline) if study.is_relative_to(pipeline) else folder
            if not (folder / VERIFY).is_file() or not (there / EXPECTED).is_dir():
                found = f"it has no {EXPECTED}/" if (folder / VERIFY).is_file() else "it has no make verify"
                remedy = "take a revision that has both, or compare with it: make compare OLD=…"
                raise InputError(Problem(f"revision {revision}", found, "a revision with its expectations", remedy))
            _raw_files(there, study)
            command = [
                str(folder / ".venv/bin/python"),
                str(folder / VERIFY),
                "--study",
                str(there),
                "--exhibit",
                exhibit,
            ]
            environment = {"PYTHONPATH": str(folder / "workflow")}
            done = subprocess.run([*command, "--cores", cores], env=os.environ | environment)
            for kind in ("html", "json"):
                output.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(there / f"report/_output/verification.{kind}", output / f"verification.{kind}")
            print(f"That is revision {revision}; its certificate is now in {output}")
            return done.returncode == 0
    except InputError as error:
        write_certificate(Verification(exhibit, revision, problems=[str(error)]), output)
        print(f"{error}\nVerdict: FAIL")
        return False


def _raw_files(there: Path, study: Path) -> None:
    """Raw files that are not in git, where those here are the ones that the revision expects."""
    for row in read_rows(there / EXPECTED):
        here = study / row.file
        if row.kind == "raw" and not (there / row.file).exists() and here.is_file() and sha256(here) == row.value:
            (there / row.file).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(here, there / row.file)
