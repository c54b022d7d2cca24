"""What a wave did not ask is no answer: table, picture, caption and alt text say so.

In the made-up study n1 did not ask s1 (Training), s2 neither o1 (Money) nor r1 (Demand).
"""

import pandas as pd
import pytest
from matplotlib.text import Text
from small_results import declared, results, shown

from wavework.charts.kinds import draw
from wavework.exhibits.captions import alt_text, caption
from wavework.exhibits.chart_options import chart_options, chart_words
from wavework.exhibits.kinds import KINDS
from wavework.exhibits.labels import Labels

NORTH, BOTH = ("n1", "n2"), ("n2", "s2")
ANSWERS = {"item": "s1", "answer": "not_asked", "answer_order": "", "status": "not_asked"}
SCORES = pd.DataFrame(
    [("n1", "KOR", 1.0), ("n1", "JPN", 2.0), ("s2", "PER", 3.0), ("s2", "CHL", 4.0)], columns=["wave", "unit", "score"]
).assign(measure="implementation", dimension="overall")
FIGURES = [
    (declared("stacked_shares", "s1", waves=NORTH), ANSWERS | {"panel": "n1", "count": ""}, "Training (2020)"),
    (declared("single_choice", "s1", waves=NORTH), ANSWERS | {"panel": "n1", "count": ""}, "Training (2020)"),
    (declared("heatmap", waves=("n1", "s2")), ANSWERS | {"code": ""}, "Training"),
    (
        declared("ranked_items", "o1", data="count", waves=BOTH, answers=("ticked",)),
        {"item": "o1", "wave": "s2", "value": "", "reason": "not_asked"}, "Money (The South, 2022)",
    ),
    (
        declared("ranked_items", "r1", data="mean_value", waves=BOTH),
        {"item": "r1", "wave": "s2", "value": "", "reason": "not_asked"}, "Demand (The South, 2022)",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("figure", "row", "said"), FIGURES)
def test_what_was_not_asked_is_said_wherever_the_figure_is_read(figure, row, said):
    tables = results(scores=SCORES)
    table, labels = shown(figure, tables), Labels(tables, figure, "en")
    cells = table[list(row)].astype(object)
    assert row in cells.where(cells.notna(), "").to_dict("records")
    options = chart_options(figure, tables, "collected")
    named = KINDS[figure.kind, figure.data].label(table, labels)
    drawn = draw(figure.kind, named, options, chart_words(labels, options))
    assert "not asked" in [text.get_text() for text in drawn.findobj(Text)]
    assert f" Not asked: {said}." in alt_text(figure, table, labels)
    assert f" Not asked: {said}." in caption(figure, tables, "collected", "en", table)


def test_an_item_that_nobody_answered_was_asked():
    tables = results()
    given = tables.table("answers")
    silent = (given["item"] == "r1") & (given["wave"] == "n1")
    given.loc[silent, ["status", "answer", "value"]] = ["no_answer", "", ""]
    figure = declared("ranked_items", "r1", "r2", data="mean_value", waves=NORTH)
    table = shown(figure, tables)
    reasons = table.set_index(["item", "wave"])["reason"]
    assert reasons[reasons != ""].to_dict() == {("r1", "n1"): "no_answer"}
    assert "Not asked" not in alt_text(figure, table, Labels(tables, figure, "en"))


def test_of_many_items_that_were_not_asked_a_few_are_named():
    items = ("d1", "d2", "s1", "o1", "o2", "r1", "r2", "own")
    tables = results()
    given = tables.table("answers")
    given.loc[(given["wave"] == "n1") & (given["item"] != "d1"), ["status", "answer", "value"]] = ["not_asked", "", ""]
    figure = declared("ranked_items", *items, data="count", waves=("n1",), answers=("fully",))
    assert alt_text(figure, shown(figure, tables), Labels(tables, figure, "en")).endswith(
        " Not asked: Dashboards, Training, Money, Law, Demand and 2 further items."
    )
