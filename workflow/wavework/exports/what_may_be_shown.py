"""Which answers of an export may be printed, and what is said of the others.

An export holds what persons wrote, so nothing is printed unless it shows itself as an answer that was offered: a text
that two respondents gave to one question (a row that repeats another as a whole is none), in a column where such texts
are few and make up half of the answers; or a label of the questionnaire. What has the form of a person's name, is long,
or is the only text of its column must besides stand in another column of the question. E-mail addresses, telephone and
IP numbers never are.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from wavework.exports.decoding import is_mojibake
from wavework.exports.export import (
    ANSWER,
    NO_ANSWER,
    NOT_SHOWN,
    SEEN_UNANSWERED,
    TICKED,
    UNTICKED,
    USER_MISSING,
    Export,
)
from wavework.exports.personal import is_contact

FEW = 12  # ASSUME a question offers no more answers than these; a column with more different ones is an open one
LONGEST, LONG = 80, 40  # signs of an answer; signs from which one column alone does not show that it was offered
_WORDS = {
    TICKED: "ticked",
    UNTICKED: "not ticked",
    NO_ANSWER: "-",
    SEEN_UNANSWERED: "seen, empty",
    NOT_SHOWN: "not shown",
}
_NUMBER = re.compile(r"[-+]?[\d.,' \u00a0]*\d%?")
_DATE = re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}\b.*|\d{1,2}:\d{2}.*")
_PARTICLE = r"(?:de|del|della|la|las|los|le|da|do|dos|das|di|du|van|von|der|den|zu|el|al|bin|ibn|y|e)"
_NAME = re.compile(rf"[^\W\d_a-zß-ÿ][\w'’.-]*,?(?: {_PARTICLE})*(?: (?:{_PARTICLE} )*[^\W\d_a-zß-ÿ][\w'’.-]*,?){{1,3}}")


def printable(export: Export, counted: Sequence[bool] | None = None) -> dict[str, frozenset[str]]:
    """Per returned question column the texts that may be printed. counted: which responses count; all if None."""
    columns = [c for c in export.columns if c.kind == "question" and c.code in export.cells.columns]
    first: dict[tuple[str, str], int] = {}  # question, text -> the first response with it
    again: set[tuple[str, str]] = set()
    given: dict[str, Counter[str]] = {}
    of = {column.code: column.question or column.code for column in columns}
    is_repeated = export.cells.duplicated()
    counts_here = [not other and (counted is None or counted[row]) for row, other in enumerate(is_repeated)]
    for column in columns:
        counts = given[column.code] = Counter()
        cells, states = export.cells[column.code], export.states[column.code]
        for row, (text, state) in enumerate(zip(cells, states, strict=True)):
            if counts_here[row] and state in (ANSWER, USER_MISSING):
                counts[text] += 1
                if first.setdefault((of[column.code], text), row) != row:
                    again.add((of[column.code], text))
    held = Counter((of[code], text) for code, counts in given.items() for text in counts)
    found, offered = {}, _offered(export)
    for code, counts in given.items():
        repeated = {text: held[of[code], text] > 1 for text in counts if (of[code], text) in again}
        found[code] = offered.get(code, frozenset()) | _printable(counts, repeated)
    return found


def _printable(counts: Mapping[str, int], repeated: Mapping[str, bool]) -> frozenset[str]:
    """The texts of a column that may be printed. repeated: text that two gave -> whether a sibling has it too."""
    if len(repeated) > FEW or 2 * sum(counts[text] for text in repeated) < sum(counts.values()):
        return frozenset()

    def is_shown(text: str, is_shared: bool) -> bool:
        needs_another = len(repeated) == 1 or len(text) > LONG or _NAME.fullmatch(text.strip())
        is_plain = len(text) <= LONGEST and text.isprintable() and not is_contact(text) and not is_mojibake(text)
        return is_plain and bool(is_shared or not needs_another)

    return frozenset(text for text, is_shared in repeated.items() if is_shown(text, is_shared))


def _offered(export: Export) -> dict[str, frozenset[str]]:
    """Codes and labels of the questionnaire by column. SPSS makes labels of what people wrote, so that a long list and
    what has the form of a name in one column alone are not among them."""
    texts = {
        column: {*labels, *(text for said in labels.values() for text in said.values())}
        for column, labels in export.labels.items()
        if len(labels) <= FEW
    }
    held = Counter(text for mine in texts.values() for text in mine)
    return {
        column: frozenset(t for t in mine if not is_contact(t) and (held[t] > 1 or not _NAME.fullmatch(t.strip())))
        for column, mine in texts.items()
    }


def kind_of(text: str) -> str:
    """What is said of a text that may not be printed."""
    if _NUMBER.fullmatch(text):
        return "number"
    return "date" if _DATE.fullmatch(text) else f"text of {len(text)} characters"


def shown(text: str, state: str, may_be_printed: frozenset[str]) -> str:
    """A cell as it may be printed."""
    if state in _WORDS:
        return _WORDS[state]
    told = text if text in may_be_printed else kind_of(text)
    return f"missing: {told}" if state == USER_MISSING else told
