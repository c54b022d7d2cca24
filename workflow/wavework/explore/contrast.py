"""The regions against each other: differences of scores, answers and measures, and what each region comes to."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from wavework.explore.intervals import Look, added, told
from wavework.explore.sheets import AND, Sheet, Tables, View
from wavework.explore.teller import Teller
from wavework.language.numbers import DIGITS
from wavework.scores import OVERALL

FIELDS = ("pair", "measure", "battery", "show")
DELTA, OF_MEANS, OF_SHARES = "Cliff's delta", "difference of mean scores", "difference of shares"
DIFFERENCE, EACH = "difference", "each"
UNIT = (-1.0, 1.0)  # where a delta, or a difference of shares, can lie
Pair = tuple[str, str]
Row = dict[str, Any]


def view(teller: Teller, tables: Tables) -> View | None:
    """The view; none where no regions are compared."""
    pairs = [(pair["first"], pair["second"]) for pair in teller.study["comparisons"].get("contrast", [])]
    sheets = [sheet for wave in [*teller.measured][::-1] for sheet in _measures(teller, tables, wave)]
    sheets += [sheet for pair in pairs for sheet in (*_scores(teller, tables, pair), *_items(teller, tables, pair))]
    return View("contrast", FIELDS, sheets) if sheets else None


def _scores(teller: Teller, tables: Tables, pair: Pair) -> Iterator[Sheet]:
    """Cliff's delta of the scores of each dimension; the mean of each region."""
    heads, name, at = teller.own["heads"], teller.own["measures"]["common"], (AND.join(pair), "common", "")
    chosen = {"question": "contrast", "method": DELTA, "measure": "common", "wave_from": pair[0], "wave": pair[1]}
    first = teller.region(teller.waves[pair[0]]["region"])
    if rows := _by_dimension(teller, teller.rows("statistics", **chosen)):
        axis = teller.words["axes"]["contrast"].format(first=first)
        look = Look(heads["dimension"], axis, heads["difference"], effects=True, limits=UNIT)
        shown = told(teller, rows, look, lambda row: 2)
        reading = teller.reading("contrast", shown, first=first)
        yield _sheet(teller, tables, shown, look, (*at, DIFFERENCE), pair, name, reading)
    if rows := _by_dimension(teller, teller.rows("statistics", question="mean", measure="common", wave=[*pair])):
        look = Look(heads["dimension"], teller.words["axes"]["score"], heads["mean"], limits=(0.0, 100.0))
        shown = told(teller, _of_both(teller, rows, pair), look, lambda row: DIGITS["common"])
        reading = teller.reading("implementation", shown)
        yield _sheet(teller, tables, shown, look, (*at, EACH), pair, name, reading)


def _by_dimension(teller: Teller, found: Sequence[Row]) -> list[Row]:
    places = {name: place for place, name in enumerate([*teller.study["dimensions"], OVERALL])}
    rows = [{**row, "row": row["dimension"], "row_label": teller.dimension(row["dimension"])} for row in found]
    return sorted(rows, key=lambda row: places[row["dimension"]])


def _of_both(teller: Teller, rows: Sequence[Row], pair: Pair) -> list[Row]:
    """Rows of the two waves, as two groups: those of a name beside each other."""
    order = {name: place for place, name in enumerate(dict.fromkeys(row["row"] for row in rows))}
    grouped = [{**row, "group": row["wave"], "group_label": teller.region_and_year(row["wave"])} for row in rows]
    return sorted(grouped, key=lambda row: (order[row["row"]], pair.index(row["wave"])))


def _items(teller: Teller, tables: Tables, pair: Pair) -> Iterator[Sheet]:
    """Of each battery the difference of shares of the scale's first answer, and of mean scores; the shares of each."""
    heads, first = teller.own["heads"], teller.region(teller.waves[pair[0]]["region"])
    contrasts = teller.rows("statistics", question="item contrast", wave_from=pair[0], wave=pair[1])
    for method, measure in ((OF_SHARES, "item_shares"), (OF_MEANS, "item_means")):
        found = {row["item"]: row for row in contrasts if row["method"] == method}
        for battery, items in teller.items_of.items():
            own, name = [item for item in items if item in found], teller.of_battery[battery]
            if not own:
                continue
            at, axis = (AND.join(pair), measure, battery), teller.say(f"{measure}_axis", first=first)
            limits = UNIT if measure == "item_shares" else None
            look = Look(heads["item"], axis, heads["difference"], effects=True, limits=limits)
            rows = [{**found[item], "row": item, "row_label": teller.of_item[item]} for item in own]
            shown = told(teller, rows, look, lambda row: 2)
            yield _sheet(teller, tables, shown, look, (*at, DIFFERENCE), pair, name, "")
            if measure == "item_shares":
                yield from _shares(teller, tables, own, at, pair, name)


