"""A new wave: what its export holds, matched to the codebook, as drafts for a person to confirm.

Nothing here is used before it was confirmed, and nothing is guessed in silence: every match has a score and a reason,
what does not match is listed, and so is every answer that the item's scale does not know.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

import pandas as pd

from wavework.codebook import Codebook, matching_text
from wavework.exports import Column, Export
from wavework.tables import records

LANGUAGES = ("en", "fr", "es")
SURE, LIKELY = 0.9, 0.75  # ASSUME similarity of a heading and a label from which a match is proposed
CROSSWALK = ["wave", "column", "item", "comparable", "recode", "reason"]
MATCHES = [*CROSSWALK, "score", "matched_by", "heading", "unknown_answers"]


@dataclass(frozen=True)
class Draft:
    """What is proposed for a wave.

    unit_column: the column whose cells name most units, with the share that it names; matches: rows MATCHES, the best
    first; unmatched: headings of columns that fit no item; missing: items of no column; unknown_units: cells of the
    unit column that no unit is named by.
    """

    unit_column: str
    unit_share: float
    units: tuple[str, ...]
    matches: pd.DataFrame
    unmatched: tuple[str, ...]
    missing: tuple[str, ...]
    unknown_units: tuple[str, ...] = field(default=())


def drafted_wave(export: Export, wave: str, book: Codebook) -> Draft:
    """Match an export's columns to units and items of the codebook.

    A column that an earlier wave's crosswalk has for an item counts as that item where its heading does not
    contradict; otherwise heading and label are compared, in each language; each item gets one column at most.
    """
    questions = [c for c in export.columns if c.kind == "question" and c.code in export.cells.columns]
    unit_column, unit_share = _unit_column(export, questions, book)
    others = [column for column in questions if column.code != unit_column]
    matches = pd.DataFrame(_matches(export, wave, others, book), columns=MATCHES)
    names = export.cells[unit_column] if unit_column else pd.Series(dtype=str)
    known = {name: book.unit_names.get(matching_text(name)) for name in names if name.strip()}
    return Draft(
        unit_column=unit_column,
        unit_share=unit_share,
        units=tuple(sorted({unit for unit in known.values() if unit})),
        matches=matches,
        unmatched=tuple(f"{c.code}: {c.text}" for c in others if c.code not in set(matches["column"])),
        missing=tuple(item for item in book.items["item"] if item not in set(matches["item"])),
        unknown_units=tuple(sorted(name for name, unit in known.items() if not unit)),
    )


def _unit_column(export: Export, columns: Sequence[Column], book: Codebook) -> tuple[str, float]:
    best, share = "", 0.0
    for column in columns:
        given = [cell for cell in export.cells[column.code] if cell.strip()]
        named = sum(matching_text(cell) in book.unit_names for cell in given)
        if given and named / len(given) > share:
            best, share = column.code, named / len(given)
    return best, share


def _matches(export: Export, wave: str, columns: Sequence[Column], book: Codebook) -> list[dict[str, object]]:
    candidates = sorted(
        (candidate for column in columns for candidate in _candidates(export, column, book)),
        key=lambda candidate: (-candidate[0], candidate[1].position, candidate[2]),
    )
    taken: set[str] = set()
    rows: list[dict[str, object]] = []
    for score, column, item, how in candidates:
        if column.code in taken or item in taken:
            continue
        taken |= {column.code, item}
        unknown = unknown_answers(export, column.code, item, book)
        rows.append(
            {
                "wave": wave,
                "column": column.code,
                "item": item,
                "comparable": "yes",
                "recode": "",
                "reason": "",
                "score": round(score, 2),
                "matched_by": how,
                "heading": column.text,
                "unknown_answers": "|".join(unknown),
            }
        )
    return rows


def _candidates(export: Export, column: Column, book: Codebook) -> Iterator[tuple[float, Column, str, str]]:
    heading = matching_text(column.text)
    pieces = {heading, matching_text(column.text.rsplit(" - ", 1)[-1]), matching_text(_bracketed(column.text))} - {""}
    earlier = set(book.crosswalk.loc[book.crosswalk["column"] == column.code, "item"])
    for item in records(book.items):
        name = item["item"]
        likeness = max(
            (_alike(piece, matching_text(item[f"label_{language}"])) for piece in pieces for language in LANGUAGES),
            default=0.0,
        )
        if column.code == name:
            yield 1.0, column, name, "the column has the item's id"
        elif name in earlier and (likeness >= LIKELY or not heading or heading == matching_text(column.code)):
            yield 0.99, column, name, "an earlier wave has this column for the item"
        elif likeness >= LIKELY and _answers_fit(export, column.code, name, book):
            yield likeness * 0.98, column, name, "heading and label are " + ("alike" if likeness >= SURE else "similar")


def _bracketed(text: str) -> str:
    """The row of a matrix heading `Question [Row]`."""
    return text[text.rfind("[") + 1 : -1] if text.endswith("]") and "[" in text else ""


def _alike(first: str, second: str) -> float:
    matcher = SequenceMatcher(None, first, second, autojunk=False)
    return matcher.ratio() if matcher.real_quick_ratio() >= LIKELY and matcher.quick_ratio() >= LIKELY else 0.0


def _answers_fit(export: Export, column: str, item: str, book: Codebook) -> bool:
    """At least half of the answers are known to the item's scale: the same words can head another kind of question."""
    answers = _given(export, column)
    return not answers or len(unknown_answers(export, column, item, book)) <= len(set(answers)) / 2


