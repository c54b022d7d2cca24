"""What each kind draws, held against tables small enough to be read by eye."""

import numpy as np
import pandas as pd
import pytest
from matplotlib.axes import Axes
from matplotlib.collections import QuadMesh
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.text import Text
from tests.charts import toy
from tests.charts.toy import table

from wavework.charts import kinds, style
from wavework.charts.kinds import heatmap

EN = toy.WORDS["en"]
FULLY, DEVELOPMENT, PLANNED, NOT_PLANNED = style.house().sequential


def texts(figure: Figure) -> list[str]:
    return [text.get_text() for text in figure.findobj(Text) if text.get_text()]


def bars(axes: Axes, colour: str) -> list[Rectangle]:
    """The bars of a colour, from the top, then from the left."""
    found = [patch for patch in axes.patches if to_hex(patch.get_facecolor()) == colour]
    return sorted(found, key=lambda bar: (bar.get_y(), bar.get_x()))


def dots(axes: Axes, marker: str = "o") -> list[Line2D]:
    return [line for line in axes.lines if line.get_marker() == marker]


def answers(*counts: float, item: str = "A", order: int = 1, panel: str = "AP", n: float = 11) -> pd.DataFrame:
    rows = [
        (panel, 1 if panel == "AP" else 2, item, order, label, position, status, count, n)
        for (label, position, status), count in zip(toy.SCALE, counts, strict=False)
    ]
    return table("panel_label panel_order item_label item_order answer_label answer_order status count n", *rows)


class TestStackedShares:
    def test_segments_are_shares_of_n_in_the_scales_order(self):
        figure = kinds.draw("stacked_shares", answers(5, 3, 0, 2, 1), {}, EN)
        axes = figure.axes[0]
        for colour, left, width in ((FULLY, 0, 5), (DEVELOPMENT, 5, 3), (NOT_PLANNED, 8, 2)):
            (bar,) = bars(axes, colour)
            assert (bar.get_x() * 11, bar.get_width() * 11) == pytest.approx((left, width))
        assert not bars(axes, PLANNED)
        assert [text.get_text() for text in axes.texts] == ["5", "3", "2", "1"]
        assert "AP, n\u00a0=\u00a011" in texts(figure)

    def test_an_answer_keeps_its_colour_where_another_is_not_in_the_scale(self):
        without_plans = answers(5, 3, 0, 3).query("answer_order != 3")
        axes = kinds.draw("stacked_shares", without_plans, {}, EN).axes[0]
        assert [len(bars(axes, colour)) for colour in style.house().sequential] == [1, 1, 0, 1]

    def test_below_thirty_counts_from_thirty_on_percentages(self):
        few, many = (kinds.draw("stacked_shares", answers(n - 10, 10, 0, 0, 0, n=n), {}, EN) for n in (29, 30))
        assert [text.get_text() for text in few.axes[0].texts] == ["19", "10"]
        assert [text.get_text() for text in many.axes[0].texts] == ["67%", "33%"]

    def test_what_is_not_there_is_said(self):
        data = pd.concat([answers(5, 3, 0, 2, 1), answers(item="B", order=2), answers(9, 0, 0, 0, 0, panel="LAC", n=9)])
        nothing = answers(None, None, None, None, None, item="B", order=2, n=0).assign(reason="not asked in 2022")
        figure = kinds.draw("stacked_shares", pd.concat([data, nothing]), {}, EN)
        assert [text.get_text() for text in figure.axes[0].texts][-1] == "not asked in 2022"
        assert [text.get_text() for text in figure.axes[1].texts] == ["9", "not asked"]

    def test_a_bar_that_counts_do_not_fill_stays_open(self):
        axes = kinds.draw("stacked_shares", answers(5, 0, 0, 0, 0), {}, EN).axes[0]
        assert max(bar.get_x() + bar.get_width() for bar in bars(axes, FULLY)) == pytest.approx(5 / 11)

    def test_bases_that_differ_are_written_at_each_bar(self):
        data = pd.concat([answers(9, 0, 0, 0, 0, n=9), answers(11, 0, 0, 0, 0, item="B", order=2)])
        figure = kinds.draw("stacked_shares", data, {}, EN)
        assert {"n = 9", "n = 11", "AP, n\u00a0=\u00a09\u201311"} <= set(texts(figure))

    def test_budgets_diverge(self):
        budgets = answers(5, 3, 3).assign(status="answered")
        axes = kinds.draw("stacked_shares", budgets, {"palette": "diverging"}, EN).axes[0]
        assert [bars(axes, colour)[0].get_width() * 11 for colour in style.house().diverging] == pytest.approx(
            [5, 3, 3]
        )