def _shares(
    teller: Teller, tables: Tables, items: Sequence[str], at: Sequence[str], pair: Pair, name: str
) -> Iterator[Sheet]:
    """The shares of the scale's first answer in each region."""
    scale, heads = teller.book.scale_of[items[0]], teller.own["heads"]
    best = str(teller.book.answers_of(scale)["answer"].iloc[0])
    found = teller.rows("statistics", question="share", measure="wilson", outcome=best, wave=[*pair], item=[*items])
    if found:
        axis = teller.say("share_axis", answer=teller.of_answer[scale, best])
        look = Look(heads["item"], axis, heads["share"], limits=(0.0, 1.0), percent=True)
        rows = [{**row, "row": row["item"], "row_label": teller.of_item[row["item"]]} for row in found]
        rows.sort(key=lambda row: items.index(row["item"]))
        shown = told(teller, _of_both(teller, rows, pair), look, lambda row: 0)
        yield _sheet(teller, tables, shown, look, (*at, EACH), pair, name, "")


def _sheet(
    teller: Teller,
    tables: Tables,
    rows: Sequence[Row],
    look: Look,
    at: Sequence[str],
    pair: Pair,
    name: str,
    reading: str,
) -> Sheet:
    """A state of two waves of answers."""
    n = {wave: max((row["n"] for row in rows if row["group"] == wave), default=0) for wave in pair}
    who = teller.of_waves(pair, n) if all(n.values()) else units(teller, rows, measured=False)
    about = [who, reading, teller.marks(rows), teller.bars(rows), teller.basis(rows)]
    title = teller.say("title", name=name, where=teller.wave("+".join(pair)))
    return Sheet(at, added(teller, tables, rows, look), title, teller.findings(rows), about, look.chart())


def _measures(teller: Teller, tables: Tables, wave: str) -> Iterator[Sheet]:
    """Cliff's delta of each measure, for each two regions; the means of the regions of one measure."""
    heads = teller.own["heads"]
    deltas = teller.rows("statistics", question="measure contrast", method=DELTA, wave=wave)
    for place, compared in enumerate(dict.fromkeys(row["region"] for row in deltas)):
        names = [teller.region(region) for region in compared.split("+")]
        axis = teller.words["axes"]["contrast"].format(first=names[0])
        look = Look(heads["measure"], axis, heads["difference"], effects=True, limits=UNIT)
        found = {row["measure"]: row for row in deltas if row["region"] == compared}
        measures = [measure for measure in teller.of_measure if measure in found]
        rows = [{**found[measure], "row": measure, "row_label": teller.of_measure[measure]} for measure in measures]
        shown = told(teller, rows, look, lambda row: 2)
        where = f"{teller.language.listed(names)}, {teller.short_name(wave)}"
        title = teller.say("title", name=teller.own["all"]["measure"], where=where)
        about = [
            units(teller, shown, measured=True),
            *(teller.caption("measured_contrast", first=names[0]), teller.bars(shown, True), teller.basis(shown)),
        ]
        at = (wave if place == 0 else f"{wave}-{compared.replace('+', AND)}", "", "", DIFFERENCE)
        yield Sheet(at, added(teller, tables, shown, look), title, teller.findings(shown), about, look.chart())
    means = teller.rows("statistics", question="measure mean", wave=wave, region=[*teller.region_names])
    for measure in teller.of_measure if deltas else ():
        found = {row["region"]: row for row in means if row["measure"] == measure}
        regions = [region for region in teller.region_names if region in found]
        if not regions:
            continue
        rows = [{**found[region], "row": region, "row_label": teller.region(region)} for region in regions]
        limits, name = teller.measure_range(measure), teller.of_measure[measure]
        low, high = (teller.number(end, 0) for end in limits)
        look = Look(heads["region"], teller.say("axis", name=name, low=low, high=high), heads["mean"], limits=limits)
        shown = told(teller, rows, look, partial(_measure_digits, teller))
        about = [
            units(teller, shown, measured=True),
            *(teller.say("mean_reading", True), teller.bars(shown, True), teller.basis(shown)),
        ]
        title = teller.say("title", name=name, where=teller.short_name(wave))
        at = (wave, measure, "", EACH)
        yield Sheet(at, added(teller, tables, shown, look), title, teller.findings(shown), about, look.chart())


def _measure_digits(teller: Teller, row: Mapping[str, Any]) -> int:
    return teller.measure_digits(row["measure"])


def units(teller: Teller, rows: Sequence[Row], *, measured: bool) -> str:
    """How many units the rows are of."""
    n = sorted({row["n"] for row in rows})
    return teller.say("n_units", measured, n="–".join(teller.number(each, 0) for each in (*n[:1], *n[1:][-1:])))
