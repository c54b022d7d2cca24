"""Shares of the answers to each item, as stacked bars of counts: what is fixed, what is bounded, what is open."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from wavework.charts.style import scale_colours
from wavework.exhibits.figure_inputs import ENDS, NOT_ASKED, Declaration
from wavework.exhibits.kinds.stacked_shares import KIND, scale_length
from wavework.exhibits.labels import Labels, labelled
from wavework.explore.sheets import Column, Sheet, Tables, View
from wavework.explore.teller import Teller
from wavework.known import BOUNDS, FIXED, NOTHING
from wavework.language.words import capital
from wavework.tables import records

FIELDS = ("battery", "wave", "item")
INTERVAL = "wilson"
NAN = float("nan")


@dataclass(frozen=True)
class Battery:
    """A battery of items on one scale, as a figure of all waves that asked any of them."""

    declaration: Declaration
    labels: Labels
    drawn: pd.DataFrame  # the figure's table, labelled
    rows: Sequence[dict[str, Any]]  # a row for each answer


def view(teller: Teller, tables: Tables, looks: Sequence[Declaration]) -> View | None:
    """The view; none where the study has no answers. looks: the study's figures, of which a battery takes its look."""
    sheets = [sheet for battery in _batteries(teller, looks) for sheet in _sheets(teller, tables, battery)]
    return View("shares", FIELDS, sheets) if sheets else None


def _batteries(teller: Teller, looks: Sequence[Declaration]) -> Iterator[Battery]:
    asked = {(row["wave"], row["item"]) for row in teller.rows("prevalence")}
    for battery, every in teller.items_of.items():
        scales: dict[str, list[str]] = {}
        for item in every:
            if any((wave, item) in asked for wave in teller.waves):
                scales.setdefault(teller.book.scale_of[item], []).append(item)
        for items in scales.values():
            waves = [wave for wave in teller.waves if any((wave, item) in asked for item in items)]
            look = next((one for one in looks if one.battery == battery or set(one.items) & set(items)), None)
            declaration = Declaration(
                id=f"explore {battery}", section="", kind="stacked_shares",
                title={teller.language.code: teller.of_battery.get(battery, battery)},
                battery=battery, items=items, waves=waves,
                reverse=look.reverse if look else False, palette=look.palette if look else "",
            )  # fmt: skip
            labels = Labels(teller.results, declaration, teller.language.code)
            drawn = labelled(KIND.build(declaration, teller.results), labels)
            yield Battery(declaration, labels, drawn, _answers(teller, declaration, labels))


def _answers(teller: Teller, declaration: Declaration, labels: Labels) -> list[dict[str, Any]]:
    """A row for each answer to each item in each wave: how many gave it, their share, its interval or bounds."""
    waves, items = list(declaration.waves), list(declaration.items)
    found = teller.rows("statistics", question="share", measure=INTERVAL, wave=waves, item=items)
    shares = {(row["wave"], row["item"], row["outcome"]): row for row in found}
    rows = []
    for row in teller.rows("prevalence", wave=waves, item=items):
        answer = row["answer"] or row["status"]
        share = shares.get((row["wave"], row["item"], answer), {})
        told = {
            **dict.fromkeys(ENDS, NAN),
            **row,
            **{name: share.get(name, NAN) for name in ("estimate", "low", "high")},
        }
        told |= {
            "answer": answer, "answer_label": labels.of_own_answer.get(answer, answer),
            "item_label": teller.of_item[row["item"]], "wave_label": teller.region_and_year(row["wave"]),
            "known_label": teller.known_names[row["known"]], "basis_label": teller.basis_names[row["basis"]],
            "n_text": teller.number(row["n"], 0), "units_text": _count(teller, told),
            "share_text": _share(teller, told),
        }  # fmt: skip
        rows.append(told)
    return sorted(rows, key=lambda row: (waves.index(row["wave"]), items.index(row["item"])))


def _count(teller: Teller, row: Mapping[str, Any]) -> str:
    if row["known"] == NOTHING:
        return str(teller.language.say("none"))
    return teller.written({"estimate": row["units"], **{name: row[name] for name in (*ENDS, "known")}}, 0)


def _share(teller: Teller, row: Mapping[str, Any]) -> str:
    """The share as it is written: bounds are those of the count, of n."""
    n = row["n"]
    if not n or row["known"] == NOTHING:
        return str(teller.language.say("none"))
    share = {"estimate": row["units"] / n, **{end: row[end] / n for end in ENDS}}
    return teller.written(share | {name: row[name] for name in ("low", "high", "known")}, 0, percent=True)


