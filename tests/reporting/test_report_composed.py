"""What the text says of waves without naming one: counted by hand on three services in two waves, and two elsewhere."""

import pandas as pd
from tests.reporting.small_inputs import STUDY, small_inputs, statistics

from wavework.reporting.inputs import Inputs
from wavework.reporting.values.answers import add_batteries
from wavework.reporting.values.comparisons import add_comparisons
from wavework.reporting.values.findings import add_findings
from wavework.reporting.values.over_waves import add_composed
from wavework.reporting.values.study import add_egdi, add_waves
from wavework.reporting.values.variables import Values

NB = "\u00a0"
DELTA = {"question": "contrast", "measure": "common", "method": "Cliff's delta", "dimension": "deck", "n": 5.0}
SHIFTS = ("Hodges-Lehmann shift", "Wilcoxon signed-rank V, zeros: pratt", "matched-pairs rank-biserial, zeros: pratt")


def composed(inputs: Inputs) -> Values:
    values = Values()
    for add in (add_waves, add_egdi, add_batteries, add_findings, add_comparisons, add_composed):
        add(values, inputs)
    return values


def test_who_answered_in_which_wave_and_who_of_them_again() -> None:
    values = composed(small_inputs())
    assert values["every.participation"] == (
        "In the region “North”, 2 services answered in 2020 and 3 in 2022 (2 of them again). In the region “South”, 2 "
        "services answered in 2022."
    )
    assert values["same.deck"] == (
        "In the region “North”, 2 services answered in 2020 and 3 in 2022; 2 did so in each of these waves."
    )
    assert "only.deck" not in values  # both regions were asked


def test_who_alone_was_asked() -> None:
    inputs = small_inputs()
    asked = {name: table[table["wave"] != "s22"] for name, table in inputs.tables.items() if name == "prevalence"}
    assert (
        composed(small_inputs(tables=asked))["only.deck"]
        == "These questions were put to services in the region “North” only."
    )


def test_waves_of_one_year_have_their_names() -> None:
    waves = {**STUDY["waves"], "n20": {"title": {"en": "First"}, "region": "N", "year": 2022}}
    values = composed(small_inputs(study={"waves": waves}))
    assert values["every.participation"].startswith(
        "In the region “North”, 2 services answered in First and 3 in North 2022 (2 of them"
    )


def egdi(*rows: tuple[str, int, float]) -> Inputs:
    table = pd.DataFrame(rows, columns=["country", "year", "rank"]).assign(value=float("nan"), basis="published")
    study = {"egdi": {"wave_year": "latest_up_to_wave"}}
    return small_inputs(study=study, tables={"egdi": table})


def test_a_mean_rank_moves_over_the_countries_that_both_years_rank() -> None:
    """a and b: 15 before, 10 after; with c, whom the first year does not rank, it would be 40 after."""
    values = composed(egdi(("a", 2020, 10), ("b", 2020, 20), ("a", 2022, 8), ("b", 2022, 12), ("c", 2022, 100)))
    assert values["egdi.change.N"] == (
        "in the region “North” from 15.0 in 2020 to 10.0 in 2022 (2 countries that both years rank; left out: 1)"
    )
    assert values["every.egdi"] == f"The mean rank got better {values['egdi.change.N']}."
    same = composed(egdi(("a", 2020, 10), ("b", 2020, 20), ("a", 2022, 12), ("b", 2022, 20)))
    assert same["egdi.change.N"] == ("in the region “North” from 15.0 in 2020 to 16.0 in 2022 (2 countries)")
    assert same["every.egdi"] == f"The mean rank got worse {same['egdi.change.N']}."


def test_without_a_country_in_both_years_nothing_is_compared() -> None:
    values = composed(egdi(("a", 2020, 10), ("b", 2022, 12)))
    assert "egdi.change.N" not in values
    assert "every.egdi" not in values


def contrasts(*pairs: tuple[str, str]) -> Values:
    """Of each pair a delta that is beyond chance: 0.5, 0.6 …"""
    rows = [
        DELTA | {"wave_from": first, "wave": second, "estimate": 0.5 + place / 10, "p": 0.01}
        for place, (first, second) in enumerate(pairs)
    ]
    comparisons = {"contrast": [{"first": first, "second": second} for first, second in pairs]}
    return composed(small_inputs(study={"comparisons": comparisons}, tables={"statistics": statistics(*rows)}))


def test_every_contrast_is_told_and_named_where_there_are_several() -> None:
    higher = "Beyond chance, the score of “Deck” is higher in the region “North” than in the region “South”"
    one = f"{higher} (2022; δ{NB}={NB}0.50, n{NB}={NB}5, p{NB}={NB}0.01)."
    assert contrasts(("n22", "s22"))["every.contrast.deck"] == one
    both = contrasts(("n22", "s22"), ("n20", "s22"))["every.contrast.deck"]
    assert both == f"{one} {higher} (2020 and 2022; δ{NB}={NB}0.60, n{NB}={NB}5, p{NB}={NB}0.01)."


def changed(**row: object) -> Values:
    rows = [
        {"question": "change", "measure": "implementation", "dimension": "deck", "wave_from": "n20", "wave": "n22",
         "method": method, "estimate": 4.0, "n": 2.0, "p": 0.01, **row}
        for method in SHIFTS
    ]  # fmt: skip
    return composed(small_inputs(tables={"statistics": statistics(*rows)}))


def test_a_section_tells_the_change_of_which_anything_is_known() -> None:
    said = "Beyond chance, the score of “Deck” rose in the region “North” from 2020 to 2022"
    assert changed()["every.change.implementation.deck"].startswith(said)
    assert said in changed()["about.deck"]
    assert changed()["newest.change.implementation.deck"] == changed()["every.change.implementation.deck"]
    ends = {"known": "bounds", "lowest": -3.0, "highest": 9.0, "tables": 5000.0}
    assert "from 2020 to 2022" not in changed(**ends)["about.deck"]
    assert "from 2020 to 2022" in changed(**{**ends, "lowest": 1.0})["about.deck"]
