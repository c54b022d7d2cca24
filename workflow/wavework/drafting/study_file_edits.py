"""Adding a wave to the files of a study that people write: comments, order and line ends of what is there stay."""

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pandas as pd
import yaml

from wavework.problems import InputError, Problem, collected_problems
from wavework.tables import records


def with_wave(text: str, block: str, pair: Mapping[str, str] | None, file: str) -> str:
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
        _add_change(lines, f"- {{from: {pair['from']}, to: {pair['to']}}}\n")
    return _checked(lines, text, expected, file)


def _add_change(lines: list[str], line: str) -> None:
    """Put the pair behind the last one, or begin the list."""
    if not any(found.startswith("comparisons:") for found in lines):
        end = _end_of(lines, "waves:", "")
        lines[end:end] = ["\n", "comparisons:\n", "  change:\n", f"    {line}"]
        return
    start = next(i for i, found in enumerate(lines) if found.startswith("comparisons:"))
    last = _end_of(lines, "comparisons:", "")
    change = next((i for i in range(start, last) if lines[i].startswith("  change:")), None)
    if change is None:
        lines[start + 1 : start + 1] = ["  change:\n", f"    {line}"]
        return
    if lines[change].split("#")[0].split(":")[1].strip() in ("[]", "[ ]"):
        lines[change] = "  change:\n"
    end = _end_of(lines, "  change:", "  ")
    first = next((found for found in lines[change + 1 : end] if found.lstrip().startswith("- ")), "    - ")
    lines[end:end] = [first[: len(first) - len(first.lstrip())] + line]


def with_entries(text: str, added: str, file: str) -> str:
    """The registry with entries behind its last. Entries that stand there already, word for word, are not repeated."""
    before = yaml.safe_load(text)
    there = {entry["file"]: entry for entry in before["sources"] or []}
    entries = yaml.safe_load(added)
    if all(there.get(entry["file"]) == entry for entry in entries):
        return text
    with collected_problems() as problems:
        for known in (entry["file"] for entry in entries if entry["file"] in there):
            problems.append(Problem(file, f"{known} is registered already", "a new file", "remove that entry first"))
    lines = _lines(text)
    start = next((i for i, line in enumerate(lines) if line.startswith("sources:")), len(lines))
    if "".join(lines[start : start + 1]).split("#")[0].strip() in ("sources: []", "sources: [ ]"):
        lines[start] = "sources:\n"
    end = _end_of(lines, "sources:", "")
    first = next((line for line in lines[start + 1 :] if line.lstrip().startswith("- ")), "  - ")
    shift = len(first) - len(first.lstrip()) - 2
    block = [(" " * shift + line if shift > 0 else line[-shift:]) if line.strip() else line for line in _lines(added)]
    lines[end:end] = ["\n", *block] if end > start + 1 else block
    return _checked(lines, text, {**before, "sources": [*(before["sources"] or []), *entries]}, file)


def with_ignored(text: str, entries: Sequence[Mapping[str, Any]]) -> str:
    """A .gitignore beside the registry that leaves out the files of entries that are not `versioned`."""
    there = text.splitlines()
    added = [f"/{entry['file']}" for entry in entries if not entry.get("versioned")]
    head = [] if text else ["# Raw files that may hold data of persons: versioned is not true in the registry."]
    lines = [*head, *there, *(line for line in added if line not in there)]
    return "\n".join(lines) + "\n" if added else text


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


def _checked(lines: Sequence[str], before: str, expected: Any, file: str) -> str:
    """The lines as text if they say what is expected, with the line ends of the file."""
    text = "".join(lines)
    try:
        holds = yaml.safe_load(text) == expected
    except yaml.YAMLError:
        holds = False
    if not holds:
        found = "it is written in a form to which nothing can be added by a program"
        remedy = "write it in that form, then confirm again"
        raise InputError(Problem(file, found, "one block per key, indented by two blanks", remedy))
    return text.replace("\n", "\r\n") if "\r\n" in before else text
