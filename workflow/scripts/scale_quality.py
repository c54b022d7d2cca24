"""processed/statistics/scale_quality.csv: do the items of a dimension measure one thing?"""

from collections.abc import Iterator
from typing import Any

import pandas as pd

from wavework.basis import weakest
from wavework.findings import finding, findings_table
from wavework.jobs import logged
from wavework.statistics import scale_quality
from wavework.tables import read_numbers, read_table, write_table


def scale_qualities(answers: pd.DataFrame, items: pd.DataFrame, scores: pd.DataFrame) -> pd.DataFrame:
    """Alpha, omega, item-rest correlations of the scored items, ceiling and floor of the score, per wave and dimension.

    answers: processed/answers.csv; items: the codebook's. Missing answers are left out by service (listwise).
    """
    scored = answers.merge(
        items.loc[items["scored"] == "yes", ["item", "dimension"]], on="item", how="inner", validate="many_to_one"
    ).query("status != 'not_asked'")
    rows: list[dict[str, Any]] = []
    for (wave, dimension), sample in scored.groupby(["wave", "dimension"], sort=True):
        rows += _quality(sample, str(wave), str(dimension), list(items["item"]))
    rows += _ends(scores[scores["measure"] == "implementation"])
    return findings_table(rows)


def _ends(scores: pd.DataFrame) -> Iterator[dict[str, Any]]:
    for (wave, dimension), sample in scores.groupby(["wave", "dimension"], sort=True):
        found = scale_quality.ceiling_and_floor(sample["score"].to_numpy(), low=0, high=100)
        for name, result in zip(("ceiling", "floor"), found, strict=True):
            yield finding(
                result,
                question="scale quality",
                outcome="score",
                measure=name,
                dimension=str(dimension),
                wave=str(wave),
                region=sample["region"].iloc[0],
                basis=weakest(sample["basis"]),
            )


def _quality(sample: pd.DataFrame, wave: str, dimension: str, order: list[str]) -> Iterator[dict[str, Any]]:
    values = sample.assign(value=pd.to_numeric(sample["value"], errors="coerce"))
    table = values.pivot_table(index="unit", columns="item", values="value", dropna=False)
    table = table[[item for item in order if item in table.columns]]
    keys: dict[str, Any] = {
        "question": "scale quality", "outcome": "items", "wave": wave, "dimension": dimension,
        "region": sample["region"].iloc[0], "basis": weakest(sample["basis"]),
    }  # fmt: skip
    matrix = table.to_numpy(dtype=float)
    yield finding(scale_quality.cronbach_alpha(matrix), **keys)
    yield finding(scale_quality.mcdonald_omega(matrix), **keys)
    for item, result in zip(table.columns, scale_quality.item_rest(matrix), strict=True):
        yield finding(result, **{**keys, "item": str(item)})


if __name__ == "__main__":
    with logged(snakemake.log[0]):
        answers, items = read_table(snakemake.input.answers), read_table(snakemake.input.item_table[0])
        table = scale_qualities(answers, items, read_numbers(snakemake.input.scores, ["score"]))
        write_table(table, snakemake.output[0])
