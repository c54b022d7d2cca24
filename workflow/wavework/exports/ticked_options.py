"""Options of a multiple choice, as every platform has them: which columns belong together, and what is ticked."""

from collections.abc import Callable, Iterable, Sequence, Set

import numpy as np

from wavework.exports.export import ANSWER, NO_ANSWER, TICKED, UNTICKED, Column
from wavework.exports.texts import Texts, either


def grouped(columns: Iterable[Column], key: Callable[[Column], str | None]) -> dict[str, list[int]]:
    """Key of a question -> indexes of its columns; a column with the key None belongs to none."""
    groups: dict[str, list[int]] = {}
    for i, column in enumerate(columns):
        if (name := key(column)) is not None:
            groups.setdefault(name, []).append(i)
    return groups


def option_column(column: Column, option: str, label: str) -> Column:
    """The column of one option of a multiple choice that stands in one cell."""
    return Column(
        column.position,
        f"{column.code}/{option}",
        f"{column.text} [{label}]",
        column.kind,
        column.question or column.code,
        option,
        f"{column.id}/{option}" if column.id else "",
    )


def tick_states(texts: Texts, yes: Set[str], no: Set[str], empty: Texts) -> Texts:
    """States of one option's cells: yes, no: texts that mean ticked and not; empty: the state of each cell if empty.

    Any other text is an answer.
    """
    told = Texts.chosen([texts.isin(no), texts.isin(yes)], [UNTICKED, TICKED], ANSWER)
    return either(texts.filled, told, empty)


def empty_options(texts: Sequence[Texts], yes: Sequence[Set[str]]) -> Texts:
    """States of empty cells, by row, on a platform that leaves unticked options empty.

    texts: per option column its cells; yes: per column the texts that mean ticked. An empty cell is unticked if the
    same response ticked another option; otherwise nobody can tell unanswered from not shown: no_answer.
    """
    ticked = [own.filled & own.isin(words) for own, words in zip(texts, yes, strict=True)]
    return Texts.chosen([np.any(ticked, axis=0)], [UNTICKED], NO_ANSWER)


def option_states(texts: Sequence[Texts], yes: Sequence[Set[str]]) -> list[Texts]:
    """States of the option columns of one multiple choice whose unticked options are empty; see `empty_options`."""
    empty = empty_options(texts, yes)
    return [tick_states(cells, own, frozenset(), empty) for cells, own in zip(texts, yes, strict=True)]
