"""The pages of a report's site, and what holds over all of them: order, titles, and where each numbered thing stands.

`index.qmd` is the whole report in PDF and DOCX and the start page in HTML: the fragments that it includes in a block
`::: {.content-visible unless-format="html"}` are the chapters, and each becomes a page `<name>.html` of its own. The
pages and `_site.yml` are written into the project before anything is rendered, so that Quarto and the embedded
renderer, which read the same sources, give the same numbers and the same addresses as the PDF.
"""

import re
import shutil
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from wavework.rendering.conditional_content import is_conditional, is_shown
from wavework.rendering.pandoc import trees_of
from wavework.rendering.pandoc_constructs import REFERENCE, Node, attributes, nodes, text_of
from wavework.rendering.project import (
    chapters_of,
    configuration,
    expanded,
    files_beside,
    included,
    variables,
    with_values,
)
from wavework.report_files import PAGE_MARK, is_page
from wavework.tables import write_text, written_whole

SITE_FILE = "_site.yml"
KINDS = {"Figure": "fig", "Table": "tbl"}
PAPER = "typst"  # whose numbers all formats have; what it leaves out is numbered after the rest
ADDRESSES = re.compile(rf"{REFERENCE.pattern}|claim-[\w.-]+")
_SPECIAL = re.compile(r"""[!"#$%&'()*+\-.:<=>@\[\\\]^_`{|}~]""")


@dataclass(frozen=True)
class Chapter:
    """A page: its name, its heading, the number of that heading in the whole report ("" without one), how deep it is
    below the report's top (0: a part of its own, 1: of the part before it)."""

    name: str
    title: str
    number: str
    depth: int


@dataclass(frozen=True)
class Site:
    """The chapters that have something to show, in order; number and page of what can be referred to; of tables, in
    the order of their numbers, what they show: the first sentence of their captions."""

    title: str
    chapters: tuple[Chapter, ...]
    numbers: Mapping[str, str]
    at: Mapping[str, str]
    tables: Mapping[str, str]

    def metadata(self) -> dict[str, Any]:
        """What filters and templates read, under the key `report-site`; texts as markdown."""
        pages: list[dict[str, Any]] = []
        for chapter in self.chapters:
            page = {"name": chapter.name, "number": chapter.number, "title": _literal(chapter.title)}
            if chapter.depth and pages:
                pages[-1].setdefault("parts", []).append(page)
            else:
                pages.append(page)
        tables = [{"id": identifier, "title": _literal(title)} for identifier, title in self.tables.items()]
        numbers, at = dict(self.numbers), dict(self.at)
        return {"title": _literal(self.title), "pages": pages, "numbers": numbers, "at": at, "tables": tables}


def _literal(text: str) -> str:
    return _SPECIAL.sub(r"\\\g<0>", text)


def pieces(project: Path) -> dict[str, list[Node]]:
    """The trees of the index without its chapters (""), and of each chapter by name, each text read once."""
    chapters = chapters_of(project)
    texts = {"": expanded(project, project / "index.qmd", without=frozenset(chapters.values()))}
    texts |= {name: expanded(project, included(project, target)) for name, target in chapters.items()}
    return trees_of(texts, project)


def site_of(project: Path, trees: Mapping[str, Sequence[Node]]) -> Site:
    """The site that `pieces` make."""
    index = project / "index.qmd"
    options = {form: configuration(project, index, form) for form in (PAPER, "html", "docx")}
    shown = {form: {name: visible(tree, options[form], form) for name, tree in trees.items()} for form in options}
    numbered = options["html"].get("section-numbers") is True
    numbers = _section_numbers(list(shown[PAPER].values())) if numbered else {}
    counts = Counter[str]()
    for form in options:
        for node in (node for tree in shown[form].values() for node in tree):
            identifier, kind = attributes(node)[0], KINDS.get(node["t"])
            if kind and identifier.startswith(f"{kind}-") and identifier not in numbers:
                counts[kind] += 1
                numbers[identifier] = str(counts[kind])
    top = min((_level(node) for tree in shown[PAPER].values() for node in _headings(tree)), default=1)
    chapters, at, values = [], dict[str, str](), variables(project)
    for name, tree in shown["html"].items():
        heading = next(iter(_headings(tree)), None)
        if name and heading and any(node["t"] not in ("Div", "Header") for node in tree):
            identifier = attributes(heading)[0]
            title = with_values(text_of(heading["c"][2]), values)
            chapters.append(Chapter(name, title, numbers.get(identifier, ""), int(_level(heading) > top)))
        for node in tree:
            identifier = attributes(node)[0]
            if ADDRESSES.fullmatch(identifier):
                at[identifier] = name or "index"
    title = with_values(str(options["html"].get("title", "")), values)
    used = {identifier: number for identifier, number in numbers.items() if ADDRESSES.fullmatch(identifier)}
    every = [node for tree in shown["html"].values() for node in tree if attributes(node)[0] in at]
    tables = {attributes(node)[0]: _first_sentence(text_of(node["c"][1])) for node in every if node["t"] == "Table"}
    tables = dict(sorted(tables.items(), key=lambda item: int(numbers.get(item[0], "0"))))
    return Site(title, tuple(chapters), used, at, tables)


