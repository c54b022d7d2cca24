"""The report is one report in three languages: headings, references, variables, includes and order are the same."""

import re

import pytest
from languages import ROOT, TRANSLATED, read_yaml, slips

from wavework.report_files import is_page

REPORT = ROOT / "report"


def sources(language: str) -> list[str]:
    """What people wrote: not the pages of the site, which a run makes of it."""
    return sorted(path.name for path in (REPORT / language).glob("*.qmd") if not is_page(path))


ENGLISH = sources("en")
OWN_OPTIONS = ("lang", "crossref", "other-links")  # of _quarto.yml, that differ from language to language
TOKEN = re.compile(
    r"^(?P<heading>#+) .*?(?:\{(?P<attributes>[^}]*)\})?[ \t]*$"
    r"|\{\{< *(?P<shortcode>[^>]*?) *>\}\}"
    r"|(?P<reference>(?<![\w.])@[\w-]+\w)"
    r"|^(?P<div>:::+.*)$"
    r"|(?P<code>`[^`]+`)"
    r"|(?P<image>!\[[^\]]*\]\([^)]*\))"
    r"|(?P<link>(?<!!)\]\([^)]*\))",
    re.MULTILINE,
)


def skeleton(text: str) -> list[str]:
    """What a text holds besides its prose, in order."""
    found = []
    for token in TOKEN.finditer(text):
        if token["heading"]:
            found.append(f"{token['heading']} {token['attributes'] or ''}".strip())
            found += [f"in heading: {name}" for name in re.findall(r"\{\{< *(.*?) *>\}\}", token[0])]
        else:
            found.append(token[0])
    return found


def prose(text: str) -> str:
    """Titles and text without shortcodes, attributes, code, addresses, references and fences."""
    head, text = re.fullmatch(r"(?:---\n(.*?)\n---\n)?(.*)", text, flags=re.DOTALL).groups(default="")
    titles = re.findall(r'^(?:title|subtitle): "(.*)"$', head, flags=re.MULTILINE)
    text = "\n\n".join([*titles, re.sub(r"^ *:::.*$", "", text, flags=re.MULTILINE)])
    text = re.sub(r"\{\{<.*?>\}\}", "X", text)
    return re.sub(r"\{[^{}]*\}|`[^`]*`|@[\w-]+|(?<=\])\([^)\s]*\)", "X", text)


def text_of(language: str, name: str) -> str:
    return (REPORT / language / name).read_text(encoding="utf-8")


def test_english_is_there() -> None:
    assert "index.qmd" in ENGLISH
    assert sum(len(skeleton(text_of("en", name))) for name in ENGLISH) > 300


@pytest.mark.parametrize("language", TRANSLATED)
def test_the_same_files(language: str) -> None:
    assert sources(language) == ENGLISH


@pytest.mark.parametrize("name", ENGLISH)
@pytest.mark.parametrize("language", TRANSLATED)
def test_the_same_skeleton_in_the_same_order(language: str, name: str) -> None:
    assert skeleton(text_of(language, name)) == skeleton(text_of("en", name))


@pytest.mark.parametrize("name", ENGLISH)
@pytest.mark.parametrize("language", TRANSLATED)
def test_every_paragraph_has_its_counterpart(language: str, name: str) -> None:
    english, other = (re.split(r"\n\s*\n", text_of(code, name).strip()) for code in ("en", language))
    assert len(other) == len(english)
    same = [part for part in other if part in english and re.search(r"(?:[^\W\d_]{2,} ){2}[^\W\d_]{2,}", prose(part))]
    assert same == []


@pytest.mark.parametrize("name", ENGLISH)
@pytest.mark.parametrize("language", TRANSLATED)
def test_typography_of_the_report(language: str, name: str) -> None:
    paragraphs = re.split(r"\n\s*\n", prose(text_of(language, name)))
    assert [slip for part in paragraphs for slip in slips(" ".join(part.split("\n")), language)] == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_the_same_options(language: str) -> None:
    english, other = (read_yaml(REPORT / code / "_quarto.yml") for code in ("en", language))
    assert other["lang"] == language
    drop = [{key: value for key, value in options.items() if key not in OWN_OPTIONS} for options in (english, other)]
    assert drop[0] == drop[1]


@pytest.mark.parametrize(
    "other",
    [
        "## B {#sec-a}\n\nx {{< var b >}} @fig-x\n",  # another variable
        "## B {#sec-b}\n\nx {{< var a >}} @fig-x\n",  # another id
        "### B {#sec-a}\n\nx {{< var a >}} @fig-x\n",  # another level
        "## B {#sec-a}\n\nx @fig-x {{< var a >}}\n",  # another order
        "## B {#sec-a}\n\nx {{< var a >}} @fig-y\n",  # another reference
        "## B {{< var c >}} {#sec-a}\n\nx {{< var a >}} @fig-x\n",
        "## B {#sec-a}\n\n::: {.callout-note}\nx {{< var a >}} @fig-x\n:::\n",
        "## B {#sec-a}\n\nx {{< var a >}} @fig-x\n\n{{< include _tables/t.md >}}\n",
    ],
)
def test_a_difference_of_skeletons_is_seen(other: str) -> None:
    english = "## A {#sec-a}\n\nx {{< var a >}} @fig-x.\n"
    assert skeleton(english) == skeleton("## B {#sec-a}\n\nEn français {{< var a >}}, (@fig-x)\n")
    assert skeleton(other) != skeleton(english)
