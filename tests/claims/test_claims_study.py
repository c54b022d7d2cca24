"""The claims of this study on its own answers: what may be said, and what follows what."""

from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import yaml
from scipy.stats import spearmanr
from study_claims import TABLES, files, study, study_answers, study_egdi, study_verdicts

from wavework.answer_arrays import observed
from wavework.codebook import read_codebook
from wavework.scores import OVERALL, common

Run = tuple[pd.DataFrame, dict[str, Any]]


@cache
def first() -> Run:
    """The verdicts of the study as it is, by claim, and their details."""
    return run(study_answers())


def run(answers: pd.DataFrame) -> Run:
    table, details = study_verdicts(answers)
    return table.set_index("claim"), details


@cache
def collected(*change: str) -> Run:
    """The verdicts with every wave collected, where nothing is drawn; change: wave, unit, item and another answer."""
    answers = study_answers().assign(basis="collected")
    return run(changed(answers, *change) if change else answers)


@pytest.fixture
def verdicts() -> pd.DataFrame:
    return first()[0]


@pytest.fixture
def details() -> dict[str, Any]:
    return first()[1]


def as_collected(*waves: str) -> pd.DataFrame:
    answers = study_answers()
    return answers.assign(basis=answers["basis"].where(~answers["wave"].isin(waves), "collected"))


def changed(answers: pd.DataFrame, wave: str, unit: str, item: str, answer: str) -> pd.DataFrame:
    """The answers with another one, or none (""), in one place."""
    answers = answers.copy()
    place = (answers["wave"] == wave) & (answers["unit"] == unit) & (answers["item"] == item)
    assert place.sum() == 1
    assert (answers.loc[place, "answer"] != answer).all()
    answers.loc[place, ["answer", "status"]] = [answer, "answered" if answer else "no_answer"]
    return answers


def different(before: pd.DataFrame, after: pd.DataFrame) -> set[str]:
    same = (before == after) | (before.isna() & after.isna())
    return set(before.index[~same.all(axis=1)])


def assert_untouched(region: str, before: pd.DataFrame, after: pd.DataFrame) -> None:
    """A second run gives the claims of the region, on which nothing was changed, as the first did."""
    claims = [claim for claim in before.index if claim.startswith(region) and before.at[claim, "rule"] != ""]
    assert claims
    assert not different(before.loc[claims], after.loc[claims])


def test_every_claim_has_a_verdict_and_its_place(verdicts):
    claims = yaml.safe_load(Path("workflow/codebook/claims.yaml").read_text(encoding="utf-8"))
    assert list(verdicts.index) == list(claims)
    assert list(verdicts["position"]) == list(range(1, len(claims) + 1))
    on_collected = {"reproduced", "partly", "not_reproduced"}
    on_published = {"supported_published", "contradicted_published"}
    on_tables = {"follows", "excluded", "open"}
    assert set(verdicts["verdict"]) <= on_collected | on_published | on_tables | {"not_testable"}
    assert (verdicts["why"] != "")[verdicts["verdict"] == "not_testable"].all()


def test_nothing_is_called_reproduced_on_reconstructed_answers(verdicts):
    assert set(verdicts["answers_basis"]) == {"", "reconstructed"}  # all four exports of the repository are
    assert not verdicts["verdict"].isin(["reproduced", "partly", "not_reproduced"]).any()
    imposed = verdicts[verdicts["imposed"] == "yes"]
    assert len(imposed) >= 30
    on_tables = {"follows", "excluded", "open"}
    assert set(imposed["verdict"]) <= on_tables | {"supported_published", "contradicted_published"}


