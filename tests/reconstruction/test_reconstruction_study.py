"""Draws of the study itself: what the deck and the press report say, counted by hand on every draw."""

import hashlib

import numpy as np
import pytest
from study_files import COUNTS, HAS, MEANS, printed_elsewhere, study_system

from wavework.reconstruction import feasibility
from wavework.reconstruction.count_prior import classed
from wavework.reconstruction.draws import COUNTS as BY_COUNTS
from wavework.reconstruction.draws import PRIORS, Draws, draw, draw_without
from wavework.reconstruction.exact_counting import diagram
from wavework.reconstruction.inequalities import System
from wavework.reconstruction.random_walk import walk

AP, LAC, LAC19 = "ilo_ap_2022", "idb_lac_2022", "idb_lac_2019"


@pytest.fixture(scope="module")
def system() -> System:
    return study_system()


@pytest.fixture(scope="module")
def draws(system: System) -> Draws:
    return draw(system, 300, seed=11, name="test")


def count(draws: Draws, wave: str, item: str, answers: tuple[str, ...]) -> np.ndarray:
    positions = [draws.codes(item).index(answer) for answer in answers]
    return np.isin(draws.answers(wave, item), positions).sum(axis=1)


def test_some_table_agrees_with_all_that_is_published(system: System) -> None:
    feasibility.check(system)


def test_all_draws_are_counted_not_walked(system: System, draws: Draws) -> None:
    assert not draws.walked
    for claim in sorted({claim for claims in system.claims.values() for claim in claims}):
        assert not draw_without(draws, system.stating(claim), seed=11).walked, claim


@pytest.mark.parametrize(("item", "answers", "low", "high"), COUNTS)
def test_asia_pacific_counts(draws: Draws, item: str, answers: tuple[str, ...], low: int, high: int) -> None:
    found = count(draws, AP, item, answers)
    assert low <= found.min()
    assert found.max() <= high


def test_named_exceptions_have_an_od_strategy(system: System, draws: Draws) -> None:
    for unit in ("KOR", "CHN", "IND"):
        answers = draws.answers(AP, "org_od_strategy")[:, system.units[AP].index(unit)]
        assert set(answers.tolist()) == {0, 1}  # fully, development: both occur, nothing else


def test_social_media_before_the_portal(draws: Draws) -> None:
    social, portal = count(draws, AP, "youth_fo_social_media", HAS), count(draws, AP, "youth_fo_portal", HAS)
    for between in ("youth_fo_social_subgroups", "youth_fo_phone"):
        middle = count(draws, AP, between, HAS)
        assert ((social > middle) & (middle > portal)).all()


@pytest.mark.parametrize(("dimension", "printed", "sums"), MEANS)
def test_latin_american_means(draws: Draws, dimension: str, printed: str, sums: set[int]) -> None:
    now, then = draws.values(LAC, f"maturity_{dimension}"), draws.values(LAC19, f"maturity_{dimension}")
    assert set(now.sum(axis=1).astype(int).tolist()) == sums
    assert (np.round(now.mean(axis=1), 1) == float(printed)).all()
    assert (now.mean(axis=1) > then.mean(axis=1)).all()


def test_front_offices_below_back_offices_in_both_waves(draws: Draws) -> None:
    for wave in (LAC, LAC19):
        front, back = draws.values(wave, "maturity_frontoffice"), draws.values(wave, "maturity_backoffice")
        assert (front.sum(axis=1) < back.sum(axis=1)).all()


def test_no_od_strategy_and_at_most_one_culture_programme(draws: Draws) -> None:
    assert (count(draws, LAC, "org_od_strategy", HAS) == 0).all()
    assert count(draws, LAC, "org_culture_change", HAS).max() == 1


def test_three_answers_in_a_first_wave_are_never_four(system: System, draws: Draws) -> None:
    planned = draws.codes("data_quality").index("planned")
    assert (draws.answers(LAC19, "data_quality") != planned).all()
    assert (draws.answers(LAC, "data_quality") == planned).any()


