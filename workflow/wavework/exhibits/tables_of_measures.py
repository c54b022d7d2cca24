"""Tables of figures on measures: what the charts of answers and scores show, of scores that come as they are."""

import pandas as pd

from wavework.exhibits.figure_inputs import Declaration, Results, places
from wavework.exhibits.kind import Kind, ends, points
from wavework.exhibits.known_columns import interval_rows
from wavework.exhibits.labels import Labels
from wavework.tables import select

NAMED = 40  # units of which every one is named; of more, those of a region and the ends
ENDS = 3  # named at each end


def bases_of_measures(declaration: Declaration, results: Results) -> pd.Series:
    """The bases of the measures of the figure's waves."""
    return results.table("measured").loc[results.table("measured")["wave"].isin(list(declaration.waves)), "basis"]


def measured(declaration: Declaration, results: Results) -> pd.DataFrame:
    """The values of the figure's measures in its waves, with year and rank of the EGDI edition of each wave."""
    rows = select(results.table("measured"), wave=[*declaration.waves], measure=[*declaration.measures])
    years = {wave: int(results.study["measured"][wave]["year"]) for wave in declaration.waves}
    return rows.assign(year=rows["wave"].map(years), region_order=rows["region"].map(region_places(results)))


def region_places(results: Results) -> dict[str, int]:
    """Region -> its place; units of none come last."""
    return places([*results.study["region_names"], ""])


def scatter(declaration: Declaration, results: Results) -> pd.DataFrame:
    """The measure in its newest wave and EGDI rank per unit: unit, region, region_order, egdi_rank, value, named.

    named: yes for every unit where they are few, otherwise for those of a region and the ends of the measure.
    """
    rows = measured(declaration, results)
    joined = rows.merge(results.ranks(rows["year"].max()), on="country", how="left", validate="many_to_one")
    known = joined.dropna(subset=["rank", "value"]).sort_values(["value", "unit"])["unit"]
    at_ends = {*known.head(ENDS), *known.tail(ENDS)}
    few = len(known) <= NAMED
    return (
        joined.assign(named=["yes" if few or region or unit in at_ends else "no"
                             for region, unit in zip(joined["region"], joined["unit"], strict=True)])
        .rename(columns={"rank": "egdi_rank"})
        .sort_values(["region_order", "unit"], ignore_index=True)
        .loc[:, ["unit", "region", "region_order", "egdi_rank", "value", "named"]]
    )  # fmt: skip


def trajectories(declaration: Declaration, results: Results) -> pd.DataFrame:
    """A measure over its waves: panel (region), unit, time, value, member (has a value in every wave).

    Where units have regions, those that have none are left out; of more than NAMED in a panel the ends are shown.
    """
    rows = measured(declaration, results).dropna(subset="value")
    rows = rows[rows["region"] != ""] if (rows["region"] != "").any() else rows
    waves = rows.groupby("unit")["wave"].nunique()
    member = waves == rows["wave"].nunique()
    newest = rows[rows["year"] == rows["year"].max()].sort_values(["value", "unit"])
    kept = set(rows["unit"])
    for _, panel in newest.groupby("region"):
        if len(panel) > NAMED:
            kept -= set(panel["unit"].iloc[2 * ENDS : -2 * ENDS])
    return (
        rows[rows["unit"].isin(kept)]
        .assign(member=lambda t: t["unit"].map(member).map({True: "yes", False: "no"}))
        .rename(columns={"region": "panel", "region_order": "panel_order", "year": "time"})
        .sort_values(["panel_order", "unit", "time"], ignore_index=True)
        .loc[:, ["panel", "panel_order", "unit", "time", "value", "member"]]
    )


def _found(declaration: Declaration, results: Results, question: str, method: str) -> pd.DataFrame:
    """Findings on the figure's measures in its waves, in the order of waves and measures."""
    chosen = {"measure": [*declaration.measures], "wave": [*declaration.waves], "outcome": ["", "part"]}
    return select(results.table("statistics"), question=question, method=method, **chosen)


