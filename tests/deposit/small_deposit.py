"""A made-up study with a wave that is collected, one that is not public, and one of a measure; two languages.

Wave c (offices a1, a2, a3 of the coast) asked open, kind and law; wave r (a1, a2) asked open and with. A published
fact tells `open` of a1 in r.
"""

import pandas as pd

from wavework.codebook import Codebook

STUDY = {
    "study": {
        "title": {"en": "Offices", "fr": "Bureaux"},
        "unit": {"en": "office", "fr": "bureau"},
        "units": {"en": "offices", "fr": "bureaux"},
    },
    "languages": ["en", "fr"],
    "regions": {"coast": {"en": "The coast", "fr": "La côte"}},
    "dimensions": {"data": {"en": "Data", "fr": "Données"}},
    "waves": {
        "c": {"region": "coast", "year": 2024, "title": {"en": "C 2024", "fr": "C 2024"}, "export": "raw/c.csv"},
        "r": {"region": "coast", "year": 2020, "title": {"en": "R 2020", "fr": "R 2020"}, "export": "raw/r.csv"},
    },
    "measured": {"m": {"year": 2025, "title": {"en": "Index", "fr": "Indice"}, "export": "raw/m.csv"}},
    "statistics": {"alpha": 0.05},
}
ITEMS = pd.DataFrame(
    [
        ("open", "stage", "data", "stage", "Open data", "Données ouvertes"),
        ("kind", "kind", "", "kind", "Kind of office", "Type de bureau"),
        ("law", "stage", "data", "stage", '=Law, "new"', "=Loi « nouvelle »"),
        ("with", "stage", "data", "stage", "Staff", "Personnel"),
    ],
    columns=["item", "battery", "dimension", "scale", "label_en", "label_fr"],
)
SCALES = pd.DataFrame(
    [
        ("stage", "fully", 1, 2, "answered", "In place", "En place"),
        ("stage", "planned", 2, 1, "answered", "Planned", "Prévu"),
        ("stage", "no", 3, 0, "answered", "No", "Non"),
        ("stage", "dont_know", 4, None, "dont_know", "No idea", "Aucune idée"),
        ("kind", "city", 1, None, "answered", "City", "Ville"),
        ("kind", "county", 2, None, "answered", "County", "Comté"),
    ],
    columns=["scale", "answer", "position", "value", "status", "label_en", "label_fr"],
)
BATTERIES = pd.DataFrame(
    [("stage", "What is in place?", "Qu’est-ce qui est en place ?"), ("kind", "", "")],
    columns=["battery", "question_en", "question_fr"],
)
UNITS = pd.DataFrame(
    [
        ("a1", "AAA", "coast", "Alpha", "Alpha"),
        ("a2", "BBB", "coast", "Beta", "Bêta"),
        ("a3", "CCC", "coast", "C", "C"),
    ],
    columns=["unit", "country", "region", "label_en", "label_fr"],
)
CROSSWALK = pd.DataFrame(
    [
        ("c", "Q1", "open", "yes", ""), ("c", "Q2", "kind", "yes", ""), ("c", "Q3", "law", "recoded", "two answers"),
        ("r", "A1", "open", "yes", ""), ("r", "A2", "with", "yes", ""),
    ],
    columns=["wave", "column", "item", "comparable", "reason"],
)  # fmt: skip
MEASURES = pd.DataFrame(
    [("index", "data", "0", "1", "Index", "Indice")],
    columns=["measure", "dimension", "minimum", "maximum", "label_en", "label_fr"],
)
MEASURE_COLUMNS = pd.DataFrame([("m", "value", "index", "yes", "")],
                               columns=["wave", "column", "measure", "comparable", "reason"])  # fmt: skip
