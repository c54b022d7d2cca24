"""Variables about answers: shares of single answers, means, and a sentence per battery and wave.

The sentences are made of the finished tables, so that they stay true when a wave is replaced.
"""

from collections.abc import Iterable, Sequence
from io import BytesIO

import pandas as pd

from wavework.reporting.inputs import Inputs, statistic_origin
from wavework.reporting.values.findings import digits_of
from wavework.reporting.values.variables import Origin, Row, Values, joined, row_key
from wavework.tables import select

PREVALENCE = "processed/prevalence.csv"
SHOWN = 3  # items that share a place are named up to this number


def add_shares(values: Values, inputs: Inputs) -> None:
    """share.<wave>.<item>.<answer>: `8 of 11 [43–90 %]` with its basis; interval: Wilson."""
    for row in inputs.shares.values():
        name = f"share.{row['wave']}.{row['item']}.{row['outcome']}"
        values.add(name, share_text(inputs, row) + inputs.mark(str(row["basis"])), statistic_origin(row))


def share_text(inputs: Inputs, row: Row) -> str:
    """`8 of 11 [43–90 %]` of a share in processed/statistics.csv."""
    count = round(float(row["estimate"]) * float(row["n"]))
    return inputs.language.count_of(count, row["n"], (row["low"], row["high"]))


def add_means(values: Values, inputs: Inputs) -> None:
    """score.<measure>.<wave>.<dimension>: `39 [30, 48], n = 11`; the lowest and highest dimension of each wave."""
    language, rows = inputs.language, inputs.findings("mean")
    for row in rows[rows["status"] == "ok"].to_dict("records"):
        n = language.say("number.n", n=language.number(row["n"]))
        text = language.estimate(row, digits_of(row)) + n + inputs.mark(row["basis"])
        values.add(f"score.{row['measure']}.{row['wave']}.{row['dimension']}", text, statistic_origin(row))
    for (measure, wave), group in rows.groupby(["measure", "wave"], sort=False):
        known = group[group["dimension"].isin(list(inputs.study["dimensions"])) & (group["status"] == "ok")]
        if known.empty:
            text = language.say("means.none", wave=inputs.wave(str(wave)))
            used = group.to_dict("records")
        else:
            used = [known.nlargest(1, "estimate").iloc[0].to_dict(), known.nsmallest(1, "estimate").iloc[0].to_dict()]
            high, low = used
            text = language.say(
                f"means.{measure}", where=where(inputs, str(wave), int(high["n"]), str(high["basis"])),
                high=inputs.dimension(high["dimension"]), high_mean=language.estimate(high, digits_of(high)),
                low=inputs.dimension(low["dimension"]), low_mean=language.estimate(low, digits_of(low)),
            )  # fmt: skip
        values.add(f"means.{measure}.{wave}", text, joined(map(statistic_origin, used)))


def where(inputs: Inputs, wave: str, n: int, basis: str) -> str:
    """`Asia-Pacific 2022 (11 services, illustrative)`: of whom, how many, on what basis."""
    units = inputs.study["study"]["unit" if n == 1 else "units"][inputs.language.code]
    return inputs.language.say(
        "where", wave=inputs.wave(wave), n=inputs.language.number(n), units=units, mark=inputs.mark(basis)
    )


def add_batteries(values: Values, inputs: Inputs) -> None:
    """battery.<wave>.<battery> and answers.<wave>.<item>: a sentence on what was answered.

    A battery of several items on an ordered scale: the items to which the scale's first answer is given most and least
    often; one of ticks: the items named most often; a single item: the count of each of its answers. A battery of
    several scales has no sentence of its own.
    """
    for wave in inputs.waves:
        for battery in inputs.book.batteries["battery"]:
            asked = inputs.items_asked(wave, battery)
            if not asked:
                continue
            counts = _counts(inputs, wave, asked)
            for item in asked:
                values.add(f"answers.{wave}.{item}", _single(inputs, wave, item, counts), _origin(inputs, wave, [item]))
            scales = {inputs.book.scale_of[item] for item in asked}
            if len(asked) > 1 and len(scales) == 1:
                scale = scales.pop()
                sentence = _ticks if set(inputs.substantive(scale)) == {"ticked", "unticked"} else _several
                text = sentence(inputs, wave, scale, counts)
                values.add(f"battery.{wave}.{battery}", text, _origin(inputs, wave, asked))


def _origin(inputs: Inputs, wave: str, items: Sequence[str]) -> Origin:
    return joined(Origin(PREVALENCE, row_key(item=item, wave=wave), inputs.basis_of[wave]) for item in items)


