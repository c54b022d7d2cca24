"""Checks of a report's sources, so that both renderers make the same report of them.

Constructs outside the set, unknown variables, unresolved references, missing includes and images, executable cells,
digits that no variable made: all problems of a project together, before anything is rendered.
"""

import re
from collections import Counter
from collections.abc import Container, Mapping, Sequence
from pathlib import Path
from typing import Any

from wavework.problems import InputError, Problem
from wavework.rendering.losses import NUMBER, problems_in_settings
from wavework.rendering.pandoc import tree_of, trees_of, trees_with_warnings
from wavework.rendering.pandoc_constructs import WHERE_IT_IS, Constructs, Names, Node, nodes
from wavework.rendering.project import (
    INCLUDE,
    MARK,
    NAME,
    SHORTCODE,
    VALUE,
    configuration,
    fragments,
    front_matter,
    included,
    includes,
    is_generated,
    marked,
    numbered_lines,
    shown,
    variables,
)
from wavework.rendering.typed_digits import Prose, allowed_phrases

NOT_IN_VARIABLES = ("RawInline", "Image", "Note", "Cite")
# Letters, digits, signs that mean nothing to markdown or are escaped: running text, without asking pandoc.
PLAIN = re.compile(r"[^\W_](?:[^\W_]|[ \u00a0\u202f,;:%’‘“”«»–—−/?·…≤≥×]|\\[!-/:-@\[-`{-~])*")
SAY_WHEN = f"or say when it is there: {WHERE_IT_IS}"
CELL = re.compile(r"^\s*(`{3,}|~{3,})\s*\{\s*[A-Za-z]")


def problems_in_sources(
    project: Path, *, language: str | None = None, allowed_digits: Path | None = None
) -> list[Problem]:
    """Everything in a project that the two renderers would not both render well; [] if all is well.

    language: what `lang` in `_quarto.yml` must be, if given.
    allowed_digits: the list of phrases with digits that prose may hold (`typed_digits`); by default
    `_theme/allowed-digits.txt` in the project or beside it.
    """
    project = Path(project).resolve()
    try:
        found = problems_in_settings(project, language)
        values = variables(project)
        found += _in_variables(project, values)
        allowed = allowed_phrases(project, allowed_digits)
    except InputError as error:
        return error.problems
    checked: dict[Path, Constructs] = {}
    for source in (project / "index.qmd", project / "slides.qmd"):
        if source.exists():
            files = fragments(project, source)
            trees = _trees(project, [path for path in files if path not in checked])
            for path in files:
                if path not in checked:
                    checked[path] = _in_file(project, path, values, allowed, trees.get(path))
            seen = fragments(project, source, {path: checked[path].hidden_rows for path in files})
            found += [problem for path in seen for problem in checked[path].unmet]
            found += _in_references(project, source, [checked[path].names for path in seen])
        elif source.stem == "index":
            found.append(Problem(shown(source), "the file is missing", "the report's text"))
    found += [problem for file in checked.values() for problem in file.problems]
    return list(dict.fromkeys(found))


def _in_references(project: Path, source: Path, names: Sequence[Names]) -> list[Problem]:
    """References and links of one document that lead nowhere, ids that it defines twice."""
    found = []
    counts: Counter[str] = sum((each.numbered for each in names), Counter())
    anchors = {anchor for each in names for anchor in each.anchors}
    for identifier, times in sorted(counts.items()):
        if times > 1:
            found.append(Problem(shown(source), f"the id {identifier} is given {times} times", "each id once"))
    for file, row, identifier in (use for each in names for use in each.references):
        if identifier not in counts:
            remedy = "correct the id, or number the section" if identifier in anchors else f"correct the id, {SAY_WHEN}"
            found.append(Problem(file, f"unresolved reference @{identifier}", "the id of a figure, table or "
                                 "numbered section", remedy, row=row))  # fmt: skip
        elif identifier.startswith("sec-") and not _numbers_sections(project, source):
            found.append(Problem(file, f"@{identifier} without section numbers", "section-numbers: true", row=row))
    for file, row, anchor in (use for each in names for use in each.links):
        if anchor in anchors:
            continue
        if made := next(project.glob(f"_*/{anchor}.md"), None):  # the slip is in the text, not where the link stands
            name = made.relative_to(project).as_posix()
            what = f"the text does not show {anchor}, to which {file} links"
            found.append(
                Problem(shown(source), what, f"{{{{< include {name} >}}}}", "include it where the text needs it")
            )
        else:
            found.append(Problem(file, f"a link to #{anchor}, which is nowhere", "an id of the document", row=row))
    return found


