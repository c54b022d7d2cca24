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


def test_quarto_makes_the_report(with_quarto, libraries):
    made, embedded = (study.folder / "report/_output/en" for study in (with_quarto, libraries))
    others = {path.name for path in made.iterdir()} - {path.name for path in embedded.iterdir()}
    assert others == {"index.docx", "index.pdf", "index.pptx"}
    lines = list(closing_lines(with_quarto.folder))
    assert "  rendered by Quarto 1.9.38" in lines
    assert "Rendered with Quarto 1.9.38" in re.sub("<[^>]+>", "", (made / "index.html").read_text("utf-8"))
    assert "1 / " in pypdf.PdfReader(made / "index.pdf").pages[0].extract_text()
    site = "".join(path.read_text("utf-8") for path in made.glob("*.html") if path.stem != "explore")
    tables = len(re.findall("<table", re.sub("<details.*?</details>", "", site, flags=re.DOTALL)))
    cards = 1  # what the site shows of the list of exhibits
    assert len(docx.Document(str(made / "index.docx")).tables) == tables + cards > 5
    assert site.count("<table") > tables  # the numbers of figures, folded, which are of the pages alone


def test_nothing_of_quarto_stays_in_the_study(with_quarto, libraries):
    left = {path.name for path in (with_quarto.folder / "report").rglob("*")}
    assert not left & {".quarto", ".gitignore", "index.typ"}
    assert left - {"index.pdf", "index.docx", "index.pptx"} == {
        path.name for path in (libraries.folder / "report").rglob("*")
    }


def test_a_second_run_with_quarto_has_nothing_to_do(with_quarto):
    assert "Nothing to be done" in with_quarto.run()
