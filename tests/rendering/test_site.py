"""A report as a site: a page a chapter, with numbers, references and addresses of the whole. Expected by eye."""

import os
import re

import pypdf
import pytest
from tests.pages import Page
from tests.rendering.conftest import copied_sample
from tests.rendering.site_sample import as_site

from wavework.problems import InputError
from wavework.rendering import pandoc
from wavework.rendering.renderer import render

PAGES = ["index", "short", "results", "rank", "method"]


@pytest.fixture(scope="module")
def folders(stand_in, tmp_path_factory):
    """What the embedded renderer and the stand-in for Quarto make of the site."""
    made = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATH", f"{stand_in}{os.pathsep}{os.environ['PATH']}")
        for renderer in ("pandoc", "quarto"):
            made[renderer] = tmp_path_factory.mktemp(renderer)
            project = as_site(copied_sample(tmp_path_factory.mktemp("site") / "report") / "en")
            render(project, made[renderer] / "en", language="en", formats=["html", "pdf"], renderer=renderer)
    return made


@pytest.fixture(scope="module")
def pages(folders):
    return {name: Page(folders["pandoc"] / f"en/{name}.html") for name in PAGES}


def test_each_chapter_with_something_to_show_has_a_page(folders):
    names = sorted(path.name for path in (folders["pandoc"] / "en").iterdir())
    assert names == sorted(["_figures", "index.pdf", "search.js", *(f"{name}.html" for name in PAGES)])


def test_both_renderers_make_the_same_pages(folders):
    for name in PAGES:
        ours, theirs = ((folders[by] / f"en/{name}.html").read_text("utf-8") for by in ("pandoc", "quarto"))
        assert re.sub(r"pandoc 3[\d.]+, typst [\d.]+\d", "Quarto 1.9.38", ours) == theirs


def test_numbers_are_those_of_the_whole_report(pages, folders):
    assert [pages[name].headings[0].title for name in PAGES[1:]] == ["1 In short", "2 Results", "2.2 Ranks", "3 Method"]
    assert "2.3 Detail in a wide table" in pages["rank"].text
    assert "Figure 2: Rank of paint" in pages["rank"].text
    read = pypdf.PdfReader(folders["pandoc"] / "en/index.pdf")
    paper = " ".join(" ".join(page.extract_text() for page in read.pages).split())
    for text in ("Figure 2: Rank of paint", "Table 1: Claims", "Table 2: Every answer", "Table 3: Open answers"):
        assert text in paper
        assert sum(text in page.text for page in pages.values()) == 1
    assert "Table 4: On the screen alone" in pages["short"].text  # what paper has not is numbered after it
    assert "screen alone" not in paper


def test_references_lead_to_the_page_that_has_it(pages):
    assert {"method.html#sec-method", "rank.html#fig-rank"} <= set(pages["index"].links)
    assert {"rank.html#fig-rank", "results.html#fig-shares", "#tbl-claims"} <= set(pages["short"].links)
    assert "See Table 1 for the claims, Figure 2 for the ranks and Section 3" in pages["short"].text
    assert [
        problem for page in pages.values() for problem in page.problems(reconstructed=True) if "link" in problem
    ] == [f"a link to a file that is not there: {name}" for page in PAGES for name in [f"../fr/{page}.html"]]


def test_tables_are_listed_with_what_each_shows(pages):
    listed = pages["index"].text
    assert re.findall(r"Table \d", listed) == ["Table 1", "Table 2", "Table 3", "Table 4"]
    assert re.search(r"Table 1\s+Claims .*Table 2\s+Every answer.*Table 4\s+On the screen alone", listed, re.DOTALL)
    assert {"short.html#tbl-claims", "short.html#tbl-screen", "rank.html#tbl-long"} <= set(pages["index"].links)


def test_navigation_knows_where_it_is(pages):
    (nav,) = re.findall(r'<nav class="page-nav".*?</nav>', pages["rank"].path.read_text("utf-8"), re.DOTALL)
    assert re.findall(r'href="(\w+)\.html"( aria-current="page")?', nav) == [
        ("index", ""), ("short", ""), ("results", ""), ("rank", ' aria-current="page"'), ("method", ""),
    ]  # fmt: skip
    neighbours = {a["rel"]: a["href"] for a in pages["rank"].all("a") if "rel" in a}
    assert neighbours == {"prev": "results.html", "next": "method.html"}
    assert {a["href"] for a in pages["short"].all("a") if a.get("hreflang")} == {"../fr/short.html"}


