"""From the cells of an export to tidy answers in the study's own codes.

The crosswalk is an allow-list: a column that it does not name is never read. Every answer gets a typed status,
every row that is dropped and every value that is changed gets a line in the cleaning log, and anything that the
codebook does not know stops the run with all such problems of the file at once.
"""

import logging
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from typing import Any

import numpy as np
import pandas as pd

from wavework.answer_columns import COLUMNS, ItemAnswers, WaveAnswers
from wavework.codebook import NO_ANSWER, Codebook, matching_text, recode_map
from wavework.exports import Export, read_export
from wavework.exports.texts import occurring_pairs
from wavework.included_responses import Changes, Kept, joined, responses_that_count
from wavework.problems import Problem, collected_problems, row_number
from wavework.tables import records, sharing_texts

log = logging.getLogger("wavework.answers")

LOG_COLUMNS = ["wave", "file", "row", "unit", "action", "item", "before", "after", "reason", "source"]
# what a wave says of its export
READING = ("platform", "structure", "encoding", "delimiter", "sheet", "header_rows", "choices")
# What a platform says of a cell without an answer. ASSUME a question hidden by routing does not apply to the unit.
EMPTY = {"no_answer": NO_ANSWER, "seen_unanswered": NO_ANSWER, "not_shown": "not_applicable"}


def wave_export(choices: Mapping[str, Any], columns: Sequence[str] | None = None, **elsewhere: str) -> Export:
    """The export of a wave as its block of config.yaml says it is read. elsewhere: the export, or its structure, where
    it stands in another place. columns: see `wavework.exports.read_export`."""
    said = {**choices, **elsewhere}
    return read_export(said["export"], columns=columns, **{key: said[key] for key in READING if key in said})


