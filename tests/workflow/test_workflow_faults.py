"""What a run does when it is killed, when another one works in its folder, and what a person sees of it."""

import os
import random
import shutil
import signal
import time

import psutil
from tests.conftest import STUDIES, files_below
from tests.workflow.runs import WRITTEN, ended, started, tiny

MOMENTS = int(os.environ.get("MOMENTS", "4"))  # at which a run is killed


def test_what_is_done_is_told_in_lines_where_there_is_no_terminal(undisturbed):
    _, _, said = undisturbed
    lines = [line.split(" of ")[0].split(" %, ") for line in said.splitlines() if " steps" in line]
    shares, steps = ([int(line[part]) for line in lines] for part in (0, 1))
    assert shares == sorted(set(shares))
    assert steps == sorted(set(steps))
    assert shares
    assert "Select jobs" not in said


def test_a_run_killed_at_any_moment_is_taken_up_by_the_next_and_its_files_are_the_same(
    tmp_path, workflow_copy, undisturbed
):
    files, seconds, _ = undisturbed
    folder, chance = tiny(tmp_path / "tiny"), random.Random(16)
    for moment in range(MOMENTS):
        run = started(folder, workflow_copy)
        time.sleep(chance.uniform(0.1, 0.6) * seconds)
        if moment % 2:  # everything at once
            os.killpg(run.pid, signal.SIGKILL)
        else:  # Snakemake alone: its jobs live on
            for process in psutil.Process(run.pid).children():
                process.kill()
        ended(run)
    status, said = ended(started(folder, workflow_copy))
    assert status == 0, said
    assert files_below(folder, *WRITTEN) == files


def test_a_second_run_in_a_folder_is_refused_and_the_first_goes_on(tmp_path, workflow_copy, undisturbed):
    folder = tiny(tmp_path / "tiny")
    first = started(folder, workflow_copy)
    while not list((folder / ".snakemake").glob("locks/*.lock")) and first.poll() is None:
        time.sleep(0.05)
    status, said = ended(started(folder, workflow_copy))
    assert status == 1
    assert said == (
        f"Another run works in {folder} (process {first.pid}).\n"
        "  To do: wait until it has ended, or stop it with Ctrl-C where it was started\n"
    )
    status, said = ended(first)
    assert status == 0, said
    assert files_below(folder, *WRITTEN) == undisturbed[0]


def test_a_mistake_in_the_codebook_is_told_once_and_without_code(tmp_path, workflow_copy):
    folder = tmp_path / "libraries"
    shutil.copytree(STUDIES / "libraries", folder)
    items = folder / "codebook/items.csv"
    header, first, rest = items.read_text("utf-8").split("\n", 2)
    item, _, others = first.split(",", 2)
    items.write_text("\n".join([header, f"{item},nosuchbattery,{others}", rest]), "utf-8")
    status, said = ended(started(folder, workflow_copy))
    assert status == 1
    assert said.split("\n", 1)[1] == (
        "codebook/items.csv, row 2, column battery: 'nosuchbattery'\n"
        "  Expected: one of column battery in codebook/batteries.csv\n"
        "  To do: correct it, or add the row it refers to\n"
    )


def test_what_a_step_stops_at_is_told_with_the_step_and_its_log(tmp_path, workflow_copy):
    folder = tiny(tmp_path / "tiny")
    (export,) = folder.glob("raw/*.csv")
    export.write_bytes(export.read_bytes() + b"\n")
    status, said = ended(started(folder, workflow_copy))
    assert status == 1
    assert said.count(f"raw/{export.name}: ") == 1
    assert "Stopped at the step sources, which makes processed/sources.csv. All it said: logs/sources.log." in said
    assert "Traceback" not in said
    assert "CalledProcessError" not in said
