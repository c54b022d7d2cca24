"""What `make` says at its end: where the report is, what rendered it, what is left out, on what basis it stands."""

import sys
from collections.abc import Iterator
from pathlib import Path

from wavework.tables import read_table

RENDERERS = {"pandoc": "the embedded renderer ({})", "quarto": "{}"}


def closing_lines(study: Path) -> Iterator[str]:
    """The lines, for a study whose run has ended well."""
    for log in sorted((study / "logs" / "report").glob("*.log")):
        made = sorted((study / "report" / "_output" / log.stem).glob("*"))
        renderer, _, version = log.read_text(encoding="utf-8").splitlines()[-1].removeprefix("INFO ").partition(", ")
        yield f"Report ({log.stem}): " + ", ".join(path.as_posix() for path in made)
        yield f"  rendered by {RENDERERS.get(renderer, renderer + ' {}').format(version)}"
    exhibits = read_table(study / "processed" / "exhibits.csv")
    for reason, rows in exhibits[exhibits["left_out"] != ""].groupby("left_out", sort=False):
        figures, claims = rows[rows["kind"] != "claim"], rows[rows["kind"] == "claim"]
        what = [*figures["exhibit"], *([f"{len(claims)} claims"] if len(claims) else [])]
        yield f"Left out ({reason}): " + ", ".join(what)
    sources = read_table(study / "processed" / "sources.csv")
    for basis, files in sources.groupby("basis", sort=True):
        yield f"Basis {basis}: " + ", ".join(files["file"])
    if (sources["basis"] == "reconstructed").any():
        yield "Of answers that are not public, results say what the published facts allow: fixed, bounded or open."


if __name__ == "__main__":
    print("\n".join(closing_lines(Path(sys.argv[1]))))
