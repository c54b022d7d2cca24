"""Variables that describe the study: its waves and who took part, the index of e-government, files, choices."""

import re
from collections.abc import Mapping
from itertools import pairwise
from typing import Any

import pandas as pd

from wavework.basis import ORDER, weakest
from wavework.egdi import edition_of
from wavework.reporting.inputs import Inputs
from wavework.reporting.values.variables import Origin, Row, Values, row_key

CONFIG = "config.yaml"
ANSWERS, EGDI, SOURCES, CLEANING = (f"processed/{name}.csv" for name in ("answers", "egdi", "sources", "cleaning_log"))


def add_study(values: Values, inputs: Inputs) -> None:
    """study, choices, basis, names of regions, dimensions, units and batteries."""
    language, study = inputs.language, inputs.study
    texts, code = study["study"], inputs.language.code
    waves = inputs.waves
    answers = inputs.table("answers")

    def config(name: str, text: str, key: str) -> None:
        values.add(name, text, Origin(CONFIG, key))

    for key in ("title", "unit", "units"):
        config(f"study.{key}", texts[key][code], f"study.{key}.{code}")
    years = sorted({choices["year"] for choices in waves.values()})
    config("study.years", language.listed(map(str, years)), "waves")
    config("study.first_year", str(years[0]), "waves")
    config("study.last_year", str(years[-1]), "waves")
    config("study.n_waves", language.number(len(waves)), "waves")
    if study["regions"]:
        config("study.regions", language.listed(inputs.region(region) for region in study["regions"]), "regions")
        config("study.n_regions", language.number(len(study["regions"])), "regions")
    for region in study["regions"]:
        config(f"region.{region}", inputs.region(region), f"regions.{region}.{code}")
    for dimension in (*study["dimensions"], "overall"):
        config(f"dimension.{dimension}", inputs.dimension(dimension), f"dimensions.{dimension}.{code}")
    if study["dimensions"]:
        config(
            "study.dimensions",
            language.listed(inputs.dimension(d) for d in study["dimensions"]),
            "dimensions",
        )
        config("study.n_dimensions", language.number(len(study["dimensions"])), "dimensions")
    files = {name: inputs.book.files.get(name, f"{name}.csv") for name in ("units", "batteries", "items")}
    for unit, label in sorted(inputs.of_unit.items()):
        values.add(f"unit.{unit}", label, Origin(files["units"], row_key(unit=unit)))
    for battery, title in inputs.of_battery.items():
        values.add(f"battery_title.{battery}", title, Origin(files["batteries"], row_key(battery=battery)))
    for item, label in inputs.of_item.items():
        values.add(f"item.{item}", label, Origin(files["items"], row_key(item=item)))
    basis = weakest(sorted(set(inputs.basis_of.values())))
    for name, count in {
        "n_units": answers["unit"].nunique(),
        "n_items": answers["item"].nunique(),
        "n_answers": int((answers["status"] != "not_asked").sum()),
    }.items():
        # Who took part is a fact about the exports, whatever their answers rest on.
        values.add(f"study.{name}", language.number(count), Origin(ANSWERS, row_key(status="*"), ""))
    values.add("basis.word", language.say(f"basis.word.{basis}"), Origin(ANSWERS, "basis", basis))
    values.add("basis.answers", language.say(f"basis.answers.{basis}"), Origin(ANSWERS, "basis", basis))
    values.add("basis.reading", language.say(f"basis.reading.{basis}"), Origin(ANSWERS, "basis", basis))
    by_basis = {
        kind: [choices["title"][code] for wave, choices in waves.items() if inputs.basis_of[wave] == kind]
        for kind in ORDER
    }
    told = [language.say(f"basis.of_waves.{kind}", waves=language.listed(of)) for kind, of in by_basis.items() if of]
    values.add("basis.of_waves", language.listed(told), Origin(ANSWERS, "wave, basis", basis))
    for topic in language.words["note"]:
        values.add(f"note.{topic}", language.say(f"note.{topic}.{basis}"), Origin(ANSWERS, "basis", basis))
    for key, value in choices_of(study).items():
        config(f"choice.{key}", _choice(inputs, key, value), key.replace("-", "."))


def _choice(inputs: Inputs, key: str, value: float) -> str:
    if key.endswith("seed"):
        return str(value)  # a name more than a number: not grouped
    if key == "scores-minimum_answered":
        return inputs.language.percent(value)
    return inputs.language.number(value, 0 if float(value).is_integer() else 2)


def add_conventions(values: Values, inputs: Inputs) -> None:
    """convention: what intervals and power mean wherever a statistic has them."""
    for name, share, file in (("confidence", 0.95, "result.py"), ("power", 0.8, "power.py")):
        origin = Origin(f"workflow/wavework/statistics/{file}", name)
        values.add(f"convention.{name}", inputs.language.percent(share), origin)


