"""The e-government index: the layouts of the UN's downloads, what was not assessed, and files that disagree."""

import pandas as pd
import pytest

from wavework.codebook import read_codebook
from wavework.egdi_editions import COLUMNS, edition_of, egdi_table
from wavework.problems import InputError

UNITS = pd.DataFrame(
    [
        {"unit": "KOR", "country": "KOR", "label_en": "Korea", "aliases": "Republic of Korea"},
        {"unit": "BOL", "country": "BOL", "label_en": "Bolivia", "aliases": "Bolivia (Plurinational State of)"},
        {"unit": "VNM", "country": "VNM", "label_en": "Viet Nam", "aliases": ""},
    ]
)
# Numbers invented; headings and the blanks behind the names as in the downloads until 2022 and of 2024.
UNTIL_2022 = """Survey Year,Country Name,E-Government Rank,E-Government Index,E-Participation Index,\
Online Service Index,Human Capital Index,Telecommunication Infrastructure Index
2022,"Republic of Korea ",3,0.95290,0.91140,0.98260,0.90870,0.96740
2022,"Bolivia (Plurinational State of) ",98,0.61650,0.59090,0.51930,0.77020,0.56010
2022,"Viet Nam ",0,0.00000,0.00000,0.00000,0.00000,0.00000
2022,"Atlantis ",86,0.67870,0.60230,0.64840,0.69030,0.69730
"""
OF_2024 = (
    "Survey Year,Country,Rank,E_Index,E_Participation,Online_Service,Human_Capital,Tele_Infra,Region\r\n"
    "2024,Republic of Korea ,4,0.96790,0.97260,1.00000,0.91200,0.99170,Asia\r\n"
    "2024,Bolivia (Plurinational State of) ,99,0.65520,0.53420,0.55690,0.74520,0.66360,Americas\r\n"
    "2024,Viet Nam ,71,0.77090,0.57530,0.70810,0.72680,0.87790,Asia\r\n"
)
PLAIN = "iso3,country,region,year,egdi_rank\nKOR,Korea,AP,2020,2\nVNM,Viet Nam,AP,2020,86\n"


@pytest.fixture
def table(tmp_path, monkeypatch):
    """table(text, text, …): the index from files of these contents."""
    monkeypatch.chdir(tmp_path)

    def build(*contents, units=UNITS, basis="published"):
        files = []
        for place, content in enumerate(contents):
            (tmp_path / f"e{place}.csv").write_bytes(content.encode())
            files.append((f"e{place}.csv", basis))
        return egdi_table(files, units)

    return build


def rows(table):
    return {(row["country"], row["year"]): row for row in table.to_dict("records")}


def test_the_download_until_2022(table):
    found = table(UNTIL_2022)
    assert list(found.columns) == COLUMNS
    assert found["country"].tolist() == ["BOL", "KOR", "VNM"]
    korea = rows(found)["KOR", 2022]
    assert korea["rank"] == 3
    assert korea["value"] == 0.9529
    assert korea["online_service"] == 0.9826
    assert korea["human_capital"] == 0.9087
    assert korea["telecommunication"] == 0.9674
    assert korea["basis"] == "published"


def test_the_download_of_2024(table):
    found = rows(table(OF_2024))
    assert {key: row["rank"] for key, row in found.items()} == {("BOL", 2024): 99, ("KOR", 2024): 4, ("VNM", 2024): 71}
    assert found["BOL", 2024]["telecommunication"] == 0.6636


def test_a_country_that_was_not_assessed_has_neither_rank_nor_value(table):
    vietnam = rows(table(UNTIL_2022))["VNM", 2022]
    for column in ("rank", "value", "online_service", "human_capital", "telecommunication"):
        assert pd.isna(vietnam[column])


def test_ranks_as_printed_in_a_source(table):
    found = table(PLAIN)
    assert found[["country", "year", "rank"]].to_numpy().tolist() == [["KOR", 2020, 2], ["VNM", 2020, 86]]
    assert found["value"].isna().all()


def test_values_of_one_file_complete_the_ranks_of_another(table):
    found = rows(table("iso3,year,egdi_rank\nKOR,2022,3\nBOL,2022,98\n", UNTIL_2022, OF_2024))
    assert found["KOR", 2022]["value"] == 0.9529
    assert found["KOR", 2024]["rank"] == 4
    assert len(found) == 6


