"""config.yaml: read, validated against its schema, and checked against itself and the waves that the study knows."""

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from wavework.presence import other_waves, with_measures_apart
from wavework.problems import Problem, collected_problems, did_you_mean
from wavework.schemas import validated
from wavework.yaml_files import read_yaml

FILE = "config.yaml"


def validated_study(config: Mapping[str, Any]) -> dict[str, Any]:
    """The study's choices with all defaults, the waves of measures apart.

    Raises InputError that names every key that is wrong.
    """
    if Path(FILE).exists():
        read_yaml(FILE)  # Snakemake has read it already, and is silent about a wave that stands twice
    study: dict[str, Any] = validated(dict(config), "config", FILE)
    unusable = list(_unusable_paths(study))  # before a file is read on the word of a config
    with collected_problems() as problems:
        problems += _unknown_names(study, [] if unusable else other_waves(study))
        problems += [] if unusable else _without_region(study)
        problems += unusable
        problems += _missing_words(study)
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
            yield Problem(
                FILE,
                f"comparisons.change.{position} joins regions {' and '.join(named)}",
                "two waves of one region: change is never pooled over regions",
                "compare regions under comparisons.contrast",
            )


def _without_region(study: Mapping[str, Any]) -> Iterator[Problem]:
    """A wave of answers is of one region, where the study has regions; one of measures may be of units of several."""
    surveys = with_measures_apart(study)["waves"] if study["regions"] else {}
    for wave in (wave for wave, choices in surveys.items() if not choices["region"]):
        expected = f"one of {', '.join(study['regions'])}"
        remedy = "name it; a wave of measures, which needs none, stands in measure_columns.csv of the codebook"
        yield Problem(FILE, f"waves.{wave} has no region", expected, remedy)


def _unknown(key: str, found: str, known: Mapping[str, Any]) -> Problem:
    remedy = did_you_mean(found, known, "correct it or declare it")
    return Problem(FILE, f"{key} is {found!r}", f"one of {', '.join(known)}", remedy)


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
        if leaves or not Path(path).resolve().is_relative_to(Path.cwd()):
            yield Problem(
                FILE,
                f"{key} is {path!r}",
                "a path inside the study's folder",
                "copy the file under raw/ and register it",
            )
        elif not Path(path).exists():
            yield Problem(
                FILE,
                f"{key} is {path!r}: there is no such {'folder' if key == 'codebook' else 'file'}",
                "a path from the study's folder",
                "put it back, or correct the path",
            )


def _missing_words(study: Mapping[str, Any]) -> Iterator[Problem]:
    """Every text of the config exists in every language of the report."""

    def walk(value: Any, key: str) -> Iterator[Problem]:
        if isinstance(value, Mapping):
            if "en" in value and all(isinstance(text, str) for text in value.values()):
                for language in study["languages"]:
                    if language not in value:
                        yield Problem(
                            FILE,
                            f"{key} has no text in {language!r}",
                            "a text in each of languages",
                            "add it",
                        )
            else:
                for name, inner in value.items():
                    yield from walk(inner, f"{key}.{name}".lstrip("."))

    yield from walk(study, "")
