"""How many units gave each answer, and which answers each unit can have given, over all tables that agree."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from wavework.agreeing_tables import Agreeing
from wavework.answer_arrays import Flags
from wavework.known import BOUNDS, FIXED, NOTHING
from wavework.tables import coded, sharing_texts

COUNTS = [
    "wave", "item", "comparable", "status", "answer", "units", "lowest", "highest", "at_least_lowest",
    "at_least_highest", "n", "known", "basis",
]  # fmt: skip
MANY = 20_000  # units from which on a column holds codes into its texts
ANSWERS = ["wave", "region", "unit", "item", "answers", "known", "basis"]


def prevalence(answers: pd.DataFrame, tables: Agreeing) -> pd.DataFrame:
    """How often each answer occurs per item and wave: a wrong mapping shows at a glance.

    answers: processed/answers.csv. One row per answer of the item's scale in its order, then those of other statuses
    that occur; columns COUNTS. units: as answered, or the same in every table that agrees; NaN where there is none.
    lowest, highest: its bounds; at_least_lowest, at_least_highest: those of the units that give this answer or one
    before it in the scale. n: units that were asked. known: see `statistics.result.KNOWN`, "" for collected answers.
    """
    cells = tables.cells
    compared = answers.drop_duplicates(["wave", "item"]).set_index(["wave", "item"])["comparable"]
    rows: list[dict[str, Any]] = []
    for wave in sorted(cells.units):
        count = _bounded if wave in cells.drawn else _counted
        for item in cells.asked[wave]:
            keys = {"wave": wave, "item": item, "comparable": compared[wave, item], "basis": tables.basis[wave]}
            rows += [keys | row for row in count(tables, wave, item, answers)]
    return pd.DataFrame(rows, columns=COUNTS)


def _counted(tables: Agreeing, wave: str, item: str, answers: pd.DataFrame) -> Iterator[dict[str, Any]]:
    scale = tables.book.answers_of(tables.book.scale_of[item])
    given = answers[(answers["wave"] == wave) & (answers["item"] == item) & (answers["status"] != "not_asked")]
    counts = given.groupby(["status", "answer"], observed=True).size()
    substantive = [("answered", answer) for answer in scale.loc[scale["status"] == "answered", "answer"]]
    before = 0
    for status, answer in [*substantive, *(key for key in counts.index if key[0] != "answered")]:
        n = int(counts.get((status, answer), 0))
        before += n if status == "answered" else 0
        least = {"at_least_lowest": before, "at_least_highest": before} if status == "answered" else {}
        numbers = {"units": n, "lowest": n, "highest": n, "n": len(given)}
        yield {"status": status, "answer": answer, "known": ""} | numbers | least


def _bounded(tables: Agreeing, wave: str, item: str, answers: pd.DataFrame) -> Iterator[dict[str, Any]]:
    of_item = tables.cells.items[item]
    codes = [code for code, there in zip(of_item.codes, of_item.substantive, strict=True) if there]
    sums = [tables.cells.count(wave, item, [code]) for code in codes]
    least = [tables.cells.count(wave, item, codes[: place + 1]) for place in range(len(codes))]
    extents = tables.extents([*sums, *least])
    for code, own, up_to in zip(codes, extents[: len(codes)], extents[len(codes) :], strict=True):
        assert own is not None
        assert up_to is not None
        yield {
            "status": "answered", "answer": code, "units": own.lowest if own.known == FIXED else np.nan,
            "lowest": own.lowest, "highest": own.highest, "at_least_lowest": up_to.lowest,
            "at_least_highest": up_to.highest, "n": len(tables.cells.units[wave]), "known": own.known,
        }  # fmt: skip


def possible_answers(tables: Agreeing) -> pd.DataFrame:
    """Which answers each unit can have given to each item: columns ANSWERS, answers joined by `|` in the scale's order.

    known: "" for a collected answer; over the tables that agree `fixed` (one answer), `nothing` (any that the wave
    could yield) or `bounds`.
    """
    cells, parts = tables.cells, []
    possible = tables.bounds.possible() if tables.draws else np.zeros((0, 0), dtype=bool)
    for wave in sorted(cells.units):
        units: Any = list(cells.units[wave])
        is_coded = len(units) > MANY and wave not in cells.drawn
        if is_coded:
            units = coded(units, np.arange(len(units)))
        for item in cells.asked[wave]:
            codes = np.array(cells.items[item].codes)
            told: dict[str, Any] = {"wave": wave, "region": cells.regions[wave], "item": item}
            told |= {"known": "", "basis": tables.basis[wave]}
            if wave in cells.drawn:
                start = tables.system.block[wave, item].start
                told["answers"], told["known"] = _possible(tables, possible, start, wave, codes)
            else:
                texts, given = [*codes, "not_applicable", ""], (cells.base or cells).position(wave, item)[0]
                if not is_coded:
                    told["answers"] = np.array(texts, dtype=object)[given]
                else:
                    told = {name: coded([text], np.zeros(len(units), dtype=np.int8)) for name, text in told.items()}
                    told["answers"] = coded(texts, given % len(texts))  # the last one is counted from the end
            parts.append(pd.DataFrame({**told, "unit": units})[ANSWERS])
    return pd.concat(sharing_texts(parts), ignore_index=True) if parts else pd.DataFrame(columns=ANSWERS)


def _possible(
    tables: Agreeing, possible: Flags, start: int, wave: str, codes: np.ndarray
) -> tuple[list[str], list[str]]:
    """Of each unit of a drawn wave the answers that it can have given to an item, and what is known of them."""
    answers, known = [], []
    for cell in range(start, start + len(tables.cells.units[wave])):
        may, could = (flags[cell, : len(codes)] for flags in (possible, tables.system.allowed))
        answers.append("|".join(codes[may]))
        known.append(FIXED if may.sum() == 1 else NOTHING if (may == could).all() else BOUNDS)
    return answers, known
