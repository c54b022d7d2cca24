"""Columns matched to items: precision first. What is not certain is proposed with `?`, never with `yes`."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from difflib import get_close_matches

import pandas as pd

from wavework.codebook import NO_ANSWER, Codebook, matching_text
from wavework.drafting.answer_matching import OPEN, Earlier, Fit, Scale, answers_fit, scale_named
from wavework.drafting.headings import ABSENT, Heard, heard, is_code, readings, wordings
from wavework.drafting.joint_assignment import IDENTICAL, MARGIN, assigned
from wavework.drafting.likeness import LIKELY
from wavework.exports import Column, Export
from wavework.exports.missing_codes import missing_codes
from wavework.exports.what_may_be_shown import printable
from wavework.tables import records

CROSSWALK = ["wave", "column", "item", "comparable", "recode", "reason"]
MATCHES = [*CROSSWALK, "score", "look", "matched_by", "heading"]
REPEATED = 0.5  # ASSUME share of an earlier wave's columns from which its column codes mean the same here
ENOUGH = 30  # ASSUME answers to a question after which an answer that nobody gave was perhaps not offered
NOTHING = ("n/a", "n.a.", ".", "-", "--")  # an answer elsewhere; among those of a scale that does not know it, none
DECLARED = "declared as missing in the file"
UNREAD = "the cells hold more than these choices, and what stands behind that counts as not chosen: complete `choices`"
WORDED = ("google_forms", "microsoft_forms", "surveymonkey", "eusurvey")  # platforms whose columns have no codes


@dataclass(frozen=True)
class Before:
    """What the study has before the wave. region: the wave's; waves: the newest of the region first, then the others
    by year; region_waves: those of the region; headings: (wave, column) -> heading in its export, or its code."""

    region: str
    waves: Sequence[str]
    region_waves: Sequence[str]
    headings: Mapping[tuple[str, str], str]


@dataclass(frozen=True)
class Match:
    """A column and an item: score 0-1, how they were matched, and what a person must look at.

    open: other items that the column fits as well; which it is, a person says. blanks: texts that may mean no answer,
    and that neither scale nor questionnaire knows -> what they mean, and how many cells hold them.
    """

    column: Column
    item: str
    score: float
    how: str
    heard: Heard
    by_code: str  # the earlier wave that has this column for the item, "" if none
    fit: Fit
    look: tuple[str, ...] = ()
    open: tuple[str, ...] = ()
    blanks: Mapping[str, tuple[str, int]] = field(default_factory=dict)


def matches(
    export: Export,
    columns: Sequence[Column],
    answered: pd.Series,
    book: Codebook,
    before: Before,
    unread: Set[str] = frozenset(),
) -> tuple[list[Match], list[Match]]:
    """The proposals, in the order of the file, and what is not proposed: of each column whose heading fits an item but
    not their answers the best match, `open` naming the items that it fits as well.

    answered: whether each row of the export is a response that counts; unread: choices of a list that leaves parts of
    cells unread. Each item gets one column at most and each column one item: identical headings first, then what is
    best for all together. A column that fits several items as well is left open, and an item that several columns fit
    as well is doubtful; both name the others.
    """
    candidates = list(_candidates(export, columns, answered, book, before))
    misfits: dict[str, list[Match]] = {}
    for match in sorted(candidates, key=lambda match: -match.score):
        if match.fit.level == "misfit" and match.heard.row == 1.0:
            misfits.setdefault(match.column.code, []).append(match)
    best: dict[str, float] = {}
    for match in candidates:
        best[match.column.code] = max(match.score, best.get(match.column.code, 0.0))
    # A column whose best item is taken, or has other answers, is not offered to the next best.
    near = [match for match in candidates if match.score >= best[match.column.code] - MARGIN]
    pairs = {(match.column.code, match.item): match for match in near if match.fit.level != "misfit"}
    preferred = [pair for pair, match in pairs.items() if match.by_code]
    chosen = []
    for pair, others in assigned({pair: match.score for pair, match in pairs.items()}, preferred).items():
        match = pairs[pair]
        look = [f"it fits {item} as well" for item in others.items]
        look += [f"column {column} fits the item as well" for column in others.columns]
        known = match.by_code and not any(pairs[match.column.code, item].by_code for item in others.items)
        chosen.append(replace(match, look=(*match.look, *look), open=() if known else others.items))
    chosen = [replace(m, look=(*m.look, *([UNREAD] if m.column.code in unread else []))) for m in chosen]
    chosen = [replace(match, look=(*match.look, *why)) for match, why in _never_given(export, chosen, answered, book)]
    order = {column.code: place for place, column in enumerate(columns)}
    chosen.sort(key=lambda match: (match.column.position, order[match.column.code]))
    taken = {match.column.code for match in chosen}
    return chosen, [
        replace(match, open=tuple(other.item for other in others if other.score >= match.score - MARGIN))
        for code in order
        if code in misfits and code not in taken
        for match, *others in [misfits[code]]
    ]


def _candidates(
    export: Export, columns: Sequence[Column], answered: pd.Series, book: Codebook, before: Before
) -> Iterator[Match]:
    wording = wordings(book, before.headings)
    by_name = {name: scale_named(book, name) for name in sorted(set(book.scale_of.values()))}
    scales = {item: by_name[name] for item, name in book.scale_of.items()}
    earlier = _earlier(book, before.waves)
    present = {column.code for column in columns}
    missing = missing_codes(export)
    repeated = [wave for wave in before.waves if _share_of_columns(wave, present, book) >= REPEATED]
    for column in columns:
        heading = _heading(column, export.platform)
        parts = readings(heading)
        given, states = _answers(export, column.code, answered)
        labels = export.labels.get(column.code, {})
        told = {code.code: code.meaning for code in missing if code.column == column.code and code.code not in labels}
        told |= {text: "not applicable, or an empty cell" for text in map(str.strip, given) if text.lower() in NOTHING}
        told |= dict.fromkeys(_declared_missing(export, column.code, answered), DECLARED)
        count = Counter(map(str.strip, export.cells.loc[answered, column.code])) if told else Counter()
        for item, scale in scales.items():
            said = heard(parts, wording[item])
            by_code = next((e.wave for e in earlier[item] if e.column == column.code), "")
            score, how = _score(column, item, heading, said, by_code if by_code in repeated else "")
            if score:
                blanks = {text: why for text, why in told.items() if matching_text(text) not in scale.names}
                rest = [text for text in given if text.strip() not in blanks]
                fit = answers_fit(rest, states, labels, scale, earlier[item])
                look = [*_doubts(column, item, heading, said, by_code, fit, scale, earlier[item], before)]
                look += [f"{text} may mean no answer" for text in blanks]
                counted = {text: (why, count[text]) for text, why in blanks.items()}
                yield Match(column, item, score, how, said, by_code, fit, tuple(look), blanks=counted)


def _declared_missing(export: Export, column: str, answered: pd.Series) -> list[str]:
    """Texts that the file itself declares as missing."""
    is_declared = answered & (export.states[column] == "user_missing")
    return sorted(set(export.cells.loc[is_declared, column].str.strip()))


def _heading(column: Column, platform: str) -> str:
    """The heading that people read; "" where the file has the column's code alone."""
    alone = column.text.strip() == column.code and is_code(column.text)
    return "" if alone and platform not in WORDED else column.text


