"""Variables that compare, over time or over regions, and name no wave: a text that shows them holds for any.

A comparison over time is one on the units of both waves; each says how many these are.
"""

from collections.abc import Callable, Iterable, Mapping

from wavework.reporting.inputs import Inputs
from wavework.reporting.values.findings import group_name
from wavework.reporting.values.variables import Values, joined


def add_comparisons(values: Values, inputs: Inputs) -> None:
    """every.change.<measure>.<dimension>: the findings of all pairs of waves; newest.change.…: of the newest pair of
    each region. every.order.<battery>: agreement on an order and its change, of all pairs; newest.order.<battery>: the
    change alone, of the newest pairs. every.panels: who had answered before, of each pair; every.newcomers: how those
    of all pairs differ from the panel. every.egdi: the ends of the ranks of each region, and how their mean moved.

    every.contrast.<dimension>: the findings of all contrasts. main.association.<dimension>: those over regions, or else
    those of the newest waves; every.association.<dimension>: the numbers of the newest wave of each region.
    """
    _over_time(values, inputs)
    known = list(values)
    contrasts = inputs.study["comparisons"].get("contrast", [])
    for dimension in _lasts(known, "finding.contrast."):
        names = [f"finding.contrast{f'-{place}' if place > 1 else ''}.{dimension}" for place in _places(contrasts)]
        pairs = ["+".join(pair.values()) for pair in contrasts]
        parts = {pair: name for pair, name in zip(pairs, names, strict=True) if name in values}
        join_each(values, f"every.contrast.{dimension}", parts, inputs, " ", label=len(parts) > 1)
    for dimension in _lasts(known, "finding.assoc."):
        alone = newest(known, "finding.assoc.{wave}." + dimension, inputs)
        groups = [group_name(inputs, "+".join(pair.values())) for pair in contrasts]
        pooled = [name for group in groups if (name := f"finding.assoc.{group}.{dimension}") in values]
        join(values, f"main.association.{dimension}", pooled or alone)
        waves = [name.split(".")[2] for name in alone]
        parts = {wave: f"assoc.{wave}.{dimension}" for wave in waves}
        join_each(values, f"every.association.{dimension}", parts, inputs)


def _over_time(values: Values, inputs: Inputs) -> None:
    known = list(values)
    join_each(values, "every.panels", {wave: f"panel.{wave}.said" for wave in inputs.waves}, inputs)
    join_each(values, "every.newcomers", {wave: f"newcomers_rank.{wave}" for wave in inputs.waves}, inputs)
    join(values, "every.egdi", [name for name in known if name.startswith("egdi.ends.")])
    changes = [name.split(".", 4)[2:] for name in known if name.startswith("finding.change.")]
    for measure, dimension in dict.fromkeys((measure, dimension) for measure, _, dimension in changes):
        form = f"finding.change.{measure}.{{wave}}.{dimension}"
        names = [form.format(wave=wave) for wave in inputs.waves]
        join(values, f"every.change.{measure}.{dimension}", [name for name in names if name in values])
        join(values, f"newest.change.{measure}.{dimension}", newest(known, form, inputs))
    for battery in _lasts(known, "finding.rank_change."):
        form = f"finding.rank_change.{{wave}}.{battery}"
        waves = [wave for wave in inputs.waves if form.format(wave=wave) in values]
        names = [name for wave in waves for name in (f"finding.agreement.{wave}.{battery}", form.format(wave=wave))]
        join(values, f"every.order.{battery}", [name for name in names if name in values])
        join(values, f"newest.order.{battery}", newest(known, form, inputs))


def _lasts(known: Iterable[str], start: str) -> list[str]:
    """The last parts of the names that begin so."""
    return list(dict.fromkeys(name.rsplit(".", 1)[1] for name in known if name.startswith(start)))


def _places(pairs: list[Mapping[str, str]]) -> range:
    return range(1, len(pairs) + 1)


def newest(
    known: Iterable[str], form: str, inputs: Inputs, told: Callable[[str], bool] = lambda name: True
) -> list[str]:
    """The names of this form that there are, of the newest wave of each region, in the order of the regions; told:
    which of these are of use."""
    there = set(known)
    of_region = {}
    for wave in sorted(inputs.waves, key=lambda name: inputs.waves[name]["year"]):
        if (name := form.format(wave=wave)) in there:
            of_region[inputs.waves[wave]["region"]] = name
    regions = list(inputs.study["regions"]) or [""]  # a study may have none
    return [of_region[region] for region in regions if region in of_region and told(of_region[region])]


def join(values: Values, name: str, parts: list[str]) -> None:
    """Add the texts of the parts one after the other; nothing without a part."""
    if parts:
        values.add(name, " ".join(values[part] for part in parts), joined(values.origin(part) for part in parts))


def join_each(
    values: Values, name: str, parts: Mapping[str, str], inputs: Inputs, by: str = "", *, label: bool = True
) -> None:
    """Those of the parts (wave, or several joined by `+` -> variable) that there are, each behind the name of its wave.

    by: what stands between them; a semicolon, or a full stop where a part has one of these.
    """
    there = {wave: part for wave, part in parts.items() if part in values}
    if there:
        told = [
            inputs.language.labelled(inputs.wave(wave), values[part]) if label else values[part]
            for wave, part in there.items()
        ]
        between = by or (". " if any(";" in text for text in told) else inputs.language.say("list.semicolon"))
        values.add(name, between.join(told), joined(map(values.origin, there.values())))
