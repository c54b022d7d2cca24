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
from wavework.problems import InputError, Problem, collected_problems
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


EMPTY = {  # chart kind (or kind/data) -> why it can have nothing to show although all that it needs is there
    "trajectories": "no_ranks",
    "scatter_labelled": "no_ranks",
    "dot_interval/contrast": "contrast",
    "leave_one_out": "not_computable",
    "specification_curve": "not_computable",
    "paired_change": "no_panel",
    "compared_values": "not_compared",
    "verdicts": "not_drawn",
}


def figure_data(declaration: Declaration, results: Results) -> pd.DataFrame:
    """The table of one figure, by its kind (and, for a kind that serves several questions, its data)."""
    kind = declaration.kind
    builder = BUILDERS.get(f"{kind}/{declaration.data}") or BUILDERS[kind]
    return builder(declaration, results)


def nothing_to_show(declaration: Declaration, table: pd.DataFrame, results: Results) -> str:
    """Why the table of a figure has nothing to show (a key of `absent` in the words); "" if it has.

    Raises InputError for a table without rows that only a mistake can explain.
    """
    kind = declaration.kind
    if declaration.units == "panel" and not any(units_of(declaration, results).values()):
        return "no_panel"
    reason = EMPTY.get(f"{kind}/{declaration.data}") or EMPTY.get(kind, "")
    if kind == "dot_interval" and not (table["status"] == "ok").any():
        return reason or "not_computable"
    if table.empty and not reason:
        found = f"figure {declaration.id} has nothing to show"
        raise InputError(Problem("figures.yaml", found, "at least one row", "look at its items and waves"))
    return reason if table.empty else ""


def check_answers(declaration: Declaration, results: Results, file: str) -> list[Problem]:
    """Answers that a figure counts and that no scale of its items has."""
    scales = set(results.items.loc[results.items["item"].isin(list(declaration.items)), "scale"])
    known = sorted(set(results.scales.loc[results.scales["scale"].isin(scales), "answer"]))
    return [
        Problem(file, f"figure {declaration.id}: answers names {answer!r}", f"one of {', '.join(known)}", "correct it")
        for answer in declaration.answers
        if answer not in known
    ]


def left_out_texts(declaration: Declaration, reason: str, languages: Sequence[str]) -> dict[str, Any]:
    """What is said of a figure that has nothing to show: the reason (a key of `absent` in the words), its titles."""
    return {
        "left_out": reason,
        "section": declaration.section,
        "deck": declaration.deck,
        "kind": declaration.kind,
        **{language: {"title": declaration.title[language]} for language in languages},
    }


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
        shown = [figures[Path(path).stem] for path in snakemake.output.tables]
        with collected_problems() as problems:
            for declaration in shown:
                problems += check_answers(declaration, results, inputs.figures)
        for declaration, path in zip(shown, snakemake.output.tables, strict=True):
            table = figure_data(declaration, results)
            if reason := nothing_to_show(declaration, table, results):
                table = table.iloc[:0]
                texts[declaration.id] = left_out_texts(declaration, reason, languages)
            else:
                texts[declaration.id] = figure_texts(declaration, table, results, languages)
            write_table(table, path)
        write_json(texts, snakemake.output.texts)