def _score(column: Column, item: str, heading: str, said: Heard, by_code: str) -> tuple[float, str]:
    """Score and reason of a match, (0, "") for none. Equal words in the right question come first."""
    like = LIKELY <= said.question < 1.0
    if said.row == 1.0:
        if like:
            return round(
                0.55 + 0.4 * said.question, 3
            ), "the heading has the item's words, under a question like its own"
        where = {1.0: "", ABSENT: ", and no question"}.get(said.question, ", under another question")
        return {1.0: IDENTICAL, ABSENT: 0.95}.get(said.question, 0.8), f"the heading has the item's words{where}"
    if column.code == item:
        return (0.98 if not heading else 0.8), "the column has the item's id"
    if said.row >= LIKELY:
        bonus = 0.05 * said.question if like else {1.0: 0.05, ABSENT: 0.0}.get(said.question, -0.1)
        return round(0.85 * said.row + bonus, 3), "the heading has words like the item's"
    if by_code and not heading:
        return 0.7, f"the column has the code that {by_code} has for the item"
    if by_code and heading:
        return 0.5, f"the column has the code that {by_code} has for the item, under another heading"
    return 0.0, ""


def _doubts(
    column: Column,
    item: str,
    heading: str,
    said: Heard,
    by_code: str,
    fit: Fit,
    scale: Scale,
    earlier: Sequence[Earlier],
    before: Before,
) -> Iterator[str]:
    """What keeps a match from being certain."""
    if not heading and column.code == item:
        pass  # whoever named the column so meant the item
    elif not heading:
        yield "there is no heading: the column is known by its code alone"
    elif said.row < 1.0:
        yield f"the wording is not that of {item}"
    elif said.question == 0.0:
        yield "the row is worded as the item, the question above it is not"
    elif LIKELY <= said.question < 1.0:
        yield "the row is worded as the item, the question above it only like the item's"
    elif said.question == ABSENT and fit.level != "agree":
        yield "the heading has no question, and the answers do not tell which it was"
    elif said.question == ABSENT and not scale.is_verbal:
        yield "the heading has no question, and numbers do not tell which it was"
    if fit.level == "codes" and not (by_code and by_code in before.region_waves[:1] and _was_plain(earlier)):
        yield from fit.why
    if fit.level in ("recoded", "empty"):
        yield from fit.why
    last = next((e for e in earlier if e.wave in before.region_waves), None)
    if last and last.comparable == "no" and not said.other:
        yield f"in {last.wave} it was not comparable ({last.reason})"
    if last and last.comparable == "recoded" and fit.level == "codes":
        yield f"in {last.wave} its codes were recoded ({last.recode})"


