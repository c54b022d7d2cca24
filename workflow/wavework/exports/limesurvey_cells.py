"""What LimeSurvey says of each cell: answered, ticked, seen but unanswered, not shown.

Sources: LimeSurvey's CsvWriter (NULL is written without quotes, an empty answer as ""), its full-answer texts
(multiple choice: Y -> Yes, empty -> No, NULL -> N/A; yes/no and gender questions: NULL -> N/A), the VV escapes.
"""

import re
from collections.abc import Mapping, Sequence

from wavework.exports.export import NO_ANSWER, NOT_SHOWN, SEEN_UNANSWERED, UNTICKED, Column, plain_states, texts_of
from wavework.exports.text_cells import Table
from wavework.exports.ticked_options import empty_options, grouped, tick_states

YES = frozenset({"Yes", "Ja", "Oui", "Sí", "Si", "Sì", "Sim"})
NO = frozenset({"No", "Nein", "Non", "Não", "Nee"})
HIDDEN = "N/A"
VV_NULL = "{question_not_shown}"
_CODE = re.compile(r"[A-Za-z0-9_]{1,5}|-oth-")


def cell_states(
    table: Table,
    first: int,
    has_bom: bool,
    vv: bool,
    columns: Sequence[Column],
    types: Mapping[str, str],
    notes: list[str],
) -> tuple[list[list[str]], list[list[str]], str]:
    """Texts and states per column, and the answer format ("full answers" or "answer codes").

    first: index of the first data row; types: column code -> LimeSurvey's question type, from a .lss file.
    A cell that was not shown has an empty text.
    """
    nulls = _nulls(table, first, has_bom, vv)
    notes.append(
        "empty cells: quoted or empty = shown but unanswered, NULL = not shown or not reached"
        if nulls
        else "empty cells: the file does not tell unanswered from not shown"
    )
    texts = texts_of(columns, table, first)
    texts = [[_unescaped(text) for text in cells] for cells in texts] if vv else texts
    groups = grouped(columns, _multiple_question)
    found = {question: _multiple(group, columns, texts, types) for question, group in groups.items()}
    multiple = {question: kind for question, (kind, _) in found.items() if kind}
    groups = {question: members for question, (kind, members) in found.items() if kind}
    full = "full" in multiple.values() or _mostly_labels(columns, texts)
    hidden_in = []
    states: list[list[str]] = []
    empty = {
        question: empty_options([texts[i] for i in group], [_yes(columns[i].code in types) for i in group])
        for question, group in groups.items()
        if nulls is None
    }
    for i, column in enumerate(columns):
        null = [row[i] for row in nulls] if nulls else None
        if column.question in multiple and i in groups[column.question]:
            own = empty[column.question] if null is None else [NOT_SHOWN if hidden else UNTICKED for hidden in null]
            states.append(_ticks(texts[i], own, column.code in types))
            if multiple[column.question] == "full" and HIDDEN in texts[i]:
                hidden_in.append(column.code)
        else:
            hidden = column.kind == "question" and _na_is_hidden(texts[i], types.get(column.code))
            states.append(_answers(texts[i], null, hidden))
            if hidden:
                hidden_in.append(column.code)
        texts[i] = ["" if state == NOT_SHOWN else text for text, state in zip(texts[i], states[i], strict=True)]
    if hidden_in:
        notes.append(
            f"{HIDDEN} read as not shown in {len(hidden_in)} columns (multiple choice, yes/no: {hidden_in[0]}, …); "
            "elsewhere it is an answer"
        )
    return texts, states, "full answers" if full else "answer codes"


def _nulls(table: Table, first: int, has_bom: bool, vv: bool) -> list[list[bool]] | None:
    """Per data cell whether it is a database NULL; None if the file cannot tell.

    LimeSurvey quotes every value that is not NULL. That the file still has its quoting is believed if each filled
    cell is quoted, some empty cell is not, and either the byte order mark or a quoted empty cell is there as well.
    """
    if vv:
        return [[text == VV_NULL for text in row] for row in table.cells[first:]]
    if table.quoted is None:
        return None
    bare_empty = quoted_empty = False
    for row, flags in zip(table.cells[first:], table.quoted[first:], strict=True):
        for text, quoted in zip(row, flags, strict=True):
            if text and not quoted:
                return None
            bare_empty |= not text and not quoted
            quoted_empty |= not text and quoted
    if not bare_empty or not (quoted_empty or has_bom):
        return None
    return [[not quoted for quoted in flags] for flags in table.quoted[first:]]