class TestTrajectories:
    COLUMNS = "panel_label panel_order unit_label time value member"

    def draw(self, **spec):
        rows = [("AP", 1, "Old", 2020, 10, "yes"), ("AP", 1, "Old", 2022, 5, "yes"), ("AP", 1, "New", 2022, 90, "no")]
        return kinds.draw("trajectories", table(self.COLUMNS, *rows), spec, EN)

    def test_a_better_rank_is_higher(self):
        assert self.draw().axes[0].yaxis_inverted()
        assert not self.draw(better="high").axes[0].yaxis_inverted()

    def test_lines_end_in_name_and_value_and_newcomers_are_told_apart(self):
        figure = self.draw()
        weights = {text.get_text(): text.get_weight() for text in figure.findobj(Text)}
        assert (weights["Old"], weights["5"], weights["New"], weights["90"]) == ("bold", "bold", "normal", "normal")
        lines = [line for line in figure.axes[0].lines if len(line.get_xdata()) == 2 and line.get_marker() == "None"]
        assert [2020, 2022] in [list(line.get_xdata()) for line in lines]

    def test_a_missing_year_is_a_gap(self):
        rows = [("AP", 1, "A", year, value, "yes") for year, value in ((2018, 1), (2020, None), (2022, 3))]
        figure = kinds.draw("trajectories", table(self.COLUMNS, *rows), {}, EN)
        line = next(line for line in figure.axes[0].lines if len(line.get_xdata()) == 3)
        np.testing.assert_array_equal(np.isnan(np.asarray(line.get_ydata(), dtype=float)), [False, True, False])


def test_scatter_turns_ranks_round_and_names_who_is_missing():
    data = table("unit_label region_label region_order x y", ("A", "AP", 1, 3, 80), ("B", "LAC", 2, 99, 20),
                 ("C", "LAC", 2, 50, None))  # fmt: skip
    figure = kinds.draw("scatter_labelled", data, {"note": "Source."}, EN)
    axes = figure.axes[0]
    assert axes.xaxis_inverted()
    places = [(list(dot.get_xdata()), list(dot.get_ydata())) for dot in (*dots(axes), *dots(axes, "D"))]
    assert places == [([3], [80]), ([99], [20])]
    assert "Not shown: C Source." in texts(figure)


def test_paired_change_goes_from_hollow_to_filled_and_sets_the_median_apart():
    data = table(
        "panel_label panel_order row_label row_order value_from value_to summary",
        ("", 1, "A", 1, 20, 50, "no"), ("", 1, "B", 2, None, 40, "no"), ("", 1, "Median", 0, 20, 45, "yes"),
    )  # fmt: skip
    figure = kinds.draw("paired_change", data, {}, EN)
    axes = figure.axes[0]
    hollow = [float(dot.get_xdata()[0]) for dot in dots(axes) if to_hex(dot.get_markerfacecolor()) == style.WHITE]
    filled = [float(dot.get_xdata()[0]) for dot in dots(axes) if to_hex(dot.get_markerfacecolor()) == style.accent()]
    assert hollow[0] == 20
    assert filled == [50, 40]
    assert [float(dot.get_xdata()[0]) for dot in dots(axes, "D")] == [20, 45]
    assert dots(axes, "D")[0].get_ydata()[0] > max(dot.get_ydata()[0] for dot in dots(axes))
    assert "40 (first wave not asked)" in texts(figure)


def ranked(**columns: object) -> pd.DataFrame:
    base = {"item_label": ["A", "A", "B", "B"], "item_order": [1, 1, 2, 2], "wave_label": ["2020", "2022"] * 2,
            "wave_order": [1, 2] * 2, "value": [2, 7, 6, None], "n": [6, 11, 6, 11]}  # fmt: skip
    return pd.DataFrame(base | columns)


def test_obstacles_are_bars_with_counts_of_n():
    figure = kinds.draw("ranked_items", ranked().query("wave_order == 2"), {}, EN)
    assert [bar.get_width() for bar in bars(figure.axes[0], style.accent())] == [7]
    assert {"7 of 11", "not asked"} <= set(texts(figure))


