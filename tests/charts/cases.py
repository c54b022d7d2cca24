"""The cases of the gallery, which the tests draw as well: name -> function giving kind, data, spec and words."""

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd
from tests.charts import toy

Case = tuple[str, pd.DataFrame, Mapping[str, Any], Mapping[str, str]]
CASES: dict[str, Callable[[], Case]] = {}


def case(function: Callable[[], Case]) -> Callable[[], Case]:
    """Enter a case under its function's name."""
    CASES[function.__name__.replace("_", "-")] = function
    return function


RECONSTRUCTED = {"basis": "reconstructed", "note": toy.NOTE}


@case
def stacked_two_regions() -> Case:
    data = toy.shares(toy.ITEMS, [("Asia-Pacific", 11), ("Latin America and the Caribbean", 16)])
    return "stacked_shares", data, RECONSTRUCTED, toy.words()


@case
def stacked_french() -> Case:
    scale = [(c, fr, o, s) for (c, _, o, s), fr in zip(toy.SCALE, toy.SCALE_FR, strict=True)]
    data = toy.shares(toy.ITEMS_FR, [("Asie-Pacifique", 11), ("Amérique latine et Caraïbes", 16)], scale)
    return "stacked_shares", data, RECONSTRUCTED, toy.words("fr")


@case
def stacked_one_row() -> Case:
    return "stacked_shares", toy.shares(["Digital strategy"], [("Asia-Pacific", 11)]), {}, toy.words()


@case
def stacked_thirty_rows() -> Case:
    items = [f"{item} ({part})" for part in range(1, 5) for item in toy.ITEMS][:30]
    data = toy.shares(items, [("2019", 9), ("2022", 16), ("World", 69), ("Other", 40), ("More", 28)])
    gone = (data["item_order"] == 3) & (data["panel_order"] == 1)
    data.loc[(data["item_order"] == 5) & (data["panel_order"] == 2), ["count", "n"]] = 0
    return "stacked_shares", data[~gone], RECONSTRUCTED, toy.words()


@case
def stacked_varying_n() -> Case:
    data = toy.shares(toy.ITEMS[:4], [("2019", 9), ("2022", 16)])
    smaller = toy.shares(toy.ITEMS[:4], [("2019", 7), ("2022", 14)])
    data = pd.concat([data[data["item_order"] != 2], smaller[smaller["item_order"] == 2]])
    return "stacked_shares", data, {"note": toy.NOTE}, toy.words()


@case
def stacked_hostile() -> Case:
    data = toy.shares(toy.HOSTILE, [("$p$ <b>AP</b>", 11), ("LAC", 16)])
    return "stacked_shares", data, {"note": "$n$ <i>note</i>"}, toy.words()


@case
def budgets() -> Case:
    scale = [
        ("decreased", "Decreased", 1, "answered"),
        ("same", "Stayed the same", 2, "answered"),
        ("increased", "Increased", 3, "answered"),
        ("dont_know", "Don’t know or not applicable", 4, "dont_know"),
    ]
    items = ["General budget", "Digitalization budget"]
    data = toy.shares(items, [("Asia-Pacific", 11), ("Latin America and the Caribbean", 16)], scale)
    return "budget_effects", data, RECONSTRUCTED, toy.words()


@case
def trajectories_two_regions() -> Case:
    more = {"y_axis": "EGDI rank (1 = best)", "member": "Took part in both waves", "newcomer": "New in 2022"}
    return "trajectories", toy.ranks(), {"note": toy.NOTE, "basis": "published"}, toy.words(**more)


@case
def trajectories_one_unit() -> Case:
    data = toy.ranks().query("unit_label == 'Chile'")
    words = toy.words("fr", y_axis="Rang EGDI (1 = meilleur)", member="Les deux vagues", newcomer="Nouveau en 2022")
    return "trajectories", data, {}, words


@case
def scatter_all() -> Case:
    words = toy.words(
        x_axis="EGDI rank 2022 (1 = best, at the right)",
        y_axis="Maturity (0–100)",
        without_value="Without a score: {units}.",
    )
    spec = {**RECONSTRUCTED, "statistic": "Kendall τ-b 0.41 [0.05; 0.68], n = 26", "y_limits": (0, 100)}
    return "scatter_labelled", toy.points(), spec, words


@case
def scatter_crowded() -> Case:
    data = toy.points().dropna()
    data = data.assign(x=60 + (data["x"] - 60) / 4, y=50 + (data["y"] - 50) / 4)
    spec = {"y_limits": (0, 100), "x_limits": (0, 160)}
    return "scatter_labelled", data, spec, toy.words("fr", x_axis="Rang EGDI", y_axis="Maturité")


@case
def scatter_one() -> Case:
    return "scatter_labelled", toy.points().head(1), {}, toy.words(x_axis="$x$", y_axis="y")


