"""Data files read back by the programs' readers: pyreadstat, pyarrow and, where R is there, haven."""

import json
import shutil
import subprocess
import time
from datetime import date

import pandas as pd
import pyarrow.parquet as pq
import pyreadstat
import pytest
from small_deposit import BOOK, STUDY, answers, measured, possible, prevalence

from wavework.deposit.codebook_tables import categories, variables
from wavework.deposit.data_files import shortened, write_dta, write_parquet, write_sav
from wavework.deposit.data_sets import Missing, data_sets

DAY = date(2026, 3, 5)


def all_sets(language="en"):
    listed = variables(STUDY, BOOK, answers(), measured())
    tables = {
        "variables": listed,
        "categories": categories(STUDY, BOOK, listed, prevalence()),
        "answers": answers(),
        "possible_answers": possible(),
        "measured": measured(),
    }
    return {data.name: data for data in data_sets(STUDY, BOOK, tables, language)}


def column(data, name):
    place = [variable.name for variable in data.variables].index(name)
    return [row[place] for row in data.rows]


def cells(table, name):
    return [None if cell != cell else cell for cell in table[name]]


@pytest.fixture
def written(tmp_path):
    found = all_sets()
    for name, data in found.items():
        write_dta(data, tmp_path / f"{name}.dta", DAY)
        write_sav(data, tmp_path / f"{name}.sav", DAY)
        write_parquet(data, tmp_path / f"{name}.parquet")
    return tmp_path


def test_there_is_a_wide_file_for_each_wave_and_a_long_one():
    assert {name: len(data.rows) for name, data in all_sets().items()} == {
        "answers_c": 3, "answers_r": 2, "answers_long": 20, "measures_m": 2, "measures_long": 2,
    }  # fmt: skip


def test_collected_answers_are_numbers_and_each_gap_says_why():
    wide = all_sets()["answers_c"]
    assert column(wide, "open") == [2, Missing("dont_know"), Missing("not_applicable")]
    assert column(wide, "kind") == [2, 1, 1]
    assert column(wide, "law") == [Missing("no_answer"), 0, 1]
    assert set(column(wide, "with_")) == {Missing("not_asked")}
    assert set(column(wide, "basis")) == {"collected"}


def test_no_answer_that_was_drawn_is_in_any_file():
    found = all_sets()
    hidden = found["answers_r"]
    assert {cell for name in ("open", "with_") for cell in column(hidden, name)} == {Missing("not_public")}
    assert column(hidden, "kind") == [Missing("not_asked")] * 2
    assert "not public" in hidden.label
    long = found["answers_long"]
    place = {variable.name: place for place, variable in enumerate(long.variables)}
    drawn = [row for row in long.rows if row[place["wave"]] == "r" and row[place["item"]] in ("open", "with")]
    assert all(row[place["answer"]] == Missing("not_public") and row[place["value"]] is None for row in drawn)
    assert all(row[place["answer_label"]] == "" for row in drawn)
    assert [[row[place[name]] for name in ("unit", "item", "known", "possible")] for row in drawn] == [
        ["a1", "open", "fixed", "fully"], ["a1", "with", "bounds", "planned|no"],
        ["a2", "open", "nothing", "fully|planned|no"], ["a2", "with", "nothing", "fully|planned|no"],
    ]  # fmt: skip


def test_labels_are_in_the_language_that_is_asked_for():
    french = all_sets("fr")["answers_c"]
    open_data = next(variable for variable in french.variables if variable.name == "open")
    assert open_data.label == "Données ouvertes"
    assert open_data.values == {2: "En place", 1: "Prévu", 0: "Non"}
    assert open_data.missing["dont_know"] == "Aucune idée"
    assert column(french, "unit_name") == ["Alpha", "Bêta", "C"]
    assert set(column(french, "region")) == {"La côte"}


def test_stata_reads_letters_for_what_is_missing(written):
    table, meta = pyreadstat.read_dta(str(written / "answers_c.dta"), user_missing=True)
    assert cells(table, "open") == [2, "a", "b"]
    assert cells(table, "law") == ["c", 0, 1]
    assert cells(table, "with_") == ["d", "d", "d"]
    assert meta.column_names_to_labels["open"] == "Open data"
    labels = meta.variable_value_labels["open"]
    assert (labels[2], labels["a"], labels["d"]) == ("In place", "No idea", "not asked")
    plain, _ = pyreadstat.read_dta(str(written / "answers_c.dta"))
    assert cells(plain, "open") == [2, None, None]
    assert meta.file_label == "Answers, C 2024"


