"""processed/datapackage.json and figures/datapackage.json: what each table holds, as Frictionless metadata."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from wavework.deposit.datapackage import Described, package, read_columns
from wavework.exhibits.figure_inputs import read_texts
from wavework.jobs import logged
from wavework.tables import read_table, write_json

DESCRIPTIONS = {
    "sources": "Raw files that the study takes, as the registry has them, verified.",
    "answers": "One row per wave, unit and item: typed status, answer in the study's code, ordinal value.",
    "prevalence": "How often each status and answer occurs per item and wave.",
    "possible_answers": "Which answers each unit can have given to each item.",
    "comparability": "What of each item and wave is comparable; where change is computed, and why not.",
    "cleaning_log": "Every row dropped and value changed, with the reason.",
    "scores": "Maturity per wave, unit, dimension and measure.",
    "egdi": "E-Government Development Index per country and year; rank 1 is the best.",
    "covariates": "Income per head of the countries of each wave, with the year that it is of.",
    "measured": "Scores that come as they are: one row per wave, unit and measure.",
    "statistics": "Every finding with interval, p, adjusted p, n, method, source, seed and basis.",
    "leave_one_out": "The association with each unit left out.",
    "measure_leave_one_out": "The association of a measure with each unit left out.",
    "specifications": "One row per specification of the specification curve.",
    "paired_scores": "Scores of the units of both waves on the items that both asked comparably.",
    "power": "Smallest effect that each test could have found.",
    "newcomers": "Panel and newcomers of each pair of waves by EGDI rank.",
    "published_comparison": "Each published value beside what this run gives.",
    "claims": "The verdict on each conclusion.",
    "ladder": "Each open conclusion under each further assumption, one at a time.",
    "what_would_settle": "Which export, item or few services would decide each open conclusion.",
    "wave_exhibits": "Which figures show each wave, which do not, and why.",
    "exhibits": "Every exhibit with its files, basis, n and script, and why it is left out.",
    "report_values": "Each number of the report's text and the row that it is.",
    "variables": "The codebook: every item that a wave asked, and every measure, with the names of its variable.",
    "categories": "The codebook: every answer to every item, with its code in the data files, label, and frequency.",
}


def tables_of_processed(files: Iterable[str]) -> list[Described]:
    """The tables of processed/, each by its name."""
    return [Described(Path(file), DESCRIPTIONS.get(Path(file).stem, ""), Path(file).stem) for file in files]


def tables_of_figures(files: Iterable[str], texts: Mapping[str, Any], language: str) -> list[Described]:
    """The tables of figures/, described by title, caption and basis. texts: figure -> its texts, of
    processed/figures/<id>.json; one that has nothing to show has a title only."""
    found = []
    for file in map(Path, files):
        told = texts[file.stem]
        more = {"title": told[language]["title"]} | ({"basis": told["basis"]} if "basis" in told else {})
        found.append(Described(file, told[language].get("caption", ""), f"figures/{told['kind']}", more))
    return found


if __name__ == "__main__":
    with logged(snakemake.log[0]):
        inputs: Any = snakemake.input
        language, title = snakemake.params.language, snakemake.params.title
        columns, sources = read_columns(inputs.columns, language), read_table(inputs.sources)
        texts = read_texts(inputs.texts)
        found = {
            "processed": tables_of_processed(inputs.tables),
            "figures": tables_of_figures(inputs.figures, texts, language),
        }
        for name, path in snakemake.output.items():
            write_json(package(name, title, found[name], columns, sources, Path(path).parent), path)
