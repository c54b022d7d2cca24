"""figures.yaml: read, validated, and checked against the codebook and the waves."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from wavework.conventions import MOST_NAMED
from wavework.exhibits.figure_inputs import Declaration
from wavework.exhibits.kinds import KINDS
from wavework.problems import Problem, collected_problems, did_you_mean
from wavework.schemas import validated
from wavework.what_a_study_has import Presence
from wavework.yaml_files import placed, read_yaml, row_of

# Keys that decide what is shown, and are no part of a Declaration.
SELECTORS = ("regions", "since", "newest", "contrasted", "title_of_one_region")
SHOWN = 12  # names that a message lists; of more it says where they stand
TEXTS = ("title", "section", "deck")  # that two figures of the same may differ in


def read_figures(path: str | Path) -> dict[str, dict[str, Any]]:
    """The declarations as they stand, held against their schema and the chart kinds: id -> keys. None without the file.

    Raises InputError for an unknown kind, for data that it does not show, and where it has no items to show.
    """
    if not Path(path).exists():
        return {}
    figures: dict[str, dict[str, Any]] = validated(read_yaml(path) or {}, "figures", str(path))
    with collected_problems() as problems:
        for name, keys in figures.items():
            problems += placed(_problems_of_kind(name, keys, str(path)), name)
    return figures


def _problems_of_kind(name: str, keys: Mapping[str, Any], file: str) -> Iterator[Problem]:
    kind, data = keys["kind"], keys.get("data", "")
    shown = [known for other, known in KINDS if other == kind]
    if not shown:
        kinds, row = sorted({kind for kind, _ in KINDS}), row_of(file, name, "kind")
        remedy = did_you_mean(kind, kinds, "take one of these")
        yield Problem(file, f"{name}.kind is {kind!r}", "one of " + ", ".join(kinds), remedy, row)
    elif data not in shown:
        expected = "one of " + ", ".join(shown) if any(shown) else f"no such key: {kind} shows one thing only"
        found = f"{name}.data is {data!r}" if data else f"key {name}.data is missing"
        remedy = did_you_mean(data, shown, "take one of these" if any(shown) else "take it out")
        yield Problem(file, found, expected, remedy, row_of(file, name, "data"))
    elif {"battery", "items"} <= set(keys):
        yield Problem(file, f"figure {name}: names battery and items", "one of the two", "take one of them out")
    elif KINDS[kind, data].items and not {"battery", "items"} & set(keys):
        yield Problem(file, f"figure {name}: names no items", f"battery or items: {kind} shows answers", "add one")
    elif KINDS[kind, data].measures != ("measures" in keys):
        found, expected, remedy = "names no measures", f"those that {kind} shows", "name some of measures.csv"
        if "measures" in keys:
            found, expected, remedy = "names measures", f"none: {kind} shows something else", "take the key out"
        yield Problem(file, f"figure {name}: {found}", expected, remedy)


def read_declarations(
    path: str | Path, items: pd.DataFrame, crosswalk: pd.DataFrame, study: Mapping[str, Any]
) -> dict[str, Declaration]:
    """The figures of a study that it has something for; study: its `waves` (id -> region, year, …), `languages`, and
    `presence`.

    A figure names its waves, or how they are found (`regions`, `newest`, `contrasted`), so that a new wave appears by
    itself. Raises InputError for an unknown battery, item or wave, for an
    item that was not asked in a wave of its figure, and for a title that is missing in one of the languages.
    """
    every = read_figures(path)
    figures, _ = present_figures(every, items, crosswalk, study)
    taken = crosswalk["wave"].isin(list(study["waves"]))
    asked = set(zip(crosswalk.loc[taken, "wave"], crosswalk.loc[taken, "item"], strict=True))
    with collected_problems() as problems:
        for name, keys in every.items():
            problems += _unknown_regions(name, keys, study, str(path))
            problems += [
                Problem(str(path), f"figure {name}: no title in {language!r}", "a text in each of languages", "add it",
                        row_of(str(path), name, "title"))
                for language in study["languages"]
                if language not in keys["title"] or language not in keys.get("title_of_one_region", keys["title"])
            ]  # fmt: skip
        for name, keys in figures.items():
            if "measures" in keys:
                problems += unknown_names(name, keys, {"waves": list(study.get("measured", ()))}, str(path))
            else:
                problems += placed(_problems(name, keys, items, asked, str(path)), name)
    return {name: declared(name, keys, items) for name, keys in figures.items()}


def declared(name: str, keys: Mapping[str, Any], items: pd.DataFrame) -> Declaration:
    """A figure as it is made, of its declaration with the waves that are there."""
    shown = {key: keys[key] for key in keys if key not in SELECTORS}
    return Declaration(id=name, **{**shown, "items": _items(keys, items)})


def present_figures(
    declared: Mapping[str, Mapping[str, Any]], items: pd.DataFrame, crosswalk: pd.DataFrame, study: Mapping[str, Any]
) -> tuple[dict[str, dict[str, Any]], dict[str, str]]:
    """The figures that the study has something for, with the waves that are there; those left out -> the reason.

    A name that nobody knows is kept, so that the check finds it. A reason is a key of `absent` in the words. A figure
    of several regions of which one is left takes its `title_of_one_region`, and is left out where a figure before it
    shows the same.
    """
    presence = Presence(**study.get("presence", {}))
    kept: dict[str, dict[str, Any]] = {}
    left_out: dict[str, str] = {}
    for name, keys in declared.items():
        figure, reason = _with_waves(keys, items, crosswalk, study, presence)
        kind = KINDS[keys["kind"], keys.get("data", "")]
        needs = (*kind.needs, *(kind.needs_over_regions if len(_regions(figure, study)) > 1 else ()))
        reason = next(filter(None, map(presence.why_not, needs)), "") or reason
        if kind.one_by_one and any(_many(study["waves"].get(wave, {})) for wave in figure.get("waves", study["waves"])):
            reason = reason or "too_many"
        if _fewer_regions(keys, figure, study):
            figure["title"] = keys.get("title_of_one_region", keys["title"])
            same = any(_shown(other) == _shown(figure) for other in kept.values())
            reason = reason or ("repeated" if same else "")
        if reason:
            left_out[name] = reason
        else:
            kept[name] = figure
    return kept, left_out


def _many(wave: Mapping[str, Any]) -> bool:
    """Whether a wave has more units than a figure shows one by one."""
    units = wave.get("units", ())
    return units == "responses" or len(units) > MOST_NAMED


def _shown(figure: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in figure.items() if key not in (*TEXTS, *SELECTORS)}


def _fewer_regions(keys: Mapping[str, Any], figure: Mapping[str, Any], study: Mapping[str, Any]) -> bool:
    """Whether one region is left of several that were declared."""
    return len(keys.get("regions", ())) > 1 and len(_regions(figure, study)) == 1


def _regions(figure: Mapping[str, Any], study: Mapping[str, Any]) -> set[str]:
    return {study["waves"][wave]["region"] for wave in figure.get("waves", ()) if wave in study["waves"]}


def _with_waves(
    keys: Mapping[str, Any], items: pd.DataFrame, crosswalk: pd.DataFrame, study: Mapping[str, Any], presence: Presence
) -> tuple[dict[str, Any], str]:
    """The declaration with the waves that are there (of its regions by region and then by year); why none is.

    newest: of each region the newest alone. contrasted: those of the first contrast; without one as newest.
    """
    if "measures" in keys:
        return _with_measured_waves(keys, study)
    if not {"waves", "regions", "contrasted"} & set(keys):
        return dict(keys), ""
    waves, named = study["waves"], _items(keys, items)
    regions = keys.get("regions", list(study["regions"]))
    asked = crosswalk[crosswalk["item"].isin(named)].groupby("wave")["item"].nunique()
    if "waves" in keys:
        chosen = [wave for wave in keys["waves"] if wave not in presence.waves]
        unknown = bool(set(chosen) - set(waves))
        reason = "" if chosen else "waves"
    elif keys.get("contrasted") and study["comparisons"].get("contrast"):
        chosen = list(study["comparisons"]["contrast"][0].values())
        unknown, reason = False, ""
    else:
        # Items that are named one by one must all have been asked; of a battery, any of its items.
        shown = set(asked.index[asked == len(named)] if "items" in keys else asked.index) if named else set(waves)
        chosen = sorted(
            (wave for wave in shown & set(waves) if waves[wave]["region"] in regions),
            key=lambda wave: (regions.index(waves[wave]["region"]), waves[wave]["year"], wave),
        )
        chosen = [wave for wave in chosen if waves[wave]["year"] >= keys.get("since", 0)]
        if keys.get("newest") or keys.get("contrasted"):
            chosen = list({waves[wave]["region"]: wave for wave in chosen}.values())  # of each region the last
        unknown = bool(set(regions) - set(study["regions"]) - set(presence.regions))
        reason = "regions" if set(regions) <= set(presence.regions) else "" if chosen else "not_asked"
    known = set(keys.get("items", ())) <= set(items["item"])
    known &= keys.get("battery", "") in {"", *items["battery"]}
    if named and known and not unknown and not reason and not set(asked.index) & set(chosen):
        reason = "not_asked"
    return {**keys, "waves": chosen}, reason if known and not unknown else ""


def _with_measured_waves(keys: Mapping[str, Any], study: Mapping[str, Any]) -> tuple[dict[str, Any], str]:
    """The declaration with the waves named, or else with all that bring one of its measures, from the year `since` on;
    newest: with the newest that brings all of them."""
    waves: Mapping[str, Any] = study.get("measured", {})
    shown, newest = set(keys["measures"]), keys.get("newest", False)
    named = keys.get("waves") or sorted(
        (
            wave
            for wave in waves
            if (shown <= set(waves[wave]["measures"]) if newest else shown & set(waves[wave]["measures"]))
        ),
        key=lambda wave: (waves[wave]["year"], wave),
    )
    chosen = [wave for wave in named if wave not in waves or waves[wave]["year"] >= keys.get("since", 0)]
    newest = newest or KINDS[keys["kind"], keys.get("data", "")].one_wave
    return {**keys, "waves": chosen[-1:] if newest else chosen}, "" if chosen else "measures"


def _unknown_regions(name: str, keys: Mapping[str, Any], study: Mapping[str, Any], file: str) -> Iterator[Problem]:
    others = Presence(**study.get("presence", {})).regions
    for region in keys.get("regions", []):
        if region not in study["regions"] and region not in others:
            expected = f"one of {', '.join(study['regions'])}"
            remedy = did_you_mean(region, study["regions"], "correct it")
            row = row_of(file, name, "regions")
            yield Problem(file, f"figure {name}: regions names {region!r}", expected, remedy, row)


def _items(keys: Mapping[str, Any], items: pd.DataFrame) -> tuple[str, ...]:
    if "items" in keys:
        return tuple(keys["items"])
    return tuple(items.loc[items["battery"] == keys.get("battery", ""), "item"])


def unknown_names(
    name: str, keys: Mapping[str, Any], known: Mapping[str, Sequence[str]], file: str
) -> Iterator[Problem]:
    """Names under the keys of a figure's declaration that are not among the known ones. known: key -> names."""
    for key, names in known.items():
        given = keys.get(key, [])
        for found in [given] if isinstance(given, str) else given:
            if found not in names:
                remedy = did_you_mean(found, names, "correct it")
                expected = f"one of {', '.join(names)}" if len(names) <= SHOWN else f"one that the codebook has ({key})"
                row = row_of(file, name, key)
                yield Problem(file, f"figure {name}: {key} names {found!r}", expected, remedy, row)


