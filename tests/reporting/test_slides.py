"""The slides retell the deck: their number, their subjects and figures, the same in the three languages.

The list below follows the deck and what was asked for, by hand.
"""

import re
from pathlib import Path

import pytest
import yaml

REPO = Path(__file__).parents[2]
LANGUAGES = ("en", "fr", "es")
SLIDES = {  # id -> the figure that it shows
    "basis": "", "governments": "governments-scatter", "governments-change": "governments-trajectories",
    "context": "", "framework": "", "participation": "participation", "strategy": "strategy-nature",
    "maturity": "maturity-dimensions", "e-government": "egdi-maturity", "drivers": "drivers", "obstacles": "obstacles",
    "budgets": "budgets-ap-lac", "back-office": "back-office-ap-lac", "front-office": "front-office-ap",
    "data": "data-ap", "analytics": "analytics-ap-lac", "organization": "organization-ap-lac",
    "youth": "youth-front-common", "conclusions-ap": "", "conclusions-lac": "", "verdicts": "",
}  # fmt: skip
NOTES = re.compile(r"^::::: \{\.notes\}$.*?^:::::$", re.MULTILINE | re.DOTALL)
HEADING = re.compile(r"^## (?P<title>.+) \{#(?P<id>[a-z-]+)\}$", re.MULTILINE)


def source(language: str) -> str:
    return (REPO / "report" / language / "slides.qmd").read_text("utf-8")


def slides(language: str) -> list[tuple[str, str, str]]:
    """Id, title and text of each slide after the first, which the front matter makes.

    A slide has its title on the whole study; those in its place where something is lacking have its id and an ending.
    """
    parts = HEADING.split(re.sub(r"(?m)^:::.*\n", "", NOTES.sub("", source(language))))[1:]
    found: list[tuple[str, str, str]] = []
    for title, identifier, text in zip(parts[::3], parts[1::3], parts[2::3], strict=True):
        if found and identifier in (f"{found[-1][0]}-plain", f"{found[-1][0]}-alone"):
            found[-1] = (*found[-1][:2], found[-1][2] + text)
        else:
            found.append((identifier, title, text))
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_twelve_to_twenty_two_slides_in_the_order_of_the_deck(language: str) -> None:
    assert [identifier for identifier, _, _ in slides(language)] == list(SLIDES)
    assert re.findall(r"^#+ .*", source(language), re.MULTILINE) == [m[0] for m in HEADING.finditer(source(language))]
    assert 12 <= len(SLIDES) + 1 <= 22  # twenty of the talk, and two on what is public


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_slide_has_its_figure_or_its_lines(language: str) -> None:
    shown = {identifier: re.findall(r"_tables/slide-([a-z-]+)\.md", text) for identifier, _, text in slides(language)}
    # With one region the figure of both may be another's: then that one stands in its place.
    others = {figure: figure.removesuffix("-lac") for figure in SLIDES.values() if figure.endswith("-ap-lac")}
    assert shown == {
        identifier: [figure, others[figure]] if figure in others else [figure] if figure else []
        for identifier, figure in SLIDES.items()
    }
    for identifier, _, text in slides(language):
        # Without either, a sentence on the newest answers.
        beside = re.sub(r"\{\{< (include .*?|var newest\..*?) >\}\}", "", text)
        assert bool(beside.strip()) != bool(SLIDES[identifier]), identifier  # one of the two, never both


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_claim_in_a_title_stands_beside_its_verdict(language: str) -> None:
    verdict = re.compile(r"\((?:claim|énoncé\xa0|enunciado): \{\{< var claim\.([a-z-]+)\.verdict >\}\}\)")
    claims = yaml.safe_load((REPO / "workflow/codebook/claims.yaml").read_text("utf-8"))
    titles = {identifier: title for identifier, title, _ in slides(language)}
    for identifier in ("context", "strategy", "maturity", "e-government", *list(SLIDES)[10:18]):
        named = verdict.findall(titles[identifier])
        assert named, identifier
        assert set(named) <= set(claims.get("claims", claims))
    assert len(verdict.findall(" ".join(titles.values()))) == " ".join(titles.values()).count("var claim.")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_typed_titles_do_not_name_a_basis(language: str) -> None:
    """It would stay when researchers' answers take the place of the reconstructed ones: it comes as a variable."""
    for _, title, _ in slides(language):
        assert not re.search("illustrat|ilustrat|reconstr|reconstit", re.sub(r"\{\{<.*?>\}\}", "", title))
