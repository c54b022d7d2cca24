"""Tables about the data: participation, sources and hashes, cleaning, missing answers, comparability, prevalence."""

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from wavework.language.names import alphabetical
from wavework.reporting.inputs import Inputs
from wavework.reporting.markdown import Markdown, markdown_text, pipe_table
from wavework.reporting.report_files import DATA_TABLES
from wavework.reporting.tables.claims import table, with_basis
from wavework.reporting.values.study import locked_versions

STATUSES = ("dont_know", "not_applicable", "no_answer")


def data_tables(inputs: Inputs) -> dict[str, str]:
    """All of DATA_TABLES; a table that has nothing to show is empty."""
    makers = {
        "basis-banner": banner, "participation": participation, "waves": waves, "egdi": egdi, "newcomers": newcomers,
        "sources": sources, "hashes": hashes, "cleaning": cleaning, "corrections": corrections, "missing": missing,
        "comparability": comparability, "recoded": recoded, "prevalence": prevalence, "software": software,
    }  # fmt: skip
    return {name: makers[name](inputs) for name in DATA_TABLES}


def banner(inputs: Inputs) -> str:
    """The callout that says that answers are reconstructed, for as long as those of any wave are."""
    language = inputs.language
    if not inputs.reconstructed:
        return ""
    names = [
        inputs.waves[wave]["title"][language.code]
        for wave, basis in inputs.basis_of.items()
        if basis == "reconstructed"
    ]
    text = language.say("banner.text", waves=str(markdown_text(language.listed(names))))
    return (
        f"::: {{.callout-warning}}\n## {markdown_text(language.say('banner.title'))}\n\n"
        f"{text}\n\n{markdown_text(language.say('banner.remedy'))}\n:::\n"
    )


def participation(inputs: Inputs) -> str:
    """Who took part in which wave."""
    say = inputs.language.say
    rows: list[list[object]] = []
    for unit, label in sorted(inputs.of_unit.items(), key=lambda pair: _unit_order(inputs, pair[0])):
        took = [unit in units for units in inputs.units_of.values()]
        if any(took):
            region = next(inputs.waves[wave]["region"] for wave, units in inputs.units_of.items() if unit in units)
            rows.append(
                [
                    label,
                    inputs.region(region),
                    *(say("table.participation.took_part") if there else "" for there in took),
                ]
            )
    totals = [str(len(units)) for units in inputs.units_of.values()]
    heads = [say("table.participation.unit"), say("table.participation.region"), *map(inputs.wave_title, inputs.waves)]
    return pipe_table(
        heads, [*rows, [say("table.participation.total"), "", *totals]], caption=say("table.participation.caption"),
        table_id="tbl-participation", align=["left", "left", *["center"] * len(totals)],
    )  # fmt: skip


def _unit_order(inputs: Inputs, unit: str) -> tuple[int, tuple[str, str]]:
    first = next((place for place, units in enumerate(inputs.units_of.values()) if unit in units), 0)
    regions = [choices["region"] for choices in inputs.waves.values()]
    order = list(inputs.study["regions"]) or sorted(set(regions))
    region = regions[first]
    return (order.index(region) if region in order else len(order), alphabetical(inputs.of_unit[unit]))


def waves(inputs: Inputs) -> str:
    """One row per wave: who, when, how many, what was asked, and on what basis."""
    answers = inputs.table("answers")
    asked = answers[answers["status"] != "not_asked"]
    rows = []
    for wave, choices in inputs.waves.items():
        of_wave = asked[asked["wave"] == wave]
        rows.append([
            inputs.wave_title(wave), inputs.region(choices["region"]), str(choices["year"]),
            str(len(inputs.units_of[wave])), str(of_wave["item"].nunique()),
            inputs.language.percent((of_wave["status"] == "answered").mean(), 1),
            inputs.language.say(f"basis.word.{inputs.basis_of[wave]}"),
        ])  # fmt: skip
    return table(
        inputs, "waves", rows, align=["left", "left", *["right"] * 4, "left"], widths=[12, 26, 9, 11, 12, 14, 16]
    )


def egdi(inputs: Inputs) -> str:
    """EGDI ranks of all countries of the study, best of the newest edition first, by region."""
    ranks = inputs.table("egdi")
    if ranks.empty:
        return ""
    years = sorted({int(year) for year in ranks["year"]})
    rank_of = {(row["country"], int(row["year"])): row["rank"] for row in ranks.to_dict("records")}
    countries = sorted(set(ranks["country"]))
    units = inputs.book.units.drop_duplicates("country").set_index("country")
    rows: list[list[object]] = []
    order = {region: place for place, region in enumerate(inputs.study["regions"])}
    known = [country for country in countries if country in units.index]
    last = {country: rank_of.get((country, years[-1]), float("inf")) for country in known}
    known.sort(key=lambda c: (order.get(str(units.at[c, "region"]), len(order)), last[c], c))
    for country in known:
        values = [rank_of.get((country, year), float("nan")) for year in years]
        cells = [inputs.language.say("none") if pd.isna(v) else inputs.language.number(v) for v in values]
        label = str(units.at[country, f"label_{inputs.language.code}"])
        rows.append([label, inputs.region(str(units.at[country, "region"])), *cells])
    say = inputs.language.say
    heads = [say("table.egdi.unit"), say("table.egdi.region"), *map(str, years)]
    return pipe_table(
        heads,
        rows,
        caption=say("table.egdi.caption"),
        table_id="tbl-egdi",
        align=["left", "left", *["right"] * len(years)],
    )


