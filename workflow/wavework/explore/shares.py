"""Shares of the answers to each item, as stacked bars of counts: what is fixed, what is bounded, what is open."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pandas as pd

from wavework.charts.style import scale_colours
from wavework.exhibits.figure_inputs import ENDS, NOT_ASKED, Declaration
from wavework.exhibits.kinds.stacked_shares import KIND, scale_length
from wavework.exhibits.labels import Labels, labelled
from wavework.explore.sheets import Column, Sheet, Tables, View
from wavework.explore.teller import Teller
from wavework.known import FIXED, NOTHING
from wavework.tables import records, select

FIELDS = ("battery", "wave", "item")
INTERVAL = "wilson"


@dataclass(frozen=True)
class Battery:
    """A battery of items on one scale, as a figure of all waves that asked any of them."""

    declaration: Declaration
    labels: Labels
    drawn: pd.DataFrame  # the figure's table, labelled
    rows: pd.DataFrame  # a row for each answer


def view(teller: Teller, tables: Tables, looks: Sequence[Declaration]) -> View | None:
    """The view; none where the study has no answers. looks: the study's figures, of which a battery takes its look."""
    if teller.results.table("prevalence").empty:
        return None
    sheets = [sheet for battery in _batteries(teller, looks) for sheet in _sheets(teller, tables, battery)]
    return View("shares", FIELDS, sheets) if sheets else None


def _batteries(teller: Teller, looks: Sequence[Declaration]) -> Iterator[Battery]:
    answers, items = teller.results.table("answers"), teller.book.items
    asked = answers[answers["status"] != NOT_ASKED]
    for (battery, _), own in items.groupby(["battery", "scale"], sort=False):
        names = [item for item in own["item"] if (asked["item"] == item).any()]
        waves = [wave for wave in teller.waves if asked.loc[asked["wave"] == wave, "item"].isin(names).any()]
        if not names or not waves:
            continue
        look = next((one for one in looks if one.battery == battery or set(one.items) & set(names)), None)
        declaration = Declaration(
            id=f"explore {battery}", section="", kind="stacked_shares",
            title={teller.language.code: teller.of_battery.get(str(battery), str(battery))},
            battery=str(battery), items=names, waves=waves,
            reverse=look.reverse if look else False, palette=look.palette if look else "",
        )  # fmt: skip
        labels = Labels(teller.results, declaration, teller.language.code)
        drawn = labelled(KIND.build(declaration, teller.results), labels)
        yield Battery(declaration, labels, drawn, _answers(teller, declaration, labels))


def _answers(teller: Teller, declaration: Declaration, labels: Labels) -> pd.DataFrame:
    """A row for each answer to each item in each wave: how many gave it, their share, its interval or bounds."""
    table = select(teller.results.table("prevalence"), wave=[*declaration.waves], item=[*declaration.items])
    places = {item: place for place, item in enumerate(declaration.items)}
    waves = {wave: place for place, wave in enumerate(declaration.waves)}
    order = pd.DataFrame({"wave": table["wave"].map(waves), "item": table["item"].map(places)})
    table = table.loc[order.sort_values(["wave", "item"], kind="stable").index]
    if "known" not in table:
        table = table.assign(known="", lowest=float("nan"), highest=float("nan"))
    shares = select(teller.results.table("statistics"), question="share", measure=INTERVAL)
    shares = shares[["wave", "item", "outcome", "estimate", "low", "high"]].rename(columns={"outcome": "answer"})
    table = table.drop(columns=["low", "high", "estimate"], errors="ignore")
    table = table.merge(shares, on=["wave", "item", "answer"], how="left", validate="one_to_one")
    known = table["known"].fillna("")
    table = table.assign(
        known=known, known_label=known.map(teller.known_names), basis_label=table["basis"].map(teller.basis_names),
        wave_label=table["wave"].map(teller.region_and_year), item_label=table["item"].map(teller.of_item),
        answer=table["answer"].where(table["answer"] != "", table["status"]),
    )  # fmt: skip
    table["answer_label"] = table["answer"].map(lambda answer: labels.of_own_answer.get(answer, answer))
    rows = records(table)
    table["units_text"] = [_count(teller, row) for row in rows]
    table["share_text"] = [_share(teller, row) for row in rows]
    table["n_text"] = [teller.number(row["n"], 0) for row in rows]
    return table


