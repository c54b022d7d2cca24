"""figures/<id>.csv of one section: what its figures show, with ids in the place of labels; their captions."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from wavework.codebook import read_codebook
from wavework.exhibits import data, findings_data
from wavework.exhibits.captions import alt_text, caption, units_of
from wavework.exhibits.data import Results
from wavework.exhibits.declarations import Declaration, read_declarations
from wavework.exhibits.labels import Labels, figure_basis, labelled
from wavework.exhibits.results import read_results
from wavework.jobs import logged
from wavework.tables import write_json, write_table

BUILDERS: Mapping[str, Callable[[Declaration, Results], pd.DataFrame]] = {
    "stacked_shares": data.counts,
    "budget_effects": data.counts,
    "single_choice": data.counts,
    "ranked_items": data.ranked,
    "participation": data.participation,
    "trajectories": data.trajectories,
    "scatter_labelled": data.scatter,
    "heatmap": data.heatmap,
    "dot_interval/self_reported": findings_data.means,
    "dot_interval/implementation": findings_data.means,
    "dot_interval/association": findings_data.association,
    "dot_interval/contrast": findings_data.contrast,
    "leave_one_out": findings_data.leave_one_out,
    "paired_change": findings_data.paired_change,
    "specification_curve": findings_data.specification_curve,
    "compared_values": findings_data.compared_values,
    "verdicts": findings_data.verdicts,
}


def figure_data(declaration: Declaration, results: Results) -> pd.DataFrame:
    """The table of one figure, by its kind (and, for a kind that serves several questions, its data)."""
    kind = declaration.kind
    builder = BUILDERS.get(f"{kind}/{declaration.data}") or BUILDERS[kind]
    return builder(declaration, results)


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
            "alt": alt_text(declaration, labelled(table, labels), labels),
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
            table = figure_data(declaration, results)
            texts[declaration.id] = figure_texts(declaration, table, results, languages)
            write_table(table, path)
        write_json(texts, snakemake.output.texts)
