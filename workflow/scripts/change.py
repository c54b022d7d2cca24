"""processed/statistics/change.csv: change between two waves, on the services of both and what both asked alike."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from wavework.agreeing_tables import Agreeing, tables_of_job
from wavework.answer_arrays import Cells
from wavework.finding_rows import finding, findings_table
from wavework.jobs import logged
from wavework.known import BOUNDS, REACHED
from wavework.scores import Compared, Scored, matched, unit_scores
from wavework.statistics import paired_categories, rank_change
from wavework.statistics import paired_differences as paired
from wavework.statistics.over_many_tables import Extent
from wavework.statistics.resampling import Floats, rng
from wavework.statistics.result import NAN
from wavework.statistics.statistic import Statistic
from wavework.tables import write_table

RANKING = "rank3"  # the scale of items that a unit orders by importance
TESTS: tuple[tuple[Statistic, dict[str, Any]], ...] = (
    (paired.signed_rank, {}), (paired.signed_rank, {"zeros": "wilcox"}), (paired.sign_test, {}), (paired.shift, {}),
    (paired.rank_biserial, {}),
)  # fmt: skip
SCORES = [
    "wave_from", "wave", "region", "measure", "dimension", "unit", "score_from", "score_to", "basis", "lowest_from",
    "highest_from", "lowest_to", "highest_to", "known",
]  # fmt: skip


@dataclass(frozen=True, eq=False, kw_only=True)
class Panel(Compared):
    """The units of two waves, the earlier one first, and the items that both asked comparably."""

    units: tuple[str, ...]
    items: tuple[str, ...]

    @property
    def keys(self) -> dict[str, str]:
        """Of its findings."""
        return {
            "wave_from": self.waves[0], "wave": self.waves[1], "region": self.tables.cells.regions[self.waves[0]],
            "basis": self.tables.weakest(self.waves),
        }  # fmt: skip

    def of(self, wave: str, values: np.ndarray) -> np.ndarray:
        """(tables, units of the wave), or of one table, as (tables, units of both)."""
        return self.whole(values[:, self.cells.columns(wave, self.units)])

    @cached_property
    def scores(self) -> dict[tuple[str, str], tuple[Scored, Scored]]:
        """(measure, dimension) -> scores in both waves, sorted, where both have them."""
        return matched(*(self.scored(wave, self.items) for wave in self.waves))


def changes(
    tables: Agreeing,
    *,
    pairs: Sequence[Mapping[str, str]],
    minimum_answered: float,
    seed: int,
    resamples: int,
    alpha: float,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Change between the waves of each pair, on the units of both and the items that both asked comparably.

    pairs: {from, to}; minimum_answered: how items become scores; alpha: the level of a test. Positive = higher in the
    later wave. Over many tables the Stuart-Maxwell statistic, a mere approximation, and Friedman's p are left out.
    Returns the findings and the paired scores, columns SCORES: a score is empty unless it is the same in every table.
    """
    choices = {"minimum_answered": minimum_answered, "seed": seed, "resamples": resamples, "alpha": alpha}
    found: list[dict[str, Any]] = []
    scores: list[dict[str, Any]] = []
    agreed: set[tuple[str, str]] = set()
    for pair in pairs:
        waves = (pair["from"], pair["to"])
        units = tuple(sorted(set.intersection(*(set(tables.cells.units.get(wave, ())) for wave in waves))))
        if not units:
            continue
        panel = Panel(tables=tables, waves=waves, units=units, items=tuple(tables.cells.alike(waves)), **choices)
        scores += _paired_scores(panel)
        found += [*_scores(panel), *_items(panel), *_rankings(panel, agreed)]
    return findings_table(found), pd.DataFrame(scores, columns=SCORES)


def _paired_scores(panel: Panel) -> Iterator[dict[str, Any]]:
    for (measure, dimension), both in panel.scores.items():
        of_ends = {
            end: unit_scores(panel.tables, each, panel.units) for end, each in zip(("from", "to"), both, strict=True)
        }
        for unit in panel.units:
            if not all(unit in of_units for of_units in of_ends.values()):
                continue
            row: dict[str, Any] = {**panel.keys, "measure": measure, "dimension": dimension, "unit": unit}
            for end, of_units in of_ends.items():
                score, extent = of_units[unit]
                row[f"score_{end}"] = score
                row |= {f"{name}_{end}": getattr(extent, name, NAN) for name in ("lowest", "highest")}
            extents = [extent for of_units in of_ends.values() if (extent := of_units[unit][1])]
            yield row | {"known": _known_of_all(extents)}


def _known_of_all(extents: Sequence[Extent]) -> str:
    """What is known of several values together: nothing only if it is nothing of each."""
    known = {extent.known for extent in extents}
    return "" if not known else known.pop() if len(known) == 1 else REACHED if REACHED in known else BOUNDS


def _scores(panel: Panel) -> Iterator[dict[str, Any]]:
    for (measure, dimension), both in panel.scores.items():
        before, after = (panel.of(each.wave, each.values) for each in both)
        far = _far(panel, both)
        for test, options in TESTS:
            result = test.of(before, after, alpha=panel.alpha, far=far, **options)
            yield finding(
                result, question="change", outcome="maturity", measure=measure, dimension=dimension, **panel.keys
            )


