"""Each recipe of docs/changing-the-study.md gives what the page says; the numbers are counted by hand in its tables."""

import csv
import io
import re

import pytest

from recipes import PAGE, followed, home_of_studies, recipes, snippets


@pytest.fixture(scope="module")
def made(repo, tmp_path_factory):
    """Recipe -> the files of its study after it; the recipes are followed one after the other, as a reader would."""
    home = home_of_studies(repo, tmp_path_factory.mktemp("recipes"))
    return {title: followed(recipe, home) for title, recipe in recipes(repo).items()}


def rows(files, name, **of):
    table = csv.DictReader(io.StringIO(files[name].decode("utf-8")))
    return [row for row in table if of.items() <= row.items()]


def counts(files, figure, **of):
    return {row["answer"]: row["count"] for row in rows(files, f"figures/{figure}.csv", **of) if row["reason"] == ""}


def test_the_page_has_the_recipes_and_readers_are_led_to_it(repo):
    assert list(recipes(repo)) == [
        "A figure", "A claim", "A choice of scoring", "A covariate", "A correction", "The house style", "A new wave",
        "A new question", "A changed scale",
    ]  # fmt: skip
    assert all(list(snippets(recipe)) for recipe in recipes(repo).values())
    assert f"]({PAGE})" in (repo / "README.md").read_text("utf-8")


def test_a_figure(made):
    of = {"item": "home_collection"}
    assert counts(made["A figure"], "services", **of) == {
        "fully": "4", "planned": "1", "not_planned": "1", "no_answer": "0",
    }  # fmt: skip
    assert made["A figure"]["figures/services.svg"].startswith(b"<?xml")


def test_a_claim(made):
    verdicts = {row["claim"]: row["verdict"] for row in rows(made["A claim"], "processed/claims.csv")}
    assert verdicts == {"most-collect": "reproduced", "all-publish": "not_reproduced"}


def test_a_choice_of_scoring(made):
    """Ash: yes, planned, no. Fern answered two of three."""
    of = {"wave": "survey_2024", "dimension": "services", "measure": "implementation"}
    scores = {row["unit"]: row["score"] for row in rows(made["A choice of scoring"], "processed/scores.csv", **of)}
    assert float(scores["ash"]) == pytest.approx((100 + 25 + 0) / 3, abs=1e-6)
    assert scores["fern"] == ""


def test_a_covariate(made):
    taken = {
        (row["wave"], row["country"]): row["gdp_per_head"]
        for row in rows(made["A covariate"], "processed/covariates.csv")
    }
    assert (taken["govtech_2020", "SGP"], taken["govtech_2022", "SGP"]) == ("65000", "79000")
    assert (taken["govtech_2020", "KHM"], taken["govtech_2020", "JPN"]) == ("1700", "")


def test_a_correction(made):
    """Public scales: yes in Cedar and Elm, planned in Ash and Fern, and in Birch by the correction."""
    of = {"wave": "survey_2024", "item": "scales"}
    found = rows(made["A correction"], "processed/prevalence.csv", **of)
    assert {row["answer"]: row["units"] for row in found if row["units"] != "0"} == {
        "fully": "2", "planned": "3", "not_planned": "1",
    }  # fmt: skip
    (logged,) = rows(made["A correction"], "processed/cleaning_log.csv", action="value corrected")
    assert (logged["unit"], logged["before"], logged["after"]) == ("birch", "not_planned", "planned")
    assert logged["reason"].startswith("the town wrote")


def test_the_house_style(made):
    """The answer "yes" had the darkest blue of the default, and has the first colour of the page's."""
    before, after = (made[title]["figures/services.svg"].lower() for title in ("A figure", "The house style"))
    assert (b"#0a3a5c" in before, b"#3b0f4d" in before) == (True, False)
    assert (b"#0a3a5c" in after, b"#3b0f4d" in after) == (False, True)


def test_a_new_wave(made):
    files = made["A new wave"]
    assert counts(files, "services", panel="survey_2026", item="home_collection")["fully"] == "5"
    of = {"wave": "survey_2026"}
    change = {row["item"]: row["change"] for row in rows(files, "processed/comparability.csv", **of)}
    assert change["home_collection"] == change["scales"] == "yes"
    assert change["open_data"] == "no"


def test_a_new_question(made):
    found = counts(made["A new question"], "repair", item="repair_cafe")
    assert {answer: count for answer, count in found.items() if count != "0"} == {
        "fully": "3", "not_planned": "2", "no_answer": "1",
    }  # fmt: skip


def test_a_changed_scale(made):
    files = made["A changed scale"]
    assert counts(files, "services", panel="survey_2026", item="open_data")["fully"] == "3"
    (row,) = rows(files, "processed/comparability.csv", wave="survey_2026", item="open_data")
    assert row["comparable"] == "recoded"
    recoded = rows(files, "processed/cleaning_log.csv", wave="survey_2026", action="value recoded")
    assert len(recoded) == 6
    assert {row["reason"] for row in recoded} == {"in 2026 what is published was asked"}


def test_the_page_repeats_nothing_of_the_guide_to_a_wave(repo):
    guide = (repo / "docs/adding-a-wave.md").read_text("utf-8")
    blocks = {line for line in re.findall(r"^    .+$", guide, re.MULTILINE) if len(line) > 30}
    assert [line for line in (repo / PAGE).read_text("utf-8").splitlines() if line in blocks] == []
