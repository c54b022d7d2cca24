"""Every table and chart of the deck has its counterpart among the declared figures.

The list was typed from the deck's slides and from the list of exhibits the study asks for, not from figures.yaml.
"""

import re
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
FIGURES = yaml.safe_load((ROOT / "workflow/codebook/figures.yaml").read_text(encoding="utf-8"))

COUNTERPARTS = {  # what the deck shows -> figure, what its `deck` must name
    "countries surveyed": ("participation", "Table 2"),
    "EGDI ranks AP and LAC": ("egdi-ranks", "Table 1"),
    "digital strategy in any form": ("digital-strategy", "niveau stratégique"),
    "nature of strategies": ("strategy-nature", "Nature des stratégies numériques"),
    "strategies AP and LAC": ("strategies", "Pays africains vs Amérique latine"),
    "overall maturity": ("maturity-overall", "Figure 4"),
    "maturity per dimension": ("maturity-dimensions", "Figure 5"),
    "OD strategy": ("od-strategy", "Stratégie de DO"),
    "drivers": ("drivers", "Figure 7"),
    "eight main obstacles": ("obstacles", "Principaux obstacles"),
    "COVID-19 and budgets, AP": ("budgets-ap", "Impact du COVID-19"),
    "COVID-19 and budgets, both": ("budgets-ap-lac", "Figure 10"),
    "back office AP": ("back-office-ap", "back-office"),
    "back office AP and LAC": ("back-office-ap-lac", "informatique dorsale"),
    "front office strategies AP": ("front-office-ap", "canaux de distribution du front office"),
    "service and channel strategy LAC": ("service-channel-strategy-lac", "Figure 12"),
    "approach to channels LAC": ("channel-approach-lac", "Figure 13"),
    "data AP": ("data-ap", "données et des mesures"),
    "data LAC": ("data-lac", "Figure 15"),
    "advanced analytics AP": ("analytics-ap", "analyse approfondie"),
    "AI LAC": ("ai-lac", "Figure 16"),
    "analytics AP and LAC": ("analytics-ap-lac", "Analyse approfondie"),
    "organization AP": ("organization-ap", "l'organisation, de son personnel"),
    "organization LAC": ("organization-lac", "Figure 17"),
    "organization AP and LAC": ("organization-ap-lac", "Organisation et innovation"),
    "technology for youth": ("youth-technology", "Technologies pour la jeunesse"),
    "youth front office, common": ("youth-front-common", "technologies communes"),
    "youth front office, innovative": ("youth-front-innovative", "technologies innovantes"),
    "youth back office": ("youth-back-office", "back-office des jeunes"),
}
BEYOND_THE_DECK = (
    "egdi-maturity", "egdi-leave-one-out", "change-dimensions", "heatmap-ap", "heatmap-lac", "published-reproduced",
    "robustness", "specification-curve", "egdi-association", "contrast-dimensions",
)  # fmt: skip


@pytest.mark.parametrize("shown", COUNTERPARTS)
def test_what_the_deck_shows_has_its_figure(shown: str) -> None:
    figure, named = COUNTERPARTS[shown]
    assert named in FIGURES[figure]["deck"].replace("’", "'")


@pytest.mark.parametrize("figure", BEYOND_THE_DECK)
def test_what_the_question_needs_beyond_the_deck(figure: str) -> None:
    assert figure in FIGURES


def test_the_places_named_are_in_the_deck(shared: Path) -> None:
    def plain(text: str) -> str:
        return re.sub(r"\s+", " ", text.replace("’", "'")).casefold()

    deck = plain((shared / "facts/deck-000_9f37c4be707a16f8.txt").read_text(encoding="utf-8"))
    for figure, keys in FIGURES.items():
        place = keys.get("deck", "")
        if place and not re.match(r"(Figure|Table)", place):
            assert plain(place) in deck, figure
