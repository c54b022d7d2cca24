"""What the rules share: the validated study, and the names of code and codebook files as inputs."""

import os
import shlex
import sys
from dataclasses import asdict
from pathlib import Path

WORKFLOW = Path(workflow.basedir) / "workflow"
sys.path.insert(0, str(WORKFLOW))
# Jobs are processes of their own, on a cluster on another machine: they find the package by this variable.
os.environ.update(PYTHONPATH=str(WORKFLOW))
# Snakemake puts the path of Python into shell commands as it is; the folder's name may hold spaces and quotes.
sys.executable = shlex.quote(sys.executable)

from wavework.checks_before_a_run import check_codebook
from wavework.import_closure import closure, digest
from wavework.exhibits.declarations import present_figures, read_figures
from wavework.exhibits.kinds import KINDS
from wavework.undeclared_files import leftovers
from wavework.what_a_study_has import named_files, presence_of, read_names, taken_part
from wavework.study import validated_study
from wavework.yaml_files import read_yaml

if Path("config.yaml").exists():
    read_yaml("config.yaml")  # names the row of a slip, which Snakemake does not


configfile: "config.yaml"


config = validated_study(config)
# What this study has: no output is declared for what it has not.
PRESENCE = presence_of(config)
config = taken_part(config, PRESENCE)

WAVES = list(config["waves"])
MEASURED = list(config["measured"])
YEARS = {wave: choices["year"] for wave, choices in config["waves"].items()}
CHANGES = config["comparisons"].get("change", [])
CONTRASTS = config["comparisons"].get("contrast", [])
COMPARED = [[pair["first"], pair["second"]] for pair in CONTRASTS]
# All that the codebook may name.
KNOWN_NAMES = {
    "regions": list(config["regions"]),
    "dimensions": list(config["dimensions"]),
    "not_taken": [*PRESENCE.waves, *PRESENCE.regions],
}


COVARIATES = "processed/covariates.csv" if "covariates" in config else ""
WAVE_YEAR = config["egdi"]["wave_year"] if "egdi" in config else ""
AGREEING_TABLES = ("items", "batteries", "scales", "units", "crosswalk")
# How the tables of answers that agree with what is published are drawn, and scored.
AGREEING = {"development": config["scores"]["development"]}
if not PRESENCE.why_not("reconstructed"):
    AGREEING |= {key: config["reconstruction"][key] for key in ("draws", "seed")}
    AGREEING["assumptions"] = config["reconstruction"]["assumptions"]


wildcard_constraints:
    wave="|".join(dict.fromkeys([*WAVES, *MEASURED])),


# Tables with a row for each answer: of large exports they are Parquet files, whose columns hold codes into their texts.
LARGE = 2**25  # bytes
BY_ANSWER = ("answers", "possible_answers")
IS_LARGE = (
    sum(Path(each["export"]).stat().st_size for each in config["waves"].values())
    > LARGE
)
ENDING = ".parquet" if IS_LARGE else ".csv"


def table_file(name):
    """The file of a table of processed/."""
    return f"processed/{name}{ENDING if name in BY_ANSWER else '.csv'}"


def has(*names):
    """Whether the study has any of these, see wavework.what_a_study_has."""
    return any(not PRESENCE.why_not(name) for name in names)


def code_of(script, *packages):
    """One hash of the files that a rule's script runs, as a parameter: Snakemake does not see what a script imports.

    As inputs they would be hashed once for each output. packages: those of wavework that the script imports by name
    while running, whole.
    """
    package = WORKFLOW / "wavework"
    files = closure(WORKFLOW / "scripts" / f"{script}.py", package)
    for name in packages:
        for module in (package / name).rglob("*.py"):
            files |= {module} | closure(module, package)
    return digest(files, package)


def optional(**files):
    """The inputs that this study has: those that are named at all."""
    return {name: file for name, file in files.items() if file}


def existing(path):
    """The file, if it is there."""
    return path if Path(path).is_file() else None


def study(*more):
    """The study's choices that figures and report draw on, for params; more: further keys of the config."""
    keys = [
        "study",
        "languages",
        "regions",
        "region_names",
        "dimensions",
        "sections",
        "waves",
    ]
    keys += ["measured", "comparisons", "egdi", "statistics", "reconstruction", *more]
    return {key: config[key] for key in keys if key in config} | {
        "presence": asdict(PRESENCE)
    }


