"""The 92 ranks and the published values of raw/, against the deck's own tables and numbers typed by hand."""

import re
from pathlib import Path

import pandas as pd
import pytest
from test_codebook_data_tables import CROSSWALK, ITEMS

ROOT = Path(__file__).parents[2]
FACTS = ROOT.parent / "shared" / "facts"
RANKS = pd.read_csv(ROOT / "raw/egdi/egdi_deck_ranks.csv", keep_default_na=False)
PUBLISHED = pd.read_csv(ROOT / "raw/published/published_values.csv", dtype=str, keep_default_na=False)
needs_deck = pytest.mark.skipif(not FACTS.exists(), reason="the deck is not part of the repository")


def rank(unit: str, year: int) -> int:
    (found,) = RANKS.loc[(RANKS["iso3"] == unit) & (RANKS["year"] == year), "egdi_rank"]
    return found


def test_there_are_92_ranks_of_27_countries():
    assert len(RANKS) == 92
    assert not RANKS.duplicated(["iso3", "year"]).any()
    assert RANKS.groupby("region")["iso3"].nunique().to_dict() == {"AP": 11, "LAC": 16}
    assert RANKS.groupby("region")["year"].unique().map(sorted).to_dict() == {
        "AP": [2016, 2018, 2020, 2022],
        "LAC": [2018, 2020, 2022],
    }


@pytest.mark.parametrize(
    ("unit", "year", "expected"),
    [  # typed from the deck
        ("AUS", 2022, 7), ("KHM", 2016, 158), ("CHN", 2018, 65), ("KOR", 2020, 2), ("SGP", 2016, 4),
        ("VNM", 2020, 86), ("ARG", 2022, 41), ("BRB", 2018, 46), ("BOL", 2018, 103), ("CRI", 2020, 56),
        ("HND", 2022, 155), ("SUR", 2020, 122), ("URY", 2018, 34),
    ],
)  # fmt: skip
def test_ranks_typed_by_hand(unit, year, expected):
    assert rank(unit, year) == expected


@needs_deck
def test_ranks_are_those_of_the_deck_s_two_tables():
    printed, years = {}, []
    for line in next(FACTS.glob("deck-*.txt")).read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.split("\t")]
        if cells[0] == "Country":
            years = [int(re.search(r"\d{4}", cell)[0]) for cell in cells[1:]]
        elif years and len(cells) == len(years) + 1 and all(cell.isdigit() for cell in cells[1:]):
            printed |= {(cells[0], year): int(cell) for year, cell in zip(years, cells[1:], strict=True)}
        elif cells[0]:
            years = []
    ours = {(row.country, row.year): row.egdi_rank for row in RANKS.itertuples()}
    assert len(printed) == 92
    assert ours == printed


def test_means_of_the_ranks_are_those_of_the_facts():
    means = RANKS.groupby(["region", "year"])["egdi_rank"].mean().round(1)
    assert (means["AP", 2020], means["AP", 2022]) == (62.2, 62.5)
    assert (means["LAC", 2020], means["LAC", 2022]) == (74.5, 77.1)
    panels = {"AP": "AUS KHM CHN JPN KOR SGP", "LAC": "BOL BRA CHL COL CRI ECU MEX PRY PER"}
    for region, expected in (("AP", (34.3, 96.4)), ("LAC", (67.6, 89.4))):
        now = RANKS[(RANKS["region"] == region) & (RANKS["year"] == 2022)]
        both = now["iso3"].isin(panels[region].split())
        assert (now[both]["egdi_rank"].mean().round(1), now[~both]["egdi_rank"].mean().round(1)) == expected


@needs_deck
def test_published_values_are_the_table_of_facts_with_columns_added():
    facts = pd.read_csv(FACTS / "published_values.csv", dtype=str, keep_default_na=False)
    pd.testing.assert_frame_equal(PUBLISHED[facts.columns], facts)
    assert list(PUBLISHED.columns)[: len(facts.columns)] == list(facts.columns)


def test_published_values_have_81_rows_and_refer_to_the_codebook():
    assert len(PUBLISHED) == 81
    known = set(ITEMS["item"]) | {f"battery:{battery}" for battery in ITEMS["battery"]} | {""}
    asked = set(zip(CROSSWALK["wave"], CROSSWALK["item"], strict=True))
    for row in PUBLISHED.to_dict("records"):
        names = row["item"].split("|")
        assert set(names) <= known
        if row["wave"]:
            assert all((row["wave"], name) in asked for name in names if name and ":" not in name)


def test_bounds_and_shares_agree_with_what_is_printed():
    for row in PUBLISHED.to_dict("records"):
        if row["share"]:
            assert float(row["share"]) == pytest.approx(float(row["percent"]) / 100)
        if row["low_count"]:
            assert row["low_count"].isdigit()
            assert int(row["low_count"]) <= int(row["high_count"])
            if row["n"]:
                assert int(row["high_count"]) <= int(row["n"])
        if row["count"] and row["percent"] and row["n"]:
            assert int(row["count"]) / int(row["n"]) * 100 == pytest.approx(float(row["percent"]), abs=0.06)
    lowest = {(row["item_id"], row["region"], row["value"]): row for row in PUBLISHED.to_dict("records")}
    assert lowest["frontoffice_digital_strategy", "AP", ">=6/11"]["low_count"] == "6"
    assert lowest["data_kpi_goals", "AP", "<=5/11 for most items"]["high_count"] == "5"
    assert lowest["org_culture_programme", "LAC", "<10%"]["high_count"] == "1"
    assert lowest["service_channel_strategy", "LAC", ">=9/16"]["low_count"] == "9"
    means = PUBLISHED.loc[PUBLISHED["wave"] == "idb_lac_2022"].query("statistic == 'mean'")["mean"]
    assert list(means) == ["3.2", "3.0", "2.6", "3.0", "2.4"]


def test_world_wide_shares_are_not_tied_to_the_panel_of_six():
    world = PUBLISHED[PUBLISHED["region"] == "GLOBAL"]
    assert len(world) >= 10
    assert set(world["wave"]) == {""}
