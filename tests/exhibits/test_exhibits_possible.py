"""What figures show where answers are not collected: worked by hand, and by all tables of a small study."""

from itertools import product
from pathlib import Path

import pandas as pd
import pytest
import yaml
from small_results import declared, results, shown, told
from test_exhibits_data import EGDI, MEANS, SCORES

from wavework.exhibits.captions import caption
from wavework.exhibits.known_columns import segments

ROOT = Path(__file__).parents[2]
STAGE = ["fully", "development", "not_planned"]


def prevalence(wave, item, n, *rows, known=None):
    """Rows of prevalence.csv: (answer, lowest, highest, at_least_lowest, at_least_highest)."""
    table = pd.DataFrame(rows, columns=["answer", "lowest", "highest", "at_least_lowest", "at_least_highest"])
    words = ["fixed" if low == high else "nothing" if (low, high) == (0, n) else "bounds"
             for low, high in zip(table["lowest"], table["highest"], strict=True)]  # fmt: skip
    return table.assign(wave=wave, item=item, status="answered", n=n, known=words if known is None else known)


def nothing(wave, item, n, *answers):
    last = len(answers) - 1
    return prevalence(wave, item, n, *((answer, 0, n, n if k == last else 0, n) for k, answer in enumerate(answers)))


PART = prevalence("n2", "d1", 3, ("fully", 1, 2, 1, 2), ("development", 0, 2, 2, 3), ("not_planned", 0, 1, 3, 3))


def rows(table, *columns):
    return table.loc[:, list(columns)].to_numpy().tolist()


def bounds_of(tables):
    """The rows of prevalence.csv that some tables of answers, tuples of places in the scale, give: by counting."""
    n, found = len(tables[0]), []
    for place, answer in enumerate(STAGE):
        counts = [table.count(place) for table in tables]
        at_least = [sum(given <= place for given in table) for table in tables]
        found.append((answer, min(counts), max(counts), min(at_least), max(at_least)))
    return prevalence("n2", "d1", n, *found)


FACTS = {
    "nothing": lambda t: True,
    "at least two are fully there": lambda t: t.count(0) >= 2,
    "at most one is": lambda t: t.count(0) <= 1,
    "exactly two have it": lambda t: t.count(0) + t.count(1) == 2,
    "the first has it": lambda t: t[0] <= 1,
    "the mean is one": lambda t: sum(t) == 4,
    "all is known": lambda t: t == (0, 1, 1, 2),
    "nobody is under way": lambda t: 1 not in t,
}


@pytest.mark.parametrize("fact", FACTS)
def test_segments_are_what_each_place_can_have_over_all_tables(fact):
    tables = [table for table in product(range(3), repeat=4) if FACTS[fact](table)]
    found = segments(bounds_of(tables), in_order=True)
    places = [(STAGE.index(row["answer"]), STAGE.index(row["other"])) for row in found for _ in range(row["count"])]
    by_place = list(zip(*(sorted(table) for table in tables), strict=True))
    assert sorted(places) == sorted((min(place), max(place)) for place in by_place)
    assert sum(row["count"] for row in found) == 4
    for row in found:
        whole = (row["answer"], row["other"]) == (STAGE[0], STAGE[-1])
        assert row["known"] == ("fixed" if row["answer"] == row["other"] else "nothing" if whole else "bounds")


def test_without_an_order_the_sure_ones_and_the_rest_are_shown():
    answers = prevalence("n2", "x", 5, ("a", 2, 4, 2, 4), ("b", 1, 1, 3, 5), ("c", 0, 2, 5, 5))
    assert [list(row.values()) for row in segments(answers, in_order=False)] == [
        ["a", "a", 2, "fixed"], ["a", "c", 2, "bounds"], ["b", "b", 1, "fixed"], ["c", "c", 0, "fixed"],
    ]  # fmt: skip
    assert segments(nothing("n2", "x", 5, "a", "b"), in_order=False) == [
        {"answer": "a", "other": "b", "count": 5, "known": "nothing"}
    ]


def test_collected_and_possible_answers_stand_side_by_side():
    known = pd.concat([nothing("n2", "d2", 3, *STAGE), PART])
    declaration = declared("stacked_shares", "d1", "d2", waves=("n1", "n2"))
    table = shown(declaration, results(prevalence=known))
    columns = ["panel", "item", "answer", "other", "count", "n", "known"]
    assert rows(table[(table["count"] > 0) | (table["known"] == "nothing")], *columns) == [
        ["n1", "d1", "fully", "fully", 1, 2, ""], ["n1", "d1", "development", "development", 1, 2, ""],
        ["n1", "d2", "not_planned", "not_planned", 1, 2, ""],
        ["n1", "d2", "not_applicable", "not_applicable", 1, 2, ""],
        ["n2", "d1", "fully", "fully", 1, 3, "fixed"], ["n2", "d1", "fully", "development", 1, 3, "bounds"],
        ["n2", "d1", "development", "not_planned", 1, 3, "bounds"],
        ["n2", "d2", "fully", "not_planned", 3, 3, "nothing"],
    ]  # fmt: skip
    assert table.groupby(["panel", "item"])["count"].sum().tolist() == [2, 2, 3, 3]
    assert told(declaration, results(prevalence=known)) == (
        "A title. Stacked bars. 2020: Open data has the most answers “In place” (1 of 2), Dashboards the fewest "
        "(0 of 2); 2022: something is published of 1 of 2 (Open data)."
    )


