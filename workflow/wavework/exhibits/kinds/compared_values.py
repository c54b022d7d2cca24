"""Published values beside what the tables give."""

from typing import Any

import pandas as pd

from wavework.exhibits.figure_inputs import ENDS, Declaration, Results, places
from wavework.exhibits.kind import Kind, waves_of
from wavework.exhibits.known_columns import with_known
from wavework.exhibits.labels import Labels
from wavework.known import BOUNDS, NOTHING, REACHED
from wavework.tables import records, select

COLUMNS = ["panel", "panel_order", "row", "row_order", "item", "wave"]
VALUES = ["published", "published_text", "reproduced", "verdict"]


def waves_with_values(declaration: Declaration, results: Results) -> list[str]:
    """Those of the figure's waves of which a value is published that can be compared."""
    waves = waves_of(declaration, results)
    found = set(results.table("published_comparison").query("verdict != ''")["wave"])
    return [wave for wave in waves if wave in found]


def compared_values(declaration: Declaration, results: Results) -> pd.DataFrame:
    """Published and reproduced values: panel (unit of measurement), row (comparison id), values, verdict; with lowest,
    highest, known of the reproduced where answers are not collected."""
    table = results.table("published_comparison").query("verdict != ''")
    if declaration.waves:
        table = select(table, wave=list(declaration.waves))
    table = (
        table.assign(panel_order=table["unit"].map(places(table["unit"])), row_order=range(1, len(table) + 1))
        .rename(columns={"unit": "panel", "comparison": "row"})
        .sort_values(["panel_order", "row_order"], ignore_index=True)
    )
    return with_known(table, [*COLUMNS, *VALUES], *ENDS)


def written(table: pd.DataFrame, labels: Labels) -> pd.DataFrame:
    """With the names of the values, and the values as the language writes them, to the digits that a source prints."""
    rows = records(table)
    return table.assign(
        panel_label=table["panel"].map(labels.words["units"]),
        row_label=[labels.compared(row["item"], row["wave"]) for row in rows],
        published_text=[
            labels.language.printed(row["published_text"]) or _amount(row, "published", labels) for row in rows
        ],
        reproduced_text=[_amount(row, "reproduced", labels) for row in rows],
    )


def _amount(row: dict[str, Any], side: str, labels: Labels) -> str:
    if side == "reproduced" and row.get("known") in (BOUNDS, NOTHING, REACHED):
        low, high = (labels.amount(float(row[end]), row["panel"]) for end in ENDS)
        pattern = labels.words["chart"]["at_least" if row["known"] == REACHED else "from_to"]
        return low if low == high else str(pattern.format(low=low, high=high))
    return labels.amount(float(row[side]), row["panel"])


def described(table: pd.DataFrame, labels: Labels) -> str:
    """How many values agree, and how many stay open."""
    if "known" in table:
        found = {verdict: int((table["verdict"] == verdict).sum()) for verdict in ("pass", "fail", "open")}
        slots = {"count": found["pass"], "differ": found["fail"], "open": found["open"], "n": len(table)}
        return labels.words["alt"]["compared_possible"].format(**slots)
    return labels.words["alt"]["compared"].format(count=int((table["verdict"] == "pass").sum()), n=len(table))


KIND = Kind(
    compared_values,
    described,
    "compared_values",
    tables=("published_comparison",),
    needs=("published",),
    empty="not_compared",
    waves=waves_with_values,
    over_time=False,
    bases=lambda declaration, results: results.bases(waves_with_values(declaration, results)),
    label=written,
)
