"""Captions and alt texts, computed from what a figure shows."""

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd

from wavework.exhibits.data import Results
from wavework.exhibits.declarations import Declaration
from wavework.exhibits.labels import Labels
from wavework.language.numbers import DIGITS
from wavework.tables import records

WITH_INTERVALS = ("self_reported", "implementation", "association", "contrast")


def caption(declaration: Declaration, results: Results, basis: str, language: str) -> str:
    """Title and whom it is about with n, up to a full stop; what the marks mean; the basis. Plain text."""
    labels = Labels(results, declaration, language)
    words = labels.words["caption"]
    who = labels.language.listed(_who(labels))
    title = declaration.title[language] + (f", {who}" if who else "")
    kind = declaration.kind
    key = {"ranked_items": {"count": "ranked_count"}.get(declaration.data, "ranked_mean")}.get(kind, kind)
    reading = words[declaration.data] if kind == "dot_interval" else words[key]
    slots = {"draws": results.study["reconstruction"]["draws"], "first": labels.first_region()}
    parts = [f"{title}.", reading.format(**slots)]
    parts += [words["bars"]] if declaration.data in WITH_INTERVALS else []
    return " ".join([*parts, words[f"basis_{basis}"]])


def units_of(declaration: Declaration, results: Results) -> dict[str, int]:
    """Wave -> number of units of the figure; of all waves of the study where the figure names none."""
    waves = list(declaration.waves) or list(results.study["waves"])
    members = {wave: set(results.answers.loc[results.answers["wave"] == wave, "unit"]) for wave in waves}
    if declaration.units == "panel":
        members = dict.fromkeys(waves, set.intersection(*members.values()))
    return {wave: len(units) for wave, units in members.items()}


def _who(labels: Labels) -> list[str]:
    if not labels.declaration.waves:
        return []
    return [
        labels.words["caption"]["who"].format(
            region=labels.region(labels.waves[wave]["region"]), year=labels.waves[wave]["year"], n=n
        )
        for wave, n in units_of(labels.declaration, labels.results).items()
    ]


def alt_text(declaration: Declaration, table: pd.DataFrame, labels: Labels) -> str:
    """What the chart shows, in a sentence or a few, made from the chart's own table with its labels."""
    makers: Mapping[str, Callable[[pd.DataFrame, Labels], str]] = {
        "stacked_shares": _bars,
        "budget_effects": _bars,
        "single_choice": _choices,
        "ranked_items": _ranked,
        "participation": _participation,
        "trajectories": _trajectories,
        "scatter_labelled": _scatter,
        "dot_interval": _intervals,
        "leave_one_out": _left_out,
        "specification_curve": _curve,
        "paired_change": _change,
        "heatmap": _heatmap,
        "compared_values": _compared,
        "verdicts": _verdicts,
    }
    return f"{declaration.title[labels.language.code]}. {makers[declaration.kind](table, labels)}"


def _sentences(parts: list[str], labels: Labels) -> str:
    return labels.words["join"]["semicolon"].join(part for part in parts if part) + "."


