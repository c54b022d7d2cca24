"""Text that depends on what there is: `when-meta` in the embedded renderer, and in the checks of the sources."""

import io

import docx
import pytest

from wavework.rendering.pandoc import render_documents
from wavework.rendering.project import Document
from wavework.rendering.source_checks import problems_in_sources

HAS = "has:\n  change: false\n  waves:\n    first_2019: true\n    second_2022: false\n"
WHEN = '::: {{.content-visible when-meta="has.{key}"}}\n\n{text}\n\n:::\n'
UNLESS = '::: {{.content-visible unless-meta="has.{key}"}}\n\n{text}\n\n:::\n'
INCLUDE = "{{< include _shown.md >}}"
UNKNOWN = "Word {{< var n.nope >}} of @fig-nope.\n\n![c](_figures/nope){#fig-none fig-alt='none'}"


@pytest.fixture
def written(project):
    """Writes a text as the whole report, with `_has.yml` beside it; gives the problems of the sources."""

    def write(text: str, has: str | None = HAS) -> list[str]:
        (project / "index.qmd").write_text(f'---\ntitle: "Sample"\n---\n\n{text}\n', "utf-8")
        (project / "slides.qmd").unlink(missing_ok=True)
        configuration = project / "_quarto.yml"
        declared = configuration.read_text("utf-8")
        if "_has.yml" not in declared:
            configuration.write_text(declared.replace("metadata-files: [", "metadata-files: [_has.yml, "), "utf-8")
        if has is not None:
            (project / "_has.yml").write_text(has, "utf-8")
        return [str(problem) for problem in problems_in_sources(project, language="en")]

    return write


TEXT = "\n".join(
    [
        "## First {#sec-first}\n",
        WHEN.format(key="change", text=f"## Change {{#sec-change}}\n\n{UNKNOWN}\n\n{{{{< include _hidden.md >}}}}"),
        UNLESS.format(key="change", text="Nothing changed on {{< var n.islands >}} islands.\n\n" + INCLUDE),
        '::: {.content-visible when-meta="has.waves.first_2019" when-format="html"}\nOn the screen.\n:::\n',
        '::: {.content-hidden when-meta="has.waves.first_2019"}\nNever.\n:::\n',
        "## Last {#sec-last}\n\nSee @sec-last and @fig-rank.",
    ]
)


def test_hidden_blocks_are_gone_before_anything_is_counted_or_looked_up(project, written):
    (project / "_hidden.md").write_text("{{< var n.nope >}} and @tbl-nope\n", "utf-8")
    nested = WHEN.format(key="waves.second_2022", text=UNKNOWN) + "\n{{< include _exhibits/rank.md >}}\n"
    (project / "_shown.md").write_text(nested, "utf-8")
    assert written(TEXT) == []
    screen, paper = (Document(project / "index.qmd", output) for output in ("html", "docx"))
    made = render_documents(project, [screen, paper], {"renderer": "", "other-formats": ""})
    page = made[screen].decode("utf-8")
    for text in ("Nothing changed on 11 islands.", "On the screen.", "Section\u00a02</a>", "Figure\u00a01</a>"):
        assert text in page
    for text in ("sec-change", "Never.", "nope", "content-visible", "when-meta"):
        assert text not in page
    text = docx.Document(io.BytesIO(made[paper]))
    assert [p.text for p in text.paragraphs if "screen" in p.text or "nope" in p.text] == []
    assert "Nothing changed on 11 islands." in [p.text for p in text.paragraphs]


@pytest.mark.parametrize(
    ("text", "row", "said"),
    [
        (WHEN.format(key="chnage", text="x"), 5, "unknown condition: has.chnage"),
        (WHEN.format(key="chnage", text="x"), 5, "such as has.change"),
        (WHEN.format(key="waves", text="x"), 5, "unknown condition: has.waves"),
        (WHEN.format(key="change", text=WHEN.format(key="nope", text="x")), 7, "unknown condition: has.nope"),
        (WHEN.format(key="change", text="::: {.callout-danger}\nx\n:::"), 7, "a class outside the set"),
        (WHEN.format(key="change", text="Word <b>bold</b>."), 7, "raw HTML"),
        (WHEN.format(key="change", text="{{< include _missing.md >}}"), None, "an include names it, but it is missing"),
        ('Word [x]{.content-visible when-meta="has.change"}.', 5, "a condition on what there is inside a line"),
        ('```{.content-visible when-meta="has.change"}\nx\n```', 5, "a condition on what is no block"),
        (WHEN.format(key="change", text="@fig-none\n") + "\n@fig-none", 12, "unresolved reference @fig-none"),
        (WHEN.format(key="waves.first_2019", text=UNKNOWN), 7, "unknown variable n.nope"),
        (WHEN.format(key="waves.first_2019", text=UNKNOWN), 7, "unresolved reference @fig-nope"),
        (WHEN.format(key="waves.first_2019", text=UNKNOWN), 9, "nope.svg is missing"),
        ("Word {{< var n.nope >}}.", 5, 'or say when it is there: ::: {.content-visible when-meta="has.…"}'),
        ("Word @fig-nope.", 5, 'or say when it is there: ::: {.content-visible when-meta="has.…"}'),
    ],
)
def test_what_is_shown_is_checked_and_what_is_hidden_stays_in_the_set(written, text, row, said):
    problems = [problem for problem in written(text) if said in problem]
    assert problems, said
    assert row is None or f"row {row}:" in problems[0]


def test_without_the_file_every_condition_is_unknown(written):
    assert written("Word.", has=None) == []
    assert "unknown condition: has.change" in written(WHEN.format(key="change", text="x"), has=None)[0]


def test_a_fragment_is_checked_where_it_is_shown(project, written):
    (project / "_part.md").write_text(UNKNOWN, "utf-8")
    include = "{{< include _part.md >}}"
    assert written(WHEN.format(key="change", text=include)) == []
    said = written(WHEN.format(key="change", text=include) + f"\n{include}\n")
    assert {problem.split(":")[0].rsplit("/", 1)[-1] for problem in said} == {"_part.md, row 1", "_part.md, row 3"}
