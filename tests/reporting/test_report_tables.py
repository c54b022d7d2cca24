"""Tables: their rows counted by hand, their forms, and what they never say."""

import dataclasses

import pandas as pd
import pytest
from tests.reporting.small_inputs import REACHED, UNITS, cells, small_inputs, statistics

from wavework.language.language import Language, language_of
from wavework.reporting.contents import report_tables, report_values
from wavework.reporting.tables.claims import claims_tables, published_tables
from wavework.reporting.tables.data import data_tables
from wavework.reporting.tables.statistics import linked, methods, statistics_tables
from wavework.reporting.values.claim_sentences import add_claims
from wavework.reporting.values.variables import Values

NB = "\u00a0"


def test_a_study_without_claims_egdi_and_statistics_has_empty_tables_for_them() -> None:
    inputs = small_inputs()
    made = report_tables(inputs, report_values(inputs))
    for name in ("verdicts", "slips", "claims-data", "published", "egdi", "newcomers", "methods", "power", "quality"):
        assert made[name] == "", name


COLLECTED = dict.fromkeys(UNITS, "collected")


def test_participation_and_missing_answers() -> None:
    tables = data_tables(small_inputs(basis=COLLECTED))
    rows = cells(tables["participation"])
    assert [row[0] for row in rows] == ["A", "B", "C", "D", "E", "Services"]
    assert rows[0][2:] == ["●", "●", ""]
    assert rows[-1][2:] == ["2", "3", "2"]
    # two items of each unit, all answered
    assert [row[1:] for row in cells(tables["missing"])] == [
        [str(2 * len(units)), "0", "0", "0", str(2 * len(units))] for units in UNITS.values()
    ]


def test_nothing_is_counted_of_answers_that_nobody_gave() -> None:
    log = {"wave": "n20", "action": "row dropped", "reason": "test response"}
    inputs = small_inputs(basis=COLLECTED | {"n20": "reconstructed"}, tables={"cleaning_log": pd.DataFrame([log])})
    tables = data_tables(inputs)
    assert [row[0] for row in cells(tables["missing"])] == [f"North{NB}2022", f"South{NB}2022"]
    assert tables["cleaning"] == ""
    assert [row[5] for row in cells(tables["waves"])] == ["–", "100\\.0\\%", "100\\.0\\%"]


def test_prevalence_counts_answers_and_says_on_what_basis() -> None:
    facts = {("n22", "rail"): ((2, 3, 2, 3), (0, 1, 2, 3), (0, 0, 3, 3))}
    inputs = small_inputs(basis=COLLECTED | {"n22": "reconstructed"}, facts=facts)
    table = data_tables(inputs)["prevalence"]
    assert cells(table) == [
        ["Rail", f"North{NB}2020", "2", "", "", "2"],
        ["Rail", f"North{NB}2022", "2–3", "0–1", "0", "3"],
        ["Rail", f"South{NB}2022", "2", "", "", "2"],
        ["Lamp", f"North{NB}2020", "1", "", "1", "2"],
        ["Lamp", f"South{NB}2022", "1", "", "1", "2"],
    ]
    assert "Rows left out, of which nothing is published: 1" in table.replace("\\", "")
    words = inputs.language.shared["caption"]
    assert words["basis_reconstructed"].rstrip(".") in table.replace("\\", "")
    assert words["basis_collected"].rstrip(".") in data_tables(small_inputs(basis=COLLECTED))["prevalence"]


CHANGE = {"question": "change", "outcome": "maturity", "measure": "implementation", "dimension": "deck", "wave": "n22",
          "wave_from": "n20", "method": "Hodges-Lehmann shift"}  # fmt: skip


def test_a_result_without_a_number_shows_its_reason() -> None:
    rows = statistics(
        CHANGE | {"status": "not computable", "reason": "2 units, at least 3 are needed", "n": 2.0},
        CHANGE | {"measure": "self_reported", "estimate": -1.5, "low": -2.0, "high": 0.5, "n": 9.0},
        CHANGE
        | {"wave_from": "", "method": "Spearman's rho", "estimate": 0.2}
        | {"interval_method": "not computable: few"},
    )
    table = statistics_tables(small_inputs(tables={"statistics": rows}))["statistics-change"].replace("\\", "")
    assert "not computable: 2 units, at least 3 are needed" in table
    assert "−1.5 [−2.0, 0.5]" in table
    assert "0.20 (no interval: few)" in table
    assert "nan" not in table.lower()