@case
def change_by_unit() -> Case:
    data = toy.changes(["Back office", "Front office"], toy.NAMES["Latin America and the Caribbean"][:9])
    data.loc[2, "value_from"] = float("nan")
    data.loc[14, ["value_from", "value_to"]] = float("nan")
    data.loc[4, "value_to"] = data.loc[4, "value_from"]
    words = toy.words(**{"x_axis": "Maturity (0–100)", "from": "2019", "to": "2022"})
    return "paired_change", data.drop(columns="n"), {**RECONSTRUCTED, "median_line": True}, words


@case
def change_by_dimension() -> Case:
    dimensions = ["Digital strategy", "Back office", "Front office", "Data", "Organization"]
    data = toy.changes([""], dimensions, "Overall")
    words = toy.words(**{"x_axis": "Maturity (0–100)", "from": "2019", "to": "2022"})
    return "paired_change", data, {**RECONSTRUCTED, "digits": 1}, words


@case
def change_of_two_groups() -> Case:
    first = toy.changes(["AP"], toy.NAMES["Asia-Pacific"][:6])
    second = toy.changes(["LAC"], toy.NAMES["Latin America and the Caribbean"][:9])
    data = pd.concat([first, second.assign(panel_order=2, row_order=second["row_order"] + 20)])
    words = toy.words("fr", **{"x_axis": "Maturité (0–100)", "from": "première vague", "to": "2022"})
    return "paired_change", data, RECONSTRUCTED, words


@case
def drivers() -> Case:
    random = toy.generator("drivers")
    rows = [
        (item, i, wave, w, float(random.uniform(1, 3)), 6 if w == 1 else 11, int(random.integers(1, 6)))
        for i, item in enumerate(toy.ITEMS, 1)
        for w, wave in enumerate(("2020", "2022"), 1)
    ]
    names = ["item_label", "item_order", "wave_label", "wave_order", "value", "n", "count"]
    data = pd.DataFrame(rows, columns=names)
    data.loc[4, "value"] = float("nan")
    data.loc[[8, 9], "value"] = float("nan")
    words = toy.words(x_axis="Mean importance (3 = most important)")
    return "ranked_items", data, {**RECONSTRUCTED, "measure": "score", "limits": (1, 3)}, words


@case
def obstacles() -> Case:
    rows = [
        (item, i, "2022", 1, count, 11)
        for i, (item, count) in enumerate(zip(toy.ITEMS_FR, range(8, 0, -1), strict=True), 1)
    ]
    names = ["item_label", "item_order", "wave_label", "wave_order", "value", "n"]
    data = pd.DataFrame(rows, columns=names)
    data.loc[7, "value"] = 0
    return "ranked_items", data, RECONSTRUCTED, toy.words("fr")


@case
def obstacles_two_waves() -> Case:
    rows = [
        (item, i, wave, w, float(i + w), 16 if w == 2 else 9)
        for i, item in enumerate(toy.ITEMS[:5], 1)
        for w, wave in enumerate(("2019", "2022"), 1)
    ]
    names = ["item_label", "item_order", "wave_label", "wave_order", "value", "n"]
    data = pd.DataFrame(rows, columns=names)
    data.loc[2, "value"] = float("nan")
    return "ranked_items", data, RECONSTRUCTED, toy.words()


DIMENSIONS = ["Digital strategy", "Back office", "Front office", "Data", "Organization"]


@case
def estimates_by_region() -> Case:
    data = toy.estimates(DIMENSIONS, ["Asia-Pacific", "Latin America and the Caribbean"])
    spec = {**RECONSTRUCTED, "numbers": True, "show_n": True, "reference": 0}
    return "dot_interval", data, spec, toy.words(x_axis="Kendall τ-b", reference="no association")


@case
def estimates_in_panels() -> Case:
    one = toy.estimates(DIMENSIONS, ["2019", "2022"]).assign(panel_label="All services of the wave", panel_order=1)
    two = one.assign(panel_label="Panel countries only", panel_order=2, estimate=one["estimate"] + 0.05)
    spec = {**RECONSTRUCTED, "limits": (-0.5, 1), "groups": "waves"}
    return "dot_interval", pd.concat([one, two]), spec, toy.words("fr", x_axis="Maturité moyenne")


@case
def forest() -> Case:
    data = toy.estimates([f"{item} ({k})" for k in (1, 2) for item in toy.ITEMS_FR], [""])
    data["row_group_order"] = 1 + (data["row_order"] > 8)
    data["row_group_label"] = data["row_group_order"].map({1: "Back office", 2: "Organisation"})
    data.loc[5, ["low", "high"]] = float("nan")
    spec = {"reference": 0, "numbers": True, "signed": True, "note": toy.NOTE}
    return "dot_interval", data, spec, toy.words("fr", x_axis="Delta de Cliff")


@case
def heatmap_all() -> Case:
    items = [f"{item} ({k})" for k in range(1, 4) for item in toy.ITEMS]
    return (
        "heatmap",
        toy.answers_by_unit(items, DIMENSIONS, toy.everyone()),
        RECONSTRUCTED,
        toy.words(not_asked="not asked"),
    )