def newcomers(inputs: Inputs) -> str:
    """Services of both waves against those of the later one alone, by EGDI rank."""
    language = inputs.language
    none = language.say("none")
    rows = []
    for row in inputs.table("newcomers").to_dict("records"):
        known = not pd.isna(row["p"])
        rows.append([
            inputs.wave_title(str(row["wave"])),
            language.number(row["mean_panel"], 1), language.number(row["n_panel"]),
            _number(inputs, row["mean_newcomers"], 1), language.number(row["n_newcomers"]),
            f"{language.number(row['delta'], 2)} {language.interval(row['low'], row['high'])}" if known else none,
            language.p(row["p"]) if known else none,
        ])  # fmt: skip
    return table(inputs, "newcomers", rows, align=["left", *["right"] * 6])


def _number(inputs: Inputs, value: float, digits: int) -> str:
    return inputs.language.say("none") if pd.isna(value) else inputs.language.number(value, digits)


def sources(inputs: Inputs) -> str:
    """The registry: what each file is, who made it, under which licence, since when, on what basis."""
    rows = [
        [
            *map(inputs.said, (row["title"], row["producer"], row["licence"])), inputs.language.date(str(row["date"])),
            inputs.language.say(f"basis.word.{row['basis']}"),
        ]
        for row in inputs.table("sources").to_dict("records")
    ]  # fmt: skip
    return table(inputs, "sources", rows, widths=[28, 24, 18, 15, 15])


def hashes(inputs: Inputs) -> str:
    """SHA-256 of every raw file."""
    rows = [
        [Markdown(f"`{row['file']}`"), inputs.language.number(row["bytes"]), _hash(str(row["sha256"]))]
        for row in inputs.table("sources").to_dict("records")
    ]
    return table(inputs, "hashes", rows, align=["left", "right", "left"], widths=[38, 12, 50])


def _hash(text: str) -> Markdown:
    """A hash in pieces of eight, between which a line can break."""
    return Markdown(" ".join(f"`{text[at : at + 16]}`" for at in range(0, len(text), 16)))


def cleaning(inputs: Inputs) -> str:
    """What was dropped or changed, by wave and reason."""
    log = inputs.table("cleaning_log")
    if log.empty:
        return ""
    reasons = inputs.language.words.get("cleaning", {})
    # "superseded by row 14" differs from row to row: what is counted is that it was superseded.
    told = log["reason"].str.replace(r"by row \d+", "by a later row", regex=True)
    groups = log.assign(reason=told).groupby(["wave", "action", "reason"], sort=False).size().reset_index(name="cases")
    rows = [
        [
            inputs.wave_title(str(row["wave"])), reasons.get(row["action"], row["action"]),
            reasons.get(row["reason"], inputs.said(row["reason"])), inputs.language.number(row["cases"]),
        ]
        for row in groups.to_dict("records")
    ]  # fmt: skip
    return table(inputs, "cleaning", rows, align=["left", "left", "left", "right"], widths=[14, 18, 56, 12])


def corrections(inputs: Inputs) -> str:
    """Every value that was corrected by hand, with the reason."""
    log = inputs.table("cleaning_log")
    chosen = log[log["action"] == "value corrected"] if len(log) else log
    scale_of = inputs.book.scale_of
    rows = [
        [
            inputs.wave_title(str(row["wave"])), inputs.of_unit[row["unit"]], inputs.of_item[row["item"]],
            inputs.of_answer.get((scale_of[row["item"]], row["before"]), row["before"]),
            inputs.of_answer.get((scale_of[row["item"]], row["after"]), row["after"]),
            inputs.said(row["reason"]),
        ]
        for row in chosen.to_dict("records")
    ]  # fmt: skip
    return table(inputs, "corrections", rows, widths=[12, 12, 18, 15, 15, 28])


def missing(inputs: Inputs) -> str:
    """Answers by status and wave, of all that were asked."""
    answers = inputs.table("answers")
    rows = []
    for wave in inputs.waves:
        asked = answers[(answers["wave"] == wave) & (answers["status"] != "not_asked")]
        counts = asked["status"].value_counts()
        rows.append([
            inputs.wave_title(wave),
            *(inputs.language.number(counts.get(status, 0)) for status in ("answered", *STATUSES)),
            inputs.language.number(len(asked)),
        ])  # fmt: skip
    return table(inputs, "missing", rows, align=["left", *["right"] * 5])


def comparability(inputs: Inputs) -> str:
    """Items that a wave asked in a way that cannot be compared, with the reason."""
    return _crosswalk(inputs, "no", "comparability")


