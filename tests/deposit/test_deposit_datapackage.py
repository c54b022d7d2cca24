"""Frictionless metadata: what the standard asks for, on tables written here, and that no column goes without a word."""

import csv
import hashlib
import re

import pytest
from small_deposit import BOOK, STUDY, answers, measured, prevalence, sources

from wavework.deposit.codebook_tables import categories, variables
from wavework.deposit.datapackage import Columns, Described, package, read_columns

TOLD = Columns({("", "unit"): "The unit.", ("", "n"): "Units.", ("small", "n"): "Its own n."}, "the language `en`")


@pytest.fixture
def described(tmp_path):
    table = tmp_path / "processed/part/small_table.csv"
    table.parent.mkdir(parents=True)
    table.write_text("unit,unit_label,unit_order,n,share,empty\na,A,1,2,0.5,\nb,B,2,,1,\n", "utf-8")
    found = package(
        "processed", "A title", [Described(table, "Small.", "small")], TOLD, sources(), tmp_path / "processed"
    )
    return table, found


def test_a_table_has_path_hash_and_size(described):
    table, found = described
    [resource] = found["resources"]
    assert resource["path"] == "part/small_table.csv"
    assert re.fullmatch(r"[-a-z0-9._/]+", resource["name"])  # as the standard has it
    assert resource["hash"] == "sha256:" + hashlib.sha256(table.read_bytes()).hexdigest()
    assert resource["bytes"] == table.stat().st_size
    assert resource["rows"] == 2
    assert resource["schema"]["missingValues"] == [""]


def test_a_column_has_a_type_and_a_description(described):
    [resource] = described[1]["resources"]
    assert {field["name"]: (field["type"], field["description"]) for field in resource["schema"]["fields"]} == {
        "unit": ("string", "The unit."),
        "unit_label": ("string", "`unit` in words, in the language `en`."),
        "unit_order": ("integer", "Place of `unit` in the chart."),
        "n": ("integer", "Its own n."),
        "share": ("number", ""),
        "empty": ("string", ""),
    }


def test_sources_are_named_and_led_to_where_they_have_an_address(described):
    assert described[1]["sources"] == [
        {"title": "Survey C (The offices)"},
        {"title": "Index (The index)", "path": "https://example.org/index"},
        {"title": "One possible table (this pipeline)"},
    ]


def test_no_path_leads_out_of_the_folder(described, tmp_path):
    outside = tmp_path / "figures.csv"
    outside.write_text("n\n1\n", "utf-8")
    with pytest.raises(ValueError, match="not in the subpath"):
        package("processed", "A title", [Described(outside, "", "")], TOLD, sources(), tmp_path / "processed")


def test_every_column_of_the_codebook_is_described_once(repo):
    path = repo / "workflow/schemas/columns.csv"
    columns = read_columns(path, "en")
    listed = variables(STUDY, BOOK, answers(), measured())
    for name, table in (("variables", listed), ("categories", categories(STUDY, BOOK, listed, prevalence()))):
        assert [column for column in table if not columns.of(name, column)] == []
    with path.open(encoding="utf-8", newline="") as file:
        keys = [(row["table"], row["column"]) for row in csv.DictReader(file)]
    assert len(keys) == len(set(keys))
