"""Change between two waves, on the units of both: of scores by dimension, of items, of measures, and of each unit."""

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from wavework.exhibits.figure_inputs import ENDS
from wavework.explore.intervals import Look, added, told
from wavework.explore.sheets import Sheet, Tables, View
from wavework.explore.teller import Teller
from wavework.language.numbers import DIGITS
from wavework.scores import self_reported_ranges
from wavework.tables import records, select

FIELDS = ("pair", "measure", "dimension", "battery", "region")
SHIFT, MEAN, OF_ITEMS = "Hodges-Lehmann shift", "mean change", "mean change of the score"
SIDES = ("from", "to")
Pair = tuple[str, str]


def view(teller: Teller, tables: Tables) -> View | None:
    """The view; none where no two waves are compared."""
    pairs = teller.study["comparisons"]
    own = [(pair["from"], pair["to"]) for pair in pairs.get("change", [])]
    measured = [(pair["from"], pair["to"]) for pair in pairs.get("measured", [])]
    sheets = [sheet for pair in own for sheet in (*_scores(teller, tables, pair), *_items(teller, tables, pair))]
    of_measures = [sheet for pair in measured[::-1] for sheet in _measures(teller, tables, pair)]
    return View("change", FIELDS, [*of_measures, *sheets]) if sheets or of_measures else None


def _found(teller: Teller, question: str, method: str, pair: Pair, **chosen: Any) -> pd.DataFrame:
    table = teller.results.table("statistics")
    if table.empty:
        return table
    return select(table, question=question, method=method, wave_from=pair[0], wave=pair[1], **chosen)


def name_of(teller: Teller, pair: Pair) -> str:
    """`Asia-Pacific, 2020–2022`."""
    if not (teller.waves | teller.measured)[pair[0]].get("region") and pair[0] in teller.waves:
        return f"{teller.short_name(pair[0])} – {teller.short_name(pair[1])}"
    return teller.panel(">".join(pair))


def _scores(teller: Teller, tables: Tables, pair: Pair) -> Iterator[Sheet]:
    """The change of each dimension's score, and of one dimension the scores of each unit in both waves."""
    every = teller.results.table("paired_scores")
    every = every if every.empty else select(every, wave_from=pair[0], wave=pair[1])
    ranges = self_reported_ranges(teller.book.items, teller.book.scales)
    for measure in ("implementation", "self_reported"):
        name, digits = teller.own["measures"][measure], DIGITS[measure]
        found = _found(teller, "change", SHIFT, pair, measure=measure)
        if len(found):
            order = teller.results.dimensions
            found = found.sort_values("dimension", key=lambda column: column.map(order))
            rows = found.assign(row=found["dimension"], row_label=found["dimension"].map(teller.dimension))
            axis = teller.say("shift_axis", name=name)
            look = Look(
                teller.own["heads"]["dimension"], axis, teller.own["heads"]["change"], effects=True, signed=True
            )
            at = (">".join(pair), measure, "", "", "")
            yield _sheet(teller, tables, rows, look, digits, at, name, teller.say("shift_reading"))
        for dimension in teller.results.dimensions:
            units = every if every.empty else select(every, measure=measure, dimension=dimension)
            if len(units):
                limits = ranges.get(dimension, (1.0, 5.0)) if measure == "self_reported" else (0.0, 100.0)
                name_ = teller.say("in_dimension", name=name, dimension=teller.dimension(dimension))
                at = (">".join(pair), measure, dimension, "", "")
                yield _each_unit(teller, tables, pair, _sides(units), limits, digits, at, name_)


def _sides(units: pd.DataFrame) -> pd.DataFrame:
    """Paired scores as two rows for each unit: unit, side, estimate, lowest, highest, known, basis."""
    parts = []
    for side in SIDES:
        names = {f"score_{side}": "estimate", **{f"{end}_{side}": end for end in ENDS}}
        parts.append(units.rename(columns=names).assign(side=side))
    columns = ["unit", "region", "side", "estimate", *ENDS, "known", "basis"]
    return pd.concat(parts).reindex(columns=columns)


def _items(teller: Teller, tables: Tables, pair: Pair) -> Iterator[Sheet]:
    """The change of the answers to the items of each battery."""
    found = _found(teller, "item change", OF_ITEMS, pair)
    of = teller.book.items.set_index("item")
    for battery in dict.fromkeys(teller.book.items["battery"]) if len(found) else ():
        rows = found[found["item"].map(of["battery"]) == battery]
        if rows.empty:
            continue
        rows = rows.assign(row=rows["item"], row_label=rows["item"].map(teller.of_item))
        rows = rows.sort_values("item", key=lambda column: column.map(lambda item: of.index.get_loc(item)))
        axis = teller.own["said"]["item_change_axis"]
        look = Look(teller.own["heads"]["item"], axis, teller.own["heads"]["change"], effects=True, signed=True)
        at = (">".join(pair), "items", "", battery, "")
        yield _sheet(teller, tables, rows, look, 2, at, teller.of_battery[battery], teller.say("item_change_reading"))


