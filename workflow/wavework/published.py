"""Each published value beside what the tables of this run give, with the tolerance at which the two agree.

On reconstructed answers agreement is by construction: it shows that the reconstruction does what it says, no more.
"""

from collections.abc import Collection, Iterator, Mapping
from difflib import get_close_matches
from typing import Any

import pandas as pd

from wavework.basis import weakest
from wavework.problems import Problem
from wavework.tables import records

COLUMNS = [
    "comparison", "source_id", "statement", "item", "wave", "unit", "published", "published_text", "reproduced", "n",
    "tolerance", "verdict", "why", "quality", "locator", "basis",
]  # fmt: skip
SHARE_TOLERANCE = 0.005  # shares are printed as whole per cent
MEAN_TOLERANCE = 0.05  # means are printed with one decimal
MOST = 0.5  # "most elements": more than half of a battery's items


def published_comparison(
    published: pd.DataFrame,
    answers: pd.DataFrame,
    items: pd.DataFrame,
    *,
    assumptions: Mapping[str, str],
    not_taken: Collection[str] = (),
) -> pd.DataFrame:
    """One row per published value, in the order of the source table: columns COLUMNS.

    not_taken: waves that the study knows and does not take; values about them have no row.

    published: raw/published/published_values.csv (all text); answers: processed/answers.csv; assumptions: what a
    placeholder such as @nature_73 stands for. `unit`: count, share or mean. `verdict`: pass, fail, or empty where no
    number of this study's data stands against the value; `why` says why not.
    """
    rows = [
        {"comparison": f"published-{place:03d}", **_row(value, answers, items, assumptions)}
        for place, value in enumerate(records(published), start=1)
        if value["wave"] not in not_taken
    ]
    return pd.DataFrame(rows, columns=COLUMNS)


def unknown_waves(published: pd.DataFrame, waves: Collection[str], file: str) -> Iterator[Problem]:
    """Every value about a wave that is none of `waves`; a value may be about none."""
    for index, wave in published["wave"].items():
        if wave and wave not in waves:
            near = get_close_matches(wave, sorted(waves), n=1)
            remedy = f"did you mean {near[0]}?" if near else "correct it, or leave it empty"
            yield Problem(file, repr(wave), "a wave of config.yaml", remedy, row=int(str(index)) + 2, column="wave")


def _row(
    value: Mapping[str, Any], answers: pd.DataFrame, items: pd.DataFrame, assumptions: Mapping[str, str]
) -> dict[str, Any]:
    here = answers[(answers["wave"] == value["wave"]) & (answers["status"] != "not_asked")]
    row = {
        "source_id": value["source_id"], "statement": value["item_label_en"], "item": value["item"],
        "wave": value["wave"], "published_text": value["value"], "quality": value["quality"],
        "locator": value["locator"], "verdict": "", "why": "", "basis": "published",
    }  # fmt: skip
    kind = value["statistic"]
    if here.empty:
        return row | {"why": "the value is not about a wave of this study"}
    if kind in ("order", "increase", "qualitative", ""):
        return row | {"why": "the source gives words and no number"}
    row["basis"] = weakest(here["basis"])
    if kind == "participation":
        n = here["unit"].nunique()
        return row | _against(value, n, n, "count")
    chosen = _items(value["item"], items)
    wanted = [assumptions.get(answer.removeprefix("@"), answer) for answer in value["answers"].split("|")]
    asked = here[here["item"].isin(chosen)]
    if asked.empty:
        return row | {"why": "the item was not asked in the wave"}
    if kind == "mean":
        values = pd.to_numeric(asked["value"])
        return row | _against(value, float(values.mean()), int(values.count()), "mean")
    gave = asked[asked["answer"].isin(wanted)]
    n = asked["unit"].nunique()
    if kind == "unit_count":
        per_unit = gave.groupby("unit").size()
        return row | _against(value, int((per_unit > MOST * len(chosen)).sum()), n, "count")
    if kind == "named":
        named = value["countries"].split(";")
        return row | _against({**value, "low_count": len(named), "high_count": len(named)},
                              int(gave["unit"].isin(named).sum()), len(named), "count")  # fmt: skip
    count = gave["unit"].nunique()
    return row | (_against(value, count / n, n, "share") if kind == "share" else _against(value, count, n, "count"))


def _items(named: str, items: pd.DataFrame) -> list[str]:
    if named.startswith("battery:"):
        return list(items.loc[items["battery"] == named.removeprefix("battery:"), "item"])
    return named.split("|")


def _against(value: Mapping[str, Any], found: float, n: int, unit: str) -> dict[str, Any]:
    if unit == "count":
        low, high = int(value["low_count"]), int(value["high_count"])
        text = str(low) if low == high else f"{low}–{high}"
        return {"unit": unit, "published": low if low == high else None, "reproduced": found, "n": n, "tolerance": 0,
                "published_text": text, "verdict": "pass" if low <= found <= high else "fail"}  # fmt: skip
    expected = float(value[unit])
    tolerance = SHARE_TOLERANCE if unit == "share" else MEAN_TOLERANCE
    agrees = abs(found - expected) <= tolerance + 1e-9
    return {"unit": unit, "published": expected, "reproduced": found, "n": n, "tolerance": tolerance,
            "verdict": "pass" if agrees else "fail"}  # fmt: skip
