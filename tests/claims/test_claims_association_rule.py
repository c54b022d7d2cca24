"""The rule on maturity and e-government ranks; the scores behind it."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from toy_claims import toy_book, toy_cells, toy_choices

from wavework.claims.association_rule import association
from wavework.claims.rule_outcome import EXISTENTIAL

UNITS = "ABCDEFG"
BOOK = toy_book({"w": ["portal", "phone", "vision"]})


def choices(ranks=(1, 2, 3, 4, 5, 6, 7)):
    of_wave = [(unit, 2020, rank) for unit, rank in zip(UNITS, ranks, strict=True)]
    later = [(unit, 2024, 100 - rank) for unit, rank in zip(UNITS, ranks, strict=True)]  # the other way round
    egdi = pd.DataFrame(of_wave + later, columns=["country", "year", "rank"])
    return toy_choices(years={"w": 2022}, regions={"w": "R"}, egdi=egdi, wave_year="latest_up_to_wave", resamples=999)


def decided(expected, *draws, dimension="front", ranks=(1, 2, 3, 4, 5, 6, 7)):
    """draws: answers to portal and to phone of each table."""
    cells = toy_cells(
        {"w": UNITS}, w__portal=[p for p, _ in draws], w__phone=[q for _, q in draws], w__vision=["f" * 7] * len(draws)
    )
    rule = {"kind": "association", "waves": ["w"], "dimension": dimension, "expected": expected}
    (part,) = association(rule, cells, BOOK, choices=choices(ranks), claim="a-claim")
    return part


GOOD = ("fffddnn", "ffddnnn")  # better rank, higher score: 100 100 75 50 25 0 0
BAD = ("nnddfff", "nnnddff")
MIXED = ("fnfnfnf", "nfnfnff")


def test_positive_needs_sign_and_small_p():
    part = decided("positive", GOOD, BAD, MIXED)
    assert part.holds.tolist() == [True, False, False]
    assert part.estimate[0] > 0.9
    assert part.estimate[1] < -0.9


def test_positive_without_small_p_is_nearly():
    (part,) = [decided("positive", ("fndnnnn", "nnnnnnn"))]
    # ranks of the scores 50, 0, 25, 0, 0, 0, 0: rho > 0 but far from significant with seven units
    assert part.estimate[0] > 0
    assert not part.holds[0]
    assert part.nearly[0]


def test_not_one_to_one_needs_one_pair_against_the_order():
    part = decided("not_one_to_one", GOOD, BAD, MIXED)
    assert part.holds.tolist() == [False, True, True]  # ties are not against the order
    assert part.reach == EXISTENTIAL


def test_the_edition_of_the_wave_is_taken_and_a_unit_without_rank_left_out():
    part = decided("positive", GOOD, ranks=(1, 2, 3, 4, 5, 6, np.nan))
    assert part.estimate[0] > 0.9  # with the edition of 2024 it would be below -0.9
    assert part.n.tolist() == [6]


def test_one_table_and_many_tables_have_the_same_estimate():
    alone, many = decided("positive", GOOD), decided("positive", GOOD, MIXED)
    assert alone.estimate[0] == pytest.approx(many.estimate[0])


def test_the_coefficient_is_that_of_the_headline():
    cells = toy_cells({"w": UNITS}, w__portal=["fffddnn"], w__phone=["fnddnnn"], w__vision=["f" * 7])
    rule = {"kind": "association", "waves": ["w"], "dimension": "front", "expected": "positive"}
    given = replace(choices(), coefficient="kendall")
    (part,) = association(rule, cells, BOOK, choices=given, claim="a-claim")
    # scores 100 50 75 50 25 0 0: of 21 pairs 18 go with the ranks, one against them, two are ties of scores
    assert part.estimate[0] == pytest.approx((18 - 1) / (21 * 19) ** 0.5)
    assert part.unit == "tau"
    many = toy_cells({"w": UNITS}, w__portal=["fffddnn"] * 2, w__phone=["fnddnnn"] * 2, w__vision=["f" * 7] * 2)
    (part,) = association(rule, many, BOOK, choices=given, claim="a-claim")
    assert part.estimate.tolist() == pytest.approx([17 / 399**0.5] * 2)
