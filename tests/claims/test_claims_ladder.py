"""Open claims under assumptions, held against a list of every table of a toy study."""

import numpy as np
import pandas as pd
import pytest
from test_claims_tables import share
from toy_tables import all_tables, claim, count, draws_of, evidence, row

from wavework.answer_arrays import reconstructed
from wavework.claims.assumption_ladder import DRAWS, groups, ladder, read_assumptions, stated
from wavework.problems import InputError
from wavework.what_a_study_has import Presence

ALIKE = {"assumption": "alike", "kind": "alike", "waves": "w", "items": ""}
NO_WORSE = {"assumption": "no_worse", "kind": "at_least", "waves": "w", "items": ""}
KEPT = {"assumption": "kept", "kind": "keeps", "waves": "v|z", "items": "grade_a"}


@pytest.mark.parametrize("assumption", [ALIKE, NO_WORSE])
@pytest.mark.parametrize(
    ("rule", "facts"),
    [
        (share("most"), []),
        (share("most"), [row("named", "portal", "fully", units="B")]),  # B and C alike: most have it
        (share("all"), [row("named", "portal", "fully", units="C")]),
        (share("some"), [count("portal", "=", 1), count("phone", "=", 3)]),
        (share("percent", value=67), [count("portal", ">=", 1), count("portal", "<=", 2)]),
        (share("most"), [row("named", "portal", "planned", units="A"), row("named", "portal", "fully", units="B")]),
    ],
)
def test_verdicts_and_shares_are_those_of_all_tables(assumption, rule, facts):
    ev, one = evidence(*facts), claim(rule)
    system = ev.base.system.with_inequalities(stated(assumption, ev))
    tables = all_tables(system)
    (found,) = ladder([one], [assumption], ev).to_dict("records")
    if not len(tables):
        assert (found["verdict"], np.isnan(found["share"])) == ("contradicts", True)
        kept = set(found["facts"].split("|"))
        assert not len(all_tables(system.without(set(ev.base.system.claims) - kept)))
        assert all(len(all_tables(system.without((set(ev.base.system.claims) - kept) | {fact}))) for fact in kept)
        return
    holds = ev.outcome(one, reconstructed(ev.cells, draws_of(system, tables))).holds
    expected = "follows" if holds.all() else "excluded" if not holds.any() else "open"
    assert found["verdict"] == expected
    assert found["share"] == pytest.approx(holds.mean(), abs=4 * (0.25 / DRAWS) ** 0.5)
    assert set(filter(None, found["facts"].split("|"))) <= set(ev.base.system.claims)


def test_every_outcome_is_reached():
    own = row("named", "portal", "fully", units="A", claim="a-claim")
    cases = {
        "follows": [row("named", "portal", "fully", units="B")],
        "excluded": [row("named", "portal", "planned", units="B")],
        "open": [],
        "contradicts": [row("named", "portal", "fully", units="B"), row("named", "portal", "planned", units="C")],
    }
    for verdict, facts in cases.items():
        (found,) = ladder([claim(share("most"))], [ALIKE], evidence(own, *facts)).to_dict("records")
        assert found["verdict"] == verdict
        assert found["facts"] == {"follows": "c1", "excluded": "c1", "open": "", "contradicts": "c1|c2"}[verdict]


def test_what_was_had_is_kept():
    ev = evidence(row("named", "grade_a", "4", units="A|B", wave="v"), waves=("v", "z"))
    rule = {"kind": "share", "wave": "z", "items": ["grade_a"], "answers": ["4", "5"], "relation": "most"}
    (found,) = ladder([claim(rule, waves=("z",))], [KEPT], ev).to_dict("records")
    assert (found["verdict"], found["share"], found["facts"]) == ("follows", 1, "c0")  # A and B of three


def test_an_assumption_on_other_waves_says_nothing_of_a_claim():
    ev = evidence(waves=("w", "v", "z"))
    assert ladder([claim(share("most"))], [KEPT], ev).empty


def test_items_are_those_that_enter_a_score_and_for_keeps_both_waves_asked():
    ev = evidence(waves=("w", "v", "z"))
    cells = {cell for one in stated(NO_WORSE, ev) for cell in one.cells.tolist()}
    assert {ev.base.system.cells[cell].item for cell in cells} == {"portal", "phone"}
    assert stated(KEPT | {"items": ""}, ev) == []  # grades enter no score


def test_groups_are_those_of_the_united_nations():
    egdi = pd.DataFrame({"country": list("ABC"), "year": 2020, "rank": [1, 2, 3], "value": [0.75, 0.7499, np.nan]})
    assert groups("w", evidence(egdi=egdi)) == {"A": 1, "B": 2}
    low = egdi.assign(value=[0.5, 0.25, 0.1])
    assert groups("w", evidence(egdi=low)) == {"A": 2, "B": 3, "C": 4}


HEAD = "assumption,kind,waves,items,label_en,label_fr,label_es,reading\n"


def read(tmp_path, *rows, languages=("en",)):
    file = tmp_path / "assumptions.csv"
    file.write_text(HEAD + "\n".join(rows) + "\n", encoding="utf-8")
    return read_assumptions(file, evidence(count("portal", "=", 3)), Presence(waves=("v",)), languages)


def test_assumptions_are_read_and_those_on_other_waves_left_out(tmp_path):
    found = read(tmp_path, "alike,alike,w,,Alike,,,as it says", "kept,keeps,v|w,,Kept,,,as it says")
    assert [one["assumption"] for one in found] == ["alike"]


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ("alike,alike,nowhere,,Alike,,,so", "nowhere"),
        ("alike,alike,w,nothing,Alike,,,so", "nothing"),
        ("c0,alike,w,,Alike,,,so", "'c0' is taken"),
        ("alike,like,w,,Alike,,,so", "like"),
        ("alike,alike,w,,Alike,,,so\nalike,alike,w,,Alike,,,so", "'alike' is taken"),
        ("alike,alike,w,,,,,so", "label_en"),
    ],
)
def test_a_wrong_assumption_is_named(tmp_path, line, named):
    with pytest.raises(InputError, match=named):
        read(tmp_path, line)


def test_labels_are_there_in_each_language(tmp_path):
    with pytest.raises(InputError, match="label_fr"):
        read(tmp_path, "alike,alike,w,,Alike,,,so", languages=("en", "fr"))
