"""The numbers of each figure, with ids in the place of labels: figures/<id>.csv.

One function per kind of data; the columns are those that the chart kind asks for, without its label columns.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from wavework.egdi import edition_of
from wavework.exhibits.declarations import Declaration
from wavework.scores import OVERALL

NO_ANSWER, NOT_APPLICABLE = "no_answer", "not_applicable"


@dataclass(frozen=True)
class Results:
    """The finished tables that figures draw on. A study without EGDI, for example, has an empty table there."""

    study: Mapping[str, Any]
    items: pd.DataFrame
    scales: pd.DataFrame
    units: pd.DataFrame
    batteries: pd.DataFrame = field(default_factory=pd.DataFrame)
    claim_texts: Mapping[str, Any] = field(default_factory=dict)
    answers: pd.DataFrame = field(default_factory=pd.DataFrame)
    scores: pd.DataFrame = field(default_factory=pd.DataFrame)
    egdi: pd.DataFrame = field(default_factory=pd.DataFrame)
    statistics: pd.DataFrame = field(default_factory=pd.DataFrame)
    leave_one_out: pd.DataFrame = field(default_factory=pd.DataFrame)
    specifications: pd.DataFrame = field(default_factory=pd.DataFrame)
    claims: pd.DataFrame = field(default_factory=pd.DataFrame)
    published: pd.DataFrame = field(default_factory=pd.DataFrame)
    paired_scores: pd.DataFrame = field(default_factory=pd.DataFrame)

    def asked(self, declaration: Declaration) -> pd.DataFrame:
        """Answers to the figure's items in its waves, of its units."""
        answers = self.answers
        rows = answers[
            answers["wave"].isin(list(declaration.waves))
            & answers["item"].isin(list(declaration.items))
            & (answers["status"] != "not_asked")
        ]
        if declaration.units == "panel":
            waves_of = answers[answers["wave"].isin(list(declaration.waves))].groupby("unit")["wave"].nunique()
            rows = rows[rows["unit"].isin(waves_of.index[waves_of == len(declaration.waves)])]
        return rows

    def bases(self, waves: pd.Series | list[str]) -> list[str]:
        """The bases of some waves' answers."""
        return sorted(set(self.answers.loc[self.answers["wave"].isin(list(waves)), "basis"]))


def counts(declaration: Declaration, results: Results) -> pd.DataFrame:
    """Services per answer, item and wave: columns panel, item, answer (ids), orders, status, count, n, reason.

    n: services that were asked. An item that was not asked in a wave has one row without count.
    """
    rows = results.asked(declaration)
    scales = results.scales[results.scales["scale"].isin(_scales_of(declaration, results))]
    answers = scales.drop_duplicates("answer")[["answer", "position", "status"]]
    if declaration.reverse:
        substantive = answers["status"] == "answered"
        answers.loc[substantive, "position"] = answers.loc[substantive, "position"].to_numpy()[::-1]
    silent = [status for status in (NOT_APPLICABLE, NO_ANSWER) if status not in set(answers["answer"])]
    places = [answers["position"].max() + place for place in range(1, len(silent) + 1)]
    beside = pd.DataFrame({"answer": silent, "position": places, "status": silent})
    answers = pd.concat([answers, beside], ignore_index=True)
    given = rows.assign(answer=rows["answer"].where(rows["answer"] != "", rows["status"]))
    shown = answers[(answers["status"] == "answered") | answers["answer"].isin(given["answer"])]
    grid = _grid(declaration).merge(shown, how="cross")
    count = given.groupby(["wave", "item", "answer"], as_index=False).agg(count=("unit", "size"))
    base = given.groupby(["wave", "item"], as_index=False).agg(n=("unit", "size"))
    table = (
        grid.merge(base, on=["wave", "item"], how="left", validate="many_to_one")
        .merge(count, on=["wave", "item", "answer"], how="left", validate="one_to_one")
        .assign(reason=lambda t: t["n"].isna().map({True: "not_asked", False: ""}))
    )
    table["count"] = table["count"].where(table["n"].isna(), table["count"].fillna(0))
    absent = table["n"].isna()
    table = table[~absent | ~table.duplicated(["wave", "item"])].fillna({"n": 0})
    return (
        table.rename(columns={"wave": "panel", "position": "answer_order"})
        .sort_values(["panel_order", "item_order", "answer_order"], ignore_index=True)
        .loc[
            :,
            ["panel", "panel_order", "item", "item_order", "answer", "answer_order", "status", "count", "n", "reason"],
        ]
    )


def _scales_of(declaration: Declaration, results: Results) -> list[str]:
    return list(results.items.loc[results.items["item"].isin(list(declaration.items)), "scale"].unique())


