"""processed/statistics/measures.csv: what the measures say, of all units, of each region, and against the EGDI."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from wavework.basis import weakest
from wavework.codebook import read_codebook
from wavework.egdi_editions import edition_of
from wavework.finding_rows import finding, findings_table
from wavework.income_per_head import VALUE
from wavework.jobs import arguments, logged
from wavework.measures import groups_of
from wavework.problems import Problem, collected_problems
from wavework.scores import OVERALL
from wavework.statistics import two_groups
from wavework.statistics.many_units import LARGE, correlation, mean, mean_change
from wavework.statistics.rank_correlation import (
    better_rank_positive,
    leave_one_out,
    partial_spearman,
    without_covariate,
)
from wavework.statistics.rank_scores import Method, headline_first
from wavework.statistics.resampling import rng
from wavework.statistics.share_intervals import share
from wavework.tables import read_numbers, write_table

LEFT_OUT = ["measure", "wave", "region", "unit", "estimate", "role"]
ALL_WAVES = "panel of all waves"


def measure_findings(
    measures: pd.DataFrame,
    book: pd.DataFrame,
    egdi: pd.DataFrame | None,
    *,
    waves: Mapping[str, int],
    changes: Sequence[Mapping[str, str]],
    contrasted: Sequence[str],
    wave_year: str,
    coefficient: Method,
    seed: int,
    resamples: int,
    bootstrap: int,
    covariates: pd.DataFrame | None = None,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Findings on measures, and the associations with each unit left out (LEFT_OUT; up to LARGE units).

    measures: processed/measured.csv; book: measures.csv of the codebook; egdi: processed/egdi.csv, None without it;
    waves: wave -> year; changes: {from, to, panel}; contrasted: waves whose regions are held against each other;
    coefficient: the headline's, which comes first, and that of stability and of leaving out;
    covariates: processed/covariates.csv. Every number of a value is in the measure's own unit; associations are
    positive where a better EGDI rank goes with the better end of the measure. `region` is a group of
    wavework.measures.groups_of; `outcome` is `part` for a part of another measure, so that the two can be families of
    their own. Raises InputError for a wave to which no EGDI edition belongs.
    """
    known = book.set_index("measure")
    table = measures.assign(
        dimension=measures["measure"].map(known["dimension"]).replace("", OVERALL),
        level=measures["measure"].map(known["level"]),
        outcome=measures["measure"].map(known["part_of"]).map(lambda whole: "part" if whole else ""),
        sign=measures["measure"].map(known["better"]).map({"higher": 1, "lower": -1}),
    )
    choices = {"resamples": resamples, "bootstrap": bootstrap}
    found = [*_values(table, known, seed, bootstrap)]
    found += _changes(table, changes, coefficient, seed, choices)
    found += _contrasts(table, contrasted, seed)
    left_out: list[dict[str, Any]] = []
    if egdi is not None:
        joined = _with_egdi(table, egdi, waves, wave_year)
        found += _associations(joined, coefficient, seed, choices, covariates)
        left_out += _left_out(joined, coefficient)
    return findings_table(found), pd.DataFrame(left_out, columns=LEFT_OUT)


def _keys(rows: pd.DataFrame, group: str) -> dict[str, str]:
    first = rows.iloc[0]
    keys = {key: str(first[key]) for key in ("measure", "dimension", "wave", "outcome")}
    return {**keys, "region": group, "basis": weakest(rows["basis"])}


def _each(table: pd.DataFrame, columns: Sequence[str] = ("wave", "measure")) -> Iterator[tuple[str, pd.DataFrame]]:
    for _, rows in table.groupby(list(columns), sort=False):
        yield from groups_of(rows)


def _values(table: pd.DataFrame, known: pd.DataFrame, seed: int, bootstrap: int) -> Iterator[dict[str, Any]]:
    """Means of measures; of ordinal ones the share above the lowest value."""
    lowest = known["minimum"].astype(float)
    for group, rows in _each(table):
        keys = _keys(rows, group)
        if rows["level"].iloc[0] == "ordinal":
            present = rows["value"].dropna()
            above = int((present > lowest[keys["measure"]]).sum())
            yield finding(share(above, len(present)), question="measure share", **keys)
            continue
        generator = rng(seed, f"measure mean/{keys['measure']}/{keys['wave']}/{group}")
        yield finding(
            mean(rows["value"], generator=generator, bootstrap=bootstrap), question="measure mean", seed=seed, **keys
        )