def test_no_number_of_one_table_is_told(details, verdicts):
    on_tables = verdicts[verdicts["answers_basis"] == "reconstructed"]
    assert on_tables[["low", "high"]].isna().all(axis=None)
    fixed = on_tables["estimate"].notna()
    assert (on_tables["estimate"] == on_tables["lowest"])[fixed].all()
    assert (on_tables["lowest"] == on_tables["highest"])[fixed].all()
    assert (on_tables["holds"] == "")[on_tables["verdict"] == "open"].all()
    told = {"wave", "wave_from", "item", "other", "unit", "dimension", "unit_of_estimate", "n", "lowest", "highest"}
    for claim in on_tables.index:
        for part in details[claim]["parts"]:
            assert set(part) <= told | {"share_of_draws"} or part["lowest"] == part["highest"], claim


def test_the_verdicts_of_the_study(verdicts):
    findings = verdicts.loc[verdicts["kind"] == "finding", "verdict"]
    assert findings.value_counts().to_dict() == {"open": 37, "supported_published": 13}
    assert set(verdicts["why"]) == {"", "qualitative", "wording"}  # each open one is proven to be open


def test_every_constraint_that_states_a_claim_makes_it_imposed(verdicts):
    constraints = pd.read_csv("workflow/codebook/constraints.csv", dtype=str, keep_default_na=False)
    stated = {claim for cell in constraints["claim"] for claim in cell.split("|") if claim}
    with_rule = set(verdicts.index[verdicts["rule"] != ""])
    assert (verdicts.loc[sorted(stated & with_rule), "imposed"] == "yes").all()
    not_stated = verdicts[(verdicts["imposed"] == "no")].index
    assert not set(not_stated) & stated


def test_without_its_own_statement_a_claim_is_not_certain(verdicts):
    # An exact count that only its own constraint fixes: near 1 / 4 of draws at the very most, never all.
    for claim in (
        "ap-all-have-strategy",
        "ap-nature-of-strategies",
        "ap-youth-dedicated-systems",
        "lac-no-od-strategy",
    ):
        assert verdicts.at[claim, "share_of_draws"] < 0.25


def test_shares_of_draws_have_monte_carlo_intervals(verdicts):
    drawn = verdicts.dropna(subset="draws")
    assert (drawn["share_low"] <= drawn["share_of_draws"]).all()
    assert (drawn["share_of_draws"] <= drawn["share_high"]).all()
    assert (drawn["seed"] == 2022).all()


def test_a_collected_wave_changes_verdict_and_basis_of_its_claims(verdicts):
    after, details = run(as_collected("ilo_ap_2022"))
    # counted by hand from the export's answers: all 11 have a strategy; 6 of 11 are without a front-office strategy
    for claim in ("ap-all-have-strategy", "ap-most-without-frontoffice-strategy", "ap-nature-of-strategies"):
        assert after.loc[claim, ["verdict", "basis", "imposed"]].tolist() == ["reproduced", "collected", ""]
        assert pd.isna(after.at[claim, "share_of_draws"])
    assert after.at["ap-all-have-strategy", "published_value"] == "100"  # what was published stays told
    assert "constraints" not in details["ap-all-have-strategy"]
    assert_untouched("lac-", verdicts, after)
    # a claim over a collected and a reconstructed wave has the weakest basis
    assert after.at["maturity-follows-egdi", "answers_basis"] == "reconstructed"
    assert after.at["maturity-follows-egdi", "verdict"] == "open"


def test_draws_take_a_collected_wave_as_given():
    """The back offices of 2022 are collected and all at 1: no draw of 2019 makes the claim on both waves true."""
    reversed_2022 = as_collected("idb_lac_2022")
    of_2022 = (reversed_2022["wave"] == "idb_lac_2022") & (reversed_2022["item"] == "maturity_backoffice")
    reversed_2022.loc[of_2022, ["answer", "value"]] = "1"
    row = run(reversed_2022)[0].loc["lac-front-below-back"]
    assert row[["answers_basis", "imposed", "share_of_draws"]].tolist() == ["reconstructed", "yes", 0]


