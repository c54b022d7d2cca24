"""Variables that describe the study: its waves and who took part, the index of e-government, files, choices."""

from collections.abc import Mapping

import pandas as pd

from wavework.basis import COLLECTED, ORDER, RECONSTRUCTED, weakest
from wavework.conventions import CONFIDENCE, MOST_NAMED, POWER
from wavework.locked_packages import locked_versions
from wavework.reporting.inputs import Inputs
from wavework.reporting.values.places import place, within
from wavework.reporting.values.variables import Origin, Row, Values, joined, row_key

CONFIG = "config.yaml"
ANSWERS, EGDI, SOURCES, CLEANING = (f"processed/{name}.csv" for name in ("answers", "egdi", "sources", "cleaning_log"))
CLEANED = {"dropped": "row dropped", "recoded": "value recoded", "corrected": "value corrected"}


def add_study(values: Values, inputs: Inputs) -> None:
    """study, choices, names of regions, dimensions, units and batteries."""
    language, study, code = inputs.language, inputs.study, inputs.language.code

    def config(name: str, text: str, key: str) -> None:
        values.add(name, text, Origin(CONFIG, key))

    for key in ("title", "unit", "units"):
        config(f"study.{key}", study["study"][key][code], f"study.{key}.{code}")
    waves = inputs.waves or inputs.measured
    years = sorted({choices["year"] for choices in waves.values()})
    config("study.years", language.listed(map(str, years)), "waves")
    config("study.first_year", str(years[0]), "waves")
    config("study.last_year", str(years[-1]), "waves")
    config("study.n_waves", language.number(len(waves)), "waves")
    for key, name_of in {"regions": inputs.region, "dimensions": inputs.dimension}.items():
        if names := [name_of(name) for name in study[key]]:
            config(f"study.{key}", language.listed(names), key)
            config(f"study.n_{key}", language.number(len(names)), key)
    if study["regions"]:
        config("study.where", language.listed(within(inputs, region) for region in study["regions"]), "regions")
    for region in study["regions"]:
        config(f"region.{region}", inputs.region(region), f"regions.{region}.{code}")
    for dimension in (*study["dimensions"], "overall"):
        config(f"dimension.{dimension}", inputs.dimension(dimension), f"dimensions.{dimension}.{code}")
    labels = {  # table of the codebook -> group of variables, column, labels
        "units": ("unit", "unit", dict(sorted(inputs.of_unit.items())[:MOST_NAMED])),
        "batteries": ("battery_title", "battery", inputs.of_battery),
        "items": ("item", "item", inputs.of_item),
    }
    for table, (group, column, texts) in labels.items():
        file = inputs.book.files.get(table, f"{table}.csv")
        for name, text in texts.items():
            values.add(f"{group}.{name}", text, Origin(file, row_key(**{column: name})))
    answers = inputs.table("answers")
    units = answers if inputs.waves else inputs.table("measured")
    counts = {"units": units["unit"].nunique(), "items": answers["item"].nunique()}
    counts["answers"] = (answers["status"] != "not_asked").sum()
    for name, count in counts.items():
        # Who took part is a fact about the exports, whatever their answers rest on.
        values.add(f"study.n_{name}", language.number(count), Origin(ANSWERS, row_key(status="*")))


def add_basis(values: Values, inputs: Inputs) -> None:
    """basis, and note.<topic>: sentences that are true on one basis only."""
    if not inputs.waves:
        return
    language, basis = inputs.language, weakest(inputs.basis_of.values())
    origin = Origin(ANSWERS, "basis", basis)
    of_kind = {
        kind: language.listed(inputs.short_name(wave) for wave in inputs.waves if inputs.basis_of[wave] == kind)
        for kind in ORDER
        if kind in inputs.basis_of.values()
    }
    mixed = {COLLECTED, RECONSTRUCTED} <= of_kind.keys()
    for kind in ("word", "answers", "reading"):
        key = "mixed" if mixed and kind == "answers" else basis
        values.add(f"basis.{kind}", language.say(f"basis.{kind}.{key}", **of_kind), origin)
    parts = [language.say(f"basis.of_waves.{kind}", waves=waves) for kind, waves in of_kind.items()]
    values.add("basis.of_waves", language.listed(parts), Origin(ANSWERS, "wave, basis", basis))
    for topic in language.words["note"]:
        values.add(f"note.{topic}", language.say(f"note.{topic}.{basis}"), origin)


