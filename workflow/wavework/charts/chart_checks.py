"""What every chart kind shares: the check of its table, its options and its words, and the one look.

A kind is a module with

    draw(data, spec, words) -> Figure      decorated with `chart`

`data`  tidy table whose label columns (`*_label`, and the other texts a kind names) are already in the language
        of the figure. Order columns (`*_order`) are numbers that sort and identify; equal order means the same
        thing. "yes"/"no" columns also take booleans. An empty cell is a missing value.
`spec`  options of the figure, a plain mapping. Every kind takes
          id     name of the figure, used in messages
          basis  published | collected | reconstructed; `words["basis_<basis>"]` is then drawn under the chart
          note   a further line under the chart (source, n), already in the language
`words` every word and number pattern that the chart writes itself, in the language of the figure:
          decimal  the decimal sign, "." or ","            percent  pattern such as "{value} %"
          n        pattern such as "n = {n}"               of       pattern such as "{count} of {n}"
        and those that the kind names in its docstring.

Every table may tell what is known of its values, see `known_marks`.
Labels are shown literally: nothing in them is read as mathematics or markup.
"""

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from string import Formatter
from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from wavework.charts import known_marks
from wavework.charts.style import look
from wavework.known import KNOWN
from wavework.language.numbers import is_grouped, number, percent
from wavework.problems import InputError, Problem
from wavework.tables import number_text, records

Spec = Mapping[str, Any]
Draw = Callable[..., Figure]
Check = Callable[[pd.DataFrame, Spec, str], list[Problem]]
ANSWERS = ("answer_order", "other_order")
LEAST_SHARE = 0.01  # that is written as per cent
BASES = ("published", "collected", "reconstructed")
CHOICES = {
    "palette": ("sequential", "diverging", "single"),
    "measure": ("count", "score"),
    "better": ("low", "high"),
    "x_better": ("low", "high"),
    "groups": ("regions", "waves"),
    "basis": ("", *BASES),
}


class Words(dict[str, str]):
    """The words of a chart, and how it writes numbers by them."""

    def number(self, value: float, digits: int = 0, signed: bool = False) -> str:
        """A number with fixed decimals; signed: with a plus before what is above 0."""
        return number(value, digits, self, signed)

    def count(self, n: int) -> str:
        """A whole number, its thousands apart where the language parts them."""
        return number(n, 0, self, grouped="grouped_from" in self and is_grouped(n, 0, self))

    def percent(self, share: float) -> str:
        """A share in [0, 1] as per cent."""
        return percent(share, self)

    def open_percent(self, share: float) -> str:
        """A share that is neither 0 nor 1, for all that its sample says: never rounded to one of them."""
        if share < LEAST_SHARE / 2:
            return f"<\u00a0{self.percent(LEAST_SHARE)}"
        return f">\u00a0{self.percent(1 - LEAST_SHARE)}" if share > 1 - LEAST_SHARE / 2 else self.percent(share)

    def n(self, n: float) -> str:
        """`n = 11`; nothing where it is missing."""
        return self["n"].format(n=self.number(n)) if n == n else ""

    def of(self, count: float, n: float) -> str:
        """`7 of 11`."""
        return self["of"].format(count=self.number(count), n=self.number(n))


# What a pattern among the words may hold in braces.
FIELDS = {
    "n": {"n"},
    "of": {"count", "n"},
    "percent": {"value"},
    "specifications": {"n"},
    "without_value": {"units"},
    "from_to": {"low", "high"},
    "at_least": {"low", "high"},
    "more_rows": {"n"},
    "more_names": {"n"},
}


