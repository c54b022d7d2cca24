"""The report of one language, rendered from its project by Quarto or by the embedded renderer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from wavework.house_style import HouseStyle
from wavework.problems import InputError, Problem
from wavework.rendering import pandoc, quarto
from wavework.rendering.chosen_style import TODAY
from wavework.rendering.kept_pages import KeptPages
from wavework.rendering.missing_exhibits import Contents, contents_of_file, contents_of_sources, missing
from wavework.rendering.office_styles import with_alternative_texts
from wavework.rendering.output_checks import problems_in_output
from wavework.rendering.pandoc_constructs import Node
from wavework.rendering.project import (
    QUARTO_FORMAT,
    Document,
    declared_formats,
    documents,
    expanded,
    files_beside,
    slides_of,
    source_of,
)
from wavework.rendering.search_index import SEARCH_FILE, search_index
from wavework.rendering.site import Site, copy_beside, pages_of, pieces, site_of, write_site
from wavework.rendering.slide_room import problems_in_slides
from wavework.rendering.source_checks import problems_in_sources
from wavework.tables import write_text, written_whole

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
    explore: str = "",
    renderer: str = "auto",
    style: HouseStyle = TODAY,
) -> RenderRecord:
    """Render a report project (`project` says what it holds) in `language` (en, fr, es).

    formats: of html (every page of the site, see `site.py`), pdf, docx, pptx, slides (HTML). The files take the name of
    their source: `index.html`, `slides.pptx`, and `index.html` of slides would overwrite the report's, so slides need a
    `slides.qmd`.
    linked: formats that the pages link though they are not rendered now; explore: the page beside them on which the
    results are explored, if there is one; style: the study's colours and font.
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
    trees = pieces(project)
    site = site_of(project, trees)
    for gone in write_site(project, site):
        (output_dir / f"{gone}.html").unlink(missing_ok=True)
    version = quarto.version() if chosen == "quarto" else pandoc.version()
    metadata = {"renderer": version, "other-formats": " ".join(_other_formats(project, linked or formats))}
    metadata |= {"report-explore": explore} if explore else {}
    asked = documents(project, formats, pages_of(project, site))
    kept = KeptPages(project, output_dir)
    if chosen == "quarto":
        contents = quarto.render_documents(project, asked, metadata, style)
    else:
        contents = pandoc.render_documents(project, asked, metadata, style, kept if site.chapters else None)
    for document in asked:
        if document.output == "pptx":
            contents[document] = with_alternative_texts(contents[document])
    files = {document: output_dir / document.file for document in asked}
    beside_pages = files_beside(project) if site.chapters else ()  # a report of one page loads nothing
    fresh = {document: file for document, file in files.items() if file.name not in kept.taken}
    for document, file in fresh.items():
        typst = contents.get(document.made_of, b"").decode("utf-8")
        there = contents_of_file(contents[document], document.output, typst)
        found += missing(_expected(project, document, trees, site), there, str(file))
        if document.output == "pptx" and document.source == slides:
            found += problems_in_slides(contents[document], str(file))
        if document.output in ("html", "slides"):
            page = contents[document].decode("utf-8")
            found += problems_in_output(page, file=str(file), beside=beside_pages)
    if found:
        raise InputError(found)
    for document, file in fresh.items():
        with written_whole(file) as beside:
            beside.write_bytes(contents[document])
    if "html" in formats:
        copy_beside(project, output_dir)
    if "html" in formats and site.chapters:
        pages = {
            document.source.stem: contents[document].decode("utf-8") for document in asked if document.output == "html"
        }
        write_text(search_index(pages), output_dir / SEARCH_FILE)
        if chosen == "pandoc":
            kept.write({file.name: contents[document] for document, file in files.items()})
    return RenderRecord(chosen, version, tuple(files.values()))


def _expected(project: Path, document: Document, trees: Mapping[str, list[Node]], site: Site) -> Contents:
    """What the sources of a document show in it."""
    if document.source == slides_of(project):
        return contents_of_sources(
            project, document, pandoc.trees_of({"": expanded(project, document.source)}, project)[""]
        )
    if document.output != "html":
        whole = [block for tree in trees.values() for block in tree]
        return contents_of_sources(
            project, document, whole, site.numbers if site.chapters and document.output != "pdf" else None
        )
    tree = trees["" if document.source.stem == "index" else document.source.stem]
    return contents_of_sources(project, document, tree, site.numbers if site.chapters else None)


def _other_formats(project: Path, formats: Sequence[str]) -> list[str]:
    """The files that the report's page links: other formats that are rendered, and declared for their source."""
    others = [name for name in ("pdf", "docx", "pptx", "slides") if name in formats]
    return [
        Document(source_of(project, name), name).file
        for name in others
        if QUARTO_FORMAT[name] in declared_formats(project, source_of(project, name))
    ]
