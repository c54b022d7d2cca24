"""A foreign study through the whole workflow: numbers counted by hand in tests/studies/libraries/raw."""

import json
import re

import pandas as pd
import pytest

FIGURES = ("participation", "entrance", "staff", "barriers", "own-rating", "score", "change", "all-answers")
TABLES = (
    "sources", "answers", "prevalence", "cleaning_log", "scores", "paired_scores", "statistics", "power", "exhibits",
    "claims", "report_values",
)  # fmt: skip


def table(study, name):
    return pd.read_csv(study.folder / f"processed/{name}.csv", dtype=str, keep_default_na=False)


def test_everything_that_such_a_study_can_have_is_there(libraries):
    written = set(libraries.files())
    expected = {f"processed/{name}.csv" for name in TABLES} | {"processed/datapackage.json"}
    expected |= {f"processed/{part}/access_{y}.csv" for part in ("answers", "cleaning") for y in (2019, 2021, 2023)}
    expected |= {f"figures/{figure}.{kind}" for figure in FIGURES for kind in ("csv", "svg", "png")}
    expected |= {"report/_output/en/index.html"}
    assert expected <= written
    assert not {name for name in written if "egdi" in name and name.startswith(("processed", "figures"))}


def test_a_second_run_has_nothing_to_do(libraries):
    assert "Nothing to be done" in libraries.run()


def test_answers_are_those_of_the_exports(libraries):
    answers = table(libraries, "answers")
    counts = answers.groupby(["wave", "status"]).size().to_dict()
    # 6, 6 and 8 libraries and 12 items; 2019 asked 11. Don't know: Elmfield's lift (2019), Cedar Street's website
    # (2021). Garnet Lane has no upper floor (2021, 2023). Nobody left a question out.
    assert counts == {
        ("access_2019", "answered"): 65, ("access_2019", "dont_know"): 1, ("access_2019", "not_asked"): 6,
        ("access_2021", "answered"): 70, ("access_2021", "dont_know"): 1, ("access_2021", "not_applicable"): 1,
        ("access_2023", "answered"): 95, ("access_2023", "not_applicable"): 1,
    }  # fmt: skip
    given = answers.set_index(["wave", "unit", "item"])["answer"]
    assert given["access_2019", "bir", "ent_door"] == "no"  # A2 of a question with two answers
    assert given["access_2019", "dov", "bar_building"] == "ticked"
    assert given["access_2019", "dov", "bar_money"] == "unticked"
    assert given["access_2021", "gar", "med_audio"] == "no"  # corrected
    assert given["access_2021", "ash", "own_building"] == "6"  # the later of two responses
    assert given["access_2023", "dov", "ent_step_free"] == "partly"
    assert set(answers["basis"]) == {"collected"}


def test_what_was_dropped_or_changed_is_logged(libraries):
    log = table(libraries, "cleaning_log")
    assert log.groupby(["wave", "action"]).size().to_dict() == {
        ("access_2019", "row dropped"): 1, ("access_2019", "value recoded"): 6, ("access_2021", "row dropped"): 3,
        ("access_2021", "value corrected"): 1,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("wave", "unit", "dimension", "score"),
    [
        ("access_2019", "ash", "building", (100 + 100 + 0) / 3),
        ("access_2019", "elm", "building", (50 + 100) / 2),  # of the lift it does not know
        ("access_2019", "ash", "people", 100),  # sign language was not asked
        ("access_2021", "gar", "building", (50 + 100) / 2),  # a lift does not apply
        ("access_2021", "gar", "collection", (0 + 0 + 50) / 3),
        ("access_2023", "hea", "building", (50 + 0 + 0) / 3),
        ("access_2023", "hea", "overall", (50 / 3 + (0 + 50 + 50) / 3 + 0) / 3),
        ("access_2023", "fer", "overall", 100),
    ],
)
def test_scores_agree_with_a_count_by_hand(libraries, wave, unit, dimension, score):
    scores = table(libraries, "scores")
    row = scores[
        (scores["wave"] == wave) & (scores["unit"] == unit) & (scores["dimension"] == dimension)
        & (scores["measure"] == "implementation")
    ]  # fmt: skip
    assert float(row["score"].iloc[0]) == pytest.approx(score, abs=1e-6)


