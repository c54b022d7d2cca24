"""The embedded renderer: pandoc (from the wheel of pypandoc_binary), typst (its wheel) for PDF.

It does with the options of a project what Quarto does with them, for those that `report/_theme/report.yml` uses.

Nothing is fetched and nothing depends on clock, machine or locale: typst uses only the fonts inside it, and the
dates inside the office formats and the PDF are one fixed date.
"""

import importlib.metadata
import importlib.util
import json
import subprocess
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache, cached_property, partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from wavework.house_style import HouseStyle
from wavework.problems import InputError, Problem
from wavework.rendering.chosen_style import TODAY, copy_fonts, report_face, style_sheet, typst_choices
from wavework.rendering.kept_pages import KeptPages, key_of
from wavework.rendering.office_styles import EPOCH, reference_docx, reference_pptx
from wavework.rendering.project import (
    MARKED,
    QUARTO_FORMAT,
    THEME,
    Document,
    chapters_of,
    configuration,
    expanded,
    files_beside,
    marked_deep,
    variables,
)

HERE = Path(__file__).parent
READER = "markdown-table_attributes"  # as Quarto reads
TEXTS = HERE / "texts.lua"
WRITER = {**QUARTO_FORMAT, "html": "html5", "slides": "html5"}

# Options that are no metadata of the document.
_OPTIONS = (
    *("css", "template", "filters", "embed-resources", "html-math-method", "default-image-extension", "minimal"),
    *("theme", "section-divs", "shift-heading-level-by", "keep-typ", "pdf-standard", "metadata-files"),
)


@cache
def pandoc_path() -> str:
    """Path of the pandoc in pypandoc's wheel; where the package comes without one (conda), what it finds."""
    spec = importlib.util.find_spec("pypandoc")
    folder = Path(spec.origin).parent / "files" if spec and spec.origin else Path()
    bundled = [folder / name for name in ("pandoc", "pandoc.exe") if (folder / name).is_file()]
    if bundled:
        return str(bundled[0])  # never a newer one that happens to be on the PATH: the same bytes everywhere
    import pypandoc

    return str(pypandoc.get_pandoc_path())


@cache
def version() -> str:
    """`pandoc 3.9, typst 0.15.2`: what the report says it was rendered with."""
    first = subprocess.run([pandoc_path(), "--version"], capture_output=True, text=True, check=True).stdout
    return f"pandoc {first.split()[1]}, typst {importlib.metadata.version('typst')}"


def pandoc(arguments: list[str], text: str, folder: Path) -> bytes:
    """Run pandoc in `folder` on `text` and return what it writes; RuntimeError with its own words if it fails."""
    return pandoc_with_warnings(arguments, text, folder)[0]


def pandoc_with_warnings(arguments: list[str], text: str, folder: Path) -> tuple[bytes, list[str]]:
    """As `pandoc`, with the warnings it gives, each on one line."""
    # No PATH: pandoc would use rsvg-convert where a machine has it.
    environment = {"SOURCE_DATE_EPOCH": str(EPOCH), "TZ": "UTC", "LC_ALL": "C.UTF-8"}
    command = [pandoc_path(), "--data-dir", str(HERE), *arguments]  # a data folder of the user's would count
    done = subprocess.run(
        command, input=text.encode("utf-8"), capture_output=True, cwd=folder, env=environment, check=False
    )
    said = done.stderr.decode("utf-8", "replace").strip()
    if done.returncode:
        raise RuntimeError(f"pandoc: {said}")
    return done.stdout, [" ".join(part.split()) for part in said.split("[WARNING]")[1:]]


def tree_of(text: str, project: Path) -> tuple[list[Any], list[str]]:
    """The blocks that pandoc reads in a text, and its warnings."""
    made, warnings = pandoc_with_warnings(["--from", "markdown+table_attributes", "--to", "json"], text, project)
    return json.loads(made)["blocks"], warnings


def trees_of(texts: Mapping[str, str], project: Path) -> dict[str, list[Any]]:
    """The blocks that pandoc reads in each of many texts, each read on its own, by one call."""
    return trees_with_warnings(texts, project)[0]


def trees_with_warnings(texts: Mapping[str, str], project: Path) -> tuple[dict[str, list[Any]], list[str]]:
    """As `trees_of`, with pandoc's warnings on all of them."""
    given = json.dumps(texts, ensure_ascii=False)
    made, warnings = pandoc_with_warnings(["--from", str(TEXTS), "--to", "json"], given, project)
    divs = (div["c"] for div in json.loads(made)["blocks"])
    read = {dict(attributes[2])["name"]: blocks for attributes, blocks in divs}
    return {name: read[name] for name in texts}, warnings


@dataclass(frozen=True)
class _Shared:
    """What the documents of one call share. values: the project's variables, also as JSON in values_file."""

    project: Path
    metadata: Mapping[str, str]
    style: HouseStyle
    values: Mapping[str, Any]
    values_file: Path
    kept: KeptPages | None

    @cached_property
    def key(self) -> str:
        """What makes each page of a site: renderer, theme, filters, style; of what lies beside the pages the names."""
        files = [*(self.project.parent / THEME).iterdir(), *HERE.glob("*.lua"), *HERE.glob("*.py")]
        parts = [version(), style_sheet(self.style), files_beside(self.project)]
        return key_of(parts, [path for path in files if path.is_file()])


