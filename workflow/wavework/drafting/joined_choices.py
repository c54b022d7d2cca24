"""Multiple choices whose answers stand joined in one cell: which list of choices could part them.

A cell is parted by the reader, and only against a list. Where no questionnaire file gives one, the labels of a battery
of ticks are tried under that battery's question; a cell that holds more than these labels leaves the list in doubt.
"""

from collections.abc import Iterator, Mapping

from wavework.codebook import LANGUAGES, Codebook
from wavework.drafting.answer_matching import TICKS, scale_named
from wavework.drafting.likeness import LIKELY, likeness, words
from wavework.exports import OTHER, Column, Export
from wavework.tables import records


def proposed_choices(export: Export, book: Codebook) -> Iterator[tuple[str, list[str]]]:
    """Columns with the list of choices that could part their cells: the labels, in one language, of a battery."""
    codes = {column.code for column in export.columns}
    scales = {name: scale_named(book, name) for name in sorted(set(book.scale_of.values()))}
    for battery in records(book.batteries):
        items = book.items[book.items["battery"] == battery["battery"]]
        if items.empty or not all(set(TICKS) <= set(scales[name].names) for name in items["scale"]):
            continue
        asked = [words(battery.get(f"question_{language}", "")) for language in LANGUAGES]
        for column in export.columns:
            parted = column.option or any(code.startswith(f"{column.code}/") for code in codes)
            if column.kind != "question" or parted or column.code not in export.cells.columns:
                continue
            if max(likeness(words(column.text), text) for text in asked) < LIKELY:
                continue
            given = list(export.cells.loc[export.states[column.code] == "answer", column.code])
            for language in LANGUAGES:
                labels = [label for label in items.get(f"label_{language}", []) if label]
                hits = sum(any(cell.strip().startswith(label) for label in labels) for cell in given)
                if len(labels) == len(items) and 2 * hits > len(given):
                    yield column.code, labels
                    break


def is_open(column: Column, export: Export, choices: Mapping[str, list[str]]) -> bool:
    """Whether the column is a choice of a proposed list that leaves a part of some cell unread."""
    stem, mark, _ = column.code.rpartition("/")
    rest = f"{stem}/{OTHER}"
    return bool(mark) and stem in choices and rest in export.states.columns and "answer" in set(export.states[rest])
