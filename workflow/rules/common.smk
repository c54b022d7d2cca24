"""What the rules share: the validated study, and the names of code and codebook files as inputs."""

import os
import sys
from pathlib import Path

WORKFLOW = Path(workflow.basedir) / "workflow"
sys.path.insert(0, str(WORKFLOW))
# Jobs are processes of their own, on a cluster on another machine: they find the package by this variable.
os.environ.update(PYTHONPATH=str(WORKFLOW))

from wavework.study import validated_study

config = validated_study(config)

WAVES = list(config["waves"])


wildcard_constraints:
    wave="|".join(WAVES),


def modules(*names):
    """The files of `wavework.<name>`, as inputs: Snakemake does not see what a script imports.

    A package stands for all its modules. What every job uses is always among them.
    """
    files = set()
    for name in ("problems", "tables", "jobs", *names):
        path = WORKFLOW / "wavework" / name.replace(".", "/")
        files |= set(path.glob("*.py")) if path.is_dir() else {path.with_suffix(".py")}
    return sorted(str(file) for file in files)


def codebook(*tables):
    """The named tables of the study's codebook."""
    return [f"{config['codebook']}/{table}.csv" for table in tables]


def schemas(*names):
    """The named schemas, as inputs."""
    return [str(WORKFLOW / "schemas" / f"{name}.schema.yaml") for name in names]


def raw_files(wildcards):
    """Every file beside the registry, so that a new, changed or missing one is seen by the first job."""
    raw = Path(config["registry"]).parent
    return sorted(
        path.as_posix()
        for path in raw.rglob("*")
        if path.is_file() and path != Path(config["registry"])
    )
