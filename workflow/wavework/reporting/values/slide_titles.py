"""The messages of slides: each a sentence that fits a title and is worded by what was found, or says what is open.

They are composed over the waves that there are: a wave more, or answers in place of what is published of them, changes
them by itself. Beside them what the notes of a slide say of its figure.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from wavework.basis import RECONSTRUCTED, weakest
from wavework.exhibits.kinds import KINDS
from wavework.known import NOTHING, REACHED
from wavework.language.words import capital
from wavework.reporting.inputs import Inputs
from wavework.reporting.values.answer_sentences import Answered
from wavework.reporting.values.answer_words import Statement
from wavework.reporting.values.answers import origin_of
from wavework.reporting.values.claim_sentences import (
    CLAIMS,
    SETTLE,
    named_ask,
    ranked_asks,
    verdict_mark,
)
from wavework.reporting.values.comparisons import newest_waves
from wavework.reporting.values.finding_sentences import LETTERS, digits_of
from wavework.reporting.values.measures import newest_association
from wavework.reporting.values.places import within
from wavework.reporting.values.variables import Origin, Row, Values, joined, row_key
from wavework.scores import OVERALL
from wavework.tables import select

ANSWERS = "processed/answers.csv"
MARKS = ("good", "part", "bad", "open", "none")  # of verdicts; none: what no data could decide
CLEAR = 0.5  # of the units: a bound that leaves more than this open is told only where nothing is told better


def add_titles(values: Values, inputs: Inputs) -> None:
    """title.<battery | means | association>.<name>, title.measured.<association | change>.<measure>,
    title.participation, title.claims, title.claims_of.<region>, title.section.<section>, title.settle: a message each.
    title.basis: what the answers rest on, in a line.

    source.<figure>: of how many units it is, its basis, where its data come from.
    """
    _answers(values, inputs)
    _means(values, inputs)
    _association(values, inputs)
    _measured(values, inputs)
    _participation(values, inputs)
    _claims(values, inputs)
    _settle(values, inputs)
    if inputs.waves:
        basis = weakest(inputs.basis_of.values())
        said = str(inputs.language.shared["caption"][f"basis_{basis}"])
        values.add("title.basis", said, Origin(ANSWERS, "basis", basis))
    for figure, texts in inputs.figures.items():
        values.add(f"source.{figure}", *_source(inputs, figure, texts))


def _answers(values: Values, inputs: Inputs) -> None:
    """What is known best of the items of a battery, in the newest wave of any region."""
    for battery, of_battery in inputs.book.items.groupby("battery", sort=False):
        items = list(of_battery["item"])
        of_wave = {
            wave: [item for item in items if (wave, item) in inputs.prevalence]
            for wave in newest_waves(inputs, lambda wave: any((wave, item) in inputs.prevalence for item in items))  # noqa: B023
        }
        if of_wave:
            text = _best_known(inputs, of_wave) or _open(inputs, of_wave, str(battery))
            values.add(f"title.battery.{battery}", text, origin_of(inputs, of_wave, items))


def _best_known(inputs: Inputs, of_wave: Mapping[str, Sequence[str]]) -> str:
    """`In Asia and the Pacific, “A strategy” exists in all 11.`, without the full stop; "" where nothing is known."""
    found: list[tuple[bool, tuple[int, float], int, str]] = []
    for place, (wave, items) in enumerate(of_wave.items()):
        answered = Answered(inputs, wave, items)
        told = _collected(inputs, answered) if not answered.unknown else _published(answered)
        if told:
            first = told[0]
            told_of = answered if len(items) > 1 else Answered(inputs, wave, [first.item])
            clause = told_of.clauses(told, alone=True)
            where = within(inputs, region) if (region := inputs.waves[wave]["region"]) else inputs.short_name(wave)
            text = inputs.language.say("title.where", where=where, clause=clause)
            found.append((first.high - first.low > CLEAR * first.n, first.strength, place, capital(text)))
    return min(found)[-1] if found else ""


def _published(answered: Answered) -> list[Statement]:
    """The strongest statement that published facts make."""
    every = [statement for item in answered.items for statement in answered.statements(item)]
    ranked = sorted(every, key=lambda each: (each.high - each.low > CLEAR * each.n, each.strength))
    return [Statement(each.item, each.answers, each.low, each.high, each.n) for each in ranked[:1]]


def _collected(inputs: Inputs, answered: Answered) -> list[Statement]:
    """Of one item its most frequent answer; of several, those to which the first answer of the scale is given most and
    least often."""
    scale = inputs.book.scale_of[answered.items[0]]
    of_scale = [item for item in answered.items if inputs.book.scale_of[item] == scale]
    answers = inputs.substantive[scale]
    if len(of_scale) == 1:
        counts = {answer: answered.given(answer)[of_scale[0]] for answer in answers}
        if not any(counts.values()):
            return []
        answer = max(counts, key=lambda each: counts[each])
        return [Statement(of_scale[0], (answer,), counts[answer], counts[answer], answered.n[of_scale[0]])]
    given = answered.given(answers[0])[of_scale]
    ends = dict.fromkeys([str(given.idxmax()), str(given.idxmin())])
    return [Statement(item, (answers[0],), given[item], given[item], answered.n[item]) for item in ends]


def _open(inputs: Inputs, of_wave: Mapping[str, Sequence[str]], battery: str) -> str:
    items = max(of_wave.values(), key=len)
    if len(items) == 1:
        return inputs.language.say("title.open_item", item=inputs.of_item[items[0]])
    n = inputs.language.number(len(items))
    return inputs.language.say("title.open_battery", battery=inputs.of_battery[battery], n=n)


def _means(values: Values, inputs: Inputs) -> None:
    """In which dimension the mean is highest and lowest, in the first of the newest waves that tells."""
    means = inputs.findings("mean")
    for measure in means["measure"].unique():
        waves = newest_waves(inputs, set(select(means, measure=measure)["wave"]).__contains__)
        rows = select(means, measure=measure, wave=waves)
        told, used = "", rows.to_dict("records")
        for wave in waves:
            known = [row for row in select(rows, wave=wave).to_dict("records") if _value(inputs, row)]
            known = [row for row in known if row["dimension"] in inputs.study["dimensions"]]
            if len(known) < 2:
                continue
            high, low = (end(known, key=lambda row: float(_known(row))) for end in (max, min))
            region = inputs.waves[wave]["region"]
            told, used = inputs.language.say(
                f"title.means.{'self_reported' if measure == 'self_reported' else 'scored'}",
                where=within(inputs, region) if region else inputs.short_name(wave),
                high=inputs.dimension(high["dimension"]), high_mean=_value(inputs, high),
                low=inputs.dimension(low["dimension"]), low_mean=_value(inputs, low),
            ), [high, low]  # fmt: skip
            break
        text = capital(told) or inputs.language.say("title.means.open", n=inputs.language.number(len(rows)))
        values.tell(f"title.means.{measure}", text, *used)


def _known(row: Row) -> float:
    return float(row["lowest"] if row["known"] else row["estimate"])


def _value(inputs: Inputs, row: Row) -> str:
    """A mean as a number; "" where it is not the same, to its decimals, in all that is possible."""
    if row["status"] != "ok" or row["known"] in (NOTHING, REACHED):
        return ""
    digits = digits_of(inputs, row)
    ends = (row["lowest"], row["highest"]) if row["known"] else (row["estimate"],)
    written = {inputs.language.number(end, digits) for end in ends}
    return written.pop() if len(written) == 1 else ""


def _association(values: Values, inputs: Inputs) -> None:
    """Maturity and the rank, over the regions of the first contrast, or else in the newest wave that has it."""
    rows = inputs.findings("association")
    rows = rows[(rows["method"] == inputs.headline) & (rows["measure"] != "self_reported")]
    pair = "+".join(next(iter(inputs.study["comparisons"].get("contrast", [])), {}).values())
    for dimension, group in rows.groupby("dimension", sort=False):
        chosen = select(group, wave=pair) if pair in set(group["wave"]) else group.iloc[-1:]
        row = chosen.to_dict("records")[0]
        maturity = inputs.maturity(str(dimension))
        text = inputs.language.say(
            f"title.association.{_side(inputs, row)}", maturity=maturity, numbers=_numbers(inputs, row)
        )
        values.tell(f"title.association.{dimension}", capital(text), row)
    if len(rows) and f"title.association.{OVERALL}" not in values:
        first = next(name for name in values if name.startswith("title.association."))
        values.add(f"title.association.{OVERALL}", values[first], values.origin(first))


def _side(inputs: Inputs, row: Row) -> str:
    """What a coefficient or a difference says: positive, negative, none that can be told from chance, or open."""
    if row["status"] != "ok":
        return "open"
    if row["known"]:
        proven = row["known"] not in (NOTHING, REACHED)
        return "positive" if proven and row["lowest"] > 0 else "negative" if proven and row["highest"] < 0 else "open"
    p: float = row["p"] if pd.isna(row["p_holm"]) else row["p_holm"]
    if pd.isna(p) or p >= inputs.language.alpha:
        return "none"
    return "positive" if row["estimate"] > 0 else "negative"


def _numbers(inputs: Inputs, row: Row, symbol: str = "", digits: int = 2) -> str:
    """`ρ = 0.52, n = 27`; `ρ from −0.82 to 0.90, n = 27` of what is known; n alone where there is no number."""
    language = inputs.language
    n = language.say("number.n_alone", n=language.number(row["n"]))
    if row["status"] != "ok" or row["known"] == NOTHING:
        return n
    letter = symbol or LETTERS[str(row["method"])]
    if row["known"] and row["lowest"] != row["highest"]:
        low, high = (language.number(row[end], digits) for end in ("lowest", "highest"))
        return language.say("title.span", letter=letter, low=low, high=high, n=n)
    value = row["lowest"] if row["known"] else row["estimate"]
    return language.say("title.number", letter=letter, value=language.number(value, digits), n=n)


def _measured(values: Values, inputs: Inputs) -> None:
    """Measures against the rank, and their change between the newest two waves that are compared."""
    if not inputs.has("measured"):
        return
    say, measured = inputs.language.say, inputs.language.measured
    for measure in inputs.of_measure:
        if row := newest_association(inputs, measure):
            key = f"title.measured.association.{_side(inputs, row)}"
            text = say(key, measure=inputs.of_measure[measure], numbers=_numbers(inputs, row), **measured)
            values.tell(f"title.measured.association.{measure}", text, row)
        rows = select(
            inputs.findings("measure change"), measure=measure, outcome=["", "part"], region=["pooled", "all"]
        )
        if len(rows):
            row = max(rows.to_dict("records"), key=lambda each: inputs.measured_year(str(each["wave"])))
            slots = {
                **measured,
                "measure": inputs.of_measure[measure],
                **dict(zip(("first", "last"), inputs.measured_years(row), strict=True)),
                "numbers": _numbers(inputs, row, "Δ", inputs.measure_digits(measure)),
            }
            text = say(f"title.measured.change.{_side(inputs, row)}", **slots)
            values.tell(f"title.measured.change.{measure}", text, row)


def _participation(values: Values, inputs: Inputs) -> None:
    """How many units answered, where, and how many of them more than once."""
    if not inputs.waves:
        return
    taken = Counter(unit for units in inputs.units_of.values() for unit in units)
    again = sum(times > 1 for times in taken.values())
    regions = dict.fromkeys(choices["region"] for choices in inputs.waves.values() if choices["region"])
    where = inputs.language.listed(within(inputs, region) for region in regions)
    slots = {"n": inputs.language.number(len(taken)), "again": inputs.language.number(again), "where": where}
    key = ("again" if again else "once") + ("" if where else "_nowhere")
    text = capital(inputs.language.say(f"title.participation.{key}", **slots).strip())
    values.add("title.participation", text, joined(Origin(ANSWERS, row_key(wave=wave)) for wave in inputs.waves))


def _claims(values: Values, inputs: Inputs) -> None:
    """What becomes of the source's findings, of its conclusions on each region, and of what a section says."""
    claims = inputs.table("claims")
    if claims.empty:
        return
    claims = claims[claims["deck"] != ""] if (claims["deck"] != "").any() else claims
    claims = claims[claims["kind"] != "inconsistency"]
    findings = claims[claims["kind"] == "finding"]
    values.add("title.claims", _counted(inputs, "all", findings), Origin(CLAIMS, row_key(kind="finding")))
    keys = inputs.claim_texts
    numbered = claims[claims["claim"].map(lambda claim: "point" in keys[claim].get("deck", {}))]
    for region in inputs.study["regions"]:
        of_region = [region in keys[claim].get("scope", {}).get("regions", []) for claim in numbered["claim"]]
        if any(of_region):
            text = _counted(inputs, "of_region", numbered[of_region], where=within(inputs, region))
            values.add(f"title.claims_of.{region}", text, Origin(CLAIMS, row_key(section="conclusions")))
    for section, group in claims.groupby("section", sort=False):
        text = _counted(inputs, "of_section", group, section=inputs.language.shared["sections"].get(section, section))
        values.add(f"title.section.{section}", text, Origin(CLAIMS, row_key(section=section)))


