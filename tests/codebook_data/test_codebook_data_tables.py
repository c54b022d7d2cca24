"""The study's items, batteries, scales, units, crosswalk and corrections, held against facts.

What `read_codebook` refuses of any codebook it refuses of this one: tests/answers reads it.
"""

import re
import unicodedata
from pathlib import Path

import pandas as pd
import pytest

ROOT = Path(__file__).parents[2]
# The deck's participation tables, typed by hand.
WAVES = {
    "ilo_global_2020": "AUS KHM CHN JPN KOR SGP",
    "ilo_ap_2022": "AUS KHM CHN IND IDN JPN NPL PHL KOR SGP VNM",
    "idb_lac_2019": "BOL BRA CHL COL CRI ECU MEX PRY PER",
    "idb_lac_2022": "ARG BRB BOL BRA CHL COL CRI ECU GTM HND MEX PAN PRY PER SUR URY",
}


def table(name: str) -> pd.DataFrame:
    """A table of the codebook, every cell as text; read without the package under test."""
    return pd.read_csv(ROOT / "workflow/codebook" / f"{name}.csv", dtype=str, keep_default_na=False)


def plain(text: str) -> str:
    """Own matching form: no accents, no case, straight apostrophe."""
    signs = unicodedata.normalize("NFKD", text.replace("’", "'"))
    return "".join(sign for sign in signs if not unicodedata.combining(sign)).casefold().strip()


ITEMS, BATTERIES, SCALES, UNITS = (table(name) for name in ("items", "batteries", "scales", "units"))
CROSSWALK, CORRECTIONS, CONSTRAINTS = (table(name) for name in ("crosswalk", "corrections", "constraints"))
ANSWERS = SCALES.groupby("scale")["answer"].apply(set).to_dict()
SCALE_OF = dict(zip(ITEMS["item"], ITEMS["scale"], strict=True))


def test_positions_codes_and_columns_do_not_repeat():
    for rows, key in ((SCALES, ["scale", "position"]), (SCALES, ["scale", "code"]), (CROSSWALK, ["wave", "column"])):
        assert rows[rows.duplicated(key)].empty


@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_labels_are_short_and_questions_ask(language):
    for rows in (ITEMS, SCALES, UNITS):
        labels = rows[f"label_{language}"]
        assert labels[labels.str.strip() != labels].empty
        assert (labels.str.len() <= 60).all()
    assert BATTERIES[f"question_{language}"].str.contains(r"^¿.*\?" if language == "es" else r"\?").all()


def test_items_refer_to_batteries_and_scales():
    assert set(ITEMS["battery"]) == set(BATTERIES["battery"])
    assert set(ITEMS["scale"]) | set(BATTERIES["scale"]) == set(SCALES["scale"])
    joined = ITEMS.merge(BATTERIES, on="battery", suffixes=("", "_battery"))
    assert (joined["scale"] == joined["scale_battery"]).all()
    assert ((joined["dimension_battery"] == "") | (joined["dimension"] == joined["dimension_battery"])).all()


def test_the_batteries_of_the_deck():
    sizes = ITEMS.groupby("battery").size().to_dict()
    # eight obstacles, two budgets, five dimensions, single questions: as the deck says
    assert sizes["obstacles"] == 8
    assert sizes["budgets"] == 2
    assert sizes["maturity_dimensions"] == 5
    single = {"digital_strategy", "strategy_nature", "maturity_overall", "channel_approach"}
    assert all(sizes[battery] == 1 for battery in single)
    assert all(5 <= sizes[battery] <= 9 for battery in set(sizes) - single - {"budgets"})


def test_items_are_scored_only_on_the_implementation_scale_of_a_dimension():
    scored = ITEMS[ITEMS["scored"] == "yes"]
    assert set(scored["scale"]) == {"implementation4"}
    assert set(scored["dimension"]) == {"strategy", "back_office", "front_office", "data", "organization"}
    youth = ITEMS[ITEMS["battery"].str.startswith("youth_")]
    assert len(youth) >= 20
    assert set(youth["scored"]) == {"no"}
    reported = ITEMS[ITEMS["scored"] == "self_reported"]
    assert set(reported["item"]) == set(ITEMS.loc[ITEMS["scale"] == "maturity5", "item"])
    assert set(reported["dimension"]) == set(scored["dimension"]) | {""}