def add_choices(values: Values, inputs: Inputs) -> None:
    """choice.<block>-<key>: numbers of the config that the methods name."""
    for key, value in choices_of(inputs).items():
        values.add(f"choice.{key}", _choice(inputs, key, value), Origin(CONFIG, key.replace("-", ".")))


def _choice(inputs: Inputs, key: str, value: float) -> str:
    if key.endswith("seed"):
        return str(value)  # a name more than a number: not grouped
    if key == "scores-minimum_answered":
        return inputs.language.percent(value)
    return inputs.language.number(value, 0 if float(value).is_integer() else 2)


def add_conventions(values: Values, inputs: Inputs) -> None:
    """convention: what intervals and power mean wherever a statistic has them."""
    for name, share in (("confidence", CONFIDENCE), ("power", POWER)):
        origin = Origin("workflow/wavework/conventions.py", name)
        values.add(f"convention.{name}", inputs.language.percent(share), origin)


def choices_of(inputs: Inputs) -> dict[str, float]:
    """Numeric choices of the config that the methods name: `block-key` -> value; none of what the study does not do."""
    curve = ("specification_permutations",) if inputs.has("specifications") else ()
    blocks = {
        "scores": ("development", "minimum_answered") if inputs.waves else (),
        "statistics": ("seed", "resamples", "bootstrap", *curve, "alpha"),
        "reconstruction": ("seed", "draws") if inputs.reconstructed else (),
    }
    return {
        f"{block}-{key}": inputs.study[block][key]
        for block, keys in blocks.items()
        for key in keys
        if key in inputs.study.get(block, {})
    }


def add_waves(values: Values, inputs: Inputs) -> None:
    """waves.<wave>: title, year, region, n, units, basis; panel.<wave>: the services of both waves, and newcomers."""
    language = inputs.language
    answers = inputs.table("answers")
    for wave, choices in inputs.waves.items():
        key, rows, units = f"waves.{wave}", row_key(wave=wave), inputs.units_of[wave]
        asked = answers.loc[(answers["wave"] == wave) & (answers["status"] != "not_asked"), "item"].nunique()
        named = (inputs.short_name(wave), str(choices["year"]), inputs.region(choices["region"]))
        for name, text in zip(("title", "year", "region"), named, strict=True):
            if text:  # a study may have no regions
                values.add(f"{key}.{name}", text, Origin(CONFIG, f"{key}.{name}"))
        values.add(f"{key}.n", language.number(len(units)), Origin(ANSWERS, rows))
        values.add(f"{key}.units", inputs.named(units), Origin(ANSWERS, rows))
        values.add(f"{key}.n_items", language.number(asked), Origin(ANSWERS, rows))
        basis = inputs.basis_of[wave]
        values.add(f"{key}.basis", inputs.basis_word(basis), Origin(ANSWERS, rows, basis))
    for pair in inputs.study["comparisons"].get("change", []):
        first, last = (inputs.units_of[pair[end]] for end in ("from", "to"))
        before = set(first)
        panel = [unit for unit in last if unit in before]
        newcomers = [unit for unit in last if unit not in before]
        origin = Origin(ANSWERS, row_key(wave=f"{pair['from']}, {pair['to']}"))
        for name, units in {"panel": panel, "newcomers": newcomers}.items():
            values.add(f"{name}.{pair['to']}.n", language.number(len(units)), origin)
            if units:
                values.add(f"{name}.{pair['to']}.units", inputs.named(units), origin)
        slots = {"n": language.number(len(last)), "panel": language.number(len(panel))}
        slots["names"] = inputs.named(panel) or language.say("none")
        region = inputs.waves[pair["to"]]["region"]
        slots["where"] = within(inputs, region) if region else inputs.short_name(pair["to"])
        values.add(f"panel.{pair['to']}.said", language.say("panel", **slots), origin)


