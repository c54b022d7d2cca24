"""Which figures show a wave: each with a yes, or a no and its reason, in the study's main language."""

from collections import Counter

import pandas as pd
import pytest
from closing import newest_wave_lines

from wavework.exhibits.figures_of_each_wave import wave_exhibits
from wavework.language.language import Language
from wavework.tables import read_table

STUDY = {
    "waves": {"n22": {"region": "N", "year": 2022}, "n24": {"region": "N", "year": 2024},
              "s22": {"region": "S", "year": 2022}},
    "measured": {"g25": {"year": 2025}},
}  # fmt: skip
TITLE = {"en": "A title", "fr": "Un titre"}
DECLARED = {
    "of-region": {"kind": "stacked_shares", "regions": ["N"], "title": TITLE},
    "of-other-region": {"kind": "stacked_shares", "regions": ["S"], "title": TITLE},
    "unasked": {"kind": "stacked_shares", "regions": ["N"], "title": TITLE},
    "since-2025": {"kind": "stacked_shares", "regions": ["N"], "since": 2025, "title": TITLE},
    "named": {"kind": "dot_interval", "waves": ["n22", "s22"], "title": TITLE},
    "change": {"kind": "paired_change", "title": TITLE},
    "ranks": {"kind": "trajectories", "title": TITLE},
    "measures": {"kind": "dot_interval", "measures": ["index"], "title": TITLE},
    "gone": {"kind": "verdicts", "title": TITLE},
}
FIGURES = {
    "of-region": {"waves": ["n22", "n24"]}, "of-other-region": {"waves": ["s22"]}, "unasked": {"waves": ["n22"]},
    "since-2025": {"waves": ["n22"]}, "named": {"waves": ["n22", "s22"]}, "change": {"waves": []},
    "ranks": {"waves": []}, "measures": {"waves": ["g25"]},
}  # fmt: skip
TABLES = {name: pd.DataFrame({"panel": ["-"]}) for name in FIGURES} | {
    "change": pd.DataFrame({"panel": ["n22>n24"], "estimate": ["1"]}),
    "ranks": pd.DataFrame({"time": ["2022", "2024"]}),
}


def table(language="en"):
    return wave_exhibits(
        DECLARED, FIGURES, {"gone": "claims"}, TABLES, study=STUDY, language=Language(language, "office", "offices")
    )


def of(wave, language="en"):
    rows = table(language)
    rows = rows[rows["wave"] == wave]
    assert set(rows["shown"]) <= {"yes", "no"}
    assert ((rows["shown"] == "yes") == (rows["why"] == "")).all()
    return dict(zip(rows["exhibit"], rows["why"], strict=True))


def test_each_figure_of_a_new_wave_is_shown_or_has_its_reason():
    assert of("n24") == {
        "of-region": "",
        "of-other-region": "it shows other regions",
        "unasked": "the wave asked none of its items",
        "since-2025": "it shows waves of other years",
        "named": "it names its waves: n22 and s22",
        "change": "",
        "ranks": "it shows nothing wave by wave",
        "measures": "it shows measures, the wave brings answers",
        "gone": "the study has no claims",
    }


def test_a_wave_of_measures():
    assert of("g25")["measures"] == ""
    assert of("g25")["named"] == "it shows answers, the wave brings measures"


@pytest.mark.parametrize(
    ("language", "said"), [("fr", "elle nomme ses vagues\u00a0: n22 et s22"), ("es", "nombra sus olas: n22 y s22")]
)
def test_the_reasons_are_in_the_study_s_main_language(language, said):
    assert of("n24", language)["named"] == said


def test_one_line_for_the_newest_wave():
    assert list(newest_wave_lines(table())) == [
        "Newest wave n24: in 2 of 9 figures; not in the others, since it shows other regions (1), the wave asked none "
        "of its items (1), it shows waves of other years (1), it names its waves (1), it shows nothing wave by wave "
        "(1), it shows measures, the wave brings answers (1), the study has no claims (1) (processed/wave_exhibits.csv)"
    ]
    only = table()
    assert Counter(only["wave"])["g25"] == 9
    [line] = newest_wave_lines(only[only["brings"] == "measures"])
    assert line.startswith("Newest wave g25: in 1 of 9 figures")
    assert list(newest_wave_lines(only.iloc[:0])) == []


def test_of_a_newest_wave_that_every_figure_shows_no_reason_is_told(tmp_path):
    """Of the table as it is read from its file, where a column without any text is one of texts still."""
    rows = table()
    rows[(rows["wave"] == "n24") & (rows["shown"] == "yes")].to_csv(tmp_path / "shown.csv", index=False)
    assert list(newest_wave_lines(read_table(tmp_path / "shown.csv"))) == [
        "Newest wave n24: in 2 of 2 figures (processed/wave_exhibits.csv)"
    ]


def test_a_reason_that_names_its_waves_is_told_without_them():
    [line] = newest_wave_lines(table("fr"))
    assert ", elle nomme ses vagues (1)," in line
