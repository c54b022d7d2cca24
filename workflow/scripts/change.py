"""processed/statistics/change.csv: change between two waves, on the services of both and what both asked alike."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from wavework.basis import weakest
from wavework.findings import finding, findings_table
from wavework.jobs import logged
from wavework.scores import comparable_in_all, maturity_scores
from wavework.statistics import change as paired
from wavework.statistics import paired_tables, rank_change
from wavework.statistics.resampling import rng
from wavework.tables import read_numbers, read_table, write_table


def changes(
    answers: pd.DataFrame,
    items: pd.DataFrame,
    scales: pd.DataFrame,
    *,
    pairs: Sequence[Mapping[str, str]],
    development: float,
    minimum_answered: float,
    seed: int,
    resamples: int,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Change between the waves of each pair, on the units of both and the items that both asked comparably.

    answers: processed/answers.csv; items, scales: the codebook's. pairs: {from, to}; development, minimum_answered:
    how items become scores. Positive = higher in the later wave. Returns the findings and the paired scores:
    wave_from, wave, region, unit, measure, dimension, score_from, score_to.
    """
    found: list[dict[str, Any]] = []
    scored: list[pd.DataFrame] = []
    agreed: set[tuple[str, str]] = set()
    for pair in pairs:
        panel = comparable_panel(answers, pair["from"], pair["to"])
        if panel.empty:
            continue
        scores = maturity_scores(panel, items, scales, development=development, minimum_answered=minimum_answered)
        paired_scores = _side_by_side(scores, ["measure", "dimension", "unit"], "score", pair)
        keys = {
            "wave_from": pair["from"], "wave": pair["to"], "region": panel["region"].iloc[0],
            "basis": weakest(panel["basis"]),
        }  # fmt: skip
        scored.append(paired_scores.assign(**{key: keys[key] for key in ("wave_from", "wave", "region", "basis")}))
        found += _scores(paired_scores, keys)
        found += _items(panel, items, pair, keys, seed, resamples)
        found += _rankings(panel, items, pair, keys, seed, resamples, agreed)
    columns = ["wave_from", "wave", "region", "measure", "dimension", "unit", "score_from", "score_to", "basis"]
    return findings_table(found), pd.concat([pd.DataFrame(columns=columns), *scored])[columns]


def comparable_panel(answers: pd.DataFrame, first: str, last: str) -> pd.DataFrame:
    """Answers of two waves by the units of both, to the items that both asked and the crosswalk calls comparable."""
    both = answers[answers["wave"].isin([first, last])]
    units = both.groupby("unit")["wave"].nunique()
    panel = both[both["unit"].isin(units.index[units == 2])]
    return comparable_in_all(panel) if len(panel) else panel


def _side_by_side(table: pd.DataFrame, keys: list[str], value: str, pair: Mapping[str, str]) -> pd.DataFrame:
    before, after = (
        table.loc[table["wave"] == pair[end], [*keys, value]].rename(columns={value: f"{value}_{end}"})
        for end in ("from", "to")
    )
    return before.merge(after, on=keys, how="inner", validate="one_to_one").sort_values(keys, ignore_index=True)