def association(declaration: Declaration, results: Results) -> pd.DataFrame:
    """The headline's correlation with the EGDI rank: a row for each measure, or for each wave of one measure; a group
    for each region, for them together, and for all units."""
    found = _found(declaration, results, "measure association", results.headline)
    groups = places([*results.study["region_names"], "pooled", "all"])
    found = found.assign(group=found["region"], group_order=found["region"].map(groups))
    if len(declaration.measures) == 1:
        return interval_rows(found, "wave", places(declaration.waves))
    return interval_rows(found, "measure", places(declaration.measures))


def change(declaration: Declaration, results: Results) -> pd.DataFrame:
    """Mean change of each measure: a row for each measure, a group for each pair of waves; all units of the study."""
    found = _found(declaration, results, "measure change", "mean change")
    whole = select(found, region="pooled" if (found["region"] == "pooled").any() else "all")
    whole = whole.assign(group=whole["wave_from"] + ">" + whole["wave"])
    pairs = places(f"{pair['from']}>{pair['to']}" for pair in results.study["comparisons"]["measured"])
    whole = whole.assign(group_order=whole["group"].map(pairs))
    return interval_rows(whole, "measure", places(declaration.measures))


def contrast(declaration: Declaration, results: Results) -> pd.DataFrame:
    """Cliff's delta of the first two regions for each measure, in the newest of the figure's waves that has it."""
    found = _found(declaration, results, "measure contrast", "Cliff's delta")
    found = select(found, region="+".join([*results.study["region_names"]][:2]))
    years = {wave: int(results.study["measured"][wave]["year"]) for wave in declaration.waves}
    newest = found.assign(year=found["wave"].map(years)).sort_values("year").drop_duplicates("measure", keep="last")
    return interval_rows(newest.assign(group="pooled", group_order=1), "measure", places(declaration.measures))


def described_points(table: pd.DataFrame, labels: Labels) -> str:
    """The units with the highest and the lowest value."""
    known, words = table.dropna(subset=["egdi_rank", "value"]), labels.words["alt"]
    if known.empty:
        return str(words["scatter"].format(findings="").strip())
    digits = labels.measure_digits(labels.declaration.measures[0])
    slots = ends(known, "value", "unit", lambda value: labels.language.number(value, digits))
    sentence = words["measured_top"].format(measure=labels.first_measure(), **slots)
    return str(words["measured_scatter"].format(findings=labels.sentence([sentence])))


def described_lines(table: pd.DataFrame, labels: Labels) -> str:
    """In each panel the highest value of the newest wave and the lowest."""
    words, digits, parts = labels.words["alt"], labels.measure_digits(labels.declaration.measures[0]), []
    for panel, rows in table.groupby("panel_label", sort=False):
        year = rows["time"].max()
        slots = ends(rows[rows["time"] == year], "value", "unit", lambda value: labels.language.number(value, digits))
        parts.append(words["measured_line"].format(panel=panel, year=int(year), **slots))
    return str(words["measured_lines"].format(findings=labels.sentence(parts)))


SCATTER = Kind(
    scatter,
    described_points,
    "measured_scatter",
    tables=("egdi", "measured"),
    needs=("measured_egdi",),
    empty="no_ranks",
    measures=True,
    one_wave=True,
    axes={"x": "egdi_rank", "y": "measure"},
    label=points("egdi_rank", "value"),
    options={"x_better": "low", "x_digits": 0, "y_digits": 1},
    bases=bases_of_measures,
)
TRAJECTORIES = Kind(
    trajectories,
    described_lines,
    "measured_trajectories",
    tables=("measured",),
    needs=("measures",),
    measures=True,
    axes={"y": "measure"},
    options={"better": "high", "digits": 2},
    bases=bases_of_measures,
)
