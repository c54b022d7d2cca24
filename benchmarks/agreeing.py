"""How long everything takes that is computed on all tables that agree with what is published: under 60 s is wanted.

Run from the repository, after a run of the study: PYTHONPATH=workflow .venv/bin/python benchmarks/agreeing.py
Each rule runs alone, in a process of its own, as in a run; prints seconds, peak memory, and the share of all seconds.
"""

import resource
import subprocess
import sys
from pathlib import Path
from time import perf_counter

RULES = (
    "possible", "scores", "shares", "association", "specification_curve", "change", "contrast", "scale_quality",
    "published", "claims", "ladder", "settle",
)  # fmt: skip


def main() -> None:
    python = Path(sys.executable)
    command = [python, "-m", "snakemake", "--workflow-profile", "workflow/profiles/default", "--cores", "1"]
    took = {}
    for rule in RULES:
        start = perf_counter()
        subprocess.run([*command, "--forcerun", rule, "--until", rule, "--", rule], check=True, capture_output=True)
        took[rule] = perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    total = sum(took.values())
    for rule, seconds in took.items():
        print(f"{rule:20} {seconds:6.1f} s  {seconds / total:5.0%}")
    print(f"{'all':20} {total:6.1f} s, of which Snakemake itself about 1.5 s each; peak memory {peak:.0f} MB")


if __name__ == "__main__":
    main()
