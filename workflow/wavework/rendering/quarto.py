"""Quarto as the renderer, where its program is on the PATH.

It renders in a copy of the project, each file under its own name: Quarto keeps state in a project, leaves a .gitignore
there, and given `--output` it makes the page's links to its other formats point at the page.
"""

import os
import re
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from wavework.house_style import HouseStyle
from wavework.problems import InputError, Problem
from wavework.rendering.chosen_style import TODAY, copy_fonts, style_sheet, typst_choices
from wavework.rendering.losses import problems_in_log
from wavework.rendering.office_styles import EPOCH
from wavework.rendering.pandoc import reference_document
from wavework.rendering.project import QUARTO_FORMAT, THEME, Document, shown

_COLOUR = re.compile(r"\x1b\[[0-9;]*m")  # which Quarto writes even with NO_COLOR


def quarto_path() -> str | None:
    """Path of Quarto's program, or None."""
    return shutil.which("quarto")


def version() -> str:
    """`Quarto 1.9.38`."""
    return f"Quarto {_said(['--version'], Path.cwd())[1].strip()}"


def render_documents(
    project: Path, documents: Sequence[Document], metadata: Mapping[str, str], style: HouseStyle = TODAY
) -> dict[Document, bytes]:
    """Each document that is asked for, as bytes, and the typst that a PDF was made of.

    All HTML is one call, of the project: Quarto renders the pages of a site one after the other. Raises InputError with
    Quarto's own words where it fails or leaves something out."""
    with TemporaryDirectory(prefix="report-") as folder:
        copy = Path(folder) / project.name
        shutil.copytree(project, copy, ignore=shutil.ignore_patterns(".quarto", ".gitignore"))
        shutil.copytree(project.parent / THEME, copy.parent / THEME)
        with (copy.parent / THEME / "report.css").open("a", encoding="utf-8") as sheet:
            sheet.write(style_sheet(style))
        paths = copy_fonts(style, copy.parent / "fonts")
        fonts = {"font-paths": str(paths[0])} if paths else {}
        of_pdf = {**metadata, **typst_choices(style), **fonts}
        pages = [document for document in documents if QUARTO_FORMAT[document.output] == "html"]
        if len(pages) > 1:
            _rendered(project, copy, pages, metadata, style)
        for document in documents:
            if document not in pages or len(pages) == 1:
                _rendered(project, copy, [document], of_pdf if document.output == "pdf" else metadata, style)
        made = {document: copy / document.file for document in documents}
        made |= {pdf.made_of: copy / pdf.made_of.file for pdf in documents if pdf.output == "pdf"}
        return {document: path.read_bytes() for document, path in made.items()}


def _rendered(
    project: Path, copy: Path, documents: Sequence[Document], metadata: Mapping[str, str], style: HouseStyle
) -> None:
    """Render one document, or all HTML of the project, in `copy`, which is a copy of it."""
    output = documents[0].output
    named = [documents[0].source.name] if len(documents) == 1 else []
    told = shown(documents[0].source if named else project)
    command = ["render", *named, "--to", QUARTO_FORMAT[output]]
    command += [part for key, value in metadata.items() for part in ("--metadata", f"{key}:{value}")]
    if output in ("docx", "pptx"):
        reference = copy.parent / f"reference.{output}"
        reference.write_bytes(reference_document(output, style))
        command += ["--reference-doc", str(reference)]
    status, log = _said(command, copy)
    found = problems_in_log(log, told)
    missing = [document.file for document in documents if not (copy / document.file).is_file()]
    if status or missing:
        what = f" without {', '.join(missing)}" if missing and named == [] else ""
        found.insert(0, Problem(told, f"quarto ended with status {status}{what}: {message(log)}"))
    if found:
        raise InputError(found)


def _said(arguments: Sequence[str], folder: Path) -> tuple[int, str]:
    """Status of a call of Quarto's program in `folder`, and all that it wrote, without colours."""
    environment = {**os.environ, "NO_COLOR": "1", "SOURCE_DATE_EPOCH": str(EPOCH)}
    done = subprocess.run(
        [quarto_path() or "quarto", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
        cwd=folder,
        env=environment,
        check=False,
    )
    return done.returncode, _COLOUR.sub("", done.stdout)


def message(log: str) -> str:
    """What a log says went wrong: the first line with ERROR (or `error:`, typst's) and what follows; else its end."""
    lines = [line for line in log.splitlines() if line.strip()]
    start = next((at for at, line in enumerate(lines) if re.match(r"ERROR|error:", line)), max(0, len(lines) - 10))
    return " ".join(" ".join(lines[start : start + 12]).split())
