"""The answers of a column against an item's scale: known, to be recoded, or of another kind.

What is read here is what `wavework.answers` will read: the crosswalk's recode first, then the scale's own names.
An answer code (A3, 2) is known only by convention; without its label it says nothing about what was offered.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from wavework.codebook import Codebook, matching_text, recode_map
from wavework.tables import records

SELF_EXPLAINING = {"y", "n"}
OPEN = "?"  # what only a person can say, in recode, reason and comparable
SHOWN = 12  # a recode is begun for so many texts that the scale does not know; more are no answers of a scale
_BARE = re.compile(r"-?\d{1,4}|[a-z]{1,3}-?\d{1,3}|[a-z]")
TICKS = ("ticked", "unticked")

Labels = Mapping[str, Mapping[str, str]]  # answer code -> language -> label


@dataclass(frozen=True)
class Scale:
    """A scale as far as answers are matched: names (matching form -> answer), and its substantive answers in order."""

    name: str
    names: Mapping[str, str]
    answered: tuple[str, ...]
    labels: Mapping[str, str]

    @property
    def is_verbal(self) -> bool:
        """Whether its answers are words; those of a rating from 1 to 5 are not."""
        return not all(_BARE.fullmatch(answer) for answer in self.answered)


def scale_named(book: Codebook, name: str) -> Scale:
    """The scale of this name."""
    rows = records(book.answers_of(name))
    return Scale(
        name,
        book.answer_names(name),
        tuple(row["answer"] for row in rows if row["status"] == "answered"),
        {row["answer"]: row["label_en"] for row in rows},
    )


@dataclass(frozen=True)
class Earlier:
    """How an earlier wave's crosswalk has an item."""

    wave: str
    column: str
    comparable: str
    recode: str
    reason: str


@dataclass(frozen=True)
class Fit:
    """How the answers of a column fit a scale.

    level: agree (every answer is one of the scale), codes (known, but codes without labels), earlier (as an earlier
    wave was recoded), recoded (some must be recoded), misfit (another kind of question or another scale), empty (no
    answer at all). recode: proposal for the crosswalk, with OPEN for what is not known. why: what speaks against plain
    agreement. unknown: texts that neither scale nor labels know. told: answers of the scale that occur, None where
    the list of what was offered is known. earlier: the earlier wave whose recode is taken over.
    """

    level: str
    recode: str = ""
    why: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    told: frozenset[str] | None = None
    earlier: Earlier | None = None


def answers_fit(
    given: Sequence[str], states: Iterable[str], labels: Labels, scale: Scale, earlier: Sequence[Earlier]
) -> Fit:
    """Hold the answers of a column against a scale.

    given: texts of the cells that hold an answer; states: states of all its cells; labels: of its answer codes where
    they are known; earlier: how earlier waves have the item, the newest first.
    """
    if any(state in TICKS for state in states):
        return _ticks_fit(given, scale)
    texts = {matching_text(text): text for text in sorted(given, reverse=True)}
    if not texts and len(labels) < 2:  # one label is that of a tick
        return Fit("empty", why=("the column holds no answer",))
    codes = {matching_text(code): code for code in labels}
    told = {matching_text(text): code for code, said in labels.items() for text in said.values()}
    if labels and (set(texts) <= set(codes) or set(texts) <= set(told)):
        return _labelled_fit(bool(set(texts) - set(told)), labels, scale, earlier)
    return _text_fit(texts, scale, earlier)


def _ticks_fit(given: Sequence[str], scale: Scale) -> Fit:
    if set(TICKS) <= set(scale.names):
        unknown = sorted({text for text in given if matching_text(text) not in scale.names})
        return Fit("recoded" if unknown else "agree", why=_not_known(unknown), unknown=tuple(unknown))
    if {"yes", "no"} <= set(scale.names.values()):
        why = "it was asked as a choice among several, not as yes or no: not ticked may mean no or not answered"
        return Fit("recoded", "ticked>yes;unticked>no", (why,))
    return Fit("misfit", why=(f"the column holds ticks, scale {scale.name} has none",))


