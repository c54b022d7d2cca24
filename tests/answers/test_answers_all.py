"""All waves in one table: not asked is all or none per item and wave; how often each answer occurs."""

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from wavework.answers import COLUMNS, all_answers

ITEMS = pd.DataFrame({"item": ["portal", "app", "phone"]})


def wave(name, given_answers):
    """Answers of a wave: unit -> item -> answer."""
    rows = [
        [name, "AP", unit, unit, item, "answered", answer, "1", "yes", "collected"]
        for unit, items in given_answers.items()
        for item, answer in items.items()
    ]
    return pd.DataFrame(rows, columns=COLUMNS, dtype="str")


def test_an_item_that_a_wave_did_not_hold_is_not_asked_of_all_its_units():
    table = all_answers(
        {
            "w2": wave("w2", {"KOR": {"portal": "fully", "app": "fully"}}),
            "w1": wave("w1", {"VNM": {"phone": "ticked"}, "KOR": {"phone": "unticked"}}),
        },
        ITEMS,
    )
    assert table[["wave", "unit", "item", "status"]].to_numpy().tolist() == [
        ["w1", "KOR", "portal", "not_asked"],
        ["w1", "KOR", "app", "not_asked"],
        ["w1", "KOR", "phone", "answered"],
        ["w1", "VNM", "portal", "not_asked"],
        ["w1", "VNM", "app", "not_asked"],
        ["w1", "VNM", "phone", "answered"],
        ["w2", "KOR", "portal", "answered"],
        ["w2", "KOR", "app", "answered"],
        ["w2", "KOR", "phone", "not_asked"],
    ]
    absent = table[table["status"] == "not_asked"]
    assert set(absent["comparable"]) == {"no"}
    assert set(absent["answer"]) == {""}
    assert set(absent["value"]) == {""}
    assert set(absent["region"]) == {"AP"}


@given(
    st.dictionaries(
        st.sampled_from(["w1", "w2", "w3"]),
        st.tuples(
            st.sets(st.sampled_from(["KOR", "VNM", "CHN"]), min_size=1),
            st.sets(st.sampled_from(["portal", "app", "phone"]), min_size=1),
        ),
        min_size=1,
    )
)
def test_every_unit_of_a_wave_has_every_item_once(plan):
    table = all_answers(
        {name: wave(name, {u: dict.fromkeys(items, "fully") for u in units}) for name, (units, items) in plan.items()},
        ITEMS,
    )
    for name, (units, items) in plan.items():
        rows = table[table["wave"] == name]
        assert len(rows) == 3 * len(units)
        assert not rows.duplicated(["unit", "item"]).any()
        for item, asked in rows.groupby("item")["status"]:
            assert set(asked) == ({"answered"} if item in items else {"not_asked"})
