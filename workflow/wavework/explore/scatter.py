"""Rank or value in the e-government index against the maturity of services, or against measures of governments."""

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from wavework.exhibits.figure_inputs import ENDS
from wavework.explore.sheets import Column, Sheet, Tables, View
from wavework.explore.teller import Teller
from wavework.known import NOTHING
from wavework.language.numbers import DIGITS
from wavework.scores import OVERALL, self_reported_ranges
from wavework.tables import records, select

FIELDS = ("wave", "measure", "dimension", "region")
VALUE_DIGITS = 4  # of the index, as the United Nations publish it


@dataclass(frozen=True)
class Points:
    """What one chart sets against the index: wave (or two, of different regions, joined by +), measure, dimension."""

    wave: str
    measure: str
    dimension: str
    rows: pd.DataFrame  # wave, unit, country, region, value, lowest, highest, known, basis
    digits: int
    limits: tuple[float, float]
    name: str


def view(teller: Teller, tables: Tables) -> View | None:
    """The view; none where the study has no index, or nothing to set against it."""
    if teller.results.table("egdi").empty:
        return None
    sheets = [sheet for points in (*_scores(teller), *_measures(teller)) for sheet in _sheets(teller, tables, points)]
    if not sheets:
        return None
    newest = max((s.at[0] for s in sheets), key=lambda wave: (wave in teller.measured, _year(teller, wave)))
    return View("scatter", FIELDS, sheets, next(i for i, sheet in enumerate(sheets) if sheet.at[0] == newest))


def _year(teller: Teller, wave: str) -> int:
    return max(int((teller.waves | teller.measured)[each]["year"]) for each in wave.split("+"))


def _scores(teller: Teller) -> Iterator[Points]:
    """Scores of each wave of answers, and of the waves that are contrasted on what both asked alike."""
    scores = teller.results.table("scores")
    if scores.empty:
        return
    if "known" not in scores:
        scores = scores.assign(known="", lowest=float("nan"), highest=float("nan"))
    ranges = self_reported_ranges(teller.book.items, teller.book.scales)
    pairs = ["+".join(pair.values()) for pair in teller.study["comparisons"].get("contrast", [])]
    for wave in (*teller.waves, *pairs):
        measures = ["common"] if wave in pairs else ["implementation", "self_reported"]
        own = select(scores, wave=wave.split("+"), measure=measures).rename(columns={"score": "value"})
        for measure in measures:
            for dimension in teller.results.dimensions:
                rows = select(own, measure=measure, dimension=dimension)
                if not rows[["value", "lowest", "highest"]].isna().all(axis=None):
                    limits = ranges.get(dimension, (1.0, 5.0)) if measure == "self_reported" else (0.0, 100.0)
                    name = teller.own["measures"][measure]
                    yield Points(wave, measure, dimension, rows, DIGITS[measure], limits, name)


def _measures(teller: Teller) -> Iterator[Points]:
    """Each measure of each wave of measures."""
    table = teller.results.table("measured")
    for wave in teller.measured if len(table) else ():
        for measure in teller.of_measure:
            rows = select(table, wave=wave, measure=measure)
            rows = rows.assign(known="", lowest=float("nan"), highest=float("nan"))
            if rows["value"].notna().any():
                digits, limits = teller.measure_digits(measure), teller.measure_range(measure)
                yield Points(wave, measure, "", rows, digits, limits, teller.of_measure[measure])


def _sheets(teller: Teller, tables: Tables, points: Points) -> Iterator[Sheet]:
    table = _table(teller, points)
    if table["egdi_rank"].isna().all():
        return
    place = tables.add(table, _columns(teller, table))
    regions = [region for region in teller.region_names if (table["region"] == region).any()]
    several = len(regions) > 1 or (len(regions) == 1 and (table["region"] == "").any())
    for region in ("", *regions) if several else ("",):
        rows = select(table, region=region) if region else table
        kept = {"region": region} if region else {}
        at = (points.wave, points.measure, points.dimension, region)
        yield Sheet(at, place, *_texts(teller, points, rows, region), _chart(teller, points, table), kept)


def _table(teller: Teller, points: Points) -> pd.DataFrame:
    """A row for each unit: the index of the edition that belongs to its wave, and what is set against it."""
    years = {wave: teller.results.edition(_year(teller, wave)) for wave in points.wave.split("+")}
    egdi = teller.results.table("egdi")[["country", "year", "rank", "value"]]
    egdi = egdi.rename(columns={"year": "egdi_year", "rank": "egdi_rank", "value": "egdi_value"})
    rows = points.rows.assign(egdi_year=points.rows["wave"].map(years))
    rows = rows.merge(egdi, on=["country", "egdi_year"], how="left", validate="many_to_one").assign(
        unit_label=lambda t: t["unit"].map(teller.of_unit),
        region_label=lambda t: t["region"].map(lambda region: teller.region(region or "elsewhere")),
        known=lambda t: t["known"].fillna(""),
        known_label=lambda t: t["known"].map(teller.known_names),
        basis_label=lambda t: t["basis"].map(teller.basis_names),
        egdi_rank_text=lambda t: t["egdi_rank"].map(lambda rank: teller.number(rank, 0)),
        egdi_value_text=lambda t: t["egdi_value"].map(lambda value: teller.number(value, VALUE_DIGITS)),
    )
    rows["value_text"] = [
        teller.written({"estimate": row["value"], **{name: row[name] for name in (*ENDS, "known")}}, points.digits)
        for row in records(rows)
    ]
    order = {region: place for place, region in enumerate([*teller.region_names, ""])}
    return rows.sort_values(["region", "unit"], key=lambda c: c.map(order) if c.name == "region" else c)