def add_egdi(values: Values, inputs: Inputs) -> None:
    """egdi: number of ranks, years; per region and year mean, best and last rank; edition of each wave; newcomers."""
    if not inputs.has("egdi"):
        return
    language, egdi = inputs.language, inputs.table("egdi").dropna(subset="rank")
    basis = weakest(egdi["basis"])
    values.add("egdi.n_ranks", language.number(len(egdi)), Origin(EGDI, "rank", basis))
    editions = sorted(set(egdi["year"].astype(int)))
    values.add("egdi.years", language.listed(map(str, editions)), Origin(EGDI, "year", basis))
    units = inputs.book.units
    seen = units.loc[units["unit"].isin(inputs.table("answers")["unit"]), ["country", "region", "unit"]]
    ranks = egdi.merge(seen.drop_duplicates("country"), on="country", how="inner", validate="many_to_one")
    for (region, year), rows in ranks.astype({"year": int}).groupby(["region", "year"]):
        name, origin = f"{region}.y{year}", Origin(EGDI, row_key(region=region, year=year), basis)
        mean = rows["rank"].mean()
        text = language.say("egdi.mean", value=language.number(mean, 1), n=language.number(len(rows)))
        values.add(f"egdi.mean.{name}", text, origin)
        for end, unit in {"best": rows.nsmallest(1, "rank"), "last": rows.nlargest(1, "rank")}.items():
            label, rank = inputs.of_unit[unit["unit"].iloc[0]], language.number(unit["rank"].iloc[0])
            values.add(f"egdi.{end}.{name}", language.say("egdi.unit", unit=label, rank=rank), origin)
    moved: dict[str, list[str]] = {}  # how a mean rank moved -> the variables of the regions of which it is so
    for region in sorted(ranks["region"].unique()):
        if kind := _mean_change(values, inputs, region, ranks[ranks["region"] == region], basis):
            moved.setdefault(kind, []).append(f"egdi.change.{region}")
    _told_together(values, inputs, "every.egdi", "egdi.moved", moved)
    for wave, choices in inputs.waves.items():
        edition = inputs.edition(choices["year"])
        if edition is not None:
            values.add(f"egdi.edition.{wave}", str(edition), Origin(CONFIG, "egdi.wave_year"))
    differ: dict[str, list[str]] = {}
    for row in inputs.table("newcomers").to_dict("records"):
        differ.setdefault(_newcomers(values, inputs, row), []).append(f"newcomers_rank.{row['wave']}")
    _told_together(values, inputs, "every.newcomers", "egdi.newcomers", differ)


def _told_together(values: Values, inputs: Inputs, name: str, words: str, of_kind: Mapping[str, list[str]]) -> None:
    """Add a sentence for each kind of what was found, with all the cases of it."""
    if of_kind:
        text = " ".join(
            inputs.language.say(f"{words}.{kind}", cases=inputs.language.listed(values[case] for case in cases))
            for kind, cases in of_kind.items()
        )
        values.add(name, text, joined(values.origin(case) for cases in of_kind.values() for case in cases))


def _mean_change(values: Values, inputs: Inputs, region: str, ranks: pd.DataFrame, basis: str) -> str:
    """How the mean rank moved between the last two editions (fell | rose | stayed; "" where no country is ranked in
    both), of the countries that both rank: a larger one is worse.

    ranks: country, year, rank of the region. Countries that one of the two alone ranks are counted, and left out.
    """
    language, of_year = inputs.language, ranks.pivot_table("rank", "country", "year")
    if len(of_year.columns) < 2:
        return ""
    before, after = sorted(of_year.columns)[-2:]
    either = of_year[[before, after]].dropna(how="all")
    both = either.dropna()
    if both.empty:
        return ""
    first, last = (round(both[year].mean(), 1) for year in (before, after))
    others = language.number(len(either) - len(both))
    text = language.say(
        "egdi.change", where=within(inputs, region), first=f"{before:.0f}", last=f"{after:.0f}",
        before=language.number(first, 1), after=language.number(last, 1), n=language.number(len(both)),
        others=language.say("egdi.others", n=others) if len(either) > len(both) else "",
    )  # fmt: skip
    key = row_key(region=region, year=f"{before:.0f}, {after:.0f}")
    values.add(f"egdi.change.{region}", text, Origin(EGDI, key, basis))
    return "fell" if last > first else "rose" if last < first else "stayed"