def _numbers_sections(project: Path, source: Path) -> bool:
    try:
        return bool(configuration(project, source, "html").get("section-numbers")) and source.stem != "slides"
    except InputError:
        return True  # its front matter is reported already


def _in_variables(project: Path, values: Mapping[str, Any]) -> list[Problem]:
    """Values that are not text, are empty, or hold more than inline markdown."""
    file, found = shown(project / "_variables.yml"), []
    for name, value in values.items():
        if not re.fullmatch(NAME, name):
            found.append(Problem(file, f"key {name!r}", "words of letters and digits joined by - or _", column=name))
        for part in filter(NUMBER.fullmatch, name.split(".")):
            remedy = f"Quarto takes {part} as a place in a list: call it n{part}"
            found.append(Problem(file, f"{name} has a part that is a number", "words", remedy, column=name))
        if not isinstance(value, str):
            kind = "empty" if value in (None, {}) else type(value).__name__
            found.append(Problem(file, f"{name} is {kind}", "text in quotes", "quote the value", column=name))
        elif not value.strip():
            found.append(Problem(file, f"{name} is empty", "text", "leave the key out, or give a value", column=name))
    told = {name: value for name, value in values.items() if isinstance(value, str) and value.strip()}
    texts = {name: value for name, value in told.items() if not PLAIN.fullmatch(value)}
    for name, blocks in (trees_of(texts, project) if texts else {}).items():
        slips = [block["t"] for block in blocks if block["t"] not in ("Para", "Plain")] or ["Para"] * (len(blocks) > 1)
        slips += [node["t"] for node in nodes(blocks) if node["t"] in NOT_IN_VARIABLES]
        for kind in dict.fromkeys(slips):
            what = f"{name} is read as {len(blocks)} paragraphs" if kind == "Para" else f"{name} holds a {kind}"
            found.append(Problem(file, what, "running text", "escape it with markdown_text", column=name))
    return found


def _in_file(
    project: Path, path: Path, values: Mapping[str, Any], allowed: Sequence[str], tree: list[Node] | None
) -> Constructs:
    """tree: of the file's text, if it is known."""
    file = shown(path)
    unread = Constructs(project, file, (), generated=False)
    if not path.is_file():
        unread.problems.append(Problem(file, "an include names it, but it is missing", "a file", "run the pipeline"))
        return unread
    try:
        text = path.read_text(encoding="utf-8")
        head, body, before = front_matter(path)
    except UnicodeDecodeError as error:
        unread.problems.append(Problem(file, f"byte {error.start} is not UTF-8", "UTF-8 text", "save it as UTF-8"))
        return unread
    except InputError as error:
        unread.problems += error.problems
        return unread
    generated = is_generated(project, path)
    blocks, warnings = (tree, []) if tree is not None else _parsed(project, body, before)
    checked = Constructs(project, file, text.splitlines(), generated, configuration(project, path, "html"))
    checked.problems += [
        Problem(file, f"pandoc: {warning}", "text without warnings", row=row and row + before)
        for row, warning in warnings
    ]
    checked.check(blocks)
    problems, unmet = _in_lines(project, path, text, values, checked.hidden_rows)
    checked.problems += problems
    checked.unmet += unmet
    if not generated:
        checked.problems += Prose(file, text.splitlines(), allowed).problems(blocks, head)
    return checked


def _trees(project: Path, paths: Sequence[Path]) -> dict[Path, list[Node]]:
    """The trees of many files, read by one call; none if pandoc warns: then each is read alone, for the rows.

    A text that one reads alone has marks for its includes: nothing of one file is seen in another."""
    texts = {}
    for path in filter(Path.is_file, paths):
        try:
            _, body, before = front_matter(path)
        except (UnicodeDecodeError, InputError):
            continue  # told of where the file is checked
        texts[str(path)] = _with_marks(body, before)
    made, warnings = trees_with_warnings(texts, project)
    return {} if warnings else {Path(path): blocks for path, blocks in made.items()}


