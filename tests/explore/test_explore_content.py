"""What the page is made of: the numbers of the finished tables, only what a study has, and nothing that could run."""

import json
import re

import pytest
from tests.explore.small_study import HOSTILE, made, results

from wavework.explore.page import content, data_text
from wavework.house_style import HouseStyle


def views(of):
    return {view["id"]: view for view in content(of, "en", [], HouseStyle())["views"]}


def test_a_study_has_the_views_that_its_tables_allow():
    assert list(views(results())) == ["scatter", "shares", "change", "contrast"]


@pytest.mark.parametrize(
    ("without", "left"),
    [
        (["egdi"], ["shares", "change", "contrast"]),
        (["egdi", "prevalence"], ["change", "contrast"]),
        (["egdi", "prevalence", "paired_scores", "statistics"], []),
    ],
)
def test_what_a_study_lacks_is_left_out(without, left):
    assert list(views(results(*without))) == left


def test_the_same_bytes_each_time(tmp_path):
    assert made(tmp_path / "a").read_bytes() == made(tmp_path / "b").read_bytes()


def test_a_label_cannot_leave_the_data(tmp_path):
    text = made(tmp_path).read_text("utf-8")
    data = re.search(r'<script type="application/json" id="data">(.*?)</script>', text, re.DOTALL)[1]
    assert not re.search("[<>&\u2028\u2029]", data)
    assert HOSTILE in json.loads(data)["names"]["item"].values()
    assert "unsafe-eval" not in text.split("<body")[0]
    assert len(text.encode("utf-8")) < 3_000_000


def test_data_are_escaped_and_come_back_as_they_were():
    odd = {"a": "</script>\u2028<!-- & 'x'"}
    assert json.loads(data_text(odd)) == odd
    assert not set("<>&\u2028") & set(data_text(odd))
