"""Answers of two dimensions with two items each, counted by hand."""

from collections.abc import Mapping

import pandas as pd

from wavework.agreeing_tables import Agreeing, agreeing
from wavework.codebook import Codebook

ITEMS = pd.DataFrame(
    [
        ("a1", "data", "stage", "yes"),
        ("a2", "data", "stage", "yes"),
        ("a3", "data", "stage", "yes"),
        ("b1", "staff", "yes_no", "yes"),
        ("b2", "staff", "yes_no", "yes"),
        ("own_data", "data", "grade", "self_reported"),
        ("own", "", "grade", "self_reported"),
        ("open", "", "yes_no", "no"),
    ],
    columns=["item", "dimension", "scale", "scored"],
)
SCALES = pd.DataFrame(
    [
        ("stage", "fully", 1, 3, 100, "answered"),
        ("stage", "development", 2, 2, 50, "answered"),
        ("stage", "planned", 3, 1, 0, "answered"),
        ("stage", "dont_know", 4, None, None, "dont_know"),
        ("stage", "not_applicable", 5, None, None, "not_applicable"),
        ("yes_no", "yes", 1, 1, 100, "answered"),
        ("yes_no", "no", 2, 0, 0, "answered"),
        ("yes_no", "not_applicable", 3, None, None, "not_applicable"),
        *(("grade", str(n), n, n, None, "answered") for n in range(1, 6)),
    ],
    columns=["scale", "answer", "position", "value", "score", "status"],
)
ITEMS = ITEMS.assign(battery=["data"] * 3 + ["staff"] * 2 + ["own"] * 2 + ["open"])
BOOK = Codebook(items=ITEMS, scales=SCALES)
SCALE_OF = dict(zip(ITEMS["item"], ITEMS["scale"], strict=True))
STATUS = {(row["scale"], row["answer"]): row["status"] for row in SCALES.to_dict("records")}
VALUE = {(row["scale"], row["answer"]): row["value"] for row in SCALES.to_dict("records")}


def answers(plan: Mapping[tuple[str, str], Mapping[str, str]], **columns: object) -> pd.DataFrame:
    """(wave, unit) -> item -> answer ("" is no answer, "-" was not asked, "answer*" is not comparable)."""
    rows = []
    for (wave, unit), given in plan.items():
        for item, text in given.items():
            answer, scale = text.rstrip("*").replace("-", ""), SCALE_OF[item]
            status = "not_asked" if text == "-" else STATUS[scale, answer] if answer else "no_answer"
            value = VALUE.get((scale, answer))
            rows.append(
                {
                    "wave": wave, "region": "AP" if wave.startswith("ap") else "LAC", "unit": unit, "country": unit,
                    "item": item, "status": status, "answer": answer,
                    "value": "" if value is None or value != value else f"{value:g}",
                    "comparable": "no" if text.endswith("*") or text == "-" else "yes", "basis": "collected",
                }
            )  # fmt: skip
    return pd.DataFrame(rows).assign(**columns)


def tables(answers: pd.DataFrame, development: float = 50) -> Agreeing:
    """The answers as the one table that they are."""
    return agreeing(answers, BOOK, development=development)
