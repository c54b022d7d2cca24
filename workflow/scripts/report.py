"""report/_output/<language>/: the report of one language in each format."""

import logging
from pathlib import Path

from wavework.house_style import house_style
from wavework.jobs import logged
from wavework.rendering.renderer import render

if __name__ == "__main__":
    with logged(snakemake.log[0]):
        done = render(
            Path("report", snakemake.params.language),
            Path(snakemake.output[0]).parent,
            language=snakemake.params.language,
            formats=snakemake.params.formats,
            linked=snakemake.params.linked,
            explore=snakemake.params.explore,
            renderer=snakemake.params.renderer,
            style=house_style(snakemake.params.style),
        )
        logging.getLogger("wavework.report").info("%s, %s", done.renderer, done.version)
