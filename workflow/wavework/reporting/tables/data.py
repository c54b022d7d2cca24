"""Tables about the data: participation, sources and hashes, cleaning, missing answers, comparability, prevalence."""

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from wavework.basis import RECONSTRUCTED
from wavework.conventions import MOST_NAMED
from wavework.known import NOTHING
from wavework.language.lists import alphabetical
from wavework.locked_packages import locked_versions
from wavework.reporting.inputs import Inputs
from wavework.reporting.markdown import Markdown, markdown_text
from wavework.reporting.tables.table_form import by_reason, table, with_basis
from wavework.tables import select

STATUSES = ("dont_know", "not_applicable", "no_answer")


def data_tables(inputs: Inputs) -> dict[str, str]:
    """Name -> table; one that has nothing to show is empty."""
    makers = {
        "basis-banner": banner, "participation": participation, "waves": waves, "egdi": egdi, "newcomers": newcomers,
        "sources": sources, "hashes": hashes, "cleaning": cleaning, "corrections": corrections, "missing": missing,
        "comparability": comparability, "recoded": recoded, "prevalence": prevalence, "software": software,
    }  # fmt: skip
    return {name: make(inputs) for name, make in makers.items()}


def banner(inputs: Inputs) -> str:
    """The callout that says that answers are reconstructed, for as long as those of any wave are."""
    language = inputs.language
    if not inputs.reconstructed:
        return ""
    names = [inputs.short_name(wave) for wave, basis in inputs.basis_of.items() if basis == RECONSTRUCTED]
    text = language.say("banner.text", waves=str(markdown_text(language.listed(names))))
    return (
        f"::: {{.callout-warning}}\n## {markdown_text(language.say('banner.title'))}\n\n"
        f"{text}\n\n{markdown_text(language.say('banner.remedy'))}\n:::\n"
    )


def participation(inputs: Inputs) -> str:
    """Who took part in which wave."""
    say = inputs.language.say
    order = list(inputs.study["regions"]) or sorted({choices["region"] for choices in inputs.waves.values()})
    rows: list[tuple[Any, list[str]]] = []
    took_part = [set(units) for units in inputs.units_of.values()]
    # many are told by their number: who took part stands in processed/answers
    shown = inputs.of_unit if max(map(len, took_part), default=0) <= MOST_NAMED else {}
    for unit, label in shown.items():
        took = [unit in units for units in took_part]
        if any(took):
            region = list(inputs.waves.values())[took.index(True)]["region"]
            marks = [say("table.participation.took_part") if there else "" for there in took]
            place = order.index(region) if region in order else len(order)
            rows.append(((place, alphabetical(label)), [label, inputs.region(region), *marks]))
    totals = [str(len(units)) for units in inputs.units_of.values()]
    heads = [say(f"table.participation.{name}") for name in ("unit", "region")]
    return table(
        inputs, "participation",
        [*(row for _, row in sorted(rows)), [say("table.participation.total"), "", *totals]],
        heads=[*heads, *map(inputs.wave_title, inputs.waves)], align="ll" + "c" * len(totals),
    )  # fmt: skip


def waves(inputs: Inputs) -> str:
    """One row per wave: who, when, how many, what was asked, and on what basis."""
    answers = inputs.table("answers")
    asked, given = (table[table["status"] != "not_asked"] for table in (answers, inputs.given))
    rows = []
    for wave, choices in inputs.waves.items():
        of_wave, answered = asked[asked["wave"] == wave], given.loc[given["wave"] == wave, "status"] == "answered"
        rows.append([
            inputs.wave_title(wave), inputs.region(choices["region"]), str(choices["year"]),
            str(len(inputs.units_of[wave])), str(of_wave["item"].nunique()),
            inputs.language.percent(answered.mean(), 1) if len(answered) else inputs.language.say("none"),
            inputs.basis_word(inputs.basis_of[wave]),
        ])  # fmt: skip
    return table(inputs, "waves", rows, align="llrrrrl", widths=[12, 26, 9, 11, 12, 14, 16])


