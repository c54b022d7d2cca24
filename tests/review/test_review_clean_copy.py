"""What is handed out of a folder: all that a person wrote, and nothing that a run made."""

import subprocess

import pytest
from tests.conftest import REPO

from wavework.review.clean_copy import clean_copy, handed_out

WRITTEN = (
    "config.yaml",
    "raw/sources.yaml",
    "raw/a.csv",
    "codebook/items.csv",
    "report/en/index.qmd",
    "report/_theme/own.css",
)
MADE = (
    "processed/answers.csv", "figures/a.svg", "logs/a.log", "report/_output/en/index.html", "report/en/_tables/a.md",
    "report/en/_variables.yml", ".snakemake/metadata/x", "ro-crate-metadata.json", "workflow/__pycache__/a.pyc",
)  # fmt: skip


@pytest.fixture
def folder(tmp_path):
    """A checkout that has been run; its exports are not in git."""
    for name in (*WRITTEN, *MADE, "Snakefile"):
        path = tmp_path / "folder" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name, "utf-8")
    return tmp_path / "folder"


def names(folder):
    return {path.relative_to(folder).as_posix() for path in handed_out(folder)}


def test_of_an_unpacked_archive_all_but_what_a_run_makes(folder):
    assert names(folder) == {*WRITTEN, "Snakefile"}


def test_of_a_checkout_what_git_knows_and_all_raw_files(folder):
    subprocess.run(["git", "init", "--quiet", str(folder)], check=True)
    subprocess.run(["git", "-C", str(folder), "add", "config.yaml", "raw/sources.yaml"], check=True)
    assert names(folder) == {"config.yaml", "raw/sources.yaml", "raw/a.csv"}
    (folder / "config.yaml").unlink()
    assert names(folder) == {"raw/sources.yaml", "raw/a.csv"}


def test_of_a_study_with_a_standard_report_neither_its_text_nor_its_theme(folder):
    (folder / "Snakefile").unlink()
    (folder / "report/en/_quarto.yml").write_text("# standard report: written by the pipeline\n", "utf-8")
    assert names(folder) == set(WRITTEN[:4])


def test_a_study_in_a_folder_of_its_own_is_copied_beside_the_pipeline(folder, tmp_path):
    (folder / "Snakefile").unlink()
    copy = clean_copy(REPO, folder, tmp_path / "copy")
    assert (copy.study / "raw/a.csv").read_text("utf-8") == "raw/a.csv"
    assert (copy.pipeline / "Snakefile").is_file()
    assert (copy.pipeline / ".venv/bin/python").exists()
    assert not (copy.study / "processed").exists()