def test_the_scale_turned_round_turns_its_segments_round():
    table = shown(declared("stacked_shares", "d1", waves=("n2",), reverse=True), results(prevalence=PART))
    assert rows(table[table["count"] > 0], "answer", "answer_order", "other", "other_order", "count") == [
        ["not_planned", 1, "development", 2, 1], ["development", 2, "fully", 3, 1], ["fully", 3, "fully", 3, 1],
    ]  # fmt: skip


@pytest.mark.parametrize(
    "declaration",
    [
        declared("stacked_shares", "d1", "d2", waves=("n1", "n2")),
        declared("single_choice", "d1", waves=("n2",)),
        declared("ranked_items", "o1", "o2", data="count", answers=("ticked",), waves=("n1", "n2")),
    ],
    ids=lambda declaration: declaration.kind,
)
def test_with_collected_answers_the_table_is_that_of_a_study_without_the_columns(declaration):
    ordinary = PART.assign(known="")
    pd.testing.assert_frame_equal(shown(declaration, results(prevalence=ordinary)), shown(declaration, results()))


def test_one_choice_has_a_row_for_each_answer_from_its_lowest_to_its_highest():
    declaration = declared("single_choice", "d1", waves=("n2",))
    table = shown(declaration, results(prevalence=PART))
    assert rows(table, "answer", "lowest", "highest", "known") == [
        ["fully", 1, 2, "bounds"], ["development", 0, 2, "bounds"], ["not_planned", 0, 1, "bounds"],
    ]  # fmt: skip
    assert table["count"].isna().all()
    assert told(declaration, results(prevalence=PART)) == (
        "A title. The North, 2022: 1 to 2 of 3 In place, 0 to 2 of 3 Under way and 0 to 1 of 3 Not planned."
    )


def test_of_a_panel_the_bounds_are_those_of_the_possible_answers_of_its_units():
    cells = pd.DataFrame(
        [("n2", "KOR", "d1", "fully|development"), ("n2", "JPN", "d1", "fully"), ("n2", "IND", "d1", "not_planned")],
        columns=["wave", "unit", "item", "answers"],
    )
    declaration = declared("single_choice", "d1", waves=("n1", "n2"), units="panel")
    table = shown(declaration, results(prevalence=PART, possible_answers=cells)).query("panel == 'n2'")
    assert rows(table, "answer", "lowest", "highest", "n", "known") == [
        ["fully", 1, 2, 2, "bounds"], ["development", 0, 1, 2, "bounds"], ["not_planned", 0, 0, 2, "fixed"],
    ]  # fmt: skip
    declaration = declared("stacked_shares", "d1", waves=("n1", "n2"), units="panel")
    table = shown(declaration, results(prevalence=PART, possible_answers=cells)).query("panel == 'n2' and count > 0")
    assert rows(table, "answer", "other", "count") == [["fully", "fully", 1], ["fully", "development", 1]]


def test_counts_and_means_run_from_a_lowest_to_a_highest():
    of_two = prevalence("n2", "o1", 3, ("ticked", 2, 3, 2, 3), ("unticked", 0, 1, 3, 3))
    ticked = pd.concat([of_two, nothing("n2", "o2", 3, "ticked", "unticked")])
    declaration = declared("ranked_items", "o1", "o2", data="count", answers=("ticked",), waves=("n1", "n2"))
    table = shown(declaration, results(prevalence=ticked))
    found = [[None if cell != cell else cell for cell in row] for row in rows(
        table, "item", "wave", "value", "lowest", "highest", "n", "known")]  # fmt: skip
    assert found == [
        ["o1", "n1", 2, None, None, 2, ""], ["o1", "n2", None, 2, 3, 3, "bounds"],
        ["o2", "n1", 1, None, None, 2, ""], ["o2", "n2", None, 0, 3, 3, "nothing"],
    ]  # fmt: skip
    # ranks 3, 2, 1: of three units one surely has 3 and two at least 2, two can have 3 and all at least 2
    ranks = pd.concat([
        prevalence("n2", "r1", 3, ("3", 1, 2, 1, 2), ("2", 0, 2, 2, 3), ("1", 0, 1, 3, 3)),
        nothing("n2", "r2", 3, "3", "2", "1"),
    ])  # fmt: skip
    table = shown(declared("ranked_items", "r1", "r2", data="mean_value", waves=("n2",)), results(prevalence=ranks))
    assert table["known"].tolist() == ["bounds", "nothing"]
    assert table.iloc[0][["lowest", "highest"]].tolist() == pytest.approx([(3 + 2 + 1) / 3, (3 + 3 + 2) / 3])
    assert table.iloc[1][["lowest", "highest"]].tolist() == [1, 3]


