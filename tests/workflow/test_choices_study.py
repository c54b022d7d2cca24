"""The main study with every wave collected, and its text where the study lacks something.

Its tables are made once; those of a study that takes less are the same without the rows that it would not have.
"""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from tests.conftest import REPO, run_snakemake
from tests.pages import Page, Site, site_page
from tests.reporting.conftest import project_of, read_report_inputs
from tests.workflow.choices import edited, without

from wavework.rendering.renderer import render
from wavework.reporting.inputs import Inputs

LANGUAGES = ("en", "fr", "es")
WAVES = ("ilo_global_2020", "ilo_ap_2022", "idb_lac_2019", "idb_lac_2022")
CHAPTERS = {  # id of a chapter of the text -> what it is about
    "sec-egdi": "egdi", "sec-change": "change", "sec-contrast": "contrast", "sec-conclusions": "claims",
    "sec-reconstruction": "reconstructed", "sec-published": "published",
}  # fmt: skip


def copy_of_study(folder: Path) -> Path:
    for part in ("config.yaml", "raw", "workflow/codebook", "report/quoted.yaml", "report/start.yaml"):
        (folder / part).parent.mkdir(parents=True, exist_ok=True)
        (shutil.copytree if (REPO / part).is_dir() else shutil.copy2)(REPO / part, folder / part)
    return folder


def all_collected(registry: dict[str, Any]) -> None:
    """As who has put the own exports in: basis, title and producer are theirs."""
    for entry in registry["sources"]:
        if entry["basis"] == "reconstructed":
            entry |= {"basis": "collected", "title": f"Export of {entry['wave']}", "producer": "the researchers"}
            del entry["note"]


def few(config: dict[str, Any]) -> None:
    config["statistics"] |= {"resamples": 99, "bootstrap": 99, "specification_permutations": 99}
    config["reconstruction"]["draws"] = 10


