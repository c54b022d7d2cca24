"""Toy tables of what is possible where answers are not collected: invented, never results of the study."""

from itertools import product

import pandas as pd
from tests.charts import toy
from tests.charts.toy import AP, CLAIMS, ITEMS, LAC, SCALE, table

nan = float("nan")
FULLY, DEVELOPMENT, PLANNED, NOT_PLANNED = (answer for answer, _, status in SCALE if status == "answered")
PLACE = {answer: place for answer, place, _ in SCALE}


def segments() -> pd.DataFrame:
    """stacked_shares: a collected panel beside one of what is possible, in which one item is quite unknown."""
    collected = toy.shares(ITEMS[:4], [(AP, 11)])
    collected = collected.assign(other_label=collected["answer_label"], other_order=collected["answer_order"], known="")
    found = {
        1: [(FULLY, FULLY, 2, "fixed"), (FULLY, DEVELOPMENT, 3, "bounds"), (PLANNED, NOT_PLANNED, 11, "bounds")],
        2: [(FULLY, NOT_PLANNED, 16, "nothing")],
        3: [(FULLY, NOT_PLANNED, 9, "nothing"), (DEVELOPMENT, NOT_PLANNED, 7, "bounds")],
        4: [(FULLY, FULLY, 16, "fixed")],
    }
    rows = [
        (LAC, 2, ITEMS[item - 1], item, answer, PLACE[answer], "answered", count, 16, other, PLACE[other], known)
        for item, parts in found.items()
        for answer, other, count, known in parts
    ]
    return pd.concat([collected, table(" ".join(collected.columns), *rows)], ignore_index=True)


def unordered() -> pd.DataFrame:
    """stacked_shares of a scale without an order: sure counts, and the rest."""
    first, last = "All channels side by side", "No defined approach"
    rows = [("Approach", 1, first, 1, "answered", 4, 11, first, 1, "fixed"),
            ("Approach", 1, first, 1, "answered", 7, 11, last, 5, "bounds")]  # fmt: skip
    columns = "item_label item_order answer_label answer_order status count n other_label other_order known"
    return table(columns, *rows).assign(panel_label=AP, panel_order=1)


def choice() -> pd.DataFrame:
    """single_choice: one answer known, the others from a lowest count to a highest; a second panel of nothing."""
    answers = ["Digitization", "Digitalization", "Digital transformation"]
    ends = [(2, 2, 2, "fixed"), (nan, 4, 9, "bounds"), (nan, 0, 5, "bounds")]
    rows = [(AP, 1, answer, k, "answered", count, 11, low, high, known)
            for k, (answer, (count, low, high, known)) in enumerate(zip(answers, ends, strict=True), 1)]  # fmt: skip
    rows += [(LAC, 2, answer, k, "answered", nan, 16, 0, 16, "nothing") for k, answer in enumerate(answers, 1)]
    return table("panel_label panel_order answer_label answer_order status count n lowest highest known", *rows)


def ranked(means: bool) -> pd.DataFrame:
    """ranked_items: known, within bounds, and nothing, in two waves."""
    ends = [(nan, 1.5, 2.5, "bounds"), (2.0, 2.0, 2.0, "fixed"), (nan, 1, 3, "nothing"), (1.5, nan, nan, "")]
    if not means:
        ends = [(nan, 4, 9, "bounds"), (6, 6, 6, "fixed"), (nan, 0, 11, "nothing"), (3, nan, nan, "")]
    rows = [(ITEMS[i], i + 1, wave, w, *ends[(i + w) % 4], 11)
            for i, (w, wave) in product(range(4), ((1, "2020"), (2, "2022")))]  # fmt: skip
    return table("item_label item_order wave_label wave_order value lowest highest known n", *rows)


def spans(known: str) -> pd.DataFrame:
    """dot_interval: a collected group beside one of what is possible, in which the third row is quite unknown."""
    data = toy.estimates(toy.DIMENSIONS[2:], [AP, LAC]).query("status == 'ok'").reset_index(drop=True)
    other = data["group_label"] == LAC
    data = data.assign(
        known=other.map({True: known, False: ""}), lowest=nan, highest=nan, central_low=nan, central_high=nan
    )
    data.loc[other, ["lowest", "highest"]] = (-0.62, 0.71)
    data.loc[other, ["estimate", "low", "high"]] = nan
    if known == "reached":
        data.loc[other, ["central_low", "central_high"]] = (-0.31, 0.48)
    data.loc[data.index[other][-1], "known"] = "nothing"
    return data