def egdi(inputs: Inputs) -> str:
    """EGDI ranks of all countries of the study, best of the newest edition first, by region."""
    ranks = inputs.table("egdi")
    if ranks.empty:
        return ""
    units = inputs.book.units.drop_duplicates("country").set_index("country")
    order = {region: place for place, region in enumerate(inputs.study["regions"])}
    known = ranks[ranks["country"].isin(units.index)].astype({"year": int})
    wide = known.pivot_table(index="country", columns="year", values="rank", aggfunc="first", dropna=False)
    regions = units["region"].reindex(wide.index)
    places = pd.DataFrame({"region": regions.map(order).fillna(len(order)), "rank": wide.iloc[:, -1]})
    rows = [
        [
            str(units.at[country, f"label_{inputs.language.code}"]), inputs.region(str(regions[country])),
            *(inputs.number(rank) for rank in wide.loc[country]),
        ]
        for country in places.sort_values(["region", "rank"], kind="stable").index
    ]  # fmt: skip
    heads = [inputs.language.say(f"table.egdi.{name}") for name in ("unit", "region")]
    return table(inputs, "egdi", rows, heads=[*heads, *map(str, wide.columns)], align="ll" + "r" * len(wide.columns))


def newcomers(inputs: Inputs) -> str:
    """Services of both waves against those of the later one alone, by EGDI rank."""
    language = inputs.language
    rows = []
    for row in inputs.table("newcomers").to_dict("records"):
        delta = [language.estimate({**row, "estimate": row["delta"]}), language.p(row["p"])]
        rows.append([
            inputs.wave_title(str(row["wave"])),
            language.number(row["mean_panel"], 1), language.number(row["n_panel"]),
            inputs.number(row["mean_newcomers"], 1), language.number(row["n_newcomers"]),
            *([language.say("none")] * 2 if pd.isna(row["p"]) else delta),
        ])  # fmt: skip
    return table(inputs, "newcomers", rows, align="lrrrrrr")


