"""figures.yaml: what a declaration means, and what is refused. More cases: tests/hostile/study."""

import re

import pandas as pd
import pytest
import yaml
from small_results import ITEMS, STUDY

from wavework.exhibits.declarations import read_declarations, read_figures
from wavework.problems import InputError

# n1 asked no training, s2 neither obstacles nor drivers.
ASKED = {
    "n1": ["d1", "d2", "o1", "o2", "r1", "r2", "own"],
    "n2": ["d1", "d2", "s1", "o1", "o2", "r1", "r2", "own"],
    "s2": ["d1", "d2", "s1", "own"],
}
CROSSWALK = pd.DataFrame([(wave, item) for wave, items in ASKED.items() for item in items], columns=["wave", "item"])


@pytest.fixture
def figures(tmp_path, monkeypatch):
    """figures(id=keys, …): the declarations of a figures.yaml with these figures."""
    monkeypatch.chdir(tmp_path)

    def build(study=STUDY, **declared):
        content = {
            name.replace("_", "-"): {"section": "data", "title": {"en": "A title"}, **keys}
            for name, keys in declared.items()
        }
        (tmp_path / "figures.yaml").write_text(yaml.safe_dump(content, sort_keys=False))
        return read_declarations("figures.yaml", ITEMS, CROSSWALK, study)

    return build


def refused(figures, study=STUDY, **declared):
    with pytest.raises(InputError) as error:
        figures(study, **declared)
    return [str(problem) for problem in error.value.problems]


def test_a_battery_stands_for_its_items_in_the_order_of_the_codebook(figures):
    found = figures(one={"kind": "stacked_shares", "battery": "data", "waves": ["n2", "n1"]})["one"]
    assert found.items == ("d1", "d2")
    assert tuple(found.waves) == ("n2", "n1")
    assert (found.units, found.reverse) == ("all", False)


def test_items_stand_as_they_are_declared(figures):
    found = figures(one={"kind": "stacked_shares", "items": ["d2", "d1"], "waves": ["s2"]})["one"]
    assert found.items == ("d2", "d1")


def test_figures_keep_their_order(figures):
    kinds = {"b": {"kind": "participation"}, "a": {"kind": "paired_change"}}
    assert list(figures(**kinds)) == ["b", "a"]


def test_regions_stand_for_all_their_waves_that_asked_any_of_the_items(figures):
    found = figures(
        all={"kind": "stacked_shares", "battery": "data", "regions": ["south", "north"]},
        later={"kind": "stacked_shares", "battery": "data", "regions": ["north", "south"], "since": 2022},
        asked={"kind": "stacked_shares", "battery": "staff", "regions": ["north"]},
    )
    assert tuple(found["all"].waves) == ("s2", "n1", "n2")
    assert tuple(found["later"].waves) == ("n2", "s2")
    assert tuple(found["asked"].waves) == ("n2",)


def test_the_newest_wave_of_each_region(figures):
    newest = {"kind": "scatter_labelled", "regions": ["north", "south"], "newest": True}
    training = {"kind": "stacked_shares", "battery": "obstacles", "regions": ["south", "north"], "newest": True}
    found = figures(all=newest, asked=training)
    assert tuple(found["all"].waves) == ("n2", "s2")
    assert tuple(found["asked"].waves) == ("n2",)  # the south asked none of it


def test_the_waves_that_are_contrasted_or_else_the_newest(figures):
    declared = {"kind": "dot_interval", "data": "implementation", "contrasted": True}
    assert tuple(figures(one=declared)["one"].waves) == ("n2", "s2")
    earlier = STUDY | {"comparisons": {"contrast": [{"first": "s2", "second": "n1"}]}}
    assert tuple(figures(earlier, one=declared)["one"].waves) == ("s2", "n1")
    alone = {wave: choices for wave, choices in STUDY["waves"].items() if choices["region"] == "north"}
    study = STUDY | {"waves": alone, "regions": {"north": {"en": "The North"}}, "comparisons": {}}
    assert tuple(figures(study, one=declared)["one"].waves) == ("n2",)


def test_of_measures_the_newest_wave_that_brings_all_of_them(figures):
    measured = {
        "m1": {"year": 2020, "measures": ["whole", "part"]},
        "m2": {"year": 2022, "measures": ["whole", "part"]},
        "m3": {"year": 2024, "measures": ["whole"]},
    }
    declared = {"kind": "dot_interval", "data": "measured_association", "measures": ["whole", "part"], "newest": True}
    assert tuple(figures(STUDY | {"measured": measured}, one=declared)["one"].waves) == ("m2",)


