"""From answers to scores: maturity per unit, wave and dimension."""

from collections.abc import Sequence

import pandas as pd

COLUMNS = [
    "wave", "region", "unit", "country", "dimension", "measure", "score", "n_items", "n_answered", "basis",
]  # fmt: skip
OVERALL = "overall"


def maturity_scores(
    answers: pd.DataFrame, items: pd.DataFrame, scales: pd.DataFrame, *, development: float, minimum_answered: float
) -> pd.DataFrame:
    """Maturity of each unit per wave and dimension.

    answers: processed/answers.csv; items, scales: the codebook's. development: the score (0-100) of an item
    that is under development. minimum_answered: the share of a dimension's items that must be answered.
    Returns COLUMNS: measure `implementation` (0-100, mean over the scored items that were asked and apply) and
    `self_reported` (as answered); `score` is NaN where too few items were answered or the answer is missing.
    `overall` of `implementation` is the mean of the dimensions' scores.
    """
    scored = (
        answers[answers["status"] != "not_asked"]
        .merge(items[["item", "dimension", "scale", "scored"]], on="item", how="inner", validate="many_to_one")
        .query("scored != 'no'")
        .drop(columns="value")
        .merge(scales[["scale", "answer", "score", "value"]], how="left", validate="many_to_one")
    )
    scored.loc[(scored["answer"] == "development"), "score"] = development
    keys = ["wave", "region", "unit", "country", "basis"]
    implementation = (
        scored[(scored["scored"] == "yes") & (scored["status"] != "not_applicable")]
        .groupby([*keys, "dimension"], as_index=False)
        .agg(score=("score", "mean"), n_items=("item", "size"), n_answered=("score", "count"))
    )
    too_few = implementation["n_answered"] < minimum_answered * implementation["n_items"]
    implementation.loc[too_few, "score"] = float("nan")
    # ASSUME the dimensions weigh the same, whatever their number of items; one without a score leaves none overall.
    overall = implementation.groupby(keys, as_index=False).agg(
        score=("score", lambda scores: scores.mean(skipna=False)),
        n_items=("n_items", "sum"),
        n_answered=("n_answered", "sum"),
    )
    reported = scored[scored["scored"] == "self_reported"].assign(
        score=lambda rows: rows["value"], n_items=1, n_answered=lambda rows: rows["value"].notna().astype(int)
    )
    return (
        pd.concat(
            [
                implementation.assign(measure="implementation"),
                overall.assign(measure="implementation", dimension=OVERALL),
                reported.assign(measure="self_reported", dimension=lambda rows: rows["dimension"].replace("", OVERALL)),
            ],
            ignore_index=True,
        )
        .sort_values(["wave", "measure", "dimension", "unit"], ignore_index=True)
        .loc[:, COLUMNS]
    )


def common_scores(
    answers: pd.DataFrame,
    items: pd.DataFrame,
    scales: pd.DataFrame,
    *,
    waves: Sequence[str],
    development: float,
    minimum_answered: float,
) -> pd.DataFrame:
    """Implementation scores of several waves on the items that each of them asked comparably; measure `common`.

    Regions were asked different items, so what is compared or pooled over waves rests on these scores.
    """
    common = comparable_in_all(answers[answers["wave"].isin(list(waves))])
    scores = maturity_scores(common, items, scales, development=development, minimum_answered=minimum_answered)
    return scores[scores["measure"] == "implementation"].assign(measure="common")


def self_reported_ranges(items: pd.DataFrame, scales: pd.DataFrame) -> dict[str, tuple[float, float]]:
    """Dimension (or `overall`) -> lowest and highest value of the scale on which units judge it themselves."""
    reported = items[items["scored"] == "self_reported"].merge(scales.dropna(subset="value"), on="scale")
    ranges = reported.groupby(reported["dimension"].replace("", OVERALL))["value"].agg(["min", "max"])
    return {str(name): (float(low), float(high)) for name, low, high in ranges.itertuples()}


def comparable_in_all(answers: pd.DataFrame) -> pd.DataFrame:
    """The answers to the items that every wave of the table asked comparably."""
    asked = answers[(answers["status"] != "not_asked") & (answers["comparable"] != "no")]
    waves = asked.groupby("item")["wave"].nunique()
    return asked[asked["item"].isin(waves.index[waves == answers["wave"].nunique()])]
