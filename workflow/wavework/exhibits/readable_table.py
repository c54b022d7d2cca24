"""figures/<id>.csv as people read it: beside each id its label, and of each row region, share and basis.

Charts are drawn from the ids alone: labels in the language of a picture are made anew when it is drawn.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from wavework.basis import weakest
from wavework.exhibits.chart_options import figure_basis
from wavework.exhibits.figure_inputs import ENDS, Declaration, Results
from wavework.exhibits.kinds import KINDS
from wavework.exhibits.labels import Labels
from wavework.tables import records

WAVES_IN = ("wave", "panel", "group", "row")  # columns that may name a wave, or a pair of waves `from>to`
REGIONS_IN = ("panel", "group", "row")  # or a region
TOGETHER = ("pooled", "all")


def readable(table: pd.DataFrame, declaration: Declaration, results: Results) -> pd.DataFrame:
    """The table of a figure with a column `<id>_label` after each id, in the study's main language; with `region`
    where its rows are of regions, `share` where it counts units (of `n`, from 0 to 1), and `basis` last.

    table: as the figure's kind builds it; its own columns and their order stay.
    """
    labels = Labels(results, declaration, results.study["languages"][0])
    own = table.assign(**_shares(table, declaration))
    rows = records(own)
    waves = [_waves(row, results) for row in rows]
    if "region" not in own and any(regions := _regions(rows, waves, results)):
        own["region"] = regions
    named = KINDS[declaration.kind, declaration.data].label(own, labels)
    if "region" in own and "region_label" not in named:
        named["region_label"] = own["region"].map(labels.region)
    columns: dict[str, Sequence[Any]] = {}
    for name in own:
        columns[str(name)] = own[name].tolist()
        if f"{name}_label" in named and f"{name}_label" not in own:
            columns[f"{name}_label"] = named[f"{name}_label"].fillna("").tolist()
    bases = {of_row: _basis(of_row, declaration, results) for of_row in set(waves)}
    columns["basis"] = [bases[of_row] for of_row in waves]
    return pd.DataFrame(columns)


def in_language(table: pd.DataFrame, declaration: Declaration, results: Results, language: str) -> pd.DataFrame:
    """A table that `readable` made, with its labels in another language. results: of no tables, for the names alone."""
    labels = Labels(results, declaration, language)
    named = KINDS[declaration.kind, declaration.data].label(table, labels)
    if "region" in table:
        named["region_label"] = [labels.region(region) if region else "" for region in table["region"]]
    anew = {str(column): named[column].fillna("") for column in table if str(column).endswith("_label")}
    return table.assign(**anew)


def _shares(table: pd.DataFrame, declaration: Declaration) -> dict[str, Any]:
    """share, and of what is possible lowest_share and highest_share, where the table counts units."""
    if "n" not in table or not ("count" in table or declaration.data == "count"):
        return {}
    n = table["n"].where(table["n"] > 0)
    names = {"count" if "count" in table else "value": "share", **{end: f"{end}_share" for end in ENDS}}
    return {name: table[column].astype(float) / n for column, name in names.items() if column in table}


def _waves(row: dict[str, Any], results: Results) -> tuple[str, ...]:
    """The waves that a row names."""
    known = {*results.study["waves"], *results.study.get("measured", {})}
    for column in WAVES_IN:
        if (waves := tuple(str(row.get(column, "")).split(">"))) and known.issuperset(waves):
            return waves
    return ()


def _regions(rows: Sequence[dict[str, Any]], waves: Sequence[tuple[str, ...]], results: Results) -> list[str]:
    """The region of each row: of its wave, or as its panel or group says, or of its unit; "" where it is of none."""
    known = {*results.study.get("region_names", results.study["regions"]), *TOGETHER}
    of_wave = {wave: str(choices["region"]) for wave, choices in results.study["waves"].items()}
    of_unit = dict(zip(results.book.units["unit"], results.book.units["region"], strict=True))

    def region(row: dict[str, Any], of_row: tuple[str, ...]) -> str:
        named = [of_wave[wave] for wave in of_row if wave in of_wave]
        named += [str(row[column]) for column in REGIONS_IN if str(row.get(column, "")) in known]
        return named[0] if named else str(of_unit.get(row.get("unit", ""), ""))

    return [region(row, of_row) for row, of_row in zip(rows, waves, strict=True)]


def _basis(waves: tuple[str, ...], declaration: Declaration, results: Results) -> str:
    """What rows of these waves rest on; the figure's basis where they are of none."""
    kind = KINDS[declaration.kind, declaration.data]
    bases = list(kind.bases(replace(declaration, waves=waves), results)) if waves else []
    return weakest(bases) if bases else figure_basis(declaration, results)
