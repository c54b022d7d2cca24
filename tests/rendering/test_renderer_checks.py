"""What a report's sources may not hold: each slip is named with its file and line, all of them together."""

import re
import shutil

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wavework.problems import InputError
from wavework.rendering.pandoc import HERE, trees_of
from wavework.rendering.pandoc_constructs import nodes
from wavework.rendering.renderer import render
from wavework.rendering.source_checks import PLAIN, problems_in_sources


def only(problems, count=1):
    assert len(problems) == count, [str(problem) for problem in problems]
    return problems[0]


def with_text(project, text):
    """The project with nothing but `text` in its report, after four lines of front matter."""
    (project / "index.qmd").write_text(f'---\ntitle: "Sample"\n---\n\n{text}\n', "utf-8")
    (project / "slides.qmd").unlink()
    return problems_in_sources(project, language="en")


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_sample_has_no_problem(sample, language):
    assert problems_in_sources(sample / language, language=language) == []


REFUSED = [
    # text after line 4, line of the slip (None: it has none), a piece of what is said
    ("Word {{< var n.nope >}}.", 5, "unknown variable n.nope"),
    ("Word {{< meta nope >}}.", 5, "unknown metadata nope"),
    ("Word {{< video x.mp4 >}}.", 5, "shortcode {{< video x.mp4 >}}"),
    ("Word {{< var n.keepers.", 5, "half a shortcode"),
    ("Word {{{< var n.keepers >}}}.", 5, "half a shortcode, or one with three braces"),
    ("```python\nx = {{< var n.keepers >}}\n```", 6, "shortcode in code"),
    ("`{{< var n.keepers >}}`", 5, "shortcode in code"),
    ("$x = {{< var n.keepers >}}$", 5, "shortcode in a formula"),
    ("[x]({{< var n.keepers >}})", 5, "shortcode in the address of a link"),
    ('[x]{.mark-good title="{{< var n.keepers >}}"}', 5, "shortcode in an attribute"),
    ("{{< include _missing.md >}}", None, "an include names it, but it is missing"),
    ("{{< include ../fr/_detail.md >}}", 5, "a file inside the project"),
    ("{{< include /etc/passwd >}}", None, "an include names it, but it is missing"),
    ("Word {{< include _detail.md >}}", 5, "alone on its line"),
    ("```{python}\nprint(x)\n```", 5, "an executable cell"),
    ("``` {r}\nprint(x)\n```", 5, "an executable cell"),
    ("Word @fig-nope.", 5, "unresolved reference @fig-nope"),
    ("Word @tbl-nope.", 5, "unresolved reference @tbl-nope"),
    ("Word @sec-nope.", 5, "unresolved reference @sec-nope"),
    ("Word @smith.", 5, "a citation"),
    ("## Here {#sec-here .unnumbered}\n\nSee @sec-here.", 7, "unresolved reference @sec-here"),
    ("## Here {#sec-here}\n\nSee [Section @sec-here].", 7, "a reference with more around it"),
    ("## Here {#sec-here}\n\n## There {#sec-here}\n", None, "the id sec-here is given 2 times"),
    ("## Here {#sec-he_re}", 5, "an id that not every format takes"),
    ("[x](#nowhere)", 5, "a link to #nowhere"),
    ("[x](javascript:alert)", 5, "an address outside the set"),
    ("[x](/etc/passwd)", 5, "an address outside the set"),
    ("| a |\n|:--|\n| b |\n\n: c {#x-y}", 9, "an id that"),
    ("::: {.callout-danger}\nx\n:::", 5, "a class outside the set: .callout-danger"),
    ("::: {.layout-ncol}\nx\n:::", 5, "a class outside the set"),
    ("::: {.callout-note}\nx", 5, "unclosed"),
    ('::: {.content-visible when-format="pdf"}\nx\n:::', 5, "a condition that not both renderers know"),
    ("::: {.content-visible}\nx\n:::", 5, "a condition that not both renderers know"),
    ("::: {.panel-tabset}\n\n### Tab\n\nx\n\n:::", 7, "a tab with a section's number"),
    ("Word <b>bold</b>.", 5, "raw HTML"),
    ("<details>\nx\n</details>", 5, "raw HTML"),
    ("```{=html}\n<p>x</p>\n```", 6, "raw HTML"),
    ("Word \\emph{x}.", 5, "raw HTML or TeX"),
    ("![c](https://example.org/x.png){#fig-x fig-alt='a'}", 5, "an image from elsewhere"),
    ("![c](//example.org/x.png){#fig-x fig-alt='a'}", 5, "an image from elsewhere"),
    ("![c](../fr/_figures/rank){#fig-x fig-alt='a'}", 5, "an image from elsewhere"),
    ("![c](_figures/rank){#fig-x}", 5, "without alternative text"),
    ("![c](_figures/nope.png){#fig-x fig-alt='a'}", 5, "nope.png is missing"),
    ("Word 17.", 5, "digits that no variable made: 17."),
    ("Word in 2022, as it was.", 5, "2022"),
    ("## Part 2", 5, "digits that no variable made: 2"),
    ("| a |\n|:--|\n| 12 % |", 7, "12"),
    ("Word.[^n]\n\n[^n]: A note of 1999.", 7, "1999"),
    ("Half is ½.", 5, "½"),
    ("$\\alpha = 0.05$", 5, "0.05"),
    ("A PDF/UA-12 is none.", 5, "PDF/UA-12"),
    ('::: {.callout-note title="Rule 7"}\nx\n:::', 5, "digits that no variable made: 7"),
    ("![c](_figures/rank){#fig-x fig-alt='8 of them'}", 5, "digits that no variable made: 8"),
    ("Word \ue000var:n.keepers\ue001.", 5, "a mark"),
]


