"""figures/<id>.svg and .png of one section and language, from the figures' tables."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from wavework.charts.kinds import draw
from wavework.charts.style import save
from wavework.codebook import read_codebook
from wavework.exhibits.data import Results
from wavework.exhibits.declarations import Declaration, read_declarations
from wavework.exhibits.labels import Labels, chart_options, chart_words, labelled
from wavework.exhibits.results import read_results
from wavework.jobs import logged
from wavework.tables import read_table


def drawn(
    declaration: Declaration, table: pd.DataFrame, texts: Mapping[str, Any], results: Results, language: str,
    svg: Path, png: Path,
) -> None:  # fmt: skip
    """Draw one figure in a language. table: figures/<id>.csv; texts: its entry in processed/figures/<section>.json."""
    labels = Labels(results, declaration, language)
    options = chart_options(declaration, results, texts["basis"])
    figure = draw(declaration.kind, labelled(table, labels), options, chart_words(declaration, labels))
    save(figure, svg, png, texts[language]["title"], texts[language]["alt"])


if __name__ == "__main__":
    with logged(snakemake.log[0]):
        inputs: Any = snakemake.input
        languages = [snakemake.params.language]
        book = read_codebook(inputs.codebook, languages)
        figures = read_declarations(inputs.figures, book.items, book.crosswalk, snakemake.params.study)
        results = read_results([], book, snakemake.params.study, inputs.get("claims"))
        texts = json.loads(Path(inputs.texts).read_text(encoding="utf-8"))
        for path in map(Path, inputs.tables):
            pictures = {Path(file).suffix: Path(file) for file in snakemake.output if Path(file).stem == path.stem}
            drawn(
                figures[path.stem], read_table(path), texts[path.stem], results, snakemake.params.language,
                pictures[".svg"], pictures[".png"],
            )  # fmt: skip
