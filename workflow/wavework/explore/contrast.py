"""The regions against each other: differences of scores, answers and measures, and what each region comes to."""

from collections.abc import Iterator
from typing import Any

import pandas as pd

from wavework.explore.intervals import Look, added, told
from wavework.explore.sheets import Sheet, Tables, View
from wavework.explore.teller import Teller
from wavework.language.numbers import DIGITS
from wavework.tables import select

FIELDS = ("pair", "measure", "battery", "show")
DELTA, OF_MEANS, OF_SHARES = "Cliff's delta", "difference of mean scores", "difference of shares"
DIFFERENCE, EACH = "difference", "each"
Pair = tuple[str, str]


def view(teller: Teller, tables: Tables) -> View | None:
    """The view; none where no regions are compared."""
    comparisons = teller.study["comparisons"]
    pairs = [(pair["first"], pair["second"]) for pair in comparisons.get("contrast", [])]
    sheets = [sheet for pair in pairs for sheet in (*_scores(teller, tables, pair), *_items(teller, tables, pair))]
    waves = [*teller.measured][::-1]
    of_measures = [sheet for wave in waves for sheet in _measures(teller, tables, wave)]
    return View("contrast", FIELDS, [*of_measures, *sheets]) if sheets or of_measures else None


def _found(teller: Teller, **chosen: Any) -> pd.DataFrame:
    table = teller.results.table("statistics")
    return table if table.empty else select(table, **chosen)


def _scores(teller: Teller, tables: Tables, pair: Pair) -> Iterator[Sheet]:
    """Cliff's delta of the scores of each dimension; the mean of each region."""
    heads, order, name = teller.own["heads"], teller.results.dimensions, teller.own["measures"]["common"]
    found = _found(teller, question="contrast", method=DELTA, measure="common", wave_from=pair[0], wave=pair[1])
    if len(found):
        yield _differences(teller, tables, _by(found, "dimension", order, teller), pair, "common", "", name)
    means = _found(teller, question="mean", measure="common", wave=[*pair])
    if len(means):
        look = Look(heads["dimension"], teller.words["axes"]["score"], heads["mean"], limits=(0.0, 100.0))
        rows, key = _by(means, "dimension", order, teller), "implementation"
        yield _each(teller, tables, rows, pair, "common", "", name, look, DIGITS["common"], key)


def _items(teller: Teller, tables: Tables, pair: Pair) -> Iterator[Sheet]:
    """Of each battery the difference of shares of the scale's first answer, and of mean scores; the shares of each."""
    of, heads = teller.book.items.set_index("item"), teller.own["heads"]
    places = {item: place for place, item in enumerate(of.index)}
    found = _found(teller, question="item contrast", wave_from=pair[0], wave=pair[1])
    for method, measure in ((OF_SHARES, "item_shares"), (OF_MEANS, "item_means")):
        own = select(found, method=method) if len(found) else found
        for battery in dict.fromkeys(of["battery"]) if len(own) else ():
            rows = own[own["item"].map(of["battery"]) == battery]
            if rows.empty:
                continue
            name = teller.of_battery[battery]
            yield _differences(teller, tables, _by(rows, "item", places, teller), pair, measure, battery, name)
            if measure == "item_shares":
                scale = of.loc[rows["item"].iloc[0], "scale"]
                best = teller.book.answers_of(scale)["answer"].iloc[0]
                shares = _found(teller, question="share", measure="wilson", outcome=best, wave=[*pair])
                shares = shares[shares["item"].isin(rows["item"])]
                answer = teller.of_answer[scale, best]
                axis = teller.say("share_axis", answer=answer)
                look = Look(heads["item"], axis, heads["share"], limits=(0.0, 1.0), percent=True)
                rows = _by(shares, "item", places, teller)
                yield _each(teller, tables, rows, pair, measure, battery, name, look, 0, "")


