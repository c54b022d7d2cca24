"""Each kind of rule on tables of a few answers, decided by hand."""

import numpy as np
import pytest
from toy_claims import HAVE, toy_book, toy_cells

from wavework.claims.parts import Outcome
from wavework.claims.rules import RULES, needed

BOOK = toy_book({"w": ["portal", "phone", "letter", "grade_a", "grade_b"], "v": ["grade_a"]})


def parts(rule, cells):
    rule = {"needed": "all", "only": False, **rule}
    found = RULES[rule["kind"]](rule, cells, BOOK)
    return found, Outcome([(found, needed(rule, found))])


def share(relation, letters, value=None, answers=HAVE):
    rule = {"kind": "share", "wave": "w", "items": ["portal"], "answers": answers, "relation": relation}
    cells = toy_cells({"w": "ABCDEFGHIJKLMNOP"[: len(letters)]}, w__portal=[letters])
    (part,), _ = parts(rule | ({} if value is None else {"value": value}), cells)
    return part


@pytest.mark.parametrize(
    ("relation", "value", "letters", "holds"),
    [
        ("all", None, "ffd", True),
        ("all", None, "ffp", False),
        ("all", None, "ff?", True),  # those who know; that one does not makes it not firm
        ("none", None, "pnn", True),
        ("none", None, "pnf", False),
        ("some", None, "nnf", True),
        ("some", None, "nnn", False),
        ("not_all", None, "ffn", True),
        ("not_all", None, "fff", False),
        ("varies", None, "fnn", True),
        ("varies", None, "fff", False),
        ("varies", None, "nnn", False),
        ("most", None, "ffnn", False),  # half is not most
        ("most", None, "ffn", True),
        ("most", None, "ff.nn", False),
        ("most", None, "ff..n", True),  # 2 of the 3 that answered
        ("minority", None, "ffnn", False),
        ("minority", None, "fnn", True),
        ("few", None, "fnn", False),  # exactly a third
        ("few", None, "fnnn", True),
        ("very_few", None, "fnnnn", False),  # exactly a fifth
        ("very_few", None, "fnnnnn", True),
        ("below", 0.1, "fnnnnnnnnn", False),  # exactly a tenth
        ("below", 0.1, "fnnnnnnnnnn", True),
        ("percent", 36, "ffffnnnnnnn", True),  # 4 of 11 = 36.4 %
        ("percent", 36, "fffnnnnnnnn", False),
        ("percent", 17, "fnnnnn", True),  # 16.67 %
        ("percent", 16, "fnnnnn", False),
        ("nearest", 0.25, "fffnnnnnnnn", True),  # 3 of 11 lies nearest to a quarter, 2.75
        ("nearest", 0.25, "ffnnnnnnnnn", False),
        ("nearest", 0.45, "fffffnnnnnn", True),  # 5 of 11
        ("most", None, "..??x", False),  # nobody answered
        ("none", None, "...", False),
    ],
)
def test_share(relation, value, letters, holds):
    assert share(relation, letters, value).holds.tolist() == [holds]


def test_share_reports_count_n_and_wilson_interval():
    part = share("most", "ffffffffnnn")
    assert (part.count[0], part.n[0]) == (8, 11)
    # Wilson 1927 for 8 of 11, computed by hand: (x + z²/2 ± z √(x(n-x)/n + z²/4)) / (n + z²)
    z = 1.959964
    half = z * (8 * 3 / 11 + z * z / 4) ** 0.5
    expected = ((8 + z * z / 2 - half) / (11 + z * z), (8 + z * z / 2 + half) / (11 + z * z))
    assert part.interval() == pytest.approx(expected, abs=1e-6)


def test_a_statement_on_all_is_not_firm_where_a_unit_did_not_answer():
    assert share("all", "fff").firm
    assert not share("all", "ff.").firm
    assert share("most", "ff.").firm


