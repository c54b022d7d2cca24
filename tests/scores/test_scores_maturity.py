"""Maturity scores, by hand: items -> dimension -> overall; what is missing; what waves are compared on."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_scores import ITEMS, SCALES, answers, tables

from scores import scores
from wavework.scores import COLUMNS, self_reported_ranges


def scored(plan, development=50, minimum_answered=0.5, compared=()):
    """(wave, unit, measure, dimension) -> (score, n_items, n_answered); None for a missing score."""
    given_tables = tables(answers(plan), development)
    table = scores(given_tables, compared=compared, minimum_answered=minimum_answered)
    assert list(table.columns) == COLUMNS
    return told(table)


def told(table):
    keys = zip(table["wave"], table["unit"], table["measure"], table["dimension"], strict=True)
    numbers = zip(table["score"], table["n_items"], table["n_answered"], strict=True)
    return {key: (None if math.isnan(score) else score, *n) for key, (score, *n) in zip(keys, numbers, strict=True)}


def test_a_dimension_is_the_mean_of_its_items_and_overall_the_mean_of_the_dimensions():
    found = scored({("ap", "KOR"): {"a1": "fully", "a2": "development", "a3": "planned", "b1": "yes", "b2": "yes"}})
    assert found == {
        ("ap", "KOR", "implementation", "data"): (50, 3, 3),  # (100 + 50 + 0) / 3
        ("ap", "KOR", "implementation", "staff"): (100, 2, 2),
        ("ap", "KOR", "implementation", "overall"): (75, 5, 5),  # not 70, the mean of the five items
    }


@pytest.mark.parametrize(("worth", "score"), [(0, 100 / 3), (25, 125 / 3), (100, 200 / 3)])
def test_what_is_under_development_is_worth_what_the_study_says(worth, score):
    given_answers = {"a1": "fully", "a2": "development", "a3": "planned"}
    found = scored({("ap", "KOR"): given_answers}, development=worth)
    assert found["ap", "KOR", "implementation", "data"][0] == pytest.approx(score)


@pytest.mark.parametrize(
    ("given_answers", "least", "expected"),
    [
        ({"a1": "fully", "a2": "", "a3": ""}, 0.5, (None, 3, 1)),  # one of three is less than half
        ({"a1": "fully", "a2": "", "a3": ""}, 1 / 3, (100, 3, 1)),
        ({"a1": "fully", "a2": "planned", "a3": ""}, 0.5, (50, 3, 2)),
        ({"a1": "fully", "a2": "planned", "a3": ""}, 1, (None, 3, 2)),
        ({"a1": "fully", "a2": "dont_know", "a3": "dont_know"}, 0.5, (None, 3, 1)),  # don't know is no answer
        ({"a1": "fully", "a2": "planned"}, 1, (50, 2, 2)),  # the third was not in the wave
        ({"a1": "fully", "a2": "-", "a3": "-"}, 1, (100, 1, 1)),  # nor here
        ({"a1": "", "a2": "", "a3": ""}, 0, (None, 3, 0)),
        ({"a1": "fully", "a2": "not_applicable", "a3": "planned"}, 1, (50, 2, 2)),  # does not count at all
        ({"a1": "fully", "a2": "not_applicable", "a3": ""}, 0.5, (100, 2, 1)),
    ],
)
def test_a_score_needs_the_declared_share_of_the_items_that_apply(given_answers, least, expected):
    found = scored({("ap", "KOR"): given_answers}, minimum_answered=least)
    assert found["ap", "KOR", "implementation", "data"] == expected


def test_without_one_dimension_there_is_no_overall_score():
    plan = {("ap", "KOR"): {"a1": "fully", "a2": "", "a3": "", "b1": "yes", "b2": "no"}}
    found = scored(plan)
    assert found["ap", "KOR", "implementation", "staff"] == (50, 2, 2)
    assert found["ap", "KOR", "implementation", "overall"] == (None, 5, 3)


def test_self_reported_maturity_is_the_answer_itself():
    found = scored({("lac", "PER"): {"own_data": "4", "own": "2"}, ("lac", "CHL"): {"own_data": "", "own": "5"}})
    assert found == {
        ("lac", "PER", "self_reported", "data"): (4, 1, 1),
        ("lac", "PER", "self_reported", "overall"): (2, 1, 1),
        ("lac", "CHL", "self_reported", "data"): (None, 1, 0),
        ("lac", "CHL", "self_reported", "overall"): (5, 1, 1),
    }


def test_items_that_are_not_scored_leave_no_trace():
    assert scored({("ap", "KOR"): {"open": "yes", "a1": "-"}}) == {}


def test_ranges_of_self_reported_maturity_are_those_of_its_scale():
    assert self_reported_ranges(ITEMS, SCALES) == {"data": (1, 5), "overall": (1, 5)}


def test_waves_are_compared_on_what_all_of_them_asked_comparably():
    plan = {
        ("ap", "KOR"): {"a1": "fully", "a2": "planned", "a3": "fully", "b1": "-", "b2": "yes"},
        ("lac", "PER"): {"a1": "planned", "a2": "fully", "a3": "fully*", "b1": "yes", "b2": "yes"},
    }
    assert tables(answers(plan)).cells.alike(["ap", "lac"]) == ["a1", "a2", "b2"]
    found = scored(plan, compared=[["ap", "lac"]])
    assert {key: numbers for key, numbers in found.items() if key[2] == "common"} == {
        ("ap", "KOR", "common", "data"): (50, 2, 2),
        ("ap", "KOR", "common", "staff"): (100, 1, 1),
        ("ap", "KOR", "common", "overall"): (75, 3, 3),
        ("lac", "PER", "common", "data"): (50, 2, 2),
        ("lac", "PER", "common", "staff"): (100, 1, 1),
        ("lac", "PER", "common", "overall"): (75, 3, 3),
    }


def test_the_table_of_scores_has_every_wave_and_the_compared_ones_again():
    plan = {("ap", "KOR"): {"a1": "fully"}, ("lac", "PER"): {"a1": "planned"}, ("lac0", "PER"): {"a1": "development"}}
    found = scored(plan, compared=[["ap", "lac"]])
    assert {key[:3]: number[0] for key, number in found.items() if key[3] == "data"} == {
        ("ap", "KOR", "common"): 100,
        ("lac", "PER", "common"): 0,
        ("ap", "KOR", "implementation"): 100,
        ("lac", "PER", "implementation"): 0,
        ("lac0", "PER", "implementation"): 50,
    }


STAGES = {"fully": 100, "development": 50, "planned": 0}
GIVEN = st.fixed_dictionaries(
    {item: st.sampled_from([*STAGES, "dont_know", "not_applicable", "", "-"]) for item in ("a1", "a2", "a3")}
)


@settings(max_examples=50)
@given(GIVEN, st.sampled_from([0, 1 / 3, 0.5, 1]))
def test_any_dimension_agrees_with_a_count_by_hand(given_answers, least):
    found = scored({("ap", "KOR"): given_answers}, minimum_answered=least)
    apply = [text for text in given_answers.values() if text not in ("-", "not_applicable")]
    known = [STAGES[text] for text in apply if text in STAGES]
    if not apply:
        assert found == {}
        return
    score = sum(known) / len(known) if known and len(known) >= least * len(apply) else None
    got = found["ap", "KOR", "implementation", "data"]
    assert got[1:] == (len(apply), len(known))
    assert got[0] == pytest.approx(score)


@settings(max_examples=30)
@given(st.lists(GIVEN, min_size=1, max_size=3), st.randoms(use_true_random=False))
def test_the_order_of_answers_does_not_matter(plans, random):
    table = answers({("ap", f"U{i}"): given_answers for i, given_answers in enumerate(plans)})
    rows = list(range(len(table)))
    random.shuffle(rows)
    first, again = (scores(tables(given), compared=[], minimum_answered=0.5) for given in (table, table.iloc[rows]))
    assert again.equals(first)