def _far(panel: Panel, both: tuple[Scored, Scored]) -> tuple[Floats, ...]:
    """Scores before and after (2, units) in the tables where their mean falls and where it rises most."""
    units = [unit for unit in panel.units if all(unit in each.known for each in both)]
    if panel.cells.draws == 1 or not units:
        return ()
    extremes = panel.tables.extremes(both[1].mean(units) - both[0].mean(units))
    before, after = (each.on(extremes)[:, extremes.columns(each.wave, panel.units)] for each in both)
    return before, after


def _items(panel: Panel) -> Iterator[dict[str, Any]]:
    cells = panel.cells
    for item in sorted(panel.items):
        if panel.tables.book.scale_of[item] == RANKING:
            continue  # a ranking is compared as a whole, see _rankings
        answered = [panel.of(wave, cells.answered(wave, item)) for wave in panel.waves]
        if not np.any(answered):
            continue
        both = answered[0] & answered[1]
        before, after = (np.where(both, panel.of(wave, cells.values(wave, item)), NAN) for wave in panel.waves)
        generator = panel.generator(f"change/{item}")
        named: dict[str, Any] = {"question": "item change", "item": item, "outcome": "answer", **panel.keys}
        if np.isnan(before[both]).any() or np.isnan(after[both]).any():  # an unordered scale
            before, after = (np.where(both, panel.of(wave, cells.names(wave, item)), NAN) for wave in panel.waves)
            result = paired_categories.marginal_homogeneity.of(
                before, after, generator=generator, resamples=panel.resamples, alpha=panel.alpha
            )
            yield finding(result, seed=panel.seed, **named)
            continue
        bounds: dict[str, Any] = {"alpha": panel.alpha, "extent": _extent(panel, item, both)}
        if set(np.unique([before[both], after[both]])) <= {0.0, 1.0}:
            yield finding(paired_categories.mcnemar.of(before, after, **bounds), **named)
            mid = paired_categories.mcnemar.of(before, after, mid_p=True, **bounds)
            yield finding(mid, **{**named, "measure": "mid-p"})
        else:
            yield finding(paired_categories.ordered_marginal_homogeneity.of(before, after, **bounds), **named)
            if cells.draws == 1:
                yield finding(paired_categories.stuart_maxwell(before[0], after[0]), **named)


def _extent(panel: Panel, item: str, both: np.ndarray) -> Extent | None:
    """Bounds of the mean change of an item's value; None where tables differ in who has one, or there is one only."""
    units = [unit for unit, known in zip(panel.units, both[0], strict=True) if known]
    if panel.cells.draws == 1 or not units or (both != both[0]).any():
        return None
    before, after = (panel.cells.total_value(wave, item, units).over(len(units)) for wave in panel.waves)
    return panel.tables.extents([after - before])[0]


def _rankings(panel: Panel, agreed: set[tuple[str, str]]) -> Iterator[dict[str, Any]]:
    """Batteries in which each service orders items by importance: agreement in each wave, and change of the order.

    agreed: (wave, battery) whose agreement was told; a wave that stands in two pairs is told once, on its first panel.
    """
    book = panel.tables.book
    ranked = book.items[(book.items["scale"] == RANKING) & book.items["item"].isin(panel.items)]
    shared: dict[str, Any] = {"resamples": panel.resamples, "alpha": panel.alpha}
    for battery, members in ranked.groupby("battery", sort=True):
        items = sorted(members["item"])
        before, after = (_matrices(panel, panel.cells, wave, items) for wave in panel.waves)
        for wave in panel.waves:
            if (wave, str(battery)) in agreed:
                continue
            agreed.add((wave, str(battery)))
            alone = _matrices(panel, panel.cells.only([wave]), wave, items)
            generator = rng(panel.seed, f"agreement/{battery}/{wave}")
            result = rank_change.friedman.of(alone, generator=generator, **shared)
            named = {**panel.keys, "wave": wave, "wave_from": "", "basis": panel.tables.basis[wave]}
            yield finding(result, question="agreement", outcome=str(battery), seed=panel.seed, **named)
        generator = panel.generator(f"rank change/{battery}")
        whole = rank_change.rank_change.of(before, after, generator=generator, **shared)
        named = {"question": "rank change", "outcome": str(battery), **panel.keys}
        yield finding(whole, seed=panel.seed, **named)
        each = rank_change.item_rank_changes_over_tables(before, after, alpha=panel.alpha)
        for item, result in zip(items, each, strict=True):
            yield finding(result, item=item, **named)


def _matrices(panel: Panel, cells: Cells, wave: str, items: Sequence[str]) -> Floats:
    """(tables, units, items): the values of a battery."""
    columns = cells.columns(wave, panel.units)
    values = np.stack([cells.values(wave, item)[:, columns] for item in items], axis=2)
    return np.broadcast_to(values, (cells.draws, *values.shape[1:]))


if __name__ == "__main__":
    with logged(snakemake.log[0]):
        tables, params = tables_of_job(snakemake)
        found, scores = changes(tables, **params)
        write_table(found, snakemake.output.findings)
        write_table(scores, snakemake.output.paired_scores)
