"""One figure in one language, as SVG and PNG, from what figure_data.py has put together for it."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from wavework.charts.empty_figure import nothing
from wavework.charts.kinds import draw
from wavework.charts.style import dressed, save
from wavework.house_style import house_style
from wavework.jobs import logged


def drawn(picture: Mapping[str, Any]) -> Figure:
    """The picture of a figure. picture: processed/pictures/<language>/<id>.json; `instead`: the sentence in the place
    of a figure that has nothing to show; else `table` (column -> its cells), `options` and `words` of its `kind`."""
    if "instead" in picture:
        return nothing(picture["instead"])
    return draw(picture["kind"], pd.DataFrame(dict(picture["table"])), picture["options"], picture["words"])


if __name__ == "__main__":
    with logged(snakemake.log[0]), dressed(house_style(snakemake.params.style)):
        picture = json.loads(Path(snakemake.input.picture).read_text(encoding="utf-8"))
        save(drawn(picture), snakemake.output.svg, snakemake.output.png, picture["title"], picture["alt"])
