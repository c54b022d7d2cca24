"""Broken inputs by the thousand, in processes of their own: what becomes of them is counted.

Nothing that is read may end the process, take more than the memory, or more than ten seconds of computing.
"""

import multiprocessing
import os
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from multiprocessing.connection import Connection
from pathlib import Path

MEMORY = 4 * 2**30  # bytes
PATIENCE = 10.0  # seconds of computing for one input
FRESH = multiprocessing.get_context("spawn")  # a copy would hold open what the others write to
HANGS = 300.0  # seconds on the clock: other work can keep the machine busy for minutes

Outcome = Callable[[int, Path], str]  # number of an input, an empty folder -> what became of it


def outcome_in_time(outcome: Outcome, number: int, folder: Path) -> str:
    """What became of an input, or that it took too long."""
    began = time.process_time()
    said = outcome(number, folder)
    return said if time.process_time() - began <= PATIENCE else "longer than ten seconds"


def work(outcome: Outcome, first: int, end: int, told: Connection) -> None:
    """In a process of its own: the number before each input, what became of it after."""
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    except (ImportError, ValueError):  # no such limit outside Unix
        pass
    with tempfile.TemporaryDirectory() as folder:
        for number in range(first, end):
            told.send((number, ""))
            told.send((number, outcome_in_time(outcome, number, Path(folder))))
    told.send((end, ""))


def run(outcome: Outcome, good: tuple[str, ...], first: int, end: int) -> tuple[Counter[str], dict[int, str]]:
    """Counts, and what is not good, by number. A process that hangs or dies is replaced behind what did it."""
    counts: Counter[str] = Counter()
    faults: dict[int, str] = {}
    number = first
    while number < end:
        mine, its = FRESH.Pipe(duplex=False)
        worker = FRESH.Process(target=work, args=(outcome, number, end, its))
        worker.start()
        its.close()
        try:
            while number < end:
                if not mine.poll(HANGS):
                    raise TimeoutError
                number, said = mine.recv()
                if said:
                    counts[said if said in good else "misbehaved"] += 1
                    if said not in good[:2]:
                        faults[number] = said
        except (TimeoutError, EOFError) as error:
            faults[number] = "it hangs" if isinstance(error, TimeoutError) else "the process died"
            counts["misbehaved"] += 1
            number += 1
        worker.kill()
        worker.join()
    return counts, faults


def run_side_by_side(outcome: Outcome, good: tuple[str, ...], inputs: int) -> tuple[Counter[str], dict[int, str]]:
    """As `run`, of the numbers from 0 on, a share of them on each core."""
    cores = os.cpu_count() or 1
    edges = [inputs * core // cores for core in range(cores + 1)]
    with ThreadPoolExecutor(cores) as pool:
        parts = list(pool.map(lambda span: run(outcome, good, *span), pairwise(edges)))
    return sum((counts for counts, _ in parts), Counter()), {n: said for _, found in parts for n, said in found.items()}
