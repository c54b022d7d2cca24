"""Each kind of rule on tables of a few answers, decided by hand."""

import numpy as np
import pytest
from toy_claims import HAVE, UNITS, toy_book, toy_cells

from wavework.claims.answer_rules import RULES, needed
from wavework.claims.rule_outcome import Outcome

BOOK = toy_book({"w": ["portal", "phone", "letter", "grade_a", "grade_b"], "v": ["grade_a"]})


def parts(rule, cells):
    rule = {"needed": "all", "only": False, **rule}
    found = RULES[rule["kind"]](rule, cells, BOOK)
    return found, Outcome([(found, needed(rule, found))])


def rule(kind, *items, **keys):
    """A rule of wave w on items that are there."""
    return {"kind": kind, "wave": "w", "items": list(items), "answers": HAVE} | keys


def held(rule, *answers):
    """Which parts hold. answers: to portal, phone and letter, or to grade_a."""
    names = ("grade_a",) if rule["kind"] == "means" else ("portal", "phone", "letter")
    given = {f"w__{name}": [letters] for name, letters in zip(names, answers, strict=False)}
    found, outcome = parts(rule, toy_cells({"w": UNITS[: len(answers[0])]}, **given))
    assert len(found) == len(outcome.parts)
    return [bool(part.holds[0]) for part in found]


def share(relation, letters, value=None, answers=HAVE):
    of_value = {} if value is None else {"value": value}
    cells = toy_cells({"w": UNITS[: len(letters)]}, w__portal=[letters])
    (part,), _ = parts(rule("share", "portal", answers=answers, relation=relation, **of_value), cells)
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
        ("at_least", 0.5, "ffnn", True),  # half is at least half, and not most
        ("at_least", 0.5, "ffnnn", False),
        ("at_least", 0.3, "fffnnnnnnn", True),  # exactly, though no binary number is 0.3
        ("more_than", 0.3, "fffnnnnnnn", False),
        ("more_than", 0.3, "ffffnnnnnn", True),
        ("at_most", 0.3, "fffnnnnnnn", True),
        ("at_most", 0.3, "fffnnnnnn.", False),  # 3 of the 9 that answered
        ("fewer_than", 0.3, "fffnnnnnnn", False),
        ("fewer_than", 0.3, "ffnnnnnnnn", True),
        ("at_most", 0.5, "..??x", False),  # nobody answered
        ("at_least", 0, "...", False),
        ("most", None, "..??x", False),
        ("none", None, "...", False),
    ],
)
def test_share(relation, value, letters, holds):
    assert share(relation, letters, value).holds.tolist() == [holds]


@pytest.mark.parametrize(
    ("relation", "met"),  # by 0, 1, 2, 3 and 4 of four, of the bound 2
    [
        ("at_least", [False, False, True, True, True]), ("at_most", [True, True, True, False, False]),
        ("more_than", [False, False, False, True, True]), ("fewer_than", [True, True, False, False, False]),
    ],
)  # fmt: skip
def test_a_count_can_be_bounded(relation, met):
    letters = ["nnnn", "fnnn", "fdnn", "fdfn", "ffff"]
    cells = toy_cells({"w": "ABCD"}, w__portal=letters)
    (part,), _ = parts(rule("share", "portal", relation=relation, count=2), cells)
    assert part.holds.tolist() == met


def test_a_bounded_count_of_nobody_is_not_met():
    (part,), _ = parts(rule("share", "portal", relation="at_most", count=2), toy_cells({"w": "AB"}, w__portal=["?."]))
    assert part.holds.tolist() == [False]