def _counts(inputs: Inputs, wave: str, items: Sequence[str]) -> pd.DataFrame:
    """Item x answer -> units; the column `n` holds the units that were asked."""
    rows = select(inputs.table("prevalence"), wave=wave, item=list(items))
    table = rows.pivot_table(index="item", columns="answer", values="units", aggfunc="sum", fill_value=0)
    return table.assign(n=rows.groupby("item")["units"].sum()).loc[list(items)]


def _given(counts: pd.DataFrame, answer: str) -> pd.Series:
    return counts[answer] if answer in counts.columns else pd.Series(0, counts.index)


def _share(inputs: Inputs, wave: str, item: str, answer: str, counts: pd.DataFrame) -> str:
    """`3 of 11 [10–57 %]`; without the interval where the statistics have none."""
    row = inputs.shares.get((wave, item, answer))
    if row is not None:
        return share_text(inputs, row)
    return inputs.language.count_of(counts[answer][item], counts["n"][item])


def _named(inputs: Inputs, wave: str, items: Iterable[str], answer: str, counts: pd.DataFrame) -> str:
    """`“A” (6 of 11 [28–79 %]) and “B” (…)`."""
    say = inputs.language.say
    return inputs.language.listed(
        say("answers.item", item=inputs.of_item[item], share=_share(inputs, wave, item, answer, counts))
        for item in items
    )


def _of_whom(inputs: Inputs, wave: str, n: float) -> str:
    return where(inputs, wave, int(n), inputs.basis_of[wave])


def _single(inputs: Inputs, wave: str, item: str, counts: pd.DataFrame) -> str:
    scale = inputs.book.scale_of[item]
    parts = [
        inputs.language.say(
            "answers.part", answer=inputs.of_answer[scale, answer], share=_share(inputs, wave, item, answer, counts)
        )
        for answer in inputs.substantive(scale)
        if _given(counts, answer)[item] > 0
    ]
    return inputs.language.say(
        "answers.single" if parts else "answers.none", where=_of_whom(inputs, wave, counts["n"][item]),
        item=inputs.of_item[item], answers=inputs.language.listed(parts),
    )  # fmt: skip


def _several(inputs: Inputs, wave: str, scale: str, counts: pd.DataFrame) -> str:
    language, answer = inputs.language, inputs.substantive(scale)[0]
    given = _given(counts, answer)
    slots = {
        "where": _of_whom(inputs, wave, counts["n"].max()),
        "answer": inputs.of_answer[scale, answer],
        "items": language.number(len(counts)),
        "total": language.number(given.sum()),
        "all": language.number(counts["n"].sum()),
    }
    if given.min() == given.max():
        return language.say("answers.alike", **slots, count=language.number(given.iloc[0]))
    for end, value in {"most": given.max(), "least": given.min()}.items():
        items = given.index[given == value]
        many = language.say("answers.many", items=language.number(len(items)), count=language.number(value))
        slots[end] = many if len(items) > SHOWN else _named(inputs, wave, items, answer, counts)
    return language.say("answers.several", **slots)


def _ticks(inputs: Inputs, wave: str, scale: str, counts: pd.DataFrame) -> str:
    ranked = _given(counts, "ticked").sort_values(ascending=False, kind="stable")
    first = ranked[ranked >= ranked.iloc[min(SHOWN, len(ranked)) - 1]]
    first = first if len(first) <= 2 * SHOWN else ranked.iloc[:SHOWN]
    return inputs.language.say(
        "answers.ticks", where=_of_whom(inputs, wave, counts["n"].max()), all=inputs.language.number(len(counts)),
        items=_named(inputs, wave, first.index, "ticked", counts.assign(ticked=ranked)),
    )  # fmt: skip


def add_rankings(values: Values, inputs: Inputs) -> None:
    """ranking.<figure>: first and last item of a figure of ranked means, in each of its waves; from the figure's data.

    Means of ranked items are no finding of their own; the figure's table is where they stand.
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
        parts = []
        for wave, group in rows.dropna(subset="value").groupby("wave", sort=False):
            slots = {"wave": inputs.wave(str(wave)), "n": language.number(group["n"].max())}
            for end, value in {"first": group["value"].max(), "last": group["value"].min()}.items():
                tied = group.loc[group["value"] == value, "item"]
                slots[end] = language.listed(language.say("answers.quoted", item=inputs.of_item[item]) for item in tied)
                slots[f"{end}_mean"] = language.number(value, 1)
            parts.append(language.say("ranking.wave", **slots))
        text = language.say("ranking.sentence", parts=language.say("ranking.join").join(parts), mark=inputs.mark(basis))
        values.add(f"ranking.{figure}", text, Origin(f"figures/{figure}.csv", "value", basis))


GROUPS = (add_shares, add_means, add_batteries, add_rankings)
