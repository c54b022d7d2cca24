"""Solid is known, striped or a span is possible, blank is unknown: in every kind, and not by colour alone."""

import numpy as np
import pytest
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.text import Text
from tests.charts import toy, toy_possible
from tests.charts.cases import CASES, ONE_OF_EACH

from wavework.charts import kinds, known_marks, style
from wavework.charts.chart_checks import Words
from wavework.charts.empty_figure import nothing
from wavework.exhibits import kinds as declared
from wavework.exhibits.known_columns import says_nothing
from wavework.language.numbers import from_to
from wavework.problems import InputError

EN = toy.WORDS["en"]
GRAMMAR = [name for name, (_, data, _, _) in CASES.items() if "known" in data]


def texts(figure: Figure) -> list[str]:
    return [text.get_text() for text in figure.findobj(Text) if text.get_text()]


def stripes(figure: Figure) -> list[tuple[str, str, float, float]]:
    """(ground, stripes, left, right) of each striped box in the axes, from the left of the first one."""
    found = []
    for axes in figure.axes:
        for patch in axes.patches:
            if isinstance(patch, PathPatch):
                left, right = patch.get_path().get_extents().intervalx
                boxes = [
                    box
                    for box in axes.patches
                    if isinstance(box, Rectangle) and not to_hex(box.get_facecolor(), True).endswith("00")
                ]
                under = next(box for box in boxes if box.get_x() == pytest.approx(left) and
                             box.get_x() + box.get_width() == pytest.approx(right))  # fmt: skip
                found.append((to_hex(under.get_facecolor()), to_hex(patch.get_facecolor()), left, right))
    return found


@pytest.mark.parametrize("size", [(0.5, 0.2), (0.03, 0.2), (2.0, 0.01), (0.001, 0.1)])
def test_stripes_stay_in_their_box(size):
    extents = known_marks.bands(*size).get_extents()
    assert extents.x0 >= -1e-9
    assert extents.y0 >= -1e-9
    assert extents.x1 <= size[0] + 1e-9
    assert extents.y1 <= size[1] + 1e-9


def test_stripes_are_as_wide_as_the_gaps_between_them():
    points = np.random.default_rng(1).uniform((0, 0), (2, 0.5), (4000, 2))
    covered = known_marks.bands(2, 0.5).contains_points(points)
    assert covered.mean() == pytest.approx(0.5, abs=0.03)
    along = (points[:, 0] - points[:, 1] - (-0.5 % known_marks.PERIOD)) % known_marks.PERIOD
    np.testing.assert_array_equal(covered, along < known_marks.PERIOD / 2)


@pytest.mark.parametrize("name", GRAMMAR)
def test_each_figure_explains_its_grammar(name):
    kind, data, spec, words = CASES[name]
    said = texts(kinds.draw(kind, data, spec, words))
    striped = words["between" if kind in ("stacked_shares", "heatmap") and spec.get("ordered", True) else "possible"]
    told = {"bounds": striped, "reached": words["reached"], "nothing": words["nothing"]}
    if name == "scatter_labelled-possible":
        told["nothing"] = words["nearly_open"]
    if name == "scatter_labelled-open":
        told = {"bounds": words["all_open"]}
    for known, word in told.items():
        if (data["known"] == known).any():
            assert word in said


def test_a_figure_of_nothing_is_a_low_strip_that_says_so():
    figure = nothing("Nothing of this is published.")
    assert texts(figure) == ["Nothing of this is published."]
    assert figure.get_size_inches()[1] <= 1.0
    assert not figure.axes


@pytest.mark.parametrize("kind", kinds.KINDS)
def test_a_figure_is_of_nothing_where_no_row_has_a_value_or_a_bound(kind):
    data = ONE_OF_EACH[kind][0]
    for values in {record.values for (name, _), record in declared.KINDS.items() if name == kind and record.values}:
        data = data.assign(**{name: data["y"] for name in values if name not in data})  # of a scatter, by its own name
        unknown = data.assign(known="nothing", **dict.fromkeys(values, ""))
        assert says_nothing(unknown, values)
        one = unknown.assign(known=["", *["nothing"] * (len(data) - 1)])
        assert says_nothing(one, values)
        one[values[0]] = [data[values[0]].iloc[0], *[""] * (len(data) - 1)]
        assert not says_nothing(one, values)
        for known in ("fixed", "bounds", "reached"):
            assert not says_nothing(unknown.assign(known=[known, *["nothing"] * (len(data) - 1)]), values)


def test_what_is_known_is_said_in_words_that_there_are():
    data = toy_possible.spans("bounds").assign(known="perhaps")
    with pytest.raises(InputError, match="row 2, column known: 'perhaps'"):
        kinds.draw("dot_interval", data, {}, EN)
    words = {name: text for name, text in EN.items() if name != "at_least"}
    with pytest.raises(InputError, match="no words for at_least"):
        kinds.draw("dot_interval", toy_possible.spans("bounds"), {}, words)