def _labelled_fit(by_code: bool, labels: Labels, scale: Scale, earlier: Sequence[Earlier]) -> Fit:
    """Every answer that was offered is known by its label. by_code: the cells hold codes, else labels."""
    targets: dict[str, str] = {}  # what a cell holds -> answer, or OPEN
    as_before: set[Earlier] = set()
    for code, said in labels.items():
        meant = {scale.names[matching_text(text)] for text in said.values() if matching_text(text) in scale.names}
        raw = code if by_code else next(iter(said.values()))
        targets[raw] = meant.pop() if len(meant) == 1 else OPEN
        if targets[raw] == OPEN and (before := _earlier_answer(said.values(), earlier)):
            as_before.add(before[0])
            targets[raw] = before[1]
    known = [answer for answer in targets.values() if answer != OPEN]
    unknown = [raw for raw, answer in targets.items() if answer == OPEN]
    if 2 * len(known) < len(targets):
        why_not = f"most of its answers are not of scale {scale.name}"
        return Fit("misfit", _recode(targets)[0], (why_not,), tuple(unknown))
    why = [*_not_known(unknown)]
    lacking = [answer for answer in scale.answered if answer not in known]
    if lacking:
        why.append("it was not offered: " + ", ".join(scale.labels[answer] for answer in lacking))
    if len(set(known)) < len(known):
        why.append("several of its answers become one")
    same = all(scale.names.get(matching_text(raw)) == answer for raw, answer in targets.items())
    recode, refused = ("", []) if same else _recode(targets)
    why += refused
    if as_before and not unknown and not refused:
        return Fit("earlier", recode, tuple(why), earlier=next(e for e in earlier if e in as_before))
    return Fit("recoded" if why else "agree", recode, tuple(why), tuple(unknown))


def _text_fit(texts: Mapping[str, str], scale: Scale, earlier: Sequence[Earlier]) -> Fit:
    """Only the answers that were given are known."""
    unknown = sorted(texts[text] for text in texts if text not in scale.names)
    bare = [text for text in texts if _BARE.fullmatch(text) and text not in SELF_EXPLAINING]
    if not unknown:
        known = {scale.names[text] for text in texts}
        own = not scale.is_verbal and all(text == scale.names[text] for text in bare)
        if not bare or own:
            return Fit("agree", told=frozenset(known))
        shown = ", ".join(sorted(texts[text] for text in bare))
        return Fit("codes", why=(f"answers are codes without labels ({shown})",), told=frozenset(known))
    for before in earlier:
        recode = set(recode_map(before.recode))
        if set(texts) <= recode and len(bare) < len(texts):
            return Fit("earlier", before.recode, earlier=before)
        if set(texts) <= recode:
            return Fit("codes", before.recode, (f"answers are codes without labels; recoded as in {before.wave}",))
    if len(unknown) > SHOWN or (2 * len(unknown) > len(texts) and not all(_BARE.fullmatch(text) for text in texts)):
        why_not = f"most of its answers are not of scale {scale.name}"
        asked = _recode(dict.fromkeys(unknown, OPEN))[0] if len(unknown) <= SHOWN else ""
        return Fit("misfit", asked, (why_not,), tuple(unknown))
    targets = {}
    for text in unknown:
        found = _earlier_answer([text], earlier)
        targets[text] = found[1] if found else OPEN
    recode_text, refused = _recode(targets)
    still = tuple(text for text in unknown if targets[text] == OPEN)
    return Fit("recoded", recode_text, (*_not_known(unknown), *refused), still)


def _earlier_answer(texts: Iterable[str], earlier: Sequence[Earlier]) -> tuple[Earlier, str] | None:
    """What an earlier wave's recode of the item makes of a text, the newest wave first; bare codes are no texts."""
    for text in map(matching_text, texts):
        for before in earlier:
            answer = recode_map(before.recode).get(text)
            if answer and not _BARE.fullmatch(text):
                return before, answer
    return None


def _recode(targets: Mapping[str, str]) -> tuple[str, list[str]]:
    """`raw>answer;raw>answer`, and what cannot be written in that form."""
    refused = [raw for raw in targets if ";" in raw or ">" in raw]
    pairs = ";".join(f"{raw}>{answer}" for raw, answer in targets.items() if raw not in refused)
    return pairs, ["an answer holds ; or >: make it an alias in scales.csv"] if refused else []


def _not_known(unknown: Sequence[str]) -> tuple[str, ...]:
    return (f"{len(unknown)} of its answers are not of the scale",) if unknown else ()
