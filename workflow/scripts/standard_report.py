"""The text of a report for a study that has none of its own: report/<language>/index.qmd and _quarto.yml."""

import shutil
from collections.abc import Mapping
from pathlib import Path

import yaml

from wavework.jobs import logged
from wavework.reporting.report_files import REPORT, STANDARD_MARK, STANDARD_NOTE
from wavework.tables import write_text, written_whole


def standard_configuration(language: str) -> str:
    """`_quarto.yml` of a standard report in a language."""
    content = {
        "project": {"type": "default", "render": ["index.qmd"]},
        "metadata-files": ["_has.yml"],
        "lang": language,
        "number-sections": True,
        "toc": True,
        "toc-depth": 3,
        "renderer": "Quarto",
        "format": {
            "html": {
                "embed-resources": True,
                "html-math-method": "mathml",
                "theme": "default",
                "default-image-extension": "svg",
                "css": "../_theme/report.css",
                "include-after-body": "../_theme/report.html",
            },
            "typst": {"papersize": "a4", "toc-depth": 1, "section-numbering": "1.1.1"},
            "docx": {"default-image-extension": "png", "toc": False},
        },
    }
    return f"{STANDARD_MARK}\n{STANDARD_NOTE}\n{yaml.safe_dump(content, sort_keys=False)}"


def standard_reports(texts: Mapping[str, Path], folder: Path) -> None:
    """Write the standard report of each language (language -> its text in the workflow) into `folder`/<language>."""
    for language, text in texts.items():
        write_text(text.read_text(encoding="utf-8"), folder / language / "index.qmd")
        write_text(standard_configuration(language), folder / language / "_quarto.yml")


if __name__ == "__main__":
    with logged(snakemake.log[0]):
        texts = {Path(path).stem: Path(path) for path in snakemake.input.texts}
        standard_reports(texts, Path(REPORT))
        for path in map(Path, snakemake.input.get("theme", [])):
            with written_whole(Path(REPORT, "_theme", path.name)) as beside:
                shutil.copyfile(path, beside)
