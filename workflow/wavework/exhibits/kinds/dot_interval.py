"""Estimates with their intervals, per dimension: means, associations, contrasts."""

from dataclasses import replace
from typing import Any

import pandas as pd

from wavework.exhibits import tables_of_measures
from wavework.exhibits.figure_inputs import Declaration, Results, each_and_pooled, places
from wavework.exhibits.kind import Kind, ends
from wavework.exhibits.known_columns import interval_rows
from wavework.exhibits.labels import Labels
from wavework.known import NOTHING
from wavework.language.numbers import DIGITS, from_to
from wavework.problems import InputError, Problem
from wavework.scores import self_reported_ranges
from wavework.tables import select


def means(declaration: Declaration, results: Results) -> pd.DataFrame:
    """Mean score per dimension and wave. `implementation` compares waves of regions: on the items of both.

    Raises InputError for waves of one region that did not ask the same: their means would differ by the items alone.
    """
    regions = {results.study["waves"][wave]["region"] for wave in declaration.waves}
    measure = "common" if declaration.data == "implementation" and len(regions) > 1 else declaration.data
    if measure == "implementation":
        _require_same_items(declaration, results)
    found = select(results.table("statistics"), question="mean", measure=measure, wave=list(declaration.waves))
    order = found["wave"].map(places(declaration.waves))
    return interval_rows(found.assign(group=found["wave"], group_order=order), "dimension", results.dimensions)


def _require_same_items(declaration: Declaration, results: Results) -> None:
    scored = set(results.book.items.loc[results.book.items["scored"] == "yes", "item"])
    asked = results.table("answers")[
        (results.table("answers")["status"] != "not_asked") & (results.table("answers")["comparable"] != "no")
    ]
    items = [scored & set(asked.loc[asked["wave"] == wave, "item"]) for wave in declaration.waves]
    if apart := sorted(set.union(*items) - set.intersection(*items)):
        found = f"figure {declaration.id}: not every one of its waves asked {', '.join(apart)} comparably"
        expected = "waves that asked the same scored items, or waves of two regions under comparisons.contrast"
        remedy = "show the change between waves (kind paired_change), or one wave"
        raise InputError(Problem("figures.yaml", found, expected, remedy))


def association(declaration: Declaration, results: Results) -> pd.DataFrame:
    """The headline's correlation with EGDI per dimension, each wave and, where there are several, pooled."""
    found = select(results.table("statistics"), question="association", method=results.headline)
    return interval_rows(each_and_pooled(found, declaration, results), "dimension", results.dimensions)


def contrast(declaration: Declaration, results: Results) -> pd.DataFrame:
    """Cliff's delta per dimension between the two waves of the figure."""
    one_method = {"method": "Cliff's delta", "outcome": "maturity", "measure": "common"}
    found = select(results.table("statistics"), question="contrast", **one_method)
    found = found[(found["wave_from"] + "+" + found["wave"]) == "+".join(declaration.waves)]
    return interval_rows(found.assign(group="pooled", group_order=1), "dimension", results.dimensions)


def described(table: pd.DataFrame, labels: Labels) -> str:
    """In each group the highest estimate and the lowest; what is possible of each where answers are not collected."""
    words, parts = labels.words["alt"], []
    digits = DIGITS.get(labels.declaration.data, 2)
    if "known" in table:
        for group, rows in table[table["known"] != ""].groupby("group_label", sort=False):
            spans = rows[rows["known"] != NOTHING]
            said = [f"{row['row_label']} {from_to(row, labels.words['chart'], digits)}" for _, row in spans.iterrows()]
            parts.append(labels.of_panel(group, labels.language.listed(said) if said else words["nothing"]))
        table = table[table["known"] == ""]
    for group, rows in table.dropna(subset="estimate").groupby("group_label", sort=False):
        slots = ends(rows, "estimate", "row", lambda value: labels.language.number(value, digits))
        parts.append(words["interval_row" if len(rows) > 1 else "interval_one"].format(group=group, **slots))
    return words["interval"].format(findings=labels.sentence(parts))


def scale_ends(declaration: Declaration, results: Results) -> dict[str, tuple[float, float]]:
    """The axis of self-reported scores runs over the scale of their items."""
    ranges = self_reported_ranges(results.book.items, results.book.scales).values()
    return {"limits": (min(low for low, _ in ranges), max(high for _, high in ranges))}


SCORES = Kind(
    means,
    described,
    "implementation",
    values=("estimate",),
    tables=("statistics",),
    intervals=True,
    axes={"x": "score"},
    options={"limits": (0, 100), "digits": 0, "numbers": True},
)
MEASURES = replace(SCORES, tables=("statistics", "measured"), measures=True, bases=tables_of_measures.bases_of_measures)
EFFECTS = {"limits": (-1, 1), "reference": 0, "digits": 2, "numbers": True}
OF_ASSOCIATION: dict[str, Any] = {"axes": {"x": "association"}, "options": EFFECTS}
OF_CONTRAST: dict[str, Any] = {"empty": "contrast", "axes": {"x": "contrast"}, "options": EFFECTS}
KINDS = {
    "implementation": replace(SCORES, needs_over_regions=("contrast",)),
    "self_reported": replace(
        SCORES,
        caption="self_reported",
        axes={"x": "self_reported"},
        options={"digits": 1, "numbers": True, "groups": "waves"},
        own_options=scale_ends,
    ),
    "association": replace(SCORES, build=association, caption="association", needs=("association",), **OF_ASSOCIATION),
    "contrast": replace(SCORES, build=contrast, caption="contrast", needs=("contrast",), **OF_CONTRAST),
    "measured_association": replace(
        MEASURES,
        build=tables_of_measures.association,
        caption="measured_association",
        needs=("measured_egdi",),
        **OF_ASSOCIATION,
    ),
    "measured_change": replace(
        MEASURES,
        build=tables_of_measures.change,
        caption="measured_change",
        needs=("measured_change",),
        empty="change",
        axes={"x": "measured_change"},
        options={"reference": 0, "digits": 3, "numbers": True, "signed": True, "groups": "waves"},
    ),
    "measured_contrast": replace(
        MEASURES,
        build=tables_of_measures.contrast,
        caption="measured_contrast",
        needs=("measured_regions",),
        **OF_CONTRAST,
    ),
}