def _unescaped(text: str) -> str:
    """A VV cell as it was answered; the escapes are undone in the reverse of the order in which they were made."""
    if text == VV_NULL:
        return ""
    if text.startswith("{quote}"):
        text = '"' + text[len("{quote}") :]
    for mark, sign in (("{tab}", "\t"), ("{cr}", "\r"), ("{newline}", "\n"), ("{lbrace}", "{")):
        text = text.replace(mark, sign)
    return text


def _multiple_question(column: Column) -> str | None:
    """The question of an option column; free texts (other, comment) are no options."""
    free = column.option == "other" or column.option.endswith("comment")
    return column.question if column.kind == "question" and column.option and not free else None


def _multiple(
    group: Sequence[int], columns: Sequence[Column], texts: Sequence[Sequence[str]], types: Mapping[str, str]
) -> tuple[str, list[int]]:
    """("full" or "code", its option columns) if the question is a multiple choice, else ("", []).

    Without a .lss file: in codes only Y and empty cells occur; in full answers only yes, no and N/A, N/A among
    them, and no cell is empty (one column may be the free text of "other"). An array of Yes/No labels without N/A
    looks the same as a multiple choice without hidden rows, so it stays an answer.
    """
    declared = {types[columns[i].code] for i in group if columns[i].code in types}
    if declared:
        filled = {text for i in group for text in texts[i]} - {""}
        full = bool(filled) and filled <= YES | NO | {HIDDEN}
        return ("full" if full else "code", list(group)) if declared <= {"M", "P"} else ("", [])
    for kind, words in (("code", {"Y", ""}), ("full", YES | NO | {HIDDEN})):
        members = [i for i in group if set(texts[i]) <= words]
        filled = {text for i in members for text in texts[i]}
        mark = "" if kind == "code" else HIDDEN
        if len(group) - len(members) <= 1 and mark in filled and (len(filled) > 1 or kind == "full"):
            return kind, members
    return "", []


def _mostly_labels(columns: Sequence[Column], texts: Sequence[Sequence[str]]) -> bool:
    """Whether most filled cells of option columns are no answer codes (at most five characters)."""
    filled = [
        t for c, cells in zip(columns, texts, strict=True) if c.kind == "question" and c.option for t in cells if t
    ]
    return 2 * sum(1 for text in filled if not _CODE.fullmatch(text)) > len(filled)


def _na_is_hidden(texts: Sequence[str], type: str | None) -> bool:
    """Whether N/A is LimeSurvey's word for a yes/no or gender question that was not shown, and not an answer."""
    if HIDDEN not in texts:
        return False
    if type is not None:
        return type in ("Y", "G")
    return set(texts) <= YES | NO | {HIDDEN}


def _yes(typed: bool) -> frozenset[str]:
    """Texts that mean ticked. typed: the .lss file says multiple choice, so that 1 and 2 are converted Y and N."""
    return YES | {"Y"} | ({"1"} if typed else set())


def _ticks(texts: Sequence[str], empty: Sequence[str], typed: bool) -> list[str]:
    """States of one option. empty: the state of each cell if it is empty."""
    no = NO | {"N"} | ({"2"} if typed else set())
    return _with_hidden(texts, tick_states(texts, _yes(typed), no, empty))


def _answers(texts: Sequence[str], null: Sequence[bool] | None, hidden: bool) -> list[str]:
    states = plain_states(texts)
    if null is not None:
        empty = [NOT_SHOWN if is_null else SEEN_UNANSWERED for is_null in null]
        states = [other if state == NO_ANSWER else state for state, other in zip(states, empty, strict=True)]
    return _with_hidden(texts, states) if hidden else states


def _with_hidden(texts: Sequence[str], states: Sequence[str]) -> list[str]:
    return [NOT_SHOWN if text == HIDDEN else state for text, state in zip(texts, states, strict=True)]
