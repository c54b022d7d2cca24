"""The main study's finished tables, made once per session, and its report's inputs."""

import fcntl
import re
import shutil
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.conftest import REPO, RUN, run_snakemake
from tests.reporting.wave_added import add_wave

from wavework import report_files
from wavework.exhibits.declarations import present_figures, read_figures
from wavework.reporting.contents import report_tables, report_values
from wavework.reporting.has_conditions import other_languages, report_conditions
from wavework.reporting.inputs import Inputs, read_inputs
from wavework.study import validated_study
from wavework.tables import write_text
from wavework.what_a_study_has import presence_of, read_names, taken_part

CODEBOOK = ("items", "batteries", "scales", "units", "crosswalk", "measures", "measure_columns", "assumptions")
RESULTS = ("processed", "figures", ".snakemake/metadata")  # of a run, taken where they are still what they were
GENERATED = shutil.ignore_patterns(*report_files.GENERATED)
PIXEL = b"\x89PNG\r\n\x1a\n"


@pytest.fixture(scope="session")
def main_study(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """The main study, run in a folder of its own up to its finished tables and the data of its figures; once for all
    workers, which only read it."""
    return _run_once(tmp_path_factory, worker_id, "main-study", lambda folder: None)


@pytest.fixture(scope="session")
def study_with_a_wave(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """The same of a copy to which a wave was added, see `wave_added`."""
    return _run_once(tmp_path_factory, worker_id, "wave-added", add_wave)


def _run_once(
    factory: pytest.TempPathFactory, worker_id: str, name: str, prepare: Callable[[Path], None]
) -> Path:  # fmt: skip
    base = factory.getbasetemp()
    folder = (base if worker_id == "master" else base.parent) / name
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "processed/exhibits.csv").exists():
            run_main_study(folder, prepare)
    return folder


def run_main_study(folder: Path, prepare: Callable[[Path], None]) -> None:
    """Run a copy of the main study in the folder, after `prepare` has changed it."""
    for part in ("config.yaml", "raw", "report", "workflow/codebook"):
        source = REPO / part
        target = folder / part
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target, ignore=GENERATED)
        else:
            shutil.copy2(source, target)
    if all((RUN / part).is_dir() for part in RESULTS):
        for part in RESULTS:
            shutil.copytree(RUN / part, folder / part)
    _ask_for_all_languages(folder / "config.yaml")
    prepare(folder)
    done = run_snakemake(folder, "--", "processed/exhibits.csv", "processed/claims.json", *_tables(folder))
    assert done.returncode == 0, done.stdout


def _ask_for_all_languages(config: Path) -> None:
    """Every language that has a text, those that the config asks for first."""
    text = config.read_text("utf-8")
    asked = yaml.safe_load(text)["languages"]
    more = sorted({path.parent.name for path in (REPO / "report").glob("*/index.qmd")} - set(asked))
    if more:
        config.write_text(re.sub(r"(?m)^languages: .*$", f"languages: {[*asked, *more]}", text), "utf-8")


def _tables(folder: Path) -> list[str]:
    names = (
        "sources", "prevalence", "cleaning_log", "answers", "scores", "statistics", "egdi", "leave_one_out",
        "specifications", "paired_scores", "published_comparison", "claims", "power", "newcomers", "measured",
        "measure_leave_one_out", "ladder", "what_would_settle",
    )  # fmt: skip
    return [f"processed/{name}.csv" for name in names]


@pytest.fixture(scope="session")
def read_study(main_study: Path) -> Callable[[str], Inputs]:
    """read_study("en"): the inputs of the main study's report."""

    def read(language: str) -> Inputs:
        with pytest.MonkeyPatch.context() as patch:
            patch.chdir(main_study)
            return read_report_inputs(language)

    return read


def read_report_inputs(language: str) -> Inputs:
    """The inputs of the report of the study in the working directory, as the rule gives them."""
    study: dict[str, Any] = validated_study(yaml.safe_load(Path("config.yaml").read_text("utf-8")))
    presence = presence_of(study)
    study = taken_part(study, presence) | {"presence": asdict(presence)}
    codebook = study["codebook"]
    figures, left_out = present_figures(read_figures(f"{codebook}/figures.yaml"), *read_names(study), study)
    files = {
        "tables": [path for path in _tables(Path()) if Path(path).exists()],
        "codebook": [path for name in CODEBOOK if Path(path := f"{codebook}/{name}.csv").exists()],
        "texts": [f"processed/figures/{figure}.json" for figure in figures],
        "figures": [f"figures/{figure}.csv" for figure in figures],
        "declared": f"{codebook}/figures.yaml",
        "quoted": "report/quoted.yaml",
        "start": "report/start.yaml",
        "lock": REPO / "envs/pipeline.lock",
        "environment": REPO / "envs/pipeline.yaml",
        "translations": f"{codebook}/translations.csv",
    }
    if Path(f"{codebook}/constraints.csv").exists():
        files["constraints"] = f"{codebook}/constraints.csv"
    if Path(f"{codebook}/claims.yaml").exists():
        files |= {"claims": f"{codebook}/claims.yaml", "claim_details": "processed/claims.json"}
    return read_inputs(study, language, files, left_out)


@pytest.fixture(scope="session")
def english(read_study: Callable[[str], Inputs]) -> Inputs:
    return read_study("en")


def project_of(inputs: Inputs, folder: Path, text: Path) -> Path:
    """A report project in `folder`: the text of `text`, what the pipeline generates, pictures of nothing."""
    language = inputs.language.code
    project = folder / "report" / language
    shutil.copytree(text, project, ignore=GENERATED)
    shutil.copytree(REPO / "report/_theme", folder / "report/_theme", dirs_exist_ok=True)
    values = report_values(inputs)
    write_text(values.yaml(), project / "_variables.yml")
    made = report_tables(inputs, values)
    write_text(
        yaml.safe_dump(
            {
                "has": report_conditions(inputs, values, made),
                "other-links": other_languages(inputs.study, language),
                "slide-order": inputs.study["slides"],
            }
        ),
        project / "_has.yml",
    )
    for name, table in made.items():
        write_text(table, project / "_tables" / f"{name}.md")
    for pictures in (project / "_figures", project / "_figures/slide"):
        pictures.mkdir(parents=True, exist_ok=True)
        for figure in inputs.figures:
            (pictures / f"{figure}.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>', "utf-8")
            (pictures / f"{figure}.png").write_bytes(PIXEL)
            (pictures / f"{figure}.csv").write_bytes(inputs.figure_data[figure])
    return project