def _count(teller: Teller, row: dict) -> str:
    if row["known"] in ("", FIXED):
        return teller.number(row["units"] if row["known"] == "" else row["lowest"], 0)
    return teller.written({name: row[name] for name in (*ENDS, "known")}, 0)


def _share(teller: Teller, row: dict) -> str:
    """The share as it is written: bounds are those of the count, of n."""
    n = row["n"]
    if not n:
        return ""
    share = {"estimate": row["units"] / n, **{end: row[end] / n for end in ENDS}}
    return teller.written(share | {name: row[name] for name in ("low", "high", "known")}, 0, percent=True)


def _sheets(teller: Teller, tables: Tables, battery: Battery) -> Iterator[Sheet]:
    heads, several = teller.own["heads"], len(battery.declaration.waves) > 1
    rows, drawn = battery.rows, _drawn(teller, battery)
    spans = (rows["known"] != "").any()
    columns = [
        *(Column("wave"), Column("wave_label", heads["wave"]), Column("item"), Column("item_label", heads["item"])),
        *(Column("answer"), Column("answer_label", heads["answer"]), Column("units")),
        *(Column(end) for end in ENDS if spans),
        *(Column("units_text", heads["count"], True), Column("estimate"), Column("low"), Column("high")),
        *(Column("share_text", heads["share"], True), Column("n"), Column("n_text", heads["n"], True)),
        *(Column("known"), Column("known_label", heads["known"] if spans else "")),
        *(Column("basis"), Column("basis_label", heads["basis"])),
    ]
    shown = tables.add(rows, columns)
    marks = tables.add(drawn, [Column(name) for name in drawn])
    asked = rows[["wave", "item"]].drop_duplicates()
    chart = _chart(battery)
    for wave in (*battery.declaration.waves[::-1], *([""] if several else [])):
        items = [
            i for i in battery.declaration.items if ((asked["item"] == i) & asked["wave"].isin(_of(wave, asked))).any()
        ]
        for item in ("", *items) if len(items) > 1 else items:
            keep = {name: value for name, value in (("wave", wave), ("item", item)) if value}
            texts = _texts(teller, battery, select(rows, **keep), wave, item)
            at = (battery.declaration.battery, wave, item if len(items) > 1 else "")
            yield Sheet(at, shown, *texts, chart, keep, marks)


def _of(wave: str, asked: pd.DataFrame) -> list[str]:
    return [wave] if wave else list(asked["wave"].unique())


def _drawn(teller: Teller, battery: Battery) -> pd.DataFrame:
    """The segments: where each begins and ends as a share of n, its two answers, what is known, and what it says."""
    table = battery.drawn.rename(columns={"panel": "wave"})
    if "other" not in table:
        table = table.assign(other=table["answer"], other_label=table["answer_label"], known="")
        table["other_order"] = table["answer_order"]
    table = table[(table["count"] > 0) | (table["status"] == NOT_ASKED)].copy()
    n = table["n"].where(table["n"] > 0)
    table["to"] = table.assign(share=table["count"] / n).groupby(["wave", "item"])["share"].cumsum().round(6)
    table["from"] = (table["to"] - table["count"] / n).round(6)
    table["said"] = [_segment(teller, row) for row in records(table)]
    table["n_text"] = [teller.words["chart"]["n"].format(n=teller.number(each, 0)) for each in table["n"]]
    table["count_text"] = [teller.number(each, 0) for each in table["count"]]
    table["instead"] = table["reason"].where(table["status"] == NOT_ASKED, "")
    table["wave_label"] = table["wave"].map(teller.region_and_year)
    order = ["wave", "wave_label", "item", "item_label", "answer_order", "other_order", "status", "known"]
    return table[[*order, "from", "to", "count_text", "n_text", "said", "instead"]]


