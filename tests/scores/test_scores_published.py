"""Published values beside those of a run: which number is meant, when the two agree, and when nothing can be said."""

from dataclasses import replace

import pandas as pd
import pytest
from small_scores import answers, tables

from wavework.published import COLUMNS, published_comparison

# Wave ap, four services: a1 fully of KOR and JPN, development of IND; own maturity 2, 3, 3 and none.
ANSWERS = answers(
    {
        ("ap", "KOR"): {"a1": "fully", "a2": "fully", "a3": "planned", "own": "2", "open": "-"},
        ("ap", "JPN"): {"a1": "fully", "a2": "planned", "a3": "planned", "own": "3", "open": "-"},
        ("ap", "IND"): {"a1": "development", "a2": "fully", "a3": "fully", "own": "3", "open": "-"},
        ("ap", "SGP"): {"a1": "", "a2": "planned", "a3": "planned", "own": "", "open": "-"},
    }
)
EMPTY = dict.fromkeys(
    ["source_id", "item_label_en", "item", "wave", "answers", "statistic", "low_count", "high_count", "share", "mean",
     "value", "quality", "locator", "countries", "n", "percent"], ""
)  # fmt: skip

ONE = {"low_count": "1", "high_count": "1"}


def compared(**value):
    row = {**EMPTY, "wave": "ap", **value}
    table = published_comparison(
        pd.DataFrame([row]), tables(ANSWERS), assumptions={"class_73": "fully", "class_18": "development"}
    )
    assert list(table.columns) == COLUMNS
    return table.iloc[0].to_dict()


@pytest.mark.parametrize(
    ("value", "reproduced", "verdict"),
    [
        ({"statistic": "count", "item": "a1", "answers": "fully", "low_count": "2", "high_count": "2"}, 2, "pass"),
        ({"statistic": "count", "item": "a1", "answers": "fully", "low_count": "3", "high_count": "4"}, 2, "fail"),
        ({"statistic": "count", "item": "a1", "answers": "fully|development", "low_count": "3", "high_count": "4"}, 3,
         "pass"),
        ({"statistic": "count", "item": "a1", "answers": "@class_18", "low_count": "1", "high_count": "1"}, 1, "pass"),
        ({"statistic": "count", "item": "a1|a3", "answers": "fully", "low_count": "3", "high_count": "3"}, 3, "pass"),
        ({"statistic": "share", "item": "a1", "answers": "fully", "share": "0.5"}, 0.5, "pass"),
        ({"statistic": "share", "item": "a1", "answers": "fully", "share": "0.506"}, 0.5, "fail"),
        ({"statistic": "share", "item": "a1", "answers": "fully", "share": "0.505"}, 0.5, "pass"),
        ({"statistic": "mean", "item": "own", "mean": "2.7"}, 8 / 3, "pass"),
        ({"statistic": "mean", "item": "own", "mean": "2.6"}, 8 / 3, "fail"),
        ({"statistic": "participation", "low_count": "4", "high_count": "4"}, 4, "pass"),
        ({"statistic": "participation", "low_count": "5", "high_count": "5"}, 4, "fail"),
        ({"statistic": "named", "item": "a1", "answers": "fully", "countries": "KOR;JPN"}, 2, "pass"),
        ({"statistic": "named", "item": "a1", "answers": "fully", "countries": "KOR;IND"}, 1, "fail"),
        # most of three items are two: KOR and IND give them to data
        ({"statistic": "unit_count", "item": "battery:data", "answers": "fully", "low_count": "2", "high_count": "4"},
         2, "pass"),
    ],
)  # fmt: skip
def test_a_number_stands_against_a_published_one(value, reproduced, verdict):
    row = compared(**value)
    assert row["reproduced"] == pytest.approx(reproduced)
    assert row["verdict"] == verdict
    assert row["why"] == ""
    assert row["basis"] == "collected"


def test_the_base_is_whoever_was_asked():
    assert compared(statistic="share", item="a1", answers="fully", share="0.5")["n"] == 4
    assert compared(statistic="mean", item="own", mean="2.7")["n"] == 3  # one gave no number


@pytest.mark.parametrize(
    ("value", "why"),
    [
        ({"wave": "", "statistic": "count", "item": "a1"}, "the value is not about a wave of this study"),
        ({"wave": "world", "statistic": "count", "item": "a1"}, "the value is not about a wave of this study"),
        ({"statistic": "qualitative", "item": "a1"}, "the source gives words and no number"),
        ({"statistic": "order", "item": "a1"}, "the source gives words and no number"),
        ({"statistic": "", "item": "a1"}, "the source gives words and no number"),
        ({"statistic": "count", "item": "open", **ONE}, "the item was not asked in the wave"),
        ({"statistic": "count", "item": "b1", **ONE}, "the item was not asked in the wave"),
    ],
)  # fmt: skip
def test_where_nothing_can_be_said_the_table_says_why(value, why):
    row = compared(**value)
    assert row["why"] == why
    assert row["verdict"] == ""
    assert pd.isna(row["reproduced"])


def test_a_range_of_counts_is_printed_as_one():
    row = compared(statistic="count", item="a1", answers="fully", low_count="2", high_count="4", value=">=2/4")
    assert row["published_text"] == "2–4"
    assert pd.isna(row["published"])
    assert row["tolerance"] == 0


def test_every_row_has_its_number_in_the_order_of_the_source():
    rows = [{**EMPTY, "wave": "ap", "statistic": "qualitative", "source_id": name} for name in ("s9", "s1")]
    table = published_comparison(pd.DataFrame(rows), tables(ANSWERS), assumptions={})
    assert table[["comparison", "source_id"]].to_numpy().tolist() == [["published-001", "s9"], ["published-002", "s1"]]


def test_the_basis_of_a_comparison_is_that_of_the_answers():
    published = pd.DataFrame([{**EMPTY, "wave": "ap", "statistic": "participation", **ONE}])
    weak = replace(tables(ANSWERS), basis={"ap": "reconstructed"})
    assert published_comparison(published, weak, assumptions={})["basis"].iloc[0] == "reconstructed"


@pytest.mark.parametrize(
    ("value", "consistent", "nearest"),
    [
        (
            {"statistic": "share", "item": "a1", "answers": "fully", "share": "0.25", "percent": "25", "n": "11"},
            "no",
            "27",
        ),
        (
            {"statistic": "share", "item": "a1", "answers": "fully", "share": "0.25", "percent": "25", "n": "16"},
            "yes",
            "",
        ),
        # of 16 grades from 1 to 5: sums are whole numbers, and 51 / 16 = 3.1875
        ({"statistic": "mean", "item": "own", "mean": "3.2", "n": "16"}, "yes", ""),
        ({"statistic": "mean", "item": "own", "mean": "3.2", "n": "3"}, "no", "3.3"),  # 10 / 3; below it 3.0
        ({"statistic": "count", "item": "a1", "answers": "fully", **ONE, "n": "11"}, None, None),
    ],
)
def test_a_mean_or_percentage_that_so_many_units_cannot_give_is_found(value, consistent, nearest):
    found = compared(**value)
    shown = {name: None if pd.isna(found[name]) else found[name] for name in ("consistent", "nearest")}
    assert shown == {"consistent": consistent, "nearest": nearest}
