"""What every job of the workflow does around its one function: a log with the traceback, a clear last word."""

import logging
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from wavework.problems import InputError

log = logging.getLogger("wavework")


@contextmanager
def logged(path: str | Path) -> Iterator[None]:
    """Write what the job logs, and the traceback of what stops it, to `path`; end with status 1 if it was stopped.

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
        except InputError as error:
            traceback.print_exc(file=file)
            print(f"\n{error}\n", file=sys.stderr)
            sys.exit(1)
        except Exception:
            traceback.print_exc(file=file)
            traceback.print_exc()
            sys.exit(1)


def arguments(params: Any) -> dict[str, Any]:
    """The params of a rule as arguments; not `code`, by which Snakemake knows that a job's code has changed."""
    return {name: value for name, value in params.items() if name != "code"}