def _was_plain(earlier: Sequence[Earlier]) -> bool:
    return earlier[0].comparable == "yes" and not earlier[0].recode


def _earlier(book: Codebook, waves: Sequence[str]) -> dict[str, list[Earlier]]:
    """Item -> how the waves have it, in their order."""
    found: dict[str, list[Earlier]] = {item: [] for item in book.scale_of}
    for wave in waves:
        for row in records(book.entries_of(wave)):
            found[row["item"]].append(Earlier(wave, row["column"], row["comparable"], row["recode"], row["reason"]))
    return found


def _share_of_columns(wave: str, present: set[str], book: Codebook) -> float:
    columns = set(book.entries_of(wave)["column"])
    return len(columns & present) / len(columns) if columns else 0.0


def _answers(export: Export, column: str, answered: pd.Series) -> tuple[list[str], list[str]]:
    """The texts that are answers, and the states of all cells, of the responses that count."""
    cells, states = export.cells.loc[answered, column], export.states.loc[answered, column]
    return list(cells[states == "answer"]), list(states)


def _never_given(
    export: Export, chosen: Sequence[Match], answered: pd.Series, book: Codebook
) -> Iterator[tuple[Match, list[str]]]:
    """Each match with the answers of its scale that nobody gave in the whole question, though many answered."""
    told: dict[tuple[str, str], set[str]] = {}
    count: Counter[tuple[str, str]] = Counter()
    keys = [(match.column.question or match.column.code, book.scale_of[match.item]) for match in chosen]
    scales = {name: scale_named(book, name) for _, name in sorted(set(keys))}
    for match, key in zip(chosen, keys, strict=True):
        if match.fit.told is not None:
            told.setdefault(key, set()).update(match.fit.told)
            count[key] += len(_answers(export, match.column.code, answered)[0])
    for match, key in zip(chosen, keys, strict=True):
        its = scales[key[1]]
        never = [answer for answer in its.answered if answer not in told.get(key, set(its.answered))]
        many = count[key] >= ENOUGH or match.fit.level == "codes"
        if match.fit.told is not None and its.is_verbal and never and many:
            shown = " | ".join(its.labels[answer] for answer in never)
            yield match, [f"none of the {count[key]} answers to the question is {shown}: was it offered?"]
        else:
            yield match, []


