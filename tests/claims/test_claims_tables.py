"""Verdicts over all tables that agree with facts, held against a list of every table of a toy study."""

import numpy as np
import pytest
from toy_claims import HAVE, WITHOUT
from toy_tables import all_tables, claim, count, draws_of, evidence, row, with_facts

from wavework.answer_arrays import reconstructed
from wavework.claims import formula as formulas
from wavework.claims.proofs import EXCLUDED, FOLLOWS, OPEN, ruling
from wavework.claims.rules_as_formulas import demand
from wavework.claims.verdicts import _extents, verdict
from wavework.problems import InputError
from wavework.reconstruction import feasibility
from wavework.reconstruction.bounds import Bounds

UNPROVEN = np.zeros(0, dtype=bool)


def share(relation, items=("portal",), answers=HAVE, **keys):
    return {"kind": "share", "wave": "w", "items": list(items), "answers": answers, "relation": relation, **keys}


RULES = {
    **{relation: share(relation) for relation in ("all", "none", "some", "not_all", "varies", "most", "minority")},
    "few": share("few"),
    "very_few": share("very_few"),
    "below": share("below", value=0.4),
    "percent": share("percent", value=67),
    "nearest": share("nearest", value=0.7),
    **{
        f"{relation} {bound}": share(relation, **bound)
        for relation in ("at_least", "at_most", "more_than", "fewer_than")
        for bound in ({"count": 2}, {"value": 0.5})
    },
    "at least of two items": share("at_least", ("portal", "phone"), count=2, needed=1),
    "two items": share("most", ("portal", "phone")),
    "one of two": share("most", ("portal", "phone"), needed=1),
    "distribution": {"kind": "distribution", "wave": "w", "item": "portal", "percents": [67, 33]},
    "three percents": {"kind": "distribution", "wave": "w", "item": "portal", "percents": [33, 33, 33]},
    "order": {"kind": "order", "wave": "w", "more": ["portal"], "fewer": ["phone"], "answers": HAVE},
    "order of means": {"kind": "order", "wave": "w", "more": ["portal"], "fewer": ["phone"]},
    "means": {"kind": "means", "wave": "w", "means": {"portal": 1.7}},
    "named": {"kind": "named", "wave": "w", "units": ["A"], "items": ["portal", "phone"], "answers": HAVE},
    "most of the items": {
        "kind": "named", "wave": "w", "units": ["A"], "items": ["portal", "phone"], "answers": HAVE, "needed": "most",
    },
    "one of the items": {
        "kind": "named", "wave": "w", "units": ["A"], "items": ["portal", "phone"], "answers": HAVE, "needed": 1,
        "only": True,
    },
    "no other": {
        "kind": "named", "wave": "w", "units": ["A"], "items": ["portal"], "answers": HAVE, "only": True,
    },
    "respondents": {"kind": "respondents", "waves": ["w"], "number": 3},
}  # fmt: skip
FACTS = {
    "nothing": [],
    "all have it": [count("portal", "=", 3), count("phone", "<=", 1)],
    "none has it": [count("portal", "=", 0), count("phone", ">=", 2)],
    "two have it": [count("portal", ">=", 2), count("portal", "<=", 2), count("phone", "=", 2)],
    "an order": [row("order", "portal|phone", "|".join(HAVE), ">"), count("phone", ">=", 2)],
    "named units": [
        row("named", "portal", "fully", units="A|B"), row("named", "phone", "|".join(WITHOUT), units="C"),
        count("portal", "=", 2),
    ],
    "a mean": [row("mean", "portal", "", "=", "1.7"), row("unit_count", "portal|phone", "fully", ">=", "1", units="A")],
}  # fmt: skip


@pytest.mark.parametrize("facts", FACTS)
@pytest.mark.parametrize("rule", RULES)
def test_rulings_shares_and_bounds_are_those_of_all_tables(rule, facts):
    ev = evidence(*FACTS[facts])
    system, one = ev.base.system, claim(RULES[rule])
    tables = all_tables(system)
    outcome = ev.outcome(one, reconstructed(ev.cells, draws_of(system, tables)))
    formula, estimates = demand(one, ev.ground(system))
    assert (_holds(formula, tables) == outcome.holds).all()
    assert (_holds(formulas.opposite(formula), tables) != outcome.holds).all()

    found = ruling(formula, UNPROVEN, system)
    expected = FOLLOWS if outcome.holds.all() else EXCLUDED if not outcome.holds.any() else OPEN
    assert (found.verdict, found.proven) == (expected, True)
    assert ruling(formula, outcome.holds, system).verdict == expected
    if expected != OPEN:
        assert _unanimous(ev, one, found.facts)
        assert not any(_unanimous(ev, one, set(found.facts) - {fact}) for fact in found.facts)
    for part, extent in zip(outcome.parts, _extents(estimates, Bounds(system)), strict=True):
        if extent is not None:
            ends = (part.estimate.min(), part.estimate.max())
            assert (extent.lowest, extent.highest) == pytest.approx(ends, abs=1e-12)


def _holds(formula, tables):
    cells = np.arange(tables.shape[1])
    found = formulas.holds(formula, lambda atom: atom.weights[cells, tables].sum(axis=1))
    return np.broadcast_to(found, len(tables))


def _unanimous(ev, one, facts):
    system = with_facts(ev.base.system, facts)
    holds = ev.outcome(one, reconstructed(ev.cells, draws_of(system, all_tables(system)))).holds
    return holds.all() or not holds.any()


