"""processed/statistics/association.csv: does maturity go with the rank of a country's e-government?"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import add
from typing import Any

import numpy as np
import pandas as pd

from wavework.agreeing_tables import Agreeing, tables_of_job
from wavework.answer_arrays import Cells, Sum
from wavework.egdi_editions import edition_of
from wavework.finding_rows import finding, findings_table
from wavework.income_per_head import VALUE
from wavework.jobs import logged
from wavework.scores import OVERALL, SELF_REPORTED, Scored, common, scored
from wavework.statistics.over_many_tables import spread
from wavework.statistics.rank_correlation import (
    NAMES,
    SOURCES,
    better_rank_positive,
    correlation_many,
    leave_one_out,
    leave_one_out_many,
    partial_spearman,
    permutation_p_many,
    rank_correlation,
    without_covariate,
)
from wavework.statistics.rank_scores import Method, doubled_ranks, headline_first
from wavework.statistics.resampling import Floats, rng
from wavework.tables import read_numbers, write_table

# ASSUME enough shuffles, the same for all tables, for the share of tables with a p below the level.
RESAMPLES_OF_MANY = 999
LEFT_OUT = ["measure", "dimension", "wave", "unit", "estimate", "role", "known", "lowest", "highest", "central_low",
            "central_high"]  # fmt: skip


@dataclass(frozen=True, eq=False)
class Sample:
    """Scores of a wave, or of several taken together, beside the ranks of their units' countries.

    parts: the scores of each wave. better: (units,) the larger, the better the rank. places: wave and country of each
    unit.
    """

    parts: Sequence[Scored]
    better: Floats
    places: Sequence[tuple[str, str]]
    strata: Sequence[str]

    @property
    def waves(self) -> list[str]:
        """Those of the parts."""
        return [part.wave for part in self.parts]

    @property
    def units(self) -> list[str]:
        """The units of all parts."""
        return [unit for part in self.parts for unit in part.units]

    @property
    def values(self) -> Floats:
        """(tables, units): their scores."""
        return np.concatenate([part.values for part in self.parts], axis=1)

    @property
    def along(self) -> Sum:
        """The sum of scores that grows with the association: each weighs its centred rank."""
        ranks = iter(doubled_ranks(self.better).tolist())
        weighted = [part.total({unit: next(ranks) for unit in part.units}) for part in self.parts]
        return reduce(add, weighted)

    def on(self, cells: Cells) -> Floats:
        """(tables, units): the scores in other tables."""
        return np.concatenate([part.on(cells) for part in self.parts], axis=1)


def associations(
    tables: Agreeing,
    egdi: pd.DataFrame,
    *,
    waves: Mapping[str, int],
    pooled: Sequence[Sequence[str]],
    wave_year: str,
    minimum_answered: float,
    coefficient: Method,
    seed: int,
    resamples: int,
    bootstrap: int,
    alpha: float,
    covariates: pd.DataFrame | None = None,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Rank association of a country's EGDI rank with its services' maturity.

    egdi: processed/egdi.csv; waves: wave -> year; pooled: groups of waves (one per region) that are also taken
    together, on what they asked alike, shuffled within regions. covariates: processed/covariates.csv.
    coefficient: the headline's, which comes first, and that of leaving out.
    Returns the findings (both coefficients; per wave and pooled, measure and dimension; positive where a better rank
    goes with higher maturity) and the leave-one-out table (columns LEFT_OUT, of overall scores only where there are
    many tables). Over many tables nothing is said of income: it needs the scores of one.
    """
    choices = {"resamples": resamples, "bootstrap": bootstrap}
    found: list[dict[str, Any]] = []
    left_out: list[dict[str, Any]] = []
    for sample in _samples(tables, egdi, waves, pooled, wave_year, minimum_answered):
        if len(sample.values) > 1:
            # on the two tables, too, in which scores follow the ranks most and least
            far = sample.on(tables.extremes(sample.along))
            found += _over_tables(tables, sample, far, coefficient, seed, alpha)
            left_out += _left_out_of_many(sample, far, coefficient)
        else:
            found += _tests(tables, sample, coefficient, seed, choices, covariates)
            left_out += _left_out(sample, coefficient)
    return findings_table(found), pd.DataFrame(left_out, columns=LEFT_OUT)


def _samples(
    tables: Agreeing, egdi: pd.DataFrame, years: Mapping[str, int], pooled: Sequence[Sequence[str]], rule: str,
    minimum_answered: float,
) -> Iterator[Sample]:  # fmt: skip
    """Each wave with all that it asked, by measure and dimension; then the waves that are taken together."""
    ranks = egdi.set_index(["year", "country"])["rank"]
    editions = {wave: edition_of(year, set(egdi["year"]), rule) for wave, year in years.items()}

    found: list[Sequence[Scored]] = []
    for wave in years:
        of_wave = scored(tables.cells, tables.book, wave, minimum_answered=minimum_answered)
        found += [[each] for each in sorted(of_wave, key=lambda each: (each.measure, each.dimension))]
    for waves in pooled:
        of_waves = common(tables.cells, tables.book, waves, minimum_answered=minimum_answered)
        by_name = [sorted(of_wave, key=lambda each: each.dimension) for of_wave in of_waves.values()]
        found += zip(*by_name, strict=True)
    for parts in found:
        units = [(part.wave, tables.cells.countries[unit]) for part in parts for unit in part.units]
        yield Sample(
            parts=parts,
            better=better_rank_positive([ranks.get((editions[wave], country), np.nan) for wave, country in units]),
            places=units,
            strata=[tables.cells.regions[wave] for wave, _ in units],
        )


