"""What would settle a claim, held against a list of every table of a toy study."""

from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from settle import settle
from test_claims_tables import share
from toy_claims import HAVE
from toy_tables import all_tables, claim, count, draws_of, evidence, row

from wavework.answer_arrays import reconstructed
from wavework.claims.rules_as_formulas import demand
from wavework.claims.what_would_settle import SPANS, Inquiry
from wavework.claims.what_would_settle_table import COLUMNS, what_would_settle

ORDER = {"kind": "order", "wave": "w", "more": ["portal"], "fewer": ["phone"], "answers": HAVE}
CASES = [
    (share("most"), []),
    (share("few", ("portal", "phone")), [count("portal", "<=", 2)]),
    (share("most", ("portal", "phone"), needed=1), [count("phone", ">=", 1)]),
    (
        ORDER,
        [count("portal", ">=", 1)],
    ),
    (
        {"kind": "named", "wave": "w", "units": ["A", "B"], "items": ["portal", "phone"], "answers": HAVE},
        [row("order", "portal|phone", "|".join(HAVE), ">=")],
    ),
    (
        ORDER,
        [row("unit_count", "portal|phone", "|".join(HAVE), "<=", "1", units="A|B|C")],
    ),
]


@pytest.fixture(params=range(len(CASES)))
def toy(request):
    """The inquiry, every table of its cells, whether the claim holds there, and the mean of the estimates."""
    rule, facts = CASES[request.param]
    ev, one = evidence(*facts), claim(rule)
    system = ev.base.system
    formula, estimates = demand(one, ev.ground(system))
    inquiry = Inquiry(formula, [each for each in estimates if each is not None], ev.base)
    tables = all_tables(system)
    outcome = ev.outcome(one, reconstructed(ev.cells, draws_of(system, tables)))
    return inquiry, tables[:, inquiry.part.cells], outcome.holds, np.array([part.estimate for part in outcome.parts])


def given(inquiry, tables, cells, truth):
    """The tables that agree with the truth on these cells."""
    return (tables[:, cells] == truth[cells]).all(axis=1)


@pytest.mark.parametrize(
    ("key", "names"),
    [("wave", ["w"]), ("item", ["portal"]), ("item", ["phone"]), ("unit", ["A"]), ("unit", ["B", "C"])],
)
def test_gains_are_those_of_all_tables(toy, key, names):
    inquiry, tables, holds, estimates = toy
    cells = inquiry.cells(key, names)
    decided, spans = [], []
    for truth in inquiry.truths:
        left = given(inquiry, tables, cells, truth)
        decided.append(holds[left].all() or not holds[left].any())
        spans.append(np.ptp(estimates[:, left], axis=1).mean())
    gain = inquiry.gain(cells)
    assert gain.settles == pytest.approx(np.mean(decided))
    assert gain.span == pytest.approx(np.mean(spans[::SPANS]))
    assert inquiry.span == pytest.approx(np.ptp(estimates, axis=1).mean())


@pytest.mark.parametrize("holding", [True, False])
def test_the_fewest_services_are_the_fewest(toy, holding):
    inquiry, tables, holds, _ = toy
    best = next(
        number
        for number in range(4)
        for units in combinations("ABC", number)
        if _decisive(inquiry, tables, holds, units, holding)
    )
    assert len(inquiry.fewest(holding)) == best


def _decisive(inquiry, tables, holds, units, holding):
    cells = inquiry.cells("unit", units)
    _, group = np.unique(tables[:, cells], axis=0, return_inverse=True)
    group = group.reshape(-1)
    contrary = np.bincount(group, weights=holds != holding)
    return bool((contrary == 0).any())


def test_rows_of_a_claim():
    table = what_would_settle([claim(share("most", ("portal", "phone")))], evidence())
    assert list(table.columns) == COLUMNS
    assert table[["ask", "what"]].to_numpy().tolist() == [
        ["wave", "w"], ["item", "portal"], ["item", "phone"], ["services", "holds"], ["services", "fails"],
    ]  # fmt: skip
    wave, portal, _, two, fails = table.to_dict("records")
    assert (wave["settles"], wave["span_before"], wave["span_after"], wave["n"], wave["of"]) == (1, 1, 0, 3, 3)
    assert (portal["span_before"], portal["span_after"]) == (1, 0.5)
    assert (two["n"], fails["n"]) == (2, 2)  # of three: two that have it, or two that have it not


def test_of_an_association_only_waves_are_asked():
    rule = {"kind": "association", "waves": ["w"], "dimension": "front", "expected": "positive"}
    (found,) = what_would_settle([claim(rule)], evidence()).to_dict("records")
    assert (found["ask"], found["what"], found["settles"], found["n"]) == ("wave", "w", 1, 3)
    assert np.isnan(found["span_before"])


def test_only_open_claims_are_asked(monkeypatch):
    ev = evidence()
    monkeypatch.setattr("wavework.claims.evidence.study_evidence", lambda **study: ([claim(share("most"))], {}, ev))
    for verdict, rows in (("open", 4), ("follows", 0)):
        verdicts = pd.DataFrame({"claim": ["a-claim"], "verdict": [verdict]})
        assert len(settle(verdicts)) == rows


def test_without_reconstructed_waves_there_is_nothing_to_ask():
    ev = evidence(collected={"w": {"portal": "fff", "phone": "nnn"}}, waves=())
    assert what_would_settle([claim(share("most"))], ev).empty
