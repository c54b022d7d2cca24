"""processed/statistics/specification_curve.csv: the association under every defensible choice, and its joint test."""

import logging
import warnings
from collections.abc import Collection, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from wavework.agreeing_tables import Agreeing, tables_of_job
from wavework.answer_arrays import Cells
from wavework.codebook import Codebook
from wavework.egdi_editions import edition_of
from wavework.finding_rows import finding, findings_table
from wavework.jobs import logged
from wavework.problems import InputError, Problem
from wavework.scores import IMPLEMENTATION, OVERALL, scored
from wavework.statistics.rank_correlation import NAMES, better_rank_positive, leave_one_out
from wavework.statistics.rank_scores import Method, headline_first
from wavework.statistics.resampling import Floats, rng
from wavework.statistics.specification_curve import (
    SPREAD,
    Specification,
    grid,
    specification_curve,
    specification_spreads,
)
from wavework.tables import read_numbers, write_table

DEVELOPMENT = {"none": 0.0, "half": 50.0, "full": 100.0}  # what "under development" counts
MISSING = {"half_answered": 0.5, "all_answered": 1.0}  # share of a dimension's items that must be answered
BOTH = "both"

log = logging.getLogger("wavework.specification_curve")


def specifications(
    tables: Agreeing,
    egdi: pd.DataFrame,
    *,
    waves: Mapping[str, int],
    wave_year: str,
    seed: int,
    permutations: int,
    alpha: float,
    minimum_answered: float,
    coefficient: Method,
    newest_edition: int | None = None,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The association of EGDI rank and overall maturity over all combinations of choices a referee could ask for.

    Choices: EGDI edition (of the wave; the one before and that of the year newest_edition, where they rank the same
    services: one that appears later changes nothing unless the config names it), rank among all countries or within the
    region, items (those of all waves, or all that were asked), worth of "under development", missing-item rule, summary
    (mean of dimensions, median item, share of items fully in place), coefficient, and sample (both regions, each alone,
    without the most influential service of one table).
    waves: one wave per region -> its year. minimum_answered: the config's own, which is in the grid and in the main
    specification, as are what the tables say "under development" is worth and the headline's coefficient. Returns the
    specifications (see statistics.specification.Curve) with the column `main`, and the joint tests as findings: none
    over many tables, of which each specification has its spread.
    """
    development = tables.development
    worths, worth = _with(DEVELOPMENT, development)
    shares, share = _with(MISSING, minimum_answered)
    cells = tables.cells.only(list(waves))
    found = sorted((unit, wave) for wave in waves for unit in cells.units[wave])
    units = pd.DataFrame(found, columns=["unit", "wave"]).assign(
        country=lambda rows: rows["unit"].map(cells.countries), region=lambda rows: rows["wave"].map(cells.regions)
    )
    outcomes = {
        (scope, *choice): values
        for scope, items in {"common": cells.alike(list(waves)), "all_asked": None}.items()
        for choice, values in _outcomes(cells, tables.book, units, items, worths, shares).items()
    }
    predictors = _predictors(egdi, units, waves, wave_year, newest_edition)
    main = {
        "edition": "of_the_wave",
        "rank": "world",
        "items": "common",
        "development": worth,
        "missing": share,
        "summary": "mean",
        "correlation": coefficient,
        "sample": BOTH,
    }
    influential = ""
    if cells.draws == 1:
        headline = outcomes["common", worth, share, "mean"][0]
        influential = leave_one_out(
            predictors["of_the_wave", "world"], headline, units["unit"].tolist(), method=coefficient
        ).most_influential
    factors = {
        "edition": list(dict.fromkeys(edition for edition, _ in predictors)),
        "rank": ["world", "region"],
        "items": ["common", "all_asked"],
        "development": list(worths),
        "missing": list(shares),
        "summary": ["mean", "median", "count_fully"],
        "correlation": headline_first(coefficient),
        "sample": [BOTH, *sorted(set(units["region"])), *([f"without_{influential}"] if influential else [])],
    }
    # The number of items fully in place does not ask what "under development" is worth: one of the three is enough.
    choices = [c for c in grid(factors) if c["summary"] != "count_fully" or c["development"] == "half"]

    def build(choice: Mapping[str, str]) -> Specification:
        outcome = outcomes[choice["items"], choice["development"], choice["missing"], choice["summary"]].copy()
        sample = choice["sample"]
        if sample.startswith("without_"):
            outcome[:, units["unit"] == sample.removeprefix("without_")] = np.nan
        elif sample != BOTH:
            outcome[:, units["region"] != sample] = np.nan
        method: Any = choice["correlation"]
        values = outcome[0] if cells.draws == 1 else outcome
        return Specification(predictors[choice["edition"], choice["rank"]], values, method)

    basis = tables.weakest(list(waves))
    if cells.draws > 1:
        curve = specification_spreads(choices, build)
    else:
        curve = specification_curve(
            choices,
            build,
            generator=rng(seed, "specification curve"),
            strata=units["region"].to_numpy(),
            permutations=permutations,
            alpha=alpha,
        )
    keys = {"question": "specification curve", "outcome": "maturity", "dimension": OVERALL, "region": "pooled",
            "wave": "+".join(waves), "basis": basis}  # fmt: skip
    of_one_table = dict.fromkeys(SPREAD, float("nan")) | {"known": ""}
    table = curve.table.assign(**{name: value for name, value in of_one_table.items() if name not in curve.table})
    joint = [finding(result, seed=seed, **{**keys, "measure": name}) for name, result in curve.joint.items()]
    is_main = (table[list(main)] == pd.Series(main)).all(axis=1)
    return table.assign(main=is_main, basis=basis), findings_table(joint)


def _with(known: Mapping[str, float], own: float) -> tuple[dict[str, float], str]:
    """The choices of the grid with the config's own value among them, and the name of that one."""
    for name, value in known.items():
        if value == own:
            return dict(known), name
    return {**known, f"{own:g}": own}, f"{own:g}"


def require_headline(
    table: pd.DataFrame, association: pd.DataFrame, waves: Sequence[str], coefficient: Method, file: str
) -> None:
    """Raise InputError unless the main specification is the headline association: coefficient, units and estimate.

    association: the findings of the rule association, with which `main` must agree to the digits of a table.
    """
    keys = {"outcome": "maturity", "measure": "common", "dimension": OVERALL, "wave": "+".join(waves)}
    keys |= {"region": "pooled", "method": NAMES[coefficient]}
    headline = association[(association[list(keys)] == pd.Series(keys)).all(axis=1)]
    main = table[table["main"]]
    number = "median" if len(main) and main["estimate"].isna().all() else "estimate"
    expected, found = headline[number].tolist(), main[number].tolist()
    methods = main["coefficient"].tolist()
    one_each = len(expected) == 1 and methods == [keys["method"]]
    if not one_each or not np.allclose(found, expected, rtol=0, atol=1e-5, equal_nan=True):
        raise InputError(
            Problem(
                file,
                f"the main specification gives {found} ({', '.join(methods) or 'there is none'})",
                f"the association of {keys['wave']}: {expected} ({keys['method']})",
                "let both make the same choices: see `main` in workflow/scripts/specification_curve.py",
            )
        )


def _outcomes(
    cells: Cells,
    book: Codebook,
    units: pd.DataFrame,
    items: Collection[str] | None,
    worths: Mapping[str, float],
    shares: Mapping[str, float],
) -> dict[tuple[str, str, str], Floats]:
    """(worth, share, summary) -> (tables, units) in the order of `units`."""
    waves = list(dict.fromkeys(units["wave"]))
    order = np.array([unit for wave in waves for unit in cells.units[wave]])
    places = [int(np.flatnonzero(order == unit)[0]) for unit in units["unit"]]
    outcomes = {}
    for development, worth in worths.items():
        worthy = cells.with_development(worth)
        summaries = [_summaries(worthy, book, wave, items) for wave in waves]
        for missing, least in shares.items():
            known = [_overall_scores(worthy, book, wave, items, least) for wave in waves]
            outcomes[development, missing, "mean"] = np.concatenate(known, axis=1)[:, places]
            for name in ("median", "count_fully"):
                values = [np.where(np.isnan(mean), np.nan, of[name]) for mean, of in zip(known, summaries, strict=True)]
                outcomes[development, missing, name] = np.concatenate(values, axis=1)[:, places]
    return outcomes


def _overall_scores(cells: Cells, book: Codebook, wave: str, items: Collection[str] | None, least: float) -> Floats:
    found = scored(cells, book, wave, minimum_answered=least, items=items)
    (overall,) = (each for each in found if (each.measure, each.dimension) == (IMPLEMENTATION, OVERALL))
    return overall.on(cells)


def _summaries(cells: Cells, book: Codebook, wave: str, items: Collection[str] | None) -> dict[str, Floats]:
    """The median item of each unit, and the share of its items fully in place: (tables, units); NaN without items."""
    is_scored = set(book.items.loc[book.items["scored"] == "yes", "item"])
    asked = [item for item in cells.asked[wave] if item in is_scored and (items is None or item in items)]
    scores = np.stack([cells.scores(wave, item) for item in asked])
    n = (~np.isnan(scores)).sum(axis=0)
    median = np.median if n.min() == len(asked) else np.nanmedian
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # a unit that answered nothing has no median
        # a share, not a bare count: the regions were asked different numbers of items
        return {"median": median(scores, axis=0), "count_fully": (scores == 100).sum(axis=0) / n}


def _predictors(
    egdi: pd.DataFrame, units: pd.DataFrame, waves: Mapping[str, int], rule: str, newest: int | None
) -> dict[tuple[str, str], np.ndarray]:
    years = sorted(int(year) for year in set(egdi["year"]))
    ranks = egdi.pivot_table(index="country", columns="year", values="rank")
    matched = {wave: edition_of(year, years, rule) for wave, year in waves.items()}
    editions = {"of_the_wave": matched}
    before = {wave: max((y for y in years if year and y < year), default=None) for wave, year in matched.items()}
    if None not in before.values():
        editions["one_before"] = before
    if newest is not None and newest not in years:
        found, known = f"statistics.specification.newest_edition is {newest}", ", ".join(map(str, years))
        raise InputError(Problem("config.yaml", found, f"an edition of egdi.files: {known}", "name one, or none"))
    if newest is not None and set(matched.values()) != {newest}:
        editions["newest"] = dict.fromkeys(waves, newest)
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
        tables, params = tables_of_job(snakemake)
        table, joint = specifications(tables, read_numbers(snakemake.input.egdi, ["year", "rank"]), **params)
        numbers = ["estimate", "lowest", "highest", "median"]
        association = read_numbers(snakemake.input.association, numbers)
        require_headline(
            table, association, list(params["waves"]), params["coefficient"], snakemake.output.specifications
        )
        write_table(table, snakemake.output.specifications)
        write_table(joint, snakemake.output.findings)
