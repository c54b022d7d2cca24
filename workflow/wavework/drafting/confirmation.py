"""Drafts that a person has worked on, held against the codebook and the export before anything of them is used."""

import csv
import io
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import pandas as pd
import yaml

from wavework.codebook import Codebook, recode_pairs
from wavework.drafting.matching import CROSSWALK
from wavework.drafting.options import OPEN
from wavework.exports import Export
from wavework.problems import InputError, Problem, collected_problems
from wavework.schemas import schema, schema_problems
from wavework.tables import read_table, records


def read_yaml(path: str | Path) -> tuple[Any, str]:
    """Content and text of a YAML file; its line ends as they are. Raises InputError with row and column."""
    try:
        text = Path(path).read_bytes().decode("utf-8")
        return yaml.safe_load(text), text
    except UnicodeDecodeError as error:
        raise InputError(Problem(str(path), f"byte {error.start} is not UTF-8", "UTF-8 text", "save it again")) from error
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        row, column = (mark.line + 1, str(mark.column + 1)) if mark else (None, None)
        found = f"not readable as YAML: {error.problem}"
        raise InputError(Problem(str(path), found, "YAML", "correct the line", row=row, column=column)) from error
    except yaml.YAMLError as error:
        raise InputError(Problem(str(path), f"not readable as YAML: {error}", "YAML")) from error


def wave_block(path: Path, wave: str) -> tuple[dict[str, Any], str]:
    """The wave's keys and the block as text, from wave.yaml. Raises InputError if it is no block of this one wave."""
    content, text = read_yaml(path)
    if not isinstance(content, dict) or list(content) != [wave] or not isinstance(content[wave], dict):
        names = ", ".join(map(str, content)) if isinstance(content, dict) else "no key"
        raise InputError(Problem(str(path), f"it holds {names}", f"the block of wave {wave}", "draft the wave again"))
    for row, line in enumerate(text.splitlines(), start=1):
        if line.strip() and not line.startswith("  "):
            raise InputError(
                Problem(str(path), "the line is not indented", "two blanks in front of every line", "put them", row=row)
            )
    return content[wave], text


def source_entries(path: Path, expected: Mapping[str, str]) -> tuple[list[dict[str, Any]], str]:
    """The entries of sources.yaml and their text. expected: file below raw/ -> its SHA-256.

    Raises InputError naming every key that is missing, empty or not what the file is.
    """
    content, text = read_yaml(path)
    with collected_problems() as problems:
        entries = content if isinstance(content, list) else []
        told: list[Problem] = schema_problems({"sources": entries}, schema("sources"), str(path))
        for problem in told:
            problems.append(replace(problem, remedy=problem.remedy or "fill it in: the report names where files are from"))
        found = {entry.get("file"): entry.get("sha256") for entry in entries if isinstance(entry, dict)}
        if found != dict(expected):
            problems.append(
                Problem(
                    str(path),
                    f"entries for {', '.join(map(str, found)) or 'nothing'}",
                    "; ".join(f"{file} with sha256 {digest}" for file, digest in expected.items()),
                    "leave file and sha256 as they were drafted",
                )
            )
    return entries, text


def crosswalk_rows(path: Path, wave: str, export: Export, unit_column: str, book: Codebook) -> pd.DataFrame:
    """The rows of crosswalk.csv with the columns CROSSWALK. Raises InputError naming every row and cell to be mended."""
    rows = _read_edited(path)[CROSSWALK].apply(lambda column: column.str.strip())
    rows["wave"] = rows["wave"].replace("", wave)
    file = str(path)
    with collected_problems() as problems:
        if rows.empty:
            problems.append(Problem(file, "no row", "a row per column that is read", "draft the wave again"))
        for position, row in enumerate(records(rows), start=2):
            for found in _row_problems(row, wave, export, unit_column, book, file):
                problems.append(replace(found, row=position))
        for item, count in sorted(Counter(rows["item"]).items()):
            if count > 1:
                places = ", ".join(str(place + 2) for place in range(len(rows)) if rows["item"].iloc[place] == item)
                problems.append(
                    Problem(
                        file,
                        f"item {item} has {count} columns (rows {places})",
                        "one column per item",
                        "keep the row of the column that holds it",
                        column="item",
                    )
                )
    return rows


def _read_edited(path: Path) -> pd.DataFrame:
    """crosswalk.csv as a person left it: spreadsheets in some countries save it with semicolons."""
    try:
        head = path.read_bytes().decode("utf-8-sig").partition("\n")[0]
    except UnicodeDecodeError:
        head = ""  # read_table says which byte
    if head.count(";") > head.count(","):
        text = path.read_bytes().decode("utf-8-sig")
        cells = [line for line in csv.reader(io.StringIO(text, newline=""), delimiter=";") if line]
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
        yield Problem(file, repr(row["item"]), f"an item of {book.files['items']}", remedy, column="item")
        return
    if row["comparable"] not in ("yes", "recoded", "no"):
        yield Problem(
            file,
            f"{row['item']}: {row['comparable'] or 'nothing'} is said",
            "yes, recoded or no",
            "decide it, or delete the row; report.txt says what is in doubt",
            column="comparable",
        )
    if row["comparable"] in ("recoded", "no") and not row["reason"] or row["reason"].startswith(OPEN):
        yield Problem(
            file,
            f"{row['item']}: no reason is given" if not row["reason"] else f"{row['item']}: the reason is a template",
            "in a few words, how the question or its answers differ",
            "write it in the place of the template",
            column="reason",
        )
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
        yield Problem(
            file, f"{name!r} is the column of the units", "a question", "delete the row", column="column"
        )


