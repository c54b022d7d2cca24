"""figures/<id>.csv as people read it: labels, region, share and basis, counted by hand from small_results."""

from dataclasses import replace

import pandas as pd
import pytest
from small_results import answers, declared, results, shown

from wavework.exhibits.figure_inputs import Results
from wavework.exhibits.kinds import KINDS
from wavework.exhibits.labels import Labels
from wavework.exhibits.readable_table import readable
from wavework.scores import OVERALL


def read(declaration, tables=None):
    tables = tables or results()
    return readable(shown(declaration, tables), declaration, tables)


def mixed() -> Results:
    """Wave n1 reconstructed, the others collected."""
    table = answers()
    return results(answers=table.assign(basis=table["basis"].where(table["wave"] != "n1", "reconstructed")))


def test_a_label_stands_after_its_id_and_what_was_there_stays():
    declaration = declared("stacked_shares", "d1", waves=("n2", "s2"))
    bare, table = shown(declaration, results()), read(declaration)
    assert list(table.columns) == [
        "panel", "panel_label", "panel_order", "item", "item_label", "item_order", "answer", "answer_label",
        "answer_order", "status", "count", "n", "reason", "share", "region", "region_label", "basis",
    ]  # fmt: skip
    pd.testing.assert_frame_equal(table[list(bare.columns)], bare, check_dtype=False)
    first = table.iloc[0]
    assert (first["panel_label"], first["item_label"], first["answer_label"]) == (
        "The North, 2022", "Open data", "In place",
    )  # fmt: skip


def test_the_share_is_that_of_the_units_that_were_asked():
    table = read(declared("stacked_shares", "d1", waves=("n2", "s2")))
    share = table.set_index(["panel", "answer"])["share"]
    assert share["n2", "fully"] == pytest.approx(2 / 3)
    assert share["n2", "not_planned"] == pytest.approx(1 / 3)
    assert share["s2", "development"] == pytest.approx(1 / 2)
    not_asked = read(declared("stacked_shares", "s1", waves=("n1", "n2")))
    assert not_asked.loc[not_asked["panel"] == "n1", "share"].isna().all()
    named = read(declared("ranked_items", "o1", "o2", data="count", waves=("n2",), answers=("ticked",)))
    assert named.set_index("item")["share"].to_dict() == {"o1": pytest.approx(2 / 3), "o2": 0}


def test_a_mean_is_no_share():
    assert "share" not in read(declared("ranked_items", "r1", "r2", data="mean_value", waves=("n2",)))


def test_the_share_of_what_is_possible_has_its_ends():
    prevalence = pd.DataFrame(
        [("n2", "o1", "ticked", 1, 3), ("n2", "o1", "unticked", 0, 2)],
        columns=["wave", "item", "answer", "lowest", "highest"],
    ).assign(status="answered", at_least_lowest=1, at_least_highest=3, n=3, known="bounds")
    tables = results("reconstructed", prevalence=prevalence)
    table = read(declared("ranked_items", "o1", data="count", waves=("n2",), answers=("ticked",)), tables)
    assert table[["lowest_share", "highest_share"]].to_numpy().tolist() == [[pytest.approx(1 / 3), 1]]
    assert table["share"].isna().all()


def test_the_region_is_that_of_the_wave_of_the_panel():
    table = read(declared("stacked_shares", "d1", waves=("n2", "s2")))
    regions = table.drop_duplicates("panel").set_index("panel")
    assert regions["region"].to_dict() == {"n2": "north", "s2": "south"}
    assert regions["region_label"].to_dict() == {"n2": "The North", "s2": "The South"}


def test_the_basis_is_that_of_the_waves_of_the_row():
    table = read(declared("stacked_shares", "d1", waves=("n1", "n2")), mixed())
    assert table.groupby("panel")["basis"].unique().map(list).to_dict() == {
        "n1": ["reconstructed"],
        "n2": ["collected"],
    }
    scores = pd.DataFrame(
        [("n1", "n2", "implementation", OVERALL, unit, 1, 2) for unit in ("KOR", "JPN")],
        columns=["wave_from", "wave", "measure", "dimension", "unit", "score_from", "score_to"],
    )
    tables = mixed()
    pair = read(declared("paired_change"), replace(tables, tables={**tables.tables, "paired_scores": scores}))
    assert pair[["panel", "region", "basis"]].to_numpy().tolist() == [["n1>n2", "north", "reconstructed"]]


def test_who_took_part_is_published_though_answers_are_reconstructed():
    table = read(declared("participation"), results("reconstructed"))
    assert set(table["basis"]) == {"published"}
    assert table[["region_label", "unit_label", "wave_label"]].iloc[0].tolist() == ["The North", "India", "North 2020"]


def test_a_chart_writes_its_labels_anew():
    declaration = declared("stacked_shares", "d1", waves=("n2",))
    tables = results()
    french = read(declaration).assign(item_label="Données ouvertes", answer_label="?", panel_label="Le Nord")
    drawn = KINDS["stacked_shares", ""].label(french, Labels(tables, declaration, "en"))
    assert set(drawn["item_label"]) == {"Open data"}
    assert set(drawn["panel_label"]) == {"The North, 2022"}
    assert "?" not in set(drawn["answer_label"])


def test_a_table_without_rows_stays_one():
    declaration = declared("stacked_shares", "d1", waves=("n2",))
    tables = results()
    table = readable(shown(declaration, tables).iloc[:0], declaration, tables)
    assert table.empty
    assert "basis" in table
