"""What published values decide, and the slips that a rule finds."""

from dataclasses import replace

import pandas as pd
import pytest

from wavework.claims.declarations import Claim
from wavework.claims.source_rules import Sources, check_published, decided_by_published, slip
from wavework.problems import InputError

VALUES = pd.DataFrame(
    [
        ("DECK", "portal", "11", "8", "73", "", "slide 4", "read_from_text"),
        ("PRESS", "portal", "11", "", "73.0", "", "page 2", "published"),
        ("DECK", "phone", "11", "", "25", "", "slide 9", "read_from_text"),
        ("DECK", "letter", "16", "", "25", "nearly 1/4", "slide 9", "read_from_text"),
        ("DECK", "note", "9", "", "", "up", "figure 7", "read_from_text"),
    ],
    columns=["source_id", "item_id", "n", "count", "percent", "value", "locator", "quality"],
)
RANKS = pd.DataFrame(
    [("AAA", "AP", 2016, 3.0), ("AAA", "AP", 2018, 4.0), ("BBB", "LAC", 2016, float("nan")), ("BBB", "LAC", 2018, 9.0)],
    columns=["country", "region", "year", "rank"],
)
SOURCES = Sources(VALUES, "published.csv", RANKS)


def claim(*published, rules=()):
    return Claim("a-claim", 1, "data", "finding", "slide", "", None, (), (), (), tuple(rules), tuple(published))


def check(item, field="percent", **said):
    return {"select": {"item_id": item}, "field": field, **said}


@pytest.mark.parametrize(
    ("checks", "verdict"),
    [
        ([check("portal", **{"is": 73})], "supported_published"),
        ([check("portal", **{"is": 72})], "contradicted_published"),
        ([check("phone", at_most=25)], "supported_published"),
        ([check("phone", more_than=24, fewer_than=26)], "supported_published"),
        ([check("phone", more_than=25)], "contradicted_published"),
        ([check("phone", fewer_than=25)], "contradicted_published"),
        ([check("phone", at_least=25.5)], "contradicted_published"),
        ([check("phone", at_least=20, at_most=24)], "contradicted_published"),
        ([check("note", "value", printed="up")], "supported_published"),
        ([check("letter", "value", printed="nearly 1/4", read_as=0.25, at_most=0.3)], "supported_published"),
        ([check("letter", "value", printed="nearly 1/4", read_as=0.25, at_most=0.2)], "contradicted_published"),
        ([check("portal", **{"is": 73}), check("phone", **{"is": 24})], "contradicted_published"),  # all must agree
    ],
)
def test_published_values_decide(checks, verdict):
    check_published([claim(*checks)], SOURCES, "claims.yaml")
    assert decided_by_published(claim(*checks), SOURCES).verdict == verdict


def test_value_source_and_weakest_quality_are_told():
    decision = decided_by_published(claim(check("portal", **{"is": 73})), SOURCES)
    assert decision.source == "DECK: slide 4; PRESS: page 2"
    assert decision.value == "73; 73.0"  # as printed
    assert decision.quality == "read_from_text"


def test_a_claim_without_checks_is_not_decided():
    assert decided_by_published(claim(), SOURCES) is None


def test_a_selection_without_row_a_changed_text_and_a_cell_without_number_are_errors():
    bad = claim(
        check("nothing", **{"is": 1}), check("note", "value", printed="down"), check("note", "value", **{"is": 1})
    )  # fmt: skip
    with pytest.raises(InputError) as error:
        check_published([bad], SOURCES, "codebook/claims.yaml")
    assert len(error.value.problems) == 3
    text = str(error.value)
    assert "codebook/claims.yaml, key a-claim.select: no published value has item_id nothing" in text
    assert "'down', as claim a-claim reads it" in text
    assert "'up'\n  Expected: a number" in text


PRESS = {"select": {"item_id": "portal", "source_id": "PRESS"}}
DECKS_PORTAL = {"item_id": "portal", "source_id": "DECK"}


@pytest.mark.parametrize(
    ("rule", "found"),
    [
        # 25 % of 11: 2 are 18 %, 3 are 27 %; of 16, 4 are exactly 25 %
        ({"kind": "impossible_share", "select": {"item_id": "phone"}, "reading": "rounded"}, True),
        ({"kind": "impossible_share", "select": {"item_id": "letter"}, "reading": "rounded"}, False),
        ({"kind": "impossible_share", "select": DECKS_PORTAL, "reading": "rounded"}, False),
        # "nearly 73 %" of 11: 8 are 72.7 %; "nearly 25 %" of 16: 4 are exactly 25 %, 3 are 18.75 %
        ({"kind": "impossible_share", "select": DECKS_PORTAL, "reading": "just_below"}, False),
        ({"kind": "impossible_share", "select": {"item_id": "letter"}, "reading": "just_below"}, True),
        ({"kind": "conflict", "first": check("note", "n"), "second": check("phone", "n")}, True),
        ({"kind": "conflict", "first": check("portal"), "second": check("portal") | PRESS}, False),
        ({"kind": "missing_years", "region": "LAC", "years": [2016, 2018]}, True),
        ({"kind": "missing_years", "region": "LAC", "years": [2018]}, False),
        ({"kind": "missing_years", "region": "AP", "years": [2016, 2018]}, False),
        ({"kind": "repeated_label", "labels": ["a", "b", "a"]}, True),
        ({"kind": "repeated_label", "labels": ["a", "b", "c"]}, False),
    ],
)  # fmt: skip
def test_slips(rule, found):
    check_published([claim(rules=[rule])], SOURCES, "claims.yaml")
    assert slip(rule, SOURCES).verdict == ("supported_published" if found else "contradicted_published")


def test_the_gap_closes_when_ranks_are_there():
    ranks = RANKS.fillna({"rank": 5.0})
    rule = {"kind": "missing_years", "region": "LAC", "years": [2016, 2018]}
    assert slip(rule, replace(SOURCES, ranks=ranks)).verdict == "contradicted_published"
