"""The cases of the gallery, which the tests draw as well: name -> kind, data, spec and words."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
from tests.charts import toy, toy_possible
from tests.charts.toy import AP, DIMENSIONS, ITEMS, ITEMS_FR, LAC, NAMES

Case = tuple[str, pd.DataFrame, Mapping[str, Any], Mapping[str, str]]
CASES: dict[str, Case] = {}
DRAWN = {"basis": "reconstructed", "note": toy.NOTE}
EN, FR = toy.WORDS["en"], toy.WORDS["fr"]
REGIONS = [(AP, 11), (LAC, 16)]
nan = float("nan")


def case(name: str, data: pd.DataFrame, spec: Mapping[str, Any] = DRAWN, words: Mapping[str, str] = EN) -> None:
    """Enter a case; `name` is the kind and, after a blank, what is special."""
    CASES[name.replace(" ", "-")] = (name.split(" ")[0], data, spec, words)


def without(data: pd.DataFrame, *cells: tuple[int, str], value: float = nan) -> pd.DataFrame:
    """The table with some cells (row, column) emptied, or of another value."""
    data = data.reset_index(drop=True)
    for row, column in cells:
        data[column] = data[column].astype(float)
        data.loc[row, column] = value
    return data


case("stacked_shares two regions", toy.shares(ITEMS, REGIONS))
case("stacked_shares french", toy.shares(ITEMS_FR, [("Asie-Pacifique", 11), (LAC, 16)], toy.SCALE_FR), words=FR)
case("stacked_shares one row", toy.shares(ITEMS[:1], REGIONS[:1]), {})
many = [f"{item} ({part})" for part in range(1, 5) for item in ITEMS][:30]
data = toy.shares(many, [("2019", 9), ("2022", 16), ("World", 69), ("Other", 40), ("More", 28)])
data.loc[(data["item_order"] == 5) & (data["panel_order"] == 2), ["count", "n"]] = 0
case("stacked_shares thirty rows", data[(data["item_order"] != 3) | (data["panel_order"] != 1)])
data = toy.shares(ITEMS[:4], [("2019", 9), ("2022", 16)])
smaller = toy.shares(ITEMS[:4], [("2019", 7), ("2022", 14)]).query("item_order == 2")
case("stacked_shares varying n", pd.concat([data.query("item_order != 2"), smaller]), {"note": toy.NOTE})
hostile = toy.shares(toy.HOSTILE, [("$p$ <b>AP</b>", 11), ("LAC", 16)])
case("stacked_shares hostile", hostile, {"note": "$n$ <i>note</i>"})
scale = toy.scale("Decreased|Stayed the same|Increased|Don’t know or not applicable")
case("stacked_shares budgets", toy.shares(["General", "Digital"], REGIONS, scale), {**DRAWN, "palette": "diverging"})

case("trajectories two regions", toy.ranks(), {"note": toy.NOTE, "basis": "published"})
case("trajectories one unit", toy.ranks().query("unit_label == 'Chile'"), {}, FR)

case("scatter_labelled all", toy.points())
crowd = toy.points().dropna().assign(x=lambda t: 60 + (t["x"] - 60) / 4, y=lambda t: 50 + (t["y"] - 50) / 4)
case("scatter_labelled crowded", crowd, {}, FR)
case("scatter_labelled one", toy.points().head(1), {}, {**EN, "x_axis": "$x$"})

data = toy.changes(["Back office", "Front office"], NAMES[LAC][:9]).drop(columns="n")
data.loc[4, "value_to"] = data.loc[4, "value_from"]
gone = [(2, "value_from"), (14, "value_from"), (14, "value_to")]
case("paired_change by unit", without(data, *gone))
case("paired_change by dimension", toy.changes([""], DIMENSIONS, "Overall"), {**DRAWN, "digits": 1})
other = toy.changes(["LAC"], NAMES[LAC][:9]).assign(panel_order=2, row_order=lambda t: t["row_order"] + 20)
case("paired_change two groups", pd.concat([toy.changes(["AP"], NAMES[AP][:6]), other]), words=FR)

case("ranked_items counts", toy.ranked(ITEMS_FR, {"2022": 11}), words=FR)
case("ranked_items counts of two waves", without(toy.ranked(ITEMS[:5], {"2019": 9, "2022": 16}), (2, "value")))
data = toy.ranked(ITEMS, {"2020": 6, "2022": 11}).assign(value=lambda t: 1 + t["value"] / 4)
spec = {**DRAWN, "measure": "score", "limits": (1, 3)}
case("ranked_items scores", without(data, (4, "value"), (8, "value"), (9, "value")), spec)

spec = {**DRAWN, "numbers": True, "reference": 0}
case("dot_interval by region", toy.estimates(DIMENSIONS, [AP, LAC]), spec)
one = toy.estimates(DIMENSIONS, ["2019", "2022"]).assign(panel_label="All services of the wave", panel_order=1)
two = one.assign(panel_label="Panel countries only", panel_order=2, estimate=one["estimate"] + 0.05)
case("dot_interval panels", pd.concat([one, two]), {**DRAWN, "limits": (-0.5, 1), "groups": "waves"}, FR)
data = toy.estimates([f"{item} ({k})" for k in (1, 2) for item in ITEMS_FR], [""])
data["row_group_order"] = 1 + (data["row_order"] > 8)
data["row_group_label"] = data["row_group_order"].map({1: "Back office", 2: "Organisation"})
spec = {"reference": 0, "numbers": True, "signed": True, "note": toy.NOTE}
case("dot_interval forest", without(data, (5, "low"), (5, "high")), spec, FR)

data = toy.answers_by_unit(ITEMS_FR, ["Stratégie", "Données"], toy.everyone()[:11])
case("heatmap one region", data, words=FR)
items = [f"{item} ({k})" for k in range(1, 4) for item in ITEMS]
case("heatmap all", toy.answers_by_unit(items, DIMENSIONS, toy.everyone()))
case("heatmap one cell", toy.answers_by_unit(["Item"], ["Data"], toy.everyone()[:1]), {})

case("leave_one_out", toy.left_out([AP, "Latin America", "Pooled", "Panel"], NAMES[AP]), {**DRAWN, "reference": 0})

data = toy.table(
    "panel_label panel_order row_label row_order published reproduced verdict published_text",
    ("Share of services (%)", 1, "Any digital strategy", 1, 100, 100, "pass", ""),
    ("Share of services (%)", 1, "Analyse channel use", 2, 25, 27.3, "fail", ""),
    ("Share of services (%)", 1, "Front office without a strategy, “most”", 3, nan, 63.6, "pass", "≥ 54.5"),
    ("Mean EGDI rank", 2, "Asia-Pacific, 2020", 1, 62.2, 62.2, "pass", ""),
    ("Mean EGDI rank", 2, "Latin America and the Caribbean, 2022", 2, 77.1, None, "", ""),
    ("Mean EGDI rank", 2, "A value that nobody printed", 3, None, None, "", ""),
    ("Scale 1–5", 3, "Maturity of the back office, mean of the region", 1, 3.0, 3.04, "pass", ""),
)
case("compared_values", data)

case("specification_curve few", toy.specifications(4), {"reference": 0}, FR)
case("specification_curve many", toy.specifications(162), {**DRAWN, "reference": 0})

case("participation all", toy.taking_part(NAMES), {"basis": "published"})
case("participation one", toy.taking_part({"<b>AP</b>": ["$x$"]}), {})

case("verdicts few", toy.verdicts(5).drop(columns=["section_label", "section_order"]))
data = toy.verdicts(30)
case("verdicts many", data.assign(low=data["share"] - 4, high=data["share"] + 4), words=FR)

one = toy.shares(["Strategy"], [("Asia-Pacific, 2022", 11)], scale[:3]).drop(columns=["item_label", "item_order"])
case("single_choice one", one.assign(count=[1, 8, 2]))
two = toy.shares(["Strategy"], [("2019", 9), ("2022", 16)]).drop(columns=["item_label", "item_order"])
case("single_choice panels", two)
many = toy.shares(["Strategy"], [("Monde", 69)]).drop(columns=["item_label", "item_order"])
case("single_choice many", without(many, (1, "count"), value=0), words=FR)

case("ladder", toy_possible.rungs())
case("what_would_settle", toy_possible.settling())
case("verdicts open", toy.verdicts(5).assign(other_share=lambda t: t["share"] / 2))

case("stacked_shares possible", toy_possible.segments(), words=FR)
case("stacked_shares possible in no order", toy_possible.unordered(), {"ordered": False})
case("single_choice possible", toy_possible.choice(), words=FR)
case("ranked_items possible counts", toy_possible.ranked(means=False))
spec = {**DRAWN, "measure": "score", "limits": (1, 3)}
case("ranked_items possible scores", toy_possible.ranked(means=True), spec, FR)
spec = {**DRAWN, "numbers": True, "limits": (-1, 1), "reference": 0}
case("dot_interval possible", toy_possible.spans("bounds"), spec)
case("dot_interval reached", toy_possible.spans("reached"), spec, FR)
case("scatter_labelled possible", toy_possible.points(scores=True), {**DRAWN, "scale": (0, 100)})
case("scatter_labelled open", toy_possible.points(scores=False), {**DRAWN, "scale": (0, 100)}, FR)
case("paired_change possible", toy_possible.changes(), {**DRAWN, "limits": (0, 100)})
case("heatmap possible", toy_possible.cells(), words=FR)
case("leave_one_out possible", toy_possible.left_out(), {**DRAWN, "reference": 0})
case("specification_curve possible", toy_possible.specifications(), {**DRAWN, "reference": 0})
case("compared_values possible", toy_possible.compared(), words=FR)

ONE_OF_EACH = {
    kind: (data, spec, words) for kind, data, spec, words in reversed(CASES.values())
}  # the first of each, which is none of the large ones
