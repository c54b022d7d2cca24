"""Every unit's answer to every scored item."""

import pandas as pd

from wavework.exhibits.figure_inputs import NOT_ASKED, Declaration, Results, places
from wavework.exhibits.kind import Kind
from wavework.exhibits.kinds.stacked_shares import SILENT
from wavework.exhibits.known_columns import with_known
from wavework.exhibits.labels import Labels, labelled, units_in_the_alphabet
from wavework.known import BOUNDS, FIXED
from wavework.tables import select

SIGNS = {2: "●–", 3: "●◐–", 4: "●◐○–"}  # of the answers of a scale so long, in order; longer scales show positions
BESIDE = {"dont_know": "?", "not_applicable": "/", "no_answer": "·"}
COLUMNS = ["unit", "unit_order", "item", "item_order", "group", "group_order", "code", "answer", "answer_order"]


def _cell_codes(scales: pd.DataFrame) -> pd.DataFrame:
    """scale, answer, code (sign in the cell), place: order of the answers over all the scales, no two alike."""
    parts = []
    for _, scale in scales.sort_values("position").groupby("scale"):
        answered = scale.loc[scale["status"] == "answered", "position"]
        signs = iter(SIGNS.get(len(answered), [f"{position:.0f}" for position in answered]))
        codes = [BESIDE.get(status) or next(signs) for status in scale["status"]]
        parts.append(scale[["scale", "answer", "position", "status"]].assign(code=codes))
    table = pd.concat(parts)
    beside = table.assign(beside=table["status"] != "answered").groupby(["beside", "answer"])["position"]
    last = beside.max().reset_index().sort_values(["beside", "position", "answer"], ignore_index=True)
    return table.assign(place=table["answer"].map(places(last["answer"])))[["scale", "answer", "code", "place"]]


def heatmap(declaration: Declaration, results: Results) -> pd.DataFrame:
    """Every answer to a scored item: unit, item, group (dimension), orders, code, answer, status.

    An item that some of the figure's waves asked has a row of units that were not asked it too, without code.
    """
    scored = results.book.items[results.book.items["scored"] == "yes"].reset_index(drop=True)
    codes = _cell_codes(results.book.scales[results.book.scales["scale"].isin(scored["scale"])])
    rows = (
        select(results.table("answers"), wave=list(declaration.waves))
        .merge(scored[["item", "dimension", "scale"]], on="item", how="inner", validate="many_to_one")
        .merge(codes, on=["scale", "answer"], how="left", validate="many_to_one")
    )
    rows = rows[rows["item"].isin(rows.loc[rows["status"] != NOT_ASKED, "item"])]
    rows = _with_possible(rows, results)
    overall = results.overall_scores(declaration.waves).sort_values(["score", "unit"], ascending=[False, True])
    given = rows["answer"].astype("str").where(rows["answer"] != "", rows["status"].astype("str"))
    order = {status: codes["place"].max() + place for status, place in places(SILENT).items()}
    order |= dict(zip(codes["answer"], codes["place"], strict=True))
    table = rows.assign(
        unit_order=rows["unit"].map(places(overall["unit"])),
        item_order=rows["item"].map(places(scored["item"])),
        group=rows["dimension"],
        group_order=rows["dimension"].map(places(results.study["dimensions"])),
        code=rows["code"].fillna(rows["status"].map(BESIDE)).fillna(""),
        answer=given,
        answer_order=given.map(order),
        other_order=lambda t: t["other"].map(order),
    ).sort_values(["group_order", "item_order", "unit_order"], ignore_index=True)
    return with_known(table, [*COLUMNS, "status"], "other", "other_order")


def _with_possible(rows: pd.DataFrame, results: Results) -> pd.DataFrame:
    """The rows with `known` and `other`: of an answer that is not collected the first and the last that are possible.

    Its code is that of the one answer, or of all that are possible one after the other; of nothing there is none.
    """
    if results.table("possible_answers").empty:
        return rows.assign(known="", other=rows["answer"])
    keys = ["wave", "unit", "item"]
    possible = results.table("possible_answers")[[*keys, "answers", "known"]]
    rows = rows.merge(possible, on=keys, how="left", validate="one_to_one").fillna({"known": "", "answers": ""})
    codes = _cell_codes(results.book.scales).set_index(["scale", "answer"])["code"].to_dict()
    unknown, listed = rows["known"] != "", rows["answers"].str.split("|")
    signs = [
        "".join(codes.get((scale, answer), "") for answer in answers) if known in (FIXED, BOUNDS) else ""
        for scale, answers, known in zip(rows["scale"], listed, rows["known"], strict=True)
    ]
    return rows.assign(
        answer=rows["answer"].where(~unknown, listed.str[0]),
        other=rows["answer"].where(~unknown, listed.str[-1]),
        code=rows["code"].where(~unknown, pd.Series(signs, index=rows.index)),
        status=rows["status"].where(~unknown, "answered"),
    )


def in_the_alphabet(table: pd.DataFrame, labels: Labels) -> pd.DataFrame:
    """With the names of ids; units whose scores are not known, so that these give no order, in the alphabet."""
    named = labelled(table, labels)
    return units_in_the_alphabet(named) if "known" in table else named


def described(table: pd.DataFrame, labels: Labels) -> str:
    """How many cells there are, and how many have the first answer; of how many something is published where answers
    are not collected."""
    table = table[table["status"] != NOT_ASKED]
    if "known" in table:
        known = table["known"].value_counts()
        slots = {"units": table["unit"].nunique(), "items": table["item"].nunique(), "n": len(table)}
        fixed = int(known.get("", 0) + known.get(FIXED, 0))
        return labels.words["alt"]["heatmap_possible"].format(fixed=fixed, bounds=int(known.get(BOUNDS, 0)), **slots)
    answered = table[table["status"] == "answered"]
    first = answered[answered["answer_order"] == answered["answer_order"].min()]
    slots = {"units": table["unit"].nunique(), "items": table["item"].nunique(), "count": len(first), "n": len(table)}
    answer = first["answer_label"].iloc[0] if len(first) else ""
    return labels.words["alt"]["heatmap"].format(answer=answer, **slots)


KIND = Kind(
    heatmap,
    described,
    "heatmap",
    values=("code",),
    tables=("scores", "possible_answers"),
    one_by_one=True,
    label=in_the_alphabet,
)