def sources(inputs: Inputs) -> str:
    """The registry: what each file is, who made it, under which licence, since when, on what basis."""
    rows = [
        [
            *map(inputs.translated, (row["title"], row["producer"], row["licence"])),
            inputs.language.date(str(row["date"])), inputs.basis_word(row["basis"]),
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
    return table(inputs, "hashes", rows, align="lrl", widths=[38, 12, 50])


def _hash(text: str) -> Markdown:
    """A hash in pieces of sixteen, between which a line can break."""
    return Markdown(" ".join(f"`{text[at : at + 16]}`" for at in range(0, len(text), 16)))


def cleaning(inputs: Inputs) -> str:
    """What was dropped or changed, by wave and reason."""
    log = inputs.cleaned
    if log.empty:
        return ""
    # "superseded by row 14 (answers: …" differs from row to row: what is counted is that it was superseded.
    reasons = log["reason"].str.replace(r"^superseded by row .*", "superseded by another response", regex=True)
    groups = log.assign(reason=reasons).groupby(["wave", "action", "reason"], sort=False)
    rows = [
        [
            inputs.wave_title(row["wave"]), inputs.language.known("cleaning", row["action"]),
            inputs.language.known("cleaning", row["reason"], inputs.translated(row["reason"])),
            inputs.language.number(row["cases"]),
        ]
        for row in groups.size().reset_index(name="cases").to_dict("records")
    ]  # fmt: skip
    return table(inputs, "cleaning", rows, align="lllr", widths=[14, 18, 56, 12])


def corrections(inputs: Inputs) -> str:
    """Every value that was corrected by hand, with the reason."""
    rows = [
        [
            inputs.wave_title(row["wave"]), inputs.of_unit[row["unit"]], inputs.of_item[row["item"]],
            *(inputs.of_answer.get((inputs.book.scale_of[row["item"]], row[side]), row[side])
              for side in ("before", "after")),
            inputs.translated(row["reason"]),
        ]
        for row in select(inputs.cleaned, action="value corrected").to_dict("records")
    ]  # fmt: skip
    return table(inputs, "corrections", rows, widths=[12, 12, 18, 15, 15, 28])


def missing(inputs: Inputs) -> str:
    """Answers by status and wave, of all that were asked; none of waves whose answers are not known."""
    rows, given = [], inputs.given
    there = set(given["wave"].unique())
    for wave in (wave for wave in inputs.waves if wave in there):
        asked = given[(given["wave"] == wave) & (given["status"] != "not_asked")]
        counts = asked["status"].value_counts()
        numbers = [*(counts.get(status, 0) for status in ("answered", *STATUSES)), len(asked)]
        rows.append([inputs.wave_title(wave), *map(inputs.language.number, numbers)])
    return table(inputs, "missing", rows, align="lrrrrr")


def comparability(inputs: Inputs) -> str:
    """Items that a wave asked in a way that cannot be compared, with the reason."""
    rows = [
        [inputs.wave_title(row["wave"]), inputs.of_item[row["item"]], inputs.translated(row["reason"])]
        for row in _crosswalk(inputs, "no").to_dict("records")
    ]
    return table(inputs, "comparability", rows, widths=[14, 34, 52])


def recoded(inputs: Inputs) -> str:
    """Items whose answers were recoded so that they can be compared, by wave and reason."""
    rows = by_reason(inputs, _crosswalk(inputs, "recoded"), "item", inputs.of_item)
    return table(inputs, "recoded", rows, widths=[14, 46, 40])


def _crosswalk(inputs: Inputs, comparable: str) -> pd.DataFrame:
    return select(inputs.book.crosswalk, comparable=comparable, wave=list(inputs.waves))


def prevalence(inputs: Inputs) -> str:
    """How often each answer occurs, a table per battery with a row per item and wave."""
    batteries = [prevalence_of(inputs, battery) for battery in inputs.book.batteries["battery"]]
    return "\n".join(filter(None, batteries))


def prevalence_of(inputs: Inputs, battery: str) -> str:
    """The prevalence of a battery's answers: one table, or one for each of its scales; empty if no wave asked it."""
    asked = {wave: inputs.items_asked(wave, battery) for wave in inputs.waves}
    of_scale: dict[str, list[str]] = {}
    for item in inputs.book.items["item"]:
        if any(item in items for items in asked.values()):
            of_scale.setdefault(inputs.book.scale_of[item], []).append(item)
    return "\n".join(
        _prevalence(inputs, battery, asked, items, scale, named=len(of_scale) > 1) for scale, items in of_scale.items()
    )


def _prevalence(
    inputs: Inputs, battery: str, asked: Mapping[str, list[str]], items: list[str], scale: str, *, named: bool
) -> str:
    """One table of items of one scale. named: the scale stands in the table's id, where the battery has several."""
    say, statuses = inputs.language.say, inputs.language.shared["statuses"]
    answers = inputs.substantive[scale]
    rows: list[list[object]] = []
    unknown = 0
    for item in items:
        for wave in (wave for wave in inputs.waves if item in asked[wave]):
            found = inputs.prevalence[wave, item]
            if all(row["known"] == NOTHING for row in found):
                unknown += 1
                continue
            by_answer = {row["answer"]: row for row in found}
            by_status = {s: sum(row["units"] for row in found if row["status"] == s) for s in STATUSES}
            cells = [_cell(by_answer.get(answer)) for answer in answers]
            cells += [str(int(units)) if units else "" for units in by_status.values()]
            rows.append([inputs.of_item[item], inputs.wave_title(wave), *cells, str(int(found[0]["n"]))])
    heads = [
        say("table.prevalence.item"), say("table.prevalence.wave"),
        *(inputs.of_answer[scale, answer] for answer in answers),
        *(statuses[status] for status in STATUSES), say("table.prevalence.asked"),
    ]  # fmt: skip
    empty = [at for at in range(2 + len(answers), len(heads) - 1) if all(row[at] == "" for row in rows)]
    keep = [at for at in range(len(heads)) if at not in empty]
    numeric = len(keep) - 2
    width = max(5, 54 // max(numeric, 1))
    bases = [inputs.basis_of[wave] for wave, items in asked.items() if items]
    caption = say("table.prevalence.caption", battery=inputs.of_battery[battery])
    if unknown:
        caption += ". " + say("table.prevalence.nothing", n=inputs.language.number(unknown))
    return table(
        inputs, "prevalence", [[row[at] for at in keep] for row in rows], heads=[heads[at] for at in keep],
        caption=with_basis(inputs, caption, bases), align="ll" + "r" * numeric,
        widths=[100 - 14 - width * numeric, 14, *[width] * numeric],
        table_id="-".join(["prevalence", battery, *([scale] if named else [])]).replace("_", "-"),
    )  # fmt: skip


def _cell(row: Mapping[Any, Any] | None) -> str:
    """`8`, empty for none; of what is not collected `2–9`, or `0` where there is none in any table."""
    if row is None or (row["highest"] == 0 and not row["known"]):
        return ""
    low, high = int(row["lowest"]), int(row["highest"])
    return str(low) if low == high else f"{low}–{high}"


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