def _grid(declaration: Declaration) -> pd.DataFrame:
    waves = pd.DataFrame({"wave": list(declaration.waves), "panel_order": range(1, len(declaration.waves) + 1)})
    items = pd.DataFrame({"item": list(declaration.items), "item_order": range(1, len(declaration.items) + 1)})
    return waves.merge(items, how="cross")


def ranked(declaration: Declaration, results: Results) -> pd.DataFrame:
    """Items by their count or mean value, the highest of the last wave first: item, wave (ids), orders, value, n."""
    rows = results.asked(declaration)
    if declaration.data == "count":
        named = rows[rows["answer"].isin(list(declaration.answers))]
        value = named.groupby(["wave", "item"]).size().rename("value")
    else:
        value = pd.to_numeric(rows["value"]).groupby([rows["wave"], rows["item"]]).mean().rename("value")
    base = rows.groupby(["wave", "item"]).size().rename("n")
    if declaration.data != "count":
        base = rows[rows["value"] != ""].groupby(["wave", "item"]).size().rename("n")
    table = (
        _grid(declaration)
        .merge(value.reset_index(), on=["wave", "item"], how="left", validate="one_to_one")
        .merge(base.reset_index(), on=["wave", "item"], how="left", validate="one_to_one")
        .rename(columns={"panel_order": "wave_order", "item_order": "codebook_order"})
    )
    if declaration.data == "count":
        table["value"] = table["value"].where(table["n"].isna(), table["value"].fillna(0))
    last = table[table["wave"] == declaration.waves[-1]].sort_values(
        ["value", "codebook_order"], ascending=[False, True]
    )
    order = {item: place for place, item in enumerate(last["item"], start=1)}
    return (
        table.assign(item_order=table["item"].map(order), n=table["n"].fillna(0))
        .sort_values(["item_order", "wave_order"], ignore_index=True)
        .loc[:, ["item", "item_order", "wave", "wave_order", "value", "n"]]
    )


def participation(declaration: Declaration, results: Results) -> pd.DataFrame:
    """Who took part: region, unit, wave (ids), orders, took_part, panel_member (in every wave of its region)."""
    waves = _waves(results)
    present = results.answers[["wave", "unit"]].drop_duplicates().assign(took_part="yes")
    units = results.units[results.units["unit"].isin(present["unit"])]
    table = (
        units[["unit", "region"]]
        .merge(
            waves[["wave", "region", "wave_order", "region_order"]], on="region", how="inner", validate="many_to_many"
        )
        .merge(present, on=["wave", "unit"], how="left", validate="one_to_one")
        .fillna({"took_part": "no"})
    )
    always = table.groupby("unit")["took_part"].transform(lambda told: (told == "yes").all())
    names = results.units.sort_values("label_en")["unit"]
    order = {unit: place for place, unit in enumerate(names, start=1)}
    table["panel_member"] = always.map({True: "yes", False: "no"})
    table["unit_order"] = table["unit"].map(order)
    columns = ["region", "region_order", "unit", "unit_order", "wave", "wave_order", "took_part", "panel_member"]
    return table.sort_values(["region_order", "unit_order", "wave_order"], ignore_index=True)[columns]


def _waves(results: Results) -> pd.DataFrame:
    regions = {region: place for place, region in enumerate(results.study["regions"], start=1)}
    waves = pd.DataFrame(
        [(wave, w["region"], w["year"]) for wave, w in results.study["waves"].items()],
        columns=["wave", "region", "year"],
    )
    waves["region_order"] = waves["region"].map(regions)
    waves = waves.sort_values(["region_order", "year", "wave"], ignore_index=True)
    return waves.assign(wave_order=range(1, len(waves) + 1))


def trajectories(declaration: Declaration, results: Results) -> pd.DataFrame:
    """EGDI rank by year: panel (region), unit, time, value, member (took part in every wave of its region)."""
    took_part = participation(declaration, results)
    member = took_part.drop_duplicates("unit").set_index("unit")["panel_member"]
    regions = took_part.drop_duplicates("region").set_index("region")["region_order"]
    return (
        results.units.merge(results.egdi, on="country", how="inner", validate="many_to_many")
        .dropna(subset="rank")
        .query("unit in @member.index")
        .assign(
            panel=lambda t: t["region"],
            panel_order=lambda t: t["region"].map(regions),
            time=lambda t: t["year"],
            value=lambda t: t["rank"],
            member=lambda t: t["unit"].map(member),
        )
        .sort_values(["panel_order", "unit", "time"], ignore_index=True)
        .loc[:, ["panel", "panel_order", "unit", "time", "value", "member"]]
    )


