"""Figures of findings: which rows of the statistics a figure takes, and what its alt text says of them."""

import pandas as pd
from small_results import declared, results, shown, told

KEYS = ["question", "method", "outcome", "measure", "dimension", "wave", "wave_from", "estimate", "low", "high"]


def statistics(*rows):
    table = pd.DataFrame(rows, columns=KEYS)
    return table.assign(n=5, status="ok", reason="")


FOUND = statistics(
    ("association", "Spearman's rho", "maturity", "implementation", "data", "n2", "", 0.25, -0.5, 0.75),
    ("association", "Spearman's rho", "maturity", "implementation", "overall", "n2", "", -0.4, -0.9, 0.5),
    ("association", "Spearman's rho", "maturity", "common", "data", "n2", "", 0.99, 0.9, 1.0),
    ("association", "Kendall's tau-b", "maturity", "implementation", "data", "n2", "", 0.99, 0.9, 1.0),
    ("association", "Spearman's rho", "maturity", "implementation", "data", "s2", "", 0.1, -0.5, 0.6),
    ("association", "Spearman's rho", "maturity", "common", "data", "n2+s2", "", 0.2, -0.1, 0.4),
    ("contrast", "Cliff's delta", "maturity", "common", "data", "s2", "n2", 0.5, 0.1, 0.8),
    ("contrast", "Cliff's delta", "maturity", "common", "overall", "s2", "n2", -0.25, -0.6, 0.2),
    ("contrast", "Cliff's delta", "maturity", "self_reported", "data", "s2", "n2", 0.99, 0.9, 1.0),
    ("contrast", "Brunner-Munzel", "maturity", "common", "data", "s2", "n2", 0.99, 0.9, 1.0),
)


def test_associations_of_each_wave_on_all_it_asked_and_pooled_on_what_both_asked():
    declaration = declared("dot_interval", data="association", waves=("n2", "s2"))
    table = shown(declaration, results(statistics=FOUND))
    assert table[["row", "group", "estimate"]].to_numpy().tolist() == [
        ["data", "n2", 0.25], ["data", "s2", 0.1], ["data", "pooled", 0.2], ["overall", "n2", -0.4],
    ]  # fmt: skip
    assert told(declaration, results(statistics=FOUND)) == (
        "A title. Dots with intervals. The North, 2022: highest is Data (0.25), lowest Overall (−0.40); "
        "The South, 2022: Data (0.10); Both regions: Data (0.20)."
    )


def test_an_association_of_one_wave_shows_that_wave_alone():
    table = shown(declared("dot_interval", data="association", waves=("n2",)), results(statistics=FOUND))
    assert table[["row", "group", "estimate"]].to_numpy().tolist() == [["data", "n2", 0.25], ["overall", "n2", -0.4]]


def test_a_contrast_takes_the_common_items_and_one_method():
    declaration = declared("dot_interval", data="contrast", waves=("n2", "s2"))
    table = shown(declaration, results(statistics=FOUND))
    assert table[["row", "estimate", "low", "high"]].to_numpy().tolist() == [
        ["data", 0.5, 0.1, 0.8], ["overall", -0.25, -0.6, 0.2],
    ]  # fmt: skip
    other = declared("dot_interval", data="contrast", waves=("s2", "n2"))
    assert shown(other, results(statistics=FOUND)).empty


LEFT_OUT = pd.DataFrame(
    [
        ("implementation", "overall", "n2", "", 0.5, "full"),
        ("implementation", "overall", "n2", "KOR", 0.1, "influential"),
        ("implementation", "overall", "n2", "JPN", 0.6, "left_out"),
        ("implementation", "data", "n2", "KOR", 0.9, "left_out"),
        ("common", "overall", "n2", "KOR", 0.9, "left_out"),
    ],
    columns=["measure", "dimension", "wave", "unit", "estimate", "role"],
)


def test_leave_one_out_shows_the_overall_association():
    declaration = declared("leave_one_out", waves=("n2", "s2"))
    table = shown(declaration, results(leave_one_out=LEFT_OUT))
    assert table[["row", "unit", "estimate", "role"]].to_numpy().tolist() == [
        ["n2", "", 0.5, "full"], ["n2", "KOR", 0.1, "influential"], ["n2", "JPN", 0.6, "left_out"],
    ]  # fmt: skip
    assert told(declaration, results(leave_one_out=LEFT_OUT)) == (
        "A title. Dots: The North, 2022: 0.50 with all offices, between 0.10 and 0.60 with one left out, "
        "most moved by Korea."
    )


CHOICES = {
    "edition": "of_the_wave", "rank": "world", "items": "common", "development": "half", "missing": "half_answered",
    "summary": "mean", "correlation": "spearman",
}  # fmt: skip


