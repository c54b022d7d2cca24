"""One run of a study, as `make` starts it: alone in its folder, also after a run that was killed."""

import base64
import fcntl
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psutil

from wavework.jobs import TOLD_BY_MAKE, reason_of

PATIENCE = 5  # seconds that a job of a dead run has to end
MADE = ("processed", "figures", "report", "data", "deposit")  # folders that a run writes into


def processes_in(folder: Path) -> Iterator[psutil.Process]:
    """Snakemake and its jobs that work in a folder, but this process and those that started it."""
    own = {os.getpid(), *(process.pid for process in psutil.Process().parents())}
    for process in psutil.process_iter(["cwd", "cmdline"]):
        is_snakemake = any("snakemake" in part for part in process.info["cmdline"] or [])
        if is_snakemake and process.info["cwd"] == str(folder) and process.pid not in own:
            yield process


def is_job(process: psutil.Process) -> bool:
    """Whether it is a job of a run, and not the run itself."""
    command = " ".join(process.info["cmdline"])
    return "--mode subprocess" in command or ".snakemake/scripts" in command


def occupied(folder: Path, process: int | str) -> str:
    """What is said where another run works in the folder."""
    remedy = "wait until it has ended, or stop it with Ctrl-C where it was started"
    return f"Another run works in {folder} (process {process}).\n  To do: {remedy}"


def take_over(folder: Path) -> str:
    """Make the folder free for a run: jobs that outlived their killed run are ended, its locks removed.

    Returns why it is not free, where another run lives in it: then nothing is touched.
    """
    found = list(processes_in(folder))
    runs = [process for process in found if not is_job(process)]
    if runs:
        return occupied(folder, runs[0].pid)
    for process in found:
        process.terminate()
    for process in psutil.wait_procs(found, timeout=PATIENCE)[1]:
        process.kill()
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
            refused = take_over(folder)
        except BlockingIOError:
            lock.seek(0)
            refused = occupied(folder, lock.read())
        if refused:
            print(refused, file=sys.stderr)
            return 1
        lock.truncate(0)
        print(os.getpid(), end="", file=lock, flush=True)
        # Snakemake holds this lock too: it is free only when both have ended, in whatever way. Ctrl-C reaches this
        # process alone, which ends the others: told by each of them it would be told twenty times.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        snakemake = psutil.Popen(command, pass_fds=[lock.fileno()], env=os.environ | {TOLD_BY_MAKE: "yes"})
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.default_int_handler)
        try:
            return int(snakemake.wait())
        except KeyboardInterrupt:
            for process in [*snakemake.children(recursive=True), snakemake]:
                process.kill()
            snakemake.wait()
            sweep(folder)
            print("\nStopped. What was done before is kept: run make again to go on.", file=sys.stderr)
            return 1


if __name__ == "__main__":
    try:
        sys.exit(run(Path(sys.argv[1]).resolve(), sys.argv[2:]))
    except OSError as error:
        sys.exit(reason_of(error))