def test_drivers_are_dots_of_two_waves():
    data = ranked(value=[2.5, 1.5, 3.0, 3.0])
    figure = kinds.draw("ranked_items", data, {"measure": "score", "limits": (1, 3)}, EN)
    found = [(dot.get_xdata()[0], to_hex(dot.get_markerfacecolor())) for dot in dots(figure.axes[0])]
    first, last = style.WHITE, style.accent()
    assert found == [(2.5, first), (1.5, last), (3.0, first), (3.0, last)]
    assert {"2.5", "1.5", "3.0"} <= set(texts(figure))


INTERVALS = "row_label row_order group_label group_order estimate low high n status reason"


def test_an_estimate_that_is_not_computable_is_words_and_not_a_dot():
    data = table(
        INTERVALS,
        ("A", 1, "AP", 1, 0.41, 0.05, 0.68, 11, "ok", ""),
        ("B", 2, "AP", 1, 0.99, 0.9, 1.0, 4, "not computable", "all answers are the same"),
        ("C", 3, "AP", 1, -0.2, None, None, 9, "ok", ""),
    )
    spec = {"numbers": True, "reference": 0}
    figure = kinds.draw("dot_interval", data, spec, EN)
    axes = figure.axes[0]
    assert [float(dot.get_xdata()[0]) for dot in dots(axes)] == [0.41, -0.2]
    assert [0.05, 0.68] in [list(line.get_xdata()) for line in axes.lines]
    said = texts(figure)
    assert {"0.41 [0.05, 0.68]", "\u22120.20", "all answers are the same"} <= set(said)
    assert not [text for text in said if "0.9" in text]


def test_an_interval_beyond_the_axis_is_cut_and_marked():
    data = table(INTERVALS, ("A", 1, "AP", 1, 0.4, -3.0, 0.7, 11, "ok", ""))
    axes = kinds.draw("dot_interval", data, {"limits": (-1, 1)}, EN).axes[0]
    assert [-1.0, 0.7] in [list(line.get_xdata()) for line in axes.lines]
    assert [list(head.get_xdata()) for head in dots(axes, "<")] == [[-1.0]]
    assert not dots(axes, ">")


def test_on_a_phone_columns_are_named_again_where_anything_is_known():
    heading, known, blank = float("nan"), 1.0, 2.5
    orders = [heading, blank, heading, known, blank, heading, blank]
    assert heatmap._named(orders, {blank}) == [False, False, True, False, False, False, False]


def test_heatmap_cells_carry_colour_and_letter():
    rows = [
        ("U1", 1, "I1", 1, "Data", 1, "F", "fully", 1, "answered"),
        ("U2", 2, "I1", 1, "Data", 1, "N", "not planned", 4, "answered"),
        ("U1", 1, "I2", 2, "Org", 2, "", "", None, "not_asked"),
    ]
    data = table("unit_label unit_order item_label item_order group_label group_order code answer_label "
                 "answer_order status", *rows)  # fmt: skip
    figure = kinds.draw("heatmap", data, {}, EN)
    (mesh,) = (found for found in figure.findobj(QuadMesh))
    mesh.update_scalarmappable()
    cells = np.ma.filled(mesh.get_array().reshape(4, 2), np.nan)  # heading, I1, heading, I2
    colours = mesh.get_facecolor().reshape(4, 2, 4)
    assert np.isnan(cells[[0, 2]]).all()
    assert [to_hex(colours[1, 0]), to_hex(colours[1, 1])] == [FULLY, NOT_PLANNED]
    assert {to_hex(colours[3, 0]), to_hex(colours[3, 1])} == {style.FAINT}
    letters = {text.get_text(): text.get_color() for text in figure.axes[0].texts if text.get_text()}
    assert letters == {"F": "#ffffff", "N": "#000000"}
    assert {"F  fully", "N  not planned", "not asked"} <= set(texts(figure))


def test_leave_one_out_shows_the_range_and_names_the_unit():
    data = table(
        "row_label row_order unit_label estimate role",
        ("Pooled", 1, "", 0.4, "full"), ("Pooled", 1, "Chile", 0.3, "left_out"),
        ("Pooled", 1, "Peru", 0.7, "influential"),
    )  # fmt: skip
    figure = kinds.draw("leave_one_out", data, {}, EN)
    assert {"0.40 (0.30 \u2026 0.70)", "Peru"} <= set(texts(figure))
    assert "Chile" not in texts(figure)
    assert [float(dot.get_xdata()[0]) for dot in dots(figure.axes[0])] == [0.4]


