"""What LimeSurvey says of each cell: answered, ticked, seen but unanswered, not shown.

Sources: LimeSurvey's CsvWriter (NULL is written without quotes, an empty answer as ""), its full-answer texts
(multiple choice: Y -> Yes, empty -> No, NULL -> N/A; yes/no and gender questions: NULL -> N/A), the VV escapes.
"""

import re
from collections.abc import Mapping, Sequence

from wavework.exports.export import ANSWER, NOT_SHOWN, SEEN_UNANSWERED, UNTICKED, Column, plain_states, texts_of
from wavework.exports.text_cells import Table
from wavework.exports.texts import Flags, Texts, either
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
) -> tuple[list[Texts], list[Texts], str]:
    """Texts and states per column, and the answer format ("full answers" or "answer codes").

    first: index of the first data row; types: column code -> LimeSurvey's question type, from a .lss file.
    A cell that was not shown has an empty text.
    """
    nulls = _nulls(table, first, has_bom, vv)
    notes.append(
        "empty cells: quoted or empty = shown but unanswered, NULL = not shown or not reached"
        if nulls is not None
        else "empty cells: the file does not tell unanswered from not shown"
    )
    texts = texts_of(columns, table, first)
    texts = [cells.map(_unescaped) for cells in texts] if vv else texts
    groups = grouped(columns, _multiple_question)
    found = {question: _multiple(group, columns, texts, types) for question, group in groups.items()}
    multiple = {question: kind for question, (kind, _) in found.items() if kind}
    groups = {question: members for question, (kind, members) in found.items() if kind}
    full = "full" in multiple.values() or _mostly_labels(columns, texts)
    hidden_in = []
    states: list[Texts] = []
    empty = {
        question: empty_options([texts[i] for i in group], [_yes(columns[i].code in types) for i in group])
        for question, group in groups.items()
        if nulls is None
    }
    for i, column in enumerate(columns):
        null = None if nulls is None else nulls[i]
        if column.question in multiple and i in groups[column.question]:
            own = empty[column.question] if null is None else Texts.chosen([null], [NOT_SHOWN], UNTICKED)
            states.append(_ticks(texts[i], own, column.code in types))
            if multiple[column.question] == "full" and HIDDEN in texts[i]:
                hidden_in.append(column.code)
        else:
            hidden = column.kind == "question" and _na_is_hidden(texts[i], types.get(column.code))
            states.append(_answers(texts[i], null, hidden))
            if hidden:
                hidden_in.append(column.code)
        texts[i] = texts[i].without(states[i].isin([NOT_SHOWN]))
    if hidden_in:
        notes.append(
            f"{HIDDEN} read as not shown in {len(hidden_in)} columns (multiple choice, yes/no: {hidden_in[0]}, …); "
            "elsewhere it is an answer"
        )
    return texts, states, "full answers" if full else "answer codes"


def _nulls(table: Table, first: int, has_bom: bool, vv: bool) -> list[Flags] | None:
    """Per column and data cell whether it is a database NULL; None if the file cannot tell.

    LimeSurvey quotes every value that is not NULL. That the file still has its quoting is believed if each filled
    cell is quoted, some empty cell is not, and either the byte order mark or a quoted empty cell is there as well.
    """
    if vv:
        return [texts[first:].isin([VV_NULL]) for texts in table.columns]
    if table.quoting is None:
        return None
    here = table.quoting.rows(slice(first, None))
    if any(flags is not None and flags.any() for flags in here.bare) or not any(flags.any() for flags in here.nulls):
        return None
    empty = (~texts[first:].filled for texts in table.columns)
    if not has_bom and not any((own & ~null).any() for own, null in zip(empty, here.nulls, strict=True)):
        return None
    return here.nulls


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
    group: Sequence[int], columns: Sequence[Column], texts: Sequence[Texts], types: Mapping[str, str]
) -> tuple[str, list[int]]:
    """("full" or "code", its option columns) if the question is a multiple choice, else ("", []).

    Without a .lss file: in codes only Y and empty cells occur; in full answers only yes, no and N/A, N/A among
    them, and no cell is empty (one column may be the free text of "other"). An array of Yes/No labels without N/A
    looks the same as a multiple choice without hidden rows, so it stays an answer.
    """
    declared = {types[columns[i].code] for i in group if columns[i].code in types}
    if declared:
        filled = {text for i in group for text in texts[i].held} - {""}
        full = bool(filled) and filled <= YES | NO | {HIDDEN}
        return ("full" if full else "code", list(group)) if declared <= {"M", "P"} else ("", [])
    for kind, words in (("code", {"Y", ""}), ("full", YES | NO | {HIDDEN})):
        members = [i for i in group if set(texts[i].held) <= words]
        filled = {text for i in members for text in texts[i].held}
        mark = "" if kind == "code" else HIDDEN
        if len(group) - len(members) <= 1 and mark in filled and (len(filled) > 1 or kind == "full"):
            return kind, members
    return "", []


def _mostly_labels(columns: Sequence[Column], texts: Sequence[Texts]) -> bool:
    """Whether most filled cells of option columns are no answer codes (at most five characters)."""
    own = [cells for column, cells in zip(columns, texts, strict=True) if column.kind == "question" and column.option]
    filled = sum(int(cells.filled.sum()) for cells in own)
    return 2 * (filled - sum(int(cells.holds(_CODE.fullmatch).sum()) for cells in own)) > filled


def _na_is_hidden(texts: Texts, type: str | None) -> bool:
    """Whether N/A is LimeSurvey's word for a yes/no or gender question that was not shown, and not an answer."""
    if HIDDEN not in texts:
        return False
    if type is not None:
        return type in ("Y", "G")
    return set(texts.held) <= YES | NO | {HIDDEN}


def _yes(typed: bool) -> frozenset[str]:
    """Texts that mean ticked. typed: the .lss file says multiple choice, so that 1 and 2 are converted Y and N."""
    return YES | {"Y"} | ({"1"} if typed else set())


def _ticks(texts: Texts, empty: Texts, typed: bool) -> Texts:
    """States of one option. empty: the state of each cell if it is empty."""
    no = NO | {"N"} | ({"2"} if typed else set())
    return _with_hidden(texts, tick_states(texts, _yes(typed), no, empty))


def _answers(texts: Texts, null: Flags | None, hidden: bool) -> Texts:
    if null is None:
        states = plain_states(texts)
    else:
        states = Texts.chosen([null, texts.filled], [NOT_SHOWN, ANSWER], SEEN_UNANSWERED)
    return _with_hidden(texts, states) if hidden else states


def _with_hidden(texts: Texts, states: Texts) -> Texts:
    return either(texts.isin([HIDDEN]), Texts.alike(NOT_SHOWN, len(texts)), states)
