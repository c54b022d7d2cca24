"""The slides: one message each, in the order of a talk or of the source's deck, the same in the three languages.

The lists below follow the deck and what was asked for, by hand.
"""

import re
from pathlib import Path

import pytest
import yaml

REPO = Path(__file__).parents[2]
LANGUAGES = ("en", "fr", "es")
SLIDES = {  # id -> the figure that it shows
    "verdicts": "", "participation": "participation", "governments": "governments-scatter",
    "governments-change": "governments-trajectories", "strategy": "strategy-nature", "maturity": "maturity-dimensions",
    "e-government": "egdi-maturity", "drivers": "drivers", "obstacles": "obstacles", "budgets": "budgets-ap-lac",
    "back-office": "back-office-ap-lac", "front-office": "front-office-ap", "data": "data-ap",
    "analytics": "analytics-ap-lac", "organization": "organization-ap-lac", "youth": "youth-front-common",
    "conclusions-ap": "", "conclusions-lac": "", "settle": "what-would-settle",
}  # fmt: skip
DECK = (  # the order of the deck's own pages; what it has no page for comes last
    "framework", "participation", "e-government", "context", "strategy", "maturity", "drivers", "obstacles", "budgets",
    "back-office", "front-office", "data", "analytics", "organization", "youth", "conclusions-ap", "conclusions-lac",
    "verdicts", "settle",
)  # fmt: skip
NOTES = re.compile(r"^::::: \{\.notes\}$(.*?)^:::::$", re.MULTILINE | re.DOTALL)
HEADING = re.compile(r"^## (?P<title>.+) \{#(?P<id>[a-z-]+)\}$", re.MULTILINE)


def source(language: str) -> str:
    return (REPO / "report" / language / "slides.qmd").read_text("utf-8")


def slides(language: str) -> dict[str, tuple[str, str]]:
    """Id -> title and text of each slide after the first, which the front matter makes."""
    parts = HEADING.split(source(language))[1:]
    return {name: (title, text) for title, name, text in zip(parts[::3], parts[1::3], parts[2::3], strict=True)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_twenty_slides_for_twenty_minutes_in_either_order(language: str) -> None:
    head = yaml.safe_load(source(language).split("---")[1])
    assert head["order-talk"] == list(SLIDES)
    assert head["order-deck"] == list(DECK)
    assert 1 + len(SLIDES) == 1 + len(DECK) == 20
    assert set(slides(language)) == {*SLIDES, *DECK}


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_slide_has_its_figure_large_or_its_lines(language: str) -> None:
    # With one region the figure of both may be another's: then that one stands in its place.
    others = {figure: figure.removesuffix("-lac") for figure in SLIDES.values() if figure.endswith("-ap-lac")}
    for name, (_, text) in slides(language).items():
        figure, shown = SLIDES.get(name, ""), re.findall(r"_tables/slide-([a-z-]+)\.md", text)
        assert shown == ([figure, others[figure]] if figure in others else [figure] if figure else []), name
        beside = re.sub(r"(?m)^:::.*$|\{\{< include .*? >\}\}", "", NOTES.sub("", text))
        assert bool(beside.strip()) != bool(figure), name  # one of the two, never both


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_title_is_computed(language: str) -> None:
    for name, (title, _) in slides(language).items():
        assert re.fullmatch(r"\{\{< var title\.[\w.-]+ >\}\}", title) or "{{< var study.n_" in title, name


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_slide_has_notes_that_end_with_its_basis(language: str) -> None:
    for name, (_, text) in slides(language).items():
        (notes,) = NOTES.findall(text)
        assert "{{< var source." in notes or re.search(r"Bas[ei]s? ?: ", notes.replace("\u00a0", " ")), name