def test_origin_is_deck_for_what_is_named_and_constructed_elsewhere():
    origin = dict(zip(ITEMS["item"], ITEMS["origin"], strict=True))
    assert set(origin.values()) == {"deck", "constructed"}
    published = pd.read_csv(ROOT / "raw/published/published_values.csv", dtype=str, keep_default_na=False)
    named = set(published["item_id"]) & set(origin)
    assert len(named) >= 30
    assert {item for item in named if origin[item] != "deck"} == set()
    # labels of these two charts are lost altogether
    lost = ITEMS[ITEMS["battery"].isin(["drivers", "strategies"])]
    assert set(lost["origin"]) == {"constructed"}


def test_implementation_scale_as_in_the_facts():
    rows = SCALES[SCALES["scale"] == "implementation4"].sort_values("position").set_index("answer")
    assert list(rows.index) == ["fully", "development", "planned", "not_planned", "dont_know"]
    assert list(rows["value"]) == ["3", "2", "1", "0", ""]
    assert list(rows["score"]) == ["100", "50", "0", "0", ""]
    assert list(rows["status"]) == ["answered"] * 4 + ["dont_know"]
    assert list(rows["label_fr"])[:2] == ["Oui, entièrement en place", "Oui, en cours de développement"]


def test_values_and_scores_only_where_something_was_answered():
    rest = SCALES[SCALES["status"] != "answered"]
    assert set(rest["value"]) | set(rest["score"]) == {""}
    assert set(SCALES.loc[SCALES["score"] != "", "scale"]) == {"implementation4"}


def test_units_are_the_27_countries_of_the_two_participation_tables():
    regions = UNITS.groupby("region")["unit"].apply(set).to_dict()
    assert regions == {"AP": set(WAVES["ilo_ap_2022"].split()), "LAC": set(WAVES["idb_lac_2022"].split())}
    assert (UNITS["unit"] == UNITS["country"]).all()


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("Viet Nam", "VNM"), ("Vietnam", "VNM"), ("South Korea", "KOR"), ("Corée du Sud", "KOR"),
        ("République de Corée", "KOR"), ("República de Corea", "KOR"), ("Brasil", "BRA"), ("Brésil", "BRA"),
        ("Bolivia (Plurinational State of)", "BOL"), ("Barbade", "BRB"), ("Camboya", "KHM"), ("Filipinas", "PHL"),
        ("Équateur", "ECU"), ("Pérou", "PER"), ("Mexique", "MEX"), ("日本", "JPN"),
    ],
)  # fmt: skip
def test_names_of_a_country(name, unit):
    rows = UNITS.set_index("unit").drop(columns=["country", "region"])
    known = rows.apply(lambda row: plain(name) in {plain(text) for cell in row for text in cell.split("|")}, axis=1)
    assert list(known[known].index) == [unit]


def test_crosswalk_knows_the_four_waves_and_every_item_is_asked_somewhere():
    assert set(CROSSWALK["wave"]) == set(WAVES)
    assert set(CROSSWALK["item"]) == set(ITEMS["item"])


def test_crosswalk_says_why_an_answer_is_not_simply_comparable():
    assert set(CROSSWALK["comparable"]) == {"yes", "recoded", "no"}
    assert (CROSSWALK["reason"] != "").all()
    doubtful = CROSSWALK[CROSSWALK["comparable"] != "yes"]
    assert doubtful["reason"].str.startswith("constructed: ").all()
    assert (CROSSWALK.loc[CROSSWALK["comparable"] == "recoded", "recode"] != "").all()
    assert (CROSSWALK.loc[CROSSWALK["comparable"] == "yes", "recode"] == "").all()


