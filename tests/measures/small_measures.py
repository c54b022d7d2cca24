"""A study of four towns with two scores, small enough to count by hand, and tables of it as a person has them."""

from pathlib import Path
from typing import Any

import pandas as pd

from wavework.codebook import read_codebook
from wavework.exports import read_export
from wavework.measures import wave_measures

MEASURES = """measure,dimension,minimum,maximum,decimals,better,level,part_of,label_en
speed,,0,10,1,higher,interval,both,Speed
delay,,0,60,0,lower,interval,both,Delay
both,,0,1,2,higher,interval,,Both
stars,,0,3,0,higher,ordinal,,Stars
"""
UNITS = """unit,country,region,label_en,egdi,aliases
north,NOR,hill,North,,Northtown|NRT
south,SOU,hill,South,,
east,EAS,sea,East,,
west,WES,,West,unrated,
"""
COLUMNS = "wave,column,measure,comparable,reason\nw,Speed,speed,yes,\nw,Delay,delay,yes,\nw,Stars,stars,yes,\n"
NOT_UNITS = "wave,found,reason\n"
WIDE = "Town,Year,Speed,Delay,Stars\nNorth,2020,8,15,3\nSouth,2020,4,30,0\nEast,2020,6,,1\nWest,2020,0,60,2\n"
LONG = (
    "Town,Year,Name,Value\nNRT,2020,Speed,8\nNRT,2020,Delay,15\nNRT,2020,Stars,3\nSouth,2020,Speed,4\n"
    "NRT,2021,Speed,9\n"
)


def measured(
    folder: Path,
    table: str = WIDE,
    measures: str = MEASURES,
    columns: str = COLUMNS,
    units: str = UNITS,
    not_units: str = NOT_UNITS,
    **choices: Any,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The measures of wave w read from a table, and its log."""
    texts = {"measures": measures, "measure_columns": columns, "units": units, "not_units": not_units}
    for name, text in {**texts, "table": table}.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    book = read_codebook([folder / f"{name}.csv" for name in texts])
    named: Any = choices.get("long")
    asked = ["Town", *choices.get("rows", {}), *named.values()] if named else None
    export = read_export(folder / "table.csv", platform="plain", columns=asked)
    return wave_measures(export, "w", {"unit_column": "Town", **choices}, book, "collected")