def render_documents(
    project: Path,
    documents: Sequence[Document],
    metadata: Mapping[str, str],
    style: HouseStyle = TODAY,
    kept: KeptPages | None = None,
) -> dict[Document, bytes]:
    """Each document that is asked for, and the typst (output `typst`) that a PDF was made of.

    metadata: what only this run knows (`renderer.render`). kept: the pages of a site, of the run before."""
    with TemporaryDirectory(prefix="report-") as folder, ThreadPoolExecutor(2) as pool:
        shared = _Shared(project, metadata, style, variables(project), Path(folder, "variables.json"), kept)
        _write_json(shared.values, shared.values_file)
        made = dict(zip(documents, pool.map(partial(_written, shared), documents), strict=True))
    for pdf in [document for document in made if document.output == "pdf"]:
        made |= {pdf.made_of: made[pdf], pdf: _pdf(made[pdf], project, style)}
    return made


def _write_json(content: Mapping[str, Any], path: Path) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False, sort_keys=True, default=str), encoding="utf-8")


def _written(shared: _Shared, document: Document) -> bytes:
    """What pandoc writes of one document, as bytes; typst's text for a PDF."""
    project, style = shared.project, shared.style
    output, source = document.output, document.source
    options = configuration(project, source, QUARTO_FORMAT[output])
    unseen = chapters_of(project).values() if output == "html" and source.stem == "index" else ()
    text = expanded(project, source, without=frozenset(unseen))
    described = marked_deep({key: value for key, value in options.items() if key not in _OPTIONS})
    described |= shared.metadata
    described |= typst_choices(style) if output == "pdf" else {}
    described.setdefault("title", source.stem)
    if shared.kept and output == "html":
        page = shared.kept.page(document.file, _key(shared, options, described, text))
        if page is not None:
            return page
    with TemporaryDirectory(prefix="report-") as folder:
        work = Path(folder)
        _write_json(described, work / "metadata.json")
        sheet = work / "style.css"
        sheet.write_text(style_sheet(style) if output in ("html", "slides") else "", encoding="utf-8")
        filters = [*_files(project, options, "filters"), HERE / "expand.lua"]
        toc = ["--toc", "--toc-depth", str(options.get("toc-depth", 3))] if options.get("toc") else []
        arguments = [
            *("--from", READER, "--to", WRITER[output], "--standalone", "--wrap", "none", "--eol", "lf"),
            *("--metadata-file", str(work / "metadata.json")),
            *("--metadata", f"report-variables={shared.values_file}"),
            *(f"--lua-filter={path}" for path in filters),
            *(f"--template={path}" for path in _files(project, options, "template")),
            *(f"--css={path}" for path in _files(project, options, "css")),
            *([f"--css={sheet}"] if sheet.stat().st_size else []),
            *("--default-image-extension", options["default-image-extension"], "--syntax-highlighting", "none"),
            *("--embed-resources", "--mathml", *toc),
        ]
        if output not in ("docx", "pptx"):
            return pandoc(arguments, text, project)
        (work / "reference").write_bytes(reference_document(output, style))
        arguments += ["--reference-doc", str(work / "reference"), "--output", str(work / f"out.{output}")]
        pandoc(arguments, text, project)
        return (work / f"out.{output}").read_bytes()


def _key(shared: _Shared, options: Mapping[str, Any], described: Mapping[str, Any], text: str) -> str:
    """All that makes a page of a site: its text with the values in it, its options, and what it shares with others."""
    named = set(MARKED.findall(text + json.dumps(described, ensure_ascii=False, default=str)))
    values = {name: shared.values.get(name) for name in named}
    files = (path for key in ("filters", "template", "css") for path in _files(shared.project, options, key))
    return key_of([shared.key, options, described, text, values], files)


def reference_document(output: str, style: HouseStyle) -> bytes:
    """The document whose styles DOCX or PPTX take: pandoc's own with the study's look."""
    default = pandoc(["--print-default-data-file", f"reference.{output}"], "", HERE)
    face = report_face(style)
    return (reference_docx if output == "docx" else reference_pptx)(default, style, face.family if face else "")


def _pdf(text: bytes, project: Path, style: HouseStyle) -> bytes:
    """PDF/UA-1 (tagged) from typst's text; only files in the project, the fonts inside typst and a chosen one are
    used."""
    import typst

    try:
        with TemporaryDirectory(prefix="fonts-") as folder:
            return typst.compile(  # type: ignore[misc]  # its stub forgets that bytes are an input
                text,
                root=str(project),
                ignore_system_fonts=True,
                font_paths=[str(path) for path in copy_fonts(style, Path(folder))],
                pdf_standards=["ua-1"],
                timestamp=EPOCH,
            )
    except typst.TypstError as error:
        raise RuntimeError(f"typst: {error}") from error


def _files(project: Path, options: Mapping[str, Any], key: str) -> list[Path]:
    """The files that an option of _quarto.yml names, in order; a missing one is an InputError."""
    named = options.get(key) or []
    listed = named if isinstance(named, list) else [named]
    names = [each["path"] if isinstance(each, Mapping) else each for each in listed]
    paths = [(project / name).resolve() for name in names]
    missing = [path for path in paths if not path.is_file()]
    if missing:
        raise InputError(
            Problem(str(project / "_quarto.yml"), f"{key}: {path.name} is missing", "a file") for path in missing
        )
    return paths
