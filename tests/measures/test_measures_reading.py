"""Tables of scores: what is read of them, what is logged, and what each mistake is told."""

import pandas as pd
import pytest
from small_measures import COLUMNS, LONG, UNITS, WIDE, measured
from tests.conftest import told

from wavework.composite_measures import all_measures
from wavework.measures import groups_of
from wavework.problems import InputError

LONG_OF_2020 = {"table": LONG, "rows": {"Year": "2020"}, "long": {"name": "Name", "value": "Value"}}


def values(table):
    return {(row.unit, row.measure): row.value for row in table.itertuples() if row.value == row.value}


def test_a_table_with_a_row_for_each_unit(tmp_path):
    table, log = measured(tmp_path)
    assert values(table) == {
        ("north", "speed"): 8, ("north", "delay"): 15, ("north", "stars"): 3, ("south", "speed"): 4,
        ("south", "delay"): 30, ("south", "stars"): 0, ("east", "speed"): 6, ("east", "stars"): 1,
        ("west", "speed"): 0, ("west", "delay"): 60, ("west", "stars"): 2,
    }  # fmt: skip
    missing = table[table["status"] == "no_answer"]
    assert missing[["unit", "measure"]].to_numpy().tolist() == [["east", "delay"]]
    assert dict(zip(table["unit"], table["region"], strict=True)) == {
        "north": "hill", "south": "hill", "east": "sea", "west": "",
    }  # fmt: skip
    assert log[["unit", "action", "reason"]].to_numpy().tolist() == [
        ["west", "no EGDI rank", "the United Nations do not rate it"]
    ]


def test_a_table_with_a_row_for_each_unit_and_measure_and_several_waves(tmp_path):
    table, log = measured(tmp_path, **LONG_OF_2020)
    assert values(table) == {
        ("north", "speed"): 8, ("north", "delay"): 15, ("north", "stars"): 3, ("south", "speed"): 4,
    }  # fmt: skip
    assert set(table.loc[table["value"].isna(), "unit"]) == {"south"}
    assert log.empty


def test_rows_in_are_rows_used_and_rows_logged(tmp_path, caplog):
    extra = WIDE + "0.25,2020,C,,\nTotal,2020,18,105,6\n"
    not_units = "wave,found,reason\nw,0.25,a summary below the table\nw,Total,a sum\n"
    with caplog.at_level("INFO"):
        table, log = measured(tmp_path, extra, not_units=not_units)
    assert len(table["unit"].unique()) == 4
    dropped = log[log["action"] == "row dropped"]
    assert dropped[["row", "before", "reason"]].to_numpy().tolist() == [
        [6, "0.25", "a summary below the table"], [7, "Total", "a sum"],
    ]  # fmt: skip
    assert "6 rows of the wave = 4 used and 2 logged" in caplog.text


def test_a_measure_of_a_long_table_that_nobody_asked_for_is_logged(tmp_path):
    columns = "wave,column,measure,comparable,reason\nw,Speed,speed,yes,\n"
    table, log = measured(tmp_path, columns=columns, **LONG_OF_2020)
    assert set(table["measure"]) == {"speed"}
    assert log["before"].tolist() == ["Delay", "Stars"]


def test_the_region_of_a_wave_comes_before_that_of_its_units(tmp_path):
    table, _ = measured(tmp_path, region="plain")
    assert set(table["region"]) == {"plain"}


def test_a_mean_of_parts_takes_each_from_nought_to_one_and_turns_what_is_better_low(tmp_path):
    table, _ = measured(tmp_path)
    book = pd.read_csv(tmp_path / "measures.csv", dtype=str, keep_default_na=False)
    both = all_measures([table], book).query("measure == 'both'").set_index("unit")["value"]
    # north: 8 of 10, and 15 of 60 turned; east has no delay
    assert both["north"] == pytest.approx((0.8 + 0.75) / 2)
    assert both["south"] == pytest.approx((0.4 + 0.5) / 2)
    assert both["west"] == 0
    assert pd.isna(both["east"])


