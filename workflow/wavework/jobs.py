"""What every job of the workflow does around its one function: a log with the traceback, a clear last word, an end."""

import errno
import faulthandler
import logging
import os
import re
import signal
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO

from wavework.problems import InputError

log = logging.getLogger("wavework")

REASON = "The reason:"  # the line of a log after which it is told why the job was stopped
TOLD_BY_MAKE = "WAVEWORK_TOLD_BY_MAKE"  # set where the reason is read from the log: the job prints it no second time
# What the machine lacks, and what helps.
LACKS = {
    errno.ENOSPC: "make room on the disk, then run again",
    errno.EDQUOT: "make room within the quota, then run again",
    errno.EROFS: "run in a folder that can be written to",
    errno.EACCES: "give yourself the right to it, or run in a folder that is yours",
    errno.EPERM: "give yourself the right to it, or run in a folder that is yours",
    errno.ENOENT: "put it back: it was there when the run started",
    errno.ENOMEM: "close other programs, or run with CORES=1",
}

MINUTE = 60.0  # seconds
GRACE = 15.0  # seconds that a job which is told to end has for it
HANGS = "Timeout ("  # with this faulthandler begins what it writes
MORE_TIME = (
    "\n  To do: where it only needs longer, allow it more under set-resources in "
    "workflow/profiles/default/profile.yaml; else report it with this log, which tells where it stood"
)


class TakesTooLong(Exception):
    """A job has not ended within the minutes that its rule allows."""


@contextmanager
def logged(path: str | Path) -> Iterator[None]:
    """Write what the job logs, and the traceback of what stops it and the reason, to `path`; end with status 1 then.

    The log holds no times: two runs give the same bytes there too.
    """
    try:
        path = Path(path)
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("w", encoding="utf-8", buffering=1) as file:
            handler = logging.StreamHandler(file)
            handler.setFormatter(logging.Formatter("%(levelname)s %(message)s"))
            log.handlers[:] = [handler]
            log.setLevel(logging.INFO)
            logging.raiseExceptions = False
            try:
                with ended_in_time(minutes_allowed(), file):
                    yield
            except Exception as error:
                traceback.print_exc(file=file)
                print(f"\n{REASON}\n{reason_of(error)}", file=file)
                if not os.environ.get(TOLD_BY_MAKE):
                    print(f"\n{reason_of(error)}\n", file=sys.stderr)
                sys.exit(1)
    except OSError as error:  # the log itself cannot be written
        print(f"\n{reason_of(error)}\n", file=sys.stderr)
        sys.exit(1)


def minutes_allowed() -> int | None:
    """`runtime` among the resources of the job that this process is; None outside of a job."""
    job = getattr(sys.modules["__main__"], "snakemake", None)
    return job.resources.get("runtime") if job else None


@contextmanager
def ended_in_time(minutes: int | None, log: TextIO) -> Iterator[None]:
    """Stop what takes longer than its minutes (None: as long as it takes), with the place where it stood in the log.

    Where Python does not get to it (a solver that comes to no end), the process is ended a little later.
    """
    if not minutes:
        yield
        return

    def stop(*_: Any) -> None:
        raise TakesTooLong(f"{minutes} min")

    usual = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, minutes * MINUTE)
    faulthandler.dump_traceback_later(minutes * MINUTE + GRACE, exit=True, file=log)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        faulthandler.cancel_dump_traceback_later()
        signal.signal(signal.SIGALRM, usual)


def reason_of(error: Exception) -> str:
    """Why a job was stopped, for a person: problems of the input as they are, what the machine lacks, else its name."""
    if isinstance(error, InputError):
        return str(error).strip()
    if isinstance(error, MemoryError):
        return f"There is not enough memory.\n  To do: {LACKS[errno.ENOMEM]}"
    if isinstance(error, TakesTooLong):
        return f"It had not ended after {error}, so it was stopped.{MORE_TIME}"
    if isinstance(error, OSError) and error.errno in LACKS:
        return f"{error.filename or Path.cwd()}: {os.strerror(error.errno)}\n  To do: {LACKS[error.errno]}"
    return f"An error that nobody foresaw: {type(error).__name__}: {error}\n  To do: report it with this log"


def reason_in(log: str) -> str:
    """Why a job was stopped, by the text of its log; "" where it does not say."""
    if REASON in log.splitlines():
        return log.rpartition(f"\n{REASON}\n")[2].strip()
    if re.search(rf"^{re.escape(HANGS)}", log, re.MULTILINE):
        return f"It did not end in the time that it has, and could not be told to, so it was killed.{MORE_TIME}"
    return ""


def lacking(message: str) -> str:
    """What the machine lacks, by an error of the system that a message holds; "" where there is none."""
    found = re.search(r"\[Errno (\d+)\]", message)
    number = int(found[1]) if found else 0
    return reason_of(OSError(number, "")) if number in LACKS and number != errno.ENOENT else ""


def arguments(params: Any) -> dict[str, Any]:
    """The params of a rule as arguments; not `code`, by which Snakemake knows that a job's code has changed."""
    return {name: value for name, value in params.items() if name != "code"}