def _ends(rows: pd.DataFrame, column: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """The rows with the highest and the lowest value; of several the first."""
    ranked = records(rows.sort_values(column, ascending=False, kind="stable"))
    lowest = records(rows.sort_values(column, kind="stable"))
    return ranked[0], lowest[0]


def _panel(labels: Labels, panel: str, sentence: str) -> str:
    return labels.words["alt"]["panel"].format(panel=panel, sentence=sentence)


def _bars(table: pd.DataFrame, labels: Labels) -> str:
    words, parts = labels.words["alt"], []
    for panel, rows in table[table["n"] > 0].groupby("panel_label", sort=False):
        first = rows[(rows["answer_order"] == rows["answer_order"].min()) & (rows["status"] == "answered")]
        ranked = first.sort_values(["count", "item_order"], ascending=[False, True])
        top, last = ranked.iloc[0], ranked.iloc[-1]
        if len(ranked) == 1:
            said = words["only"].format(
                count=int(top["count"]), n=int(top["n"]), answer=top["answer_label"], item=top["item_label"]
            )
        else:
            said = words["most"].format(
                item=top["item_label"], answer=top["answer_label"], count=int(top["count"]), n=int(top["n"]),
                other=last["item_label"], other_count=int(last["count"]), other_n=int(last["n"]),
            )  # fmt: skip
        parts.append(_panel(labels, str(panel), said))
    return words["stacked_shares"].format(findings=_sentences(parts, labels))


def _choices(table: pd.DataFrame, labels: Labels) -> str:
    words, parts = labels.words["alt"], []
    for panel, rows in table[table["n"] > 0].groupby("panel_label", sort=False):
        said = [
            words["choice"].format(count=int(row["count"]), n=int(row["n"]), answer=row["answer_label"])
            for row in rows[rows["count"] > 0].to_dict("records")
        ]
        parts.append(_panel(labels, str(panel), labels.language.listed(said)))
    return _sentences(parts, labels)


def _ranked(table: pd.DataFrame, labels: Labels) -> str:
    parts = []
    for wave, rows in table.dropna(subset="value").groupby("wave_label", sort=False):
        top, last = _ends(rows, "value")
        digits = 0 if labels.declaration.data == "count" else 1
        said = labels.words["alt"]["ranked"].format(
            item=top["item_label"], value=labels.language.number(top["value"], digits),
            other=last["item_label"], other_value=labels.language.number(last["value"], digits),
        )  # fmt: skip
        parts.append(_panel(labels, str(wave), said))
    return _sentences(parts, labels)


def _participation(table: pd.DataFrame, labels: Labels) -> str:
    took_part = table[table["took_part"] == "yes"].sort_values(["region_order", "wave_order"], kind="stable")
    parts = [
        _panel(labels, f"{region}, {wave}", str(len(rows)))
        for (region, wave), rows in took_part.groupby(["region_label", "wave_label"], sort=False)
    ]
    return labels.words["alt"]["participation"].format(findings=labels.words["join"]["semicolon"].join(parts))


def _trajectories(table: pd.DataFrame, labels: Labels) -> str:
    words, parts = labels.words["alt"], []
    for panel, rows in table.groupby("panel_label", sort=False):
        newest = rows[rows["time"] == rows["time"].max()]
        last, top = _ends(newest, "value")  # rank 1 is the best
        parts.append(
            words["trajectory"].format(
                region=panel,
                year=int(top["time"]),
                unit=top["unit_label"],
                value=int(top["value"]),
                other=last["unit_label"],
                other_value=int(last["value"]),
            )
        )
    return words["trajectories"].format(findings=_sentences(parts, labels))


def _scatter(table: pd.DataFrame, labels: Labels) -> str:
    known, words = table.dropna(subset=["x", "y"]), labels.words["alt"]
    if known.empty:
        return words["scatter"].format(findings="").strip()
    top, last = _ends(known, "y")
    said = words["scatter_top"].format(
        unit=top["unit_label"], value=labels.language.number(top["y"]),
        other=last["unit_label"], other_value=labels.language.number(last["y"]),
    )  # fmt: skip
    return words["scatter"].format(findings=_sentences([said], labels))


def _intervals(table: pd.DataFrame, labels: Labels) -> str:
    words, parts = labels.words["alt"], []
    digits = DIGITS.get(labels.declaration.data, 2)
    for group, rows in table.dropna(subset="estimate").groupby("group_label", sort=False):
        top, last = _ends(rows, "estimate")
        parts.append(
            words["interval_row" if len(rows) > 1 else "interval_one"].format(
                group=group,
                row=top["row_label"],
                value=labels.language.number(top["estimate"], digits),
                other=last["row_label"],
                other_value=labels.language.number(last["estimate"], digits),
            )
        )
    return words["interval"].format(findings=_sentences(parts, labels))


def _left_out(table: pd.DataFrame, labels: Labels) -> str:
    words, parts = labels.words["alt"], []
    for row, rows in table.groupby("row_label", sort=False):
        others = rows[rows["role"] != "full"]
        ends = (
            rows.loc[rows["role"] == "full", "estimate"].iloc[0],
            others["estimate"].min(),
            others["estimate"].max(),
        )
        value, low, high = (labels.language.number(end, 2) for end in ends)
        unit = labels.language.listed(others.loc[others["role"] == "influential", "unit_label"])
        parts.append(words["leave_one_out_row"].format(row=row, value=value, low=low, high=high, unit=unit))
    return words["leave_one_out"].format(findings=labels.words["join"]["semicolon"].join(parts))


def _curve(table: pd.DataFrame, labels: Labels) -> str:
    curve = table.drop_duplicates("specification")
    language = labels.language
    low, high = (language.number(end, 2) for end in (curve["estimate"].min(), curve["estimate"].max()))
    share, significant = (
        language.number(100 * chosen.mean()) for chosen in (curve["estimate"] > 0, curve["significant"] == "yes")
    )
    return labels.words["alt"]["curve"].format(
        n=len(curve), low=low, high=high, share=share, significant=significant, alpha=language.shortest(language.alpha)
    )


def _change(table: pd.DataFrame, labels: Labels) -> str:
    words, parts = labels.words["alt"], []
    for panel, rows in table[table["summary"] != "yes"].groupby("panel_label", sort=False):
        known = rows.dropna(subset=["value_from", "value_to"])
        up = int((known["value_to"] > known["value_from"]).sum())
        parts.append(words["change_row"].format(panel=panel, up=up, n=len(known)))
    return words["change"].format(findings=_sentences(parts, labels))


def _heatmap(table: pd.DataFrame, labels: Labels) -> str:
    answered = table[table["status"] == "answered"]
    first = answered[answered["answer_order"] == answered["answer_order"].min()]
    return labels.words["alt"]["heatmap"].format(
        units=table["unit"].nunique(), items=table["item"].nunique(), count=len(first), n=len(table),
        answer=first["answer_label"].iloc[0] if len(first) else "",
    )  # fmt: skip


def _compared(table: pd.DataFrame, labels: Labels) -> str:
    return labels.words["alt"]["compared"].format(count=int((table["verdict"] == "pass").sum()), n=len(table))


def _verdicts(table: pd.DataFrame, labels: Labels) -> str:
    return labels.words["alt"]["verdicts"].format(n=len(table), count=int((table["share"] >= 50).sum()))