def _measures(teller: Teller, tables: Tables, wave: str) -> Iterator[Sheet]:
    """Cliff's delta of each measure; the means of the regions of one measure."""
    heads, places = teller.own["heads"], {name: place for place, name in enumerate(teller.of_measure)}
    regions = [*teller.region_names]
    found = _found(teller, question="measure contrast", method=DELTA, wave=wave)
    for compared in dict.fromkeys(found["region"]) if len(found) else ():
        first, second = str(compared).split("+")
        rows, pair = _by(select(found, region=compared), "measure", places, teller), (wave, wave)
        axis = teller.words["axes"]["contrast"].format(first=teller.region(first))
        look = Look(heads["measure"], axis, heads["difference"], effects=True, limits=(-1.0, 1.0))
        table = told(teller, rows.assign(group="", group_label=""), look, lambda row: 2)
        name = teller.own["all"]["measure"]
        where = teller.say("two_regions", first=teller.region(first), second=teller.region(second))
        title = teller.say("title", name=name, where=f"{where}, {teller.short_name(pair[0])}")
        reading = teller.caption("measured_contrast", first=teller.region(first))
        about = [_n(teller, table["n"], True), reading, teller.say("measured_bars", True), teller.basis(table["basis"])]
        at = (wave if compared == found["region"].iloc[0] else f"{wave} {compared}", "", "", DIFFERENCE)
        yield Sheet(at, added(teller, tables, table, look), title, teller.findings(table), about, look.chart())
    means = _found(teller, question="measure mean", wave=wave, region=regions)
    for measure in dict.fromkeys(means["measure"]) if len(found) and len(means) else ():
        rows = select(means, measure=measure)
        low, high = (teller.number(end, 0) for end in teller.measure_range(measure))
        name, digits = teller.of_measure[measure], teller.measure_digits(measure)
        axis = teller.say("axis", name=name, low=low, high=high)
        look = Look(heads["region"], axis, heads["mean"], limits=teller.measure_range(measure))
        rows = rows.assign(row=rows["region"], row_label=rows["region"].map(teller.region), group="", group_label="")
        table = told(teller, rows, look, lambda row, digits=digits: digits)
        title = teller.say("title", name=name, where=teller.short_name(wave))
        about = [_n(teller, table["n"], True), teller.say("mean_reading", True), teller.say("measured_bars", True),
                 teller.basis(table["basis"])]  # fmt: skip
        at = (wave, measure, "", EACH)
        yield Sheet(at, added(teller, tables, table, look), title, teller.findings(table), about, look.chart())


def _by(found: pd.DataFrame, column: str, places: dict[str, int], teller: Teller) -> pd.DataFrame:
    """Findings as rows named by a column, in its order."""
    name = {"dimension": teller.dimension, "item": teller.of_item.get, "measure": teller.of_measure.get}[column]
    rows = found.assign(row=found[column], row_label=found[column].map(name))
    return rows.sort_values(column, key=lambda cells: cells.map(places), kind="stable")


def _differences(
    teller: Teller, tables: Tables, rows: pd.DataFrame, pair: Pair, measure: str, battery: str, name: str
) -> Sheet:
    """The difference of the two regions in each row; above zero where that of the first wave is higher."""
    heads, first = teller.own["heads"], teller.region(teller.waves[pair[0]]["region"])
    words = teller.words["axes"]["contrast"] if measure == "common" else teller.own["said"][f"{measure}_axis"]
    limits = {"common": (-1.0, 1.0), "item_shares": (-1.0, 1.0)}.get(measure)
    look = Look(heads["dimension" if measure == "common" else "item"], words.format(first=first), heads["difference"],
                effects=True, limits=limits)  # fmt: skip
    table = told(teller, rows.assign(group="", group_label=""), look, lambda row: 2)
    title = teller.say("title", name=name, where=teller.wave("+".join(pair)))
    key = "contrast" if measure == "common" else ""
    reading = (
        teller.reading(key, table["known"], bool(table["low"].notna().any()), first=first)
        if key
        else _marks(teller, table)
    )
    about = [_n(teller, table["n"], False), reading, teller.basis(table["basis"])]
    at = ("+".join(pair), measure, battery, DIFFERENCE)
    return Sheet(at, added(teller, tables, table, look), title, teller.findings(table), about, look.chart())


def _each(
    teller: Teller, tables: Tables, rows: pd.DataFrame, pair: Pair, measure: str, battery: str, name: str, look: Look,
    digits: int, key: str,
) -> Sheet:  # fmt: skip
    """What each of the two regions comes to in each row."""
    rows = rows.assign(group=rows["wave"], group_label=rows["wave"].map(teller.region_and_year))
    order = {wave: place for place, wave in enumerate(pair)}
    rows = rows.assign(at=rows["group"].map(order), of=rows.groupby("row", sort=False).ngroup())
    rows = rows.sort_values(["of", "at"], kind="stable").drop(columns=["at", "of"])
    table = told(teller, rows, look, lambda row: digits)
    title = teller.say("title", name=name, where=teller.wave("+".join(pair)))
    reading = teller.reading(key, table["known"], bool(table["low"].notna().any())) if key else _marks(teller, table)
    n = table.groupby("wave")["n"].max().to_dict()
    about = [teller.of_waves(pair, n), reading, teller.basis(table["basis"])]
    at = ("+".join(pair), measure, battery, EACH)
    return Sheet(at, added(teller, tables, table, look), title, teller.findings(table), about, look.chart())


def _marks(teller: Teller, table: pd.DataFrame) -> str:
    """What the marks mean where anything is not ordinary; else how intervals are meant."""
    return teller.say("marks" if (table["known"] != "").any() else "bars")


def _n(teller: Teller, n: pd.Series, measured: bool) -> str:
    ends = [teller.number(each, 0) for each in sorted({n.min(), n.max()})]
    return teller.say("n_units", measured, n="–".join(ends))