@dataclass(frozen=True)
class Shown:
    """Answers of a column that its scale does not know: texts that may be shown, and the others.

    rows: row of each of the others -> the answer of the scale that it is like, "" if it is like none.
    """

    texts: tuple[str, ...]
    hidden: frozenset[str]
    rows: Mapping[int, str]


def proposed_rows(found: Sequence[Match], wave: str, shown: Mapping[str, Shown]) -> pd.DataFrame:
    """The proposals as rows MATCHES: `yes` only where nothing is in doubt, OPEN where a person must decide."""
    rows = []
    for match in found:
        comparable, recode, reason = (OPEN, "", "") if match.open else _proposed(match)
        hidden = shown[match.column.code].hidden if match.column.code in shown else frozenset()
        kept = shown_recode(recode, hidden)
        rows.append(
            {
                "wave": wave,
                "column": match.column.code,
                "item": OPEN if match.open else match.item,
                "comparable": comparable,
                "recode": ";".join(filter(None, [kept, *(f"{text}>{NO_ANSWER}" for text in match.blanks)])),
                "reason": reason,
                "score": f"{match.score:.2f}",
                "look": "; ".join(match.look),
                "matched_by": match.how,
                "heading": match.column.text,
            }
        )
    return pd.DataFrame(rows, columns=MATCHES)


def shown_recode(recode: str, hidden: Set[str]) -> str:
    """A recode without the pairs of texts that may not be shown."""
    return ";".join(pair for pair in recode.split(";") if pair and pair.rsplit(">", 1)[0] not in hidden)


def _proposed(match: Match) -> tuple[str, str, str]:
    """comparable, recode and reason. A reason that begins with OPEN is a template."""
    fit, said = match.fit, match.heard
    if said.other:
        return "no", fit.recode, f"worded as in {said.other}, where it was not comparable"
    certain = not match.look
    if fit.level == "earlier" and fit.earlier:
        reason = f"answers as in {fit.earlier.wave}: {fit.earlier.reason}"
        return (fit.earlier.comparable if certain else OPEN), fit.recode, reason
    if fit.level == "recoded":
        return "recoded", fit.recode, f"{OPEN} {'; '.join(fit.why)}: say what was asked and offered"
    reason = "the platform's codes are others than the scale's; the labels are the same" if fit.recode else ""
    return ("yes" if certain else OPEN), fit.recode, reason


def unknown_answers(found: Sequence[Match], export: Export, answered: pd.Series, book: Codebook) -> dict[str, Shown]:
    """Column -> its unknown answers. What could be a free text is not shown (`exports.showing`)."""
    may_be_printed = printable(export, list(answered))
    rows = pd.Series(export.rows, index=export.cells.index)
    result = {}
    for match in (match for match in found if match.fit.unknown):
        code = match.column.code
        texts = [text for text in match.fit.unknown if text in may_be_printed[code]]
        hidden = frozenset(match.fit.unknown) - set(texts)
        names = book.answer_names(book.scale_of[match.item])
        places = {
            row: next((names[near] for near in get_close_matches(matching_text(text), list(names), n=1)), "")
            for row, text in zip(rows[answered], export.cells.loc[answered, code], strict=True)
            if text in hidden
        }
        result[code] = Shown(tuple(texts), hidden, places)
    return result
