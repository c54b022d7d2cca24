"""A stand-in for Quarto's program: what it makes of a project by the project's own options, with its habits.

It reads options, filters and templates as Quarto 1.9.38 does (seen there, or read in its source), drives the same
pandoc and typst as the embedded renderer, and spoils what Quarto spoils: `habits.lua` and the functions below. It knows
nothing of what the pipeline expects, so a project whose options are wrong comes out as wrong as with Quarto.
"""

import argparse
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parents[2] / "workflow"))

import typst  # noqa: E402

from wavework.rendering import pandoc as embedded  # noqa: E402
from wavework.rendering.project import configuration, expanded, marked_deep, read_yaml, variables  # noqa: E402

WRITER = {"html": "html5", "typst": "typst", "docx": "docx", "pptx": "pptx", "revealjs": "revealjs"}
ENDING = {"html": "html", "typst": "pdf", "docx": "docx", "pptx": "pptx", "revealjs": "html"}
NUMBER = re.compile(r"\d+(\.\d*)?([eE][+-]?\d+)?|0[xX][0-9a-fA-F]+")  # what Lua's tonumber takes


def say(level: str, text: str) -> None:
    """A line of the log, in colour whatever NO_COLOR says."""
    colour = {"ERROR": "91", "WARNING": "33"}.get(level)
    print(f"\x1b[{colour}m{level}: {text}\x1b[39m" if colour else text, file=sys.stderr)


def fail(text: str) -> None:
    say("ERROR", text)
    for at in range(12):  # where in Quarto it happened
        print(f"    at renderFiles (file:///opt/quarto/bin/quarto.js:{91000 + at}:{at})", file=sys.stderr)
    sys.exit(1)


def value_texts(project: Path) -> dict[str, Any]:
    """The variables; a name with a part that is a number is none to Quarto."""
    values = variables(project)
    for name in values:
        if any(NUMBER.fullmatch(part) for part in name.split(".")):
            values[name] = f"?var:{name}"
    return values


def warn_of_numbers(text: str) -> None:
    for name in re.findall("V\ue000var:([^\ue001]*)\ue001V", text):
        if any(NUMBER.fullmatch(part) for part in name.split(".")):
            say("WARNING", f"(main.lua:9000) Unknown var {name} specified in a var shortcode.")


def leave_gitignore(project: Path) -> None:
    inside = subprocess.run(["git", "rev-parse"], cwd=project, capture_output=True, check=False)
    if inside.returncode == 0:
        (project / ".gitignore").write_text("/.quarto/\n**/*.quarto_ipynb\n", "utf-8")
    (project / ".quarto").mkdir(exist_ok=True)


def to_pdf(text: bytes, made: Path, options: dict[str, Any]) -> None:
    """Its own typst compiles what pandoc wrote; the text stays beside the PDF where `keep-typ` says so."""
    standard = [options["pdf-standard"]] if options.get("pdf-standard") else []
    made.write_bytes(typst.compile(text, root=str(made.parent), pdf_standards=standard))
    if options.get("keep-typ"):
        made.with_suffix(".typ").write_bytes(text)


def render_all(asked: argparse.Namespace) -> None:
    """The document that is named, or every one of the project."""
    project = Path.cwd()
    leave_gitignore(project)
    patterns = (read_yaml(project / "_quarto.yml").get("project") or {}).get("render")
    listed = [path for each in patterns or ["*.qmd"] for path in sorted(project.glob(each)) if path.name[0] != "_"]
    if asked.source and asked.output_dir and patterns and Path(asked.source).resolve() not in listed:
        fail("The --output-dir flag can only be used when rendering projects.")
    for source in [Path(asked.source).resolve()] if asked.source else listed:
        render(asked, project, source)


def render(asked: argparse.Namespace, project: Path, source: Path) -> None:
    options = configuration(project, source, asked.to)
    for word in options.get("_quarto-stand-in", []):  # how a test makes it say something or fail
        say(*word.split(" ", 1)) if not word.startswith("FAIL ") else fail(word.removeprefix("FAIL "))
    text = expanded(project, source)
    warn_of_numbers(text)
    described = marked_deep(options) | dict(each.split(":", 1) for each in asked.metadata)
    filters = [each["path"] for each in options.get("filters") or [] if each["at"] == "pre-ast"]
    made = project / (asked.output or f"{source.stem}.{ENDING[asked.to]}")
    with TemporaryDirectory() as folder:
        (Path(folder) / "metadata.json").write_text(json.dumps(described, default=str), "utf-8")
        (Path(folder) / "variables.json").write_text(json.dumps(value_texts(project)), "utf-8")
        arguments = ["--from", embedded.READER, "--to", WRITER[asked.to], "--standalone", "--wrap", "none", "--mathml"]
        arguments += [
            "--metadata-file",
            f"{folder}/metadata.json",
            "--metadata",
            f"report-variables={folder}/variables.json",
        ]
        arguments += [f"--lua-filter={path}" for path in (*filters, HERE / "habits.lua", embedded.HERE / "expand.lua")]
        arguments += [f"--template={options['template']}"] if options.get("template") else []
        arguments += ["--default-image-extension", options.get("default-image-extension", "svg")]
        arguments += ["--toc", "--toc-depth", str(options.get("toc-depth", 3))] if options.get("toc") else []
        arguments += (
            ["--shift-heading-level-by=-1"] if asked.to == "typst" and "shift-heading-level-by" not in options else []
        )
        arguments += ["--embed-resources"] if options.get("embed-resources") else []
        arguments += [f"--reference-doc={asked.reference_doc}"] if asked.reference_doc else []
        arguments += [f"--output={made}"] if asked.to in ("docx", "pptx") else []
        try:
            content, said = embedded.pandoc_with_warnings(arguments, text, project)
        except RuntimeError as error:
            fail(str(error))
    for each in said:
        say("WARNING", each)
    if asked.to == "typst":
        to_pdf(content, made, options)
    elif asked.to in ("html", "revealjs"):
        page = content.decode("utf-8")
        if asked.output:  # links to its other formats become links to the page
            page = re.sub(rf'href="{source.stem}\.(pdf|docx|pptx)"', f'href="{asked.output}"', page)
        made.write_text(page, "utf-8")
    if asked.output_dir:
        Path(asked.output_dir).mkdir(parents=True, exist_ok=True)
        shutil.move(made, Path(asked.output_dir) / made.name)
    say("INFO", f"Output created: {made.name}")


if __name__ == "__main__":
    if sys.argv[1:] == ["--version"]:
        print("1.9.38")
        sys.exit(0)
    parser = argparse.ArgumentParser()
    parser.add_argument("command", choices=["render"])
    parser.add_argument("source", nargs="?")
    for name in ("--to", "--output", "--output-dir", "--reference-doc"):
        parser.add_argument(name)
    parser.add_argument("--metadata", action="append", default=[])
    render_all(parser.parse_args())
