"""Figures of findings: what the statistics say, with ids in the place of labels. See `data` for the form."""

import pandas as pd

from wavework.exhibits.data import Results
from wavework.exhibits.declarations import Declaration
from wavework.problems import InputError, Problem
from wavework.scores import OVERALL

PANEL_ROW = ["panel", "panel_order", "row", "row_order"]
INTERVAL = ["row", "row_order", "group", "group_order", "estimate", "low", "high", "n", "status", "reason"]


def _dimensions(results: Results) -> dict[str, int]:
    names = [*results.study["dimensions"], OVERALL]
    return {name: place for place, name in enumerate(names, start=1)}


def _intervals(found: pd.DataFrame, groups: dict[str, int], results: Results) -> pd.DataFrame:
    """Findings with columns group and dimension as rows of a dot-and-interval chart."""
    dimensions = _dimensions(results)
    return (
        found.assign(
            row=found["dimension"],
            row_order=found["dimension"].map(dimensions),
            group_order=found["group"].map(groups),
            reason=found["reason"].where(found["status"] != "ok", ""),
        )
        .sort_values(["row_order", "group_order"], ignore_index=True)
        .loc[:, INTERVAL]
    )


def means(declaration: Declaration, results: Results) -> pd.DataFrame:
    """Mean score per dimension and wave. `implementation` compares waves of regions: on the items of both.

    Raises InputError for waves of one region that did not ask the same: their means would differ by the items alone.
    """
    regions = {results.study["waves"][wave]["region"] for wave in declaration.waves}
    measure = "common" if declaration.data == "implementation" and len(regions) > 1 else declaration.data
    if measure == "implementation":
        _require_same_items(declaration, results)
    found = results.statistics[
        (results.statistics["question"] == "mean")
        & (results.statistics["measure"] == measure)
        & results.statistics["wave"].isin(list(declaration.waves))
    ]
    groups = {wave: place for place, wave in enumerate(declaration.waves, start=1)}
    return _intervals(found.assign(group=found["wave"]), groups, results)


def _require_same_items(declaration: Declaration, results: Results) -> None:
    scored = set(results.items.loc[results.items["scored"] == "yes", "item"])
    asked = results.answers[(results.answers["status"] != "not_asked") & (results.answers["comparable"] != "no")]
    items = [scored & set(asked.loc[asked["wave"] == wave, "item"]) for wave in declaration.waves]
    if apart := sorted(set.union(*items) - set.intersection(*items)):
        raise InputError(
            Problem(
                "figures.yaml",
                f"figure {declaration.id}: not every one of its waves asked {', '.join(apart)} comparably",
                "waves that asked the same scored items, or waves of two regions under comparisons.contrast",
                "show the change between waves (kind paired_change), or one wave",
            )
        )


def association(declaration: Declaration, results: Results) -> pd.DataFrame:
    """Spearman correlation with EGDI per dimension, each wave and, where there are several, pooled."""
    pooled, groups = _waves_and_pooled(declaration)
    measure = {wave: "common" if wave == pooled else "implementation" for wave in groups}
    found = results.statistics[
        (results.statistics["question"] == "association")
        & (results.statistics["method"] == "Spearman's rho")
        & results.statistics["wave"].isin(list(groups))
        & (results.statistics["measure"] == results.statistics["wave"].map(measure))
    ]
    table = _intervals(found.assign(group=found["wave"]), groups, results)
    return table.assign(group=table["group"].replace({pooled: "pooled"}))


def _waves_and_pooled(declaration: Declaration) -> tuple[str, dict[str, int]]:
    """The name of the figure's waves taken together ("" for one wave alone), and the place of each in the figure."""
    pooled = "+".join(declaration.waves) if len(declaration.waves) > 1 else ""
    samples = [*declaration.waves, *filter(None, [pooled])]
    return pooled, {wave: place for place, wave in enumerate(samples, start=1)}


def contrast(declaration: Declaration, results: Results) -> pd.DataFrame:
    """Cliff's delta per dimension between the two waves of the figure."""
    found = results.statistics[
        (results.statistics["question"] == "contrast")
        & (results.statistics["method"] == "Cliff's delta")
        & (results.statistics["outcome"] == "maturity")
        & (results.statistics["measure"] == "common")
        & ((results.statistics["wave_from"] + "+" + results.statistics["wave"]) == "+".join(declaration.waves))
    ]
    return _intervals(found.assign(group="pooled"), {"pooled": 1}, results)


def leave_one_out(declaration: Declaration, results: Results) -> pd.DataFrame:
    """The overall association with each unit left out, per wave and pooled: row, unit, estimate, role."""
    pooled, rows = _waves_and_pooled(declaration)
    table = results.leave_one_out
    kept = table[
        table["wave"].isin(list(rows))
        & (table["dimension"] == OVERALL)
        & (table["measure"] == table["wave"].map(lambda wave: "common" if wave == pooled else "implementation"))
    ]
    return (
        kept.assign(row=kept["wave"].replace({pooled: "pooled"}), row_order=kept["wave"].map(rows))
        .sort_values(["row_order", "role", "unit"], ignore_index=True)
        .loc[:, ["row", "row_order", "unit", "estimate", "role"]]
    )


