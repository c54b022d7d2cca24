"""How the answers of a wave are told: items that share an answer and a number in one clause, the strongest first.

Of answers that are not known each clause is a fact or a bound, by processed/prevalence.csv and the codebook's
constraints; what another one implies is left out.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from wavework.known import FIXED
from wavework.language.words import capital
from wavework.reporting.inputs import Inputs
from wavework.reporting.values.answer_words import (
    ONE,
    Statement,
    has_verbs,
    how_many,
    labels_said,
    said,
    share_text,
    shared_words,
)
from wavework.reporting.values.places import place, places, within
from wavework.reporting.values.variables import Row

FORMS = 3  # ways to say that something rests on what is published
NAMED = 2  # items of which nothing is published are named up to this number
SHOWN = 3  # items that share a place are told up to this number
UP_TO = ("at_least_lowest", "at_least_highest")  # of the number that gives it or one before it in the scale
MOST = 9  # facts on a battery that are told, the strongest first
WIDE = 0.7  # share of the units that a bound leaves open, from which an order that is published says more


@dataclass
class Told:
    """What is told of some items in a wave. sentence: without its full stop, "" where nothing is known; some: whether
    more is known than it tells; further: sentences; open_items: those of the items of which nothing is published."""

    wave: str
    n: float
    unknown: bool
    sentence: str = ""
    some: bool = False
    further: list[str] = field(default_factory=list)
    open_items: list[str] = field(default_factory=list)
    items: int = 1


class Answered:
    """The answers to some items of one scale in a wave, by processed/prevalence.csv."""

    def __init__(self, inputs: Inputs, wave: str, items: Sequence[str]):
        self.inputs, self.wave, self.items, self.language = inputs, wave, list(items), inputs.language
        self.rows = {item: inputs.prevalence[wave, item] for item in self.items}
        self.n = {item: float(rows[0]["n"]) for item, rows in self.rows.items()}
        self.unknown = any(row["known"] != "" for rows in self.rows.values() for row in rows)

    def scale(self, item: str) -> str:
        return self.inputs.book.scale_of[item]

    def told(self) -> Told:
        """What is told of the items, all of one scale, or of the one item."""
        n = max(self.n.values())
        found = Told(self.wave, n, self.unknown, items=len(self.items))
        if not self.unknown:
            found.sentence = self._placed(self._collected(), n)
            return found
        statements = [statement for item in self.items for statement in self.statements(item)]
        orders = self._orders()
        weak = {item for _, items, others in orders for item in (*items, *others)}
        statements = [each for each in statements if each.item not in weak or each.high - each.low < WIDE * each.n]
        touched = {each.item for each in statements} | weak
        found.open_items = [item for item in self.items if item not in touched]
        if statements:
            found.some = len(statements) > MOST
            chosen = sorted(statements, key=lambda each: each.strength)[:MOST]
            found.sentence = self._placed(self.clauses(chosen), n)
        if orders:
            text = self._order_said(orders)
            if found.sentence:
                found.further.append(self.language.say("answers.order.sentence", told=text))
            else:
                found.sentence = self._placed(text, n)
        found.further += self._unit_counts()
        return found

    def _placed(self, clauses: str, n: float) -> str:
        return self.language.say("answers.sentence", place=place(self.inputs, self.wave, n), clauses=clauses)

    # What collected answers say

    def _collected(self) -> str:
        if len(self.items) == 1:
            return self._item_said(self.items[0])
        scale = self.scale(self.items[0])
        return self._ticks() if set(self.inputs.substantive[scale]) == {"ticked", "unticked"} else self._ranked(scale)

    def _item_said(self, item: str) -> str:
        """Answer by answer how often it was given, the most frequent first."""
        given = [row for row in self.rows[item] if row["answer"] in self.inputs.substantive[self.scale(item)]]
        n = self.n[item]
        counted = [
            Statement(item, (row["answer"],), row["units"], row["units"], n, share=self.share(item, row["answer"]))
            for row in given
            if row["units"] > 0
        ]
        if not counted:
            return self.language.say("answers.none", item=self.inputs.of_item[item])
        return self.clauses(sorted(counted, key=lambda each: -each.low))

    def given(self, answer: str) -> pd.Series:
        """Item -> units that gave the answer."""
        counts = {item: sum(row["units"] for row in of if row["answer"] == answer) for item, of in self.rows.items()}
        return pd.Series(counts, dtype=float)

    def share(self, item: str, answer: str) -> str:
        """`3 of 11 [10–57 %]`; without the interval where the statistics have none."""
        row = self.inputs.shares.get((self.wave, item, answer))
        if row is not None:
            return share_text(self.inputs, row)
        return self.language.count_of(self.given(answer)[item], self.n[item])

    def _named(self, items: Iterable[str], answer: str) -> str:
        """`“A” (6 of 11 [28–79 %]) and “B” (…)`."""
        say, of_item = self.language.say, self.inputs.of_item
        return self.language.listed(
            say("answers.item", item=of_item[item], share=self.share(item, answer)) for item in items
        )

    def _ranked(self, scale: str) -> str:
        """How often the first answer of the scale was given, and to which items most and least often."""
        answer, number = self.inputs.substantive[scale][0], self.language.number
        given = self.given(answer)
        slots = {
            "said": said(self.inputs, scale, [answer], many=True),
            "items": number(len(given)),
            "total": number(given.sum()),
            "all": number(sum(self.n.values())),
        }
        if given.min() == given.max():
            return self.language.say("answers.alike", **slots, count=number(given.iloc[0]))
        for end, value in {"most": given.max(), "least": given.min()}.items():
            items = given.index[given == value]
            many = self.language.say("answers.many", items=number(len(items)), count=number(value))
            slots[end] = many if len(items) > SHOWN else self._named(items, answer)
        return self.language.say("answers.several", **slots)

    def _ticks(self) -> str:
        """The items that were ticked most often."""
        ranked = self.given("ticked").sort_values(ascending=False, kind="stable")
        first = ranked[ranked >= ranked.iloc[min(SHOWN, len(ranked)) - 1]]
        first = first if len(first) <= 2 * SHOWN else ranked.iloc[:SHOWN]
        slots = {"all": self.language.number(len(ranked)), "items": self._named(first.index, "ticked")}
        return self.language.say("answers.ticks", **slots)

    # What is published of answers that are not known

    def statements(self, item: str) -> list[Statement]:
        """What the published facts say of the answers to an item; nothing that another of these facts implies."""
        scale, n = self.scale(item), self.n[item]
        by_answer = {row["answer"]: row for row in self.rows[item]}
        codes = [answer for answer in self.inputs.substantive[scale] if answer in by_answer]
        rows = [by_answer[answer] for answer in codes]
        if all(row["known"] in ("", FIXED) for row in rows):
            counted = [(row["answer"], float(row["units"])) for row in rows if row["units"] > 0]
            return [self._statement(item, (code,), (count, count)) for code, count in counted]
        ends = [(0.0, 0.0), *((float(row[UP_TO[0]]), float(row[UP_TO[1]])) for row in rows[:-1]), (n, n)]
        found = []
        for at in range(1, len(rows)):
            low = ends[at][0] if ends[at][0] > max(ends[at - 1][0], self._in_sum(ends, rows, at, ONE[0])) else 0.0
            high = ends[at][1] if ends[at][1] < min(ends[at + 1][1], self._in_sum(ends, rows, at, ONE[1])) else n
            if low == 0 and high == n:
                continue
            if at == len(rows) - 1 > 1:  # of all but the last: better told of the last
                found.append(self._statement(item, (codes[-1],), (n - high, n - low)))
            else:
                found.append(self._statement(item, tuple(codes[:at]), (low, high)))
        for at, (code, row) in enumerate(zip(codes[1:-1], rows[1:-1], strict=True), start=2):
            implied = max(0.0, ends[at][0] - ends[at - 1][1]), min(n, ends[at][1] - ends[at - 1][0])
            if row["lowest"] > implied[0] or row["highest"] < implied[1]:
                found.append(self._statement(item, (code,), (float(row["lowest"]), float(row["highest"]))))
        return found

    def _in_sum(self, ends: Sequence[tuple[float, float]], rows: Sequence[Row], at: int, end: str) -> float:
        """The bound of the answers up to one that follows from those before it and from it, where it is told alone."""
        side = ONE.index(end)
        alone, by_others = float(rows[at - 1][end]), ends[at][side] - ends[at - 1][1 - side]
        told = at > 1 and (alone > max(0.0, by_others) if side == 0 else alone < by_others)
        return ends[at - 1][side] + alone if told else (0.0, ends[-1][1])[side]

    def _statement(self, item: str, answers: tuple[str, ...], ends: tuple[float, float]) -> Statement:
        return Statement(item, answers, *ends, self.n[item], self._units_named(item, answers))

    def _facts(self, kind: str) -> list[Row]:
        """The rows of this kind that constraints.csv has of the wave."""
        return self.inputs.facts.get((self.wave, kind), [])

    def _units_named(self, item: str, answers: Iterable[str]) -> tuple[str, ...]:
        """The units of which it is published that they gave one of these answers."""
        rows = [row for row in self._facts("named") if item in str(row["items"]).split("|")]
        rows = [row for row in rows if set(str(row["answers"]).split("|")) <= set(answers)]
        named = {unit for row in rows for unit in str(row["units"]).split("|")}
        return tuple(unit for unit in self.inputs.units_of[self.wave] if unit in named)

    def clauses(self, statements: Sequence[Statement], *, alone: bool = False) -> str:
        """The statements in clauses, those on the same answers together; of one item one after the other.

        alone: nothing before them says of how many units they are."""
        ranked = sorted(statements, key=lambda each: each.strength) if self.unknown else list(statements)
        if len({each.item for each in ranked}) == 1 and len(self.items) == 1:
            return self._of_one(ranked, alone)
        parts: list[str] = []
        before = [""]
        for answers in dict.fromkeys(each.answers for each in ranked):
            of_count: dict[str, list[Statement]] = {}
            for each in ranked:
                if each.answers == answers:
                    of_count.setdefault(self._count(each), []).append(each)
            clauses: list[str] = []
            for count, group in of_count.items():
                verb = said(self.inputs, self.scale(group[0].item), answers, many=len(group) > 1)
                if alone and not parts and not clauses:
                    count = self._count(group[0], alone=True)
                slots = {"items": self.language.listed(map(self._quoted, group)), "count": count}
                key = "next" if clauses else "first"
                if before == [slots["items"]] and len(of_count) == 1:
                    key = "again_many" if len(group) > 1 else "again_one"
                clauses.append(self.language.say(f"answers.clause.{key}", said=verb, **slots))
            before = [self.language.listed(map(self._quoted, group)) for group in of_count.values()]
            parts.append(self.language.shared["join"]["comma"].join(clauses))
        return self.language.say("list.semicolon").join(parts)

    def _of_one(self, statements: Sequence[Statement], alone: bool) -> str:
        """`“X” increased in 6 of 11, stayed the same in 3 of 11 and decreased in 2 of 11`; of answers without a verb
        `the answer to “X” is “A” in 6 of 11 and “B” in 5 of 11`."""
        scale = self.scale(statements[0].item)
        named_answers = not all(has_verbs(self.inputs, scale, each.answers) for each in statements)
        if named_answers:
            verbs = [labels_said(self.inputs, scale, each.answers) for each in statements]
        else:
            verbs = [said(self.inputs, scale, each.answers, many=False) for each in statements]
            shared = shared_words(verbs)
            verbs = [verbs[0], *(" ".join(verb.split()[shared:]) for verb in verbs[1:])]
        told = [
            self.language.say(
                "answers.clause.of_one", said=verb, count=self._count(each, alone and each is statements[0])
            )
            for verb, each in zip(verbs, statements, strict=True)
        ]
        named = list(dict.fromkeys(name for each in statements for name in each.names))
        item = self._quoted(Statement(statements[0].item, (), 0, 0, 0, tuple(named)))
        if named_answers:
            return self.language.say("answers.answered", item=item, told=self.language.listed(told))
        return f"{item} {self.language.listed(told)}"

    def _count(self, each: Statement, alone: bool = False) -> str:
        return each.share or how_many(self.inputs, each.low, each.high, each.n, alone=alone)

    def _quoted(self, each: Statement) -> str:
        """The item in quotes, with the units that are named for it."""
        quoted = self.language.say("answers.quoted", item=self.inputs.of_item[each.item])
        names = self.language.listed(self.inputs.of_unit[unit] for unit in each.names)
        return self.language.say("answers.with_names", item=quoted, names=names) if names else quoted

    def _orders(self) -> list[tuple[tuple[str, ...], list[str], list[str]]]:
        """Answers, items, and those before which each of them is published to come, also through others."""
        found = []
        rows = [row for row in self._facts("order") if set(str(row["items"]).split("|")) <= set(self.items)]
        for answers in dict.fromkeys(str(row["answers"]) for row in rows):
            below: dict[str, set[str]] = {}
            for row in (row for row in rows if row["answers"] == answers):
                items = str(row["items"]).split("|")
                for at, item in enumerate(items):
                    below.setdefault(item, set()).update(items[at + 1 :])
            for _ in list(below):  # what lies below those below
                below = {item: of.union(*(below[other] for other in of)) for item, of in below.items()}
            for item, of in below.items():  # what the numbers themselves say is told by them
                below[item] = {other for other in of if not self._more(item, other, answers.split("|"))}
            groups: dict[tuple[str, ...], list[str]] = {}
            for item in sorted(below, key=lambda each: -len(below[each])):
                if below[item]:
                    groups.setdefault(tuple(other for other in self.items if other in below[item]), []).append(item)
            found += [(tuple(answers.split("|")), items, list(others)) for others, items in groups.items()]
        return found

    def _more(self, item: str, other: str, answers: Sequence[str]) -> bool:
        """Whether the bounds of two items alone say that more units gave one of the answers to the first."""
        rows = [next(row for row in self.rows[each] if row["answer"] == answers[-1]) for each in (item, other)]
        return bool(rows[0][UP_TO[0]] > rows[1][UP_TO[1]])

    def _order_said(self, orders: Sequence[tuple[tuple[str, ...], list[str], list[str]]]) -> str:
        say, scale = self.language.say, self.scale(self.items[0])
        parts: list[str] = []
        for answers, items, others in orders:
            every = len(others) == len(self.items) - 1 > 2
            parts.append(say(
                f"answers.order.{'next' if parts else 'first'}", items=self._listed(items),
                said=said(self.inputs, scale, answers, many=len(items) > 1),
                others=say("answers.order.others") if every else self._listed(others),
            ))  # fmt: skip
        return self.language.shared["join"]["comma"].join(parts)

    def _listed(self, items: Iterable[str]) -> str:
        return self.language.listed(
            self.language.say("answers.quoted", item=self.inputs.of_item[item]) for item in items
        )

    def _unit_counts(self) -> list[str]:
        """Of which units it is published that at least, or at most, so many items got an answer."""
        told: list[str] = []
        for row in self._facts("unit_count"):
            names = str(row["items"])
            items = set(self.items) if names == f"battery:{self._battery()}" else set(names.split("|"))
            if items != set(self.items):
                continue
            units = [unit for unit in self.inputs.units_of[self.wave] if unit in str(row["units"]).split("|")]
            slots = {
                "bound": self.language.say(f"facts.{_RELATIONS[str(row['relation'])]}", n=row["bound"]),
                "said": said(self.inputs, self.scale(self.items[0]), str(row["answers"]).split("|"), many=True),
                "n": self.language.number(len(units)),
                "names": self.language.listed(self.inputs.of_unit[unit] for unit in units),
            }
            told.append(self.language.say(f"answers.unit_count.{'next' if told else 'first'}", **slots))
        return [capital(self.language.say("list.semicolon").join(told)) + "."] if told else []

    def _battery(self) -> str:
        items = self.inputs.book.items
        return str(items.loc[items["item"] == self.items[0], "battery"].iloc[0])


_RELATIONS: Mapping[str, str] = {"=": "exactly", ">=": "at_least", "<=": "at_most"}


def answers_said(inputs: Inputs, told: Sequence[Told], what: str, place_: int = 0) -> str:
    """What is told of some items in several waves: that of the facts once; where none is known in any, that it is so.

    what: the items, for the sentence that nothing is published of them. place_: the place of the battery in the
    codebook; neighbours say in other words that they rest on what is published.
    """
    say, named = inputs.language.say, False
    sentences: list[str] = []
    for each in told:
        if each.sentence and each.unknown and not named:
            slots = {"sentence": each.sentence, "Sentence": capital(each.sentence)}
            key = "some_facts" if each.some else f"by_facts.{place_ % FORMS}"
            sentences.append(say(f"answers.{key}", **slots))
            named = True
        elif each.sentence:
            sentences.append(say("answers.plain", sentence=capital(each.sentence)))
        sentences += each.further
    return " ".join(sentences) or silence_said(inputs, told, what)


def silence_said(inputs: Inputs, told: Sequence[Told], what: str) -> str:
    """Of which items in which waves nothing is published, by name or by number; "" where there is something on each."""
    say, listed, number = inputs.language.say, inputs.language.listed, inputs.language.number
    silent = [each for each in told if each.open_items]
    if not silent:
        return ""
    if all(len(each.open_items) == each.items for each in silent) and len(silent) == len(told):
        return say("answers.silent.all", what=what, places=places(inputs, {each.wave: each.n for each in silent}))
    parts = []
    for each in silent:
        region = inputs.waves[each.wave]["region"]
        where = within(inputs, region) if each.sentence and region else place(inputs, each.wave, each.n)
        quoted = listed(say("answers.quoted", item=inputs.of_item[item]) for item in each.open_items)
        whole = "whole" if len(each.open_items) == each.items else "part"
        parts.append(say(
            f"answers.silent.{'named' if len(each.open_items) <= NAMED else whole}", place=where, items=quoted,
            n=number(len(each.open_items)), all=number(each.items),
        ))  # fmt: skip
    return say("answers.silent.rest", parts=listed(parts))
