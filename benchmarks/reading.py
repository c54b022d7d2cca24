"""Reading, cleaning and scoring large exports, beside DuckDB reading the same file as text and writing it as Parquet.

    python benchmarks/reading.py [largest number of respondents, 100000 if not given]

Exports of LimeSurvey with 100 columns, made by tests/scale/generated.py, of ten thousand respondents and more, by tens.
DuckDB is no dependency: `uv run --no-project --with duckdb` fetches it. Each size and side is a process, one
after the other. Printed and kept are ratios of processor seconds and of seconds, memory, and the exponent of growth.
"""

import json
import math
import subprocess
import sys
import tempfile
from pathlib import Path

REPO = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(REPO), str(REPO / "workflow")]

from tests.scale.generated import study  # noqa: E402

from benchmarks import keep  # noqa: E402

MEASURED = """
import json, resource, sys, time
start = time.perf_counter()
{work}
used = resource.getrusage(resource.RUSAGE_SELF)
print(json.dumps({{"seconds": time.perf_counter() - start, "cpu": used.ru_utime + used.ru_stime, "mb": used.ru_maxrss / 1024}}))
"""  # noqa: E501
OURS = """
sys.path[:0] = [{workflow!r}]
from pathlib import Path
from wavework.answer_arrays import of_one_wave
from wavework.answers import answers_by_item, wave_export
from wavework.codebook import read_codebook
from wavework.scores import scored
folder = Path({folder!r})
names = ("items", "batteries", "scales", "crosswalk", "corrections")
book = read_codebook(folder / f"codebook/{{name}}.csv" for name in names)
choices = dict(export=str(folder / "raw/wave_1.csv"), unit_column="id", region="land", incomplete="drop",
               duplicates="refuse", units="responses")
export = wave_export(choices, ["id", *book.entries_of("wave_1")["column"]])
answers, _ = answers_by_item(export, "wave_1", choices, book, "collected")
scores = [each.values for each in scored(of_one_wave(answers, book, 50), book, "wave_1", minimum_answered=0.5)]
"""
DUCKDB = """
import duckdb
duckdb.sql("COPY (SELECT * FROM read_csv({file!r}, all_varchar=true, header=true)) TO {to!r} (FORMAT parquet)")
"""


def measured(python: list[str], work: str) -> dict[str, float]:
    """Seconds, processor seconds and peak memory of a program in a process of its own."""
    done = subprocess.run([*python, "-c", MEASURED.format(work=work)], check=True, capture_output=True, text=True)
    return json.loads(done.stdout.splitlines()[-1])


def main() -> None:
    largest = int(sys.argv[1]) if sys.argv[1:] else 100_000
    sizes = [10**k for k in range(4, 1 + round(math.log10(largest)))]
    duckdb = ["uv", "run", "--quiet", "--no-project", "--with", "duckdb", "python"]
    measured(duckdb, "import duckdb")  # fetched before anything is measured
    found: dict[int, tuple[dict[str, float], dict[str, float]]] = {}
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            file = study(Path(folder), size) / "raw/wave_1.csv"
            ours = measured([sys.executable], OURS.format(workflow=str(REPO / "workflow"), folder=folder))
            theirs = measured(duckdb, DUCKDB.format(file=str(file), to=f"{folder}/written.parquet"))
        found[size] = ours, theirs
        ratio = ", ".join(f"{name} {ours[name] / theirs[name]:.2f}" for name in ("cpu", "seconds", "mb"))
        print(f"{size:>9,} respondents: {ours['cpu']:.1f} CPU s, {ours['mb']:.0f} MB; of DuckDB's: {ratio}", flush=True)
    first, last = sizes[0], sizes[-1]
    growth = math.log(found[last][0]["cpu"] / found[first][0]["cpu"]) / math.log(last / first) if last > first else 1.0
    print(f"exponent of growth from {first:,} to {last:,}: {growth:.2f}")
    keep("reading", {"exponent": growth, "sizes": {str(size): each for size, each in found.items()}})


if __name__ == "__main__":
    main()