def _given(export: Export, column: str) -> list[str]:
    states = export.states[column]
    return [cell for cell, state in zip(export.cells[column], states, strict=True) if state == "answer"]


def unknown_answers(export: Export, column: str, item: str, book: Codebook) -> list[str]:
    """The answers in the column that the item's scale does not know, sorted."""
    known = book.answer_names(book.scale_of[item])
    return sorted({cell for cell in _given(export, column) if matching_text(cell) not in known})


def report_lines(draft: Draft, wave: str) -> Iterable[str]:
    """What a person must look at before the draft is confirmed."""
    yield f"Draft of wave {wave}"
    yield ""
    yield f"Units: column {draft.unit_column} names {len(draft.units)} of them ({draft.unit_share:.0%} of its cells)."
    for name in draft.unknown_units:
        yield f"  not known: {name!r} - add it to units.csv (aliases, or a new unit)"
    sure = draft.matches[draft.matches["score"].astype(float) >= SURE]
    yield f"Items: {len(draft.matches)} columns matched, {len(sure)} of them surely."
    for row in records(draft.matches):
        if float(row["score"]) < SURE:
            yield f"  look: {row['column']} ({row['heading']}) -> {row['item']}, score {row['score']}"
        if row["unknown_answers"]:
            answers = " | ".join(map(repr, row["unknown_answers"].split("|")))
            yield f"  answers that the scale does not know, {row['column']} -> {row['item']}: {answers}"
    yield f"Columns without an item ({len(draft.unmatched)}): they will not be read."
    yield from (f"  {heading}" for heading in draft.unmatched)
    yield f"Items that this wave does not hold ({len(draft.missing)}): {', '.join(draft.missing)}"


def config_block(wave: str, draft: Draft, choices: Mapping[str, str]) -> str:
    """The wave's block of config.yaml. choices: title, region, year, export; platform, structure where there are."""
    lines = [f"  {wave}:", f"    title: {{en: {choices['title']}, fr: {choices['title']}, es: {choices['title']}}}"]
    lines += [
        f"    {key}: {choices[key]}" for key in ("region", "year", "export", "structure", "platform") if key in choices
    ]
    lines += [f"    unit_column: {draft.unit_column}", f"    units: [{', '.join(draft.units)}]"]
    return "\n".join(lines) + "\n"
