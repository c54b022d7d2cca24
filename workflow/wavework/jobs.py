"""What every job of the workflow does around its one function: a log with the traceback, a clear last word."""

import errno
import logging
import os
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

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


@contextmanager
def logged(path: str | Path) -> Iterator[None]:
    """Write what the job logs, and the traceback of what stops it and the reason, to `path`; end with status 1 then.

    The log holds no times: two runs give the same bytes there too.
    """
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", buffering=1) as file:
        handler = logging.StreamHandler(file)
        handler.setFormatter(logging.Formatter("%(levelname)s %(message)s"))
        log.handlers[:] = [handler]
        log.setLevel(logging.INFO)
        try:
            yield
        except Exception as error:
            traceback.print_exc(file=file)
            print(f"\n{REASON}\n{reason_of(error)}", file=file)
            if not os.environ.get(TOLD_BY_MAKE):
                print(f"\n{reason_of(error)}\n", file=sys.stderr)
            sys.exit(1)


def reason_of(error: Exception) -> str:
    """Why a job was stopped, for a person: problems of the input as they are, what the machine lacks, else its name."""
    if isinstance(error, InputError):
        return str(error).strip()
    if isinstance(error, MemoryError):
        return f"There is not enough memory.\n  To do: {LACKS[errno.ENOMEM]}"
    if isinstance(error, OSError) and error.errno in LACKS:
        return f"{error.filename or 'a file'}: {os.strerror(error.errno)}\n  To do: {LACKS[error.errno]}"
    return f"An error that nobody foresaw: {type(error).__name__}: {error}\n  To do: report it with this log"


def arguments(params: Any) -> dict[str, Any]:
    """The params of a rule as arguments; not `code`, by which Snakemake knows that a job's code has changed."""
    return {name: value for name, value in params.items() if name != "code"}
