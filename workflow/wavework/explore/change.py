"""Change between two waves, on the units of both: of scores by dimension, of items, of measures, and of each unit."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from wavework.exhibits.figure_inputs import ENDS
from wavework.explore.intervals import NAN, Look, added, told
from wavework.explore.sheets import TO, Sheet, Tables, View
from wavework.explore.teller import Teller
from wavework.known import BOUNDS, FIXED, NOTHING
from wavework.language.lists import alphabetical
from wavework.language.numbers import DIGITS
from wavework.scores import OVERALL, self_reported_ranges

FIELDS = ("pair", "measure", "dimension", "battery", "region")
SHIFT, MEAN, OF_ITEMS = "Hodges-Lehmann shift", "mean change", "mean change of the score"
SIDES = ("from", "to")
Pair = tuple[str, str]
Row = dict[str, Any]


def view(teller: Teller, tables: Tables) -> View | None:
    """The view; none where no two waves are compared."""
    pairs = teller.study["comparisons"]
    own = [(pair["from"], pair["to"]) for pair in pairs.get("change", [])]
    measured = [(pair["from"], pair["to"]) for pair in pairs.get("measured", [])]
    sheets = [sheet for pair in measured[::-1] for sheet in _measures(teller, tables, pair)]
    sheets += [sheet for pair in own for sheet in (*_scores(teller, tables, pair), *_items(teller, tables, pair))]
    return View("change", FIELDS, sheets) if sheets else None


def _found(teller: Teller, question: str, method: str, pair: Pair, **chosen: Any) -> list[Row]:
    return teller.rows("statistics", question=question, method=method, wave_from=pair[0], wave=pair[1], **chosen)


def name_of(teller: Teller, pair: Pair) -> str:
    """`Asia-Pacific, 2020–2022`."""
    if pair[0] in teller.measured:
        names = [teller.short_name(wave) for wave in pair]
        family = names[0].removesuffix(str(teller.measured_year(pair[0])))
        return f"{family}{teller.panel('>'.join(pair))}" if family != names[0] else "–".join(names)
    if not teller.waves[pair[0]].get("region"):
        return " – ".join(teller.short_name(wave) for wave in pair)
    return teller.panel(">".join(pair))


def _scores(teller: Teller, tables: Tables, pair: Pair) -> Iterator[Sheet]:
    """The change of each dimension's score, and of one dimension the scores of each unit in both waves."""
    ranges, heads = self_reported_ranges(teller.book.items, teller.book.scales), teller.own["heads"]
    places = {name: place for place, name in enumerate([*teller.study["dimensions"], OVERALL])}
    for measure in ("implementation", "self_reported"):
        name, digits = teller.own["measures"][measure], DIGITS[measure]
        if found := _found(teller, "change", SHIFT, pair, measure=measure):
            rows = [{**row, "row": row["dimension"], "row_label": teller.dimension(row["dimension"])} for row in found]
            rows.sort(key=lambda row: places[row["dimension"]])
            look = Look(
                heads["dimension"], teller.say("shift_axis", name=name), heads["change"], effects=True, signed=True
            )
            at = (TO.join(pair), measure, "", "", "")
            yield _sheet(teller, tables, rows, look, digits, at, pair, name, teller.say("shift_reading"))
        units = teller.rows("paired_scores", wave_from=pair[0], wave=pair[1], measure=measure)
        for dimension in places:
            if own := [row for row in units if row["dimension"] == dimension]:
                limits = ranges.get(dimension, (1.0, 5.0)) if measure == "self_reported" else (0.0, 100.0)
                both = teller.say("in_dimension", name=name, dimension=teller.dimension(dimension))
                at = (TO.join(pair), measure, dimension, "", "")
                yield _each_unit(teller, tables, _sides(own, pair, limits), limits, digits, at, pair, both)


def _sides(units: Sequence[Row], pair: Pair, limits: tuple[float, float]) -> list[Row]:
    """Paired scores as a row for each unit and wave. What is known of a side is told by its own ends: `known` of a
    pair is that of both together."""
    rows = []
    for unit in units:
        for side, wave in zip(SIDES, pair, strict=True):
            lowest, highest = (unit.get(f"{end}_{side}", NAN) for end in ENDS)
            known = BOUNDS if (lowest, highest) != limits else NOTHING
            known = FIXED if lowest == highest else known
            ends = dict(zip(ENDS, (lowest, highest), strict=True))
            row = {
                "unit": unit["unit"],
                "wave": wave,
                "estimate": unit[f"score_{side}"],
                "basis": unit["basis"],
                **ends,
            }
            rows.append(row | {"known": known if unit["known"] else ""})
    return rows


def _items(teller: Teller, tables: Tables, pair: Pair) -> Iterator[Sheet]:
    """The change of the answers to the items of each battery."""
    found, heads = {row["item"]: row for row in _found(teller, "item change", OF_ITEMS, pair)}, teller.own["heads"]
    for battery, items in teller.items_of.items():
        rows = [{**found[item], "row": item, "row_label": teller.of_item[item]} for item in items if item in found]
        if rows:
            axis, reading = teller.own["said"]["item_change_axis"], teller.say("item_change_reading")
            look = Look(heads["item"], axis, heads["change"], effects=True, signed=True)
            at = (TO.join(pair), "items", "", battery, "")
            yield _sheet(teller, tables, rows, look, 2, at, pair, teller.of_battery[battery], reading)


