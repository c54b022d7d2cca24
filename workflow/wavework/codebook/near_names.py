"""Which known names of units an unknown one may mean: proposals for a person, the most certain first.

What differs by case, accents or punctuation alone is the same name (`spellings.unit_text`) and comes here no more.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from wavework.codebook.spellings import LANGUAGES, unit_text
from wavework.codebook.tables import Codebook
from wavework.tables import records

SPELLED_ALIKE = 0.8  # ASSUME share of letters in common from which a name is likely a slip of another
ALIKE = 0.6  # ASSUME share from which it may be one
SHOWN = 3
_SMALL_WORDS = "a and d de del des di do du e el et l la las le les los of the und y"
SMALL = frozenset(_SMALL_WORDS.split())
WHY = ("the same words", "the same words, some abbreviated", "its initials", "spelled like it",
       "one name holds the other", "spelled a little like it")  # fmt: skip


@dataclass(frozen=True)
class Near:
    """A unit that may be meant: its name that is near, as units.csv has it, and in what way (one of WHY)."""

    unit: str
    name: str
    why: str

    def __str__(self) -> str:
        return f"{self.unit} ({self.name}: {self.why})"


def near_units(name: str, book: Codebook) -> list[Near]:
    """The units, SHOWN at most, that an unknown name may mean, by how certain that is; none where no name is near."""
    found: dict[str, Near] = {}
    text = unit_text(name)
    ranked = sorted((_nearness(text, unit_text(known)), unit, known) for unit, known in _names(book))
    last = len(WHY) - 1  # what is only a little alike is proposed where nothing is more
    for (rank, _), unit, known in ranked:
        if rank < last or (rank == last and not any(near.why != WHY[last] for near in found.values())):
            found.setdefault(unit, Near(unit, known, WHY[rank]))
    return list(found.values())[:SHOWN]


def told_near(near: Sequence[Near]) -> str:
    """The proposals as a part of a message; where there are none, that."""
    return f"nearest: {'; '.join(map(str, near))}" if near else "no known name is near it"


def _names(book: Codebook) -> Iterator[tuple[str, str]]:
    for row in records(book.units):
        labels = [row.get(f"label_{language}", "") for language in LANGUAGES]
        for known in (row["unit"], *labels, *row.get("aliases", "").split("|")):
            if known:
                yield row["unit"], known


def _nearness(text: str, known: str) -> tuple[int, float]:
    """The place in WHY of what two names have in common, len(WHY) if nothing; and how much they differ."""
    mine, its = _words(text), _words(known)
    if not mine or not its:
        return len(WHY), 1.0
    if mine == its:
        return 0, 0.0
    if len(mine) == len(its) > 1 and (_abbreviates(mine, its) or _abbreviates(its, mine)):
        return 1, 0.0
    if _are_initials(text, known) or _are_initials(known, text):
        return 2, 0.0
    alike = SequenceMatcher(None, text, known, autojunk=False).ratio()
    if alike >= SPELLED_ALIKE:
        return 3, 1 - alike
    if set(mine) <= set(its) or set(its) <= set(mine):
        return 4, float(abs(len(mine) - len(its)))
    return (5 if alike >= ALIKE else len(WHY)), 1 - alike


def _words(text: str) -> list[str]:
    """The words of a name without the small ones, sorted."""
    return sorted(word for word in text.split() if word not in SMALL)


def _abbreviates(shorter: Sequence[str], longer: Sequence[str]) -> bool:
    """Whether the words of one name stand each for one of the other: some of them are its first letters, or some of
    its letters ("rep", "st")."""
    rest = list(longer)
    for word in sorted(shorter, key=lambda word: word not in rest):  # what is the same first
        meant = next((other for other in rest if other == word or _is_short_for(word, other)), None)
        if meant is None:
            return False
        rest.remove(meant)
    return True


def _is_short_for(word: str, other: str) -> bool:
    letters = iter(other)
    is_cut = len(word) < len(other) - 1 and word[0] == other[0]
    return is_cut and (other.startswith(word) or (len(word) <= 4 and all(letter in letters for letter in word)))


def _are_initials(short: str, name: str) -> bool:
    initials = "".join(word[0] for word in name.split() if len(word) > 1 and word not in SMALL)
    return len(initials) > 1 and short.replace(" ", "") == initials
