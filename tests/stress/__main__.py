"""What a run stands, counted: `make stress`, or `python -m tests.stress [inputs of each kind]`.

Prints the counts and keeps them in benchmarks/results/stress.json. Exit status 1 where anything misbehaved.
"""

import os
import re
import subprocess
import sys
import time
from pathlib import Path

from benchmarks import keep
from tests.stress import mutated_exports, mutated_studies
from tests.stress.counted import run_side_by_side

INPUTS = 20_000
MUTATED = {"exports": mutated_exports, "studies": mutated_studies}
# The tests of faults at their longest: kills, steps stopped by Ctrl-C, disks that are full, and all that is slow there.
LONG = {"MOMENTS": "50", "STEPS": "99", "SIZES": "99"}
TESTS = ("tests/workflow/test_workflow_faults.py", "tests/workflow/test_workflow_lacking.py", "tests/scale")


def mutated(inputs: int) -> dict[str, dict[str, int]]:
    """Kind of input -> what became of so many -> how many."""
    found = {}
    for kind, module in MUTATED.items():
        began = time.monotonic()
        counts, faults = run_side_by_side(module.outcome, module.GOOD, inputs)
        for number, said in faults.items():
            print(f"{kind} {number}: {said}")
        found[kind] = {word: counts[word] for word in (*module.GOOD, "misbehaved")}
        told = ", ".join(f"{count} {word}" for word, count in found[kind].items())
        print(f"{inputs} mutated {kind}: {told}; {time.monotonic() - began:.0f} s", flush=True)
    return found


def faults() -> dict[str, int]:
    """passed, failed, skipped -> how many tests of faults."""
    there = [name for name in TESTS if Path(name).exists()]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *there, "-p", "no:cacheprovider", "-rs"],
        env=os.environ | LONG, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    print(done.stdout, flush=True)
    found = {word: int(count) for count, word in re.findall(r"(\d+) (passed|failed|skipped|error)", done.stdout)}
    return found | {"status": done.returncode}


def main(inputs: int) -> int:
    counts = {"faults": faults(), **mutated(inputs)}
    keep("stress", counts)
    return int(counts["faults"]["status"] != 0 or any(counts[kind]["misbehaved"] for kind in MUTATED))


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if sys.argv[1:] else INPUTS))
