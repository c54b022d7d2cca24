"""How a row of processed/statistics.csv is worded, in one place for the text and for the tables.

A row of one table of answers has an estimate with its interval and p. A row over all tables that agree with what is
published (`known`) is told by what these have in common: a value that is the same in all, exact bounds, the widest
values that were found, or that nothing is published of it. No number of a single drawn table is ever told.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pandas as pd

from wavework.known import BOUNDS, FIXED, NOTHING, REACHED
from wavework.language.language import NO_BREAK
from wavework.language.numbers import DIGITS
from wavework.reporting.inputs import Inputs
from wavework.reporting.values.variables import Origin, Row

# The coefficients that a finding can have as its method, and their letters.
LETTERS = {"Spearman's rho": "ρ", "Kendall's tau-b": "τ", "partial Spearman's rho": "ρ"}
NO_INTERVAL = ("not computable", "none")  # how a statistic says that it has no interval


def digits_of(inputs: Inputs, row: Row) -> int:
    """Decimals of an estimate: those of its scores where it is a score or a difference of scores, two for the rest."""
    if row["question"] in ("measure mean", "measure change"):
        return inputs.measure_digits(str(row["measure"]))
    in_points = row["question"] == "mean" or str(row["method"]).startswith("Hodges-Lehmann")
    return DIGITS[row["measure"]] if in_points else 2


def extent(inputs: Inputs, row: Row, write: Callable[[float], str], *, cell: bool = False) -> str:
    """`between 2.1 and 3.9` of the row's `known`, `lowest` and `highest`; cell: the short form for a table, where ends
    that are written alike are one number, as in charts."""
    known = str(row["known"])
    low, high = (write(row[end]) for end in ("lowest", "highest"))
    if cell and low == high and known not in (FIXED, NOTHING):
        return low
    return inputs.language.say(f"known.{'cell.' if cell else ''}{known}", number=low, low=low, high=high)


def draws(inputs: Inputs, row: Row) -> str:
    """In which share of the drawn tables it is above zero; "" where the bounds do not leave the sign open."""
    if pd.isna(row["central_low"]) or not row["lowest"] < 0 < row["highest"]:
        return ""
    language = inputs.language
    slots = {"tables": language.number(row["tables"]), "positive": language.percent(row["positive"])}
    return language.say("known.draws", **slots)


def compact(inputs: Inputs, row: Row, symbol: str, *, test: Row | None = None) -> str:
    """`ρ = 0.07 [−0.37, 0.44], n = 27, p = 0.92 (Holm 1.00)`; over many tables what is known and how the draws lie;
    the reason where there is no number.

    test: the row whose p belongs to the estimate, where that is another one.
    """
    language, digits = inputs.language, digits_of(inputs, row)
    if row["status"] != "ok":
        return inputs.no_number(row)
    n = language.say("number.n", n=language.number(row["n"]))
    if row["known"] == NOTHING:
        return language.say("known.nothing")
    if row["known"]:
        equals = f"{NO_BREAK}=" if row["known"] == FIXED else ""
        text = f"{symbol}{equals}{NO_BREAK}{_within(inputs, row, digits)}{n}"
        return text + draws(inputs, row)
    text = f"{symbol}{NO_BREAK}={NO_BREAK}{language.estimate(row, digits)}{n}"
    tested: Row = row if test is None else test
    if not pd.isna(tested["p"]):
        text += f", {language.p_said(tested['p'])}"
        if not pd.isna(tested["p_holm"]):
            text += " " + language.say("number.holm", p=language.p(tested["p_holm"]))
    return text


def brief(inputs: Inputs, row: Row, symbol: str) -> str:
    """`ρ = 0.07, n = 27`; of what has no one number n alone."""
    n = inputs.language.say("number.n_alone", n=inputs.language.number(row["n"]))
    if row["status"] != "ok" or row["known"]:
        return n
    number = inputs.language.number(row["estimate"], digits_of(inputs, row))
    return f"{symbol}{NO_BREAK}={NO_BREAK}{number}, {n}"


def estimate(inputs: Inputs, row: Row, *, cell: bool = False) -> str:
    """Estimate and interval, or what is known of it; why there is none of either. cell: the short forms of a table."""
    digits = digits_of(inputs, row)
    if row["status"] != "ok":
        return inputs.no_number(row)
    if row["known"]:
        return _within(inputs, row, digits, cell=cell)
    text = inputs.language.estimate(row, digits)
    missing, _, why = str(row["interval_method"]).partition(": ")
    if cell and pd.isna(row["low"]) and missing.startswith(NO_INTERVAL):
        text += inputs.language.say("finding.no_interval", reason=inputs.reason(why or missing))
    return text


def _within(inputs: Inputs, row: Row, digits: int, *, cell: bool = False) -> str:
    """The extent of a row; of a number that is the same in every table, to its decimals, the number, with its interval
    where that is the same too."""
    same = inputs.language.number(row["lowest"], digits) == inputs.language.number(row["highest"], digits)
    if row["known"] == FIXED or (row["known"] == BOUNDS and same):
        number = inputs.language.estimate({**row, "estimate": row["lowest"]}, digits)
        return inputs.language.say(f"known.{'cell.' if cell else ''}{FIXED}", number=number)
    text = extent(inputs, row, lambda value: inputs.language.number(value, digits), cell=cell)
    if cell and row["known"] == REACHED and not pd.isna(row["central_low"]):
        low, high = (inputs.language.number(row[f"central_{end}"], digits) for end in ("low", "high"))
        text += inputs.language.say("known.cell.middle", low=low, high=high)
    return text


@dataclass(frozen=True)
class Found:
    """A finding as it enters a sentence: its kind (a key of the words `finding.<finding>`), where it was found with its
    numbers, and the smallest effect that could have been found (said where none was; empty if not known). short: the
    case with as few numbers as can be."""

    kind: str
    case: str
    origin: Origin
    effect: str = ""
    short: str = ""


def kind_of(inputs: Inputs, finding: str, row: Row, test: Row | None = None) -> str:
    """What was found: an effect (positive | negative) or none at the study's level, after adjustment within its family,
    or that there is no number. Over many tables: that the effect lies on one side in all of them (above | below), that
    this is not decided (open), or the numbers alone (told).

    test: the row whose p decides, where that is another one.
    """
    tested: Row = row if test is None else test
    if row["status"] != "ok" or tested["status"] != "ok":
        return "not_computable"
    if row["known"]:
        side = _side(row)
        return side if side in inputs.language.words["finding"][finding] else "told"
    p: float = tested["p"] if pd.isna(tested["p_holm"]) else tested["p_holm"]
    if p < inputs.language.alpha:
        return "negative" if row["estimate"] < 0 else "positive"
    return "none"


def worded(inputs: Inputs, finding: str, found: Sequence[Found], **slots: str) -> str:
    """The sentences of some findings of one question: one of all that came out alike. slots: of the words
    `finding.<finding>`; those under `again` take up what the first sentence named."""
    language, sentences = inputs.language, list[str]()
    again = language.words["finding"][finding].get("again", {})
    for kind in dict.fromkeys(each.kind for each in found):
        form = f"again.{kind}" if sentences and kind in again else kind
        alike = [each for each in found if each.kind == kind]
        cases = language.listed(each.case for each in alike)
        sentences.append(language.say(f"finding.{finding}.{form}", cases=cases, **slots))
        effects = list(dict.fromkeys(each.effect for each in alike if each.effect))
        if kind == "none" and effects:
            sentences.append(language.say(f"finding.{finding}.power", effect=language.listed(effects)))
    return " ".join(sentences)


def _side(row: Row) -> str:
    """On which side of zero a number is proven to lie. The widest values that a search found prove nothing."""
    if row["known"] != REACHED and row["lowest"] > 0:
        return "above"
    if row["known"] != REACHED and row["highest"] < 0:
        return "below"
    return "told" if row["known"] == FIXED else "open"


def count_said(inputs: Inputs, row: Row, ends: tuple[str, str], n: float) -> str:
    """`8 of 11`, `at least 2 of 11`, `at most 9 of 11`, `between 2 and 9 of 11` of the number in the columns `ends`."""
    low, high = (round(float(row[end])) for end in ends)
    known = "exactly" if low == high else "at_most" if low == 0 else "at_least" if high >= n else "between"
    known = "any" if (low, high) == (0, round(n)) and n else known
    number = inputs.language.number
    return inputs.language.say(f"known.count.{known}", low=number(low), high=number(high), n=number(n))
