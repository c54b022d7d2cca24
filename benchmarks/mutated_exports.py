"""Reads broken exports and counts what becomes of them: `python benchmarks/mutated_exports.py [how many] [first]`.

Each file is read, or refused with a message; anything else (another exception, a dead process, more than ten seconds of
computing, more than the memory) is a fault of the reader and printed with the number of the file, which makes it again.
Printed beside the faults, and no fault: a message that names a person, where a column or line of persons was moved to
the headings or ids. The files come from tests/hostile/exports/mutations.py.
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

from wavework.exports import Export, read_export  # noqa: E402
from wavework.exports.export import STATES  # noqa: E402
from wavework.problems import InputError  # noqa: E402

MEMORY = 4 * 2**30  # bytes
PATIENCE = 10.0  # seconds of computing for one file
HANGS = 900.0  # seconds on the clock: other work can keep the machine busy for minutes
GOOD = ("read", "refused", "names a person")


def outcome(number: int, folder: Path) -> str:
    """read, refused, names a person, or what went wrong."""
    _, ending, data, arguments = mutated(number)
    path = folder / f"export{ending}"
    path.write_bytes(data)
    began = time.process_time()
    try:
        said = checked(read_export(path, **arguments))
    except InputError as error:
        said = told_person(str(error)) or "refused"
    except Exception as error:
        said = f"{type(error).__name__}: {error}"[:200]
    path.unlink()
    return said if time.process_time() - began <= PATIENCE else "longer than ten seconds"


def checked(read: Export) -> str:
    """read, or what cannot be in an export that was read."""
    if not len(read.cells) == len(read.states) == len(read.rows) == len(read.respondents):
        return "tables of different lengths"
    if list(read.cells) != list(read.states) or not set(read.states.to_numpy().ravel()) <= set(STATES):
        return "cells without a known state"
    if list(read.rows) != sorted(set(read.rows)):
        return "rows out of order"
    return told_person("\n".join(read.notes)) or "read"


def told_person(text: str) -> str:
    """Whether a message or a note repeats what stood in a column of persons."""
    return "names a person" if CANARY in text or MAIL in text else ""


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
    """Counts, and what to print, by number. A process that hangs or dies is replaced behind the file that did it."""
    counts: Counter[str] = Counter()
    faults: dict[int, str] = {}
    number = first
    while number < end:
        mine, its = multiprocessing.Pipe(duplex=False)
        worker = multiprocessing.Process(target=work, args=(number, end, its))
        worker.start()
        its.close()
        try:
            while number < end:
                if not mine.poll(HANGS):
                    raise TimeoutError
                number, said = mine.recv()
                if said:
                    counts[said if said in GOOD else "misbehaved"] += 1
                    if said not in GOOD[:2]:
                        faults[number] = said
        except (TimeoutError, EOFError) as error:
            faults[number] = "it hangs" if isinstance(error, TimeoutError) else "the process died"
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
    told = ", ".join(f"{counts[word]} {word}" for word in (*GOOD, "misbehaved"))
    print(f"{count} mutated exports from number {first}: {told}; {time.monotonic() - began:.0f} s")
    sys.exit(1 if counts["misbehaved"] else 0)


if __name__ == "__main__":
    main()
