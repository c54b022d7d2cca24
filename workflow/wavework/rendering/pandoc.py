"""The embedded renderer: pandoc (from the wheel of pypandoc_binary) with one filter, typst (its wheel) for PDF.

Nothing is fetched and nothing depends on clock, machine or locale: typst uses only the fonts inside it, and the
dates inside the office formats and the PDF are one fixed date.
"""

import importlib.metadata
import importlib.util
import json
import re
import subprocess
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import yaml

from wavework.problems import InputError, Problem
from wavework.rendering.office_styles import EPOCH, reference_docx, reference_pptx, with_alternative_texts
from wavework.rendering.project import configuration, declared_formats, expanded, marked_deep, variables

HERE = Path(__file__).parent
TEMPLATES = HERE / "templates"
READER = "markdown+table_attributes"

# Of each format: Quarto's name, the name in `when-format`, pandoc's writer, the images it takes, the file's ending.
QUARTO_FORMAT = {"html": "html", "pdf": "typst", "docx": "docx", "pptx": "pptx", "slides": "revealjs"}
CONDITION = {**QUARTO_FORMAT, "slides": "html"}
WRITER = {"html": "html5", "pdf": "typst", "docx": "docx", "pptx": "pptx", "slides": "dzslides"}
IMAGES = {"html": "svg", "pdf": "svg", "docx": "png", "pptx": "png", "slides": "svg"}
ENDING = {"html": "html", "pdf": "pdf", "docx": "docx", "pptx": "pptx", "slides": "html"}

