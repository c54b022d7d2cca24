"""Claims: how their evidence is worded, what decides those that stay open, and their verdict on public answers."""

import pandas as pd
import pytest
from tests.reporting.small_inputs import cells, small_inputs, statistics

from wavework.basis import COLLECTED
from wavework.reporting.tables.claims import claims_tables, marked
from wavework.reporting.values.claim_sentences import add_claims, add_ladder, add_settle, evidence
from wavework.reporting.values.fact_sentences import fact_text
from wavework.reporting.values.variables import Values

NB = "\u00a0"
NAN = float("nan")
CLAIM = {
    "claim": "rails", "position": 1.0, "section": "data", "kind": "finding", "deck": "slide, 1", "exhibit": "",
    "verdict": "open", "imposed": "yes", "holds": "", "estimate": NAN, "low": NAN, "high": NAN, "count": NAN,
    "lowest": NAN, "highest": NAN, "facts": "", "share_of_counts": 0.4, "prior_decides": "no", "n": 4.0,
    "unit_of_estimate": "share", "evidence": "share", "published_source": "", "published_value": "",
    "published_quality": "", "draws": 5000.0, "share_of_draws": 0.384, "share_low": 0.342, "share_high": 0.427,
    "basis": "reconstructed", "answers_basis": "reconstructed", "why": "", "rule": "share", "seed": "8",
}  # fmt: skip
TEXTS = {"rails": {"text": {"en": "All have rails."}, "deck": {"place": {"en": "slide"}}}}


def evidence_of(text: dict | None = None, **row: object) -> str:
    """The evidence of the claim; text: further keys of its entry in claims.yaml."""
    texts = {"rails": TEXTS["rails"] | (text or {})}
    inputs = small_inputs(tables={"claims": pd.DataFrame([CLAIM | row])}, claim_texts=texts)
    return evidence(inputs, inputs.table("claims").iloc[0].to_dict())


@pytest.mark.parametrize(
    ("fields", "rule", "said"),
    [
        ([{"field": "percent"}] * 3, {}, "73%, 18% and 9%."),
        ([{"field": "count"}] * 3, {}, "73, 18 and 9."),
        ([], {"kind": "conflict"}, "73, 18 and 9."),
        ([], {"kind": "impossible_share"}, "73%, 18% and 9%."),
    ],
)
def test_printed_percentages_keep_their_sign_and_other_numbers_have_none(fields: list, rule: dict, said: str) -> None:
    row = {"verdict": "supported_published", "published_value": "73; 18; 9", "published_quality": "published"}
    text = evidence_of({"published": fields, "rule": rule}, **row)
    assert text.startswith(f"Published elsewhere: {said} ")


PUBLISHED = {"verdict": "supported_published", "published_value": "100"}
TESTED = {
    "imposed": "", "verdict": "reproduced", "basis": COLLECTED, "answers_basis": COLLECTED, "estimate": 0.75,
    "low": 0.3, "high": 0.95, "count": 3.0,
}  # fmt: skip
NOT_DRAWN = {"share_of_draws": NAN, "draws": NAN}
HOLDS = "it holds in 38% of the tables drawn"


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({}, f"{HOLDS.capitalize()}."),
        (
            {"lowest": 0.25, "highest": 0.75},
            f"The facts leave between 1 and 3 of{NB}4; {HOLDS}.",
        ),
        (
            {"prior_decides": "yes", "share_of_counts": 0.61},
            f"{HOLDS.capitalize()} (in 61% if each count is as likely as any other: the share depends on how tables "
            "are drawn).",
        ),
        ({"share_of_draws": 0.0032}, "It holds in 0.3% of the tables drawn."),
        ({"share_of_draws": 0.0002}, f"It holds in <{NB}0.1% of the tables drawn."),
        ({"share_of_draws": 0.9998}, f"It holds in >{NB}99.9% of the tables drawn."),
        ({"share_of_draws": 1.0}, "It holds in all tables drawn."),
        (
            {"lowest": 0.0, "highest": 1.0},
            f"The facts leave any number of{NB}4; {HOLDS}.",
        ),
        ({"verdict": "follows"}, "It holds in every table of answers that agrees."),
        (
            {"verdict": "excluded", "imposed": "no", "evidence": "difference", "lowest": -0.5, "highest": -0.25},
            "The facts leave between −0.50 and −0.25; it holds in no table of answers that agrees.",
        ),
        (TESTED | NOT_DRAWN, f"In the answers: 3 of{NB}4 [30–95%]."),
        (PUBLISHED | NOT_DRAWN | {"published_quality": "read_from_text"}, "Printed in the source itself: 100."),
        (PUBLISHED | NOT_DRAWN | {"published_quality": "published"}, "Published elsewhere: 100."),
        (PUBLISHED | NOT_DRAWN | {"published_quality": "derived"}, "Follows by arithmetic from the source: 100."),
        (
            TESTED | NOT_DRAWN | {"evidence": "rho", "estimate": 0.5, "low": 0.1, "high": 0.8, "n": 27.0},
            f"In the answers: ρ{NB}={NB}0.50 [0.10, 0.80], n{NB}={NB}27.",
        ),
    ],
)
def test_the_evidence_of_a_claim(row: dict, said: str) -> None:
    assert evidence_of(**row) == said


