"""Finished tables of a made-up study, small enough to count by hand.

Two regions; wave n1 then n2 in the north (KOR, JPN; then KOR, JPN, IND), s2 in the south (PER, CHL).
"""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from wavework.codebook import Codebook
from wavework.exhibits.captions import alt_text
from wavework.exhibits.figure_inputs import Declaration, Results
from wavework.exhibits.kinds import KINDS
from wavework.exhibits.labels import Labels

STUDY = {
    "study": {"unit": {"en": "office"}, "units": {"en": "offices"}},
    "languages": ["en"],
    "regions": {"north": {"en": "The North"}, "south": {"en": "The South"}},
    "dimensions": {"data": {"en": "Data"}, "staff": {"en": "Staff"}},
    "waves": {
        "n1": {"region": "north", "year": 2020, "title": {"en": "North 2020"}},
        "n2": {"region": "north", "year": 2022, "title": {"en": "North 2022"}},
        "s2": {"region": "south", "year": 2022, "title": {"en": "South 2022"}},
    },
    "comparisons": {"contrast": [{"first": "n2", "second": "s2"}]},
    "egdi": {"wave_year": "latest_up_to_wave"},
    "statistics": {"alpha": 0.05, "coefficient": "spearman"},
    "reconstruction": {"draws": 500},
}
ITEMS = pd.DataFrame(
    [
        ("d1", "data", "data", "stage", "yes", "Open data"),
        ("d2", "data", "data", "stage", "yes", "Dashboards"),
        ("s1", "staff", "staff", "yes_no", "yes", "Training"),
        ("o1", "obstacles", "", "tick", "no", "Money"),
        ("o2", "obstacles", "", "tick", "no", "Law"),
        ("r1", "drivers", "", "rank3", "no", "Demand"),
        ("r2", "drivers", "", "rank3", "no", "Cost"),
        ("own", "own", "data", "grade", "self_reported", "Own view of data"),
    ],
    columns=["item", "battery", "dimension", "scale", "scored", "label_en"],
)
SCALES = pd.DataFrame(
    [
        ("stage", "fully", 1, 2, 100, "answered", "In place"),
        ("stage", "development", 2, 1, 50, "answered", "Under way"),
        ("stage", "not_planned", 3, 0, 0, "answered", "Not planned"),
        ("stage", "dont_know", 4, None, None, "dont_know", "Don’t know"),
        ("yes_no", "yes", 1, 1, 100, "answered", "Yes"),
        ("yes_no", "no", 2, 0, 0, "answered", "No"),
        ("tick", "ticked", 1, 1, None, "answered", "Named"),
        ("tick", "unticked", 2, 0, None, "answered", "Not named"),
        *(("rank3", str(n), 4 - n, n, None, "answered", str(n)) for n in (3, 2, 1)),
        *(("grade", str(n), n, n, None, "answered", str(n)) for n in range(11)),
    ],
    columns=["scale", "answer", "position", "value", "score", "status", "label_en"],
)
UNITS = pd.DataFrame(
    [
        ("KOR", "KOR", "north", "Korea"),
        ("JPN", "JPN", "north", "Japan"),
        ("IND", "IND", "north", "India"),
        ("PER", "PER", "south", "Peru"),
        ("CHL", "CHL", "south", "Chile"),
    ],
    columns=["unit", "country", "region", "label_en"],
)
WAVES = {
    # d1 d2 s1 o1 o2 r1 r2 own; "" no answer, "-" not asked, "hidden" not applicable without an answer
    ("n1", "KOR"): "development not_planned - ticked unticked 3 1 6",
    ("n1", "JPN"): "fully hidden - ticked ticked 2 1 7",
    ("n2", "KOR"): "fully development yes unticked unticked 3 1 8",
    ("n2", "JPN"): "fully dont_know no ticked unticked 1 3 7",
    ("n2", "IND"): "not_planned _ yes ticked unticked 2 3 2",
    ("s2", "PER"): "development fully yes - - - - 5",
    ("s2", "CHL"): "not_planned fully no - - - - 9",
}
STATUS = {"-": "not_asked", "_": "no_answer", "hidden": "not_applicable", "dont_know": "dont_know"}
VALUE = {(row["scale"], row["answer"]): row["value"] for row in SCALES.to_dict("records")}


def answers(basis: str = "collected") -> pd.DataFrame:
    """processed/answers.csv of the study, as text."""
    rows = []
    for (wave, unit), texts in WAVES.items():
        for item, text in zip(ITEMS.to_dict("records"), texts.split(), strict=True):
            answer = "" if text in ("-", "_", "hidden") else text
            value = VALUE.get((item["scale"], answer))
            rows.append(
                {
                    "wave": wave, "region": STUDY["waves"][wave]["region"], "unit": unit, "country": unit,
                    "item": item["item"], "status": STATUS.get(text, "answered"), "answer": answer,
                    "value": "" if value is None or value != value else f"{value:g}",
                    "comparable": "no" if text == "-" else "yes", "basis": basis,
                }
            )  # fmt: skip
    return pd.DataFrame(rows)


def results(
    basis: str = "collected",
    claim_texts: Mapping[str, Any] | None = None,
    assumptions: pd.DataFrame | None = None,
    **tables: pd.DataFrame,
) -> Results:
    """The study's tables; those of processed/ that a test needs besides the answers."""
    assumed = pd.DataFrame() if assumptions is None else assumptions
    book = Codebook(items=ITEMS, scales=SCALES, units=UNITS, assumptions=assumed)
    return Results(study=STUDY, book=book, tables={"answers": answers(basis), **tables}, claim_texts=claim_texts or {})


def shown(declaration: Declaration, tables: Results) -> pd.DataFrame:
    """The figure's table, with ids in the place of labels."""
    return KINDS[declaration.kind, declaration.data].build(declaration, tables)


def told(declaration: Declaration, tables: Results) -> str:
    """The alt text of a figure, from its own table."""
    return alt_text(declaration, shown(declaration, tables), Labels(tables, declaration, "en"))


def declared(kind: str, *items: str, **keys: object) -> Declaration:
    """A figure called `fig` with the title "A title"."""
    return Declaration(id="fig", section="data", kind=kind, title={"en": "A title"}, items=items, **keys)