def choices_of(study: Mapping[str, Any]) -> dict[str, float]:
    """Numeric choices of the config that the methods name: `block-key` -> value."""
    blocks = {
        "scores": ("development", "minimum_answered"),
        "statistics": ("seed", "resamples", "bootstrap", "specification_permutations", "alpha"),
        "reconstruction": ("seed", "draws"),
    }
    return {
        f"{block}-{key}": study[block][key]
        for block, keys in blocks.items()
        for key in keys
        if key in study.get(block, {})
    }


def add_waves(values: Values, inputs: Inputs) -> None:
    """waves.<wave>: title, year, region, n, units, basis; panel.<wave>: the services of both waves, and newcomers."""
    language = inputs.language
    answers = inputs.table("answers")
    for wave, choices in inputs.waves.items():
        key = f"waves.{wave}"
        units = inputs.units_of[wave]
        asked = answers.loc[(answers["wave"] == wave) & (answers["status"] != "not_asked"), "item"].nunique()
        of_wave = Origin(ANSWERS, row_key(wave=wave))
        values.add(f"waves.{wave}.title", choices["title"][language.code], Origin(CONFIG, f"{key}.title"))
        values.add(f"waves.{wave}.year", str(choices["year"]), Origin(CONFIG, f"{key}.year"))
        values.add(f"waves.{wave}.region", inputs.region(choices["region"]), Origin(CONFIG, f"{key}.region"))
        values.add(f"waves.{wave}.n", language.number(len(units)), of_wave)
        values.add(f"waves.{wave}.units", language.listed(inputs.of_unit[unit] for unit in units), of_wave)
        values.add(f"waves.{wave}.n_items", language.number(asked), of_wave)
        values.add(f"waves.{wave}.basis", language.say(f"basis.word.{inputs.basis_of[wave]}"),
                   Origin(ANSWERS, row_key(wave=wave), inputs.basis_of[wave]))  # fmt: skip
    for pair in inputs.study["comparisons"].get("change", []):
        first, last = (inputs.units_of[pair[end]] for end in ("from", "to"))
        panel = [unit for unit in last if unit in first]
        newcomers = [unit for unit in last if unit not in first]
        origin = Origin(ANSWERS, row_key(wave=f"{pair['from']}, {pair['to']}"))
        for name, units in {"panel": panel, "newcomers": newcomers}.items():
            values.add(f"{name}.{pair['to']}.n", language.number(len(units)), origin)
            if units:
                values.add(f"{name}.{pair['to']}.units", language.listed(inputs.of_unit[u] for u in units), origin)


def add_egdi(values: Values, inputs: Inputs) -> None:
    """egdi: number of ranks, years; per region and year mean, best and last rank; edition of each wave; newcomers."""
    if not inputs.has("egdi"):
        return
    language, egdi = inputs.language, inputs.table("egdi").dropna(subset="rank")
    basis = weakest(sorted(set(egdi["basis"])))
    values.add("egdi.n_ranks", language.number(len(egdi)), Origin(EGDI, "rank", basis))
    values.add("egdi.years", language.listed(str(int(year)) for year in sorted(set(egdi["year"]))),
               Origin(EGDI, "year", basis))  # fmt: skip
    units = inputs.book.units
    seen = units[units["unit"].isin(list(inputs.table("answers")["unit"]))][["country", "region", "unit"]]
    ranks = egdi.merge(seen.drop_duplicates("country"), on="country", how="inner", validate="many_to_one")
    means: dict[tuple[str, int], float] = {}
    for region, year in sorted({(str(row["region"]), int(row["year"])) for row in ranks.to_dict("records")}):
        rows = ranks[(ranks["region"] == region) & (ranks["year"] == year)]
        origin = Origin(EGDI, row_key(region=region, year=year), basis)
        means[region, year] = rows["rank"].mean()
        best, last = rows.nsmallest(1, "rank").iloc[0], rows.nlargest(1, "rank").iloc[0]
        name = f"{region}.{year}"
        values.add(f"egdi.mean.{name}", language.say("egdi.mean", value=language.number(rows["rank"].mean(), 1),
                                                     n=language.number(len(rows))), origin)  # fmt: skip
        for end, unit in {"best": best, "last": last}.items():
            values.add(f"egdi.{end}.{name}", language.say("egdi.unit", unit=inputs.of_unit[str(unit["unit"])],
                                                          rank=language.number(unit["rank"])), origin)  # fmt: skip
    for region in dict.fromkeys(region for region, _ in means):
        _mean_change(values, inputs, region, {year: mean for (of, year), mean in means.items() if of == region}, basis)
    for wave, choices in inputs.waves.items():
        edition = edition_of(choices["year"], set(egdi["year"].astype(int)), inputs.study["egdi"]["wave_year"])
        if edition is not None:
            values.add(f"egdi.edition.{wave}", str(edition), Origin(CONFIG, "egdi.wave_year"))
    for row in inputs.table("newcomers").to_dict("records"):
        _newcomers(values, inputs, row)