def test_an_item_that_a_wave_did_not_ask_is_refused(figures):
    assert refused(figures, one={"kind": "stacked_shares", "items": ["d1", "s1"], "waves": ["n1", "n2"]}) == [
        "figures.yaml, row 1: figure one: its items have the scales stage, yes_no\n"
        "  Expected: one scale: the answers share a legend\n  To do: declare a figure per scale",
        "figures.yaml, row 1: figure one: item s1 was not asked in wave n1\n"
        "  Expected: items that the crosswalk has for each wave of the figure\n"
        "  To do: take the wave or the item out of the figure",
    ]


def test_a_battery_of_which_a_wave_asked_nothing_is_refused_and_of_which_it_asked_a_part_is_not(figures):
    assert refused(figures, one={"kind": "stacked_shares", "battery": "obstacles", "waves": ["n2", "s2"]}) == [
        "figures.yaml, row 1: figure one: no item of battery obstacles was asked in wave s2\n"
        "  Expected: at least one\n  To do: take the wave out of the figure"
    ]


def test_unknown_names_are_refused_with_the_nearest(figures):
    problems = refused(
        figures,
        one={"kind": "stacked_shares", "battery": "dta", "waves": ["n3"]},
        two={"kind": "ranked_items", "data": "count", "items": ["obst"], "waves": ["n1"]},
    )
    assert [re.sub(r"row \d+", "row …", problem.split("\n")[0]) for problem in problems] == [
        "figures.yaml, row …: figure one: battery names 'dta'",
        "figures.yaml, row …: figure one: waves names 'n3'",
        "figures.yaml, row …: figure two: items names 'obst'",
    ]
    assert "To do: did you mean data?" in problems[0]


def test_a_figure_that_no_wave_of_the_study_asked_is_left_out(figures):
    """Of a region, or of all waves that the figure names; named with other waves it is a mistake, see above."""
    obstacles = {"kind": "stacked_shares", "battery": "obstacles"}
    assert figures(one={**obstacles, "regions": ["south"]}, two={**obstacles, "waves": ["s2"]}) == {}


@pytest.mark.parametrize("units", ["responses", [f"U{number}" for number in range(201)]])
def test_of_more_units_than_can_be_named_no_figure_has_a_mark_for_each(figures, units):
    study = {**STUDY, "waves": {**STUDY["waves"], "n2": {**STUDY["waves"]["n2"], "units": units}}}
    declared = {
        "one": {"kind": "heatmap", "waves": ["n2"]},
        "every": {"kind": "participation"},
        "other": {"kind": "heatmap", "waves": ["n1"]},
        "shares": {"kind": "stacked_shares", "battery": "data", "waves": ["n2"]},
    }
    assert set(figures(study, **declared)) == {"other", "shares"}
    assert set(figures(**declared)) == set(declared)


def test_a_title_is_needed_in_every_language_of_the_report(figures):
    assert refused(figures, {**STUDY, "languages": ["en", "fr"]}, one={"kind": "participation"}) == [
        "figures.yaml, row 3: figure one: no title in 'fr'\n  Expected: a text in each of languages\n  To do: add it"
    ]


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ({"kind": "pie"}, "one.kind is 'pie'\n  Expected: one of compared_values, dot_interval, heatmap, "),
        ({"kind": "dot_interval", "waves": ["n1"]}, "key one.data is missing\n  Expected: one of implementation, "),
        ({"kind": "participation", "data": "count"}, "one.data is 'count'\n  Expected: no such key"),
        ({"kind": "stacked_shares", "waves": ["n1"]}, "figure one: names no items\n  Expected: battery or items"),
    ],
)
def test_kind_data_and_items_must_fit_each_other(figures, keys, said):
    (problem,) = refused(figures, one=keys)
    assert re.match(rf"figures.yaml, row \d+: {re.escape(said)}", problem)


def test_a_study_without_figures_has_none(tmp_path):
    assert read_figures(tmp_path / "figures.yaml") == {}
    (tmp_path / "figures.yaml").write_text("# none yet\n")
    assert read_figures(tmp_path / "figures.yaml") == {}


def test_scores_of_waves_of_two_regions_need_the_contrast_of_both(figures):
    one, two = ({"kind": "dot_interval", "data": "implementation", "waves": waves} for waves in (["n2"], ["n2", "s2"]))
    assert set(figures(one=one, two=two)) == {"one", "two"}
    lacks = STUDY | {"presence": {"lacks": {"contrast": "contrast"}}}
    assert set(figures(lacks, one=one, two=two)) == {"one"}
