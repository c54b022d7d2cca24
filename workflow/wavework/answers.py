"""From the cells of an export to tidy answers in the study's own codes.

The crosswalk is an allow-list: a column that it does not name is never read. Every answer gets a typed status,
every row that is dropped and every value that is changed gets a line in the cleaning log, and anything that the
codebook does not know stops the run with all such problems of the file at once.
"""

import logging
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import Any

import pandas as pd

from wavework.codebook import NO_ANSWER, Codebook, matching_text, recode_map
from wavework.exports import Export, read_export
from wavework.included_responses import responses_that_count
from wavework.problems import Problem, collected_problems, row_number
from wavework.tables import records

log = logging.getLogger("wavework.answers")

COLUMNS = ["wave", "region", "unit", "country", "item", "status", "answer", "value", "comparable", "basis"]
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
    """The answers of one wave and the log of what was dropped or changed.

    export: cells of the file; choices: the wave's block of config.yaml; basis: the file's registered basis.
    Returns answers (columns COLUMNS, one row per unit and item of the crosswalk, sorted) and log (LOG_COLUMNS).
    Raises InputError naming every column that is missing, unit that is unknown, missing or double, answer that
    is not of its scale, and correction that matches nothing.
    """
    file = str(export.path)
    crosswalk = book.entries_of(wave)
    _require_columns(export, file, wave, choices, crosswalk, book)
    changes: list[dict[str, Any]] = []
    kept = responses_that_count(export, wave, choices, book, changes)

    with collected_problems() as problems:
        rows = []
        for entry in records(crosswalk):
            rows += list(item_answers(export, entry, kept, book, changes, problems))
    answers = pd.DataFrame(rows, columns=["unit", "item", "status", "answer", "comparable"])
    rows_of = {unit: export.rows[position] for position, unit in kept.items()}
    answers = _corrected(answers, wave, file, book, changes, rows_of)

    scales = book.scales.rename(columns={"status": "scale_status"})
    answers = (
        answers.assign(wave=wave, region=choices["region"], basis=basis, scale=answers["item"].map(book.scale_of))
        .merge(book.units[["unit", "country"]], on="unit", how="left", validate="many_to_one")
        .merge(scales[["scale", "answer", "value"]], on=["scale", "answer"], how="left", validate="many_to_one")
        .sort_values(["unit", "item"], ignore_index=True)[COLUMNS]
    )
    log.info("%s: %s of %s rows are responses, %s answers", file, len(kept), len(export.rows), len(answers))
    return answers, pd.DataFrame(changes, columns=LOG_COLUMNS).assign(wave=wave, file=file)


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
    kept: Mapping[int, str],
    book: Codebook,
    changes: list[dict[str, Any]],
    problems: list[Problem],
) -> Iterator[tuple[str, str, str, str, str]]:
    """unit, item, status, answer, comparable of each response that is kept (position -> unit), but those whose cell
    holds no answer of the scale: each is one of `problems`. entry: a row of the crosswalk; what is recoded: `changes`.
    """
    item, column = entry["item"], entry["column"]
    scale = book.scale_of[item]
    names = book.answer_names(scale)
    status_of = dict(zip(book.answers_of(scale)["answer"], book.answers_of(scale)["status"], strict=True))
    recode = recode_map(entry["recode"])
    for position, unit in sorted(kept.items()):
        text, state = export.cells[column].iloc[position], export.states[column].iloc[position]
        if state in EMPTY:
            yield unit, item, EMPTY[state], "", entry["comparable"]
            continue
        told = state if state in ("ticked", "unticked") else matching_text(text)
        answer = recode.get(told) or names.get(told, "")
        if answer not in status_of and answer != NO_ANSWER:
            problems.append(_unknown_answer(export, position, entry, text, scale, book))
            continue
        if told in recode:
            changes.append(
                {"row": export.rows[position], "unit": unit, "action": "value recoded", "item": item,
                 "before": text, "after": answer, "reason": entry["reason"]}
            )  # fmt: skip
        if answer == NO_ANSWER:
            yield unit, item, NO_ANSWER, "", entry["comparable"]
        else:
            yield unit, item, status_of[answer], answer, entry["comparable"]


def _unknown_answer(
    export: Export, position: int, entry: Mapping[str, str], text: str, scale: str, book: Codebook
) -> Problem:
    remedy = (
        f"if it means one of these, say so in {book.files['crosswalk']} (recode) or {book.files['scales']} (aliases); "
        "if it is an error, have the file corrected at its source"
    )
    found, expected = f"{text!r} is not an answer of scale {scale}", " | ".join(book.answers_of(scale)["label_en"])
    return Problem(str(export.path), found, expected, remedy, export.rows[position], entry["column"])


def _corrected(
    answers: pd.DataFrame,
    wave: str,
    file: str,
    book: Codebook,
    changes: list[dict[str, Any]],
    rows_of: Mapping[str, int],
) -> pd.DataFrame:
    """Answers with the corrections of the codebook. A correction that matches nothing is an error.

    rows_of: unit -> the row of the file that its answers stand in.
    """
    answers = answers.copy()
    with collected_problems() as problems:
        for index, fix in book.corrections[book.corrections["wave"] == wave].iterrows():
            place = (answers["unit"] == fix["unit"]) & (answers["item"] == fix["item"])
            match = place & (answers["answer"] == fix["found"])
            if not match.any():
                there = ", ".join(answers.loc[place, "answer"]) or "no such answer"
                found = f"{fix['unit']}, {fix['item']}: {fix['found']!r} is not there ({there})"
                remedy = "remove the correction if the file was corrected, or correct its row"
                expected = f"the answer as it stands in {file}"
                problems.append(Problem(book.files["corrections"], found, expected, remedy, row_number(index)))
                continue
            scale = book.answers_of(book.scale_of[fix["item"]])
            status = dict(zip(scale["answer"], scale["status"], strict=True))
            answers.loc[match, "answer"] = fix["corrected"]
            answers.loc[match, "status"] = status[fix["corrected"]] if fix["corrected"] else "no_answer"
            changes.append(
                {"row": rows_of[fix["unit"]], "unit": fix["unit"], "action": "value corrected", "item": fix["item"],
                 "before": fix["found"], "after": fix["corrected"], "reason": fix["reason"], "source": fix["source"]}
            )  # fmt: skip
    return answers


def all_answers(waves: Mapping[str, pd.DataFrame], items: pd.DataFrame) -> pd.DataFrame:
    """The answers of all waves in one table, with a row `not_asked` for each item that a wave did not hold.

    waves: wave -> its answers (values as text). Sorted by wave, unit, and item in the codebook's order.
    """
    parts = []
    for wave, answers in waves.items():
        units = answers[["region", "unit", "country", "basis"]].drop_duplicates()
        absent = items.loc[~items["item"].isin(answers["item"]), ["item"]]
        parts += [answers, units.merge(absent, how="cross").assign(wave=wave, status="not_asked", comparable="no")]
    order = {item: place for place, item in enumerate(items["item"])}
    table = pd.concat(parts, ignore_index=True)[COLUMNS].fillna("")
    return table.sort_values(
        ["wave", "unit", "item"], key=lambda c: c.map(order) if c.name == "item" else c, ignore_index=True
    )
