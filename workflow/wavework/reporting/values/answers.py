"""Variables about answers: shares of single answers, means, and a sentence per battery and wave.

The sentences are made of the finished tables, so that they stay true when a wave is replaced.
"""

from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import Any

import pandas as pd

from wavework.reporting.inputs import Inputs, statistic_origin
from wavework.reporting.values.findings import digits_of
from wavework.reporting.values.variables import Origin, Row, Values, joined, row_key

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
            scales = {inputs.book.scale_of[item] for item in asked}
            counts = _counts(inputs, wave, asked)
            basis = inputs.basis_of[wave]
            for item in asked:
                text = _single(inputs, wave, item, counts.T[item], basis)
                values.add(f"answers.{wave}.{item}", text, _origin(inputs, wave, [item], basis))
            if len(asked) > 1 and len(scales) == 1:
                scale = scales.pop()
                said = _ticks if set(_substantive(inputs, scale)) == {"ticked", "unticked"} else _several
                text = said(inputs, wave, scale, counts, basis)
                values.add(f"battery.{wave}.{battery}", text, _origin(inputs, wave, asked, basis))


def _origin(inputs: Inputs, wave: str, items: Sequence[str], basis: str) -> Origin:
    return joined(Origin(PREVALENCE, row_key(item=item, wave=wave), basis) for item in items)


def _substantive(inputs: Inputs, scale: str) -> list[str]:
    """The answers of a scale that say something, in its order."""
    answers = inputs.book.answers_of(scale)
    return list(answers.loc[answers["status"] == "answered", "answer"])


def _counts(inputs: Inputs, wave: str, items: Sequence[str]) -> pd.DataFrame:
    """Item x answer -> units; the column `n` holds the units that were asked."""
    prevalence = inputs.table("prevalence")
    rows = prevalence[(prevalence["wave"] == wave) & prevalence["item"].isin(list(items))]
    table = rows.pivot_table(index="item", columns="answer", values="units", aggfunc="sum", fill_value=0)
    return table.assign(n=rows.groupby("item")["units"].sum()).loc[list(items)]


def _with_interval(inputs: Inputs, wave: str, item: str, answer: str, count: int, n: int) -> str:
    """`3 of 11 [10–57 %]`; without the interval where the statistics have none."""
    row = inputs.shares.get((wave, item, answer))
    if row is not None:
        return share_text(inputs, row)
    return inputs.language.count_of(count, n)


def _single(inputs: Inputs, wave: str, item: str, counts: pd.Series, basis: str) -> str:
    scale = inputs.book.scale_of[item]
    n = int(counts["n"])
    parts = [
        inputs.language.say(
            "answers.part", answer=inputs.of_answer[scale, answer],
            share=_with_interval(inputs, wave, item, answer, int(counts[answer]), n),
        )
        for answer in _substantive(inputs, scale)
        if counts.get(answer, 0) > 0
    ]  # fmt: skip
    who = where(inputs, wave, n, basis)
    if not parts:
        return inputs.language.say("answers.none", where=who, item=inputs.of_item[item])
    return inputs.language.say(
        "answers.single", where=who, item=inputs.of_item[item], answers=inputs.language.listed(parts)
    )


def _several(inputs: Inputs, wave: str, scale: str, counts: pd.DataFrame, basis: str) -> str:
    answer = _substantive(inputs, scale)[0]
    given = counts[answer] if answer in counts.columns else pd.Series(0, counts.index)
    slots = {
        "where": where(inputs, wave, int(counts["n"].max()), basis),
        "answer": inputs.of_answer[scale, answer],
        "items": inputs.language.number(len(counts)),
        "total": inputs.language.number(given.sum()),
        "all": inputs.language.number(counts["n"].sum()),
    }
    if given.min() == given.max():
        return inputs.language.say("answers.alike", **slots, count=inputs.language.number(given.iloc[0]))
    for end, value in {"most": given.max(), "least": given.min()}.items():
        slots[end] = _shared_place(inputs, wave, answer, given[given == value], counts["n"])
    return inputs.language.say("answers.several", **slots)


def _shared_place(inputs: Inputs, wave: str, answer: str, given: pd.Series, n: pd.Series) -> str:
    """`“A” (6 of 11 [28–79 %])`, or all items that share the place."""
    language = inputs.language
    if len(given) > SHOWN:
        return language.say("answers.many", items=language.number(len(given)), count=language.number(given.iloc[0]))
    parts = [
        language.say("answers.item", item=inputs.of_item[item],
                     share=_with_interval(inputs, wave, item, answer, int(count), int(n[item])))
        for item, count in _items(given)
    ]  # fmt: skip
    return language.listed(parts)


def _items(series: pd.Series) -> Iterator[tuple[str, Any]]:
    for item, value in series.items():
        yield str(item), value


def _ticks(inputs: Inputs, wave: str, scale: str, counts: pd.DataFrame, basis: str) -> str:
    given = counts["ticked"] if "ticked" in counts.columns else pd.Series(0, counts.index)
    ranked = given.sort_values(ascending=False, kind="stable")
    named = ranked[ranked >= ranked.iloc[min(SHOWN, len(ranked)) - 1]]
    named = named if len(named) <= 2 * SHOWN else ranked.iloc[:SHOWN]
    parts = [
        inputs.language.say("answers.item", item=inputs.of_item[item],
                            share=_with_interval(inputs, wave, item, "ticked", int(count), int(counts["n"][item])))
        for item, count in _items(named)
    ]  # fmt: skip
    who = where(inputs, wave, int(counts["n"].max()), basis)
    return inputs.language.say(
        "answers.ticks",
        where=who,
        items=inputs.language.listed(parts),
        all=inputs.language.number(len(counts)),
    )


def add_rankings(values: Values, inputs: Inputs) -> None:
    """ranking.<figure>: first and last item of a figure of ranked means, in each of its waves; from the figure's data.

    Means of ranked items are no finding of their own; the figure's table is where they stand.
    """
    for figure, data in inputs.figure_data.items():
        texts = inputs.figures.get(figure, {})
        if texts.get("kind") != "ranked_items":
            continue
        rows = _csv(data)
        items = inputs.book.items.set_index("item")
        if not set(items.loc[rows["item"].unique(), "scale"]) <= {"rank3"}:
            continue
        parts = []
        for wave, group in rows.dropna(subset="value").groupby("wave", sort=False):
            slots = {"wave": inputs.wave(str(wave)), "n": inputs.language.number(group["n"].max())}
            for end, value in {"first": group["value"].max(), "last": group["value"].min()}.items():
                tied = group.loc[group["value"] == value, "item"]
                slots[end] = inputs.language.listed(
                    inputs.language.say("answers.quoted", item=inputs.of_item[item]) for item in tied
                )
                slots[f"{end}_mean"] = inputs.language.number(value, 1)
            parts.append(inputs.language.say("ranking.wave", **slots))
        basis = str(texts["basis"])
        text = inputs.language.say(
            "ranking.sentence", parts=inputs.language.say("ranking.join").join(parts), mark=inputs.mark(basis)
        )
        values.add(f"ranking.{figure}", text, Origin(f"figures/{figure}.csv", "value", basis))


def _csv(data: bytes) -> pd.DataFrame:
    return pd.read_csv(BytesIO(data), encoding="utf-8")