def test_files_that_disagree_are_refused(table):
    with pytest.raises(InputError) as error:
        table("iso3,year,egdi_rank\nKOR,2022,5\nBOL,2022,98\n", UNTIL_2022)
    assert str(error.value) == (
        "e0.csv, row 2, column egdi_rank: KOR 2022: rank 5\n  Expected: 3, as in e1.csv, row 2\n"
        "  To do: correct the file that is wrong at its source, or take it out of egdi.files"
    )


def test_a_country_that_the_download_names_otherwise_is_asked_for(table):
    units = UNITS.assign(aliases=["Republic of Korea", "", ""])
    with pytest.raises(InputError) as error:
        table(UNTIL_2022, units=units)
    [problem] = error.value.problems
    assert problem.found.startswith("no row for BOL (bol, bolivia); near it: bolivia (plurinational state of)")
    assert problem.remedy == "add the name that the file uses to the aliases in units.csv"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("iso3,egdi_rank\nKOR,3\n", "e0.csv: no column for year"),
        ("Survey Year,Land,E-Government Rank\n2022,Korea,3\n", "e0.csv: no column for name"),
        ("iso3,year,egdi_rank\nKOR,2022,third\n", "e0.csv, row 2, column rank: 'third'\n  Expected: a whole number"),
        ("iso3,year,egdi_rank\nKOR,MMXX,3\n", "e0.csv, row 2, column year: 'MMXX'\n  Expected: a whole number"),
        ("iso3,year,egdi_rank\nKOR,,3\n", "e0.csv, row 2, column year: ''\n  Expected: a whole number"),
        ("iso3,year,egdi_rank\nKOR,2022.5,3\n", "e0.csv, row 2, column year: '2022.5'\n  Expected: a whole number"),
        ('iso3,year,egdi_rank,egdi_value\nKOR,2022,3,"0,95"\n', "e0.csv, row 2, column value: '0,95'"),
        ("", "e0.csv: the file is empty"),
    ],
)
def test_a_broken_file_is_refused(table, content, message):
    with pytest.raises(InputError) as error:
        table(content)
    assert str(error.value).startswith(message)


def test_countries_of_other_studies_are_left_out(table):
    assert table("iso3,year,egdi_rank\nKOR,2022,3\nDNK,2022,1\n")["country"].tolist() == ["KOR"]


def test_the_basis_is_that_of_the_file(table):
    assert set(table(PLAIN, basis="collected")["basis"]) == {"collected"}


@pytest.mark.parametrize(
    ("wave", "rule", "edition"),
    [
        (2022, "latest_up_to_wave", 2022),
        (2021, "latest_up_to_wave", 2020),
        (2019, "latest_up_to_wave", 2018),
        (2017, "latest_up_to_wave", None),
        (2030, "latest_up_to_wave", 2024),
        (2019, "latest", 2024),
        (2017, "latest", 2024),
    ],
)
def test_the_edition_that_belongs_to_a_wave(wave, rule, edition):
    assert edition_of(wave, {2018, 2020, 2022, 2024}, rule) == edition


def test_without_editions_there_is_none():
    assert edition_of(2022, [], "latest") is None


@pytest.mark.parametrize("year", [2016, 2018, 2020, 2022, 2024])
def test_the_un_downloads_give_the_decks_ranks(shared, repo, monkeypatch, year):
    """The deck's 92 ranks and the UN's own tables agree (facts README): 27 countries, ranks read independently."""
    monkeypatch.chdir(repo)
    book = read_codebook(["workflow/codebook/units.csv"])
    found = egdi_table([(str(shared / "data/egdi" / f"EGOV_DATA_{year}.csv"), "published")], book.units)
    assert len(found) == 27
    assert set(found["year"]) == {year}
    deck = pd.read_csv(shared / "facts/egdi_deck_ranks.csv")
    deck = deck[deck["year"] == year].set_index("iso3")["egdi_rank"]
    ranks = found.set_index("country")["rank"]
    assert ranks[deck.index].astype(int).to_dict() == deck.to_dict()
    if year != 2024:  # later than the deck
        assert len(deck) > 0
    assert found["value"].between(0, 1).all()
