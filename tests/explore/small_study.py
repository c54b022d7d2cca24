"""Finished tables of a made-up study, written by hand, and the page that is made of them.

Two regions of lighthouses; answers of two waves of the north (the first not public) and one of the south, measures of
two years. A label tries to end the page's data.
"""

from io import StringIO
from pathlib import Path

import pandas as pd

from wavework.codebook import Codebook
from wavework.exhibits.figure_inputs import NUMERIC, Results
from wavework.explore.library import bundle
from wavework.explore.page import content, page
from wavework.finding_rows import COLUMNS
from wavework.house_style import HouseStyle

THEME = Path(__file__).parents[2] / "report/_theme"
HOSTILE = "Law </script><b>\u2028"
STUDY = {
    "study": {
        "title": {"en": "Lights", "fr": "Phares"},
        "unit": {"en": "light", "fr": "phare"}, "units": {"en": "lights", "fr": "phares"},
    },
    "languages": ["en", "fr"],
    "regions": {"north": {"en": "The North", "fr": "Le Nord"}, "south": {"en": "The South", "fr": "Le Sud"}},
    "dimensions": {"data": {"en": "Data", "fr": "Données"}},
    "waves": {
        "n1": {"region": "north", "year": 2020, "title": {"en": "North 2020", "fr": "Nord 2020"}},
        "n2": {"region": "north", "year": 2022, "title": {"en": "North 2022", "fr": "Nord 2022"}},
        "s2": {"region": "south", "year": 2022, "title": {"en": "South 2022", "fr": "Sud 2022"}},
    },
    "measured": {
        "m1": {"region": "", "year": 2020, "title": {"en": "Index 2020", "fr": "Indice 2020"}},
        "m2": {"region": "", "year": 2022, "title": {"en": "Index 2022", "fr": "Indice 2022"}},
    },
    "comparisons": {
        "change": [{"from": "n1", "to": "n2"}], "measured": [{"from": "m1", "to": "m2"}],
        "contrast": [{"first": "n2", "second": "s2"}],
    },
    "egdi": {"wave_year": "latest_up_to_wave"},
    "statistics": {"alpha": 0.05, "coefficient": "spearman"},
    "reconstruction": {"draws": 500},
}  # fmt: skip
TABLES = {
    "egdi": """country,year,rank,value
KOR,2022,3,0.9529
JPN,2022,14,0.9002
PER,2022,58,0.7524
CHL,2022,36,0.8377
""",
    "measured": """wave,region,unit,country,measure,status,value,comparable,basis
m1,north,KOR,KOR,index,answered,0.9,yes,published
m1,north,JPN,JPN,index,answered,0.8,yes,published
m1,south,PER,PER,index,answered,0.5,yes,published
m2,north,KOR,KOR,index,answered,0.997,yes,published
m2,north,JPN,JPN,index,answered,0.905,yes,published
m2,south,PER,PER,index,answered,0.921,yes,published
m2,south,CHL,CHL,index,answered,0.8725,yes,published
""",
    "answers": """wave,region,unit,country,item,status,answer,value,comparable,basis
n1,north,KOR,KOR,money,answered,yes,1,yes,reconstructed
n1,north,JPN,JPN,money,answered,no,0,yes,reconstructed
n2,north,KOR,KOR,money,answered,yes,1,yes,collected
n2,north,JPN,JPN,money,answered,no,0,yes,collected
n2,north,KOR,KOR,law,answered,yes,1,yes,collected
n2,north,JPN,JPN,law,answered,yes,1,yes,collected
s2,south,PER,PER,money,answered,no,0,yes,collected
s2,south,CHL,CHL,money,answered,no,0,yes,collected
""",
    "prevalence": "wave,item,comparable,status,answer,units,lowest,highest,"
    + """at_least_lowest,at_least_highest,n,known,basis
n1,money,yes,answered,yes,,0,1,0,1,2,bounds,reconstructed
n1,money,yes,answered,no,,1,2,2,2,2,bounds,reconstructed
n2,money,yes,answered,yes,1,,,,,2,,collected
n2,money,yes,answered,no,1,,,,,2,,collected
n2,law,yes,answered,yes,2,,,,,2,,collected
n2,law,yes,answered,no,0,,,,,2,,collected
s2,money,yes,answered,yes,0,,,,,2,,collected
s2,money,yes,answered,no,2,,,,,2,,collected
""",
    "possible_answers": """wave,region,unit,item,answers,known,basis
n1,north,KOR,money,yes|no,nothing,reconstructed
n1,north,JPN,money,no,fixed,reconstructed
""",
    "paired_scores": ",".join(["wave_from,wave,region,measure,dimension,unit,score_from,score_to,basis",
        "lowest_from,highest_from,lowest_to,highest_to,known"]) + """
n1,n2,north,implementation,data,KOR,,50,reconstructed,20,80,50,50,bounds
""",
    "scores": """wave,region,unit,country,dimension,measure,score,n_items,n_answered,basis,lowest,highest,known
n1,north,KOR,KOR,overall,implementation,,1,1,reconstructed,20,80,bounds
n1,north,JPN,JPN,overall,implementation,,1,1,reconstructed,0,100,nothing
n2,north,KOR,KOR,overall,implementation,50,1,1,collected,,,
n2,north,JPN,JPN,overall,implementation,75,1,1,collected,,,
""",
}  # fmt: skip
FINDINGS = [
    {
        "question": "measure association",
        "measure": "index",
        "wave": "m2",
        "region": "pooled",
        "method": "Spearman's rho",
        "estimate": 0.76,
        "low": 0.44,
        "high": 0.91,
        "n": 4,
        "basis": "published",
    },
    {
        "question": "measure change",
        "measure": "index",
        "wave": "m2",
        "wave_from": "m1",
        "region": "pooled",
        "method": "mean change",
        "estimate": 0.2077,
        "low": 0.0971,
        "high": 0.4211,
        "n": 3,
        "basis": "published",
    },
    {
        "question": "contrast",
        "outcome": "maturity",
        "measure": "common",
        "dimension": "data",
        "wave": "s2",
        "wave_from": "n2",
        "region": "pooled",
        "method": "Cliff's delta",
        "n": 4,
        "basis": "reconstructed",
        "known": "reached",
        "lowest": -0.5,
        "highest": 1,
        "central_low": 0,
        "central_high": 0.75,
    },
    {
        "question": "share",
        "outcome": "yes",
        "measure": "wilson",
        "item": "law",
        "wave": "n2",
        "region": "north",
        "method": "share",
        "estimate": 1,
        "low": 0.3424,
        "high": 1,
        "n": 2,
        "basis": "collected",
    },
]


