"""The text of a report for a study that has none of its own: report/<language>/ with its _quarto.yml."""

import shutil
from collections.abc import Iterable
from pathlib import Path

import yaml

from wavework.jobs import logged
from wavework.report_files import REPORT, STANDARD_MARK, STANDARD_NOTE
from wavework.tables import write_text, written_whole


def standard_configuration(language: str) -> str:
    """`_quarto.yml` of a standard report in a language."""
    content = {
        "project": {"type": "default", "render": ["*.qmd"]},
        "metadata-files": ["_has.yml", "_site.yml", "../_theme/report.yml"],
        "lang": language,
    }
    return f"{STANDARD_MARK}\n{STANDARD_NOTE}\n{yaml.safe_dump(content, sort_keys=False)}"


def standard_reports(texts: Iterable[Path], folder: Path) -> None:
    """Write the standard reports into `folder`/<language>. texts: their files in the workflow, in a folder for each
    language."""
    for text in texts:
        language = text.parent.name
        write_text(text.read_text(encoding="utf-8"), folder / language / text.name)
        write_text(standard_configuration(language), folder / language / "_quarto.yml")


if __name__ == "__main__":
    with logged(snakemake.log[0]):
        standard_reports(map(Path, snakemake.input.texts), Path(REPORT))
        for path in map(Path, snakemake.input.get("theme", [])):
            with written_whole(Path(REPORT, "_theme", path.name)) as beside:
                shutil.copyfile(path, beside)
