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
        ("b", 2, "data", "assumed", 1.0, 0.99, 1.0),
        ("a", 1, "drivers", "partly", 0.25, 0.2, 0.3),
        ("c", 3, "data", "not_testable", None, None, None),
    ],
    columns=["claim", "position", "section", "verdict", "share_of_draws", "share_low", "share_high"],
)


def test_verdicts_show_the_claims_that_were_tested_on_draws():
    declaration = declared("verdicts")
    table = shown(declaration, results(claims=CLAIMS))
    assert table[["claim", "share", "section", "section_order"]].to_numpy().tolist() == [
        ["b", 100, "data", 1], ["a", 25, "drivers", 2],
    ]  # fmt: skip
    texts = {claim: {"text": {"en": claim.upper()}} for claim in "abc"}
    assert told(declaration, results(claims=CLAIMS, claim_texts=texts)) == (
        "A title. Bars of shares for 2 claims; 1 hold in at least half of the reconstructions."
    )