def _first_sentence(text: str) -> str:
    return re.split(r"(?<=\w\w)\. |(?<=\))\. ", text, maxsplit=1)[0].removesuffix(".")


def visible(tree: Sequence[Node], options: Mapping[str, Any], form: str) -> list[Node]:
    """All nodes of a tree that Quarto's format `form` shows."""

    def hidden(node: Node) -> bool:
        _, classes, pairs = attributes(node)
        return is_conditional(classes) and not is_shown(classes, pairs, options, form)

    return list(nodes(list(tree), hidden))


def _level(heading: Node) -> int:
    return int(heading["c"][0])


def _headings(tree: Sequence[Node]) -> list[Node]:
    """The headings of sections: not the titles of callouts and tabs."""
    titles = set()
    for div in (node for node in tree if node["t"] == "Div"):
        _, classes, pairs = attributes(div)
        first = div["c"][1][:1]
        if any(name.startswith("callout-") for name in classes) and "title" not in pairs:
            titles |= {id(block) for block in first}
        if "panel-tabset" in classes:
            titles |= {id(block) for block in div["c"][1]}
    return [node for node in tree if node["t"] == "Header" and id(node) not in titles]


def _section_numbers(trees: Sequence[Sequence[Node]]) -> dict[str, str]:
    """Id of a heading -> its number, counted over all trees as one text."""
    headings = [heading for tree in trees for heading in _headings(tree)]
    top, counts, numbers = min(map(_level, headings), default=1), Counter[int](), dict[str, str]()
    for heading in headings:
        identifier, classes, _ = attributes(heading)
        if "unnumbered" in classes:
            continue
        depth = _level(heading) - top + 1
        counts[depth] += 1
        for deeper in [level for level in counts if level > depth]:
            del counts[deeper]
        numbers[identifier] = ".".join(str(counts[level]) for level in range(1, depth + 1))
    return numbers


def write_site(project: Path, site: Site) -> list[str]:
    """The pages of a site and `_site.yml`, into its project. Returns the names of pages that were there and are gone.

    Of a report of one page nothing is written."""
    chapters = chapters_of(project)
    if not chapters:
        return []
    gone = []
    pages = {f"{chapter.name}.qmd": chapter.name for chapter in site.chapters}
    for path in project.glob("*.qmd"):
        if path.name not in pages and is_page(path):
            path.unlink()
            gone.append(path.stem)
    for file, name in pages.items():
        head = f"{PAGE_MARK}\nreport-page: {name}\nformat: html\n---\n"
        write_text(f"{head}\n{{{{< include {chapters[name]} >}}}}\n", project / file)
    content = yaml.safe_dump({"report-site": site.metadata()}, sort_keys=False, allow_unicode=True, width=1000)
    write_text(content, project / SITE_FILE)
    return gone


def pages_of(project: Path, site: Site) -> list[Path]:
    """The sources of the site's pages, the start page first."""
    return [project / "index.qmd", *(project / f"{chapter.name}.qmd" for chapter in site.chapters)]


def copy_beside(project: Path, output_dir: Path) -> None:
    """Put beside the pages what belongs there, and take away what no longer does."""
    named = files_beside(project)
    for path in (output_dir / "_figures").rglob("*"):
        if path.is_file() and path.relative_to(output_dir).as_posix() not in named:
            path.unlink()
    for name in named:
        (output_dir / name).parent.mkdir(parents=True, exist_ok=True)
        with written_whole(output_dir / name) as beside:
            shutil.copyfile(project / name, beside)
