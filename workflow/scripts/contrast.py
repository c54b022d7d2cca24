"""processed/statistics/contrast.csv: two regions against each other."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from wavework.agreeing_tables import Agreeing, tables_of_job
from wavework.answer_arrays import Sum
from wavework.finding_rows import finding, findings_table
from wavework.jobs import logged
from wavework.scores import SELF_REPORTED, Compared, Scored, common, matched
from wavework.statistics import contingency_tables, two_groups
from wavework.statistics.over_many_tables import Extent
from wavework.statistics.resampling import Floats
from wavework.statistics.result import NAN
from wavework.tables import write_table

FULLY = "fully"


@dataclass(frozen=True, eq=False, kw_only=True)
class Pair(Compared):
    """Two waves of two regions."""

    @property
    def keys(self) -> dict[str, str]:
        """Of its findings."""
        first, second = self.waves
        return {"wave": second, "wave_from": first, "region": "pooled", "basis": self.tables.weakest(self.waves)}

    @property
    def scores(self) -> dict[tuple[str, str], tuple[Scored, Scored]]:
        """(measure, dimension) -> scores of both waves, sorted, where both have them."""
        found = common(self.cells, self.tables.book, self.waves, minimum_answered=self.minimum_answered)
        for wave, of_wave in found.items():
            of_wave += [each for each in self.scored(wave) if each.measure == SELF_REPORTED]
        return matched(*found.values())


def contrasts(
    tables: Agreeing,
    *,
    pairs: Sequence[Mapping[str, str]],
    minimum_answered: float,
    seed: int,
    resamples: int,
    alpha: float,
) -> pd.DataFrame:
    """Each pair of waves of two regions: dimension scores on the items of both (`common`), and those items.

    Positive = the first wave is higher. `wave_from` is the first of the pair. alpha: the level of a test. Over many
    tables Brunner and Munzel's test and that of Fisher, Freeman and Halton are left out: both list the allocations of
    one table.
    """
    choices = {"minimum_answered": minimum_answered, "seed": seed, "resamples": resamples, "alpha": alpha}
    rows: list[dict[str, Any]] = []
    for pair in pairs:
        both = Pair(tables=tables, waves=(pair["first"], pair["second"]), **choices)
        if all(wave in tables.cells.units for wave in both.waves):
            rows += [*_scores(both), *_items(both)]
    return findings_table(rows)


def _scores(pair: Pair) -> Iterator[dict[str, Any]]:
    for (measure, dimension), both in pair.scores.items():
        x, y = (pair.whole(each.values) for each in both)
        keys: dict[str, Any] = {"question": "contrast", "measure": measure, "dimension": dimension, **pair.keys}
        generator = pair.generator(f"contrast/{measure}/{dimension}")
        shared: dict[str, Any] = {
            "generator": generator,
            "alpha": pair.alpha,
            "far": _far(pair, both),
        }
        yield finding(two_groups.cliffs_delta.of(x, y, **shared), outcome="maturity", **keys)
        yield finding(two_groups.mann_whitney.of(x, y, **shared), outcome="maturity, Mann-Whitney", **keys)
        if len(x) == 1:
            tested = two_groups.brunner_munzel(x[0], y[0], generator=generator, resamples=pair.resamples)
            yield finding(tested, seed=pair.seed, outcome="maturity, Brunner-Munzel", **keys)


def _far(pair: Pair, both: tuple[Scored, Scored]) -> tuple[Floats, ...]:
    """Scores of both waves (2, units) in the tables where the difference of their means is least and greatest."""
    if pair.cells.draws == 1 or not all(each.known for each in both):
        return ()
    first, second = (each.mean(each.known) for each in both)
    extremes = pair.tables.extremes(first - second)
    x, y = (each.on(extremes) for each in both)
    return x, y


def _items(pair: Pair) -> Iterator[dict[str, Any]]:
    cells = pair.cells
    for item in sorted(set(cells.asked[pair.waves[0]]) & set(cells.asked[pair.waves[1]])):
        answered = [cells.answered(wave, item) for wave in pair.waves]
        if not all(flags.any() for flags in answered):
            continue
        keys: dict[str, Any] = {"question": "item contrast", "item": item, **pair.keys}
        drawn: dict[str, Any] = {"generator": pair.generator(f"contrast/{item}"), "resamples": pair.resamples}
        values = [cells.values(wave, item) for wave in pair.waves]
        if any(np.isnan(of_wave[flags]).any() for of_wave, flags in zip(values, answered, strict=True)):
            if cells.draws == 1:  # an unordered scale
                names = _ends(pair, answered, [cells.names(wave, item) for wave in pair.waves])
                found = contingency_tables.fisher_freeman_halton(*(each[0] for each in names), **drawn)
                yield finding(found, seed=pair.seed, outcome="answer", **keys)
            continue
        x, y = _ends(pair, answered, values)
        bounds: dict[str, Any] = {
            "alpha": pair.alpha,
            "extent": _extent(pair, answered, [cells.total_value(w, item) for w in pair.waves]),
        }
        if all(set(np.unique(group[~np.isnan(group)])) <= {0.0, 1.0} for group in (x, y)):
            yield finding(contingency_tables.boschloo.of(x, y, **bounds), outcome="yes", **keys)
            continue
        found = contingency_tables.linear_by_linear.of(x, y, **drawn, **bounds)
        yield finding(found, seed=pair.seed, outcome="answer", **keys)
        if cells.draws == 1:
            unordered = contingency_tables.fisher_freeman_halton(x[0], y[0], **drawn)
            yield finding(unordered, seed=pair.seed, outcome="answer", **keys)
        given = [cells.gives(wave, item, [FULLY]) for wave in pair.waves]
        if any(flags.any() for flags in given):
            x, y = _ends(pair, answered, given)
            extent = _extent(pair, answered, [cells.count(wave, item, [FULLY]) for wave in pair.waves])
            fully = contingency_tables.boschloo.of(x, y, alpha=pair.alpha, extent=extent)
            yield finding(fully, outcome=FULLY, **keys)


def _ends(pair: Pair, answered: Sequence[np.ndarray], values: Sequence[np.ndarray]) -> tuple[Floats, Floats]:
    """(tables, units) of both waves: the values of those who answered."""
    x, y = (pair.whole(np.where(flags, each, NAN)) for flags, each in zip(answered, values, strict=True))
    return x, y


def _extent(pair: Pair, answered: Sequence[np.ndarray], sums: Sequence[Sum]) -> Extent | None:
    """Bounds of the difference of two means over those who answered; None where tables differ in who did."""
    if pair.cells.draws == 1 or any((flags != flags[0]).any() for flags in answered):
        return None
    first, second = (total.over(int(flags[0].sum())) for total, flags in zip(sums, answered, strict=True))
    return pair.tables.extents([first - second])[0]


if __name__ == "__main__":
    with logged(snakemake.log[0]):
        tables, params = tables_of_job(snakemake)
        write_table(contrasts(tables, **params), snakemake.output.findings)
