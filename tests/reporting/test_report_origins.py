"""Under each table of the report stands what it is made of: made of that alone, it is the same."""

import re
from dataclasses import replace

import pytest

from wavework.reporting.contents import report_tables, report_values
from wavework.reporting.exhibit_data import numbers, of_table
from wavework.reporting.tables.claims import claims_tables, published_tables
from wavework.reporting.tables.data import data_tables
from wavework.reporting.tables.drawn_from import drawn_from
from wavework.reporting.tables.measures import measure_tables
from wavework.reporting.tables.statistics import statistics_tables

MAKERS = (data_tables, statistics_tables, measure_tables, claims_tables, published_tables)
OF_NO_RESULT = {"basis-banner", "corrections", "recoded", "seeds", "software"}  # of config, codebook or lock
SCRIPT = "workflow/scripts/one.py"


def all_tables(inputs):
    return {name: text for make in MAKERS for name, text in make(inputs).items() if text}


def only(inputs, names):
    """The inputs with rows in these finished tables alone."""
    return replace(
        inputs, tables={name: table if name in names else table.iloc[:0] for name, table in inputs.tables.items()}
    )


def test_each_table_is_made_of_the_finished_tables_that_it_names(english):
    whole = all_tables(english)
    assert {name for name in whole if not drawn_from(name)} <= OF_NO_RESULT
    for tables in {drawn_from(name) for name in whole} - {()}:
        named = [name for name in whole if drawn_from(name) == tables]
        made = all_tables(only(english, tables))
        assert [name for name in named if made.get(name) != whole[name]] == [], tables


@pytest.mark.parametrize("name", ["participation", "power", "statistics-change", "claims-data", "published"])
def test_no_table_names_one_that_it_does_not_need_first(english, name):
    first = drawn_from(name)[0]
    assert all_tables(only(english, set(english.tables) - {first})).get(name) != all_tables(english)[name]


def test_raw_files_of_other_waves_are_not_named_under_a_figure(english):
    sources = ["raw/surveys/ilo_ap_2022/export.csv", "raw/surveys/idb_lac_2022/export.csv", "raw/c.csv"]
    registered = english.tables["sources"].iloc[:3].assign(file=sources)
    sources += ["codebook/constraints.csv", "raw/sources.yaml", "raw/not-of-the-study.csv"]
    origin = {"rule": "one", "script": SCRIPT, "sources": sources}
    texts = english.figures["drivers"]  # of Asia-Pacific alone
    known = {f"processed/{table}.csv": origin for table in english.tables} | {"figures/drivers.csv": origin}
    inputs = replace(english, origins=known, tables={**english.tables, "sources": registered},
                     figures={"drivers": texts}, figure_data={"drivers": english.figure_data["drivers"]})  # fmt: skip
    shown = report_tables(inputs, report_values(inputs))["fig-drivers"]
    assert set(texts["n"]) == {"ilo_global_2020", "ilo_ap_2022"}
    assert "raw/surveys/ilo_ap_2022/export.csv" in shown
    assert "raw/c.csv" in shown
    assert "codebook/constraints.csv" in shown
    assert "raw/surveys/idb_lac_2022/export.csv" not in shown
    assert "raw/sources.yaml" not in shown  # the registry, and what is in it but not used, are no published facts
    assert "raw/not-of-the-study.csv" not in shown
    assert "make explain FILE=figures/drivers.svg" in shown


def test_of_a_table_whose_origin_is_not_known_nothing_is_said(english):
    assert of_table(replace(english, origins={}), "power", ("power",)) == ""
    told = of_table(replace(english, origins={"processed/power.csv": {"rule": "r", "script": SCRIPT, "sources": []}}),
                    "power", ("power",))  # fmt: skip
    assert f"<code>{SCRIPT}</code> (<code>r</code>)" in told
    assert "make explain FILE=report/en/_tables/power.md" in told


def test_numbers_are_written_as_the_language_writes_them(read_study):
    french = read_study("fr")
    csv = b"item,item_order,wave,answer,share,empty\ndriver_efficiency,1,ilo_ap_2022,1,0.25,\n"
    table = numbers(french, csv, "x")
    assert f'<th scope="row">{french.of_item["driver_efficiency"]}</th>' in table
    assert "<td>0,25</td>" in table
    assert table.count('<th scope="col">') == 4  # no place in an order, no column without content
    many = b"item\n" + b"a\n" * 1_001
    assert "<table" not in numbers(french, many, "x")


def test_words_of_a_figures_data_are_those_of_the_language_and_of_the_items_own_scale(read_study):
    csv = (
        b"group,item,answer,status,reason,verdict,lowest_share,egdi_rank,basis\n"
        b"ilo_global_2020>ilo_ap_2022,driver_efficiency,1,answered,,excluded,0.5,7,reconstructed\n"
        b",maturity_overall,1,not_asked,decided,open,0,9,published\n"
    )
    table = numbers(read_study("fr"), csv, "x")
    found = re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", table)
    assert found[5:9] == ["verdict", "part la plus basse possible", "rang EGDI", "base"]
    assert found[9:18] == [
        "OIT 2020–OIT 2022", read_study("fr").of_item["driver_efficiency"], "1 (le moins important)", "répondu", "",
        "exclu", "0,5", "7", "ce que permettent les faits publiés",
    ]  # fmt: skip
    assert found[20:23] == ["1 (le plus bas)", "non demandé", "publié tel quel"]
    assert found[26] == "publié"
