"""What Quarto refuses, or loses while it ends with status 0: one list.

Sources and options are held against it before rendering, whichever renderer will run; the log and every file that was
made, after it. What is simply not there in a file is counted (`contents.py`).
"""

import re
from collections.abc import Mapping
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

from wavework.problems import InputError, Problem
from wavework.rendering.project import QUARTO_FORMAT, THEME, configuration, read_yaml, shown, slides_of, source_of

# Before: a part of a variable's name that is a number is the place in a list to Quarto, which finds no variable there.
NUMBER = re.compile(r"\d+(?:[eE]\d+)?|0[xX][0-9a-fA-F]+")

# Before: options without which something is lost, by output. A template is any; its absence gives Quarto's own look.
ANY = "a file"
OPTIONS: Mapping[str, Mapping[str, tuple[Any, str]]] = {
    "html": {
        "template": (ANY, "else the page has no theme switch, no links to the other files and other rules in the dark"),
        "minimal": (True, "else Quarto adds its own styles and scripts"),
        "theme": ("none", "else Quarto adds its own styles, and some fetch fonts"),
        "embed-resources": (True, "the page works offline"),
        "html-math-method": ("mathml", "the page works offline"),
    },
    "pdf": {
        "template": (ANY, "else tables print over each other, and there is no number of pages"),
        "shift-heading-level-by": (0, "else headings are shifted twice"),
        "pdf-standard": ("ua-1", "else the PDF is not accessible"),
        "keep-typ": (True, "its text is counted"),
    },
    "docx": {"default-image-extension": ("png", "else images need a program of their own")},
    "pptx": {"default-image-extension": ("png", "else images need a program of their own")},
}
OPTIONS = {**OPTIONS, "slides": OPTIONS["html"]}

LUA = ["blocks.lua", "report.lua", "paper.lua", "screen.lua"]  # the filters, in their order

# After, in the log: what Quarto says when it leaves something out.
IN_LOG = (
    r"Unable to resolve crossref",  # a reference to what is not there
    r"Unknown (?:var|meta)\b",  # a value that is not there; a name with a part that is a number
    r"invalid var type",  # a list in place of a text
    r"Shortcode .* not found",
    r"could not fetch",  # an image or a style
    r"rsvg-convert",  # an SVG in DOCX or PPTX
    r"unclosed|closing implicitly",  # a div
    r"require a single image",  # a table, or two pictures under one number, in PPTX: dropped
    r"^ERROR",
)

# After, in what was made: the marks that Quarto and the embedded renderer leave in place of what they could not do.
IN_OUTPUT = re.compile(
    r"\?(?:var|meta|env):[\w.-]*|\?invalid (?:var|meta) type:?|\?@\w+-[\w-]*|Shortcode '[^']*' not found|"
    r"\ue000[^\ue001]*\ue001?"
)


def problems_in_settings(project: Path, language: str | None) -> list[Problem]:
    """What is wrong with the options of a project: its language, what it renders, `OPTIONS`, the filter."""
    path, found = project / "_quarto.yml", []
    content = read_yaml(path)
    words = read_yaml(project.parent / THEME / "words.yaml")
    if language and content.get("lang") != language:
        found.append(Problem(shown(path), f"lang: {content.get('lang')}", language, "the folder's language"))
    if content.get("lang") not in words:
        remedy = f"add a block for the language to {THEME}/words.yaml"
        found.append(Problem(shown(path), f"no words in {content.get('lang')!r}", ", ".join(words), remedy))
    listed = (content.get("project") or {}).get("render") or []
    sources = [project / "index.qmd", *filter(Path.exists, [slides_of(project)])]
    for source in sources:
        if not any(fnmatch(source.name, each) for each in listed):
            remedy = "Quarto renders no other file of a project"
            found.append(Problem(shown(path), f"project: render: without {source.name}", source.name, remedy))
    for output in ("html", "pdf", "docx", "pptx", *(["slides"] if len(sources) > 1 else [])):
        source = source_of(project, output)
        if source.is_file():
            found += _in_options(path, source, output)
    return list(dict.fromkeys(found))


def _in_options(path: Path, source: Path, output: str) -> list[Problem]:
    try:
        options = configuration(path.parent, source, QUARTO_FORMAT[output])
    except InputError:
        return []  # the front matter: told where it is read
    where, found = f"format: {QUARTO_FORMAT[output]}:", []
    for key, (expected, remedy) in OPTIONS[output].items():
        given = options.get(key)
        if given != expected and not (expected == ANY and given):
            found.append(Problem(shown(path), f"{where} {key}: {given} ({source.name})", str(expected), remedy))
    if options.get("number-sections"):
        remedy = "Quarto would number the headings once more, those of slides too"
        found.append(Problem(shown(path), f"{where} number-sections: true", "section-numbers: true", remedy))
    filters = [each for each in options.get("filters") or [] if isinstance(each, Mapping)]
    early = [Path(str(each.get("path"))).name for each in filters if each.get("at") == "pre-ast"]
    if early[: len(LUA)] != LUA:
        remedy = f"metadata-files: [_has.yml, ../{THEME}/report.yml]"
        found.append(Problem(shown(path), f"{where} filters at pre-ast: {early}", ", ".join(LUA), remedy))
    return found


def problems_in_log(log: str, file: str) -> list[Problem]:
    """Lines of Quarto's log that tell of something left out although it ended well."""
    mistakes = re.compile("|".join(IN_LOG), re.IGNORECASE)
    return [
        Problem(file, f"quarto: {line.strip()}", "a log without it", "mend the source")
        for line in log.splitlines()
        if mistakes.search(line)
    ]
