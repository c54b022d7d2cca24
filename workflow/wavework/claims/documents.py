"""What published values and the source's own tables decide: claims without answers, and slips of the source."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import pandas as pd

from wavework.claims.declarations import Claim, Rule
from wavework.problems import InputError, Problem
from wavework.tables import number_text

SUPPORTED, CONTRADICTED = "supported_published", "contradicted_published"


@dataclass(frozen=True)
class Sources:
    """values: the table of published values (text), from `file`; ranks: country, region, year, rank (1 = best)."""

    values: pd.DataFrame
    file: str
    ranks: pd.DataFrame


@dataclass(frozen=True)
class Decision:
    """What published values say of a claim: source and locator, the value, how far it is from the claim's own words.

    quality: `published` (another source), `read_from_text` (printed where the claim stands), `derived` (arithmetic);
    the weakest of what decided, in the order of that list.
    """

    verdict: str
    source: str = ""
    value: str = ""
    quality: str = ""


QUALITIES = ("published", "read_from_text", "derived")


def decided_by_published(claim: Claim, sources: Sources) -> Decision | None:
    """What the claim's checks on published values say: all must agree. None where it has no checks.

    Raises InputError where a check selects no row, or a field holds other words than the claim expects.
    """
    if not claim.published:
        return None
    rows: list[Mapping[str, Any]] = []
    values: list[str] = []
    agree = True
    for check in claim.published:
        for row in _selected(claim.id, check["select"], sources):
            rows.append(row)
            values.append(row[check["field"]])
            agree &= _agrees(claim.id, check, row, sources.file)
    return Decision(SUPPORTED if agree else CONTRADICTED, *_said(rows, values))


def slip(rule: Rule, claim: str, sources: Sources) -> Decision:
    """Whether the rule finds the slip. Raises InputError where it selects no row or a cell holds no number."""
    rows: list[Mapping[str, Any]] = []
    values: list[str] = []
    if rule["kind"] == "conflict":
        for end in ("first", "second"):
            selected = _selected(claim, rule[end]["select"], sources)
            rows += selected
            values += [row[rule[end]["field"]] for row in selected]
        found = len({_number(claim, value, sources.file) for value in values}) > 1
    elif rule["kind"] == "impossible_share":
        rows = _selected(claim, rule["select"], sources)
        values = [row["percent"] for row in rows]
        found = all(
            not _possible(
                _number(claim, row["percent"], sources.file),
                int(_number(claim, row["n"], sources.file)),
                rule["reading"],
            )
            for row in rows
        )
    elif rule["kind"] == "missing_years":
        # ASSUME egdi.files of the config are the source's own tables; with the UN's tables the gap is closed.
        here = sources.ranks[sources.ranks["region"] == rule["region"]].dropna(subset="rank")
        lacking = sorted(set(rule["years"]) - set(here["year"].astype(int)))
        values, found = [str(year) for year in lacking], bool(lacking)
    else:
        labels = rule["labels"]
        values = sorted({label for label in labels if labels.count(label) > 1})
        found = bool(values)
    return Decision(SUPPORTED if found else CONTRADICTED, *_said(rows, values))


def _possible(percent: Fraction, n: int, reading: str) -> bool:
    """Whether some count of n is this percent: rounded half up to a whole one, or less than a point below it."""
    shares = [Fraction(100 * count, n) for count in range(n + 1)]
    if reading == "rounded":
        return any((share + Fraction(1, 2)) // 1 == percent for share in shares)
    return any(percent - 1 < share < percent for share in shares)


def _selected(claim: str, select: Mapping[str, str], sources: Sources) -> list[Mapping[str, Any]]:
    table = sources.values
    chosen = table
    for column, text in select.items():
        chosen = chosen[chosen[column] == text]
    if chosen.empty:
        wanted = ", ".join(f"{column} {text}" for column, text in select.items())
        raise InputError(
            Problem("claims.yaml", f"no published value has {wanted}", f"a row of {sources.file}",
                    "correct the selection, or add the value", row=claim, column="select")
        )  # fmt: skip
    return [{str(column): value for column, value in row.items()} for row in chosen.to_dict("records")]


def _agrees(claim: str, check: Mapping[str, Any], row: Mapping[str, Any], file: str) -> bool:
    found = row[check["field"]]
    if "printed" in check:
        if found != check["printed"]:
            raise InputError(
                Problem(file, f"{check['field']} is {found!r}", f"{check['printed']!r}, as claim {claim} reads it",
                        "read the source again and correct one of the two", column=check["field"])
            )  # fmt: skip
        if "read_as" not in check:
            return True
        number = Fraction(str(check["read_as"]))
    else:
        number = _number(claim, found, file)
    bounds = {key: Fraction(str(check[key])) for key in ("is", "at_least", "at_most") if key in check}
    return all(
        {"is": number == bound, "at_least": number >= bound, "at_most": number <= bound}[key]
        for key, bound in bounds.items()
    )


def _number(claim: str, text: str, file: str) -> Fraction:
    try:
        return Fraction(text)
    except ValueError:
        raise InputError(
            Problem(
                file,
                repr(text),
                "a number",
                f"claim {claim} cannot be decided by it: select another row or column",
            )
        ) from None


def _said(rows: Sequence[Mapping[str, Any]], values: Sequence[str]) -> tuple[str, str, str]:
    """Sources with their locators, the values, and the weakest quality."""
    where = dict.fromkeys(f"{row['source_id']}: {row['locator']}" for row in rows)
    shown = [number_text(value) if value.replace(".", "", 1).isdigit() else value for value in values]
    quality = max((row["quality"] for row in rows), key=QUALITIES.index, default="read_from_text")
    return "; ".join(where), "; ".join(shown), quality