def test_spss_reads_declared_missing_values(written):
    table, meta = pyreadstat.read_sav(str(written / "answers_c.sav"), user_missing=True)
    assert cells(table, "open") == [2, -1, -2]
    assert cells(table, "law") == [-3, 0, 1]
    assert meta.missing_ranges["open"] == [{"lo": -5, "hi": -1}]
    assert meta.variable_value_labels["open"][-1] == "No idea"
    plain, _ = pyreadstat.read_sav(str(written / "answers_c.sav"))
    assert cells(plain, "open") == [2, None, None]


def test_parquet_has_the_reason_beside_the_number(written):
    table = pq.read_table(written / "answers_c.parquet")
    assert table["open"].to_pylist() == [2, None, None]
    assert table["open_missing"].to_pylist() == [None, "dont_know", "not_applicable"]
    told = table.schema.field("open").metadata
    assert told[b"label"] == b"Open data"
    assert json.loads(told[b"values"]) == {"0": "No", "1": "Planned", "2": "In place"}
    assert table.schema.metadata[b"label"] == b"Answers, C 2024"


def test_measures_are_numbers(written):
    table, meta = pyreadstat.read_sav(str(written / "measures_m.sav"))
    assert table[["unit", "index", "basis"]].to_numpy().tolist() == [
        ["a1", 0.25, "published"],
        ["a2", 0.5, "published"],
    ]
    assert meta.column_names_to_labels["index"] == "Index"


def test_headers_hold_the_date_that_is_given_and_no_clock(written, tmp_path, monkeypatch):
    for kind in ("dta", "sav"):
        _, meta = getattr(pyreadstat, f"read_{kind}")(str(written / f"answers_long.{kind}"), metadataonly=True)
        assert meta.creation_time.date() == DAY
        assert (meta.creation_time.hour, meta.creation_time.minute) == (0, 0)
    before = {path.name: path.read_bytes() for path in written.iterdir()}
    time.sleep(1.1)  # SPSS's header counts seconds
    monkeypatch.setenv("TZ", "Pacific/Auckland")
    again = tmp_path / "again"
    for name, data in all_sets().items():
        write_dta(data, again / f"{name}.dta", DAY)
        write_sav(data, again / f"{name}.sav", DAY)
        write_parquet(data, again / f"{name}.parquet")
    assert {path.name: path.read_bytes() for path in again.iterdir()} == before


def test_labels_that_a_format_cannot_hold_are_cut_at_a_sign():
    assert shortened("short", 80) == "short"
    cut = shortened("é" * 100, 80)
    assert len(cut.encode()) <= 80
    assert cut.endswith("é…")


def test_a_study_without_answers_has_measures_alone():
    empty = pd.DataFrame()
    listed = variables({**STUDY, "waves": {}}, BOOK, empty, measured())
    tables = {"variables": listed, "categories": empty, "answers": empty, "possible_answers": empty}
    found = data_sets({**STUDY, "waves": {}}, BOOK, {**tables, "measured": measured()}, "en")
    assert [data.name for data in found] == ["measures_m", "measures_long"]


@pytest.mark.r
def test_haven_reads_the_same(written):
    rscript = shutil.which("Rscript")
    if not rscript or subprocess.run([rscript, "-e", "library(haven)"], capture_output=True).returncode:
        pytest.skip("R with haven (r-cran-haven) is not on this machine")
    program = """
    library(haven); a <- commandArgs(TRUE)
    s <- read_sav(a[1], user_na = TRUE); d <- read_dta(a[2])
    cat(as.numeric(s$open), is.na(s$open), attr(s$open, "label"), names(attr(s$open, "labels")), "\\n", sep = "|")
    cat(na_tag(d$open), as.numeric(d$open), attr(d$open, "label"), "\\n", sep = "|")
    """
    command = [rscript, "-e", program, str(written / "answers_c.sav"), str(written / "answers_c.dta")]
    spss, stata = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    assert spss.startswith("2|-1|-2|FALSE|TRUE|TRUE|Open data|")
    assert {"No idea", "In place", "not asked"} <= set(spss.split("|"))
    assert stata == "NA|a|b|2|NA|NA|Open data|"