# Options in _quarto.yml that are no metadata of the document.
_OPTIONS = (
    *("css", "theme", "include-after-body", "include-in-header", "include-before-body", "embed-resources"),
    *("html-math-method", "default-image-extension", "papersize", "reference-doc", "other-links", "format-links"),
    "metadata-files",
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


@cache
def words(language: str) -> Mapping[str, str]:
    """The renderer's own words in a language. Raises InputError where there are none."""
    path = TEMPLATES / "words.yaml"
    every = yaml.safe_load(path.read_text(encoding="utf-8"))
    if language not in every:
        raise InputError(
            Problem(str(path), f"no words in {language!r}", ", ".join(every), "add a block for the language")
        )
    return every[language]


def pandoc(arguments: list[str], text: str, folder: Path) -> bytes:
    """Run pandoc in `folder` on `text` and return what it writes; RuntimeError with its own words if it fails."""
    return pandoc_with_warnings(arguments, text, folder)[0]


def pandoc_with_warnings(arguments: list[str], text: str, folder: Path) -> tuple[bytes, list[str]]:
    """As `pandoc`, with the warnings it gives, each on one line."""
    # No PATH: pandoc would use rsvg-convert where a machine has it.
    environment = {"SOURCE_DATE_EPOCH": str(EPOCH), "TZ": "UTC", "LC_ALL": "C.UTF-8"}
    command = [pandoc_path(), "--data-dir", str(TEMPLATES), *arguments]
    done = subprocess.run(
        command, input=text.encode("utf-8"), capture_output=True, cwd=folder, env=environment, check=False
    )
    said = done.stderr.decode("utf-8", "replace").strip()
    if done.returncode:
        raise RuntimeError(f"pandoc: {said}")
    return done.stdout, [" ".join(part.split()) for part in said.split("[WARNING]")[1:]]


def render_document(
    project: Path, source: Path, output: str, *, language: str, formats: Sequence[str] = tuple(QUARTO_FORMAT)
) -> bytes:
    """One document in one format, as bytes. `output`: html | pdf | docx | pptx | slides.

    formats: all that are rendered with it; the page links no other."""
    options = configuration(project, source, QUARTO_FORMAT[output])
    metadata = _metadata(project, source, options, output, language)
    metadata["report-formats"] = _other_formats(project, source, language, formats) if output == "html" else []
    with TemporaryDirectory(prefix="report-") as folder:
        work = Path(folder)
        described = json.dumps(metadata, ensure_ascii=False, sort_keys=True, default=str)
        (work / "metadata.json").write_text(described, encoding="utf-8")
        values = json.dumps(variables(project), ensure_ascii=False, sort_keys=True, default=str)
        (work / "variables.json").write_text(values, encoding="utf-8")
        arguments = [
            *("--from", READER, "--to", WRITER[output], "--standalone", "--wrap", "none", "--eol", "lf"),
            *("--lua-filter", str(HERE / "filter.lua"), "--metadata-file", str(work / "metadata.json")),
            *("--metadata", f"report-variables={work / 'variables.json'}"),
            *("--default-image-extension", IMAGES[output], "--syntax-highlighting", "none"),
            *_arguments(project, options, output, work),
        ]
        made = pandoc(arguments, expanded(project, source), project)
        if output in ("docx", "pptx"):
            made = (work / f"out.{output}").read_bytes()
            return with_alternative_texts(made) if output == "pptx" else made
    return _pdf(made, project) if output == "pdf" else made


def _pdf(text: bytes, project: Path) -> bytes:
    """PDF/UA-1 (tagged) from typst's text; only files in the project and the fonts inside typst are used."""
    import typst

    try:
        return typst.compile(  # type: ignore[type-var]  # its stub forgets that bytes are an input
            text,
            root=str(project),
            ignore_system_fonts=True,
            font_paths=[],
            pdf_standards=["ua-1"],
            timestamp=EPOCH,
        )
    except typst.TypstError as error:
        raise RuntimeError(f"typst: {error}") from error


def _arguments(project: Path, options: Mapping[str, Any], output: str, work: Path) -> list[str]:
    """What pandoc is told for one format beyond what is common."""
    toc = ["--toc", "--toc-depth", str(options.get("toc-depth", 3))] if options.get("toc") else []
    if output in ("html", "slides"):
        name = "report" if output == "html" else "slides"
        styles = [*_files(project, options, "css"), TEMPLATES / f"{name}.css"]
        after = _files(project, options, "include-after-body") if output == "html" else []
        return [
            *(f"--css={path}" for path in styles),
            *(f"--include-after-body={path}" for path in after),
            *("--template", str(TEMPLATES / f"{name}.html"), "--embed-resources", "--mathml"),
            *(toc if output == "html" else ["--slide-level", "2"]),
        ]
    if output == "pdf":
        # Of typst's strings JSON's are the safe part: a name that is no markup there.
        names = json.dumps(_authors(options), ensure_ascii=False)[1:-1]
        return ["--template", str(TEMPLATES / "report.typ"), "--variable", f"author-strings={names}", *toc]
    reference = work / f"reference.{output}"
    default = pandoc(["--print-default-data-file", f"reference.{output}"], "", project)
    reference.write_bytes(reference_docx(default) if output == "docx" else reference_pptx(default))
    return ["--reference-doc", str(reference), "--output", str(work / f"out.{output}"), *toc]


def _files(project: Path, options: Mapping[str, Any], key: str) -> list[Path]:
    """The files that an option of _quarto.yml names, in order; a missing one is an InputError."""
    named = options.get(key) or []
    paths = [(project / name).resolve() for name in ([named] if isinstance(named, str) else named)]
    missing = [path for path in paths if not path.is_file()]
    if missing:
        raise InputError(
            Problem(str(project / "_quarto.yml"), f"{key}: {path.name} is missing", "a file") for path in missing
        )
    return paths


def _metadata(project: Path, source: Path, options: Mapping[str, Any], output: str, language: str) -> dict[str, Any]:
    """What the filter and the templates read: the document's metadata, the variables, the words, the links."""
    metadata = marked_deep({key: value for key, value in options.items() if key not in _OPTIONS})
    metadata |= {
        "lang": language,
        "renderer": version(),
        "report-format": CONDITION[output],
        "report-slides": output in ("pptx", "slides"),
        "report-words": dict(words(language)),
        "report-authors": marked_deep(_authors(options)),
        "report-languages": [_link(item) for item in options.get("other-links") or []],
    }
    metadata.setdefault("title", source.stem)
    return metadata


def _authors(options: Mapping[str, Any]) -> list[str]:
    """Names of the authors; in the front matter an author is a name, or a mapping with `name`."""
    authors = options.get("author") or []
    authors = [authors] if isinstance(authors, str | Mapping) else authors
    return [str(each["name"] if isinstance(each, Mapping) else each) for each in authors]


def _link(item: Mapping[str, Any]) -> dict[str, str]:
    """A link to the report in another language; the language is the folder's name in its address."""
    found = re.search(r"(?:^|/)([a-z]{2})/", str(item["href"]))
    return {"text": str(item["text"]), "href": str(item["href"])} | ({"lang": found[1]} if found else {})


def _other_formats(project: Path, source: Path, language: str, formats: Sequence[str]) -> list[dict[str, str]]:
    """Links from the report's page to the other formats that are rendered, and declared for it or for its slides."""
    links = [(source, "pdf"), (source, "docx"), *((slides_of(project), name) for name in ("pptx", "slides"))]
    return [
        {"text": words(language)["slides"] if name == "slides" else name.upper(), "href": f"{of.stem}.{ENDING[name]}"}
        for of, name in links
        if name in formats and of.exists() and QUARTO_FORMAT[name] in declared_formats(project, of)
    ]


def slides_of(project: Path) -> Path:
    """The document of slides of a project, whether it is there or not."""
    return project / "slides.qmd"
