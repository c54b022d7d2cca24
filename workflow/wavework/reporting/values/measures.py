"""Variables about measures: scores that come as they are, of governments beside services for example.

`measured.<kind>.<measure>.<wave>.<group>` is a number with all that belongs to it; kinds: rho, tau, partial, mean,
share, change, stability, contrast, loo. `finding.measured.…` words it by what was found. A group is one of
`wavework.measures.groups_of`, or two regions joined (`AP-LAC`) for a contrast.
"""

from collections.abc import Callable

import pandas as pd

from wavework.egdi import edition_of
from wavework.language.names import alphabetical
from wavework.reporting.inputs import Inputs, statistic_origin
from wavework.reporting.values.findings import left_out_said
from wavework.reporting.values.variables import Origin, Row, Values, joined, row_key
from wavework.reporting.values.wording import compact, worded
from wavework.tables import select

MEASURES, LEFT_OUT = "processed/measured.csv", "processed/measure_leave_one_out.csv"
ENDS = 3  # units named at each end


def add_measures(values: Values, inputs: Inputs) -> None:
    """measured.* and finding.measured.*; nothing in a study without measures."""
    if not inputs.has("measured"):
        return
    _about(values, inputs)
    for row in inputs.findings(*KINDS).to_dict("records"):
        KINDS[str(row["question"])](values, inputs, row)
    _left_out(values, inputs)
    _over_waves(values, inputs)


def _over_waves(values: Values, inputs: Inputs) -> None:
    """measured.<kind>.<measure>.newest.<group>: that of the newest wave. measured.every.<kind>.<measure>.<group>: those
    of all waves, each behind its years, of a change each in its sentence."""
    rows = inputs.findings(*KINDS).sort_values("wave", key=lambda waves: waves.map(inputs.measured_year), kind="stable")
    told: dict[str, dict[str, tuple[str, Origin]]] = {}
    for row in select(rows, outcome=["", "part"]).to_dict("records"):
        kind, sentence = NAMES.get((str(row["question"]), str(row["method"])), ("", ""))
        if not kind:
            continue
        name, group = f"{kind}.{row['measure']}", str(row["region"]).replace("+", "-")
        years = "–".join(str(inputs.measured[str(row[key])]["year"]) for key in ("wave_from", "wave") if row[key])
        own = f"{sentence}.{_key(row)}" if sentence else f"measured.{kind}.{_key(row)}"
        text = values[own] if sentence else inputs.language.labelled(years, values[own])
        told.setdefault(f"{name}.{group}", {})[str(row["wave"])] = (text, values.origin(own))
    for name, of_waves in told.items():
        join = " " if name.startswith("change") else inputs.language.say("list.semicolon")
        texts, origins = zip(*of_waves.values(), strict=True)
        values.add(f"measured.every.{name}", join.join(texts), joined(origins))
    for name in [name for name in values if name.startswith(("measured.", "finding.measured."))]:
        head, _, tail = name.partition("measured.")
        parts = tail.split(".")
        if parts[0] == "every" or len(parts) < 3 or parts[2] not in inputs.measured:
            continue
        of_kind = [
            wave for wave in inputs.measured if ".".join([f"{head}measured", *parts[:2], wave, *parts[3:]]) in values
        ]
        if parts[2] == max(of_kind, key=inputs.measured_year):
            newest = ".".join([f"{head}measured", *parts[:2], "newest", *parts[3:]])
            values.add(newest, values[name], values.origin(name))


