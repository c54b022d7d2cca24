"""Variables about answers: shares of single answers, means, and a sentence per battery and wave.

The sentences are made of the finished tables, so that they stay true when a wave is replaced. Of a wave whose answers
are not known they tell what the published facts fix and bound, and of how much nothing is published.
"""

from collections.abc import Iterable, Mapping, Sequence
from io import BytesIO

import pandas as pd

from wavework.known import NOTHING
from wavework.reporting.inputs import Inputs
from wavework.reporting.values.answer_sentences import Answered, answers_said, silence_said
from wavework.reporting.values.answer_words import ONE, share_text
from wavework.reporting.values.finding_sentences import digits_of, estimate
from wavework.reporting.values.places import place, places
from wavework.reporting.values.variables import Origin, Row, Values, joined, row_key, statistic_origin
from wavework.tables import select

PREVALENCE = "processed/prevalence.csv"


def add_shares(values: Values, inputs: Inputs) -> None:
    """share.<wave>.<item>.<answer>: `8 of 11 [43–90 %]`; interval: Wilson."""
    for row in inputs.shares.values():
        name = f"share.{row['wave']}.{row['item']}.{row['outcome']}"
        values.tell(name, share_text(inputs, row), row)


def add_means(values: Values, inputs: Inputs) -> None:
    """score.<measure>.<wave>.<dimension>: `39 [30, 48], n = 11`; what is to be told of the dimensions of each wave."""
    language, rows = inputs.language, inputs.findings("mean")
    for row in rows[rows["status"] == "ok"].to_dict("records"):
        text = estimate(inputs, row) + language.say("number.n", n=language.number(row["n"]))
        values.tell(f"score.{row['measure']}.{row['wave']}.{row['dimension']}", text, row)
    for measure, wave in dict.fromkeys(zip(rows["measure"], rows["wave"], strict=True)):
        values.add(f"means.{measure}.{wave}", *means_said(inputs, str(measure), [str(wave)]))


def means_said(inputs: Inputs, measure: str, waves: Sequence[str]) -> tuple[str, Origin]:
    """Where the means of the dimensions are highest and lowest in some waves, of those that are known or published;
    how far the others can lie; and where there is none. Together with the rows that it rests on."""
    language, used = inputs.language, list[Row]()
    parts, spans, without = list[str](), list[tuple[str, Row]](), dict[str, list[str]](none=[], nothing=[])
    for wave in waves:
        rows = select(inputs.findings("mean"), measure=measure, wave=wave)
        used += rows.to_dict("records")
        ok = rows[rows["dimension"].isin(list(inputs.study["dimensions"])) & (rows["status"] == "ok")]
        fixed = [row for row in ok.to_dict("records") if not row["known"] or _one_value(inputs, row)]
        bounded = [row for row in ok.to_dict("records") if row["known"] and row["known"] != NOTHING]
        if fixed:
            key = "next" if parts else "published" if fixed[0]["known"] else "first"
            parts.append(_ends_said(inputs, measure, wave, fixed, key))
        elif bounded:
            spans += [(wave, row) for row in bounded]
        else:
            without["nothing" if len(ok) else "none"].append(wave)
    slots = {"means": language.say(f"means.of.{measure}")}
    said = [language.say("list.semicolon").join(parts) + "."] if parts else []
    if spans:
        ends = sorted(spans, key=lambda each: each[1]["highest"] - each[1]["lowest"])
        for end, (wave, row) in zip(("narrowest", "widest"), (ends[0], ends[-1]), strict=True):
            slots |= {end: inputs.dimension(row["dimension"]), f"{end}_span": estimate(inputs, row, cell=True)}
            slots |= {f"{end}_place": place(inputs, wave, row["n"])}
        key = "one" if len(spans) == 1 else "here" if ends[0][0] == ends[-1][0] else "several"
        said.append(language.say(f"means.bounds.{key}", **slots))
    said += [
        language.say(f"means.{kind}", **slots, places=places(inputs, dict.fromkeys(of)))
        for kind, of in without.items()
        if of
    ]
    return " ".join(said), joined(map(statistic_origin, used))


def _one_value(inputs: Inputs, row: Row) -> bool:
    """Whether a mean is the same, to its decimals, in every table that agrees with what is published."""
    return len({inputs.language.number(row[end], digits_of(inputs, row)) for end in ONE}) == 1


def _ends_said(inputs: Inputs, measure: str, wave: str, rows: Sequence[Row], key: str) -> str:
    valued = [(row["lowest"] if row["known"] else row["estimate"], row) for row in rows]
    slots = {"place": place(inputs, wave, rows[0]["n"])}
    for end, (_, row) in {
        "high": max(valued, key=lambda each: each[0]),
        "low": min(valued, key=lambda each: each[0]),
    }.items():
        number = (
            inputs.language.number(row["lowest"], digits_of(inputs, row)) if row["known"] else estimate(inputs, row)
        )
        slots |= {end: inputs.dimension(row["dimension"]), f"{end}_mean": number}
    return inputs.language.say(f"means.{measure}.{key}", **slots)