def recoded(inputs: Inputs) -> str:
    """Items whose answers were recoded so that they can be compared, by wave and reason."""
    crosswalk = inputs.book.crosswalk
    chosen = crosswalk[(crosswalk["comparable"] == "recoded") & crosswalk["wave"].isin(list(inputs.waves))]
    rows = [
        [
            inputs.wave_title(str(wave)),
            inputs.language.listed(inputs.of_item[item] for item in group["item"]),
            inputs.said(str(reason)),
        ]
        for (wave, reason), group in chosen.groupby(["wave", "reason"], sort=False)
    ]
    return table(inputs, "recoded", rows, widths=[14, 46, 40])


def _crosswalk(inputs: Inputs, comparable: str, name: str) -> str:
    crosswalk = inputs.book.crosswalk
    chosen = crosswalk[(crosswalk["comparable"] == comparable) & crosswalk["wave"].isin(list(inputs.waves))]
    rows = [
        [inputs.wave_title(row["wave"]), inputs.of_item[row["item"]], inputs.said(row["reason"])]
        for row in chosen.to_dict("records")
    ]
    return table(inputs, name, rows, widths=[14, 34, 52])


def prevalence(inputs: Inputs) -> str:
    """How often each answer occurs, a table per battery with a row per item and wave."""
    batteries = [prevalence_of(inputs, battery) for battery in inputs.book.batteries["battery"]]
    return "\n".join(filter(None, batteries))


def prevalence_of(inputs: Inputs, battery: str) -> str:
    """The prevalence of a battery's answers: one table, or one for each of its scales; empty if no wave asked it."""
    asked = {wave: inputs.items_asked(wave, battery) for wave in inputs.waves}
    items = [item for item in inputs.book.items["item"] if any(item in of for of in asked.values())]
    scales = list(dict.fromkeys(inputs.book.scale_of[item] for item in items))
    return "\n".join(
        _prevalence(inputs, battery, asked, [item for item in items if inputs.book.scale_of[item] == scale],
                    scale if len(scales) > 1 else "")
        for scale in scales
    )  # fmt: skip


def _prevalence(inputs: Inputs, battery: str, asked: Mapping[str, list[str]], items: list[str], scale: str) -> str:
    """One table of items of one scale. scale: named in the table's id, where the battery has several."""
    rows_of, say = inputs.table("prevalence"), inputs.language.say
    scale_name = inputs.book.scale_of[items[0]]
    known = inputs.book.answers_of(scale_name)
    answers = list(known.loc[known["status"] == "answered", "answer"])
    rows: list[list[object]] = []
    for item in items:
        for wave in (wave for wave in inputs.waves if item in asked[wave]):
            found = rows_of[(rows_of["item"] == item) & (rows_of["wave"] == wave)]
            counts = found.groupby("answer")["units"].sum()
            by_status = found.groupby("status")["units"].sum()
            numbers = [counts.get(answer, 0) for answer in answers] + [by_status.get(s, 0) for s in STATUSES]
            rows.append([inputs.of_item[item], inputs.wave_title(wave), *map(_cell, [*numbers, found["units"].sum()])])
    statuses = inputs.language.shared["statuses"]
    heads = [
        say("table.prevalence.item"), say("table.prevalence.wave"),
        *(inputs.of_answer[scale_name, answer] for answer in answers),
        *(statuses[status] for status in STATUSES), say("table.prevalence.asked"),
    ]  # fmt: skip
    empty = [at for at in range(2 + len(answers), len(heads) - 1) if all(row[at] == "" for row in rows)]
    keep = [at for at in range(len(heads)) if at not in empty]
    name = "-".join(filter(None, ["tbl-prevalence", battery, scale])).replace("_", "-")
    bases = [inputs.basis_of[wave] for wave, of in asked.items() if of]
    return pipe_table(
        [heads[at] for at in keep], [[row[at] for at in keep] for row in rows], table_id=name,
        caption=with_basis(inputs, say("table.prevalence.caption", battery=inputs.of_battery[battery]), bases),
        align=["left", "left", *["right"] * (len(keep) - 2)], widths=_widths(len(keep)),
    )  # fmt: skip


def _cell(count: float) -> str:
    return str(int(count)) if count else ""


def _widths(columns: int) -> list[int]:
    """Room for item and wave, the rest shared evenly."""
    rest = max(5, 54 // max(columns - 2, 1))
    return [100 - 14 - rest * (columns - 2), 14, *[rest] * (columns - 2)]


def software(inputs: Inputs) -> str:
    """Versions of what the pipeline itself uses, from the lock: what a run installs, not what a machine has."""
    locked = locked_versions(inputs.lock)
    names = {"snakemake", *_named(inputs.environment)}
    rows = [[name, locked[name]] for name in sorted(names) if name in locked]
    return table(inputs, "software", rows, n=str(len(locked)))


def _named(environment: Mapping[str, Any]) -> Iterator[str]:
    for dependency in environment.get("dependencies", []):
        for pin in dependency.get("pip", []) if isinstance(dependency, Mapping) else []:
            yield pin.split("==")[0].lower()
