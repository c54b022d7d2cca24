"""Draw every kind from toy data into a folder, to be looked at.

PYTHONPATH=workflow python -m tests.charts.gallery FOLDER [BEGINNING OF A NAME ...]
SHAPE=phone (or slide) draws them in another shape.
"""

import os
import sys
from pathlib import Path

from PIL import Image
from tests.charts.cases import CASES

from wavework.charts import kinds, picture_files
from wavework.charts.shape import SHAPES, shaped


def main(folder: Path, names: list[str]) -> None:
    """Write SVG, PNG and a grey PNG of each case."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, (kind, data, spec, words) in CASES.items():
        if names and not any(name.startswith(wanted) for wanted in names):
            continue
        with shaped(SHAPES[os.environ.get("SHAPE", "page")]):
            figure = kinds.draw(kind, data, spec, words)
            picture_files.save(figure, folder / f"{name}.svg", folder / f"{name}.png", name, f"Toy picture of {kind}.")
        with Image.open(folder / f"{name}.png") as picture:
            picture.convert("L").save(folder / f"{name}-grey.png")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