def _keys(tables: Agreeing, sample: Sample) -> dict[str, Any]:
    first = sample.parts[0]
    return {
        "question": "association", "outcome": "maturity", "measure": first.measure, "dimension": first.dimension,
        "wave": "+".join(sample.waves), "region": "pooled" if len(sample.waves) > 1 else sample.strata[0],
        "basis": tables.weakest(sample.waves),
    }  # fmt: skip


def _tests(
    tables: Agreeing,
    sample: Sample,
    coefficient: Method,
    seed: int,
    choices: Mapping[str, Any],
    covariates: pd.DataFrame | None,
) -> Iterator[dict[str, Any]]:
    keys, first = _keys(tables, sample), sample.parts[0]
    strata = np.array(sample.strata) if len(sample.waves) > 1 else None
    x, y = sample.better, sample.values[0]
    name = f"{first.measure}/{first.dimension}/{keys['wave']}"
    for method in headline_first(coefficient):
        generator = rng(seed, f"association/{method}/{name}")
        found = rank_correlation(method, x, y, generator=generator, strata=strata, **choices)
        yield finding(found, seed=seed, **keys)
    if covariates is not None:
        income_of = covariates.set_index(["wave", "country"])[VALUE]
        income = np.array([income_of[place] if place[1] else np.nan for place in sample.places])
        generator = rng(seed, f"association/partial/{name}")
        found = partial_spearman(x, y, income, generator=generator, strata=strata, **choices)
        yield finding(without_covariate(found, sample.units, x, y, income), seed=seed, **keys)


def _over_tables(
    tables: Agreeing, sample: Sample, far: Floats, coefficient: Method, seed: int, alpha: float
) -> Iterator[dict[str, Any]]:
    """How far each coefficient goes over the tables. far: (2, units), the scores on two more that agree."""
    keys, first = _keys(tables, sample), sample.parts[0]
    strata = np.array(sample.strata) if len(sample.waves) > 1 else None
    for method in headline_first(coefficient):
        generator = rng(seed, f"association/{method}/{first.measure}/{first.dimension}/{keys['wave']}")
        p, _ = permutation_p_many(
            method, sample.better, sample.values, strata=strata, generator=generator, resamples=RESAMPLES_OF_MANY,
            exact_limit=RESAMPLES_OF_MANY,
        )  # fmt: skip
        found = spread(
            correlation_many(method, sample.better, sample.values), n=_complete(sample), method=NAMES[method],
            source=SOURCES[method], p=p, alpha=alpha, reached=correlation_many(method, sample.better, far),
        )  # fmt: skip
        yield finding(found, seed=seed, **keys)


def _complete(sample: Sample) -> int:
    return int((~np.isnan(sample.better) & ~np.isnan(sample.values[0])).sum())


def _left_out(sample: Sample, coefficient: Method) -> Iterator[dict[str, Any]]:
    found = leave_one_out(sample.better, sample.values[0], sample.units, method=coefficient)
    first = sample.parts[0]
    keys = {"measure": first.measure, "dimension": first.dimension, "wave": "+".join(sample.waves), "known": ""}
    yield from (keys | row for row in found.rows())


def _left_out_of_many(sample: Sample, far: Floats, coefficient: Method) -> Iterator[dict[str, Any]]:
    first = sample.parts[0]
    if first.dimension != OVERALL or first.measure == SELF_REPORTED:
        return
    values = [correlation_many(coefficient, sample.better, y)[:, None] for y in (sample.values, far)]
    without = [leave_one_out_many(sample.better, y, method=coefficient) for y in (sample.values, far)]
    drawn, reached = (np.concatenate(pair, axis=1) for pair in zip(values, without, strict=True))
    for place, unit in enumerate(["", *sample.units]):
        found = spread(drawn[:, place], n=0, method="", reached=reached[:, place])
        if found.status == "ok":
            yield {
                "measure": first.measure, "dimension": first.dimension, "wave": "+".join(sample.waves), "unit": unit,
                "role": "left_out" if unit else "full",
                **{name: getattr(found, name) for name in LEFT_OUT if hasattr(found, name)},
            }  # fmt: skip


if __name__ == "__main__":
    with logged(snakemake.log[0]):
        covariates = snakemake.input.get("covariates")
        tables, params = tables_of_job(snakemake)
        found, left_out = associations(
            tables,
            read_numbers(snakemake.input.egdi, ["year", "rank"]),
            covariates=read_numbers(covariates, [VALUE]) if covariates else None,
            **params,
        )
        write_table(found, snakemake.output.findings)
        write_table(left_out, snakemake.output.leave_one_out)
