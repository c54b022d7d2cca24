"""The text of a report for a study that has none of its own: report/<language>/index.qmd and _quarto.yml."""

import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

import yaml

from wavework.jobs import logged
from wavework.report_files import REPORT, STANDARD_MARK, STANDARD_NOTE
from wavework.tables import write_text, written_whole


def standard_configuration(language: str, documents: Sequence[str]) -> str:
    """`_quarto.yml` of a standard report in a language that has these documents."""
    content = {
        "project": {"type": "default", "render": list(documents)},
        "metadata-files": ["_has.yml", "../_theme/report.yml"],
        "lang": language,
    }
    return f"{STANDARD_MARK}\n{STANDARD_NOTE}\n{yaml.safe_dump(content, sort_keys=False)}"


def standard_reports(texts: Mapping[str, Path], folder: Path) -> None:
    """Write the standard report of each language (language -> its text in the workflow) into `folder`/<language>."""
    for language, text in texts.items():
        write_text(text.read_text(encoding="utf-8"), folder / language / "index.qmd")
        documents = ["index.qmd", *(path.name for path in (folder / language).glob("slides.qmd"))]
        write_text(standard_configuration(language, documents), folder / language / "_quarto.yml")


if __name__ == "__main__":
    with logged(snakemake.log[0]):
        texts = {Path(path).stem: Path(path) for path in snakemake.input.texts}
        standard_reports(texts, Path(REPORT))
        for path in map(Path, snakemake.input.get("theme", [])):
            with written_whole(Path(REPORT, "_theme", path.name)) as beside:
                shutil.copyfile(path, beside)
