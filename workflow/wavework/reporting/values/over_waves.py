"""Variables that join what is said of several waves: a text that shows them need name no wave, and holds for any."""

from collections.abc import Iterable

from wavework.basis import weakest
from wavework.reporting.inputs import Inputs
from wavework.reporting.values.answers import where
from wavework.reporting.values.comparisons import join, newest
from wavework.reporting.values.findings import decided_changes
from wavework.reporting.values.variables import Origin, Values, joined, row_key
from wavework.tables import select

OF_A_WAVE = {"battery": "battery.{wave}.{rest}", "answers": "answers.{wave}.{rest}", "means": "means.{rest}.{wave}"}
ANSWERS, CLAIMS = "processed/answers.csv", "processed/claims.csv"


def add_composed(values: Values, inputs: Inputs) -> None:
    """newest.<battery | answers | means>.<name>: the sentences of the newest wave of each region that has one; of a
    battery without one, those of its items; of a battery or an item that no wave asked, that it is so.
    about.<battery>: the same of a battery, with the contrasts of the regions in the dimension of its name, and its
    change from the wave before where anything is known of it.

    every.participation: how many answered in each wave of each region, and how many of them again.
    same.<battery>: how many units of each wave that asked it, and how many of all of these; of each region that asked
    it more than once. only.<battery>: who alone was asked, where not every region was.
    of_section.<section>.<who | basis>: the waves that its claims are about. claim.<claim>.n: the units of its wave.
    """
    known = list(values)
    for group, form in OF_A_WAVE.items():
        for rest in _rests(known, form, inputs):
            join(values, f"newest.{group}.{rest}", newest(known, form.replace("{rest}", rest), inputs))
    _single_items(values, inputs)
    _not_asked(values, inputs)
    decided = decided_changes(inputs)
    for battery in inputs.of_battery:
        names = [f"newest.battery.{battery}", f"every.contrast.{battery}"]
        form = f"finding.change.implementation.{{wave}}.{battery}"
        names += newest(known, form, inputs, told=decided.__contains__)
        join(values, f"about.{battery}", [name for name in names if name in values])
    _participants(values, inputs)
    _of_claims(values, inputs)


def _single_items(values: Values, inputs: Inputs) -> None:
    """Of a battery that has no sentence of its own, those of its items."""
    for battery, items in inputs.book.items.groupby("battery", sort=False)["item"]:
        if (name := f"newest.battery.{battery}") not in values:
            join(values, name, [each for item in items if (each := f"newest.answers.{item}") in values])


def _not_asked(values: Values, inputs: Inputs) -> None:
    asked = {item for wave in inputs.waves for item in select(inputs.table("prevalence"), wave=wave)["item"]}
    battery_of = dict(zip(inputs.book.items["item"], inputs.book.items["battery"], strict=True))
    of_battery = {battery_of.get(item) for item in asked}
    names = [f"answers.{item}" for item in battery_of if item not in asked]
    names += [f"battery.{battery}" for battery in inputs.of_battery if battery not in of_battery]
    for name in names if inputs.waves else ():
        values.add(f"newest.{name}", inputs.language.say("answers.not_asked"), Origin("config.yaml", "waves"))


def _rests(known: Iterable[str], form: str, inputs: Inputs) -> list[str]:
    """What stands in the place of {rest} in the names of this form."""
    before, after = form.split("{rest}")
    found = []
    for wave in inputs.waves:
        start, end = before.format(wave=wave), after.format(wave=wave)
        found += [
            name[len(start) : len(name) - len(end)]
            for name in known
            if name.startswith(start) and name.endswith(end) and len(name) > len(start) + len(end)
        ]
    return list(dict.fromkeys(found))