def _changes(
    table: pd.DataFrame,
    changes: Sequence[Mapping[str, str]],
    coefficient: Method,
    seed: int,
    choices: Mapping[str, int],
) -> Iterator[dict[str, Any]]:
    """Mean change and rank correlation of each measure between the two waves of each pair, on the units of both."""
    usable = table[(table["comparable"] != "no") & table["value"].notna() & (table["level"] == "interval")]
    compared = {wave for pair in changes for wave in (pair["from"], pair["to"])}
    for pair in changes:
        ends = usable[usable["wave"].isin([pair["from"], pair["to"]])]
        of_all = pair.get("panel") == "all"
        panel = usable[usable["wave"].isin(compared)] if of_all else ends
        for measure, rows in ends.groupby("measure", sort=False):
            counts = panel[panel["measure"] == measure].groupby("unit")["wave"].nunique()
            rows = rows[rows["unit"].isin(counts.index[counts == (len(compared) if of_all else 2)])]
            wide = rows.pivot_table(index=["unit", "region"], columns="wave", values="value").reset_index()
            if rows["wave"].nunique() < 2:
                continue
            outcome = ALL_WAVES if of_all else str(rows["outcome"].iloc[0])
            for group, units in groups_of(wide):
                keys = _keys(rows[rows["wave"] == pair["to"]], group) | {"wave_from": pair["from"], "outcome": outcome}
                before, after = units[pair["from"]], units[pair["to"]]
                name = f"{measure}/{pair['from']}/{pair['to']}/{outcome}/{group}"
                result = mean_change(before, after, generator=rng(seed, f"measure change/{name}"), **choices)
                yield finding(result, question="measure change", seed=seed, **keys)
                generator = rng(seed, f"measure stability/{name}")
                result = correlation(coefficient, before, after, generator=generator, **choices)
                yield finding(result, question="measure stability", seed=seed, **keys)


def _contrasts(table: pd.DataFrame, contrasted: Sequence[str], seed: int) -> Iterator[dict[str, Any]]:
    """Each two regions of a wave: Cliff's delta, positive where the first one is higher."""
    for _, rows in table[table["wave"].isin(list(contrasted))].groupby(["wave", "measure"], sort=False):
        regions = sorted(set(rows["region"]) - {""})
        for place, first in enumerate(regions):
            for second in regions[place + 1 :]:
                x, y = (rows.loc[rows["region"] == region, "value"].to_numpy() for region in (first, second))
                both = rows[rows["region"].isin([first, second])]
                keys = _keys(both, f"{first}+{second}")
                tested = two_groups.mann_whitney(x, y)
                yield finding(two_groups.cliffs_delta(x, y), question="measure contrast", **keys)
                yield finding(tested, question="measure contrast", **keys)


def _with_egdi(table: pd.DataFrame, egdi: pd.DataFrame, waves: Mapping[str, int], wave_year: str) -> pd.DataFrame:
    years = {int(year) for year in egdi["year"]}
    editions = {wave: edition_of(year, years, wave_year) for wave, year in waves.items()}
    with collected_problems() as problems:
        for wave in (wave for wave, edition in editions.items() if edition is None):
            problems.append(
                Problem(
                    "processed/egdi.csv",
                    f"editions {', '.join(map(str, sorted(years)))}",
                    f"one that is not after {waves[wave]}, the year of wave {wave}",
                    "add its table under raw/ and to egdi.files, or correct the wave's year in config.yaml",
                )
            )
    ranks = egdi[["country", "year", "rank"]]
    return table.assign(year=table["wave"].map(editions)).merge(
        ranks, on=["country", "year"], how="left", validate="many_to_one"
    )


def _associations(
    joined: pd.DataFrame,
    coefficient: Method,
    seed: int,
    choices: Mapping[str, int],
    covariates: pd.DataFrame | None,
) -> Iterator[dict[str, Any]]:
    """Rank association of EGDI rank and measure; the pooled units are shuffled within their regions."""
    for group, rows in _each(joined):
        keys = _keys(rows, group)
        x, y = better_rank_positive(rows["rank"]), (rows["value"] * rows["sign"]).to_numpy()
        strata = rows["region"].to_numpy() if group == "pooled" and len(set(rows["region"])) > 1 else None
        for method in headline_first(coefficient):
            generator = rng(seed, f"measure association/{method}/{keys['measure']}/{keys['wave']}/{group}")
            result = correlation(method, x, y, generator=generator, strata=strata, **choices)
            yield finding(result, question="measure association", seed=seed, **keys)
        if covariates is not None:
            income = rows.merge(covariates[["wave", "country", VALUE]], how="left", validate="many_to_one")[VALUE]
            generator = rng(seed, f"measure association/partial/{keys['measure']}/{keys['wave']}/{group}")
            result = partial_spearman(x, y, income.to_numpy(), generator=generator, strata=strata, **choices)
            result = without_covariate(result, rows["unit"].tolist(), x, y, income.to_numpy())
            yield finding(result, question="measure association", seed=seed, **keys)


def _left_out(joined: pd.DataFrame, coefficient: Method) -> Iterator[dict[str, Any]]:
    for group, rows in _each(joined):
        keys = {key: value for key, value in _keys(rows, group).items() if key in LEFT_OUT}
        x, y = better_rank_positive(rows["rank"]), (rows["value"] * rows["sign"]).to_numpy()
        if len(rows) <= LARGE:
            yield from (keys | row for row in leave_one_out(x, y, rows["unit"].tolist(), method=coefficient).rows())


if __name__ == "__main__":
    with logged(snakemake.log[0]):
        files: Any = snakemake.input
        egdi, covariates = files.get("egdi"), files.get("covariates")
        found, left_out = measure_findings(
            read_numbers(files.measures, ["value"]),
            read_codebook(files.codebook).measures,
            read_numbers(egdi, ["year", "rank"]) if egdi else None,
            covariates=read_numbers(covariates, [VALUE]) if covariates else None,
            **arguments(snakemake.params),
        )
        write_table(found, snakemake.output.findings)
        write_table(left_out, snakemake.output.leave_one_out)
