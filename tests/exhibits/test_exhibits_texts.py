"""Captions, alt texts and labels: every number in them counted by hand, every name that of the study."""

import copy
from dataclasses import replace

import pandas as pd
import pytest
from figure_data import figure_texts
from small_results import ITEMS, STUDY, declared, results, shown, told
from test_exhibits_data import EGDI, MEANS, PAIRS, SCORES

from wavework.exhibits.captions import bases_of_parts, caption, units_of
from wavework.exhibits.chart_options import chart_options, chart_words, figure_basis
from wavework.exhibits.labels import Labels, labelled
from wavework.language.language import language_of
from wavework.language.words import words_of


@pytest.mark.parametrize(
    ("declaration", "tables", "text"),
    [
        (
            declared("stacked_shares", "d1", "d2", waves=("n1", "n2")),
            {},
            "Stacked bars. 2020: Open data has the most answers “In place” (1 of 2), Dashboards the fewest "
            "(0 of 2); 2022: Open data has the most answers “In place” (2 of 3), Dashboards the fewest (0 of 3).",
        ),
        (
            declared("stacked_shares", "s1", waves=("n2", "s2")),
            {},
            "Stacked bars. The North, 2022: 2 of 3 answer “Yes” to Training; "
            "The South, 2022: 1 of 2 answer “Yes” to Training.",
        ),
        (
            declared("single_choice", "d1", waves=("n2",)),
            {},
            "The North, 2022: 2 of 3 In place and 1 of 3 Not planned.",
        ),
        (
            declared("ranked_items", "o1", "o2", data="count", answers=("ticked",), waves=("n1", "n2")),
            {},
            "2020: First is Money (2), last Law (1); 2022: First is Money (2), last Law (0).",
        ),
        (
            declared("ranked_items", "r1", "r2", data="mean_value", waves=("n2",)),
            {},
            "The North, 2022: First is Cost (2.3), last Demand (2.0).",
        ),
        (
            declared("participation"),
            {},
            "Table of tiles: The North, North 2020: 2; The North, North 2022: 3; The South, South 2022: 2.",
        ),
        (
            declared("trajectories"),
            {"egdi": EGDI},
            "Lines of ranks over time. In The North the best rank of 2022 is Korea (3), the last India (105); "
            "In The South the best rank of 2020 is Peru (71), the last Peru (71).",
        ),
        (
            declared("scatter_labelled", waves=("n2",)),
            {"egdi": EGDI, "scores": SCORES},
            "Points, one per office. The highest score is that of India (90), the lowest that of Korea (80).",
        ),
        (
            declared("dot_interval", data="implementation", waves=("n2", "s2")),
            {"statistics": MEANS},
            "Dots with intervals. The North, 2022: Data (55); The South, 2022: Data (35).",
        ),
        (
            declared("paired_change"),
            {"paired_scores": PAIRS},
            "Two dots per row. The North, 2020–2022: 1 of 1 dimensions rise.",
        ),
        (
            declared("heatmap", waves=("n2",)),
            {"scores": SCORES},
            "Grid of 3 offices and 3 items; 2 of 9 answers are “In place”.",
        ),
    ],
    ids=lambda value: getattr(value, "kind", None),
)
def test_alt_texts_say_what_the_chart_shows(declaration, tables, text):
    assert told(declaration, results(**tables)) == f"A title. {text}"


def test_a_caption_says_whom_it_is_about_how_to_read_it_and_on_what_it_rests():
    declaration = declared("stacked_shares", "d1", waves=("n1", "n2"))
    assert caption(declaration, results(), "collected", "en") == (
        "A title, The North, 2020 (2 offices) and 2022 (3 offices). 2 offices took part in each of these waves. Number "
        "of offices by answer. Collected answers."
    )
    panel = declared("stacked_shares", "d1", waves=("n1", "n2"), units="panel")
    said = caption(panel, results(), "reconstructed", "en")
    assert "The North, 2020 (2 offices) and 2022 (2 offices)" in said
    assert said.endswith("as far as it is known. What the published facts allow.")