def _measures(teller: Teller, tables: Tables, pair: Pair) -> Iterator[Sheet]:
    """The mean change of each measure, of all units and of those of each region; of one measure each unit."""
    found, heads = _found(teller, "measure change", MEAN, pair, outcome=["", "part"]), teller.own["heads"]
    if found.empty:
        return
    measures = {name: place for place, name in enumerate(teller.of_measure)}
    found = found.sort_values("measure", key=lambda column: column.map(measures))
    whole = "all" if (found["region"] == "all").any() else "pooled"
    regions = [region for region in teller.region_names if (found["region"] == region).any()]
    table = teller.results.table("measured")
    for region in ("", *(regions if len(regions) > 1 or whole == "all" else ())):
        rows = select(found, region=region or whole)
        rows = rows.assign(row=rows["measure"], row_label=rows["measure"].map(teller.of_measure))
        look = Look(
            heads["measure"], teller.words["axes"]["measured_change"], heads["change"], effects=True, signed=True
        )
        name = teller.own["all"]["measure"]
        at = (">".join(pair), "", "", "", region)
        yield _sheet(teller, tables, rows, look, None, at, name, teller.caption("measured_change"), region)
        for measure in dict.fromkeys(rows["measure"]):
            of_both = [select(table, wave=wave, measure=measure).dropna(subset="value") for wave in pair]
            of_both = [rows[rows["region"] == region] if region else rows for rows in of_both]
            same = set(of_both[0]["unit"]) & set(of_both[1]["unit"])
            sides = pd.concat(
                rows[rows["unit"].isin(same)].rename(columns={"value": "estimate"}).assign(side=side, known="")
                for side, rows in zip(SIDES, of_both, strict=True)
            )
            at, limits = (">".join(pair), measure, "", "", region), teller.measure_range(measure)
            digits, name = teller.measure_digits(measure), teller.of_measure[measure]
            mean = records(select(found, region=region or whole, measure=measure))[0]
            yield _each_unit(teller, tables, pair, sides, limits, digits, at, name, mean)


def _sheet(
    teller: Teller, tables: Tables, rows: pd.DataFrame, look: Look, digits: int | None, at: tuple[str, ...], name: str,
    reading: str, region: str = "",
) -> Sheet:  # fmt: skip
    """A state of several results. digits: of all of them; None: those of each one's measure."""
    pair, measured = at[0].split(">"), digits is None
    of = (lambda row: teller.measure_digits(row["measure"])) if digits is None else (lambda row: digits)
    table = told(teller, rows.assign(group="", group_label=""), look, of)
    where = f"{name_of(teller, (pair[0], pair[1]))}"
    where = teller.say("within", where=where, region=teller.region(region)) if region else where
    marks = teller.say("marks") if (table["known"] != "").any() else ""
    bars = teller.say("measured_bars" if measured else "bars", measured) if table["low"].notna().any() else ""
    about = [_same(teller, table["n"], measured), reading, marks, bars, teller.basis(table["basis"])]
    title = teller.say("title", name=teller.say("change_of", name=name), where=where)
    return Sheet(at, added(teller, tables, table, look), title, teller.findings(table), about, look.chart())


def _same(teller: Teller, n: pd.Series, measured: bool) -> str:
    """How many units stand on both sides: the same in both."""
    ends = [teller.number(each, 0) for each in sorted({n.min(), n.max()})]
    return teller.say("same_units", measured, n="–".join(ends))


def _each_unit(
    teller: Teller, tables: Tables, pair: Pair, sides: pd.DataFrame, limits: tuple[float, float], digits: int,
    at: tuple[str, ...], name: str, mean: Mapping[str, Any] | None = None,
) -> Sheet:  # fmt: skip
    """A state that shows each unit in both waves. mean: the finding on all of them."""
    measured, heads = pair[0] in teller.measured, teller.own["heads"]
    waves = dict(zip(SIDES, pair, strict=True))
    wave_name = {
        side: teller.thing(wave) if measured else str(teller.waves[wave]["year"]) for side, wave in waves.items()
    }
    rows = sides.assign(
        row=sides["unit"], row_label=sides["unit"].map(teller.of_unit), group=sides["side"].map(waves),
        group_label=sides["side"].map(wave_name), n=1, status="ok", reason="",
    ).sort_values(["row_label", "side"], ignore_index=True)  # fmt: skip
    rows["known"] = rows.get("known", pd.Series("", index=rows.index)).fillna("")
    look = Look(heads["country"], teller.say("axis", name=name, low=teller.number(limits[0], 0),
                high=teller.number(limits[1], 0)), heads["value"], limits=limits, groups="waves")  # fmt: skip
    table = told(teller, _each_known(rows, limits), look, lambda row: digits)
    n = pd.Series([rows["unit"].nunique()])
    finding = teller.findings(table)
    if mean is not None:
        value = teller.written(mean, digits, signed=True)
        finding = f"{teller.say('mean_change', value=value, n=teller.number(mean['n'], 0))} {finding}"
    where = name_of(teller, pair)
    where = teller.say("within", where=where, region=teller.region(at[-1])) if at[-1] else where
    title = teller.say("title", name=teller.say("change_of", name=name), where=where)
    marks = teller.say("marks") if (table["known"] != "").any() else ""
    about = [_same(teller, n, measured), marks, teller.basis(table["basis"])]
    return Sheet(at, added(teller, tables, table, look), title, finding, about, look.chart())


def _each_known(rows: pd.DataFrame, limits: tuple[float, float]) -> pd.DataFrame:
    """What is known of each side by itself: the pair's `known` is that of both together."""
    if (rows["known"] == "").all():
        return rows
    open_ends = (rows["lowest"] <= limits[0]) & (rows["highest"] >= limits[1])
    fixed = rows["lowest"] == rows["highest"]
    known = open_ends.map({True: "nothing", False: "bounds"}).where(~fixed, "fixed")
    return rows.assign(known=known.where(rows["known"] != "", ""))
