"""Rank or value in the e-government index against the maturity of services, or against measures of governments."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from wavework.exhibits.figure_inputs import ENDS
from wavework.explore.sheets import AND, Column, Sheet, Tables, View
from wavework.explore.teller import Teller
from wavework.known import NOTHING
from wavework.language.names import alphabetical
from wavework.language.numbers import DIGITS
from wavework.scores import OVERALL, self_reported_ranges

FIELDS = ("wave", "measure", "dimension", "region")
VALUE_DIGITS = 4  # of the index, as the United Nations publish it
NAN = float("nan")


@dataclass(frozen=True)
class Points:
    """What one chart sets against the index: of one wave, or of two of different regions, in a dimension or of all."""

    waves: Sequence[str]
    measure: str
    dimension: str
    rows: Sequence[dict[str, Any]]  # wave, unit, country, region, value, lowest, highest, known, basis
    digits: int
    limits: tuple[float, float]
    name: str


def view(teller: Teller, tables: Tables) -> View | None:
    """The view; none where the study has no index, or nothing to set against it."""
    if teller.results.table("egdi").empty:
        return None
    index = {(row["country"], row["year"]): row for row in teller.rows("egdi")}
    each = [*_scores(teller), *_measures(teller)]
    sheets = [sheet for points in each for sheet in _sheets(teller, tables, points, index)]
    if not sheets:
        return None
    newest = max({sheet.at[0] for sheet in sheets}, key=lambda wave: _age(teller, wave))
    return View("scatter", FIELDS, sheets, next(i for i, sheet in enumerate(sheets) if sheet.at[0] == newest))


def _age(teller: Teller, wave: str) -> tuple[bool, int, str]:
    waves = wave.split(AND)
    return waves[0] in teller.measured, max(_year(teller, each) for each in waves), wave


def _year(teller: Teller, wave: str) -> int:
    return int((teller.waves | teller.measured)[wave]["year"])


def _scores(teller: Teller) -> Iterator[Points]:
    """Scores of each wave of answers, and of the waves that are contrasted on what both asked alike."""
    ranges = self_reported_ranges(teller.book.items, teller.book.scales) if teller.waves else {}
    pairs = [tuple(pair.values()) for pair in teller.study["comparisons"].get("contrast", [])]
    dimensions = [OVERALL, *teller.study["dimensions"]]
    for waves in (*((wave,) for wave in teller.waves), *pairs):
        for measure in ("common",) if waves in pairs else ("implementation", "self_reported"):
            found = teller.rows("scores", wave=[*waves], measure=measure)
            for dimension in dimensions:
                rows = [{**dict.fromkeys(ENDS, NAN), **row, "value": row["score"]} for row in found
                        if row["dimension"] == dimension]  # fmt: skip
                if any(row[name] == row[name] for row in rows for name in ("value", *ENDS)):
                    limits = ranges.get(dimension, (1.0, 5.0)) if measure == "self_reported" else (0.0, 100.0)
                    name = teller.own["measures"][measure]
                    yield Points(waves, measure, dimension, rows, DIGITS[measure], limits, name)


def _measures(teller: Teller) -> Iterator[Points]:
    """Each measure of each wave of measures."""
    for wave in teller.measured:
        found = teller.rows("measured", wave=wave)
        for measure, name in teller.of_measure.items():
            rows = [{**dict.fromkeys(ENDS, NAN), **row} for row in found if row["measure"] == measure]
            if any(row["value"] == row["value"] for row in rows):
                yield Points(
                    (wave,), measure, "", rows, teller.measure_digits(measure), teller.measure_range(measure), name
                )


def _sheets(teller: Teller, tables: Tables, points: Points, index: Mapping[Any, Any]) -> Iterator[Sheet]:
    rows = _rows(teller, points, index)
    if all(row["egdi_rank"] != row["egdi_rank"] for row in rows):
        return
    place, chart = tables.add(rows, _columns(teller, points, rows)), _chart(teller, points, rows)
    present = {row["region"] for row in rows}
    regions = [region for region in teller.region_names if region in present]
    for region in ("", *regions) if len(present) > 1 else ("",):
        own = [row for row in rows if region in ("", row["region"])]
        at = (AND.join(points.waves), points.measure, points.dimension, region)
        yield Sheet(at, place, *_texts(teller, points, own, region), chart, {"region": region} if region else {})


def _rows(teller: Teller, points: Points, index: Mapping[Any, Any]) -> list[dict[str, Any]]:
    """A row for each unit: the index of the edition that belongs to its wave, and what is set against it."""
    years = {wave: teller.results.edition(_year(teller, wave)) for wave in points.waves}
    rows = []
    for row in points.rows:
        year = years[row["wave"]]
        found = index.get((row["country"], year), {"rank": NAN, "value": NAN})
        result = {"estimate": row["value"], **{name: row[name] for name in (*ENDS, "known")}}
        rows.append({
            **row, "egdi_year": year, "egdi_rank": found["rank"], "egdi_value": found["value"],
            "unit_label": teller.of_unit[row["unit"]], "region_label": teller.region(row["region"] or "elsewhere"),
            "egdi_rank_text": teller.number(found["rank"], 0),
            "egdi_value_text": teller.number(found["value"], VALUE_DIGITS),
            "value_text": teller.written(result, points.digits), "known_label": teller.known_names[row["known"]],
            "basis_label": teller.basis_names[row["basis"]],
        })  # fmt: skip
    order = {region: place for place, region in enumerate([*teller.region_names, ""])}
    return sorted(rows, key=lambda row: (order[row["region"]], alphabetical(row["unit_label"])))


def _columns(teller: Teller, points: Points, rows: Sequence[Mapping[str, Any]]) -> list[Column]:
    heads, spans = teller.own["heads"], any(row["known"] for row in rows)
    return [
        *(Column("unit"), Column("unit_label", heads["country"])),
        *(Column("region"), Column("region_label", heads["region"] if any(row["region"] for row in rows) else "")),
        *(Column("egdi_year"), Column("egdi_rank"), Column("egdi_rank_text", heads["rank"], True)),
        *(Column("egdi_value"), Column("egdi_value_text", heads["egdi_value"], True)),
        *(Column("value"), *(Column(end) for end in ENDS if spans)),
        *(Column("value_text", _name(teller, points), True), Column("known")),
        *(Column("known_label", heads["known"] if spans else ""), Column("basis")),
        Column("basis_label", heads["basis"]),
    ]  # fmt: skip


def _name(teller: Teller, points: Points) -> str:
    if points.dimension in ("", OVERALL):
        return points.name
    return teller.say("in_dimension", name=points.name, dimension=teller.dimension(points.dimension))


def _texts(teller: Teller, points: Points, rows: Sequence[dict[str, Any]], region: str) -> tuple[str, str, list[str]]:
    """Title, finding, and whom it is about, how to read it, basis."""
    measured = points.waves[0] in teller.measured
    n = {wave: len([row for row in rows if row["wave"] == wave]) for wave in points.waves}
    wave = teller.short_name(points.waves[0]) if measured else teller.wave("+".join(points.waves))
    slots = {"name": _name(teller, points), "wave": wave, "region": teller.region(region)}
    shown = [{**row, "row_label": row["unit_label"], "group_label": "", "estimate": row["value"]} for row in rows]
    said = [_association(teller, points, region), teller.findings(shown)]
    gone = [row["unit_label"] for row in rows if row["egdi_rank"] != row["egdi_rank"]
            or (row["known"] == "" and row["value"] != row["value"])]  # fmt: skip
    left = teller.words["chart"]["without_value"].format(units=teller.language.listed(gone)) + "." if gone else ""
    about = [
        teller.of_waves([each for each in points.waves if n[each]], n),
        teller.reading("measured_scatter" if measured else "scatter_labelled", rows),
        *(teller.marks(rows), left),
        teller.others() if measured and "measured_units" in teller.study["study"] else "",
        teller.basis(rows),
    ]
    title = teller.say("scatter_title" if region else "scatter_title_all", measured, **slots)
    return title, " ".join(filter(None, said)), about


def _association(teller: Teller, points: Points, region: str) -> str:
    """The headline's correlation of what is shown with the rank."""
    chosen: dict[str, Any] = {
        "wave": "+".join(points.waves),
        "measure": points.measure,
        "method": teller.results.headline,
    }
    if points.dimension:
        chosen |= {"question": "association", "dimension": points.dimension}
        found = teller.rows("statistics", **chosen, **({"region": region} if region else {}))
    else:
        found = teller.rows("statistics", question="measure association", **chosen)
        groups = [region] if region else ["all", "pooled", *teller.region_names]
        found = sorted((row for row in found if row["region"] in groups), key=lambda row: groups.index(row["region"]))
    if not found:
        return ""
    row, value = found[0], teller.written(found[0], 2)
    if row["status"] != "ok" or row["known"] == NOTHING:
        return teller.say("no_correlation", correlation=teller.correlation, why=value)
    return teller.say("correlation", correlation=teller.correlation, value=value, n=teller.number(row["n"], 0))


def _chart(teller: Teller, points: Points, rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """What the drawing takes. whole: the axis runs over the whole scale."""
    groups = list(dict.fromkeys((row["region"], row["region_label"]) for row in rows))
    low, high = (teller.number(end, 0) for end in points.limits)
    return {
        "kind": "scatter",
        "x": {"rank": teller.words["axes"]["egdi_rank"], "value": teller.own["said"]["egdi_value_axis"]},
        "heads": {"rank": teller.own["heads"]["rank"], "value": teller.own["heads"]["egdi_value"]},
        "y": teller.say("axis", name=_name(teller, points), low=low, high=high),
        "limits": points.limits,
        "whole": bool(points.dimension),
        "groups": groups if len(groups) > 1 else [],
    }
