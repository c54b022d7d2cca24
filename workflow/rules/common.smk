"""What the rules share: the validated study, and the names of code and codebook files as inputs."""

import os
import shlex
import sys
from dataclasses import asdict
from functools import cache
from pathlib import Path

from snakemake.io import flag

# Of the own study all paths are relative: a folder that is moved keeps its results.
ELSEWHERE = Path(workflow.basedir).resolve() != Path.cwd().resolve()
PIPELINE = Path(workflow.basedir) if ELSEWHERE else Path()
WORKFLOW = PIPELINE / "workflow"
sys.path.insert(0, str(WORKFLOW.resolve()))
# Jobs are processes of their own, on a cluster on another machine: they find the package by this variable.
os.environ.update(PYTHONPATH=str(WORKFLOW.resolve()))
# Snakemake puts the path of Python into shell commands as it is; the folder's name may hold spaces and quotes.
sys.executable = shlex.quote(sys.executable)

from wavework.checks_before_a_run import check_codebook
from wavework.codebook.choices import choices_of
from wavework.import_closure import closure, digest, imported, names_in
from wavework.exhibits.declarations import present_figures, read_figures
from wavework.exhibits.kinds import KINDS
from wavework.language.words import words_of
from wavework.undeclared_files import leftovers
from wavework.what_a_study_has import named_files, presence_of, read_names, taken_part
from wavework import report_files
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
WEIGHTED = [wave for wave in WAVES if "weights" in config["waves"][wave]]
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
LABELLED, MATCHED = ("items", "batteries"), ("scales", "units", "crosswalk")
AGREEING_TABLES = (*LABELLED, *MATCHED)
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


@cache
def code_of(script, kind="", choices=()):
    """One hash of the files that a rule's script runs, as a parameter: Snakemake does not see what a script imports.

    As inputs they would be hashed once for each output. kind: of charts, where the script serves one figure: the other
    kinds, which it imports or finds by their names too, are no part of what it runs. choices: tables of the codebook
    of which it takes all but the labels, see `choices_in`; what they choose is hashed too.
    """
    own = digest(code_files(script, kind), WORKFLOW / "wavework")
    chosen = [choices_of(f"{config['codebook']}/{name}") for name in choices]
    return "".join([own, *chosen])


def choices_in(*files):
    """The files as inputs, of which a job takes no label: where one is worded anew, `make` leaves the job's results as
    they are (see snakemake_executor_plugin_wavework), and Snakemake without it makes them anew, the same.
    """
    return [flag(file, "choices") for file in files]


@cache
def code_files(script, kind):
    """The files that a rule's script runs, see `code_of`."""
    package, start = WORKFLOW / "wavework", WORKFLOW / "scripts" / f"{script}.py"
    if not kind:
        return closure(start, package)
    folders = [package / room / "kinds" for room in ("exhibits", "charts")]
    kinds = {file for folder in folders for file in folder.glob("[a-z]*.py")}
    own, waiting = set(), [folder / f"{kind}.py" for folder in folders]
    while waiting:
        own.add(waiting.pop())
        waiting += {
            file for each in own for file in imported(each, package)
        } & kinds - own
    files = closure(start, package, kinds - own)
    for module in own:
        if module.parent / "__init__.py" in files:
            files |= {module} | closure(module, package, kinds - own)
    return files


@cache
def words_of_charts(kind):
    """The words that charts of a kind can write: those whose keys stand in its code."""
    named = names_in(code_files("draw", kind))
    return sorted(named & set(words_of(config["languages"][0])["chart"]))


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
        "codebook": [*choices_in(*codebook(*LABELLED)), *codebook(*MATCHED)],
        "schema": schemas(*AGREEING_TABLES),
    } | optional(constraints=has("reconstructed") and constraints)


def codebook_files(*tables):
    """The named tables of the study's codebook."""
    return [f"{config['codebook']}/{table}.csv" for table in tables]


def codebook(*tables):
    """The named tables, of which a study without answers has those that it needs, and one whose units are its
    responses no units."""
    files = codebook_files(*tables) if WAVES else optional_codebook(*tables)
    return [file for file in files if existing(file) or Path(file).stem != "units"]


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


def shaped_pictures(shape, figures, language):
    """Pictures of figures for a phone (SVG), or of those that slides show for a slide (SVG and PNG)."""
    kinds = ("svg", "png") if shape == "slide" else ("svg",)
    return [
        f"{folder_of(language)}/{shape}/{figure}.{kind}"
        for figure in figures
        for kind in kinds
        if shape != "slide" or figure in ON_SLIDES
    ]


def claim_texts(figure):
    """The claims as an input of the figures that show their texts."""
    return CLAIM_TEXTS if "claims" in kind_of(figure).tables else {}


def kind_of(figure):
    """The chart kind of a figure, see wavework.exhibits.kind."""
    return KINDS[FIGURES[figure]["kind"], FIGURES[figure].get("data", "")]


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
ON_SLIDES = report_files.on_slides(config["languages"]) & set(FIGURES)
FIGURE_TEXTS = [
    f"processed/figures/{figure}.json"
    for figures in sections().values()
    for figure in sorted(figures)
]
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


def results_of(figure):
    """The finished tables that a figure draws on, among those that this study has."""
    needed = {"answers", *kind_of(figure).tables}
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