def test_a_figure_without_waves_names_nobody():
    text = caption(declared("paired_change"), results(), "collected", "en")
    assert text.startswith("A title. Median implementation score over the offices of both waves")


def test_the_units_of_a_figure():
    assert units_of(declared("stacked_shares", waves=("n1", "n2")), results()) == {"n1": 2, "n2": 3}
    assert units_of(declared("stacked_shares", waves=("n1", "n2"), units="panel"), results()) == {"n1": 2, "n2": 2}
    assert units_of(declared("paired_change"), results()) == {"n1": 2, "n2": 3, "s2": 2}


def test_no_caption_of_another_study_speaks_of_services():
    words = language_of(STUDY, "en").shared

    def texts(node):
        return [text for child in node.values() for text in texts(child)] if isinstance(node, dict) else [node]

    assert [text for text in texts(words) if "service" in text.lower() or "@" in text] == []
    assert words["axes"]["count"] == "Offices"
    assert words["chart"]["left_out"] == "one office left out"


@pytest.mark.parametrize(
    ("kind", "basis", "expected"),
    [
        ("stacked_shares", "collected", "collected"),
        ("stacked_shares", "reconstructed", "reconstructed"),
        ("participation", "reconstructed", "published"),  # who took part is printed; the reconstruction starts from it
        ("participation", "collected", "collected"),
    ],
)
def test_the_basis_of_a_figure_is_that_of_its_answers(kind, basis, expected):
    assert figure_basis(declared(kind, waves=("n1",) if kind == "stacked_shares" else ()), results(basis)) == expected


def test_one_reconstructed_wave_makes_a_figure_reconstructed():
    mixed = results()
    answers = mixed.table("answers")
    answers.loc[answers["wave"] == "s2", "basis"] = "reconstructed"
    assert figure_basis(declared("stacked_shares", waves=("n1", "s2")), mixed) == "reconstructed"
    assert figure_basis(declared("stacked_shares", waves=("n1", "n2")), mixed) == "collected"
    assert figure_basis(declared("trajectories"), results(egdi=EGDI)) == "published"


def test_waves_are_told_apart_by_year_or_region_or_name():
    def panels(study, *waves):
        labels = Labels(results() if study is None else study, declared("stacked_shares", waves=waves), "en")
        return [labels.panel(wave) for wave in waves]

    assert panels(None, "n1", "n2") == ["2020", "2022"]
    assert panels(None, "n2", "s2") == ["The North, 2022", "The South, 2022"]
    assert panels(None, "n2") == ["The North, 2022"]
    same_year = copy.deepcopy(STUDY)
    same_year["waves"]["n1"]["year"] = 2022
    assert panels(replace(results(), study=same_year), "n1", "n2") == ["North 2020", "North 2022"]


def test_the_axis_of_self_reported_maturity_is_that_of_its_scale():
    declaration = declared("dot_interval", data="self_reported", waves=("n2",))
    tables = results(statistics=MEANS)
    options = chart_options(declaration, tables, "collected")
    assert options["limits"] == (0, 10)
    words = chart_words(Labels(tables, declaration, "en"), options)
    assert words["x_axis"] == "Self-reported maturity (0–10)"
    ranking = declared("ranked_items", "r1", "r2", data="mean_value", waves=("n2",))
    assert chart_options(ranking, tables, "collected")["limits"] == (1, 3)


def test_labels_are_those_of_the_figures_own_scale():
    labels = Labels(results(), declared("stacked_shares", "s1", waves=("n2",)), "en")
    assert labels.of_own_answer["yes"] == "Yes"
    assert labels.of_own_answer["no_answer"] == "No answer"
    assert "fully" not in labels.of_own_answer


def test_label_columns_are_added_and_none_is_empty():
    declaration = declared("stacked_shares", "d1", "d2", waves=("n1", "n2"))
    table = labelled(shown(declaration, results()), Labels(results(), declaration, "en"))
    named = table[["panel_label", "item_label", "answer_label"]]
    assert named.notna().all(axis=None)
    assert list(dict.fromkeys(named["answer_label"])) == [
        "In place", "Under way", "Not planned", "Don’t know", "Not applicable", "No answer",
    ]  # fmt: skip