def _about(values: Values, inputs: Inputs) -> None:
    """Who is measured when; the ends of each measure; who has the lowest value of an ordinal one."""
    table, language = inputs.table("measured"), inputs.language
    basis = str(table["basis"].iloc[0])
    with_region = table[table["region"] != ""]
    for name, rows in (("n", table), ("n_in_regions", with_region)):
        values.add(f"measured.{name}", language.number(rows["unit"].nunique()), Origin(MEASURES, "unit", basis))
    years = sorted({int(choices["year"]) for choices in inputs.measured.values()})
    values.add("measured.years", language.listed(map(str, years)), Origin("config.yaml", "waves"))
    for key, year in (("first_year", years[0]), ("last_year", years[-1])):
        values.add(f"measured.{key}", str(year), Origin("config.yaml", "waves"))
    if inputs.has("egdi"):
        editions = {int(year) for year in inputs.table("egdi")["year"]}
        rule = inputs.study["egdi"]["wave_year"]
        for wave, choices in inputs.measured.items():
            edition = edition_of(int(choices["year"]), editions, rule)
            values.add(f"measured.edition.{wave}", str(edition), Origin("processed/egdi.csv", "year", "published"))
    ordinal = set(inputs.book.measures.loc[inputs.book.measures["level"] == "ordinal", "measure"])
    for (wave_, measure_), rows in table.dropna(subset="value").groupby(["wave", "measure"], sort=False):
        wave, measure = str(wave_), str(measure_)
        origin = Origin(MEASURES, row_key(wave=wave, measure=measure), basis)
        digits = inputs.measure_digits(measure)
        ranked = rows.sort_values(["value", "unit"], ascending=[False, True])
        ends = {"top": ranked.head(ENDS), "last": ranked.tail(ENDS)}
        for end, shown in ends.items():
            told = [
                language.say("measured.unit", unit=inputs.of_unit[unit], value=language.number(value, digits))
                for unit, value in zip(shown["unit"], shown["value"], strict=True)
            ]
            values.add(f"measured.{end}.{measure}.{wave}", language.listed(told), origin)
        if measure in ordinal:
            least = inputs.measure_range(measure)[0]
            lowest = sorted(map(inputs.of_unit.__getitem__, rows.loc[rows["value"] == least, "unit"]), key=alphabetical)
            values.add(f"measured.none.{measure}.{wave}", language.listed(lowest) or language.say("none"), origin)


def _key(row: Row) -> str:
    group = str(row["region"]).replace("+", "-")
    return f"{row['measure']}.{row['wave']}.{group}" + ("-panel" if row["outcome"] not in ("", "part") else "")


def _association(values: Values, inputs: Inputs, row: Row) -> None:
    kind = {"S": "rho", "K": "tau", "p": "partial"}[str(row["method"])[0]]
    symbol = "τ" if kind == "tau" else "ρ"
    numbers = compact(inputs, row, symbol)
    values.add(f"measured.{kind}.{_key(row)}", numbers, statistic_origin(row))
    if kind == "rho":
        text = worded(
            inputs,
            "measured_rho",
            row,
            who=who(inputs, row),
            measure=inputs.of_measure[str(row["measure"])],
            numbers=numbers,
            year=year_of(inputs, row),
        )
        values.add(f"finding.measured.rho.{_key(row)}", text, statistic_origin(row))
        said = inputs.language.say(f"measured.one_to_one.{one_to_one(inputs, row)}")
        values.add(f"measured.one_to_one.{_key(row)}", said, statistic_origin(row))


def newest_association(inputs: Inputs, measure: str) -> Row | None:
    """The rank correlation of a measure in its newest wave, over all units of the regions, or else all; None without
    one."""
    rows = select(inputs.findings("measure association"), measure=measure, method="Spearman's rho")
    rows = select(rows, outcome=["", "part"])
    for group in ("pooled", "all"):
        found = select(rows, region=group).to_dict("records")
        if found:
            return max(found, key=lambda row: inputs.measured_year(str(row["wave"])))
    return None


def one_to_one(inputs: Inputs, row: Row) -> str:
    """How the source's statement, positive but not one to one, fares by this correlation."""
    if row["status"] != "ok":
        return "none"
    if row["estimate"] <= 0:
        return "contradicted"
    if row["estimate"] == 1:
        return "one_to_one"
    tested: float = row["p"] if pd.isna(row["p_holm"]) else row["p_holm"]
    return "supported" if tested < inputs.language.alpha else "open"


