"""Tables of statistics: one per question, methods with their seeds, power, quality of scales."""

import re
from collections.abc import Iterable

import pandas as pd

from wavework.known import NOTHING
from wavework.reporting.inputs import Inputs
from wavework.reporting.markdown import Markdown, markdown_text
from wavework.reporting.tables.table_form import table, with_basis
from wavework.reporting.values.finding_sentences import NO_INTERVAL, estimate
from wavework.reporting.values.findings import effect_of
from wavework.reporting.values.study import choices_of
from wavework.reporting.values.variables import Row

QUESTIONS = {  # name of the table -> questions of processed/statistics.csv
    "statistics-means": ("mean",),
    "statistics-association": ("association",),
    "statistics-change": ("change",),
    "statistics-items": ("item change",),
    "statistics-ranks": ("agreement", "rank change"),
    "statistics-contrast": ("contrast",),
    "statistics-item-contrast": ("item contrast",),
    "statistics-curve": ("specification curve",),
    "quality": ("scale quality",),
    "quality-items": ("scale quality",),
}
CRITICAL = " critical value"  # how processed/power.csv names the critical value of a test
DESIGNS = ("association", "change", "contrast")  # of processed/power.csv; each is a question too


def statistics_tables(inputs: Inputs) -> dict[str, str]:
    """Name -> table; one that has nothing to show is empty."""
    tables = {}
    for name, questions in QUESTIONS.items():
        rows = inputs.findings(*questions)
        if "scale quality" in questions:
            rows = rows[(rows["item"] != "") == (name == "quality-items")]
        tables[name] = question_table(inputs, name, rows)
    return tables | {"methods": methods(inputs), "seeds": seeds(inputs), "power": power(inputs)}


def question_table(inputs: Inputs, name: str, rows: pd.DataFrame) -> str:
    """What it is about, method, estimate and interval, n; p and Holm's p of what is tested on one table of answers; of
    what is known over many, in which share of them it is above zero, and p below the level. The reason where there is
    no number. Results of which nothing is published are counted in the last line.
    """
    if rows.empty:
        return ""
    language, over_many = inputs.language, rows["known"] != ""
    further = {  # column -> what it says of a row
        "p": lambda row: "" if pd.isna(row["p"]) else language.p(row["p"]),
        "holm": lambda row: "" if pd.isna(row["p_holm"]) else language.p(row["p_holm"]),
        "positive": lambda row: _share(inputs, row, "positive"),
        "significant": lambda row: _share(inputs, row, "significant"),
    }
    signs = over_many & (rows["lowest"] < 0) & (rows["highest"] > 0)
    there = {
        "p": rows["p"].notna().any(),
        "holm": rows["p"].notna().any(),
        "positive": signs.any(),
        "significant": (signs & rows["significant"].notna()).any(),
    }
    further = {column: tell for column, tell in further.items() if there[column]}
    told = in_reading_order(inputs, rows[rows["known"] != NOTHING]).to_dict("records")
    cells: list[list[object]] = [
        [
            *(subject(inputs, row), group(inputs, row), _method(inputs, row), estimate(inputs, row, cell=True)),
            *(tell(row) for tell in further.values()),
            language.number(row["n"]),
        ]
        for row in told
    ]
    if unknown := len(rows) - len(told):
        line = language.say("table.statistics.nothing", n=language.number(unknown))
        cells.append([line, *[""] * (4 + len(further))])
    columns = ["subject", "group", "method", "estimate", *further, "n"]
    alpha = language.shortest(language.alpha)
    caption = language.say(f"table.statistics.captions.{name}")
    if over_many.any():
        caption += ". " + language.say("table.statistics.reading")
    return table(
        inputs,
        name,
        cells,
        heads=[language.say(f"table.statistics.{column}", alpha=alpha) for column in columns],
        caption=with_basis(inputs, caption, rows["basis"]),
        align="llll" + "r" * (len(columns) - 4),
        widths=_widths(len(further), over_many=bool(over_many.any())),
    )