def _with_marks(body: str, before: int) -> str:
    """A text in which marks with their rows stand for shortcodes and includes. before: lines of the front matter."""
    lines = []
    for row, line, code in numbered_lines(body):
        include = not code and INCLUDE.match(line)
        lines.append(MARK.format(kind="include", name=f"#{before + row}") if include else marked(line, before + row))
    return "\n".join(lines) + "\n"


def _parsed(project: Path, body: str, before: int) -> tuple[list[Node], list[tuple[int | None, str]]]:
    """The tree of one file's text with its marks, and pandoc's warnings with their lines."""
    blocks, warnings = tree_of(_with_marks(body, before), project)
    rows = [re.search(r"line (\d+)", warning) for warning in warnings]
    return blocks, [(int(row[1]) if row else None, w) for row, w in zip(rows, warnings, strict=True)]


def _in_lines(
    project: Path, path: Path, text: str, values: Mapping[str, Any], hidden: Container[int]
) -> tuple[list[Problem], list[Problem]]:
    """What is seen in the text itself: shortcodes, executable cells, the renderer's marks; and the names that are
    unknown in rows that are not hidden."""
    found, unmet = [], []
    for row, line, code in numbered_lines(text):
        slips: list[tuple[str, str, str]] = []
        if CELL.match(line):
            slips.append((f"an executable cell: {line.strip()}", "no cell", "numbers come as variables"))
        if "\ue000" in line or "\ue001" in line:
            slips.append(("a character that the renderer uses as a mark (U+E000, U+E001)", "text without it", ""))
        for shortcode in SHORTCODE.finditer(line):
            if code:
                slips.append((f"shortcode in code: {shortcode[0]}", "none", "Quarto replaces it even there"))
            elif value := VALUE.fullmatch(shortcode[1]):
                numbers = [part for part in value[2].split(".") if NUMBER.fullmatch(part) and value[1] == "var"]
                slips += [(f"{value[2]} has a part that is a number", "words", f"call it n{part}") for part in numbers]
                unknown = [] if row in hidden else _unknown(project, path, value[1], value[2], values)
                unmet += [Problem(shown(path), *each, row=row) for each in unknown]
            else:
                slips += _in_shortcode(project, path, line, shortcode)
        rest = SHORTCODE.sub("", line)
        if "{{<" in rest or ">}}" in rest or "{{{<" in line:
            slips.append(("half a shortcode, or one with three braces", "{{< var name >}}", "close it on its line"))
        found += [Problem(shown(path), what, expected, remedy, row=row) for what, expected, remedy in slips]
    return found, unmet


def _unknown(project: Path, path: Path, kind: str, name: str, values: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """A variable or key of the metadata that there is not: what was found, what was expected, what to do."""
    if kind == "var" and name not in values:
        near = sorted(value for value in values if value.split(".")[-1] == name.split(".")[-1])
        expected = f"a key of _variables.yml{', such as ' + near[0] if near else ''}"
        return [(f"unknown variable {name}", expected, f"correct the name, write the variable, {SAY_WHEN}")]
    if kind == "meta" and name.split(".")[0] not in configuration(project, path, "html"):
        return [(f"unknown metadata {name}", "a key of _quarto.yml or of the front matter", "correct the name")]
    return []


def _in_shortcode(project: Path, path: Path, line: str, shortcode: re.Match[str]) -> list[tuple[str, str, str]]:
    """What is wrong with a shortcode that is no value: what was found, what was expected, what to do."""
    if not shortcode[1].startswith("include "):
        return [(f"shortcode {shortcode[0]}", "var, meta or include", "write it in another way")]
    slips, target = [], shortcode[1].removeprefix("include").strip()
    if is_generated(project, path):
        slips.append((f"an include in a generated fragment: {target}", "includes in the report's own text", ""))
    if not INCLUDE.match(line):
        slips.append((f"include of {target} inside a line", "an include alone on its line", ""))
    try:
        if path in _reached(project, included(project, target)):
            slips.append((f"{target} includes this file again", "no circle of includes", ""))
    except ValueError:
        slips.append((f"include of {target}", "a file inside the project", "copy it there"))
    return slips


def _reached(project: Path, path: Path) -> set[Path]:
    """Every file that includes lead to from `path`, itself among them."""
    reached: set[Path] = set()
    waiting = [path]
    while waiting:
        current = waiting.pop()
        if current in reached or not current.is_file():
            continue
        reached.add(current)
        for _, target in includes(current):
            try:
                waiting.append(included(project, target))
            except ValueError:
                continue
    return reached
