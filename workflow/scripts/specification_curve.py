"""processed/statistics/specification_curve.csv: the association under every defensible choice, and its joint test."""

import logging
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from wavework.basis import weakest
from wavework.egdi import edition_of
from wavework.findings import finding, findings_table
from wavework.jobs import logged
from wavework.problems import InputError, Problem
from wavework.scores import OVERALL, comparable_in_all, maturity_scores
from wavework.statistics.association import better_rank_positive, leave_one_out
from wavework.statistics.resampling import rng
from wavework.statistics.specification import Specification, grid, specification_curve
from wavework.tables import read_numbers, read_table, write_table

DEVELOPMENT = {"none": 0.0, "half": 50.0, "full": 100.0}  # what "under development" counts
MISSING = {"half_answered": 0.5, "all_answered": 1.0}  # share of a dimension's items that must be answered
BOTH = "both"

log = logging.getLogger("wavework.specification_curve")


def specifications(
    answers: pd.DataFrame,
    items: pd.DataFrame,
    scales: pd.DataFrame,
    egdi: pd.DataFrame,
    *,
    waves: Mapping[str, int],
    wave_year: str,
    seed: int,
    permutations: int,
    alpha: float,
    development: float,
    minimum_answered: float,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The association of EGDI rank and overall maturity over all combinations of choices a referee could ask for.

    Choices: EGDI edition (of the wave; the one before and the newest, where they rank the same services), rank among
    all countries or within the region, items (those of all waves, or all that were asked), worth of "under
    development", missing-item rule, summary (mean of dimensions, median item, share of items fully in place),
    coefficient, and sample (both regions, each alone, without the most influential service).
    waves: one wave per region -> its year. development, minimum_answered: the config's own, which are in the grid and
    in the main specification. Returns the specifications (see statistics.specification.Curve) with the
    column `main`, and the joint tests as findings.
    """
    worths, worth = _with(DEVELOPMENT, development)
    shares, share = _with(MISSING, minimum_answered)
    here = answers[answers["wave"].isin(list(waves))]
    units = here[["unit", "country", "region", "wave"]].drop_duplicates().sort_values("unit", ignore_index=True)
    outcomes = {
        (scope, *choice): values
        for scope, rows in {"common": comparable_in_all(here), "all_asked": here}.items()
        for choice, values in _outcomes(rows, items, scales, units, worths, shares).items()
    }
    predictors = _predictors(egdi, units, waves, wave_year)
    main = {
        "edition": "of_the_wave",
        "rank": "world",
        "items": "common",
        "development": worth,
        "missing": share,
        "summary": "mean",
        "correlation": "spearman",
        "sample": BOTH,
    }
    influential = leave_one_out(
        predictors["of_the_wave", "world"], outcomes["common", worth, share, "mean"], units["unit"].tolist()
    ).most_influential
    factors = {
        "edition": list(dict.fromkeys(edition for edition, _ in predictors)),
        "rank": ["world", "region"],
        "items": ["common", "all_asked"],
        "development": list(worths),
        "missing": list(shares),
        "summary": ["mean", "median", "count_fully"],
        "correlation": ["spearman", "kendall"],
        "sample": [BOTH, *sorted(set(units["region"])), *([f"without_{influential}"] if influential else [])],
    }
    # The number of items fully in place does not ask what "under development" is worth: one of the three is enough.
    choices = [c for c in grid(factors) if c["summary"] != "count_fully" or c["development"] == "half"]

    def build(choice: Mapping[str, str]) -> Specification:
        outcome = outcomes[choice["items"], choice["development"], choice["missing"], choice["summary"]].copy()
        sample = choice["sample"]
        if sample.startswith("without_"):
            outcome[units["unit"] == sample.removeprefix("without_")] = np.nan
        elif sample != BOTH:
            outcome[units["region"] != sample] = np.nan
        method: Any = choice["correlation"]
        return Specification(predictors[choice["edition"], choice["rank"]], outcome, method)

    curve = specification_curve(
        choices,
        build,
        generator=rng(seed, "specification curve"),
        strata=units["region"].to_numpy(),
        permutations=permutations,
        alpha=alpha,
    )
    table = curve.table.assign(
        main=(curve.table[list(main)] == pd.Series(main)).all(axis=1), basis=weakest(here["basis"])
    )
    keys = {"question": "specification curve", "outcome": "maturity", "dimension": OVERALL, "region": "pooled",
            "wave": "+".join(waves), "basis": weakest(here["basis"])}  # fmt: skip
    joint = [finding(result, seed=seed, **{**keys, "measure": name}) for name, result in curve.joint.items()]
    return table, findings_table(joint)


def _with(known: Mapping[str, float], own: float) -> tuple[dict[str, float], str]:
    """The choices of the grid with the config's own value among them, and the name of that one."""
    for name, value in known.items():
        if value == own:
            return dict(known), name
    return {**known, f"{own:g}": own}, f"{own:g}"


def require_headline(table: pd.DataFrame, association: pd.DataFrame, waves: Sequence[str], file: str) -> None:
    """Raise InputError unless the main specification is the headline association: same units, same estimate.

    association: the findings of the rule association, with which `main` must agree to the digits of a table.
    """
    keys = {"outcome": "maturity", "measure": "common", "dimension": OVERALL, "wave": "+".join(waves)}
    keys |= {"region": "pooled", "method": "Spearman's rho"}
    headline = association[(association[list(keys)] == pd.Series(keys)).all(axis=1)]
    main = table[table["main"]]
    expected, found = headline["estimate"].tolist(), main["estimate"].tolist()
    if len(expected) != 1 or len(found) != 1 or not np.allclose(found, expected, rtol=0, atol=1e-5, equal_nan=True):
        raise InputError(
            Problem(
                file,
                f"the main specification gives {found}",
                f"the association of {keys['wave']}: {expected}",
                "let both make the same choices: see `main` in workflow/scripts/specification_curve.py",
            )
        )


def _outcomes(
    answers: pd.DataFrame,
    items: pd.DataFrame,
    scales: pd.DataFrame,
    units: pd.DataFrame,
    worths: Mapping[str, float],
    shares: Mapping[str, float],
) -> dict[tuple[str, str, str], np.ndarray]:
    outcomes = {}
    for development, worth in worths.items():
        for missing, least in shares.items():
            scores = maturity_scores(answers, items, scales, development=worth, minimum_answered=least)
            overall = scores[(scores["dimension"] == OVERALL) & (scores["measure"] == "implementation")]
            known = overall.set_index("unit")["score"].reindex(units["unit"])
            scored = _scored(answers, items, scales, worth).loc[units["unit"]]
            summaries = {
                "mean": known,
                "median": scored.median(axis=1).where(known.notna()),
                # a share, not a bare count: the regions were asked different numbers of items
                "count_fully": (scored == 100).sum(axis=1).div(scored.notna().sum(axis=1)).where(known.notna()),
            }
            for name, values in summaries.items():
                outcomes[development, missing, name] = values.to_numpy(dtype=float)
    return outcomes


def _scored(answers: pd.DataFrame, items: pd.DataFrame, scales: pd.DataFrame, worth: float) -> pd.DataFrame:
    """Unit x scored item: the score of the answer, NaN where there is none."""
    scale = items.loc[items["scored"] == "yes", ["item", "scale"]]
    rows = answers.drop(columns="value").merge(scale, on="item", how="inner", validate="many_to_one")
    rows = rows.merge(scales[["scale", "answer", "score"]], on=["scale", "answer"], how="left", validate="many_to_one")
    rows.loc[rows["answer"] == "development", "score"] = worth
    return rows.pivot_table(index="unit", columns="item", values="score", dropna=False)


def _predictors(
    egdi: pd.DataFrame, units: pd.DataFrame, waves: Mapping[str, int], rule: str
) -> dict[tuple[str, str], np.ndarray]:
    years = sorted(int(year) for year in set(egdi["year"]))
    ranks = egdi.pivot_table(index="country", columns="year", values="rank")
    matched = {wave: edition_of(year, years, rule) for wave, year in waves.items()}
    editions = {"of_the_wave": matched}
    before = {wave: max((y for y in years if year and y < year), default=None) for wave, year in matched.items()}
    if None not in before.values():
        editions["one_before"] = before
    if set(matched.values()) != {years[-1]}:
        editions["newest"] = dict.fromkeys(waves, years[-1])
    ranked = {
        name: pd.Series(
            [
                ranks[year_of[wave]].get(country, np.nan)
                for wave, country in zip(units["wave"], units["country"], strict=True)
            ]
        )
        for name, year_of in editions.items()
    }
    predictors = {}
    for name, world in ranked.items():
        # A unit without a rank in any edition is left out of the whole curve: an edition that lacks one which the
        # wave's own has would change the main specification, and is no choice.
        if lacking := sorted(units.loc[world.isna() & ranked["of_the_wave"].notna(), "unit"]):
            log.warning("the EGDI edition %s is no choice of the curve: no rank of %s", name, ", ".join(lacking))
            continue
        predictors[name, "world"] = better_rank_positive(world)
        predictors[name, "region"] = better_rank_positive(world.groupby(units["region"]).rank())
    return predictors


if __name__ == "__main__":
    with logged(snakemake.log[0]):
        table, joint = specifications(
            read_table(snakemake.input.answers),
            read_table(snakemake.input.item_table[0]),
            read_numbers(snakemake.input.scale_table[0], ["position", "value", "score"]),
            read_numbers(snakemake.input.egdi, ["year", "rank"]),
            **dict(snakemake.params.items()),
        )
        association = read_numbers(snakemake.input.association, ["estimate"])
        require_headline(table, association, list(snakemake.params.waves), snakemake.output.specifications)
        write_table(table, snakemake.output.specifications)
        write_table(joint, snakemake.output.findings)
