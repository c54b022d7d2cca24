"""Variables about measures: scores that come as they are, of governments beside services for example.

`measured.<kind>.<measure>.<wave>.<group>` is a number with all that belongs to it; kinds: rho, tau, partial, mean,
share, change, stability, contrast, loo. `finding.measured.…` words it by what was found. A group is one of
`wavework.measures.groups_of`, or two regions joined (`AP-LAC`) for a contrast. Of the newest wave, and of every wave,
`assoc` is that of rho and tau which is the headline's, `other` the one beside it.
"""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from wavework.language.language import NO_BREAK
from wavework.language.lists import alphabetical
from wavework.reporting.inputs import Inputs
from wavework.reporting.values.finding_sentences import LETTERS, Found, brief, compact, kind_of, worded
from wavework.reporting.values.findings import left_out_said
from wavework.reporting.values.places import within
from wavework.reporting.values.variables import Origin, Row, Values, joined, row_key, statistic_origin
from wavework.tables import select

MEASURES, LEFT_OUT = "processed/measured.csv", "processed/measure_leave_one_out.csv"
ENDS = 3  # units named at each end
QUESTIONS = [f"measure {question}" for question in ("association", "mean", "share", "change", "stability", "contrast")]
COEFFICIENTS = {"Spearman's rho": "rho", "Kendall's tau-b": "tau", "partial Spearman's rho": "partial"}
SYMBOLS = {"change": "Δ", "contrast": "δ"}
WORDED = ("assoc", "change", "contrast")  # roles that have a sentence


def add_measures(values: Values, inputs: Inputs) -> None:
    """measured.* and finding.measured.*; nothing in a study without measures."""
    if not inputs.has("measured"):
        return
    _about(values, inputs)
    for row in filter(kind_of_row, inputs.findings(*QUESTIONS).to_dict("records")):
        _finding(values, inputs, row)
    _left_out(values, inputs)
    _over_waves(values, inputs)
    _by_role(values, inputs)


def _over_waves(values: Values, inputs: Inputs) -> None:
    """measured.<kind>.<measure>.newest.<group>: that of the newest wave. measured.every.<kind>.<measure>.<group>: those
    of all waves, each behind its years; of a change the sentences, those that came out alike in one.
    measured.range.assoc.…: the lowest and the highest of the headline's coefficients, each with its year.
    measured.contrasts.<group>: the contrasts of the newest waves of all whole measures, those alike in one sentence."""
    rows = inputs.findings(*QUESTIONS).sort_values(
        "wave", key=lambda waves: waves.map(inputs.measured_year), kind="stable"
    )
    of_group: dict[tuple[str, str, str], list[Row]] = {}
    for row in select(rows, outcome=["", "part"]).to_dict("records"):
        if role_of(inputs, row) in ("assoc", "stability", "change"):
            group = (kind_of_row(row), str(row["measure"]), str(row["region"]).replace("+", "-"))
            of_group.setdefault(group, []).append(row)
    for (kind, measure, region), of in of_group.items():
        name = f"{kind}.{measure}.{region}"
        if kind == "change":
            text = " ".join(_told_together(inputs, of))
        else:
            numbers = [values[f"measured.{kind}.{_key(row)}"] for row in of]
            text = inputs.language.say("list.semicolon").join(
                inputs.language.labelled("–".join(inputs.measured_years(row)), number)
                for row, number in zip(of, numbers, strict=True)
            )
        values.add(f"measured.every.{name}", text, joined(map(statistic_origin, of)))
        computed = [row for row in of if row["status"] == "ok" and not row["known"]]
        if kind != "change" and role_of(inputs, of[0]) == "assoc" and len(computed) > 1:
            _range(values, inputs, f"measured.range.{name}", computed)
    _contrasts(values, inputs, select(rows, question="measure contrast", outcome="", method="Cliff's delta"))
    for name in [name for name in values if name.startswith(("measured.", "finding.measured."))]:
        head, _, tail = name.partition("measured.")
        parts = tail.split(".")
        if parts[0] in ("every", "range") or len(parts) < 3 or parts[2] not in inputs.measured:
            continue
        of_kind = [
            wave for wave in inputs.measured if ".".join([f"{head}measured", *parts[:2], wave, *parts[3:]]) in values
        ]
        if parts[2] == max(of_kind, key=inputs.measured_year):
            newest = ".".join([f"{head}measured", *parts[:2], "newest", *parts[3:]])
            values.add(newest, values[name], values.origin(name))


def _told_together(inputs: Inputs, rows: Sequence[Row]) -> list[str]:
    """The sentences of findings of one measure and group, in the order of time: those of the same units that came out
    alike in one."""
    by_who: dict[str, list[Row]] = {}
    for row in rows:
        by_who.setdefault(str(_slots(inputs, row)["who"]), []).append(row)
    return [
        worded(
            inputs, f"measured_{role_of(inputs, of[0])}", [_found(inputs, row) for row in of], **_slots(inputs, of[0])
        )
        for of in by_who.values()
    ]


def _range(values: Values, inputs: Inputs, name: str, rows: Sequence[Row]) -> None:
    """`between ρ = 0.52 (2022) and 0.77 (2020)`."""
    low, high = (find(rows, key=lambda row: row["estimate"]) for find in (min, max))
    letter = f"{LETTERS[low['method']]}{NO_BREAK}={NO_BREAK}"
    told = [
        inputs.language.say("measured.unit", unit=start + inputs.language.number(row["estimate"], 2), value=year)
        for start, row in ((letter, low), ("", high))
        for year in inputs.measured_years(row)[-1:]
    ]
    text = inputs.language.say("known.bounds", low=told[0], high=told[1])
    values.add(name, text, joined(map(statistic_origin, rows)))


