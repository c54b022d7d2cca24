"""Variables that join what is said of several waves: a text that shows them need name no wave, and holds for any."""

from collections.abc import Iterable, Mapping

from wavework.reporting.inputs import Inputs
from wavework.reporting.values.variables import Origin, Values, joined
from wavework.tables import select

OF_A_WAVE = {"battery": "battery.{wave}.{rest}", "answers": "answers.{wave}.{rest}", "means": "means.{rest}.{wave}"}


def add_composed(values: Values, inputs: Inputs) -> None:
    """newest.<battery | answers | means>.<name>: the sentences of the newest wave of each region that has one; of a
    battery without one, those of its items; of a battery or an item that no wave asked, that it is so.
    about.<battery>: the same of a battery, with the contrast of the regions in the dimension of its name.

    every.panels: who had answered before, of each pair of waves; every.egdi: the ends of the ranks of each region.
    every.change.<measure>.<dimension>: the findings of all pairs of waves; every.newcomers: how those of all pairs
    differ from the panel. main.association.<dimension>: the finding over regions, or else those of the newest waves.
    every.association.<dimension>: the numbers of the newest wave of each region.
    """
    known = list(values)
    for group, form in OF_A_WAVE.items():
        for rest in _rests(known, form, inputs):
            names = _newest(known, form.replace("{rest}", rest), inputs)
            _join(values, f"newest.{group}.{rest}", names)
    _single_items(values, inputs)
    _not_asked(values, inputs)
    for battery in inputs.of_battery:
        named = [f"newest.battery.{battery}", f"finding.contrast.{battery}"]
        _join(values, f"about.{battery}", [name for name in named if name in values])
    _labelled(values, "every.panels", {wave: f"panel.{wave}.said" for wave in inputs.waves}, inputs)
    _join(values, "every.egdi", [name for name in known if name.startswith("egdi.ends.")])
    changes = [name.split(".", 4)[2:] for name in known if name.startswith("finding.change.")]
    for measure, dimension in dict.fromkeys((measure, dimension) for measure, _, dimension in changes):
        names = [f"finding.change.{measure}.{wave}.{dimension}" for wave in inputs.waves]
        _join(values, f"every.change.{measure}.{dimension}", [name for name in names if name in known])
    for dimension in dict.fromkeys(name.rsplit(".", 1)[1] for name in known if name.startswith("finding.assoc.")):
        alone = _newest(known, "finding.assoc.{wave}." + dimension, inputs)
        pooled = f"finding.assoc.pooled.{dimension}"
        _join(values, f"main.association.{dimension}", [pooled] if pooled in known else alone)
        waves = [name.split(".")[2] for name in alone]
        _labelled(values, f"every.association.{dimension}", {w: f"assoc.{w}.{dimension}" for w in waves}, inputs)
    _labelled(values, "every.newcomers", {wave: f"newcomers_rank.{wave}" for wave in inputs.waves}, inputs)


def _single_items(values: Values, inputs: Inputs) -> None:
    """Of a battery that has no sentence of its own, those of its items."""
    for battery, items in inputs.book.items.groupby("battery", sort=False)["item"]:
        if (name := f"newest.battery.{battery}") not in values:
            _join(values, name, [each for item in items if (each := f"newest.answers.{item}") in values])


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


def _newest(known: Iterable[str], form: str, inputs: Inputs) -> list[str]:
    """The names of this form that there are, of the newest wave of each region, in the order of the regions."""
    there = [wave for wave in inputs.waves if form.format(wave=wave) in set(known)]
    of_region = {}
    for wave in sorted(there, key=lambda name: inputs.waves[name]["year"]):
        of_region[inputs.waves[wave]["region"]] = wave
    return [form.format(wave=of_region[region]) for region in inputs.study["regions"] if region in of_region]


def _join(values: Values, name: str, parts: list[str]) -> None:
    if parts:
        values.add(name, " ".join(values[part] for part in parts), joined(values.origin(part) for part in parts))


def _labelled(values: Values, name: str, parts: Mapping[str, str], inputs: Inputs) -> None:
    """Those of the parts (wave -> variable) that there are, each behind the name of its wave."""
    there = {wave: part for wave, part in parts.items() if part in values}
    if there:
        told = [inputs.language.labelled(inputs.wave(wave), values[part]) for wave, part in there.items()]
        join = ". " if any(";" in text for text in told) else inputs.language.say("list.semicolon")
        values.add(name, join.join(told), joined(map(values.origin, there.values())))
