"""The words of answers: how many units of n gave one, and the verb of some answers."""

from collections.abc import Sequence
from dataclasses import dataclass

from wavework.reporting.inputs import Inputs
from wavework.reporting.values.finding_sentences import count_said
from wavework.reporting.values.variables import Row

ONE = ("lowest", "highest")  # bounds of the number that gives an answer


@dataclass(frozen=True)
class Statement:
    """Of an item: how many of n units gave one of the answers. names: units that are named for it; share: its words,
    where the answers are known."""

    item: str
    answers: tuple[str, ...]
    low: float
    high: float
    n: float
    names: tuple[str, ...] = ()
    share: str = ""

    @property
    def strength(self) -> tuple[int, float]:
        """All or none, most, an exact number, a minority, at least, what is left between; in each the larger first."""
        kind = KINDS.index(kind_of(self.low, self.high, self.n))
        return kind, -self.low if self.low else self.high


KINDS = ("all", "none", "most", "exactly", "few", "at_least", "at_most", "between", "any")


def kind_of(low: float, high: float, n: float) -> str:
    """What a number of n units is called that lies between two bounds."""
    if low == high:
        return "all" if low == n else "none" if low == 0 else "exactly"
    if high == n:
        return "any" if low == 0 else "most" if low > n / 2 else "at_least"
    if low == 0:
        return "few" if 1 < high < n / 2 else "at_most"
    return "between"


def how_many(inputs: Inputs, low: float, high: float, n: float, *, alone: bool = False) -> str:
    """`all 11`, `most (at least 6 of 11)`, `a minority (at most 5 of 11)`, `3 of 11` …; alone, where nothing before it
    says of how many units it is: `3 of 11 services`."""
    number, kind = inputs.language.number, kind_of(low, high, n)
    slots = {"low": number(low), "high": number(high), "n": number(n)}
    if alone and kind == "exactly":
        return inputs.language.say("answers.count_alone", **slots)
    group = "answers.count" if kind in inputs.language.words["answers"]["count"] else "known.count"
    return inputs.language.say(f"{group}.{kind}", **slots)


def said(inputs: Inputs, scale: str, answers: Sequence[str], *, many: bool) -> str:
    """`is fully in place or under development`: the verb of some answers; with their labels in quotes where the
    codebook has none."""
    if has_verbs(inputs, scale, answers):
        phrases = [inputs.said_of[scale, answer][many] for answer in answers]
        first, *others = phrases
        shared = shared_words(phrases)
        return inputs.language.say("facts.or").join([first, *(" ".join(text.split()[shared:]) for text in others)])
    return inputs.language.say(f"answers.said.{'many' if many else 'one'}", answers=labels_said(inputs, scale, answers))


def has_verbs(inputs: Inputs, scale: str, answers: Sequence[str]) -> bool:
    """Whether the codebook has a verb for each of some answers."""
    return all(inputs.said_of[scale, answer][0] for answer in answers)


def labels_said(inputs: Inputs, scale: str, answers: Sequence[str]) -> str:
    """`“Digitalization”`, `“2” or “3”`, `“1” to “3”`: neighbouring answers of a scale by their labels."""
    labels = [inputs.of_answer[scale, answer] for answer in answers]
    key = {1: "one", 2: "two"}.get(len(labels), "more")
    return inputs.language.say(f"answers.together.{key}", first=labels[0], last=labels[-1])


def shared_words(phrases: Sequence[str]) -> int:
    """1 where several phrases begin with the same word (`is`), which is then said once; otherwise 0."""
    firsts = {text.split()[0] for text in phrases}
    return int(len(phrases) > 1 and len(firsts) == 1)


def share_text(inputs: Inputs, row: Row) -> str:
    """`8 of 11 [43–90 %]` of a share in processed/statistics.csv; without the interval over many tables."""
    n = float(row["n"])
    if row["known"]:
        return count_said(inputs, {end: row[end] * n for end in ONE}, ONE, n)
    return inputs.language.count_of(round(float(row["estimate"]) * n), n, (row["low"], row["high"]))