def _contrasts(values: Values, inputs: Inputs, rows: pd.DataFrame) -> None:
    for region, of_region in rows.groupby("region", sort=False):
        newest = {row["measure"]: row for row in of_region.to_dict("records")}  # in the order of time
        text = " ".join(_told_together(inputs, list(newest.values())))
        name = f"measured.contrasts.{str(region).replace('+', '-')}"
        values.add(name, text, joined(map(statistic_origin, newest.values())))


def _by_role(values: Values, inputs: Inputs) -> None:
    """The coefficients of the newest and of every wave under `assoc` and `other`, for a text that names neither."""
    role = dict.fromkeys(("rho", "tau"), "other") | {COEFFICIENTS[inputs.headline]: "assoc"}
    for name in list(values):
        parts = name.split(".")
        named = ".".join(role.get(part, part) for part in parts)
        if "measured" in parts and {"newest", "every", "range"} & {*parts} and named != name:
            values.add(named, values[name], values.origin(name))


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
        for wave in inputs.measured:
            edition = inputs.edition(inputs.measured_year(wave))
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


def kind_of_row(row: Row) -> str:
    """The kind of a finding; "" for the test of a difference under another name, which stands in the table."""
    question, method = str(row["question"]), str(row["method"])
    if question == "measure association":
        return COEFFICIENTS[method]
    return question.removeprefix("measure ") if question != "measure contrast" or method == "Cliff's delta" else ""


def role_of(inputs: Inputs, row: Row) -> str:
    """The kind of a finding, but `assoc` for the headline's association."""
    headline = row["question"] == "measure association" and row["method"] == inputs.headline
    return "assoc" if headline else kind_of_row(row)


def _finding(values: Values, inputs: Inputs, row: Row) -> None:
    """The number of a finding, its sentence if its kind has one, and what it says of the source's statement."""
    kind, role, key, origin = kind_of_row(row), role_of(inputs, row), _key(row), statistic_origin(row)
    values.add(f"measured.{kind}.{key}", _numbers(inputs, row), origin)
    if role in WORDED:
        text = worded(inputs, f"measured_{role}", [_found(inputs, row)], **_slots(inputs, row))
        values.add(f"finding.measured.{kind}.{key}", text, origin)
    if role == "assoc":
        said = inputs.language.say(f"measured.one_to_one.{one_to_one(inputs, row)}")
        values.add(f"measured.one_to_one.{key}", said, origin)


def _numbers(inputs: Inputs, row: Row) -> str:
    kind = kind_of_row(row)
    if kind == "share":
        count = int(str(row["detail"]).removeprefix("count="))
        return inputs.language.count_of(count, row["n"], (row["low"], row["high"]))
    symbol = LETTERS.get(str(row["method"])) or SYMBOLS.get(kind) or inputs.language.say("measured.mean")
    return compact(inputs, row, symbol)


def _found(inputs: Inputs, row: Row) -> Found:
    """A finding as it enters a sentence: of a change between which years, of a contrast in what."""
    role = role_of(inputs, row)
    symbol = LETTERS.get(str(row["method"])) or SYMBOLS.get(role, "")
    case, short = (
        inputs.language.say(f"measured.case.{role}", numbers=numbers, **_slots(inputs, row))
        for numbers in (_numbers(inputs, row), brief(inputs, row, symbol))
    )
    return Found(kind_of(inputs, f"measured_{role}", row), case, statistic_origin(row), short=short)


def _slots(inputs: Inputs, row: Row) -> dict[str, Any]:
    """What the sentence of a finding may name: the units, the measure, the years or the regions, how many changed."""
    counts = dict(part.partition("=")[::2] for part in str(row["detail"]).split("; "))
    years, regions = inputs.measured_years(row), str(row["region"]).split("+")
    group, n = str(row["region"]), inputs.language.number(row["n"])
    who = f"measured.who.{group if group in ('pooled', 'all') else 'region'}"
    return {
        **inputs.language.measured,
        "who": inputs.language.say(who, n=n, where=within(inputs, regions[0]), **inputs.language.measured),
        "measure": inputs.of_measure[str(row["measure"])],
        "year": years[-1],
        "last": years[-1],
        "first": years[0] if row["wave_from"] else within(inputs, regions[0]),
        "second": within(inputs, regions[-1]),
        **{name: inputs.language.number(int(counts.get(name, 0))) for name in ("rises", "falls")},
    }


def newest_association(inputs: Inputs, measure: str) -> Row | None:
    """The rank correlation of a measure in its newest wave, over all units of the regions, or else all; None without
    one."""
    rows = select(inputs.findings("measure association"), measure=measure, method=inputs.headline)
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


def _left_out(values: Values, inputs: Inputs) -> None:
    """measured.loo: how far the correlation with the rank goes when a unit is left out."""
    if not inputs.has("measure_leave_one_out"):
        return
    left_out = inputs.table("measure_leave_one_out")
    for (measure, wave, group), rows in left_out.groupby(["measure", "wave", "region"], sort=False):
        text = left_out_said(inputs, rows, **inputs.language.measured)
        origin = Origin(LEFT_OUT, row_key(measure=measure, wave=wave, region=group), "published")
        values.add(f"measured.loo.{measure}.{wave}.{str(group).replace('+', '-')}", text, origin)
