"""What a whole run costs beside its own work: a forced run on one core against the same scripts in one warm process.

Run from the repository: PYTHONPATH=.:workflow .venv/bin/python benchmarks/cold.py. Processor seconds are compared: how
busy the machine is with other things does not enter. The scripts are given what Snakemake gave them, in its order.
"""

import os
import pickle
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks import keep

WANTED = 1.25


def spent(command: list[str], **environment: str) -> float:
    """Processor seconds of a command and all that it starts."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    path = os.pathsep.join(str(Path(name).resolve()) for name in (".", "benchmarks", "workflow"))
    variables = os.environ | {"PYTHONPATH": path, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", **environment}
    subprocess.run(command, check=True, env=variables, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def in_one_process(folder: Path) -> None:
    """Run the scripts that were recorded, one after the other."""
    from snakemake_executor_plugin_wavework.worker import run

    for path in sorted(folder.iterdir()):
        script, given = pickle.loads(path.read_bytes())
        if run(script, given):
            sys.exit(f"{script} failed")


def main() -> None:
    python = sys.executable
    snakemake = [python, "-m", "snakemake", "--workflow-profile", "workflow/profiles/default", "--cores", "1"]
    with tempfile.TemporaryDirectory() as recorded:
        whole = spent([*snakemake, "--forceall", "--executor", "recorded"], RECORDED=recorded)
        jobs = len(list(Path(recorded).iterdir()))
        warm = spent([python, __file__, recorded])
    print(f"a forced run: {whole:.0f} s of a processor; its {jobs} scripts in one warm process: {warm:.0f} s")
    print(f"ratio {whole / warm:.2f} (wanted: at most {WANTED}); {(whole - warm) / jobs:.3f} s a job")
    keep("cold", {"run / one warm process": round(whole / warm, 3), "seconds": round(whole), "jobs": jobs})


if __name__ == "__main__":
    if len(sys.argv) > 1:
        in_one_process(Path(sys.argv[1]))
    else:
        main()
