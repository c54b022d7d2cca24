"""Variables about answers: shares of single answers, means, and a sentence per battery and wave.

The sentences are made of the finished tables, so that they stay true when a wave is replaced. Of a wave whose answers
are not known they tell what the published facts fix and bound, and of how much nothing is published.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO

import pandas as pd

from wavework.known import BOUNDS, FIXED, NOTHING
from wavework.reporting.inputs import Inputs
from wavework.reporting.values.finding_sentences import count_said, digits_of, estimate
from wavework.reporting.values.variables import Origin, Row, Values, joined, row_key

PREVALENCE = "processed/prevalence.csv"
SHOWN = 3  # items that share a place, or facts of a battery, are told up to this number
ONE = ("lowest", "highest")  # bounds of the number that gives an answer
UP_TO = ("at_least_lowest", "at_least_highest")  # of the number that gives it or one before it in the scale


def add_shares(values: Values, inputs: Inputs) -> None:
    """share.<wave>.<item>.<answer>: `8 of 11 [43–90 %]`; interval: Wilson."""
    for row in inputs.shares.values():
        name = f"share.{row['wave']}.{row['item']}.{row['outcome']}"
        values.tell(name, share_text(inputs, row), row)


def share_text(inputs: Inputs, row: Row) -> str:
    """`8 of 11 [43–90 %]` of a share in processed/statistics.csv; without the interval over many tables."""
    n = float(row["n"])
    if row["known"]:
        return count_said(inputs, {end: row[end] * n for end in ONE}, ONE, n)
    return inputs.language.count_of(round(float(row["estimate"]) * n), n, (row["low"], row["high"]))


def add_means(values: Values, inputs: Inputs) -> None:
    """score.<measure>.<wave>.<dimension>: `39 [30, 48], n = 11`; what is to be told of the dimensions of each wave."""
    language, rows = inputs.language, inputs.findings("mean")
    for row in rows[rows["status"] == "ok"].to_dict("records"):
        text = estimate(inputs, row) + language.say("number.n", n=language.number(row["n"]))
        values.tell(f"score.{row['measure']}.{row['wave']}.{row['dimension']}", text, row)
    for (measure, wave), group in rows.groupby(["measure", "wave"], sort=False):
        of_dimension = group[group["dimension"].isin(list(inputs.study["dimensions"])) & (group["status"] == "ok")]
        known = of_dimension.to_dict("records")
        if not known:
            text = language.say("means.none", wave=inputs.wave(str(wave)))
            used = group.to_dict("records")
        elif any(row["known"] for row in known):
            text, used = _known_means(inputs, str(measure), str(wave), known), known
        else:
            ends = of_dimension.nlargest(1, "estimate"), of_dimension.nsmallest(1, "estimate")
            used = [end.iloc[0].to_dict() for end in ends]
            high, low = used
            text = language.say(
                f"means.{measure}",
                where=where(inputs, str(wave), int(high["n"])),
                high=inputs.dimension(high["dimension"]),
                high_mean=estimate(inputs, high),
                low=inputs.dimension(low["dimension"]),
                low_mean=estimate(inputs, low),
            )
        values.tell(f"means.{measure}.{wave}", text, *used)


def _known_means(inputs: Inputs, measure: str, wave: str, rows: Sequence[Row]) -> str:
    """Which means the published facts fix, to their decimals, or bound. Fixed ones are told alone: they are what was
    published."""
    number = inputs.language.number
    fixed = [row for row in rows if len({number(row[end], digits_of(inputs, row)) for end in ONE}) == 1]
    told = fixed or [row for row in rows if row["known"] != NOTHING]
    kind = FIXED if fixed else BOUNDS if told else NOTHING
    order = list(inputs.study["dimensions"])
    means = [
        inputs.language.say(
            "means.item",
            dimension=inputs.dimension(row["dimension"]),
            mean=number(row["lowest"], digits_of(inputs, row)) if kind == FIXED else estimate(inputs, row, cell=True),
        )
        for row in sorted(told, key=lambda row: order.index(row["dimension"]))
    ]
    return inputs.language.say(
        f"means.known.{kind}",
        where=where(inputs, wave, int(rows[0]["n"])),
        means=inputs.language.say(f"means.of.{measure}"),
        told=inputs.language.listed(means),
    )


def where(inputs: Inputs, wave: str, n: int) -> str:
    """`Asia-Pacific 2022 (11 services)`: of whom, and how many."""
    units = inputs.study["study"]["unit" if n == 1 else "units"][inputs.language.code]
    return inputs.language.say("where", wave=inputs.wave(wave), n=inputs.language.number(n), units=units)


def add_batteries(values: Values, inputs: Inputs) -> None:
    """battery.<wave>.<battery>: what was answered to the items of a battery in a wave, in one sentence.

    answers.<wave>.<item>: the same of one item, answer by answer, also for items of a larger battery. A battery of
    several scales has no sentence of its own.
    """
    for wave in inputs.waves:
        for battery in inputs.book.batteries["battery"]:
            asked = inputs.items_asked(wave, battery)
            if not asked:
                continue
            answered = Answered(inputs, wave, asked)
            for item in asked:
                values.add(f"answers.{wave}.{item}", answered.single(item), _origin(inputs, wave, [item]))
            if len(asked) > 1 and len({inputs.book.scale_of[item] for item in asked}) == 1:
                values.add(f"battery.{wave}.{battery}", answered.several(), _origin(inputs, wave, asked))


def _origin(inputs: Inputs, wave: str, items: Sequence[str]) -> Origin:
    return joined(Origin(PREVALENCE, row_key(item=item, wave=wave), inputs.basis_of[wave]) for item in items)


@dataclass(frozen=True)
class Fact:
    """What the published facts say of an item: words for it, and the share of the possible numbers that they leave."""

    text: str
    left: float


class Answered:
    """The answers to some items in a wave, by processed/prevalence.csv, and how they are told."""

    def __init__(self, inputs: Inputs, wave: str, items: Sequence[str]):
        self.inputs, self.wave, self.items, self.language = inputs, wave, list(items), inputs.language
        self.rows = {item: inputs.prevalence[wave, item] for item in self.items}
        self.n = {item: float(rows[0]["n"]) for item, rows in self.rows.items()}
        self.unknown = any(row["known"] != "" for rows in self.rows.values() for row in rows)

    def where(self, n: float) -> str:
        return where(self.inputs, self.wave, int(n))

    def given(self, answer: str) -> pd.Series:
        """Item -> units that gave the answer."""
        counts = {item: sum(row["units"] for row in of if row["answer"] == answer) for item, of in self.rows.items()}
        return pd.Series(counts, dtype=float)

    def of_item(self, item: str) -> list[tuple[str, Row]]:
        """Label and row of each answer that says something, in the order of the scale."""
        scale, rows = self.inputs.book.scale_of[item], self.rows[item]
        by_answer = {row["answer"]: row for row in rows}
        answers = [answer for answer in self.inputs.substantive[scale] if answer in by_answer]
        return [(self.inputs.of_answer[scale, answer], by_answer[answer]) for answer in answers]

    def share(self, item: str, answer: str) -> str:
        """`3 of 11 [10–57 %]`; without the interval where the statistics have none."""
        row = self.inputs.shares.get((self.wave, item, answer))
        if row is not None:
            return share_text(self.inputs, row)
        return self.language.count_of(self.given(answer)[item], self.n[item])

    def named(self, items: Iterable[str], answer: str) -> str:
        """`“A” (6 of 11 [28–79 %]) and “B” (…)`."""
        say, of_item = self.language.say, self.inputs.of_item
        return self.language.listed(
            say("answers.item", item=of_item[item], share=self.share(item, answer)) for item in items
        )

    def single(self, item: str) -> str:
        """Answer by answer how often it was given; of what is not known, what the facts say."""
        say, key = self.language.say, "single"
        parts = [
            say("answers.part", answer=label, share=self.share(item, row["answer"]))
            for label, row in self.of_item(item)
            if row["units"] > 0
        ]
        if self.unknown and not self.is_fixed(item):
            parts, key = [fact.text for fact in self.facts(item)], "single_facts"
        key = key if parts else "nothing" if self.unknown else "none"
        slots = {"where": self.where(self.n[item]), "item": self.inputs.of_item[item]}
        return say(f"answers.{key}", **slots, answers=self.language.listed(parts))

    def several(self) -> str:
        """All items of one scale in a sentence."""
        if self.unknown:
            return self.known()
        scale = self.inputs.book.scale_of[self.items[0]]
        answers = self.inputs.substantive[scale]
        return self.ticks() if set(answers) == {"ticked", "unticked"} else self.ranked(scale, answers[0])

    def ranked(self, scale: str, answer: str) -> str:
        """To which items the first answer of the scale is given most and least often."""
        language, given = self.language, self.given(answer)
        slots = {
            "where": self.where(max(self.n.values())),
            "answer": self.inputs.of_answer[scale, answer],
            "items": language.number(len(given)),
            "total": language.number(given.sum()),
            "all": language.number(sum(self.n.values())),
        }
        if given.min() == given.max():
            return language.say("answers.alike", **slots, count=language.number(given.iloc[0]))
        for end, value in {"most": given.max(), "least": given.min()}.items():
            items = given.index[given == value]
            many = language.say("answers.many", items=language.number(len(items)), count=language.number(value))
            slots[end] = many if len(items) > SHOWN else self.named(items, answer)
        return language.say("answers.several", **slots)

    def ticks(self) -> str:
        """The items that were ticked most often."""
        ranked = self.given("ticked").sort_values(ascending=False, kind="stable")
        first = ranked[ranked >= ranked.iloc[min(SHOWN, len(ranked)) - 1]]
        first = first if len(first) <= 2 * SHOWN else ranked.iloc[:SHOWN]
        return self.language.say(
            "answers.ticks",
            where=self.where(max(self.n.values())),
            all=self.language.number(len(ranked)),
            items=self.named(first.index, "ticked"),
        )

    def is_fixed(self, item: str) -> bool:
        """Whether the number of each answer is the same in every table that agrees with what is published."""
        return all(row["known"] in ("", FIXED) for _, row in self.of_item(item))

    def facts(self, item: str) -> list[Fact]:
        """What the published facts say of the answers to an item, the most telling first; nothing that another of
        these facts implies.

        An answer, or the first answers of the scale together (`“Yes” or “In part”: at least 6 of 11`).
        """
        rows, n, found = self.of_item(item), self.n[item], []
        low, high = [0.0] * (len(rows) + 1), [n] * (len(rows) + 1)  # of the answers up to each: what is told of them
        high[0] = 0.0
        cumulative = {at: row for at, (_, row) in enumerate(rows[:-1], start=1)}
        for at, row in sorted(cumulative.items(), key=lambda each: (_width(each[1], UP_TO), each[0])):
            ends = float(row[UP_TO[0]]), float(row[UP_TO[1]])
            if ends[0] <= max(low[: at + 1]) and ends[1] >= min(high[at:]):
                continue
            low[at], high[at] = max(low[at], ends[0]), min(high[at], ends[1])
            labels = [label for label, _ in rows[:at]]
            if at == len(rows) - 1 > 1 and _width(rows[-1][1], ONE) < n:  # of all but the last: better told of the last
                found.append(self._fact([rows[-1][0]], rows[-1][1], ONE, n))
            else:
                found.append(self._fact(labels, row, UP_TO, n))
        for at, (label, row) in enumerate(rows[1:-1], start=2):
            implied = max(low[: at + 1]) - min(high[at - 1 :]), min(high[at:]) - max(low[:at])
            if row["lowest"] > max(0.0, implied[0]) or row["highest"] < implied[1]:
                found.append(self._fact([label], row, ONE, n))
        return sorted(found, key=lambda fact: fact.left)

    def _fact(self, labels: Sequence[str], row: Row, ends: tuple[str, str], n: float) -> Fact:
        many = {1: "one", 2: "two"}.get(len(labels), "more")
        answers = self.language.say(f"answers.together.{many}", first=labels[0], last=labels[-1])
        text = self.language.say("answers.fact", answers=answers, share=count_said(self.inputs, row, ends, n))
        return Fact(text, _width(row, ends) / n)

    def known(self) -> str:
        """How many items the published facts fix or bound, the most telling ones, and how many they do not touch."""
        language, number = self.language, self.language.number
        facts = {item: self.facts(item) for item in self.items}
        fixed = [item for item in self.items if self.is_fixed(item)]
        touched = sorted((item for item in self.items if facts[item]), key=lambda item: facts[item][0].left)
        counts = {FIXED: len(fixed), BOUNDS: len({*touched} - {*fixed})}
        counts[NOTHING] = len(self.items) - sum(counts.values())
        slots = {
            "where": self.where(max(self.n.values())),
            "all": number(len(self.items)),
            "counts": language.listed(
                language.say(f"answers.facts_of.{kind}", n=number(count)) for kind, count in counts.items() if count
            ),
        }
        if not touched:
            return language.say("answers.nothing_of_battery", **slots)
        told = [
            language.say("answers.fact_of_item", item=self.inputs.of_item[item], fact=facts[item][0].text)
            for item in touched[:SHOWN]
        ]
        key = "some" if len(touched) > SHOWN else "all"
        return language.say(f"answers.facts.{key}", **slots, facts=language.say("list.semicolon").join(told))


def _width(row: Mapping[str, float], ends: tuple[str, str]) -> float:
    return float(row[ends[1]]) - float(row[ends[0]])


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
        parts = [_order(inputs, str(wave), group) for wave, group in rows.groupby("wave", sort=False)]
        text = language.say("ranking.sentence", parts=language.say("ranking.join").join(filter(None, parts)))
        values.add(f"ranking.{figure}", text, Origin(f"figures/{figure}.csv", "value", basis))


def _order(inputs: Inputs, wave: str, rows: pd.DataFrame) -> str:
    """Which items of a wave come first and last, by their means; empty where there is none."""
    language, valued = inputs.language, rows.dropna(subset="value")
    slots = {"wave": inputs.wave(wave), "n": language.number(rows["n"].max())}
    if "known" in rows and rows["known"].fillna("").ne("").any():
        low = rows["lowest"].fillna(rows["value"])
        high = rows["highest"].fillna(rows["value"])
        ends = {
            "first": [at for at in rows.index if low[at] > high.drop(at).max()],
            "last": [at for at in rows.index if high[at] < low.drop(at).min()],
        }
        told = [
            language.say(f"ranking.{end}", item=_quoted(inputs, rows.loc[places, "item"]))
            for end, places in ends.items()
            if places
        ]
        return language.say(f"ranking.{'told' if told else 'open'}", **slots, told=language.listed(told))
    if valued.empty:
        return ""
    for end, value in {"first": valued["value"].max(), "last": valued["value"].min()}.items():
        slots[end] = _quoted(inputs, valued.loc[valued["value"] == value, "item"])
        slots[f"{end}_mean"] = language.number(value, 1)
    return language.say("ranking.wave", **slots)


def _quoted(inputs: Inputs, items: Iterable[str]) -> str:
    return inputs.language.listed(inputs.language.say("answers.quoted", item=inputs.of_item[item]) for item in items)


GROUPS = (add_shares, add_means, add_batteries, add_rankings)