def _counted(inputs: Inputs, key: str, claims: pd.DataFrame, **slots: str) -> str:
    """How many of some claims hold, hold in part, do not hold, stay open, and can be decided by no data."""
    number, marks = inputs.language.number, dict.fromkeys(MARKS, 0)
    for row in claims.to_dict("records"):
        undecidable = row["why"] == "qualitative" or row["verdict"] == "not_testable"
        marks["none" if undecidable else verdict_mark(row)] += 1
    parts = [
        inputs.language.say(f"title.verdicts.{mark}{'' if count != 1 else '_one'}", n=number(count))
        for mark, count in marks.items()
        if count
    ]
    counts = inputs.language.listed(parts)
    return inputs.language.say(f"title.claims.{key}", n=number(len(claims)), counts=counts, **slots)


def _settle(values: Values, inputs: Inputs) -> None:
    """Which export decides most of the open conclusions."""
    asked = ranked_asks(inputs)
    if asked.empty:
        return
    language, first = inputs.language, asked[(asked["ask"] == "wave") & (asked["expected"] > 0)].head(1)
    slots = {"open": language.number(inputs.table("what_would_settle")["claim"].nunique())}
    text = language.say("title.settle.none", **slots)
    for row in first.to_dict("records"):
        surely = row["expected"] == row["decided"]
        decides = language.number(row["expected"], 0 if surely else 1)
        key = "title.settle.surely" if surely else "title.settle.on_average"
        text = language.say(key, what=named_ask(inputs, str(row["what"])), n=decides, **slots)
    values.add("title.settle", text, Origin(SETTLE, "settles", "reconstructed"))