def test_claims_are_counted_by_verdict_and_slips_apart() -> None:
    rows = [
        CLAIM,
        CLAIM | {"claim": "b", "verdict": "supported_published"},
        CLAIM | {"claim": "c", "kind": "inconsistency"},
        CLAIM | {"claim": "d", "verdict": "follows"},
    ]
    values = Values()
    add_claims(values, small_inputs(tables={"claims": pd.DataFrame(rows)}))
    assert values["claims.finding"] == "3"
    assert values["claims.verdict.open"] == "1"
    assert values["claims.inconsistency"] == "1"
    assert values["finding.claims"] == (
        "On the 3 findings that a rule can check, the verdict is “supported by published values” for 1, “follows from "
        "the other published facts” for 1 and “open” for 1."
    )
    assert values["finding.draws"].startswith("Of the 1 open findings, 0 hold in at least half of the tables")


PUBLIC = {
    "question": "measure association", "measure": "sites", "wave": "g22", "region": "pooled", "estimate": 0.52,
    "low": 0.13, "high": 0.76, "p": 0.007, "n": 27.0, "method": "Spearman's rho", "basis": "published",
}  # fmt: skip


def test_the_verdict_on_public_answers_stands_beside_that_on_the_services() -> None:
    measured = {wave: {"title": {"en": wave}, "year": year} for wave, year in (("g20", 2020), ("g22", 2022))}
    rows = statistics(PUBLIC | {"wave": "g20", "estimate": -0.4, "low": -0.6}, PUBLIC)
    texts = {"rails": TEXTS["rails"] | {"public": {"measure": "sites"}}}
    tables = {"claims": pd.DataFrame([CLAIM]), "statistics": rows}
    inputs = small_inputs(tables=tables, claim_texts=texts, study={"measured": measured})
    row = inputs.table("claims").iloc[0].to_dict()
    assert evidence(inputs, row) == (
        f"{HOLDS.capitalize()}. On public answers of services, supported: the correlation is positive "
        f"beyond chance, and short of one to one (ρ{NB}={NB}0.52 [0.13, 0.76], n{NB}={NB}27, p{NB}={NB}0.007)."
    )
    assert marked(inputs, row) == "[open]{.mark-open} [public answers\\: supported]{.mark-good}"


LADDER = pd.DataFrame(
    [
        ("rails", "kept", "follows", 1.0), ("rails", "alike", "open", 0.4), ("b", "kept", "open", 0.3),
        ("b", "alike", "contradicts", NAN),
    ],
    columns=["claim", "assumption", "verdict", "share"],
)  # fmt: skip
ASSUMED = {"kept": "kept what they had", "alike": "all alike"}
SETTLE = pd.DataFrame(
    [
        ("rails", "wave", "n22", 1.0, 0.6, 0.0, 3), ("b", "wave", "n22", 0.5, 0.6, 0.3, 3),
        ("rails", "wave", "s22", 0.2, NAN, NAN, 2), ("rails", "item", "rail", 0.5, 0.6, 0.3, 3),
        ("rails", "services", "holds", 0.1, 0.6, 0.5, 1), ("b", "services", "holds", 0.1, 0.6, 0.5, 2),
    ],
    columns=["claim", "ask", "what", "settles", "span_before", "span_after", "n"],
)  # fmt: skip