UNKNOWN_SCORES = SCORES.assign(
    known=["bounds", "nothing", "fixed", "", "nothing", "nothing"], lowest=[20.0, 0, 90, None, 0, 0],
    highest=[80.0, 100, 90, None, 100, 100], score=[None, None, 90, 10, None, None],
)  # fmt: skip


def test_no_unit_of_the_scatter_has_a_score_that_is_not_known():
    declaration, tables = declared("scatter_labelled", waves=("n2",)), results(egdi=EGDI, scores=UNKNOWN_SCORES)
    table = shown(declaration, tables)
    assert table.set_index("unit")["known"].to_dict() == {"IND": "fixed", "JPN": "nothing", "KOR": "bounds"}
    assert table.set_index("unit")["score"].dropna().to_dict() == {"IND": 90}
    assert told(declaration, tables) == (
        "A title. Ranks of the offices and what their scores can be: something is published of 2 of 3 "
        "(India and Korea), all is known of 1."
    )


def test_the_heatmap_tells_known_narrowed_and_unknown_cells_apart():
    cells = pd.DataFrame(
        [("n2", "KOR", "d1", "fully", "fixed"), ("n2", "JPN", "d1", "fully|development", "bounds"),
         ("n2", "IND", "d1", "fully|development|not_planned", "nothing")],
        columns=["wave", "unit", "item", "answers", "known"],
    )  # fmt: skip
    declaration, tables = declared("heatmap", waves=("n2",)), results(scores=SCORES, possible_answers=cells)
    table = shown(declaration, tables).query("item == 'd1'").set_index("unit")
    assert rows(table.loc[["KOR", "JPN", "IND"]], "code", "answer", "other", "known") == [
        ["●", "fully", "fully", "fixed"], ["●◐", "fully", "development", "bounds"],
        ["", "fully", "not_planned", "nothing"],
    ]  # fmt: skip
    assert "of 9 answers known: 7, narrowed down: 1;" in told(declaration, tables)


def test_estimates_over_many_tables_are_told_from_end_to_end():
    open_means = MEANS.assign(
        known=["", "bounds", "nothing", "", ""], lowest=[None, 20.0, 0.0, None, None],
        highest=[None, 70.5, 100.0, None, None], central_low=None, central_high=None,
        estimate=[50, None, None, None, 5.5],
    )  # fmt: skip
    declaration = declared("dot_interval", data="implementation", waves=("n2", "s2"))
    table = shown(declaration, results(statistics=open_means))
    assert rows(table, "row", "group", "lowest", "highest", "known")[:2] == [
        ["data", "n2", 20, 70.5, "bounds"], ["data", "s2", 0, 100, "nothing"],
    ]  # fmt: skip
    assert told(declaration, results(statistics=open_means)) == (
        "A title. Dots with intervals. The North, 2022: Data 20 to 70; The South, 2022: nothing is published."
    )


def test_medians_run_from_that_of_the_lowest_scores_to_that_of_the_highest():
    pairs = pd.DataFrame(
        [("KOR", None, 75.0, 10.0, 40.0, 75.0, 75.0), ("JPN", None, 50.0, 20.0, 100.0, 50.0, 50.0)],
        columns=["unit", "score_from", "score_to", "lowest_from", "highest_from", "lowest_to", "highest_to"],
    ).assign(wave_from="n1", wave="n2", measure="implementation", dimension="data", known="bounds")
    (row,) = shown(declared("paired_change"), results(paired_scores=pairs)).to_dict("records")
    assert (row["lowest_from"], row["highest_from"], row["known_from"]) == (15, 70, "bounds")
    assert (row["value_to"], row["known_to"], row["known"]) == (62.5, "fixed", "bounds")


def test_a_figure_of_which_nothing_is_published_says_so():
    declaration, tables = (
        declared("stacked_shares", "d1", waves=("n2",)),
        results(prevalence=nothing("n2", "d1", 3, *STAGE)),
    )
    assert told(declaration, tables) == ("A title. Nothing of this is published. It fills once the answers are put in.")


def test_captions_promise_intervals_only_where_there_are_some():
    declaration = declared("dot_interval", data="implementation", waves=("n2",))
    said = caption(declaration, results("reconstructed"), "reconstructed", "en")
    assert "95% interval" not in said
    assert said.endswith(" What the published facts allow.")
    assert "95% interval" in caption(declaration, results(), "collected", "en")


@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_no_word_calls_anything_illustrative(language):
    text = (ROOT / f"workflow/words/{language}.yaml").read_text(encoding="utf-8").lower()
    assert "illustrat" not in text
    assert "ilustrativ" not in text
    words = yaml.safe_load(text)
    assert {"fixed", "possible", "nothing", "nothing_at_all"} <= set(words["chart"])
    assert "assumed" not in words["verdicts"]
