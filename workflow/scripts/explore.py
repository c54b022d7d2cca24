"""report/_output/<language>/explore.html: the results, to be chosen and compared, in one page without a network."""

from pathlib import Path
from typing import Any

import vl_convert

from wavework.codebook import read_codebook
from wavework.exhibits.declarations import read_declarations
from wavework.exhibits.figure_inputs import Declaration, read_results
from wavework.explore.library import bundle
from wavework.explore.page import content, page
from wavework.house_style import house_style
from wavework.jobs import logged
from wavework.tables import write_text


def explored(
    study: dict[str, Any],
    language: str,
    style: dict[str, Any],
    codebook: list[str],
    results: list[str],
    figures: str | None,
    theme: Path,
) -> str:
    """The page in a language. results: tables of processed/; figures: figures.yaml; theme: report/_theme."""
    book = read_codebook(codebook, study["languages"])
    looks: list[Declaration] = []
    if figures:
        looks = list(read_declarations(figures, book.items, book.crosswalk, study).values())
    chosen = house_style(style)
    data = content(read_results(results, book, study), language, looks, chosen)
    title = study["study"]["title"][language]
    return page(data, bundle(), vl_convert.get_vega_version(), theme, chosen, study["languages"], title)


if __name__ == "__main__":
    with logged(snakemake.log[0]):
        given, params = snakemake.input, snakemake.params
        made = explored(
            params.study, params.language, params.style, list(given.codebook), list(given.results),
            given.get("figures"), Path(given.theme[0]).parent,
        )  # fmt: skip
        write_text(made, snakemake.output[0])