def read_wave(
    wave: str, choices: Mapping[str, Any], book: Codebook, basis: str, **elsewhere: str
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The answers of one wave and its log, from its export; see `wave_answers` and `wave_export`."""
    columns = [choices["unit_column"], *book.entries_of(wave)["column"]]
    return wave_answers(wave_export(choices, columns, **elsewhere), wave, choices, book, basis)


def wave_answers(
    export: Export, wave: str, choices: Mapping[str, Any], book: Codebook, basis: str
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The answers of one wave, one row per unit and item of the crosswalk, sorted (COLUMNS), and the log; see
    `answers_by_item`."""
    found, log_of = answers_by_item(export, wave, choices, book, basis)
    return found.table(book), log_of


def answers_by_item(
    export: Export, wave: str, choices: Mapping[str, Any], book: Codebook, basis: str
) -> tuple[WaveAnswers, pd.DataFrame]:
    """The answers of one wave and the log (LOG_COLUMNS) of what was dropped or changed.

    export: cells of the file; choices: the wave's block of config.yaml; basis: the file's registered basis.
    Raises InputError naming every column that is missing, unit that is unknown, missing or double, answer that
    is not of its scale, and correction that matches nothing.
    """
    file = str(export.path)
    crosswalk = book.entries_of(wave)
    _require_columns(export, file, wave, choices, crosswalk, book)
    changes: Changes = []
    kept = responses_that_count(export, wave, choices, book, changes)

    with collected_problems() as problems:
        items = {
            entry["item"]: item_answers(export, entry, kept, book, changes, problems) for entry in records(crosswalk)
        }
    rows_of = dict(zip(kept.units, kept.positions, strict=True)) if (book.corrections["wave"] == wave).any() else {}
    places = dict(zip(kept.units, range(len(kept.units)), strict=True)) if rows_of else {}
    with collected_problems() as problems:
        for index, fix in book.corrections[book.corrections["wave"] == wave].iterrows():
            problem = _correct(items, fix, places, book, file, row_number(index))
            if problem:
                problems.append(problem)
                continue
            changes.append(
                {"row": export.rows[rows_of[fix["unit"]]], "unit": fix["unit"], "action": "value corrected",
                 "item": fix["item"], "before": fix["found"], "after": fix["corrected"], "reason": fix["reason"],
                 "source": fix["source"]}
            )  # fmt: skip

    order = np.argsort(kept.units, kind="stable")
    units = kept.units[order]
    for given in items.values():
        given.codes = given.codes[order]
    country_of = dict(zip(book.units["unit"], book.units["country"], strict=True)) if len(book.units) else {}
    countries = np.array(
        [country_of.get(unit, "") for unit in units] if country_of else [""] * len(units), dtype=object
    )
    log.info("%s: %s of %s rows are responses, %s answers", file, len(units), len(export.rows), len(units) * len(items))
    parts = [part.reindex(columns=LOG_COLUMNS) for part in joined(changes)]
    found = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame()
    found = found.reindex(columns=LOG_COLUMNS).assign(wave=wave, file=file)
    return WaveAnswers(wave, choices["region"], basis, units, countries, items), found


def _require_columns(
    export: Export, file: str, wave: str, choices: Mapping[str, Any], crosswalk: pd.DataFrame, book: Codebook
) -> None:
    present = {column.code for column in export.columns}
    needed = [(choices["unit_column"], f"config.yaml, waves.{wave}.unit_column")]
    needed += [(column, f"{book.files['crosswalk']}, wave {wave}") for column in crosswalk["column"]]
    with collected_problems() as problems:
        if crosswalk.empty:
            found = f"no row for wave {wave}"
            remedy = "add them (docs/adding-a-wave.md), or take the wave out of config.yaml"
            problems.append(Problem(book.files["crosswalk"], found, "a row per column that is used", remedy))
        for column, where in needed:
            if column not in present:
                near = get_close_matches(column, sorted(present), n=3, cutoff=0.6)
                expected = f"a column {column} ({where})" + (f"; near it: {', '.join(near)}" if near else "")
                remedy = "export the file again with all questions and codes as headings, or correct the crosswalk"
                problems.append(Problem(file, "the column is missing", expected, remedy, column=column))


def item_answers(
    export: Export,
    entry: Mapping[str, str],
    kept: Kept,
    book: Codebook,
    changes: Changes,
    problems: list[Problem],
) -> ItemAnswers:
    """The answers of the responses that are kept; each cell that holds no answer of the scale is one of `problems`.

    entry: a row of the crosswalk; what is recoded: `changes`. What a cell means is decided once for each text in each
    state that occurs.
    """
    item, column = entry["item"], entry["column"]
    scale = book.scale_of[item]
    names = book.answer_names(scale)
    status_of = dict(zip(book.answers_of(scale)["answer"], book.answers_of(scale)["status"], strict=True))
    recode = recode_map(entry["recode"])
    texts, states = export.texts[column][kept.positions], export.said[column][kept.positions]
    occurring, codes = occurring_pairs(texts, states)
    given: list[tuple[str, str]] = []
    unknown: list[Problem] = []
    recoded: dict[int, tuple[str, str]] = {}
    for place, (text, state) in enumerate(occurring):
        if state in EMPTY:
            given.append((EMPTY[state], ""))
            continue
        told = state if state in ("ticked", "unticked") else matching_text(text)
        answer = recode.get(told) or names.get(told, "")
        if answer not in status_of and answer != NO_ANSWER:
            rows = [export.rows[k] for k in kept.positions[codes == place]]
            unknown += _unknown_answers(rows, str(export.path), entry, text, scale, book)
            given.append(("", ""))
            continue
        if told in recode:
            recoded[place] = text, answer
        given.append((NO_ANSWER, "") if answer == NO_ANSWER else (status_of[answer], answer))
    problems += sorted(unknown, key=lambda problem: problem.row or 0)
    if recoded:
        here = np.flatnonzero(np.isin(codes, list(recoded)))
        changed = [recoded[place] for place in codes[here].tolist()]
        changes.append(
            pd.DataFrame(
                {"row": [export.rows[k] for k in kept.positions[here]], "unit": kept.units[here],
                 "action": "value recoded", "item": item, "before": [text for text, _ in changed],
                 "after": [answer for _, answer in changed], "reason": entry["reason"]}
            )
        )  # fmt: skip
    return ItemAnswers(entry["comparable"], given, codes)


def _unknown_answers(
    rows: Sequence[int], file: str, entry: Mapping[str, str], text: str, scale: str, book: Codebook
) -> list[Problem]:
    remedy = (
        f"if it means one of these, say so in {book.files['crosswalk']} (recode) or {book.files['scales']} (aliases); "
        "if it is an error, have the file corrected at its source"
    )
    found, expected = f"{text!r} is not an answer of scale {scale}", " | ".join(book.answers_of(scale)["label_en"])
    return [Problem(file, found, expected, remedy, row, entry["column"]) for row in rows]


def _correct(
    items: Mapping[str, ItemAnswers],
    fix: Any,
    places: Mapping[str, int],
    book: Codebook,
    file: str,
    row: int,
) -> Problem | None:
    """Apply a correction of the codebook. One that matches nothing is a problem."""
    given, place = items.get(fix["item"]), places.get(fix["unit"], -1)
    there = given.given[given.codes[place]][1] if given and place >= 0 else None
    if given is None or there is None or there != fix["found"]:
        told = "no such answer" if there is None else there
        found = f"{fix['unit']}, {fix['item']}: {fix['found']!r} is not there ({told})"
        remedy = "remove the correction if the file was corrected, or correct its row"
        return Problem(book.files["corrections"], found, f"the answer as it stands in {file}", remedy, row)
    scale = book.answers_of(book.scale_of[fix["item"]])
    status = dict(zip(scale["answer"], scale["status"], strict=True))
    given.set(place, status[fix["corrected"]] if fix["corrected"] else "no_answer", fix["corrected"])
    return None


def all_answers(waves: Mapping[str, pd.DataFrame], items: pd.DataFrame) -> pd.DataFrame:
    """The answers of all waves in one table, with a row `not_asked` for each item that a wave did not hold.

    waves: wave -> its answers (values as text). Sorted by wave, unit, and item in the codebook's order.
    """
    parts = []
    for wave, answers in waves.items():
        units = answers[["region", "unit", "country", "basis"]].drop_duplicates()
        absent = items.loc[~items["item"].isin(answers["item"].unique()), ["item"]]
        unasked = units.merge(absent, how="cross").assign(wave=wave, status="not_asked", comparable="no")
        parts += [answers, unasked.assign(answer="", value="")]
    order = {item: place for place, item in enumerate(items["item"])}
    table = pd.concat(sharing_texts([part[COLUMNS] for part in parts]), ignore_index=True)
    if isinstance(table["unit"].dtype, pd.CategoricalDtype):
        place_of = np.array([order[item] for item in table["item"].cat.categories])
        keys = (place_of[table["item"].cat.codes], table["unit"].cat.codes, table["wave"].cat.codes)
        return table.take(np.lexsort(keys)).reset_index(drop=True)
    table = table.fillna("")
    return table.sort_values(
        ["wave", "unit", "item"], key=lambda c: c.map(order).astype(int) if c.name == "item" else c, ignore_index=True
    )