def _problems(
    name: str, keys: Mapping[str, Any], items: pd.DataFrame, asked: set[tuple[str, str]], file: str
) -> Iterator[Problem]:
    waves = sorted({wave for wave, _ in asked})
    known = {"battery": sorted(set(items["battery"])), "items": list(items["item"]), "waves": waves}
    yield from unknown_names(name, keys, known, file)
    scales = sorted(set(items.loc[items["item"].isin(_items(keys, items)), "scale"]))
    if len(scales) > 1 and KINDS[keys["kind"], keys.get("data", "")].one_scale:
        expected, remedy = "one scale: the answers share a legend", "declare a figure per scale"
        yield Problem(file, f"figure {name}: its items have the scales {', '.join(scales)}", expected, remedy)
    of_battery = _items(keys, items) if "battery" in keys else ()
    for wave in (wave for wave in keys.get("waves", []) if wave in waves):
        for item in keys.get("items", []):
            if item in known["items"] and (wave, item) not in asked:
                found = f"figure {name}: item {item} was not asked in wave {wave}"
                expected = "items that the crosswalk has for each wave of the figure"
                yield Problem(file, found, expected, "take the wave or the item out of the figure")
        if of_battery and not any((wave, item) in asked for item in of_battery):
            found = f"figure {name}: no item of battery {keys['battery']} was asked in wave {wave}"
            yield Problem(file, found, "at least one", "take the wave out of the figure")
