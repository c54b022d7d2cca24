"""Variables: how they are kept, and that their words follow from the finished tables whatever these say."""

import json
import subprocess
from collections.abc import Callable

import pandas as pd
import pytest
import yaml
from tests.reporting.small_inputs import UNITS, small_inputs, statistics

from wavework.basis import COLLECTED
from wavework.rendering.pandoc import READER, pandoc_path
from wavework.reporting.inputs import Inputs
from wavework.reporting.tables.data import banner, prevalence_of
from wavework.reporting.values.answers import add_batteries, add_shares
from wavework.reporting.values.claims import add_claims, evidence
from wavework.reporting.values.findings import add_findings
from wavework.reporting.values.study import add_study, add_waves
from wavework.reporting.values.variables import Origin, Values, joined

NB = "\u00a0"
HOSTILE = "<script>alert(1)</script> {{< include /etc/passwd >}} @fig-x =1+1 | *a* `b` $x^2$ [y](z) # c"


def shown(markdown: str) -> str:
    """What a reader sees of a piece of markdown, read by pandoc."""
    command = [pandoc_path(), "--from", READER, "--to", "json"]
    tree = json.loads(subprocess.run(command, input=markdown, capture_output=True, text=True, check=True).stdout)
    text = json.dumps(tree)
    assert '"Raw' not in text
    assert '"Cite"' not in text
    plain = [pandoc_path(), "--from", "json", "--to", "plain", "--wrap", "none"]
    return subprocess.run(plain, input=text, capture_output=True, text=True, check=True).stdout


ORIGIN = Origin("processed/x.csv", "id")


def given(add: Callable[[Values, Inputs], None], inputs: Inputs) -> Values:
    """The variables that a group adds."""
    values = Values()
    add(values, inputs)
    return values


def test_every_value_is_quoted_text_and_reads_back() -> None:
    values = Values()
    values.add("share.no.1", "no", ORIGIN)
    values.add("share.no.2", "0.10", ORIGIN)
    text = values.yaml()
    assert yaml.safe_load(text) == {"share": {"no": {"n1": "no", "n2": "0\\.10"}}}
    assert '"no":' in text
    assert '"n1": "no"' in text


@pytest.mark.parametrize("names", [("a.b", "a.b"), ("a.b", "a.b.c"), ("a.b.c", "a.b")])
def test_a_name_is_a_value_or_a_group_and_given_once(names: tuple[str, str]) -> None:
    values = Values()
    values.add(names[0], "x", ORIGIN)
    with pytest.raises(ValueError, match=names[1]):
        values.add(names[1], "y", ORIGIN)


def test_an_empty_value_is_refused() -> None:
    with pytest.raises(ValueError, match="empty"):
        Values().add("a", " ", ORIGIN)


def test_a_value_of_several_has_all_keys_and_the_weakest_basis() -> None:
    both = joined([Origin("t.csv", "a", "published"), Origin("t.csv", "b", "reconstructed"), Origin("t.csv", "a", "")])
    assert both == Origin("t.csv", "a|b", "reconstructed")


def test_a_hostile_label_shows_as_it_is_written() -> None:
    inputs = small_inputs(item_label=HOSTILE)
    values = Values()
    add_study(values, inputs)
    add_batteries(values, inputs)
    stored = yaml.safe_load(values.yaml())
    assert HOSTILE in shown(stored["item"]["rail"])
    assert HOSTILE in shown(stored["battery"]["n22"]["deck"])
    # In a table the reader sees it in a cell; white space apart it is the same text.
    assert HOSTILE.replace(" ", "") in shown(prevalence_of(inputs, "deck")).replace(" ", "").replace("\n", "")


def test_waves_panel_and_newcomers() -> None:
    values = given(add_waves, small_inputs())
    assert values["waves.n22.n"] == str(len(UNITS["n22"])) == "3"
    assert values["panel.n22.units"] == "A and B"
    assert values["newcomers.n22.n"] == "1"
    assert values["newcomers.n22.units"] == "C"


def share(wave: str, item: str, count: int, n: int, low: float, high: float, basis: str = "reconstructed") -> dict:
    return {
        "question": "share", "measure": "wilson", "outcome": "full", "wave": wave, "item": item, "estimate": count / n,
        "low": low, "high": high, "n": float(n), "basis": basis,
    }  # fmt: skip


@pytest.mark.parametrize(("basis", "mark"), [("reconstructed", ", illustrative"), ("collected", ""), ("published", "")])
def test_a_share_says_count_n_interval_and_whether_it_is_illustrative(basis: str, mark: str) -> None:
    # Wilson 1927 for 3 of 11: [9.7, 56.6] %
    inputs = small_inputs(tables={"statistics": statistics(share("n22", "rail", 3, 11, 0.0975, 0.5656, basis))})
    values = given(add_shares, inputs)
    assert values["share.n22.rail.full"] == f"3 of{NB}11 [10–57%]{mark}"


def test_the_sentence_of_a_battery_is_counted_from_its_answers() -> None:
    values = given(add_batteries, small_inputs(basis=dict.fromkeys(UNITS, COLLECTED)))
    assert values["battery.n22.deck"] == (
        f"North 2022 (3 services): “Full” is answered most often to “Rail” (3 of{NB}3) and least often to “Lamp” "
        f"(1 of{NB}3); over all 2 items it is 4 of 6 answers."
    )
    assert values["answers.n22.lamp"] == (
        f"North 2022 (3 services): “Lamp” is “Full” for 1 of{NB}3 and “None” for 2 of{NB}3."
    )


