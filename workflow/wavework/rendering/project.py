"""What a report project is made of: its configuration, its text with fragments put in, its variables.

A project is a folder of one language: `_quarto.yml`, `index.qmd` (and `slides.qmd`), fragments `_x.md` written by
people, and what the pipeline generates: `_variables.yml` and folders whose names start with `_` (`_tables/`,
`_exhibits/`, `_figures/`).
"""

import re
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from wavework import yaml_files
from wavework.problems import InputError, Problem

INCLUDE = re.compile(r"^\s*\{\{<\s*include\s+(\S+)\s*>\}\}\s*$")
SHORTCODE = re.compile(r"\{\{<\s*(.*?)\s*>\}\}")
THEME = "_theme"  # the folder beside the projects of the languages: their look and the filter
NAME = r"[A-Za-z0-9]+(?:[_-][A-Za-z0-9]+)*(?:\.[A-Za-z0-9]+(?:[_-][A-Za-z0-9]+)*)*"
VALUE = re.compile(rf"(var|meta)\s+({NAME})")
FENCE = re.compile(r"^\s*(`{3,}|~{3,})")

# Of each output: Quarto's name of the format, the file's ending.
QUARTO_FORMAT = {"html": "html", "pdf": "typst", "docx": "docx", "pptx": "pptx", "slides": "html"}
ENDING = {"html": "html", "pdf": "pdf", "docx": "docx", "pptx": "pptx", "slides": "html", "typst": "typ"}

# The block of an index whose includes are the chapters of a site: HTML shows each on a page of its own.
_WHOLE = re.compile(r"""\s*:{3,}\s*\{\s*\.content-visible\s+unless-format=["']?html["']?\s*\}\s*$""")
_OPENS, _CLOSES = re.compile(r"\s*:{3,}\s*[^:\s]"), re.compile(r"\s*:{3,}\s*$")

# Letters on both sides: pandoc reads the mark as one word, whatever stands around it.
MARK = "V\ue000{kind}:{name}\ue001V"
MARKED = re.compile("V\ue000var:([^\ue001#]*)\ue001V")


@dataclass(frozen=True)
class Document:
    """What is rendered of one source in one output."""

    source: Path
    output: str

    @property
    def file(self) -> str:
        """The name of the file that is made."""
        return f"{self.source.stem}.{ENDING[self.output]}"

    @property
    def made_of(self) -> "Document":
        """The typst that a PDF is made of."""
        return Document(self.source, "typst")


def shown(path: Path) -> str:
    """A path as it is told to people: below the current folder where it is there."""
    return str(path.relative_to(Path.cwd())) if path.is_relative_to(Path.cwd()) else str(path)


def read_yaml(path: Path) -> dict[str, Any]:
    """A YAML file whose top is a mapping; {} if it is empty. Raises InputError with row and column of a slip."""
    changed = path.stat() if path.exists() else None
    return dict(_mapping(path, changed and (changed.st_mtime_ns, changed.st_size)))


@lru_cache(maxsize=20)
def _mapping(path: Path, changed: tuple[int, int] | None) -> dict[str, Any]:
    """The content, read once for all formats. changed: when, and the size, so that an edit is seen."""
    content = yaml_files.read_yaml(path)
    if content is None:
        return {}
    if not isinstance(content, dict):
        raise InputError(Problem(str(path), f"a {type(content).__name__} at the top", "keys and values"))
    return content


def front_matter(path: Path) -> tuple[dict[str, Any], str, int]:
    """The YAML at the head of a source, the text after it, and the number of lines before that text."""
    text = path.read_text(encoding="utf-8").removeprefix("\ufeff")
    found = re.match(r"---[ \t]*\n(.*?\n)?(---|\.\.\.)[ \t]*(\n|$)", text, re.DOTALL)
    if not found:
        return {}, text, 0
    try:
        head = yaml_files.loaded(found[1] or "") or {}
    except yaml.YAMLError as error:
        raise InputError(yaml_files.unreadable(error, str(path), "front matter ", before=1)) from error
    if not isinstance(head, dict):
        raise InputError(Problem(str(path), "front matter without keys", "keys and values", row=1))
    return head, text[found.end() :], found[0].count("\n")


def configuration(project: Path, source: Path, quarto_format: str) -> dict[str, Any]:
    """Options and metadata of one document in one format: `_quarto.yml`, the files of `metadata-files`, the document's
    own front matter, of each what stands at its top and then its format's block; later ones win, as in Quarto."""
    merged: dict[str, Any] = {}
    for layer in (read_yaml(project / "_quarto.yml"), *metadata_files(project), front_matter(source)[0]):
        formats = layer.get("format") or {}
        own = formats.get(quarto_format) if isinstance(formats, Mapping) else None
        merged |= {key: value for key, value in layer.items() if key not in ("project", "format")}
        merged |= own if isinstance(own, Mapping) else {}
    return merged


def metadata_files(project: Path) -> list[dict[str, Any]]:
    """What stands in the files that `_quarto.yml` names under `metadata-files`; a missing one counts for nothing."""
    named = read_yaml(project / "_quarto.yml").get("metadata-files") or []
    return [read_yaml(project / name) for name in named if (project / name).is_file()]


def declared_formats(project: Path, source: Path) -> list[str]:
    """Quarto's names of the formats that a document is declared for, its own before the project's."""
    layers = (front_matter(source)[0], read_yaml(project / "_quarto.yml"), *metadata_files(project))
    own: Any = next((layer["format"] for layer in layers if layer.get("format")), {})
    return [own] if isinstance(own, str) else list(own)


def slides_of(project: Path) -> Path:
    """The document of slides of a project, whether it is there or not."""
    return project / "slides.qmd"


