"""What tests of several rooms share: where the repository is, and Snakemake as a person starts it."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

# The same examples in every run: a test that fails once fails again, here and in CI.
settings.register_profile("reproducible", derandomize=True, deadline=None, database=None)
settings.load_profile("reproducible")

REPO = Path(__file__).parents[1]
RUN = Path(os.environ.get("WAVEWORK_RUN", REPO))  # a finished run of the main study, where there is one
STUDIES = Path(__file__).parent / "studies"
WORKFLOW_PARTS = (
    "Snakefile",
    "workflow",
    "envs",
    "report",
    "pyproject.toml",
    "CITATION.cff",
)  # all that a run reads beside the study


@pytest.fixture(scope="session")
def repo() -> Path:
    """The repository."""
    return REPO


@pytest.fixture(scope="session")
def shared() -> Path:
    """Samples and facts that are not part of the repository; tests that need them skip where they are absent."""
    folder = REPO.parent / "shared"
    if not folder.is_dir():
        pytest.skip("the shared samples are not on this machine")
    return folder


@pytest.fixture
def study(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Path]:
    """study("tiny"): a copy of a study of tests/studies, as the working directory."""

    def copied(name: str) -> Path:
        folder = tmp_path / name
        shutil.copytree(STUDIES / name, folder)
        monkeypatch.chdir(folder)
        return folder

    return copied


def told(short: str) -> str:
    """Problems as printed, from a line each: ` < ` stands before what was expected, ` > ` before what to do."""
    return short.replace(" < ", "\n  Expected: ").replace(" > ", "\n  To do: ")


def copy_of_workflow(target: Path) -> Path:
    """The files of the repository that a run reads, in a folder that a test may change."""
    target.mkdir(parents=True)
    skipped = shutil.ignore_patterns(
        "__pycache__", "_output", "_figures", "_tables", "_variables.yml", "_has.yml", "_site.yml", ".quarto"
    )
    for part in WORKFLOW_PARTS:
        source = REPO / part
        if source.is_dir():
            shutil.copytree(source, target / part, ignore=skipped)
        elif source.exists():
            shutil.copy2(source, target / part)
    (target / ".venv").symlink_to(sys.prefix)
    return target


def run_snakemake(
    directory: Path, *arguments: str, repository: Path = REPO, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Snakemake on the study in `directory` with the workflow of `repository`, its jobs run as by `make`; output and
    errors as one text."""
    command = [
        str(repository / ".venv/bin/python"),
        "-m",
        "snakemake",
        "--snakefile",
        str(repository / "Snakefile"),
        "--directory",
        str(directory),
        "--workflow-profile",
        str(repository / "workflow/profiles/default"),
        "--cores",
        "2",
        "--executor",
        "wavework",
        *arguments,
    ]  # fmt: skip  -- of an option that stands twice, Snakemake takes the last
    variables = {**os.environ, "PYTHONDONTWRITEBYTECODE": "", "PYTHONPATH": str(repository / "workflow"), **environment}
    return subprocess.run(command, env=variables, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def files_below(folder: Path, *parts: str) -> dict[str, bytes]:
    """Path below `folder` -> bytes, of every file in the named parts of it that are there."""
    found = (path for part in parts for path in (folder / part).rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}
