"""What published values and the source's own tables decide: claims without answers, and slips of the source."""

import operator
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import pandas as pd

from wavework.claims.answer_rules import BOUNDS
from wavework.claims.declarations import Claim, Rule
from wavework.problems import Problem, collected_problems
from wavework.tables import records
from wavework.yaml_files import row_of

SUPPORTED, CONTRADICTED = "supported_published", "contradicted_published"
QUALITIES = ("published", "read_from_text", "derived")  # another source; printed where the claim stands; arithmetic

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Sources:
    """values: the table of published values (text), from `file`; ranks: country, region, year, rank (1 = best)."""

    values: pd.DataFrame
    file: str
    ranks: pd.DataFrame


@dataclass(frozen=True)
class Decision:
    """What published values say of a claim: the verdict, the sources with their locators, the values, as printed.

    quality: the weakest of QUALITIES among what decided.
    """

    verdict: str
    source: str
    value: str
    quality: str


def check_published(claims: Sequence[Claim], sources: Sources, file: str) -> None:
    """Raise InputError naming every selection without a row, cell without a number, and text that has changed.

    file: claims.yaml. The columns that claims name must be there (`declarations.unknown_in_claims`).
    """
    with collected_problems() as problems:
        for claim in claims:
            for select, field, printed in _cells(claim):
                rows = _selected(select, sources)
                if not rows:
                    found = "no published value has " + ", ".join(f"{name} {text}" for name, text in select.items())
                    expected, remedy = f"a row of {sources.file}", "correct the selection, or add the value"
                    place = row_of(file, claim.id)
                    problems.append(Problem(file, found, expected, remedy, place, f"{claim.id}.select"))
                for row in rows:
                    if printed is not None and row[field] != printed:
                        remedy = "read the source again and correct one of the two"
                        expected = f"{printed!r}, as claim {claim.id} reads it"
                        problems.append(Problem(sources.file, repr(row[field]), expected, remedy, column=field))
                    elif printed is None and not _is_number(row[field]):
                        remedy = f"claim {claim.id} in {file} needs another row or column"
                        problems.append(Problem(sources.file, repr(row[field]), "a number", remedy, column=field))


def _cells(claim: Claim) -> Iterator[tuple[Mapping[str, str], str, str | None]]:
    """Selection, column, and the text expected there (None: a number) of all that the claim reads."""
    for check in claim.published:
        yield check["select"], check["field"], check.get("printed")
    for rule in claim.rules:
        if rule["kind"] == "conflict":
            yield from ((rule[end]["select"], rule[end]["field"], None) for end in ("first", "second"))
        elif rule["kind"] == "impossible_share":
            yield from ((rule["select"], field, None) for field in ("percent", "n"))


def decided_by_published(claim: Claim, sources: Sources) -> Decision | None:
    """What the claim's checks on published values say: all must agree. None where it has no checks."""
    if not claim.published:
        return None
    found = [(check, row) for check in claim.published for row in _selected(check["select"], sources)]
    agree = all(_agrees(check, row[check["field"]]) for check, row in found)
    source, value, quality = _said([row for _, row in found], [row[check["field"]] for check, row in found])
    return Decision(SUPPORTED if agree else CONTRADICTED, source, value, quality)


def slip(rule: Rule, sources: Sources) -> Decision:
    """Whether the rule finds the slip of the source that the claim states."""
    rows: Sequence[Row] = []
    if rule["kind"] == "conflict":
        ends = [rule[end] for end in ("first", "second")]
        read = [(row, row[end["field"]]) for end in ends for row in _selected(end["select"], sources)]
        rows, values = [row for row, _ in read], [value for _, value in read]
        found = len(set(map(Fraction, values))) > 1
    elif rule["kind"] == "impossible_share":
        rows = _selected(rule["select"], sources)
        values = [row["percent"] for row in rows]
        found = not any(_possible(Fraction(row["percent"]), int(row["n"]), rule["reading"]) for row in rows)
    elif rule["kind"] == "missing_years":
        here = sources.ranks[sources.ranks["region"] == rule["region"]].dropna(subset="rank")
        if "file" in rule:
            here = here[[rule["file"] in files.split("|") for files in here["files"]]]
        values = [str(year) for year in sorted(set(rule["years"]) - set(here["year"].astype(int)))]
        found = bool(values)
    else:
        values = sorted({label for label in rule["labels"] if rule["labels"].count(label) > 1})
        found = bool(values)
    return Decision(SUPPORTED if found else CONTRADICTED, *_said(rows, values))


def _possible(percent: Fraction, n: int, reading: str) -> bool:
    """Whether some count of n is this percent: rounded half up to a whole one, or less than a point below it."""
    shares = [Fraction(100 * count, n) for count in range(n + 1)]
    if reading == "rounded":
        return any((share + Fraction(1, 2)) // 1 == percent for share in shares)
    return any(percent - 1 < share < percent for share in shares)


def _selected(select: Mapping[str, str], sources: Sources) -> list[dict[str, Any]]:
    chosen = sources.values
    for column, text in select.items():
        chosen = chosen[chosen[column] == text]
    return records(chosen)


def _agrees(check: Mapping[str, Any], found: str) -> bool:
    if "printed" in check and "read_as" not in check:
        return True  # the words are there: check_published saw to it
    number = Fraction(str(check.get("read_as", found)))
    tests = {"is": operator.eq, **BOUNDS}
    return all(test(number, Fraction(str(check[key]))) for key, test in tests.items() if key in check)


def _is_number(text: str) -> bool:
    try:
        Fraction(text)
    except (ValueError, ZeroDivisionError):
        return False
    return True


def _said(rows: Sequence[Row], values: Sequence[str]) -> tuple[str, str, str]:
    """Sources with their locators, the values as printed, and the weakest quality."""
    where = dict.fromkeys(f"{row['source_id']}: {row['locator']}" for row in rows)
    quality = max((row["quality"] for row in rows), key=QUALITIES.index, default="read_from_text")
    return "; ".join(where), "; ".join(values), quality
