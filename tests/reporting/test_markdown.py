"""Survey text shows as it is written, wherever it stands. The judge is pandoc's own reader."""

import json
import re
import subprocess

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wavework.rendering.pandoc import READER, pandoc_path
from wavework.reporting.exhibit_data import below, defined, folded, saved
from wavework.reporting.markdown import Markdown, attribute_text, exhibit, figure, html_text, markdown_text, pipe_table

HOSTILE = [
    "<script>alert(1)</script>",
    "{{< include /etc/passwd >}}",
    "{{< var n.keepers >}} {{{< meta title >}}}",
    "=1+1",
    "@fig-x",
    "[@fig-x; -@tbl-y]",
    "$x^2$ costs $5 and $$y$$",
    "> quoted",
    "# heading",
    "- item",
    "* item",
    "+ item",
    "1. item",
    "(1) item",
    "(@) item",
    "a. item",
    ": definition",
    "::: {.callout-note}",
    "```{python}",
    "a | b || c",
    "*em* _em_ **strong** ~~out~~ H~2~O x^2^",
    "`code` and \\LaTeX \\| \\",
    "![image](https://example.org/x.png)",
    "[link](javascript:alert(1)) <https://example.org>",
    "[text]{.class} {#id .class key=value}",
    "^[note] [^1] [^1]: note",
    "a -- b --- c ... 'single' \"double\"",
    "&lt;b&gt; &amp; &#35; &nbsp;",
    "---",
    "***",
    "<!-- comment -->",
    "Côte d'Ivoire — Viet Nam’s «œuvre» 100 %",
    "| a | b |",
    "+---+",
    "% title",
    "    four spaces",
    "http://example.org/?a=1&b=2 someone@example.org",
    "__init__ snake_case_name",
    "=> <= != :-) :smile:",
]


def read(markdown: str) -> dict:
    """What pandoc makes of a markdown text."""
    done = subprocess.run(
        [pandoc_path(), "--from", f"{READER}+table_attributes", "--to", "json"],
        input=markdown,
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


def values(texts: list[str]) -> list[dict]:
    """What pandoc makes of texts as values of metadata: the way of a variable in both renderers."""
    block = "---\n" + json.dumps({"texts": texts}, ensure_ascii=False) + "\n---\n"
    return read(block)["meta"]["texts"]["c"]


def plain(inlines: list[dict]) -> str:
    """The text of inlines if they are nothing but text; an assertion fails otherwise."""
    assert {node["t"] for node in inlines} <= {"Str", "Space"}, inlines
    return "".join(node["c"] if node["t"] == "Str" else " " for node in inlines)


def written(text: str) -> str:
    """What a reader expects to see of a label: the same characters, white space as single spaces."""
    return re.sub(r"[ \t]+", " ", text).strip(" ")


@pytest.mark.parametrize("text", HOSTILE)
def test_a_label_is_plain_text_in_a_paragraph_and_at_its_start(text):
    (block,) = read(markdown_text(text))["blocks"]
    assert block["t"] == "Para"
    assert plain(block["c"]) == written(text)


def test_labels_are_plain_text_in_variables():
    for text, value in zip(HOSTILE, values([markdown_text(text) for text in HOSTILE]), strict=True):
        assert value["t"] == "MetaInlines"
        assert plain(value["c"]) == written(text)


def test_labels_are_plain_text_in_a_table():
    table = pipe_table(["label", "n"], [[text, 1] for text in HOSTILE], caption=HOSTILE[4], table_id="tbl-x")
    (block,) = read(table)["blocks"]
    assert block["t"] == "Table"
    assert block["c"][0][0] == "tbl-x"
    assert plain(block["c"][1][1][0]["c"]) == HOSTILE[4]
    rows = block["c"][4][0][3]
    cells = [row[1][0][4][0]["c"] for row in rows]
    assert [plain(cell) for cell in cells] == [written(text) for text in HOSTILE]


@pytest.mark.parametrize("text", HOSTILE)
def test_alternative_text_and_caption_are_plain_text(text):
    (block,) = read(figure("fig-x", "_figures/x", caption=text, alt=text))["blocks"]
    assert block["t"] == "Figure"
    assert plain(block["c"][1][1][0]["c"]) == written(text)
    image = block["c"][2][0]["c"][0]
    assert dict(image["c"][0][2])["fig-alt"] == written(text)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(min_size=1), min_size=1, max_size=20))
def test_any_text_is_plain_text(texts):
    texts = [f"a{text}z" for text in texts]  # never empty
    for text, value in zip(texts, values([markdown_text(text) for text in texts]), strict=True):
        seen = plain(value["c"])
        kept = [c for c in text if not c.isspace() and c in seen]
        assert [c for c in seen if not c.isspace()] == kept
        assert all(
            ord(c) < 32 or not c.isprintable() or c in "\ue000\ue001" for c in set(text) - set(seen) - set(" \xa0")
        )


def test_no_shortcode_survives_in_raw_text():
    """Quarto looks for shortcodes in the raw text, before it parses it."""
    for text in HOSTILE:
        assert "{{<" not in markdown_text(text)
        assert "{{<" not in attribute_text(text)
        assert "{{<" not in figure("fig-x", "_figures/x", caption=text, alt=text)


def test_controls_and_marks_of_the_renderer_are_taken_out():
    assert markdown_text("a\x00b\x1b\u202ec\ue000d\ue001") == "abcd"
    assert markdown_text("a\r\n\tb\u2028c") == "a b c"


def test_markdown_is_not_escaped_twice():
    once = markdown_text("a*b")
    assert markdown_text(once) is once
    assert markdown_text(Markdown("**b**")) == "**b**"


def test_html_text():
    assert html_text('<a href="x">\'&\n') == "&lt;a href=&quot;x&quot;&gt;&#x27;&amp;"


def test_table_refuses_ragged_rows_and_wrong_ids():
    with pytest.raises(ValueError, match="a row of 1 cells under a header of 2"):
        pipe_table(["a", "b"], [["x"]])
    for wrong in ("fig-x", "tbl-a_b", "tbl-", "tbl-x}", "x"):
        with pytest.raises(ValueError, match="not a reference id"):
            pipe_table(["a"], [["x"]], caption="c", table_id=wrong)


@pytest.mark.parametrize("image", ["/etc/passwd", "../x", "_figures/a b", "_figures/x){onload=1", "_figures/é"])
def test_figure_refuses_paths_that_are_not_plain(image):
    with pytest.raises(ValueError, match="not a plain path"):
        figure("fig-x", image, caption="c", alt="a")


def test_what_stands_under_an_exhibit_is_html_alone():
    text = exhibit(
        "![c](_figures/x){#fig-x fig-alt='a'}\n", below([folded("Where & when", defined([("<by>", ["x"])]))])
    )
    assert "<summary>Where &amp; when</summary><dl><dt>&lt;by&gt;</dt><dd>x</dd></dl>" in text
    blocks = read(text)["blocks"]
    assert [block["t"] for block in blocks] == ["Div"]
    inner = blocks[0]["c"][1]
    assert [block["t"] for block in inner] == ["Figure", "Div"]
    assert inner[1]["c"][0][1:] == [["content-visible"], [["when-format", "html"]]]


def test_a_file_is_saved_under_its_name():
    assert saved("_figures/x.csv", "Data <s>") == '<a download="x.csv" href="_figures/x.csv">Data &lt;s&gt;</a>'
    with pytest.raises(ValueError, match=r"ends in \.csv"):
        saved('_figures/x".csv', "Data")
