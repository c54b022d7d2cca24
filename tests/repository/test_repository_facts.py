"""The checks at the end of the facts' README come out of processed/, in a copy of the study that is run for them."""

import shutil

import pandas as pd
import pytest
import yaml
from tests.conftest import REPO, copy_of_workflow, run_snakemake

RANKS = 92


@pytest.fixture(scope="session")
def processed(tmp_path_factory):
    """processed/ of this repository's own study, as far as the checks need it."""
    folder = copy_of_workflow(tmp_path_factory.mktemp("own") / "study")
    shutil.copytree(REPO / "raw", folder / "raw")
    shutil.copy2(REPO / "config.yaml", folder)
    tables = ["processed/egdi.csv", "processed/newcomers.csv", "processed/power.csv"]
    done = run_snakemake(folder, *tables, repository=folder)
    assert done.returncode == 0, done.stdout
    return folder / "processed"


@pytest.fixture(scope="session")
def egdi(processed):
    return pd.read_csv(processed / "egdi.csv")


def units(*waves):
    config = yaml.safe_load((REPO / "config.yaml").read_text("utf-8"))
    return [set(config["waves"][wave]["units"]) for wave in waves]


def test_all_ranks_of_the_deck_are_there(egdi, shared):
    assert len(egdi) == 27 * 5  # the United Nations' own table, 2016 to 2024
    deck = pd.read_csv(shared / "facts/egdi_deck_ranks.csv").set_index(["iso3", "year"])["egdi_rank"]
    ours = egdi.set_index(["country", "year"])["rank"].astype(int)
    assert len(deck) == RANKS
    assert ours[deck.index].to_dict() == deck.to_dict()
    assert set(egdi["basis"]) == {"published"}


@pytest.mark.parametrize(
    ("wave", "year", "mean"),
    [
        ("ilo_ap_2022", 2020, 62.2),
        ("ilo_ap_2022", 2022, 62.5),
        ("idb_lac_2022", 2020, 74.5),
        ("idb_lac_2022", 2022, 77.1),
    ],
)
def test_mean_ranks_of_the_regions(egdi, wave, year, mean):
    [members] = units(wave)
    ranks = egdi[(egdi["year"] == year) & egdi["country"].isin(members)]["rank"]
    assert len(ranks) == len(members)
    assert round(ranks.mean(), 1) == mean


@pytest.mark.parametrize(
    ("region", "panel", "newcomers"), [("AP", (6, 34.3), (5, 96.4)), ("LAC", (9, 67.6), (7, 89.4))]
)
def test_the_panels_are_not_random(processed, region, panel, newcomers):
    row = pd.read_csv(processed / "newcomers.csv").set_index("region").loc[region]
    assert (row["n_panel"], round(row["mean_panel"], 1)) == panel
    assert (row["n_newcomers"], round(row["mean_newcomers"], 1)) == newcomers
    assert row["year"] == 2022


@pytest.mark.parametrize(("n", "least"), [(6, 0.89), (9, 0.70), (11, 0.62), (16, 0.50), (27, 0.38)])
def test_the_smallest_significant_rank_correlation(processed, n, least):
    power = pd.read_csv(processed / "power.csv")
    row = power[(power["test"] == "spearman critical value") & (power["n"] == n)]
    assert len(row) == 1
    assert round(float(row["effect"].iloc[0]), 2) == least
