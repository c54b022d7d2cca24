"""The E-Government Development Index of a new year: the download as it is, in both of its column layouts."""

import csv
from pathlib import Path

import new_waves as made
import pytest

from wavework.egdi_editions import edition_of, egdi_table
from wavework.problems import InputError

OLD = ["Survey Year", "Country Name", "E-Government Rank", "E-Government Index", "E-Participation Index",
       "Online Service Index", "Human Capital Index", "Telecommunication Infrastructure Index"]  # fmt: skip
NEW = ["Survey Year", "Country", "Rank", "E_Index", "E_Participation", "Online_Service", "Human_Capital", "Tele_Infra",
       "Region"]  # fmt: skip
SAMPLES = made.REPOSITORY.parent / "shared" / "data" / "egdi"
DECK = made.REPOSITORY / "raw" / "egdi" / "egdi_deck_ranks.csv"


def download(path: Path, year: int, head: list[str], **changes: list[str]) -> Path:
    """A table of the study's countries and one more, a blank behind each name. changes: unit -> its numbers."""
    rows = [head]
    for place, unit in enumerate(made.codebook("units"), start=1):
        own = [str(place), f"0.{place:02d}123", "0.1", f"0.2{place:02d}", "0.3", "0.4"]
        rows.append([str(year), f"{unit['label_en']} ", *changes.get(unit["unit"], own)])
    rows.append([str(year), "Iraq ", "148", "0.45721", "0.09590", "0.18755", "0.49672", "0.68736"])
    rows = [rows[0], *([*row, "Asia"] if head is NEW else row for row in rows[1:])]
    path.write_bytes(made.csv_bytes(rows))
    return path


@pytest.mark.parametrize(("year", "head"), [(2022, OLD), (2024, NEW)])
def test_both_layouts_give_ranks_values_and_components(tmp_path: Path, book, year: int, head: list[str]) -> None:
    path = download(tmp_path / "EGOV.csv", year, head)
    table = egdi_table([(str(path), "published")], book.units).set_index("country")
    countries = [row["country"] for row in made.codebook("units")]
    assert set(table.index) == set(countries)  # Iraq is no country of the study
    for place, country in enumerate(countries, start=1):
        row = table.loc[country]
        assert (row["year"], row["rank"]) == (year, place)
        assert row["value"] == pytest.approx(float(f"0.{place:02d}123"))
        assert row["online_service"] == pytest.approx(float(f"0.2{place:02d}"))
        assert (row["human_capital"], row["telecommunication"]) == (0.3, 0.4)


def test_zeros_are_countries_that_were_not_assessed(tmp_path: Path, book) -> None:
    nothing = ["0", "0.00000", "0.00000", "0.00000", "0.00000", "0.00000"]
    path = download(tmp_path / "EGOV.csv", 2024, NEW, SUR=nothing, HND=["193", "0.10000", "0", "0.00000", "0.2", "0.1"])
    table = egdi_table([(str(path), "published")], book.units).set_index("country")
    assert table.loc["SUR", ["rank", "value", "online_service", "human_capital", "telecommunication"]].isna().all()
    # a service without anything online was assessed: its index of 0 is a measured one
    assert (table.loc["HND", "rank"], table.loc["HND", "online_service"]) == (193, 0)


def test_values_stand_beside_the_ranks_of_the_deck(tmp_path: Path, book) -> None:
    with DECK.open(encoding="utf-8", newline="") as file:
        deck = {(row["iso3"], row["year"]): row["egdi_rank"] for row in csv.DictReader(file)}
    numbers = {
        unit: [rank, "0.5", "0.5", "0.5", "0.5", "0.5"]
        for (unit, year), rank in deck.items()
        if year == "2022" and rank
    }
    path = download(tmp_path / "EGOV.csv", 2022, OLD, **numbers)
    table = egdi_table([(str(DECK), "published"), (str(path), "published")], book.units)
    of_2022 = table[table["year"] == 2022]
    assert len(of_2022) == len(made.codebook("units"))
    assert of_2022["value"].notna().all()
    assert table[table["year"] == 2020]["value"].isna().all()


def test_two_sources_that_disagree_are_refused(tmp_path: Path, book) -> None:
    path = download(tmp_path / "EGOV.csv", 2022, OLD)
    with pytest.raises(InputError, match="AUS 2022: rank"):
        egdi_table([(str(DECK), "published"), (str(path), "published")], book.units)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("Viet Nam ", "Socialist Vietnam ", "no row for VNM"),
        ("Rank,", "Place,", "no column for rank"),
        ("2024,Australia ", "twenty,Australia ", "row 2, column year: 'twenty'"),
        ("0.01123", "0,01123", "EGOV.csv, row 2"),
    ],
)
def test_a_download_that_was_changed_is_refused(tmp_path: Path, book, old: str, new: str, message: str) -> None:
    path = download(tmp_path / "EGOV.csv", 2024, NEW)
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(InputError, match=message):
        egdi_table([(str(path), "published")], book.units)


@pytest.mark.parametrize(
    ("wave_year", "rule", "edition"),
    [(2019, "latest_up_to_wave", 2018), (2020, "latest_up_to_wave", 2020), (2023, "latest_up_to_wave", 2022),
     (2024, "latest_up_to_wave", 2024), (2015, "latest_up_to_wave", None), (2019, "latest", 2024)],
)  # fmt: skip
def test_the_edition_of_a_wave(wave_year: int, rule: str, edition: int | None) -> None:
    assert edition_of(wave_year, {2016, 2018, 2020, 2022, 2024}, rule) == edition


@pytest.mark.parametrize("year", [2016, 2018, 2020, 2022, 2024])
def test_the_downloads_themselves(book, year: int) -> None:
    """Every rank and value of the genuine tables, against Python's csv module."""
    path = SAMPLES / f"EGOV_DATA_{year}.csv"
    if not path.exists():
        pytest.skip("no samples")
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    raw = {row[1].strip(): (row[2], row[3]) for row in rows[1:]}
    table = egdi_table([(str(path), "published"), (str(DECK), "published")], book.units)
    table = table[table["year"] == year].set_index("country")
    names = {row["country"]: [row["label_en"], *row["aliases"].split("|")] for row in made.codebook("units")}
    for country, own in names.items():
        found = [raw[name] for name in own if name in raw]
        assert len(found) == 1, (country, own)
        rank, value = found[0]
        assert table.loc[country, "rank"] == int(rank)
        assert table.loc[country, "value"] == pytest.approx(float(value))
