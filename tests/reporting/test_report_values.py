"""Variables: how they are kept, and that their words follow from the finished tables whatever these say."""

import json
import subprocess
from collections.abc import Callable

import pandas as pd
import pytest
import yaml
from tests.reporting.small_inputs import REACHED, UNITS, small_inputs, statistics

from wavework.basis import COLLECTED
from wavework.rendering.pandoc import READER, pandoc_path
from wavework.reporting.inputs import Inputs
from wavework.reporting.tables.data import banner, prevalence_of
from wavework.reporting.values.answers import add_batteries, add_means, add_shares
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
    inputs = small_inputs(item_label=HOSTILE, basis=dict.fromkeys(UNITS, COLLECTED))
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


SHARE = {"question": "share", "measure": "wilson", "outcome": "full", "wave": "n22", "item": "rail", "n": 11.0}


@pytest.mark.parametrize(
    ("row", "said"),
    [
        # Wilson 1927 for 3 of 11: [9.7, 56.6] %
        ({"estimate": 3 / 11, "low": 0.0975, "high": 0.5656}, f"3 of{NB}11 [10–57%]"),
        ({"lowest": 3 / 11, "highest": 3 / 11, "known": "fixed"}, f"3 of{NB}11"),
        ({"lowest": 3 / 11, "highest": 9 / 11, "known": "bounds"}, f"between 3 and 9 of{NB}11"),
        ({"lowest": 3 / 11, "highest": 1.0, "known": "bounds"}, f"at least 3 of{NB}11"),
        ({"lowest": 0.0, "highest": 9 / 11, "known": "bounds"}, f"at most 9 of{NB}11"),
    ],
)
def test_a_share_says_count_n_and_interval_or_how_far_it_can_go(row: dict, said: str) -> None:
    values = given(add_shares, small_inputs(tables={"statistics": statistics(SHARE | row)}))
    assert values["share.n22.rail.full"] == said


def test_the_sentence_of_a_battery_is_counted_from_its_answers() -> None:
    values = given(add_batteries, small_inputs(basis=dict.fromkeys(UNITS, COLLECTED)))
    assert values["battery.n22.deck"] == (
        f"In the region “North” (2022, 3 services), the 2 items are answered “Full” in 4 of 6 cases, most often “Rail” "
        f"(3 of{NB}3) and least often “Lamp” (1 of{NB}3)."
    )
    assert values["answers.n22.lamp"] == (
        f"In the region “North” (2022, 3 services), the answer to “Lamp” is “None” in 2 of{NB}3 and “Full” in "
        f"1 of{NB}3."
    )


# Of 3 services: 2 or 3 of them in place; at least 2 in place or half; exactly 1 in place, 1 half, 1 none; no fact.
AT_LEAST_TWO, TWO_UP_TO_HALF = ((2, 3, 2, 3), (0, 1, 2, 3), (0, 1, 3, 3)), ((0, 3, 0, 3), (0, 3, 2, 3), (0, 1, 3, 3))
ALL_FIXED = ((1, 1, 1, 1), (1, 1, 2, 2), (1, 1, 3, 3))


NORTH = "in the region “North” (2022, 3 services)"


@pytest.mark.parametrize(
    ("facts", "battery", "rail"),
    [
        (
            {},
            f"Nothing is published of any of these items {NORTH}.",
            f"Nothing is published of “Rail” {NORTH}.",
        ),
        (
            {("n22", "rail"): ALL_FIXED, ("n22", "lamp"): AT_LEAST_TWO},
            f"By what is published, {NORTH}, “Lamp” is answered “Full” in most (at least 2 of{NB}3), “Rail” in 1 of"
            f"{NB}3; “Rail” is answered “Half” in 1 of{NB}3; it is answered “None” in 1 of{NB}3.",
            f"By what is published, {NORTH}, the answer to “Rail” is “Full” in 1 of{NB}3, “Half” in 1 of{NB}3 and "
            f"“None” in 1 of{NB}3.",
        ),
        # that at most 1 is none follows from at least 2 up to half: it is told once, of the end of the scale
        (
            {("n22", "rail"): TWO_UP_TO_HALF},
            f"By what is published, {NORTH}, “Rail” is answered “None” in at most 1 of{NB}3.",
            f"By what is published, {NORTH}, the answer to “Rail” is “None” in at most 1 of{NB}3.",
        ),
    ],
)
def test_what_is_published_of_answers_that_are_not_known(facts: dict, battery: str, rail: str) -> None:
    values = given(add_batteries, small_inputs(facts=facts))
    assert values["battery.n22.deck"] == battery
    assert values["answers.n22.rail"] == rail


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
        ({"p": 0.004, "p_holm": 0.024}, "Beyond chance, the overall score goes with a better e-government rank", "80%"),
        (
            {"p": 0.004, "p_holm": 0.024, "estimate": -0.5},
            "Beyond chance, the overall score goes with a worse e-government rank",
            "80%",
        ),
        # significant before the adjustment for many comparisons, not after it
        ({"p": 0.02, "p_holm": 0.12}, "cannot be told from chance", "eyond chance"),
        (
            {"status": "not computable", "reason": "2 units"},
            "has no number in the region “North” and in the region “South” (2022; not computable: 2 units)",
            "eyond",
        ),
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
    text = f"ρ{NB}={NB}0.50 [0.10, 0.80], n{NB}={NB}27, p{NB}={NB}0.02 (Holm 0.12)"
    assert values["assoc.pooled.overall"] == text
    assert values.table().set_index("variable").at["assoc.pooled.overall", "key"] == "statistic.0"


