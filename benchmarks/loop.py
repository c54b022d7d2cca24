"""How long a person waits who edits and looks, in times that Snakemake takes to find an empty workflow done.

Run from the repository, after a run of the study: PYTHONPATH=.:workflow .venv/bin/python benchmarks/loop.py. A title in
figures.yaml is edited, and put back at the end.
"""

import os
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks import keep

FIGURES, FIGURE = Path("workflow/codebook/figures.yaml"), "drivers"
TIMES = 3
WANTED = {"nothing": "1.2 times", "look": "2 s", "figure": "3 s", "report": "10 s"}


def took(command: Sequence[str], folder: Path = Path()) -> tuple[float, float]:
    """Seconds on the clock, and of processors, of a command."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(command, check=True, capture_output=True, cwd=folder)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    processors = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return time.perf_counter() - start, processors


def edited(text: str, number: int) -> str:
    """figures.yaml with another French title of the figure."""
    head, own = re.split(rf"(?m)^(?={FIGURE}:$)", text)
    return head + re.sub(r"\bfr: [^,}\n]*", rf"fr: Essai {number}", own, count=1)


def main() -> None:
    make = ["make", "PYTHON=.venv/bin/python"]  # a folder with a space in its name would need quotes
    steps = {
        "look": [*make, "look", f"FIGURE={FIGURE}", "LANGUAGE=fr"],
        "figure": [*make, f"TARGETS=figures/fr/{FIGURE}.svg"],
        "report": [*make, "LANGUAGE=fr", "FORMAT=html"],
    }
    with tempfile.TemporaryDirectory() as empty:
        Path(empty, "Snakefile").touch()
        bare = min(took([sys.executable, "-m", "snakemake", "-q", "all", "-c1"], Path(empty)) for _ in range(TIMES))
    subprocess.run(make, check=True, capture_output=True)
    found = {"nothing": min(took(make) for _ in range(TIMES))}
    text, times = FIGURES.read_text("utf-8"), FIGURES.stat()
    try:
        for number, (name, command) in enumerate(steps.items()):
            FIGURES.write_text(edited(text, number), "utf-8")
            found[name] = took(command)
    finally:
        FIGURES.write_text(text, "utf-8")
        os.utime(FIGURES, ns=(times.st_atime_ns, times.st_mtime_ns))
        subprocess.run(make, check=True, capture_output=True)
    print(f"bare Snakemake: {bare[0]:.1f} s on the clock, {bare[1]:.1f} s of processors")
    for name, (clock, processors) in found.items():
        print(f"{name:8} {clock:5.1f} s, {processors:5.1f} s, {processors / bare[1]:5.2f} times; wanted {WANTED[name]}")
    keep("loop", {name: round(processors / bare[1], 3) for name, (_, processors) in found.items()})


if __name__ == "__main__":
    main()
