"""Reads broken exports and counts what becomes of them: `python benchmarks/mutated_exports.py [how many] [first]`.

Each file is read, or refused with a message; anything else (another exception, a dead process, more than ten seconds,
more than the memory) is a fault of the reader and printed with the number of the file, which makes it again. The
files come from tests/hostile/exports/mutations.py.
"""

import multiprocessing
import sys
import tempfile
import time
from collections import Counter
from multiprocessing.connection import Connection
from pathlib import Path

REPO = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(REPO), str(REPO / "workflow")]

from tests.hostile.exports.mutations import mutated  # noqa: E402
from tests.hostile.exports.whole_exports import CANARY, MAIL  # noqa: E402

from wavework.exports import read_export  # noqa: E402
from wavework.exports.export import STATES  # noqa: E402
from wavework.problems import InputError  # noqa: E402

MEMORY = 4 * 2**30  # bytes
PATIENCE = 10.0  # seconds for one file


def outcome(number: int, folder: Path) -> str:
    """read, refused, or what went wrong."""
    _, ending, data, arguments = mutated(number)
    path = folder / f"export{ending}"
    path.write_bytes(data)
    try:
        read = read_export(path, **arguments)
    except InputError as error:
        return leak(str(error)) or "refused"
    except Exception as error:
        return f"{type(error).__name__}: {error}"[:200]
    finally:
        path.unlink()
    if not len(read.cells) == len(read.states) == len(read.rows) == len(read.respondents):
        return "tables of different lengths"
    if list(read.cells) != list(read.states) or not set(read.states.to_numpy().ravel()) <= set(STATES):
        return "cells without a known state"
    if list(read.rows) != sorted(set(read.rows)):
        return "rows out of order"
    return leak("\n".join(read.notes)) or "read"


def leak(text: str) -> str:
    """What a message or a note repeats of a person."""
    return "a person in a message" if CANARY in text or MAIL in text else ""


def work(first: int, end: int, told: Connection) -> None:
    """In a process of its own: the number before each file, its outcome after it."""
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    except (ImportError, ValueError):  # no such limit outside Unix
        pass
    with tempfile.TemporaryDirectory() as folder:
        for number in range(first, end):
            told.send((number, ""))
            told.send((number, outcome(number, Path(folder))))
    told.send((end, ""))


def run(first: int, end: int) -> tuple[Counter[str], dict[int, str]]:
    """Counts, and the faults by number. A process that hangs or dies is replaced behind the file that did it."""
    counts: Counter[str] = Counter()
    faults: dict[int, str] = {}
    number = first
    while number < end:
        mine, its = multiprocessing.Pipe(duplex=False)
        worker = multiprocessing.Process(target=work, args=(number, end, its))
        worker.start()
        its.close()
        patience = 60.0  # the imports of the new process
        try:
            while number < end:
                if not mine.poll(patience):
                    raise TimeoutError
                number, said = mine.recv()
                patience = PATIENCE
                if said:
                    counts[said if said in ("read", "refused") else "misbehaved"] += 1
                    if said not in ("read", "refused"):
                        faults[number] = said
        except (TimeoutError, EOFError) as error:
            faults[number] = "longer than ten seconds" if isinstance(error, TimeoutError) else "the process died"
            counts["misbehaved"] += 1
            number += 1
        worker.kill()
        worker.join()
    return counts, faults


def main() -> None:
    """Print counts and faults; exit with 1 if there is a fault."""
    count = int(sys.argv[1]) if sys.argv[1:] else 20_000
    first = int(sys.argv[2]) if sys.argv[2:] else 0
    began = time.monotonic()
    counts, faults = run(first, first + count)
    for number, said in faults.items():
        name, ending, _, arguments = mutated(number)
        print(f"{number} ({name} {ending} {arguments}): {said}")
    told = ", ".join(f"{counts[word]} {word}" for word in ("read", "refused", "misbehaved"))
    print(f"{count} mutated exports from number {first}: {told}; {time.monotonic() - began:.0f} s")
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