def source_of(project: Path, output: str) -> Path:
    """The document that a format is made from: slides.qmd, where there is one, for pptx and slides; else index.qmd."""
    slides = slides_of(project)
    return slides if output in ("pptx", "slides") and slides.exists() else project / "index.qmd"


def documents(project: Path, outputs: Sequence[str], pages: Sequence[Path] = ()) -> list[Document]:
    """What is rendered of a project in some formats: of HTML every page of its site, `pages`, where it has one."""
    sources = {output: [source_of(project, output)] for output in outputs} | ({"html": pages} if pages else {})
    return [Document(source, output) for output in outputs for source in sources[output]]


def chapters_of(project: Path) -> dict[str, str]:
    """Name of a page -> the include that it shows, in the order of `index.qmd`; {} where the index is one page."""
    index, found, depth = project / "index.qmd", dict[str, str](), 0
    if not index.is_file():
        return found
    for _, line, code in numbered_lines(front_matter(index)[1]):
        if code:
            continue
        if depth or _WHOLE.match(line):
            depth += 1 if _OPENS.match(line) else -1 if _CLOSES.match(line) else 0
        if depth and (include := INCLUDE.match(line)):
            found[Path(include[1]).stem.removeprefix("_").removeprefix("part-")] = include[1]
    return found


def variables(project: Path) -> dict[str, Any]:
    """`_variables.yml` with nested keys joined by dots; {} if there is no such file."""
    path = project / "_variables.yml"
    return dict(yaml_files.flat(read_yaml(path))) if path.exists() else {}


def files_beside(project: Path) -> list[str]:
    """What lies beside the pages of a report, as they name it: pictures, and the data of figures."""
    found = (path for ending in ("svg", "csv") for path in project.glob(f"_figures/**/*.{ending}"))
    return sorted(path.relative_to(project).as_posix() for path in found)


def included(project: Path, target: str) -> Path:
    """The file that an include names. Raises ValueError if it is outside the project."""
    resolved = (project / target.removeprefix("/")).resolve()
    if not resolved.is_relative_to(project.resolve()):
        raise ValueError(target)
    return resolved


def is_generated(project: Path, path: Path) -> bool:
    """Whether the pipeline wrote this fragment: it lies in a folder of the project whose name starts with _."""
    parts = path.resolve().relative_to(project.resolve()).parts
    return len(parts) > 1 and parts[0].startswith("_")


def fragments(project: Path, source: Path, hidden: Mapping[Path, Container[int]] | None = None) -> list[Path]:
    """`source` and every file that it includes, directly or not, each once, in reading order; missing ones too.

    hidden: rows of files whose includes do not count.
    """
    found: list[Path] = []

    def visit(path: Path) -> None:
        if path in found:
            return
        found.append(path)
        if path.is_file() and not is_generated(project, path):
            for row, target in includes(path):
                if hidden and row in hidden.get(path, ()):
                    continue
                try:
                    visit(included(project, target))
                except ValueError:
                    continue

    visit(source.resolve())
    return found


def includes(path: Path) -> list[tuple[int, str]]:
    """Line number and target of each include in a file, those in blocks of code left out."""
    lines = numbered_lines(path.read_text(encoding="utf-8"))
    return [(row, found[1]) for row, line, code in lines if not code and (found := INCLUDE.match(line))]


def numbered_lines(text: str) -> list[tuple[int, str, bool]]:
    """Number, text, and whether it belongs to a fenced block of code, for each line."""
    lines, fence = [], ""
    for row, line in enumerate(text.splitlines(), 1):
        mark = FENCE.match(line)
        lines.append((row, line, bool(fence or mark)))
        if not fence:
            fence = mark[1] if mark else ""
        elif mark and mark[1].startswith(fence) and line.strip() == mark[1]:
            fence = ""
    return lines


def expanded(project: Path, source: Path, without: Container[str] = ()) -> str:
    """The text of a document with its fragments in place of the includes and its variables marked for the filter.

    without: includes of the source that are left out. The project must have passed `problems_in_sources`; a circle of
    includes raises InputError.
    """

    def text_of(path: Path, above: tuple[Path, ...]) -> str:
        if path in above:
            raise InputError(Problem(str(path), "it includes itself", "no circle of includes"))
        text = front_matter(path)[1]
        if is_generated(project, path):
            return text
        lines = []
        for _, line, code in numbered_lines(text):
            found = None if code else INCLUDE.match(line)
            if found and (above or found[1] not in without):
                lines.append(text_of(included(project, found[1]), (*above, path)))
            elif not found:
                lines.append(line)
        return "\n".join(lines) + "\n"

    return marked(text_of(source.resolve(), ()))


def marked(text: str, row: int | None = None) -> str:
    """Text in which each `{{< var x >}}` and `{{< meta x >}}` is the mark that `expand.lua` looks for.

    row: is put into the marks, for the checks.
    """

    def mark(found: re.Match[str]) -> str:
        value = VALUE.fullmatch(found[1])
        at = f"#{row}" if row else ""
        return MARK.format(kind=value[1], name=value[2] + at) if value else found[0]

    return SHORTCODE.sub(mark, text)


def with_values(text: str, values: Mapping[str, Any]) -> str:
    """Plain text with the values in place of each `{{< var x >}}`, or of its mark, without the escapes of markdown."""
    return MARKED.sub(lambda found: str(values.get(found[1], "")).replace("\\", ""), marked(text))


def marked_deep(content: Any) -> Any:
    """`marked` for every string in a structure of metadata."""
    if isinstance(content, str):
        return marked(content)
    if isinstance(content, Mapping):
        return {str(key): marked_deep(value) for key, value in content.items()}
    if isinstance(content, list | tuple):
        return [marked_deep(value) for value in content]
    return content