def _mean_change(values: Values, inputs: Inputs, region: str, means: Mapping[int, float], basis: str) -> None:
    """How the mean rank moved between the last two editions: a larger rank is a worse one."""
    years = sorted(means)
    for before, after in list(pairwise(years))[-1:]:
        moved = round(means[after], 1) - round(means[before], 1)
        text = inputs.language.say(
            f"egdi.change.{'fell' if moved > 0 else 'rose' if moved < 0 else 'stayed'}",
            region=inputs.region(region), first=before, last=after,
            before=inputs.language.number(means[before], 1), after=inputs.language.number(means[after], 1),
        )  # fmt: skip
        values.add(
            f"egdi.change.{region}",
            text,
            Origin(EGDI, row_key(region=region, year=f"{before}, {after}"), basis),
        )


def _newcomers(values: Values, inputs: Inputs, row: Row) -> None:
    """How services of both waves and newcomers differ in rank; words that say why where there is no comparison."""
    language = inputs.language
    origin = Origin("processed/newcomers.csv", row_key(wave_from=row["wave_from"], wave=row["wave"]), row["basis"])
    if pd.isna(row["mean_newcomers"]) or pd.isna(row["mean_panel"]):
        values.add(f"newcomers_rank.{row['wave']}", language.say("egdi.no_newcomers"), origin)
        return
    text = language.say(
        "egdi.newcomers", year=int(row["year"]),
        panel=language.number(row["mean_panel"], 1), n_panel=language.number(row["n_panel"]),
        newcomers=language.number(row["mean_newcomers"], 1), n_newcomers=language.number(row["n_newcomers"]),
    )  # fmt: skip
    if not pd.isna(row["p"]):
        interval = language.interval(row["low"], row["high"])
        text += language.say(
            "egdi.newcomers_delta",
            delta=language.number(row["delta"], 2),
            interval=interval,
            p=language.p_said(row["p"]),
        )
    values.add(f"newcomers_rank.{row['wave']}", text, origin)


def add_sources(values: Values, inputs: Inputs) -> None:
    """sources: number of files and of those by basis; cleaning: rows dropped, values recoded and corrected."""
    language, sources = inputs.language, inputs.table("sources")
    values.add("sources.n", language.number(len(sources)), Origin(SOURCES, "file"))
    for basis in ("published", "collected", "reconstructed"):
        count = int((sources["basis"] == basis).sum())
        values.add(f"sources.{basis}", language.number(count), Origin(SOURCES, row_key(basis=basis)))
    log = inputs.table("cleaning_log")
    for name, action in {
        "dropped": "row dropped",
        "recoded": "value recoded",
        "corrected": "value corrected",
    }.items():
        count = int((log["action"] == action).sum()) if len(log) else 0
        values.add(f"cleaning.{name}", language.number(count), Origin(CLEANING, row_key(action=action)))
    answers = inputs.table("answers")
    asked = answers[answers["status"] != "not_asked"]
    basis = weakest(sorted(set(inputs.basis_of.values())))
    for status in ("answered", "dont_know", "not_applicable", "no_answer"):
        count = int((asked["status"] == status).sum())
        text = language.say("missing.count", count=language.number(count), n=language.number(len(asked)),
                            share=language.percent(count / len(asked), 1))  # fmt: skip
        values.add(f"missing.{status}", text, Origin(ANSWERS, row_key(status=status), basis))
    comparable = asked.drop_duplicates(["wave", "item"])["comparable"].value_counts()
    for kind in ("yes", "recoded", "no"):
        values.add(f"comparable.{kind}", language.number(comparable.get(kind, 0)),
                   Origin(ANSWERS, row_key(comparable=kind)))  # fmt: skip


def add_software(values: Values, inputs: Inputs) -> None:
    """software: packages of the lock, and the Python that they are pinned for."""
    packages = locked_versions(inputs.lock)
    if packages:
        values.add("software.n", inputs.language.number(len(packages)), Origin("envs/pipeline.lock", "name==version"))
    for dependency in inputs.environment.get("dependencies", []):
        if isinstance(dependency, str) and dependency.startswith("python "):
            values.add("software.python", dependency.split("=")[-1], Origin("envs/pipeline.yaml", "python"))


def locked_versions(lock: str) -> dict[str, str]:
    """Package -> version, as pinned in a lock; sorted by package."""
    pins = re.findall(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", lock, re.MULTILINE)
    return dict(sorted((name.lower(), version) for name, version in pins))


def add_quoted(values: Values, inputs: Inputs) -> None:
    """quoted.<name>: numbers that the text takes from elsewhere, each with its source in `report/quoted.yaml`."""
    for name, entry in inputs.quoted.items():
        text = inputs.language.number(entry["value"], entry.get("digits", 2))
        values.add(f"quoted.{name}", text, Origin("report/quoted.yaml", name, "published"))
