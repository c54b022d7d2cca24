"""What a study lacks is left out of its report and said: whole runs of the libraries' study, read as a reader would."""

import csv
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tests.conftest import REPO, STUDIES, run_snakemake
from tests.pages import Site, site_page
from tests.workflow import choices
from tests.workflow.conftest import Study

EVERYTHING = {  # title of a chapter -> what it needs, from the words of the standard report and its text
    "Change between waves": "change", "Regions compared": "contrast", "Maturity and e-government": "egdi",
    "Claims and their verdicts": "claims",
}  # fmt: skip
ALWAYS = ["In short", "Participation", "Data quality", "Answers", "Scores", "Methods", "Appendix"]


def study_of(folder: Path, workflow: Path, *edits) -> Study:
    shutil.copytree(STUDIES / "libraries", folder)
    for edit in (choices.with_everything, *edits):
        edit(folder)
    return Study(folder, workflow)


@pytest.fixture(scope="module")
def everything(tmp_path_factory, workflow_copy) -> Study:
    study = study_of(tmp_path_factory.mktemp("all") / "libraries", workflow_copy)
    study.run()
    return study


@pytest.fixture(scope="module")
def one_wave(tmp_path_factory, workflow_copy) -> Study:
    """Run with `make`, whose closing lines are what a person reads, on a folder whose name holds a space."""
    study = study_of(tmp_path_factory.mktemp("one") / "one wave", workflow_copy, choices.one_wave)
    command = [
        "make",
        "-f",
        str(REPO / "Makefile"),
        "PYTHON=true",
        f'RUN="{sys.executable}"',
        "CORES=2",
        f"STUDY={study.folder}",
    ]
    done = subprocess.run(
        [*command, f"STUDY={study.folder}"],
        cwd=workflow_copy,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": ""},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    study.said = done.stdout
    return study


def site_of(study: Study) -> Site:
    return site_page(study.folder / "report/_output/en")


def left_out(study: Study) -> dict[str, str]:
    with (study.folder / "processed/exhibits.csv").open(encoding="utf-8", newline="") as file:
        return {row["exhibit"]: row["left_out"] for row in csv.DictReader(file) if row["left_out"]}


@pytest.mark.parametrize(
    ("name", "lacks"),
    [("everything", set()), ("one_wave", {"change", "contrast", "egdi", "claims"})],
)
def test_a_report_has_a_chapter_of_what_was_done_and_of_nothing_else(name, lacks, request):
    site = site_of(request.getfixturevalue(name))
    assert site.problems(reconstructed=False) == []
    assert set(ALWAYS) <= set(site.titles)
    assert {title for title in EVERYTHING if title in site.titles} == {
        title for title, need in EVERYTHING.items() if need not in lacks
    }


def test_the_whole_study_leaves_nothing_out_and_shows_what_was_added(everything):
    assert left_out(everything) == {}
    site = site_of(everything)
    assert "16 libraries took part (2019, 2021 and 2023)" in site.text
    assert "6 of 8" in site.text  # libraries of the town that trained their staff, and of the hills: the same answers
    for title in ("Rank and score", "The town against the hills", "What is printed"):
        assert title in site.text
    assert "What this study has nothing for" not in site.text


def test_of_one_wave_all_that_takes_more_is_left_out_and_the_closing_lines_say_why(one_wave):
    reasons = {
        "change": "the study declares no change between waves", "rank-and-score": "the study has no e-government index",
        "town-and-hills": "the study declares no comparison of regions",
        "printed": "the study has no published values",
    }  # fmt: skip
    assert left_out(one_wave) == reasons
    for figure, reason in reasons.items():
        assert f"Left out ({reason}): {figure}" in one_wave.said
    assert "egdi" not in one_wave.said.replace("has no e-government index", "").lower()  # nor its file
    assert "reconstructed" not in one_wave.said
    text = site_of(one_wave).text
    assert "access_2019" not in text
    assert "Survey of 2019" not in text
    written = {path.name for path in (one_wave.folder / "processed").rglob("*.csv")}
    assert not written & {"egdi.csv", "claims.csv", "power.csv", "change.csv", "contrast.csv", "association.csv"}


@pytest.mark.parametrize(
    ("keys", "rules"),
    [
        (("egdi", "published"), {"egdi", "association", "newcomers", "specification_curve", "published"}),
        (("comparisons.contrast",), {"contrast", "specification_curve"}),
        (("comparisons.change",), {"change", "newcomers"}),
    ],
)
def test_a_run_plans_nothing_of_what_the_study_lacks(tmp_path, workflow_copy, keys, rules):
    every = {"egdi", "association", "change", "contrast", "newcomers", "specification_curve", "published", "claims"}
    planned = study_of(tmp_path / "libraries", workflow_copy, choices.without(*keys)).plan()
    assert every - planned == rules


def test_a_file_of_incomes_is_matched_once_for_all_that_draws_on_it(tmp_path, workflow_copy):
    with_incomes = study_of(tmp_path / "with", workflow_copy, choices.with_incomes).plan()
    without = study_of(tmp_path / "without", workflow_copy).plan()
    assert with_incomes - without == {"covariates"}


MISTYPED = {  # a name in figures.yaml -> the same mistyped
    "staff_sign]": "staff_sing]", "access_2023]\n  title: {en: Staff}": "acces_2023]\n  title: {en: Staff}",
    "battery: barriers": "battery: bariers",
}  # fmt: skip


def test_an_exhibit_that_is_empty_by_mistake_is_an_error(everything, workflow_copy):
    path = everything.folder / "codebook/figures.yaml"
    before, times = path.read_text("utf-8"), path.stat()
    text = before
    for right, wrong in MISTYPED.items():
        assert text.count(right) == 1
        text = text.replace(right, wrong)
    path.write_text(text, "utf-8")
    try:
        done = run_snakemake(everything.folder, "figures/staff.csv", repository=workflow_copy)
    finally:
        path.write_text(before, "utf-8")
        os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
    assert done.returncode != 0
    for name in ("staff_sign", "access_2023", "barriers"):
        assert f"did you mean {name}?" in done.stdout