def test_constructed_items_are_called_constructed_in_the_crosswalk():
    invented = set(ITEMS.loc[ITEMS["origin"] == "constructed", "item"])
    assert CROSSWALK.loc[CROSSWALK["item"].isin(invented), "reason"].str.contains("constructed").all()
    assert CROSSWALK["reason"].str.contains("constructed").all()  # the column ids are, everywhere


def test_a_recode_never_ends_in_concrete_plans():
    assert not CROSSWALK["recode"].str.contains(">planned").any()  # three answers: no concrete plans


def test_column_codes_have_the_platform_s_shape():
    shapes = {"ilo": r"[A-Z]\d{1,2}(\[SQ\d{3}\])?", "idb": r"Q\d{1,2}(_\d{1,2})?"}
    for row in CROSSWALK.to_dict("records"):
        assert re.fullmatch(shapes[row["wave"][:3]], row["column"]), row["column"]


def test_columns_of_one_question_share_a_scale_and_a_recode():
    question = CROSSWALK["column"].str.replace(r"\[.*|_.*", "", regex=True)
    groups = CROSSWALK.assign(question=question, scale=CROSSWALK["item"].map(SCALE_OF)).groupby(["wave", "question"])
    assert {name: set(rows["scale"]) for name, rows in groups if len(set(rows["scale"])) > 1} == {}
    assert {name: set(rows["recode"]) for name, rows in groups if len(set(rows["recode"])) > 1} == {}


def test_paired_change_is_possible_in_every_dimension():
    scored = ITEMS[ITEMS["scored"] == "yes"].set_index("item")["dimension"]
    for first, second in (("ilo_global_2020", "ilo_ap_2022"), ("idb_lac_2019", "idb_lac_2022")):
        usable = CROSSWALK[CROSSWALK["comparable"] != "no"]
        both = set(usable.loc[usable["wave"] == first, "item"]) & set(usable.loc[usable["wave"] == second, "item"])
        assert {scored[item] for item in both if item in scored} == set(scored)


def test_what_the_deck_places_in_a_region_is_asked_there_only():
    asked = CROSSWALK.groupby("wave")["item"].apply(set).to_dict()
    battery = ITEMS.groupby("battery")["item"].apply(set).to_dict()
    for name in ("drivers", "youth_programmes", "youth_front_common", "youth_back_office", "front_office"):
        assert battery[name] <= asked["ilo_ap_2022"]
        assert not battery[name] & (asked["idb_lac_2019"] | asked["idb_lac_2022"])
    for name in ("maturity_overall", "maturity_dimensions", "channel_approach"):
        assert battery[name] <= asked["idb_lac_2019"] & asked["idb_lac_2022"]
        assert not battery[name] & (asked["ilo_global_2020"] | asked["ilo_ap_2022"])
    assert battery["drivers"] <= asked["ilo_global_2020"]
    assert "data_kpi_youth" not in asked["idb_lac_2022"]


def test_corrections_fit_and_touch_nothing_that_is_published():
    assert len(CORRECTIONS) >= 1
    for row in CORRECTIONS.to_dict("records"):
        entry = CROSSWALK[(CROSSWALK["wave"] == row["wave"]) & (CROSSWALK["item"] == row["item"])].iloc[0]
        possible = ANSWERS[SCALE_OF[row["item"]]]
        if entry["recode"]:
            possible = {pair.split(">")[1] for pair in entry["recode"].split(";")}
        assert {row["found"], row["corrected"]} <= possible
        assert row["found"] != row["corrected"]
        assert row["unit"] in WAVES[row["wave"]].split()
        assert "example" in row["source"]
        same_wave = CONSTRAINTS[CONSTRAINTS["wave"] == row["wave"]]
        battery = ITEMS.set_index("item").at[row["item"], "battery"]
        bound = {name for cell in same_wave["items"] for name in cell.split("|")}
        assert not {row["item"], f"battery:{battery}"} & bound
