"""Stacked bars of the answers to items, one panel per wave."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from wavework.exhibits.figure_inputs import ENDS, NOT_ASKED, Declaration, Results
from wavework.exhibits.kind import Kind
from wavework.exhibits.known_columns import answers_of_items, counted, ordered, segments, together, with_known
from wavework.exhibits.labels import Labels
from wavework.known import FIXED
from wavework.tables import select

SILENT = ("not_applicable", "no_answer")  # hidden by routing, and left empty
COLUMNS = ["panel", "panel_order", "item", "item_order", "answer", "answer_order", "status", "count", "n", "reason"]
PLACES = ["wave", "item"]


def counts(declaration: Declaration, results: Results) -> pd.DataFrame:
    """Services per answer, item and wave: columns panel, item, answer (ids), orders, status, count, n, reason.

    n: services that were asked. An item that was not asked in a wave has one row that says so, without answer. Where
    answers are not collected the rows are segments, see `possible.segments`, with other, other_order, known.
    """
    possible = answers_of_items(declaration, results)
    table, order = _collected(declaration, results, possible)
    if possible.empty:
        return table
    in_order, parts = ordered(results, declaration.items), []
    for (wave, item), rows in possible.groupby(PLACES, sort=False):
        found = pd.DataFrame(segments(rows, in_order))
        found = found.assign(wave=str(wave), item=str(item), n=rows["n"].iloc[0], reason="")
        if declaration.reverse:
            found = found.rename(columns={"answer": "other", "other": "answer"})
        parts.append(found.assign(status="answered"))
    opened = pd.concat(parts).merge(declaration.grid(), on=PLACES, validate="many_to_one")
    opened = opened.rename(columns={"wave": "panel", "wave_order": "panel_order"})
    table = pd.concat([table.assign(other=table["answer"], known=""), opened])
    table = table.assign(answer_order=table["answer"].map(order), other_order=table["other"].map(order))
    table = table.sort_values(["panel_order", "item_order", "answer_order", "other_order"], ignore_index=True)
    return with_known(table, COLUMNS, "other", "other_order")


def choices(declaration: Declaration, results: Results) -> pd.DataFrame:
    """As `counts`, a row for each answer; with lowest, highest, known where answers are not collected."""
    possible = answers_of_items(declaration, results)
    table, order = _collected(declaration, results, possible)
    if possible.empty:
        return table
    opened = possible.merge(declaration.grid(), on=PLACES, validate="many_to_one").assign(
        answer_order=lambda t: t["answer"].map(order), status="answered", reason="",
        count=lambda t: t["lowest"].where(t["known"] == FIXED),
    ).rename(columns={"wave": "panel", "wave_order": "panel_order"})  # fmt: skip
    table = pd.concat([table.assign(known=""), opened])
    table = table.sort_values(["panel_order", "item_order", "answer_order"], ignore_index=True)
    return with_known(table, COLUMNS, *ENDS)


def _collected(
    declaration: Declaration, results: Results, possible: pd.DataFrame
) -> tuple[pd.DataFrame, dict[str, int]]:
    """The table of the items and waves that are collected, or not asked; answer -> its place, from the first shown."""
    rows = results.asked(declaration)
    unknown = pd.MultiIndex.from_frame(possible[PLACES].drop_duplicates())
    rows = rows[~pd.MultiIndex.from_frame(rows[PLACES]).isin(unknown)] if len(unknown) else rows
    answers = results.scale_rows(declaration.items).drop_duplicates("answer")[["answer", "position", "status"]]
    if declaration.reverse:
        substantive = answers["status"] == "answered"
        # a copy: pandas may write into the very numbers that the reversed view still reads
        answers.loc[substantive, "position"] = answers.loc[substantive, "position"].to_numpy()[::-1].copy()
    silent = [status for status in SILENT if status not in set(answers["answer"])]
    after = [answers["position"].max() + place for place in range(1, len(silent) + 1)]
    beside = pd.DataFrame({"answer": silent, "position": after, "status": silent})
    answers = pd.concat([answers, beside], ignore_index=True)
    by = [*PLACES, "answer", "status"]
    given = rows.groupby(by, as_index=False, observed=True).agg(count=("unit", "size")).astype(dict.fromkeys(by, "str"))
    given = given.assign(answer=given["answer"].where(given["answer"] != "", given["status"]))
    shown = answers[(answers["status"] == "answered") | answers["answer"].isin(given["answer"])]
    grid = declaration.grid()
    if len(unknown):
        grid = grid[~pd.MultiIndex.from_frame(grid[PLACES]).isin(unknown)]
    grid = grid.merge(shown, how="cross")
    count = given.groupby([*PLACES, "answer"], as_index=False).agg(count=("count", "sum"))
    base = given.groupby(PLACES, as_index=False).agg(n=("count", "sum"))
    table = (
        grid.merge(base, on=PLACES, how="left", validate="many_to_one")
        .merge(count, on=[*PLACES, "answer"], how="left", validate="one_to_one")
        .assign(reason=lambda t: t["n"].isna().map({True: NOT_ASKED, False: ""}))
    )
    absent = table["n"].isna()
    table["count"] = table["count"].where(absent, table["count"].fillna(0))
    table = table.assign(status=table["status"].mask(absent, NOT_ASKED), answer=table["answer"].mask(absent, NOT_ASKED))
    table = table.assign(position=table["position"].mask(absent))
    table = table[~absent | ~table.duplicated(PLACES)].fillna({"n": 0})
    table = (
        table.rename(columns={"wave": "panel", "wave_order": "panel_order", "position": "answer_order"})
        .sort_values(["panel_order", "item_order", "answer_order"], ignore_index=True)
        .loc[:, COLUMNS]
    )
    return table, dict(zip(answers["answer"], answers["position"], strict=True))


def described(table: pd.DataFrame, labels: Labels) -> str:
    """In each panel the items with the most and the fewest of the scale's first answer; of how many something is
    published where answers are not collected."""
    words, parts = labels.words["alt"], []
    for panel, rows in table[table["n"] > 0].groupby("panel_label", sort=False):
        if "known" in rows and (rows["known"] != "").any():
            by_item = rows[rows["count"] > 0].groupby(["item_order", "item_label"], as_index=False)
            items = by_item.agg(known=("known", together))
            parts.append(labels.of_panel(panel, counted(items, labels, "item")))
            continue
        first = rows[(rows["answer_order"] == rows["answer_order"].min()) & (rows["status"] == "answered")]
        ranked = first.sort_values(["count", "item_order"], ascending=[False, True])
        top, last = ranked.iloc[0], ranked.iloc[-1]
        slots = {"item": top["item_label"], "answer": top["answer_label"], "count": int(top["count"])}
        slots |= {"other": last["item_label"], "other_count": int(last["count"]), "other_n": int(last["n"])}
        said = words["only" if len(ranked) == 1 else "most"].format(n=int(top["n"]), **slots)
        parts.append(labels.of_panel(panel, said))
    return words["stacked_shares"].format(findings=labels.sentence(parts))


def scale_length(declaration: Declaration, results: Results) -> Mapping[str, Any]:
    """How many answers the scale has, so that one which nobody gave keeps its colour; whether they have an order."""
    own = select(results.scale_rows(declaration.items), status="answered")
    return {"scale_length": len(own), "ordered": ordered(results, declaration.items)}


KIND = Kind(
    counts,
    described,
    "stacked_shares",
    values=("count",),
    tables=("prevalence", "possible_answers"),
    items=True,
    one_scale=True,
    own_options=scale_length,
)