def _participants(values: Values, inputs: Inputs) -> None:
    of_region = {
        region: sorted(
            (wave for wave in inputs.waves if inputs.waves[wave]["region"] == region),
            key=lambda wave: (inputs.waves[wave]["year"], wave),
        )
        for region in dict.fromkeys(choices["region"] for choices in inputs.waves.values())
    }
    told = [_in_turn(inputs, waves) for waves in of_region.values()]
    if told:
        values.add("every.participation", " ".join(told), _origin(inputs, inputs.waves))
    for battery in inputs.of_battery:
        asking = {
            region: [wave for wave in waves if inputs.items_asked(wave, battery)] for region, waves in of_region.items()
        }
        several = [waves for waves in asking.values() if len(waves) > 1]
        if several:
            counts = " ".join(_counts(inputs, waves) for waves in several)
            values.add(f"same.{battery}", counts, _origin(inputs, [wave for waves in several for wave in waves]))
        regions = [inputs.region(region) for region, waves in asking.items() if waves and region]
        if 0 < len(regions) < len([waves for waves in of_region.values() if waves]):
            text = inputs.language.say("participation.only", regions=inputs.language.listed(regions))
            values.add(f"only.{battery}", text, Origin("config.yaml", "waves"))


def _in_turn(inputs: Inputs, waves: list[str]) -> str:
    """`Asia-Pacific: 6 services answered in 2020, and 11 in 2022 (6 of them again).`"""
    language, before, told = inputs.language, set[str](), []
    for wave in waves:
        units = set(inputs.units_of[wave])
        slots = {"n": language.number(len(units)), "time": _time(inputs, wave, waves)}
        key = "first" if not before else "again" if units & before else "new"
        again = language.number(len(units & before))
        told.append(language.say(f"participation.{key}", again=again, **slots))
        before |= units
    return language.say("participation.sentence", who=_who(inputs, waves), told=language.listed(told))


def _counts(inputs: Inputs, waves: list[str]) -> str:
    """`Asia-Pacific: 6 services answered in 2020 and 11 in 2022; 6 did so in each of these waves.`"""
    language = inputs.language
    each = [set(inputs.units_of[wave]) for wave in waves]
    told = [
        language.say(f"participation.{key}", n=language.number(len(units)), time=_time(inputs, wave, waves))
        for wave, units, key in zip(waves, each, ["first", *["later"] * (len(waves) - 1)], strict=True)
    ]
    n = len(set.intersection(*each))
    key = "same" if all(len(units) == n for units in each) else "some"
    slots = {"who": _who(inputs, waves), "told": language.listed(told), "n": language.number(n)}
    return language.say(f"participation.{key}", **slots)


def _who(inputs: Inputs, waves: list[str]) -> str:
    """The region of the waves; of a study without regions its units."""
    return inputs.region(inputs.waves[waves[0]]["region"]) or inputs.language.slots["Units"]


def _time(inputs: Inputs, wave: str, waves: list[str]) -> str:
    """The year of a wave, or its name where two of these are of one year."""
    year = inputs.waves[wave]["year"]
    return str(year) if [inputs.waves[each]["year"] for each in waves].count(year) == 1 else inputs.short_name(wave)


def _origin(inputs: Inputs, waves: Iterable[str]) -> Origin:
    return joined(Origin(ANSWERS, row_key(wave=wave)) for wave in waves)


def _of_claims(values: Values, inputs: Inputs) -> None:
    language, of_section = inputs.language, dict[str, dict[str, None]]()
    for row in inputs.table("claims").to_dict("records"):
        scope = inputs.claim_texts.get(row["claim"], {}).get("scope", {})
        waves = [wave for wave in scope.get("waves", []) if wave in inputs.waves]
        of_section.setdefault(str(row["section"]), {}).update(dict.fromkeys(waves))
        if waves:
            n = language.number(len(inputs.units_of[waves[-1]]))
            values.add(f"claim.{row['claim']}.n", n, Origin(ANSWERS, row_key(wave=waves[-1])))
    for section, waves_ in of_section.items():
        if waves_:
            told = language.listed(where(inputs, wave, len(inputs.units_of[wave])) for wave in waves_)
            values.add(f"of_section.{section}.who", told, _origin(inputs, waves_))
            basis = weakest(inputs.basis_of[wave] for wave in waves_)
            values.add(f"of_section.{section}.basis", inputs.basis_word(basis), _origin(inputs, waves_))
