"""Where the files of a report are: its own text, what the pipeline generates, what is rendered.

It imports nothing heavy: the workflow asks it while it is read.
"""

import re
from collections.abc import Sequence
from pathlib import Path

REPORT = "report"
# What the pipeline generates beside a report's own text, and what is rendered.
GENERATED = ("_tables", "_figures", "_exhibits", "_variables.yml", "_has.yml", "_site.yml", "_pages.json", "_output")
ON_A_SLIDE = re.compile(r"_tables/slide-([\w-]+)\.md")  # the include of a figure's picture
SOURCES = ("index.qmd", "slides.qmd")  # what people write beside fragments; any other page is the pipeline's
PAGE_MARK = "---\n# Written by the pipeline, of the fragments that index.qmd includes."
STANDARD_MARK = "# standard report: written by the pipeline"
STANDARD_NOTE = "# Take these two lines out, and the text in this folder is your own: it is not written again."


def is_page(source: Path) -> bool:
    """Whether a source of a report is a page of its site, which the pipeline wrote."""
    return source.suffix == ".qmd" and source.is_file() and source.read_text(encoding="utf-8").startswith(PAGE_MARK)


def has_file(language: str) -> str:
    """What the text may ask of what the study has (`has.…`), as a path in the study's folder."""
    return f"{REPORT}/{language}/_has.yml"


def is_standard(configuration: Path) -> bool:
    """Whether the text that a `_quarto.yml` belongs to was written by the pipeline."""
    return configuration.is_file() and configuration.read_text(encoding="utf-8").startswith(STANDARD_MARK)


def own_text(language: str) -> list[str]:
    """The files of the study's own text in a language; none where the pipeline writes a standard report."""
    folder = Path(REPORT, language)
    configuration = folder / "_quarto.yml"
    if not (folder / "index.qmd").is_file() or is_standard(configuration):
        return []
    written = [configuration, *map(folder.joinpath, SOURCES), *folder.glob("_*.qmd"), *folder.glob("_*.md")]
    return sorted({path.as_posix() for path in written if path.is_file()})


def standard_sources(workflow: Path, language: str) -> list[Path]:
    """The standard report's text in a language, in the pipeline's own folder."""
    return sorted((workflow / "standard_report" / language).glob("*.qmd"))


def standard_text(workflow: Path, language: str) -> list[str]:
    """The files of a standard report's text in a language, in the study's folder."""
    names = [path.name for path in standard_sources(workflow, language)]
    return [f"{REPORT}/{language}/{name}" for name in (*names, "_quarto.yml")]


def theme_files(workflow: Path) -> list[Path]:
    """The theme of all reports, in the pipeline's own folder."""
    return sorted((workflow / REPORT / "_theme").iterdir())


def output_files(language: str, formats: Sequence[str]) -> list[str]:
    """What is rendered in a language. Slides are made of slides.qmd, where there is one."""
    slides = Path(REPORT, language, "slides.qmd").is_file()
    names = {
        "html": "index.html", "pdf": "index.pdf", "docx": "index.docx",
        "pptx": "slides.pptx" if slides else "index.pptx", "slides": "slides.html",
    }  # fmt: skip
    return [f"{REPORT}/_output/{language}/{names[kind]}" for kind in formats]


def on_slides(languages: Sequence[str]) -> set[str]:
    """The figures that the slides of any of the languages show."""
    texts = (path for language in languages for path in Path(REPORT, language).glob("slides.qmd"))
    return {figure for path in texts for figure in ON_A_SLIDE.findall(path.read_text(encoding="utf-8"))}


def explore_files(workflow: Path) -> list[Path]:
    """What the page to explore is made of, beside the theme and its data."""
    return sorted((workflow / "wavework" / "explore").glob("explore.*"))


def renderer_files(workflow: Path) -> list[Path]:
    """What the embedded renderer uses besides its modules and the theme: its filters."""
    return sorted((workflow / "wavework" / "rendering").glob("*.lua"))