def paired_change(declaration: Declaration, results: Results) -> pd.DataFrame:
    """Median score per dimension in both waves of each declared pair, over the units of both."""
    dimensions = _dimensions(results)
    scores = results.paired_scores[results.paired_scores["measure"] == "implementation"]
    scores = scores.dropna(subset=["score_from", "score_to"])  # both medians are those of the same units
    if scores.empty:
        return pd.DataFrame(columns=[*PANEL_ROW, "value_from", "value_to", "n", "summary"])
    pairs = (scores["wave_from"] + ">" + scores["wave"]).drop_duplicates().tolist()
    table = (
        scores.assign(panel=scores["wave_from"] + ">" + scores["wave"])
        .groupby(["panel", "dimension"], as_index=False)
        .agg(value_from=("score_from", "median"), value_to=("score_to", "median"), n=("unit", "nunique"))
        .rename(columns={"dimension": "row"})
    )
    return (
        table.assign(
            panel_order=table["panel"].map({pair: place for place, pair in enumerate(pairs, start=1)}),
            row_order=table["row"].map(dimensions),
            summary=(table["row"] == OVERALL).map({True: "yes", False: "no"}),
        )
        .sort_values(["panel_order", "row_order"], ignore_index=True)
        .loc[:, [*PANEL_ROW, "value_from", "value_to", "n", "summary"]]
    )


CHOICES = ("edition", "rank", "items", "development", "missing", "summary", "correlation", "sample")


def specification_curve(declaration: Declaration, results: Results) -> pd.DataFrame:
    """One row per specification and choice: estimate, significant, main, choice_group and choice (ids)."""
    table = results.specifications[results.specifications["status"] == "ok"]
    alpha = results.study["statistics"]["alpha"]
    wide = table.assign(
        significant=(table["p"] < alpha).map({True: "yes", False: "no"}),
        main=table["main"].map({"true": "yes", "false": "no"}),
        low=float("nan"),
        high=float("nan"),
    )
    keys = ["specification", "estimate", "low", "high", "significant", "main"]
    long = wide.melt(id_vars=keys, value_vars=list(CHOICES), var_name="choice_group", value_name="choice")
    options = long[["choice_group", "choice"]].drop_duplicates()
    order = {pair: place for place, pair in enumerate(options.itertuples(index=False, name=None), start=1)}
    long["choice_group_order"] = long["choice_group"].map({name: i for i, name in enumerate(CHOICES, start=1)})
    long["choice_order"] = [order[pair] for pair in zip(long["choice_group"], long["choice"], strict=True)]
    return long.sort_values(["specification", "choice_group_order"], ignore_index=True)


def compared_values(declaration: Declaration, results: Results) -> pd.DataFrame:
    """Published and reproduced values: panel (unit of measurement), row (comparison id), values, verdict."""
    table = results.published[results.published["verdict"] != ""]
    if declaration.waves:
        table = table[table["wave"].isin(list(declaration.waves))]
    panels = {name: place for place, name in enumerate(dict.fromkeys(table["unit"]), start=1)}
    return (
        table.assign(
            panel=table["unit"],
            panel_order=table["unit"].map(panels),
            row=table["comparison"],
            row_order=range(1, len(table) + 1),
        )
        .sort_values(["panel_order", "row_order"], ignore_index=True)
        .loc[:, [*PANEL_ROW, "item", "wave", "published", "published_text", "reproduced", "verdict"]]
    )


VERDICTS = (  # from the best supported to the worst
    "reproduced",
    "supported_published",
    "partly",
    "assumed",
    "not_testable",
    "not_reproduced",
    "contradicted_published",
)


def verdicts(declaration: Declaration, results: Results) -> pd.DataFrame:
    """Share of reconstructions in which each claim holds, in per cent: claim, share, low, high, verdict, section."""
    table = results.claims[results.claims["share_of_draws"].notna()]
    if declaration.claim_sections:
        table = table[table["section"].isin(list(declaration.claim_sections))]
    sections = {name: place for place, name in enumerate(dict.fromkeys(results.claims["section"]), start=1)}
    return (
        table.assign(
            claim_order=table["position"],
            share=100 * table["share_of_draws"],
            low=100 * table["share_low"],
            high=100 * table["share_high"],
            verdict_order=table["verdict"].map({name: place for place, name in enumerate(VERDICTS, start=1)}),
            section_order=table["section"].map(sections),
        )
        .sort_values(["section_order", "claim_order"], ignore_index=True)
        .loc[
            :, ["claim", "claim_order", "share", "low", "high", "verdict", "verdict_order", "section", "section_order"]
        ]
    )