def codebook() -> Codebook:
    """Two items of one battery, five units, one measure."""
    names = {"money": ("Money", "Argent"), "law": (HOSTILE, HOSTILE)}
    items = [(item, "hurdles", "data", "yes_no", "yes", *own) for item, own in names.items()]
    scales = [("yes_no", "yes", 1, 1, 100, "answered", "Yes", "Oui")]
    scales += [("yes_no", "no", 2, 0, 0, "answered", "No", "Non")]
    units = [("KOR", "north", "Korea", "Corée"), ("JPN", "north", "Japan", "Japon")]
    units += [("PER", "south", "Peru", "Pérou"), ("CHL", "south", "Chile", "Chili")]
    labels = ["label_en", "label_fr"]
    return Codebook(
        items=pd.DataFrame(items, columns=["item", "battery", "dimension", "scale", "scored", *labels]),
        scales=pd.DataFrame(scales, columns=["scale", "answer", "position", "value", "score", "status", *labels]),
        batteries=pd.DataFrame([("hurdles", "Hurdles", "Obstacles")], columns=["battery", "title_en", "title_fr"]),
        units=pd.DataFrame(units, columns=["unit", "region", *labels]).assign(country=lambda t: t["unit"]),
        measures=pd.DataFrame(
            [("index", "0", "1", "3", "Index of lights", "Indice des phares")],
            columns=["measure", "minimum", "maximum", "decimals", *labels],
        ),
    )


def results(*without: str) -> Results:
    """The finished tables, but those named."""
    tables = {}
    for name, text in TABLES.items():
        table = pd.read_csv(StringIO(text), dtype="str", keep_default_na=False)
        for column in set(NUMERIC.get(name, [])) & set(table):
            table[column] = pd.to_numeric(table[column].replace("", None))
        tables[name] = table
    usual = {"status": "ok", "reason": "", "known": "", "outcome": "", "item": "", "wave_from": ""}
    rows = [usual | row for row in FINDINGS]
    found = pd.DataFrame(rows).reindex(columns=[*COLUMNS])
    texts = found.select_dtypes(exclude="number").columns.difference(NUMERIC["statistics"])
    tables["statistics"] = found.assign(**{name: found[name].fillna("") for name in texts})
    there = {name: of for name, of in tables.items() if name not in without}
    return Results(study=STUDY, book=codebook(), tables=there)


def made(folder: Path, language: str = "en") -> Path:
    """The page in a language, as a file."""
    file = folder / language / "explore.html"
    file.parent.mkdir(parents=True, exist_ok=True)
    data = content(results(), language, [], HouseStyle())
    file.write_text(page(data, bundle(), "6", THEME, HouseStyle(), ["en", "fr"], "Lights"), encoding="utf-8")
    return file
