"""The report of one language, rendered from its project by Quarto or by the embedded renderer."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from wavework.house_style import HouseStyle
from wavework.problems import InputError, Problem
from wavework.rendering import pandoc, quarto
from wavework.rendering.chosen_style import TODAY
from wavework.rendering.missing_exhibits import contents_of_file, contents_of_sources, missing
from wavework.rendering.office_styles import with_alternative_texts
from wavework.rendering.output_checks import problems_in_output
from wavework.rendering.project import QUARTO_FORMAT, declared_formats, file_of, slides_of, source_of
from wavework.rendering.source_checks import problems_in_sources
from wavework.tables import written_whole

FORMATS = ("html", "pdf", "docx", "pptx", "slides")


@dataclass(frozen=True)
class RenderRecord:
    """What rendered a report, in which version, and the files it made, in the order of the formats asked for."""

    renderer: str
    version: str
    files: tuple[Path, ...]


def chosen_renderer(renderer: str) -> str:
    """`quarto` or `pandoc` for `auto`, `quarto` or `pandoc`. Raises InputError where Quarto is asked for and absent."""
    if renderer not in ("auto", "quarto", "pandoc"):
        raise InputError(Problem("config.yaml", f"renderer: {renderer}", "auto, quarto or pandoc", column="renderer"))
    present = quarto.quarto_path() is not None
    if renderer == "quarto" and not present:
        raise InputError(
            Problem("config.yaml", "renderer: quarto, but quarto is not on the PATH", "quarto on the PATH",
                    "run `make quarto`, or set renderer: auto", column="renderer")
        )  # fmt: skip
    return "quarto" if present and renderer != "pandoc" else "pandoc"


def render(
    project: Path,
    output_dir: Path,
    *,
    language: str,
    formats: Sequence[str] = ("html", "pdf", "docx", "pptx"),
    linked: Sequence[str] = (),
    renderer: str = "auto",
    style: HouseStyle = TODAY,
) -> RenderRecord:
    """Render a report project (`project` says what it holds) in `language` (en, fr, es).

    formats: of html, pdf, docx, pptx, slides (HTML). The files take the name of their source: `index.html`,
    `slides.pptx`, and `index.html` of slides would overwrite the report's, so slides need a `slides.qmd`.
    linked: formats that the page links though they are not rendered now; style: the study's colours and font.
    Everything is checked before and after rendering; InputError lists all problems and nothing is written.
    """
    project, output_dir = Path(project).resolve(), Path(output_dir)
    chosen = chosen_renderer(renderer)
    unknown = [name for name in formats if name not in FORMATS]
    if unknown:
        raise InputError(Problem("config.yaml", f"format {', '.join(unknown)}", ", ".join(FORMATS), column="formats"))
    found = problems_in_sources(project, language=language)
    slides = slides_of(project)
    if "slides" in formats and not slides.exists():
        found.append(Problem(str(slides), "the file is missing", "a document of slides"))
    if found:
        raise InputError(found)
    version = quarto.version() if chosen == "quarto" else pandoc.version()
    metadata = {"renderer": version, "other-formats": " ".join(_other_formats(project, linked or formats))}
    made = quarto.render_documents if chosen == "quarto" else pandoc.render_documents
    contents = made(project, formats, metadata, style)
    if "pptx" in contents:
        contents["pptx"] = with_alternative_texts(contents["pptx"])
    typst = contents.pop("typst", b"").decode("utf-8")
    files = {name: output_dir / file_of(project, name) for name in formats}
    for name, content in contents.items():
        there = contents_of_file(content, name, typst)
        found += missing(contents_of_sources(project, name), there, str(files[name]))
        if name in ("html", "slides"):
            found += problems_in_output(content.decode("utf-8"), file=str(files[name]))
    if found:
        raise InputError(found)
    for name, content in contents.items():
        with written_whole(files[name]) as beside:
            beside.write_bytes(content)
    return RenderRecord(chosen, version, tuple(files.values()))


def _other_formats(project: Path, formats: Sequence[str]) -> list[str]:
    """The files that the report's page links: other formats that are rendered, and declared for their source."""
    others = [name for name in ("pdf", "docx", "pptx", "slides") if name in formats]
    return [
        file_of(project, name)
        for name in others
        if QUARTO_FORMAT[name] in declared_formats(project, source_of(project, name))
    ]