def _segment(teller: Teller, row: dict) -> str:
    if row["status"] == NOT_ASKED:
        return f"{row['item_label']}: {row['reason']}"
    count, n = teller.number(row["count"], 0), teller.number(row["n"], 0)
    of = teller.words["chart"]["of"].format(count=count, n=n)
    if row["known"] == NOTHING:
        answer = str(teller.words["chart"]["nothing"])
    elif row["answer"] == row["other"]:
        answer = row["answer_label"]
    else:
        answer = teller.say("between", first=row["answer_label"], last=row["other_label"])
    return str(teller.words["alt"]["panel"].format(panel=row["item_label"], sentence=f"{answer}, {of}"))


def _chart(battery: Battery) -> dict[str, object]:
    """What the drawing takes: the answers of the scale in order, with colour; those beside the scale are pale."""
    options = scale_length(battery.declaration, battery.labels.results)
    shown = battery.drawn
    far = shown.assign(answer_order=shown.get("other_order", shown["answer_order"]))
    far = far.assign(answer_label=shown.get("other_label", shown["answer_label"]))
    every = pd.concat([shown, far]).dropna(subset="answer_order")
    every = every.drop_duplicates("answer_order").sort_values("answer_order")
    length = max(
        [int(options["scale_length"]), *(int(o) for o in every.loc[every["status"] == "answered", "answer_order"])]
    )
    colours = scale_colours(length, battery.declaration.palette or "sequential")
    answers = [
        {"order": float(row["answer_order"]), "label": row["answer_label"]}
        | ({"colour": colours[int(row["answer_order"]) - 1]} if row["status"] == "answered" else {})
        for row in records(every)
    ]
    return {"kind": "stacked", "answers": answers, "ordered": bool(options["ordered"])}


def _texts(teller: Teller, battery: Battery, rows: pd.DataFrame, wave: str, item: str) -> tuple[str, str, list[str]]:
    """Title, finding, and whom it is about, how to read it, basis."""
    waves = [wave] if wave else [each for each in battery.declaration.waves if (rows["wave"] == each).any()]
    name = teller.of_item[item] if item else battery.declaration.title[teller.language.code]
    where = teller.region_and_year(wave) if wave else teller.own["all"]["wave"]
    title = teller.say("title", name=name, where=where)
    n = rows.groupby("wave")["n"].max().to_dict()
    about = [teller.of_waves(waves, n), teller.reading("stacked_shares", rows["known"]), teller.basis(rows["basis"])]
    return title, _finding(teller, battery, rows, waves), about


def _finding(teller: Teller, battery: Battery, rows: pd.DataFrame, waves: Sequence[str]) -> str:
    """Of each wave the item with the most and the fewest of the scale's first answer; of how many something is
    published, where answers are not collected; of one item each answer."""
    parts = []
    for wave in waves:
        own = rows[(rows["wave"] == wave) & (rows["status"] == "answered")]
        if own["item"].nunique() == 1:
            told = own[(own["known"] != NOTHING) & ((own["known"] != "") | (own["units"] > 0))]
            said = teller.language.listed(f"{row['answer_label']} {row['units_text']}" for row in records(told))
            n = teller.words["chart"]["n"].format(n=teller.number(own["n"].iloc[0], 0))
            sentence = f"{said or teller.words['alt']['nothing']} ({n})"
        else:
            order = battery.drawn[battery.drawn["status"] == "answered"].sort_values("answer_order")
            first = order["answer"].iloc[0] if len(order) else ""
            top = own[own["answer"] == first].assign(group_label="", row_label=lambda t: t["item_label"])
            top = top.assign(estimate=top["units"].where(top["known"] == "", top["lowest"]))
            some = own.groupby("item")["known"].agg(lambda known: "" if (known == "").all() else _known(known))
            top = top.assign(known=top["item"].map(some))
            sentence = teller.findings(top, "units_text").rstrip(".")
            if (top["known"].isin(["", FIXED])).sum() > 1:
                label = order["answer_label"].iloc[0]
                sentence = teller.say("of_answer", answer=label, sentence=sentence)
        parts.append(teller.of_panel(teller.region_and_year(wave), sentence) if len(waves) > 1 else sentence)
    return teller.sentence(parts)


def _known(known: pd.Series) -> str:
    """What is known of an item by what is known of its answers."""
    if known.isin(["", FIXED]).all():
        return FIXED
    return NOTHING if (known == NOTHING).all() else "bounds"