def _scores(scores: pd.DataFrame, keys: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    tests = [
        paired.signed_rank, lambda x, y: paired.signed_rank(x, y, zeros="wilcox"), paired.sign_test, paired.shift,
        paired.rank_biserial,
    ]  # fmt: skip
    for (measure, dimension), rows in scores.groupby(["measure", "dimension"]):
        for test in tests:
            yield finding(
                test(rows["score_from"], rows["score_to"]),
                question="change", outcome="maturity", measure=str(measure), dimension=str(dimension), **keys,
            )  # fmt: skip


def _items(
    panel: pd.DataFrame,
    items: pd.DataFrame,
    pair: Mapping[str, str],
    keys: Mapping[str, str],
    seed: int,
    resamples: int,
) -> Iterator[dict[str, Any]]:
    scale = dict(zip(items["item"], items["scale"], strict=True))
    substantive = panel[panel["status"] == "answered"]
    for item, rows in substantive.groupby("item", sort=True):
        named: dict[str, Any] = {"question": "item change", "item": str(item), "outcome": "answer", **keys}
        coded = rows.assign(code=pd.Categorical(rows["answer"]).codes, value=pd.to_numeric(rows["value"], "coerce"))
        both = _side_by_side(coded, ["unit"], "value", pair)
        codes = _side_by_side(coded, ["unit"], "code", pair)
        if scale[str(item)] == "rank3":
            continue  # a ranking is compared as a whole, see _rankings
        generator = rng(seed, f"change/{item}/{pair['from']}/{pair['to']}")
        if both[["value_from", "value_to"]].isna().any(axis=None):  # an unordered scale
            before, after = codes["code_from"].astype(float), codes["code_to"].astype(float)
            result = paired_tables.marginal_homogeneity(before, after, generator=generator, resamples=resamples)
            yield finding(result, seed=seed, **named)
            continue
        before, after = both["value_from"].to_numpy(float), both["value_to"].to_numpy(float)
        if set(np.unique([before, after])) <= {0.0, 1.0}:
            yield finding(paired_tables.mcnemar(before, after), **named)
            yield finding(paired_tables.mcnemar(before, after, mid_p=True), **{**named, "measure": "mid-p"})
        else:
            yield finding(paired_tables.ordered_marginal_homogeneity(before, after), **named)
            yield finding(paired_tables.stuart_maxwell(before, after), **named)


def _rankings(
    panel: pd.DataFrame,
    items: pd.DataFrame,
    pair: Mapping[str, str],
    keys: Mapping[str, str],
    seed: int,
    resamples: int,
    agreed: set[tuple[str, str]],
) -> Iterator[dict[str, Any]]:
    """Batteries in which each service orders items by importance: agreement in each wave, and change of the order.

    agreed: (wave, battery) whose agreement was told; a wave that stands in two pairs is told once, on its first panel.
    """
    ranked = items[items["scale"] == "rank3"]
    for battery, members in ranked.groupby("battery", sort=True):
        rows = panel[panel["item"].isin(members["item"])]
        if rows.empty:
            continue
        tables = {
            end: rows[rows["wave"] == pair[end]]
            .assign(value=lambda r: pd.to_numeric(r["value"], "coerce"))
            .pivot_table(index="unit", columns="item", values="value", dropna=False)
            for end in ("from", "to")
        }
        before, after = tables["from"], tables["to"].reindex_like(tables["from"])
        for end, table in tables.items():
            if (pair[end], str(battery)) in agreed:
                continue
            agreed.add((pair[end], str(battery)))
            generator = rng(seed, f"agreement/{battery}/{pair[end]}")
            result = rank_change.friedman(table.to_numpy(), generator=generator, resamples=resamples)
            named = {**keys, "wave": pair[end], "wave_from": ""}
            yield finding(result, question="agreement", outcome=str(battery), seed=seed, **named)
        generator = rng(seed, f"rank change/{battery}/{pair['from']}/{pair['to']}")
        whole = rank_change.rank_change(before.to_numpy(), after.to_numpy(), generator=generator, resamples=resamples)
        yield finding(whole, question="rank change", outcome=str(battery), seed=seed, **keys)
        each = rank_change.item_rank_changes(before.to_numpy(), after.to_numpy())
        for item, result in zip(before.columns, each, strict=True):
            yield finding(result, question="rank change", outcome=str(battery), item=str(item), **keys)


if __name__ == "__main__":
    with logged(snakemake.log[0]):
        found, scores = changes(
            read_table(snakemake.input.answers),
            read_table(snakemake.input.item_table[0]),
            read_numbers(snakemake.input.scale_table[0], ["position", "value", "score"]),
            **dict(snakemake.params.items()),
        )
        write_table(found, snakemake.output.findings)
        write_table(scores, snakemake.output.paired_scores)
