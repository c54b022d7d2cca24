"""Families of tests: a new wave leaves the adjusted p of the others as they are, unless the config asks otherwise."""

import pandas as pd
import pytest
from findings import findings

from wavework.finding_rows import COLUMNS

ROWS = (  # question, measure, wave_from, wave, p; the last two are those of a new wave
    ("agreement", "", "", "w20", 0.28),
    ("agreement", "", "", "w22", 0.9),
    ("change", "common", "w20", "w22", 0.02),
    ("change", "common", "w20", "w22", 0.04),
    ("agreement", "", "", "w24", 0.5),
    ("change", "common", "w22", "w24", 0.001),
    ("change", "common", "w20", "w24", 0.03),
)


def adjusted(rows, families):
    columns = ["question", "measure", "wave_from", "wave", "p"]
    whole = pd.DataFrame(rows, columns=columns).assign(method="").reindex(columns=COLUMNS)
    return findings([whole], families=families)


@pytest.mark.parametrize("families", [{}, {"change": ["measure"], "agreement": ["method"]}, {"change": ["wave"]}])
def test_a_new_wave_has_families_of_its_own(families):
    before, after = adjusted(ROWS[:4], families), adjusted(ROWS, families)
    assert before["p_holm"].tolist() == [0.28, 0.9, 0.04, 0.04]
    assert after["p_holm"].tolist() == [0.28, 0.9, 0.04, 0.04, 0.5, 0.001, 0.03]
    assert after["family"].tolist()[:4] == before["family"].tolist()


def test_waves_are_taken_together_where_the_config_says_so():
    families = {"agreement": ["method", "all_waves"]}
    assert adjusted(ROWS[:4], families)["p_holm"].tolist()[:2] == [0.56, 0.9]
    after = adjusted(ROWS, families)
    assert after["p_holm"].tolist()[:2] == pytest.approx([0.84, 1])
    assert after["family"].tolist()[:2] == ["agreement/", "agreement/"]


def test_a_family_is_named_by_question_columns_and_waves():
    assert adjusted(ROWS[2:3], {"change": ["measure", "wave"]})["family"].tolist() == ["change/common/w22/w20"]
    assert adjusted(ROWS[:1], {})["family"].tolist() == ["agreement/w20"]