def _source(inputs: Inputs, figure: str, texts: Mapping[str, Any]) -> tuple[str, Origin]:
    """`n: ILO 2020: 6; ILO 2022: 11. Basis: published. Source: …; figures/drivers.csv.`"""
    language, of_wave = inputs.language, texts.get("n", {})
    units = [
        language.say("exhibit.n", wave=inputs.short_name(wave), n=language.number(of_wave[wave]))
        for wave in (*inputs.waves, *inputs.measured)
        if wave in of_wave
    ]
    tables = KINDS[texts["kind"], texts["data"]].tables
    began = {file for table in tables for file in inputs.origins.get(f"processed/{table}.csv", {}).get("sources", ())}
    registered = inputs.table("sources").to_dict("records") if inputs.has("sources") else []
    producers = [str(row["producer"]) for row in registered if row["file"] in began and row["basis"] != RECONSTRUCTED]
    named = [*map(inputs.translated, dict.fromkeys(producers)), f"figures/{figure}.csv"]
    said = language.say(
        "title.source" if units else "title.source_alone", n=language.say("list.semicolon").join(units),
        basis=inputs.basis_word(texts["basis"]), sources=language.say("list.semicolon").join(named),
    )  # fmt: skip
    return said, Origin(f"figures/{figure}.csv", "n", str(texts["basis"]))
