"""Weights of a wave: what is read of an export, and what is refused, without telling what stands in a cell."""

import pytest
from small_survey import CHOICES, book, export

from wavework.problems import InputError
from wavework.wave_weights import read_weights, wave_weights

COLUMNS = ("country", "B1", "B2", "M1", "weight", "zone", "site")
WEIGHTED = {**CHOICES, "weights": "weight"}


def rows(*said):
    """Responses of three services: weight, zone and site of each."""
    names = ("Korea", "Viet Nam", "China")
    return [[name, "A1", "A1", "Y", *each] for name, each in zip(names, said, strict=True)]


def weights(*said, states=None, **choices):
    table = export(*rows(*said), columns=COLUMNS, states=states)
    return wave_weights(table, "w", {**WEIGHTED, **choices}, book()).to_dict("list")


def refused(*said, states=None, **choices):
    with pytest.raises(InputError) as error:
        weights(*said, states=states, **choices)
    return [str(problem) for problem in error.value.problems]


def test_weights_are_those_of_the_units_in_their_order():
    assert weights(("2", "", ""), ("0.5", "", ""), ("1e1", "", "")) == {
        "unit": ["CHN", "KOR", "VNM"], "weight": [10, 2, 0.5], "stratum": [""] * 3, "cluster": ["CHN", "KOR", "VNM"],
    }  # fmt: skip


def test_strata_and_clusters_are_read_where_they_are_named():
    found = weights(("1", " n ", "1"), ("1", "n", "2"), ("0", "n", "2"), strata="zone", clusters="site")
    assert (found["stratum"], found["cluster"]) == (["n", "n", "n"], ["2", "1", "2"])


def test_only_responses_that_count_need_a_weight():
    table = export(*rows(("1", "", ""), ("2", "", ""), ("", "", "")), columns=COLUMNS, complete=[True, True, False])
    assert wave_weights(table, "w", WEIGHTED, book())["weight"].tolist() == [1, 2]


def test_each_weight_that_is_none_is_told_with_its_row_and_not_its_text():
    said = refused(("", "", ""), ("1,5", "", ""), ("-3", "", ""))
    expected = "  Expected: a number of at least 0\n  To do: "
    assert said == [
        "raw/w.csv, row 2, column weight: the cell is empty\n" + expected
        + "fill it at the source, or take weights out of the wave in config.yaml",
        "raw/w.csv, row 3, column weight: the cell is no number\n" + expected
        + "write a number with a decimal point, or name the column of the weights in config.yaml",
        "raw/w.csv, row 4, column weight: the cell is a negative number\n" + expected
        + "correct the weight at its source",
    ]  # fmt: skip


def test_a_code_for_a_missing_value_is_no_weight():
    (said,) = refused(("1", "", ""), ("-99", "", ""), ("1", "", ""), states={(1, "weight"): "user_missing"})
    assert "row 3, column weight: the cell is empty" in said


@pytest.mark.parametrize("none", ["nan", "inf", "1e999"])
def test_no_weight_is_beyond_all_numbers(none):
    assert len(refused(("1", "", ""), (none, "", ""), ("1", "", ""))) == 1


def test_weights_that_are_all_nothing_are_refused():
    (said,) = refused(("0", "", ""), ("0", "", ""), ("0.0", "", ""))
    assert said.startswith("raw/w.csv, column weight: all weights are 0")


def test_an_empty_stratum_is_told():
    (said,) = refused(("1", "n", ""), ("1", "", ""), ("1", "n", ""), strata="zone")
    assert "row 3, column zone: the cell is empty\n  Expected: the stratum of the response" in said


def test_a_stratum_of_one_cluster_is_refused_as_r_does():
    (said,) = refused(("1", "n", "1"), ("1", "south", "2"), ("1", "n", "2"), strata="zone", clusters="site")
    assert said.startswith("raw/w.csv, row 3, column zone: the stratum has one cluster only\n  Expected: two at least")
    assert "south" not in said
    (said,) = refused(("1", "n", ""), ("1", "south", ""), ("1", "n", ""), strata="zone")
    assert "row 3, column zone: the stratum has one response only" in said
    (said,) = refused(("1", "", "1"), ("1", "", "1"), ("1", "", "1"), clusters="site")
    assert "row 2, column site: the wave has one cluster only" in said


def test_reconstructed_answers_have_no_weights():
    with pytest.raises(InputError, match=r"waves\.w\.weights, of answers that are reconstructed"):
        read_weights("w", WEIGHTED, book(), "reconstructed")
