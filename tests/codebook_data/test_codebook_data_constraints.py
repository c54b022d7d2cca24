"""Constraints say what is published, no more and no less."""

import re
from pathlib import Path

import pandas as pd
import pytest
from test_codebook_data_tables import CONSTRAINTS, ITEMS, WAVES

ROOT = Path(__file__).parents[2]
UNITS = {wave: units.split() for wave, units in WAVES.items()}
ROWS = CONSTRAINTS.to_dict("records")


def items_of(row):
    names = []
    for name in row["items"].split("|"):
        battery = name.removeprefix("battery:")
        names += [name] if battery == name else list(ITEMS.loc[ITEMS["battery"] == battery, "item"])
    return names


def test_says_its_source_its_reading_and_its_claim():
    """That a row refers to what exists and can be read is held where the study's system is built from it."""
    assert len(ROWS) >= 50
    for row in ROWS:
        assert row["source"], row
        assert row["reading"], row
        assert all(re.fullmatch(r"[a-z][a-z0-9-]+", claim) for claim in row["claim"].split("|")), row


def bounds(wave, item, answers):
    """Smallest and largest count of `answers` to `item` that the rows on exactly these answers leave."""
    low, high = 0, len(UNITS[wave])
    for row in ROWS:
        if row["kind"] == "count" and row["wave"] == wave and item in items_of(row) and row["answers"] == answers:
            if row["relation"] in ("=", ">="):
                low = max(low, int(row["bound"]))
            if row["relation"] in ("=", "<="):
                high = min(high, int(row["bound"]))
    return low, high


HAS, NOT = "fully|development", "planned|not_planned"


@pytest.mark.parametrize(
    ("wave", "item", "answers", "expected"),
    [  # typed by hand from the deck and the table of published values
        ("ilo_ap_2022", "digital_strategy_any", "yes", (11, 11)),
        ("ilo_ap_2022", "digital_strategy_nature", "@nature_73", (8, 8)),
        ("ilo_ap_2022", "digital_strategy_nature", "@nature_18", (2, 2)),
        ("ilo_ap_2022", "digital_strategy_nature", "@nature_9", (1, 1)),
        ("ilo_ap_2022", "channel_use_analysis", HAS, (3, 3)),
        ("ilo_ap_2022", "frontoffice_digital_strategy", NOT, (6, 11)),
        *(("ilo_ap_2022", f"data_{item}", "fully", (0, 5))
          for item in ("strategy_integrated", "ethics_strategy", "kpi_goals", "group_level", "kpi_youth")),
        *(("ilo_ap_2022", f"org_{item}", NOT, (6, 11))
          for item in ("od_strategy", "culture_change", "digital_skills", "inclusion")),
        ("ilo_ap_2022", "youth_staff_technology", HAS, (5, 5)),
        ("ilo_ap_2022", "youth_dedicated_needs", HAS, (4, 4)),
        ("ilo_ap_2022", "youth_dedicated_online", HAS, (4, 4)),
        ("ilo_global_2020", "any_core_service_digital", "yes", (6, 6)),
        ("ilo_global_2020", "online_services", "yes", (6, 6)),
        ("idb_lac_2022", "org_od_strategy", HAS, (0, 0)),
        ("idb_lac_2022", "org_culture_change", HAS, (0, 1)),
        ("idb_lac_2022", "digital_strategy_nature", "digitization|digitalization", (9, 16)),
        ("idb_lac_2022", "service_channel_strategy", "development|planned|not_planned", (9, 16)),
    ],
)  # fmt: skip
def test_counts_are_the_published_ones(wave, item, answers, expected):
    assert bounds(wave, item, answers) == expected


def test_means_of_lac_2022_and_their_rise():
    means = {row["items"]: row["bound"] for row in ROWS if row["kind"] == "mean"}
    published = {"strategy": "3.2", "backoffice": "3.0", "frontoffice": "2.6", "data": "3.0", "organization": "2.4"}
    assert means == {f"maturity_{name}": mean for name, mean in published.items()}
    (rise,) = [row for row in ROWS if row["kind"] == "increase"]
    assert (rise["wave"], rise["bound"]) == ("idb_lac_2022", "idb_lac_2019")
    assert set(items_of(rise)) == set(means)
    order = {row["wave"]: row["items"] for row in ROWS if row["kind"] == "mean_order"}
    assert order == dict.fromkeys(("idb_lac_2019", "idb_lac_2022"), "maturity_backoffice|maturity_frontoffice")


def test_named_services():
    named = {row["items"]: set(row["units"].split("|")) for row in ROWS if row["kind"] == "named"}
    assert named["org_od_strategy"] == {"KOR", "CHN", "IND"}
    assert named["fo_social_media"] == {"CHN"}
    assert named["fo_digital_assistant"] == {"AUS"}
    assert named["fo_transaction_portal"] == {"IND"}
    four, others = [row for row in ROWS if row["kind"] == "unit_count"]
    assert set(four["units"].split("|")) == {"CHN", "JPN", "PHL", "SGP"}
    assert set(four["units"].split("|")) ^ set(others["units"].split("|")) == set(UNITS["ilo_ap_2022"])
    half = len(items_of(four)) / 2
    assert int(others["bound"]) <= half < int(four["bound"])


def test_order_of_youth_channels():
    above = set()
    for row in ROWS:
        if row["kind"] == "order":
            chain = row["items"].split("|")
            above |= {(high, low) for place, high in enumerate(chain) for low in chain[place + 1 :]}
    social, portal = "youth_fo_social_media", "youth_fo_portal"
    common = set(ITEMS.loc[ITEMS["battery"] == "youth_front_common", "item"])
    assert {(social, other) for other in common - {social}} <= above
    assert {("youth_fo_social_subgroups", portal), ("youth_fo_phone", portal)} <= above
    assert ("youth_staff_technology", "youth_ai_tailoring") in above
    assert not {(low, high) for high, low in above} & above


def test_every_published_count_mean_and_name_on_a_wave_is_imposed():
    published = pd.read_csv(ROOT / "raw/published/published_values.csv", dtype=str, keep_default_na=False)
    seen = 0
    for row in published[published["wave"] != ""].to_dict("records"):
        items = set(items_of({"items": row["item"]}))
        mine = [other for other in ROWS if other["wave"] == row["wave"] and set(items_of(other)) & items]
        if row["statistic"] == "count":
            low, high = bounds(row["wave"], row["item"], row["answers"])
            if (row["wave"], row["item"]) == ("ilo_ap_2022", "org_od_strategy"):
                # three named have it, most have not: two rows say together what the table says in one
                low, high = 3, len(UNITS[row["wave"]]) - bounds(row["wave"], row["item"], NOT)[0]
            assert (low, high) == (int(row["low_count"]), int(row["high_count"])), row["item_id"]
        elif row["statistic"] in ("mean", "named", "unit_count", "order"):
            kinds = {"order": {"order", "mean_order"}}.get(row["statistic"], {row["statistic"]})
            assert kinds & {other["kind"] for other in mine}, row["item_id"]
        else:
            continue
        seen += 1
    assert seen == 39  # counted by hand: 24 counts, 5 means, 3 names, 2 numbers of elements, 5 orders
