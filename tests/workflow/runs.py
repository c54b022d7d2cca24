"""Runs of the tiny study as `make` starts them, for tests of what disturbs them."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.conftest import STUDIES

WRITTEN = ("processed", "figures", "report")


def started(folder: Path, workflow: Path, executor: str = "wavework") -> subprocess.Popen:
    """A run as `make` starts it, in a session of its own. executor: which of Snakemake's runs the jobs."""
    snakemake = [
        "-m", "snakemake", "--workflow-profile", workflow / "workflow/profiles/default", "--snakefile",
        workflow / "Snakefile", "--cores", "2", "--directory", folder, "--quiet", "host", "--logger", "wavework",
        "--executor", executor,
    ]  # fmt: skip
    return subprocess.Popen(
        [sys.executable, workflow / "workflow/scripts/start_run.py", folder, sys.executable, *map(str, snakemake)],
        env=os.environ | {"PYTHONPATH": str(workflow / "workflow"), "PYTHONDONTWRITEBYTECODE": ""},
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True,
    )  # fmt: skip


def ended(run: subprocess.Popen) -> tuple[int, str]:
    """Exit status of a run, and what it said."""
    said, _ = run.communicate(timeout=600)
    return run.returncode, said


def tiny(folder: Path) -> Path:
    shutil.copytree(STUDIES / "tiny", folder)
    return folder
