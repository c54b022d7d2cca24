"""data/<language>/exhibits.xlsx: all exhibits in one workbook, a sheet each."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from wavework.codebook import read_codebook
from wavework.deposit.workbook import Sheet, workbook
from wavework.exhibits.declarations import read_declarations, read_figures
from wavework.exhibits.figure_inputs import Declaration, Results, read_results, read_texts
from wavework.exhibits.readable_table import in_language
from wavework.jobs import logged
from wavework.language.language import language_of
from wavework.tables import read_table, records, written_whole


def exhibit(
    declaration: Declaration,
    table: pd.DataFrame,
    texts: Mapping[str, Any],
    results: Results,
    sources: pd.DataFrame,
    language: str,
) -> Sheet:
    """One exhibit as a sheet. table: figures/<id>.csv; texts: processed/figures/<id>.json; sources:
    processed/sources.csv, of which those of the figure's waves are named."""
    shown = in_language(table, declaration, results, language)
    own, words = texts[language], language_of(results.study, language).shared["caption"]
    basis, told = words[f"basis_{texts['basis']}"], _sources(texts["n"], results, sources)
    return Sheet(declaration.id, own["title"], own["caption"], basis, told, shown)


def _sources(waves: Sequence[str], results: Results, sources: pd.DataFrame) -> str:
    known = {**results.study["waves"], **results.study.get("measured", {})}
    files = {known[wave]["export"] for wave in waves if wave in known}
    told = [f"{row['title']} ({row['producer']}; {row['licence']})" for row in records(sources) if row["file"] in files]
    return "; ".join(told)


if __name__ == "__main__":
    with logged(snakemake.log[0]):
        inputs: Any = snakemake.input
        study, code = snakemake.params.study, snakemake.params.language
        book = read_codebook(inputs.codebook, study["languages"])
        declared = read_figures(inputs.figures)
        declarations = read_declarations(inputs.figures, book.items, book.crosswalk, study)
        results, sources = read_results([], book, study, inputs.get("claims")), read_table(inputs.sources)
        texts = read_texts(inputs.texts)
        words = language_of(study, code).shared
        reasons = {**snakemake.params.left_out, **{name: told.get("left_out", "") for name, told in texts.items()}}
        left_out = {declared[name]["title"][code]: words["absent"][why] for name, why in reasons.items() if why}
        sheets = [
            exhibit(declarations[path.stem], read_table(path), texts[path.stem], results, sources, code)
            for path in map(Path, inputs.tables)
            if "left_out" not in texts[path.stem]
        ]
        content = workbook(sheets, left_out, words["workbook"], study["study"]["title"][code])
        with written_whole(snakemake.output[0]) as beside:
            beside.write_bytes(content)