def agreeing_tables():
    """The inputs of what is computed on all tables of answers that agree with what is published."""
    constraints = existing(f"{config['codebook']}/constraints.csv")
    return {
        "answers": table_file("answers"),
        "codebook": codebook(*AGREEING_TABLES),
        "schema": schemas(*AGREEING_TABLES),
    } | optional(constraints=has("reconstructed") and constraints)


def codebook_files(*tables):
    """The named tables of the study's codebook."""
    return [f"{config['codebook']}/{table}.csv" for table in tables]


def codebook(*tables):
    """The named tables, of which a study without answers has those that it needs, and one whose units are its
    responses no units."""
    files = codebook_files(*tables) if WAVES else optional_codebook(*tables)
    return [file for file in files if existing(file) or not file.endswith("/units.csv")]


def optional_codebook(*tables):
    """Those of the named tables that the study's codebook has."""
    return [file for file in codebook_files(*tables) if existing(file)]


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
    """The findings that this study can have."""
    questions = [*(["shares", "scale_quality"] if WAVES else [])]
    questions += [*(["measures"] if MEASURED else [])]
    questions += [
        question
        for question in ("change", "contrast", "association", "specification_curve")
        if has(question)
    ]
    return [f"processed/statistics/{question}.csv" for question in questions]


def sections():
    """Section of the report -> its figures, in the order in which figures.yaml declares them."""
    found = {}
    for figure, keys in FIGURES.items():
        found.setdefault(keys["section"], []).append(figure)
    return found


def font_files(place):
    """The font files of the study's own that charts, or the report, are set in."""
    named = config["style"]["fonts"].get(place, [])
    return [
        name
        for name in ([named] if isinstance(named, str) else named)
        if existing(name)
    ]


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
    kinds = {FIGURES[figure]["kind"] for figure in SECTIONS[section]}
    shown = kinds & {"verdicts", "ladder", "what_would_settle"}
    return CLAIM_TEXTS if shown else {}


# What figures and report name things by.
STUDY_TABLES = [
    *codebook("items", "batteries", "scales", "units", "crosswalk"),
    *optional_codebook("measures", "measure_columns"),
    *(optional_codebook("assumptions") if has("reconstructed") else []),
]
STUDY_NAMES = read_names(config)
FIGURES_FILE = existing(f"{config['codebook']}/figures.yaml") or []
FIGURES, LEFT_OUT = present_figures(
    read_figures(f"{config['codebook']}/figures.yaml"),
    *STUDY_NAMES,
    config | {"presence": asdict(PRESENCE)},
)
SECTIONS = sections()
HAS_CLAIMS = has("claims")
HAS_OPEN_CLAIMS = HAS_CLAIMS and has("reconstructed")
CLAIM_TEXTS = optional(claims=HAS_CLAIMS and f"{config['codebook']}/claims.yaml")
CLAIM_FILES = CLAIM_TEXTS | optional(
    claim_details=HAS_CLAIMS and "processed/claims.json"
)
PROCESSED = {
    table
    for table, there in {
        "answers": has("answers"),
        "prevalence": has("answers"),
        "possible_answers": has("answers"),
        "scores": has("answers"),
        "measured": has("measures"),
        "measure_leave_one_out": has("measured_egdi"),
        "statistics": True,
        "egdi": has("egdi"),
        "covariates": COVARIATES,
        "leave_one_out": has("association"),
        "specifications": has("specification_curve"),
        "paired_scores": has("change"),
        "published_comparison": has("published"),
        "claims": has("claims"),
        "ladder": HAS_OPEN_CLAIMS and optional_codebook("assumptions"),
        "what_would_settle": HAS_OPEN_CLAIMS,
    }.items()
    if there
}


def results_of(section):
    """The finished tables that a section's figures draw on, among those that this study has."""
    needed = {
        table
        for keys in map(FIGURES.get, SECTIONS[section])
        for table in ("answers", *KINDS[keys["kind"], keys.get("data", "")].tables)
    }
    return sorted(table_file(table) for table in needed & PROCESSED)


# What a run leaves in processed/ for people; figures and report are listed where they are made.
TABLES = [
    "processed/sources.csv",
    *(["processed/comparability.csv"] if has("answers") else []),
    "processed/cleaning_log.csv",
    "processed/exhibits.csv",
    "processed/wave_exhibits.csv",
    *sorted(map(table_file, PROCESSED)),
    *(["processed/power.csv"] if has("change", "contrast", "association") else []),
    *(["processed/newcomers.csv"] if has("change") and has("egdi") else []),
]
