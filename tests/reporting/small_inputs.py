"""Inputs of a report of three services in two waves, small enough to count by hand."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from wavework.codebook import Codebook
from wavework.language.language import language_of
from wavework.reporting.inputs import Inputs

LABELS = ("label_en", "label_fr", "label_es")


def labels(text: str) -> dict[str, str]:
    return dict.fromkeys(LABELS, text)


STUDY: dict[str, Any] = {
    "study": {"title": {"en": "Bridges"}, "unit": {"en": "service"}, "units": {"en": "services"}},
    "languages": ["en"],
    "regions": {"N": {"en": "North"}, "S": {"en": "South"}},
    "dimensions": {"deck": {"en": "Deck"}},
    "waves": {
        "n20": {"title": {"en": "North 2020"}, "region": "N", "year": 2020},
        "n22": {"title": {"en": "North 2022"}, "region": "N", "year": 2022},
        "s22": {"title": {"en": "South 2022"}, "region": "S", "year": 2022},
    },
    "comparisons": {"change": [{"from": "n20", "to": "n22"}], "contrast": [{"first": "n22", "second": "s22"}]},
    "scores": {"development": 50, "minimum_answered": 0.5},
    "statistics": {"seed": 7, "resamples": 99, "bootstrap": 99, "alpha": 0.05, "coefficient": "spearman"},
    "reconstruction": {"seed": 8, "draws": 500},
}
UNITS = {"n20": ["a", "b"], "n22": ["a", "b", "c"], "s22": ["d", "e"]}
STATISTIC: dict[str, Any] = {
    "statistic": "", "question": "", "outcome": "", "measure": "", "dimension": "", "item": "", "wave": "",
    "wave_from": "", "region": "", "estimate": float("nan"), "low": float("nan"), "high": float("nan"),
    "p": float("nan"), "p_error": float("nan"), "p_holm": float("nan"), "p_bh": float("nan"), "family": "", "n": 3.0,
    "method": "", "interval_method": "", "p_method": "", "source": "", "status": "ok", "reason": "", "detail": "",
    "seed": "", "basis": "collected", "tables": 1.0, "known": "",
    **dict.fromkeys(("lowest", "highest", "median", "central_low", "central_high", "positive", "significant"),
                    float("nan")),
}  # fmt: skip
# Over 5,000 tables of answers that agree with what is published.
REACHED: dict[str, Any] = {
    "basis": "reconstructed", "tables": 5000.0, "known": "reached", "estimate": float("nan"), "low": float("nan"),
    "high": float("nan"), "lowest": -0.911, "highest": 0.933, "median": 0.1, "central_low": -0.251,
    "central_high": 0.459, "positive": 0.731, "significant": 0.0612,
}  # fmt: skip
Bounds = tuple[int, int, int, int]  # of the number that gives an answer, and of those who give it or one before it


def statistics(*rows: Mapping[str, Any]) -> pd.DataFrame:
    """processed/statistics.csv with these rows; columns that a row leaves out are empty."""
    numbered = [{"statistic": f"statistic.{at}", **row} for at, row in enumerate(rows)]
    return pd.DataFrame([STATISTIC | row for row in numbered], columns=list(STATISTIC))


def codebook(item_label: str = "Rail", assumptions: Mapping[str, str] | None = None) -> Codebook:
    own = {"battery": "deck", "dimension": "deck", "scale": "grade", "scored": "yes"}
    items = [{"item": name, **own, **labels(text)} for name, text in (("rail", item_label), ("lamp", "Lamp"))]
    answers = [("full", 1, "answered"), ("half", 2, "answered"), ("none", 3, "answered"), ("dont_know", 4, "dont_know")]
    scales = [
        {"scale": "grade", "answer": name, "position": at, "status": status, **labels(name.capitalize())}
        for name, at, status in answers
    ]
    units = [
        {"unit": unit, "country": unit, "region": "N" if unit in "abc" else "S", **labels(unit.upper())}
        for unit in "abcde"
    ]
    batteries = [{"battery": "deck", "dimension": "deck", "scale": "grade", "title_en": "The deck"}]
    assumed = [{"assumption": name, **labels(text)} for name, text in (assumptions or {}).items()]
    crosswalk = pd.DataFrame(columns=["wave", "column", "item", "comparable", "recode", "reason"])
    return Codebook(
        items=pd.DataFrame(items), scales=pd.DataFrame(scales), units=pd.DataFrame(units),
        batteries=pd.DataFrame(batteries), crosswalk=crosswalk,
        assumptions=pd.DataFrame(assumed),
    )  # fmt: skip


def answers_of(basis: Mapping[str, str]) -> pd.DataFrame:
    """Two items of all units: rail is `full` of everyone, lamp is `full` of the first unit of each wave."""
    rows = [
        {
            "wave": wave, "region": STUDY["waves"][wave]["region"], "unit": unit, "country": unit, "item": item,
            "status": "answered", "answer": "full" if item == "rail" or unit == units[0] else "none", "value": "1",
            "comparable": "yes", "basis": basis.get(wave, "reconstructed"),
        }
        for wave, units in UNITS.items()
        for unit in units
        for item in ("rail", "lamp")
    ]  # fmt: skip
    return pd.DataFrame(rows)


def prevalence_of(answers: pd.DataFrame, facts: Mapping[tuple[str, str], Sequence[Bounds]]) -> pd.DataFrame:
    """processed/prevalence.csv. facts: wave and item -> bounds of each answer of the scale, of waves whose answers are
    not known; nothing is published of the others."""
    rows = []
    for (wave, item), found in answers.groupby(["wave", "item"], sort=False):
        n, given, up_to = len(found), found["answer"].value_counts(), 0
        unknown = found["basis"].iloc[0] == "reconstructed"
        free = [(0, n, n if answer == "none" else 0, n) for answer in ("full", "half", "none")]
        for place, answer in enumerate(("full", "half", "none")):
            count = int(given.get(answer, 0))
            up_to += count
            bounds = (count, count, up_to, up_to)
            if unknown:
                bounds = facts.get((str(wave), str(item)), free)[place]
            fixed = bounds[0] == bounds[1]
            known = "fixed" if fixed else "nothing" if bounds[:2] == (0, n) else "bounds"
            rows.append({
                "wave": wave, "item": item, "status": "answered", "answer": answer,
                "units": float(bounds[0]) if fixed else float("nan"), "n": n, "known": known if unknown else "",
                **dict(zip(("lowest", "highest", "at_least_lowest", "at_least_highest"), bounds, strict=True)),
                "basis": found["basis"].iloc[0],
            })  # fmt: skip
    return pd.DataFrame(rows)


def small_inputs(
    *, basis: Mapping[str, str] | None = None, item_label: str = "Rail", study: Mapping[str, Any] | None = None,
    tables: Mapping[str, pd.DataFrame] | None = None,
    facts: Mapping[tuple[str, str], Sequence[Bounds]] | None = None, assumptions: Mapping[str, str] | None = None,
    **others: Any,
) -> Inputs:  # fmt: skip
    """Inputs with answers and prevalence, and the tables that are given. basis: wave -> basis (else reconstructed);
    facts: of `prevalence_of`; assumptions: name -> label."""
    answers = answers_of(basis or {})
    source = {"title": "X", "producer": "Us", "licence": "MIT", "date": "2022-01-02", "sha256": "ab" * 32}
    sources = pd.DataFrame([{"file": "raw/x.csv", "basis": "reconstructed", "bytes": 3.0, **source}])
    log = pd.DataFrame(columns=["wave", "file", "row", "unit", "action", "item", "before", "after", "reason"])
    read = {
        "answers": answers,
        "prevalence": prevalence_of(answers, facts or {}),
        "sources": sources,
        "cleaning_log": log,
    }
    return Inputs(
        study={**STUDY, **(study or {})},
        language=language_of(STUDY, "en"),
        book=codebook(item_label, assumptions),
        tables={**read, **(tables or {})},
        **others,
    )


def cells(table: str) -> list[list[str]]:
    """The cells of a pipe table without head, rule and caption, as the markdown has them."""
    rows = [line for line in table.splitlines() if line.startswith("|")][2:]
    return [[cell.strip() for cell in row.strip("|").split(" | ")] for row in rows]