def _measures(teller: Teller, tables: Tables, pair: Pair) -> Iterator[Sheet]:
    """The mean change of each measure, of all units and of those of each region; of one measure each unit."""
    found, heads = _found(teller, "measure change", MEAN, pair, outcome=["", "part"]), teller.own["heads"]
    groups = {row["region"] for row in found}
    whole = next((name for name in ("all", "pooled") if name in groups), "")
    regions = [region for region in teller.region_names if region in groups]
    values = {wave: teller.rows("measured", wave=wave) for wave in pair}
    for region in ("", *(regions if whole else regions[1:])):
        of_group = {row["measure"]: row for row in found if row["region"] == (region or whole or regions[0])}
        shown = [measure for measure in teller.of_measure if measure in of_group]
        if not shown:
            continue
        rows = [{**of_group[name], "row": name, "row_label": teller.of_measure[name]} for name in shown]
        look = Look(
            heads["measure"], teller.words["axes"]["measured_change"], heads["change"], effects=True, signed=True
        )
        name, at = teller.own["said"]["every_measure"], (TO.join(pair), "", "", "", region)
        yield _sheet(teller, tables, rows, look, None, at, pair, name, teller.caption("measured_change"), region)
        for measure in shown:
            own = [
                row
                for wave in pair
                for row in values[wave]
                if row["measure"] == measure and row["value"] == row["value"]
            ]
            own = [{**row, "estimate": row["value"]} for row in own if region in ("", row["region"])]
            same = set.intersection(*({row["unit"] for row in own if row["wave"] == wave} for wave in pair))
            sides = [row for row in own if row["unit"] in same]
            digits, at = teller.measure_digits(measure), (TO.join(pair), measure, "", "", region)
            limits, name = teller.measure_range(measure), teller.of_measure[measure]
            yield _each_unit(teller, tables, sides, limits, digits, at, pair, name, of_group[measure])


def _sheet(
    teller: Teller, tables: Tables, rows: Sequence[Row], look: Look, digits: int | None, at: Sequence[str], pair: Pair,
    name: str, reading: str, region: str = "",
) -> Sheet:  # fmt: skip
    """A state of several results. digits: of all of them; None: those of each one's measure."""
    measured = digits is None
    shown = told(teller, rows, look, lambda row: teller.measure_digits(row["measure"]) if digits is None else digits)
    n = sorted({row["n"] for row in shown})
    about = [
        same_units(teller, n, measured),
        reading,
        teller.marks(shown),
        teller.bars(shown, measured),
        teller.basis(shown),
    ]
    title = _title(teller, pair, name, region)
    return Sheet(at, added(teller, tables, shown, look), title, teller.findings(shown), about, look.chart())


def _title(teller: Teller, pair: Pair, name: str, region: str) -> str:
    where = name_of(teller, pair)
    where = teller.say("within", where=where, region=teller.region(region)) if region else where
    return teller.say("title", name=teller.say("change_of", name=name), where=where)


def same_units(teller: Teller, n: Sequence[float], measured: bool) -> str:
    """How many units stand on both sides: the same in both."""
    return teller.say("same_units", measured, n="–".join(teller.number(each, 0) for each in (*n[:1], *n[1:][-1:])))


def _each_unit(
    teller: Teller, tables: Tables, sides: Sequence[Row], limits: tuple[float, float], digits: int, at: Sequence[str],
    pair: Pair, name: str, mean: Mapping[str, Any] | None = None,
) -> Sheet:  # fmt: skip
    """A state that shows each unit in both waves. mean: the finding on all of them."""
    measured, heads = pair[0] in teller.measured, teller.own["heads"]
    years = {wave: str((teller.waves | teller.measured)[wave]["year"]) for wave in pair}
    rows = [
        {**row, "row": row["unit"], "row_label": teller.of_unit[row["unit"]], "group": row["wave"],
         "group_label": years[row["wave"]], "n": 1, "status": "ok"}
        for row in sides
    ]  # fmt: skip
    rows.sort(key=lambda row: (alphabetical(row["row_label"]), pair.index(row["wave"])))
    low, high = (teller.number(end, 0) for end in limits)
    axis = teller.say("axis", name=name, low=low, high=high)
    look = Look(heads["country"], axis, heads["value"], limits=limits, groups="waves", n=False)
    shown, finding = told(teller, rows, look, lambda row: digits), ""
    if mean is not None:
        value = teller.written(mean, digits, signed=True)
        finding = teller.say("mean_change", value=value, n=teller.number(mean["n"], 0)) + " "
    about = [
        same_units(teller, [len({row["unit"] for row in rows})], measured),
        teller.marks(shown),
        teller.basis(shown),
    ]
    title = _title(teller, pair, name, at[-1])
    return Sheet(at, added(teller, tables, shown, look), title, finding + teller.findings(shown), about, look.chart())