def test_results_over_many_tables_have_columns_of_their_own_and_those_of_nothing_a_line() -> None:
    bounds = {"known": "bounds", "lowest": 2.0, "highest": 3.25, "measure": "self_reported"}
    rows = statistics(
        CHANGE | REACHED,
        CHANGE | REACHED | bounds,
        CHANGE | REACHED | {"known": "fixed", "lowest": 2.0, "highest": 2.0, "estimate": 2.0},
        *[CHANGE | REACHED | {"known": "nothing"}] * 2,
        CHANGE | {"measure": "self_reported", "estimate": -1.5, "low": -2.0, "high": 0.5, "p": 0.04, "p_holm": 0.2},
    )
    table = statistics_tables(small_inputs(tables={"statistics": rows}))["statistics-change"].replace("\\", "")
    assert table.splitlines()[0].endswith("| Estimate and interval | p | Holm | Above zero | p\u00a0<\u00a00.05 | n |")
    assert [row[3:] for row in cells(table)] == [
        ["at least −1 to 1; middle 0 to 0", "", "", "73%", "6%", "3"],
        ["2 (fixed)", "", "", "", "", "3"],
        ["2.0 to 3.2", "", "", "", "", "3"],
        ["−1.5 [−2.0, 0.5]", "0.04", "0.20", "", "", "3"],
        ["", "", "", "", "", ""],
    ]
    assert cells(table)[-1][0] == "Further results, of which nothing is published: 2"
    assert "Fixed: the same in every table of answers" in table


def test_the_methods_table_has_each_method_once_with_source_and_seed() -> None:
    association = {"question": "association", "dimension": "deck", "wave": "n22", "method": "Spearman's rho"}
    rows = statistics(
        association | {"p_method": "exact permutation (720)", "source": "Spearman 1904", "seed": "7"},
        association | {"p_method": "exact permutation (5040)", "source": "Spearman 1904", "seed": "7"},
        association | {"p_method": "Monte Carlo permutation (99)", "source": "Spearman 1904", "seed": "7"},
        CHANGE | {"source": "Hodges & Lehmann 1963"},
    )
    table = cells(statistics_tables(small_inputs(tables={"statistics": rows}))["methods"])
    assert len(table) == 2
    spearman = next(row for row in table if "Spearman" in row[1])
    assert spearman[3] == "exact permutation; Monte Carlo permutation"
    assert spearman[4:] == ["Spearman 1904", "7", "3"]


def test_sources_are_parted_and_labelled_as_the_language_does() -> None:
    rows = statistics({"question": "association", "dimension": "deck", "wave": "n22", "method": "Spearman's rho",
                       "source": "Cronbach 1951, doi:10.1/x; interval: Feldt 1965"})  # fmt: skip
    french = dataclasses.replace(small_inputs(tables={"statistics": rows}), language=Language("fr"))
    told = cells(methods(french).replace("\\", ""))[0][4]
    assert told == f"Cronbach 1951, [doi](https://doi.org/10.1/x){NB}; intervalle{NB}: Feldt 1965"


def test_the_table_of_power_calls_the_units_by_their_name() -> None:
    rows = pd.DataFrame([{"design": "change", "wave": "n22", "wave_from": "", "region": "", "test": "mcnemar",
                          "effect": 0.9, "n": 6.0, "n_second": "", "status": "ok"}])  # fmt: skip
    table = statistics_tables(small_inputs(tables={"power": rows}))["power"]
    assert cells(table.replace("\\", ""))[0][2] == "McNemar’s test: share of services that change one way"


def test_a_doi_is_a_link() -> None:
    source = "Efron 1987, doi:10.1080/01621459.1987.10478410; others"
    assert linked(source) == "Efron 1987, [doi](https://doi.org/10.1080/01621459.1987.10478410); others"


COMPARED = {"comparison": "p1", "source_id": "S", "statement": "Rails", "item": "rail", "wave": "n22", "unit": "count",
            "published": 3.0, "published_text": "3", "reproduced": 3.0, "n": 3.0, "tolerance": 0.0, "verdict": "pass",
            "why": "", "quality": "published", "locator": "a page", "basis": "reconstructed", "known": "",
            "lowest": float("nan"), "highest": float("nan")}  # fmt: skip


