"""How far the overall association moves when each unit in turn is left out."""

import pandas as pd

from wavework.exhibits.figure_inputs import CENTRAL, ENDS, Declaration, Results, each_and_pooled
from wavework.exhibits.kind import Kind
from wavework.exhibits.known_columns import with_known
from wavework.exhibits.labels import Labels
from wavework.known import BOUNDS, NOTHING, REACHED
from wavework.language.numbers import from_to
from wavework.scores import OVERALL
from wavework.tables import select


def leave_one_out(declaration: Declaration, results: Results) -> pd.DataFrame:
    """The overall association with each unit left out, per wave and pooled: row, unit, estimate, role."""
    kept = each_and_pooled(select(results.table("leave_one_out"), dimension=OVERALL), declaration, results)
    table = kept.rename(columns={"group": "row", "group_order": "row_order"}).sort_values(
        ["row_order", "role", "unit"], ignore_index=True
    )
    return with_known(table, ["row", "row_order", "unit", "estimate", "role"], *ENDS, *CENTRAL)


def described(table: pd.DataFrame, labels: Labels) -> str:
    """Of each row the estimate with all units, its range without each, and the unit that moves it most."""
    words, parts = labels.words["alt"], []
    for row, rows in table.groupby("row_label", sort=False):
        if "known" in rows and (rows["known"] != "").any():
            parts.append(labels.of_panel(row, _possible(rows, labels)))
            continue
        others = rows[rows["role"] != "full"]
        full = rows.loc[rows["role"] == "full", "estimate"].iloc[0]
        low, high = others["estimate"].min(), others["estimate"].max()
        value, low, high = (labels.language.number(estimate, 2) for estimate in (full, low, high))
        unit = labels.language.listed(others.loc[others["role"] == "influential", "unit_label"].tolist())
        parts.append(words["leave_one_out_row"].format(row=row, value=value, low=low, high=high, unit=unit))
    return words["leave_one_out"].format(findings=labels.joined(parts))


def _possible(rows: pd.DataFrame, labels: Labels) -> str:
    """What is possible with all units, and with any one left out."""
    if (rows["known"] == NOTHING).all():
        return str(labels.words["alt"]["nothing"])
    full = rows[rows["role"] == "full"].iloc[0]
    others = rows[rows["role"] != "full"]
    known = REACHED if (others["known"] == REACHED).any() else BOUNDS
    widest = pd.Series({"lowest": others["lowest"].min(), "highest": others["highest"].max(), "known": known})
    slots = {"value": from_to(full, labels.words["chart"], 2), "left_out": from_to(widest, labels.words["chart"], 2)}
    return str(labels.words["alt"]["leave_one_out_possible"].format(**slots))


KIND = Kind(
    leave_one_out,
    described,
    "leave_one_out",
    one_by_one=True,
    values=("estimate",),
    tables=("leave_one_out",),
    needs=("association",),
    empty="not_computable",
    axes={"x": "association"},
    options={"reference": 0, "limits": (-1, 1), "digits": 2},
)
