"""Income per head of the countries, which the partial correlation holds constant: of each wave its own value."""

import logging
import math
from collections.abc import Collection, Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path

import pandas as pd
from babel.core import get_global

from wavework.codebook import unit_text
from wavework.egdi_editions import country_names, edition_of
from wavework.problems import Problem, collected_problems, row_number
from wavework.tables import read_table

VALUE = "gdp_per_head"
COLUMNS = ["wave", "country", "year", VALUE]
ALWAYS = 0  # the year of a row that has none: its value is for every wave

log = logging.getLogger("wavework.income_per_head")


def wave_covariates(
    path: str | Path,
    members: Mapping[str, Collection[str]],
    units: pd.DataFrame,
    *,
    years: Mapping[str, int],
    wave_year: str,
) -> pd.DataFrame:
    """The value of each country of each wave: columns COLUMNS, in the order of waves and countries.

    path: CSV with country (as in units.csv), gdp_per_head and, where a country has several rows, year. members: wave ->
    its countries; units: the codebook's units; years: wave -> year. Of the rows of a country the newest whose year is
    not after the wave's is taken (`wave_year` of the config, as for the EGDI); a row without a year is for every wave.
    Empty where the file has no value of the country: these are logged. Countries that are in no unit are passed over
    where they are countries at all.
    Raises InputError for every row of no country, cell that is no year or number, year that comes twice, and country
    of which all years are after that of a wave.
    """
    table, found = _read(str(path), units), []
    with collected_problems() as problems:
        for country in sorted({country for of_wave in members.values() for country in of_wave}):
            rows = table[(table["country"] == country) & table[VALUE].notna()]
            value_of = dict(zip(rows["year"], rows[VALUE], strict=True))
            later = {}
            for wave in (wave for wave, of_wave in members.items() if country in of_wave):
                year = edition_of(years[wave], value_of, wave_year)
                if value_of and year is None:
                    later[wave] = years[wave]
                value = value_of[year] if year is not None else math.nan
                found.append((wave, country, year or math.nan, value))
            if later:
                problems.append(_too_late(str(path), country, rows, later))
    order = {wave: place for place, wave in enumerate(years)}
    resolved = pd.DataFrame(found, columns=COLUMNS).sort_values(
        ["wave", "country"], key=lambda column: column.map(order) if column.name == "wave" else column
    )
    for wave in members:
        rows = resolved[resolved["wave"] == wave]
        dated = sorted({int(year) for year in rows["year"].dropna()})
        log.info("%s of %s: the values of %s", VALUE, wave, ", ".join(map(str, dated)) or "no year")
        if lacking := rows.loc[rows[VALUE].isna(), "country"].tolist():
            log.warning("%s of %s: none of %s", VALUE, wave, ", ".join(lacking))
    return resolved.reset_index(drop=True)


def _read(path: str, units: pd.DataFrame) -> pd.DataFrame:
    """country, year (ALWAYS without one), gdp_per_head and the row of each row of a country of the study."""
    table = read_table(path, required=["country", VALUE])
    table = table.assign(row=[row_number(place) for place in table.index]).reset_index(drop=True)
    for column in ("country", "year", VALUE):
        table[column] = table[column].str.strip() if column in table else ""
    of_study = {country for country in units["country"] if country}
    with collected_problems() as problems:
        problems += _unknown_countries(path, table, of_study, units)
        years, values = pd.to_numeric(table["year"], errors="coerce"), pd.to_numeric(table[VALUE], errors="coerce")
        wrong = {
            "year": (table["year"] != "") & ~table["year"].str.fullmatch(r"\d{4}"),
            VALUE: (table[VALUE] != "") & ~values.abs().lt(math.inf),
        }
        expected = {"year": "a year, or nothing where the value is for every wave", VALUE: "a number, or nothing"}
        for column, rows in wrong.items():
            for cell, row in table.loc[rows, [column, "row"]].itertuples(index=False):
                problems.append(Problem(path, repr(cell), expected[column], "correct the cell", row=row, column=column))
        table = table.assign(year=years.fillna(ALWAYS).astype(int), **{VALUE: values})
        table = table[table["country"].isin(of_study) & ~wrong["year"]]
        problems += _twice(path, table)
    return table


def _unknown_countries(
    path: str, table: pd.DataFrame, of_study: Collection[str], units: pd.DataFrame
) -> Iterator[Problem]:
    """Every row that is of no country of the study, unless it is of another one."""
    countries = get_global("territory_aliases")  # CLDR: the code of three letters -> that of two
    names = country_names(units) | {unit_text(country): country for country in of_study}
    others = set()
    for row, found in zip(table["row"], table["country"], strict=True):
        if found in of_study:
            continue
        if found in countries and found.isalpha() and len(found) == 3:
            others.add(found)
            continue
        near = get_close_matches(unit_text(found), names, n=1)
        remedy = f"did you mean {names[near[0]]}?" if near else "correct it, or take the row out"
        expected = "a country by its code in units.csv, for example " + min(of_study, default="SGP")
        yield Problem(path, repr(found), expected, remedy, row=row, column="country")
    if others:
        log.info("%s: %d countries are not in the study", path, len(others))


def _twice(path: str, table: pd.DataFrame) -> Iterator[Problem]:
    """Rows of a country and year that stand twice, and rows without a year beside others of the country."""
    for country, rows in table.groupby("country", sort=False):
        first: dict[int, int] = {}
        for year, row in zip(rows["year"], rows["row"], strict=True):
            other = first.setdefault(year, row)
            beside = next((at for known, at in first.items() if ALWAYS in (known, year) and known != year), other)
            if beside != row:
                found = f"{country} {year or 'without a year'}, beside row {beside}"
                expected = "one row of a country and year; one without a year is for every wave and stands alone"
                yield Problem(path, found, expected, "take one out, or give each its year", row=row, column="year")


def _too_late(path: str, country: str, rows: pd.DataFrame, later: Mapping[str, int]) -> Problem:
    first = rows.sort_values("year").iloc[0]
    return Problem(
        path,
        f"{country} {first['year']} is the first year of the country",
        f"a year up to {min(later.values())}, that of {', '.join(later)}",
        "add the value of that year or of one before it, leave the year empty where one value is for every wave, or "
        "let egdi.wave_year be latest",
        row=int(first["row"]),
        column="year",
    )
