"""Drafts that a person has worked on, held against the codebook and the export before anything of them is used."""

import csv
import io
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import pandas as pd

from wavework.codebook import NO_ANSWER, Codebook, recode_pairs
from wavework.drafting.answer_matching import OPEN
from wavework.drafting.column_matching import CROSSWALK
from wavework.exports import Export
from wavework.problems import InputError, Problem, collected_problems
from wavework.schemas import schema, schema_problems
from wavework.tables import read_table, records
from wavework.yaml_files import read_yaml


def wave_block(path: Path, wave: str) -> tuple[dict[str, Any], str]:
    """The wave's keys and the block as text, from wave.yaml. Raises InputError if it is no block of this one wave."""
    content, text = read_yaml(path), path.read_bytes().decode("utf-8")
    if not isinstance(content, dict) or list(content) != [wave] or not isinstance(content[wave], dict):
        names = ", ".join(map(str, content)) if isinstance(content, dict) else "no key"
        raise InputError(Problem(str(path), f"it holds {names}", f"the block of wave {wave}", "draft the wave again"))
    for row, line in enumerate(text.splitlines(), start=1):
        if line.strip() and not line.startswith("  "):
            expected = "two blanks in front of every line"
            raise InputError(Problem(str(path), "the line is not indented", expected, "put them", row))
    return content[wave], text


def source_entries(path: Path, expected: Mapping[str, str]) -> tuple[list[dict[str, Any]], str]:
    """The entries of sources.yaml and their text. expected: file below raw/ -> its SHA-256.

    Raises InputError naming every key that is missing, empty or not what the file is.
    """
    content, text = read_yaml(path), path.read_bytes().decode("utf-8")
    with collected_problems() as problems:
        entries = content if isinstance(content, list) else []
        for problem in schema_problems({"sources": entries}, schema("sources"), str(path)):
            remedy = problem.remedy or "fill it in: the report names where files are from"
            problems.append(replace(problem, remedy=remedy))
        found = {entry.get("file"): entry.get("sha256") for entry in entries if isinstance(entry, dict)}
        if found != dict(expected):
            told = f"entries for {', '.join(map(str, found)) or 'nothing'}"
            wanted = "; ".join(f"{file} with sha256 {digest}" for file, digest in expected.items())
            problems.append(Problem(str(path), told, wanted, "leave file and sha256 as they were drafted"))
    return entries, text


def confirmed_rows(path: Path, wave: str, export: Export, unit_column: str, book: Codebook) -> pd.DataFrame:
    """The rows of crosswalk.csv with the columns CROSSWALK. Raises InputError naming each cell that must be mended."""
    rows = _read_edited(path)[CROSSWALK].apply(lambda column: column.str.strip())
    rows["wave"] = rows["wave"].replace("", wave)
    file = str(path)
    with collected_problems() as problems:
        if rows.empty:
            problems.append(Problem(file, "no row", "a row per column that is read", "draft the wave again"))
        for position, row in enumerate(records(rows), start=2):
            wrong = _row_problems(row, wave, export, unit_column, book, file)
            problems += (replace(problem, row=position) for problem in wrong)
        for item, places in rows.groupby("item").indices.items():
            if len(places) > 1 and item != OPEN:
                found = f"item {item} has {len(places)} columns (rows {', '.join(str(k + 2) for k in places)})"
                remedy = "keep the row of the column that holds it"
                problems.append(Problem(file, found, "one column per item", remedy, column="item"))
    return rows


def _read_edited(path: Path) -> pd.DataFrame:
    """crosswalk.csv as a person left it: spreadsheets in some countries save it with semicolons."""
    try:
        head = path.read_bytes().decode("utf-8-sig").partition("\n")[0]
    except UnicodeDecodeError:
        head = ""  # read_table says which byte
    if head.count(";") > head.count(","):
        text = path.read_bytes().decode("utf-8-sig")
        cells = [line for line in csv.reader(io.StringIO(text, newline=""), delimiter=";") if any(line)]
        uneven = [place for place, line in enumerate(cells, start=1) if len(line) != len(cells[0])]
        missing = [column for column in CROSSWALK if column not in cells[0]]
        if not uneven and not missing:
            return pd.DataFrame(cells[1:], columns=cells[0], dtype=str)
    table = read_table(path, CROSSWALK)
    blank = (table == "").all(axis="columns")
    return table[~blank].reset_index(drop=True)


def _row_problems(
    row: Mapping[str, str], wave: str, export: Export, unit_column: str, book: Codebook, file: str
) -> Iterator[Problem]:
    """What is wrong with one row; the caller knows its number."""
    if row["wave"] != wave:
        yield Problem(file, repr(row["wave"]), wave, "leave the wave as it was drafted", column="wave")
    yield from _column_problems(row["column"], export, unit_column, file)
    if row["item"] not in book.scale_of:
        near = get_close_matches(row["item"], list(book.scale_of), n=3)
        remedy = f"did you mean {' or '.join(near)}?" if near else "correct it, or add the item to items.csv first"
        if row["item"] == OPEN:
            remedy = f"decide which one {row['column']} is, or delete the row; report.txt names those that it fits"
        yield Problem(file, repr(row["item"]), f"an item of {book.files['items']}", remedy, column="item")
        return
    if row["comparable"] not in ("yes", "recoded", "no"):
        found = f"{row['item']}: {row['comparable'] or 'nothing'} is said"
        remedy = "decide it, or delete the row; report.txt says what is in doubt"
        yield Problem(file, found, "yes, recoded or no", remedy, column="comparable")
    if (row["comparable"] in ("recoded", "no") and not row["reason"]) or row["reason"].startswith(OPEN):
        found = f"{row['item']}: " + ("the reason is a template" if row["reason"] else "no reason is given")
        remedy = "write it in the place of the template"
        yield Problem(file, found, "in a few words, how the question or its answers differ", remedy, column="reason")
    yield from _recode_problems(row, book, file)


def _column_problems(name: str, export: Export, unit_column: str, file: str) -> Iterator[Problem]:
    try:
        column = export.column(name)
    except InputError as error:
        for problem in error.problems:
            yield replace(problem, file=file, found=f"{name!r}: {problem.found}", column="column")
        return
    if column.kind == "personal":
        yield Problem(
            file, f"{name!r} holds data of persons", "a question", "delete the row: it is never read", column="column"
        )
    elif column.code == unit_column:
        yield Problem(file, f"{name!r} is the column of the units", "a question", "delete the row", column="column")


def _recode_problems(row: Mapping[str, str], book: Codebook, file: str) -> Iterator[Problem]:
    scale = book.scale_of[row["item"]]
    answers = [*book.answers_of(scale)["answer"], NO_ANSWER]
    expected = f"raw>answer;raw>answer with answers of scale {scale}, or {NO_ANSWER}: {', '.join(answers[:-1])}"
    pairs = row["recode"].split(";") if row["recode"] else []
    for pair in pairs:
        raw, mark, answer = pair.rpartition(">")
        if not mark or not raw.strip() or ">" in raw:
            yield Problem(file, repr(pair), expected, "one > between the file's text and the answer", column="recode")
        elif answer.strip() not in answers:
            yield Problem(
                file, f"{row['item']}: {pair!r}", expected, "say which answer the text stands for", column="recode"
            )
    raws = Counter(raw for raw, _ in recode_pairs(row["recode"]))
    for raw, count in raws.items():
        if count > 1:
            yield Problem(file, f"{row['item']}: {raw!r} stands {count} times", expected, "once each", column="recode")
