"""Columns and items, each to one of the other: identical headings first, then what is best for all together."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from scipy.optimize import linear_sum_assignment

Pair = tuple[str, str]  # column, item

MARGIN = 0.04  # what is less than this below the best is as good
IDENTICAL = 1.0  # score of an identical heading under an identical question
PREFERRED = 0.001  # far below MARGIN: decides what is proposed first among what is as good


@dataclass(frozen=True)
class Others:
    """What would be as good as a pair that was chosen: other items for its column, other columns for its item."""

    items: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()


def assigned(scores: Mapping[Pair, float], preferred: Iterable[Pair] = ()) -> dict[Pair, Others]:
    """The pairs that together have the highest scores, identical ones first, each with what would be as good.

    scores: of the pairs that may be, in the order in which equal ones are taken. preferred: pairs for which something
    speaks that is no part of the score.
    """
    order = {pair: place for place, pair in enumerate(scores)}
    liked = set(preferred)
    weights = {
        pair: score + (PREFERRED if pair in liked else 0.0) - PREFERRED * order[pair] / (10 * len(order))
        for pair, score in scores.items()
    }
    found: dict[Pair, Others] = {}
    for is_first in (True, False):
        columns, items = {column for column, _ in found}, {item for _, item in found}
        rest = {
            pair: weight
            for pair, weight in weights.items()
            if (not is_first or scores[pair] >= IDENTICAL) and pair[0] not in columns and pair[1] not in items
        }
        for part in _parts(rest):
            found.update(_best(part))
    return found


def _parts(weights: Mapping[Pair, float]) -> Iterator[dict[Pair, float]]:
    """The pairs in groups of which none shares a column or an item with another."""
    rest = dict(weights)
    while rest:
        part: dict[Pair, float] = {}
        reached = [next(iter(rest))]
        while reached:
            column, item = reached.pop()
            touching = [pair for pair in rest if pair[0] == column or pair[1] == item]
            part.update({pair: rest.pop(pair) for pair in touching})
            reached += touching
        yield part


def _best(part: Mapping[Pair, float]) -> Iterator[tuple[Pair, Others]]:
    pairs = _solved(part)
    total = sum(part[pair] for pair in pairs)
    for column, item in pairs:
        as_good = [
            other
            for other in part
            if (other[0] == column) != (other[1] == item) and _with(other, part) >= total - MARGIN
        ]
        yield (
            (column, item),
            Others(
                tuple(other for its, other in as_good if its == column),
                tuple(other for other, its in as_good if its == item),
            ),
        )


def _with(pair: Pair, part: Mapping[Pair, float]) -> float:
    """The highest sum of scores in which this pair is."""
    rest = {other: weight for other, weight in part.items() if other[0] != pair[0] and other[1] != pair[1]}
    return part[pair] + sum(rest[other] for other in _solved(rest))


def _solved(part: Mapping[Pair, float]) -> list[Pair]:
    columns = list(dict.fromkeys(column for column, _ in part))
    items = list(dict.fromkeys(item for _, item in part))
    table = np.zeros((len(columns), len(items)))
    for (column, item), weight in part.items():
        table[columns.index(column), items.index(item)] = weight
    chosen = ((columns[i], items[j]) for i, j in zip(*linear_sum_assignment(table, maximize=True), strict=True))
    return [pair for pair in chosen if pair in part]