def test_a_number_has_an_address(pages):
    assert "value-n.keepers" in pages["short"].ids
    assert pages["short"].ids.count("value-n.keepers") == 1


def test_pictures_lie_beside_the_pages_and_a_phone_gets_its_own(project, tmp_path):
    as_site(project)
    (project / "_figures/phone").mkdir()
    (project / "_figures/phone/rank.svg").write_text('<svg width="72pt" height="36pt" viewBox="0 0 72 36"/>', "utf-8")
    render(project, tmp_path / "out", language="en", formats=["html"], renderer="pandoc")
    page = Page(tmp_path / "out/rank.html")
    assert [image["src"] for image in page.all("img")] == ["_figures/rank.svg"]
    (source,) = page.all("source")
    assert source["srcset"] == "_figures/phone/rank.svg"
    assert (source["width"], source["height"]) == ("96", "48")  # the room it takes, in CSS pixels
    assert (tmp_path / "out/_figures/phone/rank.svg").is_file()
    assert Page(tmp_path / "out/results.html").all("source") == []


def test_a_page_of_a_chapter_that_is_gone_goes(project, tmp_path):
    as_site(project)
    render(project, tmp_path / "out", language="en", formats=["html"], renderer="pandoc")
    assert (project / "method.qmd").is_file()
    (project / "_method.qmd").write_text(GONE_NOW, "utf-8")
    with pytest.raises(InputError, match="sec-method"):  # which other chapters name
        render(project, tmp_path / "out", language="en", formats=["html"], renderer="pandoc")
    for name in ("_short.qmd", "_start.qmd"):
        text = (project / name).read_text("utf-8").replace("@sec-method", "elsewhere")
        (project / name).write_text(text, "utf-8")
    render(project, tmp_path / "out", language="en", formats=["html"], renderer="pandoc")
    assert not (project / "method.qmd").exists()
    assert not (tmp_path / "out/method.html").exists()


GONE_NOW = '::: {.content-visible unless-meta="section-numbers"}\n\n## Method {#sec-method}\n\nNever.\n\n:::\n'


def test_a_reference_to_what_no_page_shows_is_named(project, tmp_path):
    as_site(project)
    only = '\n::: {.content-visible when-format="typst"}\n\n### Paper {#sec-paper}\n\nOn paper.\n\n:::\n'
    (project / "_method.qmd").write_text((project / "_method.qmd").read_text("utf-8") + only, "utf-8")
    (project / "_start.qmd").write_text("See @sec-paper.\n", "utf-8")
    with pytest.raises(InputError, match=r"index\.html.*\?@sec-paper"):
        render(project, tmp_path / "out", language="en", formats=["html"], renderer="pandoc")


def test_an_exhibit_without_alternative_text_is_named(project, tmp_path):
    as_site(project)
    path = project / "_exhibits/rank.md"
    path.write_text(re.sub(r' fig-alt="[^"]*"', "", path.read_text("utf-8")), "utf-8")
    with pytest.raises(InputError, match="an image without alternative text: _figures/rank"):
        render(project, tmp_path / "out", language="en", formats=["html"], renderer="pandoc")


def test_only_pages_of_which_something_changed_are_made_again(tmp_path, monkeypatch):
    project, made = as_site(copied_sample(tmp_path / "report") / "en"), []
    once = pandoc.pandoc

    def counted(arguments, text, folder):
        made.extend(argument for argument in arguments if argument == "html5")
        return once(arguments, text, folder)

    monkeypatch.setattr(pandoc, "pandoc", counted)

    def again(folder):
        made.clear()
        render(project, folder, language="en", formats=["html"], renderer="pandoc")
        return len(made), {path.name: path.read_bytes() for path in folder.glob("*.html")}

    out = tmp_path / "out"
    assert again(out)[0] == len(PAGES)
    assert again(out)[0] == 0
    (out / "method.html").write_text("by hand", "utf-8")
    (out / "rank.html").unlink()
    assert again(out)[0] == 2
    edits = {  # what is edited -> how many pages show it
        "_method.qmd": (lambda text: text + "\nOne more sentence.\n", 1),
        "../_theme/page.css": (lambda text: text + "\n/* other */\n", len(PAGES)),
        "_variables.yml": (lambda text: text.replace("1,204", "1,205"), None),
    }
    for name, (edit, count) in edits.items():
        before = (project / name).read_text("utf-8")
        assert edit(before) != before
        (project / name).write_text(edit(before), "utf-8")
        found, pages = again(out)
        assert found == count if count else 0 < found < len(PAGES), name
        assert pages == again(tmp_path / f"anew {name.count('/')} {count}")[1]