@pytest.fixture(scope="module")
def collected(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The study with its tables and the data of its figures, no picture drawn."""
    folder = copy_of_study(tmp_path_factory.mktemp("collected"))
    edited(folder / "raw/sources.yaml", all_collected)
    edited(folder / "config.yaml", few)
    done = run_snakemake(folder, "processed/datapackage.json")
    assert done.returncode == 0, done.stdout
    return folder


def inputs_of(folder: Path, language: str) -> Inputs:
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        return read_report_inputs(language)


def made_site(output: Path, language: str) -> Site:
    """The site of a language, with the pages of the others made beside it, as in a study: each links its own there."""
    site = site_page(output / language)
    for other in set(LANGUAGES) - {language}:
        (output / other).mkdir()
        for name in site.pages:
            (output / other / f"{name}.html").touch()
    return site


@pytest.mark.parametrize("language", LANGUAGES)
def test_with_every_wave_collected_the_page_and_the_slides_read_well(language, collected, tmp_path) -> None:
    project = project_of(inputs_of(collected, language), tmp_path, REPO / "report" / language)
    output = tmp_path / "report/_output"  # as in a study: the page links pictures beside the report
    render(project, output / language, language=language, formats=["html", "slides"], renderer="pandoc")
    page, slides = made_site(output, language), Page(output / language / "slides.html")
    assert page.problems(reconstructed=False) == []
    assert slides.problems(reconstructed=False) == []
    assert CHAPTERS.keys() - set(page.ids) == {"sec-reconstruction"}
    assert {"ap-all-have-strategy", "tbl-verdicts"} & set(page.ids) == {"tbl-verdicts"}
    assert not [name for name in page.ids if name.startswith("fig-robustness")]


def test_with_every_wave_collected_no_verdict_is_assumed(collected) -> None:
    claims = pd.read_csv(collected / "processed/claims.csv", dtype=str, keep_default_na=False)
    assert "assumed" not in set(claims["verdict"])
    assert set(claims["share_of_draws"]) == {""}
    assert (claims.loc[claims["kind"] == "finding", "verdict"] == "reproduced").sum() > 40
    exhibits = pd.read_csv(collected / "processed/exhibits.csv", dtype=str, keep_default_na=False)
    left = exhibits[exhibits["left_out"] != ""]
    robustness = ["robustness", "robustness-services", "robustness-organization"]
    assert left["exhibit"].tolist() == [*robustness, "ladder", "what-would-settle"]
    assert set(left["left_out"]) == {"all answers are collected"}
    assert "reconstructed" not in set(exhibits["basis"])


def waves(*kept: str) -> Callable[[Path], None]:
    """Only these waves of answers, as a person takes the others out of config.yaml."""

    def edit(config: dict[str, Any]) -> None:
        config["waves"] = {wave: keys for wave, keys in config["waves"].items() if wave in kept or wave not in WAVES}
        for kind in ("change", "contrast"):
            pairs = config["comparisons"][kind]
            config["comparisons"][kind] = [pair for pair in pairs if set(pair.values()) <= set(config["waves"])]

    return lambda folder: edited(folder / "config.yaml", edit)


def lessened(folder: Path, kept: tuple[str, ...], gone: set[str]) -> None:
    """Take out of finished tables what a run of a study of fewer waves, or without this, would not have made."""
    about = {
        "egdi": ("association", "specification curve", "measure association"),
        "change": ("change", "item change", "agreement", "rank change", "measure change", "measure stability"),
        "contrast": ("contrast", "item contrast", "specification curve"),
    }  # fmt: skip
    files = {
        "egdi": ("egdi", "leave_one_out", "specifications", "newcomers", "measure_leave_one_out"),
        "change": ("paired_scores", "newcomers"),
        "contrast": ("specifications",), "claims": ("claims",), "published": ("published_comparison",),
    }  # fmt: skip
    for name in {file for what in gone for file in files[what]}:
        (folder / f"processed/{name}.csv").unlink()
    for path in (*(folder / "processed").glob("*.csv"), *(folder / "figures").glob("*.csv")):
        table = pd.read_csv(path, dtype=str, keep_default_na=False)
        for column in ("wave", "wave_from"):
            if column in table and path.stem not in ("sources", "claims"):
                there = table[column].map(lambda text: not set(text.split("+")) & (set(WAVES) - set(kept)))
                table = table[there & ~(table[column].str.contains("+", regex=False) & ("contrast" in gone))]
        if path.stem == "statistics":
            table = table[~table["question"].isin([question for what in gone for question in about.get(what, ())])]
        table.to_csv(path, index=False)


KEYS = {"egdi": "egdi", "published": "published", "change": "comparisons.change", "contrast": "comparisons.contrast"}
CASES = {
    "ilo_global_2020": (("ilo_global_2020",), {"change", "contrast", "claims"}),
    "ilo_ap_2022": (("ilo_ap_2022",), {"change", "contrast", "claims"}),
    "idb_lac_2019": (("idb_lac_2019",), {"change", "contrast", "claims"}),
    "idb_lac_2022": (("idb_lac_2022",), {"change", "contrast", "claims"}),
    "Asia-Pacific": (WAVES[:2], {"contrast", "claims"}),
    "no contrast": (WAVES, {"contrast"}),
    "no change": (WAVES, {"change"}),
    "no EGDI": (WAVES, {"egdi"}),
    "no claims": (WAVES, {"claims"}),
    "no published values": (WAVES, {"published"}),
}


# What one wave alone lacks is much the same, whichever it is, and holds most of the others: the short form has three.
AGAIN = set(CASES) - {"idb_lac_2022", "no EGDI", "no change"}


@pytest.mark.parametrize(
    "case", [pytest.param(case, marks=pytest.mark.slow) if case in AGAIN else case for case in CASES]
)
def test_the_text_holds_for_a_study_that_lacks_something(case, collected, tmp_path) -> None:
    kept, gone = CASES[case]
    folder = tmp_path / "study"
    shutil.copytree(collected, folder, ignore=shutil.ignore_patterns(".snakemake", "logs"))
    waves(*kept)(folder)
    without(*(KEYS[what] for what in gone if what in KEYS))(folder)
    lessened(folder, kept, gone)
    if "claims" in gone:
        (folder / "workflow/codebook/claims.yaml").unlink()
    project = project_of(inputs_of(folder, "en"), tmp_path, REPO / "report/en")
    output = tmp_path / "report/_output"
    render(project, output / "en", language="en", formats=["html"], renderer="pandoc")
    page = made_site(output, "en")
    assert page.problems(reconstructed=False) == []
    expected = {chapter for chapter, what in CHAPTERS.items() if what not in gone | {"reconstructed"}}
    assert CHAPTERS.keys() & set(page.ids) == expected
