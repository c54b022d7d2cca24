"""What an earlier run made and nothing declares any more: a figure, a wave, a language that was taken out."""

from collections.abc import Collection, Iterator
from pathlib import Path

from wavework.tables import read_table

INDEX = Path("processed/exhibits.csv")  # of the last run: the figures that it made
OUTPUTS = ("index.html", "index.pdf", "index.docx", "index.pptx", "slides.html", "slides.pptx")
OF_FIGURES = ("figures", "captions")
OF_WAVES = ("answers", "cleaning", "measured")  # folders of processed/ with a file for each wave


def leftovers(figures: Collection[str], waves: Collection[str], languages: Collection[str]) -> list[Path]:
    """The files, sorted, in the current folder, which is the study's.

    languages: the main one first. A file of figures/ and report/_output/ that a person has put beside them stays.
    """
    return sorted({path for path in _undeclared(figures, waves, languages) if path.is_file()})


def _undeclared(figures: Collection[str], waves: Collection[str], languages: Collection[str]) -> Iterator[Path]:
    made = set(read_table(INDEX)["exhibit"]) if INDEX.is_file() else set()
    declared = [Path("figures"), *(Path("figures", language) for language in list(languages)[1:])]
    for folder in (Path("figures"), *Path("figures").glob("*/")):
        for figure in made - set(figures) if folder in declared else made:
            yield from (folder / f"{figure}.{kind}" for kind in ("csv", "svg", "png"))
    for name, known in {**dict.fromkeys(OF_WAVES, waves), **dict.fromkeys(OF_FIGURES, figures)}.items():
        yield from (path for path in Path("processed", name).glob("*.*") if path.stem not in known)
    for path in Path("processed/pictures").glob("*/*.json"):
        if path.stem not in figures or path.parent.name not in languages:
            yield path
    for folder in Path("report/_output").glob("*/"):
        if folder.name not in languages:
            yield from (folder / name for name in OUTPUTS)
            yield Path("logs/report") / f"{folder.name}.log"
