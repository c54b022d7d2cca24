"""config.yaml: read, validated against its schema, and checked against itself and the waves that the study knows."""

from collections.abc import Collection, Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path, PurePosixPath
from typing import Any

from wavework.house_style import house_style, problems_of_style
from wavework.problems import Problem, collected_problems, did_you_mean
from wavework.schemas import validated
from wavework.what_a_study_has import mapped_rows, other_waves, registered, with_measures_apart
from wavework.yaml_files import row_of

FILE = "config.yaml"
NEEDED = {  # tables of the codebook without which answers, or measures, cannot be read
    "waves": ("items", "batteries", "scales", "units", "crosswalk", "corrections"),
    "measured": ("units", "measures", "measure_columns"),
}


def validated_study(config: Mapping[str, Any]) -> dict[str, Any]:
    """The study's choices with all defaults, the waves of measures apart.

    Raises InputError that names every key that is wrong.
    """
    study: dict[str, Any] = validated(dict(config) if isinstance(config, Mapping) else config, "config", FILE)
    unusable = list(_unusable_paths(study))  # before a file is read on the word of a config
    with collected_problems() as problems:
        problems += _unknown_names(study, [] if unusable else other_waves(study))
        problems += [] if unusable else _without_region(study)
        if not unusable:
            problems += list(_unmapped_waves(study)) or _unlike_pairs(study)
            problems += _registered_otherwise(study)
        problems += unusable or _missing_tables(study)
        problems += [] if unusable else _weights_of_nothing(study)
        problems += _missing_words(study)
        problems += problems_of_style(house_style(study["style"]), FILE)
    return with_measures_apart(study)


def _unknown_names(study: Mapping[str, Any], others: Collection[str]) -> Iterator[Problem]:
    regions, waves = study["regions"], study["waves"]
    for wave, choices in waves.items():
        if choices.get("region", "") not in [*regions, ""]:
            yield _unknown(f"waves.{wave}.region", choices["region"], regions)
    for kind in ("change", "contrast"):
        for position, pair in enumerate(study["comparisons"].get(kind, [])):
            for end, wave in pair.items():
                if end != "panel" and wave not in waves and wave not in others:
                    yield _unknown(f"comparisons.{kind}.{position}.{end}", wave, waves)
    pairs = [[pair["first"], pair["second"]] for pair in study["comparisons"].get("contrast", [])]
    own = study["statistics"]["specification"].get("waves")
    if pairs and own and own not in pairs:  # without any pair there is no curve
        found, known = f"statistics.specification.waves is {' and '.join(own)}", "; ".join(map(" and ".join, pairs))
        yield Problem(FILE, found, f"a pair of comparisons.contrast: {known}", "name a pair, or declare this one there")
    for position, wave in enumerate(study["comparisons"].get("regions", [])):
        if wave not in waves and wave not in others:
            yield _unknown(f"comparisons.regions.{position}", wave, waves)
    for position, pair in enumerate(study["comparisons"].get("change", [])):
        named = [waves[pair[end]].get("region", "") for end in ("from", "to") if pair[end] in waves]
        if len(set(named)) > 1:
            yield _at(
                f"comparisons.change.{position}",
                f"joins regions {' and '.join(named)}",
                "two waves of one region: change is never pooled over regions",
                "compare regions under comparisons.contrast",
            )
        if pair["from"] == pair["to"]:
            found, expected = f"goes from {pair['from']} to itself", "two waves"
            yield _at(f"comparisons.change.{position}", found, expected, "name another wave under from or to")


def _missing_tables(study: Mapping[str, Any]) -> Iterator[Problem]:
    """The tables without which no wave of answers, or of measures, can be read."""
    apart = with_measures_apart(study)
    needed = {name: kind for kind, names in NEEDED.items() for name in names if apart[kind]}
    if all(choices.get("units") == "responses" for choices in apart["waves"].values()) and not apart["measured"]:
        needed.pop("units", None)
    for name, kind in needed.items():
        if not (file := Path(study["codebook"], f"{name}.csv")).exists():
            expected = f"a table of the codebook, as the study has {'answers' if kind == 'waves' else 'measures'}"
            remedy = "put it back, or write it; docs/your-own-study.md has one of each"
            yield Problem(file.as_posix(), "there is no such file", expected, remedy)


def _unlike_pairs(study: Mapping[str, Any]) -> Iterator[Problem]:
    """Change is between two waves of answers, or two of measures."""
    apart = with_measures_apart(study)
    for position, pair in enumerate(study["comparisons"].get("change", [])):
        ends = {pair["from"], pair["to"]}
        if ends <= set(study["waves"]) and not any(ends <= set(apart[kind]) for kind in ("waves", "measured")):
            found, remedy = f"joins {pair['from']} and {pair['to']}", "name two waves that asked the same"
            yield _at(f"comparisons.change.{position}", found, "two waves of answers, or two of measures", remedy)


