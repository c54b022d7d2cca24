"""What figures show: every number counted by hand from the made-up study of small_results."""

import pandas as pd
import pytest
from small_results import UNITS, declared, results, shown

from wavework.problems import InputError


def rows(table, *columns):
    return table.loc[:, list(columns)].to_numpy().tolist()


def test_counts_of_every_answer_and_of_silence():
    table = shown(declared("stacked_shares", "d1", "d2", waves=("n1", "n2")), results())
    assert rows(table, "panel", "item", "answer", "count", "n") == [
        ["n1", "d1", "fully", 1, 2], ["n1", "d1", "development", 1, 2], ["n1", "d1", "not_planned", 0, 2],
        ["n1", "d1", "dont_know", 0, 2], ["n1", "d1", "not_applicable", 0, 2], ["n1", "d1", "no_answer", 0, 2],
        ["n1", "d2", "fully", 0, 2], ["n1", "d2", "development", 0, 2], ["n1", "d2", "not_planned", 1, 2],
        ["n1", "d2", "dont_know", 0, 2], ["n1", "d2", "not_applicable", 1, 2], ["n1", "d2", "no_answer", 0, 2],
        ["n2", "d1", "fully", 2, 3], ["n2", "d1", "development", 0, 3], ["n2", "d1", "not_planned", 1, 3],
        ["n2", "d1", "dont_know", 0, 3], ["n2", "d1", "not_applicable", 0, 3], ["n2", "d1", "no_answer", 0, 3],
        ["n2", "d2", "fully", 0, 3], ["n2", "d2", "development", 1, 3], ["n2", "d2", "not_planned", 0, 3],
        ["n2", "d2", "dont_know", 1, 3], ["n2", "d2", "not_applicable", 0, 3], ["n2", "d2", "no_answer", 1, 3],
    ]  # fmt: skip
    assert table["answer_order"].tolist()[:6] == [1, 2, 3, 4, 5, 6]
    assert set(table["reason"]) == {""}


def test_the_counts_of_a_wave_add_up_to_those_who_were_asked():
    table = shown(declared("stacked_shares", "d1", "d2", waves=("n1", "n2", "s2")), results())
    sums = table.groupby(["panel", "item"]).agg(count=("count", "sum"), n=("n", "first"))
    assert (sums["count"] == sums["n"]).all()


def test_an_item_that_a_wave_did_not_ask_is_said_to_be_so():
    table = shown(declared("stacked_shares", "s1", waves=("n1", "n2")), results())
    assert rows(table[table["panel"] == "n1"], "item", "n", "reason") == [["s1", 0, "not_asked"]]
    assert table.loc[table["panel"] == "n1", "count"].isna().all()
    assert rows(table[table["panel"] == "n2"], "answer", "count", "n") == [["yes", 2, 3], ["no", 1, 3]]


def test_a_scale_can_be_turned_round():
    table = shown(declared("stacked_shares", "d1", waves=("n2",), reverse=True), results())
    assert rows(table, "answer", "answer_order", "count") == [
        ["not_planned", 1, 1], ["development", 2, 0], ["fully", 3, 2],
    ]  # fmt: skip


def test_a_scale_on_which_every_answer_counts_is_turned_round_whole():
    table = shown(declared("stacked_shares", "own", waves=("n2",), reverse=True), results())
    assert rows(table[table["status"] == "answered"], "answer", "answer_order") == [[str(10 - n), n] for n in range(11)]


def test_a_panel_counts_the_units_of_all_its_waves_only():
    table = shown(declared("stacked_shares", "d1", waves=("n1", "n2"), units="panel"), results())
    assert set(table["n"]) == {2}
    assert table.loc[(table["panel"] == "n2") & (table["answer"] == "not_planned"), "count"].tolist() == [0]  # not IND


def test_items_ranked_by_how_many_named_them():
    table = shown(
        declared("ranked_items", "o1", "o2", data="count", answers=("ticked",), waves=("n1", "n2")), results()
    )
    assert rows(table, "item", "item_order", "wave", "value", "n") == [
        ["o1", 1, "n1", 2, 2], ["o1", 1, "n2", 2, 3], ["o2", 2, "n1", 1, 2], ["o2", 2, "n2", 0, 3],
    ]  # fmt: skip