@dataclass(frozen=True)
class Kind:
    """A chart kind: what it draws with, and what it needs. See `chart`."""

    function: Draw
    name: str
    columns: Sequence[str]
    key: Sequence[str]
    numeric: Sequence[str]
    words: Sequence[str]
    defaults: Spec
    check: Check | None

    def ready(
        self, data: pd.DataFrame, spec: Spec | None = None, words: Mapping[str, str] | None = None
    ) -> Callable[[], Figure]:
        """What draws the figure, from what was checked once. Raises InputError."""
        given = dict(spec or {})
        said = Words(words or {})
        file = f"figures/{given.get('id') or self.name}.csv"
        told = [*self.words, *(known_marks.WORDS if "known" in data else ())]
        problems = _problems_of_spec(given, self.defaults, file) + _problems_of_words(said, given, told, file)
        table, of_table = _checked_table(data, file, self.columns, self.key, self.numeric)
        if self.check and not of_table:
            of_table = self.check(table, {**self.defaults, **given}, file)
        if problems + of_table:
            raise InputError(problems + of_table)
        said = Words({name: clean(text) for name, text in said.items()})
        given = {name: clean(option) if isinstance(option, str) else option for name, option in given.items()}

        def drawn() -> Figure:
            with look():
                return self.function(table, {**self.defaults, **given}, said)

        return drawn


def chart(
    *,
    columns: str,
    key: str,
    numeric: str = "",
    words: str = "",
    options: Spec | None = None,
    check: Check | None = None,
) -> Callable[[Draw], Kind]:
    """Make a kind of its `draw`: check what it is given, complete its options, draw in the one look.

    columns: columns of the table (further, optional ones stand in the kind's docstring). key: columns whose
    combination names one row. numeric: columns of numbers beside the orders ("" is missing; optional ones are
    converted if present). words: words the kind always writes. All these are names with spaces between.
    options: the kind's options and their defaults; an option that is not among them is refused.
    check: what else may be wrong: gets the table, the options and the file's name, gives problems.
    `Kind.ready` raises InputError with all problems together, before anything is drawn.
    """
    defaults = {"id": "", "basis": "", "note": "", **(options or {})}

    needed = ["decimal", *words.split()]

    def decorate(function: Draw) -> Kind:
        file = function.__module__.rsplit(".", 1)[-1]
        return Kind(function, file, columns.split(), key.split(), numeric.split(), needed, defaults, check)

    return decorate


def _as_number(cell: Any) -> float:
    """A cell as a number; NaN where it is empty, or no finite number."""
    try:
        number = float("nan") if isinstance(cell, str) and "_" in cell else float(cell)
    except (TypeError, ValueError):
        return float("nan")
    return number if isfinite(number) else float("nan")


def _missing(cell: Any) -> bool:
    return cell is None or cell is pd.NA or bool(cell != cell)


def clean(text: str) -> str:
    """Text without characters that no picture can show and no XML may hold; white space becomes a space."""
    if text.isprintable():
        return text
    return "".join(" " if sign in "\t\n\r\v\f" else "\ufffd" if _hidden(sign) else sign for sign in text)


def _hidden(sign: str) -> bool:
    """Control characters, lone surrogates, non-characters, and the marks that would turn text round."""
    return (
        unicodedata.category(sign) in ("Cc", "Cs", "Cn") or "\u202a" <= sign <= "\u202e" or "\u2066" <= sign <= "\u2069"
    )


def is_yes(column: pd.Series) -> pd.Series:
    """A column of "yes"/"no" (or booleans) as booleans; anything else is no."""
    return column.map(lambda cell: cell is True or str(cell).lower() in ("yes", "true"))


def ordered(data: pd.DataFrame, name: str) -> list[tuple[float, str]]:
    """(order, label) of the things that `<name>_order` and `<name>_label` tell of, in order; one label for each."""
    pairs = data[[f"{name}_order", f"{name}_label"]].dropna(subset=f"{name}_order")
    pairs = pairs.drop_duplicates(f"{name}_order").sort_values(f"{name}_order", kind="stable")
    return list(pairs.itertuples(index=False, name=None))


def problems_in(rows: pd.DataFrame, column: str, found: str, expected: str, file: str) -> list[Problem]:
    """A problem for each of the rows. column: where it is; found: a pattern with the columns of the row in braces."""
    return [
        Problem(file, found.format_map(row), expected, row=line + 2, column=column)
        for line, row in zip(rows.index, records(rows), strict=True)
    ]


