"""Quarto on the PATH (its stand-in) and `renderer: auto`: the whole workflow as `make` runs it, on the libraries."""

import os
import re
import shutil

import docx
import pypdf
import pytest
from closing import closing_lines
from tests.rendering.conftest import stand_in_program
from tests.workflow.conftest import Study


@pytest.fixture(scope="module")
def with_quarto(libraries, tmp_path_factory):
    """The study, already run with the embedded renderer, run again in every format that a standard report has."""
    folder = tmp_path_factory.mktemp("quarto") / "libraries"
    shutil.copytree(libraries.folder, folder)
    config = folder / "config.yaml"
    text = config.read_text("utf-8").replace("renderer: pandoc", "renderer: auto")
    config.write_text(text.replace("formats: [html]", "formats: [html, pdf, docx, pptx]"), "utf-8")
    path = f"{stand_in_program(tmp_path_factory.mktemp('bin'))}{os.pathsep}{os.environ['PATH']}"
    study = Study(folder, libraries.repository, {"PATH": path})
    study.run()
    return study


def test_quarto_makes_the_report(with_quarto):
    made = with_quarto.folder / "report/_output/en"
    assert sorted(path.name for path in made.iterdir()) == ["index.docx", "index.html", "index.pdf", "index.pptx"]
    lines = list(closing_lines(with_quarto.folder))
    assert "  rendered by Quarto 1.9.38" in lines
    assert "Rendered with Quarto 1.9.38" in re.sub("<[^>]+>", "", (made / "index.html").read_text("utf-8"))
    assert "1 / " in pypdf.PdfReader(made / "index.pdf").pages[0].extract_text()
    page = (made / "index.html").read_text("utf-8")
    tables = len(re.findall("<table", re.sub("<details.*?</details>", "", page, flags=re.DOTALL)))
    assert len(docx.Document(str(made / "index.docx")).tables) == tables > 5
    assert page.count("<table") > tables  # the numbers of figures, folded, which are of the page alone


def test_nothing_of_quarto_stays_in_the_study(with_quarto, libraries):
    left = {path.name for path in (with_quarto.folder / "report").rglob("*")}
    assert not left & {".quarto", ".gitignore", "index.typ"}
    assert left - {"index.pdf", "index.docx", "index.pptx"} == {
        path.name for path in (libraries.folder / "report").rglob("*")
    }


def test_a_second_run_with_quarto_has_nothing_to_do(with_quarto):
    assert "Nothing to be done" in with_quarto.run()
