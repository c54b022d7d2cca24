"""What a run says and leaves where the machine or another hand takes something from it, and that the next run heals.

Each fault is one that a person meets: a full disk, a folder that cannot be written to, a file gone or changed under a
job, no memory, a job that comes to no end, Ctrl-C. Faults are put into the scripts of a copy of the workflow.
"""

import os
import re
import shutil
import signal
import subprocess
import time
from contextlib import suppress
from pathlib import Path

import pytest
from tests.conftest import copy_of_workflow, files_below
from tests.workflow.runs import WRITTEN, ended, started, tiny

STEPS = int(os.environ.get("STEPS", "2"))  # in which a run is stopped by Ctrl-C; all: 99
SIZES = int(os.environ.get("SIZES", "1"))  # of disks that are full at some moment of a run
STOPPED = "\n\nStopped at the step {step}, which makes {makes}. All it said: logs/{step}.log."
KEPT = " What was done before is kept: mend it, and run make again.\n"


@pytest.fixture
def workflow(tmp_path) -> Path:
    """A copy of the workflow that a test may spoil."""
    return copy_of_workflow(tmp_path / "workflow")


def spoil(workflow: Path, script: str, line: str) -> None:
    """Put a line of Python before what a script does."""
    file = workflow / f"workflow/scripts/{script}.py"
    text = file.read_text("utf-8")
    begin = "    with logged(snakemake.log[0]):\n"
    assert text.count(begin) == 1
    file.write_text(text.replace(begin, f"{begin}        {line}\n"), "utf-8")


def refused(folder: Path, workflow: Path, executor: str = "wavework") -> str:
    """What a run says that must fail, without a traceback."""
    status, said = ended(started(folder, workflow, executor))
    assert status == 1, said
    assert "Traceback" not in said, said
    return said


def whole(folder: Path, expected: dict[str, bytes]) -> dict[str, bytes]:
    """The files of a run, each of which is as an undisturbed run writes it."""
    files = files_below(folder, *WRITTEN)
    assert {path: data for path, data in files.items() if expected.get(path) != data} == {}
    return files


def written_logs(folder: Path) -> set[tuple[Path, int]]:
    """The logs of steps, each with when it was written: a step that begins begins its log anew."""
    found = set()
    for path in folder.glob("logs/**/*.log"):
        with suppress(FileNotFoundError):  # Snakemake removes it before the step begins it anew
            found.add((path, path.stat().st_mtime_ns))
    return found


def test_ctrl_c_in_any_step_is_one_sentence_and_nothing_is_half_written(tmp_path, workflow_copy, undisturbed):
    folder, stopped = tiny(tmp_path / "tiny"), set()
    while len(stopped) < STEPS:
        before = written_logs(folder)
        run = started(folder, workflow_copy)
        while not (going := {path for path, _ in written_logs(folder) - before} - stopped) and run.poll() is None:
            time.sleep(0.01)
        with suppress(ProcessLookupError):  # it has ended meanwhile
            os.killpg(run.pid, signal.SIGINT)
        status, said = ended(run)
        if not going or not status:  # it had come to its end
            break
        stopped |= {min(going)}
        assert status == 1
        assert said.count("\n\nStopped. What was done before is kept: run make again to go on.\n") == 1
        assert "Traceback" not in said, said
        whole(folder, undisturbed[0])
    assert len(stopped) >= min(STEPS, 15)
    status, said = ended(started(folder, workflow_copy))
    assert status == 0, said
    assert whole(folder, undisturbed[0]) == undisturbed[0]


@pytest.fixture
def disk(tmp_path):
    """disk(kilobytes) mounts a disk of this size, or makes it so large; its folder."""
    place = tmp_path / "disk"
    place.mkdir()

    def mounted(options: str) -> Path:
        how = ["-o", f"remount,{options}"] if place.is_mount() else ["-t", "tmpfs", "-o", options, "tmpfs"]
        if subprocess.run(["mount", *how, place], capture_output=True).returncode:
            pytest.skip("only root can mount a disk")
        return place

    yield mounted
    subprocess.run(["umount", place], capture_output=True)


