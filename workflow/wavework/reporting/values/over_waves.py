"""Variables that join what is said of several waves: a text that shows them need name no wave, and holds for any."""

from collections.abc import Iterable

from wavework.basis import weakest
from wavework.language.words import capital
from wavework.reporting.inputs import Inputs
from wavework.reporting.values.answers import battery_said, battery_silence, item_said, means_said, origin_of
from wavework.reporting.values.comparisons import join, newest_waves
from wavework.reporting.values.findings import decided_changes, decided_contrasts
from wavework.reporting.values.places import places, time_of, within
from wavework.reporting.values.variables import Origin, Values, joined, row_key
from wavework.tables import select

ANSWERS, CLAIMS = "processed/answers.csv", "processed/claims.csv"


def add_composed(values: Values, inputs: Inputs) -> None:
    """newest.<battery | answers | means>.<name>: what is known of the newest wave of each region that has it, what came
    out alike in one sentence; that no wave asked it, where none did. silent.<battery>: of how many of its items nothing
    is published. about.<battery>: the same as of the battery, with the contrasts of the regions in the dimension of
    its name, and its change from the wave before, where anything is known of these.

    every.participation: how many answered in each wave of each region, and how many of them again.
    same.<battery>: how many units of each wave that asked it, and how many of all of these; of each region that asked
    it more than once. only.<battery>: who alone was asked, where not every region was.
    of_section.<section>.<who | basis>: the waves that its claims are about. claim.<claim>.n: the units of its wave.
    """
    for item in inputs.book.items["item"]:
        waves = newest_waves(inputs, lambda wave: (wave, item) in inputs.prevalence)  # noqa: B023
        if waves:
            values.add(f"newest.answers.{item}", item_said(inputs, waves, item), origin_of(inputs, waves, [item]))
        elif inputs.waves:
            _not_asked(values, inputs, f"newest.answers.{item}")
    for battery in inputs.of_battery:
        _battery(values, inputs, battery)
    for measure in inputs.findings("mean")["measure"].unique():
        of_measure = set(select(inputs.findings("mean"), measure=measure)["wave"])
        waves = newest_waves(inputs, of_measure.__contains__)
        values.add(f"newest.means.{measure}", *means_said(inputs, measure, waves))
    _participants(values, inputs)
    _of_claims(values, inputs)


def _battery(values: Values, inputs: Inputs, battery: str) -> None:
    waves = newest_waves(inputs, lambda wave: bool(inputs.items_asked(wave, battery)))
    asked = {wave: inputs.items_asked(wave, battery) for wave in waves}
    items = list(dict.fromkeys(item for of in asked.values() for item in of))
    if not items:
        if inputs.waves:
            _not_asked(values, inputs, f"newest.battery.{battery}")
        return
    name, origin = f"newest.battery.{battery}", origin_of(inputs, waves, items)
    if len(items) == 1:
        values.add(name, item_said(inputs, waves, items[0]), origin)
    elif len({inputs.book.scale_of[item] for item in items}) == 1:
        values.add(name, battery_said(inputs, asked), origin)
        if silent := battery_silence(inputs, asked):
            values.add(f"silent.{battery}", silent, origin)
    else:  # of several scales: its items one after the other
        join(values, name, [f"newest.answers.{item}" for item in items])
    form = f"finding.change.implementation.{{wave}}.{battery}"
    names = [form.format(wave=wave) for wave in newest_waves(inputs, lambda wave: form.format(wave=wave) in values)]
    decided = decided_changes(inputs)
    names = [name, *decided_contrasts(inputs, battery), *(each for each in names if each in decided)]
    join(values, f"about.{battery}", [each for each in names if each in values])


def _not_asked(values: Values, inputs: Inputs, name: str) -> None:
    values.add(name, inputs.language.say("answers.not_asked"), Origin("config.yaml", "waves"))


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
        regions = [within(inputs, region) for region, waves in asking.items() if waves and region]
        if 0 < len(regions) < len([waves for waves in of_region.values() if waves]):
            text = inputs.language.say("participation.only", regions=inputs.language.listed(regions))
            values.add(f"only.{battery}", text, Origin("config.yaml", "waves"))


def _in_turn(inputs: Inputs, waves: list[str]) -> str:
    """`In Asia and the Pacific 6 services answered in 2020 and 11 in 2022 (6 of them again).`"""
    language, before, told = inputs.language, set[str](), []
    for wave in waves:
        units = set(inputs.units_of[wave])
        slots = {"n": language.number(len(units)), "time": time_of(inputs, wave)}
        key = "first" if not before else "again" if units & before else "new"
        again = language.number(len(units & before))
        told.append(language.say(f"participation.{key}", again=again, **slots))
        before |= units
    return _placed(inputs, waves, language.say("participation.sentence", told=language.listed(told)))


def _counts(inputs: Inputs, waves: list[str]) -> str:
    """`In Asia and the Pacific 6 services answered in 2020 and 11 in 2022; 6 did so in each of these waves.`"""
    language = inputs.language
    each = [set(inputs.units_of[wave]) for wave in waves]
    told = [
        language.say(f"participation.{key}", n=language.number(len(units)), time=time_of(inputs, wave))
        for wave, units, key in zip(waves, each, ["first", *["later"] * (len(waves) - 1)], strict=True)
    ]
    n = len(set.intersection(*each))
    key = "same" if all(len(units) == n for units in each) else "some"
    text = language.say(f"participation.{key}", told=language.listed(told), n=language.number(n))
    return _placed(inputs, waves, text)


def _placed(inputs: Inputs, waves: list[str], text: str) -> str:
    """The text behind the region of the waves, if they have one."""
    region = inputs.waves[waves[0]]["region"]
    if not region:
        return capital(text)
    return capital(inputs.language.say("participation.placed", where=within(inputs, region), text=text))


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
            values.add(f"of_section.{section}.who", places(inputs, dict.fromkeys(waves_)), _origin(inputs, waves_))
            basis = weakest(inputs.basis_of[wave] for wave in waves_)
            values.add(f"of_section.{section}.basis", inputs.basis_word(basis), _origin(inputs, waves_))