def test_items_ranked_by_their_mean_in_the_last_wave():
    table = shown(declared("ranked_items", "r1", "r2", data="mean_value", waves=("n1", "n2")), results())
    assert rows(table, "item", "wave", "n") == [["r2", "n1", 2], ["r2", "n2", 3], ["r1", "n1", 2], ["r1", "n2", 3]]
    assert table["value"].tolist() == pytest.approx(
        [1, 7 / 3, 2.5, 2]
    )  # r2: (1+1)/2, (1+3+3)/3; r1: (3+2)/2, (3+1+2)/3


def test_participation_marks_those_of_every_wave_of_their_region():
    table = shown(declared("participation"), results())
    assert rows(table, "region", "unit", "wave", "took_part", "panel_member") == [
        ["north", "IND", "n1", "no", "no"], ["north", "IND", "n2", "yes", "no"],
        ["north", "JPN", "n1", "yes", "yes"], ["north", "JPN", "n2", "yes", "yes"],
        ["north", "KOR", "n1", "yes", "yes"], ["north", "KOR", "n2", "yes", "yes"],
        ["south", "CHL", "s2", "yes", "yes"], ["south", "PER", "s2", "yes", "yes"],
    ]  # fmt: skip


EGDI = pd.DataFrame(
    [("KOR", 2020, 2, "published"), ("KOR", 2022, 3, "published"), ("IND", 2022, 105, "published"),
     ("PER", 2020, 71, "published"), ("PER", 2022, None, "published"), ("DNK", 2022, 1, "published")],
    columns=["country", "year", "rank", "basis"],
)  # fmt: skip


def test_trajectories_show_the_ranks_of_those_who_took_part():
    table = shown(declared("trajectories"), results(egdi=EGDI))
    assert rows(table, "panel", "unit", "time", "value", "member") == [
        ["north", "IND", 2022, 105, "no"], ["north", "KOR", 2020, 2, "yes"], ["north", "KOR", 2022, 3, "yes"],
        ["south", "PER", 2020, 71, "yes"],
    ]  # fmt: skip


SCORES = pd.DataFrame(
    [(wave, unit, unit, "implementation", dimension, score)
     for wave, unit, dimension, score in [
         ("n2", "KOR", "overall", 80.0), ("n2", "JPN", "overall", 70.0), ("n2", "IND", "overall", 90.0),
         ("n2", "KOR", "data", 10.0), ("s2", "PER", "overall", 60.0), ("s2", "CHL", "overall", None)]],
    columns=["wave", "unit", "country", "measure", "dimension", "score"],
).assign(region=lambda t: t["wave"].map({"n2": "north", "s2": "south"}))  # fmt: skip


def test_the_scatter_sets_the_rank_of_the_waves_edition_against_the_overall_score():
    table = shown(declared("scatter_labelled", waves=("n2", "s2")), results(egdi=EGDI, scores=SCORES))
    found = [[None if cell != cell else cell for cell in row] for row in rows(table, "unit", "egdi_rank", "score")]
    assert found == [["IND", 105, 90], ["JPN", None, 70], ["KOR", 3, 80], ["CHL", None, None], ["PER", None, 60]]


def test_the_heatmap_orders_units_by_score_and_signs_every_answer():
    table = shown(declared("heatmap", waves=("n2",)), results(scores=SCORES))
    assert rows(table, "item", "unit", "code", "answer", "status") == [
        ["d1", "IND", "–", "not_planned", "answered"],
        ["d1", "KOR", "●", "fully", "answered"],
        ["d1", "JPN", "●", "fully", "answered"],
        ["d2", "IND", "·", "no_answer", "no_answer"],
        ["d2", "KOR", "◐", "development", "answered"],
        ["d2", "JPN", "?", "dont_know", "dont_know"],
        ["s1", "IND", "●", "yes", "answered"],
        ["s1", "KOR", "●", "yes", "answered"],
        ["s1", "JPN", "–", "no", "answered"],
    ]
    assert table["group"].tolist() == ["data"] * 6 + ["staff"] * 3
    assert table["unit_order"].tolist() == [1, 2, 3] * 3


def test_no_two_answers_of_a_heatmap_have_one_place():
    table = shown(declared("heatmap", waves=("n1", "n2")), results(scores=SCORES))
    table = table[table["status"] != "not_asked"]  # which is no answer
    places = table.groupby("answer")["answer_order"].nunique()
    assert (places == 1).all()
    assert table["answer_order"].nunique() == table["answer"].nunique()
    assert "not_applicable" in set(table["answer"])  # hidden by routing, and not "no answer"


