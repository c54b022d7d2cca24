"""processed/statistics/shares.csv: how many services gave each answer, and the mean of scores, with intervals."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from wavework.agreeing_tables import Agreeing, tables_of_job
from wavework.finding_rows import finding, findings_table
from wavework.jobs import logged
from wavework.known import FIXED
from wavework.scores import SELF_REPORTED, Scored, every_score, self_reported_ranges
from wavework.statistics.over_many_tables import Extent, filled, spread
from wavework.statistics.result import Result
from wavework.statistics.share_intervals import mean, share
from wavework.statistics.survey_weights import Design, design, weighted_mean, weighted_share
from wavework.tables import read_table, write_table

INTERVALS = ("wilson", "clopper_pearson")
WEIGHTED = "weighted"
SCORE_RANGE = (0.0, 100.0)


def shares(
    answers: pd.DataFrame,
    tables: Agreeing,
    *,
    compared: Sequence[Sequence[str]],
    minimum_answered: float,
    weights: Mapping[str, pd.DataFrame] | None = None,
) -> pd.DataFrame:
    """Share of each answer per item and wave (of all units asked), and mean score per measure and dimension.

    answers: processed/answers.csv. compared: groups of waves that are scored on what they asked alike.
    `outcome` is the answer, `maturity` for means. Over many tables a share or mean that is the same in all has its
    interval; the others have bounds, once. weights: wave -> processed/weights/<wave>.csv; its means are weighted
    ones, and its shares stand there weighted (measure `weighted`) beside those of the responses as they came.
    """
    designs = {
        wave: _design(table.set_index("unit").loc[[*tables.cells.units[wave]]])
        for wave, table in (weights or {}).items()
    }
    found = every_score(tables, compared, minimum_answered)
    means = {(each.wave, each.measure, each.dimension): each for each in found}
    return findings_table(
        [*_shares(answers, tables, designs), *_means([means[name] for name in sorted(means)], tables, designs)]
    )


def _design(weights: pd.DataFrame) -> Design:
    return design(weights["weight"].astype(float), weights["stratum"], weights["cluster"])


def _shares(answers: pd.DataFrame, tables: Agreeing, designs: Mapping[str, Design]) -> Iterator[dict[str, Any]]:
    """Shares of every answer of the item's scale, also of those that nobody gave: 0 of 11 has an interval too."""
    scale_of, cells = tables.book.scale_of, tables.cells
    possible = {
        scale: list(rows.loc[rows["status"] == "answered", "answer"])
        for scale, rows in tables.book.scales.groupby("scale")
    }
    asked = answers[answers["status"] != "not_asked"]
    for (wave, item), rows in asked.groupby(["wave", "item"], sort=True):
        keys: dict[str, Any] = {"wave": str(wave), "item": str(item), "region": rows["region"].iloc[0]}
        keys |= {"question": "share", "basis": tables.basis[str(wave)]}
        answered = possible[scale_of[str(item)]]
        if wave in cells.drawn:
            yield from _possible_shares(tables, str(wave), str(item), sorted(answered), keys)
            continue
        given = rows.loc[rows["answer"] != "", "answer"].value_counts()
        given = given[given > 0]  # of a column of codes also texts of other questions
        counts = given.reindex(sorted({*given.index, *answered}), fill_value=0)
        for answer, count in counts.items():
            for interval in INTERVALS:
                result = share(int(count), len(rows), interval=interval)
                yield finding(result, outcome=str(answer), measure=interval, **keys)
            if wave in designs:
                (gives,) = cells.gives(str(wave), str(item), [str(answer)])
                yield finding(weighted_share(gives, designs[str(wave)]), outcome=str(answer), measure=WEIGHTED, **keys)


def _possible_shares(
    tables: Agreeing, wave: str, item: str, answers: Sequence[str], keys: Mapping[str, Any]
) -> Iterator[dict[str, Any]]:
    n = len(tables.cells.units[wave])
    extents = tables.extents([tables.cells.count(wave, item, [answer]) for answer in answers])
    for answer, extent in zip(answers, extents, strict=True):
        counts = tables.cells.gives(wave, item, [answer]).sum(axis=1)
        assert extent is not None
        of_units = Extent(extent.lowest / n, extent.highest / n, extent.sharp, extent.nothing)
        found = spread(counts / n, n=n, method="share", extent=of_units)
        for interval in INTERVALS if found.known == FIXED else INTERVALS[:1]:
            ordinary = share(round(extent.lowest), n, interval=interval)
            result = filled(found, ordinary) if found.known == FIXED else found
            yield finding(result, outcome=answer, measure=interval, **keys)


def _means(found: Sequence[Scored], tables: Agreeing, designs: Mapping[str, Design]) -> Iterator[dict[str, Any]]:
    reported = self_reported_ranges(tables.book.items, tables.book.scales)
    for each in found:
        low, high = reported[each.dimension] if each.measure == SELF_REPORTED else SCORE_RANGE
        yield finding(
            _mean(each, tables, low, high, designs.get(each.wave)),
            question="mean", outcome="maturity", measure=each.measure, dimension=each.dimension, wave=each.wave,
            region=tables.cells.regions[each.wave], basis=tables.basis[each.wave],
        )  # fmt: skip


def _mean(each: Scored, tables: Agreeing, low: float, high: float, design: Design | None) -> Result:
    if design:
        return weighted_mean(each.values[0], design, low=low, high=high)
    ordinary = mean(each.values[0], low=low, high=high)
    if each.wave not in tables.cells.drawn or ordinary.status != "ok":
        return ordinary
    known = each.known
    (extent,) = tables.extents([each.mean(known)])
    # An interval needs the single values: of a mean it is known only where these are.
    return spread(each.of(known).mean(axis=1), n=len(known), method="mean", source=ordinary.source, extent=extent)


if __name__ == "__main__":
    with logged(snakemake.log[0]):
        tables, params = tables_of_job(snakemake)
        weights = {Path(file).stem: read_table(file) for file in snakemake.input.weights}
        found = shares(read_table(snakemake.input.answers), tables, weights=weights, **params)
        write_table(found, snakemake.output[0])