def test_every_verdict_is_reached():
    found = set()
    for rule in list(RULES.values())[:4]:
        for facts in list(FACTS.values())[:2]:
            ev = evidence(*facts)
            formula, _ = demand(claim(rule), ev.ground(ev.base.system))
            found.add(ruling(formula, UNPROVEN, ev.base.system).verdict)
    assert found == {FOLLOWS, EXCLUDED, OPEN}


@pytest.mark.parametrize(
    ("letters", "facts", "expected"),
    [
        (
            "11",
            [count("grade_a", ">=", 2, "3|4|5", wave="z", units="A|B")],
            FOLLOWS,
        ),  # both were at the bottom, and rose
        ("55", [], EXCLUDED),  # nothing lies above the top
        ("23", [], OPEN),
        ("2.", [row("named", "grade_a", "3|4", wave="z", units="A")], FOLLOWS),  # only A answered in both
    ],
)
def test_a_collected_wave_is_a_constant(letters, facts, expected):
    ev = evidence(*facts, collected={"v": {"grade_a": letters}}, waves=("z",))
    rule = {"kind": "increase", "from": "v", "to": "z", "items": ["grade_a"]}
    one = claim(rule, waves=("v", "z"))
    tables = all_tables(ev.base.system)
    outcome = ev.outcome(one, reconstructed(ev.cells, draws_of(ev.base.system, tables)))
    formula, estimates = demand(one, ev.ground(ev.base.system))
    assert ruling(formula, UNPROVEN, ev.base.system).verdict == expected
    assert (FOLLOWS if outcome.holds.all() else EXCLUDED if not outcome.holds.any() else OPEN) == expected
    (extent,) = _extents(estimates, Bounds(ev.base.system))
    estimate = outcome.parts[0].estimate
    assert (extent.lowest, extent.highest) == pytest.approx((estimate.min(), estimate.max()))
    assert verdict(one, ev).row["verdict"] == expected


def test_a_rule_on_a_collected_wave_beside_one_on_an_unknown_one():
    ev = evidence(count("portal", "=", 3), collected={"v": {"grade_a": "12"}})
    second = {"kind": "means", "wave": "v", "means": {"grade_a": 1.5}}
    assert verdict(claim(share("most"), second, waves=("v", "w")), ev).row["verdict"] == FOLLOWS
    other = {"kind": "means", "wave": "v", "means": {"grade_a": 1.6}}
    row_ = verdict(claim(share("most"), other, waves=("v", "w")), ev).row
    assert (row_["verdict"], row_["facts"], row_["share_of_draws"]) == (EXCLUDED, "", 0)


def test_not_one_to_one_is_decided_by_the_scores_of_neighbouring_ranks(monkeypatch):
    monkeypatch.setattr("wavework.claims.rules_as_formulas.MIN_CORRELATED", 3)
    monkeypatch.setattr("wavework.statistics.rank_correlation.MIN_CORRELATED", 3)
    rule = {"kind": "association", "waves": ["w"], "dimension": "front", "expected": "not_one_to_one"}
    turned = [row("named", "portal", "|".join(WITHOUT), units="A"), row("named", "phone", "|".join(WITHOUT), units="A")]
    turned.append(row("named", "portal", "fully", units="C"))
    chain = [row("named", "portal|phone", "fully", units="A"), row("named", "portal|phone", "development", units="B")]
    chain.append(row("named", "portal|phone", "not_planned", units="C"))
    for facts, expected in (([], OPEN), (turned, FOLLOWS), (chain, EXCLUDED)):
        ev = evidence(*facts)
        tables = all_tables(ev.base.system)
        outcome = ev.outcome(claim(rule), reconstructed(ev.cells, draws_of(ev.base.system, tables)))
        formula, _ = demand(claim(rule), ev.ground(ev.base.system))
        assert (_holds(formula, tables) == outcome.holds).all()
        assert ruling(formula, UNPROVEN, ev.base.system).verdict == expected


def test_positive_is_open_where_the_draws_or_the_extreme_tables_differ():
    rule = {"kind": "association", "waves": ["w"], "dimension": "front", "expected": "positive"}
    ev = evidence()
    assert demand(claim(rule), ev.ground(ev.base.system)) == (None, [None])
    row_ = verdict(claim(rule), ev).row
    assert (row_["verdict"], row_["why"]) == ("not_testable", "not_computable")  # three units are too few
    assert ruling(None, np.array([True, True]), ev.base.system) == ruling(None, np.array([False]), ev.base.system)
    assert not ruling(None, np.array([True]), ev.base.system).proven


def test_facts_that_conflict_are_named_with_their_sources():
    with pytest.raises(InputError) as error:
        evidence(
            count("portal", "=", 3, source="deck: slide 4"), count("portal", "<=", 1, source="a report, page 7"),
            count("phone", "=", 1, source="deck: slide 9"),
        )  # fmt: skip
    first, second = error.value.problems
    assert ("c0" in first.found, "c1 (row 3)" in first.found, first.row, second.row) == (True, True, 2, 3)
    assert "deck: slide 4" in first.remedy
    assert "a report, page 7" in second.remedy
    assert "slide 9" not in str(error.value)


def test_a_proof_that_takes_too_long_is_none():
    ev = evidence(count("portal", "=", 3))
    formula, _ = demand(claim(share("most")), ev.ground(ev.base.system))
    none, covering = formulas.refuted(formulas.opposite(formula), lambda _: True, limit=0)
    assert (none, covering) == (None, [])
    assert feasibility.feasible(ev.base.system)
