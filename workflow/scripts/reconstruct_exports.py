"""raw/surveys/<wave>/: reconstructed exports. `make reconstruct`, never part of the normal run."""

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from wavework.codebook import read_codebook
from wavework.reconstruction.constraints import COLUMNS
from wavework.reconstruction.exports import FIELDWORK, reconstruct_exports
from wavework.study import validated_study
from wavework.tables import read_table, written_whole

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


if __name__ == "__main__":
    config = yaml.safe_load(Path(sys.argv[1] if len(sys.argv) > 1 else "config.yaml").read_text(encoding="utf-8"))
    for path, content in reconstructed(validated_study(config)).items():
        with written_whole(path) as beside:
            beside.write_bytes(content)
        print(f"{path}: {len(content)} bytes; register it again in raw/sources.yaml")
