"""raw/surveys/<wave>/: reconstructed exports. `make reconstruct`, never part of the normal run."""

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from wavework.basis import RECONSTRUCTED
from wavework.codebook import read_codebook
from wavework.problems import InputError, Problem, collected_problems
from wavework.reconstruction.constraints import COLUMNS
from wavework.reconstruction.export_writer import FIELDWORK, reconstruct_exports
from wavework.sources import read_registry, registered_anew
from wavework.study import validated_study
from wavework.tables import read_table, write_text, written_whole

TABLES = ("items", "batteries", "scales", "units", "crosswalk", "corrections")


def reconstructed(study: Mapping[str, Any]) -> dict[str, bytes]:
    """Path of each wave's export -> its content, for the validated config `study`; paths from the study's folder."""
    folder = Path(study["codebook"])
    constraints, fieldwork = folder / "constraints.csv", folder / "fieldwork.csv"
    return reconstruct_exports(
        read_codebook([folder / f"{name}.csv" for name in TABLES]),
        read_table(constraints, COLUMNS),
        read_table(fieldwork, FIELDWORK),
        study["waves"],
        study["reconstruction"],
        (str(constraints), str(fieldwork)),
    )


def replaceable(study: Mapping[str, Any]) -> None:
    """Raise InputError where a wave's export is not reconstructed: researchers' own answers are never overwritten."""
    basis = {entry["file"]: entry["basis"] for entry in read_registry(study["registry"])}
    folder = Path(study["registry"]).parent
    with collected_problems() as problems:
        for wave, choices in study["waves"].items():
            name = Path(choices["export"]).relative_to(folder).as_posix()
            if basis.get(name, RECONSTRUCTED) != RECONSTRUCTED:
                problems.append(
                    Problem(
                        choices["export"],
                        f"wave {wave} is registered as {basis[name]}",
                        "a reconstructed export, or none",
                        "reconstruct in a copy of the study without this wave",
                    )
                )


if __name__ == "__main__":
    config = yaml.safe_load(Path(sys.argv[1] if len(sys.argv) > 1 else "config.yaml").read_text(encoding="utf-8"))
    study = validated_study(config)
    try:
        replaceable(study)
        exports = reconstructed(study)
    except InputError as error:
        sys.exit(str(error))
    for path, content in exports.items():
        with written_whole(path) as beside:
            beside.write_bytes(content)
        write_text(registered_anew(study["registry"], path), study["registry"])
        print(f"{path}: {len(content)} bytes, registered")
