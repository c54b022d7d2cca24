"""A finished toy study tampered with in every way that we could think of: each is caught, with exhibit and first cause.

Most tamperings need no run of their own: what lies in the folder is tampered with and held against the untouched run,
or a source is, and of the results those are changed that a run would change. A few go through `make verify` whole.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd
import pytest
from PIL import Image

from wavework.provenance.workflow_steps import Steps, recorded_steps
from wavework.review.clean_copy import Ran
from wavework.review.first_causes import message
from wavework.review.manifest_rows import RESULTS, Row, write_rows
from wavework.review.manifest_rows import SOURCES as SOURCE_KINDS
from wavework.review.observed_rows import observed, results, sources
from wavework.review.pass_or_fail import FAIL, failed
from wavework.review.verification import judged

WELL = Ran(True, "", 1, 1)


@dataclass
class Finished:
    """An untouched run: its rows, and which step made what."""

    folder: Path
    pipeline: Path
    rows: list[Row]
    steps: Steps

    def delivered(self, folder: Path):
        """The judgement where everything comes out as expected, and `folder` holds the results."""
        return judged(self.rows, self.rows, list(results(folder)), self.steps, WELL)

    def sources(self, folder: Path, pipeline: Path, *changed: str):
        """The judgement where the sources of `folder` gave the results, but for the files `changed`."""
        others = [row for row in self.rows if row.kind not in SOURCE_KINDS]
        made = [
            replace(row, value=row.value + " and more") if row.kind in RESULTS and row.file in changed else row
            for row in others
        ]
        return judged(self.rows, [*sources(folder, pipeline), *made], [], self.steps, WELL)


@pytest.fixture(scope="module")
def finished(libraries) -> Finished:
    steps = recorded_steps(libraries.folder, libraries.repository)
    rows = observed(libraries.folder, libraries.repository, steps)
    return Finished(libraries.folder, libraries.repository, rows, steps)


@pytest.fixture
def folder(finished, tmp_path) -> Path:
    """The study with its results, to be tampered with."""
    ignored = shutil.ignore_patterns(".snakemake", "logs", "expected")
    return Path(shutil.copytree(finished.folder, tmp_path / "study", ignore=ignored))


@dataclass(frozen=True)
class Tampering:
    """What is done, and to which file of the study."""

    file: str
    do: Callable[[Path], None]


def edit(file, old, new):
    """In a file some text becomes another."""

    def do(path):
        text = path.read_text("utf-8")
        assert old in text, f"{old} is not in {file}"
        path.write_text(text.replace(old, new, 1), "utf-8")

    return Tampering(file, do)


def drop(file):
    return Tampering(file, Path.unlink)


def copy(file, of):
    return Tampering(file, lambda path: shutil.copyfile(path.parent / of, path))


def last_row(file, times):
    """The last row of a table stands twice, or not at all."""

    def do(path):
        lines = path.read_text("utf-8").splitlines(keepends=True)
        path.write_text("".join(lines[:-1] + lines[-1:] * times), "utf-8")

    return Tampering(file, do)


def pixel(file):
    def do(path):
        with Image.open(path) as image:
            changed = image.convert("RGBA")
        changed.putpixel((3, 3), (255, 0, 0, 255))
        changed.save(path)

    return Tampering(file, do)


ANSWERS, SCORES, CLAIMS = "processed/answers.csv", "processed/scores.csv", "processed/claims.csv"
BUILDING, PAGE = "processed/figures/barriers.json", "report/_output/en/index.html"
CHAPTER = "report/_output/en/participation.html"
VARIABLES, WAVES = "report/en/_variables.yml", "report/en/_tables/waves.md"
TAKING_PART = "The town, 2019 (6 libraries), 2021 (6 libraries) and 2023 (8 libraries)"
SHARE = f"Barriers, {TAKING_PART}. 5 libraries took part in each of these waves. Number"
DELIVERED = {  # what is done, and the exhibit by whose name it is caught
    "a score": (edit(SCORES, "66.666667", "76.666667"), SCORES),
    "an answer": (edit(ANSWERS, "answered,yes", "answered,no"), ANSWERS),
    "an added row": (last_row(ANSWERS, 2), ANSWERS),
    "a row left out": (last_row("figures/barriers.csv", 0), "barriers"),
    "a plotted value": (edit("figures/entrance.csv", "answered,3,6", "answered,4,6"), "entrance"),
    "a column of another name": (edit("figures/score.csv", "estimate", "value"), "score"),
    "one colour": (edit("figures/barriers.svg", "#25719c", "#25719d"), "barriers"),
    "one pixel": (pixel("figures/staff.png"), "staff"),
    "a verdict": (edit(CLAIMS, ",not_reproduced,", ",reproduced,"), "all-have-sign-language"),
    "a count of a claim": (edit(CLAIMS, ",6,8,share", ",7,8,share"), "most-trained-staff"),
    "a caption's n": (edit(BUILDING, SHARE, SHARE.replace("8", "9")), "barriers"),
    "n of a wave": (edit(BUILDING, '"access_2019": 6', '"access_2019": 7'), "barriers"),
    "an alt text": (edit(BUILDING, "First is Money (4)", "First is Money (5)"), "barriers"),
    "a title": (edit(BUILDING, '"title": "Barriers"', '"title": "Hurdles"'), "barriers"),
    "a basis": (edit(BUILDING, '"basis": "collected"', '"basis": "published"'), "barriers"),
    "a number of the text": (edit(VARIABLES, '"n_units": "8"', '"n_units": "9"'), "study.n_units"),
    "a sentence's number": (edit(CHAPTER, '"value-study.n_units">8<', '"value-study.n_units">9<'), "sec-participation"),
    "a sentence": (edit(CHAPTER, "</main>", "<p>So it is.</p></main>"), "en/participation.html"),
    "a sentence of the start page": (edit(PAGE, "</main>", "<p>So it is.</p></main>"), "en/index.html"),
    "a cell of the report's table": (edit(WAVES, "2023", "2024"), "waves"),
    "a statistic": (edit("processed/statistics.csv", ",0.5,0.187616", ",0.6,0.187616"), "processed/statistics.csv"),
    "a picture deleted": (drop("figures/score.svg"), "score"),
    "a table deleted": (drop("processed/power.csv"), "processed/power.csv"),
    "a figure that nobody declared": (copy("figures/better.csv", of="score.csv"), "better"),
    "the picture of another figure": (copy("figures/score.svg", of="staff.svg"), "score"),
}


@pytest.mark.parametrize("name", DELIVERED)
def test_a_result_tampered_with_is_caught_by_name(finished, folder, name):
    tampering, exhibit = DELIVERED[name]
    tampering.do(folder / tampering.file)
    found = finished.delivered(folder)
    assert not found.passed
    assert exhibit in {check.row.exhibit for check in failed(found.delivered)}
    assert [cause.what for cause in found.causes] == [tampering.file]
    assert "run" in found.causes[0].said


def test_untouched_results_pass(finished, folder):
    found = finished.delivered(folder)
    assert found.passed, [message(cause) for cause in found.causes]
    assert len(found.delivered) > 300


def test_a_half_finished_run_is_called_one(finished, folder):
    shutil.rmtree(folder / "report")
    (folder / "figures/score.png").unlink()
    found = finished.delivered(folder)
    assert {cause.said.partition(",")[0] for cause in found.causes} == {"a half-finished run"}
    assert "make" in found.causes[0].said


EXPORT, REGISTRY = "raw/surveys/access_2021.csv", "raw/sources.yaml"
SCALES, CROSSWALK, LOCK = "codebook/scales.csv", "codebook/crosswalk.csv", "envs/pipeline.lock"
AFTER_ANSWERS = (ANSWERS, SCORES, "figures/entrance.csv", "figures/entrance.svg", "figures/score.csv", PAGE)
SOURCES = {  # what is done, the results that come out otherwise by it, an exhibit by whose name it is caught
    "a cell of a raw export": (edit(EXPORT, "Partly", "No"), AFTER_ANSWERS, "entrance"),
    "a raw file deleted": (drop("raw/surveys/access_2019.csv"), AFTER_ANSWERS, "entrance"),
    "a raw file added": (copy("raw/surveys/better.csv", of="access_2019.csv"), (), "raw/surveys/better.csv"),
    "the registry": (edit(REGISTRY, "licence: MIT", "licence: none"), ("processed/sources.csv",), REGISTRY),
    "the score of an answer": (edit(SCALES, "partly,2,1,50", "partly,2,1,60"), (SCORES, "figures/score.csv"), "score"),
    "a row of the crosswalk": (edit(CROSSWALK, "yes", "no"), (ANSWERS,), ANSWERS),
    "a claim's rule": (edit("codebook/claims.yaml", "share", "distribution"), (CLAIMS,), "most-trained-staff"),
    "the lock": (edit(f"pipeline/{LOCK}", "babel==2", "babel==1"), (), LOCK),
}


@pytest.mark.parametrize("name", SOURCES)
def test_a_source_tampered_with_is_the_one_cause(finished, folder, name):
    tampering, changed, exhibit = SOURCES[name]
    for part in ("workflow", "envs", "report"):
        shutil.copytree(finished.pipeline / part, folder / "pipeline" / part)
    shutil.copy(finished.pipeline / "Snakefile", folder / "pipeline/Snakefile")
    tampering.do(folder / tampering.file)
    found = finished.sources(folder, folder / "pipeline", *changed)
    assert not found.passed
    assert [cause.what for cause in found.causes] == [tampering.file.removeprefix("pipeline/")]
    assert exhibit in {check.row.exhibit for check in found.causes[0].checks}


def verify(study: Path, pipeline: Path, *arguments: str) -> tuple[int, str, dict]:
    """`make verify`, without what make does before: its status, what it said, and its certificate."""
    command = [sys.executable, str(pipeline / "workflow/scripts/verify.py"), "--study", str(study), "--cores", "2"]
    environment = os.environ | {"PYTHONPATH": str(pipeline / "workflow")}
    done = subprocess.run(
        [*command, *arguments], env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    certificate = study / "report/_output/verification.json"
    return done.returncode, done.stdout, json.loads(certificate.read_text("utf-8")) if certificate.is_file() else {}


@pytest.fixture
def release(finished, folder) -> Path:
    """The study with its expectations, as it is handed out."""
    write_rows(finished.rows, folder / "expected")
    return folder


def test_a_cell_of_a_raw_export_is_told_once_as_the_cause_of_all(finished, release):
    edit(EXPORT, "Partly", "No").do(release / EXPORT)
    status, said, certificate = verify(release, finished.pipeline)
    assert status == 1
    assert certificate["verdict"] == FAIL
    assert [cause["what"] for cause in certificate["causes"]] == ["raw/surveys/access_2021.csv"]
    assert {"entrance", "score", "most-trained-staff", "study.n_units"} <= set(certificate["causes"][0]["exhibits"])
    assert said.count("First cause") == 1
    assert "did not end: raw/surveys/access_2021.csv" in said


def test_one_exhibit_runs_its_own_chain_alone(finished, release):
    status, said, certificate = verify(release, finished.pipeline, "--exhibit", "processed/scores.csv")
    assert status == 0, said
    held = {check["exhibit"] for check in certificate["checks"] if check["kind"] == "result"}
    assert held == {"processed/scores.csv"}
    assert certificate["run"]["peak_megabytes"] > 20


@pytest.mark.slow
def test_a_cell_that_is_registered_too_is_still_the_cause(finished, release, libraries):
    """The registry agrees, the run ends; the figures of what it changes fail by the export, and by nothing else."""
    study = replace(libraries, folder=release)
    study.replace_export("access_2023", b"org,Yes,Partly,Partly,Partly", b"org,Yes,Partly,No,Partly")
    status, said, certificate = verify(release, finished.pipeline, "--exhibit", "entrance")
    assert status == 1, said
    raw = [cause for cause in certificate["causes"] if cause["what"].startswith("raw/surveys")]
    assert [cause["what"] for cause in raw] == ["raw/surveys/access_2023.csv"]
    assert "entrance" in raw[0]["exhibits"]


@pytest.mark.parametrize(
    ("spoilt", "arguments", "told"),
    [
        (lambda folder: (folder / "expected/claims.csv").unlink(), (), "expected/claims.csv: there is no such file"),
        (lambda folder: shutil.rmtree(folder / "expected"), (), "make expect"),
        (lambda folder: None, ("--exhibit", "entrence"), "did you mean entrance?"),
        (lambda folder: None, ("--revision", "no-such-revision"), "revision no-such-revision: git cannot take it out"),
    ],
    ids=["a table of expectations missing", "no expectations", "an unknown exhibit", "an unknown revision"],
)
def test_what_cannot_be_verified_gets_a_verdict_and_a_certificate(finished, release, spoilt, arguments, told):
    spoilt(release)
    status, said, certificate = verify(release, finished.pipeline, *arguments)
    assert status == 1
    assert told in said
    assert certificate["verdict"] == FAIL
    assert told in certificate["problems"][0]
    assert told.split(":")[0] in (release / "report/_output/verification.html").read_text("utf-8")


def compare(study: Path, pipeline: Path, old: Path) -> tuple[int, str]:
    command = [sys.executable, str(pipeline / "workflow/scripts/compare.py"), "--study", str(study), "--old", str(old)]
    environment = os.environ | {"PYTHONPATH": str(pipeline / "workflow")}
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    return done.returncode, done.stdout


def test_results_compared_with_themselves_say_so_in_a_line(finished, folder):
    status, said = compare(folder, finished.pipeline, finished.folder)
    assert status == 0
    assert "Nothing changed" in said
    assert (folder / "report/_output/comparison.csv").read_text("utf-8") == "kind,exhibit,what,old,new,change,cause\n"


def test_what_changed_is_told_with_its_size_and_its_cause(finished, folder):
    for tampering in (
        edit(SCALES, "partly,2,1,50", "partly,2,1,60"),
        edit(SCORES, "66.666667", "70"),
        edit(CLAIMS, ",not_reproduced,", ",reproduced,"),
        edit("figures/barriers.csv", "Money,1,access_2021,2021,2,5,6", "Money,1,access_2021,2021,2,4,6"),
    ):
        tampering.do(folder / tampering.file)
    shutil.copytree(finished.folder / ".snakemake/metadata", folder / ".snakemake/metadata")
    status, said = compare(folder, finished.pipeline, finished.folder)
    assert status == 0, said
    table = pd.read_csv(folder / "report/_output/comparison.csv", dtype=str, keep_default_na=False)
    told = table.set_index(["exhibit", "what"])[["old", "new", "change"]].to_dict("index")
    assert told["access_2019 ash building implementation", "score"] == {
        "old": "66.666667", "new": "70", "change": "+3.333333",
    }  # fmt: skip
    assert told["all-have-sign-language", "verdict"]["new"] == "reproduced"
    assert f"Cause: {SCALES}: the codebook is another" in said
    page = (folder / "report/_output/comparison.html").read_text("utf-8")
    assert "<li>bar_money · access_2021: value 5 → 4</li>" in page
    assert page.count("data:image/svg+xml") == 2


def test_a_folder_without_results_is_refused(finished, folder, tmp_path):
    (tmp_path / "empty").mkdir()
    status, said = compare(folder, finished.pipeline, tmp_path / "empty")
    assert status == 1
    assert "no results" in said
