"""A clone whose history holds a release and a change after it: each revision is verified by its own expectations."""

import os
import shutil
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest
from tests.conftest import STUDIES, copy_of_workflow, run_snakemake


def git(repository: Path, *arguments: str) -> None:
    identity = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", "-C", str(repository), *identity, *arguments], check=True, capture_output=True)


def commit(repository: Path, message: str) -> None:
    git(repository, "add", "--all")
    git(repository, "commit", "--quiet", "--message", message)
    git(repository, "tag", message)


def verify(repository: Path, *arguments: str) -> tuple[int, str]:
    """`make verify STUDY=studies/tiny` of one exhibit, without what make does before."""
    script = str(repository / "workflow/scripts/verify.py")
    command = [sys.executable, script, "--study", str(repository / "studies/tiny"), "--cores", "1", *arguments]
    environment = os.environ | {"PYTHONPATH": str(repository / "workflow")}
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    return done.returncode, done.stdout


@pytest.fixture(scope="module")
def repository(tmp_path_factory) -> Path:
    """before (no expectations), release (with those of its run), after (another answer, registered), other-lock."""
    folder = copy_of_workflow(tmp_path_factory.mktemp("clone") / "repository")
    shutil.copytree(STUDIES / "tiny", folder / "studies/tiny")
    (folder / ".gitignore").write_text(
        ".venv\n.snakemake/\n__pycache__/\nprocessed/\nlogs/\nfigures/\nstudies/*/report/\n", "utf-8"
    )
    git(folder.parent, "init", "--quiet", str(folder))
    commit(folder, "before")
    done = run_snakemake(folder / "studies/tiny", "--cores", "1", repository=folder)
    assert done.returncode == 0, done.stdout
    assert verify(folder, "--expect")[0] == 0
    commit(folder, "release")
    export, registry = folder / "studies/tiny/raw/visit_2024.csv", folder / "studies/tiny/raw/sources.yaml"
    old = export.read_bytes()
    export.write_bytes(old.replace(b"North Museum,Yes", b"North Museum,No"))
    assert export.read_bytes() != old
    hashes = [sha256(content).hexdigest() for content in (old, export.read_bytes())]
    registry.write_text(registry.read_text("utf-8").replace(*hashes), "utf-8")
    commit(folder, "after")
    lock = folder / "envs/pipeline.lock"
    lock.write_text("no-such-package-anywhere==0.0.1 --hash=sha256:" + "0" * 64 + "\n", "utf-8")
    commit(folder, "other-lock")
    git(folder, "checkout", "--quiet", "after")
    return folder


def test_a_release_passes_by_its_own_expectations_after_a_change(repository):
    status, said = verify(repository, "--revision", "release", "--exhibit", "processed/answers.csv")
    assert status == 0, said
    assert "Verdict: PASS" in said
    assert (repository / "studies/tiny/report/_output/verification.html").is_file()


def test_what_came_after_fails_by_the_raw_file(repository):
    status, said = verify(repository, "--exhibit", "processed/answers.csv")
    assert status == 1
    assert "First cause: raw/visit_2024.csv: the raw file is another" in said


def test_a_revision_without_expectations_gets_a_verdict(repository):
    status, said = verify(repository, "--revision", "before")
    assert status == 1
    assert "revision before: it has no expected/" in said


def test_a_revision_whose_lock_cannot_be_installed_gets_a_verdict(repository):
    status, said = verify(repository, "--revision", "other-lock")
    assert status == 1
    assert "revision other-lock: cannot be built: environment: could not install" in said


def test_the_results_that_lie_here_are_compared_with_those_of_a_revision(repository):
    """They are still those of the release: what is another since is the export, and no result yet."""
    script = str(repository / "workflow/scripts/compare.py")
    command = [sys.executable, script, "--study", str(repository / "studies/tiny"), "--old", "release", "--cores", "1"]
    environment = os.environ | {"PYTHONPATH": str(repository / "workflow")}
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    assert done.returncode == 0, done.stdout
    assert "Sources that are others: 2 of raw: raw/sources.yaml, raw/visit_2024.csv" in done.stdout
    assert "No number, verdict or figure is another." in done.stdout
