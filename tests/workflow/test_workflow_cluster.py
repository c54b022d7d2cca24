"""The tiny study through a real Slurm on this machine: the bytes of a local run, and a failure that is told.

Slow: a step of its own in .ci/run, which installs what it needs.
"""

import re
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest
from tests.cluster.slurm import lacking, slurm
from tests.conftest import STUDIES, files_below, run_snakemake

WRITTEN = ("processed", "figures", "report")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(bool(lacking()), reason=f"no Slurm here: this machine lacks {', '.join(lacking())}"),
    pytest.mark.skipif(not find_spec("snakemake_executor_plugin_slurm"), reason="envs/cluster.lock is not installed"),
]


@pytest.fixture(scope="module")
def cluster():
    with slurm() as environment:
        yield environment


def sent(folder: Path, workflow: Path, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """A run on the cluster, with the profile as it is but for the waiting, which one machine does not need."""
    return subprocess.run(
        [
            sys.executable, "-m", "snakemake", "--snakefile", workflow / "Snakefile", "--directory", folder,
            "--profile", workflow / "workflow/profiles/slurm", "--cores", "2", "--latency-wait", "5",
            "--slurm-init-seconds-before-status-checks", "1", "--jobs", "10",
        ],
        env=environment | {"PYTHONDONTWRITEBYTECODE": ""}, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        timeout=600,
    )  # fmt: skip


def test_a_run_on_a_cluster_gives_the_bytes_of_a_local_one_in_few_jobs(tmp_path, workflow_copy, cluster):
    local, on_cluster = tmp_path / "local", tmp_path / "on cluster"
    for folder in (local, on_cluster):
        shutil.copytree(STUDIES / "tiny", folder)
    done = sent(on_cluster, workflow_copy, cluster)
    assert done.returncode == 0, done.stdout
    assert re.search(r"(\d+) of \1 steps \(100%\) done", done.stdout)
    assert done.stdout.count("has been submitted with SLURM jobid") <= 7
    assert run_snakemake(local, repository=workflow_copy).returncode == 0
    expected = files_below(local, *WRITTEN)
    assert len(expected) > 30
    assert files_below(on_cluster, *WRITTEN) == expected


def test_what_a_job_of_the_cluster_stops_at_is_told(tmp_path, workflow_copy, cluster):
    folder = tmp_path / "tiny"
    shutil.copytree(STUDIES / "tiny", folder)
    (export,) = folder.glob("raw/*.csv")
    export.write_bytes(export.read_bytes() + b"\n")
    done = sent(folder, workflow_copy, cluster)
    assert done.returncode == 1
    assert f"raw/{export.name}: " in done.stdout
    assert "logs/sources.log" in done.stdout
    assert not (folder / "processed/answers.csv").exists()