def test_constraints_on_collected_waves_are_not_used(verdicts):
    # "2022 above 2019" speaks of both waves, so it binds neither once 2019 is collected
    table, details = run(as_collected("idb_lac_2019"))
    assert details["lac-maturity-rose"]["constraints"] == []
    assert table.at["lac-maturity-rose", "imposed"] == "no"
    assert details["lac-front-below-back"]["constraints"] == ["lac_front_below_back_2022"]
    assert_untouched("ap-", verdicts, table)


def test_all_waves_collected_needs_no_draws():
    table = collected()[0]
    assert table["draws"].isna().all()
    assert set(table["imposed"]) == {""}
    on_answers = table[table["answers_basis"] != ""]
    assert set(on_answers["basis"]) == {"collected"}
    assert "reproduced" in set(on_answers["verdict"])


def test_six_services_do_not_reproduce_a_statement_on_sixty_nine():
    table = collected()[0]
    assert table.at["global-core-service-digital", "verdict"] == "partly"  # holds of all six
    assert table.at["global-not-all-online", "verdict"] == "reproduced"  # one service that has not suffices
    table = collected("ilo_global_2020", "JPN", "any_core_service_digital", "no")[0]
    assert table.at["global-core-service-digital", "verdict"] == "not_reproduced"


@pytest.mark.parametrize(
    ("wave", "unit", "item", "answer", "must", "may"),
    [
        ("ilo_ap_2022", "NPL", "digital_strategy_any", "no", {"ap-all-have-strategy"}, set()),
        (  # development to not planned: one more without
            "ilo_ap_2022", "NPL", "org_inclusion", "not_planned",
            {"ap-majority-without-culture-skills-inclusion", "ap-inclusive-approaches-lacking"},
            {"maturity-follows-egdi", "maturity-not-one-to-one"},  # where the rank of its score changes
        ),
        ("idb_lac_2019", "PER", "channel_approach", "integrated", set(), set()),  # no claim speaks of it
    ],
)  # fmt: skip
def test_one_changed_answer_changes_only_what_depends_on_it(wave, unit, item, answer, must, may):
    (before, detail_before), (after, detail_after) = collected(), collected(wave, unit, item, answer)
    touched = different(before, after)
    touched |= {claim for claim in detail_before if detail_before[claim] != detail_after[claim]}
    assert must <= touched <= must | may


def test_a_claim_is_decided_on_the_answers():
    for answer, expected in (("no", ["not_reproduced", 10, 11, "no"]), ("", ["partly", 10, 10, "yes"])):
        row = collected("ilo_ap_2022", "NPL", "digital_strategy_any", answer)[0].loc["ap-all-have-strategy"]
        assert row[["verdict", "count", "n", "holds"]].tolist() == expected


def test_the_association_is_that_of_ranks_and_common_scores():
    """Against SciPy's rho of the scores on the items that both regions were asked, with the deck's ranks of 2022."""
    waves = ["ilo_ap_2022", "idb_lac_2022"]
    book, choices = read_codebook(files(*TABLES)), study()["scores"]
    cells = observed(study_answers(), book, choices["development"])
    scores = [
        (unit, score)
        for of_wave in common(cells, book, waves, minimum_answered=choices["minimum_answered"]).values()
        for each in of_wave
        if each.dimension == OVERALL
        for unit, score in zip(each.units, each.values[0], strict=True)
    ]
    ranks = study_egdi().query("year == 2022")[["country", "rank"]]
    overall = pd.DataFrame(scores, columns=["country", "score"]).merge(ranks, on="country").dropna()
    row = collected()[0].loc["maturity-follows-egdi"]
    assert row["n"] == len(overall)
    assert row["estimate"] == pytest.approx(-spearmanr(overall["rank"], overall["score"]).statistic)


def test_slips_of_the_deck_are_found(verdicts):
    found = verdicts.index[(verdicts["kind"] == "inconsistency") & (verdicts["verdict"] == "supported_published")]
    assert set(found) == {
        "figure-7-note", "quarter-of-eleven", "strategy-legend-twice", "lac-egdi-without-2016",
        "lac-conclusions-without-heading", "nearly-forty-five",
    }  # fmt: skip
