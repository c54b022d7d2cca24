"""processed/statistics/contrast.csv: two regions against each other."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from wavework.basis import weakest
from wavework.findings import finding, findings_table
from wavework.jobs import logged
from wavework.statistics import contingency, contrast
from wavework.statistics.resampling import rng
from wavework.tables import read_numbers, read_table, write_table


def contrasts(
    scores: pd.DataFrame, answers: pd.DataFrame, *, pairs: Sequence[Mapping[str, str]], seed: int, resamples: int
) -> pd.DataFrame:
    """Each pair of waves of two regions: dimension scores on the items of both (`common`), and those items.

    Positive = the first wave is higher. scores, answers: processed/*.csv. `wave_from` is the first of the pair.
    """
    rows: list[dict[str, Any]] = []
    for pair in pairs:
        rows += _scores(scores, pair, seed, resamples)
        rows += _items(answers, pair, seed, resamples)
    return findings_table(rows)


def _scores(scores: pd.DataFrame, pair: Mapping[str, str], seed: int, resamples: int) -> Iterator[dict[str, Any]]:
    for (measure, dimension), rows in scores[scores["measure"] != "implementation"].groupby(["measure", "dimension"]):
        x, y = (rows.loc[rows["wave"] == pair[end], "score"].to_numpy() for end in ("first", "second"))
        if not (len(x) and len(y)):
            continue
        generator = rng(seed, f"contrast/{measure}/{dimension}/{pair['first']}/{pair['second']}")
        keys = _keys(rows, pair) | {"outcome": "maturity", "measure": str(measure), "dimension": str(dimension)}
        yield finding(contrast.cliffs_delta(x, y), question="contrast", **keys)
        yield finding(contrast.mann_whitney(x, y), question="contrast", **keys | {"outcome": "maturity, Mann-Whitney"})
        tested = contrast.brunner_munzel(x, y, generator=generator, resamples=resamples)
        yield finding(tested, question="contrast", seed=seed, **keys | {"outcome": "maturity, Brunner-Munzel"})


def _keys(rows: pd.DataFrame, pair: Mapping[str, str]) -> dict[str, str]:
    both = rows[rows["wave"].isin(list(pair.values()))]
    return {"wave": pair["second"], "wave_from": pair["first"], "region": "pooled", "basis": weakest(both["basis"])}


def _items(answers: pd.DataFrame, pair: Mapping[str, str], seed: int, resamples: int) -> Iterator[dict[str, Any]]:
    both = answers[answers["wave"].isin(list(pair.values())) & (answers["status"] == "answered")]
    for item, rows in both.groupby("item", sort=True):
        if rows["wave"].nunique() < 2:
            continue
        generator = rng(seed, f"contrast/{item}/{pair['first']}/{pair['second']}")
        keys: dict[str, Any] = {"question": "item contrast", "item": str(item), **_keys(rows, pair)}
        values = pd.to_numeric(rows["value"], errors="coerce")
        if values.isna().any():  # an unordered scale
            codes = pd.Series(pd.Categorical(rows["answer"]).codes.astype(float), rows.index)
            x, y = _ends(codes, rows, pair)
            found = contingency.fisher_freeman_halton(x, y, generator=generator, resamples=resamples)
            yield finding(found, seed=seed, outcome="answer", **keys)
            continue
        x, y = _ends(values, rows, pair)
        if set(np.unique(values)) <= {0.0, 1.0}:
            yield finding(contingency.boschloo(x, y), outcome="yes", **keys)
            continue
        found = contingency.linear_by_linear(x, y, generator=generator, resamples=resamples)
        yield finding(found, seed=seed, outcome="answer", **keys)
        unordered = contingency.fisher_freeman_halton(x, y, generator=generator, resamples=resamples)
        yield finding(unordered, seed=seed, outcome="answer", **keys)
        if (rows["answer"] == "fully").any():
            fully = (rows["answer"] == "fully").astype(float)
            yield finding(contingency.boschloo(*_ends(fully, rows, pair)), outcome="fully", **keys)


def _ends(values: pd.Series, rows: pd.DataFrame, pair: Mapping[str, str]) -> tuple[np.ndarray, np.ndarray]:
    first, second = (values[rows["wave"] == pair[end]].to_numpy(float) for end in ("first", "second"))
    return first, second


if __name__ == "__main__":
    with logged(snakemake.log[0]):
        answers = read_table(snakemake.input.answers)
        scores = read_numbers(snakemake.input.scores, ["score"])
        params = snakemake.params
        found = contrasts(scores, answers, pairs=params.pairs, seed=params.seed, resamples=params.resamples)
        write_table(found, snakemake.output.findings)
