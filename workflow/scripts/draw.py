"""One figure in one language, in each shape it is shown in, from what figure_data.py has put together for it."""

import json
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from wavework.charts.empty_figure import nothing
from wavework.charts.kinds import ready
from wavework.charts.picture_files import save
from wavework.charts.shape import SHAPES, shaped
from wavework.charts.style import dressed
from wavework.house_style import house_style
from wavework.jobs import logged


def drawing(picture: Mapping[str, Any]) -> Callable[[], Figure]:
    """What draws a figure, in the shape that is then chosen. picture: processed/pictures/<language>/<id>.json;
    `instead`: the sentence in the place of a figure that has nothing to show; else `table` (column -> its cells),
    `options` and `words` of its `kind`."""
    if "instead" in picture:
        return partial(nothing, picture["instead"])
    table = pd.DataFrame(dict(picture["table"]))
    return ready(picture["kind"], table, picture["options"], picture["words"])


if __name__ == "__main__":
    with logged(snakemake.log[0]), dressed(house_style(snakemake.params.style)):
        picture = json.loads(Path(snakemake.input.picture).read_text(encoding="utf-8"))
        files: Any = snakemake.output
        draw = drawing(picture)
        for name, shape in SHAPES.items():
            if svg := files.get(name):
                with shaped(shape):
                    save(draw(), svg, files.get(f"{name}_png"), picture["title"], picture["alt"])