def _unmapped_waves(study: Mapping[str, Any]) -> Iterator[Problem]:
    """A wave that no row of the codebook has, where rows have a name near it: either can be mistyped."""
    rows = mapped_rows(study)
    named = {wave for found in rows.values() for wave in found}
    for wave in sorted(set(study["waves"]) - named):
        for near in get_close_matches(wave, sorted(named - set(study["waves"])), n=1):
            where = ", ".join(f"{file} from row {found[near][0]} on" for file, found in rows.items() if near in found)
            expected, remedy = f"the name that the codebook has: {near} ({where})", "correct the one that is mistyped"
            yield _at(f"waves.{wave}", "stands in no row of the codebook", expected, remedy)


def _registered_otherwise(study: Mapping[str, Any]) -> Iterator[Problem]:
    """An export that is registered for a wave of another name, which nothing else has."""
    mapped = {wave for found in mapped_rows(study).values() for wave in found}
    for place, entry in enumerate(registered(study)):
        file = (PurePosixPath(study["registry"]).parent / str(entry["file"])).as_posix()
        waves = [
            wave for wave, choices in study["waves"].items() if PurePosixPath(choices["export"]).as_posix() == file
        ]
        if waves and "wave" in entry and entry["wave"] not in (*waves, *study["waves"], *mapped):
            found, expected = (
                f"sources.{place}.wave is {entry['wave']!r}",
                f"the wave of this export: {', '.join(waves)}",
            )
            remedy = did_you_mean(str(entry["wave"]), waves, f"write {waves[0]}")
            row = row_of(study["registry"], "sources", place, "wave")
            yield Problem(study["registry"], found, expected, remedy, row)


def _weights_of_nothing(study: Mapping[str, Any]) -> Iterator[Problem]:
    """Strata and clusters of no weights; weights of a wave that brings measures alone, which has no answers."""
    answered = with_measures_apart(study)["waves"]
    for wave, choices in study["waves"].items():
        for key in (key for key in ("strata", "clusters") if key in choices and "weights" not in choices):
            expected, remedy = f"waves.{wave}.weights beside it", "name the column of the weights, or take it out"
            yield _at(f"waves.{wave}.{key}", "stands without weights", expected, remedy)
        if "weights" in choices and wave not in answered:
            expected, remedy = "weights of a wave of answers", "take it out: measures are not weighted"
            yield _at(f"waves.{wave}.weights", "is of a wave of measures", expected, remedy)


def _without_region(study: Mapping[str, Any]) -> Iterator[Problem]:
    """A wave of answers is of one region, where the study has regions; one of measures may be of units of several."""
    surveys = with_measures_apart(study)["waves"] if study["regions"] else {}
    for wave in (wave for wave, choices in surveys.items() if not choices["region"]):
        expected = f"one of {', '.join(study['regions'])}"
        remedy = "name it; a wave of measures, which needs none, stands in measure_columns.csv of the codebook"
        yield _at(f"waves.{wave}", "has no region", expected, remedy)


def _unknown(key: str, found: str, known: Mapping[str, Any]) -> Problem:
    remedy = did_you_mean(found, known, "correct it or declare it")
    return _at(key, f"is {found!r}", f"one of {', '.join(map(str, known))}", remedy)


def _at(key: str, found: str, expected: str, remedy: str) -> Problem:
    """A problem of this key of the config, in its row."""
    return Problem(FILE, f"{key} {found}", expected, remedy, row_of(FILE, *key.split(".")))


def _unusable_paths(study: Mapping[str, Any]) -> Iterator[Problem]:
    """Files of a study stand inside its folder: nothing else is read on the word of a config. And they exist."""
    named = {"codebook": study["codebook"], "registry": study["registry"]}
    named |= {
        f"waves.{wave}.{key}": c[key]
        for wave, c in study["waves"].items()
        for key in ("export", "structure")
        if key in c
    }
    named |= {f"egdi.files.{i}": path for i, path in enumerate(study.get("egdi", {}).get("files", []))}
    named |= {key: study[key] for key in ("published", "covariates") if key in study}
    for key, path in named.items():
        parts = PurePosixPath(path.replace("\\", "/"))
        leaves = parts.is_absolute() or ".." in parts.parts or ":" in path
        kind = "folder" if key == "codebook" else "file"
        there, inside = _place(path, kind)
        if leaves or not inside:
            expected, remedy = "a path inside the study's folder", "copy the file under raw/ and register it"
            yield _at(key, f"is {path!r}", expected, remedy)
        elif not there:
            found = f"is {path[:200]!r}: there is no such {kind}"
            yield _at(key, found, "a path from the study's folder", "put it back, or correct the path")


def _place(path: str, kind: str) -> tuple[bool, bool]:
    """Whether a file or folder is there, and whether it is inside the study's folder. No system knows some names."""
    try:
        there = Path(path).is_dir() if kind == "folder" else Path(path).is_file()
        return there, Path(path).resolve().is_relative_to(Path.cwd())
    except (OSError, ValueError):
        return False, True


def _missing_words(study: Mapping[str, Any]) -> Iterator[Problem]:
    """Every text of the config exists in every language of the report."""

    def walk(value: Any, key: str) -> Iterator[Problem]:
        if isinstance(value, Mapping):
            if isinstance(value.get("en"), str):
                for language in study["languages"]:
                    if language not in value:
                        yield _at(key, f"has no text in {language!r}", "a text in each of languages", "add it")
            for name, inner in value.items():
                yield from walk(inner, f"{key}.{name}".lstrip("."))

    yield from walk(study, "")
