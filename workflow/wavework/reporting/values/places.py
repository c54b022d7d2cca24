"""Where and when a wave was, inside a sentence: `in Asia and the Pacific (2022, 11 services)`."""

from collections.abc import Mapping

from wavework.reporting.inputs import Inputs


def within(inputs: Inputs, region: str) -> str:
    """`in Asia and the Pacific`, as the config says it (`regions.<region>.within`), otherwise with the name quoted."""
    own = inputs.region_names.get(region, {}).get("within", {})
    return str(own.get(inputs.language.code) or inputs.language.say("place.region", region=inputs.region(region)))


def time_of(inputs: Inputs, wave: str) -> str:
    """The year of a wave; its name where another wave of its region is of the same year."""
    choices = inputs.waves[wave]
    same = [each for each in inputs.waves.values() if each["region"] == choices["region"]]
    several = [each["year"] for each in same].count(choices["year"]) > 1
    return inputs.short_name(wave) if several else str(choices["year"])


def place(inputs: Inputs, wave: str, n: float | None = None) -> str:
    """Region, time and number of units of a wave; its name in a study without regions. n: all who took part if None."""
    return places(inputs, {wave: n})


def places(inputs: Inputs, counts: Mapping[str, float | None]) -> str:
    """The same of several waves, those of a region together. counts: wave -> n."""
    say, of_region, named = inputs.language.say, dict[str, list[str]](), list[str]()
    for wave, n in counts.items():
        count = len(inputs.units_of[wave]) if n is None else int(n)
        units = inputs.study["study"]["unit" if count == 1 else "units"][inputs.language.code]
        slots = {"n": inputs.language.number(count), "units": units}
        if region := inputs.waves[wave]["region"]:
            of_region.setdefault(region, []).append(say("place.time", time=time_of(inputs, wave), **slots))
        else:
            named.append(say("place.named", wave=inputs.short_name(wave), **slots))
    semicolon = say("list.semicolon")
    told = [
        say("place.wave", where=within(inputs, region), times=semicolon.join(of)) for region, of in of_region.items()
    ]
    return inputs.language.listed([*told, *named])


def of_waves(inputs: Inputs, waves: str, numbers: str) -> str:
    """`in Asia and the Pacific and in Europe (2022; ρ = 0.5)`: one wave, or several joined by `+`, with what was found
    there; the time once where it is the same."""
    say, listed, each = inputs.language.say, inputs.language.listed, waves.split("+")
    times = {wave: time_of(inputs, wave) for wave in each}
    regions = {wave: inputs.waves[wave]["region"] for wave in each}
    if not all(regions.values()):
        where, time = listed(say("place.titled", wave=inputs.short_name(wave)) for wave in each), ""
    elif len({*times.values()}) == 1:
        where, time = listed(within(inputs, regions[wave]) for wave in each), times[each[0]]
    else:
        where, time = (
            listed(say("place.dated", where=within(inputs, regions[wave]), time=times[wave]) for wave in each),
            "",
        )
    return say("place.found" if time else "place.found_undated", where=where, time=time, numbers=numbers)


def of_pair(inputs: Inputs, first: str, last: str, numbers: str) -> str:
    """`in Asia and the Pacific from 2020 to 2022 (Δ = 4)`: what was found between two waves of a region."""
    region = inputs.waves[last]["region"]
    if not region:
        slots = {"first": inputs.short_name(first), "last": inputs.short_name(last)}
        return inputs.language.say("place.pair_named", **slots, numbers=numbers)
    slots = {"first": time_of(inputs, first), "last": time_of(inputs, last)}
    return inputs.language.say("place.pair", where=within(inputs, region), **slots, numbers=numbers)


def sides(inputs: Inputs, first: str, second: str, numbers: str) -> tuple[str, str, str]:
    """`in Asia and the Pacific`, `in Europe` and `(2022; δ = 0.2)` of what was found of one wave against another."""
    say, waves = inputs.language.say, (first, second)
    if not all(inputs.waves[wave]["region"] for wave in waves):
        titled = [say("place.titled", wave=inputs.short_name(wave)) for wave in waves]
        return titled[0], titled[1], say("place.when_undated", numbers=numbers)
    where = [within(inputs, inputs.waves[wave]["region"]) for wave in waves]
    times = list(dict.fromkeys(time_of(inputs, wave) for wave in waves))
    return where[0], where[1], say("place.when", time=inputs.language.listed(times), numbers=numbers)
