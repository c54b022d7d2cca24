"""Who took part in which wave."""

from collections.abc import Iterable

import pandas as pd

from wavework.exhibits.figure_inputs import Declaration, Results, places
from wavework.exhibits.kind import Kind, bases_of_waves
from wavework.exhibits.labels import Labels, labelled, units_in_the_alphabet

COLUMNS = ["region", "region_order", "unit", "unit_order", "wave", "wave_order", "took_part", "panel_member"]


def participation(declaration: Declaration, results: Results) -> pd.DataFrame:
    """Who took part: region, unit, wave (ids), orders, took_part, panel_member (in every wave of its region)."""
    present = results.table("answers")[["wave", "unit"]].drop_duplicates().assign(took_part="yes")
    units = results.book.units[results.book.units["unit"].isin(present["unit"])]
    table = (
        units[["unit", "region"]]
        .merge(_waves(results), on="region", how="inner", validate="many_to_many")
        .merge(present, on=["wave", "unit"], how="left", validate="one_to_one")
        .fillna({"took_part": "no"})
    )
    always = table.groupby("unit")["took_part"].transform(lambda told: (told == "yes").all())
    table["panel_member"] = always.map({True: "yes", False: "no"})
    table["unit_order"] = table["unit"].map(places(results.book.units.sort_values("label_en")["unit"]))
    return table.sort_values(["region_order", "unit_order", "wave_order"], ignore_index=True)[COLUMNS]


def _waves(results: Results) -> pd.DataFrame:
    """wave, region and their orders: by region, then by year."""
    rows = [(wave, choices["region"], choices["year"]) for wave, choices in results.study["waves"].items()]
    waves = pd.DataFrame(rows, columns=["wave", "region", "year"])
    waves["region_order"] = waves["region"].map(places(results.study["regions"]))
    waves = waves.sort_values(["region_order", "year", "wave"], ignore_index=True)
    return waves.assign(wave_order=range(1, len(waves) + 1)).drop(columns="year")


def in_the_alphabet(table: pd.DataFrame, labels: Labels) -> pd.DataFrame:
    """With the names of the waves in the place of their years, and the units in the alphabet of the language."""
    named = labelled(table, labels).assign(wave_label=table["wave"].map(labels.short_name))
    return units_in_the_alphabet(named)


def described(table: pd.DataFrame, labels: Labels) -> str:
    """How many took part in each wave."""
    took_part = table[table["took_part"] == "yes"].sort_values(["region_order", "wave_order"], kind="stable")
    parts = [
        labels.of_panel(f"{region}, {wave}", str(len(rows)))
        for (region, wave), rows in took_part.groupby(["region_label", "wave_label"], sort=False)
    ]
    return labels.words["alt"]["participation"].format(findings=labels.joined(parts))


def bases(declaration: Declaration, results: Results) -> Iterable[str]:
    """A reconstruction starts from the published list of who took part."""
    found = bases_of_waves(declaration, results)
    return ["published" if basis == "reconstructed" else basis for basis in found]


KIND = Kind(participation, described, "participation", label=in_the_alphabet, bases=bases, one_by_one=True)
