"""From outcomes to verdicts on a made-up study with constraints, decided by hand."""

from dataclasses import replace
from math import comb

import numpy as np
import pandas as pd
import pytest
from toy_claims import HAVE, WITHOUT, observed, toy_answers, toy_book, toy_choices

from wavework.claims.declarations import Claim
from wavework.claims.evidence import Evidence
from wavework.claims.source_rules import Sources
from wavework.claims.verdicts import COLUMNS, verdict, verdicts
from wavework.reconstruction.constraints import COLUMNS as OF_CONSTRAINTS
from wavework.reconstruction.constraints import build_system
from wavework.reconstruction.draws import draw

ANSWERS = {"portal": "fffn", "phone": "fnn.", "letter": "nnnn"}
UNITS = ("A", "B", "C", "D")
VALUES = pd.DataFrame(
    [("portal", "75", "slide", "S", "published")], columns=["item_id", "percent", "locator", "source_id", "quality"]
)


def claim(*rules, published=(), population=None, kind="finding"):
    rules = tuple({"needed": "all", **rule} for rule in rules)
    return Claim("a-claim", 1, "data", kind, "slide 1", "fig", population, ("w",), ("R",), (), rules, tuple(published))


def share(item, relation, answers=HAVE, **keys):
    return {"kind": "share", "wave": "w", "items": [item], "answers": answers, "relation": relation, **keys}


def evidence(basis, *constraints, draws=400):
    book = toy_book({"w": list(ANSWERS)})
    rows = [{"constraint": f"c{n}", "wave": "w", **row} for n, row in enumerate(constraints)]
    table = pd.DataFrame(rows, columns=list(OF_CONSTRAINTS), dtype="str").fillna("")
    base = draw(build_system(book, table, {"w": UNITS}, {}), draws, 7, "claims") if basis == "reconstructed" else None
    cells = observed(toy_answers(book, basis, **ANSWERS), book, 50)
    sources = Sources(VALUES, "values.csv", pd.DataFrame())
    return Evidence(book, cells, {"w": basis}, base, toy_choices(seed=7), sources)


def count(item, relation, bound, **keys):
    answers = "|".join(HAVE)
    return {"kind": "count", "items": item, "answers": answers, "relation": relation, "bound": str(bound), **keys}


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        ([share("portal", "most")], "reproduced"),  # 3 of 4
        ([share("portal", "all")], "not_reproduced"),
        ([share("letter", "none")], "reproduced"),
        ([share("phone", "most")], "not_reproduced"),  # 1 of 3
        ([share("phone", "minority")], "reproduced"),  # no statement on all: who did not answer does not matter
        ([share("phone", "none", answers=["planned"])], "partly"),  # of the three that answered, said of four
        ([share("portal", "most"), share("phone", "most")], "partly"),  # one of two
        ([share("portal", "most"), share("phone", "most"), share("letter", "most")], "not_reproduced"),  # one of three
        ([share("portal", "most", items=["portal", "phone", "letter"], needed=1)], "reproduced"),
    ],
)
def test_collected_answers_decide(rules, expected):
    row = verdict(claim(*rules), evidence("collected")).row
    assert (row["verdict"], row["basis"], row["imposed"]) == (expected, "collected", "")
    assert np.isnan(row["share_of_draws"])


def test_collected_answers_go_before_published_values():
    check = {"select": {"item_id": "portal"}, "field": "percent", "is": 80}
    row = verdict(claim(share("portal", "most"), published=[check]), evidence("collected")).row
    assert (row["verdict"], row["basis"], row["published_value"]) == ("reproduced", "collected", "75")


@pytest.mark.parametrize(("printed", "expected"), [(75, "supported_published"), (80, "contradicted_published")])
def test_published_values_decide_where_answers_are_reconstructed(printed, expected):
    check = {"select": {"item_id": "portal"}, "field": "percent", "is": printed}
    imposing = count("portal", "=", 3, claim="a-claim")
    row = verdict(claim(share("portal", "most"), published=[check]), evidence("reconstructed", imposing)).row
    assert (row["verdict"], row["basis"], row["answers_basis"]) == (expected, "published", "reconstructed")
    assert (row["imposed"], row["published_source"], row["published_quality"]) == ("yes", "S: slide", "published")


def test_an_imposed_claim_is_tested_without_its_own_constraint():
    imposing = count("portal", "=", 4, claim="a-claim")
    found = verdict(claim(share("portal", "all")), evidence("reconstructed", imposing))
    row = found.row
    assert (row["verdict"], row["imposed"], row["why"], row["holds"], row["facts"]) == ("open", "yes", "", "", "")
    # without the constraint each of four answers of a unit is as likely: all four have it in (1/2)^4 of the tables
    assert row["share_of_draws"] == pytest.approx(1 / 16, abs=4 * (15 / 256 / 400) ** 0.5)
    assert row["share_low"] < row["share_of_draws"] < row["share_high"]
    assert (row["lowest"], row["highest"], row["n"], row["basis"]) == (0, 1, 4, "reconstructed")
    assert np.isnan([row["estimate"], row["low"], row["high"], row["count"]]).all()  # no number of one table
    assert found.detail["parts"] == [{
        "wave": "w", "item": "portal", "unit_of_estimate": "share", "n": 4, "lowest": 0, "highest": 1,
        "share_of_draws": row["share_of_draws"],
    }]  # fmt: skip