def _sheets(teller: Teller, tables: Tables, battery: Battery) -> Iterator[Sheet]:
    heads, declaration, rows = teller.own["heads"], battery.declaration, battery.rows
    spans = any(row["known"] for row in rows)
    columns = [
        *(Column("wave"), Column("wave_label", heads["wave"]), Column("item"), Column("item_label", heads["item"])),
        *(Column("answer"), Column("answer_label", heads["answer"]), Column("units")),
        *(Column(end) for end in ENDS if spans),
        *(Column("units_text", heads["count"], True), Column("estimate"), Column("low"), Column("high")),
        *(Column("share_text", heads["share"], True), Column("n"), Column("n_text", heads["n"], True)),
        *(Column("known"), Column("known_label", heads["known"] if spans else "")),
        *(Column("basis"), Column("basis_label", heads["basis"])),
    ]
    drawn = _drawn(teller, battery)
    shown, marks, chart = (
        tables.add(rows, columns),
        tables.add(records(drawn), [Column(str(name)) for name in drawn]),
        _chart(battery),
    )
    for wave in (*declaration.waves[::-1], *([""] if len(declaration.waves) > 1 else [])):
        own = [row for row in rows if wave in ("", row["wave"])]
        items = list(dict.fromkeys(row["item"] for row in own))
        for item in ("", *items) if len(declaration.items) > 1 else ("",):
            keep = {name: value for name, value in (("wave", wave), ("item", item)) if value}
            texts = _texts(teller, battery, [row for row in own if item in ("", row["item"])], wave, item)
            yield Sheet((declaration.battery, wave, item), shown, *texts, chart, keep, marks)


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


def _segment(teller: Teller, row: Mapping[str, Any]) -> str:
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


def _chart(battery: Battery) -> dict[str, Any]:
    """What the drawing takes: the answers of the scale in order, with colour; those beside the scale are pale."""
    declaration, results = battery.declaration, battery.labels.results
    options = scale_length(declaration, results)
    own = records(results.scale_rows(declaration.items).query("status == 'answered'").sort_values("position"))
    colours = scale_colours(len(own), declaration.palette or "sequential")
    answers: list[dict[str, Any]] = [
        {
            "order": row["position"],
            "label": battery.labels.of_own_answer[each["answer"]],
            "colour": colours[int(row["position"]) - 1],
        }
        for row, each in zip(own, own[::-1] if declaration.reverse else own, strict=True)
    ]
    beside = battery.drawn[battery.drawn["status"] != "answered"].dropna(subset="answer_order")
    for row in records(beside.drop_duplicates("answer_order").sort_values("answer_order")):
        answers.append({"order": row["answer_order"], "label": row["answer_label"]})
    return {"kind": "stacked", "answers": answers, "ordered": bool(options["ordered"])}


def _texts(
    teller: Teller, battery: Battery, rows: Sequence[dict[str, Any]], wave: str, item: str
) -> tuple[str, str, list[str]]:
    """Title, finding, and whom it is about, how to read it, basis."""
    n: dict[str, int] = {}
    for row in rows:
        n[row["wave"]] = max(int(row["n"]), n.get(row["wave"], 0))
    name = teller.of_item[item] if item else battery.declaration.title[teller.language.code]
    where = teller.region_and_year(wave) if wave else teller.own["said"]["every_wave"]
    about = [
        teller.of_waves(list(n), n),
        teller.reading("stacked_shares", rows),
        teller.marks(rows),
        teller.basis(rows),
    ]
    return teller.say("title", name=name, where=where), _finding(teller, battery, rows, list(n)), about


def _finding(teller: Teller, battery: Battery, rows: Sequence[dict[str, Any]], waves: Sequence[str]) -> str:
    """Of each wave the item with the most and the fewest of the scale's first answer; of how many something is
    published, where answers are not collected; of one item each answer."""
    parts = []
    for wave in waves:
        own = [row for row in rows if row["wave"] == wave and row["status"] == "answered"]
        if not own:
            continue
        one = len({row["item"] for row in own}) == 1
        sentence = _of_item(teller, own) if one else _of_items(teller, battery, own)
        parts.append(teller.of_panel(teller.region_and_year(wave), sentence) if len(waves) > 1 else sentence)
    return capital(teller.sentence(parts))


def _of_item(teller: Teller, rows: Sequence[dict[str, Any]]) -> str:
    told = [row for row in rows if row["known"] != NOTHING and (row["known"] or row["units"] > 0)]
    said = teller.language.listed(f"{row['answer_label']} {row['units_text']}" for row in told)
    n = teller.words["chart"]["n"].format(n=rows[0]["n_text"])
    return f"{said or teller.words['alt']['nothing']} ({n})"


def _of_items(teller: Teller, battery: Battery, rows: Sequence[dict[str, Any]]) -> str:
    order = battery.drawn[battery.drawn["status"] == "answered"].sort_values("answer_order")
    first = str(order["answer"].iloc[0])
    known: dict[str, set[str]] = {}
    for row in rows:
        known.setdefault(row["item"], set()).add(row["known"])
    top = [
        {**row, "row_label": row["item_label"], "group_label": "", "known": _known(known[row["item"]]),
         "estimate": row["lowest"] if row["known"] else row["units"]}
        for row in rows if row["answer"] == first
    ]  # fmt: skip
    sentence = teller.findings(top, "units_text").rstrip(".")
    if sum(row["known"] in ("", FIXED) for row in top) < 2:
        return sentence
    return teller.say("of_answer", answer=order["answer_label"].iloc[0], sentence=sentence[:1].lower() + sentence[1:])


def _known(known: set[str]) -> str:
    """What is known of an item by what is known of its answers."""
    if known <= {"", FIXED}:
        return FIXED if FIXED in known else ""
    return NOTHING if known == {NOTHING} else BOUNDS