@pytest.mark.parametrize(("text", "row", "said"), REFUSED, ids=[said + " | " + text[:24] for text, _, said in REFUSED])
def test_a_slip_is_refused_with_its_line(project, text, row, said):
    problems = [problem for problem in with_text(project, text) if said in str(problem)]
    problem = problems[0] if problems else only([])
    assert problem.row == row
    assert problem.expected or "quarto" in problem.found


ACCEPTED = [
    "Code `x1 = 2` and\n\n```python\nx = 17\n```",
    "A name with digits: [Area 51]{.allow-digits}.",
    "The standard is PDF/UA-1, as said.",
    "[no digits](https://example.org/2022) and <https://example.org/2022>.",
    "{{< var n.keepers >}} and **{{< var n.waves >}}**, {{< meta title >}}.",
    "## Here {#sec-here2}\n\nSee @sec-here2 and [this](#sec-here2) and [-@sec-here2].",
    "A @ sign, someone\\@example.org, a {brace}, a < b.",
    "::: {.report-wide}\nx\n:::",
]


@pytest.mark.parametrize("text", ACCEPTED)
def test_what_is_in_the_set_is_accepted(project, text):
    assert [str(problem) for problem in with_text(project, text)] == []


@pytest.mark.parametrize(
    ("yaml", "said"),
    [
        ("a: 3.10", "a is float"),
        ("a: 2022", "a is int"),
        ("a: true", "a is bool"),
        ("a: ''", "a is empty"),
        ("a:", "a is empty"),
        ("a: [x]", "a is list"),
        ("a: {}", "a is empty"),
        ("'a b': 'x'", "key 'a b'"),
        ("a: '> eaten'", "a holds a BlockQuote"),
        ("a: '- item'", "a holds a BulletList"),
        ("a: '<script>x</script>'", "a holds a RawBlock"),
        ('a: "x\\n\\ny"', "a is read as 2 paragraphs"),
        ("a: '1. x'", "a holds a OrderedList"),
        ("a: 'x <b>y</b>'", "a holds a RawInline"),
        ("a: 'see @fig-x'", "a holds a Cite"),
        ("a: '![x](https://example.org/x.png)'", "a holds a Image"),
        ("a: [x", "_variables.yml, row"),
    ],
)
def test_values_of_variables(project, yaml, said):
    (project / "_variables.yml").write_text(yaml + "\n", "utf-8")
    said_all = [str(problem) for problem in with_text(project, "Word.")]
    assert said_all
    assert all("_variables.yml" in problem for problem in said_all)
    assert any(said in problem for problem in said_all)


def test_variables_may_hold_what_is_inline_markdown(project):
    (project / "_variables.yml").write_text('a: "< 0,001"\nb: "*r*~s~ = 0.71"\nc: "$p < 0.05$"\nd: "𐀀é"\n', "utf-8")
    assert with_text(project, "{{< var a >}} {{< var b >}} {{< var c >}} {{< var d >}}") == []


def test_all_problems_come_together_and_nothing_is_written(project, tmp_path):
    (project / "_detail.md").write_text("Word 12.\n\n@fig-nope\n", "utf-8")
    (project / "index.qmd").write_text("{{< var nope >}}\n\n{{< include _detail.md >}}\n\n{{< var nono >}}\n", "utf-8")
    with pytest.raises(InputError) as caught:
        render(project, tmp_path / "out", language="en", formats=["html"], renderer="pandoc")
    places = sorted((problem.file.rsplit("/", 1)[-1], problem.row) for problem in caught.value.problems)
    assert places == [("_detail.md", 1), ("_detail.md", 3), ("index.qmd", 1), ("index.qmd", 5)]
    assert not (tmp_path / "out").exists()


