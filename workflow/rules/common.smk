"""What the rules share: the validated study, and the names of code and codebook files as inputs."""

import os
import sys
from pathlib import Path

WORKFLOW = Path(workflow.basedir) / "workflow"
sys.path.insert(0, str(WORKFLOW))
# Jobs are processes of their own, on a cluster on another machine: they find the package by this variable.
os.environ.update(PYTHONPATH=str(WORKFLOW))

from wavework.closure import closure
from wavework.exhibits.declarations import read_figures
from wavework.exhibits.results import tables_of
from wavework.study import validated_study

config = validated_study(config)

WAVES = list(config["waves"])
YEARS = {wave: choices["year"] for wave, choices in config["waves"].items()}
CHANGES = config["comparisons"].get("change", [])
CONTRASTS = config["comparisons"].get("contrast", [])
COMPARED = [[pair["first"], pair["second"]] for pair in CONTRASTS]


wildcard_constraints:
    wave="|".join(WAVES),


def code_of(script, *packages):
    """The files that a rule's script runs, as inputs: Snakemake does not see what a script imports.

    packages: those of wavework that it imports by name while running, whole.
    """
    package = WORKFLOW / "wavework"
    files = closure(WORKFLOW / "scripts" / f"{script}.py", package)
    for name in packages:
        for module in (package / name).rglob("*.py"):
            files |= {module} | closure(module, package)
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


def findings_tables(wildcards):
    """The findings that this study can have: associations need EGDI, change and contrast declared pairs."""
    questions = ["shares", "scale_quality"]
    questions += ["change"] if CHANGES else []
    questions += ["contrast"] if CONTRASTS else []
    questions += ["association"] if "egdi" in config else []
    questions += ["specification_curve"] if "egdi" in config and CONTRASTS else []
    return [f"processed/statistics/{question}.csv" for question in questions]


def sections():
    """Section of the report -> its figures, in the order in which figures.yaml declares them."""
    found = {}
    for figure, keys in FIGURES.items():
        found.setdefault(keys["section"], []).append(figure)
    return found


def words(*languages):
    """The words of the languages."""
    return [str(WORKFLOW / "words" / f"{language}.yaml") for language in languages]


def folder_of(language):
    """Where the figures of a language are: in figures/ for the study's main language, in a folder of its own else."""
    return "figures" if language == config["languages"][0] else f"figures/{language}"


def pictures(figures, language):
    """SVG and PNG of figures in a language."""
    return [
        f"{folder_of(language)}/{figure}.{kind}"
        for figure in figures
        for kind in ("svg", "png")
    ]


def claim_texts(section):
    """The claims as an input of the sections whose figures show their texts."""
    shown = any(FIGURES[figure]["kind"] == "verdicts" for figure in SECTIONS[section])
    return CLAIM_TEXTS if shown else {}


FIGURES = read_figures(f"{config['codebook']}/figures.yaml")
SECTIONS = sections()
HAS_CLAIMS = Path(config["codebook"], "claims.yaml").exists()
CLAIM_TEXTS = {"claims": f"{config['codebook']}/claims.yaml"} if HAS_CLAIMS else {}
FIGURE_STUDY = {
    key: config[key]
    for key in (
        "study",
        "languages",
        "regions",
        "dimensions",
        "waves",
        "egdi",
        "statistics",
        "reconstruction",
    )
    if key in config
}
PROCESSED = {
    table
    for table, there in {
        "answers": True,
        "scores": True,
        "statistics": True,
        "egdi": "egdi" in config,
        "leave_one_out": "egdi" in config,
        "specifications": "egdi" in config and bool(CONTRASTS),
        "paired_scores": bool(CHANGES),
        "published_comparison": "published" in config,
        "claims": HAS_CLAIMS,
    }.items()
    if there
}


def results_of(section):
    """The finished tables that a section's figures draw on, among those that this study has."""
    needed = {
        table
        for figure in SECTIONS[section]
        for table in tables_of(FIGURES[figure]["kind"])
    }
    return sorted(f"processed/{table}.csv" for table in needed & PROCESSED)


# What a run leaves in processed/ for people; figures and report are listed where they are made.
TABLES = [
    "processed/sources.csv",
    "processed/prevalence.csv",
    "processed/comparability.csv",
    "processed/cleaning_log.csv",
    "processed/exhibits.csv",
    *sorted(f"processed/{table}.csv" for table in PROCESSED),
    *(["processed/power.csv"] if CHANGES or CONTRASTS or "egdi" in config else []),
    *(["processed/newcomers.csv"] if CHANGES and "egdi" in config else []),
]