def test_share_of_several_items_needs_all_most_or_a_number():
    cells = toy_cells({"w": "ABC"}, w__portal=["ffn"], w__phone=["ffn"], w__letter=["nnn"])
    rule = {"kind": "share", "wave": "w", "items": "battery:channels", "answers": HAVE, "relation": "most"}
    found, outcome = parts(rule, cells)
    assert [part.where["item"] for part in found] == ["portal", "phone", "letter"]
    assert not outcome.holds[0]
    assert outcome.half  # 2 of the 3 that are needed
    assert parts(rule | {"needed": "most"}, cells)[1].holds[0]
    assert parts(rule | {"needed": 2}, cells)[1].holds[0]
    assert not parts(rule | {"needed": 3}, cells)[1].holds[0]


def test_every_draw_is_decided_for_itself():
    cells = toy_cells({"w": "ABC"}, w__portal=["fff", "ffn", "fnn", "nnn"])
    rule = {"kind": "share", "wave": "w", "items": ["portal"], "answers": HAVE, "relation": "most"}
    assert parts(rule, cells)[1].holds.tolist() == [True, True, False, False]


@pytest.mark.parametrize(
    ("letters", "held"),
    [
        ("ffffffffddp", [True, True, True]),  # 8, 2, 1 of 11 = 73, 18, 9 %
        ("nnnnnnnnpdd", [True, True, True]),  # whichever class has them
        ("ffffffffddd", [True, False, False]),  # 8, 3, 0 = 73, 27, 0 %
        ("fffffffdddp", [False, False, True]),  # 7, 3, 1
        ("ffffffffffff", [False, False, False]),
    ],
)
def test_distribution(letters, held):
    cells = toy_cells({"w": "ABCDEFGHIJKL"[: len(letters)]}, w__portal=[letters])
    found, _ = parts({"kind": "distribution", "wave": "w", "item": "portal", "percents": [9, 73, 18]}, cells)
    assert [bool(part.holds[0]) for part in found] == held


@pytest.mark.parametrize(
    ("portal", "phone", "letter", "held"),
    [
        ("fffn", "ffnn", "fnnn", [True, True]),
        ("ffnn", "ffnn", "fnnn", [False, True]),  # a tie is not more
        ("fnnn", "ffnn", "fffn", [False, False]),
        ("ff..", "fffn", "ffnn", [True, True]),  # 2 of 2 is more than 3 of 4
        ("....", "nnnn", "nnnn", [False, False]),
    ],
)
def test_order_by_share(portal, phone, letter, held):
    cells = toy_cells({"w": "ABCD"}, w__portal=[portal], w__phone=[phone], w__letter=[letter])
    rule = {"kind": "order", "wave": "w", "more": ["portal"], "fewer": "battery:channels", "answers": HAVE}
    found, _ = parts(rule, cells)
    assert [part.where["other"] for part in found] == ["phone", "letter"]
    assert [bool(part.holds[0]) for part in found] == held


def test_order_by_mean():
    cells = toy_cells({"w": "ABC"}, w__grade_a=["333", "222", "15."], w__grade_b=["332", "222", "444"])
    found, _ = parts({"kind": "order", "wave": "w", "more": ["grade_a"], "fewer": ["grade_b"]}, cells)
    assert found[0].holds.tolist() == [True, False, False]  # 3 > 2.67; 2 = 2; 3 < 4
    assert found[0].estimate.tolist() == pytest.approx([1 / 3, 0, -1])


@pytest.mark.parametrize(
    ("letters", "expected", "holds"),
    [
        ("2345", 3.5, True),
        ("3334", 3.3, True),  # 3.25 is rounded half up
        ("3334", 3.2, False),
        ("33344", 3.4, True),
        ("444.", 4.0, True),
        ("....", 0.0, False),
    ],
)
def test_means(letters, expected, holds):
    cells = toy_cells({"w": "ABCDE"[: len(letters)]}, w__grade_a=[letters])
    found, _ = parts({"kind": "means", "wave": "w", "means": {"grade_a": expected}}, cells)
    assert bool(found[0].holds[0]) is holds


