"""The UN E-Government Development Index: ranks as printed in a source, or the Knowledgebase's download as it is."""

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from pathlib import Path

import pandas as pd

from wavework.codebook import matching_text, unit_text
from wavework.problems import Problem, collected_problems, row_number
from wavework.tables import read_table

COLUMNS = ["country", "year", "rank", "value", "online_service", "human_capital", "telecommunication", "basis", "files"]
NUMBERS = COLUMNS[1:-2]
# The layouts that exist: a plain table of ranks, the download until 2022, and the one of 2024.
NAMES = {
    "iso3": "iso3", "country": "name", "country name": "name",
    "year": "year", "survey year": "year",
    "egdi_rank": "rank", "rank": "rank", "e-government rank": "rank",
    "egdi": "value", "egdi_value": "value", "e_index": "value", "e-government index": "value",
    "online_service": "online_service", "online service index": "online_service",
    "human_capital": "human_capital", "human capital index": "human_capital",
    "telecommunication": "telecommunication",
    "tele_infra": "telecommunication", "telecommunication infrastructure index": "telecommunication",
}  # fmt: skip


def egdi_table(files: Iterable[tuple[str, str]], units: pd.DataFrame) -> pd.DataFrame:
    """EGDI per country of the study and year.

    files: (path, basis) pairs; units: the codebook's units. Returns COLUMNS sorted by country and year; rank 1 = best;
    `files`: the names of those that print the rank, joined by |; value and components 0-1, NaN where a source prints
    only ranks or the UN did not assess (it writes 0).
    Raises InputError for a file without rank, a cell that is no number, a country of the study that a full
    download does not have (but for those that units.csv calls unrated), and two cells that disagree on a rank.
    """
    countries = country_names(units)
    rated = set(units.loc[units["egdi"] != "unrated", "country"]) if "egdi" in units else set(units["country"])
    parts = [_one_file(path, basis, countries, rated - {""}) for path, basis in files]
    table = pd.concat(parts, ignore_index=True)
    ranked = table.dropna(subset="rank")
    with collected_problems() as problems:
        for (country, year), cells in ranked.groupby(["country", "year"]):
            first = cells.iloc[0]
            for _, other in cells[cells["rank"] != first["rank"]].iterrows():
                problems.append(
                    Problem(
                        first["file"],
                        f"{country} {year}: rank {first['rank']:.0f}",
                        f"{other['rank']:.0f}, as in {other['file']}, row {other['row']}",
                        "correct the file that is wrong at its source, or take it out of egdi.files",
                        row=int(first["row"]),
                        column=first["column"],
                    )
                )
    printed = ranked.assign(name=ranked["file"].map(lambda path: Path(path).name)).groupby(["country", "year"])["name"]
    printed_in = printed.agg("|".join).rename("files").reset_index()
    return (
        table.drop(columns="files")
        .groupby(["country", "year"], as_index=False)
        .first()  # the first value that is there: ranks of one file, values of another
        .merge(printed_in, on=["country", "year"], how="left", validate="one_to_one")
        .sort_values(["country", "year"], ignore_index=True)[COLUMNS]
    )


def country_names(units: pd.DataFrame) -> dict[str, str]:
    """Each name that the codebook knows of a country, as `unit_text` has it -> the country."""
    names: dict[str, str] = {}
    for unit in units.to_dict("records"):
        labels = [text for column, text in unit.items() if str(column).startswith("label_")]
        texts = [unit["country"], *labels, *unit["aliases"].split("|")]
        names |= {unit_text(text): unit["country"] for text in texts if text}
    return names


def _one_file(path: str, basis: str, countries: Mapping[str, str], wanted: set[str]) -> pd.DataFrame:
    table = read_table(Path(path))
    heads = {NAMES.get(matching_text(column), column): column for column in table.columns}
    table.columns = [NAMES.get(matching_text(column), column) for column in table.columns]
    by_code = "iso3" in table.columns
    with collected_problems() as problems:
        for column in ("year", "rank", "iso3" if by_code else "name"):
            if column not in table.columns:
                problems.append(
                    Problem(
                        path,
                        f"no column for {column}",
                        "iso3 or Country Name, Survey Year, E-Government Rank",
                        "take the file as the UN E-Government Knowledgebase offers it",
                    )
                )
    with collected_problems() as problems:
        for column in (name for name in NUMBERS if name in table.columns):
            numbers = pd.to_numeric(table[column].str.strip().replace("", None), errors="coerce")
            whole = column in ("year", "rank")
            empty = (table[column].str.strip() == "") & (column != "year")
            wrong = (numbers.isna() & ~empty) | (numbers % 1 != 0) & numbers.notna() & whole
            expected = "a whole number" if whole else "a number"
            for row in table.index[wrong]:
                problems.append(
                    Problem(
                        path,
                        repr(table.at[row, column]),
                        expected,
                        "correct the cell",
                        row=row_number(row),
                        column=column,
                    )
                )
            table[column] = numbers
    table["country"] = (
        table["iso3"].str.strip() if by_code else table["name"].map(lambda n: countries.get(unit_text(n)))
    )
    with collected_problems() as problems:
        for country in sorted(wanted - set(table["country"].dropna())) if not by_code else []:
            own = [name for name, code in countries.items() if code == country]
            names = {unit_text(name): matching_text(name) for name in table["name"]}
            near = [name for name in names if any(text in name for text in own if len(text) > 3)]
            near = near or [name for text in own for name in get_close_matches(text, names, n=2)]
            near = [names[name] for name in near]
            problems.append(
                Problem(
                    path,
                    f"no row for {country} ({', '.join(own)})" + (f"; near it: {', '.join(near)}" if near else ""),
                    "each country of units.csv",
                    "add the name that the file uses to the aliases in units.csv",
                )
            )
    assessed = [name for name in ("value", "online_service", "human_capital", "telecommunication") if name in table]
    table.loc[table.get("value", pd.Series(1, table.index)) == 0, ["rank", *assessed]] = float("nan")
    placed = table.assign(file=path, row=table.index + 2, column=heads["rank"], basis=basis)
    columns = [*COLUMNS, "file", "row", "column"]
    return placed[placed["country"].isin(wanted)].reindex(columns=columns).astype({"year": int})


def edition_of(wave_year: int, years: Iterable[int], rule: str) -> int | None:
    """The EGDI edition that belongs to a wave; None where there is none.

    rule `latest_up_to_wave`: the newest edition whose year is not after the wave's. `latest`: the newest of all.
    """
    allowed = [year for year in years if rule == "latest" or year <= wave_year]
    return max(allowed, default=None)
