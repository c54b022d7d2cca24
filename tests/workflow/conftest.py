"""The libraries' study, run whole with a copy of the workflow: once in each of two folders."""

import hashlib
import re
import shutil
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from tests.conftest import STUDIES, copy_of_workflow, files_below, run_snakemake
from tests.workflow.runs import WRITTEN as WRITTEN_BY_TINY
from tests.workflow.runs import ended, started, tiny

WRITTEN = ("processed", "figures", "logs", "report")


@dataclass
class Study:
    """A study in a folder of its own, and the workflow that runs it."""

    folder: Path
    repository: Path
    environment: dict[str, str] = field(default_factory=dict)
    said: str = ""

    def run(self, *arguments: str) -> str:
        """Run Snakemake, which must succeed; what it said."""
        done: subprocess.CompletedProcess[str] = run_snakemake(
            self.folder, *arguments, repository=self.repository, **self.environment
        )
        assert done.returncode == 0, done.stdout
        self.said = done.stdout
        return done.stdout

    def plan(self, *arguments: str) -> set[str]:
        """The rules that a run would start now."""
        said = self.run("--dry-run", "--workflow-profile", "none", *arguments)  # the profile's run is quiet
        return set(re.findall(r"^ *(?:local)?rule ([\w-]+):", said, re.MULTILINE)) - {"all"}

    def files(self, *parts: str) -> dict[str, bytes]:
        """Path -> bytes of everything that runs wrote (or of these parts of it)."""
        return files_below(self.folder, *(parts or WRITTEN))

    def replace_export(self, wave: str, old: bytes, new: bytes) -> None:
        """Change an export in one place and register the result."""
        export, registry = self.folder / f"raw/surveys/{wave}.csv", self.folder / "raw/sources.yaml"
        content = export.read_bytes()
        assert content.count(old) == 1
        changed = content.replace(old, new)
        before, after = (hashlib.sha256(text).hexdigest() for text in (content, changed))
        export.write_bytes(changed)
        registry.write_text(registry.read_text("utf-8").replace(before, after), "utf-8")


@pytest.fixture(scope="session")
def workflow_copy(tmp_path_factory) -> Path:
    """The workflow as it is now, where nobody else edits it, in a folder whose name a shell would take apart."""
    return copy_of_workflow(tmp_path_factory.mktemp("l'été à deux") / "copy")


def whole_run(folder: Path, workflow: Path, *arguments: str, **environment: str) -> Study:
    shutil.copytree(STUDIES / "libraries", folder)
    study = Study(folder, workflow, environment)
    study.run(*arguments)
    return study


@pytest.fixture(scope="session")
def libraries(tmp_path_factory, workflow_copy) -> Study:
    """The whole study, run. Tests leave it as they found it."""
    folder = tmp_path_factory.mktemp("first") / "libraries"
    return whole_run(folder, workflow_copy, TZ="UTC", LC_ALL="C", PYTHONHASHSEED="1")


@pytest.fixture(scope="session")
def elsewhere(tmp_path_factory, workflow_copy) -> Study:
    """The same in another folder, on one core, in another time zone and locale, with another seed of hashes, and by
    Snakemake's own executor in the place of that of `make`."""
    folder = tmp_path_factory.mktemp("a second place") / "the same study"
    return whole_run(
        folder, workflow_copy, "--cores", "1", "--executor", "local", TZ="Pacific/Chatham", LC_ALL="C.UTF-8",
        LANG="tr_TR.UTF-8", PYTHONHASHSEED="4242",
    )  # fmt: skip


@pytest.fixture(scope="session")
def undisturbed(tmp_path_factory, workflow_copy):
    """Path -> bytes of a run that nobody disturbed, how long it took, and what it said."""
    folder = tiny(tmp_path_factory.mktemp("undisturbed") / "tiny")
    began = time.monotonic()
    status, said = ended(started(folder, workflow_copy))
    assert status == 0, said
    return files_below(folder, *WRITTEN_BY_TINY), time.monotonic() - began, said
