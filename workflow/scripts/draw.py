"""figures/<id>.svg and .png of one section, in each language, from the figures' tables."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from wavework.charts.empty_figure import nothing
from wavework.charts.kinds import draw
from wavework.charts.picture_files import save
from wavework.charts.style import dressed
from wavework.codebook import read_codebook
from wavework.exhibits.chart_options import chart_options, chart_words
from wavework.exhibits.declarations import read_declarations
from wavework.exhibits.figure_inputs import Declaration, Results, read_results
from wavework.exhibits.kinds import KINDS
from wavework.exhibits.known_columns import says_nothing
from wavework.exhibits.labels import Labels
from wavework.house_style import house_style
from wavework.jobs import logged
from wavework.tables import read_table


def drawn(
    declaration: Declaration,
    table: pd.DataFrame,
    texts: Mapping[str, Any],
    results: Results,
    language: str,
    folder: Path,
) -> None:
    """Draw one figure in a language, as <folder>/<id>.svg and .png.

    table: figures/<id>.csv as text; texts: its entry in processed/figures/<section>.json. Of a figure that has nothing
    to show the picture is the sentence that says why.
    """
    labels = Labels(results, declaration, language)
    svg, png = (folder / f"{declaration.id}.{kind}" for kind in ("svg", "png"))
    title = texts[language]["title"]
    if "left_out" in texts:
        sentence = f"{title}: {labels.words['absent'][texts['left_out']]}."
        save(nothing(sentence), svg, png, title, sentence)
        return
    kind, options = KINDS[declaration.kind, declaration.data], chart_options(declaration, results, texts["basis"])
    if says_nothing(table, kind.values):
        figure = nothing(labels.words["chart"]["nothing_at_all"])
    else:
        words = chart_words(labels, options)
        if "bases" in texts[language]:
            words[f"basis_{texts['basis']}"] = texts[language]["bases"]["chart"]
        figure = draw(declaration.kind, kind.label(table, labels), options, words)
    save(figure, svg, png, title, texts[language]["alt"])


if __name__ == "__main__":
    with logged(snakemake.log[0]), dressed(house_style(snakemake.params.style)):
        inputs: Any = snakemake.input
        study, folders = snakemake.params.study, snakemake.params.folders
        book = read_codebook(inputs.codebook, list(folders))
        figures = read_declarations(inputs.figures, book.items, book.crosswalk, study)
        results = read_results([], book, study, inputs.get("claims"))
        texts = json.loads(Path(inputs.texts).read_text(encoding="utf-8"))
        for path in map(Path, inputs.tables):
            for language, folder in folders.items():
                table = read_table(path)
                drawn(figures[path.stem], table, texts[path.stem], results, language, Path(folder))
