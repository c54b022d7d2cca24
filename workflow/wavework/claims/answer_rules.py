"""Rules on answers: what a conclusion demands of them, decided on every draw at once.

A claim holds if all its rules hold; a rule if as many of its parts hold as it needs (all, unless it says otherwise).
It holds **partly** if it does not hold and at least half of the needed parts do, or if it holds of those who
answered, is said of all units and some did not answer. Single demands are met or not: the services that took part
are those that the claim speaks of, so the count decides and the interval is shown, not tested. Only `association`
asks for more than the estimate.

The base of every share and mean are the units that answered: "don't know", "not applicable" and no answer are not
counted as a no. Words are read as the constraints read them: most > 1/2, minority < 1/2, few < 1/3, very few < 1/5.
"""

import operator
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any

import numpy as np

from wavework.answer_arrays import Cells, Flags
from wavework.claims.declarations import Rule, listed
from wavework.claims.rule_outcome import EXISTENTIAL, UNIVERSAL, Part
from wavework.codebook import Codebook
from wavework.statistics.resampling import Floats, Integers
from wavework.statistics.share_intervals import mean as mean_result
from wavework.statistics.share_intervals import wilson

Relation = Callable[[Integers, Integers, Fraction], Flags]

RELATIONS: Mapping[str, Relation] = {  # count, n, value -> whether they stand in the relation; in whole numbers
    "all": lambda c, n, _: (c == n) & (n > 0),
    "none": lambda c, n, _: (c == 0) & (n > 0),
    "some": lambda c, n, _: c > 0,
    "not_all": lambda c, n, _: c < n,
    "varies": lambda c, n, _: (c > 0) & (c < n),
    "most": lambda c, n, _: 2 * c > n,
    "minority": lambda c, n, _: 2 * c < n,
    "few": lambda c, n, _: 3 * c < n,
    "very_few": lambda c, n, _: 5 * c < n,
    "below": lambda c, n, v: c * v.denominator < n * v.numerator,
    "percent": lambda c, n, v: (n > 0) & ((200 * c + n) // np.maximum(2 * n, 1) == int(v)),
    # no other count lies nearer to the share
    "nearest": lambda c, n, v: (n > 0) & (2 * np.abs(c * v.denominator - n * v.numerator) <= v.denominator),
}
BOUNDS: Mapping[str, Callable[[Any, Any], Any]] = {  # of a count, or of a share of those who answered
    "at_least": operator.ge,
    "at_most": operator.le,
    "more_than": operator.gt,
    "fewer_than": operator.lt,
}
REACH = dict.fromkeys(("all", "none"), UNIVERSAL) | dict.fromkeys(("some", "not_all", "varies"), EXISTENTIAL)
# Of a count alone: more units can only raise it. Of a share they can do anything.
REACH_OF_COUNT = {"at_least": EXISTENTIAL, "more_than": EXISTENTIAL, "at_most": UNIVERSAL, "fewer_than": UNIVERSAL}


def stands(rule: Rule, count: Integers, n: Integers) -> Flags:
    """Whether the count of n stands in the rule's relation; a bound is met by nobody where nobody answered."""
    relation, value = rule["relation"], Fraction(str(rule.get("value", 0)))
    if relation not in BOUNDS:
        return RELATIONS[relation](count, n, value)
    if "count" in rule:
        return (n > 0) & BOUNDS[relation](count, rule["count"])
    return (n > 0) & BOUNDS[relation](count * value.denominator, n * value.numerator)


def share(rule: Rule, cells: Cells, book: Codebook) -> list[Part]:
    """One part per item: the count of units that give one of the answers stands in the relation to those who answered.

    Interval: Wilson. Partly also if the relation is said of all (`all`, `none`, at most so many) and a unit did not
    answer that could make it false.
    """
    wave = rule["wave"]
    reach = (REACH_OF_COUNT if "count" in rule else REACH).get(rule["relation"], "")
    parts = []
    for item in listed(rule["items"], wave, book):
        count, n = _counts(cells, wave, item, rule["answers"])
        silent = len(cells.units[wave]) - int(n[0])
        firm = reach != UNIVERSAL or not silent
        firm = firm or ("count" in rule and bool(stands(rule, count + silent, n + silent)[0]))
        where = {"wave": wave, "item": item}
        parts.append(_counted(stands(rule, count, n), count, n, where, firm=firm, reach=reach))
    return parts


def distribution(rule: Rule, cells: Cells, book: Codebook) -> list[Part]:
    """One part per percent: some answer has it, each answer once, the larger percents with the larger counts."""
    wave, item = rule["wave"], rule["item"]
    codes = np.array(cells.items[item].codes)[cells.items[item].substantive]
    counts = np.stack([cells.gives(wave, item, [code]).sum(axis=1) for code in codes], axis=1)
    order = np.argsort(-counts, axis=1, kind="stable")
    n = cells.answered(wave, item).sum(axis=1)
    parts = []
    for place, percent in enumerate(sorted(rule["percents"], reverse=True)):
        if place < len(codes):
            count = np.take_along_axis(counts, order[:, [place]], axis=1)[:, 0]
            answer = str(codes[order[0, place]]) if cells.draws == 1 else ""  # another one in each of many tables
        else:
            count, answer = np.zeros_like(n), ""
        holds = RELATIONS["percent"](count, n, Fraction(percent))
        parts.append(_counted(holds, count, n, {"wave": wave, "item": item, "answer": answer}))
    return parts


def order(rule: Rule, cells: Cells, book: Codebook) -> list[Part]:
    """One part per pair: an item of `more` lies above an item of `fewer`; a tie is not above.

    By the share of the answers among those who answered the item, or by the mean if no answers are named.
    estimate: the difference. An item that stands in both lists is not compared with itself.
    """
    wave = rule["wave"]
    more = listed(rule["more"], wave, book)
    fewer = [item for item in listed(rule["fewer"], wave, book) if item not in more]
    parts = []
    for above in more:
        for below in fewer:
            (x, n), (y, m) = (_level(cells, wave, item, rule.get("answers")) for item in (above, below))
            where = {"wave": wave, "item": above, "other": below}
            # of whole numbers where the values are: no rounding decides
            parts.append(Part(x * m > y * n, _ratio(x, n) - _ratio(y, m), np.minimum(n, m), "difference", where))
    return parts


def means(rule: Rule, cells: Cells, book: Codebook) -> list[Part]:
    """One part per item: its mean rounds (half up) to the number with one decimal. Interval: multinomial score."""
    wave = rule["wave"]
    parts = []
    for item, expected in rule["means"].items():
        total, n = _level(cells, wave, item, None)
        rounded = (20 * total + n) // np.maximum(2 * n, 1)  # tenths
        holds, where = (n > 0) & (rounded == round(10 * expected)), {"wave": wave, "item": item}
        interval = _mean_interval(cells, wave, item)
        parts.append(Part(holds, _ratio(total, n), n, "mean", where, interval=interval))
    return parts


def increase(rule: Rule, cells: Cells, book: Codebook) -> list[Part]:
    """One part per item: its mean rose between the waves, on the units that answered in both.

    estimate: the mean change of these units; n: their number.
    """
    panel = [unit for unit in cells.units[rule["to"]] if unit in cells.units[rule["from"]]]
    parts = []
    for item in rule["items"]:
        before, after = (cells.values(rule[end], item)[:, cells.columns(rule[end], panel)] for end in ("from", "to"))
        both = ~np.isnan(before) & ~np.isnan(after)
        change = np.where(both, after - before, 0).sum(axis=1)
        n = both.sum(axis=1)
        where = {"wave": rule["to"], "wave_from": rule["from"], "item": item}
        parts.append(Part(change > 0, _ratio(change, n), n, "mean_change", where))
    return parts


def named(rule: Rule, cells: Cells, book: Codebook) -> list[Part]:
    """One part per named unit: it gives one of the answers to as many of the items as are `needed`.

    `only`: one part more, that no other unit does. estimate: the share of the items; n: items that it answered.
    """
    wave = rule["wave"]
    items = listed(rule["items"], wave, book)
    gives = np.stack([cells.gives(wave, item, rule["answers"]) for item in items])
    count = gives.sum(axis=0)  # (draws, units)
    answered = np.stack([cells.answered(wave, item) for item in items]).sum(axis=0)
    # ASSUME an item without an answer counts against: the claim says that the unit has it
    does = count >= of_all(rule["needed"], len(items))
    parts = [
        Part(
            holds=does[:, column],
            estimate=_ratio(count[:, column], answered[:, column]),
            n=answered[:, column],
            unit="items",
            where={"wave": wave, "unit": unit, **({"item": items[0]} if len(items) == 1 else {})},
            count=count[:, column].astype(np.float64),
        )
        for unit, column in zip(rule["units"], cells.columns(wave, rule["units"]), strict=True)
    ]
    if rule["only"]:
        others = [column for column, unit in enumerate(cells.units[wave]) if unit not in rule["units"]]
        too_many = does[:, others].sum(axis=1)
        n = np.full(cells.draws, len(others))
        parts.append(_counted(too_many == 0, too_many, n, {"wave": wave}, reach=UNIVERSAL))
    return parts


def respondents(rule: Rule, cells: Cells, book: Codebook) -> list[Part]:
    """One part: so many units took part in all of the waves."""
    found = set.intersection(*(set(cells.units[wave]) for wave in rule["waves"]))
    n = np.full(cells.draws, len(found))
    number, where = n.astype(np.float64), {"wave": "|".join(rule["waves"])}
    return [Part(n == rule["number"], number, n, "units", where, count=number)]


RULES: Mapping[str, Callable[[Rule, Cells, Codebook], list[Part]]] = {
    "share": share,
    "distribution": distribution,
    "order": order,
    "means": means,
    "increase": increase,
    "named": named,
    "respondents": respondents,
}


def needed(rule: Rule, parts: Sequence[object]) -> int:
    """How many of its parts the rule needs. In `named`, `needed` speaks of the items of a unit and not of parts."""
    return of_all("all" if rule["kind"] == "named" else rule.get("needed", "all"), len(parts))


def of_all(wanted: str | int, n: int) -> int:
    """How many of n `all`, `most` (more than half) or a number are."""
    if isinstance(wanted, int):
        return wanted
    return n if wanted == "all" else n // 2 + 1


def _counts(cells: Cells, wave: str, item: str, answers: Sequence[str]) -> tuple[Integers, Integers]:
    """Units that give one of the answers, of those that answered: (draws,) each."""
    answered = cells.answered(wave, item)
    return (cells.gives(wave, item, answers) & answered).sum(axis=1), answered.sum(axis=1)


def _level(cells: Cells, wave: str, item: str, answers: Sequence[str] | None) -> tuple[Floats, Integers]:
    """Count of the answers, or sum of the values, and the units behind it: (draws,) each."""
    if answers is not None:
        count, n = _counts(cells, wave, item, answers)
        return count.astype(np.float64), n
    values = cells.values(wave, item)
    return np.nansum(values, axis=1), (~np.isnan(values)).sum(axis=1)


def _ratio(total: np.ndarray, n: Integers) -> Floats:
    return np.where(n > 0, total / np.maximum(n, 1), np.nan)


def _counted(
    holds: Flags, count: Integers, n: Integers, where: Mapping[str, str], firm: bool = True, reach: str = ""
) -> Part:
    """The part on a share: count of n, with Wilson's interval."""

    def interval() -> tuple[float, float]:
        low, high = wilson(int(count[0]), int(n[0]))
        return float(low), float(high)

    share = _ratio(count, n)
    return Part(holds, share, n, "share", where, count.astype(np.float64), interval, firm=firm, reach=reach)


def _mean_interval(cells: Cells, wave: str, item: str) -> Callable[[], tuple[float, float]]:
    scale = cells.items[item].values

    def interval() -> tuple[float, float]:
        result = mean_result(cells.values(wave, item)[0], low=float(np.nanmin(scale)), high=float(np.nanmax(scale)))
        return result.low, result.high

    return interval