@case
def heatmap_one_region() -> Case:
    data = toy.answers_by_unit(toy.ITEMS_FR, ["Stratégie", "Données"], toy.everyone()[:11])
    return (
        "heatmap",
        data.drop(columns=["unit_group_label", "unit_group_order"]),
        RECONSTRUCTED,
        toy.words("fr", not_asked="non demandé"),
    )


@case
def heatmap_one_cell() -> Case:
    return "heatmap", toy.answers_by_unit(["Item"], ["Data"], toy.everyone()[:1]), {}, toy.words(not_asked="not asked")


@case
def leave_one_out() -> Case:
    data = toy.left_out(["Asia-Pacific", "Latin America", "Pooled", "Panel"], toy.NAMES["Asia-Pacific"])
    words = toy.words(
        x_axis="Kendall τ-b",
        full="All services",
        left_out="One service left out",
        influential="the one that matters most",
    )
    return "leave_one_out", data, {**RECONSTRUCTED, "reference": 0}, words


COMPARED = {"published": "published", "reproduced": "reproduced", "pass": "agrees", "fail": "differs"}


@case
def compared() -> Case:
    rows = [
        ("Share of services (%)", 1, "Any digital strategy", 1, 100, 100, "pass", ""),
        ("Share of services (%)", 1, "Analyse channel use", 2, 25, 27.3, "fail", ""),
        ("Share of services (%)", 1, "Front office without a strategy, “most”", 3, 54.5, 63.6, "pass", "≥ 54.5"),
        ("Mean EGDI rank", 2, "Asia-Pacific, 2020", 1, 62.2, 62.2, "pass", ""),
        ("Mean EGDI rank", 2, "Latin America and the Caribbean, 2022", 2, 77.1, None, "", ""),
        ("Mean EGDI rank", 2, "A value that nobody printed", 3, None, None, "", ""),
        ("Scale 1–5", 3, "Maturity of the back office, mean of the region", 1, 3.0, 3.04, "pass", ""),
    ]
    names = ["panel_label", "panel_order", "row_label", "row_order", "published", "reproduced", "verdict"]
    data = pd.DataFrame(rows, columns=[*names, "published_text"])
    ends = {1: (0, 100), 2: (60, 80), 3: (1, 5)}
    data.loc[2, ["published", "published_low", "published_high"]] = [float("nan"), 54.5, 100]
    data["limit_low"], data["limit_high"] = (
        data["panel_order"].map({k: v[i] for k, v in ends.items()}) for i in (0, 1)
    )
    return "compared_values", data, {"basis": "reconstructed", "note": toy.NOTE}, toy.words(**COMPARED)


SPECIFICATION = {
    "y_axis": "Kendall τ-b",
    "significant": "p < 0.05",
    "not_significant": "p ≥ 0.05",
    "main": "the study’s own choice",
    "specifications": "{n} specifications",
}


@case
def specifications() -> Case:
    return (
        "specification_curve",
        toy.specifications(162),
        {**RECONSTRUCTED, "reference": 0},
        toy.words(**SPECIFICATION),
    )


@case
def specifications_few() -> Case:
    return "specification_curve", toy.specifications(4), {"reference": 0}, toy.words("fr", **SPECIFICATION)


PART = {"took_part": "took part", "not_in_wave": "not in this wave", "panel_member": "in both waves of the region"}


@case
def participation() -> Case:
    return "participation", toy.taking_part(toy.NAMES), {"basis": "published"}, toy.words(**PART)


@case
def participation_one() -> Case:
    return "participation", toy.taking_part({"<b>AP</b>": ["$x$"]}), {}, toy.words(**PART)


@case
def verdicts_few() -> Case:
    words = toy.words(x_axis="Share of draws in which the claim holds (%)")
    return "verdicts", toy.verdicts(5).drop(columns=["section_label", "section_order"]), RECONSTRUCTED, words


@case
def verdicts_many() -> Case:
    words = toy.words("fr", x_axis="Part des tirages dans lesquels la conclusion tient (%)")
    data = toy.verdicts(30)
    return "verdicts", data.assign(low=data["share"] - 4, high=data["share"] + 4), RECONSTRUCTED, words


@case
def nature() -> Case:
    scale = [("a", "Digitization", 1, "answered"), ("b", "Digitalization", 2, "answered")]
    scale.append(("c", "Digital transformation", 3, "answered"))
    data = toy.shares(["Nature"], [("Asia-Pacific, 2022", 11)], scale)
    data = data.assign(count=[1, 8, 2]).drop(columns=["item_label", "item_order"])
    return "single_choice", data, RECONSTRUCTED, toy.words()


@case
def choice_in_panels() -> Case:
    data = toy.shares(["Strategy"], [("2019", 9), ("2022", 16)]).drop(columns=["item_label", "item_order"])
    return "single_choice", data, RECONSTRUCTED, toy.words()


@case
def choice_of_many() -> Case:
    data = toy.shares(["Strategy"], [("Monde", 69)]).drop(columns=["item_label", "item_order"])
    data.loc[1, "count"] = 0
    return "single_choice", data, RECONSTRUCTED, toy.words("fr")