def test_a_segment_is_striped_in_the_colours_of_its_two_ends():
    figure = kinds.draw("stacked_shares", toy_possible.segments(), {}, EN)
    fully, development, planned, not_planned = style.house().sequential
    found = [(ground, colour, round(16 * (right - left))) for ground, colour, left, right in stripes(figure)]
    assert found == [(fully, development, 3), (planned, not_planned, 11), (development, not_planned, 7)]
    assert [text.get_text() for text in figure.axes[1].texts] == ["2", "3", "11", "nothing published", "9", "7", "16"]


def test_a_possible_count_is_solid_to_its_lowest_and_striped_to_its_highest():
    figure = kinds.draw("ranked_items", toy_possible.ranked(means=False), {}, EN)
    assert {(left, right) for _, _, left, right in stripes(figure)} == {(4, 9)}
    assert {"4 to 9 of 11", "6 of 11", "3 of 11", "nothing published"} <= set(texts(figure))
    figure = kinds.draw("single_choice", toy_possible.choice(), {}, EN)
    assert {"2 of 11", "4 to 9 of 11", "0 to 5 of 11"} <= set(texts(figure))
    assert len(stripes(figure)) == 5 + 5  # tiles


def test_what_is_possible_of_an_estimate_has_no_dot():
    for known, striped in (("bounds", (-0.62, 0.71)), ("reached", (-0.31, 0.48))):
        data = toy_possible.spans(known)
        figure = kinds.draw("dot_interval", data, {"numbers": True, "limits": (-1, 1)}, EN)
        dots = [line for line in figure.axes[0].lines if line.get_marker() in ("o", "D")]
        assert len(dots) == (data["known"] == "").sum()
        assert {(round(left, 6), round(right, 6)) for _, _, left, right in stripes(figure)} == {striped}
        said = "\u22120.62 to 0.71" if known == "bounds" else "at least \u22120.62 to 0.71"
        assert texts(figure).count(said) == (data["known"] == known).sum()
        assert "nothing published" in texts(figure)


def test_no_service_stands_at_a_score_that_nobody_measured():
    data = toy_possible.points(scores=True)
    axes = kinds.draw("scatter_labelled", data, {"scale": (0, 100)}, EN).axes[0]
    drawn = sum(len(line.get_xdata()) for line in axes.lines if line.get_marker() in ("o", "D"))
    assert drawn == (data["known"] == "").sum()
    assert len([patch for patch in axes.patches if isinstance(patch, PathPatch)]) == 3  # the narrow ones


def test_ends_that_look_the_same_get_more_decimals():
    cell = {"lowest": 2.5625, "highest": 2.625, "known": "bounds"}
    assert from_to(cell, Words(EN), 1) == "2.56 to 2.62"
    assert from_to({**cell, "highest": 2.5625}, Words(EN), 1) == "2.6"


def test_an_open_share_is_never_rounded_to_none_or_all():
    words = Words(EN)
    assert [words.open_percent(share) for share in (0, 0.004, 0.006, 0.5, 0.994, 0.996, 1)] == [
        "<\u00a01%", "<\u00a01%", "1%", "50%", "99%", ">\u00a099%", ">\u00a099%",
    ]  # fmt: skip


def test_the_ladder_leaves_out_what_no_assumption_decides_and_counts_it():
    figure = kinds.draw("ladder", toy_possible.rungs(), {}, EN)
    said = texts(figure)
    assert "Further conclusions that stay open under each of these assumptions: 1." in said
    assert (said.count("✓"), said.count("✗"), said.count("!")) == (2, 2, 1)
    assert (said.count("A"), said.count("C")) == (2, 2)
    with pytest.raises(InputError, match="row 2, column verdict: 'perhaps'"):
        kinds.draw("ladder", toy_possible.rungs().assign(verdict="perhaps"), {}, EN)


def test_what_would_settle_is_solid_where_sure_and_striped_to_the_most():
    figure = kinds.draw("what_would_settle", toy_possible.settling(), {}, EN)
    assert {(left, right) for _, _, left, right in stripes(figure)} == {(12, 14), (1, 3), (0, 2), (0, 1)}
    assert {"13.4 of 20", "5 of 20"} <= set(texts(figure))
    with pytest.raises(InputError, match="row 2, column expected: sure 12, expected 15, most 14, n 20"):
        kinds.draw("what_would_settle", toy_possible.settling().assign(expected=[15, 5, 1.5, 0.8, 0.2]), {}, EN)


def test_a_row_of_the_heatmap_stands_for_all_items_of_which_nothing_is_published():
    figure = kinds.draw("heatmap", toy_possible.cells(), {}, EN)
    assert {"2 further items", "all 4 items"} <= set(texts(figure))
    assert texts(figure).count("nothing published") == 2 + 1  # and in the legend
    assert "Electronic archive" not in texts(figure)


def test_a_collected_table_with_empty_columns_of_what_is_possible_looks_as_without():
    data = toy.estimates(toy.DIMENSIONS, [toy.AP, toy.LAC])
    more = data.assign(known="", **dict.fromkeys(known_marks.SPANS, ""))
    one, other = (kinds.draw("dot_interval", table, {"numbers": True}, EN) for table in (data, more))
    assert texts(one) == texts(other)
