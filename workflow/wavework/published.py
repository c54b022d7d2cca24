"""Each published value beside what the tables of this run give, with the tolerance at which the two agree.

Where answers are drawn so that they agree with what is published, agreement is by construction: it shows that the
constraints say what the source says, no more.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd

from wavework.agreeing_tables import Agreeing
from wavework.known import FIXED
from wavework.problems import Problem, did_you_mean, row_number
from wavework.reconstruction.grim import mean_consistency, percentage_consistency
from wavework.statistics.over_many_tables import Extent
from wavework.statistics.resampling import Floats
from wavework.tables import number_text, records

COLUMNS = [
    "comparison", "source_id", "statement", "item", "wave", "unit", "published", "published_text", "reproduced", "n",
    "tolerance", "verdict", "why", "quality", "locator", "basis", "lowest", "highest", "known",
    "consistent", "nearest",
]  # fmt: skip
SHARE_TOLERANCE = 0.005  # shares are printed as whole per cent
MEAN_TOLERANCE = 0.05  # means are printed with one decimal
MOST = 0.5  # "most elements": more than half of a battery's items
AGREE = 1e-9


def published_comparison(
    published: pd.DataFrame, tables: Agreeing, *, assumptions: Mapping[str, str], not_taken: Collection[str] = ()
) -> pd.DataFrame:
    """One row per published value, in the order of the source table: columns COLUMNS.

    not_taken: waves that the study knows and does not take; values about them have no row.

    published: raw/published/published_values.csv (all text); assumptions: what a placeholder such as @nature_73 stands
    for. `unit`: count, share or mean. `verdict`: pass (in every table), fail (in none), open (in some), or empty where
    no number of this study's data stands against the value; `why` says why not. reproduced: the number, where it is
    the same in every table. lowest, highest, known: over many tables, see `statistics.result.KNOWN`. consistent: yes or
    no, whether so many units can give a mean or percentage that prints so at all (`reconstruction.grim`), empty
    for other values; nearest: where not, the nearest that they can give.
    """
    rows = [
        {"comparison": f"published-{place:03d}", **_row(value, tables, assumptions)}
        for place, value in enumerate(records(published), start=1)
        if value["wave"] not in not_taken
    ]
    return pd.DataFrame(rows, columns=COLUMNS)


def unknown_waves(published: pd.DataFrame, waves: Collection[str], file: str) -> Iterator[Problem]:
    """Every value about a wave that is none of `waves`; a value may be about none."""
    for index, wave in published["wave"].items():
        if wave and wave not in waves:
            remedy = did_you_mean(wave, sorted(waves), "correct it, or leave it empty")
            yield Problem(file, repr(wave), "a wave of config.yaml", remedy, row=row_number(index), column="wave")


def _row(value: Mapping[str, Any], tables: Agreeing, assumptions: Mapping[str, str]) -> dict[str, Any]:
    wave, kind, items = value["wave"], value["statistic"], tables.book.items
    row: dict[str, Any] = {
        "source_id": value["source_id"], "statement": value["item_label_en"], "item": value["item"],
        "wave": wave, "published_text": value["value"], "quality": value["quality"],
        "locator": value["locator"], "verdict": "", "why": "", "basis": "published", **_consistency(value, tables),
    }  # fmt: skip
    if wave not in tables.cells.units:
        return row | {"why": "the value is not about a wave of this study"}
    if kind in ("order", "increase", "qualitative", ""):
        return row | {"why": "the source gives words and no number"}
    row["basis"] = tables.basis[wave]
    n = len(tables.cells.units[wave])
    if kind == "participation":
        return row | _against(value, np.array([float(n)]), n, "count", None)
    chosen = [item for item in _items(value["item"], items) if item in tables.cells.asked[wave]]
    if not chosen:
        return row | {"why": "the item was not asked in the wave"}
    wanted = [assumptions.get(answer.removeprefix("@"), answer) for answer in value["answers"].split("|")]
    cells = tables.cells.only([wave])
    named = value["countries"].split(";")
    extent = _extent(tables, wave, chosen, wanted, kind, named)
    if kind == "mean":
        numbers = np.concatenate([cells.values(wave, item) for item in chosen], axis=1)
        return row | _against(value, np.nanmean(numbers, axis=1), int((~np.isnan(numbers[0])).sum()), "mean", extent)
    gives = np.stack([cells.gives(wave, item, wanted) for item in chosen])  # (items, tables, units)
    if kind == "unit_count":
        most = MOST * len(_items(value["item"], items))
        return row | _against(value, (gives.sum(axis=0) > most).sum(axis=1), n, "count", None)
    if kind == "named":
        there = [place for place, unit in enumerate(cells.units[wave]) if unit in named]
        both = {**value, "low_count": len(named), "high_count": len(named)}
        return row | _against(both, gives[:, :, there].sum(axis=(0, 2)), len(named), "count", extent)
    count = gives.any(axis=0).sum(axis=1)
    if kind == "share":
        return row | _against(value, count / n, n, "share", extent)
    return row | _against(value, count, n, "count", extent)


def _consistency(value: Mapping[str, Any], tables: Agreeing) -> dict[str, str]:
    """Whether the value is possible with its number of units; nothing where it is no mean or percentage of a number."""
    scale = tables.book.scale_of.get(value["item"])
    printed = value["mean"] if value["statistic"] == "mean" else value["percent"]
    in_words = value["value"] not in ("", printed)  # "nearly 8 in 10" is no number that was rounded
    if in_words or not value["n"].isdecimal() or not int(value["n"]):
        return {}
    if value["statistic"] == "mean" and scale:
        numbers = [Fraction(number_text(number)) for number in tables.book.answers_of(scale)["value"].dropna()]
        found = mean_consistency(value["mean"], int(value["n"]), numbers)
    elif value["statistic"] == "share" and value["percent"]:
        found = percentage_consistency(value["percent"], int(value["n"]))
    else:
        return {}
    return {"consistent": "yes" if found.possible else "no", "nearest": "" if found.possible else found.nearest}


def _extent(
    tables: Agreeing, wave: str, items: Sequence[str], answers: Sequence[str], kind: str, named: Sequence[str]
) -> Extent | None:
    """The sharp bounds of a mean, a share or a count of one item; None of what is no sum of its answers."""
    if wave not in tables.cells.drawn or len(items) > 1 or kind not in ("mean", "share", "count", "named"):
        return None
    if kind == "mean":
        total = tables.cells.total_value(wave, items[0])
    else:
        total = tables.cells.count(wave, items[0], answers, named if kind == "named" else None)
    n = len(tables.cells.units[wave]) if kind in ("mean", "share") else 1
    return tables.extents([total.over(n)])[0]


def _items(named: str, items: pd.DataFrame) -> list[str]:
    if named.startswith("battery:"):
        return list(items.loc[items["battery"] == named.removeprefix("battery:"), "item"])
    return named.split("|")


def _against(value: Mapping[str, Any], found: Floats, n: int, unit: str, extent: Extent | None) -> dict[str, Any]:
    """found: (tables,) numbers; extent: their sharp bounds where there are any."""
    if unit == "count":
        low, high = float(value["low_count"]), float(value["high_count"])
        text = {"published_text": f"{low:.0f}" if low == high else f"{low:.0f}–{high:.0f}"}
        expected, tolerance = low if low == high else np.nan, 0.0
    else:
        expected = low = high = float(value[unit])
        tolerance, text = SHARE_TOLERANCE if unit == "share" else MEAN_TOLERANCE, {}
    seen = extent or Extent(float(np.min(found)), float(np.max(found)), sharp=len(found) == 1)
    least, most = low - tolerance - AGREE, high + tolerance + AGREE
    agrees = (found >= least) & (found <= most)
    always = least <= seen.lowest and seen.highest <= most
    many = len(found) > 1
    return {
        "unit": unit, "published": expected, "n": n, "tolerance": tolerance, **text,
        "reproduced": found[0] if not many else seen.lowest if seen.known == FIXED else np.nan,
        "verdict": "pass" if always else "open" if agrees.any() else "fail",
        "lowest": seen.lowest if many else np.nan, "highest": seen.highest if many else np.nan,
        "known": seen.known if many else "",
    }  # fmt: skip
