"""processed/statistics/scale_quality.csv: do the items of a dimension measure one thing?"""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from wavework.agreeing_tables import Agreeing, tables_of_job
from wavework.finding_rows import finding, findings_table
from wavework.jobs import logged
from wavework.scores import IMPLEMENTATION, Scored, scored
from wavework.statistics import reliability
from wavework.statistics.resampling import Floats
from wavework.tables import write_table

ENDS = {"ceiling": reliability.ceiling, "floor": reliability.floor}


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
        for each in sorted(of_wave, key=lambda each: each.dimension):
            rows += _ends(tables, each)
    return findings_table(rows)


def _keys(tables: Agreeing, wave: str, dimension: str) -> dict[str, Any]:
    region, basis = tables.cells.regions[wave], tables.basis[wave]
    return {"question": "scale quality", "wave": wave, "dimension": dimension, "region": region, "basis": basis}


def _quality(tables: Agreeing, wave: str, dimension: str, items: list[str]) -> Iterator[dict[str, Any]]:
    cells, keys = tables.cells.only([wave]), _keys(tables, wave, dimension) | {"outcome": "items"}
    matrices = np.stack([cells.values(wave, item) for item in items], axis=2)
    yield finding(reliability.cronbach_alpha.of(matrices), **keys)
    if len(matrices) == 1:
        yield finding(reliability.mcdonald_omega(matrices[0]), **keys)
        for item, result in zip(items, reliability.item_rest(matrices[0]), strict=True):
            yield finding(result, **{**keys, "item": item})


def _ends(tables: Agreeing, each: Scored) -> Iterator[dict[str, Any]]:
    far: tuple[Floats, ...] = ()
    if each.wave in tables.cells.drawn and each.known:  # the tables in which their mean is lowest and highest
        far = (each.on(tables.extremes(each.mean(each.known))),)
    for name, end in ENDS.items():
        result = end.of(each.values, low=0, high=100, far=far)
        keys = _keys(tables, each.wave, each.dimension) | {"outcome": "score", "measure": name}
        yield finding(result, **keys)


if __name__ == "__main__":
    with logged(snakemake.log[0]):
        tables, params = tables_of_job(snakemake)
        write_table(scale_qualities(tables, **params), snakemake.output[0])