def _widths(further: int, *, over_many: bool) -> list[int]:
    """Shares of the width, in per cent. Bounds take more room than an estimate, and methods less."""
    if not over_many:
        return [22, 22, 19, 19, 6, 6, 6] if further else [24, 24, 19, 27, 6]
    return [22, 14, 18, 40 - 6 * further, *[6] * further, 6]


def _share(inputs: Inputs, row: Row, column: str) -> str:
    """In which share of the drawn tables, where their sign is open; empty for others."""
    is_open = row["known"] and row["lowest"] < 0 < row["highest"] and not pd.isna(row[column])
    return inputs.language.percent(row[column]) if is_open else ""


def in_reading_order(inputs: Inputs, rows: pd.DataFrame) -> pd.DataFrame:
    """Dimensions in the order of the config within each question, sample and measure, which keep their order."""
    dimensions = {name: place for place, name in enumerate(inputs.study["dimensions"])}
    order = pd.DataFrame(
        {
            "group": rows.groupby(["question", "wave_from", "wave", "measure"], sort=False).ngroup(),
            "dimension": rows["dimension"].map(dimensions).fillna(len(dimensions)),
        }
    )
    return rows.loc[order.sort_values(["group", "dimension"], kind="stable").index]


def _method(inputs: Inputs, row: Row) -> str:
    """The method; with its test where one estimate is tested in several ways (`maturity, Mann-Whitney`)."""
    test = str(row["outcome"]).partition(", ")[2]
    name = method_name(inputs, str(row["method"]))
    return f"{name} ({test})" if test else name


def subject(inputs: Inputs, row: Row) -> str:
    """What a statistic is about: an item, a dimension (self-reported where it is), a battery."""
    if row.get("measure") in inputs.of_measure:
        return inputs.of_measure[row["measure"]]
    if row["item"]:
        label = inputs.of_item[row["item"]]
        outcome = inputs.of_answer.get((inputs.book.scale_of[row["item"]], row["outcome"]), "")
        return inputs.language.labelled(label, outcome) if outcome else label
    if row["dimension"]:
        name = inputs.dimension(str(row["dimension"]))
        return inputs.language.say("measure.self_reported", name=name) if row["measure"] == "self_reported" else name
    return inputs.of_battery.get(str(row["outcome"]), str(row["outcome"]))


def group(inputs: Inputs, row: Row) -> str:
    """Of whom: a wave, waves together, or a pair of waves; of measures the group of units and the years."""
    if row.get("measure") in inputs.of_measure:
        whom = inputs.language.listed(map(inputs.region, str(row["region"]).split("+")))
        return inputs.language.say("measured.group", regions=whom, years="–".join(inputs.measured_years(row)))
    last = inputs.wave_title(str(row["wave"]))
    if not row["wave_from"]:
        return last
    regions = {inputs.waves[str(row[wave])]["region"] for wave in ("wave_from", "wave")}
    key = "pair_of_waves" if len(regions) == 1 else "against"
    return inputs.language.say(key, first=inputs.wave_title(str(row["wave_from"])), second=last)


def method_name(inputs: Inputs, method: str) -> str:
    """A method, its interval or its p in the report's language where its words are known; as the statistics name it
    otherwise."""
    return inputs.language.known("methods", method)