def test_change_is_on_libraries_of_both_waves_and_what_both_asked_alike(libraries):
    pairs = table(libraries, "paired_scores")
    units = pairs.groupby(["wave_from", "wave"])["unit"].agg(lambda names: sorted(set(names))).to_dict()
    assert units == {
        ("access_2019", "access_2021"): ["ash", "bir", "ced", "dov", "fer"],
        ("access_2021", "access_2023"): ["ash", "bir", "ced", "dov", "fer", "gar"],
    }
    row = pairs[(pairs["wave"] == "access_2021") & (pairs["unit"] == "bir") & (pairs["measure"] == "implementation")]
    scores = {r["dimension"]: (float(r["score_from"]), float(r["score_to"])) for r in row.to_dict("records")}
    # The collection without the website (not comparable): print no, audio no -> print partly, audio no.
    assert scores["collection"] == (0, 25)
    assert scores["people"] == (0, 100)  # training alone; sign language was not asked in 2019


def test_claims_have_the_verdicts_that_the_answers_give(libraries):
    claims = table(libraries, "claims").set_index("claim")
    assert claims["verdict"].to_dict() == {
        "most-trained-staff": "reproduced", "all-have-sign-language": "not_reproduced",
        "own-rating-rises": "reproduced", "welcome-matters-more": "not_testable",
    }  # fmt: skip
    assert claims.loc["most-trained-staff", ["count", "n"]].tolist() == ["6", "8"]
    assert claims.loc["all-have-sign-language", ["count", "n"]].tolist() == ["3", "8"]
    assert claims.loc["own-rating-rises", ["estimate", "n"]].tolist() == ["1.6", "5"]  # 2, 2, 2, 2 and 0


def test_figures_show_what_was_counted(libraries):
    shown = pd.read_csv(libraries.folder / "figures/barriers.csv")
    found = shown.set_index(["wave", "item"])[["value", "n"]].to_dict("index")
    assert found["access_2019", "bar_money"] == {"value": 4, "n": 6}
    assert found["access_2021", "bar_money"] == {"value": 5, "n": 6}
    assert found["access_2023", "bar_staff"] == {"value": 3, "n": 8}
    entrance = pd.read_csv(libraries.folder / "figures/entrance.csv")
    row = entrance[(entrance["panel"] == "access_2023") & (entrance["item"] == "ent_lift")].set_index("answer")["count"]
    assert row[["yes", "partly", "no", "not_applicable"]].tolist() == [3, 2, 2, 1]


def test_captions_speak_of_libraries_and_not_of_services(libraries):
    texts = "".join(
        content.decode()
        for name, content in libraries.files("processed").items()
        if name.startswith("processed/figures")
    )
    assert "8 libraries" in texts
    assert "service" not in texts.lower()


def test_the_index_of_exhibits_lists_every_figure(libraries):
    exhibits = table(libraries, "exhibits")
    assert set(FIGURES) <= set(exhibits.iloc[:, 0])


@pytest.mark.parametrize(("folder", "some"), [
    ("processed", {"answers.csv", "scores.csv", "claims.csv", "codebook/variables.csv"}), ("figures", {"barriers.csv"}),
])  # fmt: skip
def test_every_table_is_described_column_by_column(libraries, folder, some):
    described = json.loads((libraries.folder / folder / "datapackage.json").read_text("utf-8"))["resources"]
    assert some <= {resource["path"] for resource in described}
    for resource in described:
        assert resource["description"], resource["name"]
        assert all(field["description"] for field in resource["schema"]["fields"]), resource["name"]


CANARIES = re.compile(rb"canary|192\.0\.2\.1|198\.51\.100\.1|51\.47\d{2}13|-0\.98\d{2}37|7946 0|7001000", re.IGNORECASE)


def test_the_exports_hold_canaries_in_every_personal_column(libraries):
    found = set()
    for path in (libraries.folder / "raw").rglob("*.csv"):
        found |= set(CANARIES.findall(path.read_bytes()))
    assert len(found) > 20


def test_no_canary_is_in_anything_that_a_run_writes(libraries):
    written = libraries.files(*("processed", "figures", "logs", "report", ".snakemake"))
    assert [name for name, content in written.items() if CANARIES.search(content)] == []
    assert not CANARIES.search(libraries.said.encode())
    assert len(written) > 100


@pytest.mark.slow  # .ci/run holds the bytes of whole runs in twelve surroundings, and of this study in two
def test_two_places_two_locales_and_two_seeds_give_the_same_bytes(libraries, elsewhere):
    here, there = libraries.files(), elsewhere.files()
    assert sorted(here) == sorted(there)
    assert [name for name in here if here[name] != there[name]] == []
    crates = {study.folder.joinpath("ro-crate-metadata.json").read_bytes() for study in (libraries, elsewhere)}
    assert len(crates) == 1