BOOK = Codebook(
    files={"scales": "scales.csv"}, items=ITEMS, scales=SCALES, batteries=BATTERIES, units=UNITS, crosswalk=CROSSWALK,
    measures=MEASURES, measure_columns=MEASURE_COLUMNS,
)  # fmt: skip
GIVEN = {  # wave, unit -> open, kind, law, with: answer, or why there is none; of r one table that was drawn
    ("c", "a1"): "fully county no_answer not_asked",
    ("c", "a2"): "dont_know city no not_asked",
    ("c", "a3"): "not_applicable city planned not_asked",
    ("r", "a1"): "fully not_asked not_asked planned",
    ("r", "a2"): "no not_asked not_asked fully",
}
SILENT = {"no_answer", "not_asked", "not_applicable"}


def answers() -> pd.DataFrame:
    """processed/answers.csv, as text."""
    rows = []
    for (wave, unit), texts in GIVEN.items():
        for item, text in zip(ITEMS["item"], texts.split(), strict=True):
            status = text if text in {*SILENT, "dont_know"} else "answered"
            rows.append({
                "wave": wave, "region": "coast", "unit": unit, "country": UNITS.set_index("unit")["country"][unit],
                "item": item, "status": status, "answer": "" if text in SILENT else text, "value": "",
                "comparable": "no" if status == "not_asked" else "yes",
                "basis": "collected" if wave == "c" else "reconstructed",
            })  # fmt: skip
    return pd.DataFrame(rows)


def possible() -> pd.DataFrame:
    """processed/possible_answers.csv: of r's four answers one is told by a published fact, one is narrowed down."""
    rows = [
        ("r", "coast", "a1", "open", "fully", "fixed", "reconstructed"),
        ("r", "coast", "a2", "open", "fully|planned|no", "nothing", "reconstructed"),
        ("r", "coast", "a1", "with", "planned|no", "bounds", "reconstructed"),
        ("r", "coast", "a2", "with", "fully|planned|no", "nothing", "reconstructed"),
        ("c", "coast", "a1", "open", "fully", "", "collected"),
    ]
    return pd.DataFrame(rows, columns=["wave", "region", "unit", "item", "answers", "known", "basis"])


def prevalence() -> pd.DataFrame:
    """processed/prevalence.csv of `open` in both waves, and of `law` in c."""
    rows = [
        ("c", "open", "answered", "fully", "1", "1", "1", ""), ("c", "open", "answered", "planned", "0", "0", "0", ""),
        ("c", "open", "answered", "no", "0", "0", "0", ""), ("c", "open", "dont_know", "dont_know", "1", "1", "1", ""),
        ("c", "open", "not_applicable", "", "1", "1", "1", ""), ("c", "law", "answered", "planned", "1", "1", "1", ""),
        ("r", "open", "answered", "fully", "", "1", "2", "bounds"),
        ("r", "open", "answered", "planned", "", "0", "1", "bounds"),
        ("r", "open", "answered", "no", "", "0", "1", "bounds"),
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=["wave", "item", "status", "answer", "units", "lowest", "highest", "known"])


def measured() -> pd.DataFrame:
    """processed/measured.csv."""
    rows = [
        ("m", "coast", unit, "index", "answered", value, "yes", "published")
        for unit, value in (("a1", "0.25"), ("a2", "0.5"))
    ]
    columns = ["wave", "region", "unit", "measure", "status", "value", "comparable", "basis"]
    return pd.DataFrame(rows, columns=columns).assign(country="")


def sources() -> pd.DataFrame:
    """processed/sources.csv."""
    rows = [
        ("raw/c.csv", "collected", "c", "The offices", "Survey C", "for research", ""),
        ("raw/m.csv", "published", "", "The index", "Index", "CC BY 4.0", "https://example.org/index"),
        ("raw/r.csv", "reconstructed", "r", "this pipeline", "One possible table", "MIT", ""),
    ]
    columns = ["file", "basis", "wave", "producer", "title", "licence", "url"]
    return pd.DataFrame(rows, columns=columns).assign(sha256="0" * 64, bytes="1", date="2026-11-22")
