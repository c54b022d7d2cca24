"""A column of texts as its distinct texts and, of each row, which of them it holds.

A survey's column has few distinct texts, however many respond: what a rule says is decided once for each of them.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import cached_property
from typing import Any, overload

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

Flags = npt.NDArray[np.bool_]
# what RE2 finds of texts that have a letter, or a sign beyond ASCII
LETTER_BY_PLUS, DIGIT_BY_LETTER, NOT_ASCII = r"\pL\+", r"\p{Nd}[-. ]\pL|\pL\.?[- ]\p{Nd}", r"[^\x00-\x7f]"
BLOCK = 2**14  # rows whose texts are made at once
MOST_PAIRS = 2**14  # of texts that are counted, not sorted
MANY = 2000  # distinct texts from which on those that a rule can concern are looked for before it is asked
LETTER = re.compile(rb"[A-Za-z\x80-\xff]")


class Texts(Sequence[str]):
    """The texts of a column, in the order of the rows; like a list of texts to whoever reads it.

    codes: (rows,) which of the distinct texts each row holds. distinct: these, each once; some may stand in no row
    of a part of a column (see `held`).
    """

    def __init__(self, codes: npt.NDArray[np.integer], distinct: Sequence[str] | pa.Array):
        self.codes = codes
        self._distinct = distinct

    @classmethod
    def of(cls, texts: Iterable[str]) -> "Texts":
        """Texts that stand one by one."""
        if isinstance(texts, Texts):
            return texts
        places: dict[str, int] = {}
        codes = [places.setdefault(text, len(places)) for text in texts]
        return cls(narrow(np.array(codes, dtype=np.int32), len(places)), list(places))

    @classmethod
    def alike(cls, text: str, rows: int) -> "Texts":
        """One text in every row."""
        return cls(np.zeros(rows, dtype=np.int8), [text])

    @classmethod
    def chosen(cls, masks: Sequence[Flags], texts: Sequence[str], otherwise: str) -> "Texts":
        """In each row the text of the last mask that holds there."""
        codes = np.full(len(masks[0]), len(texts), dtype=np.int8)
        for place, mask in enumerate(masks):
            codes = np.where(mask, np.int8(place), codes)
        return cls(codes, [*texts, otherwise])

    @cached_property
    def distinct(self) -> list[str]:
        """The distinct texts."""
        return self._distinct.to_pylist() if isinstance(self._distinct, pa.Array) else list(self._distinct)

    @cached_property
    def array(self) -> pa.Array:
        """The distinct texts as Arrow has them."""
        return self._distinct if isinstance(self._distinct, pa.Array) else pa.array(self._distinct, pa.string())

    @cached_property
    def counts(self) -> npt.NDArray[np.integer]:
        """In how many rows each of the distinct texts stands."""
        return np.bincount(self.codes, minlength=len(self._distinct))

    @property
    def held(self) -> list[str]:
        """The distinct texts that stand in some row."""
        return [text for text, count in zip(self.distinct, self.counts.tolist(), strict=True) if count]

    @property
    def is_idle(self) -> bool:
        """Whether no row holds more than blanks."""
        each = zip(self._distinct, self.counts.tolist(), strict=True)
        return not any(count and str(text).strip() for text, count in each)

    def counted(self) -> dict[str, int]:
        """Text -> in how many rows it stands, in the order in which the file has them."""
        return {text: count for text, count in zip(self.distinct, self.counts.tolist(), strict=True) if count}

    def __len__(self) -> int:
        return len(self.codes)

    @overload
    def __getitem__(self, place: int) -> str: ...
    @overload
    def __getitem__(self, place: slice | npt.NDArray[Any]) -> "Texts": ...
    def __getitem__(self, place: Any) -> Any:
        if isinstance(place, int | np.integer):
            code = int(self.codes[place])
            return self._distinct[code].as_py() if isinstance(self._distinct, pa.Array) else self._distinct[code]
        codes = self.codes[place]
        if 2 * len(codes) > len(self._distinct):
            part = Texts(codes, self._distinct)
            if isinstance(place, slice) and place.stop is place.step is None:  # without the headings
                part.counts = self.counts - np.bincount(self.codes[: place.start], minlength=len(self._distinct))
            return part
        held, own = np.unique(codes, return_inverse=True)  # some rows of many texts
        return Texts(own, self.array.take(pa.array(held)))

    def __iter__(self) -> Iterator[str]:
        for start in range(0, len(self.codes), BLOCK):
            yield from map(self.distinct.__getitem__, self.codes[start : start + BLOCK].tolist())

    def __contains__(self, text: object) -> bool:
        return bool(self.isin([str(text)]).any())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and len(self) == len(other) and all(map(str.__eq__, self, other))

    def __hash__(self) -> int:
        return id(self)

    def __repr__(self) -> str:
        return f"Texts({list(self)!r})"

    def map(self, change: Callable[[str], str]) -> "Texts":
        """Each text as `change` has it."""
        return Texts(self.codes, [change(text) for text in self.distinct]).joined()

    def joined(self) -> "Texts":
        """The same texts, where each distinct one stands once and in some row."""
        places: dict[str, int] = {}
        there = self.counts > 0
        new = [
            places.setdefault(text, len(places)) if stands else 0
            for text, stands in zip(self.distinct, there.tolist(), strict=True)
        ]
        table = narrow(np.array(new, dtype=np.int32), len(places))
        return Texts(looked_up(table, self.codes) if len(new) else self.codes, list(places))

    def isin(self, texts: Collection[str]) -> Flags:
        """(rows,): the row holds one of these texts."""
        return self._of_each(self._are(texts))

    def _are(self, texts: Collection[str]) -> Flags:
        if len(self._distinct) > MANY and len(texts) == 1:
            place = pc.index(self.array, next(iter(texts))).as_py()
            return np.arange(len(self._distinct)) == place
        if len(self._distinct) <= MANY:
            wanted = frozenset(texts)
            return np.array([text in wanted for text in self.distinct], dtype=bool)
        return pc.is_in(self.array, pa.array(list(texts), self.array.type)).to_numpy(zero_copy_only=False)

    def holds(self, is_hit: Callable[[str], object], likely: str = "") -> Flags:
        """(rows,): the text of the row is a hit. likely: a regular expression (of RE2) that every hit matches."""
        flags = np.zeros(len(self._distinct), dtype=bool)
        for place, text in self._likely(likely):
            flags[place] = bool(is_hit(text))
        return self._of_each(flags)

    def hits(self, is_hit: Callable[[str], object], likely: str = "") -> set[str]:
        """The distinct texts of the rows that are hits; see `holds`."""
        counts = self.counts
        return {text for place, text in self._likely(likely) if counts[place] and is_hit(text)}

    def _likely(self, pattern: str) -> Iterable[tuple[int, str]]:
        if not pattern or len(self._distinct) <= MANY:
            return enumerate(self.distinct)
        if not self.has_letters and pattern in (LETTER_BY_PLUS, DIGIT_BY_LETTER, NOT_ASCII):
            return []
        places = pc.indices_nonzero(pc.match_substring_regex(self.array, pattern))
        return zip(places.to_pylist(), self.array.take(places).to_pylist(), strict=True)

    @cached_property
    def has_letters(self) -> bool:
        """Whether there are letters, or signs beyond ASCII, in any of many texts."""
        return bool(LETTER.search(self.array.buffers()[2] or b""))

    def _of_each(self, flags: Flags) -> Flags:
        return looked_up(flags, self.codes) if len(flags) else np.zeros(len(self), dtype=bool)

    @cached_property
    def filled(self) -> Flags:
        """(rows,): the cell is not empty."""
        return ~self.isin([""])

    @property
    def stripped(self) -> "Texts":
        """The texts without blanks around them."""
        likely = "^[^0-9A-Za-z]|[^0-9A-Za-z]$"
        return self.map(str.strip) if self.hits(lambda text: text != text.strip(), likely) else self

    @property
    def blank(self) -> Flags:
        """(rows,): the cell holds nothing, or blanks alone."""
        return self.holds(lambda text: not text.strip(), "^[^0-9A-Za-z]|^$")

    def without(self, rows: Flags) -> "Texts":
        """The texts, empty in these rows."""
        if not (rows & self.filled).any():
            return self
        distinct, empty = self._distinct, np.flatnonzero(self._are([""]))
        place = int(empty[0]) if len(empty) else len(distinct)
        if not len(empty):
            distinct = [*self.distinct, ""]
        codes = np.where(rows, place, self.codes.astype(np.int32))
        return Texts(narrow(codes, len(distinct)), distinct)

    def series(self) -> pd.Series:
        """The texts as a column of pandas."""
        texts = self.array.cast(pa.large_string()).take(pa.array(self.codes))
        return pd.Series(pd.array(texts, dtype="str"))


def looked_up(table: npt.NDArray, codes: npt.NDArray[np.integer]) -> npt.NDArray:
    """Of each code its entry in the table; the code -1 has the last one."""
    if codes.dtype != np.int8 or table.dtype.itemsize > 1:
        return table[codes]
    whole = np.zeros(256, dtype=table.dtype)
    whole[: len(table)], whole[255] = table, table[-1]
    return np.frombuffer(codes.tobytes().translate(whole.tobytes()), dtype=table.dtype)


def narrow(codes: npt.NDArray[np.integer], distinct: int) -> npt.NDArray[np.integer]:
    """Codes in the least room."""
    return codes.astype(np.int8 if distinct <= 128 else np.int16 if distinct <= 2**15 else np.int32)


def either(rows: Flags, there: Texts, elsewhere: Texts) -> Texts:
    """In these rows the text of one column, elsewhere that of another."""
    codes = np.where(rows, there.codes, elsewhere.codes.astype(np.int32) + len(there.distinct))
    return Texts(codes, [*there.distinct, *elsewhere.distinct]).joined()


def occurring_pairs(first: Texts, second: Texts) -> tuple[list[tuple[str, str]], npt.NDArray[np.integer]]:
    """The pairs of texts that stand together in some row, and of each row which pair it is."""
    possible = len(first.distinct) * len(second.distinct)
    kind: Any = np.int16 if possible < 2**15 else np.int64
    pairs = first.codes.astype(kind) * kind(len(second.distinct)) + second.codes.astype(kind)
    if possible > MOST_PAIRS:
        found, codes = np.unique(pairs, return_inverse=True)
    else:
        found = np.flatnonzero(np.bincount(pairs, minlength=possible))
        table = np.zeros(possible, dtype=np.int16 if len(found) > 128 else np.int8)
        table[found] = np.arange(len(found))
        codes = table[pairs]
    each = [divmod(pair, len(second.distinct)) for pair in found.tolist()]
    return [(first.distinct[i], second.distinct[j]) for i, j in each], codes


def combined(rule: Callable[[str, str], str], first: Texts, second: Texts) -> Texts:
    """Row by row what the rule makes of the texts of two columns; asked once for each pair that occurs."""
    pairs, codes = occurring_pairs(first, second)
    return Texts(narrow(codes, len(pairs)), [rule(*pair) for pair in pairs]).joined()
