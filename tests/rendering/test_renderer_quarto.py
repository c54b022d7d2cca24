"""The way through Quarto, with a stand-in for its program that has its habits: nothing is lost, and what is lost is
told by name. Each of the ten points that real Quarto 1.9.38 failed on has its test here."""

import json
import os
import re
import subprocess
import zipfile
from pathlib import Path

import docx
import pptx
import pypdf
import pytest

from wavework.problems import InputError
from wavework.rendering import quarto as own
from wavework.rendering.losses import problems_in_log
from wavework.rendering.renderer import FORMATS, chosen_renderer, render
from wavework.rendering.source_checks import problems_in_sources

VERSION = "Quarto 1.9.38"


def edit(path: Path, before: str, after: str) -> None:
    text = path.read_text("utf-8")
    assert before in text
    path.write_text(text.replace(before, after), "utf-8")


def makes_say(project: Path, *said: str) -> None:
    """What the stand-in will write into its log; after FAIL, what it ends with."""
    edit(project.parent / "_theme/report.yml", "toc: true\n", f"toc: true\n_quarto-stand-in: {json.dumps(said)}\n")


def run(program: Path, project: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """The stand-in called by hand, without the pipeline, as a person calls Quarto."""
    command = [str(program / "quarto"), "render", *options]
    return subprocess.run(command, cwd=project, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def both(sample, rendered, stand_in, tmp_path_factory) -> dict[str, tuple[Path, Path]]:
    """By language, the folders of what the embedded renderer and what the stand-in made of the sample."""
    out = tmp_path_factory.mktemp("quarto")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATH", f"{stand_in}{os.pathsep}{os.environ['PATH']}")
        for language in ("en", "fr"):
            record = render(sample / language, out / language, language=language, formats=FORMATS)
            assert (record.renderer, record.version) == ("quarto", VERSION)
    return {language: (rendered[language], out / language) for language in ("en", "fr")}


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("page", ["index.html", "slides.html"])
def test_both_ways_make_the_same_page(both, language, page):
    embedded, quarto = ((folder / page).read_text("utf-8") for folder in both[language])
    version = re.search(r'name="generator" content="([^"]+)"', embedded)[1]
    assert version.startswith("pandoc ")
    assert quarto.replace(VERSION, version) == embedded


@pytest.mark.parametrize("language", ["en", "fr"])
def test_both_ways_make_the_same_paper(both, language):
    papers = [pypdf.PdfReader(folder / "index.pdf") for folder in both[language]]
    embedded, quarto = ([" ".join(page.extract_text().split()) for page in paper.pages] for paper in papers)
    version = re.search(r"pandoc [\d.]+, typst \d+\.\d+\.\d+", embedded[0])[0]
    words = [sorted(" ".join(pages).replace(VERSION, version).split()) for pages in (quarto, embedded)]
    assert words[0] == words[1]  # a page may end elsewhere: the versions' names take more or less room
    assert re.search(rf"1 / {len(quarto)}", quarto[0])
    assert all(paper.xmp_metadata.rdf_root.toxml().count("pdfuaid:part") for paper in papers)  # PDF/UA


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("name", ["index.docx", "slides.pptx"])
def test_both_ways_make_the_same_office_files(both, language, name):
    """What is shown, in its styles."""
    parts = []
    for folder in both[language]:
        with zipfile.ZipFile(folder / name) as archive:
            wanted = r"word/document\.xml|ppt/(slides|slideMasters|theme)/\w+\.xml"
            names = [each for each in archive.namelist() if re.fullmatch(wanted, each)]
            parts.append(
                {
                    each: re.sub(rb"pandoc 3[\d.]+, typst [\d.]+\d", VERSION.encode(), archive.read(each))
                    for each in names
                }
            )
    assert parts[0].keys() == parts[1].keys()
    assert [each for each in parts[0] if parts[0][each] != parts[1][each]] == []


def test_point_1_no_part_of_a_name_is_a_number(project, stand_in):
    edit(project / "_variables.yml", "place:", '"2022": "eleven"\nplace:')
    edit(project / "index.qmd", "{{< var place >}}", "{{< var 2022 >}} {{< var place >}}")
    done = run(stand_in, project, "index.qmd", "--to", "html")
    assert (done.returncode, "Unknown var 2022" in done.stderr) == (0, True)
    problems = [str(problem) for problem in problems_in_sources(project)]
    assert len(problems) == 2  # of the variable, and where it stands
    assert all("part that is a number" in problem and "n2022" in problem for problem in problems)


def test_point_2_every_document_is_in_the_list(project, stand_in):
    edit(project / "_quarto.yml", "[index.qmd, slides.qmd]", "[index.qmd]")
    done = run(stand_in, project, "slides.qmd", "--to", "pptx", "--output-dir", "out")
    assert "The --output-dir flag can only be used when rendering projects" in done.stderr
    assert ["slides.qmd" in problem.found for problem in problems_in_sources(project)] == [True]
    (project / "slides.qmd").unlink()
    assert problems_in_sources(project) == []


def test_point_3_long_tables_and_callouts_break_in_the_pdf(project, tmp_path, quarto):
    quarto()
    row = "Lighthouse and keeper                    seen"
    rows = [f"{row} {letter}{other}" for letter in "abcdefgh" for other in "abcdefghijklmnop"]
    lines = ["-" * 40 + " " + "-" * 10, *rows, "-" * 40 + " " + "-" * 10]
    head = ["", "What                                     Seen"]
    table = "\n".join([*head, *lines[:-1], "", ": Long {#tbl-claims}", ""])
    (project / "_tables/claims.md").write_text(table, "utf-8")
    edit(project / "index.qmd", "## Results", f"::: {{.callout-note}}\n{'Fog. ' * 2500}\n:::\n\n## Results")
    record = render(project, tmp_path / "out", language="en", formats=["pdf"])
    pages = [page.extract_text() for page in pypdf.PdfReader(record.files[0]).pages]
    for letter in ("aa", "dh", "hp"):
        assert sum(f"seen {letter}" in page for page in pages) == 1
    assert max(page.count("seen ") for page in pages) < 70  # no page has rows over each other
    assert max(page.count("Fog.") for page in pages) < 1500


def test_point_4_tables_reach_the_presentation(both, project, tmp_path, quarto, stand_in):
    for folder in both["en"]:
        slides = pptx.Presentation(str(folder / "slides.pptx")).slides
        assert sum(shape.has_table for slide in slides for shape in slide.shapes) == 1
    (project / "slides.qmd").unlink()  # as in a standard report
    edit(project / "_quarto.yml", ", slides.qmd", "")
    quarto()
    record = render(project, tmp_path / "out", language="en", formats=["pptx"])
    slides = pptx.Presentation(str(record.files[0])).slides
    assert sum(shape.has_table for slide in slides for shape in slide.shapes) == 3
    edit(project.parent / "_theme/report.yml", "pre-ast", "post-quarto")
    lost = run(stand_in, project, "index.qmd", "--to", "pptx")
    assert lost.returncode == 0
    assert sum("require a single image" in each.found for each in problems_in_log(lost.stderr, "index.qmd")) == 3


def test_point_5_images_keep_their_alternative_texts(both):
    for folder in both["en"]:
        images = docx.Document(str(folder / "index.docx")).element.body.findall(".//{*}docPr")
        assert len(images) == 2
        assert all(len(image.get("descr")) > 30 for image in images)


def test_point_6_links_lead_to_the_other_files(both, project, stand_in):
    for folder in both["en"]:
        page = (folder / "index.html").read_text("utf-8")
        linked = re.findall(r'href="((?:index|slides)\.\w+)"', page)
        assert linked == ["index.pdf", "index.docx", "slides.pptx", "slides.html"]
    options = ("index.qmd", "--to", "html", "--output", "index.html", "--metadata", "other-formats:index.pdf")
    run(stand_in, project, *options)
    assert 'href="index.pdf"' not in (project / "index.html").read_text("utf-8")


def test_point_7_headings_of_slides_have_no_number(both, project):
    for folder in both["en"]:
        page = (folder / "slides.html").read_text("utf-8")
        assert "header-section-number" not in page
        assert not re.search(r"<h2>\s*\d", page)
    edit(project.parent / "_theme/report.yml", "section-numbers: true", "number-sections: true")
    assert any("number-sections: true" in problem.found for problem in problems_in_sources(project))


def test_point_8_the_page_is_the_study_s_own(both, project):
    for folder in both["en"]:
        page = (folder / "index.html").read_text("utf-8")
        assert "quarto-light" not in page
        assert page.count('class="theme-button"') == 1
        assert len(re.findall(r"<th\b", page)) == len(re.findall(r"<th\b[^>]* scope=", page)) > 20
        assert re.search(r"Rendered with (Quarto 1\.9\.38|pandoc)", page)
    edit(project.parent / "_theme/report.yml", "    theme: none\n", "    theme: default\n")
    assert any("theme: default" in problem.found for problem in problems_in_sources(project))


def test_point_9_the_document_has_the_study_s_styles(both):
    for folder in both["en"]:
        document = docx.Document(str(folder / "index.docx"))
        headings = [each.style.name for each in document.paragraphs if each.style.name.lower().startswith("heading")]
        assert headings[0].lower() == "heading 1"
        assert str(document.styles["Caption"].font.color.rgb) == "51606E"
        assert round(document.sections[0].page_height.mm) == 297


def test_point_10_nothing_is_left_in_the_tree(project, tmp_path, quarto, monkeypatch, stand_in):
    subprocess.run(["git", "init", "--quiet"], cwd=tmp_path, check=True)
    before = sorted(project.parent.rglob("*"))
    quarto()
    render(project, tmp_path / "out", language="en", formats=["html", "pdf"])
    assert sorted(project.parent.rglob("*")) == before
    run(stand_in, project, "index.qmd", "--to", "html")
    assert (project / ".gitignore").exists()  # left by the stand-in itself


def test_point_10_a_failure_says_the_message_without_colours(project, tmp_path, quarto):
    makes_say(project, "INFO pandoc", "FAIL Validation of YAML failed.")
    quarto()
    with pytest.raises(InputError) as caught:
        render(project, tmp_path / "out", language="en", formats=["html"])
    assert (
        "quarto ended with status 1: ERROR: Validation of YAML failed. at renderFiles" in caught.value.problems[0].found
    )
    assert "\x1b" not in str(caught.value)
    assert not (tmp_path / "out").exists()


MISTAKES = [
    "WARNING Unable to resolve crossref @fig-nope",
    "WARNING (main.lua:1) Unknown var a.zzz specified in a var shortcode.",
    "WARNING Shortcode 'x' not found",
    "WARNING Could not fetch resource x.png",
    "WARNING The following divs were not closed: Div at line 7 unclosed",
    "WARNING PowerPoint output for FloatRefTargets require a single image as content",
]


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_with_status_0_is_heard_in_the_log(project, tmp_path, quarto, mistake):
    makes_say(project, mistake)
    quarto()
    with pytest.raises(InputError) as caught:
        render(project, tmp_path / "out", language="en", formats=["html"], renderer="quarto")
    (problem,) = caught.value.problems
    assert problem.found == f"quarto: {mistake.replace(' ', ': ', 1)}"
    assert not (tmp_path / "out").exists()


def test_what_is_missing_in_a_page_is_told_by_name(project, tmp_path, quarto):
    quarto('for given; do last="$given"; done; echo "<p>?var:a.zzz</p>" > index.html')
    with pytest.raises(InputError) as caught:
        render(project, tmp_path / "out", language="en", formats=["html"], renderer="quarto")
    said = str(caught.value)
    assert "?var:a.zzz" in said
    assert "Figure 1 (fig-shares) is missing" in said
    assert "(tbl-wide) is missing" in said
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("body", ["exit 0", "echo 'typst: error: no such font' >&2; exit 1"])
def test_a_run_without_a_file_is_a_failure(project, tmp_path, quarto, body):
    quarto(body)
    with pytest.raises(InputError, match=r"quarto ended with status [01]"):
        render(project, tmp_path / "out", language="en", formats=["html"], renderer="quarto")


def test_the_message_is_the_first_error_and_what_follows():
    log = "pandoc\n" * 40 + "ERROR: Couldn't find open tag\n  at line 7\n\nStack trace:\n" + "at x.js\n" * 40
    assert own.message(log).startswith("ERROR: Couldn't find open tag at line 7 Stack trace:")
    assert problems_in_log("pandoc\n  to: html\nOutput created: index.html\n", "index.qmd") == []


def test_the_choice(quarto, monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert chosen_renderer("auto") == "pandoc"
    with pytest.raises(InputError, match="quarto is not on the PATH"):
        chosen_renderer("quarto")
    with pytest.raises(InputError, match="auto, quarto or pandoc"):
        chosen_renderer("word")
    quarto()
    assert chosen_renderer("auto") == "quarto"
    assert chosen_renderer("pandoc") == "pandoc"