def _newcomers(values: Values, inputs: Inputs, row: Row) -> str:
    """How services of both waves and newcomers of a wave differ in rank: which are ranked better (panel | others), or
    that there is no comparison (none)."""
    language, wave = inputs.language, str(row["wave"])
    origin = Origin("processed/newcomers.csv", row_key(wave_from=row["wave_from"], wave=wave), row["basis"])
    if pd.isna(row["mean_newcomers"]) or pd.isna(row["mean_panel"]):
        values.add(f"newcomers_rank.{wave}", place(inputs, wave), origin)
        return "none"
    region = inputs.waves[wave]["region"]
    text = language.say(
        "egdi.newcomer", where=within(inputs, region) if region else inputs.short_name(wave),
        panel=language.number(row["mean_panel"], 1), n_panel=language.number(row["n_panel"]),
        newcomers=language.number(row["mean_newcomers"], 1), n_newcomers=language.number(row["n_newcomers"]),
        year=int(row["year"]),
    )  # fmt: skip
    values.add(f"newcomers_rank.{wave}", text, origin)
    return "panel" if row["mean_panel"] < row["mean_newcomers"] else "others"


def add_sources(values: Values, inputs: Inputs) -> None:
    """sources: number of files and of those by basis; cleaning: rows dropped, values recoded and corrected."""
    language, sources = inputs.language, inputs.table("sources")
    values.add("sources.n", language.number(len(sources)), Origin(SOURCES, "file"))
    of_basis = {basis: language.number((sources["basis"] == basis).sum()) for basis in ORDER}
    for basis, text in of_basis.items():
        values.add(f"sources.{basis}", text, Origin(SOURCES, row_key(basis=basis)))
    if inputs.waves:
        known = "open" if inputs.reconstructed else "known"
        values.add("basis.kinds", language.say(f"basis.kinds.{known}"), Origin(SOURCES, "basis"))
        parts = [
            language.say(f"basis.files.{basis}", n=text)
            for basis, text in of_basis.items()
            if (sources["basis"] == basis).any()
        ]
        files = language.say("basis.files.told", parts=language.listed(parts))
        values.add("basis.files", files, Origin(SOURCES, "basis"))
    log = inputs.cleaned
    for name, action in CLEANED.items():
        count = int((log["action"] == action).sum()) if len(log) else 0
        values.add(f"cleaning.{name}", language.number(count), Origin(CLEANING, row_key(action=action)))
    if not inputs.waves:
        return
    given = inputs.given[inputs.given["status"] != "not_asked"]
    for status in ("answered", "dont_know", "not_applicable", "no_answer") if len(given) else ():
        count = int((given["status"] == status).sum())
        slots = {"n": language.number(len(given)), "share": language.percent(count / len(given), 1)}
        text = language.say("missing.count", count=language.number(count), **slots)
        values.add(f"missing.{status}", text, Origin(ANSWERS, row_key(status=status), weakest(given["basis"].unique())))
    asked = inputs.table("answers").query("status != 'not_asked'")
    comparable = asked.drop_duplicates(["wave", "item"])["comparable"].value_counts()
    for kind in ("yes", "recoded", "no"):
        items = language.number(comparable.get(kind, 0))
        values.add(f"comparable.{kind}", items, Origin(ANSWERS, row_key(comparable=kind)))


def add_software(values: Values, inputs: Inputs) -> None:
    """software: packages of the lock, and the Python that they are pinned for."""
    packages = locked_versions(inputs.lock)
    if packages:
        values.add("software.n", inputs.language.number(len(packages)), Origin("envs/pipeline.lock", "name==version"))
    for dependency in inputs.environment.get("dependencies", []):
        if isinstance(dependency, str) and dependency.startswith("python "):
            values.add("software.python", dependency.split("=")[-1], Origin("envs/pipeline.yaml", "python"))


def add_quoted(values: Values, inputs: Inputs) -> None:
    """quoted.<name>: numbers that the text takes from elsewhere, each with its source in `report/quoted.yaml`;
    quoted.<name>_year: what year it is of."""
    for name, entry in inputs.quoted.items():
        text = inputs.language.number(entry["value"], entry.get("digits", 2))
        origin = Origin("report/quoted.yaml", name, "published")
        values.add(f"quoted.{name}", text, origin)
        if "year" in entry:
            values.add(f"quoted.{name}_year", str(entry["year"]), origin)


GROUPS = (
    add_study, add_basis, add_choices, add_conventions, add_waves, add_egdi, add_sources, add_software, add_quoted,
)  # fmt: skip
