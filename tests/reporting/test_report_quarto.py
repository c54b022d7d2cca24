"""The main study's report, by Quarto's stand-in from the same sources: nothing is lost, the page is the same."""

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.rendering.conftest import stand_in_program
from tests.reporting.conftest import REPO, project_of

from wavework.rendering.missing_exhibits import contents_of_sources
from wavework.rendering.project import Document
from wavework.rendering.renderer import FORMATS, render
from wavework.rendering.site import pieces
from wavework.reporting.inputs import Inputs


@pytest.fixture(scope="module")
def report(read_study: Callable[[str], Inputs], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project of the English report, its pictures of nothing."""
    return project_of(read_study("en"), tmp_path_factory.mktemp("study"), REPO / "report/en")


# Office formats come through Quarto's stand-in in tests/workflow/test_workflow_quarto.py too.
@pytest.mark.parametrize("formats", [("html", "pdf", "slides"), pytest.param(FORMATS, marks=pytest.mark.slow)])
def test_quarto_renders_the_study_s_report(
    report: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, formats: tuple[str, ...]
) -> None:
    """Every figure, table and caption is counted in each file by `render`, which fails where one is missing."""
    embedded = render(report, tmp_path / "embedded", language="en", formats=formats, renderer="pandoc")
    folder = stand_in_program(tmp_path / "bin")
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    quarto = render(report, tmp_path / "quarto", language="en", formats=formats)
    assert (quarto.renderer, quarto.version) == ("quarto", "Quarto 1.9.38")
    for page in (0, -1):  # the report and the slides
        text = quarto.files[page].read_text("utf-8").replace(quarto.version, embedded.version)
        assert text == embedded.files[page].read_text("utf-8")


def test_the_contents_are_those_that_a_search_in_the_sources_finds(report: Path) -> None:
    """Every id of a figure or table in the text that the report includes."""
    blocks = [block for tree in pieces(report).values() for block in tree]
    counted = contents_of_sources(report, Document(report / "index.qmd", "docx"), blocks)
    assert len(counted.labels) > 50
    text = "".join(path.read_text("utf-8") for path in [*report.glob("*.qmd"), *report.glob("_tables/*.md")])
    assert set(counted.labels.values()) <= set(re.findall(r"\{#((?:fig|tbl)-[\w-]+)", text))