def methods(inputs: Inputs) -> str:
    """Each method once: what it estimates, how interval and p are made, its source, its seed, how many results."""
    rows = inputs.table("statistics")
    if rows.empty:
        return ""
    interval = rows["interval_method"].where(~rows["interval_method"].str.startswith(NO_INTERVAL), "")
    rows = rows.assign(
        interval_method=interval.map(lambda name: method_name(inputs, name)),
        p_method=rows["p_method"].str.replace(r" \(\d+\)", "", regex=True).map(lambda name: method_name(inputs, name)),
        source=rows["source"].map(lambda source: _reference(inputs, source)),
    )
    semicolon = inputs.language.say("list.semicolon")
    listed = dict.fromkeys(
        ["interval_method", "p_method", "source", "seed"], lambda values: semicolon.join(_distinct(values))
    )
    groups = rows[rows["status"] == "ok"].groupby(["question", "method"], sort=False)
    merged = groups.agg(listed).assign(results=groups.size()).reset_index()
    questions = inputs.language.words["questions"]
    order = {question: place for place, question in enumerate(questions)}
    merged = merged.sort_values("question", key=lambda names: names.map(order), kind="stable")
    cells = [
        [
            questions.get(row["question"], row["question"]), method_name(inputs, str(row["method"])),
            row["interval_method"], row["p_method"], linked(str(row["source"])),
            row["seed"] or inputs.language.say("none"), inputs.language.number(row["results"]),
        ]
        for row in merged.to_dict("records")
    ]  # fmt: skip
    return table(inputs, "methods", cells, widths=[12, 16, 14, 19, 22, 9, 8], align="llllllr")


def _distinct(values: Iterable[object]) -> Iterable[str]:
    return dict.fromkeys(str(value) for value in values if str(value) not in ("", "nan"))


def _reference(inputs: Inputs, source: str) -> str:
    """A source as the language parts and labels it: `Cronbach 1951; interval: Feldt 1965`."""
    say, words = inputs.language.say, inputs.language.words["reference"]
    told = [part.partition(": ") for part in source.split("; ")]
    return say("list.semicolon").join(
        say("labelled", name=words[label], text=text) if label in words else f"{label}{colon}{text}"
        for label, colon, text in told
    )


def linked(source: str) -> Markdown:
    """A source with its DOIs as links."""
    parts = re.split(r"(doi:10\.\S+?)(?=[,;)]|\s|$)", source)
    return Markdown(
        "".join(
            f"[doi](https://doi.org/{part.removeprefix('doi:')})" if part.startswith("doi:") else str(_kept(part))
            for part in parts
        )
    )


def _kept(text: str) -> str:
    """Escaped text with the spaces at its ends, which `markdown_text` takes away."""
    core = text.strip()
    if not core:
        return text[:1]
    before, after = text.split(core)
    return before[:1] + str(markdown_text(core)) + after[-1:]


def seeds(inputs: Inputs) -> str:
    """The root seeds and numbers of resamples that the study has a use for, from the config."""
    words = inputs.language.words["choices"]
    cells = [
        [words[key], str(int(value)) if key.endswith("seed") else inputs.language.number(value, 2 if value % 1 else 0)]
        for key, value in choices_of(inputs).items()
    ]
    return table(inputs, "seeds", cells, align="lr")


def power(inputs: Inputs) -> str:
    """The smallest effect that each test could have found, and the critical values of the correlations."""
    rows = inputs.table("power")
    if rows.empty:
        return ""
    language = inputs.language
    critical = {
        (row["wave"], row["test"].removesuffix(CRITICAL)): effect_of(inputs, row)
        for row in rows[rows["test"].str.endswith(CRITICAL)].to_dict("records")
    }
    order = {wave: place for place, wave in enumerate(inputs.waves)}
    tests = rows[~rows["test"].str.endswith(CRITICAL)]
    tests = tests.sort_values("wave", key=lambda waves: waves.map(order).fillna(len(order)), kind="stable")
    cells = []
    for row in sorted(tests.to_dict("records"), key=lambda row: DESIGNS.index(row["design"])):
        n = language.number(row["n"])
        if row["n_second"]:
            n = language.say("number.two", n=n, m=language.number(float(row["n_second"])))
        cells.append([
            language.words["questions"][row["design"]], group(inputs, row),
            language.known("power", row["test"]), n,
            critical.get((row["wave"], row["test"]), language.say("none")), effect_of(inputs, row),
        ])  # fmt: skip
    return table(inputs, "power", cells, align="lllrrr", widths=[18, 24, 28, 10, 10, 10])