def _columns(teller: Teller, table: pd.DataFrame) -> list[Column]:
    heads = teller.own["heads"]
    spans = (table["known"] != "").any()
    return [
        *(Column("unit"), Column("unit_label", heads["country"])),
        *(Column("region"), Column("region_label", heads["region"] if (table["region"] != "").any() else "")),
        *(Column("egdi_year"), Column("egdi_rank"), Column("egdi_rank_text", heads["rank"], True)),
        *(Column("egdi_value"), Column("egdi_value_text", heads["egdi_value"], True)),
        *(Column("value"), *(Column(end) for end in ENDS if spans)),
        *(Column("value_text", heads["value"], True), Column("known")),
        *(Column("known_label", heads["known"] if spans else ""), Column("basis"), Column("basis_label", heads["basis"])),
    ]  # fmt: skip


def _texts(teller: Teller, points: Points, rows: pd.DataFrame, region: str) -> tuple[str, str, list[str]]:
    """Title, finding, and whom it is about, how to read it, basis."""
    measured, n = points.wave in teller.measured, rows.groupby("wave")["unit"].nunique().to_dict()
    of = teller.dimension(points.dimension) if points.dimension else ""
    subject = teller.say("in_dimension", name=points.name, dimension=of) if of else points.name
    title = teller.say(
        "scatter_title", name=subject, wave=_wave_name(teller, points.wave), region=teller.region(region)
    )
    title = title if region else teller.say("scatter_title_all", name=subject, wave=_wave_name(teller, points.wave))
    table = rows.assign(row_label=rows["unit_label"], group_label="", estimate=rows["value"])
    said = [_association(teller, points, region, len(rows)), teller.findings(table)]
    known = rows["known"]
    key = "measured_scatter" if measured else "scatter_labelled"
    reading = teller.reading(key, known)
    gone = rows.loc[rows["egdi_rank"].isna() | (rows["value_text"] == teller.language.say("none")), "unit_label"]
    left = teller.words["chart"]["without_value"].format(units=teller.language.listed(gone)) + "." if len(gone) else ""
    others = teller.others() if measured and "measured_units" in teller.study["study"] else ""
    about = [teller.of_waves(points.wave.split("+"), n), reading, left, others, teller.basis(rows["basis"])]
    return title, " ".join(filter(None, said)), about


def _wave_name(teller: Teller, wave: str) -> str:
    return teller.wave(wave) if wave not in teller.measured else teller.short_name(wave)


def _association(teller: Teller, points: Points, region: str, n: int) -> str:
    """The headline's correlation of what is shown with the rank."""
    found, measured = teller.results.table("statistics"), points.wave in teller.measured
    question = "measure association" if measured else "association"
    chosen = {"question": question, "wave": points.wave, "measure": points.measure, "method": teller.results.headline}
    found = select(found, **chosen, **({} if measured else {"dimension": points.dimension}))
    found = select(found, region=[region]) if region and ("+" in points.wave or measured) else found
    if not region and measured:
        found = select(found, region="all" if (found["region"] == "all").any() else "pooled")
    if found.empty:
        return ""
    row = records(found)[0]
    value = teller.written(row, 2)
    if row["status"] != "ok" or row["known"] == NOTHING:
        return teller.say("no_correlation", correlation=teller.correlation, why=value)
    return teller.say("correlation", correlation=teller.correlation, value=value, n=teller.number(row["n"], 0))


def _chart(teller: Teller, points: Points, table: pd.DataFrame) -> dict[str, object]:
    """What the drawing takes. The axis of a score runs over its scale; that of a measure over its range."""
    axes, groups = teller.words["axes"], list(dict.fromkeys(zip(table["region"], table["region_label"], strict=True)))
    of = teller.dimension(points.dimension) if points.dimension not in ("", OVERALL) else ""
    title = teller.say("in_dimension", name=points.name, dimension=of) if of else points.name
    low, high = (teller.number(end, 0) for end in points.limits)
    return {
        "kind": "scatter",
        "x": {"rank": axes["egdi_rank"], "value": teller.own["said"]["egdi_value_axis"]},
        "y": teller.say("axis", name=title, low=low, high=high),
        "limits": points.limits,
        "groups": groups if len(groups) > 1 else [],
    }
