"""What a study has, and why it lacks the rest: asked by the rules, by the figures and by the text of the report.

A study takes the waves that stand in its config.yaml. Its codebook may name more: those of a study that this one is a
part of. Whatever needs what is not there is left out and said; a name that nobody knows is a typing error.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path, PurePosixPath
from typing import Any

import pandas as pd

from wavework.basis import COLLECTED, RECONSTRUCTED
from wavework.problems import InputError
from wavework.tables import read_table
from wavework.yaml_files import read_yaml

MAPPINGS = {"crosswalk": "item", "measure_columns": "measure"}  # table -> what it maps columns of a wave to


@dataclass(frozen=True)
class Presence:
    """waves, regions: known, but not taken. lacks: what a study can have -> why it has not, "" where it has.

    A reason is a key of `absent` in workflow/words. What a study can have: `regions.<id>`, `measure.<id>` (a wave
    brings it), several_waves, several_regions, collected, reconstructed (answers of any wave), change, contrast, egdi,
    association, pooled (association over regions), specification_curve, claims, published; answers (any wave with
    items), measures, measured_egdi, measured_change, measured_regions. No wave is asked for by its id.
    """

    waves: Sequence[str] = ()
    regions: Sequence[str] = ()
    lacks: Mapping[str, str] | None = None

    def why_not(self, name: str) -> str:
        """Why the study lacks it; "" if it has it, or if nothing is known of it."""
        return (self.lacks or {}).get(name, "")


def with_measures_apart(study: Mapping[str, Any]) -> dict[str, Any]:
    """The study with the waves that bring measures under `measured` and those that bring answers under `waves`.

    A wave that `measure_columns.csv` of the codebook names brings measures; it brings answers too where the crosswalk
    names it. Comparisons of waves with measures stand under `comparisons.measured`, those of their regions under
    `comparisons.regions`. `region_names`: the names of all regions, of whichever waves. A wave of
    measures has `measures`, those that it brings and those that they are parts of.
    """
    columns = _table(study, "measure_columns", ["wave", "measure"])
    parts = _table(study, "measures", ["measure", "part_of"])
    brought = {str(wave): list(rows["measure"]) for wave, rows in columns.groupby("wave")}
    for measures in brought.values():
        wholes = parts.loc[parts["measure"].isin(measures) & (parts["part_of"] != ""), "part_of"]
        measures += [whole for whole in wholes.unique() if whole not in measures]
    with_answers = set(_table(study, "crosswalk", ["wave"])["wave"])
    measured = {
        wave: {**choices, "measures": brought[wave]} for wave, choices in study["waves"].items() if wave in brought
    }
    waves = {
        wave: {"region": "", **choices}
        for wave, choices in study["waves"].items()
        if wave not in brought or wave in with_answers
    }
    comparisons = study["comparisons"]
    changes = comparisons.get("change", [])
    apart = {
        "change": [pair for pair in changes if not {pair["from"], pair["to"]} & (set(measured) - set(waves))],
        "measured": [pair for pair in changes if {pair["from"], pair["to"]} <= set(measured)],
    }
    return {
        **study, "waves": waves, "measured": measured, "region_names": study["regions"],
        "comparisons": {**comparisons, **apart},
    }  # fmt: skip


def presence_of(study: Mapping[str, Any]) -> Presence:
    """What the study of a validated config has, from its config, its registry and the names in its codebook.

    A file that cannot be read counts as empty: the job that reads it says what is wrong with it.
    """
    waves, regions = other_waves(study), other_regions(study)
    return Presence(waves, regions, dict(_lacks(study, regions)))


def _lacks(study: Mapping[str, Any], regions: Sequence[str]) -> Iterator[tuple[str, str]]:
    taken, comparisons = study["waves"], study["comparisons"]
    there = sorted({choices["region"] for choices in taken.values()})
    changes = [pair["to"] for pair in comparisons.get("change", []) if {pair["from"], pair["to"]} <= set(taken)]
    contrasted = any(set(pair.values()) <= set(taken) for pair in comparisons.get("contrast", []))
    bases = set(bases_of(study).values())
    contrast = "" if contrasted else "contrast"
    egdi = "" if "egdi" in study else "egdi"
    for region in (*there, *regions):
        yield f"regions.{region}", "" if region in there else "regions"
    brought = {measure for choices in study["measured"].values() for measure in choices["measures"]}
    for measure in _table(study, "measures", ["measure"])["measure"]:
        yield f"measure.{measure}", "" if measure in brought else "measures"
    yield "answers", "" if taken else "answers"
    yield "measures", "" if study["measured"] else "measures"
    yield "measured_egdi", egdi if study["measured"] else "measures"
    yield "measured_change", "" if comparisons["measured"] else "change"
    yield "measured_regions", "" if comparisons.get("regions") else "contrast"
    yield "several_waves", "" if len(taken) > 1 else "one_wave"
    yield "several_regions", "" if len(there) > 1 else "one_region"
    yield "collected", "" if COLLECTED in bases else "not_collected"
    yield "reconstructed", "" if RECONSTRUCTED in bases else "collected"
    yield "change", "" if changes else "change"
    yield "contrast", contrast
    yield "egdi", egdi
    association = egdi or ("" if taken else "answers")
    yield "association", association
    yield "pooled", association or contrast
    yield "specification_curve", association or contrast
    yield "claims", "" if Path(study["codebook"], "claims.yaml").exists() else "claims"
    yield "published", "" if "published" in study else "published"


def taken_part(study: Mapping[str, Any], presence: Presence) -> dict[str, Any]:
    """The study without the regions that no wave of it has, and without comparisons of waves that it does not take."""
    there = {choices["region"] for choices in study["waves"].values()}
    comparisons = {
        kind: [pair for pair in study["comparisons"].get(kind, []) if not set(pair.values()) & set(presence.waves)]
        for kind in ("change", "contrast", "measured")
    }
    regions = {region: names for region, names in study["regions"].items() if region in there}
    return {**study, "regions": regions, "comparisons": {**study["comparisons"], **comparisons}}


def named_files(study: Mapping[str, Any]) -> list[str]:
    """The raw files that a config names: exports and questionnaires of its waves, the index, what is published."""
    waves = [*study["waves"].values(), *study["measured"].values()]
    files = [wave[key] for wave in waves for key in ("export", "structure") if key in wave]
    files += study.get("egdi", {}).get("files", [])
    files += [study[key] for key in ("published", "covariates") if key in study]
    return [PurePosixPath(path).as_posix() for path in files]


def bases_of(study: Mapping[str, Any]) -> dict[str, str]:
    """Wave -> the basis of its export, on the word of the registry; a wave that is not registered is missing."""
    basis_of = {
        PurePosixPath(Path(study["registry"]).parent, e["file"]): str(e.get("basis", "")) for e in registered(study)
    }
    exports = {wave: PurePosixPath(choices["export"]) for wave, choices in study["waves"].items()}
    return {wave: basis_of[export] for wave, export in exports.items() if export in basis_of}


def other_waves(study: Mapping[str, Any]) -> list[str]:
    """Waves that the registry has a file of, or that the codebook maps, and that config.yaml does not take; sorted.

    A wave of a table alone is a typing error where its name is near that of a wave taken and it maps no item or measure
    that this one maps: those are then the rows of this one that are mistyped.
    """
    taken = [*study["waves"], *study.get("measured", ())]
    named = {str(entry["wave"]) for entry in registered(study) if "wave" in entry}
    for table, column in MAPPINGS.items():
        rows = _table(study, table, ["wave", column])
        mapped = {str(wave): set(of_wave[column]) for wave, of_wave in rows.groupby("wave")}
        named |= {
            wave
            for wave, of_wave in mapped.items()
            if all(of_wave & mapped.get(near, of_wave) for near in get_close_matches(wave, taken))
        }
    return sorted(named - set(taken))


def mapped_rows(study: Mapping[str, Any]) -> dict[str, dict[str, list[int]]]:
    """File of the codebook -> wave -> the rows in which it maps columns of the wave."""
    found: dict[str, dict[str, list[int]]] = {}
    for name in MAPPINGS:
        rows: dict[str, list[int]] = {}
        for row, wave in enumerate(_table(study, name, ["wave"])["wave"], start=2):
            rows.setdefault(wave, []).append(row)
        found[f"{study['codebook']}/{name}.csv"] = rows
    return found


def other_regions(study: Mapping[str, Any]) -> list[str]:
    """Regions that config.yaml or units.csv names and no wave of config.yaml has; sorted. A near miss is no region."""
    there = {choices["region"] for choices in study["waves"].values()}
    named = set(_table(study, "units", ["region"])["region"])
    far = {region for region in named - {""} if not get_close_matches(region, list(study["regions"]), n=1)}
    return sorted((far | set(study["regions"])) - there)


def read_names(study: Mapping[str, Any]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """items.csv and crosswalk.csv as text, unchecked: what figures may name."""
    return _table(study, "items", ["item", "battery"]), _table(study, "crosswalk", ["wave", "item"])


def registered(study: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The entries of the registry, unchecked."""
    try:
        entries = read_yaml(study["registry"])["sources"]
        return [entry for entry in entries if isinstance(entry["file"], str)]
    except (InputError, KeyError, TypeError, OSError):
        return []


def _table(study: Mapping[str, Any], name: str, columns: Sequence[str]) -> pd.DataFrame:
    try:
        return read_table(Path(study["codebook"], f"{name}.csv"), columns)
    except InputError:
        return pd.DataFrame(columns=list(columns), dtype="str")
