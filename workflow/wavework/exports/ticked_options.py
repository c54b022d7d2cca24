"""Options of a multiple choice, as every platform has them: which columns belong together, and what is ticked."""

from collections.abc import Callable, Iterable, Sequence, Set

from wavework.exports.export import ANSWER, NO_ANSWER, TICKED, UNTICKED, Column


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


def tick_states(texts: Sequence[str], yes: Set[str], no: Set[str], empty: Sequence[str]) -> list[str]:
    """States of one option's cells: yes, no: texts that mean ticked and not; empty: the state of each cell if empty.

    Any other text is an answer.
    """
    return [
        state if not text else TICKED if text in yes else UNTICKED if text in no else ANSWER
        for text, state in zip(texts, empty, strict=True)
    ]


def empty_options(texts: Sequence[Sequence[str]], yes: Sequence[Set[str]]) -> list[str]:
    """States of empty cells, by row, on a platform that leaves unticked options empty.

    texts: per option column its cells; yes: per column the texts that mean ticked. An empty cell is unticked if the
    same response ticked another option; otherwise nobody can tell unanswered from not shown: no_answer.
    """
    rows = zip(*texts, strict=True)
    ticked = [any(text and text in own for text, own in zip(row, yes, strict=True)) for row in rows]
    return [UNTICKED if some else NO_ANSWER for some in ticked]


def option_states(texts: Sequence[Sequence[str]], yes: Sequence[Set[str]]) -> list[list[str]]:
    """States of the option columns of one multiple choice whose unticked options are empty; see `empty_options`."""
    empty = empty_options(texts, yes)
    return [tick_states(cells, own, frozenset(), empty) for cells, own in zip(texts, yes, strict=True)]