def egdi_of_wave(results: Results, wave: str) -> pd.DataFrame:
    """country, rank of the EGDI edition that belongs to the wave."""
    rule = results.study["egdi"]["wave_year"]
    year = edition_of(results.study["waves"][wave]["year"], set(results.egdi["year"]), rule)
    return results.egdi.loc[results.egdi["year"] == year, ["country", "rank"]]


def scatter(declaration: Declaration, results: Results) -> pd.DataFrame:
    """EGDI rank (x) and overall implementation score (y) per unit: unit, region, region_order, x, y."""
    scores = results.scores[(results.scores["measure"] == "implementation") & (results.scores["dimension"] == OVERALL)]
    regions = {region: place for place, region in enumerate(results.study["regions"], start=1)}
    parts = [
        scores[scores["wave"] == wave].merge(
            egdi_of_wave(results, wave), on="country", how="left", validate="many_to_one"
        )
        for wave in declaration.waves
    ]
    return (
        pd.concat(parts)
        .assign(region_order=lambda t: t["region"].map(regions), x=lambda t: t["rank"], y=lambda t: t["score"])
        .sort_values(["region_order", "unit"], ignore_index=True)
        .loc[:, ["unit", "region", "region_order", "x", "y"]]
    )


SIGNS = {2: "●–", 3: "●◐–", 4: "●◐○–"}  # of the answers of a scale so long, in order; longer scales show positions
BESIDE = {"dont_know": "?", NOT_APPLICABLE: "/", NO_ANSWER: "·"}


def _cell_codes(scales: pd.DataFrame) -> pd.DataFrame:
    """scale, answer, code (sign in the cell), place: order of the answers over all the scales, no two alike."""
    parts = []
    for _, scale in scales.sort_values("position").groupby("scale"):
        answered = scale.loc[scale["status"] == "answered", "position"]
        signs = iter(SIGNS.get(len(answered), [f"{position:.0f}" for position in answered]))
        codes = [BESIDE.get(status) or next(signs) for status in scale["status"]]
        parts.append(scale[["scale", "answer", "position", "status"]].assign(code=codes))
    table = pd.concat(parts)
    beside = table["status"] != "answered"
    last = table.assign(beside=beside).groupby(["beside", "answer"])["position"].max().reset_index()
    last = last.sort_values(["beside", "position", "answer"], ignore_index=True)
    places = {answer: place for place, answer in enumerate(last["answer"], start=1)}
    return table.assign(place=table["answer"].map(places))[["scale", "answer", "code", "place"]]


def heatmap(declaration: Declaration, results: Results) -> pd.DataFrame:
    """Every answer to a scored item: unit, item, group (dimension), orders, code, answer, status."""
    scored = results.items[results.items["scored"] == "yes"].reset_index(drop=True)
    dimensions = {name: place for place, name in enumerate(results.study["dimensions"], start=1)}
    codes = _cell_codes(results.scales[results.scales["scale"].isin(scored["scale"])])
    rows = (
        results.answers[
            results.answers["wave"].isin(list(declaration.waves)) & (results.answers["status"] != "not_asked")
        ]
        .merge(scored[["item", "dimension", "scale"]], on="item", how="inner", validate="many_to_one")
        .merge(codes, on=["scale", "answer"], how="left", validate="many_to_one")
    )
    overall = results.scores[
        results.scores["wave"].isin(list(declaration.waves))
        & (results.scores["measure"] == "implementation")
        & (results.scores["dimension"] == OVERALL)
    ].sort_values(["score", "unit"], ascending=[False, True])
    units = {unit: place for place, unit in enumerate(overall["unit"], start=1)}
    given = rows["answer"].where(rows["answer"] != "", rows["status"])
    silent = {status: codes["place"].max() + place for place, status in enumerate((NOT_APPLICABLE, NO_ANSWER), start=1)}
    silent |= dict(zip(codes["answer"], codes["place"], strict=True))
    order = {item: place for place, item in enumerate(scored["item"], start=1)}
    return (
        rows.assign(
            unit_order=rows["unit"].map(units),
            item_order=rows["item"].map(order),
            group=rows["dimension"],
            group_order=rows["dimension"].map(dimensions),
            code=rows["code"].fillna(rows["status"].map(BESIDE)),
            answer=given,
            answer_order=given.map(silent),
        )
        .sort_values(["group_order", "item_order", "unit_order"], ignore_index=True)
        .loc[
            :,
            [
                "unit",
                "unit_order",
                "item",
                "item_order",
                "group",
                "group_order",
                "code",
                "answer",
                "answer_order",
                "status",
            ],
        ]
    )