def test_compared_values_are_marked_as_they_are_judged():
    data = table(
        "panel_label panel_order row_label row_order published reproduced verdict published_text",
        ("%", 1, "A", 1, 100, 100, "pass", ""), ("%", 1, "B", 2, 25, 27.3, "fail", ""),
        ("%", 1, "C", 3, 54.5, None, "", "\u2265 54.5"),
    )  # fmt: skip
    figure = kinds.draw("compared_values", data, {}, EN)
    said = texts(figure)
    assert (said.count("\u2713"), said.count("\u2717"), said.count("\u2265 54.5"), said.count("\u2013")) == (1, 1, 1, 1)
    assert [float(dot.get_xdata()[0]) for dot in dots(figure.axes[0])] == [100, 25, 54.5]


def test_specifications_are_sorted_and_the_studys_own_is_marked():
    columns = (
        "specification estimate low high significant main "
        "choice_group_label choice_group_order choice_label choice_order"
    )
    rows = [
        ("s1", 0.5, 0.1, 0.9, "yes", "yes", "Measure", 1, "tau", 1),
        ("s2", 0.2, -0.1, 0.5, "no", "no", "Measure", 1, "rho", 2),
        ("s3", None, None, None, "no", "no", "Measure", 1, "rho", 2),
    ]
    figure = kinds.draw("specification_curve", table(columns, *rows), {}, EN)
    curve = figure.axes[0]
    places = [(dot.get_xdata()[0], dot.get_ydata()[0]) for dot in (*dots(curve), *dots(curve, "D"))]
    assert places == [(0, 0.2), (1, 0.5)]
    assert "2 specifications; not asked: 1" in texts(figure)


def test_participation_tiles_and_panel():
    data = table(
        "region_label region_order unit_label unit_order wave_label wave_order took_part panel_member",
        ("AP", 1, "A", 1, "2020", 1, "yes", True), ("AP", 1, "A", 1, "2022", 2, "yes", True),
        ("AP", 1, "B", 2, "2020", 1, "no", False), ("AP", 1, "B", 2, "2022", 2, "yes", False),
    )  # fmt: skip
    figure = kinds.draw("participation", data, {}, EN)
    tiles = [box for box in figure.patches if isinstance(box, Rectangle) and box.get_width() > 0.3]
    tiles += [box for box in figure.artists if isinstance(box, Rectangle) and box.get_width() > 0.3]
    assert [to_hex(tile.get_facecolor()) == style.accent() for tile in tiles] == [True, True, False, True]
    weights = {text.get_text(): text.get_weight() for text in figure.findobj(Text)}
    assert (weights["A"], weights["B"]) == ("bold", "normal")
    assert {"n = 1", "n = 2"} <= set(texts(figure))


def test_verdicts_bars_are_shares_and_what_cannot_be_tested_has_none():
    data = table(
        "claim_label claim_order share verdict_label verdict_order reason",
        ("X", 1, 85, "holds", 1, ""), ("Y", 2, None, "not testable", 5, "qualitative"),
    )  # fmt: skip
    figure = kinds.draw("verdicts", data, {}, EN)
    assert [bar.get_width() for bar in bars(figure.axes[0], FULLY)] == [85]
    assert {"85%", "holds", "not testable", "qualitative"} <= set(texts(figure))


def test_single_choice_fills_a_tile_for_each_service():
    figure = kinds.draw("single_choice", answers(1, 8, 2).assign(status="answered"), {}, EN)
    rows: dict[float, int] = {}
    for tile in bars(figure.axes[0], style.accent()):
        rows[tile.get_y()] = rows.get(tile.get_y(), 0) + 1
    assert [rows[y] for y in sorted(rows)] == [1, 8, 2]
    assert [text for text in texts(figure) if " of " in text] == ["1 of 11", "8 of 11", "2 of 11"]
    starts = [round(tile.get_x() / 0.26) for tile in bars(figure.axes[0], style.accent())]
    assert starts == list(range(11))  # each answer where its part of the whole lies
