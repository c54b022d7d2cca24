"""Variables that compare, over time or over regions, and name no wave: a text that shows them holds for any.

A comparison over time is one on the units of both waves; each says how many these are.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence

from wavework.reporting.inputs import Inputs
from wavework.reporting.values.finding_sentences import Found, worded
from wavework.reporting.values.findings import RANKED, associations, changes, ranked
from wavework.reporting.values.variables import Values, joined


def add_comparisons(values: Values, inputs: Inputs) -> None:
    """every.change.<measure>.<dimension>: the findings of all pairs of waves, those alike in one sentence;
    newest.change.…: of the newest pair of each region. every.order.<battery>: agreement on an order and its change, of
    all pairs; newest.order.<battery>: the change alone, of the newest pairs. every.panels: who had answered before, of
    each pair.

    every.contrast.<dimension>: the findings of all contrasts. main.association.<dimension>: those over regions, or else
    those of the newest waves; every.association.<dimension>: the numbers of the newest wave of each region.
    """
    _over_time(values, inputs)
    known = list(values)
    contrasts = inputs.study["comparisons"].get("contrast", [])
    for dimension in _lasts(known, "finding.contrast."):
        names = [f"finding.contrast{f'-{place}' if place > 1 else ''}.{dimension}" for place in _places(contrasts)]
        join(values, f"every.contrast.{dimension}", [name for name in names if name in values])
    found = associations(inputs)
    pairs = ["+".join(pair.values()) for pair in contrasts]
    for dimension in dict.fromkeys(dimension for _, dimension in found):
        there = {wave for wave, of in found if of == dimension}
        alone = [found[wave, dimension] for wave in newest_waves(inputs, there.__contains__)]
        pooled = [found[pair, dimension] for pair in pairs if (pair, dimension) in found]
        slots = {"dimension": inputs.maturity(dimension)}
        add_found(values, inputs, f"main.association.{dimension}", "assoc", pooled or alone, **slots)
        if alone:
            told = inputs.language.listed(each.case for each in alone)
            values.add(f"every.association.{dimension}", told, joined(each.origin for each in alone))


def _over_time(values: Values, inputs: Inputs) -> None:
    _join_listed(values, inputs, "every.panels", [f"panel.{wave}.said" for wave in inputs.waves])
    found = changes(inputs)
    for measure, dimension in dict.fromkeys((measure, dimension) for measure, _, dimension in found):
        of_wave = {
            wave: found[measure, wave, dimension] for wave in inputs.waves if (measure, wave, dimension) in found
        }
        newest_of = {wave: of_wave[wave] for wave in newest_waves(inputs, of_wave.__contains__)}
        for which, chosen in (("every", of_wave), ("newest", newest_of)):
            name, slots = f"{which}.change.{measure}.{dimension}", {"dimension": inputs.maturity(dimension, measure)}
            add_found(values, inputs, name, "change", list(chosen.values()), **slots)
    orders = {kind: {key: each for key, (_, each) in ranked(inputs, kind).items()} for kind in RANKED}
    for battery in dict.fromkeys(battery for _, battery in orders["rank_change"]):
        waves = [wave for wave in inputs.waves if (wave, battery) in orders["rank_change"]]
        names = []
        for kind, of_kind in orders.items():
            of_waves = [of_kind[wave, battery] for wave in waves if (wave, battery) in of_kind]
            names.append(f"every.{kind}.{battery}")
            add_found(values, inputs, names[-1], kind, of_waves)
        join(values, f"every.order.{battery}", [name for name in names if name in values])
        last = [orders["rank_change"][wave, battery] for wave in newest_waves(inputs, waves.__contains__)]
        add_found(values, inputs, f"newest.order.{battery}", "rank_change", last)


def add_found(values: Values, inputs: Inputs, name: str, finding: str, found: Sequence[Found], **slots: str) -> None:
    """The sentences of some findings as a variable; nothing without a finding."""
    if found:
        values.add(name, worded(inputs, finding, found, **slots), joined(each.origin for each in found))


def _lasts(known: Iterable[str], start: str) -> list[str]:
    """The last parts of the names that begin so."""
    return list(dict.fromkeys(name.rsplit(".", 1)[1] for name in known if name.startswith(start)))


def _places(pairs: list[Mapping[str, str]]) -> range:
    return range(1, len(pairs) + 1)


def newest_waves(inputs: Inputs, there: Callable[[str], bool]) -> list[str]:
    """The newest wave of each region of those that are there, in the order of the regions."""
    of_region = {}
    for wave in sorted(inputs.waves, key=lambda name: inputs.waves[name]["year"]):
        if there(wave):
            of_region[inputs.waves[wave]["region"]] = wave
    regions = list(inputs.study["regions"]) or [""]  # a study may have none
    return [of_region[region] for region in regions if region in of_region]


def join(values: Values, name: str, parts: list[str], by: str = " ") -> None:
    """Add the texts of the parts one after the other; nothing without a part."""
    if parts:
        values.add(name, by.join(values[part] for part in parts), joined(values.origin(part) for part in parts))


def _join_listed(values: Values, inputs: Inputs, name: str, parts: Iterable[str]) -> None:
    """Add the texts of those of the parts that there are, as a list."""
    there = [part for part in parts if part in values]
    if there:
        values.add(name, inputs.language.listed(values[part] for part in there), joined(map(values.origin, there)))
