"""One run of a study, as `make` starts it: alone in its folder, also after a run that was killed.

Where no file has changed since the last run ended well, nothing is started at all.
"""

import base64
import fcntl
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from wavework import finished_state
from wavework.jobs import TOLD_BY_MAKE, reason_of

if TYPE_CHECKING:
    import psutil  # imported where a run begins: not where there is nothing to do

JOBS = ("--mode subprocess", ".snakemake/scripts", "snakemake_executor_plugin_wavework")  # in their command lines
PATIENCE = 5  # seconds that a job of a dead run has to end
MADE = ("processed", "figures", "report", "data", "deposit")  # folders that a run writes into
PIPELINE = Path(__file__).resolve().parents[2]
STOPPED = "\nStopped. What was done before is kept: run make again to go on."
TARGETS = "--"  # before the files that a run is asked for, where it is not asked for everything


def processes_in(folder: Path) -> "Iterator[psutil.Process]":
    """Snakemake and its jobs that work in a folder, but this process and those that started it."""
    import psutil

    own = {os.getpid(), *(process.pid for process in psutil.Process().parents())}
    for process in psutil.process_iter(["cwd", "cmdline"]):
        is_snakemake = any("snakemake" in part for part in process.info["cmdline"] or [])
        if is_snakemake and process.info["cwd"] == str(folder) and process.pid not in own:
            yield process


def is_job(process: "psutil.Process") -> bool:
    """Whether it is a job of a run, and not the run itself."""
    command = " ".join(process.info["cmdline"])
    return any(sign in command for sign in JOBS)


def occupied(folder: Path, process: int | str) -> str:
    """What is said where another run works in the folder."""
    remedy = "wait until it has ended, or stop it with Ctrl-C where it was started"
    return f"Another run works in {folder} (process {process}).\n  To do: {remedy}"


def take_over(folder: Path) -> str:
    """Make the folder free for a run: jobs that outlived their killed run are ended, its locks removed.

    Returns why it is not free, where another run lives in it: then nothing is touched.
    """
    import psutil

    found = list(processes_in(folder))
    runs = [process for process in found if not is_job(process)]
    if runs:
        return occupied(folder, runs[0].pid)
    for process in found:
        process.terminate()
    late = psutil.wait_procs(found, timeout=PATIENCE)[1]
    for process in late:
        process.kill()
    psutil.wait_procs(late, timeout=PATIENCE)  # what still writes would put back what is swept
    for lock in (folder / ".snakemake" / "locks").glob("*.lock"):
        lock.unlink()
    sweep(folder)
    return ""


def sweep(folder: Path) -> None:
    """Remove what killed jobs had half written: Snakemake marks it, and tables are written beside their place."""
    marks = folder / ".snakemake" / "incomplete"
    for mark in [path for path in marks.rglob("*") if path.is_file()]:
        with suppress(ValueError, OSError):
            (folder / base64.b64decode("".join(mark.relative_to(marks).parts)).decode()).unlink()
    for made in MADE:
        for part in (folder / made).rglob(".*.part"):
            part.unlink(missing_ok=True)


def run(folder: Path, command: list[str]) -> int:
    """Run the command alone in the folder; its exit status, 1 where another run works there."""
    state = folder / ".snakemake"
    state.mkdir(exist_ok=True)
    with (state / "make.lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            return refused(occupied(folder, lock.read()))
        last = finished_state.kept(folder)
        before = finished_state.files_seen(folder, PIPELINE, last.outside if last else ())
        if last and last.started == finished_state.how_started(command) and last.files == before:
            print("\n".join(["Nothing has changed since the last run.", *last.said]))
            return 0
        if why := take_over(folder):
            return refused(why)
        again: list[str] = []
        if last and TARGETS not in command:  # pages are no outputs that Snakemake would look for
            gone = [f"report_{language}" for language in finished_state.pages_gone(last, before, folder)]
            again = ["--forcerun", *gone] if gone else []
        lock.truncate(0)
        print(os.getpid(), end="", file=lock, flush=True)
        status = watched([*command, *again], lock.fileno(), folder)
        if not status and TARGETS not in command:
            closing(folder, command, before)
        return status


def refused(why: str) -> int:
    """Say why nothing is started."""
    print(why, file=sys.stderr)
    return 1


def watched(command: Sequence[str], lock: int, folder: Path) -> int:
    """Run Snakemake to its end; its exit status, 1 where it is stopped."""
    import psutil

    # Snakemake holds this lock too: it is free only when both have ended, in whatever way. Ctrl-C reaches this
    # process alone, which ends the others: told by each of them it would be told twenty times.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    snakemake = psutil.Popen(command, pass_fds=[lock], env=os.environ | {TOLD_BY_MAKE: "yes"})
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.default_int_handler)
    try:
        return int(snakemake.wait())
    except KeyboardInterrupt:
        end(snakemake)
        sweep(folder)
        print(STOPPED, file=sys.stderr)
        return 1


def end(run: "psutil.Process") -> None:
    """Kill a process and all that it has started. Each is stopped first, so that none begins while others end: a copy
    that has not yet become a job would hold the lock of the run."""
    import psutil

    found: list[psutil.Process] = []
    new = [run]
    while new:
        for process in new:
            with suppress(psutil.NoSuchProcess):
                process.suspend()
        found, new = [*found, *new], []
        with suppress(psutil.NoSuchProcess):
            new = [process for process in run.children(recursive=True) if process not in found]
    for process in found:
        with suppress(psutil.NoSuchProcess):
            process.kill()
    psutil.wait_procs(found, timeout=PATIENCE)


def closing(folder: Path, command: Sequence[str], before: finished_state.Seen) -> None:
    """Say where everything is, and keep what the run has left: the next need not start where nothing changes."""
    told = subprocess.run(
        [sys.executable, str(Path(__file__).with_name("closing.py")), os.path.relpath(folder)],
        capture_output=True,
        text=True,
    )
    print(told.stdout + told.stderr, end="")
    if told.returncode:
        return
    outside = finished_state.outside_of(folder, PIPELINE)
    files = finished_state.state_after(before, folder, PIPELINE, outside)
    said = [line for line in told.stdout.splitlines() if not line.startswith("Earlier results: ")]
    started = finished_state.how_started(command)
    finished_state.keep(finished_state.Finished(started, files, said, outside), folder)


if __name__ == "__main__":
    try:
        sys.exit(run(Path(sys.argv[1]).resolve(), sys.argv[2:]))
    except OSError as error:
        sys.exit(reason_of(error))
    except KeyboardInterrupt:  # before the first step, or after the last
        sys.exit(STOPPED)