def test_what_an_assumption_decides_and_what_to_ask_for_first() -> None:
    claims = pd.DataFrame([CLAIM, CLAIM | {"claim": "b"}])
    texts = TEXTS | {"b": TEXTS["rails"]}
    tables = {"claims": claims, "ladder": LADDER, "what_would_settle": SETTLE}
    inputs = small_inputs(tables=tables, claim_texts=texts, assumptions=ASSUMED)
    values = Values()
    add_ladder(values, inputs)
    add_settle(values, inputs)
    assert values["finding.ladder"] == (
        "Taken one at a time, further assumptions decide 1 of the 2 open conclusions that they bear on; “kept what "
        "they had” decides 1. What is published contradicts “all alike” (conclusions concerned: 1)."
    )
    assert values["finding.settle"] == (
        f"The export to ask for first is that of North{NB}2022: on average over the tables it alone decides 1.5 of the "
        "2 open conclusions, 1 of them whatever it says. The question to ask for first is “Rail”: its answers alone "
        "decide 0.5 on average."
    )
    made = claims_tables(inputs)
    assert cells(made["ladder"]) == [
        ["All have rails\\.", "“kept what they had”"],
        ["Open conclusions that none of them decides\\: 1", "–"],
    ]
    assert cells(made["what-would-settle"]) == [
        [f"the export of North{NB}2022", "1", "1\\.5", "75\\%"],
        [f"the export of South{NB}2022", "0", "0\\.2", "–"],
        ["the answers to “Rail”", "0", "0\\.5", "50\\%"],
        ["the answers of 1 to 2 services, where the conclusion holds", "0", "0\\.2", "17\\%"],
    ]


CONSTRAINT = {
    "constraint": "c1", "wave": "n22", "items": "rail|lamp", "answers": "full|half", "units": "", "bound": "2",
    "relation": ">=", "source": "a press report",
}  # fmt: skip


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"kind": "count"}, "“Rail” and “Lamp”: “Full” or “Half”, at least 2"),
        ({"kind": "count", "units": "a|b"}, "“Rail” and “Lamp”: “Full” or “Half”, at least 2 of A and B"),
        ({"kind": "named", "units": "a"}, "A: “Full” or “Half” to “Rail” and “Lamp”"),
        ({"kind": "mean", "relation": "=", "bound": "3.2"}, "mean of “Rail” and “Lamp”: 3.2"),
        ({"kind": "order", "relation": ">", "bound": ""}, "“Rail” > “Lamp”, by the number of “Full” or “Half”"),
        ({"kind": "mean_order", "relation": ">", "bound": ""}, "“Rail” > “Lamp”, by the mean"),
        (
            {"kind": "increase", "relation": ">", "bound": "n20"},
            f"mean of “Rail” and “Lamp” above that of North{NB}2020 (3 services against 2)",
        ),
        (
            {"kind": "unit_count", "items": "battery:deck", "units": "a"},
            "A: “Full” or “Half” to at least 2 of the items “The deck”",
        ),
    ],
)
def test_a_published_fact_in_words(row: dict, said: str) -> None:
    assert fact_text(small_inputs(), CONSTRAINT | row) == f"North{NB}2022: {said}"


def test_the_facts_that_decide_a_claim_are_named_with_their_source() -> None:
    claims = pd.DataFrame([CLAIM | {"verdict": "excluded", "facts": "c1"}, CLAIM | {"claim": "b"}])
    constraints = pd.DataFrame([CONSTRAINT | {"kind": "count"}])
    inputs = small_inputs(tables={"claims": claims}, claim_texts=TEXTS | {"b": TEXTS["rails"]}, constraints=constraints)
    (row,) = cells(claims_tables(inputs)["deciding-facts"])
    assert row[1] == "[excluded]{.mark-bad}"
    assert row[2].endswith("at least 2 \\(a press report\\)")
