"""figures/<id>.csv of one section: what its figures show, as ids and labels; their captions."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from wavework.codebook import read_codebook
from wavework.exhibits.captions import alt_text, bases_of_parts, basis_said, caption, units_of, whom
from wavework.exhibits.chart_options import figure_basis
from wavework.exhibits.declarations import read_declarations, unknown_names
from wavework.exhibits.figure_inputs import Declaration, Results, read_results
from wavework.exhibits.kinds import KINDS
from wavework.exhibits.labels import Labels
from wavework.exhibits.readable_table import readable
from wavework.jobs import logged
from wavework.problems import InputError, Problem, collected_problems
from wavework.tables import write_json, write_table, write_text


def nothing_to_show(declaration: Declaration, table: pd.DataFrame, results: Results) -> str:
    """Why the table of a figure has nothing to show (a key of `absent` in the words); "" if it has.

    Raises InputError for a table without rows that only a mistake can explain.
    """
    if declaration.units == "panel" and not any(units_of(declaration, results).values()):
        return "no_panel"
    reason = KINDS[declaration.kind, declaration.data].empty
    if declaration.kind == "dot_interval" and not (table["status"] == "ok").any():
        return reason or "not_computable"
    if table.empty and not reason:
        found = f"figure {declaration.id} has nothing to show"
        raise InputError(Problem("figures.yaml", found, "at least one row", "look at its items and waves"))
    return reason if table.empty else ""


def names_of(declaration: Declaration, results: Results) -> dict[str, Sequence[str]]:
    """What a figure may name that is known only here: the answers of its items' scales, the codebook's measures."""
    answers = set(results.scale_rows(declaration.items)["answer"])
    return {"answers": sorted(answers), "measures": [*results.book.measures.get("measure", ())]}


def left_out_texts(declaration: Declaration, reason: str, languages: Sequence[str]) -> dict[str, Any]:
    """What is said of a figure that has nothing to show: the reason (a key of `absent` in the words), its titles."""
    titles = {language: {"title": declaration.title[language]} for language in languages}
    return {"left_out": reason, **_declared(declaration), **titles}


def _declared(declaration: Declaration) -> dict[str, str]:
    return {key: getattr(declaration, key) for key in ("section", "deck", "kind", "data")}


def figure_texts(
    declaration: Declaration, table: pd.DataFrame, results: Results, languages: Sequence[str]
) -> dict[str, Any]:
    """Basis, and per language title, caption, alt text and whom it is about, of one figure; `bases` where those of its
    parts differ."""
    basis = figure_basis(declaration, results)
    texts: dict[str, Any] = {"basis": basis, **_declared(declaration), "n": units_of(declaration, results)}
    for language in languages:
        labels = Labels(results, declaration, language)
        parts = bases_of_parts(declaration, table, labels)
        texts[language] = {
            "title": declaration.title[language],
            "caption": caption(declaration, results, basis, language, table),
            "alt": alt_text(declaration, table, labels),
            "whom": whom(declaration, results, language),
        }
        if parts:
            texts[language]["bases"] = {
                place: basis_said(labels.words[place], basis, parts, labels) for place in ("caption", "chart")
            }
    return texts


def report_caption(texts: Mapping[str, Any], language: str) -> str:
    """The caption of a figure for `snakemake --report`, as reStructuredText that its template leaves as it is."""
    own = texts[language]
    text = re.sub(r"([^\w\s])", r"\\\1", str(own.get("caption", own["title"])))
    return f"{{% raw %}}{text}{{% endraw %}}\n"


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
                known = names_of(declaration, results)
                problems += unknown_names(declaration.id, vars(declaration), known, inputs.figures)
        for declaration, path in zip(shown, snakemake.output.tables, strict=True):
            table = KINDS[declaration.kind, declaration.data].build(declaration, results)
            if reason := nothing_to_show(declaration, table, results):
                table = table.iloc[:0]
                texts[declaration.id] = left_out_texts(declaration, reason, languages)
            else:
                texts[declaration.id] = figure_texts(declaration, table, results, languages)
            write_table(readable(table, declaration, results), path)
        for declaration, path in zip(shown, snakemake.output.captions, strict=True):
            write_text(report_caption(texts[declaration.id], languages[0]), path)
        write_json(texts, snakemake.output.texts)
