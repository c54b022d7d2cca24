"""A drafted wave as it will look: one page of its own, with counts and the study's words alone.

What anybody wrote is not on it: answers stand there as those of the codebook, and of what is not known only how many.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from wavework.answers import item_answers, read_wave
from wavework.codebook import Codebook
from wavework.drafting.answer_matching import OPEN
from wavework.drafting.draft_report import Draft
from wavework.drafting.units import responses_that_count
from wavework.exports import Export
from wavework.included_responses import Kept
from wavework.problems import InputError, Problem
from wavework.tables import read_table, records, select
from wavework.what_a_study_has import bases_of

PREVALENCE = Path("processed/prevalence.csv")  # of the last run, if there was one
COMPARABLE = {
    "yes": "comparable", "recoded": "recoded", "no": "not comparable", OPEN: "in doubt: you decide",
}  # fmt: skip
# Steps from the most to the least of a scale; what is no substantive answer is grey.
COLOURS = ("#0b4f6c", "#2a7f9e", "#6fb1c8", "#b5d8e3", "#dcecf1")
GREY, UNREAD = "#c9c9c9", "#d9534f"
STYLE = """
body{font:16px/1.5 system-ui,sans-serif;color:#1d2b33;max-width:70rem;margin:2rem auto;padding:0 1rem}
h1{font-size:1.7rem;margin:0}h2{font-size:1.25rem;margin:2.2rem 0 .4rem;border-bottom:1px solid #ccd5da}
h3{font-size:1rem;margin:1.2rem 0 .2rem}table{border-collapse:collapse;width:100%}
td,th{padding:.25rem .5rem;text-align:left;vertical-align:top;font-size:.9rem}th{font-weight:600}
.bar{display:flex;height:1rem;min-width:16rem;background:#f2f2f2}.bar span{display:block;height:100%}
.key{display:inline-block;width:.8rem;height:.8rem;margin:0 .3rem 0 .8rem;vertical-align:-.1rem}
.mark{font-size:.8rem;color:#5a6870}.doubt{color:#b0342f;font-weight:600}ul{margin:.3rem 0}
"""


@dataclass(frozen=True)
class Shares:
    """How many gave each answer to an item: answer (or a status, or UNKNOWN) -> the least and the most; of n."""

    n: int
    counts: Mapping[str, tuple[int, int]] = field(default_factory=dict)


UNKNOWN = "not an answer of the scale"
SILENT = {"no_answer": "no answer", "not_applicable": "not applicable", UNKNOWN: UNKNOWN}


def preview_page(
    draft: Draft, export: Export, book: Codebook, study: Mapping[str, Any], keys: Mapping[str, Any]
) -> str:
    """The page, complete in itself. keys: the wave's title, region and year."""
    language = study["languages"][0]
    of_wave = dict(new_shares(draft, export, book))
    title = _text(study["study"]["title"], language)
    parts = [
        f"<h1>{escape(_text(keys['title'], language))}</h1>",
        f"<p>{escape(title)}: how the wave <b>{escape(draft.wave)}</b> ({escape(str(keys['region']))}, "
        f"{escape(str(keys['year']))}) will look once it is confirmed. Nothing of it is part of the study yet.</p>",
        *_services(draft, book, language),
        *_items(draft, book, of_wave, _before(draft, book, study), language),
        *_left(draft, book, language),
    ]
    head = f"<meta charset='utf-8'><title>{escape(draft.wave)}</title><style>{STYLE}</style>"
    return f"<!doctype html><html lang='en'><head>{head}</head><body>{''.join(parts)}</body></html>\n"


def new_shares(draft: Draft, export: Export, book: Codebook) -> Iterator[tuple[str, Shares]]:
    """Column -> what its cells hold as the draft reads them; of a unit with several responses the fullest counts."""
    counted = responses_that_count(export)
    left = {
        response.position
        for responses in draft.several.values()
        for response in responses
        if response != max(responses, key=lambda one: one.answers)
    }
    positions = np.array([position for position in counted.index[counted] if position not in left], dtype=np.int64)
    kept = Kept(positions, positions.astype(object))
    for row in records(draft.rows):
        if row["item"] not in book.scale_of:
            continue
        unknown: list[Problem] = []
        found: Counter[str] = Counter()
        answers = item_answers(export, row, kept, book, [], unknown)
        for (status, answer), count in zip(answers.given, answers.counts.tolist(), strict=True):
            found[answer or status or UNKNOWN] += count
        yield row["column"], Shares(len(positions), {name: (count, count) for name, count in found.items()})


def _before(draft: Draft, book: Codebook, study: Mapping[str, Any]) -> dict[str, Shares]:
    """Item -> its answers in the region's wave before: of the last run, or read from a collected export."""
    if not draft.before:
        return {}
    if PREVALENCE.is_file():
        rows = select(read_table(PREVALENCE), wave=draft.before)
        if len(rows):
            names = rows["answer"].where(rows["answer"] != "", rows["status"])
            return {
                str(item): Shares(int(of["n"].iloc[0]), dict(_bounds(of.assign(name=names[of.index]))))
                for item, of in rows.groupby("item")
            }
    basis = bases_of(study).get(draft.before)
    if basis != "collected":
        return {}  # one table of many that agree with what is published tells nothing
    try:
        answers, _ = read_wave(draft.before, study["waves"][draft.before], book, basis)
    except InputError:
        return {}  # a run says what is wrong with it
    names = answers["answer"].where(answers["answer"] != "", answers["status"])
    return {
        str(item): Shares(len(of), {str(name): (int(k), int(k)) for name, k in names[of.index].value_counts().items()})
        for item, of in answers.groupby("item")
    }


def _bounds(rows: pd.DataFrame) -> Iterator[tuple[str, tuple[int, int]]]:
    for row in records(rows):
        ends = (row["units"], row["units"]) if row["units"] else (row.get("lowest", ""), row.get("highest", ""))
        if all(ends) and ends[1] != "0":
            yield row["name"], (int(ends[0]), int(ends[1]))


def _services(draft: Draft, book: Codebook, language: str) -> Iterator[str]:
    names = dict(zip(book.units["unit"], book.units[f"label_{language}"], strict=True))
    listed = ", ".join(names[unit] for unit in draft.units.units)
    yield f"<h2>{len(draft.units.units)} services</h2><p>{escape(listed) or 'none is named'}</p>"
    if unknown := [row for rows in draft.units.unknown.values() for row in rows]:
        rows = ", ".join(map(str, sorted(unknown)))
        yield f"<p class='doubt'>{len(draft.units.unknown)} names are not known (rows {rows}): see report.txt.</p>"
    for unit, responses in draft.several.items():
        told = ", ".join(f"row {one.row} with {one.answers} answers" for one in responses)
        said = f"{names[unit]} answered {len(responses)} times: {told}. Shown is the fullest."
        yield f"<p class='doubt'>{escape(said)}</p>"


def _items(
    draft: Draft, book: Codebook, shares: Mapping[str, Shares], before: Mapping[str, Shares], language: str
) -> Iterator[str]:
    rows = [row for row in records(draft.rows) if row["item"] in book.scale_of]
    count = {word: sum(row["comparable"] == word for row in rows) for word in COMPARABLE}
    told = ", ".join(f"{n} {COMPARABLE[word]}" for word, n in count.items() if n)
    yield f"<h2>{len(rows)} items</h2><p>{escape(told) or 'none'}.</p>"
    if draft.before and not before:
        why = "they are not collected, or no run has read them yet"
        yield f"<p>Of {escape(draft.before)} no answers are shown: {why}.</p>"
    order = {item: place for place, item in enumerate(book.items["item"])}
    of_battery = dict(zip(book.items["item"], book.items["battery"], strict=True))
    titles = dict(zip(book.batteries["battery"], book.batteries[f"title_{language}"], strict=True))
    labels = dict(zip(book.items["item"], book.items[f"label_{language}"], strict=True))
    shown: tuple[str, str] | None = None
    for row in sorted(rows, key=lambda row: order[row["item"]]):
        item = row["item"]
        group = (of_battery[item], book.scale_of[item])
        names = _answers(book, item, language)
        if group != shown:
            yield ("</table>" if shown else "") + f"<h3>{escape(titles.get(group[0]) or 'Without a battery')}</h3>"
            yield f"<p class='mark'>{_legend(names)}</p><table>"
            shown = group
        doubt = " class='doubt'" if row["comparable"] == OPEN else " class='mark'"
        mark = COMPARABLE.get(row["comparable"], row["comparable"])
        yield f"<tr><th colspan='3'>{escape(labels[item])} <span{doubt}>{escape(mark)}</span></th></tr>"
        yield _bar(draft.wave, shares[row["column"]], names)
        if item in before:
            yield _bar(draft.before, before[item], names)
    yield "</table>" if rows else ""


def _answers(book: Codebook, item: str, language: str) -> dict[str, tuple[str, str]]:
    """Answer or status, in the order of the scale -> its label and colour."""
    scale = records(book.answers_of(book.scale_of[item]))
    own = [row for row in scale if row["status"] == "answered"]
    step = {row["answer"]: COLOURS[min(k, len(COLOURS) - 1)] for k, row in enumerate(own)}
    found = {row["answer"]: (row[f"label_{language}"], step.get(row["answer"], GREY)) for row in scale}
    return {name: (label, UNREAD if name == UNKNOWN else GREY) for name, label in SILENT.items()} | found


def _legend(names: Mapping[str, tuple[str, str]]) -> str:
    keys = (f"<span class='key' style='background:{colour}'></span>{escape(label)}" for label, colour in names.values())
    return "".join(keys)


def _bar(wave: str, shares: Shares, names: Mapping[str, tuple[str, str]]) -> str:
    counts = {name: shares.counts[name] for name in names if name in shares.counts}
    spans, told = [], []
    for name, (low, high) in sorted(counts.items(), key=lambda pair: list(names).index(pair[0]) < len(SILENT)):
        label, colour = names[name]
        told.append(f"{label} {low}" if low == high else f"{label} {low} to {high}")
        if low == high and shares.n:
            spans.append(f"<span style='width:{100 * low / shares.n:.2f}%;background:{colour}'></span>")
    text = escape("; ".join(told)) or "nothing is known"
    return (
        f"<tr><td>{escape(wave)}</td><td><div class='bar'>{''.join(spans)}</div></td>"
        f"<td>{text} (of {shares.n})</td></tr>"
    )


def _left(draft: Draft, book: Codebook, language: str) -> Iterator[str]:
    """What is not read, and what is not asked any more."""
    labels = dict(zip(book.items["item"], book.items[f"label_{language}"], strict=True))
    reasons = [
        f"{labels[row['item']]}: {row['reason'] or row['look']}"
        for row in records(draft.rows)
        if row["comparable"] != "yes" and row["item"] in labels
    ]
    misfits = [f"{match.column.text} ({labels[match.item]}?): {'; '.join(match.fit.why)}" for match in draft.misfits]
    open_rows = [row["heading"] for row in records(draft.rows) if row["item"] not in labels]
    asked = set(book.entries_of(draft.before)["item"])
    lost = [labels[item] for item in draft.missing if item in asked]
    for title, lines in (
        ("Not comparable, recoded or in doubt", reasons),
        ("Fits several items: you decide", open_rows),
        ("Not read: the answers are others than the item's", misfits),
        ("Not read: no item", list(draft.unmatched)),
        (f"Asked in {draft.before}, and not in this wave", lost),
    ):
        if lines:
            yield f"<h2>{escape(title)} ({len(lines)})</h2>{_listed(lines)}"


def _listed(lines: Sequence[str]) -> str:
    return "<ul>" + "".join(f"<li>{escape(line)}</li>" for line in lines) + "</ul>"


def _text(texts: Mapping[str, str], language: str) -> str:
    return texts.get(language, texts["en"])
