"""The rule on maturity and the e-government index of the country, on every draw at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from wavework.answer_arrays import Cells
from wavework.claims.declarations import Rule
from wavework.claims.rule_outcome import EXISTENTIAL, Part
from wavework.codebook import Codebook
from wavework.egdi_editions import edition_of
from wavework.scores import IMPLEMENTATION, Scored, scored
from wavework.statistics.rank_correlation import (
    better_rank_positive,
    correlation_many,
    permutation_p_many,
    rank_correlation,
)
from wavework.statistics.rank_scores import Method, pair_signs
from wavework.statistics.resampling import Floats, rng
from wavework.statistics.result import NAN

PERMUTATIONS = 1_999  # of each of many tables
LETTERS = {"spearman": "rho", "kendall": "tau"}  # `Part.unit` of each coefficient
DECIMALS = 9  # of scores from 0 to 100 that are compared


@dataclass(frozen=True, kw_only=True)
class Choices:
    """The study's choices for scores and tests, and the ranks (1 = best) of each wave's units.

    years, regions: of each wave. coefficient: the headline's. seed: root of the reconstructions; statistics_seed: root
    of the tests.
    """

    years: Mapping[str, int]
    regions: Mapping[str, str]
    egdi: pd.DataFrame
    wave_year: str
    minimum_answered: float
    alpha: float
    coefficient: Method
    resamples: int
    bootstrap: int
    statistics_seed: int
    seed: int


def association(rule: Rule, cells: Cells, book: Codebook, *, choices: Choices, claim: str) -> list[Part]:
    """One part, over the units of all waves of the rule. estimate: the headline's coefficient, positive where a better
    rank goes with a higher implementation score.

    expected `positive`: it is above 0 with a two-sided permutation p (shuffled within regions) < alpha; nearly if it is
    only above 0.
    expected `not_one_to_one`: some unit ranks better and has the lower score than another (one pair is enough, so the
    rule is weak, as the statement is). Several waves are taken on the items that each asked comparably, as in
    `wavework.scores.common`. Interval: BCa bootstrap, of the observed table only. Over many tables p is that of
    `PERMUTATIONS` shuffles which all tables share: near alpha = 0.05 it is off by 0.005 (one standard error), which
    moves few tables over the line, and these in either direction.
    """
    waves = rule["waves"]
    scores = np.concatenate([_scores(rule, cells, wave, book, choices) for wave in waves], axis=1)
    better = better_rank_positive(np.concatenate([ranks(cells.units[wave], wave, book, choices) for wave in waves]))
    strata = np.repeat([choices.regions[wave] for wave in waves], [len(cells.units[wave]) for wave in waves])
    complete = ~np.isnan(scores) & ~np.isnan(better)
    low = high = NAN
    if cells.draws == 1:
        # the name under which processed/statistics/association.csv has it, so that both give the same numbers
        measure = "common" if len(waves) > 1 else "implementation"
        name = f"association/{choices.coefficient}/{measure}/{rule['dimension']}/{'+'.join(waves)}"
        result = rank_correlation(
            choices.coefficient,
            better,
            scores[0],
            strata=strata if len(waves) > 1 else None,
            generator=rng(choices.statistics_seed, name),
            resamples=choices.resamples,
            bootstrap=choices.bootstrap,
        )
        estimate, p, low, high = np.array([result.estimate]), np.array([result.p]), result.low, result.high
    else:
        estimate, p = correlation_many(choices.coefficient, better, scores), np.full(cells.draws, NAN)
    one_to_one = rule["expected"] == "not_one_to_one"
    if cells.draws > 1 and not one_to_one:
        generator = rng(choices.seed, f"claims/{claim}")
        resamples = min(choices.resamples, PERMUTATIONS)
        p, _ = permutation_p_many(
            choices.coefficient, better, scores, strata=strata, resamples=resamples, generator=generator
        )
    positive = estimate > 0
    alike = np.round(np.where(complete, scores, np.nan), DECIMALS)  # means of the same answers, added up in any order
    contrary = (pair_signs(better) * pair_signs(alike) < 0).any(axis=1)
    return [
        Part(
            holds=contrary & ~np.isnan(estimate) if one_to_one else positive & (p < choices.alpha),
            estimate=estimate,
            n=complete.sum(axis=1),
            unit=LETTERS[choices.coefficient],
            where={"wave": "|".join(waves), "dimension": rule["dimension"]},
            interval=lambda: (low, high),
            nearly=None if one_to_one else positive,
            reach=EXISTENTIAL if one_to_one else "",
            extra={"p": float(p[0])} if cells.draws == 1 else {},
        )
    ]


def ranks(units: Sequence[str], wave: str, book: Codebook, choices: Choices) -> Floats:
    """Rank (1 = best) of the country of each unit of the wave; NaN where the index has none."""
    edition = edition_of(choices.years[wave], set(choices.egdi["year"]), choices.wave_year)
    of_year = choices.egdi[choices.egdi["year"] == edition]
    rank_of = dict(zip(of_year["country"], of_year["rank"], strict=True))
    country_of = dict(zip(book.units["unit"], book.units["country"], strict=True))
    return np.array([rank_of.get(country_of[unit], np.nan) for unit in units], dtype=np.float64)


def implementation(rule: Rule, cells: Cells, wave: str, book: Codebook, choices: Choices) -> Scored | None:
    """Implementation scores of a wave in the rule's dimension, of several waves on what each asked comparably."""
    items = cells.alike(rule["waves"]) if len(rule["waves"]) > 1 else None
    found = scored(cells, book, wave, minimum_answered=choices.minimum_answered, items=items)
    return next((each for each in found if (each.measure, each.dimension) == (IMPLEMENTATION, rule["dimension"])), None)


def _scores(rule: Rule, cells: Cells, wave: str, book: Codebook, choices: Choices) -> Floats:
    """(tables, units): these scores; NaN without one."""
    found = implementation(rule, cells, wave, book, choices)
    return np.broadcast_to(np.nan if found is None else found.values, (cells.draws, len(cells.units[wave])))
