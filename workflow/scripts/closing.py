"""What `make` says at its end: where the report is, what rendered it, what is left out, on what basis it stands."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from wavework.earlier_results import changed_since_last_run
from wavework.tables import read_table

RENDERERS = {"pandoc": "the embedded renderer ({})", "quarto": "{}"}


def newest_wave_lines(shown: pd.DataFrame) -> Iterator[str]:
    """In how many figures the newest wave of answers is (or of measures, without any), and why it is not in others."""
    brought = shown[shown["brings"] == ("answers" if (shown["brings"] == "answers").any() else "measures")]
    if brought.empty:
        return
    wave = brought.loc[brought["year"].astype(int).idxmax(), "wave"]
    rows = brought[brought["wave"] == wave]
    why = rows.loc[rows["shown"] == "no", "why"].str.replace(":.*", "", regex=True).str.strip().value_counts(sort=False)
    others = (
        "; not in the others, since " + ", ".join(f"{reason} ({n})" for reason, n in why.items()) if len(why) else ""
    )
    yield (
        f"Newest wave {wave}: in {(rows['shown'] == 'yes').sum()} of {len(rows)} figures{others} "
        "(processed/wave_exhibits.csv)"
    )


def closing_lines(study: Path) -> Iterator[str]:
    """The lines, for a study whose run has ended well."""
    for log in sorted((study / "logs" / "report").glob("*.log")):
        made = [path for path in sorted((study / "report" / "_output" / log.stem).glob("*.*")) if path.is_file()]
        first = [path for path in made if path.suffix != ".html" or path.stem in ("index", "explore", "slides")]
        renderer, _, version = log.read_text(encoding="utf-8").splitlines()[-1].removeprefix("INFO ").partition(", ")
        pages = f" and {len(made) - len(first)} pages that it leads to" if len(made) > len(first) else ""
        yield f"Report ({log.stem}): " + ", ".join(path.as_posix() for path in first) + pages
        yield f"  rendered by {RENDERERS.get(renderer, renderer + ' {}').format(version)}"
    exhibits = read_table(study / "processed" / "exhibits.csv")
    for reason, rows in exhibits[exhibits["left_out"] != ""].groupby("left_out", sort=False):
        figures, claims = rows[rows["kind"] != "claim"], rows[rows["kind"] == "claim"]
        what = [*figures["exhibit"], *([f"{len(claims)} claims"] if len(claims) else [])]
        yield f"Left out ({reason}): " + ", ".join(what)
    sources = read_table(study / "processed" / "sources.csv")
    for basis, files in sources.groupby("basis", sort=True):
        yield f"Basis {basis}: " + ", ".join(files["file"])
    yield from newest_wave_lines(read_table(study / "processed" / "wave_exhibits.csv"))
    if (sources["basis"] == "reconstructed").any():
        yield "Of answers that are not public, results say what the published facts allow: fixed, bounded or open."


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    print("\n".join([*closing_lines(folder), *changed_since_last_run(folder)]))
