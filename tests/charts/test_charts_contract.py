"""What every kind refuses, and how it says so."""

import pandas as pd
import pytest
from matplotlib.text import Text
from tests.charts import toy
from tests.charts.cases import CASES

from wavework.charts import kinds
from wavework.charts.contract import clean
from wavework.language.numbers import number, percent
from wavework.problems import InputError

ONE_OF_EACH = {case()[0]: case for case in reversed(CASES.values())}
EN, FR = toy.WORDS["en"], toy.WORDS["fr"]


def message(kind: str, data: pd.DataFrame, spec: dict, words: dict) -> str:
    with pytest.raises(InputError) as refused:
        kinds.draw(kind, data, spec, words)
    return str(refused.value)


def shares(**columns: object) -> pd.DataFrame:
    return toy.shares(["A", "B"], [("AP", 11)]).assign(**columns)


@pytest.mark.parametrize("kind", kinds.KINDS)
def test_every_kind_has_its_module_its_columns_and_a_case_in_the_gallery(kind):
    assert kinds.required_columns(kind)
    assert kind in ONE_OF_EACH
    assert all(
        column in kinds.module(kind).__doc__ or kind == "budget_effects" for column in kinds.required_columns(kind)
    )


@pytest.mark.parametrize("kind", kinds.KINDS)
def test_a_missing_column_is_refused_by_name(kind):
    _, data, spec, words = ONE_OF_EACH[kind]()
    for column in kinds.required_columns(kind):
        said = message(kind, data.drop(columns=column), dict(spec, id="fig-x"), words)
        assert "figures/fig-x.csv" in said
        assert f"column {column} is missing" in said


@pytest.mark.parametrize("kind", kinds.KINDS)
def test_every_word_that_a_kind_needs_is_asked_for(kind):
    _, data, spec, words = ONE_OF_EACH[kind]()
    for word in kinds.needed_words(kind):
        said = message(kind, data, spec, {name: text for name, text in words.items() if name != word})
        assert f"no words for {word}" in said


@pytest.mark.parametrize("kind", kinds.KINDS)
def test_a_mistyped_option_and_an_empty_table_are_refused(kind):
    _, data, spec, words = ONE_OF_EACH[kind]()
    assert "'palete'" in message(kind, data, {**spec, "palete": "sequential"}, words)
    assert "no row to draw" in message(kind, data.head(0), spec, words)


def test_all_problems_come_together_with_row_and_column():
    data = shares(count=["3", "x", "1", "0", "1"] * 2)
    data.loc[9, "answer_order"] = float("nan")
    said = message("stacked_shares", data, {"palette": "rainbow", "basis": "guessed"}, {"decimal": "."})
    for part in ("row 3, column count: 'x'", "row 8, column count: 'x'", "row 11, column answer_order", "'rainbow'",
                 "'guessed'", "n, percent, not_available"):  # fmt: skip
        assert part in said


def test_reconstructed_answers_cannot_be_drawn_without_saying_so():
    words = {name: text for name, text in EN.items() if name != "basis_reconstructed"}
    assert "basis_reconstructed" in message("stacked_shares", shares(), {"basis": "reconstructed"}, words)


def test_counts_beyond_n_are_refused():
    assert "counts add up to 12, more than n = 11" in message(
        "stacked_shares", shares(count=[3, 4, 5, 0, 0] * 2), {}, EN
    )
    assert "count -1" in message("stacked_shares", shares(count=[-1, 4, 5, 0, 0] * 2), {}, EN)
    ranked = pd.DataFrame(
        {"item_label": ["A"], "item_order": [1], "wave_label": ["2022"], "wave_order": [1], "value": [12], "n": [11]}
    )
    assert "12 of n = 11" in message("ranked_items", ranked, {}, EN)


def test_a_share_beyond_a_hundred_is_refused():
    data = toy.verdicts(3).assign(share=[10, 101, -1])
    said = message("verdicts", data, {}, {**EN, "x_axis": "x"})
    assert "row 3, column share: share 101" in said
    assert "row 4, column share: share -1" in said


def test_two_answers_at_one_position_and_two_rows_for_one_segment_are_refused():
    said = message("stacked_shares", shares(answer_label=list("abcde") + list("abxde")), {}, EN)
    assert "position 3 of the scale is called c and x" in said
    assert "a second row for the same panel_order, item_order, answer_order" in message(
        "stacked_shares", pd.concat([shares(), shares().head(1)]), {}, EN
    )
    assert "position 0 in the scale" in message("stacked_shares", shares(answer_order=[0, 2, 3, 4, 5] * 2), {}, EN)


def test_infinite_numbers_are_refused():
    assert "row 2, column count: 'inf'" in message(
        "stacked_shares", shares(count=[float("inf"), 0, 0, 0, 0] * 2), {}, EN
    )


def test_a_pattern_with_unknown_braces_is_refused():
    assert "the pattern of n is 'n = {N}'" in message("stacked_shares", shares(), {}, {**EN, "n": "n = {N}"})
    assert "the pattern of n is '{'" in message("stacked_shares", shares(), {}, {**EN, "n": "{"})


def test_an_unknown_kind_is_refused_with_those_there_are():
    with pytest.raises(InputError, match=r"(?s)'pie'.*stacked_shares"):
        kinds.draw("pie", shares(), {}, EN)


def test_a_table_as_it_is_read_from_csv_gives_the_same_texts():
    """Numbers as text, and years that became numbers."""

    def texts(data: pd.DataFrame) -> list[str]:
        return sorted(text.get_text() for text in kinds.draw("stacked_shares", data, {}, EN).findobj(Text))

    assert texts(shares(panel_label="2022")) == texts(shares(panel_label=2022).astype(str))
    assert texts(shares(panel_label="2022")) == texts(shares(panel_label=2022))


@pytest.mark.parametrize(
    ("value", "digits", "signed", "expected"),
    [
        (0.714, 2, False, "0,71"),
        (-0.714, 2, False, "\u22120,71"),
        (-0.001, 2, True, "0,00"),
        (0.25, 1, True, "+0,2"),
        (12, 0, False, "12"),
    ],
)
def test_numbers_in_the_language(value, digits, signed, expected):
    assert number(value, digits, FR, signed) == expected


def test_percent_in_the_language():
    assert (percent(0.2727, EN), percent(0.2727, FR)) == ("27%", "27\u202f%")


def test_text_that_no_picture_can_show_is_replaced_and_the_rest_kept():
    assert clean("a\x00b\x1b\u202ec\nd\te\ud800 é\u00a0$x^2$ <b>") == "a\ufffdb\ufffd\ufffdc d e\ufffd é\u00a0$x^2$ <b>"
