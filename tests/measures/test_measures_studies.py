"""Whole runs of studies with measures: governments as shipped, all economies, the study of docs/your-own-study.md."""

import re
import shutil
from pathlib import Path

import pandas as pd
import pytest
import yaml
from followed import all_economies, own_study
from known_answers import assert_known
from PIL import Image
from tests.conftest import run_snakemake
from tests.pages import Page, site_page

FEW = {"resamples": 99, "bootstrap": 99}


def run(study: Path, repo: Path, **keys: object) -> Path:
    """The study, run whole in English to HTML with few resamples."""
    config = yaml.safe_load((study / "config.yaml").read_text("utf-8"))
    config |= {"languages": ["en"], "formats": ["html"], "renderer": "pandoc"}
    config["statistics"] = {**config.get("statistics", {}), **FEW}
    (study / "config.yaml").write_text(yaml.safe_dump({**config, **keys}, allow_unicode=True), "utf-8")
    done = run_snakemake(study, repository=repo)
    assert done.returncode == 0, done.stdout
    return study


def text_of(study: Path) -> str:
    """What a reader of the report reads."""
    return site_page(study / "report/_output/en").text


def table(study: Path, name: str) -> pd.DataFrame:
    return pd.read_csv(study / f"processed/{name}.csv", keep_default_na=False)


@pytest.fixture(scope="module")
def governments(repo, tmp_path_factory) -> Path:
    study = tmp_path_factory.mktemp("governments") / "govtech"
    made = shutil.ignore_patterns("processed", "figures", "logs", "report", ".snakemake")
    shutil.copytree(repo / "studies/govtech", study, ignore=made)
    return run(study, repo)


def test_the_study_of_governments_never_speaks_of_employment_services(governments):
    text = text_of(governments)
    assert "27 governments" in text
    assert "employment service" not in text.lower()
    assert not re.search(r"\bservices?\b", text.replace("Public service delivery", ""), re.IGNORECASE)
    assert not re.search(r"\?@|\bnan\b|questionnaires? were answered|reconstruct(ed|ion)", text)


def test_its_report_opens_with_the_answer_and_has_every_figure(governments):
    opening = Page(governments / "report/_output/en/summary.html").text
    assert "among the 27 governments" in opening
    assert re.search(r"“Questionnaire alone, seven themes”.*\(ρ = 0\.52 \[", opening)
    figures = yaml.safe_load((governments / "codebook/figures.yaml").read_text("utf-8"))
    assert len(figures) == 6
    for name in figures:
        assert (governments / f"figures/{name}.svg").is_file()
    exhibits = table(governments, "exhibits")
    assert set(exhibits.loc[exhibits["left_out"] == "", "exhibit"]) == set(figures)


def test_statistics_hold_the_known_answers(governments):
    assert_known(table(governments, "statistics"))


def test_all_economies_run_and_no_picture_is_taller_than_a_page(repo, shared, tmp_path):
    study = run(all_economies(repo, shared, tmp_path / "govtech"), repo)
    change = table(study, "statistics").query("question == 'measure change' and measure == 'gtmi' and region == 'all'")
    pairs = change[change["outcome"] == ""].set_index("wave").sort_index()
    assert pairs["n"].astype(int).tolist() == [198, 197]
    assert pairs["estimate"].astype(float).tolist() == pytest.approx([0.03275, 0.03571], abs=5e-6)
    assert pairs["detail"].tolist() == ["rises=108; falls=90; unchanged=0", "rises=130; falls=67; unchanged=0"]
    log = table(study, "cleaning_log")
    assert (log["action"] == "row dropped").sum() == 5
    assert set(log.loc[log["action"] == "no EGDI rank", "unit"]) == {"HKG", "MAC", "PSE", "TWN", "XKX"}
    for picture in (study / "figures").glob("*.png"):
        width, height = Image.open(picture).size
        assert height < 1.5 * width, picture.name
    assert "198 governments" in text_of(study)


def test_the_document_makes_a_first_report(repo, tmp_path):
    study = run(own_study(repo, tmp_path), repo)
    text = text_of(study)
    assert "Waste in six towns" in text
    # counted in the document's tables: yes to collection from home, and the rises of the share recycled
    assert "“Collection from home” (4 of 6" in text
    assert "5 rose, 1 fell" in text
    assert not re.search(r"e-government|reconstruct(ed|ion)|\bregions? (is|are)\b|\bclaims? of the source", text)