def test_walking_agrees_with_counting_on_the_most_entangled_part(system: System) -> None:
    part = max(system.components, key=lambda one: one.weights.shape[2])
    counted = diagram(part)
    assert counted is not None
    exact = counted.draw(4_000, np.random.default_rng(1))
    walked = walk(part, 400, np.random.default_rng(2), sweeps=30)
    assert feasibility.satisfied(part, exact.astype(int)).all()
    assert feasibility.satisfied(part, walked.astype(int)).all()
    # the marginal of every cell, and the spread of every bound sum, within Monte Carlo error
    for answer in range(4):
        found, expected = (walked == answer).mean(axis=0), (exact == answer).mean(axis=0)
        error = np.sqrt(expected * (1 - expected) * (1 / 400 + 1 / 4_000))
        assert (np.abs(found - expected) < 4.5 * error + 1e-9).all()
    cells = np.arange(len(part.cells))
    sums = [part.weights[cells, table].sum(axis=1) for table in (walked, exact)]
    for found, expected in zip(sums[0].T, sums[1].T, strict=True):
        error = expected.std() * np.sqrt(1 / 400 + 1 / 4_000)
        assert abs(found.mean() - expected.mean()) < 4.5 * error + 1e-9
        assert 0.8 * expected.std() - 1e-9 <= found.std() <= 1.25 * expected.std() + 1e-9


@pytest.mark.parametrize("prior", PRIORS)
def test_chains_from_different_starts_meet(system: System, monkeypatch: pytest.MonkeyPatch, prior: str) -> None:
    """R-hat between chains that descended from random tables and chains from corners that HiGHS picked."""
    part, urns = max(system.components, key=lambda one: one.weights.shape[2]), None
    if prior == BY_COUNTS:
        classes = classed(part, np.arange(len(part.cells)) // 11)  # 11 units: a block each
        part, urns = classes.component, classes.urns
    cells, chains = np.arange(len(part.cells)), 60
    tables = [walk(part, chains, np.random.default_rng(3), urns=urns)]
    monkeypatch.setattr("wavework.reconstruction.random_walk.DESCENT_SWEEPS", 0)
    tables.append(walk(part, chains, np.random.default_rng(4), urns=urns))
    sums = np.stack([part.weights[cells, table].sum(axis=1) for table in tables])  # (starts, chains, inequalities)
    within = sums.var(axis=1, ddof=1).mean(axis=0)
    between = sums.mean(axis=1).var(axis=0, ddof=1)
    assert (np.sqrt((chains - 1) / chains + between / within) < 1.1).all()


def test_under_the_other_prior_one_part_is_walked(system: System) -> None:
    """Four constraints run across the items of the data battery; what they leave alike is alike in the draws."""
    drawn = draw(system, 800, seed=11, name="test", prior=BY_COUNTS)
    (part,) = drawn.walked
    assert part.constraints == ("ap_data_integrated", "ap_data_elements", "ap_data_four", "ap_data_others")
    assert feasibility.satisfied(part, drawn.table[:, part.cells].astype(int)).all()
    items = {system.cells[cell].item for cell in part.cells}
    bounded = {
        "data_strategy_integrated",
        "data_ethics_strategy",
        "data_kpi_goals",
        "data_group_level",
        "data_kpi_youth",
    }
    for alike in (bounded, items - bounded):
        counts = np.stack([count(drawn, AP, item, ("fully",)) for item in sorted(alike)])
        means, error = counts.mean(axis=1), counts.std() / np.sqrt(800)
        assert np.abs(means - means.mean()).max() < 4 * error
    planned = count(
        drawn, LAC, "data_quality", ("planned",)
    )  # of 16, nothing published: 0 to 16 alike but for 3 others
    assert abs(planned.mean() - 4) < 4 * planned.std() / np.sqrt(800)


def test_the_same_bytes_in_another_process(system: System, draws: Draws) -> None:
    code = (
        "import hashlib; from study_files import study_system; from wavework.reconstruction.draws import draw\n"
        "print(hashlib.sha256(draw(study_system(), 300, 11, 'test').table.tobytes()).hexdigest())"
    )
    assert printed_elsewhere(code).strip() == hashlib.sha256(draws.table.tobytes()).hexdigest()
