"""processed/statistics/scale_quality.csv: do the items of a dimension measure one thing?"""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from wavework.agreeing import Agreeing, read_agreeing
from wavework.findings import finding, findings_table
from wavework.jobs import arguments, logged
from wavework.scores import IMPLEMENTATION, Scored, scored
from wavework.statistics import scale_quality
from wavework.statistics.resampling import Floats
from wavework.tables import write_table

ENDS = {"ceiling": scale_quality.ceiling, "floor": scale_quality.floor}


def scale_qualities(tables: Agreeing, *, minimum_answered: float) -> pd.DataFrame:
    """Alpha, omega, item-rest correlations of the scored items, ceiling and floor of the score, per wave and dimension.

    Missing answers are left out by service (listwise). Over many tables omega and the
    item-rest correlations, which describe the answers at hand, are left out.
    """
    items = tables.book.items[tables.book.items["scored"] == "yes"]
    waves = sorted(tables.cells.units)
    rows: list[dict[str, Any]] = []
    for wave in waves:
        asked = items[items["item"].isin(tables.cells.asked[wave])]
        for dimension, members in asked.groupby("dimension", sort=True):
            rows += _quality(tables, wave, str(dimension), list(members["item"]))
    for wave in waves:
        found = scored(tables.cells, tables.book, wave, minimum_answered=minimum_answered)
        of_wave = [each for each in found if each.measure == IMPLEMENTATION]
        for place, each in sorted(enumerate(of_wave), key=lambda pair: pair[1].dimension):
            rows += _ends(tables, each, _far(tables, each, place, minimum_answered))
    return findings_table(rows)


def _keys(tables: Agreeing, wave: str, dimension: str) -> dict[str, Any]:
    region, basis = tables.cells.regions[wave], tables.basis[wave]
    return {"question": "scale quality", "wave": wave, "dimension": dimension, "region": region, "basis": basis}


def _quality(tables: Agreeing, wave: str, dimension: str, items: list[str]) -> Iterator[dict[str, Any]]:
    cells, keys = tables.cells.only([wave]), _keys(tables, wave, dimension) | {"outcome": "items"}
    matrices = np.stack([cells.values(wave, item) for item in items], axis=2)
    yield finding(scale_quality.cronbach_alpha.of(matrices), **keys)
    if len(matrices) == 1:
        yield finding(scale_quality.mcdonald_omega(matrices[0]), **keys)
        for item, result in zip(items, scale_quality.item_rest(matrices[0]), strict=True):
            yield finding(result, **{**keys, "item": item})


def _ends(tables: Agreeing, each: Scored, far: tuple[Floats, ...]) -> Iterator[dict[str, Any]]:
    for name, end in ENDS.items():
        result = end.of(each.values, low=0, high=100, far=far)
        keys = _keys(tables, each.wave, each.dimension) | {"outcome": "score", "measure": name}
        yield finding(result, **keys)


def _far(tables: Agreeing, each: Scored, place: int, minimum_answered: float) -> tuple[Floats, ...]:
    """The scores (2, units) in the tables where their mean is lowest and highest."""
    known = [unit for unit, value in zip(each.units, each.values[0], strict=True) if not np.isnan(value)]
    if each.wave not in tables.cells.drawn or not known:
        return ()
    extremes = tables.extremes(each.mean(known))
    found = scored(extremes, tables.book, each.wave, minimum_answered=minimum_answered)
    return ([again.values for again in found if again.measure == IMPLEMENTATION][place],)


if __name__ == "__main__":
    with logged(snakemake.log[0]):
        params = arguments(snakemake.params)
        tables = read_agreeing(snakemake.input, params.pop("tables"))
        write_table(scale_qualities(tables, **params), snakemake.output[0])