def test_a_circle_of_includes(project):
    (project / "_a.md").write_text("{{< include _b.md >}}\n", "utf-8")
    (project / "_b.md").write_text("Word.\n\n{{< include _a.md >}}\n", "utf-8")
    problems = with_text(project, "{{< include _a.md >}}")
    places = {(problem.file.rsplit("/", 1)[-1], problem.row) for problem in problems}
    assert places == {("_a.md", 1), ("_b.md", 3)}
    assert all("no circle" in problem.expected for problem in problems)


def test_generated_fragments_may_hold_digits_and_details_but_no_include(project):
    (project / "_tables" / "x.md").write_text("In 2022: 17.\n\n{{< include _detail.md >}}\n", "utf-8")
    problem = only(with_text(project, "{{< include _tables/x.md >}}"))
    assert "an include in a generated fragment" in problem.found
    assert problem.row == 3


def test_an_exhibit_that_the_text_does_not_show_is_missing_there(project):
    """And not in the generated table that links to it."""
    (project / "_tables").mkdir(exist_ok=True)
    (project / "_tables/list.md").write_text("| exhibit |\n|---|\n| [Rank](#fig-rank) |\n", "utf-8")
    (project / "_tables/fig-rank.md").write_text("![c](_figures/rank){#fig-rank fig-alt='a'}\n", "utf-8")
    problem = only(with_text(project, "{{< include _tables/list.md >}}"))
    assert problem.file.endswith("index.qmd")
    assert "does not show fig-rank" in problem.found
    assert problem.expected == "{{< include _tables/fig-rank.md >}}"


def test_a_broken_front_matter_names_its_line(project):
    (project / "index.qmd").write_text('---\ntitle: "x"\nsubtitle: [\n---\n\nWord.\n', "utf-8")
    problems = problems_in_sources(project)
    assert any(
        problem.file.endswith("index.qmd") and "front matter" in problem.found and problem.row for problem in problems
    )


def test_digits_in_the_front_matter(project):
    (project / "index.qmd").write_text('---\ntitle: "Of 2022"\n---\n\nWord.\n', "utf-8")
    (project / "slides.qmd").unlink()
    problem = only(problems_in_sources(project))
    assert (problem.row, "2022" in problem.found) == (2, True)


def test_a_file_that_is_not_utf8(project):
    (project / "_detail.md").write_bytes("é".encode("latin-1"))
    problem = only([p for p in problems_in_sources(project) if p.file.endswith("_detail.md")])
    assert "byte 0 is not UTF-8" in problem.found


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("lang: en", "lang: fr", "lang: fr"),
        ("lang: en", "lang: xx", "'xx'|lang: xx"),
        ("embed-resources: true", "embed-resources: false", "embed-resources: False"),
        ("html-math-method: mathml", "html-math-method: mathjax", "html-math-method: mathjax"),
        ("theme: none", "theme: cosmo", "theme: cosmo"),
        ("minimal: true", "minimal: false", "minimal: False"),
        ("    template: ../_theme/page.html\n", "", "template: None"),
        ("pdf-standard: ua-1", "pdf-standard: a-2b", "pdf-standard: a-2b"),
        ("shift-heading-level-by: 0", "shift-heading-level-by: 1", "shift-heading-level-by: 1"),
        ("default-image-extension: png", "default-image-extension: svg", "default-image-extension: svg"),
        ("at: pre-ast", "at: post-quarto", "filters at pre-ast"),
        ("section-numbers: true", "section-numbers: false", "without section numbers"),
        ("section-numbers: true", "number-sections: true", "number-sections: true|without section numbers"),
    ],
)
def test_the_configuration(project, before, after, said):
    path = project / "_quarto.yml" if before.startswith("lang") else project.parent / "_theme/report.yml"
    assert before in path.read_text("utf-8")
    path.write_text(path.read_text("utf-8").replace(before, after, 1), "utf-8")
    problems = problems_in_sources(project, language="en")
    assert problems
    assert all(re.search(said, problem.found) for problem in problems)


def test_a_missing_project_and_a_missing_text(project):
    (project / "index.qmd").unlink()
    assert "the file is missing" in only(problems_in_sources(project)).found
    shutil.rmtree(project)
    assert "the file is missing" in only(problems_in_sources(project)).found


@settings(max_examples=10, deadline=None)
@given(st.lists(st.from_regex(PLAIN, fullmatch=True), min_size=50, max_size=80, unique=True))
def test_a_value_that_pandoc_is_not_asked_about_is_running_text(texts):
    for blocks in trees_of({str(at): text for at, text in enumerate(texts)}, HERE).values():
        assert [block["t"] for block in blocks] == ["Para"]
        assert {node["t"] for node in nodes(blocks)} <= {"Para", "Str", "Space", "Quoted", "DoubleQuote", "SingleQuote"}