def _problems_of_spec(given: Spec, defaults: Spec, file: str) -> list[Problem]:
    problems = [
        Problem(file, f"option {name!r} is unknown to this chart kind", f"one of {', '.join(sorted(defaults))}")
        for name in sorted(set(given) - set(defaults))
    ]
    for name, allowed in CHOICES.items():
        if name in given and given[name] not in allowed:
            known = ", ".join(choice for choice in allowed if choice)
            problems.append(Problem(file, f"option {name} is {given[name]!r}", f"one of {known}"))
    return problems


def _problems_of_words(said: Words, given: Spec, needed: Sequence[str], file: str) -> list[Problem]:
    basis = given.get("basis")
    wanted = [*needed, *([f"basis_{basis}"] if basis in BASES else [])]
    missing = [word for word in wanted if not said.get(word)]
    problems = []
    if missing:
        remedy = "add them to the language's words"
        problems.append(Problem(file, f"no words for {', '.join(missing)}", "a text for each", remedy))
    for word in sorted(set(FIELDS) & set(said)):
        try:
            found = {field for _, field, _, _ in Formatter().parse(said[word]) if field is not None}
        except ValueError:
            found = {said[word]}
        if not found <= FIELDS[word]:
            known = " and ".join(f"{{{field}}}" for field in sorted(FIELDS[word]))
            problems.append(Problem(file, f"the pattern of {word} is {said[word]!r}", f"only {known} in braces"))
    return problems


def _checked_table(
    data: pd.DataFrame, file: str, required: Sequence[str], key: Sequence[str], numeric: Sequence[str]
) -> tuple[pd.DataFrame, list[Problem]]:
    """The table with numbers as numbers and texts cleaned, and what is wrong with it."""
    missing = [column for column in required if column not in data.columns]
    if missing:
        return data, [Problem(file, f"column {', '.join(missing)} is missing", f"columns {', '.join(required)}")]
    if data.empty:
        return data, [Problem(file, "there is no row to draw", "at least one row")]
    problems: list[Problem] = []
    columns: dict[str, Any] = {}
    for name in map(str, data.columns):
        cells = data[name].tolist()
        if name in numeric or name in known_marks.SPANS or name.endswith("_order"):
            columns[name] = [_as_number(cell) for cell in cells]
            for row, (cell, read) in enumerate(zip(cells, columns[name], strict=True)):
                if read != read and cell != "" and not _missing(cell):
                    found = f"{str(cell)!r} is not a finite number"
                    problems.append(Problem(file, found, "a number or an empty cell", row=row + 2, column=name))
        elif pd.api.types.is_numeric_dtype(data[name]) and not pd.api.types.is_bool_dtype(data[name]):
            columns[name] = [number_text(cell) for cell in cells]  # a label such as 2022 that was read as a number
        else:
            columns[name] = ["" if _missing(cell) else clean(str(cell)) for cell in cells]
    table = pd.DataFrame(columns)
    if "known" in table:
        unknown = table[~table["known"].isin(["", *KNOWN])]
        expected = "one of " + ", ".join(KNOWN)
        problems += problems_in(unknown, "known", "{known!r}", expected, file)
    key = [column for column in key if column in table.columns]  # panels and groups are optional in some kinds
    not_asked = table["status"] == "not_asked" if "status" in table else pd.Series(False, index=table.index)
    for column in key:
        # what was not asked has no answer, and so no place among the answers
        for row in table.index[table[column].isna() & ~(not_asked & (column in ANSWERS))]:
            problems.append(Problem(file, "empty cell", "a value: it names the row", row=row + 2, column=column))
    for row in table.index[table.duplicated(key)]:
        found = f"a second row for the same {', '.join(key)}"
        problems.append(Problem(file, found, "one row for each", row=row + 2))
    return known_marks.with_spans(table), problems
