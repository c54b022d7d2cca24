"""figures/<id>.csv of one section: what its figures show, with ids in the place of labels; their captions."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from wavework.codebook import read_codebook
from wavework.exhibits.captions import alt_text, caption, units_of
from wavework.exhibits.chart_inputs import figure_basis
from wavework.exhibits.declarations import read_declarations
from wavework.exhibits.kinds import KINDS
from wavework.exhibits.labels import Labels
from wavework.exhibits.results import Declaration, Results, read_results
from wavework.jobs import logged
from wavework.tables import write_json, write_table


def figure_texts(
    declaration: Declaration, table: pd.DataFrame, results: Results, languages: Sequence[str]
) -> dict[str, Any]:
    """Basis, and per language title, caption and alt text, of one figure."""
    basis = figure_basis(declaration, results)
    texts: dict[str, Any] = {
        "basis": basis,
        "section": declaration.section,
        "deck": declaration.deck,
        "kind": declaration.kind,
        "n": units_of(declaration, results),
    }
    for language in languages:
        labels = Labels(results, declaration, language)
        texts[language] = {
            "title": declaration.title[language],
            "caption": caption(declaration, results, basis, language),
            "alt": alt_text(declaration, table, labels),
        }
    return texts


if __name__ == "__main__":
    with logged(snakemake.log[0]):
        inputs: Any = snakemake.input
        languages = snakemake.params.study["languages"]
        book = read_codebook(inputs.codebook, languages)
        figures = read_declarations(inputs.figures, book.items, book.crosswalk, snakemake.params.study)
        results = read_results(inputs.results, book, snakemake.params.study, inputs.get("claims"))
        texts = {}
        for path in snakemake.output.tables:
            declaration = figures[Path(path).stem]
            table = KINDS[declaration.kind, declaration.data].build(declaration, results)
            texts[declaration.id] = figure_texts(declaration, table, results, languages)
            write_table(table, path)
        write_json(texts, snakemake.output.texts)