def points(scores: bool) -> pd.DataFrame:
    """scatter_labelled: one region with scores, or of none; the other with bounds, narrow or nearly the whole scale."""
    data = toy.points().dropna().assign(known="", lowest=nan, highest=nan)
    other = data["region_order"] == 2 if scores else data["region_order"] > 0
    data.loc[other, "y"] = nan
    data.loc[other, ["known", "lowest", "highest"]] = ("bounds", 0.0, 97.5)
    if scores:
        data.loc[data.index[other][:3], ["lowest", "highest"]] = (40.0, 75.0)
        data.loc[data.index[other][3:6], "known"] = "nothing"
    return data


def changes() -> pd.DataFrame:
    """paired_change: a first wave of which something is possible, a second that is collected; and nothing of one."""
    data = toy.changes([""], toy.DIMENSIONS, "Overall").assign(known="bounds", known_from="bounds", known_to="fixed")
    data = data.assign(lowest_from=20.0, highest_from=65.0, lowest_to=data["value_to"], highest_to=data["value_to"])
    data["value_from"] = nan
    data.loc[1, ["known", "known_from", "known_to", "value_to"]] = ("nothing", "nothing", "nothing", nan)
    return data


def cells() -> pd.DataFrame:
    """heatmap: some answers known, some one of two, most unknown; whole items of which nothing is published."""
    data = toy.answers_by_unit(ITEMS, ["Strategy", "Data"], toy.everyone()[:11])
    data = data.assign(known="nothing", code="", status="answered", other_label=NOT_PLANNED, other_order=4)
    data[["answer_label", "answer_order"]] = FULLY, 1.0
    for place, known, code, other in ((2, "fixed", "F", FULLY), (13, "bounds", "FD", DEVELOPMENT)):
        data.loc[place, ["known", "code", "other_label", "other_order"]] = known, code, other, PLACE[other]
    return data


def left_out() -> pd.DataFrame:
    """leave_one_out: a collected row, and one of what is possible."""
    data = toy.left_out([AP, "Pooled", "Panel"], toy.NAMES[AP]).assign(known="", lowest=nan, highest=nan)
    data = data[data["row_order"] < 3].assign(central_low=nan, central_high=nan)
    other = (data["row_order"] == 2).to_numpy()
    data.loc[other, ["known", "lowest", "highest", "central_low", "central_high"]] = ("reached", -0.5, 0.7, -0.2, 0.4)
    return data.assign(
        estimate=data["estimate"].where(~other), role=data["role"].where(~other | (data["role"] == "full"), "left_out")
    )


def specifications() -> pd.DataFrame:
    """specification_curve: all of what is possible."""
    data = toy.specifications(60)
    middle = data["estimate"]
    spread = {"lowest": middle - 0.6, "central_low": middle - 0.25, "median": middle, "central_high": middle + 0.25}
    data = data.assign(**spread, highest=middle + 0.5, known="reached", significant="")
    return data.assign(estimate=nan, low=nan, high=nan)


def compared() -> pd.DataFrame:
    """compared_values: one that agrees, one that stays open, one of which the answers say nothing."""
    return table(
        "panel_label panel_order row_label row_order published reproduced verdict lowest highest known",
        ("Number of services", 1, "Analyse channel use", 1, 3, 3, "pass", 3, 3, "fixed"),
        ("Number of services", 1, "Strategy in any form", 2, 8, nan, "open", 6, 11, "bounds"),
        ("Number of services", 1, "Front office without a strategy", 3, 6, nan, "open", 0, 11, "nothing"),
        ("Number of services", 1, "A value that cannot be", 4, 2, nan, "fail", 5, 9, "bounds"),
    )


def rungs() -> pd.DataFrame:
    """ladder: five claims, of which the last stays open, under three assumptions."""
    verdicts = {1: "follows open open", 2: "open excluded open", 3: "open follows contradicts", 4: "excluded open open",
                5: "open open open"}  # fmt: skip
    assumptions = ["What a service had in the first wave it still has",
                   "Services of a region in the same group of the e-government index answer alike, whatever the item",
                   "No service falls back"]  # fmt: skip
    rows = [
        (CLAIMS[claim - 1], claim, assumptions[k], k + 1, verdict, 100 * k / 3 if verdict == "open" else nan)
        for claim, texts in verdicts.items()
        for k, verdict in enumerate(texts.split())
    ]
    return table("claim_label claim_order assumption_label assumption_order verdict share", *rows)


def settling() -> pd.DataFrame:
    """what_would_settle: two waves and three items."""
    return table(
        "row_label row_order row_group_label row_group_order sure most expected n",
        ("Asia-Pacific, 2022", 1, "The answers of a wave", 1, 12, 14, 13.4, 20),
        ("Latin America and the Caribbean, 2022", 2, "The answers of a wave", 1, 5, 5, 5, 20),
        (ITEMS[0], 3, "The answers to an item", 2, 1, 3, 1.5, 20),
        (ITEMS[2], 4, "The answers to an item", 2, 0, 2, 0.8, 20),
        (ITEMS[7], 5, "The answers to an item", 2, 0, 1, 0.2, 20),
    )