def test_increase_looks_at_the_units_of_both_waves():
    # C left, D is new and would lift the mean of all from 2.33 to 3.33; the panel of A and B fell.
    cells = toy_cells({"v": "ABC", "w": "ABD"}, v__grade_a=["331", "22.", "2.2"], w__grade_a=["325", "335", "135"])
    found, _ = parts({"kind": "increase", "from": "v", "to": "w", "items": ["grade_a"]}, cells)
    assert found[0].holds.tolist() == [False, True, False]
    assert found[0].n.tolist() == [2, 2, 1]
    assert found[0].estimate.tolist() == pytest.approx([-0.5, 1.0, -1.0])


def test_no_change_is_no_increase():
    cells = toy_cells({"v": "AB", "w": "AB"}, v__grade_a=["24", "44", ".."], w__grade_a=["42", "45", "55"])
    found, _ = parts({"kind": "increase", "from": "v", "to": "w", "items": ["grade_a"]}, cells)
    assert found[0].holds.tolist() == [False, True, False]
    assert not np.isnan(found[0].estimate[0])
    assert np.isnan(found[0].estimate[2])  # nobody answered in both


def test_half_of_the_items_are_not_most_of_them():
    cells = toy_cells({"w": "AB"}, w__portal=["ff"], w__phone=["nf"])
    rule = {"kind": "named", "wave": "w", "units": ["A", "B"], "items": ["portal", "phone"], "answers": HAVE}
    found, _ = parts(rule | {"needed": "most"}, cells)
    assert [bool(part.holds[0]) for part in found] == [False, True]


def test_named_units_have_it():
    cells = toy_cells({"w": "ABC"}, w__portal=["fdn", "nff"], w__phone=["fff", "fff"], w__letter=["nnn", "fff"])
    rule = {"kind": "named", "wave": "w", "units": ["C", "A"], "items": ["portal"], "answers": HAVE}
    found, _ = parts(rule, cells)
    assert [part.where["unit"] for part in found] == ["C", "A"]
    assert [part.holds.tolist() for part in found] == [[False, True], [True, False]]


def test_named_units_have_most_items_and_no_others_do():
    cells = toy_cells({"w": "ABC"}, w__portal=["fnf", "fff"], w__phone=["fnn", "fff"], w__letter=["nff", "fff"])
    rule = {
        "kind": "named", "wave": "w", "units": ["A"], "items": "battery:channels", "answers": ["fully"],
        "needed": "most", "only": True,
    }  # fmt: skip
    found, outcome = parts(rule, cells)
    # draw 0: A has 2 of 3, B 1 of 3, C 2 of 3 as well; draw 1: all have all
    assert [part.holds.tolist() for part in found] == [[True, True], [False, False]]
    assert found[1].count.tolist() == [1, 2]
    assert outcome.half  # one of the two parts


def test_an_item_without_answer_counts_against_a_named_unit():
    cells = toy_cells({"w": "AB"}, w__portal=["f."], w__phone=["ff"])
    rule = {"kind": "named", "wave": "w", "units": ["A", "B"], "items": ["portal", "phone"], "answers": HAVE}
    found, _ = parts(rule, cells)
    assert [bool(part.holds[0]) for part in found] == [True, False]


def test_respondents_of_one_wave_and_of_both():
    cells = toy_cells({"v": "ABC", "w": "BCDE"}, w__portal=["ffff"])
    assert parts({"kind": "respondents", "waves": ["w"], "number": 4}, cells)[1].holds[0]
    assert not parts({"kind": "respondents", "waves": ["w"], "number": 5}, cells)[1].holds[0]
    assert parts({"kind": "respondents", "waves": ["v", "w"], "number": 2}, cells)[1].holds[0]


def test_one_part_of_three_is_less_than_half():
    cells = toy_cells({"w": "ABC"}, w__portal=["ffn"], w__phone=["nnn"], w__letter=["nnn"])
    rule = {"kind": "share", "wave": "w", "items": "battery:channels", "answers": HAVE, "relation": "most"}
    _, outcome = parts(rule, cells)
    assert not outcome.half
    assert outcome.computable


def test_without_answers_nothing_is_computable():
    _, outcome = parts(
        {"kind": "share", "wave": "w", "items": ["portal"], "answers": HAVE, "relation": "all"},
        toy_cells({"w": "AB"}, w__portal=[".?"]),
    )
    assert not outcome.computable
    assert np.isnan(outcome.parts[0].estimate[0])
