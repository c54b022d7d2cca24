"""One figure: figures/<id>.csv with what it shows, as ids and labels; its texts; and what it is drawn from."""

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any

import pandas as pd

from wavework.codebook import read_codebook
from wavework.exhibits.captions import alt_text, bases_of_parts, basis_said, caption, units_of, whom
from wavework.exhibits.chart_options import chart_options, chart_words, figure_basis
from wavework.exhibits.declarations import declared
from wavework.exhibits.figure_inputs import Declaration, Results, read_results
from wavework.exhibits.kinds import KINDS
from wavework.exhibits.known_columns import says_nothing
from wavework.exhibits.labels import Labels
from wavework.exhibits.readable_table import readable
from wavework.jobs import logged
from wavework.problems import InputError, Problem
from wavework.tables import read_table, write_json, write_table, write_text


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
    parts differ, `silent` (the names of its items) where nothing of it is published."""
    basis, kind = figure_basis(declaration, results), KINDS[declaration.kind, declaration.data]
    silent = "item" in table and says_nothing(table, kind.values)
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
        if silent:
            texts[language]["silent"] = list(dict.fromkeys(kind.label(table, labels)["item_label"]))
        if parts:
            texts[language]["bases"] = {
                place: basis_said(labels.words[place], basis, parts, labels) for place in ("caption", "chart")
            }
    return texts


def picture_of(
    declaration: Declaration,
    table: pd.DataFrame,
    texts: Mapping[str, Any],
    results: Results,
    language: str,
    words: Collection[str],
) -> dict[str, Any]:
    """What the figure is drawn from in a language: all that its drawing takes, and no file beside it.

    table: figures/<id>.csv as text; texts: of the figure, in all languages; words: keys of those that its kind can
    write. Of a figure that has nothing to show it is the sentence that says so, as `instead`.
    """
    labels, own = Labels(results, declaration, language), texts[language]
    if "left_out" in texts:
        sentence = f"{own['title']}: {labels.words['absent'][texts['left_out']]}."
        return {"title": own["title"], "alt": sentence, "instead": sentence}
    kind, options = KINDS[declaration.kind, declaration.data], chart_options(declaration, results, texts["basis"])
    said = {"title": own["title"], "alt": own["alt"]}
    if says_nothing(table, kind.values):
        return {**said, "instead": labels.words["chart"]["nothing_at_all"]}
    all_words, shown = chart_words(labels, options), kind.label(table, labels)
    if "bases" in own:
        all_words[f"basis_{texts['basis']}"] = own["bases"]["chart"]
    # words are called by what a cell holds, too (a verdict, what is known)
    called = {*words, f"basis_{texts['basis']}", *(cell for column in table for cell in table[column])}
    return {
        **said,
        "kind": declaration.kind,
        "options": options,
        "words": {key: text for key, text in all_words.items() if key in called or key not in labels.words["chart"]},
        "table": [[name, [cell if cell == cell else None for cell in shown[name]]] for name in shown],
    }


def report_caption(texts: Mapping[str, Any], language: str) -> str:
    """The caption of a figure for `snakemake --report`, as reStructuredText that its template leaves as it is."""
    own = texts[language]
    text = re.sub(r"([^\w\s])", r"\\\1", str(own.get("caption", own["title"])))
    return f"{{% raw %}}{text}{{% endraw %}}\n"


if __name__ == "__main__":
    with logged(snakemake.log[0]):
        inputs, params, outputs = snakemake.input, snakemake.params, snakemake.output
        languages = params.study["languages"]
        book = read_codebook(inputs.codebook, languages)
        declaration = declared(params.figure, params.declared, book.items)
        results = read_results(inputs.results, book, params.study, inputs.get("claims"))
        table = KINDS[declaration.kind, declaration.data].build(declaration, results)
        if reason := nothing_to_show(declaration, table, results):
            table = table.iloc[:0]
            texts = left_out_texts(declaration, reason, languages)
        else:
            texts = figure_texts(declaration, table, results, languages)
        write_table(readable(table, declaration, results), outputs.table)
        write_json(texts, outputs.texts)
        write_text(report_caption(texts, languages[0]), outputs.caption)
        written = read_table(outputs.table)
        for language, path in zip(languages, outputs.pictures, strict=True):
            write_json(picture_of(declaration, written, texts, results, language, params.words), path)