def test_the_level_of_significance_in_a_chart_is_the_studys() -> None:
    tables = replace(results(), study={**STUDY, "statistics": {**STUDY["statistics"], "alpha": 0.1}})
    declaration = declared("specification_curve")
    words = chart_words(Labels(tables, declaration, "en"), {})
    assert (words["significant"], words["not_significant"]) == ("p < 0.1", "p ≥ 0.1")


def test_words_are_read_once_and_not_changed_by_a_study():
    language_of(STUDY, "en")
    assert "@units" in words_of("en")["caption"]["who"]


def test_a_label_with_braces_is_shown_as_it_stands():
    tables = results()
    tables = replace(tables, book=replace(tables.book, items=ITEMS.assign(label_en="{0} %s <b>{x}</b>")))
    assert "“In place” to {0} %s <b>{x}</b>" in told(declared("stacked_shares", "d1", waves=("n2",)), tables)


def test_an_empty_scatter_has_an_alt_text():
    tables = results(egdi=EGDI[EGDI["year"] == 2020].assign(rank=None), scores=SCORES)
    assert told(declared("scatter_labelled", waves=("s2",)), tables) == "A title. Points, one per office."


def with_bases(**bases):
    """The study, of which some waves have another basis than collected."""
    tables = results()
    answers = tables.table("answers").assign(basis=lambda rows: rows["wave"].map(bases).fillna("collected"))
    return replace(tables, tables={**tables.tables, "answers": answers})


ASSOCIATIONS = pd.DataFrame(
    [("association", "Spearman's rho", measure, "data", wave, 0.1, 0, 0.2, 5, "ok", "")
     for measure, wave in (("implementation", "n2"), ("implementation", "s2"), ("common", "n2+s2"))],
    columns=["question", "method", "measure", "dimension", "wave", "estimate", "low", "high", "n", "status", "reason"],
)  # fmt: skip


@pytest.mark.parametrize(
    ("declaration", "tables", "bases", "expected"),
    [
        (declared("stacked_shares", "d1", waves=("n1", "n2")), {}, {"n1": "reconstructed"},
         {"reconstructed": ["2020"], "collected": ["2022"]}),
        (declared("stacked_shares", "d1", waves=("n1", "n2")), {}, {}, {}),
        (declared("stacked_shares", "d1", waves=("n1", "n2")), {}, {"s2": "reconstructed"}, {}),
        (declared("dot_interval", data="association", waves=("n2", "s2")), {"statistics": ASSOCIATIONS},
         {"s2": "reconstructed"},
         {"collected": ["The North, 2022"], "reconstructed": ["The South, 2022", "Both regions"]}),
        (declared("scatter_labelled", waves=("n2", "s2")), {"egdi": EGDI, "scores": SCORES}, {"s2": "reconstructed"},
         {"collected": ["The North"], "reconstructed": ["The South"]}),
    ],
)  # fmt: skip
def test_a_collected_panel_does_not_carry_the_mark_of_its_reconstructed_neighbour(declaration, tables, bases, expected):
    study = with_bases(**bases)
    study = replace(study, tables={**study.tables, **tables})
    parts = bases_of_parts(declaration, shown(declaration, study), Labels(study, declaration, "en"))
    assert parts == expected


def test_a_caption_says_which_panel_rests_on_what():
    declaration, study = declared("stacked_shares", "d1", waves=("n1", "n2")), with_bases(n1="reconstructed")
    texts = figure_texts(declaration, shown(declaration, study), study, ["en"])
    said = "What the published facts allow (2020). Collected answers (2022)."
    assert texts["en"]["caption"].endswith(said)
    assert texts["en"]["bases"] == {
        "caption": said, "chart": "What the published facts allow (2020). Basis: collected answers (2022).",
    }  # fmt: skip
    whole = figure_texts(declaration, shown(declaration, results()), results(), ["en"])
    assert whole["en"]["caption"].endswith(" Collected answers.")
    assert "bases" not in whole["en"]
