"""What was read of an export, for the person who must see at a glance whether it was read right.

Printed are headings, counts and what `showing` allows; of columns of persons the headings only.
"""

import textwrap
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from wavework.exports.export import TICKED, UNTICKED, Column, Export
from wavework.exports.missing_codes import missing_codes, notes_of
from wavework.exports.what_may_be_shown import kind_of, printable, shown

WIDTH = 100
_HEADING, _CELL = 28, 21  # signs of a question and of each of three cells in the table of the first responses
ROWS, QUESTIONS = 3, 40  # of that table
_NAMED = 8  # columns of the platform that are named


def reading_report(export: Export) -> str:
    """The report as text of lines of at most WIDTH signs."""
    return "\n".join("".join(sign if sign.isprintable() else " " for sign in line) for line in _lines(export))


def _lines(export: Export) -> Iterator[str]:
    allowed = printable(export)
    yield export.path.name
    why = f"platform {export.platform}: "
    reasons = [note.removeprefix(why) for note in export.notes if note.startswith(why)]
    yield from _said("platform", f"{export.platform} ({'; '.join(reasons)})")
    for name, value in (("encoding", export.encoding), ("delimiter", repr(export.delimiter)), ("sheet", export.sheet)):
        if value not in ("", "''"):
            yield from _said(name, value)
    yield from _said("header", f"{export.layout}{_first_row(export)}")
    yield from _said("responses", _responses(export))
    yield from _said("questions", _kinds(export, allowed))
    system, personal = ([c for c in export.columns if c.kind == kind] for kind in ("system", "personal"))
    more = [f"and {len(system) - _NAMED} more"] if len(system) > _NAMED else []
    yield from _said("platform's", _listed([_heading(column) for column in system[:_NAMED]] + more) or "none")
    yield from _said(
        "withheld", f"{len(personal)} of persons: {_listed(map(_heading, personal))}" if personal else "none"
    )
    blanks = notes_of(missing_codes(export))
    for note in blanks:
        yield from _said("missing?", note)
    yield ""
    yield from _first_responses(export, allowed)
    yield ""
    yield "Notes"
    for note in export.notes:
        if not note.startswith(why) and note not in blanks:
            yield from textwrap.wrap(note, WIDTH, initial_indent="  ", subsequent_indent="    ")


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names)


def _said(name: str, text: str) -> list[str]:
    return textwrap.wrap(text, WIDTH, initial_indent=f"  {name:<12}", subsequent_indent=" " * 14)


def _first_row(export: Export) -> str:
    return f"; the first response is row {export.rows[0]}, the last row {export.rows[-1]}" if export.rows else ""


def _responses(export: Export) -> str:
    people = export.respondents
    complete = Counter({True: "complete", False: "not complete"}.get(done, "") for done in people["complete"])
    kinds = Counter(kind for kind in people["kind"] if kind != "normal")
    told = [f"{complete[word]} {word}" for word in ("complete", "not complete") if complete[word]]
    told += [f"of {complete['']} the file does not tell whether they are complete"] if complete[""] else []
    told += [f"{count} {kind}" for kind, count in kinds.items()]
    return f"{len(people)}: {', '.join(told)}"


def _kinds(export: Export, allowed: Mapping[str, frozenset[str]]) -> str:
    kinds = Counter(_kind(export, code, texts) for code, texts in allowed.items())
    return f"{len(allowed)}: {', '.join(f'{count} {kind}' for kind, count in kinds.most_common())}"


def _kind(export: Export, code: str, texts: frozenset[str]) -> str:
    if {TICKED, UNTICKED} & set(export.states[code]):
        return "choices that are ticked or not"
    given = [text for text in export.cells[code] if text]
    if not given:
        return "without an answer"
    if any(text in texts for text in given):
        return "with few answers"
    kinds = {kind_of(text) for text in given}
    return f"of {kinds.pop()}s" if kinds in ({"number"}, {"date"}) else "of texts"


def _heading(column: Column) -> str:
    return _cut(column.code if column.text in ("", column.code) else f"{column.code}: {column.text}", _HEADING)


def _cut(text: str, signs: int) -> str:
    """A text of at most so many signs: of a heading its beginning and its end tell most."""
    text = " ".join(text.split())
    head = (signs - 1) // 2
    return text if len(text) <= signs else f"{text[:head]}…{text[head + 1 - signs :]}"


def _first_responses(export: Export, allowed: Mapping[str, frozenset[str]]) -> Iterator[str]:
    rows = export.rows[:ROWS]
    if not rows or not allowed:
        return
    yield f"The first {len(rows)} responses as they were understood; of words that may be a person's own, the kind:"
    yield _row("", [f"row {row}" for row in rows])
    people = export.respondents
    yield _row("", [_standing(people["kind"].iloc[k], people["complete"].iloc[k]) for k in range(len(rows))])
    columns = [column for column in export.columns if column.code in allowed]
    for column in columns[:QUESTIONS]:
        cells, states = export.cells[column.code], export.states[column.code]
        labels = export.labels.get(column.code, {})
        texts = []
        for text, state in zip(cells[:ROWS], states[:ROWS], strict=True):
            label = next(iter(labels.get(text, {}).values()), "")
            told = shown(text, state, allowed[column.code])
            texts.append(f"{told} = {label}" if told == text and label in allowed[column.code] - {text} else told)
        yield _row(_heading(column), texts)
    if len(columns) > QUESTIONS:
        yield f"  … and {len(columns) - QUESTIONS} questions more"


def _standing(kind: str, complete: bool | None) -> str:
    return kind if kind != "normal" else {True: "complete", False: "not complete"}.get(complete, "")  # type: ignore[arg-type]


def _row(name: str, cells: list[str]) -> str:
    shown_cells = (f"{text if len(text) <= _CELL else f'{text[: _CELL - 1]}…'!s:<{_CELL}}" for text in cells)
    return f"  {name:<{_HEADING}}  {'  '.join(shown_cells)}".rstrip()
