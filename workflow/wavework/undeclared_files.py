"""What an earlier run made and nothing declares any more: a figure, a wave, a language that was taken out."""

from collections.abc import Collection, Iterator
from pathlib import Path

from wavework.tables import read_table

INDEX = Path("processed/exhibits.csv")  # of the last run: the figures that it made
OUTPUTS = ("index.html", "index.pdf", "index.docx", "index.pptx", "slides.html", "slides.pptx", "explore.html")
OF_FIGURES = ("figures", "captions")
SHAPES = ("phone", "slide")  # folders of pictures, in that of their language
OF_WAVES = ("answers", "cleaning", "measured")  # folders of processed/ with a file for each wave


def leftovers(
    figures: Collection[str],
    slides: Collection[str],
    waves: Collection[str],
    languages: Collection[str],
    weighted: Collection[str] = (),
) -> list[Path]:
    """The files, sorted, in the current folder, which is the study's.

    slides: the figures that slides show. languages: the main one first. weighted: the waves with weights. A file of
    figures/ and report/_output/ that a person has put beside them stays.
    """
    return sorted({path for path in _undeclared(figures, slides, waves, languages, weighted) if path.is_file()})


def _undeclared(
    figures: Collection[str],
    slides: Collection[str],
    waves: Collection[str],
    languages: Collection[str],
    weighted: Collection[str],
) -> Iterator[Path]:
    made = set(read_table(INDEX)["exhibit"]) if INDEX.is_file() else set()
    for folder in (Path("figures"), *Path("figures").glob("**/")):
        language, shape = _place(folder)
        known = (
            {"": figures, "phone": figures, "slide": slides}[shape] if language in ("", *list(languages)[1:]) else ()
        )
        for figure in made - set(known):
            yield from (folder / f"{figure}.{kind}" for kind in ("csv", "svg", "png"))
    declared = {**dict.fromkeys(OF_WAVES, waves), **dict.fromkeys(OF_FIGURES, figures), "weights": weighted}
    for name, known in declared.items():
        yield from (path for path in Path("processed", name).glob("*.*") if path.stem not in known)
    for path in (*Path("processed/pictures").glob("*/*.json"), *Path("logs/draw").glob("*/*.log")):
        if path.stem not in figures or path.parent.name not in languages:
            yield path
    yield from (path for path in Path("logs/figure_data").glob("*.log") if path.stem not in figures)
    for folder in Path("report/_output").glob("*/"):
        if folder.name not in languages:
            yield from (folder / name for name in OUTPUTS)
            yield Path("logs/report") / f"{folder.name}.log"


def _place(folder: Path) -> tuple[str, str]:
    """Language and shape of the pictures in a folder; "" for the main language, and for the page."""
    parts = folder.parts[1:]
    shape = parts[-1] if parts and parts[-1] in SHAPES else ""
    return "/".join(parts[: len(parts) - bool(shape)]), shape
