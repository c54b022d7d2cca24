"""The shapes for a phone and a slide: texts large enough, nothing cut, nothing lost without being counted."""

import re

import pytest
from matplotlib.figure import Figure
from tests.charts.cases import CASES, ONE_OF_EACH, Case
from tests.charts.test_charts_pictures import outside, overlapping, texts_of, unshown

from wavework.charts import kinds
from wavework.charts.shape import PHONE, SLIDE, Shape, shaped

# Of the screen and of the slide, from the outside: 360 CSS pixels and text of 11 of them (96 to an inch, 72 points);
# on a slide of 13.33 x 7.5 inches the part under its title, and 18 points.
WIDEST = {PHONE: 360 / 96, SLIDE: 12.3}
HIGHEST = {PHONE: float("inf"), SLIDE: 5.6}
SMALLEST = {PHONE: 11 * 72 / 96, SLIDE: 18.0}


def drawn(case: Case, shape: Shape) -> Figure:
    kind, data, spec, words = case
    with shaped(shape):
        return kinds.draw(kind, data, spec, words)


def held(case: Case, shape: Shape) -> None:
    """Everything that is asked of a picture in a shape."""
    figure = drawn(case, shape)
    width, height = figure.get_size_inches() * shape.zoom
    assert width <= WIDEST[shape] + 1e-6
    assert height <= HIGHEST[shape] + 1e-6
    texts = texts_of(figure)
    assert min(text.get_fontsize() for text in texts) * shape.zoom >= SMALLEST[shape] - 1e-6
    assert not outside(figure)
    assert not overlapping(figure)
    said = " ".join(text.get_text() for text in texts)
    _, data, spec, words = case
    if spec.get("basis"):
        assert words[f"basis_{spec['basis']}"].split()[0] in said
    counted = [words["more_rows"], words["more_names"]]
    rest = any(re.search(re.escape(text).replace(r"\{n\}", r"\d+").replace(r"\ ", r"\s+"), said) for text in counted)
    assert rest or not unshown(figure, data) or "\u2026" in said
    if shape is PHONE:
        assert not rest


@pytest.mark.parametrize("shape", [PHONE, SLIDE], ids=["phone", "slide"])
@pytest.mark.parametrize("kind", ONE_OF_EACH)
def test_each_kind_reads_on_a_phone_and_on_a_slide(kind, shape):
    held((kind, *ONE_OF_EACH[kind]), shape)


@pytest.mark.slow
@pytest.mark.parametrize("shape", [PHONE, SLIDE], ids=["phone", "slide"])
@pytest.mark.parametrize("name", CASES)
def test_each_case_reads_on_a_phone_and_on_a_slide(name, shape):
    held(CASES[name], shape)