def test_the_specification_curve_has_a_row_per_specification_and_choice():
    rows = [
        (1, -0.2, 0.5, "ok", "false", "both"),
        (2, 0.1, 0.04, "ok", "true", "north"),
        (3, None, None, "not_computable", "false", "south"),
    ]
    table = pd.DataFrame(rows, columns=["specification", "estimate", "p", "status", "main", "sample"]).assign(**CHOICES)
    declaration = declared("specification_curve")
    curve = shown(declaration, results(specifications=table))
    assert len(curve) == 2 * 8  # the third could not be computed
    samples = curve[curve["choice_group"] == "sample"]
    assert samples[["specification", "choice", "significant", "main"]].to_numpy().tolist() == [
        [1, "both", "no", "no"], [2, "north", "yes", "yes"],
    ]  # fmt: skip
    assert told(declaration, results(specifications=table)) == (
        "A title. Curve of 2 estimates from −0.20 to 0.10; 50% are positive and 50% have p below 0.05."
    )


CLAIMS = pd.DataFrame(
    [
        ("b", 2, "data", "open", 0.75, 0.7, 0.8, 0.4),
        ("a", 1, "drivers", "open", 0.25, 0.2, 0.3, 0.3),
        ("c", 3, "data", "not_testable", None, None, None, None),
        ("d", 4, "data", "follows", 1.0, 0.99, 1.0, None),
        ("e", 5, "data", "supported_published", 0.5, 0.4, 0.6, None),
        ("f", 6, "data", "excluded", 0.0, 0.0, 0.01, None),
    ],
    columns=["claim", "position", "section", "verdict", "share_of_draws", "share_low", "share_high", "share_of_counts"],
)
TEXTS = {claim: {"text": {"en": f"Claim {claim.upper()}"}} for claim in "abcdef"}


def test_only_claims_that_stay_open_have_a_share():
    declaration = declared("verdicts")
    table = shown(declaration, results(claims=CLAIMS))
    found = [[None if cell != cell else cell for cell in row] for row in table[
        ["claim", "verdict_order", "share", "other_share", "reason"]].to_numpy().tolist()]  # fmt: skip
    assert found == [
        ["b", 5, 75, 40, ""], ["d", 3, None, None, "in_every"], ["e", 2, None, None, "decided"],
        ["f", 7, None, None, "in_none"], ["a", 5, 25, 30, ""],
    ]  # fmt: skip
    assert told(declaration, results(claims=CLAIMS, claim_texts=TEXTS)) == (
        "A title. Conclusions: 5; following from the other published facts: 1; excluded: 1; open: 2, "
        "of which 1 in at least half of the tables."
    )


def test_the_ladder_shows_what_each_assumption_decides():
    rungs = pd.DataFrame(
        [("b", "kept", "follows", 1.0), ("a", "kept", "open", 0.5), ("b", "alike", "contradicts", None),
         ("a", "alike", "contradicts", None)],
        columns=["claim", "assumption", "verdict", "share"],
    )  # fmt: skip
    names = pd.DataFrame([("kept", "What they had they have"), ("alike", "")], columns=["assumption", "label_en"])
    tables = results(claims=CLAIMS, claim_texts=TEXTS, ladder=rungs, assumptions=names)
    table = shown(declared("ladder"), tables)
    assert table[["claim", "claim_order", "assumption", "assumption_order", "verdict"]].to_numpy().tolist() == [
        ["a", 1, "kept", 1, "open"], ["a", 1, "alike", 2, "contradicts"],
        ["b", 2, "kept", 1, "follows"], ["b", 2, "alike", 2, "contradicts"],
    ]  # fmt: skip
    assert told(declared("ladder"), tables) == (
        "A title. Grid of 2 open conclusions. “What they had they have”, following: 1, excluded: 0; "
        "“alike” contradicts the published facts."
    )


def test_what_would_settle_counts_the_claims_that_an_answer_decides():
    settling = pd.DataFrame(
        [("a", "wave", "n2", 1.0), ("b", "wave", "n2", 0.5), ("a", "wave", "n1", 0.0), ("a", "item", "d1", 0.25),
         ("b", "item", "n2.d2", 1.0), ("b", "services", "n2", 1.0)],
        columns=["claim", "ask", "what", "settles"],
    )  # fmt: skip
    declaration, tables = declared("what_would_settle"), results(claims=CLAIMS, what_would_settle=settling)
    table = shown(declaration, tables)
    assert table[["row", "row_group", "sure", "most", "expected", "n"]].to_numpy().tolist() == [
        ["n2", "wave", 1, 2, 1.5, 2], ["n2.d2", "item", 1, 1, 1, 2], ["d1", "item", 0, 1, 0.25, 2],
    ]  # fmt: skip
    assert told(declaration, tables) == (
        "A title. Bars for what could be asked for, with 2 conclusions open. "
        "The North, 2022 (North 2022) would decide 1.5; Dashboards (The North, 2022) would decide 1."
    )