@pytest.mark.parametrize(
    ("letters", "firm"), [("fnn.", True), ("ffn.", False), ("ffnn", True)]  # may the silent one break "at most 2"?
)  # fmt: skip
def test_at_most_so_many_is_firm_where_those_who_did_not_answer_cannot_break_it(letters, firm):
    cells = toy_cells({"w": "ABCD"}, w__portal=[letters])
    (part,), _ = parts(rule("share", "portal", relation="at_most", count=2), cells)
    assert (part.holds.tolist(), part.firm) == ([True], firm)


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
    most = rule("share", items="battery:channels", relation="most")
    found, outcome = parts(most, cells)
    assert [part.where["item"] for part in found] == ["portal", "phone", "letter"]
    assert not outcome.holds[0]
    assert outcome.half  # 2 of the 3 that are needed
    assert parts(most | {"needed": "most"}, cells)[1].holds[0]
    assert parts(most | {"needed": 2}, cells)[1].holds[0]
    assert not parts(most | {"needed": 3}, cells)[1].holds[0]


def test_every_draw_is_decided_for_itself():
    cells = toy_cells({"w": "ABC"}, w__portal=["fff", "ffn", "fnn", "nnn"])
    assert parts(rule("share", "portal", relation="most"), cells)[1].holds.tolist() == [True, True, False, False]


SHARES_OF_ANSWERS = rule("distribution", item="portal", percents=[9, 73, 18])
ABOVE_THE_OTHERS = rule("order", more=["portal"], fewer="battery:channels")
BOTH_ITEMS = rule("named", "portal", "phone", units=["A", "B"])


@pytest.mark.parametrize(
    ("rule", "answers", "expected"),
    [
        (SHARES_OF_ANSWERS, ["ffffffffddp"], [True, True, True]),  # 8, 2, 1 of 11 = 73, 18, 9 %
        (SHARES_OF_ANSWERS, ["nnnnnnnnpdd"], [True, True, True]),  # whichever class has them
        (SHARES_OF_ANSWERS, ["ffffffffddd"], [True, False, False]),  # 8, 3, 0 = 73, 27, 0 %
        (SHARES_OF_ANSWERS, ["fffffffdddp"], [False, False, True]),  # 7, 3, 1
        (SHARES_OF_ANSWERS, ["ffffffffffff"], [False, False, False]),
        (ABOVE_THE_OTHERS, ["fffn", "ffnn", "fnnn"], [True, True]),
        (ABOVE_THE_OTHERS, ["ffnn", "ffnn", "fnnn"], [False, True]),  # a tie is not more
        (ABOVE_THE_OTHERS, ["fnnn", "ffnn", "fffn"], [False, False]),
        (ABOVE_THE_OTHERS, ["ff..", "fffn", "ffnn"], [True, True]),  # 2 of 2 is more than 3 of 4
        (ABOVE_THE_OTHERS, ["....", "nnnn", "nnnn"], [False, False]),
        (rule("means", means={"grade_a": 3.5}), ["2345"], [True]),
        (rule("means", means={"grade_a": 3.3}), ["3334"], [True]),  # 3.25 is rounded half up
        (rule("means", means={"grade_a": 3.2}), ["3334"], [False]),
        (rule("means", means={"grade_a": 3.4}), ["33344"], [True]),
        (rule("means", means={"grade_a": 4.0}), ["444."], [True]),
        (rule("means", means={"grade_a": 0.0}), ["...."], [False]),
        (BOTH_ITEMS | {"needed": "most"}, ["ff", "nf"], [False, True]),  # half of the items are not most of them
        (BOTH_ITEMS, ["f.", "ff"], [True, False]),  # an item without an answer counts against a unit
    ],
)
def test_parts_that_hold(rule, answers, expected):
    assert held(rule, *answers) == expected


def test_order_names_the_pairs():
    cells = toy_cells({"w": "AB"}, w__portal=["ff"], w__phone=["fn"], w__letter=["nn"])
    assert [part.where["other"] for part in parts(ABOVE_THE_OTHERS, cells)[0]] == ["phone", "letter"]


def test_order_by_mean():
    cells = toy_cells({"w": "ABC"}, w__grade_a=["333", "222", "15."], w__grade_b=["332", "222", "444"])
    found, _ = parts({"kind": "order", "wave": "w", "more": ["grade_a"], "fewer": ["grade_b"]}, cells)
    assert found[0].holds.tolist() == [True, False, False]  # 3 > 2.67; 2 = 2; 3 < 4
    assert found[0].estimate.tolist() == pytest.approx([1 / 3, 0, -1])