def test_what_other_facts_imply_follows_and_what_they_rule_out_is_excluded():
    # three have a portal (a fact of another claim): most have one, though no constraint says that
    ev = evidence("reconstructed", count("portal", "=", 3, claim="other"), count("phone", "=", 1))
    row = verdict(claim(share("portal", "most")), ev).row
    assert (row["verdict"], row["imposed"], row["why"], row["facts"], row["holds"]) == (
        "follows",
        "no",
        "",
        "c0",
        "yes",
    )
    assert (row["share_of_draws"], row["draws"], row["seed"]) == (1.0, 400, 7)
    assert [row[key] for key in ("estimate", "count", "lowest", "highest")] == [0.75, 3, 0.75, 0.75]  # the same in all
    assert np.isnan(row["low"])
    row = verdict(claim(share("portal", "all")), evidence("reconstructed", count("portal", "=", 3))).row
    assert (row["verdict"], row["share_of_draws"], row["holds"], row["facts"]) == ("excluded", 0, "no", "c0")


def test_who_took_part_is_taken_from_the_sources():
    row = verdict(claim({"kind": "respondents", "waves": ["w"], "number": 4}), evidence("reconstructed")).row
    assert (row["verdict"], row["imposed"], row["facts"], row["estimate"]) == ("follows", "yes", "", 4)


@pytest.mark.parametrize(("bound", "relation", "expected"), [(2, ">=", "yes"), (0, ">=", "no")])
def test_a_verdict_that_depends_on_the_prior_is_called_so(bound, relation, expected):
    # of two answers to have it and two not, (h + 1) (5 - h) vectors of counts and comb(4, h) in 16 tables give h of 4
    ev = evidence("reconstructed", count("portal", relation, bound), draws=6000)
    counts = draw(ev.base.system, 6000, 7, "claims", prior="counts")
    row = verdict(claim(share("portal", "most")), replace(ev, counts=counts)).row
    tables = sum(comb(4, h) for h in (3, 4)) / sum(comb(4, h) for h in range(bound, 5))
    vectors = sum((h + 1) * (5 - h) for h in (3, 4)) / sum((h + 1) * (5 - h) for h in range(bound, 5))
    assert row["prior_decides"] == expected
    assert (row["share_of_draws"], row["share_of_counts"]) == pytest.approx((tables, vectors), abs=0.026)
    assert verdict(claim(share("portal", "most")), ev).row["prior_decides"] == ""


def test_only_the_constraints_of_the_claim_are_left_out():
    ev = evidence("reconstructed", count("portal", ">=", 3, claim="a-claim"), count("phone", "=", 4))
    assert verdict(claim(share("phone", "all")), ev).row["share_of_draws"] == 1
    assert verdict(claim(share("portal", "all"), share("phone", "all")), ev).detail["constraints"] == ["c0"]


@pytest.mark.parametrize(
    ("relation", "answers", "expected"),
    [
        ({"relation": "at_least", "count": 3}, HAVE, "reproduced"),  # three of the four prove it of the hundred
        ({"relation": "more_than", "count": 3}, HAVE, "not_testable"),
        ({"relation": "at_most", "count": 2}, HAVE, "not_reproduced"),  # three are too many already
        ({"relation": "at_most", "count": 5}, HAVE, "partly"),
        ({"relation": "at_least", "value": 0.5}, HAVE, "partly"),
        ({"relation": "fewer_than", "value": 0.5}, HAVE, "not_testable"),
        ("some", HAVE, "reproduced"),  # one service that has it proves it of the hundred
        ("not_all", HAVE, "reproduced"),
        ("all", HAVE, "not_reproduced"),  # one that has not refutes it
        ("none", ["planned"], "partly"),  # none of the four asked
        ("most", HAVE, "partly"),
        ("minority", HAVE, "not_testable"),  # three of four say nothing of the other ninety-six
        ("some", ["planned"], "not_testable"),
    ],
)
def test_a_claim_on_more_units_than_were_asked(relation, answers, expected):
    named = relation if isinstance(relation, dict) else {"relation": relation}
    rule = share("portal", answers=answers, **named)
    row = verdict(claim(rule, population=100), evidence("collected")).row
    assert row["verdict"] == expected


def test_a_claim_without_rule_is_not_testable():
    row = verdict(claim(kind="qualitative"), evidence("collected")).row
    assert (row["verdict"], row["why"], row["basis"], row["holds"]) == ("not_testable", "qualitative", "", "")
    row = verdict(claim(kind="inconsistency"), evidence("collected")).row
    assert (row["verdict"], row["why"]) == ("not_testable", "wording")


def test_nobody_answered():
    ev = evidence("collected")
    answers = toy_answers(ev.book, "collected", **(ANSWERS | {"portal": "??.."}))
    silent = Evidence(**{**vars(ev), "cells": observed(answers, ev.book, 50)})
    row = verdict(claim(share("portal", "minority")), silent).row
    assert (row["verdict"], row["why"], row["holds"]) == ("not_testable", "not_computable", "")
    assert np.isnan(row["estimate"])
    assert np.isnan(row["low"])


def test_numbers_of_one_part_and_of_several():
    ev = evidence("collected")
    row = verdict(claim(share("portal", "most")), ev).row
    assert [row[key] for key in ("estimate", "count", "n", "unit_of_estimate")] == [0.75, 3, 4, "share"]
    assert 0 < row["low"] < 0.75 < row["high"] < 1
    row = verdict(claim(share("portal", "most"), share("letter", "none"), share("phone", "most", answers=WITHOUT)), ev)
    assert [row.row[key] for key in ("estimate", "n", "unit_of_estimate")] == [3, 3, "parts"]
    assert [part["count"] for part in row.detail["parts"]] == [3, 0, 2]


def test_table_has_the_columns_in_their_order():
    table, details = verdicts([claim(share("portal", "most"))], evidence("collected"))
    assert list(table.columns) == COLUMNS
    assert list(details) == ["a-claim"]
