"""Which steps each of ten small edits starts, one after the other, on a finished run: only what shows it."""

import csv
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest
import yaml
from tests.conftest import STUDIES, copy_of_workflow

TEXTS = ("label_en", "title_en", "question_en")
FIGURES = ("participation", "entrance", "staff", "barriers", "own-rating", "score", "change", "all-answers")
INDEX = {"exhibits", "datapackage", "provenance"}  # what lists every file with its title or hash


def bilingual(content):
    """The same with each text in French too: as the English one, which is French enough here."""
    if isinstance(content, dict):
        if set(content) == {"en"}:
            return content | {"fr": content["en"]}
        return {key: bilingual(value) for key, value in content.items()}
    return content


def libraries_in_two_languages(folder: Path) -> None:
    shutil.copytree(STUDIES / "libraries", folder)
    for path in (folder / "config.yaml", folder / "codebook/figures.yaml", folder / "codebook/claims.yaml"):
        content = bilingual(yaml.safe_load(path.read_text("utf-8")))
        if "languages" in content:
            content["languages"] = ["en", "fr"]
        path.write_text(yaml.safe_dump(content, sort_keys=False, allow_unicode=True), "utf-8")
    for path in (folder / "codebook").glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        added = [{**row, **{f"{name[:-2]}fr": row[name] for name in TEXTS if name in row}} for row in rows]
        with path.open("w", encoding="utf-8", newline="") as file:
            table = csv.DictWriter(file, list(added[0]), lineterminator="\n")
            table.writeheader()
            table.writerows(added)


class Edited:
    """A finished run, the workflow that made it, and what a run starts after an edit."""

    def __init__(self, folder: Path):
        self.folder, self.workflow = folder / "libraries", copy_of_workflow(folder / "workflow")
        libraries_in_two_languages(self.folder)
        self.run()

    def run(self) -> None:
        snakemake = [
            "-m", "snakemake", "--workflow-profile", self.workflow / "workflow/profiles/default", "--snakefile",
            self.workflow / "Snakefile", "--cores", "2", "--directory", self.folder, "--quiet", "host",
            "--executor", "wavework", "--logger", "wavework",
        ]  # fmt: skip
        start = [sys.executable, self.workflow / "workflow/scripts/start_run.py", self.folder, sys.executable]
        variables = os.environ | {"PYTHONPATH": str(self.workflow / "workflow"), "PYTHONDONTWRITEBYTECODE": ""}
        done = subprocess.run([*map(str, start), *map(str, snakemake)], env=variables, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr

    def logs(self) -> dict[str, int]:
        """Step -> when it last wrote its log: a step that is started writes it anew."""
        logs = self.folder / "logs"
        return {
            path.relative_to(logs).with_suffix("").as_posix(): path.stat().st_mtime_ns for path in logs.rglob("*.log")
        }

    def starts(self, file: Path, edit: Callable[[str], str]) -> set[str]:
        """The steps that a run starts after an edit of a file, but for the page to explore, which shows everything."""
        before, text = self.logs(), file.read_text("utf-8")
        edited = edit(text)
        assert edited != text
        file.write_text(edited, "utf-8")
        self.run()
        after = self.logs()
        return {step for step in after if after[step] != before.get(step) and not step.startswith("explore")}


def replaced(old: str, new: str) -> Callable[[str], str]:
    """An edit that changes a text where it first stands."""
    return lambda text: text.replace(old, new, 1)


@pytest.fixture(scope="module")
def edited(tmp_path_factory) -> Edited:
    return Edited(tmp_path_factory.mktemp("edited"))


def page(language: str) -> set[str]:
    return {f"report_values/{language}", f"report/{language}"}


def drawn(*figures: str, languages: tuple[str, ...] = ("en", "fr")) -> set[str]:
    return {f"draw/{language}/{figure}" for figure in figures for language in languages}


DATA = {f"figure_data/{figure}" for figure in FIGURES}  # they read labels and words
PAGES = page("en") | page("fr")  # what shows figures, claims and words


@pytest.mark.slow
def test_ten_small_edits(edited):
    book, code = edited.folder / "codebook", edited.workflow / "workflow"
    config, raw = edited.folder / "config.yaml", edited.folder / "raw"

    title = edited.starts(book / "figures.yaml", replaced("fr: Staff\n", "fr: Personnel\n"))
    assert title == {"figure_data/staff", *drawn("staff", languages=("fr",)), *PAGES, *INDEX, "wave_exhibits"}

    label = edited.starts(book / "items.csv", replaced("Step-free way from the street", "Way without a step"))
    shown = drawn("entrance", "all-answers", languages=("en",))
    assert label == {*DATA, *shown, *PAGES, *INDEX, "codebook", "wave_exhibits"}

    kind = edited.starts(code / "wavework/charts/kinds/heatmap.py", lambda text: text + "\n# edited\n")
    assert kind == {*drawn("all-answers"), "provenance"}

    word = edited.starts(code / "words/fr.yaml", replaced("a participé", "a pris part"))
    assert word == {*DATA, *drawn("participation", languages=("fr",)), *page("fr"), "codebook", "provenance"}

    of_report = edited.starts(
        code / "words/report/fr.yaml", lambda text: re.sub(r"(?m)^none: .*$", 'none: "..."', text)
    )
    assert of_report == {*page("fr"), "provenance"}

    sentence = edited.starts(code / "standard_report/en/index.qmd", lambda text: text + "\nA further sentence.\n")
    assert sentence == {"standard_report", "report/en", "provenance"}

    text = "All libraries have staff who know sign language."
    claim = edited.starts(book / "claims.yaml", replaced(text, text.replace("All libraries", "The libraries all")))
    assert claim == {*PAGES, "exhibits", "provenance"}

    before = (raw / "surveys/access_2023.csv").read_bytes()
    after = before.replace(b"No,No,3,x,x,x,", b"No,No,3,-,x,x,")
    (raw / "surveys/access_2023.csv").write_bytes(after)
    digests = [sha256(content).hexdigest() for content in (before, after)]
    answer = edited.starts(raw / "sources.yaml", replaced(*digests))
    assert {step for step in answer if step.startswith("draw/")} == drawn("barriers")
    assert not answer & {"specification_curve", "standard_report", "cleaning_log"}

    colour = edited.starts(config, lambda text: text + "style: {colours: {accent: '#005f73'}}\n")
    assert colour == {*drawn(*FIGURES), *PAGES, "provenance"}

    assert edited.starts(config, lambda text: text + "# nothing\n") == set()
