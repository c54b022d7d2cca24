"""The section "A new question" of docs/adding-a-wave.md: its snippets go to the files that it names, and it works."""

import re
import shutil
import wave as script
from pathlib import Path

import new_waves as made
import pandas as pd
import pytest
import yaml
from test_wave_confirm import WAVE, answers_of_wave, fill_in

from wavework.codebook import read_codebook
from wavework.drafting.study_as_it_stands import TABLES
from wavework.problems import InputError
from wavework.reporting.inputs import read_translations

ANSWERS = ("often", "sometimes", "never", "dont_know")
LABELS = ("Often", "Sometimes", "Never", "Don’t know")
ROWS = {"ai_vacancies": "Texts of vacancies", "ai_letters": "Letters to jobseekers"}
QUESTION = "How often does your service use AI for these tasks?"


def snippets() -> list[tuple[list[str], str]]:
    """The section's indented blocks, each with the files that the paragraph above it names."""
    text = (made.REPOSITORY / "docs" / "adding-a-wave.md").read_text("utf-8")
    section = text.split("\n## A new question\n")[1].split("\n## ")[0]
    found = []
    for above, block in re.findall(r"((?:^(?! {4}).*\n)+)((?:^ {4}.*\n)+)", section, re.MULTILINE):
        files = re.findall(r"`((?:workflow|report)/[^`]+)`", above)
        found.append((files, re.sub(r"^ {4}", "", block, flags=re.MULTILINE)))
    return found


@pytest.fixture
def asked(study: Path) -> Path:
    """A copy of the study with what the section adds."""
    shutil.copytree(made.REPOSITORY / "report", study / "report", ignore=lambda _, names: [
        name for name in names if not (name in ("en", "fr", "es") or name.endswith(".qmd"))
    ])  # fmt: skip
    for files, block in snippets():
        assert files
        for file in files:
            before = (study / file).read_text("utf-8")
            assert before.endswith("\n")
            (study / file).write_text(before + block, "utf-8")
    return study


def cell(item: str, service: int) -> str:
    return LABELS[(service + len(item)) % 4] if item in ROWS else made.label("en")(item, service)


def test_what_the_section_adds_is_a_question_like_any_other(asked: Path, tmp_path: Path) -> None:
    assert len(snippets()) == 6
    columns = [(f"Q{k}", f"{QUESTION} [{row}]", item) for k, (item, row) in enumerate(ROWS.items())]
    path = made.limesurvey(tmp_path / "x.csv", made.AP, columns, cell, heads={"id": "Response ID"})
    folder = script.draft(str(path), WAVE, "AP", 2024)
    drafted = pd.read_csv(folder / "crosswalk.csv", dtype=str).set_index("item")
    assert drafted["comparable"].to_dict() == dict.fromkeys(ROWS, "yes")
    fill_in(folder)
    script.confirm(WAVE, script.check_figures)
    answers = answers_of_wave(WAVE)
    for service, unit in enumerate(["AUS", "KHM", "CHN", "IND", "IDN", "JPN", "NPL", "PHL", "KOR", "SGP", "VNM"]):
        for item in ROWS:
            assert answers[unit, item] == ANSWERS[(service + len(item)) % 4], (unit, item)
    figures = yaml.safe_load(Path("workflow/codebook/figures.yaml").read_text("utf-8"))
    assert figures["ai-tasks"]["battery"] == "ai_tasks"
    for language in ("en", "fr", "es"):
        text = Path(f"report/{language}/_analytics.qmd").read_text("utf-8")
        assert text.count("{{< include _tables/fig-ai-tasks.md >}}") == 1


@pytest.mark.parametrize(("language", "told"), [("fr", "la question portait sur"), ("es", "se preguntó por")])
def test_a_reason_is_told_in_each_language(asked: Path, language: str, told: str) -> None:
    reason = "asked of any labour market information, not of that in real time"
    assert read_translations("workflow/codebook/translations.csv", language)[reason].startswith(told)


def test_origin_says_what_was_asked_or_nothing(study: Path) -> None:
    tables = [f"workflow/codebook/{table}.csv" for table in TABLES]
    items = Path("workflow/codebook/items.csv")
    text = items.read_text("utf-8")
    for word in ("asked", ""):
        items.write_text(f"{text}a_new,strategies,strategy,implementation4,no,A new one,Un,Uno,{word}\n", "utf-8")
        assert "a_new" in read_codebook(tables).scale_of
    items.write_text(f"{text}a_new,strategies,strategy,implementation4,no,A new one,Un,Uno,collected\n", "utf-8")
    with pytest.raises(InputError, match="one of deck, constructed, asked"):
        read_codebook(tables)