def _recode_problems(row: Mapping[str, str], book: Codebook, file: str) -> Iterator[Problem]:
    scale = book.scale_of[row["item"]]
    answers = list(book.answers_of(scale)["answer"])
    expected = f"raw>answer;raw>answer with answers of scale {scale}: {', '.join(answers)}"
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


def with_wave(text: str, block: str, wave: str, pair: Mapping[str, str] | None, file: str) -> str:
    """config.yaml with the block as the last of `waves` and the pair as the last of `comparisons.change`.

    Comments, order and line ends stay. Raises InputError if the file is written in a form that this cannot extend.
    """
    before = yaml.safe_load(text)
    expected = {**before, "waves": {**before["waves"], **yaml.safe_load(block)}}
    lines = _lines(text)
    end = _end_of(lines, "waves:", "")
    lines[end:end] = _lines(block)
    if pair:
        compared = before.get("comparisons") or {}
        expected["comparisons"] = {**compared, "change": [*(compared.get("change") or []), dict(pair)]}
        _add_change(lines, f"    - {{from: {pair['from']}, to: {pair['to']}}}\n")
    return _checked(lines, text, expected, file, f"{block}and under comparisons.change {pair}" if pair else block)


def _add_change(lines: list[str], line: str) -> None:
    """Put the pair behind the last one, or begin the list."""
    if not any(found.startswith("comparisons:") for found in lines):
        end = _end_of(lines, "waves:", "")
        lines[end:end] = ["\n", "comparisons:\n", "  change:\n", line]
        return
    start = next(i for i, found in enumerate(lines) if found.startswith("comparisons:"))
    last = _end_of(lines, "comparisons:", "")
    change = next((i for i in range(start, last) if lines[i].startswith("  change:")), None)
    if change is None:
        lines[start + 1 : start + 1] = ["  change:\n", line]
        return
    if lines[change].split("#")[0].split(":")[1].strip() in ("[]", "[ ]"):
        lines[change] = "  change:\n"
    end = _end_of(lines, "  change:", "  ")
    lines[end:end] = [line]


def with_entries(text: str, added: str, file: str) -> str:
    """The registry with entries behind its last. Entries that stand there already, word for word, are not repeated."""
    before = yaml.safe_load(text)
    there = {entry["file"]: entry for entry in before["sources"] or []}
    entries = yaml.safe_load(added)
    if all(there.get(entry["file"]) == entry for entry in entries):
        return text
    with collected_problems() as problems:
        for entry in entries:
            if entry["file"] in there:
                problems.append(
                    Problem(file, f"{entry['file']} is registered already", "a new file", "remove that entry first")
                )
    lines = _lines(text)
    start = next((i for i, line in enumerate(lines) if line.startswith("sources:")), len(lines))
    if "".join(lines[start : start + 1]).split("#")[0].strip() in ("sources: []", "sources: [ ]"):
        lines[start] = "sources:\n"
    end = _end_of(lines, "sources:", "")
    first = next((line for line in lines[start + 1 :] if line.lstrip().startswith("- ")), "  - ")
    shift = len(first) - len(first.lstrip()) - 2
    block = [(" " * shift + line if shift > 0 else line[-shift:]) if line.strip() else line for line in _lines(added)]
    lines[end:end] = ["\n", *block] if end > start + 1 else block
    return _checked(lines, text, {**before, "sources": [*(before["sources"] or []), *entries]}, file, added)


def with_rows(text: str, rows: pd.DataFrame, file: str) -> str:
    """crosswalk.csv with rows behind its last. Rows of the wave that stand there already must be the same."""
    cells = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))
    head, body = cells[0], [row for row in cells[1:] if row]
    added = [[row[name] for name in head] for row in records(rows)]
    wave = head.index("wave")
    there = [row for row in body if row[wave] == rows["wave"].iloc[0]]
    if there:
        if there == added:
            return text
        raise InputError(
            Problem(file, f"it has rows of wave {there[0][wave]} already", "none", "remove them, or choose another ID")
        )
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n" if "\r\n" in text else "\n").writerows(added)
    end = "" if text.endswith("\n") else "\n"
    return text + end + out.getvalue()


def _lines(text: str) -> list[str]:
    lines = text.replace("\r\n", "\n").splitlines(keepends=True)
    return [line if line.endswith("\n") else f"{line}\n" for line in lines]


def _end_of(lines: Sequence[str], key: str, indent: str) -> int:
    """Index behind the last line of a block; blank lines and comments in front of the next block belong to that."""
    inside: Callable[[str], bool] = lambda line: line.startswith((f"{indent} ", "\n")) or line.lstrip().startswith("#")  # noqa: E731
    start = next((i for i, line in enumerate(lines) if line.startswith(key)), len(lines) - 1)
    end = start + 1
    while end < len(lines) and (inside(lines[end]) or lines[end].startswith(f"{indent}- ")):
        end += 1
    while end > start + 1 and (not lines[end - 1].strip() or lines[end - 1].startswith(f"{indent}#")):
        end -= 1
    return end


def _checked(lines: Sequence[str], before: str, expected: Any, file: str, added: str) -> str:
    """The lines as text if they say what is expected, with the line ends of the file."""
    text = "".join(lines)
    try:
        holds = yaml.safe_load(text) == expected
    except yaml.YAMLError:
        holds = False
    if not holds:
        raise InputError(
            Problem(
                file,
                "it is written in a form to which nothing can be added by a program",
                "one block per key, indented by two blanks",
                f"add by hand and leave the rest to a repeated confirmation:\n{added}",
            )
        )
    return text.replace("\n", "\r\n") if "\r\n" in before else text