def add_batteries(values: Values, inputs: Inputs) -> None:
    """battery.<wave>.<battery>: what was answered to the items of a battery in a wave.

    answers.<wave>.<item>: the same of one item, answer by answer, also for items of a larger battery. A battery of
    several scales has no text of its own.
    """
    for wave in inputs.waves:
        for battery in inputs.book.batteries["battery"]:
            asked = inputs.items_asked(wave, battery)
            if not asked:
                continue
            for item in asked:
                values.add(f"answers.{wave}.{item}", item_said(inputs, [wave], item), origin_of(inputs, [wave], [item]))
            if len(asked) > 1 and len({inputs.book.scale_of[item] for item in asked}) == 1:
                text = battery_said(inputs, {wave: asked})
                values.add(f"battery.{wave}.{battery}", text, origin_of(inputs, [wave], asked))


def item_said(inputs: Inputs, waves: Sequence[str], item: str) -> str:
    """The answers to an item in some waves."""
    quoted = inputs.language.say("answers.quoted", item=inputs.of_item[item])
    told = [Answered(inputs, wave, [item]).told() for wave in waves]
    return answers_said(inputs, told, quoted, _place_of(inputs, item))


def battery_said(inputs: Inputs, asked: Mapping[str, Sequence[str]]) -> str:
    """The answers to the items of a battery, by wave."""
    told = [Answered(inputs, wave, items).told() for wave, items in asked.items()]
    first = next(item for items in asked.values() for item in items)
    return answers_said(inputs, told, inputs.language.say("answers.these_items"), _place_of(inputs, first))


def _place_of(inputs: Inputs, item: str) -> int:
    """The place of an item's battery in the codebook."""
    items = inputs.book.items
    return list(inputs.of_battery).index(items.loc[items["item"] == item, "battery"].iloc[0])


def battery_silence(inputs: Inputs, asked: Mapping[str, Sequence[str]]) -> str:
    """Of how many items of a battery nothing is published, beside what is; "" where there is nothing else to tell."""
    told = [Answered(inputs, wave, items).told() for wave, items in asked.items()]
    known = any(each.sentence or each.further for each in told)
    return silence_said(inputs, told, inputs.language.say("answers.these_items")) if known else ""


def origin_of(inputs: Inputs, waves: Iterable[str], items: Iterable[str]) -> Origin:
    """The rows of processed/prevalence.csv that have these items in these waves."""
    pairs = [(wave, item) for wave in waves for item in items if (wave, item) in inputs.prevalence]
    return joined(Origin(PREVALENCE, row_key(item=item, wave=wave), inputs.basis_of[wave]) for wave, item in pairs)


def add_rankings(values: Values, inputs: Inputs) -> None:
    """ranking.<figure>: first and last item of a figure of ranked means, in each of its waves; from the figure's data.

    Means of ranked items are no finding of their own; the figure's table is where they stand. Where answers are not
    known an item is first or last only if its bounds lie beyond those of all others.
    """
    for figure, data in inputs.figure_data.items():
        texts = inputs.figures.get(figure, {})
        if texts.get("kind") != "ranked_items":
            continue
        rows = pd.read_csv(BytesIO(data), encoding="utf-8")
        items = inputs.book.items.set_index("item")
        if not set(items.loc[rows["item"].unique(), "scale"]) <= {"rank3"}:
            continue
        language, basis = inputs.language, str(texts["basis"])
        parts: dict[str, list[str]] = {}
        for wave, group in rows.groupby("wave", sort=False):
            kind, told = _order(inputs, str(wave), group)
            parts.setdefault(kind, []).append(told)
        counts = {str(wave): float(group["n"].max()) for wave, group in rows.groupby("wave", sort=False)}
        if waves := parts.pop("open", []):
            parts["open"] = [places(inputs, {wave: counts[wave] for wave in waves})]
        text = " ".join(
            language.say(f"ranking.{kind}_said", parts=language.listed(told)) for kind, told in parts.items() if kind
        )
        values.add(f"ranking.{figure}", text, Origin(f"figures/{figure}.csv", "value", basis))


def _order(inputs: Inputs, wave: str, rows: pd.DataFrame) -> tuple[str, str]:
    """Whether it is known which items of a wave come first and last by their means (known | published | open), and
    which; two empty texts where there is no mean."""
    language, valued = inputs.language, rows.dropna(subset="value")
    slots = {"place": place(inputs, wave, rows["n"].max())}
    if "known" in rows and rows["known"].fillna("").ne("").any():
        low = rows["lowest"].fillna(rows["value"])
        high = rows["highest"].fillna(rows["value"])
        ends = {
            "first": [at for at in rows.index if low[at] > high.drop(at).max()],
            "last": [at for at in rows.index if high[at] < low.drop(at).min()],
        }
        told = [
            language.say(f"ranking.{end}", item=_quoted(inputs, rows.loc[places_, "item"]))
            for end, places_ in ends.items()
            if places_
        ]
        return ("published", f"{language.listed(told)} {slots['place']}") if told else ("open", wave)
    if valued.empty:
        return "", ""
    for end, value in {"first": valued["value"].max(), "last": valued["value"].min()}.items():
        slots[end] = _quoted(inputs, valued.loc[valued["value"] == value, "item"])
        slots[f"{end}_mean"] = language.number(value, 1)
    return "known", language.say("ranking.wave", **slots)


def _quoted(inputs: Inputs, items: Iterable[str]) -> str:
    return inputs.language.listed(inputs.language.say("answers.quoted", item=inputs.of_item[item]) for item in items)


GROUPS = (add_shares, add_means, add_batteries, add_rankings)