@pytest.mark.parametrize("kilobytes", [380, 60, 160, 220, 300, 460, 540, 620][:SIZES])
def test_a_full_disk_is_told_in_a_sentence_and_with_room_the_run_goes_on(disk, workflow_copy, undisturbed, kilobytes):
    folder = tiny(disk(f"size={kilobytes}k") / "tiny")
    said = refused(folder, workflow_copy)
    assert "No space left on device\n  To do: make room on the disk, then run again\n" in said
    assert "without a word" not in said
    assert len([line for line in said.splitlines() if " steps" not in line]) < 16
    whole(folder, undisturbed[0])
    disk("size=64m")
    status, said = ended(started(folder, workflow_copy))
    assert status == 0, said
    assert whole(folder, undisturbed[0]) == undisturbed[0]


def test_a_folder_that_cannot_be_written_to_is_told_before_anything_starts(disk, workflow_copy):
    folder = tiny(disk("size=1m") / "tiny")
    disk("ro")
    assert refused(folder, workflow_copy) == (
        f"{folder}/.snakemake: Read-only file system\n  To do: run in a folder that can be written to\n"
    )


FAULTS = {
    "a file is gone": (
        "wave_answers", "__import__('os').remove(snakemake.input.export)",
        "raw/visit_2024.csv: no such file\n  Expected: the export as received\n"
        "  To do: correct the path in config.yaml",
    ),
    "a file is changed": (
        "wave_answers", "open(snakemake.input.export, 'a').write('\\n')",
        "raw/visit_2024.csv: it has changed since the run started\n  Expected: the file that is registered\n"
        "  To do: put it back, or register what it is now, and run again",
    ),
    "no memory": (
        "scores", "__import__('resource').setrlimit(9, (2**31, 2**31)); bytearray(2**32)",
        "There is not enough memory.\n  To do: close other programs, or run with CORES=1",
    ),
    "killed": (
        "scores", "__import__('os').kill(__import__('os').getpid(), 9)",
        "It ended without a word: killed, or out of memory (CORES=1 needs less).",
    ),
    "no end": (
        "scores", "while True: pass",
        "It had not ended after 30 min, so it was stopped.\n  To do: where it only needs longer, allow it more under "
        "set-resources in workflow/profiles/default/profile.yaml; else report it with this log, which tells where it "
        "stood",
    ),
    "no end where Python does not get to it": (
        "scores", "(__import__('signal').pthread_sigmask(0, [14]), __import__('time').sleep(600))",
        "It did not end in the time that it has, and could not be told to, so it was killed.\n  To do: where it only "
        "needs longer, allow it more under set-resources in workflow/profiles/default/profile.yaml; else report it "
        "with this log, which tells where it stood",
    ),
}  # fmt: skip


@pytest.mark.parametrize(
    ("executor", "faults"),
    [
        ("wavework", ["a file is changed"]),
        pytest.param("wavework", list(FAULTS), marks=pytest.mark.slow),
        pytest.param("local", list(FAULTS), marks=pytest.mark.slow),
    ],
)
def test_what_stops_a_step_is_told_once_with_step_and_log_and_mended_the_run_goes_on(
    tmp_path, workflow, undisturbed, executor, faults
):
    jobs = workflow / "workflow/wavework/jobs.py"
    patient = jobs.read_text("utf-8")
    jobs.write_text(re.sub(r"^(MINUTE|GRACE) = .*", r"\1 = 0.3", patient, flags=re.MULTILINE), "utf-8")
    raw, scripts = tmp_path / "raw", tmp_path / "scripts"
    folder = tiny(tmp_path / "tiny")
    shutil.copytree(folder / "raw", raw)
    shutil.copytree(workflow / "workflow/scripts", scripts)
    for name in faults:
        script, line, reason = FAULTS[name]
        spoil(workflow, script, line)
        said = refused(folder, workflow, executor)
        makes = {"wave_answers": "processed/answers/visit_2024.csv", "scores": "processed/scores.csv"}[script]
        assert said.count(f"\n\n{reason}\n\nStopped at the step {script}, which makes {makes}. All it said: ") == 1, (
            name, said,
        )  # fmt: skip
        assert said.count(KEPT) == 1, name  # another step may end after it
        whole(folder, undisturbed[0])
        for kept, place in ((raw, folder / "raw"), (scripts, workflow / "workflow/scripts")):
            shutil.copytree(kept, place, dirs_exist_ok=True)
    jobs.write_text(patient, "utf-8")
    status, said = ended(started(folder, workflow))
    assert status == 0, said
    assert whole(folder, undisturbed[0]) == undisturbed[0]
