"""What every kind refuses, and how it says so."""

import importlib

import pandas as pd
import pytest
from matplotlib.text import Text
from tests.charts import toy
from tests.charts.cases import ONE_OF_EACH

from wavework.charts import kinds
from wavework.charts.chart_checks import clean
from wavework.exhibits import kinds as declared
from wavework.language.numbers import percent
from wavework.problems import InputError

EN, FR = toy.WORDS["en"], toy.WORDS["fr"]


def message(kind: str, data: pd.DataFrame, spec: dict, words: dict) -> str:
    with pytest.raises(InputError) as refused:
        kinds.draw(kind, data, spec, words)
    return str(refused.value)


def shares(**columns: object) -> pd.DataFrame:
    return toy.shares(["A", "B"], [("AP", 11)]).assign(**columns)


def test_every_kind_of_a_declaration_has_its_drawing_and_a_case_in_the_gallery():
    assert set(kinds.KINDS) == {kind for kind, _ in declared.KINDS} == set(ONE_OF_EACH)


@pytest.mark.parametrize("kind", kinds.KINDS)
def test_what_a_kind_needs_is_asked_for_by_name(kind):
    data, spec, words = ONE_OF_EACH[kind]
    needs = kinds.drawing(kind)
    for column in needs.columns:
        said = message(kind, data.drop(columns=column), dict(spec, id="fig-x"), words)
        assert f"figures/fig-x.csv: column {column} is missing" in said
        assert column in importlib.import_module(f"wavework.charts.kinds.{kind}").__doc__
    for word in needs.words:
        said = message(kind, data, spec, {name: text for name, text in words.items() if name != word})
        assert f"no words for {word}" in said
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


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ({"count": [3, 4, 5, 0, 0] * 2}, "counts add up to 12, more than n = 11"),
        ({"count": [-1, 4, 5, 0, 0] * 2}, "count -1"),
        ({"count": [float("inf"), 0, 0, 0, 0] * 2}, "row 2, column count: 'inf'"),
        ({"answer_label": list("abcdeabxde")}, "position 3 of the scale is called c and x"),
        ({"answer_order": [0, 2, 3, 4, 5] * 2}, "position 0 in the scale"),
        ({"answer_order": [1, 2, 3, 4, 1] * 2}, "a second row for the same panel_order, item_order, answer_order"),
    ],
)
def test_numbers_and_answers_that_cannot_be_are_refused(columns, said):
    assert said in message("stacked_shares", shares(**columns), {}, EN)


def test_a_count_beyond_its_n_and_a_share_beyond_a_hundred_are_refused():
    ranked = toy.ranked(["A"], {"2022": 11}).assign(value=12)
    assert "12 of n = 11" in message("ranked_items", ranked, {}, EN)
    said = message("verdicts", toy.verdicts(3).assign(share=[10, 101, -1]), {}, {**EN, "x_axis": "x"})
    assert "row 3, column share: share 101" in said
    assert "row 4, column share: share -1" in said


@pytest.mark.parametrize("pattern", ["n = {N}", "{"])
def test_a_pattern_with_unknown_braces_is_refused(pattern):
    assert f"the pattern of n is {pattern!r}" in message("stacked_shares", shares(), {}, {**EN, "n": pattern})


def test_an_unknown_kind_is_refused_with_those_there_are():
    with pytest.raises(InputError, match=r"(?s)'pie'.*stacked_shares"):
        kinds.draw("pie", shares(), {}, EN)


def test_a_table_as_it_is_read_from_csv_gives_the_same_texts():
    """Numbers as text, and years that became numbers."""

    def texts(data: pd.DataFrame) -> list[str]:
        return sorted(text.get_text() for text in kinds.draw("stacked_shares", data, {}, EN).findobj(Text))

    assert texts(shares(panel_label="2022")) == texts(shares(panel_label=2022).astype(str))
    assert texts(shares(panel_label="2022")) == texts(shares(panel_label=2022))


def test_percent_in_the_language():
    assert (percent(0.2727, EN), percent(0.2727, FR)) == ("27%", "27\u00a0%")


def test_text_that_no_picture_can_show_is_replaced_and_the_rest_kept():
    assert clean("a\x00b\x1b\u202ec\nd\te\ud800 é\u00a0$x^2$ <b>") == "a\ufffdb\ufffd\ufffdc d e\ufffd é\u00a0$x^2$ <b>"