@pytest.mark.parametrize(
    ("units", "before", "after", "holds", "n", "changes"),
    [
        # C left, D is new and would lift the mean of all from 2.33 to 3.33; the panel of A and B fell
        ({"v": "ABC", "w": "ABD"}, ["331", "22.", "2.2"], ["325", "335", "135"], "nyn", [2, 2, 1], [-0.5, 1, -1]),
        # no change is no increase; nobody answered in both
        ({"v": "AB", "w": "AB"}, ["24", "44", ".."], ["42", "45", "55"], "nyn", [2, 2, 0], [0, 0.5, np.nan]),
    ],
)
def test_increase_looks_at_the_units_of_both_waves(units, before, after, holds, n, changes):
    cells = toy_cells(units, v__grade_a=before, w__grade_a=after)
    (part,), _ = parts({"kind": "increase", "from": "v", "to": "w", "items": ["grade_a"]}, cells)
    assert part.holds.tolist() == [letter == "y" for letter in holds]
    assert part.n.tolist() == n
    assert part.estimate.tolist() == pytest.approx(changes, nan_ok=True)


def test_named_units_have_it():
    cells = toy_cells({"w": "ABC"}, w__portal=["fdn", "nff"], w__phone=["fff", "fff"], w__letter=["nnn", "fff"])
    found, _ = parts(rule("named", "portal", units=["C", "A"]), cells)
    assert [part.where["unit"] for part in found] == ["C", "A"]
    assert [part.holds.tolist() for part in found] == [[False, True], [True, False]]


def test_named_units_have_most_items_and_no_others_do():
    cells = toy_cells({"w": "ABC"}, w__portal=["fnf", "fff"], w__phone=["fnn", "fff"], w__letter=["nff", "fff"])
    only_a = rule("named", units=["A"], items="battery:channels", answers=["fully"], needed="most", only=True)
    found, outcome = parts(only_a, cells)
    # draw 0: A has 2 of 3, B 1 of 3, C 2 of 3 as well; draw 1: all have all
    assert [part.holds.tolist() for part in found] == [[True, True], [False, False]]
    assert found[1].count.tolist() == [1, 2]
    assert outcome.half  # one of the two parts


def test_named_units_have_so_many_items():
    cells = toy_cells({"w": "AB"}, w__portal=["fn"], w__phone=["fn"], w__letter=["nf"])
    for number, holds in ((1, [True, True]), (2, [True, False]), (3, [False, False])):
        found, _ = parts(rule("named", "portal", "phone", "letter", units=["A", "B"], needed=number), cells)
        assert [bool(part.holds[0]) for part in found] == holds


def test_respondents_of_one_wave_and_of_both():
    cells = toy_cells({"v": "ABC", "w": "BCDE"}, w__portal=["ffff"])
    assert parts({"kind": "respondents", "waves": ["w"], "number": 4}, cells)[1].holds[0]
    assert not parts({"kind": "respondents", "waves": ["w"], "number": 5}, cells)[1].holds[0]
    assert parts({"kind": "respondents", "waves": ["v", "w"], "number": 2}, cells)[1].holds[0]


def test_one_part_of_three_is_less_than_half():
    cells = toy_cells({"w": "ABC"}, w__portal=["ffn"], w__phone=["nnn"], w__letter=["nnn"])
    most = rule("share", items="battery:channels", relation="most")
    _, outcome = parts(most, cells)
    assert not outcome.half
    assert outcome.computable


def test_without_answers_nothing_is_computable():
    _, outcome = parts(rule("share", "portal", relation="all"), toy_cells({"w": "AB"}, w__portal=[".?"]))
    assert not outcome.computable
    assert np.isnan(outcome.parts[0].estimate[0])
