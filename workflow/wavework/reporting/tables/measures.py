"""Tables about measures: what they are, their values by unit, what to bear in mind, and the statistics on them."""

import math
from collections.abc import Sequence

import pandas as pd

from wavework.language.lists import alphabetical
from wavework.reporting.inputs import Inputs
from wavework.reporting.tables.statistics import question_table
from wavework.reporting.tables.table_form import by_reason, table, with_basis
from wavework.tables import select

COLUMNS = 5  # of values in the table of units: whole measures, in the codebook's order, as long as they fit
HEADLINE = "headline"  # in the place of the method of the headline's coefficient
STATISTICS = {
    "statistics-measured-association": ("measure association", (HEADLINE, "partial Spearman's rho")),
    "statistics-measured-change": ("measure change", ("mean change",)),
    "statistics-measured-stability": ("measure stability", (HEADLINE,)),
    "statistics-measured-contrast": ("measure contrast", ("Cliff's delta",)),
    "statistics-measured-means": ("measure mean", ("mean",)),
}
MEASURE_TABLES = ("measures", "measured-values", "measured-cautions", *STATISTICS)


def measure_tables(inputs: Inputs) -> dict[str, str]:
    """Name -> table, in the order of a report; empty in a study without measures."""
    if not inputs.has("measured"):
        return dict.fromkeys(MEASURE_TABLES, "")
    own = (measures(inputs), values(inputs), cautions(inputs))
    return dict(zip(MEASURE_TABLES, own, strict=False)) | {
        name: question_table(inputs, name, select(inputs.findings(question), method=_methods(inputs, methods)))
        for name, (question, methods) in STATISTICS.items()
    }


def _methods(inputs: Inputs, methods: Sequence[str]) -> list[str]:
    return [inputs.headline if method == HEADLINE else method for method in methods]


def measures(inputs: Inputs) -> str:
    """One row per measure: what it runs over, which end is better, which waves bring it."""
    better, table_of = inputs.language.words["table"]["measures"]["better"], inputs.table("measured")
    rows = []
    for measure in inputs.book.measures.to_dict("records"):
        brought = table_of.loc[table_of["measure"] == measure["measure"], "wave"]
        waves = [inputs.wave_title(str(wave)) for wave in brought.unique()]
        low, high = (float(measure[end]) for end in ("minimum", "maximum"))
        rows.append([
            inputs.of_measure[measure["measure"]], inputs.language.shortest(low), inputs.language.shortest(high),
            better[measure["better"]], inputs.language.listed(waves),
        ])  # fmt: skip
    return table(inputs, "measures", rows, align="lrrll", widths=[36, 10, 10, 10, 34])


def headline(inputs: Inputs) -> list[tuple[str, str]]:
    """(measure, wave) of the first measures of the codebook: whole ones, as long as COLUMNS holds them."""
    known, table_of = inputs.book.measures, inputs.table("measured")
    columns: list[tuple[str, str]] = []
    for measure in known.loc[known["part_of"] == "", "measure"]:
        waves = [str(wave) for wave in table_of.loc[table_of["measure"] == measure, "wave"].unique()]
        if len(columns) + len(waves) > COLUMNS:
            break
        columns += [(measure, wave) for wave in sorted(waves, key=lambda wave: int(inputs.measured[wave]["year"]))]
    return columns


def values(inputs: Inputs) -> str:
    """The measures of each unit, and its EGDI rank in the newest edition that belongs to a wave."""
    table_of, names = inputs.table("measured"), inputs.language.words["table"]["measured-values"]
    columns = headline(inputs)
    value_of = table_of.set_index(["unit", "measure", "wave"])["value"].to_dict()
    rank, heads = _ranks(inputs), [inputs.language.measured["Unit"]]
    heads += [f"{inputs.of_measure[measure]}, {inputs.measured[wave]['year']}" for measure, wave in columns]
    rows = []
    for unit in sorted(set(table_of["unit"]), key=lambda unit: alphabetical(inputs.of_unit[unit])):
        cells = [inputs.number(value_of.get((unit, *column), math.nan), inputs.measure_digits(column[0]))
                 for column in columns]  # fmt: skip
        ranks = [inputs.number(rank.get(unit, math.nan))] if len(rank) else []
        rows.append([inputs.of_unit[unit], *cells, *ranks])
    if len(rank):
        heads.append(names["rank"].format(year=rank.name))
    width = round(76 / (len(heads) - 1))
    return table(
        inputs, "measured-values", rows, heads=heads,
        caption=with_basis(inputs, inputs.language.say("table.measured-values.caption"), table_of["basis"]),
        align="l" + "r" * (len(heads) - 1),
        widths=[24, *[width] * (len(heads) - 1)],
    )  # fmt: skip


def _ranks(inputs: Inputs) -> pd.Series:
    """Unit -> rank in the edition of the newest wave, which is the name of the series; empty without an index."""
    if not inputs.has("egdi"):
        return pd.Series(dtype=float)
    newest = max(map(inputs.measured_year, inputs.measured))
    units = inputs.book.units.set_index("unit")["country"]
    return units.map(inputs.ranks(newest).set_index("country")["rank"]).rename(inputs.edition(newest))


def cautions(inputs: Inputs) -> str:
    """What the codebook says of measures where waves are compared, or why they are not."""
    told = inputs.book.measure_columns[inputs.book.measure_columns["reason"] != ""]
    rows = by_reason(inputs, select(told, wave=list(inputs.measured)), "measure", inputs.of_measure)
    return table(inputs, "measured-cautions", rows, widths=[16, 40, 44])