def association(**row: object) -> pd.DataFrame:
    return statistics(
        {
            "question": "association", "outcome": "maturity", "measure": "common", "dimension": "overall",
            "wave": "n22+s22", "method": "Spearman's rho", "estimate": 0.5, "low": 0.1, "high": 0.8, "n": 27.0, **row,
        }
    )  # fmt: skip


POWER = pd.DataFrame(
    [
        {
            "design": "association", "wave": "n22+s22", "wave_from": "", "test": "spearman", "effect": 0.5261,
            "n": 27.0, "n_second": "", "method": "", "detail": "", "status": "ok", "reason": "", "seed": "1",
        }
    ]
)  # fmt: skip


@pytest.mark.parametrize(
    ("row", "said", "not_said"),
    [
        ({"p": 0.004, "p_holm": 0.024}, "goes with a better rank, beyond chance", "80%"),
        ({"p": 0.004, "p_holm": 0.024, "estimate": -0.5}, "goes with a worse rank, beyond chance", "80%"),
        # significant before the adjustment for many comparisons, not after it
        ({"p": 0.02, "p_holm": 0.12}, "cannot be told from chance", "beyond chance"),
        ({"status": "not computable", "reason": "2 units"}, "has no number: not computable: 2 units", "beyond"),
    ],
)
def test_an_association_is_worded_by_what_was_found(row: dict, said: str, not_said: str) -> None:
    values = given(add_findings, small_inputs(tables={"statistics": association(**row), "power": POWER}))
    text = values["finding.assoc.pooled.overall"]
    assert said in text
    assert not_said not in text
    assert ("would have to be about 0.53" in text) == (row.get("p_holm", 0) > 0.05)


def test_a_compact_finding_carries_interval_n_p_and_basis() -> None:
    values = given(add_findings, small_inputs(tables={"statistics": association(p=0.02, p_holm=0.12)}))
    text = f"ρ{NB}={NB}0.50 [0.10, 0.80], n{NB}={NB}27, p{NB}={NB}0.02 (Holm 0.12), illustrative"
    assert values["assoc.pooled.overall"] == text
    assert values.table().set_index("variable").at["assoc.pooled.overall", "key"] == "statistic.0"


def test_without_a_file_of_income_the_report_says_that_it_cannot_tell() -> None:
    cases = [("", 0.5, "full"), ("a", 0.2, "influential"), ("b", 0.6, "left_out")]
    left_out = pd.DataFrame(cases, columns=["unit", "estimate", "role"])
    left_out = left_out.assign(measure="common", dimension="overall", wave="n22+s22")
    tables = {"statistics": association(p=0.02, p_holm=0.12), "leave_one_out": left_out}
    values = given(add_findings, small_inputs(tables=tables))
    assert "cannot tell whether" in values["finding.income"]
    assert values["loo.pooled.overall"] == (
        "between 0.20 and 0.60 when one service at a time is left out; the most influential is A (0.20 without it), "
        "illustrative"
    )


@pytest.mark.parametrize(
    ("basis", "there"),
    [({}, True), (dict.fromkeys(UNITS, COLLECTED), False), ({"n20": COLLECTED, "n22": COLLECTED}, True)],
)
def test_the_banner_stands_as_long_as_any_wave_is_reconstructed(basis: dict, there: bool) -> None:
    inputs = small_inputs(basis=basis)
    assert bool(banner(inputs)) == there
    if there and basis:  # it names the waves that are, and no other
        assert "South 2022" in banner(inputs)
        assert "North 2022" not in banner(inputs)


CLAIM = {
    "claim": "rails", "position": 1.0, "section": "data", "kind": "finding", "deck": "slide, 1", "exhibit": "",
    "verdict": "assumed", "imposed": "yes", "holds": "yes", "estimate": 0.75, "low": 0.3, "high": 0.95, "count": 3.0,
    "n": 4.0, "unit_of_estimate": "share", "evidence": "share", "published_source": "", "published_value": "",
    "published_quality": "", "draws": 500.0, "share_of_draws": 0.384, "share_low": 0.342, "share_high": 0.427,
    "basis": "reconstructed", "answers_basis": "reconstructed", "why": "imposed", "rule": "share", "seed": "8",
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
TESTED = {"imposed": "", "verdict": "reproduced", "why": "", "basis": COLLECTED, "answers_basis": COLLECTED}
NOT_DRAWN = {"share_of_draws": float("nan"), "draws": float("nan")}


@pytest.mark.parametrize(
    ("row", "said"),
    [
        # of an imposed claim no number of the answers: it would only repeat the claim
        ({}, "Without its own statement it holds in 38% [34–43%] of 500 reconstructions."),
        (
            {"imposed": "no", "verdict": "not_testable", "why": "no_public_answers"},
            f"In the answers: 3 of{NB}4 [30–95%], illustrative. Holds in 38% [34–43%] of 500 reconstructions.",
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
    ]
    values = given(add_claims, small_inputs(tables={"claims": pd.DataFrame(rows)}))
    assert values["claims.finding"] == "2"
    assert values["claims.verdict.assumed"] == "1"
    assert values["claims.inconsistency"] == "1"
    assert values["finding.claims"] == (
        "Of the 2 findings that a rule can state, 1 are supported by published values and 1 are assumed in the "
        "reconstructed answers and so not tested."
    )