@pytest.mark.parametrize(
    ("row", "published", "computed", "difference"),
    [
        ({}, "3", "3", "0"),
        ({"published": float("nan"), "published_text": "6–11", "reproduced": 7.0, "n": 11.0}, "6–11", "7", "0"),
        ({"published": float("nan"), "published_text": "6–11", "reproduced": 4.0, "n": 11.0}, "6–11", "4", "−2"),
        ({"unit": "share", "published": 0.25, "reproduced": 0.272727, "n": 11.0}, "25%", "27.3%", "2.3 pp"),
        ({"reproduced": float("nan"), "known": "bounds", "lowest": 2, "highest": 4, "verdict": "open"}, "3", "2", "–"),
        ({"known": "fixed", "lowest": 3, "highest": 3}, "3", "3", "0"),
        ({"unit": "mean", "published": 3.2, "reproduced": 3.1875, "n": 16.0}, "3.20", "3.19", "−0.01"),
    ],
)
def test_published_beside_computed(row: dict, published: str, computed: str, difference: str) -> None:
    table = published_tables(small_inputs(tables={"published_comparison": pd.DataFrame([COMPARED | row])}))["published"]
    found = [cell.replace("\\", "") for cell in cells(table)[0]]
    assert found[2] == published
    assert found[3].split(" ")[0] == computed
    assert found[4] == difference


CLAIM = {"position": 1.0, "section": "data", "kind": "finding", "exhibit": "", "imposed": "", "estimate": float("nan"),
         "low": float("nan"), "high": float("nan"), "count": float("nan"), "n": float("nan"), "draws": float("nan"),
         "share_of_draws": float("nan"), "share_low": float("nan"), "share_high": float("nan"), "evidence": "none",
         "published_value": "", "published_quality": "", "basis": "", "answers_basis": "", "why": "", "facts": "",
         "lowest": float("nan"), "highest": float("nan"), "prior_decides": ""}  # fmt: skip


def test_verdicts_take_the_numbered_conclusions_in_the_order_of_the_source() -> None:
    rows = [
        CLAIM | {"claim": "later", "deck": "conclusions, 2", "verdict": "not_testable", "position": 1.0},
        CLAIM | {"claim": "first", "deck": "conclusions, 1", "verdict": "reproduced", "position": 2.0},
        CLAIM | {"claim": "other", "deck": "a slide", "verdict": "reproduced", "position": 3.0},
    ]
    place = {"place": {"en": "conclusions"}}
    texts = {
        "later": {"text": {"en": "Second."}, "deck": place | {"point": 2}},
        "first": {"text": {"en": "First."}, "deck": place | {"point": 1}},
        "other": {"text": {"en": "Other."}, "deck": place},
    }
    details = {name: {"regions": ["N"]} for name in texts}
    inputs = small_inputs(tables={"claims": pd.DataFrame(rows)}, claim_texts=texts, claim_details=details)
    tables = claims_tables(inputs)
    assert [row[0] for row in cells(tables["verdicts"])] == ["**N 1\\.** First\\.", "**N 2\\.** Second\\."]
    assert [row[0] for row in cells(tables["claims-data"])] == [
        "[Second\\.]{#claim-later}",  # what it is linked by
        "[First\\.]{#claim-first}",
        "[Other\\.]{#claim-other}",
    ]
    assert cells(tables["verdict-counts"])[-1] == ["All", "2", "1", "", "3"]
    assert tables["own-claims"] == ""


def test_a_claim_of_ones_own_stands_under_a_heading_of_its_own() -> None:
    rows = [
        CLAIM | {"claim": "source", "deck": "slide 1", "verdict": "reproduced"},
        CLAIM | {"claim": "own", "deck": "", "verdict": "not_reproduced", "section": "queues"},
    ]
    texts = {
        "source": {"text": {"en": "As the source has it."}, "deck": {"place": {"en": "slide 1"}}},
        "own": {"text": {"en": "As we have it."}},
    }
    inputs = small_inputs(tables={"claims": pd.DataFrame(rows)}, claim_texts=texts, claim_details={})
    language = language_of({**inputs.study, "sections": {"queues": {"en": "Waiting in line"}}}, "en")
    inputs = dataclasses.replace(inputs, language=language)
    tables = claims_tables(inputs)
    assert [row[0] for row in cells(tables["claims-data"])] == ["[As the source has it\\.]{#claim-source}"]
    assert tables["claims-queues"] == ""  # "What the source says under ..."
    assert [row[0] for row in cells(tables["own-claims"])] == ["[As we have it\\.]{#claim-own}"]
    assert "Claims of this study" in tables["own-claims"]
    assert [row[0] for row in cells(tables["verdict-counts"])] == ["Data", "Waiting in line", "All"]
    values = Values()
    add_claims(values, inputs)
    assert (values["claims.n"], values["claims.verdict.not_reproduced"]) == ("1", "0")  # of the source
    assert values["claim.own.verdict"] == "not reproduced"
