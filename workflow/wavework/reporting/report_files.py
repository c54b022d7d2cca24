"""Where the files of a report are: its own text, what the pipeline generates, what is rendered.

It imports nothing heavy: the workflow asks it while it is read.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path

REPORT = "report"
STANDARD_MARK = "# standard report: written by the pipeline"
STANDARD_NOTE = "# Take these two lines out, and the text in this folder is your own: it is not written again."

DATA_TABLES = (
    "basis-banner", "participation", "waves", "egdi", "newcomers", "sources", "hashes", "cleaning", "corrections",
    "missing", "comparability", "recoded", "prevalence", "software",
)  # fmt: skip
STATISTICS_TABLES = (
    "statistics-means", "statistics-association", "statistics-change", "statistics-items", "statistics-ranks",
    "statistics-contrast", "statistics-item-contrast", "statistics-curve", "quality", "quality-items", "methods",
    "seeds", "power",
)  # fmt: skip
MEASURE_TABLES = (
    "measures", "measured-values", "measured-cautions", "statistics-measured-association", "statistics-measured-change",
    "statistics-measured-stability", "statistics-measured-contrast", "statistics-measured-means",
)  # fmt: skip
CLAIMS_TABLES = (
    "verdicts", "verdict-counts", "slips", "deciding-facts", "ladder", "what-would-settle", "published",
    "published-others",
)  # fmt: skip
# Whole sections, headings among them; empty where a study has nothing for them.
STANDARD_PARTS = (
    "part-summary", "part-measures",
    "part-batteries", "part-scores", "part-change", "part-contrast", "part-association", "part-claims",
    "part-figures",
)  # fmt: skip


def table_names(figures: Iterable[str], sections: Iterable[str]) -> list[str]:
    """The names of all includes of a study that declares these figures. What a study cannot have is an empty file.

    sections: of claims (`sections` of the words).
    """
    claims = map(claims_of, sections)
    own = (f"{kind}-{figure}" for figure in figures for kind in ("fig", "slide"))
    fixed = [*DATA_TABLES, *STATISTICS_TABLES, *MEASURE_TABLES, *CLAIMS_TABLES]
    return [*fixed, *claims, "exhibits", "left-out", *STANDARD_PARTS, *own]


def claims_of(section: str) -> str:
    """The name of the table of a section's claims."""
    return f"claims-{section.replace('_', '-')}"


def has_file(language: str) -> str:
    """What the text may ask of what the study has (`has.…`), as a path in the study's folder."""
    return f"{REPORT}/{language}/_has.yml"


def own_text(language: str) -> list[str]:
    """The files of the study's own text in a language; none where the pipeline writes a standard report."""
    folder = Path(REPORT, language)
    configuration = folder / "_quarto.yml"
    if not (folder / "index.qmd").is_file():
        return []
    if configuration.is_file() and configuration.read_text(encoding="utf-8").startswith(STANDARD_MARK):
        return []
    written = [configuration, *folder.glob("*.qmd"), *folder.glob("_*.md")]
    return sorted({path.as_posix() for path in written if path.is_file()})


def standard_text(language: str) -> list[str]:
    """The files of a standard report's text in a language."""
    return [f"{REPORT}/{language}/{name}" for name in ("index.qmd", "_quarto.yml")]


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


def renderer_files(workflow: Path) -> list[Path]:
    """What the embedded renderer uses besides its modules and the theme: its filters."""
    return sorted((workflow / "wavework" / "rendering").glob("*.lua"))