def test_an_association_over_many_tables_tells_how_far_it_can_go_and_no_p() -> None:
    tables = {"statistics": association(**REACHED), "power": POWER}
    values = given(add_findings, small_inputs(tables=tables))
    numbers = f"ρ{NB}at least from −0.91 to 0.93, n{NB}={NB}27; above zero in 73% of 5,000 tables drawn"
    assert values["assoc.pooled.overall"] == numbers
    text = values["finding.assoc.pooled.overall"]
    assert "does not decide whether the overall score goes with a better or a worse e-government rank" in text
    assert numbers in text
    assert "80%" not in text


@pytest.mark.parametrize(
    ("row", "numbers", "said"),
    [
        (
            {"known": "bounds", "lowest": 0.2, "highest": 0.6},
            f"ρ{NB}between 0.20 and 0.60, n{NB}={NB}27",
            "By what is published, the overall score goes with a better",
        ),
        (
            {"known": "bounds", "lowest": -0.6, "highest": -0.2},
            f"ρ{NB}between −0.60 and −0.20, n{NB}={NB}27",
            "By what is published, the overall score goes with a worse",
        ),
        # the widest values that were found prove no sign
        (
            {"lowest": 0.2, "highest": 0.6},
            f"ρ{NB}at least from 0.20 to 0.60, n{NB}={NB}27",
            "does not decide",
        ),
        ({"known": "nothing"}, "nothing is published of it", "does not decide"),
        (
            {"known": "fixed", "lowest": 0.5, "highest": 0.5},
            f"ρ{NB}={NB}0.50 in every table that agrees with what is published, n{NB}={NB}27",
            "By what is published, the overall score goes with a better",
        ),
    ],
)
def test_a_sign_is_told_where_it_is_proven(row: dict, numbers: str, said: str) -> None:
    values = given(add_findings, small_inputs(tables={"statistics": association(**REACHED | row)}))
    assert values["assoc.pooled.overall"] == numbers
    assert said in values["finding.assoc.pooled.overall"]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (
            [{"known": "fixed", "lowest": 3.2, "highest": 3.2, "estimate": 3.2}],
            f"By the published means, the services rate themselves highest in “Deck” (mean 3.2) and lowest in “Deck” "
            f"(3.2) {NORTH}.",
        ),
        # it rounds to the published decimal in every table
        (
            [{"known": "bounds", "lowest": 2.5625, "highest": 2.625}],
            f"By the published means, the services rate themselves highest in “Deck” (mean 2.6) and lowest in “Deck” "
            f"(2.6) {NORTH}.",
        ),
        (
            [{"known": "bounds", "lowest": 2.1, "highest": 3.9}],
            f"The published facts only bound the mean of self-reported maturity: for “Deck” {NORTH} it lies within 2.1 "
            "to 3.9.",
        ),
        (
            [{"known": "nothing", "lowest": 1.0, "highest": 5.0}],
            f"Nothing is published of the means of self-reported maturity {NORTH}.",
        ),
    ],
)
def test_means_that_are_published_and_those_that_are_not(rows: list, said: str) -> None:
    mean = {"question": "mean", "measure": "self_reported", "dimension": "deck", "wave": "n22"} | REACHED | {"n": 3.0}
    values = given(add_means, small_inputs(tables={"statistics": statistics(*(mean | row for row in rows))}))
    assert values["means.self_reported.n22"] == said


def test_without_a_file_of_income_the_report_says_that_it_cannot_tell() -> None:
    cases = [("", 0.5, "full"), ("a", 0.2, "influential"), ("b", 0.6, "left_out")]
    left_out = pd.DataFrame(cases, columns=["unit", "estimate", "role"])
    left_out = left_out.assign(measure="common", dimension="overall", wave="n22+s22")
    tables = {"statistics": association(p=0.02, p_holm=0.12), "leave_one_out": left_out}
    values = given(add_findings, small_inputs(tables=tables))
    assert "cannot tell whether" in values["finding.income"]
    assert values["loo.pooled.overall"] == (
        "between 0.20 and 0.60 when one service at a time is left out; the most influential is A (0.20 without it)"
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
