"""The specification curve of the study: its main specification is the headline analysis, whatever the config says."""

import pandas as pd
import pytest
from ranked_study import BOOK, WAVES, answers, ranks
from specification_curve import require_headline, specifications

from wavework.agreeing_tables import agreeing
from wavework.problems import InputError


def curve(development, minimum_answered, newer=(), coefficient="spearman", newest_edition=2024):
    """newer: the services that an edition after that of the waves ranks, in this order."""
    found, _ = specifications(
        agreeing(answers(), BOOK, development=development), ranks(newer),
        waves=WAVES, wave_year="latest_up_to_wave", seed=1,
        permutations=19, alpha=0.05, minimum_answered=minimum_answered, coefficient=coefficient,
        newest_edition=newest_edition if newer else None,
    )  # fmt: skip
    return found


@pytest.mark.parametrize(
    ("development", "minimum_answered", "worth", "share"),
    [(50, 0.5, "half", "half_answered"), (100, 1, "full", "all_answered"), (30, 0.7, "30", "0.7")],
)
def test_the_main_specification_makes_the_choices_of_the_config(development, minimum_answered, worth, share):
    table = curve(development, minimum_answered)
    main = table[table["main"]]
    assert main[["development", "missing", "summary", "items"]].to_numpy().tolist() == [
        [worth, share, "mean", "common"]
    ]
    assert {"none", "half", "full", worth} == set(table["development"])
    assert {"half_answered", "all_answered", share} == set(table["missing"])


@pytest.mark.parametrize(("lacking", "editions"), [((), ["newest", "of_the_wave"]), (("u7",), ["of_the_wave"])])
def test_an_edition_that_lacks_a_service_is_no_choice_and_takes_it_out_of_no_other(lacking, editions):
    newer = [f"u{n}" for n in (5, 3, 8, 1, 7, 0, 11, 2, 10, 4, 9, 6) if f"u{n}" not in lacking]
    table = curve(50, 0.5, newer)
    assert sorted(set(table["edition"])) == editions
    assert set(table.loc[table["sample"] == "both", "n"]) == {12}


def test_an_edition_that_the_config_does_not_name_leaves_the_grid_as_it_is():
    newer = [f"u{n}" for n in (5, 3, 8, 1, 7, 0, 11, 2, 10, 4, 9, 6)]
    before = curve(50, 0.5)
    pd.testing.assert_frame_equal(curve(50, 0.5, newer, newest_edition=None), before)
    assert len(curve(50, 0.5, newer)) == 2 * len(before)
    with pytest.raises(InputError, match=r"newest_edition is 2026\n  Expected: an edition of egdi.files: 2020, 2024"):
        curve(50, 0.5, newer, newest_edition=2026)


def test_a_main_specification_beside_the_headline_stops_the_run():
    table = curve(50, 0.5)
    headline = pd.DataFrame(
        [("maturity", "common", "overall", "a+b", "pooled", "Spearman's rho", *table.loc[table["main"], "estimate"])],
        columns=["outcome", "measure", "dimension", "wave", "region", "method", "estimate"],
    ).assign(median=float("nan"))
    require_headline(table, headline, ["a", "b"], "spearman", "specifications.csv")
    for other in (headline.assign(estimate=0.9), headline.assign(measure="implementation")):
        with pytest.raises(InputError, match="main specification"):
            require_headline(table, other, ["a", "b"], "spearman", "specifications.csv")
