"""What drawing costs beside matplotlib's bare `savefig` of the same figures, and further shapes beside the page.

    OPENBLAS_NUM_THREADS=1 python benchmarks/drawing.py

One figure of each chart kind, from the gallery's toy tables; CPU seconds, the least of three rounds. Files are written
with the glyphs that earlier figures have left (`picture_files`), as in a run, where words recur from figure to figure.
"""

import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "workflow")]

from matplotlib.figure import Figure  # noqa: E402
from tests.charts.cases import ONE_OF_EACH  # noqa: E402

from benchmarks import keep  # noqa: E402
from wavework.charts.kinds import ready  # noqa: E402
from wavework.charts.picture_files import PNG_DPI, save  # noqa: E402
from wavework.charts.shape import SHAPES, shaped  # noqa: E402
from wavework.charts.style import look  # noqa: E402

ROUNDS = 3


def cpu(work: Callable[[], object]) -> float:
    """CPU seconds of the quickest of some rounds."""
    taken = []
    for _ in range(ROUNDS):
        start = time.process_time()
        work()
        taken.append(time.process_time() - start)
    return min(taken)


def bare(figures: Mapping[str, Figure], folder: Path, kind: str) -> None:
    """Matplotlib's own files."""
    with look():
        for name, figure in figures.items():
            figure.savefig(folder / f"{name}.{kind}", dpi=PNG_DPI)


def main() -> None:
    drawers = {kind: ready(kind, *case) for kind, case in ONE_OF_EACH.items()}
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        figures = {kind: draw() for kind, draw in drawers.items()}
        own = {
            "svg": cpu(lambda: [save(f, folder / f"{k}.svg", None, k, k) for k, f in figures.items()]),
            "both": cpu(lambda: [save(f, folder / f"{k}.svg", folder / f"{k}.png", k, k) for k, f in figures.items()]),
        }
        theirs = {kind: cpu(lambda kind=kind: bare(figures, folder, kind)) for kind in ("svg", "png")}
        shapes = {}
        for name, shape in SHAPES.items():
            with shaped(shape):
                png = name != "phone"
                shapes[name] = cpu(
                    lambda png=png: [
                        save(draw(), folder / f"{k}.svg", folder / f"{k}.png" if png else None, k, k)
                        for k, draw in drawers.items()
                    ]
                )
    ratios = {
        "svg written / matplotlib's": own["svg"] / theirs["svg"],
        "png written / matplotlib's": (own["both"] - own["svg"]) / theirs["png"],
        "drawn and written / matplotlib's two files": shapes["page"] / sum(theirs.values()),
        "phone / page": shapes["phone"] / shapes["page"],
        "slide / page": shapes["slide"] / shapes["page"],
    }
    for what, ratio in ratios.items():
        print(f"{what}: {ratio:.2f}")
    print(f"{len(figures)} figures, {sum(theirs.values()) / len(figures):.2f} s each for matplotlib's two files")
    keep("drawing", {what: round(ratio, 2) for what, ratio in ratios.items()})


if __name__ == "__main__":
    main()
