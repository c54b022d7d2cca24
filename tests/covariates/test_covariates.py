"""A covariate's rows find their country and their wave, or are named: none is dropped in silence."""

import logging

import pandas as pd
import pytest

from wavework.income_per_head import wave_covariates
from wavework.problems import InputError

UNITS = pd.DataFrame(
    [
        ("SGP", "SGP", "Singapore", "Singapour", "Singapur", ""),
        ("KHM", "KHM", "Cambodia", "Cambodge", "Camboya", "Kampuchea"),
        ("VNM", "VNM", "Viet Nam", "Viet Nam", "Viet Nam", "Vietnam"),
        ("mine", "", "A unit of no country", "", "", ""),
    ],
    columns=["unit", "country", "label_en", "label_fr", "label_es", "aliases"],
)
YEARS = {"first": 2019, "second": 2022}


def resolved(tmp_path, text, members=None, wave_year="latest_up_to_wave"):
    """(wave, country) -> (year, value), None where there is none."""
    path = tmp_path / "income.csv"
    path.write_text(text, encoding="utf-8")
    members = members or {wave: {"SGP", "KHM", "VNM"} for wave in YEARS}
    table = wave_covariates(path, members, UNITS, years=YEARS, wave_year=wave_year)
    cells = table.astype(object).where(table.notna(), None)
    return {(row.wave, row.country): (row.year, row.gdp_per_head) for row in cells.itertuples()}


def problems(tmp_path, text, **choices):
    with pytest.raises(InputError) as error:
        resolved(tmp_path, text, **choices)
    return [(p.row, p.column, p.found, p.remedy) for p in error.value.problems]


def test_one_row_a_country_without_a_year_is_for_every_wave(tmp_path):
    rows = "country,gdp_per_head\nSGP,60000\nKHM,1600\nVNM,3500.5\n"
    expected = {"SGP": (None, 60000), "KHM": (None, 1600), "VNM": (None, 3500.5)}
    assert resolved(tmp_path, rows) == {(wave, name): cell for wave in YEARS for name, cell in expected.items()}
    with_empty_years = rows.replace("country,", "country,year,").replace("P,", "P,,").replace("M,", "M,,")
    assert resolved(tmp_path, with_empty_years) == resolved(tmp_path, rows)


def test_of_rows_with_a_year_a_wave_takes_its_own_and_else_the_newest_before_it(tmp_path):
    text = (
        "country,year,gdp_per_head\nSGP,2018,1\nSGP,2019,2\nSGP,2020,3\nSGP,2024,4\nKHM,2018,5\nKHM,2019,\nVNM,2010,6\n"
    )
    assert resolved(tmp_path, text) == {
        ("first", "SGP"): (2019, 2), ("second", "SGP"): (2020, 3),
        ("first", "KHM"): (2018, 5), ("second", "KHM"): (2018, 5),  # the cell of 2019 is empty
        ("first", "VNM"): (2010, 6), ("second", "VNM"): (2010, 6),
    }  # fmt: skip
    newest = resolved(tmp_path, text, wave_year="latest")
    assert newest["first", "SGP"] == newest["second", "SGP"] == (2024, 4)


def test_every_row_of_no_country_is_named_with_the_nearest_one(tmp_path):
    text = (
        "country,gdp_per_head\nSingapore,60000\nKHM,1600\nSPG,1\nViet-Nam,3500\nkampuchea,1\n,5\nFRA,40000\nWLD,11000\n"
    )
    found = problems(tmp_path, text)
    assert [(row, column, cell) for row, column, cell, _ in found] == [
        (2, "country", "'Singapore'"), (4, "country", "'SPG'"), (5, "country", "'Viet-Nam'"),
        (6, "country", "'kampuchea'"), (7, "country", "''"), (9, "country", "'WLD'"),
    ]  # fmt: skip
    assert [remedy for _, _, _, remedy in found] == [
        "did you mean SGP?", "did you mean SGP?", "did you mean VNM?", "did you mean KHM?",
        "correct it, or take the row out", "correct it, or take the row out",
    ]  # fmt: skip


def test_a_country_of_which_all_years_are_after_a_wave_is_named_with_both(tmp_path):
    text = "country,year,gdp_per_head\nSGP,2022,60000\nSGP,2021,59000\nKHM,2018,1600\nVNM,2023,3500\n"
    found = problems(tmp_path, text)
    assert [(row, column, cell) for row, column, cell, _ in found] == [
        (3, "year", "SGP 2021 is the first year of the country"),
        (5, "year", "VNM 2023 is the first year of the country"),
    ]
    second_alone = {"second": {"SGP", "KHM"}}
    assert resolved(tmp_path, text, second_alone)["second", "SGP"] == (2022, 60000)


def test_what_is_no_year_no_number_or_stands_twice_is_named(tmp_path):
    text = (
        "country,year,gdp_per_head\nSGP,FY19,1\nSGP,2019,\"60,000\"\nKHM,2018,1\nKHM,2018,2\n"
        "VNM,,1\nVNM,2018,2\nSGP,2018,inf\n"
    )  # fmt: skip
    assert [(row, column, cell) for row, column, cell, _ in problems(tmp_path, text)] == [
        (2, "year", "'FY19'"), (3, "gdp_per_head", "'60,000'"), (8, "gdp_per_head", "'inf'"),
        (5, "year", "KHM 2018, beside row 4"), (7, "year", "VNM 2018, beside row 6"),
    ]  # fmt: skip
    with pytest.raises(InputError, match="gdp_per_head is missing"):
        resolved(tmp_path, "country,year,gdp\nSGP,2019,1\n")


def test_countries_without_a_value_stay_with_none_and_are_logged(tmp_path, caplog):
    caplog.set_level(logging.INFO, logger="wavework.income_per_head")
    found = resolved(tmp_path, "country,gdp_per_head\nSGP,60000\nKHM,\n", {"second": {"SGP", "KHM", "VNM"}})
    assert found == {("second", "KHM"): (None, None), ("second", "SGP"): (None, 60000), ("second", "VNM"): (None, None)}
    assert "gdp_per_head of second: none of KHM, VNM" in caplog.text