def test_groups_are_the_regions_their_units_together_and_all():
    table = pd.DataFrame({"unit": list("abcd"), "region": ["x", "y", "y", ""]})
    assert {name: list(rows["unit"]) for name, rows in groups_of(table)} == {
        "pooled": ["a", "b", "c"], "x": ["a"], "y": ["b", "c"], "all": ["a", "b", "c", "d"],
    }  # fmt: skip
    assert [name for name, _ in groups_of(table[table["region"] == ""])] == ["all"]
    assert [name for name, _ in groups_of(table[table["region"] == "y"])] == ["pooled"]


CASES = {
    "a score out of its range": (
        {"table": WIDE.replace("North,2020,8", "North,2020,80")},
        "table.csv, row 2, column Speed: 80 of speed < 0 to 10"
        " > correct the cell at its source, or the range in measures.csv",
    ),
    "text in a score": (
        {"table": WIDE.replace("South,2020,4", "South,2020,n/a")},
        "table.csv, row 3, column Speed: 'n/a' is no number < a value of speed"
        " > write a number with a decimal point, or leave the cell empty where there is none",
    ),
    "a unit twice": (
        {"table": WIDE + "Northtown,2020,1,1,1\n"},
        "table.csv, row 6: north stands in rows 2 and 6 < one row a unit and wave"
        " > take one of the rows out at the source, or let `rows` in config.yaml tell the waves apart",
    ),
    "a unit and measure twice in a long table": (
        {**LONG_OF_2020, "table": LONG + "North,2020,Speed,8\n"},
        "table.csv, row 7: north, Speed stands in rows 2 and 7 < one row a unit and wave"
        " > take one of the rows out at the source, or let `rows` in config.yaml tell the waves apart",
    ),
    "an unknown unit": (
        {"table": WIDE.replace("South,", "Suoth,")},
        "table.csv, row 3, column Town: 'Suoth' is no known unit; nearest: south (South: spelled like it)"
        " < a name or alias in units.csv"
        " > add it there as an alias or a new unit, or to not_units.csv with the reason if it is none",
    ),
    "no row of the wave": (
        {"rows": {"Year": "2022"}},
        "table.csv: Year holds '2020' < rows with Year '2022' > correct waves.w.rows in config.yaml",
    ),
    "a row that is no unit and is not there": (
        {"not_units": "wave,found,reason\nw,Totals,a sum\n"},
        "not_units.csv, row 2, column found: 'Totals' is not there"
        " < a cell of column Town in table.csv > take the row out",
    ),
    "a measure that the long table does not have": (
        {**LONG_OF_2020, "columns": COLUMNS.replace("w,Speed", "w,Sped")},
        "table.csv, column Name: no row of the wave has 'Sped' < one of Speed"
        " > correct the column in measure_columns.csv",
    ),
    "a part of an unknown measure": (
        {"measures": "measure,dimension,minimum,maximum,decimals,better,level,part_of,label_en\n"
                     "speed,,0,10,1,higher,interval,bot,Speed\n",
         "columns": "wave,column,measure,comparable,reason\nw,Speed,speed,yes,\n"},
        "measures.csv, row 2, column part_of: 'bot' < one of column measure in measures.csv"
        " > correct it, or add the row it refers to",
    ),
    "an unknown measure": (
        {"columns": COLUMNS.replace("Stars,stars", "Stars,star")},
        "measure_columns.csv, row 4, column measure: 'star' < one of column measure in measures.csv"
        " > did you mean stars?",
    ),
    "not comparable without a reason": (
        {"columns": COLUMNS.replace("Stars,stars,yes,", "Stars,stars,no,")},
        "measure_columns.csv, row 4, column reason: '' < a text that is not empty"
        " (why the measure is not comparable) > fill it in",
    ),
    "a name of two units": (
        {"units": UNITS.replace("South,,", "South,,Northtown")},
        "units.csv, row 3: 'northtown' names south and, in row 2, north < a name that belongs to one unit"
        " > take the name from one of them",
    ),
}  # fmt: skip


@pytest.mark.parametrize("mistake", CASES)
def test_a_mistake_is_told_with_its_place(tmp_path, mistake):
    given, message = CASES[mistake]
    with pytest.raises(InputError) as error:
        measured(tmp_path, **given)
    assert str(error.value).replace(f"{tmp_path}/", "") == told(message)