def _mean(values: Values, inputs: Inputs, row: Row) -> None:
    numbers = compact(inputs, row, inputs.language.say("measured.mean"))
    values.add(f"measured.mean.{_key(row)}", numbers, statistic_origin(row))


def _share(values: Values, inputs: Inputs, row: Row) -> None:
    count = int(str(row["detail"]).removeprefix("count="))
    text = inputs.language.count_of(count, row["n"], (row["low"], row["high"]))
    values.add(f"measured.share.{_key(row)}", text, statistic_origin(row))


def _change(values: Values, inputs: Inputs, row: Row) -> None:
    numbers = compact(inputs, row, "Δ")
    values.add(f"measured.change.{_key(row)}", numbers, statistic_origin(row))
    counts = dict(part.split("=") for part in str(row["detail"]).split("; ") if "=" in part)
    counted = {name: inputs.language.number(int(counts.get(name, 0))) for name in ("rises", "falls")}
    text = worded(
        inputs, "measured_change", row, who=who(inputs, row), measure=inputs.of_measure[str(row["measure"])],
        numbers=numbers, rises=counted["rises"], falls=counted["falls"], last=year_of(inputs, row),
        first=str(inputs.measured[str(row["wave_from"])]["year"]),
    )  # fmt: skip
    values.add(f"finding.measured.change.{_key(row)}", text, statistic_origin(row))


def _stability(values: Values, inputs: Inputs, row: Row) -> None:
    values.add(f"measured.stability.{_key(row)}", compact(inputs, row, "ρ"), statistic_origin(row))


def _contrast(values: Values, inputs: Inputs, row: Row) -> None:
    if row["method"] != "Cliff's delta":
        return  # the test of the same difference under another name: in the table
    first, second = str(row["region"]).split("+")
    numbers = compact(inputs, row, "δ")
    values.add(f"measured.contrast.{_key(row)}", numbers, statistic_origin(row))
    text = worded(
        inputs, "measured_contrast", row, first=inputs.region(first), second=inputs.region(second),
        measure=inputs.of_measure[str(row["measure"])], numbers=numbers, year=year_of(inputs, row),
    )  # fmt: skip
    values.add(f"finding.measured.contrast.{_key(row)}", text, statistic_origin(row))


KINDS: dict[str, Callable[[Values, Inputs, Row], None]] = {
    "measure association": _association,
    "measure mean": _mean,
    "measure share": _share,
    "measure change": _change,
    "measure stability": _stability,
    "measure contrast": _contrast,
}


NAMES = {  # question and method -> kind, and where its sentence stands if `every` takes that
    ("measure association", "Spearman's rho"): ("rho", ""),
    ("measure stability", "Spearman's rho"): ("stability", ""),
    ("measure change", "mean change"): ("change", "finding.measured.change"),
}


def who(inputs: Inputs, row: Row) -> str:
    """The units that a finding is about, inside a sentence."""
    group, n = str(row["region"]), inputs.language.number(row["n"])
    known = group if group in ("pooled", "all") else "region"
    return inputs.language.say(f"measured.who.{known}", n=n, region=inputs.region(group), **inputs.measured_words)


def year_of(inputs: Inputs, row: Row) -> str:
    """The year of a finding's wave."""
    return str(inputs.measured[str(row["wave"])]["year"])


def _left_out(values: Values, inputs: Inputs) -> None:
    """measured.loo: how far the correlation with the rank goes when a unit is left out."""
    if not inputs.has("measure_leave_one_out"):
        return
    left_out = inputs.table("measure_leave_one_out")
    for (measure, wave, group), rows in left_out.groupby(["measure", "wave", "region"], sort=False):
        text = left_out_said(inputs, rows, **inputs.measured_words)
        origin = Origin(LEFT_OUT, row_key(measure=measure, wave=wave, region=group), "published")
        values.add(f"measured.loo.{measure}.{wave}.{str(group).replace('+', '-')}", text, origin)
