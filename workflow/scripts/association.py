"""processed/statistics/association.csv: does maturity go with the rank of a country's e-government?"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from wavework.basis import weakest
from wavework.egdi import edition_of
from wavework.findings import finding, findings_table
from wavework.jobs import logged
from wavework.statistics.association import (
    better_rank_positive,
    kendall_tau_b,
    leave_one_out,
    partial_spearman,
    spearman,
)
from wavework.statistics.resampling import rng
from wavework.tables import read_numbers, write_table

METHODS = {"spearman": spearman, "kendall": kendall_tau_b}


def associations(
    scores: pd.DataFrame,
    egdi: pd.DataFrame,
    *,
    waves: Mapping[str, int],
    pooled: Sequence[Sequence[str]],
    wave_year: str,
    seed: int,
    resamples: int,
    bootstrap: int,
    covariates: pd.DataFrame | None = None,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Rank association of a country's EGDI rank with its services' maturity.

    scores: processed/scores.csv; egdi: processed/egdi.csv; waves: wave -> year; pooled: groups of waves (one per
    region) that are also taken together, shuffled within regions. covariates: country, year, gdp_per_head.
    Returns the findings (Spearman, Kendall's tau-b; per wave and pooled, measure and dimension; positive where a
    better rank goes with higher maturity) and the leave-one-out table: measure, dimension, group, unit, estimate.
    """
    joined = pd.concat(
        [with_egdi(scores[scores["wave"] == wave], egdi, year, wave_year) for wave, year in waves.items()]
    )
    samples = dict(iter(joined.groupby("wave", sort=False)))
    samples |= {"+".join(group): joined[joined["wave"].isin(list(group))] for group in pooled}
    found: list[dict[str, Any]] = []
    left_out: list[dict[str, Any]] = []
    for name, sample in samples.items():
        for (measure, dimension), rows in sample.groupby(["measure", "dimension"]):
            # Waves are pooled on what they asked alike; a wave alone is taken with all that it asked.
            if (measure == "common") != ("+" in name):
                continue
            found += _tests(rows, name, str(measure), str(dimension), seed, resamples, bootstrap, covariates)
            left_out += _left_out(rows, name, str(measure), str(dimension))
    columns = ["measure", "dimension", "wave", "unit", "estimate", "role"]
    return findings_table(found), pd.DataFrame(left_out, columns=columns)


def with_egdi(scores: pd.DataFrame, egdi: pd.DataFrame, year: int, rule: str) -> pd.DataFrame:
    """Scores of a wave with the rank of the EGDI edition that belongs to it."""
    edition = egdi[egdi["year"] == edition_of(year, set(egdi["year"]), rule)]
    return scores.merge(edition[["country", "year", "rank"]], on="country", how="left", validate="many_to_one")


def _tests(
    rows: pd.DataFrame, wave: str, measure: str, dimension: str, seed: int, resamples: int, bootstrap: int,
    covariates: pd.DataFrame | None,
) -> Iterator[dict[str, Any]]:  # fmt: skip
    pooled = "+" in wave
    keys = {
        "question": "association", "outcome": "maturity", "measure": measure, "dimension": dimension, "wave": wave,
        "region": "pooled" if pooled else rows["region"].iloc[0], "basis": weakest(rows["basis"]),
    }  # fmt: skip
    choices = {
        "strata": rows["region"].to_numpy() if pooled else None, "resamples": resamples, "bootstrap": bootstrap,
    }  # fmt: skip
    x, y = better_rank_positive(rows["rank"]), rows["score"].to_numpy()
    for name, method in METHODS.items():
        generator = rng(seed, f"association/{name}/{measure}/{dimension}/{wave}")
        yield finding(method(x, y, generator=generator, **choices), seed=seed, **keys)
    if covariates is not None:
        income = rows.merge(covariates, on=["country", "year"], how="left", validate="many_to_one")["gdp_per_head"]
        generator = rng(seed, f"association/partial/{measure}/{dimension}/{wave}")
        yield finding(partial_spearman(x, y, income.to_numpy(), generator=generator, **choices), seed=seed, **keys)


def _left_out(rows: pd.DataFrame, wave: str, measure: str, dimension: str) -> Iterator[dict[str, Any]]:
    found = leave_one_out(better_rank_positive(rows["rank"]), rows["score"].to_numpy(), rows["unit"].tolist())
    if found.reason:
        return
    keys = {"measure": measure, "dimension": dimension, "wave": wave}
    yield {**keys, "unit": "", "estimate": found.estimate, "role": "full"}
    for unit, estimate in found.estimates:
        role = "influential" if unit == found.most_influential else "left_out"
        yield {**keys, "unit": unit, "estimate": estimate, "role": role}


if __name__ == "__main__":
    with logged(snakemake.log[0]):
        covariates = snakemake.input.get("covariates")
        found, left_out = associations(
            read_numbers(snakemake.input.scores, ["score"]),
            read_numbers(snakemake.input.egdi, ["year", "rank"]),
            covariates=read_numbers(covariates, ["year", "gdp_per_head"]) if covariates else None,
            **dict(snakemake.params.items()),
        )
        write_table(found, snakemake.output.findings)
        write_table(left_out, snakemake.output.leave_one_out)