PAIRS = pd.DataFrame(
    [
        ("n1", "n2", "implementation", "data", "KOR", 25.0, 75.0),
        ("n1", "n2", "implementation", "data", "JPN", 100.0, 100.0),
        ("n1", "n2", "implementation", "data", "IND", None, 0.0),
        ("n1", "n2", "implementation", "overall", "KOR", 20.0, 60.0),
        ("n1", "n2", "self_reported", "data", "KOR", 6.0, 8.0),
    ],
    columns=["wave_from", "wave", "measure", "dimension", "unit", "score_from", "score_to"],
)  # fmt: skip


def test_paired_change_shows_medians_of_the_same_units():
    table = shown(declared("paired_change"), results(paired_scores=PAIRS))
    assert rows(table, "panel", "row", "value_from", "value_to", "n", "summary") == [
        ["n1>n2", "data", 62.5, 87.5, 2, "no"],  # medians of 25, 100 and of 75, 100: IND was not scored before
        ["n1>n2", "overall", 20, 60, 1, "yes"],
    ]


def mean_rows(*rows):
    columns = ["question", "measure", "wave", "dimension", "estimate", "low", "high", "n", "status", "reason"]
    return pd.DataFrame([("mean", *row) for row in rows], columns=columns)


MEANS = mean_rows(
    ("implementation", "n2", "data", 50, 40, 60, 3, "ok", ""),
    ("common", "n2", "data", 55, 45, 65, 3, "ok", ""),
    ("common", "s2", "data", 35, 25, 45, 2, "ok", ""),
    ("common", "s2", "overall", None, None, None, 0, "not_computable", "nobody answered"),
    ("self_reported", "n2", "data", 5.5, 4, 7, 3, "ok", ""),
)


def test_waves_of_two_regions_are_shown_on_their_common_items():
    declaration = declared("dot_interval", data="implementation", waves=("n2", "s2"))
    table = shown(declaration, results(statistics=MEANS))
    assert rows(table, "row", "group", "estimate", "reason")[:2] == [["data", "n2", 55, ""], ["data", "s2", 35, ""]]
    assert table.iloc[2][["row", "status", "reason"]].tolist() == ["overall", "not_computable", "nobody answered"]


def test_one_wave_is_shown_on_all_that_it_asked():
    table = shown(declared("dot_interval", data="implementation", waves=("n2",)), results(statistics=MEANS))
    assert rows(table, "group", "estimate") == [["n2", 50]]
    table = shown(declared("dot_interval", data="self_reported", waves=("n2",)), results(statistics=MEANS))
    assert rows(table, "group", "estimate") == [["n2", 5.5]]


def test_waves_that_asked_other_items_are_not_shown_side_by_side():
    declaration = declared("dot_interval", data="implementation", waves=("n1", "n2"))
    with pytest.raises(InputError) as error:
        shown(declaration, results(statistics=MEANS))
    assert str(error.value).startswith("figures.yaml: figure fig: not every one of its waves asked s1 comparably\n")


def test_published_values_that_were_compared_are_shown_by_their_unit():
    published = pd.DataFrame(
        [("published-001", "count", "d1", "n2", 2.0, "2", 2.0, "pass"),
         ("published-002", "", "d2", "n2", None, "", None, ""),
         ("published-003", "mean", "own", "s2", 7.1, "", 7.0, "fail"),
         ("published-004", "count", "d2", "n2", 1.0, "1", 1.0, "pass")],
        columns=["comparison", "unit", "item", "wave", "published", "published_text", "reproduced", "verdict"],
    )  # fmt: skip
    table = shown(declared("compared_values"), results(published_comparison=published))
    assert rows(table, "panel", "row", "verdict") == [
        ["count", "published-001", "pass"], ["count", "published-004", "pass"], ["mean", "published-003", "fail"],
    ]  # fmt: skip


def test_a_study_of_one_wave_has_no_change_to_show():
    assert shown(declared("paired_change"), results(paired_scores=PAIRS[:0])).empty


def test_every_unit_of_the_answers_has_a_name():
    assert set(results().table("answers")["unit"]) <= set(UNITS["unit"])
