"""figures.yaml: read, validated, and checked against the codebook and the waves."""

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import pandas as pd

from wavework.exhibits.kinds import KINDS
from wavework.exhibits.results import Declaration
from wavework.problems import Problem, collected_problems
from wavework.schemas import read_yaml, validated


def read_figures(path: str | Path) -> dict[str, dict[str, Any]]:
    """The declarations as they stand, held against their schema and the chart kinds: id -> keys. None without the file.

    Raises InputError for an unknown kind, for data that it does not show, and where it has no items to show.
    """
    if not Path(path).exists():
        return {}
    figures: dict[str, dict[str, Any]] = validated(read_yaml(path) or {}, "figures", str(path))
    with collected_problems() as problems:
        for name, keys in figures.items():
            problems += _problems_of_kind(name, keys, str(path))
    return figures


def _problems_of_kind(name: str, keys: Mapping[str, Any], file: str) -> Iterator[Problem]:
    kind, data = keys["kind"], keys.get("data", "")
    shown = [known for other, known in KINDS if other == kind]
    if not shown:
        expected, remedy = "one of " + ", ".join(sorted({kind for kind, _ in KINDS})), "a module of exhibits/kinds"
        yield Problem(file, f"{name}.kind is {kind!r}", expected, remedy)
    elif data not in shown:
        expected = "one of " + ", ".join(shown) if any(shown) else f"no such key: {kind} shows one thing only"
        yield Problem(file, f"{name}.data is {data!r}", expected, "correct it")
    elif KINDS[kind, data].items and not {"battery", "items"} & set(keys):
        yield Problem(file, f"figure {name}: names no items", f"battery or items: {kind} shows answers", "add one")


def read_declarations(
    path: str | Path, items: pd.DataFrame, crosswalk: pd.DataFrame, study: Mapping[str, Any]
) -> dict[str, Declaration]:
    """The figures of a study; study: its `waves` (id -> region, year, …) and `languages`.

    A figure names its waves, or regions: then it shows all their waves (from the year `since` on) that asked any of
    its items, so that a new wave appears by itself. Raises InputError for an unknown battery, item or wave, for an
    item that was not asked in a wave of its figure, and for a title that is missing in one of the languages.
    """
    declared = read_figures(path)
    figures = {name: with_waves(keys, items, crosswalk, study["waves"]) for name, keys in declared.items()}
    asked = set(zip(crosswalk["wave"], crosswalk["item"], strict=True))
    with collected_problems() as problems:
        problems += _without_waves(declared, figures, study, str(path))
        for name, keys in figures.items():
            problems += _problems(name, keys, items, asked, str(path))
            problems += [
                Problem(str(path), f"figure {name}: no title in {language!r}", "a text in each of languages", "add it")
                for language in study["languages"]
                if language not in keys["title"]
            ]
    return {name: Declaration(id=name, **{**keys, "items": _items(keys, items)}) for name, keys in figures.items()}


def _without_waves(
    declared: Mapping[str, Any], figures: Mapping[str, Any], study: Mapping[str, Any], file: str
) -> Iterator[Problem]:
    """Figures of regions that are unknown, or in which nobody was asked."""
    for name, keys in declared.items():
        unknown = [region for region in keys.get("regions", []) if region not in study["regions"]]
        for region in unknown:
            known = ", ".join(study["regions"])
            yield Problem(file, f"figure {name}: regions names {region!r}", f"one of {known}", "correct it")
        if "regions" in keys and not unknown and not figures[name]["waves"]:
            yield Problem(
                file, f"figure {name}: no wave of its regions asked any of its items", "at least one", "correct it"
            )


def with_waves(
    keys: Mapping[str, Any], items: pd.DataFrame, crosswalk: pd.DataFrame, waves: Mapping[str, Mapping[str, Any]]
) -> dict[str, Any]:
    """The declaration with `waves` in the place of `regions` and `since`, by region and then by year."""
    others = {key: value for key, value in keys.items() if key not in ("regions", "since")}
    if "regions" not in keys:
        return others
    named = _items(keys, items)
    asked = crosswalk[crosswalk["item"].isin(named)].groupby("wave")["item"].nunique()
    # Items that are named one by one must all have been asked; of a battery, any of its items.
    shown = set(asked.index[asked == len(named)] if "items" in keys else asked.index)
    chosen = [
        (region, waves[wave]["year"], wave)
        for region, name in enumerate(keys["regions"])
        for wave in shown & set(waves)
        if waves[wave]["region"] == name and waves[wave]["year"] >= keys.get("since", 0)
    ]
    return {**others, "waves": [wave for _, _, wave in sorted(chosen)]}


def _items(keys: Mapping[str, Any], items: pd.DataFrame) -> tuple[str, ...]:
    if "items" in keys:
        return tuple(keys["items"])
    return tuple(items.loc[items["battery"] == keys.get("battery", ""), "item"])


def _problems(
    name: str, keys: Mapping[str, Any], items: pd.DataFrame, asked: set[tuple[str, str]], file: str
) -> Iterator[Problem]:
    waves = sorted({wave for wave, _ in asked})
    known = {"battery": sorted(set(items["battery"])), "items": list(items["item"]), "waves": waves}
    for key, names in known.items():
        given = keys.get(key, [])
        for found in [given] if isinstance(given, str) else given:
            if found not in names:
                near = get_close_matches(found, names, n=1)
                remedy = f"did you mean {near[0]}?" if near else "correct it"
                yield Problem(
                    file, f"figure {name}: {key} names {found!r}", f"one that the codebook has ({key})", remedy
                )
    scales = sorted(set(items.loc[items["item"].isin(_items(keys, items)), "scale"]))
    if len(scales) > 1 and KINDS[keys["kind"], keys.get("data", "")].one_scale:
        yield Problem(
            file,
            f"figure {name}: its items have the scales {', '.join(scales)}",
            "one scale: the answers share a legend",
            "declare a figure per scale",
        )
    for wave in keys.get("waves", []):
        if wave not in waves:
            continue
        for item in keys.get("items", []):
            if item in known["items"] and (wave, item) not in asked:
                yield Problem(
                    file,
                    f"figure {name}: item {item} was not asked in wave {wave}",
                    "items that the crosswalk has for each wave of the figure",
                    "take the wave or the item out of the figure",
                )
        of_battery = _items(keys, items) if "battery" in keys else ()
        if of_battery and not any((wave, item) in asked for item in of_battery):
            yield Problem(
                file,
                f"figure {name}: no item of battery {keys['battery']} was asked in wave {wave}",
                "at least one",
                "take the wave out of the figure",
            )
