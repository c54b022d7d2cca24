"""What a report is made of besides its text: values, conditions, tables, pictures, data; and where values come from."""

import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml

from wavework.jobs import logged
from wavework.reporting.contents import report_tables, report_values
from wavework.reporting.has_conditions import other_languages, report_conditions
from wavework.reporting.inputs import read_inputs
from wavework.tables import write_table, write_text


def copy_into(folder: Path, files: Iterable[str]) -> None:
    """Copy pictures and data of figures into the report's project, which renderers do not leave."""
    folder.mkdir(exist_ok=True)
    for file in map(Path, files):
        shutil.copyfile(file, folder / file.name)


if __name__ == "__main__":
    with logged(snakemake.log[0]):
        given: Any = snakemake.input
        files, params = dict(given.items()), snakemake.params
        inputs = read_inputs(params.study, params.language, files, params.left_out, params.origins)
        values = report_values(inputs)
        tables = report_tables(inputs, values)
        metadata = {
            "has": report_conditions(inputs, values, tables),
            "other-links": other_languages(params.study, params.language),
            "slide-order": params.study["slides"],
        }
        write_text(values.yaml(), snakemake.output.variables)
        write_text(yaml.safe_dump(metadata, sort_keys=False, allow_unicode=True), snakemake.output.has)
        for name, text in tables.items():
            write_text(text, Path(snakemake.output.tables, f"{name}.md"))
        folder = Path(snakemake.output.pictures)
        copy_into(folder, [*given.pictures, *given.figures])
        copy_into(folder / "phone", given.phone)
        copy_into(folder / "slide", given.slide)
        if trace := snakemake.output.get("trace"):
            write_table(values.table(), trace)
